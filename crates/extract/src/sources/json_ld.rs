//! The JSON-LD of a page: finds its scripts and, however deep, the objects in them that are a JobPosting. What is about
//! something else is passed over in silence.

use super::json_ld_node::{ById, Node, Object};
use super::{document, json_ld_fields, json_ld_repair};
use domain::{Posting, Problem};
use scraper::{ElementRef, Html};
use serde_json::Value;
use url::Url;

/// Reads all JSON-LD of a page.
pub(crate) fn read(document: &Html, page: &Url, problems: &mut Vec<Problem>) -> Vec<Posting> {
    let scripts = document::all(document, "script[type]").into_iter().filter(|script| is_json_ld(*script));
    let scripts: Vec<String> = scripts.map(|script| script.text().collect()).collect();
    read_scripts(&scripts, page, problems)
}

/// Reads a body that is JSON itself.
pub(crate) fn read_bare(json: &str, page: &Url, problems: &mut Vec<Problem>) -> Vec<Posting> {
    read_scripts(&[json.to_owned()], page, problems)
}

fn is_json_ld(script: ElementRef<'_>) -> bool {
    is_type(script.attr("type").unwrap_or_default())
}

/// `application/ld+json` in any case, also with a parameter.
pub(crate) fn is_type(kind: &str) -> bool {
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Reads the contents of JSON-LD scripts.
pub(crate) fn read_scripts(scripts: &[String], page: &Url, problems: &mut Vec<Problem>) -> Vec<Posting> {
    let mut values = Vec::new();
    for script in scripts {
        match json_ld_repair::values(script) {
            Ok(read) => {
                if read.guessed && script.contains("JobPosting") {
                    problems.push(Problem::new("JSON-LD", "it is broken, and was mended by guessing"));
                }
                values.extend(read.values);
            }
            Err(error) if script.contains("JobPosting") => problems.push(Problem::new("JSON-LD", error)),
            Err(_) => {}
        }
    }
    postings(&values, page)
}

/// The vacancies in some values, each once.
pub(crate) fn postings(values: &[Value], page: &Url) -> Vec<Posting> {
    let (mut by_id, mut found) = (ById::new(), Vec::new());
    for value in values {
        gather(value, &mut by_id, &mut found);
    }
    let mut postings: Vec<Posting> = Vec::new();
    for fields in found {
        let posting = json_ld_fields::posting(Node { fields, by_id: &by_id }, page);
        if !postings.contains(&posting) {
            postings.push(posting);
        }
    }
    postings
}

/// Goes through everything, in order. Values are never deeper than their parser allows.
fn gather<'a>(value: &'a Value, by_id: &mut ById<'a>, found: &mut Vec<&'a Object>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, by_id, found)),
        Value::Object(fields) => {
            let id = fields.get("@id").and_then(Value::as_str);
            if let Some(id) = id.filter(|_| fields.len() > 1) {
                by_id.entry(id).or_insert(fields);
            }
            if is_job_posting(fields) {
                found.push(fields);
            }
            fields.values().for_each(|value| gather(value, by_id, found));
        }
        _ => {}
    }
}

/// A name, an array of names, or an address that ends in the name.
fn is_job_posting(fields: &Object) -> bool {
    let named = |value: &Value| {
        let last = value.as_str().and_then(|name| name.trim().rsplit(['/', '#', ':']).next());
        last.is_some_and(|name| name.eq_ignore_ascii_case("JobPosting"))
    };
    match fields.get("@type") {
        Some(Value::Array(names)) => names.iter().any(named),
        Some(name) => named(name),
        None => false,
    }
}
