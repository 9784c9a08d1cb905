//! What the matcher gives for one candidate on one date: matches, rejections, funnel, and the shortlist cut from them.

use crate::changes::Changes;
use crate::feedback::FeedbackEffect;
use crate::{CandidateId, Criterion, Hash, VacancyId, Verdict};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One number of a score, and the numbers it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    /// `occupation`, `experience`, `education`, `travel`, `hours`, `freshness`, `certainty`.
    pub name: String,
    /// 0 to 1: how well this part does.
    pub value: f64,
    /// Its share of the whole; the weights of all parts add up to 1.
    pub weight: f64,
    /// In words, where the value comes from.
    pub because: String,
}

/// One vacancy held against one candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// The version of it that was compared.
    pub version: Hash,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its employer, where known.
    pub employer: Option<String>,
    /// Its place, where known.
    pub place: Option<String>,
    /// Its hours, as words such as "24-32".
    pub hours: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// 0 to 100, one decimal: for order only.
    pub score: f64,
    /// What the score is made of.
    pub score_parts: Vec<ScorePart>,
    /// Every comparison.
    pub criteria: Vec<Criterion>,
    /// Whether `exclude` of the search profile names it: it then comes last and stays off the shortlist.
    pub excluded: bool,
    /// Whether it is near what is searched or was done before; what is not stays off the shortlist.
    pub near: bool,
    /// What earlier answers "not suitable" do to it, where they do anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<FeedbackEffect>,
    /// The posting group, for the cut.
    pub group: String,
    /// ISCO-08 unit group, for spreading.
    pub isco08: Option<String>,
}

/// A rejected vacancy with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejection {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its employer, where known.
    pub employer: Option<String>,
    /// The step of the funnel that counts it: `occupation`, `requirements`, `capability`.
    #[serde(default)]
    pub step: String,
    /// The criteria that are exceeded.
    pub because: Vec<Criterion>,
}

/// One step of the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunnelStep {
    /// `open`, `in_reach`, `occupation`, `requirements`, `capability`, `shortlist`.
    pub step: String,
    /// How many are left after it.
    pub count: usize,
    /// How many fell at this step, by the first reason, in order of name.
    #[serde(default)]
    pub fell: Vec<(String, usize)>,
}

/// How many vacancies were left after each step. Kept every night, also when it ends in zero.
pub type Funnel = Vec<FunnelStep>;

/// One line of a shortlist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShortlistEntry {
    /// From 1.
    pub rank: usize,
    /// The match as it was.
    #[serde(rename = "match")]
    pub matched: Match,
}

/// The vacancies presented to one candidate on one date, and all that is needed to make it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shortlist {
    /// The candidate.
    pub candidate: CandidateId,
    /// The date.
    pub date: NaiveDate,
    /// Version of the mediation profile.
    pub profile_version: u32,
    /// Version of the program that matched.
    pub engine: String,
    /// SHA-256 over the vocabulary.
    pub vocabulary: Hash,
    /// SHA-256 over ids and versions of the open vacancies compared.
    pub snapshot: Hash,
    /// How many were left after each step.
    pub funnel: Funnel,
    /// Best first.
    pub entries: Vec<ShortlistEntry>,
    /// Why it differs from the shortlist before; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
}
