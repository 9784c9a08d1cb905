//! JSON Feed 1.1 (jsonfeed.org), where wanted with a schema.org JobPosting in `_jobposting`: then that is read, and the
//! item fills what it leaves open.

use super::draft::Draft;
use super::fields::Fields;
use super::{address, board, json_ld};
use domain::{Harvest, Page};
use serde_json::{Map, Value, json};

pub(crate) fn read(page: &Page) -> Harvest {
    let mut read = board::json(page, "/items", |item| Some(draft(item, page)));
    let answer = Fields(&read.answer);
    let employer = answer.text("/title");
    for posting in &mut read.harvest.postings {
        posting.employer = posting.employer.take().or_else(|| employer.clone());
    }
    let next = answer.markup("/next_url").and_then(|next| address::resolved(&page.final_url, &next));
    if let Some(next) = next.filter(|next| *next != page.url) {
        read.harvest.requests.push(super::listing_request(next));
    }
    read.harvest
}

fn draft(item: Fields<'_>, page: &Page) -> Draft {
    let url = item.markup("/url").or_else(|| item.markup("/external_url"));
    let url = url.and_then(|own| address::resolved(&page.final_url, &own));
    let value = Value::Object(job_posting(item));
    match json_ld::postings(&[value], &page.final_url).into_iter().next() {
        Some(posting) => Draft::of(posting, url),
        None => Draft::new(None, url),
    }
}

/// The item's JobPosting, with the item's own fields where it has none.
fn job_posting(item: Fields<'_>) -> Map<String, Value> {
    let mut fields = item.at("/_jobposting").and_then(|job| job.0.as_object()).cloned().unwrap_or_default();
    fields.insert("@type".to_owned(), json!("JobPosting"));
    let text =
        item.markup("/content_html").or_else(|| item.markup("/content_text")).or_else(|| item.markup("/summary"));
    let own = [
        ("title", item.markup("/title")),
        ("description", text),
        ("datePosted", item.markup("/date_published")),
        ("hiringOrganization", item.text("/authors/0/name")),
    ];
    for (name, value) in own {
        let open = fields.get(name).is_none_or(|stated| stated.is_null() || stated == "");
        if let Some(value) = value.filter(|_| open) {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    fields
}
