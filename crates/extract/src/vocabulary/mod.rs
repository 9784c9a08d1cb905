//! The vocabulary: the words that facts are recognised by, from the files of `config/vocabulary`, compiled once.
//!
//! One file of the folder is one part, read by one module of `understand` or by one here. Nothing in code knows a word.

mod letters;
mod number;
pub(crate) mod occupations;
pub(crate) mod phrase;
mod places;
mod postcodes;
mod regions;
pub(crate) mod search;
mod sensitive;
mod sieve;
#[cfg(test)]
mod tests;
mod tree;
mod trial;

use crate::duplicates_words;
use crate::imported::PostcodeTable;
use crate::imported::esco::Esco;
use crate::masking;
use crate::sources::{self, Closed};
use crate::understand::{contract, demands, education, experience, hours, language, languages, priors, qualifications};
use crate::understand::{negation, remote, salary, sections, times};
use domain::posting::Occupation;
use domain::profile::Home;
use domain::{ClosingRules, Coordinates, Harvest, Hash, Item, Page, Place, Source};
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
    /// The names of the files, as the origins of phrases number them.
    files: Vec<String>,
    /// All phrases of all parts.
    search: search::Search,
    esco: Option<Esco>,
    postcodes: Option<PostcodeTable>,
    pub(crate) words: Words,
}

/// What the files say, part by part.
#[derive(Debug)]
pub(crate) struct Words {
    places: places::Places,
    postcodes: postcodes::Postcodes,
    regions: regions::Regions,
    occupations: occupations::Occupations,
    sensitive: sensitive::Words,
    closed: Closed,
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
    pub(crate) recruiters: masking::words::Words,
    pub(crate) remote: remote::Words,
    pub(crate) salary: salary::Words,
    pub(crate) sections: sections::Words,
    pub(crate) times: times::Words,
}

/// The folder of the capability items: one file each.
const ITEMS: &str = "items/";
/// The folder of the titles of occupations.
const OCCUPATIONS: &str = "occupations/";

/// The files, taken out one by one; what is left over is nobody's.
struct Folder<'a>(BTreeMap<&'a str, &'a VocabularyFile>);

impl Folder<'_> {
    fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, VocabularyError> {
        let missing =
            "this file of the vocabulary is missing: put it back, or take away the folder to use the built-in one";
        read(self.0.remove(name).ok_or_else(|| unusable(name, missing.to_owned()))?)
    }

    /// All files of a folder, in order of name.
    fn under(&mut self, folder: &str) -> Vec<&VocabularyFile> {
        let names: Vec<&str> = self.0.keys().copied().filter(|name| name.starts_with(folder)).collect();
        names.into_iter().filter_map(|name| self.0.remove(name)).collect()
    }

    /// A name that no reader takes is a slip of the pen, and would be passed over in silence.
    fn end(self) -> Result<(), VocabularyError> {
        match self.0.into_keys().next() {
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

/// A mistake at a byte of a file.
fn mistake(file: &VocabularyFile, at: usize, message: String) -> VocabularyError {
    let before = &file.text[..at.min(file.text.len())];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    VocabularyError {
        file: file.name.clone(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

fn read<T: DeserializeOwned>(file: &VocabularyFile) -> Result<T, VocabularyError> {
    phrase::begin_file(&file.name);
    toml::from_str(&file.text)
        .map_err(|error| mistake(file, error.span().map_or(0, |span| span.start), error.message().to_owned()))
}

impl Words {
    fn read(files: &[VocabularyFile]) -> Result<Self, VocabularyError> {
        let mut folder = Folder(files.iter().map(|file| (file.name.as_str(), file)).collect());
        let places = folder.take("places.toml")?;
        let postcodes = postcodes::Postcodes::new(folder.take("postcodes.toml")?, &places);
        let words = Self {
            places,
            postcodes,
            regions: folder.take("regions.toml")?,
            occupations: occupations::read_all(folder.under(OCCUPATIONS))?,
            sensitive: folder.take("sensitive.toml")?,
            closed: folder.take("closed.toml")?,
            contract: folder.take("contract.toml")?,
            demands: folder.under(ITEMS).into_iter().map(read).collect::<Result<_, _>>()?,
            duplicates: folder.take("duplicates.toml")?,
            education: folder.take("education.toml")?,
            experience: folder.take("experience.toml")?,
            hours: folder.take("hours.toml")?,
            language: folder.take("language.toml")?,
            languages: folder.take("languages.toml")?,
            negation: folder.take("negation.toml")?,
            priors: folder.take("priors.toml")?,
            qualifications: folder.take("qualifications.toml")?,
            recruiters: folder.take("recruiters.toml")?,
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
        let files_read = phrase::files_read();
        let words = words?;
        let search = search::Search::new(lists).map_err(|message| unusable("all files", message))?;
        Ok(Self { hash: hash(files), files: files_read, search, esco: None, postcodes: None, words })
    }

    /// Adds tables that a user imported, as JSON that was made of them; each is part of the hash.
    ///
    /// # Errors
    /// A table is broken.
    pub fn with_imported(mut self, esco: Option<&str>, postcodes: Option<&str>) -> Result<Self, serde_json::Error> {
        self.esco = esco.map(|json| Ok(Esco::new(serde_json::from_str(json)?))).transpose()?;
        self.postcodes = postcodes.map(serde_json::from_str).transpose()?;
        for (name, table) in [("esco", esco), ("postcodes", postcodes)] {
            if let Some(table) = table {
                let file = |name: &str, text: String| VocabularyFile { name: name.to_owned(), text };
                self.hash = hash(&[file("", self.hash.to_string()), file(name, table.to_owned())]);
            }
        }
        Ok(self)
    }

    /// The ESCO occupations, where they were imported.
    pub(crate) fn esco(&self) -> Option<&Esco> {
        self.esco.as_ref()
    }

    /// SHA-256 over the files in order of name, and the imported tables.
    pub fn hash(&self) -> &Hash {
        &self.hash
    }

    /// Where a home is; `None` where the place is not in the vocabulary.
    pub fn home(&self, home: &Home) -> Option<Coordinates> {
        let imported = home.postcode.as_ref().filter(|_| home.country == "NL");
        let imported = imported.and_then(|code| self.postcodes.as_ref()?.middle(code));
        imported.or_else(|| self.words.places.home(home, &self.words.postcodes))
    }

    /// The region that a place is in, by its postcode or that of its name; `None` where neither is known.
    pub fn region(&self, place: &Place) -> Option<&str> {
        let by_name = || self.words.places.postcode_of(place);
        let stated = || Some((place.postcode.as_deref()?, place.country.as_deref().unwrap_or("NL")));
        let (postcode, country) = stated().or_else(by_name)?;
        self.words.regions.of_postcode(postcode, country)
    }

    /// The occupation that a title means; `None` where no title of the vocabulary is in it.
    pub fn occupation(&self, title: &str) -> Option<Occupation> {
        let matches = self.search.scan(title);
        let clues = |phrases, points: occupations::Points| {
            let first = matches.find(phrases).next().map(|found| found.at);
            let points = points.title * u32::try_from(matches.find(phrases).count()).unwrap_or(u32::MAX);
            occupations::Clue { points, in_title: first.is_some(), first }
        };
        self.words.occupations.of_title(title, &clues).map(|found| found.occupation)
    }

    /// A word that has no place in a profile, if there is one.
    pub fn sensitive(&self, text: &str) -> Option<Sensitive> {
        self.words.sensitive.in_text(text, &self.search.scan(text))
    }

    /// Reads a page of a source. Never fails whole: what could not be read is among the problems.
    pub fn read(&self, source: &Source, page: &Page) -> Harvest {
        sources::read_by(&self.words.closed, source, page)
    }

    /// Reads a page that belongs to no source: HTML, or bare JSON-LD.
    pub fn read_page(&self, page: &Page) -> Harvest {
        sources::read_page_by(&self.words.closed, page)
    }

    /// How signs of closing are taken.
    pub fn closing_rules(&self) -> &ClosingRules {
        self.words.closed.rules()
    }

    /// The items that a vacancy's text can speak about.
    pub fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.words.demands.iter().flat_map(demands::ItemWords::items)
    }

    /// Every phrase of the vocabulary that stands in a text.
    pub(crate) fn scan(&self, text: &str) -> search::Matches {
        self.search.scan(text)
    }

    pub(crate) fn title(&self, title: &str, clues: occupations::Clues<'_>) -> Option<occupations::FoundTitle> {
        self.words.occupations.of_title(title, clues)
    }

    pub(crate) fn title_in(&self, sentence: &str) -> Option<occupations::FoundTitle> {
        self.words.occupations.in_sentence(sentence)
    }

    /// Every phrase that counts among what was found in a text: where, from which file, and from which byte of it.
    pub(crate) fn origins(&self, matches: &search::Matches) -> Vec<(std::ops::Range<usize>, &str, usize)> {
        let each = self.search.origins(matches).into_iter();
        each.filter_map(|(at, origin)| Some((at, self.files.get(origin.file as usize)?.as_str(), origin.byte as usize)))
            .collect()
    }

    pub(crate) fn locate(&self, place: &mut Place) {
        let stated = place.coordinates().is_some();
        self.words.places.locate(place, &self.words.postcodes);
        if stated || place.country.as_deref().is_some_and(|country| country != "NL") {
            return;
        }
        let imported = place.postcode.as_ref().and_then(|code| self.postcodes.as_ref()?.middle(code));
        if let Some(at) = imported {
            (place.lat, place.lon) = (Some(at.lat), Some(at.lon));
        }
    }

    /// Whether a place has this name.
    pub(crate) fn is_place(&self, name: &str) -> bool {
        self.words.places.is_name(name)
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
