//! What the work takes (belasting), per capability item, with the words of the vacancy that say so.

use crate::Item;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A quantity on the scale of a capability item. As a demand: what the work takes; as a limitation: what may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Kilograms.
    Kg(f64),
    /// Minutes unbroken (achtereen).
    Minutes(f64),
    /// Hours in a working day (tijdens het werk), or in a week for `hours_per_week`.
    Hours(f64),
    /// Degrees of bending.
    Degrees(f64),
    /// Centimetres of reach.
    Centimetres(f64),
    /// Times in an hour.
    PerHour(f64),
    /// Newton of pushing or pulling; 10 N is about 1 kilogram of force.
    Newton(f64),
    /// Steps of a staircase, counted up and down together.
    Steps(f64),
    /// Metres of height.
    Metres(f64),
}

impl Limit {
    /// The bare number, in the unit of the variant.
    pub fn amount(self) -> f64 {
        match self {
            Self::Kg(n) | Self::Minutes(n) | Self::Hours(n) | Self::Degrees(n) | Self::Centimetres(n) => n,
            Self::PerHour(n) | Self::Newton(n) | Self::Steps(n) | Self::Metres(n) => n,
        }
    }

    /// Whether two quantities are in one unit, so that they can be compared.
    pub fn comparable(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kg(n) => write!(out, "{n} kg"),
            Self::Minutes(n) => write!(out, "{n} min"),
            Self::Hours(n) => write!(out, "{n} h"),
            Self::Degrees(n) => write!(out, "{n}°"),
            Self::Centimetres(n) => write!(out, "{n} cm"),
            Self::PerHour(n) => write!(out, "{n}x per hour"),
            Self::Newton(n) => write!(out, "{n} N"),
            Self::Steps(n) => write!(out, "{n} steps"),
            Self::Metres(n) => write!(out, "{n} m"),
        }
    }
}

/// Whether the vacancy says that the work has the load, or that it has it not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Polarity {
    Asks,
    DoesNotAsk,
}

/// How much of the load, where the vacancy says it in words and not in a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intensity {
    /// "soms", "af en toe", "licht".
    Light,
    /// Said without more.
    Regular,
    /// "zwaar", "de hele dag", "veel": more than the norm of the item, or most of the day.
    Heavy,
}

/// Where a demand comes from; text is trusted before an employer's answer, that before a prior.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemandBasis {
    /// The vacancy's own words.
    Text,
    /// The usual load of the occupation. It may raise a signal; it never rejects and never clears.
    Prior,
}

/// What the work takes on one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// The capability item.
    pub item: Item,
    /// Whether the work has the load. For items named `no_…`, `few_…`, `low_…` the work *asks* when it has what the
    /// limitation excludes (deadlines, customers, night).
    pub polarity: Polarity,
    /// How much, where words say it.
    pub intensity: Intensity,
    /// How much, where a quantity is given.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// The level of the document's layout, where the vacancy names one (reference functions do).
    #[serde(default)]
    pub level: Option<u8>,
    /// Where it comes from.
    pub outcome_basis: DemandBasis,
    /// The words of the vacancy, or the source of the prior.
    pub quote: String,
    /// First byte of the quote in the posting's text; 0 for a prior.
    pub start: usize,
    /// Byte after the quote; 0 for a prior.
    pub end: usize,
}
