//! Employers within reach that hire in suitable occupations, with and without an opening now: for a coach who promotes a
//! search profile. What was suitable of a closed vacancy is told by the same comparison as of an open one.

use crate::matching::{Case, Situation, compare, turn};
use crate::requirements::travel_minutes;
use chrono::NaiveDate;
use domain::{Match, Seeker, Vacancy, VacancyId, VacancyState, Verdict};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// An opening now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opening {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Its title.
    pub title: String,
    /// The verdict on it.
    pub verdict: Verdict,
    /// Its score.
    pub score: f64,
}

/// One employer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Employer {
    /// Its name, as a vacancy has it.
    pub employer: String,
    /// Open vacancies that are not unsuitable, best first.
    pub open: Vec<Opening>,
    /// How many it had that are closed.
    pub closed: usize,
    /// When the last of those was closed.
    pub last_closed: Option<NaiveDate>,
    /// What it hires for: labels of occupations, or titles, the most frequent first.
    pub occupations: Vec<String>,
    /// The place of work that is nearest in time.
    pub place: Option<String>,
    /// Minutes one way to there, by the slow estimate.
    pub minutes: Option<f64>,
}

struct Hired<'a> {
    vacancy: &'a Vacancy,
    matched: Match,
    minutes: Option<f64>,
}

/// Employers with suitable work among open and closed vacancies: those with an opening first, then by how much there was.
/// A vacancy that names no employer tells of none.
pub fn employers(seeker: &Seeker, vacancies: &[Vacancy], situation: &Situation<'_>) -> Vec<Employer> {
    let hired = vacancies.par_iter().filter_map(|vacancy| {
        let matched = compare(seeker, vacancy, situation);
        let suits = matched.verdict != Verdict::Unsuitable && matched.near && turn(&matched) < 2;
        let case = Case { seeker, vacancy, situation, top_relevance: 0.0 };
        suits.then(|| Hired { vacancy, matched, minutes: travel_minutes(&case).map(|(time, _)| time.slow) })
    });
    let mut by_name: BTreeMap<String, Vec<Hired<'_>>> = BTreeMap::new();
    for each in hired.collect::<Vec<_>>() {
        if let Some(name) = &each.matched.employer {
            by_name.entry(name.trim().to_lowercase()).or_default().push(each);
        }
    }
    let mut employers: Vec<Employer> = by_name.into_values().filter_map(employer).collect();
    employers.sort_by(|a, b| {
        let by_opening = a.open.is_empty().cmp(&b.open.is_empty());
        let by_number = (b.open.len() + b.closed).cmp(&(a.open.len() + a.closed));
        by_opening.then(by_number).then_with(|| a.employer.cmp(&b.employer))
    });
    employers
}

fn employer(mut hired: Vec<Hired<'_>>) -> Option<Employer> {
    // whatever the order in which vacancies were given
    hired.sort_by(|a, b| a.matched.vacancy.cmp(&b.matched.vacancy));
    let name = hired.first()?.matched.employer.clone()?;
    let closed = hired.iter().filter_map(|each| match each.vacancy.state {
        VacancyState::Open => None,
        VacancyState::Closed { on, .. } => Some(on),
    });
    let (closed, last_closed) = (closed.clone().count(), closed.max());
    let known = hired.iter().filter(|each| each.minutes.is_some());
    let nearest = known.min_by(|a, b| a.minutes.unwrap_or(f64::MAX).total_cmp(&b.minutes.unwrap_or(f64::MAX)));
    let minutes = nearest.and_then(|each| each.minutes);
    let place = nearest.or(hired.first()).and_then(|each| each.matched.place.clone());
    let occupations = occupations(&hired);
    let open = hired.into_iter().filter(|each| each.vacancy.state == VacancyState::Open);
    let mut open: Vec<Opening> = open.map(|each| opening(each.matched)).collect();
    open.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.vacancy.cmp(&b.vacancy)));
    Some(Employer { employer: name, open, closed, last_closed, occupations, place, minutes })
}

fn opening(matched: Match) -> Opening {
    Opening { vacancy: matched.vacancy, title: matched.title, verdict: matched.verdict, score: matched.score }
}

fn occupations(hired: &[Hired<'_>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for each in hired {
        let occupation = each.vacancy.posting.occupation.as_ref();
        *counts.entry(occupation.map_or(each.matched.title.as_str(), |known| known.label.as_str())).or_default() += 1;
    }
    let mut counted: Vec<(&str, usize)> = counts.into_iter().collect();
    counted.sort_by_key(|(label, count)| (std::cmp::Reverse(*count), *label));
    counted.into_iter().map(|(label, _)| label.to_owned()).collect()
}
