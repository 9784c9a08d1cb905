//! Detail pages: structured data first, then the source's selectors, then, for pages that somebody pointed at, what the
//! page shows. A page of a sitemap that states no vacancy is no vacancy.

use super::closed::Closed;
use super::json_ld_fields::quote;
use super::{address, charset, closed, dates, document, json_ld, microdata, plain_case, plain_text};
use domain::harvest::Gone;
use domain::posting::Fact;
use domain::source::Selectors;
use domain::{ClosingSign, Harvest, Page, Place, Posting, Problem, Source, SourceKind};
use scraper::{ElementRef, Html, Selector};

/// Reads a detail page of a source.
pub(crate) fn read(source: &Source, page: &Page, words: &Closed) -> Harvest {
    let text = charset::text_of(page);
    let harvest = plain_case::read(source, page, &text, words).unwrap_or_else(|| whole(source, page, &text, words));
    let applies = (!is_json(&text)).then(|| words.applies(&text));
    Harvest { applies, ..harvest }
}

/// Reads a detail page by its whole tree.
pub(crate) fn whole(source: &Source, page: &Page, text: &str, words: &Closed) -> Harvest {
    let document = document::page(text);
    let mut harvest = structured(text, &document, page, words);
    if harvest.postings.len() != 1 && harvest.gone.is_none() && closed::is_led_away(words, page, &source.url) {
        // what is shown there is not what was asked for
        return Harvest { doubt: Some(ClosingSign::Redirected), problems: harvest.problems, ..Harvest::default() };
    }
    let select = &source.select;
    let selects = select.title.is_some() || select.text.is_some();
    if let [posting] = harvest.postings.as_mut_slice() {
        fill(posting, &document, select);
        show_text(posting, &document);
    } else if harvest.postings.is_empty() && harvest.gone.is_none() {
        let says_that_all_are = !source.include.is_empty();
        match (selects, source.kind) {
            (true, _) => selected(&mut harvest, &document, page, select),
            (false, SourceKind::Html | SourceKind::Rss) => shown(&mut harvest, &document, page),
            (false, SourceKind::Sitemap) if says_that_all_are => {
                harvest.problems.push(Problem::new("page", "it states no JobPosting"));
            }
            (false, _) => {}
        }
    }
    harvest
}

/// Reads a page without a source.
pub(crate) fn read_alone(page: &Page, words: &Closed) -> Harvest {
    let text = charset::text_of(page);
    let document = document::page(&text);
    let mut harvest = structured(&text, &document, page, words);
    if let [posting] = harvest.postings.as_mut_slice()
        && !is_json(&text)
    {
        show_text(posting, &document);
    }
    if harvest.postings.is_empty() && !is_json(&text) {
        shown(&mut harvest, &document, page);
        let said = matches!(harvest.gone, Some(Gone::Said(_)));
        harvest.postings.iter_mut().for_each(|posting| posting.closed = said);
    }
    harvest
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// What the page states in JSON-LD or microdata, and whether it says that it is closed.
fn structured(text: &str, document: &Html, page: &Page, words: &Closed) -> Harvest {
    let mut harvest = Harvest::default();
    if is_json(text) {
        harvest.postings = json_ld::read_bare(text, &page.final_url, &mut harvest.problems);
    } else {
        harvest.postings = json_ld::read(document, &page.final_url, &mut harvest.problems);
        if harvest.postings.is_empty() {
            harvest.postings = json_ld::postings(&microdata::values(document), &page.final_url);
        }
    }
    for posting in harvest.postings.iter_mut().filter(|posting| posting.title.is_empty()) {
        posting.problems.push(Problem::new("title", "the vacancy has none; the page's was taken"));
        posting.title = heading(document);
        posting.text = plain_text::composed(&posting.title, posting.text.trim_start());
    }
    harvest.postings.retain(|posting| !posting.title.is_empty());
    let today = page.fetched_at.date_naive();
    let states_open = harvest.postings.iter().any(|posting| posting.valid_through.is_some_and(|last| last >= today));
    harvest.gone = closed::gone(words, page, document);
    if states_open && let Some(Gone::Said(words)) = &harvest.gone {
        let why = format!("the page says “{words}”, and a last day that is still to come");
        harvest.problems.push(Problem::new("closed", why));
        (harvest.doubt, harvest.gone) = (Some(ClosingSign::SaidBesideOpen), None);
    }
    let said = matches!(harvest.gone, Some(Gone::Said(_)));
    harvest.postings.iter_mut().for_each(|posting| posting.closed = said);
    harvest
}

/// Fills what structured data left open with what the selectors find.
fn fill(posting: &mut Posting, document: &Html, select: &Selectors) {
    let mut problems = Vec::new();
    let mut find = |selector: &Option<String>, what: &str| {
        let selector = selector.as_deref()?;
        found(document, selector, what, &mut problems)
    };
    if posting.employer.is_none() {
        posting.employer = find(&select.employer, "select.employer");
    }
    if posting.places.is_empty() {
        let place = find(&select.place, "select.place").map(place);
        posting.quotes.extend(place.iter().map(|place| quote(Fact::Place, place.text.clone())));
        posting.places.extend(place);
    }
    if posting.text.trim_end().len() <= posting.title.len() {
        let body = find(&select.text, "select.text").unwrap_or_default();
        posting.text = plain_text::composed(&posting.title, &body);
    }
    let posted = if posting.posted.is_none() { find(&select.posted, "select.posted") } else { None };
    let last = if posting.valid_through.is_none() { find(&select.valid_through, "select.valid_through") } else { None };
    posting.posted = posting.posted.or_else(|| day(posted, "select.posted", &mut problems));
    posting.valid_through = posting.valid_through.or_else(|| day(last, "select.valid_through", &mut problems));
    posting.problems.extend(problems);
}

/// Where neither structured data nor selectors give a text, what the page shows is better than none.
fn show_text(posting: &mut Posting, document: &Html) {
    if posting.text.trim_end().len() > posting.title.len() {
        return;
    }
    posting.text = plain_text::composed(&posting.title, &content(document));
    posting.problems.push(Problem::new("text", "it is what the page shows"));
}

/// A posting by selectors alone; what no selector is given for is taken from what the page shows.
fn selected(harvest: &mut Harvest, document: &Html, page: &Page, select: &Selectors) {
    let mut problems = Vec::new();
    let title = match &select.title {
        Some(selector) => found(document, selector, "select.title", &mut problems).unwrap_or_default(),
        None => heading(document),
    };
    let title = title.replace('\n', " ");
    if title.is_empty() {
        problems.push(Problem::new("title", "the page has none"));
        harvest.problems.extend(problems);
        return;
    }
    let body = if select.text.is_some() { String::new() } else { content(document) };
    let url = address::of_vacancy(None, &page.final_url);
    let text = plain_text::composed(&title, &body);
    let mut posting = Posting { title, text, url, problems, ..Posting::default() };
    fill(&mut posting, document, select);
    harvest.postings.push(posting);
}

/// The last resort: the page's heading, and its main content.
fn shown(harvest: &mut Harvest, document: &Html, page: &Page) {
    let (title, body) = (heading(document), content(document));
    if title.is_empty() {
        harvest.problems.push(Problem::new("page", "it states no JobPosting and has no title"));
        return;
    }
    let why = "it states no JobPosting: title and text are what the page shows";
    let (url, text) = (address::of_vacancy(None, &page.final_url), plain_text::composed(&title, &body));
    harvest.postings.push(Posting {
        title,
        text,
        url,
        problems: vec![Problem::new("page", why)],
        ..Posting::default()
    });
}

/// All that a selector finds: an attribute made for machines, else the text.
fn found(document: &Html, selector: &str, what: &str, problems: &mut Vec<Problem>) -> Option<String> {
    let compiled = match Selector::parse(selector) {
        Ok(compiled) => compiled,
        Err(error) => {
            problems.push(Problem::new(what, format!("'{selector}' is no selector: {error}")));
            return None;
        }
    };
    let parts: Vec<String> = document.select(&compiled).map(stated).filter(|part| !part.is_empty()).collect();
    // only texts stand in several pieces; of other fields the first counts
    let whole = if what == "select.text" { parts.join("\n") } else { parts.into_iter().next().unwrap_or_default() };
    if whole.is_empty() {
        problems.push(Problem::new(what, format!("'{selector}' found nothing")));
        return None;
    }
    Some(whole)
}

fn stated(element: ElementRef<'_>) -> String {
    let attribute = match element.value().name() {
        "time" => element.attr("datetime"),
        "meta" => element.attr("content"),
        _ => None,
    };
    let attribute = attribute.map(str::trim).filter(|stated| !stated.is_empty());
    attribute.map_or_else(|| plain_text::of_element(element), str::to_owned)
}

fn place(text: String) -> Place {
    Place { text: text.replace('\n', " "), postcode: None, country: None, lat: None, lon: None }
}

fn day(text: Option<String>, what: &str, problems: &mut Vec<Problem>) -> Option<chrono::NaiveDate> {
    let text = text?;
    let day = dates::date(&text);
    if day.is_none() {
        problems.push(Problem::new(what, format!("'{text}' is no date")));
    }
    day
}

/// What the page calls itself.
fn heading(document: &Html) -> String {
    let element = |selector| document::first(document, selector).map(plain_text::of_element);
    let shared = || document::first(document, "meta[property='og:title']").and_then(|meta| meta.attr("content"));
    let named = element("h1").filter(|title| !title.is_empty());
    let named = named.or_else(|| shared().map(plain_text::one_line)).filter(|title| !title.is_empty());
    named.or_else(|| element("title")).unwrap_or_default().replace('\n', " ")
}

/// The text of the page's main part.
fn content(document: &Html) -> String {
    let parts = ["main", "[role=main]", "article", "body"].into_iter();
    let texts = parts.filter_map(|selector| document::first(document, selector)).map(plain_text::of_content);
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}
