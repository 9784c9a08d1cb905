//! Titles, employers and places without what does not tell openings apart, by the words of `duplicates.toml`. Not about
//! texts, and not about which postings are one vacancy.

use domain::{Place, Posting};
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeSet;
use url::Url;

/// The words of `duplicates.toml`, compiled.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Stated")]
pub(crate) struct Words {
    title: Vec<Regex>,
    around_place: Vec<String>,
    between_places: Regex,
    wide_places: BTreeSet<String>,
    same_place: Vec<Vec<String>>,
    company_forms: BTreeSet<String>,
    telling: BTreeSet<String>,
    pub(crate) limits: Limits,
}

/// How alike is alike enough; percentages of a text.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) other_site: u8,
    pub(crate) same_site: u8,
    pub(crate) other_employer: u8,
    pub(crate) unplaced: u8,
    pub(crate) longer_title: u8,
    pub(crate) least_words: usize,
    pub(crate) same_point_kilometres: f64,
    pub(crate) repost_within_days: i64,
}

/// The file as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    gender: Vec<String>,
    ornaments: Vec<String>,
    hours: Vec<String>,
    around_place: Vec<String>,
    between_places: Vec<String>,
    wide_places: BTreeSet<String>,
    same_place: Vec<Vec<String>>,
    company_forms: BTreeSet<String>,
    telling: BTreeSet<String>,
    limits: Limits,
}

impl TryFrom<Stated> for Words {
    type Error = regex::Error;

    fn try_from(stated: Stated) -> Result<Self, Self::Error> {
        let (gender, hours) = (alternatives(&stated.gender), alternatives(&stated.hours));
        let number = r"\d{1,3}(?:[.,]\d+)?";
        let title = [
            format!(r"[(\[]?\b(?:{gender})(?:\s*[/|]\s*(?:{gender}))+\b[)\]]?"),
            format!(r"\b{number}\s*(?:(?:-|–|/|tot|to|à|a)\s*{number}\s*)?(?:{hours})\b"),
            r"(?:tot\s*)?[€$£]\s*[\d.,]+(?:\s*(?:-|–|tot)\s*[€$£]?\s*[\d.,]+)?(?:,?-)?".to_owned(),
            format!(r"\b(?:{})\b", alternatives(&stated.ornaments)),
        ];
        Ok(Self {
            title: title.iter().map(|pattern| Regex::new(pattern)).collect::<Result<_, _>>()?,
            between_places: Regex::new(&format!(r"[,/|;()]|\s(?:{})\s", alternatives(&stated.between_places)))?,
            around_place: longest_first(stated.around_place),
            wide_places: stated.wide_places,
            same_place: stated.same_place,
            company_forms: stated.company_forms,
            telling: stated.telling,
            limits: stated.limits,
        })
    }
}

/// Words as alternatives of a pattern; of two that begin alike the longer is tried first.
fn alternatives(words: &[String]) -> String {
    let words = longest_first(words.to_vec()).into_iter();
    words.map(|word| regex::escape(&word).replace(' ', r"[\s./-]*")).collect::<Vec<_>>().join("|")
}

fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words
}

impl Words {
    /// The title's words, in order, without ornaments and without the places of work. A title that is nothing but
    /// ornament is its own.
    pub(crate) fn title(&self, posting: &Posting) -> Vec<String> {
        let plain = unaccented(&posting.title);
        let bare =
            self.title.iter().fold(plain.clone(), |title, ornament| ornament.replace_all(&title, " ").into_owned());
        let mut bare = format!(" {} ", words(&bare).join(" "));
        for place in self.places(posting) {
            for before in &self.around_place {
                bare = bare.replace(&format!(" {before} {place} "), " ");
            }
            bare = bare.replace(&format!(" {place} "), " ");
        }
        let left = words(&bare);
        if left.is_empty() { words(&plain) } else { left }
    }

    /// The employer's words without forms of companies; empty where none is named.
    pub(crate) fn employer(&self, posting: &Posting) -> Vec<String> {
        let named = posting.employer.as_deref().unwrap_or_default();
        let named = words(&unaccented(named).replace('.', ""));
        let telling: Vec<String> = named.iter().filter(|word| !self.company_forms.contains(*word)).cloned().collect();
        if telling.is_empty() { named } else { telling }
    }

    /// Names of places that are narrow enough to tell openings apart.
    pub(crate) fn places(&self, posting: &Posting) -> BTreeSet<String> {
        posting.places.iter().flat_map(|place| self.parts(place)).collect()
    }

    fn parts(&self, place: &Place) -> Vec<String> {
        let text = format!(" {} ", unaccented(&place.text));
        let parts = self.between_places.split(&text).map(|part| self.one_place(part));
        parts.filter(|part| !part.is_empty() && !self.wide_places.contains(part)).collect()
    }

    fn one_place(&self, part: &str) -> String {
        let mut name = words(part).join(" ");
        for around in &self.around_place {
            name =
                name.strip_prefix(around.as_str()).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(&name).to_owned();
            name =
                name.strip_suffix(around.as_str()).and_then(|rest| rest.strip_suffix(' ')).unwrap_or(&name).to_owned();
        }
        let known = self.same_place.iter().find(|names| names.contains(&name)).and_then(|names| names.first());
        known.cloned().unwrap_or(name)
    }

    /// The words of the last part of an address; empty where it is only a number or a code.
    pub(crate) fn in_address(&self, posting: &Posting) -> BTreeSet<String> {
        let url = Url::parse(&posting.url).ok();
        let parts = url.as_ref().and_then(Url::path_segments);
        let last = parts.and_then(|parts| parts.rev().find(|part| !part.is_empty())).unwrap_or_default();
        let of_letters = |word: &String| word.chars().all(char::is_alphabetic) && word.chars().count() > 2;
        let named: BTreeSet<String> = words(&unaccented(last)).into_iter().filter(of_letters).collect();
        let telling = |word: &String| !self.company_forms.contains(word) && !self.around_place.contains(word);
        if named.len() < 2 { BTreeSet::new() } else { named.into_iter().filter(telling).collect() }
    }

    /// Whether a word makes another opening of an otherwise equal title.
    pub(crate) fn tells_apart(&self, word: &str) -> bool {
        self.telling.contains(word) || word.chars().any(|letter| letter.is_ascii_digit())
    }
}

/// The site that a posting stands on.
pub(crate) fn host(posting: &Posting) -> String {
    let url = Url::parse(&posting.url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Lower-case words: letters, digits, and the signs of C++ and C#.
pub(crate) fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '+' && letter != '#');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Lower case without the accents of western European languages, which sites lose or keep.
pub(crate) fn unaccented(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_ascii() {
            true => plain.push(letter.to_ascii_lowercase()),
            false => plain.extend(letter.to_lowercase().map(without_accent)),
        }
    }
    plain
}

/// A letter without its accent.
pub(crate) fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => letter,
    }
}
