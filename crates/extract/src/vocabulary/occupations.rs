//! Titles of occupations and their ISCO-08 unit groups (`occupations.toml`). Only titles are read, not whole texts.

use aho_corasick::AhoCorasick;
use domain::posting::Occupation;
use serde::Deserialize;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    isco: String,
    label: String,
    titles: Vec<String>,
    #[serde(default)]
    alternatives: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    occupation: Vec<Row>,
}

/// A title of the vocabulary in lower case; with `*` before it, also as the end of a longer word.
#[derive(Debug)]
struct Title {
    words: String,
    as_ending: bool,
    as_beginning: bool,
    row: usize,
}

/// All titles, the longest first.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(super) struct Occupations {
    rows: Vec<Row>,
    titles: Vec<Title>,
    /// Finds the words of all titles at once.
    words: AhoCorasick,
}

/// A title that was recognised, with the bytes of the words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundTitle {
    pub(crate) occupation: Occupation,
    pub(crate) at: Range<usize>,
}

impl TryFrom<File> for Occupations {
    type Error = String;
    fn try_from(file: File) -> Result<Self, String> {
        let mut titles = Vec::new();
        for (row, occupation) in file.occupation.iter().enumerate() {
            let codes = occupation.alternatives.iter().chain([&occupation.isco]);
            if let Some(wrong) = codes.into_iter().find(|code| code.len() != 4 || code.parse::<u16>().is_err()) {
                return Err(format!("'{wrong}' ({}) is no unit group of ISCO-08: give four digits", occupation.label));
            }
            for title in &occupation.titles {
                let words = title.trim_matches('*').to_lowercase();
                titles.push(Title {
                    words,
                    as_ending: title.starts_with('*'),
                    as_beginning: title.ends_with('*'),
                    row,
                });
            }
        }
        titles.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
        let words =
            AhoCorasick::new(titles.iter().map(|title| &title.words)).map_err(|error| format!("titles: {error}"))?;
        Ok(Self { rows: file.occupation, titles, words })
    }
}

/// How sure a title is that covers all of the words, and one that covers a part.
const WHOLE: f64 = 0.95;
const PART: f64 = 0.75;

impl Occupations {
    pub(super) fn of_title(&self, title: &str) -> Option<FoundTitle> {
        let lower = lower_keeping_bytes(title);
        let head = head(&lower);
        let each = self.words.find_overlapping_iter(&head).map(|hit| (hit.pattern().as_usize(), hit.range()));
        let fitting = each.filter(|(title, at)| self.titles[*title].fits(&head, at));
        let (title, at) = fitting.min_by_key(|(title, at)| (*title, at.start))?;
        let row = &self.rows[self.titles[title].row];
        let confidence = if at.len() == head.trim().len() { WHOLE } else { PART };
        let occupation = Occupation {
            isco08: row.isco.clone(),
            label: row.label.clone(),
            confidence,
            alternatives: row.alternatives.clone(),
        };
        Some(FoundTitle { occupation, at })
    }
}

/// Lower case where that keeps the length, so that places in it are places in the title.
fn lower_keeping_bytes(text: &str) -> String {
    text.chars()
        .map(|letter| {
            letter.to_lowercase().next().filter(|lower| lower.len_utf8() == letter.len_utf8()).unwrap_or(letter)
        })
        .collect()
}

/// The title before hours, places and marks of sex: what stands in brackets is made blank, byte for byte.
fn head(lower: &str) -> String {
    let mut depth = 0_usize;
    let blank = lower.chars().map(|letter| {
        depth += usize::from(matches!(letter, '(' | '['));
        let inside = depth > 0;
        depth -= usize::from(matches!(letter, ')' | ']') && depth > 0);
        (letter, inside)
    });
    blank
        .flat_map(|(letter, inside)| {
            std::iter::repeat_n(if inside { ' ' } else { letter }, if inside { letter.len_utf8() } else { 1 })
        })
        .collect()
}

impl Title {
    /// Whether the words, found at a place, stand there as the title asks: whole, or as an end or a beginning.
    fn fits(&self, text: &str, at: &Range<usize>) -> bool {
        let free = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        let before = self.as_ending || free(text[..at.start].chars().next_back());
        before && (self.as_beginning || free(text[at.end..].chars().next()))
    }
}
