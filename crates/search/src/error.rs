//! What can go wrong with the index, and what to do about it. Questions never fail for their wording.

use std::io;
use std::path::{Path, PathBuf};
use tantivy::TantivyError;

/// The index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Its texts were analysed in another way than this program does.
    #[error("the search index in {0} was made by another version: delete that folder, it is built again by itself")]
    Outdated(PathBuf),
    /// Its folder cannot be read or written.
    #[error("the search index in {folder} cannot be used: check that the folder may be written and the disk has room")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another process is writing it.
    #[error("the search index is being written by another process: wait until that is done and try again")]
    Busy,
    /// Something that it stored cannot be read.
    #[error("the search index holds a {0} that cannot be read: delete its folder, it is built again by itself")]
    Damaged(&'static str),
    /// The list of parts of compound words cannot be read.
    #[error("the list of compound words cannot be read: correct config/compounds.toml")]
    Compounds(#[from] toml::de::Error),
    /// The engine fails.
    #[error("the search index failed: if it does so again, delete its folder, it is built again by itself")]
    Engine(#[source] TantivyError),
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Busy,
            other => Self::Engine(other),
        }
    }
}

impl SearchError {
    /// Names the folder that the system refused.
    pub(crate) fn folder(folder: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Folder { folder: folder.to_owned(), source }
    }
}
