//! EURES: the European employment services' list, by POST. Only documented fields are sent and read. Its terms leave
//! automated reading to recognised partners, see `SourceKind::home`.

use super::board;
use super::draft::Draft;
use super::fields::Fields;
use domain::{Harvest, Page, PageRequest, Purpose, Source};
use serde_json::{Value, json};
use url::Url;

/// Where vacancies are shown to people.
const PUBLIC: &str = "https://europa.eu/eures/portal/jv-se/jv-details/";
/// More is answered with 400.
const AT_ONCE: usize = 50;
/// The places of work that are asked for; `board` names another country.
const COUNTRY: &str = "nl";

/// Fields of the search that are left open.
const OPEN: [&str; 9] = [
    "occupationUris",
    "skillUris",
    "requiredExperienceCodes",
    "positionScheduleCodes",
    "sectorCodes",
    "educationAndQualificationLevelCodes",
    "positionOfferingCodes",
    "euresFlagCodes",
    "requiredLanguages",
];

/// The request for a page of the list; the fragment tells the requests apart.
pub(crate) fn list_request(source: &Source, url: &Url, number: usize) -> PageRequest {
    let mut url = url.clone();
    url.set_fragment(Some(&format!("page={number}")));
    let words = source.keywords.iter().map(|word| json!({"keyword": word, "specificSearchCode": "EVERYWHERE"}));
    let mut body = json!({
        "resultsPerPage": AT_ONCE, "page": number, "sortSearch": "BEST_MATCH", "publicationPeriod": null,
        "keywords": words.collect::<Vec<Value>>(), "locationCodes": [source.board.as_deref().unwrap_or(COUNTRY)],
    });
    OPEN.iter().for_each(|name| body[*name] = json!([]));
    PageRequest { body: Some(body.to_string()), ..PageRequest::new(url, Purpose::Listing) }
}

pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let read = board::json(page, "/jvs", |vacancy| Some(draft(vacancy)));
    let mut harvest = read.harvest;
    let number = board::number(page);
    let total = Fields(&read.answer).number("/numberRecords").unwrap_or(0.0);
    if harvest.listing.is_some() && read.served > 0 && ((number * AT_ONCE) as f64) < total {
        if number < source.max_pages {
            harvest.requests.push(list_request(source, &page.url, number + 1));
        } else {
            board::incomplete(&mut harvest, format!("there are more than max_pages = {} list pages", source.max_pages));
        }
    }
    harvest
}

fn draft(vacancy: Fields<'_>) -> Draft {
    let url = vacancy.text("/id").and_then(|id| {
        let mut url = Url::parse(PUBLIC).ok()?;
        url.path_segments_mut().ok()?.pop_if_empty().push(&id);
        Some(url)
    });
    let draft = Draft::new(vacancy.text("/title"), url)
        .employer(vacancy.text("/employer/name"))
        .text(vacancy.markup("/description"))
        .posted(vacancy.text("/creationDate"))
        .employment(vacancy.text("/positionOfferingCode"));
    // it names countries, and statistical regions that are no places
    let countries = vacancy.at("/locationMap").and_then(|map| map.0.as_object());
    let countries = countries.into_iter().flat_map(|map| map.keys());
    countries.fold(draft, |draft, country| draft.place([None, None], None, Some(country.to_uppercase())))
}
