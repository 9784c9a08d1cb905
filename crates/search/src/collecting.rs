//! Taking the best of what was found: by score or by day, and by id where those are equal. The engine's own collectors
//! leave equals in the order in which they were written.

use crate::facts::Facts;
use crate::query::Query;
use crate::schema::ID;
use std::cmp::Reverse;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// Scores count in steps of a thousandth: below that, the order in which the engine adds them up shows.
const STEPS: f32 = 1_000.0;

/// Something found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The id as a number.
    pub(crate) id: u64,
    pub(crate) at: DocAddress,
    rank: i64,
}

/// The best that pass the filters of a query.
#[derive(Clone)]
pub(crate) struct Best {
    pub(crate) query: Arc<Query>,
    /// By score; otherwise the newest first.
    pub(crate) by_score: bool,
}

/// The best of one segment.
pub(crate) struct BestOfSegment {
    best: Best,
    segment: SegmentOrdinal,
    facts: Facts,
    ids: Column<u64>,
    found: Vec<Found>,
}

impl Best {
    /// The score of something found; 0 where none was asked for.
    pub(crate) fn score(&self, found: &Found) -> f32 {
        if self.by_score { found.rank as f32 / STEPS } else { 0.0 }
    }

    fn cut(&self, mut found: Vec<Found>) -> Vec<Found> {
        found.sort_unstable_by_key(|each| (Reverse(each.rank), each.id));
        found.truncate(self.query.limit);
        found
    }
}

impl Collector for Best {
    type Fruit = Vec<Found>;
    type Child = BestOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<BestOfSegment> {
        let ids = reader.fast_fields().u64(ID)?;
        Ok(BestOfSegment { best: self.clone(), segment, facts: Facts::open(reader)?, ids, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        self.by_score
    }

    fn merge_fruits(&self, found: Vec<Vec<Found>>) -> tantivy::Result<Vec<Found>> {
        Ok(self.cut(found.concat()))
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = Vec<Found>;

    fn collect(&mut self, document: DocId, score: Score) {
        if !self.facts.pass(document, &self.best.query) {
            return;
        }
        let Some(id) = self.ids.first(document) else { return };
        let rank = if self.best.by_score { (score * STEPS).round() as i64 } else { self.facts.newest(document) };
        self.found.push(Found { id, at: DocAddress::new(self.segment, document), rank });
    }

    fn harvest(self) -> Vec<Found> {
        self.best.cut(self.found)
    }
}
