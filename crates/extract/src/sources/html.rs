//! List pages: links to vacancies and to the next page, by a source's selectors. Detail pages are read elsewhere.

use super::{address, charset, document, listing_request};
use domain::{Harvest, Listing, Page, Problem, Source};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use url::Url;

/// Reads a list page.
pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let mut harvest = Harvest::default();
    let document = document::page(&charset::text_of(page));
    let base = base_of(&document, &page.final_url);
    let Some(list) = &source.select.list else {
        harvest.problems.push(Problem::new("select.list", "the source says no selector for its links"));
        return harvest;
    };
    let open = links(&document, &base, list, "select.list", &mut harvest.problems);
    harvest.requests.extend(open.iter().cloned().map(address::detail_request));
    if let Some(next) = &source.select.next {
        let next = links(&document, &base, next, "select.next", &mut harvest.problems);
        let other = next.into_iter().find(|url| *url != page.final_url && *url != page.url);
        harvest.requests.extend(other.map(listing_request));
    }
    if open.is_empty() {
        // an empty listing would close every vacancy of the source, and a changed page looks just like one
        harvest.problems.push(Problem::new("select.list", "the list selector found nothing"));
    } else {
        harvest.listing = Some(Listing { open });
    }
    harvest
}

/// What relative addresses are relative to.
pub(crate) fn base_of(document: &Html, address: &Url) -> Url {
    let stated = document::first(document, "base[href]").and_then(|base| base.attr("href"));
    stated.and_then(|stated| address::resolved(address, stated)).unwrap_or_else(|| address.clone())
}

/// The addresses that a selector finds, each once, in order of the page.
fn links(document: &Html, base: &Url, selector: &str, what: &str, problems: &mut Vec<Problem>) -> Vec<Url> {
    let selector = match Selector::parse(selector) {
        Ok(selector) => selector,
        Err(error) => {
            problems.push(Problem::new(what, format!("'{selector}' is no selector: {error}")));
            return Vec::new();
        }
    };
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for element in document.select(&selector) {
        let url = link_of(element).and_then(|link| address::resolved(base, link));
        found.extend(url.filter(|url| known.insert(url.clone())));
    }
    found
}

/// The link that an element is, holds, or stands in.
fn link_of(element: ElementRef<'_>) -> Option<&str> {
    let inner = || element.descendent_elements().find_map(link_itself);
    let outer = || element.ancestors().filter_map(ElementRef::wrap).find_map(link_itself);
    link_itself(element).or_else(inner).or_else(outer)
}

fn link_itself(element: ElementRef<'_>) -> Option<&str> {
    matches!(element.value().name(), "a" | "link" | "area").then(|| element.attr("href")).flatten()
}
