//! Teamtailor: `jobs.json`, a JSON Feed with a JobPosting in each item, or `jobs.rss` with elements of its own; whichever
//! the address answers. The one has postcodes with a country, the other says whether work is remote.

use super::address;
use super::board;
use super::draft::Draft;
use super::xml::{self, Element};
use super::{charset, json_feed};
use domain::{Harvest, Page, Problem, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    let text = charset::text_of(page);
    if !text.trim_start().starts_with('<') {
        return json_feed::read(page);
    }
    let document = xml::read(&text);
    let Some(channel) = document.root.child("channel") else {
        let why = document.broken.unwrap_or_else(|| format!("<{}> is no feed of Teamtailor", document.root.name));
        return board::failed(Problem::new("page", why));
    };
    let employer = channel.line("title");
    let drafts = channel.all("item").map(|item| draft(item, page).employer(employer.clone()));
    let mut harvest = board::listing(drafts);
    if let Some(why) = document.broken {
        board::incomplete(&mut harvest, why);
    }
    harvest
}

fn draft(item: &Element, page: &Page) -> Draft {
    let url = item.line("link").and_then(|own| address::resolved(&page.final_url, &own));
    let draft = Draft::new(item.line("title"), url)
        .text(item.markup("description"))
        .posted(item.line("pubDate"))
        // "temporary" is work from home for a while, which says nothing of the vacancy
        .remote(item.line("remoteStatus"));
    let places = item.child("locations").into_iter().flat_map(|places| places.all("location"));
    places.fold(draft, |draft, place| {
        draft.place([place.line("city"), place.line("name")], place.line("zip"), place.line("country"))
    })
}
