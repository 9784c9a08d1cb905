//! From page to facts: readers of sources, and the understanding of vacancy texts. Pure: no input or output, no clock.

pub mod duplicates;
mod duplicates_text;
mod duplicates_words;
pub mod imported;
mod masking;
pub mod sources;
pub mod understand;
pub mod vocabulary;

pub use masking::{mask_harvest, mask_stored, mask_stored_request};
pub use sources::{first_requests, read};
pub use understand::explaining::{Explanation, Rule, explain};
pub use understand::{understand, understand_in_steps};
pub use vocabulary::{Vocabulary, VocabularyError};
