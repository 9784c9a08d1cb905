//! What a command works with: configuration, folders, stores, and the lock that keeps two runs apart.

use crate::arguments::{Everywhere, Format};
use crate::clock::Clock;
use crate::configuration::Loaded;
use anyhow::Context;
use fetch::archive::Archive;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use store::{DossierStore, Key, VacancyStore};

/// What a command works with. Stores are opened when asked for.
#[derive(Debug, Clone)]
pub(crate) struct Workplace {
    pub(crate) loaded: Loaded,
    pub(crate) data: PathBuf,
    pub(crate) clock: Clock,
    pub(crate) format: Format,
    pub(crate) quiet: bool,
}

/// The file whose lock says that a run is writing. It is let go when dropped, also by a kill.
#[derive(Debug)]
pub(crate) struct RunLock {
    _file: File,
}

impl Workplace {
    /// Reads the configuration.
    pub(crate) fn of(everywhere: &Everywhere) -> anyhow::Result<Self> {
        Ok(Self {
            loaded: Loaded::read(&everywhere.config)?.with_data(&everywhere.data),
            data: everywhere.data.clone(),
            clock: Clock::standing_at(everywhere.date),
            format: everywhere.format,
            quiet: everywhere.quiet,
        })
    }

    /// Makes the data folder, and keeps other runs out of it.
    pub(crate) fn lock(&self) -> anyhow::Result<RunLock> {
        fs::create_dir_all(&self.data).with_context(|| format!("the folder {} cannot be made", self.data.display()))?;
        let path = self.data.join("run.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file =
            file.with_context(|| format!("{} cannot be written: check the rights of the folder", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(RunLock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                anyhow::bail!("another run is writing to {}: wait for it to end", self.data.display())
            }
            Err(TryLockError::Error(error)) => Err(error).context("the folder's lock cannot be taken"),
        }
    }

    /// The public facts.
    pub(crate) fn vacancies(&self) -> anyhow::Result<VacancyStore> {
        self.make_folder()?;
        Ok(VacancyStore::open(&self.data.join("vacancies.sqlite"))?)
    }

    /// The encrypted dossiers.
    pub(crate) fn dossiers(&self) -> anyhow::Result<DossierStore> {
        let key = read_key(&self.loaded.key_file())?;
        self.make_folder()?;
        Ok(DossierStore::open(&self.data.join("dossiers.sqlite"), &key)?)
    }

    fn make_folder(&self) -> anyhow::Result<()> {
        fs::create_dir_all(&self.data).with_context(|| format!("the folder {} cannot be made", self.data.display()))
    }

    /// The folder of the search index.
    pub(crate) fn search_folder(&self) -> PathBuf {
        self.data.join("search")
    }

    /// The fetched pages.
    pub(crate) fn archive(&self) -> anyhow::Result<Archive> {
        let crawler = (&self.loaded.fetch_settings(self.clock)?).into();
        Archive::open(&self.data.join("pages"), crawler).context("the page archive cannot be opened")
    }
}

/// Reads the key, and refuses one that others can read.
fn read_key(path: &Path) -> anyhow::Result<Key> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).with_context(|| {
        format!("the key {} is missing: put back the key that this folder's dossiers were made with, or run `passend init` for new ones", path.display())
    })?;
    if metadata.permissions().mode() & 0o077 != 0 {
        anyhow::bail!("the key {} can be read by others: run `chmod 600 {0}`", path.display());
    }
    let text = fs::read_to_string(path).with_context(|| format!("the key {} cannot be read", path.display()))?;
    Key::parse(text.trim()).with_context(|| format!("{} holds no key", path.display()))
}
