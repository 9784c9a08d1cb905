//! The files that the program carries along, so that it runs without a `config/` folder. Only their bytes, no meaning.

use extract::vocabulary::VocabularyFile;

include!(concat!(env!("OUT_DIR"), "/vocabulary_files.rs"));

/// Every file of `config/vocabulary`, in order of name.
pub(crate) fn vocabulary() -> Vec<VocabularyFile> {
    VOCABULARY_FILES
        .iter()
        .map(|(name, text)| VocabularyFile { name: (*name).to_owned(), text: (*text).to_owned() })
        .collect()
}
