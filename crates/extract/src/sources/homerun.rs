//! Homerun: an Atom feed with elements of its own, the whole board in one answer. It has no date of publication: its
//! `updated` is the last edit.

use super::address;
use super::board;
use super::charset;
use super::draft::Draft;
use super::xml::{self, Element};
use domain::{Harvest, Page, Problem, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    let document = xml::read(&charset::text_of(page));
    if document.root.name != "feed" {
        let why = document.broken.unwrap_or_else(|| format!("<{}> is no feed of Homerun", document.root.name));
        return board::failed(Problem::new("page", why));
    }
    let mut harvest = board::listing(document.root.all("entry").map(|entry| draft(entry, page)));
    if let Some(why) = document.broken {
        board::incomplete(&mut harvest, why);
    }
    harvest
}

fn draft(entry: &Element, page: &Page) -> Draft {
    let own = entry.all("link").find(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"));
    let url = own.and_then(|link| link.attribute("href")).and_then(|own| address::resolved(&page.final_url, own));
    let draft = Draft::new(entry.line("title"), url)
        .employer(entry.line("author/name"))
        .text(entry.markup("description").or_else(|| entry.markup("content")).or_else(|| entry.markup("summary")))
        .text(entry.markup("salary_indication"))
        .employment(entry.line("type/name"));
    entry.line("location/name").into_iter().fold(draft, |draft, place| draft.location(&place))
}
