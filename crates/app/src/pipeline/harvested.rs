//! From a fetched page to committed facts: archive, read, understand, store. One page, one transaction.

use super::source_run::SourceRun;
use chrono::{DateTime, Utc};
use domain::harvest::Gone;
use domain::{ClosedBecause, Hash, Page, PageRequest, Posting, Problem, Purpose, SourceName};
use extract::{Vocabulary, duplicates};
use fetch::archive::Archive;
use store::{NewPosting, PageCommit, VacancyStore};

/// Where pages and facts go.
pub(crate) struct Sink<'a> {
    pub(crate) store: &'a mut VacancyStore,
    pub(crate) archive: Archive,
    pub(crate) vocabulary: &'a Vocabulary,
}

impl Sink<'_> {
    /// Takes in a page that a server gave.
    pub(crate) fn page(&mut self, run: &mut SourceRun, request: &PageRequest, page: &Page) -> anyhow::Result<()> {
        run.report.pages += 1;
        if matches!(page.status, 404 | 410) {
            if request.listed.is_some() {
                return self.stand_in(run, request, &format!("its page answers {}", page.status), page.fetched_at);
            }
            return self.gone(run, request, ClosedBecause::PageGone, page.fetched_at);
        }
        let harvest = extract::read(&run.source, page);
        run.report.problems += harvest.problems.len();
        if let Some(gone) = &harvest.gone {
            let because = match gone {
                Gone::Said(_) => ClosedBecause::SaidClosed,
                Gone::NoIndex => ClosedBecause::NoIndex,
            };
            return self.gone(run, request, because, page.fetched_at);
        }
        for problem in &harvest.problems {
            tracing::info!(url = %page.url, what = %problem.what, "{}", problem.why);
        }
        if harvest.postings.is_empty() && request.listed.is_some() {
            return self.stand_in(run, request, "its page states no vacancy", page.fetched_at);
        }
        let archived = self.archive.append(page)?;
        let listing = harvest.listing.map(|listing| listing.open);
        let outcome = self.store.commit_page(&PageCommit {
            page,
            listed_last_modified: request.last_modified,
            requests: &harvest.requests,
            listing: listing.as_deref(),
            archived: Some((archived.file, archived.offset)),
            postings: harvest.postings.into_iter().map(|posting| self.understood(posting)).collect(),
            now: page.fetched_at,
        })?;
        run.report.new += outcome.new;
        run.report.changed += outcome.changed;
        run.report.duplicates += outcome.duplicates;
        match listing {
            Some(open) => run.listing_read(open),
            None if request.purpose == Purpose::Listing => {
                let why = harvest.problems.last().map(|problem| format!(": {}", problem.why)).unwrap_or_default();
                run.failed(request, &format!("this page could not be read as a complete listing{why}"));
            }
            None => {}
        }
        run.add(harvest.requests);
        Ok(())
    }

    /// The page of a vacancy cannot be had or read, and its listing states the vacancy by itself: that stands in until the
    /// page is read. What the page said on an earlier night is kept, for it says more. Only the listing closes it.
    pub(crate) fn stand_in(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        why: &str,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let (Some(listed), nothing) = (&request.listed, store::hash_of(b"")) else {
            return Ok(());
        };
        run.report.problems += 1;
        tracing::info!(url = %request.url, "{why}: what its listing states stands in");
        let known = self.store.page(&run.source.name, &request.url)?;
        if known.is_some_and(|record| record.hash != nothing) {
            return Ok(());
        }
        let mut posting = (**listed).clone();
        posting.problems.push(Problem::new("page", format!("{why}: only what the list says is known")));
        let page = absent(&run.source.name, request, nothing, now);
        let outcome = self.store.commit_page(&PageCommit {
            page: &page,
            listed_last_modified: None,
            requests: &[],
            listing: None,
            archived: None,
            postings: vec![self.understood(posting)],
            now,
        })?;
        run.report.new += outcome.new;
        run.report.changed += outcome.changed;
        run.report.duplicates += outcome.duplicates;
        Ok(())
    }

    fn understood(&self, mut posting: Posting) -> NewPosting {
        extract::understand(&mut posting, self.vocabulary);
        NewPosting {
            version: store::canonical_hash(&posting),
            group: duplicates::group(&posting),
            fingerprint: duplicates::fingerprint(&posting),
            posting,
        }
    }

    fn gone(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        because: ClosedBecause,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        match request.purpose {
            Purpose::Listing => run.failed(request, "the listing is gone: check the url of the source"),
            Purpose::Detail => {
                run.report.closed += self.store.close_page(&run.source.name, &request.url, because, now)?;
            }
        }
        Ok(())
    }
}

/// A page that there is not: no status, no bytes.
fn absent(source: &SourceName, request: &PageRequest, nothing: Hash, now: DateTime<Utc>) -> Page {
    Page {
        source: source.clone(),
        url: request.url.clone(),
        final_url: request.url.clone(),
        purpose: request.purpose,
        fetched_at: now,
        status: 0,
        headers: Vec::new(),
        body: Vec::new(),
        hash: nothing,
    }
}
