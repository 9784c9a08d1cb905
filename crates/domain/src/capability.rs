//! What the company doctor's document states (belastbaarheid): per item, with its date and validity.
//!
//! Only limitations and hours, never why: diagnosis, treatment and medication have no field here.

use crate::{Item, Limit};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The kind of document (DOMAIN.md 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Document {
    /// Functionele Mogelijkhedenlijst.
    #[serde(rename = "FML")]
    Fml,
    /// Inzetbaarheidsprofiel.
    #[serde(rename = "IZP")]
    Izp,
    /// Lijst arbeidsmogelijkheden en beperkingen.
    #[serde(rename = "LAB")]
    Lab,
    /// Beschrijving Arbeidsbelastbaarheid en Re-integratie.
    #[serde(rename = "BAR")]
    Bar,
    /// Any other.
    #[serde(rename = "other")]
    Other,
}

/// The layout that levels are counted in; level 3 of lifting is 2 kg in one and 1 kg in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Layout {
    /// The newer layout (DOMAIN.md 1.2).
    #[serde(rename = "fml-2020")]
    Fml2020,
    /// The older layout (DOMAIN.md 1.3).
    #[serde(rename = "fml-2002")]
    Fml2002,
}

/// One item on which the document states a limitation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapabilityLimit {
    /// The item.
    pub item: Item,
    /// The document's level, by its layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The quantity, where the document gives one instead of a level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// For items that are lists: which of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aspects: Vec<String>,
    /// Free text ("namelijk"): forces a look by a person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Hours allowed from a date on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildUpStep {
    /// First day of the step.
    #[serde(deserialize_with = "crate::day::read")]
    pub from: NaiveDate,
    /// Hours a day.
    pub per_day: f64,
    /// Hours a week.
    pub per_week: f64,
}

/// What the document states on hours. Absent: no limitation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HoursAllowed {
    /// Hours a day now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<f64>,
    /// Hours a week now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_week: Option<f64>,
    /// No work between 22 and 06.
    pub no_night: bool,
    /// No work between 18 and 22.
    pub no_evening: bool,
    /// Later steps, in order of date.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub build_up: Vec<BuildUpStep>,
}

impl HoursAllowed {
    /// Hours a week allowed on a date; `None`: no limitation.
    pub fn per_week_on(&self, date: NaiveDate) -> Option<f64> {
        let step = self.build_up.iter().rev().find(|step| step.from <= date);
        step.map(|step| step.per_week).or(self.per_week)
    }

    /// The first day on which this many hours a week are allowed, where a later step allows them.
    pub fn first_day_for(&self, hours: f64) -> Option<NaiveDate> {
        self.build_up.iter().find(|step| step.per_week >= hours).map(|step| step.from)
    }
}

/// The document as it concerns work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// Which document.
    pub document: Document,
    /// Which layout its levels are counted in.
    pub layout: Layout,
    /// Its date.
    #[serde(deserialize_with = "crate::day::read")]
    pub drawn_up_on: NaiveDate,
    /// Last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::read_optional")]
    pub valid_until: Option<NaiveDate>,
    /// The role of who drew it up, not a name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The limitations. An item that is not here is not limited.
    #[serde(default)]
    pub items: Vec<CapabilityLimit>,
    /// Hours.
    #[serde(default)]
    pub hours: HoursAllowed,
}
