//! Any JSON list: its fields by the pointers of the source (RFC 6901), its pages by number, offset, cursor or link.

use super::address;
use super::board::{self, Board};
use super::draft::{Draft, Pay};
use super::fields::Fields;
use domain::source::{PagingBy, Selectors};
use domain::{Harvest, Page, Source};
use url::Url;

pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let select = &source.select;
    let mut read =
        board::json(page, select.list.as_deref().unwrap_or_default(), |entry| Some(draft(entry, select, page)));
    if read.harvest.listing.is_some()
        && let Some(next) = next(source, page, &read)
    {
        board::further(&mut read.harvest, source, page, next);
    }
    read.harvest
}

fn draft(entry: Fields<'_>, select: &Selectors, page: &Page) -> Draft {
    let text = |pointer: &Option<String>| pointer.as_deref().and_then(|pointer| entry.text(pointer));
    let number = |pointer: &Option<String>| pointer.as_deref().and_then(|pointer| entry.number(pointer));
    let url = select.url.as_deref().and_then(|pointer| own_address(entry, pointer, page));
    let draft = Draft::new(text(&select.title), url).employer(text(&select.employer));
    let parts = select.text.as_deref().unwrap_or_default().split_whitespace();
    parts
        .fold(draft, |draft, pointer| draft.text(entry.markup(pointer)))
        .posted(text(&select.posted))
        .valid_through(text(&select.valid_through))
        .hours(number(&select.hours_min), number(&select.hours_max))
        .education(text(&select.education))
        .experience(number(&select.experience_years).map(|years| years as f32))
        .employment(text(&select.employment_type))
        .remote(select.remote.as_deref().and_then(|pointer| entry.word(pointer)))
        .pay(Pay {
            min: number(&select.salary_min),
            max: number(&select.salary_max),
            period: text(&select.salary_period),
            currency: text(&select.salary_currency),
        })
        .place([text(&select.place), None], text(&select.postcode), text(&select.country))
}

/// The address that a pointer leads to, or one with pointers in braces: `https://voorbeeld.example/baan/{/id}`.
fn own_address(entry: Fields<'_>, pointer: &str, page: &Page) -> Option<Url> {
    if !pointer.contains('{') {
        return address::resolved(&page.final_url, &entry.markup(pointer)?);
    }
    let (mut address, mut rest) = (String::new(), pointer);
    while let Some((before, after)) = rest.split_once('{') {
        let (inner, behind) = after.split_once('}')?;
        address.push_str(before);
        address.push_str(&entry.text(inner)?);
        rest = behind;
    }
    address::resolved(&page.final_url, &(address + rest))
}

/// Where the next list page is; `None` at the end.
fn next(source: &Source, page: &Page, read: &Board) -> Option<Url> {
    let paging = source.paging.as_ref()?;
    let (select, answer) = (&source.select, Fields(&read.answer));
    let said = || select.next.as_deref().and_then(|pointer| answer.markup(pointer));
    let total = select.total.as_deref().and_then(|pointer| answer.number(pointer));
    let so_far = |count: usize| read.served > 0 && total.is_none_or(|total| (count as f64) < total);
    let parameter = |default: &str| paging.parameter.clone().unwrap_or_else(|| default.to_owned());
    match paging.by {
        PagingBy::Page => {
            let parameter = parameter("page");
            let number = number_in(&page.url, &parameter).unwrap_or(1);
            so_far(board::number(page) * read.served)
                .then(|| with_parameter(&page.url, &parameter, &(number + 1).to_string()))
        }
        PagingBy::Offset => {
            let parameter = parameter("offset");
            let offset = number_in(&page.url, &parameter).unwrap_or(0) + read.served;
            so_far(offset).then(|| with_parameter(&page.url, &parameter, &offset.to_string()))
        }
        PagingBy::Cursor => said().map(|cursor| with_parameter(&page.url, &parameter("cursor"), &cursor)),
        PagingBy::Link => said().and_then(|link| address::resolved(&page.final_url, &link)),
    }
}

fn number_in(url: &Url, parameter: &str) -> Option<usize> {
    url.query_pairs().find(|(name, _)| name == parameter).and_then(|(_, value)| value.parse().ok())
}

/// An address with one parameter set anew.
pub(crate) fn with_parameter(url: &Url, parameter: &str, value: &str) -> Url {
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != parameter)
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let mut next = url.clone();
    next.set_fragment(None);
    next.query_pairs_mut().clear().extend_pairs(others).append_pair(parameter, value);
    next
}
