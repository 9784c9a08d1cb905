//! One candidate against one vacancy, and against all of them, with the funnel. The work is spread over the processor's
//! cores; the result does not depend on how.

use crate::rules::Rules;
use crate::{answers, capability, requirements, score, verdict, working_times};
use chrono::{DateTime, NaiveDate, Utc};
use domain::feedback::FeedbackEffect;
use domain::shortlist::{Funnel, FunnelStep};
use domain::{
    Criterion, CriterionName, Match, Rejection, Requirement, RoutedTimes, Seeker, Vacancy, VacancyId, Verdict,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What all comparisons of one candidate share.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The day that stands for today.
    pub today: NaiveDate,
    /// The moment, for how fresh a vacancy is.
    pub now: DateTime<Utc>,
    /// The rules.
    pub rules: &'a Rules,
    /// How well the words of the profile fit a vacancy's text; absent: not at all.
    pub relevance: &'a BTreeMap<VacancyId, f32>,
    /// What a route planner answered; absent: travel is estimated.
    pub routed: &'a RoutedTimes,
}

/// One candidate and one vacancy.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) seeker: &'a Seeker,
    pub(crate) vacancy: &'a Vacancy,
    pub(crate) situation: &'a Situation<'a>,
    /// The highest relevance of all, to measure others by.
    pub(crate) top_relevance: f32,
}

/// What the matcher makes of all open vacancies for one candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// How many were left after each step, up to capability; the cut adds the last.
    pub funnel: Funnel,
    /// Not unsuitable, in reach; best first, what answers set back later, what `exclude` names last.
    pub matches: Vec<Match>,
    /// In reach, and rejected.
    pub rejected: Vec<Rejection>,
}

impl Situation<'_> {
    /// The highest relevance of all.
    pub(crate) fn top_relevance(&self) -> f32 {
        self.relevance.values().copied().fold(0.0, f32::max)
    }
}

/// Holds one vacancy against a candidate, every criterion.
pub fn compare(seeker: &Seeker, vacancy: &Vacancy, situation: &Situation<'_>) -> Match {
    matched(&Case { seeker, vacancy, situation, top_relevance: situation.top_relevance() })
}

/// Every criterion, by what the vacancy says.
fn compared(case: &Case<'_>) -> Vec<Criterion> {
    let mut criteria = requirements::criteria(case);
    criteria.extend(working_times::criteria(case));
    let capability = &case.seeker.profile.capability;
    criteria.extend(capability::criteria(capability, &case.vacancy.posting, case.situation.rules));
    criteria
}

/// Every comparison of a vacancy with a candidate, and what follows from them.
pub(crate) fn matched(case: &Case<'_>) -> Match {
    let answered = answers::answered(case.vacancy, case.situation.rules);
    let criteria = answers::criteria(case, answered.as_ref(), compared);
    let case = &Case { vacancy: answered.as_ref().unwrap_or(case.vacancy), ..*case };
    let posting = &case.vacancy.posting;
    let score_parts = score::parts(case, &criteria);
    Match {
        vacancy: case.vacancy.id.clone(),
        version: case.vacancy.version.clone(),
        url: posting.url.clone(),
        title: posting.title.clone(),
        employer: posting.employer.clone(),
        place: posting.places.first().map(|place| place.text.clone()),
        hours: posting.hours_per_week.map(requirements::hours_as_words),
        verdict: verdict::verdict(&criteria),
        score: score::sum(&score_parts),
        score_parts,
        excluded: criteria.iter().any(|each| each.criterion == CriterionName::Requirement(Requirement::Excluded)),
        near: score::is_near(case),
        feedback: requirements::feedback_effect(case),
        criteria,
        group: case.vacancy.group.clone(),
        isco08: posting.occupation.as_ref().map(|occupation| occupation.isco08.clone()),
    }
}

/// What comes before what, whatever the score: what answers set back comes later, what stays off the shortlist at the end.
pub(crate) fn turn(matched: &Match) -> u8 {
    match matched.feedback {
        _ if matched.excluded => 2,
        Some(FeedbackEffect::Off) => 2,
        Some(FeedbackEffect::Last) => 1,
        Some(FeedbackEffect::Flag) | None => 0,
    }
}

/// Holds all open vacancies against a candidate.
pub fn match_all(seeker: &Seeker, vacancies: &[Vacancy], situation: &Situation<'_>) -> Matching {
    let top_relevance = situation.top_relevance();
    let compared: Vec<Match> =
        vacancies.par_iter().map(|vacancy| matched(&Case { seeker, vacancy, situation, top_relevance })).collect();
    let mut matching = Matching { funnel: funnel(&compared), matches: Vec::new(), rejected: Vec::new() };
    for each in compared {
        match (exceeding(&each, Step::InReach), each.verdict) {
            (Some(_), _) => {}
            (None, Verdict::Unsuitable) => matching.rejected.push(rejection(each)),
            (None, Verdict::Suitable | Verdict::Clarify) => matching.matches.push(each),
        }
    }
    matching.matches.sort_by(|a, b| {
        let by_score = turn(a).cmp(&turn(b)).then(b.score.total_cmp(&a.score));
        by_score.then_with(|| a.vacancy.cmp(&b.vacancy))
    });
    matching.rejected.sort_by(|a, b| a.vacancy.cmp(&b.vacancy));
    matching
}

fn rejection(each: Match) -> Rejection {
    let step = Step::ALL.into_iter().find(|step| falls(&each, *step).is_some());
    let because = each.criteria.into_iter().filter(Criterion::rejects);
    Rejection {
        step: step.map_or("", Step::name).to_owned(),
        vacancy: each.vacancy,
        url: each.url,
        title: each.title,
        employer: each.employer,
        because: because.collect(),
    }
}

/// The steps at which vacancies fall, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    InReach,
    Occupation,
    Requirements,
    Capability,
}

impl Step {
    const ALL: [Self; 4] = [Self::InReach, Self::Occupation, Self::Requirements, Self::Capability];

    fn name(self) -> &'static str {
        match self {
            Self::InReach => "in_reach",
            Self::Occupation => "occupation",
            Self::Requirements => "requirements",
            Self::Capability => "capability",
        }
    }

    fn of(criterion: &Criterion) -> Self {
        match criterion.criterion {
            CriterionName::Requirement(Requirement::Travel) => Self::InReach,
            CriterionName::Requirement(_) => Self::Requirements,
            CriterionName::Capability(_) => Self::Capability,
        }
    }
}

/// Why a vacancy falls at a step. The occupation lets fall without rejecting: a wish alone is no ground.
fn falls(matched: &Match, step: Step) -> Option<String> {
    match step {
        Step::Occupation if matched.excluded => Some("excluded".to_owned()),
        Step::Occupation => (!matched.near).then(|| "not_near_the_search".to_owned()),
        Step::InReach | Step::Requirements | Step::Capability => {
            exceeding(matched, step).map(|criterion| criterion.criterion.to_string())
        }
    }
}

/// The first criterion that rejects a vacancy at a step.
fn exceeding(matched: &Match, step: Step) -> Option<&Criterion> {
    matched.criteria.iter().find(|each| each.rejects() && Step::of(each) == step)
}

fn funnel(compared: &[Match]) -> Funnel {
    let mut left: Vec<&Match> = compared.iter().collect();
    let mut funnel = vec![FunnelStep { step: "open".to_owned(), count: left.len(), fell: Vec::new() }];
    for step in Step::ALL {
        let mut fell: BTreeMap<String, usize> = BTreeMap::new();
        left.retain(|each| match falls(each, step) {
            None => true,
            Some(why) => {
                *fell.entry(why).or_default() += 1;
                false
            }
        });
        funnel.push(FunnelStep { step: step.name().to_owned(), count: left.len(), fell: fell.into_iter().collect() });
    }
    funnel
}
