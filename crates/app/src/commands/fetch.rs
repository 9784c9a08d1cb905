//! `passend fetch URL`: one page, politely, to see what a site answers and what its robots.txt says.

use super::wait_for;
use crate::arguments::{Fetch, Format};
use crate::ending::Ending;
use crate::output::{json_line, line};
use crate::workplace::Workplace;
use ::fetch::{Answer, Fetcher};
use domain::{Page, PageRequest, Purpose, Source, Validators};
use serde_json::json;
use url::Url;

/// A source for one address that a person typed.
pub(crate) fn source_for(url: &Url, allow_private_addresses: bool) -> anyhow::Result<Source> {
    let text =
        json!({"name": "typed", "kind": "sitemap", "url": url, "allow_private_addresses": allow_private_addresses});
    Ok(serde_json::from_value(text)?)
}

/// The request for one address that a person typed.
pub(crate) fn request_for(url: &Url) -> PageRequest {
    PageRequest::new(url.clone(), Purpose::Detail)
}

pub(crate) fn run(wanted: &Fetch, place: &Workplace) -> anyhow::Result<Ending> {
    let source = source_for(&wanted.url, wanted.allow_private_addresses)?;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock)?)?;
    let (robots, answer) = wait_for(async {
        let robots = fetcher.robots(&source, &wanted.url).await;
        Ok((robots, fetcher.fetch(&source, &request_for(&wanted.url), &Validators::default()).await))
    })?;
    let robots = robots.to_string();
    match answer {
        Ok(Answer::Page(page)) => show(place, &robots, &page).map(|()| Ending::Done),
        Ok(Answer::NotModified { .. }) => Ok(Ending::Done),
        Err(refusal) => {
            match place.format {
                Format::Json => {
                    json_line(&json!({"url": wanted.url, "robots": robots, "refused": refusal.to_string()}))?
                }
                Format::Table => line(&format!("robots: {robots}\nrefused: {refusal}"))?,
            }
            Ok(Ending::SomethingFailed)
        }
    }
}

fn show(place: &Workplace, robots: &str, page: &Page) -> anyhow::Result<()> {
    if place.format == Format::Json {
        return json_line(&json!({
            "url": page.url, "final_url": page.final_url, "status": page.status, "robots": robots,
            "headers": page.headers, "bytes": page.body.len(), "hash": page.hash,
            "wire_bytes": page.exchange.bytes, "protocol": page.exchange.protocol.map(|spoken| spoken.to_string()),
        }));
    }
    let spoken = page.exchange.protocol.map(|spoken| format!(" by {spoken}")).unwrap_or_default();
    line(&format!("{} {}{spoken}\nrobots: {robots}", page.status, page.final_url))?;
    line(&format!(
        "{} bytes, {} with the head on the wire, SHA-256 {}",
        page.body.len(),
        page.exchange.bytes,
        page.hash
    ))?;
    page.headers.iter().try_for_each(|(name, value)| line(&format!("  {name}: {value}")))
}
