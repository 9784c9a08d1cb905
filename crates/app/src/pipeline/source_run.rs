//! One source within one crawl: what is still to be fetched, what its listings named, and the counts of its report.

use crate::progress::Piece;
use domain::{PageRequest, Purpose, Source};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use store::SourceReport;
use url::Url;

/// One source within one crawl.
#[derive(Debug)]
pub(crate) struct SourceRun {
    pub(crate) source: Arc<Source>,
    pub(crate) report: SourceReport,
    pub(crate) piece: Piece,
    queue: VecDeque<PageRequest>,
    known: BTreeSet<Url>,
    listed: BTreeSet<Url>,
    listings_read: usize,
    listings_failed: usize,
    most_pages: usize,
    /// Whether there was more than that.
    left_out: bool,
}

impl SourceRun {
    pub(crate) fn new(source: Source, piece: Piece, most_pages: usize) -> Self {
        Self {
            source: Arc::new(source),
            report: SourceReport::default(),
            piece,
            queue: VecDeque::new(),
            known: BTreeSet::new(),
            listed: BTreeSet::new(),
            listings_read: 0,
            listings_failed: 0,
            most_pages,
            left_out: false,
        }
    }

    /// Adds pages that are not known yet; listings go first, so that the size of the work shows early.
    pub(crate) fn add(&mut self, requests: Vec<PageRequest>) {
        for request in requests {
            if self.known.contains(&request.url) {
                continue;
            }
            if self.known.len() >= self.most_pages {
                self.leave_out();
                return;
            }
            self.known.insert(request.url.clone());
            self.piece.more(1);
            match request.purpose {
                Purpose::Listing => self.queue.push_front(request),
                Purpose::Detail => self.queue.push_back(request),
            }
        }
    }

    /// So many pages in one night are a trap (a calendar, a faceted search), or a source to be split.
    fn leave_out(&mut self) {
        self.report.failed += usize::from(!self.left_out);
        self.left_out = true;
        let most = self.most_pages;
        self.report.last_error = Some(format!("more than crawler.max_pages ({most}): the rest was left out"));
    }

    pub(crate) fn next(&mut self) -> Option<PageRequest> {
        self.queue.pop_front()
    }

    /// A listing was read, and names these.
    pub(crate) fn listing_read(&mut self, open: impl IntoIterator<Item = Url>) {
        self.listings_read += 1;
        self.listed.extend(open);
    }

    /// A listing could not be read: what it does not name may still be open.
    pub(crate) fn listing_failed(&mut self) {
        self.listings_failed += 1;
    }

    /// Every address that the listings name, if all of them were read.
    pub(crate) fn complete_listing(&self) -> Option<&BTreeSet<Url>> {
        let complete = self.listings_read > 0 && self.listings_failed == 0 && !self.left_out;
        complete.then_some(&self.listed)
    }

    /// Notes a failure, keeping its words.
    pub(crate) fn failed(&mut self, request: &PageRequest, why: &str) {
        self.report.failed += 1;
        self.report.last_error = Some(format!("{}: {why}", request.url));
        if request.purpose == Purpose::Listing {
            self.listing_failed();
        }
    }
}
