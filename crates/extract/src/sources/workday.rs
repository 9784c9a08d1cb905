//! Workday: lists by POST, twenty at a time, and a detail with the text for each vacancy. Where a detail cannot be had,
//! title, place and date of the list stand in. `bulletFields` are the tenant's own words for show, and are not read.

use super::address;
use super::board;
use super::draft::Draft;
use super::fields::Fields;
use chrono::{Days, NaiveDate};
use domain::{Harvest, Page, PageRequest, Purpose, Source};
use serde_json::json;
use url::Url;

/// More is answered with 400.
const AT_ONCE: usize = 20;
/// The total never says more, and offsets beyond it begin again.
const MOST: usize = 2_000;

/// The address of the lists: from `board = "tenant/site"`, or from the address that people see,
/// `https://tenant.wd3.myworkdayjobs.com/nl-NL/site`, without its language.
pub(crate) fn address(source: &Source) -> Url {
    let segments: Vec<&str> =
        source.url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let site = segments.iter().find(|part| !is_language(part));
    let tenant = source.url.host_str().and_then(|host| host.split('.').next());
    let board = source.board.clone().or_else(|| Some(format!("{}/{}", tenant?, site?)));
    if segments.first() == Some(&"wday") {
        return source.url.clone();
    }
    let url = board.and_then(|board| source.url.join(&format!("/wday/cxs/{board}/jobs")).ok());
    url.unwrap_or_else(|| source.url.clone())
}

/// `nl-NL`
fn is_language(part: &str) -> bool {
    let bytes = part.as_bytes();
    bytes.len() == 5 && bytes[2] == b'-' && bytes[..2].is_ascii() && bytes[3..].iter().all(u8::is_ascii_uppercase)
}

/// The request for the list from an offset; the fragment tells the requests apart.
pub(crate) fn list_request(mut url: Url, offset: usize) -> PageRequest {
    url.set_fragment(Some(&format!("offset={offset}")));
    let body = json!({"appliedFacets": {}, "limit": AT_ONCE, "offset": offset, "searchText": ""});
    PageRequest { body: Some(body.to_string()), ..PageRequest::new(url, Purpose::Listing) }
}

pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let today = page.fetched_at.date_naive();
    if page.purpose == Purpose::Detail {
        return board::json_detail(page, |answer| detail(answer, &page.url));
    }
    let read = board::json(page, "/jobPostings", |posting| Some(listed(posting, &page.url, today)));
    let mut harvest = read.harvest;
    board::with_details(&mut harvest, |url| detail_address(&page.url, url));
    if page.url.fragment().is_none_or(|fragment| fragment == "offset=0") {
        // only the first page says how many there are
        let total = Fields(&read.answer).number("/total").unwrap_or(0.0) as usize;
        further(source, page, total, &mut harvest);
    } else if read.served == 0 && harvest.listing.is_some() {
        board::incomplete(&mut harvest, "the page is empty, though the first one counted further than this");
    }
    harvest
}

fn further(source: &Source, page: &Page, total: usize, harvest: &mut Harvest) {
    let most = source.max_pages.saturating_mul(AT_ONCE);
    let offsets = (AT_ONCE..total.min(MOST).min(most)).step_by(AT_ONCE);
    harvest.requests.extend(offsets.map(|offset| list_request(page.url.clone(), offset)));
    if total >= MOST {
        board::incomplete(
            harvest,
            format!("the site stops counting at {MOST}: what is open beyond that is not listed"),
        );
    } else if total > most {
        board::incomplete(harvest, format!("there are more than max_pages = {} list pages", source.max_pages));
    }
}

fn listed(posting: Fields<'_>, list: &Url, today: NaiveDate) -> Draft {
    let path = posting.markup("/externalPath");
    let url = path.and_then(|path| public(list, &path));
    let draft = Draft::new(posting.text("/title"), url);
    let draft = draft.posted(posting.text("/postedOn").and_then(|said| relative(&said, today)));
    // "2 Locations" is no place
    let place =
        posting.text("/locationsText").filter(|place| !place.starts_with(|letter: char| letter.is_ascii_digit()));
    place.into_iter().fold(draft, |draft, place| draft.location(&place))
}

fn detail(answer: Fields<'_>, page: &Url) -> Option<Draft> {
    let job = answer.at("/jobPostingInfo")?;
    let (start, end) = page.path().split_once("/job/")?;
    let site = start.rsplit('/').next()?;
    let url = address::resolved(page, &format!("/{site}/job/{end}"));
    let draft = Draft::new(job.text("/title"), url)
        .employer(answer.text("/hiringOrganization/name"))
        .text(job.markup("/jobDescription"))
        .posted(job.text("/startDate"))
        .valid_through(job.text("/endDate"))
        .remote(job.text("/remoteType"));
    let country = job.text("/country/descriptor");
    let draft =
        job.text("/location").into_iter().fold(draft, |draft, place| draft.location_in(&place, country.clone()));
    let others = job.list_of_texts("/additionalLocations");
    Some(others.iter().fold(draft, |draft, place| draft.location(place)))
}

/// `/wday/cxs/tenant/site/jobs` and `/job/…` to `/site/job/…`.
fn public(list: &Url, path: &str) -> Option<Url> {
    let site = list.path().strip_suffix("/jobs")?.rsplit('/').next()?;
    address::resolved(list, &format!("/{site}{path}"))
}

/// And back, to where the detail is.
fn detail_address(list: &Url, public: &Url) -> Option<Url> {
    let start = list.path().strip_suffix("/jobs")?;
    let site = start.rsplit('/').next()?;
    let path = public.path().strip_prefix(&format!("/{site}"))?;
    address::resolved(list, &format!("{start}{path}"))
}

/// "Posted 3 Days Ago" as a day; "30+" is none.
fn relative(said: &str, today: NaiveDate) -> Option<String> {
    let words = said.to_lowercase();
    let ago = match words.as_str() {
        _ if words.contains("today") => 0,
        _ if words.contains("yesterday") => 1,
        _ => words.split_whitespace().find_map(|word| word.parse().ok())?,
    };
    today.checked_sub_days(Days::new(ago)).map(|day| day.to_string())
}
