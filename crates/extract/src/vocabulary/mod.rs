//! The vocabulary: the words that facts are recognised by, from the files of `config/vocabulary`, compiled once.
//!
//! One file of the folder is one part, read by one module of `understand` or by one here. Nothing in code knows a word.

mod letters;
mod number;
mod occupations;
pub(crate) mod phrase;
mod places;
mod postcodes;
pub(crate) mod search;
mod sensitive;
mod sieve;
#[cfg(test)]
mod tests;
mod tree;
mod trial;

use crate::duplicates_words;
use crate::understand::{contract, demands, education, experience, hours, language, languages, priors, qualifications};
use crate::understand::{negation, remote, salary, sections, times};
use domain::posting::Occupation;
use domain::profile::Home;
use domain::{Coordinates, Hash, Item, Place};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub use sensitive::{Sensitive, SensitiveKind};

/// One file of the vocabulary: its name, for errors, and its text.
#[derive(Debug, Clone)]
pub struct VocabularyFile {
    /// Such as `places.toml` or `items/lifting.toml`.
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
    /// All phrases of all parts.
    search: search::Search,
    pub(crate) words: Words,
}

/// What the files say, part by part.
#[derive(Debug)]
pub(crate) struct Words {
    places: places::Places,
    postcodes: postcodes::Postcodes,
    occupations: occupations::Occupations,
    sensitive: sensitive::Words,
    pub(crate) contract: contract::Words,
    pub(crate) demands: Vec<demands::ItemWords>,
    pub(crate) duplicates: duplicates_words::Words,
    pub(crate) education: education::Words,
    pub(crate) experience: experience::Words,
    pub(crate) hours: hours::Words,
    pub(crate) language: language::Words,
    pub(crate) languages: languages::Words,
    pub(crate) negation: negation::Words,
    pub(crate) priors: priors::Words,
    pub(crate) qualifications: qualifications::Words,
    pub(crate) remote: remote::Words,
    pub(crate) salary: salary::Words,
    pub(crate) sections: sections::Words,
    pub(crate) times: times::Words,
}

/// The folder of the capability items: one file each.
const ITEMS: &str = "items/";
/// Read by the readers of pages.
const CLOSED: &str = "closed.toml";

/// The files, taken out one by one; what is left over is nobody's.
struct Folder<'a>(BTreeMap<&'a str, &'a VocabularyFile>);

impl Folder<'_> {
    fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, VocabularyError> {
        let missing =
            "this file of the vocabulary is missing: put it back, or take away the folder to use the built-in one";
        read(self.0.remove(name).ok_or_else(|| unusable(name, missing.to_owned()))?)
    }

    fn items(&mut self) -> Result<Vec<demands::ItemWords>, VocabularyError> {
        let names: Vec<&str> = self.0.keys().copied().filter(|name| name.starts_with(ITEMS)).collect();
        names.into_iter().filter_map(|name| self.0.remove(name)).map(read).collect()
    }

    /// A name that no reader takes is a slip of the pen, and would be passed over in silence.
    fn end(self) -> Result<(), VocabularyError> {
        match self.0.into_keys().find(|name| *name != CLOSED) {
            None => Ok(()),
            Some(name) => {
                let message = "there is no part of the vocabulary with this name: items go into items/";
                Err(unusable(name, message.to_owned()))
            }
        }
    }
}

/// A mistake of a file as a whole.
fn unusable(file: &str, message: String) -> VocabularyError {
    VocabularyError { file: file.to_owned(), line: 1, column: 1, message }
}

fn read<T: DeserializeOwned>(file: &VocabularyFile) -> Result<T, VocabularyError> {
    toml::from_str(&file.text).map_err(|error| {
        let before = &file.text[..error.span().map_or(0, |span| span.start).min(file.text.len())];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        VocabularyError {
            file: file.name.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: error.message().to_owned(),
        }
    })
}

impl Words {
    fn read(files: &[VocabularyFile]) -> Result<Self, VocabularyError> {
        let mut folder = Folder(files.iter().map(|file| (file.name.as_str(), file)).collect());
        let places = folder.take("places.toml")?;
        let postcodes = postcodes::Postcodes::new(folder.take("postcodes.toml")?, &places);
        let words = Self {
            places,
            postcodes,
            occupations: folder.take("occupations.toml")?,
            sensitive: folder.take("sensitive.toml")?,
            contract: folder.take("contract.toml")?,
            demands: folder.items()?,
            duplicates: folder.take("duplicates.toml")?,
            education: folder.take("education.toml")?,
            experience: folder.take("experience.toml")?,
            hours: folder.take("hours.toml")?,
            language: folder.take("language.toml")?,
            languages: folder.take("languages.toml")?,
            negation: folder.take("negation.toml")?,
            priors: folder.take("priors.toml")?,
            qualifications: folder.take("qualifications.toml")?,
            remote: folder.take("remote.toml")?,
            salary: folder.take("salary.toml")?,
            sections: folder.take("sections.toml")?,
            times: folder.take("times.toml")?,
        };
        folder.end()?;
        Ok(words)
    }
}

impl Vocabulary {
    /// Reads all files of the vocabulary.
    ///
    /// # Errors
    /// A file is missing, is nobody's, or has an entry that cannot be used; with file, line and column.
    pub fn parse(files: &[VocabularyFile]) -> Result<Self, VocabularyError> {
        let (words, lists) = phrase::gather(|| Words::read(files));
        let words = words?;
        let search = search::Search::new(lists).map_err(|message| unusable("all files", message))?;
        Ok(Self { hash: hash(files), search, words })
    }

    /// SHA-256 over the files in order of name.
    pub fn hash(&self) -> &Hash {
        &self.hash
    }

    /// Where a home is; `None` where the place is not in the vocabulary.
    pub fn home(&self, home: &Home) -> Option<Coordinates> {
        self.words.places.home(home, &self.words.postcodes)
    }

    /// The occupation that a title means; `None` where no title of the vocabulary is in it.
    pub fn occupation(&self, title: &str) -> Option<Occupation> {
        self.words.occupations.of_title(title).map(|found| found.occupation)
    }

    /// A word that has no place in a profile, if there is one.
    pub fn sensitive(&self, text: &str) -> Option<Sensitive> {
        self.words.sensitive.in_text(text, &self.search.scan(text))
    }

    /// The items that a vacancy's text can speak about.
    pub fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.words.demands.iter().flat_map(demands::ItemWords::items)
    }

    /// Every phrase of the vocabulary that stands in a text.
    pub(crate) fn scan(&self, text: &str) -> search::Matches {
        self.search.scan(text)
    }

    pub(crate) fn title(&self, title: &str) -> Option<occupations::FoundTitle> {
        self.words.occupations.of_title(title)
    }

    pub(crate) fn locate(&self, place: &mut Place) {
        self.words.places.locate(place, &self.words.postcodes);
    }

    pub(crate) fn places_in(&self, text: &str) -> Vec<(std::ops::Range<usize>, Place)> {
        self.words.places.in_text(text)
    }
}

/// Names and texts with their lengths, so that nothing can move from one to the other unseen.
fn hash(files: &[VocabularyFile]) -> Hash {
    let mut sorted: Vec<&VocabularyFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut digest = Sha256::new();
    for file in sorted {
        for part in [&file.name, &file.text] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
    }
    Hash::from_bytes(digest.finalize().into())
}
