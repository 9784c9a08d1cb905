//! Lever: a bare array, the whole board in one answer. Requirements stand in `lists`, not in the description.

use super::address;
use super::board;
use super::draft::{Draft, Pay};
use super::fields::Fields;
use domain::{Harvest, Page, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    board::json(page, "", |posting| Some(draft(posting, page))).harvest
}

fn draft(posting: Fields<'_>, page: &Page) -> Draft {
    let url = posting.markup("/hostedUrl").and_then(|own| address::resolved(&page.final_url, &own));
    let either = |name: &str| posting.markup(&format!("/{name}")).or_else(|| posting.markup(&format!("/{name}Plain")));
    let draft = Draft::new(posting.text("/text"), url).text(either("description"));
    let lists = posting.list("/lists");
    let draft =
        lists.into_iter().fold(draft, |draft, list| draft.section(list.markup("/text"), list.markup("/content")));
    let draft = draft
        .text(either("additional"))
        .text(either("salaryDescription"))
        .posted(posting.text("/createdAt"))
        .employment(posting.text("/categories/commitment"))
        // documented as on-site, sent as onsite; unspecified says nothing
        .remote(posting.text("/workplaceType"))
        .pay(Pay {
            min: posting.number("/salaryRange/min"),
            max: posting.number("/salaryRange/max"),
            period: posting.text("/salaryRange/interval"),
            currency: posting.text("/salaryRange/currency"),
        });
    places(posting, draft)
}

/// The country is that of the first place.
fn places(posting: Fields<'_>, draft: Draft) -> Draft {
    let all = posting.list_of_texts("/categories/allLocations");
    let all = if all.is_empty() { posting.text("/categories/location").into_iter().collect() } else { all };
    let [first, rest @ ..] = all.as_slice() else {
        return draft;
    };
    let draft = draft.location_in(first, posting.text("/country"));
    rest.iter().fold(draft, |draft, location| draft.location(location))
}
