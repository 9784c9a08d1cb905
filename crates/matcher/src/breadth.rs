//! Whether a search profile is broad enough to stand up: how many open vacancies each of its occupations covers, warnings
//! with figures, and near occupations that fit capability and level. Counts, not estimates; it changes nothing.

use crate::matching::{Situation, compare, turn};
use crate::requirements::kinship;
use domain::{CriterionName, Match, Outcome, Requirement, Seeker, Vacancy, Verdict};
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One occupation of the search, and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// As the search profile has it.
    pub occupation: String,
    /// ISCO-08 unit group; none where the words are not known.
    pub isco08: Option<String>,
    /// Open vacancies of its kind within reach.
    pub in_reach: usize,
    /// Those of them that are not unsuitable.
    pub fit: usize,
}

/// A near occupation that the search does not cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// ISCO-08 unit group.
    pub isco08: String,
    /// The vocabulary's word for it.
    pub label: String,
    /// Digits of the code that agree with an occupation searched or done before.
    pub digits: usize,
    /// Open vacancies within reach.
    pub in_reach: usize,
    /// Those of them that are not unsuitable.
    pub fit: usize,
}

/// Why a search profile may not stand up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "warning")]
pub enum BreadthWarning {
    /// All its occupations together cover too few vacancies.
    TooFew {
        /// Within reach and not unsuitable.
        fit: usize,
        /// How many there should be.
        least: usize,
    },
    /// It names one kind of work only.
    OneProfession {
        /// Three digits of ISCO-08.
        group: String,
    },
    /// It names nothing but kinds of work that were done before.
    OnlyDoneBefore {
        /// Three digits of ISCO-08 each.
        groups: Vec<String>,
    },
    /// An occupation is not known, so that it finds by its words alone.
    NotKnown {
        /// As the search profile has it.
        occupation: String,
    },
}

/// The breadth of a search profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breadth {
    /// Open vacancies within reach, of any kind.
    pub in_reach: usize,
    /// Those that are not unsuitable, of any kind.
    pub fit: usize,
    /// Those that are not unsuitable, and that some occupation of the search covers.
    pub covered: usize,
    /// Occupation by occupation.
    pub searched: Vec<Searched>,
    /// What is too narrow.
    pub warnings: Vec<BreadthWarning>,
    /// Near occupations, nearest first, those with most vacancies first.
    pub proposals: Vec<Proposal>,
}

/// The digits of ISCO-08 that make a kind of work: the minor group.
const KIND: usize = 3;

/// Measures a search profile against the open vacancies.
pub fn breadth(seeker: &Seeker, vacancies: &[Vacancy], situation: &Situation<'_>) -> Breadth {
    let compared: Vec<(&Vacancy, Match)> =
        vacancies.par_iter().map(|vacancy| (vacancy, compare(seeker, vacancy, situation))).collect();
    let reached: Vec<Seen<'_>> = compared.iter().filter(|(_, matched)| in_reach(matched)).map(seen).collect();
    let covered =
        reached.iter().filter(|each| each.fits && seeker.searched_isco.iter().flatten().any(|code| each.is_kind(code)));
    let covered = covered.count();
    Breadth {
        in_reach: reached.len(),
        fit: reached.iter().filter(|each| each.fits).count(),
        covered,
        searched: searched(seeker, &reached),
        warnings: warnings(seeker, covered, situation.rules.settings.breadth.fewest_fitting),
        proposals: proposals(seeker, &reached, situation),
    }
}

/// A vacancy in reach.
struct Seen<'a> {
    /// Code and label.
    occupation: Option<(&'a str, &'a str)>,
    fits: bool,
}

impl Seen<'_> {
    fn is_kind(&self, code: &str) -> bool {
        self.occupation.is_some_and(|(own, _)| kinship(own, code) >= KIND)
    }
}

fn seen<'a>((vacancy, matched): &'a (&Vacancy, Match)) -> Seen<'a> {
    let occupation = vacancy.posting.occupation.as_ref();
    let fits = matched.verdict != Verdict::Unsuitable && turn(matched) < 2;
    Seen { occupation: occupation.map(|each| (each.isco08.as_str(), each.label.as_str())), fits }
}

fn in_reach(matched: &Match) -> bool {
    let travel = CriterionName::Requirement(Requirement::Travel);
    !matched.criteria.iter().any(|each| each.criterion == travel && each.hard && each.outcome == Outcome::Exceeds)
}

fn searched(seeker: &Seeker, reached: &[Seen<'_>]) -> Vec<Searched> {
    let each = seeker.profile.search.occupations.iter().zip(&seeker.searched_isco);
    let each = each.map(|(occupation, isco08)| {
        let of_kind = || reached.iter().filter(|each| isco08.as_ref().is_some_and(|code| each.is_kind(code)));
        Searched {
            occupation: occupation.clone(),
            isco08: isco08.clone(),
            in_reach: of_kind().count(),
            fit: of_kind().filter(|each| each.fits).count(),
        }
    });
    each.collect()
}

/// The kinds of work among codes.
fn kinds(codes: &[Option<String>]) -> BTreeSet<&str> {
    codes.iter().flatten().filter_map(|code| code.get(..KIND)).collect()
}

fn warnings(seeker: &Seeker, covered: usize, least: usize) -> Vec<BreadthWarning> {
    let (searched, done) = (kinds(&seeker.searched_isco), kinds(&seeker.experience_isco));
    let mut warnings = Vec::new();
    if covered < least {
        warnings.push(BreadthWarning::TooFew { fit: covered, least });
    }
    if let (Some(only), 1) = (searched.first(), searched.len()) {
        warnings.push(BreadthWarning::OneProfession { group: (*only).to_owned() });
    }
    if !searched.is_empty() && searched.is_subset(&done) {
        let groups = searched.iter().map(|group| (*group).to_owned()).collect();
        warnings.push(BreadthWarning::OnlyDoneBefore { groups });
    }
    let named = seeker.profile.search.occupations.iter().zip(&seeker.searched_isco);
    let unknown = named.filter(|(_, code)| code.is_none());
    warnings.extend(unknown.map(|(name, _)| BreadthWarning::NotKnown { occupation: name.clone() }));
    warnings
}

fn proposals(seeker: &Seeker, reached: &[Seen<'_>], situation: &Situation<'_>) -> Vec<Proposal> {
    let settings = &situation.rules.settings.breadth;
    let mut found: BTreeMap<&str, Proposal> = BTreeMap::new();
    for each in reached {
        let Some((code, label)) = each.occupation else { continue };
        let digits_with =
            |codes: &[Option<String>]| codes.iter().flatten().map(|other| kinship(code, other)).max().unwrap_or(0);
        let with_search = digits_with(&seeker.searched_isco);
        let digits = with_search.max(digits_with(&seeker.experience_isco));
        if with_search >= KIND || digits < settings.near_digits {
            continue;
        }
        let fresh = || Proposal { isco08: code.to_owned(), label: label.to_owned(), digits, in_reach: 0, fit: 0 };
        let proposal = found.entry(code).or_insert_with(fresh);
        proposal.in_reach += 1;
        proposal.fit += usize::from(each.fits);
        if label < proposal.label.as_str() {
            label.clone_into(&mut proposal.label);
        }
    }
    let mut proposals: Vec<Proposal> = found.into_values().filter(|proposal| proposal.fit > 0).collect();
    proposals.sort_by(|a, b| {
        let key = |each: &Proposal| (Reverse(each.digits), Reverse(each.fit));
        key(a).cmp(&key(b)).then_with(|| a.isco08.cmp(&b.isco08))
    });
    proposals.truncate(settings.proposals);
    proposals
}
