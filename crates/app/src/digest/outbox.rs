//! A folder of `.eml` files: the default, and what a test or a mail program of one's own can pick up.

use super::Digest;
use anyhow::Context;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder.
#[derive(Debug)]
pub(crate) struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Makes the folder, or says that it cannot be made.
    pub(crate) fn ready(&self) -> anyhow::Result<()> {
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("the outbox {} cannot be made: check digest.outbox", self.folder.display()))
    }

    /// Puts one mail there, whole or not at all. Its name is the same for the same digest, so a second time is no double.
    pub(crate) fn put(&self, digest: &Digest) -> anyhow::Result<()> {
        let path = self.folder.join(&digest.file_name);
        if path.exists() {
            return Ok(());
        }
        let unfinished = self.folder.join(format!(".{}.part", digest.file_name));
        let written = File::create(&unfinished).and_then(|mut file| {
            file.write_all(&digest.message.formatted())?;
            file.sync_all()
        });
        written.with_context(|| format!("{} cannot be written", unfinished.display()))?;
        fs::rename(&unfinished, &path).with_context(|| format!("{} cannot be written", path.display()))?;
        File::open(&self.folder).and_then(|folder| folder.sync_all()).context("the outbox cannot be synced")
    }
}
