//! From page to facts: readers of sources, and the understanding of vacancy texts. Pure: no input or output, no clock.

pub mod duplicates;
mod duplicates_text;
mod duplicates_words;
pub mod sources;
pub mod understand;
pub mod vocabulary;

pub use sources::{first_requests, read};
pub use understand::{understand, understand_in_steps};
pub use vocabulary::{Vocabulary, VocabularyError};
