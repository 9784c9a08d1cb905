//! Market: where suitable work is, by occupation, region, employer, level of education and hours, and how it was from night
//! to night. Counts only; whose vacancies are counted, and which night had which, is decided outside.

use crate::matching::{Case, Situation, matched};
use domain::{Posting, Seeker, Vacancy, Verdict};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a vacancy does not say.
const NOT_SAID: &str = "not said";

/// The verdict on each vacancy, in their order; travel beyond the limit is unsuitable as well.
pub fn verdicts(seeker: &Seeker, vacancies: &[&Vacancy], situation: &Situation<'_>) -> Vec<Verdict> {
    let top_relevance = situation.top_relevance();
    let verdict = |vacancy: &&Vacancy| matched(&Case { seeker, vacancy, situation, top_relevance }).verdict;
    vacancies.par_iter().map(verdict).collect()
}

/// One version of a vacancy, while it was open.
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    /// What it says.
    pub posting: &'a Posting,
    /// The region of its first place, where known.
    pub region: Option<&'a str>,
    /// The best verdict of those who are asked for.
    pub verdict: Verdict,
    /// Whether it is open now.
    pub now: bool,
    /// Whether it was open after each of the nights.
    pub nights: Vec<bool>,
}

/// Counts of one group, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Open now.
    pub open: usize,
    /// Of them: suitable.
    pub suitable: usize,
    /// Of them: to be clarified.
    pub clarify: usize,
    /// Suitable or to be clarified, after each of the nights.
    pub nights: Vec<usize>,
}

/// One group of vacancies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its counts.
    #[serde(flatten)]
    pub tally: Tally,
}

/// Where suitable work is. Groups without any, now and in the nights before, are left out; the most suitable comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Market {
    /// All together.
    pub all: Tally,
    /// By ISCO-08 unit group.
    pub occupation: Vec<Group>,
    /// By province, or country where that is smaller.
    pub region: Vec<Group>,
    /// By employer.
    pub employer: Vec<Group>,
    /// By the education asked.
    pub education: Vec<Group>,
    /// By the least hours a week.
    pub hours: Vec<Group>,
}

impl Tally {
    fn add(&mut self, opening: &Opening<'_>) {
        self.nights.resize(opening.nights.len(), 0);
        let of = |verdict| usize::from(opening.now && opening.verdict == verdict);
        self.open += usize::from(opening.now);
        self.suitable += of(Verdict::Suitable);
        self.clarify += of(Verdict::Clarify);
        for (count, open) in self.nights.iter_mut().zip(&opening.nights) {
            *count += usize::from(*open && opening.verdict != Verdict::Unsuitable);
        }
    }

    fn is_empty(&self) -> bool {
        self.possible() == 0 && self.nights.iter().all(|count| *count == 0)
    }

    /// Suitable or to be clarified, now.
    pub fn possible(&self) -> usize {
        self.suitable + self.clarify
    }
}

/// Counts openings.
pub fn market(openings: &[Opening<'_>]) -> Market {
    let mut all = Tally::default();
    openings.iter().for_each(|opening| all.add(opening));
    Market {
        all,
        occupation: occupations(openings),
        region: groups(openings, |opening| opening.region.unwrap_or("not known").to_owned()),
        employer: groups(openings, |opening| opening.posting.employer.clone().unwrap_or("not named".to_owned())),
        education: groups(openings, |opening| education(opening.posting)),
        hours: groups(openings, |opening| hours(opening.posting).to_owned()),
    }
}

fn groups(openings: &[Opening<'_>], name: impl Fn(&Opening<'_>) -> String) -> Vec<Group> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for opening in openings {
        tallies.entry(name(opening)).or_default().add(opening);
    }
    let groups = tallies.into_iter().filter(|(_, tally)| !tally.is_empty());
    let mut groups: Vec<Group> = groups.map(|(name, tally)| Group { name, tally }).collect();
    // the sort is stable: names stay in order
    groups.sort_by_key(|group| std::cmp::Reverse((group.tally.possible(), group.tally.suitable)));
    groups
}

/// By code, named with the vocabulary's word for it; where versions of it differ, the last.
fn occupations(openings: &[Opening<'_>]) -> Vec<Group> {
    let known = |opening: &Opening<'_>| {
        opening.posting.occupation.as_ref().map(|each| (each.isco08.clone(), each.label.clone()))
    };
    let labels: BTreeMap<String, String> = openings.iter().filter_map(known).collect();
    let mut groups = groups(openings, |opening| known(opening).map_or(NOT_SAID.to_owned(), |(code, _)| code));
    for group in &mut groups {
        if let Some(label) = labels.get(&group.name) {
            group.name = format!("{} {label}", group.name);
        }
    }
    groups
}

fn education(posting: &Posting) -> String {
    posting.requirements.education.map_or(NOT_SAID, |required| required.level.name()).to_owned()
}

/// By the least hours, since they decide whether a candidate can begin.
fn hours(posting: &Posting) -> &'static str {
    match posting.hours_per_week.and_then(|hours| hours.min.or(hours.max)) {
        None => NOT_SAID,
        Some(least) if least <= 16.0 => "16 or fewer",
        Some(least) if least <= 24.0 => "over 16 to 24",
        Some(least) if least <= 32.0 => "over 24 to 32",
        Some(_) => "over 32",
    }
}
