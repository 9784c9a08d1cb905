//! The fields of the index, and a vacancy as a document of them. The facts that filters read are in `facts`.

use crate::SearchError;
use crate::analysis::Analysis;
use crate::facts;
use domain::{Posting, Vacancy, VacancyId};
use serde::{Deserialize, Serialize};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{TantivyDocument, Term};

/// The name of the column of ids.
pub(crate) const ID: &str = "id";

/// The fields for the texts of one way of analysis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFields {
    pub(crate) title: Field,
    pub(crate) text: Field,
}

/// The fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    id: Field,
    shown: Field,
    dutch: TextFields,
    english: TextFields,
    facts: facts::Fields,
}

/// What is shown of a hit, stored as JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) title: String,
    pub(crate) employer: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) url: String,
}

/// The fields with their schema.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let mut texts = |title: &str, text: &str, way: Analysis| TextFields {
        title: builder.add_text_field(title, analysed(way)),
        text: builder.add_text_field(text, analysed(way)),
    };
    let dutch = texts("title_nl", "text_nl", Analysis::Dutch);
    let english = texts("title_en", "text_en", Analysis::English);
    let id = builder.add_u64_field(ID, INDEXED | FAST);
    let shown = builder.add_text_field("shown", STORED);
    let facts = facts::Fields::add_to(&mut builder);
    (builder.build(), Fields { id, shown, dutch, english, facts })
}

fn analysed(way: Analysis) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(way.name())
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

/// The sixteen digits as a number: small, quick to compare, and in the same order.
pub(crate) fn number_of(id: &VacancyId) -> Result<u64, SearchError> {
    u64::from_str_radix(id.as_str(), 16).map_err(|_| SearchError::Damaged("vacancy id"))
}

/// The id of a number.
pub(crate) fn id_of(number: u64) -> Result<VacancyId, SearchError> {
    format!("{number:016x}").parse().map_err(|_| SearchError::Damaged("vacancy id"))
}

impl Fields {
    /// The fields of one way of analysis.
    pub(crate) fn texts(&self, way: Analysis) -> TextFields {
        match way {
            Analysis::Dutch => self.dutch,
            Analysis::English => self.english,
        }
    }

    /// The term that only this vacancy has.
    pub(crate) fn id_term(&self, id: &VacancyId) -> Result<Term, SearchError> {
        Ok(Term::from_field_u64(self.id, number_of(id)?))
    }

    /// A vacancy as a document.
    pub(crate) fn document(&self, vacancy: &Vacancy) -> Result<TantivyDocument, SearchError> {
        let posting = &vacancy.posting;
        let texts = self.texts(Analysis::of(posting.language));
        let mut document = TantivyDocument::new();
        document.add_u64(self.id, number_of(&vacancy.id)?);
        document.add_text(texts.title, &posting.title);
        // employer and places are looked for as well: "kok Haarlem"
        let places = posting.places.iter().map(|place| &place.text);
        for text in std::iter::once(&posting.text).chain(&posting.employer).chain(places) {
            document.add_text(texts.text, text);
        }
        document.add_text(self.shown, shown_of(posting)?);
        self.facts.add(&mut document, vacancy);
        Ok(document)
    }

    /// What is shown of a document.
    pub(crate) fn shown(&self, document: &TantivyDocument) -> Result<Shown, SearchError> {
        let stored = document.get_first(self.shown).and_then(|value| value.as_str());
        let shown = stored.and_then(|json| serde_json::from_str(json).ok());
        shown.ok_or(SearchError::Damaged("hit"))
    }
}

fn shown_of(posting: &Posting) -> Result<String, SearchError> {
    let shown = Shown {
        title: posting.title.clone(),
        employer: posting.employer.clone(),
        place: posting.places.first().map(|place| place.text.clone()),
        url: posting.url.clone(),
    };
    serde_json::to_string(&shown).map_err(|_| SearchError::Damaged("hit"))
}
