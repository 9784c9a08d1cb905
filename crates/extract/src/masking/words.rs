//! What `recruiters.toml` says: the words by which personal data of recruiters is found. Plain words, no phrases: they are
//! looked for before the phrases of all other files, so that these never see what is masked.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// What a word in a text says of what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// A person, whatever the name.
    Person,
    /// A person, where the name is certain.
    Reach,
    /// A name.
    Salutation,
}

/// A word of the file: in small letters, without spaces around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
struct Word(String);

impl TryFrom<String> for Word {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        if text.trim() != text || text.is_empty() {
            return Err(format!("'{text}' is no word: write it without spaces around it"));
        }
        if text.to_lowercase() != text {
            return Err(format!("'{text}' has a capital: write it in small letters, it is found in any case"));
        }
        Ok(Self(text))
    }
}

/// The file as it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    person: Vec<Word>,
    reach: Vec<Word>,
    salutations: Vec<Word>,
    between: BTreeSet<Word>,
    particles: BTreeSet<Word>,
    not_names: HashSet<Word>,
    #[serde(default)]
    organisations: HashSet<Word>,
    #[serde(default)]
    before_organisations: HashSet<Word>,
    mailboxes: HashSet<Word>,
    telephone: Vec<Word>,
    other_numbers: Vec<Word>,
    general_numbers: Vec<Word>,
    first_names: HashSet<Word>,
    also_words: HashSet<Word>,
}

/// The words, ready to be looked for.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    search: AhoCorasick,
    cues: Vec<Cue>,
    /// Without the stop behind them.
    salutations: HashSet<String>,
    between: HashSet<String>,
    particles: HashSet<String>,
    not_names: HashSet<String>,
    organisations: HashSet<String>,
    before_organisations: HashSet<String>,
    mailboxes: HashSet<String>,
    /// Longest first.
    telephone: Vec<String>,
    other_numbers: Vec<String>,
    general_numbers: Vec<String>,
    first_names: HashSet<String>,
    also_words: HashSet<String>,
}

fn plain<C: FromIterator<String>>(words: impl IntoIterator<Item = Word>) -> C {
    words.into_iter().map(|word| word.0).collect()
}

impl TryFrom<File> for Words {
    type Error = String;
    fn try_from(file: File) -> Result<Self, String> {
        let salutations: Vec<String> = plain(file.salutations);
        let [person, reach]: [Vec<String>; 2] = [plain(file.person), plain(file.reach)];
        let lists = [(&person, Cue::Person), (&reach, Cue::Reach), (&salutations, Cue::Salutation)];
        let cues = lists.iter().flat_map(|(words, cue)| words.iter().map(|_| *cue)).collect();
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(lists.iter().flat_map(|(words, _)| words.iter()))
            .map_err(|error| error.to_string())?;
        Ok(Self {
            search,
            cues,
            salutations: salutations.iter().map(|word| word.trim_end_matches('.').to_owned()).collect(),
            between: plain(file.between),
            particles: plain(file.particles),
            not_names: plain(file.not_names),
            organisations: plain(file.organisations),
            before_organisations: plain(file.before_organisations),
            mailboxes: plain(file.mailboxes),
            telephone: plain(file.telephone),
            other_numbers: plain(file.other_numbers),
            general_numbers: plain(file.general_numbers),
            first_names: plain(file.first_names),
            also_words: plain(file.also_words),
        })
    }
}

/// Words before a number are looked at no further back than this.
const LONGEST_BEFORE: usize = 32;

impl Words {
    /// Every whole word that says something of what follows it.
    pub(super) fn cues_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, Cue)> + 'a {
        let whole = |at: &Range<usize>| {
            !text[..at.start].ends_with(char::is_alphanumeric)
                && (!text[..at.end].ends_with(char::is_alphanumeric)
                    || !text[at.end..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '-'))
        };
        let found = self.search.find_iter(text).map(|hit| (hit.range(), self.cues[hit.pattern().as_usize()]));
        found.filter(move |(at, _)| text.is_char_boundary(at.end) && whole(at))
    }

    /// Whether a part of a mail address is an office's.
    pub(super) fn is_office(&self, part: &str) -> bool {
        self.mailboxes.contains(&part.to_lowercase())
    }

    /// Whether the words right before a place say that a phone number follows.
    pub(super) fn telephone_ends(&self, text: &str, at: usize) -> bool {
        ends_with_one(&self.telephone, text, at)
    }

    /// Whether the words right before a place say that some other number follows.
    pub(super) fn other_number_ends(&self, text: &str, at: usize) -> bool {
        ends_with_one(&self.other_numbers, text, at) || is_bank(&text[..at])
    }

    /// Whether a number is a line that no person has for himself.
    pub(super) fn is_general(&self, digits: &str) -> bool {
        self.general_numbers.iter().any(|start| digits.starts_with(start.as_str()))
    }

    pub(super) fn is_salutation(&self, word: &str) -> bool {
        self.salutations.contains(word)
    }

    pub(super) fn is_between(&self, word: &str) -> bool {
        self.between.contains(word)
    }

    pub(super) fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    pub(super) fn is_no_name(&self, word: &str) -> bool {
        self.not_names.contains(word)
    }

    /// Whether only an organisation's name has this word.
    pub(super) fn is_organisations(&self, word: &str) -> bool {
        self.organisations.contains(word)
    }

    /// Whether an organisation's name follows on this word.
    pub(super) fn names_organisation(&self, word: &str) -> bool {
        self.before_organisations.contains(word)
    }

    /// "jan-willem" by its first part.
    pub(super) fn is_first_name(&self, word: &str) -> bool {
        self.first_names.contains(word)
            || word.split_once('-').is_some_and(|(first, _)| self.first_names.contains(first))
    }

    pub(super) fn is_also_a_word(&self, name: &str) -> bool {
        self.also_words.contains(name)
    }
}

/// Whether one of some words stands right before a place, with at most a few marks between.
fn ends_with_one(words: &[String], text: &str, at: usize) -> bool {
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_BEFORE));
    let before = text[from..at].to_lowercase();
    let bare = before.trim_end_matches([' ', '\u{a0}', ':', '.', '(', '-']);
    words.iter().any(|word| {
        // a word that ends with a mark stands right before the number
        let here = if word.ends_with(char::is_alphanumeric) { bare } else { before.as_str() };
        let rest = here.strip_suffix(word.as_str());
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}

/// "NL12 BANK " before the digits of an account (ISO 13616).
fn is_bank(before: &str) -> bool {
    let mut letters = before.chars().rev().filter(|letter| *letter != ' ');
    let bank = letters.by_ref().take(4).filter(char::is_ascii_uppercase).count() == 4;
    let check = letters.by_ref().take(2).filter(char::is_ascii_digit).count() == 2;
    bank && check && letters.take(2).filter(char::is_ascii_uppercase).count() == 2
}
