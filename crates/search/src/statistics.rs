//! The counts that scores are made of, for vacancies that are open. The engine's own also count deleted documents until
//! it happens to merge them away, so that a score would tell how the index came about.

use crate::analysis::Analysis;
use crate::schema::Fields;
use std::cell::RefCell;
use std::collections::HashMap;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

/// What stands for the average number of words of a title, and of a text. The engine estimates the true averages anew
/// at every merge; fixed numbers are the same every time, and rank as well.
const WORDS_OF_TITLE: u64 = 6;
const WORDS_OF_TEXT: u64 = 400;

/// Counts over the open vacancies.
pub(crate) struct Statistics<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    /// A term occurs in a word's clause and in those of its phrases: it is counted once.
    counted: RefCell<HashMap<Term, u64>>,
}

impl<'a> Statistics<'a> {
    pub(crate) fn new(searcher: &'a Searcher, fields: &'a Fields) -> Self {
        Self { searcher, fields, counted: RefCell::default() }
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let title = Analysis::ALL.iter().any(|way| self.fields.texts(*way).title == field);
        Ok(self.searcher.num_docs() * if title { WORDS_OF_TITLE } else { WORDS_OF_TEXT })
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        if let Some(count) = self.counted.borrow().get(term) {
            return Ok(*count);
        }
        let counts = self.searcher.segment_readers().iter().map(|segment| open_documents(segment, term));
        let count = counts.sum::<tantivy::Result<u64>>()?;
        self.counted.borrow_mut().insert(term.clone(), count);
        Ok(count)
    }
}

fn open_documents(segment: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
    let index = segment.inverted_index(term.field())?;
    let Some(open) = segment.alive_bitset() else { return Ok(u64::from(index.doc_freq(term)?)) };
    let postings = index.read_postings(term, IndexRecordOption::Basic)?;
    Ok(postings.map_or(0, |postings| u64::from(postings.doc_freq_given_deletes(open))))
}
