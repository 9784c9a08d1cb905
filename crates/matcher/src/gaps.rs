//! Gaps: what one change of a profile, or two, would open. Exact: a vacancy is opened by changes when every criterion that
//! rejects it no longer does, and no other criterion depends on what they change.
//!
//! Vacancies that more than two criteria reject are out of the question at once; of the others, only the rules that reject
//! them are tried again, and only with the changes that touch these. Two changes that touch the same criterion (minutes
//! and means of travel) are tried together, as the profile that has both.

mod proposals;

use crate::capability::is_time;
use crate::change::{Change, changed};
use crate::matching::{Case, Situation, matched};
use crate::{capability, requirements, working_times};
use domain::{CriterionName, Match, Seeker, Vacancy, VacancyId, Verdict};
use proposals::{Rejected, proposals};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A vacancy that a change opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Its title.
    pub title: String,
    /// Its employer, where known.
    pub employer: Option<String>,
}

/// What one change opens.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The change, as it can be typed behind `--set`.
    pub change: String,
    /// Vacancies more that are not unsuitable, in reach and within the search profile.
    pub opens: usize,
    /// The same, in reach and whatever the occupation; those within the search profile are among them.
    pub opens_any_occupation: usize,
    /// Some of them, the best first.
    pub examples: Vec<Example>,
}

/// What two changes open together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The changes, as they can be typed behind `--set`.
    pub changes: [String; 2],
    /// Vacancies more that are not unsuitable, in reach and within the search profile.
    pub opens: usize,
    /// Of them: those that neither opens alone.
    pub only_together: usize,
    /// Some of them, those that neither opens alone first.
    pub examples: Vec<Example>,
}

/// What changes of a profile would open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gaps {
    /// Vacancies that are not unsuitable now, in reach and within the search profile.
    pub now: usize,
    /// The same, whatever the occupation.
    pub now_any_occupation: usize,
    /// Changes that open something, the most first; of one limit, a larger change only where it opens more.
    pub changes: Vec<Gap>,
    /// The pairs that open most and more than one of them alone; of two limits, the smallest changes that open as much.
    pub pairs: Vec<Pair>,
}

/// Numbers of vacancies, in order.
type Opened = BTreeSet<usize>;

/// All that is counted, by numbers of changes and vacancies.
struct Count<'a> {
    changes: Vec<Change>,
    matches: &'a [Match],
    /// For each change: what it opens, whatever the occupation.
    alone: Vec<Opened>,
    /// What two changes open that neither does alone, within the search profile.
    together: BTreeMap<(usize, usize), Opened>,
    examples: usize,
}

/// What changes of a candidate's profile would open.
pub fn gaps(seeker: &Seeker, vacancies: &[Vacancy], situation: &Situation<'_>) -> Gaps {
    let top_relevance = situation.top_relevance();
    let case = |seeker, vacancy| Case { seeker, vacancy, situation, top_relevance };
    let matches: Vec<Match> = vacancies.par_iter().map(|vacancy| matched(&case(seeker, vacancy))).collect();
    let rejected: Vec<Rejected<'_>> = vacancies.iter().zip(&matches).filter(|(_, each)| is_unsuitable(each)).collect();
    let trial = Trial::new(seeker, &rejected, situation);
    let healed: Vec<Healed> = vacancies.par_iter().zip(&matches).map(|pair| trial.heal(pair, &case)).collect();
    let count = Count::of(trial.changes, &matches, &healed, situation.rules.settings.gaps.examples);
    let open = || matches.iter().filter(|each| !is_unsuitable(each));
    Gaps {
        now: open().filter(|each| in_search(each)).count(),
        now_any_occupation: open().count(),
        changes: count.gaps(),
        pairs: count.pairs(situation.rules.settings.gaps.pairs),
    }
}

/// Every change that is tried for a candidate.
#[cfg(test)]
pub(crate) fn proposals_for(seeker: &Seeker, vacancies: &[Vacancy], situation: &Situation<'_>) -> Vec<Change> {
    let matches: Vec<Match> = vacancies.iter().map(|vacancy| crate::compare(seeker, vacancy, situation)).collect();
    let rejected: Vec<Rejected<'_>> = vacancies.iter().zip(&matches).filter(|(_, each)| is_unsuitable(each)).collect();
    proposals(seeker, &rejected, situation)
}

fn is_unsuitable(matched: &Match) -> bool {
    matched.verdict == Verdict::Unsuitable
}

/// Within the search profile: near what is searched, and not excluded. No change here bears on it.
fn in_search(matched: &Match) -> bool {
    matched.near && !matched.excluded
}

/// The changes, each with the candidate who has made it.
struct Trial {
    changes: Vec<Change>,
    seekers: Vec<Seeker>,
    /// The changes that touch a criterion.
    of: BTreeMap<CriterionName, Vec<usize>>,
    /// Two that touch the same criterion, and the candidate who has made both.
    both: BTreeMap<CriterionName, Vec<Both>>,
}

/// Two changes, and the candidate who has made both.
type Both = ((usize, usize), Seeker);

/// What heals one vacancy.
#[derive(Default)]
struct Healed {
    alone: Vec<usize>,
    together: Vec<(usize, usize)>,
}

impl Trial {
    fn new(seeker: &Seeker, rejected: &[Rejected<'_>], situation: &Situation<'_>) -> Self {
        let made = |changes: &[Change]| changed(seeker, changes, situation).ok();
        let possible = proposals(seeker, rejected, situation).into_iter();
        let (changes, seekers): (Vec<Change>, Vec<Seeker>) =
            possible.filter_map(|change| made(std::slice::from_ref(&change)).map(|seeker| (change, seeker))).unzip();
        let mut of: BTreeMap<CriterionName, Vec<usize>> = BTreeMap::new();
        for (at, change) in changes.iter().enumerate() {
            of.entry(change.touches()).or_default().push(at);
        }
        let both = of.iter().map(|(name, touching)| {
            let pairs = pairs(touching, touching).filter(|(one, other)| changes[*one].goes_beside(&changes[*other]));
            let made =
                pairs.filter_map(|pair| Some((pair, made(&[changes[pair.0].clone(), changes[pair.1].clone()])?)));
            (*name, made.collect())
        });
        Self { both: both.collect(), of, seekers, changes }
    }

    fn heal<'a>(
        &'a self,
        (vacancy, matched): (&'a Vacancy, &Match),
        case: &impl Fn(&'a Seeker, &'a Vacancy) -> Case<'a>,
    ) -> Healed {
        let failing: BTreeSet<CriterionName> =
            matched.criteria.iter().filter(|each| each.rejects()).map(|each| each.criterion).collect();
        let heals = |seeker: &'a Seeker, name| !rejects(&case(seeker, vacancy), name);
        let healing = |name: &CriterionName| -> Vec<usize> {
            let touching = self.of.get(name).into_iter().flatten().copied();
            touching.filter(|change| heals(&self.seekers[*change], *name)).collect()
        };
        let names: Vec<&CriterionName> = failing.iter().collect();
        match names[..] {
            [name] => {
                let both = self.both.get(name).into_iter().flatten();
                let alone = healing(name);
                let new = |pair: &(usize, usize)| !alone.contains(&pair.0) && !alone.contains(&pair.1);
                let both = both.filter(|(pair, seeker)| new(pair) && heals(seeker, *name));
                let together = both.map(|(pair, _)| *pair).collect();
                Healed { alone, together }
            }
            [one, other] => Healed { alone: Vec::new(), together: pairs(&healing(one), &healing(other)).collect() },
            _ => Healed::default(),
        }
    }
}

/// Every two of two lists, each once, the smaller number first.
fn pairs(ones: &[usize], others: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let all = ones.iter().flat_map(|one| others.iter().map(|other| (*one.min(other), *one.max(other))));
    all.filter(|(one, other)| one < other).collect::<BTreeSet<_>>().into_iter()
}

/// Whether a criterion rejects, by the rule for it alone.
fn rejects(case: &Case<'_>, name: CriterionName) -> bool {
    let criteria = match name {
        // what an employer answered bears on any criterion
        _ if !case.vacancy.answers.is_empty() => matched(case).criteria,
        CriterionName::Requirement(requirement) => requirements::rule_of(requirement)(case),
        CriterionName::Capability(item) if is_time(item) => working_times::criteria(case),
        CriterionName::Capability(_) => {
            capability::criteria(&case.seeker.profile.capability, &case.vacancy.posting, case.situation.rules)
        }
    };
    criteria.iter().any(|each| each.criterion == name && each.rejects())
}

impl<'a> Count<'a> {
    fn of(changes: Vec<Change>, matches: &'a [Match], healed: &[Healed], examples: usize) -> Self {
        let mut alone = vec![Opened::new(); changes.len()];
        let mut together: BTreeMap<(usize, usize), Opened> = BTreeMap::new();
        for (at, healed) in healed.iter().enumerate() {
            for change in &healed.alone {
                alone[*change].insert(at);
            }
            for pair in healed.together.iter().filter(|_| in_search(&matches[at])) {
                together.entry(*pair).or_default().insert(at);
            }
        }
        Self { changes, matches, alone, together, examples }
    }

    /// What a change opens within the search profile.
    fn searched(&self, change: usize) -> impl Iterator<Item = usize> {
        self.alone[change].iter().copied().filter(|at| in_search(&self.matches[*at]))
    }

    fn gaps(&self) -> Vec<Gap> {
        let mut most: BTreeMap<String, usize> = BTreeMap::new();
        let mut gaps = Vec::new();
        for (change, (at, opened)) in self.changes.iter().zip(self.alone.iter().enumerate()) {
            let before = most.entry(change.limit()).or_default();
            if opened.len() > *before {
                *before = opened.len();
                gaps.push(self.gap(at));
            }
        }
        gaps.sort_by_key(|gap| std::cmp::Reverse((gap.opens, gap.opens_any_occupation)));
        gaps
    }

    fn gap(&self, at: usize) -> Gap {
        let searched: Opened = self.searched(at).collect();
        Gap {
            change: self.changes[at].to_string(),
            opens: searched.len(),
            opens_any_occupation: self.alone[at].len(),
            examples: self.examples([&searched, &self.alone[at]]),
        }
    }

    /// Of two limits, the smallest changes that open the most.
    fn pairs(&self, most: usize) -> Vec<Pair> {
        let alone: Vec<usize> = (0..self.changes.len()).map(|at| self.searched(at).count()).collect();
        let mut best: BTreeMap<[String; 2], (usize, (usize, usize))> = BTreeMap::new();
        let all: Vec<usize> = (0..self.changes.len()).collect();
        for (one, other) in
            pairs(&all, &all).filter(|(one, other)| self.changes[*one].goes_beside(&self.changes[*other]))
        {
            let opens = self.opens_with((one, other), &alone);
            let better_than_one = opens > alone[one].max(alone[other]);
            let limits = [one, other].map(|at| self.changes[at].limit());
            if better_than_one && best.get(&limits).is_none_or(|(known, _)| *known < opens) {
                best.insert(limits, (opens, (one, other)));
            }
        }
        let mut best: Vec<(usize, (usize, usize))> = best.into_values().collect();
        best.sort_by_key(|(opens, pair)| (std::cmp::Reverse(*opens), *pair));
        best.into_iter().take(most).map(|(opens, pair)| self.pair(opens, pair)).collect()
    }

    /// Those that touch different criteria open different vacancies alone.
    fn opens_with(&self, (one, other): (usize, usize), alone: &[usize]) -> usize {
        let together = self.together.get(&(one, other)).map_or(0, Opened::len);
        let shared = if self.changes[one].touches() == self.changes[other].touches() {
            self.searched(one).filter(|at| self.alone[other].contains(at)).count()
        } else {
            0
        };
        alone[one] + alone[other] + together - shared
    }

    fn pair(&self, opens: usize, (one, other): (usize, usize)) -> Pair {
        let nothing = Opened::new();
        let together = self.together.get(&(one, other)).unwrap_or(&nothing);
        let alone: Opened = self.searched(one).chain(self.searched(other)).collect();
        Pair {
            changes: [one, other].map(|at| self.changes[at].to_string()),
            opens,
            only_together: together.len(),
            examples: self.examples([together, &alone]),
        }
    }

    /// The best by score of the first, then of the second.
    fn examples(&self, [first, second]: [&Opened; 2]) -> Vec<Example> {
        let best = |numbers: &mut dyn Iterator<Item = usize>| {
            let mut matches: Vec<&Match> = numbers.map(|at| &self.matches[at]).collect();
            matches.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.vacancy.cmp(&b.vacancy)));
            matches
        };
        let rest = best(&mut second.difference(first).copied());
        let examples = best(&mut first.iter().copied()).into_iter().chain(rest).take(self.examples);
        let examples = examples.map(|matched| Example {
            vacancy: matched.vacancy.clone(),
            title: matched.title.clone(),
            employer: matched.employer.clone(),
        });
        examples.collect()
    }
}
