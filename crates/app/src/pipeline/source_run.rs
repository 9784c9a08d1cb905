//! One source within one crawl: its report, and a handful of pages taken from its frontier, which is in the database.

use crate::progress::Piece;
use chrono::{DateTime, Utc};
use domain::{PageRequest, Purpose, RequestOutcome, Source};
use std::collections::VecDeque;
use std::sync::Arc;
use store::SourceReport;

/// One source within one crawl.
#[derive(Debug)]
pub(crate) struct SourceRun {
    pub(crate) source: Arc<Source>,
    pub(crate) report: SourceReport,
    pub(crate) piece: Piece,
    pub(crate) begun: DateTime<Utc>,
    /// Handed out by the frontier, not asked for yet.
    pub(crate) queue: VecDeque<PageRequest>,
    /// Its listing is incomplete, so every page is asked for, also one that rarely changes.
    pub(crate) insists: bool,
}

impl SourceRun {
    pub(crate) fn new(source: Source, piece: Piece, begun: DateTime<Utc>) -> Self {
        Self {
            source: Arc::new(source),
            report: SourceReport::default(),
            piece,
            begun,
            queue: VecDeque::new(),
            insists: false,
        }
    }

    /// Notes a failure, keeping its words.
    pub(crate) fn failed(&mut self, request: &PageRequest, why: &str) {
        self.report.failed += 1;
        self.report.last_error = Some(format!("{}: {why}", request.url));
    }

    /// So many pages in one night are a trap (a calendar, a faceted search), or a source to be split.
    pub(crate) fn left_out(&mut self, most: usize) {
        self.report.failed += 1;
        self.report.last_error =
            Some(format!("more than crawler.max_pages_of_a_source ({most}): the rest was left out"));
    }

    /// Pages that were counted as not due are asked for after all.
    pub(crate) fn insist(&mut self, skipped: usize) {
        self.insists = true;
        self.report.pages_done -= skipped;
        if let Some(count) = self.report.outcomes.get_mut(&RequestOutcome::NotDue) {
            *count = count.saturating_sub(skipped);
        }
        self.report.outcomes.retain(|_, count| *count > 0);
    }
}

/// What a listing that failed leaves unknown; a detail page that fails leaves its own vacancy as it was.
pub(crate) fn ending_of_failure(request: &PageRequest) -> store::Ending {
    match request.purpose {
        Purpose::Listing => store::Ending::Failed,
        Purpose::Detail => store::Ending::Done,
    }
}
