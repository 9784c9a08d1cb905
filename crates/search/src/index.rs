//! The index on disk: opening, checking, clearing, writing. How it is asked is in `asking`.

use crate::SearchError;
use crate::analysis::Analysers;
use crate::schema::{Fields, schema};
use domain::{Vacancy, VacancyState};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use tantivy::directory::MmapDirectory;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyError};

/// Beside the index: what it was made with.
const MADE_WITH: &str = "made-with.txt";

/// The engine's own list of what the index consists of; where it is, there is an index.
const META: &str = "meta.json";

/// What the writer may hold in memory before it writes a piece to disk.
const WRITER_BYTES: usize = 30_000_000;

/// The search index in a folder.
pub struct Index {
    index: tantivy::Index,
    sequence: u64,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    pub(crate) analysers: Analysers,
}

impl Index {
    /// Opens the index, or makes an empty one where there is none.
    ///
    /// # Errors
    /// Where the folder cannot be used, or the index in it was made by another version: see [`Index::is_outdated`].
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let analysers = Analysers::new()?;
        let made_with = analysers.fingerprint(&schema)?;
        prepare(folder, &made_with)?;
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let index = tantivy::Index::open_or_create(directory, schema)?;
        analysers.register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let sequence = stored_sequence(&index)?;
        Ok(Self { index, sequence, reader, fields, analysers })
    }

    /// True where there is an index that was made with another schema or analysis, or that cannot be opened.
    pub fn is_outdated(folder: &Path) -> bool {
        folder.join(META).exists() && Self::open(folder).is_err()
    }

    /// Deletes the index with its folder; it can be built again from the vacancies.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn clear(folder: &Path) -> Result<(), SearchError> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(SearchError::folder(folder)(error)),
            _ => Ok(()),
        }
    }

    /// Up to which change of the vacancies the index is written; 0 when it is new.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Writes what changed, in one step: open vacancies are replaced, closed ones leave. Later searches see it. It is handed
    /// over in pieces, so that memory does not grow with it: `changed_since` gives what comes after a point in the sequence
    /// of changes, with the point that it leads up to, until nothing does. Gives how many vacancies were written.
    ///
    /// # Errors
    /// Where a piece cannot be had, or the index cannot be written; it is then as it was.
    pub fn write<E: From<SearchError>>(
        &mut self,
        mut changed_since: impl FnMut(u64) -> Result<(Vec<Vacancy>, u64), E>,
    ) -> Result<usize, E> {
        let (mut changed, mut sequence) = changed_since(self.sequence)?;
        let mut count = 0;
        if changed.is_empty() {
            return Ok(count);
        }
        let mut writer = self.writer()?;
        while !changed.is_empty() {
            count += changed.len();
            self.replace(&mut writer, &changed)?;
            (changed, sequence) = changed_since(sequence)?;
        }
        self.commit(writer, sequence)?;
        Ok(count)
    }

    fn writer(&self) -> Result<IndexWriter, SearchError> {
        Ok(self.index.writer(WRITER_BYTES)?)
    }

    fn replace(&self, writer: &mut IndexWriter, changed: &[Vacancy]) -> Result<(), SearchError> {
        for vacancy in changed {
            writer.delete_term(self.fields.id_term(&vacancy.id)?);
            if vacancy.state == VacancyState::Open {
                writer.add_document(self.fields.document(vacancy)?)?;
            }
        }
        Ok(())
    }

    fn commit(&mut self, mut writer: IndexWriter, sequence: u64) -> Result<(), SearchError> {
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&sequence.to_string());
        commit.commit()?;
        writer.wait_merging_threads()?;
        self.reader.reload()?;
        self.sequence = sequence;
        Ok(())
    }
}

/// Sees to the folder and its mark. The mark of a new index is written first: without it an index counts as outdated.
fn prepare(folder: &Path, made_with: &str) -> Result<(), SearchError> {
    let mark = folder.join(MADE_WITH);
    if !folder.join(META).exists() {
        fs::create_dir_all(folder).map_err(SearchError::folder(folder))?;
        return fs::write(&mark, made_with).map_err(SearchError::folder(folder));
    }
    match fs::read_to_string(&mark) {
        Ok(found) if found == made_with => Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(SearchError::folder(folder)(error)),
        _ => Err(SearchError::Outdated(folder.to_owned())),
    }
}

fn stored_sequence(index: &tantivy::Index) -> Result<u64, SearchError> {
    let stored = index.load_metas()?.payload;
    stored.map_or(Ok(0), |digits| digits.parse().map_err(|_| SearchError::Damaged("sequence number")))
}
