//! Places and postcodes with their coordinates (`places.toml`). A place that is not in it stays unknown.

use domain::profile::Home;
use domain::{Coordinates, Place};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    #[serde(default)]
    also: Vec<String>,
    postcode: String,
    lat: f64,
    lon: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Regions {
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "NL")]
    dutch: Vec<Row>,
    #[serde(rename = "BE")]
    belgian: Vec<Row>,
    postcodes: Postcodes,
    regions: Regions,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Postcodes {
    #[serde(rename = "NL")]
    dutch: BTreeMap<String, [f64; 2]>,
}

#[derive(Debug, Clone)]
struct Known {
    name: String,
    postcode: String,
    country: &'static str,
    at: Coordinates,
}

/// All places.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(super) struct Places {
    /// By lower-case name; the Netherlands before Belgium where both have one.
    by_name: BTreeMap<String, Known>,
    dutch_postcodes: BTreeMap<String, Coordinates>,
    /// Belgian postcodes of four digits, of the places known.
    belgian_postcodes: BTreeMap<u16, Coordinates>,
}

impl TryFrom<File> for Places {
    type Error = String;
    fn try_from(file: File) -> Result<Self, String> {
        let mut by_name = BTreeMap::new();
        let mut belgian_postcodes = BTreeMap::new();
        let each = file.belgian.iter().map(|row| (row, "BE")).chain(file.dutch.iter().map(|row| (row, "NL")));
        for (row, country) in each {
            let at = Coordinates { lat: row.lat, lon: row.lon };
            let code: u16 =
                row.postcode.parse().map_err(|_| format!("{}: the postcode must be four digits", row.name))?;
            if country == "BE" {
                belgian_postcodes.insert(code, at);
            }
            for name in row.also.iter().chain([&row.name]) {
                let known = Known { name: row.name.clone(), postcode: row.postcode.clone(), country, at };
                by_name.insert(name.to_lowercase(), known);
            }
        }
        for region in &file.regions.names {
            by_name.remove(&region.to_lowercase());
        }
        let dutch_postcodes =
            file.postcodes.dutch.into_iter().map(|(code, [lat, lon])| (code, Coordinates { lat, lon }));
        Ok(Self { by_name, dutch_postcodes: dutch_postcodes.collect(), belgian_postcodes })
    }
}

impl Places {
    /// The middle of the areas that a postcode begins.
    fn postcode(&self, code: &str, country: &str) -> Option<Coordinates> {
        let digits: String = code.chars().filter(char::is_ascii_digit).take(4).collect();
        if digits.len() < 4 {
            return None;
        }
        match country {
            "NL" => self.dutch_postcodes.get(&digits[..3]).copied(),
            "BE" => self.belgian(digits.parse().ok()?),
            _ => None,
        }
    }

    /// The nearest number of the same first two digits: neighbouring numbers are neighbouring places.
    fn belgian(&self, code: u16) -> Option<Coordinates> {
        let hundred = code / 100 * 100;
        let near = self.belgian_postcodes.range(hundred..hundred + 100);
        near.min_by_key(|(each, _)| each.abs_diff(code)).map(|(_, at)| *at)
    }

    fn name(&self, name: &str) -> Option<&Known> {
        self.by_name.get(&name.trim().to_lowercase())
    }

    pub(super) fn home(&self, home: &Home) -> Option<Coordinates> {
        let by_name = || {
            let known = self.name(home.place.as_ref()?)?;
            (known.country == home.country).then_some(known.at)
        };
        home.postcode.as_ref().and_then(|code| self.postcode(code, &home.country)).or_else(by_name)
    }

    /// Adds coordinates, postcode and country to a place, as far as they follow from what it says.
    pub(super) fn locate(&self, place: &mut Place) {
        if place.coordinates().is_some() {
            return;
        }
        let country = place.country.clone().unwrap_or_else(|| "NL".to_owned());
        let by_code = place.postcode.as_ref().and_then(|code| self.postcode(code, &country));
        // "Meulebeke, Tielt": the first part that is known says nearly where
        let parts = || place.text.split([',', '/', '(', ')', ';']);
        let by_name = parts().find_map(|part| self.name(part)).cloned();
        if let Some(known) = &by_name {
            place.country.get_or_insert_with(|| known.country.to_owned());
        }
        if let Some(at) = by_code.or(by_name.map(|known| known.at)) {
            (place.lat, place.lon) = (Some(at.lat), Some(at.lon));
        }
    }

    /// Every place named in a text, with a capital letter, as a whole word.
    pub(super) fn in_text(&self, text: &str) -> Vec<(Range<usize>, Place)> {
        let mut found = Vec::new();
        let starts = text.char_indices().filter(|(at, letter)| {
            let begins =
                text[..*at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '-');
            begins && (letter.is_uppercase() || *letter == '\'')
        });
        let mut free_from = 0;
        for (start, _) in starts.collect::<Vec<_>>() {
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
        let ends =
            rest.char_indices().filter(|(_, letter)| !letter.is_alphanumeric() && !matches!(letter, '-' | '\'' | '’'));
        let ends = ends.map(|(at, _)| at).chain([rest.len()]).filter(|at| *at > 0).take(4);
        ends.filter_map(|end| Some((start + end, self.name(&rest[..end])?))).last()
    }
}

impl Known {
    fn place(&self, text: &str) -> Place {
        Place {
            text: if text.is_empty() { self.name.clone() } else { text.to_owned() },
            postcode: Some(self.postcode.clone()),
            country: Some(self.country.to_owned()),
            lat: Some(self.at.lat),
            lon: Some(self.at.lon),
        }
    }
}
