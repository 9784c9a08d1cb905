//! The vocabulary: the words that facts are recognised by, from `config/vocabulary/*.toml`, compiled once.
//!
//! One file of the folder is one part, read by one module here. Nothing in code knows a word of it.

use domain::Hash;

/// One file of the vocabulary: its name, for errors, and its text.
#[derive(Debug, Clone)]
pub struct VocabularyFile {
    /// Such as `places.toml`.
    pub name: String,
    /// Its TOML.
    pub text: String,
}

/// A file of the vocabulary that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct VocabularyError {
    /// The file's name.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// All words, compiled.
#[derive(Debug)]
pub struct Vocabulary {
    hash: Hash,
}
