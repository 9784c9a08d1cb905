//! The requests of a crawl that are under way, each with what it brought when it ends. A page is read where it was fetched,
//! on any thread.

use super::reading::{ReadPage, Reader};
use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::{PageRequest, Source};
use fetch::{Answer, Fetcher, Place, Refusal};
use std::sync::Arc;
use store::PageRecord;
use tokio::task::JoinSet;
use url::Url;

/// One request's end, with what was known of its page before.
pub(super) struct Fetched {
    pub(super) index: usize,
    pub(super) request: PageRequest,
    pub(super) known: Option<PageRecord>,
    pub(super) came: anyhow::Result<Came>,
}

/// What a request brought. The place is held until it is taken in.
pub(super) enum Came {
    Page(Box<ReadPage>, Place),
    NotModified(DateTime<Utc>),
    /// Those that robots.txt names; the request is for where one is otherwise.
    Sitemaps(Vec<Url>),
    Refused(Refusal),
}

/// The requests that are under way.
pub(super) struct Answers {
    pub(super) fetcher: Fetcher,
    pub(super) reader: Reader,
    under_way: JoinSet<Fetched>,
}

impl Answers {
    pub(super) fn new(fetcher: Fetcher, reader: Reader) -> Self {
        Self { fetcher, reader, under_way: JoinSet::new() }
    }

    /// Asks for a page.
    pub(super) fn ask(&mut self, index: usize, source: Arc<Source>, request: PageRequest, known: Option<PageRecord>) {
        let (fetcher, reader) = (self.fetcher.clone(), self.reader.clone());
        self.under_way.spawn(async move {
            let validators = known.as_ref().map(|record| record.validators.clone()).unwrap_or_default();
            let came = match fetcher.fetch_holding(&source, &request, &validators).await {
                Ok((Answer::Page(page), place)) => {
                    let read = reader.read(&source, page, known.as_ref().map(|record| &record.hash));
                    read.map(|read| Came::Page(Box::new(read), place))
                }
                Ok((Answer::NotModified { at }, _)) => Ok(Came::NotModified(at)),
                Err(refusal) => Ok(Came::Refused(refusal)),
            };
            Fetched { index, request, known, came }
        });
    }

    /// Asks what robots.txt names as sitemaps.
    pub(super) fn ask_for_sitemaps(&mut self, index: usize, source: Arc<Source>) {
        let fetcher = self.fetcher.clone();
        self.under_way.spawn(async move {
            let came = fetcher.sitemaps(&source).await.map_or_else(Came::Refused, Came::Sitemaps);
            Fetched { index, request: extract::sources::fallback_sitemap(&source), known: None, came: Ok(came) }
        });
    }

    /// The next one; `None` where nothing is under way. Nothing is lost where whoever waits gives up.
    pub(super) async fn next(&mut self) -> anyhow::Result<Option<Fetched>> {
        self.under_way.join_next().await.transpose().context("a request ended badly")
    }
}
