//! `passend pages`: what was fetched, as it was fetched.

use crate::arguments::{Format, Pages};
use crate::ending::Ending;
use crate::output::{json_line, line};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::Hash;
use fetch::archive::Location;
use serde_json::json;

pub(crate) fn run(wanted: &Pages, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Pages::Show { hash } => show(hash, place)?,
    }
    Ok(Ending::Done)
}

fn show(hash: &Hash, place: &Workplace) -> anyhow::Result<()> {
    let store = place.vacancies()?;
    let found = match store.archived_body(hash)? {
        Some(body) => Some(body),
        None => store.archived_version(hash)?,
    };
    let found = found.with_context(|| {
        format!("no archived page has the hash {hash}, nor was a version of a vacancy with it read from one; old pages go after archive.keep_days")
    })?;
    let archive = place.archive()?;
    let record = archive.read(&Location { file: found.file.clone(), offset: found.offset })?;
    if place.format == Format::Table {
        return line(&format!("{}\n{}\n{}", record.warc, record.http, String::from_utf8_lossy(&record.body)));
    }
    json_line(&json!({
        "hash": found.hash, "url": found.url, "at": found.at, "file": found.file, "offset": found.offset,
        "bytes": record.body.len(), "warc": fields(&record.warc), "http": fields(&record.http),
    }))
}

/// The lines of a header as name and value; the first line is the protocol's.
fn fields(header: &str) -> Vec<(&str, &str)> {
    header.lines().skip(1).filter_map(|line| line.split_once(": ")).collect()
}
