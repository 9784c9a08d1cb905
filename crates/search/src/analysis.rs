//! From text to the words that are indexed and looked for, in Dutch and in English. It does not read what a user means
//! by quotes and hyphens: that is `wording`'s.

use crate::SearchError;
use crate::compound_filter::CompoundFilter;
use crate::compounds::{Compounds, LIST};
use domain::Language;
use std::sync::Arc;
use tantivy::schema::Schema;
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream,
};

/// Longer "words" are addresses and remains of markup; the longest Dutch compounds in use have about 45 letters.
const LONGEST_WORD: usize = 64;

/// Which of the two ways a text is analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Analysis {
    /// Also for texts of unknown and of other languages: most vacancies in the Netherlands are Dutch.
    Dutch,
    English,
}

impl Analysis {
    pub(crate) const ALL: [Self; 2] = [Self::Dutch, Self::English];

    /// The way for a vacancy's language.
    pub(crate) fn of(language: Option<Language>) -> Self {
        if language == Some(Language::En) { Self::English } else { Self::Dutch }
    }

    /// The name by which the index knows the way.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dutch => "dutch_with_compounds",
            Self::English => "english",
        }
    }
}

/// A word as indexed, and its parts where it is a compound.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    pub(crate) whole: String,
    pub(crate) parts: Vec<String>,
}

impl Word {
    /// The parts, or the word itself where it has none: what stands in a row in the index.
    pub(crate) fn row(&self) -> &[String] {
        if self.parts.is_empty() { std::slice::from_ref(&self.whole) } else { &self.parts }
    }
}

/// Both ways, ready for use.
#[derive(Clone)]
pub(crate) struct Analysers {
    dutch: TextAnalyzer,
    english: TextAnalyzer,
}

impl Analysers {
    pub(crate) fn new() -> Result<Self, SearchError> {
        let compounds = CompoundFilter::new(Arc::new(Compounds::from_list(LIST)?));
        let plain = || {
            TextAnalyzer::builder(SimpleTokenizer::default())
                .filter(RemoveLongFilter::limit(LONGEST_WORD))
                .filter(LowerCaser)
                .filter(AsciiFoldingFilter)
        };
        // compounds are cut before stemming: the stemmer takes an inner "ge" out of vrachtwagenchauffeur
        let dutch = plain().filter(compounds).filter(Stemmer::new(tantivy::tokenizer::Language::Dutch));
        let english = plain().filter(Stemmer::new(tantivy::tokenizer::Language::English));
        Ok(Self { dutch: dutch.build(), english: english.build() })
    }

    /// Makes the index use them.
    pub(crate) fn register(&self, index: &tantivy::Index) {
        for way in Analysis::ALL {
            index.tokenizers().register(way.name(), self.analyser(way));
        }
    }

    fn analyser(&self, way: Analysis) -> TextAnalyzer {
        match way {
            Analysis::Dutch => self.dutch.clone(),
            Analysis::English => self.english.clone(),
        }
    }

    /// The words of a text, in order.
    pub(crate) fn words(&self, way: Analysis, text: &str) -> Vec<Word> {
        let mut analyser = self.analyser(way);
        let mut stream = analyser.token_stream(text);
        let mut words: Vec<Word> = Vec::new();
        let mut coming = 0;
        while stream.advance() {
            let token = stream.token();
            if let Some(word) = words.last_mut().filter(|_| coming > 0) {
                word.parts.push(token.text.clone());
                coming -= 1;
                continue;
            }
            words.push(Word { whole: token.text.clone(), parts: Vec::new() });
            coming = Some(token.position_length).filter(|parts| *parts > 1).unwrap_or(0);
        }
        words
    }

    /// A text that changes when the engine, the schema or the outcome of the analysis does. The stemmer has no version
    /// that can be asked for, so its work on the list of compounds and its comments stands for it.
    pub(crate) fn fingerprint(&self, schema: &Schema) -> Result<String, SearchError> {
        let schema = serde_json::to_string(schema).map_err(|_| SearchError::Damaged("schema"))?;
        let mut hash = fnv1a(FNV_START, schema.as_bytes());
        for word in Analysis::ALL.into_iter().flat_map(|way| self.words(way, LIST)) {
            hash =
                word.row().iter().fold(fnv1a(hash, word.whole.as_bytes()), |hash, part| fnv1a(hash, part.as_bytes()));
        }
        Ok(format!("{}\n{hash:016x}\n", tantivy::version_string()))
    }
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a with a closing byte, so that "ab", "c" and "a", "bc" differ. The hash of the standard library may change with
/// the compiler; this one stays.
fn fnv1a(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().chain(&[0xff]).fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
