//! From a fetched page to committed facts: archive, read, understand, store. One page, one transaction.

use super::source_run::SourceRun;
use chrono::{DateTime, Utc};
use domain::harvest::Gone;
use domain::{ClosedBecause, Page, PageRequest, Posting, Purpose};
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
                run.failed(request, "this page could not be read as a listing")
            }
            None => {}
        }
        run.add(harvest.requests);
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
