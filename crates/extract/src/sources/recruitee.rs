//! Recruitee (Tellent): `/api/offers/`, the whole board in one answer. The only system with weekly hours and a level of
//! education in fields of their own. The board's mail address is never read.

use super::address;
use super::board;
use super::draft::{Draft, Pay};
use super::fields::Fields;
use domain::{Harvest, Page, Source};

/// Languages in which a text is looked for where the offer itself has none, in order.
const LANGUAGES: [&str; 4] = ["nl", "en", "de", "fr"];

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    board::json(page, "/offers", |offer| Some(draft(offer, page))).harvest
}

fn draft(offer: Fields<'_>, page: &Page) -> Draft {
    // often on the employer's own domain, so any host will do
    let own = offer.markup("/careers_url").or_else(|| offer.text("/slug").map(|slug| format!("/o/{slug}")));
    let url = own.and_then(|own| address::resolved(&page.final_url, &own));
    let ends = |name: &str| offer.number(&format!("/{name}")).or_else(|| offer.number(&format!("/{name}_per_week")));
    let draft = Draft::new(said(offer, "title"), url)
        .employer(offer.text("/company_name"))
        .text(said(offer, "description"))
        .text(said(offer, "requirements"))
        .posted(offer.text("/published_at").or_else(|| offer.text("/created_at")))
        .valid_through(offer.text("/close_at"))
        .hours(ends("min_hours"), ends("max_hours"))
        .education(offer.text("/education_code"))
        .employment(offer.text("/employment_type_code"))
        .remote(remote(offer))
        .pay(Pay {
            min: offer.number("/salary/min"),
            max: offer.number("/salary/max"),
            period: offer.text("/salary/period"),
            currency: offer.text("/salary/currency"),
        });
    places(offer, draft)
}

/// A text of the offer, or of the first translation that has it.
fn said(offer: Fields<'_>, name: &str) -> Option<String> {
    let translated = |language: &&str| offer.markup(&format!("/translations/{language}/{name}"));
    offer.markup(&format!("/{name}")).or_else(|| LANGUAGES.iter().find_map(translated))
}

/// All three may be false, which says nothing.
fn remote(offer: Fields<'_>) -> Option<String> {
    let kinds = ["remote", "hybrid", "on_site"].into_iter().filter(|kind| offer.yes(&format!("/{kind}")));
    let kinds: Vec<&str> = kinds.collect();
    match kinds.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        _ => Some("hybrid".to_owned()),
    }
}

fn places(offer: Fields<'_>, draft: Draft) -> Draft {
    let places = offer.list("/locations");
    let places = if places.is_empty() { vec![offer] } else { places };
    places.into_iter().fold(draft, |draft, place| {
        let country = place.text("/country_code").or_else(|| place.text("/country"));
        draft.place([place.text("/city"), place.text("/name")], place.text("/postal_code"), country)
    })
}
