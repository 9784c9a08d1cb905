//! From a page that was read to committed facts: archive, store. The archived record is written before what points to it,
//! and is on the disk before it is.

use super::reading::{ReadPage, Reader};
use super::source_run::{SourceRun, ending_of_failure};
use chrono::{DateTime, TimeDelta, Utc};
use domain::harvest::Gone;
use domain::{ClosingSign, Harvest, Page, PageRequest, Problem, Purpose, RequestOutcome, SourceName};
use fetch::archive::{Archive, Original, Packed};
use store::{Brought, Ended, Ending, NewPosting, PageCommit, PageRecord, RunId, Sign, Unchanged, VacancyStore};
use url::Url;

/// A power cut costs at most the pages of so long: they are fetched again. Waiting for the disk at each of them would cost
/// more than fetching does.
const SETTLE_AFTER: TimeDelta = TimeDelta::seconds(10);

/// Where pages and facts go.
pub(crate) struct Sink<'a> {
    pub(crate) store: &'a mut VacancyStore,
    pub(crate) archive: Archive,
    pub(crate) reader: &'a Reader,
    pub(crate) run: RunId,
    /// That a source's frontier may have; `None`: these requests are part of none, and ask for nothing further.
    pub(crate) most_pages: Option<usize>,
    pub(crate) settled: DateTime<Utc>,
}

/// A page, with file and offset of the archived record that holds its body.
type Archived<'a> = (&'a Page, (String, u64));

/// How one request ended.
pub(crate) struct End<'a> {
    pub(crate) request: &'a PageRequest,
    pub(crate) outcome: RequestOutcome,
    pub(crate) ending: Ending,
    pub(crate) brought: Brought<'a>,
    pub(crate) requests: &'a [PageRequest],
    pub(crate) named: &'a [Url],
}

impl<'a> End<'a> {
    /// One that brought nothing.
    pub(crate) fn of(request: &'a PageRequest, outcome: RequestOutcome, ending: Ending) -> Self {
        Self { request, outcome, ending, brought: Brought::Nothing, requests: &[], named: &[] }
    }
}

impl Sink<'_> {
    /// Commits one request's end with all that it brought.
    pub(crate) fn end(&mut self, run: &mut SourceRun, end: &End<'_>) -> anyhow::Result<()> {
        run.report.count(end.outcome);
        run.report.pages_done += 1;
        run.piece.step(end.request.url.as_str());
        let Some(most_pages) = self.most_pages else {
            return Ok(self.store.end_lone_request(self.run, &run.source.name, &end.brought, &mut run.report)?);
        };
        let ended = Ended {
            run: self.run,
            source: &run.source.name,
            request: Some(end.request),
            ending: end.ending,
            requests: end.requests,
            named: end.named,
            room: most_pages.saturating_sub(run.report.pages_known),
        };
        let found = self.store.end_request(&ended, &end.brought, &mut run.report)?;
        run.piece.more(found);
        Ok(())
    }

    /// Puts the first requests of a source into its frontier.
    pub(crate) fn begin(&mut self, run: &mut SourceRun, requests: &[PageRequest]) -> anyhow::Result<()> {
        let ended = Ended {
            run: self.run,
            source: &run.source.name,
            request: None,
            ending: Ending::Done,
            requests,
            named: &[],
            room: self.most_pages.unwrap_or_default(),
        };
        let found = self.store.end_request(&ended, &Brought::Nothing, &mut run.report)?;
        run.piece.more(found);
        Ok(())
    }

    /// Has all that was committed on the disk: the archive first, since committed pages point into it.
    pub(crate) fn settle(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        if now - self.settled >= SETTLE_AFTER {
            self.archive.sync()?;
            self.store.settle()?;
            self.settled = now;
        }
        Ok(())
    }

    /// Takes in a page that a server gave, of which so much was known.
    pub(crate) fn page(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        known: Option<&PageRecord>,
        read: ReadPage,
    ) -> anyhow::Result<()> {
        let ReadPage { page, packed, harvest, postings } = read;
        run.report.pages += 1;
        run.report.bytes += page.body.len() as u64;
        let archived = self.archived(&page, packed)?;
        if page.is_missing() {
            return self.sign(run, request, ClosingSign::PageGone, (&page, archived));
        }
        let harvest = match (harvest, known) {
            (Some(harvest), _) => harvest,
            (None, Some(record)) => {
                run.report.same_body += 1;
                let how = (RequestOutcome::Fetched, Some((&page, archived)), page.fetched_at);
                return self.unchanged(run, request, record, how);
            }
            (None, None) => anyhow::bail!("{} was not read, though nothing is known of it", page.url),
        };
        run.report.problems += harvest.problems.len();
        let said = harvest.gone.as_ref().map(|gone| match gone {
            Gone::Said(_) => ClosingSign::SaidClosed,
            Gone::NoIndex => ClosingSign::NoIndex,
        });
        let led_away = harvest.doubt.filter(|doubt| *doubt == ClosingSign::Redirected);
        if let Some(sign) = said.or(led_away) {
            return self.sign(run, request, sign, (&page, archived));
        }
        if postings.is_empty() && request.listed.is_some() {
            let why = "its page states no vacancy";
            return self.stand_in(run, request, (RequestOutcome::Fetched, why), page.fetched_at);
        }
        self.harvested(run, request, (&page, archived), (harvest, postings))
    }

    /// The page of a vacancy cannot be had or read, and its listing states the vacancy by itself: that stands in until the
    /// page is read. What the page said on an earlier night is kept, for it says more. Only the listing closes it.
    pub(crate) fn stand_in(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        (outcome, why): (RequestOutcome, &str),
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let ended = End::of(request, outcome, ending_of_failure(request));
        let Some(listed) = &request.listed else {
            return self.end(run, &ended);
        };
        run.report.problems += 1;
        tracing::info!(url = %request.url, "{why}: what its listing states stands in");
        let page = absent(&run.source.name, request, now);
        let known = self.store.page(&run.source.name, &request.url)?;
        if known.is_some_and(|record| record.hash != page.hash) {
            return self.end(run, &ended);
        }
        let mut posting = (**listed).clone();
        posting.problems.push(Problem::new("page", format!("{why}: only what the list says is known")));
        let brought = Brought::Page(PageCommit {
            page: &page,
            listed_last_modified: None,
            requests: &[],
            listing: None,
            archived: None,
            postings: vec![self.reader.understood(posting)],
            doubt: None,
            applies: None,
            closing: self.reader.vocabulary.closing_rules(),
            now,
        });
        self.end(run, &End { brought, ..ended })
    }

    /// Keeps what was read from a page.
    fn harvested(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        (page, archived): Archived<'_>,
        (harvest, postings): (Harvest, Vec<NewPosting>),
    ) -> anyhow::Result<()> {
        for problem in &harvest.problems {
            tracing::info!(url = %page.url, what = %problem.what, "{}", problem.why);
        }
        let drifted = postings.is_empty() && harvest.requests.is_empty() && !harvest.problems.is_empty();
        run.report.drift += usize::from(drifted);
        // an empty listing that has faults would close every vacancy of its source
        let listing = harvest.listing.filter(|listing| !(drifted && listing.open.is_empty()));
        let listing = listing.map(|listing| listing.open);
        let read = listing.is_some() || request.purpose == Purpose::Detail;
        if !read {
            let why = harvest.problems.last().map(|problem| format!(": {}", problem.why)).unwrap_or_default();
            run.failed(request, &format!("this page could not be read as a complete listing{why}"));
        }
        let commit = PageCommit {
            page,
            listed_last_modified: request.last_modified,
            requests: &harvest.requests,
            listing: listing.as_deref(),
            archived: Some(archived),
            postings,
            doubt: harvest.doubt,
            applies: harvest.applies,
            closing: self.reader.vocabulary.closing_rules(),
            now: page.fetched_at,
        };
        let ending = if read { Ending::Done } else { Ending::Failed };
        let named = listing.as_deref().unwrap_or_default();
        let brought = Brought::Page(commit);
        let outcome = RequestOutcome::Fetched;
        self.end(run, &End { request, outcome, ending, brought, requests: &harvest.requests, named })
    }

    /// A page is as it was: its vacancies are verified, and what its reader asked for is asked for again.
    pub(crate) fn unchanged(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        record: &PageRecord,
        (outcome, page, now): (RequestOutcome, Option<Archived<'_>>, DateTime<Utc>),
    ) -> anyhow::Result<()> {
        let ending = if record.listing.is_some() { Ending::Done } else { ending_of_failure(request) };
        let brought = Brought::Unchanged(Unchanged {
            url: &request.url,
            asked: outcome != RequestOutcome::UnchangedByListing,
            page,
            listed_last_modified: request.last_modified,
            now,
        });
        let named = record.listing.as_deref().unwrap_or_default();
        self.end(run, &End { request, outcome, ending, brought, requests: &record.requests, named })
    }

    /// Where the archive has a page's body: a body that is there already is not stored again, only that it came again.
    fn archived(&mut self, page: &Page, packed: Option<Packed>) -> anyhow::Result<(String, u64)> {
        if let Some(copy) = self.store.archived_body(&page.hash)? {
            self.archive.append(&Packed::revisit(page, &Original { url: copy.url, at: copy.at })?)?;
            return Ok((copy.file, copy.offset));
        }
        let packed = packed.map_or_else(|| Packed::page(page), Ok)?;
        let place = self.archive.append(&packed)?;
        Ok((place.file, place.offset))
    }

    /// What a page says, or shows, of the end of its vacancy. One that cannot be had is no sign where the listing states the
    /// vacancy by itself.
    fn sign(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        sign: ClosingSign,
        (page, archived): Archived<'_>,
    ) -> anyhow::Result<()> {
        let (outcome, why) = match sign {
            ClosingSign::PageGone => (RequestOutcome::Gone, Some(format!("its page answers {}", page.status))),
            ClosingSign::Redirected => (RequestOutcome::Fetched, Some("its page leads elsewhere".to_owned())),
            _ => (RequestOutcome::Fetched, None),
        };
        if request.purpose == Purpose::Listing {
            run.failed(request, "the listing is gone: check the url of the source");
            return self.end(run, &End::of(request, outcome, Ending::Failed));
        }
        if let Some(why) = why.filter(|_| request.listed.is_some()) {
            return self.stand_in(run, request, (outcome, &why), page.fetched_at);
        }
        let (archived, rules) = (Some((page, archived)), self.reader.vocabulary.closing_rules());
        let brought = Brought::Sign(Sign { url: &request.url, sign, rules, archived, now: page.fetched_at });
        self.end(run, &End { brought, ..End::of(request, outcome, Ending::Done) })
    }
}

/// A page that there is not: no status, no bytes.
fn absent(source: &SourceName, request: &PageRequest, now: DateTime<Utc>) -> Page {
    Page {
        source: source.clone(),
        url: request.url.clone(),
        final_url: request.url.clone(),
        purpose: request.purpose,
        fetched_at: now,
        status: 0,
        headers: Vec::new(),
        body: Vec::new(),
        hash: store::hash_of(b""),
        exchange: domain::Exchange::default(),
    }
}
