//! What the employer asks of a person (functie-eisen). A plus ("pré") is never a requirement, of anything.

use crate::{EducationLevel, Language};
use serde::{Deserialize, Serialize};

/// The education that suffices: the lowest level the vacancy accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EducationRequired {
    /// The lowest level that suffices.
    pub level: EducationLevel,
    /// True where a diploma is asked; false for "werk- en denkniveau".
    pub diploma_required: bool,
}

/// Experience asked as a must.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExperienceRequired {
    /// Years at least; 0 where experience is a must without a number.
    pub min: f32,
}

/// A language asked, with the level where the vacancy gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageRequired {
    /// Which language.
    pub language: Language,
    /// The level at least.
    pub level: Option<LanguageLevel>,
}

/// Levels of the Common European Framework, and native.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the framework")]
pub enum LanguageLevel {
    A1,
    A2,
    B1,
    B2,
    C1,
    C2,
    #[serde(rename = "native")]
    Native,
}

impl LanguageLevel {
    /// Steps of the framework from A1 = 1; native counts as C2.
    pub fn step(self) -> i8 {
        match self {
            Self::A1 => 1,
            Self::A2 => 2,
            Self::B1 => 3,
            Self::B2 => 4,
            Self::C1 => 5,
            Self::C2 | Self::Native => 6,
        }
    }
}

/// All that is asked. `None` and empty mean: the vacancy does not say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Requirements {
    /// Level of education.
    pub education: Option<EducationRequired>,
    /// Years of experience.
    pub experience_years: Option<ExperienceRequired>,
    /// Driving licences by their European category: `B`, `C`, `CE`, `D`, `BE`, `AM`, `T` …
    pub licences: Vec<String>,
    /// Whether an own car is asked.
    pub own_car: Option<bool>,
    /// Certificates by name: `vca_basis`, `forklift`, `code95` …
    pub certificates: Vec<String>,
    /// Professional registers: `big`, `skj`.
    pub registrations: Vec<String>,
    /// Whether a certificate of conduct (VOG) is asked. Information only: never compared with a person.
    pub vog: Option<bool>,
    /// Languages.
    pub languages: Vec<LanguageRequired>,
}
