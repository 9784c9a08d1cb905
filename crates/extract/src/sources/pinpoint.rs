//! Pinpoint: `/postings.json`, the whole board in one answer.

use super::address;
use super::board;
use super::draft::{Draft, Pay};
use super::fields::Fields;
use domain::{Harvest, Page, Source};

/// Parts of the text, each with a heading of its own in `…_header`.
const SECTIONS: [&str; 3] = ["key_responsibilities", "skills_knowledge_expertise", "benefits"];

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    board::json(page, "/data", |posting| Some(draft(posting, page))).harvest
}

fn draft(posting: Fields<'_>, page: &Page) -> Draft {
    let own = posting.markup("/url").or_else(|| posting.markup("/path"));
    let url = own.and_then(|own| address::resolved(&page.final_url, &own));
    let draft = Draft::new(posting.text("/title"), url).text(posting.markup("/description"));
    let draft = SECTIONS.iter().fold(draft, |draft, name| {
        draft.section(posting.markup(&format!("/{name}_header")), posting.markup(&format!("/{name}")))
    });
    let draft = draft
        .valid_through(posting.text("/deadline_at"))
        .employment(posting.text("/employment_type").or_else(|| posting.text("/employment_type_text")))
        .remote(posting.text("/workplace_type"))
        .pay(pay(posting));
    match posting.text("/location/city") {
        Some(city) => draft.place([Some(city), None], posting.text("/location/postal_code"), None),
        None => posting.text("/location/name").into_iter().fold(draft, |draft, name| draft.location(&name)),
    }
}

/// Only pay that the board shows.
fn pay(posting: Fields<'_>) -> Pay {
    if !posting.yes("/compensation_visible") {
        return Pay::default();
    }
    Pay {
        min: posting.number("/compensation_minimum"),
        max: posting.number("/compensation_maximum"),
        period: posting.text("/compensation_frequency"),
        currency: posting.text("/compensation_currency"),
    }
}
