//! Where postcodes are (`postcodes.toml` and the Belgian places): the middle of an area, never an address.

use super::places::Places;
use domain::Coordinates;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What `postcodes.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(rename = "NL")]
    dutch: BTreeMap<String, [f64; 2]>,
}

/// All postcodes.
#[derive(Debug)]
pub(super) struct Postcodes {
    /// Areas of four digits.
    dutch: BTreeMap<u16, Coordinates>,
    /// Of the places known.
    belgian: BTreeMap<u16, Coordinates>,
}

impl Postcodes {
    pub(super) fn new(file: File, places: &Places) -> Self {
        let dutch = file
            .dutch
            .into_iter()
            .filter_map(|(code, [lat, lon])| Some((code.parse().ok()?, Coordinates { lat, lon })));
        let belgian = places.belgian_postcodes().filter_map(|(code, at)| Some((code.parse().ok()?, at)));
        Self { dutch: dutch.collect(), belgian: belgian.collect() }
    }

    /// The middle of the area that a postcode begins with.
    pub(super) fn middle(&self, code: &str, country: &str) -> Option<Coordinates> {
        let digits: String = code.chars().filter(char::is_ascii_digit).take(4).collect();
        let code = digits.parse().ok().filter(|_| digits.len() == 4)?;
        match country {
            "NL" => self.dutch.get(&code).copied().or_else(|| self.of_three_digits(code)),
            "BE" => self.nearest_belgian(code),
            _ => None,
        }
    }

    /// The middle of the areas that share the first three digits: a code may be newer than the table.
    fn of_three_digits(&self, code: u16) -> Option<Coordinates> {
        let ten = code / 10 * 10;
        let near: Vec<Coordinates> = self.dutch.range(ten..ten + 10).map(|(_, at)| *at).collect();
        let count = f64::from(u32::try_from(near.len()).ok().filter(|count| *count > 0)?);
        let lat = near.iter().map(|at| at.lat).sum::<f64>() / count;
        Some(Coordinates { lat, lon: near.iter().map(|at| at.lon).sum::<f64>() / count })
    }

    /// The nearest number of the same first two digits: neighbouring numbers are neighbouring places.
    fn nearest_belgian(&self, code: u16) -> Option<Coordinates> {
        let hundred = code / 100 * 100;
        let near = self.belgian.range(hundred..hundred + 100);
        near.min_by_key(|(each, _)| each.abs_diff(code)).map(|(_, at)| *at)
    }
}
