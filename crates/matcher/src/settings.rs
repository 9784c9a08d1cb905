//! The numbers of the rules, as `[matching]` of `config/passend.toml` gives them. Each has its meaning and basis there.

use domain::feedback::{FeedbackEffect, FeedbackReason};
use serde::Deserialize;
use std::collections::BTreeMap;

/// All numbers of the rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub(crate) quantities: Quantities,
    pub(crate) hours: Hours,
    pub(crate) education: Education,
    pub(crate) experience: Experience,
    pub(crate) qualifications: Qualifications,
    pub(crate) language: Language,
    pub(crate) travel: Travel,
    pub(crate) wage: Wage,
    pub(crate) excluded: BTreeMap<String, Vec<String>>,
    pub(crate) feedback: Feedback,
    pub(crate) breadth: Breadth,
    pub(crate) employers: Employers,
    pub(crate) score: Score,
    pub(crate) shortlist: Shortlist,
    pub(crate) gaps: Gaps,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quantities {
    pub(crate) signal_above_percent: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hours {
    pub(crate) days_a_week: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Education {
    pub(crate) signal_steps: i8,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Experience {
    pub(crate) years_that_exceed: f32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Qualifications {
    pub(crate) short_certificates: Vec<String>,
    pub(crate) long_certificates: Vec<String>,
    pub(crate) includes: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Language {
    pub(crate) signal_steps: i8,
    pub(crate) asked_without_level: domain::requirements::LanguageLevel,
    pub(crate) reads_from: domain::requirements::LanguageLevel,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Travel {
    pub(crate) car: Mode,
    pub(crate) public_transport: Mode,
    pub(crate) bike: Mode,
    pub(crate) walk: Mode,
    pub(crate) routed: Routed,
}

/// Two honest times for one answer of a route planner, as multiples of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Routed {
    pub(crate) quick: f64,
    pub(crate) slow: f64,
}

/// Two honest estimates for one means of transport.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mode {
    pub(crate) quick: Speed,
    pub(crate) slow: Speed,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Speed {
    pub(crate) fixed_minutes: f64,
    pub(crate) kilometres_per_hour: f64,
    /// Way by road or rail, as a multiple of the way as the crow flies.
    pub(crate) detour: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wage {
    pub(crate) flag_below_percent: f64,
    pub(crate) weeks_a_month: f64,
}

/// When a search profile is too narrow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breadth {
    pub(crate) fewest_fitting: usize,
    pub(crate) near_digits: usize,
    pub(crate) proposals: usize,
}

/// How far back closed vacancies tell what an employer hires for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Employers {
    pub(crate) closed_within_days: u32,
}

/// What answers "not suitable" do, by reason; what is not here tells nothing about other vacancies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Feedback {
    pub(crate) minutes_nearer: f64,
    steps: BTreeMap<FeedbackReason, Vec<FeedbackStep>>,
}

/// From so many answers on, this.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedbackStep {
    pub(crate) answers: usize,
    pub(crate) effect: FeedbackEffect,
}

impl Feedback {
    pub(crate) fn steps(&self, reason: FeedbackReason) -> &[FeedbackStep] {
        self.steps.get(&reason).map_or(&[], Vec::as_slice)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Score {
    pub(crate) occupation: f64,
    pub(crate) experience: f64,
    pub(crate) education: f64,
    pub(crate) travel: f64,
    pub(crate) hours: f64,
    pub(crate) freshness: f64,
    pub(crate) certainty: f64,
    pub(crate) half_fresh_days: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shortlist {
    pub(crate) size: usize,
    pub(crate) verified_within_hours: i64,
    pub(crate) for_one_employer: usize,
    pub(crate) for_one_occupation: usize,
    pub(crate) near_by_text: f64,
}

/// Which changes `gaps` tries, and how much it shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gaps {
    pub(crate) travel_minutes: Vec<u32>,
    pub(crate) hours_per_week: Vec<f64>,
    pub(crate) pairs: usize,
    pub(crate) examples: usize,
}
