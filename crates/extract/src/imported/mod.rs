//! Tables that a user imports: the ESCO occupations and full postcodes. From their published files to a plain table that is
//! kept in the data folder, and from that table to what is looked up. Pure: reading and writing files is `app`'s.

pub(crate) mod esco;
pub(crate) mod postcodes;
mod separated;
#[cfg(test)]
mod tests;

pub use esco::{EscoFiles, EscoTable, esco_table};
pub use postcodes::{PostcodeTable, postcode_table};

/// A file that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct ImportError {
    /// The file's name, as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// A file to import: its name, for errors, and its text.
#[derive(Debug, Clone, Copy)]
pub struct ImportFile<'a> {
    /// As the user named it.
    pub name: &'a str,
    /// All of it.
    pub text: &'a str,
}
