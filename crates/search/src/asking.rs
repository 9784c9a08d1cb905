//! Answering: hits for a user's query, and how well vacancies fit a free text. Nothing here writes.

use crate::clauses::{Plan, Reading};
use crate::collecting::{Best, Found};
use crate::schema::id_of;
use crate::statistics::Statistics;
use crate::{Hit, Index, Query, SearchError};
use domain::VacancyId;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::{Searcher, TantivyDocument};

impl Index {
    /// The open vacancies that a query asks for: the best first, or the newest where it has no words; equals by id.
    ///
    /// # Errors
    /// Where the index cannot be read. No wording of a query is an error.
    pub fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        let plan = self.reading().typed(&query.text);
        let best = Best { query: Arc::new(query.clone()), by_score: plan.by_score };
        let searcher = self.reader.searcher();
        let found = self.collect(&searcher, &plan, &best)?;
        found.iter().map(|each| self.hit(&searcher, each, best.score(each))).collect()
    }

    /// How well the open vacancies fit a free text, for the best `limit` of those that have any of its words.
    ///
    /// # Errors
    /// Where the index cannot be read. No text is an error.
    pub fn relevance(&self, text: &str, limit: usize) -> Result<BTreeMap<VacancyId, f32>, SearchError> {
        let plan = self.reading().any_of(text);
        if !plan.by_score {
            return Ok(BTreeMap::new());
        }
        let best = Best { query: Arc::new(Query { limit, ..Query::default() }), by_score: true };
        let found = self.collect(&self.reader.searcher(), &plan, &best)?;
        found.iter().map(|each| Ok((id_of(each.id)?, best.score(each)))).collect()
    }

    fn reading(&self) -> Reading<'_> {
        Reading { analysers: &self.analysers, fields: &self.fields }
    }

    fn hit(&self, searcher: &Searcher, found: &Found, score: f32) -> Result<Hit, SearchError> {
        let document: TantivyDocument = searcher.doc(found.at)?;
        let shown = self.fields.shown(&document)?;
        let id = id_of(found.id)?;
        Ok(Hit { id, score, title: shown.title, employer: shown.employer, place: shown.place, url: shown.url })
    }

    fn collect(&self, searcher: &Searcher, plan: &Plan, best: &Best) -> Result<Vec<Found>, SearchError> {
        let statistics = Statistics::new(searcher, &self.fields);
        Ok(searcher.search_with_statistics_provider(plan.clause.as_ref(), best, &statistics)?)
    }
}
