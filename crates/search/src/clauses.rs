//! From wanted words to the engine's queries. Each word is looked for in Dutch and in English, in title and text, as a
//! whole and by its parts. Filters are not here: `facts` has them.

use crate::analysis::{Analysers, Analysis, Word};
use crate::schema::Fields;
use crate::wording::{Wanted, alternatives};
use std::collections::BTreeSet;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

type Clause = Box<dyn Query>;

/// A word in the title says more of the work than one in the text.
const TITLE: f32 = 3.0;

/// The parts of a compound in a row count less than the compound itself, which is counted with them.
const PARTS: f32 = 0.5;

/// One part alone, where any word will do: "verkoop" for "verkoopadviseur".
const ONE_PART: f32 = 0.25;

/// A query for the engine.
pub(crate) struct Plan {
    pub(crate) clause: Clause,
    /// False where no words say what is better.
    pub(crate) by_score: bool,
}

/// What words are read with.
pub(crate) struct Reading<'a> {
    pub(crate) analysers: &'a Analysers,
    pub(crate) fields: &'a Fields,
}

impl Reading<'_> {
    /// What a user typed; everything where that has no words.
    pub(crate) fn typed(&self, text: &str) -> Plan {
        let all = alternatives(text);
        let by_score = all.iter().flatten().any(|wanted| !wanted.without);
        let mut clauses: Vec<Clause> = all.iter().map(|wanted| self.together(wanted)).collect();
        let clause = match clauses.pop() {
            None => Box::new(AllQuery),
            Some(only) if clauses.is_empty() => only,
            Some(last) => {
                clauses.push(last);
                any(clauses)
            }
        };
        Plan { clause, by_score }
    }

    /// As many as possible of the words of a text.
    pub(crate) fn any_of(&self, text: &str) -> Plan {
        let mut clauses = Vec::new();
        for way in Analysis::ALL {
            let words: BTreeSet<Word> = self.analysers.words(way, text).into_iter().collect();
            let parts: BTreeSet<&String> = words.iter().flat_map(|word| &word.parts).collect();
            clauses.extend(words.iter().map(|word| self.word(way, word)));
            clauses.extend(parts.into_iter().map(|part| boosted(self.row(way, std::slice::from_ref(part)), ONE_PART)));
        }
        Plan { by_score: !clauses.is_empty(), clause: any(clauses) }
    }

    fn together(&self, all: &[Wanted]) -> Clause {
        let occur = |wanted: &Wanted| if wanted.without { Occur::MustNot } else { Occur::Must };
        let mut clauses: Vec<(Occur, Clause)> =
            all.iter().map(|wanted| (occur(wanted), self.in_both_languages(wanted))).collect();
        // the engine finds nothing by what must not be alone
        if all.iter().all(|wanted| wanted.without) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn in_both_languages(&self, wanted: &Wanted) -> Clause {
        any(Analysis::ALL.into_iter().map(|way| self.in_language(way, wanted)).collect())
    }

    fn in_language(&self, way: Analysis, wanted: &Wanted) -> Clause {
        let words = self.analysers.words(way, &wanted.words);
        if wanted.phrase && words.len() > 1 {
            let row: Vec<String> = words.iter().flat_map(Word::row).cloned().collect();
            return self.row(way, &row);
        }
        Box::new(BooleanQuery::intersection(words.iter().map(|word| self.word(way, word)).collect()))
    }

    /// A word as a whole, or by all its parts in a row.
    fn word(&self, way: Analysis, word: &Word) -> Clause {
        let whole = self.row(way, std::slice::from_ref(&word.whole));
        if word.parts.is_empty() {
            return whole;
        }
        any(vec![whole, boosted(self.row(way, &word.parts), PARTS)])
    }

    /// Words next to each other, in the title or the text.
    fn row(&self, way: Analysis, words: &[String]) -> Clause {
        let fields = self.fields.texts(way);
        any(vec![boosted(in_field(fields.title, words), TITLE), in_field(fields.text, words)])
    }
}

fn in_field(field: Field, words: &[String]) -> Clause {
    let mut terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
    match terms.pop() {
        Some(only) if terms.is_empty() => Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs)),
        Some(last) => {
            terms.push(last);
            Box::new(PhraseQuery::new(terms))
        }
        None => any(Vec::new()),
    }
}

fn any(clauses: Vec<Clause>) -> Clause {
    Box::new(BooleanQuery::union(clauses))
}

fn boosted(clause: Clause, boost: f32) -> Clause {
    Box::new(BoostQuery::new(clause, boost))
}
