//! Places by their names (`places.toml`): where they are, and where a text names them. Postcodes are in `postcodes`.
//!
//! A place that is not in the table stays unknown, and so does a name that several places share.

use super::postcodes::Postcodes;
use domain::profile::Home;
use domain::{Coordinates, Place};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Name, postcode, latitude, longitude.
type Row = (String, String, f64, f64);

/// The countries of the table; of places with one name in several, the first counts unless the country is said.
const COUNTRIES: [&str; 3] = ["NL", "BE", "DE"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "NL")]
    dutch: Vec<Row>,
    #[serde(rename = "BE")]
    belgian: Vec<Row>,
    #[serde(rename = "DE")]
    german: Vec<Row>,
    words: Vec<String>,
    before: Vec<String>,
    around: Vec<String>,
    regions: Vec<String>,
    also: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Clone)]
pub(super) struct Known {
    postcode: String,
    country: &'static str,
    at: Coordinates,
}

/// All places.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(super) struct Places {
    /// By lower-case name, in the order of [`COUNTRIES`].
    by_name: BTreeMap<String, Vec<Known>>,
    /// Names that are also words of ordinary speech.
    words: BTreeSet<String>,
    /// What such a name must stand behind in running text.
    before: BTreeSet<String>,
    /// Taken off around a name in a field of its own; longest first.
    around: Vec<String>,
}

fn lower(words: Vec<String>) -> impl Iterator<Item = String> {
    words.into_iter().map(|word| word.to_lowercase())
}

impl TryFrom<File> for Places {
    type Error = String;
    fn try_from(file: File) -> Result<Self, String> {
        let mut by_name: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for (country, rows) in COUNTRIES.into_iter().zip([file.dutch, file.belgian, file.german]) {
            for (name, postcode, lat, lon) in rows {
                let known = Known { postcode, country, at: Coordinates { lat, lon } };
                by_name.entry(name.to_lowercase()).or_default().push(known);
            }
        }
        for (country, names) in file.also {
            for (other, name) in names {
                let known = by_name.get(&name.to_lowercase()).into_iter().flatten();
                let known = known.into_iter().find(|known| known.country == country).cloned();
                let known = known.ok_or_else(|| format!("also.{country}: there is no place '{name}' for '{other}'"))?;
                by_name.entry(other.to_lowercase()).or_default().push(known);
            }
        }
        for region in lower(file.regions) {
            by_name.remove(&region);
        }
        let mut around: Vec<String> = lower(file.around).collect();
        around.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Ok(Self { by_name, words: lower(file.words).collect(), before: lower(file.before).collect(), around })
    }
}

impl Places {
    /// The Belgian postcodes of the table, for [`Postcodes`].
    pub(super) fn belgian_postcodes(&self) -> impl Iterator<Item = (&str, Coordinates)> {
        let each = self.by_name.values().flatten().filter(|known| known.country == "BE");
        each.map(|known| (known.postcode.as_str(), known.at))
    }

    /// The place of a name, in this country where one is said.
    fn name(&self, name: &str, country: Option<&str>) -> Option<&Known> {
        let known = self.by_name.get(&name.trim().to_lowercase())?;
        known.iter().find(|known| country.is_none_or(|country| known.country == country))
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        self.name(name, None).is_some()
    }

    pub(super) fn home(&self, home: &Home, postcodes: &Postcodes) -> Option<Coordinates> {
        let by_name = || Some(self.name(home.place.as_ref()?, Some(&home.country))?.at);
        home.postcode.as_ref().and_then(|code| postcodes.middle(code, &home.country)).or_else(by_name)
    }

    /// Postcode and country of the place that a place's words name.
    pub(super) fn postcode_of(&self, place: &Place) -> Option<(&str, &str)> {
        let known = self.in_field(&place.text, place.country.as_deref())?;
        Some((known.postcode.as_str(), known.country))
    }

    /// Adds coordinates and country to a place, as far as they follow from what it says.
    pub(super) fn locate(&self, place: &mut Place, postcodes: &Postcodes) {
        let foreign = place.country.as_deref().is_some_and(|country| !COUNTRIES.contains(&country));
        if place.coordinates().is_some() || foreign {
            return;
        }
        let by_code = place.postcode.as_ref().and_then(|code| {
            let country = place.country.as_deref().unwrap_or("NL");
            postcodes.middle(code, country)
        });
        let by_name = self.in_field(&place.text, place.country.as_deref());
        if let Some(known) = by_name {
            place.country.get_or_insert_with(|| known.country.to_owned());
        }
        if let Some(at) = by_code.or(by_name.map(|known| known.at)) {
            (place.lat, place.lon) = (Some(at.lat), Some(at.lon));
        }
    }

    /// The place that a field of its own names. "Meulebeke, Tielt": the first part that is known says nearly where.
    fn in_field(&self, text: &str, country: Option<&str>) -> Option<&Known> {
        let parts = || text.split([',', '/', '(', ')', ';', '|', '·']).chain(text.split(" - "));
        let whole = std::iter::once(text).chain(parts());
        whole.into_iter().find_map(|part| {
            let bare = || self.without_surroundings(part);
            self.name(part, country).or_else(|| self.name(&bare(), country))
        })
    }

    /// "Gent en omgeving", "Regio Utrecht" and "7411 KT Deventer" without the words and figures around the name.
    fn without_surroundings(&self, part: &str) -> String {
        let mut name = part.trim().to_lowercase();
        for words in &self.around {
            let before = name.strip_prefix(words.as_str()).filter(|rest| rest.starts_with(' '));
            if let Some(rest) = before.or_else(|| name.strip_suffix(words.as_str()).filter(|rest| rest.ends_with(' ')))
            {
                name = rest.trim().to_owned();
            }
        }
        let is_code = |word: &str| word.chars().any(|letter| letter.is_ascii_digit()) || word.len() == 2;
        let words: Vec<&str> = name.split_whitespace().collect();
        let code = words.iter().take(2).take_while(|word| is_code(word)).count();
        let has_digits = words.first().is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
        if has_digits { words[code..].join(" ") } else { name }
    }

    /// Every place named in a text, with a capital letter, as a whole word.
    pub(super) fn in_text(&self, text: &str) -> Vec<(Range<usize>, Place)> {
        let mut found = Vec::new();
        let mut free_from = 0;
        let starts = text.char_indices().filter(|(at, letter)| {
            let before = text[..*at].chars().next_back();
            let begins = before.is_none_or(|before| !before.is_alphanumeric() && before != '-');
            begins && (letter.is_uppercase() || *letter == '\'')
        });
        for (start, _) in starts {
            if start < free_from {
                continue;
            }
            if let Some((end, known)) = self.longest_at(text, start) {
                free_from = end;
                found.push((start..end, known.place(&text[start..end])));
            }
        }
        found
    }

    /// The longest name of up to four words that begins here.
    fn longest_at(&self, text: &str, start: usize) -> Option<(usize, &Known)> {
        let rest = &text[start..];
        let is_end = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '\'' | '’');
        let ends = rest.char_indices().filter(|(_, letter)| is_end(*letter)).map(|(at, _)| at).chain([rest.len()]);
        let names = ends
            .filter(|at| !rest[..*at].ends_with(|letter: char| letter.is_whitespace()) && *at > 0)
            .take(4)
            .filter_map(|end| {
                let known = self.name(&rest[..end], None)?;
                self.is_meant(text, start..start + end).then_some((start + end, known))
            });
        names.last()
    }

    /// "Best" is a place behind "in", and else a word; so it is where it stands alone between bars or dashes.
    fn is_meant(&self, text: &str, at: Range<usize>) -> bool {
        if !self.words.contains(&text[at.clone()].to_lowercase()) {
            return true;
        }
        let before = text[..at.start].trim_end();
        let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let after = text[at.end..].trim_start().chars().next();
        let alone = before.ends_with(['|', '–', '(', '·']) || before.ends_with(" -");
        let ends = after.is_none_or(|letter| matches!(letter, '|' | '–' | ')' | '·' | '\n'));
        self.before.contains(&word.to_lowercase()) || alone && ends
    }
}

impl Known {
    fn place(&self, text: &str) -> Place {
        Place {
            text: text.to_owned(),
            postcode: Some(self.postcode.clone()),
            country: Some(self.country.to_owned()),
            lat: Some(self.at.lat),
            lon: Some(self.at.lon),
        }
    }
}
