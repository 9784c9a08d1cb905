//! The mediation profile (bemiddelingsprofiel) as written: persoonsprofiel, capability and zoekprofiel.
//!
//! This is the form of the file; what a field may hold beyond its type is checked at import, where errors get a place.

use crate::requirements::LanguageLevel;
use crate::{CandidateId, Capability, EducationLevel, Language};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How to reach the candidate. Stays in the encrypted dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Address for the digest.
    pub email: String,
}

/// Where the candidate lives: a postcode area of four digits, or a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// Four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Name of a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default = "netherlands")]
    pub country: String,
}

fn netherlands() -> String {
    "NL".to_owned()
}

/// Own means of transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TravelMode {
    Car,
    PublicTransport,
    Bike,
    Walk,
}

/// How, and how long, the candidate can travel one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// Means of transport.
    pub modes: Vec<TravelMode>,
    /// Minutes one way.
    pub max_minutes: u32,
}

/// The trajectory: dates and what was agreed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trajectory {
    /// First day of sickness: milestones count from it.
    #[serde(deserialize_with = "crate::day::read")]
    pub first_sick_day: NaiveDate,
    /// First day of the second track.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::read_optional")]
    pub started: Option<NaiveDate>,
    /// Applications a week, as agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applications_per_week: Option<u32>,
}

/// One education.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Education {
    /// Level.
    pub level: EducationLevel,
    /// Direction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Whether there is a diploma.
    #[serde(default)]
    pub diploma: bool,
}

/// One stretch of work experience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experience {
    /// Occupation.
    pub title: String,
    /// Years.
    pub years: f64,
    /// Last day; none: until now.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::read_optional")]
    pub until: Option<NaiveDate>,
}

/// Registration in a professional register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// `big`, `skj`.
    pub name: String,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::read_optional")]
    pub until: Option<NaiveDate>,
}

/// A language and how well it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageSkill {
    /// Language.
    pub language: Language,
    /// Level.
    pub level: LanguageLevel,
}

/// What the candidate can show.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Qualifications {
    /// Driving licences.
    pub licences: Vec<String>,
    /// Whether there is an own car.
    pub own_car: bool,
    /// Certificates.
    pub certificates: Vec<String>,
    /// Registrations.
    pub registrations: Vec<Registration>,
    /// Languages.
    pub languages: Vec<LanguageSkill>,
    /// Skills in own words.
    pub skills: Vec<String>,
}

/// Pay before the sickness, to hold 65 % of it against what is offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WageBefore {
    /// Euros, gross.
    pub amount: f64,
    /// The period that it is for.
    pub per: crate::posting::PayPeriod,
    /// Hours a week that it was for.
    pub hours: f64,
}

/// Zoekprofiel: what is searched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchProfile {
    /// Occupations in own words.
    pub occupations: Vec<String>,
    /// Wished not: comes last, never rejects.
    pub exclude: Vec<String>,
    /// Hours a week at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_min: Option<f64>,
    /// Hours a week at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours_max: Option<f64>,
    /// Pay before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_before: Option<WageBefore>,
}

/// All that the matcher reads of a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediationProfile {
    /// Pseudonymous id.
    pub id: CandidateId,
    /// Language of the digest: `nl` or `en`.
    pub language: Language,
    /// How to reach the candidate.
    pub contact: Contact,
    /// Where the candidate lives.
    pub home: Home,
    /// Travelling.
    pub travel: Travel,
    /// Dates and agreement.
    pub trajectory: Trajectory,
    /// The doctor's document.
    pub capability: Capability,
    /// Education, any order.
    #[serde(default)]
    pub education: Vec<Education>,
    /// Work experience, any order.
    #[serde(default)]
    pub experience: Vec<Experience>,
    /// What the candidate can show.
    #[serde(default)]
    pub qualifications: Qualifications,
    /// What is searched.
    pub search: SearchProfile,
}
