//! From a fetched page to committed facts: archive, read, understand, store. One page, one transaction.

use super::source_run::SourceRun;
use chrono::{DateTime, Utc};
use domain::harvest::Gone;
use domain::{ClosingSign, Page, PageRequest, Posting, Purpose};
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
            return self.sign(run, request, ClosingSign::PageGone, page.fetched_at);
        }
        let harvest = extract::read(&run.source, page);
        run.report.problems += harvest.problems.len();
        if let Some(gone) = &harvest.gone {
            let sign = match gone {
                Gone::Said(_) => ClosingSign::SaidClosed,
                Gone::NoIndex => ClosingSign::NoIndex,
            };
            return self.sign(run, request, sign, page.fetched_at);
        }
        if harvest.doubt == Some(ClosingSign::Redirected) {
            return self.sign(run, request, ClosingSign::Redirected, page.fetched_at);
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
            doubt: harvest.doubt,
            closing: extract::sources::closing_rules(),
            now: page.fetched_at,
        })?;
        run.report.new += outcome.new;
        run.report.changed += outcome.changed;
        run.report.closed += outcome.closed;
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
            group: duplicates::group(&posting, self.vocabulary),
            posting,
        }
    }

    /// What a page says, or shows, of the end of its vacancy.
    fn sign(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        sign: ClosingSign,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        match request.purpose {
            Purpose::Listing => run.failed(request, "the listing is gone: check the url of the source"),
            Purpose::Detail => {
                let (page, rules) = ((&run.source.name, &request.url), extract::sources::closing_rules());
                run.report.closed += self.store.take_sign(page, sign, rules, now)?;
            }
        }
        Ok(())
    }
}
