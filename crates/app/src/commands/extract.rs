//! `passend extract`: what is understood of a page or a text, as JSON lines in the order of the input.

use super::fetch::{request_for, source_for};
use super::{loaded_or_default, wait_for};
use crate::arguments::{Everywhere, Extract, InputKind};
use crate::clock::Clock;
use crate::ending::Ending;
use crate::output::json_line;
use ::extract::{Vocabulary, sources};
use ::fetch::{Answer, Fetcher};
use anyhow::Context;
use domain::{Page, Posting, Problem, Purpose, Validators};
use std::io::Read;
use url::Url;

pub(crate) fn run(wanted: &Extract, everywhere: &Everywhere) -> anyhow::Result<Ending> {
    let vocabulary = loaded_or_default(everywhere)?.vocabulary()?;
    let reader = Reader { wanted, everywhere, vocabulary: &vocabulary };
    let mut ending = Ending::Done;
    for input in &wanted.inputs {
        let postings = reader.read(input)?;
        if postings.is_empty() {
            tracing::error!("{input}: no vacancy was found in it");
            ending = Ending::SomethingFailed;
        }
        postings.iter().try_for_each(json_line)?;
    }
    Ok(ending)
}

struct Reader<'a> {
    wanted: &'a Extract,
    everywhere: &'a Everywhere,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn read(&self, input: &str) -> anyhow::Result<Vec<Posting>> {
        let page = self.page(input)?;
        let mut postings = match self.kind(input, &page) {
            InputKind::Text => vec![sources::read_text(&String::from_utf8_lossy(&page.body), "")],
            InputKind::Html | InputKind::Jsonld => self.harvested(self.vocabulary.read_page(&page)),
            InputKind::Feed => self.harvested(self.vocabulary.read(&feed(&page)?, &page)),
        };
        for posting in &mut postings {
            ::extract::understand(posting, self.vocabulary);
        }
        Ok(postings)
    }

    /// The postings of a harvest; where there is none, what went wrong is logged.
    fn harvested(&self, mut harvest: domain::Harvest) -> Vec<Posting> {
        ::extract::mask_harvest(&mut harvest, self.vocabulary);
        for Problem { what, why } in &harvest.problems {
            tracing::warn!("{what}: {why}");
        }
        harvest.postings
    }

    fn page(&self, input: &str) -> anyhow::Result<Page> {
        if input.starts_with("http://") || input.starts_with("https://") {
            return self.fetched(&input.parse().with_context(|| format!("'{input}' is no address"))?);
        }
        let mut body = Vec::new();
        if input == "-" {
            std::io::stdin().read_to_end(&mut body).context("standard input cannot be read")?;
        } else {
            body = std::fs::read(input).with_context(|| format!("{input} cannot be read"))?;
        }
        self.local(body)
    }

    /// A page that was not fetched: its address is unknown, and says so.
    fn local(&self, body: Vec<u8>) -> anyhow::Result<Page> {
        let url: Url = "file:///unknown".parse()?;
        let hash = store::hash_of(&body);
        let source = "typed".parse()?;
        let fetched_at = Clock::standing_at(self.everywhere.date).now();
        Ok(Page {
            source,
            final_url: url.clone(),
            url,
            purpose: Purpose::Detail,
            fetched_at,
            status: 200,
            headers: Vec::new(),
            body,
            hash,
            exchange: domain::Exchange::default(),
        })
    }

    fn fetched(&self, url: &Url) -> anyhow::Result<Page> {
        let place = crate::workplace::Workplace::of(self.everywhere)?;
        let source = source_for(url, self.wanted.allow_private_addresses)?;
        let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock)?)?;
        match wait_for(async { Ok(fetcher.fetch(&source, &request_for(url), &Validators::default()).await) })? {
            Ok(Answer::Page(page)) => Ok(page),
            Ok(Answer::NotModified { .. }) => {
                anyhow::bail!("{url} answered 304 to a first request")
            }
            Err(refusal) => Err(refusal).with_context(|| format!("{url} was not fetched")),
        }
    }

    fn kind(&self, input: &str, page: &Page) -> InputKind {
        if let Some(kind) = self.wanted.kind {
            return kind;
        }
        let start = String::from_utf8_lossy(&page.body[..page.body.len().min(1_000)]).to_lowercase();
        let feed = ["<rss", "<feed", "<?xml"].iter().any(|mark| start.contains(mark)) && !start.contains("<html");
        match (feed, start.contains('<') || start.trim_start().starts_with(['{', '[']), input.ends_with(".txt")) {
            (_, _, true) => InputKind::Text,
            (true, _, _) => InputKind::Feed,
            (false, true, _) => InputKind::Html,
            (false, false, _) => InputKind::Text,
        }
    }
}

/// A feed that a person named, as a source.
fn feed(page: &Page) -> anyhow::Result<domain::Source> {
    Ok(serde_json::from_value(serde_json::json!({"name": "typed", "kind": "rss", "url": page.final_url}))?)
}
