//! Personio: `/xml`, the whole board in one answer. Its subdomain does not prove whose board it is, and neither does a
//! redirect: an answer of another host is none.

use super::address;
use super::board;
use super::charset;
use super::draft::Draft;
use super::xml::{self, Element};
use domain::{Harvest, Page, Problem, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    if page.final_url.host() != page.url.host() {
        return board::failed(Problem::new("page", "the board sends on to another host: it is no longer there"));
    }
    let document = xml::read(&charset::text_of(page));
    if document.root.name != "workzag-jobs" {
        let why = document.broken.unwrap_or_else(|| format!("<{}> is no board of Personio", document.root.name));
        return board::failed(Problem::new("page", why));
    }
    let mut harvest = board::listing(document.root.all("position").map(|position| draft(position, page)));
    if let Some(why) = document.broken {
        board::incomplete(&mut harvest, why);
    }
    harvest
}

fn draft(position: &Element, page: &Page) -> Draft {
    let own = position.line("id").map(|id| format!("/job/{id}"));
    let url = own.and_then(|own| address::resolved(&page.final_url, &own));
    let draft = Draft::new(position.line("name"), url).employer(position.line("subcompany"));
    let parts = position.child("jobDescriptions").into_iter().flat_map(|parts| parts.all("jobDescription"));
    let draft = parts.fold(draft, |draft, part| draft.section(part.line("name"), part.markup("value")));
    let draft = draft
        .posted(position.line("createdAt"))
        .employment(position.line("employmentType"))
        .experience(position.line("yearsOfExperience").and_then(|said| years(&said)));
    let others = position.child("additionalOffices").into_iter().flat_map(|offices| offices.all("office"));
    let offices = position.line("office").into_iter().chain(others.filter_map(Element::own_line));
    offices.fold(draft, |draft, office| draft.location(&office))
}

/// The least of `lt-1`, `1-2`, `2-5`, `5-7`, `7-10`, `10-15`, `gt-15`. Less than a year is no number of years.
fn years(said: &str) -> Option<f32> {
    said.strip_prefix("gt-").or_else(|| said.split('-').next())?.parse().ok()
}
