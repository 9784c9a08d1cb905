//! Reading a day: as a text in JSON, as a text or a date of its own in TOML. Only for reading; days are written as text.

use chrono::NaiveDate;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

struct Day(NaiveDate);

struct DayVisitor;

fn parse<E: Error>(text: &str) -> Result<Day, E> {
    text.parse().map(Day).map_err(|_| E::custom(format!("'{text}' is no date: write it as 2026-11-02")))
}

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Day;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a date such as 2026-11-02")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        parse(text)
    }

    /// The toml crate hands over its dates as a map of one entry, whose value is the date as written.
    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Day, M::Error> {
        let entry: Option<(String, String)> = map.next_entry()?;
        let (_, text) = entry.ok_or_else(|| M::Error::custom("a date is missing: write it as 2026-11-02"))?;
        parse(&text)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

/// Reads a day.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    Day::deserialize(deserializer).map(|day| day.0)
}

/// Reads a day that may be left out.
pub(crate) fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    Ok(Option::<Day>::deserialize(deserializer)?.map(|day| day.0))
}
