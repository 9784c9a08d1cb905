//! Greenhouse: the whole board in one answer, texts escaped twice. `updated_at` moves with every edit and is not read.

use super::address;
use super::board;
use super::draft::Draft;
use super::fields::Fields;
use domain::{Harvest, Page, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    board::json(page, "/jobs", |job| Some(draft(job, page))).harvest
}

fn draft(job: Fields<'_>, page: &Page) -> Draft {
    let url = job.markup("/absolute_url").and_then(|own| address::resolved(&page.final_url, &own));
    let draft = Draft::new(job.text("/title"), url)
        .employer(job.text("/company_name"))
        .text(job.markup("/content"))
        .posted(job.text("/first_published"))
        .valid_through(job.text("/application_deadline"))
        .remote(job.text("/location/name"));
    // some boards have "Hybrid" for a location, and the city in the offices alone
    match job.text("/location/name").filter(|_| !draft.says_remote()) {
        Some(location) => draft.location(&location),
        None => job.list("/offices").into_iter().fold(draft, |draft, office| {
            let location = office.text("/location").or_else(|| office.text("/name"));
            location.into_iter().fold(draft, |draft, location| draft.location(&location))
        }),
    }
}
