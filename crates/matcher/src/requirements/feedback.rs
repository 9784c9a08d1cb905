//! What "not suitable" changes: the refused vacancy stays off the shortlist, and others like it are flagged, come last or
//! stay off from so many answers on, by `[matching.feedback]`. It never rejects: a wish alone is no ground.

use super::blank;
use super::experience::kinship;
use super::travel_minutes;
use crate::matching::Case;
use domain::feedback::{Feedback, FeedbackEffect, FeedbackReason, Refused};
use domain::{Basis, Criterion, Outcome, Requirement, Seeker, Vacancy};

/// What the answers of one reason do to one vacancy.
struct Found<'a> {
    reason: FeedbackReason,
    effect: FeedbackEffect,
    answers: Vec<&'a Feedback>,
    own: bool,
    from: usize,
}

/// The strongest effect of all answers on a vacancy.
pub(crate) fn effect(case: &Case<'_>) -> Option<FeedbackEffect> {
    found(case).map(|each| each.effect).max()
}

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    found(case).map(|each| each.criterion()).collect()
}

fn found<'a>(case: &'a Case<'a>) -> impl Iterator<Item = Found<'a>> {
    let reasons = if case.seeker.feedback.is_empty() { &[][..] } else { &FeedbackReason::ALL[..] };
    reasons.iter().filter_map(|reason| of_reason(case, *reason))
}

fn of_reason<'a>(case: &'a Case<'a>, reason: FeedbackReason) -> Option<Found<'a>> {
    let of_reason = || case.seeker.feedback.iter().filter(move |each| each.reason == reason);
    if let Some(own) = of_reason().find(|each| each.vacancy == case.vacancy.id) {
        return Some(Found { reason, effect: FeedbackEffect::Off, answers: vec![own], own: true, from: 1 });
    }
    let answers: Vec<&Feedback> = of_reason().filter(|each| is_like(case, reason, &each.refused)).collect();
    let steps = case.situation.rules.settings.feedback.steps(reason).iter();
    let step = steps.filter(|step| step.answers <= answers.len()).max_by_key(|step| step.answers)?;
    Some(Found { reason, effect: step.effect, from: step.answers, answers, own: false })
}

/// Whether a vacancy is like a refused one in what it was refused for.
fn is_like(case: &Case<'_>, reason: FeedbackReason, refused: &Refused) -> bool {
    let posting = &case.vacancy.posting;
    let agreeing = || {
        let (own, other) = (posting.occupation.as_ref()?.isco08.as_str(), refused.isco08.as_deref()?);
        Some(kinship(own, other))
    };
    match reason {
        FeedbackReason::TooFar => {
            let slack = case.situation.rules.settings.feedback.minutes_nearer;
            let own = travel_minutes(case).map(|(time, _)| time.slow);
            own.zip(refused.minutes).is_some_and(|(own, other)| own >= other - slack)
        }
        FeedbackReason::TooHeavy => agreeing() == Some(4),
        FeedbackReason::Level => {
            let own = posting.requirements.education.map(|asked| asked.level.step());
            agreeing() >= Some(3) && own.is_some() && own == refused.education.map(|level| level.step())
        }
        FeedbackReason::Hours => {
            let ends = |range: domain::posting::Range| range.min.zip(range.max);
            let own = posting.hours_per_week.and_then(ends);
            let other = refused.hours_per_week.and_then(ends);
            own.zip(other).is_some_and(|(own, other)| other.0 <= own.0 && own.1 <= other.1)
        }
        FeedbackReason::Employer => {
            let lower = |name: &Option<String>| name.as_ref().map(|name| name.trim().to_lowercase());
            posting.employer.is_some() && lower(&posting.employer) == lower(&refused.employer)
        }
        FeedbackReason::Other => false,
    }
}

impl Found<'_> {
    fn criterion(&self) -> Criterion {
        let told = self.answers.iter().map(|each| format!("{} by {}", each.on, each.by)).collect::<Vec<_>>();
        let reason = self.reason;
        let have = format!("answered not suitable, {reason}: {}", told.join("; "));
        let does = match self.effect {
            FeedbackEffect::Flag => "it is said",
            FeedbackEffect::Last => "it comes last",
            FeedbackEffect::Off => "it stays off the shortlist",
        };
        let name = reason.name();
        let rule = if self.own {
            format!("feedback {name}: what was refused stays off the shortlist")
        } else {
            format!("feedback {name}, from {} of such answers: {does}; never rejects, [matching.feedback]", self.from)
        };
        let asks = if self.own { "what was refused".to_owned() } else { self.likeness() };
        let quote = self.answers.iter().map(|each| each.text.as_str()).find(|text| !text.is_empty());
        Criterion {
            outcome: Outcome::Signal,
            asks,
            basis: Basis::Profile,
            quote: quote.map(str::to_owned),
            hard: false,
            ..blank(Requirement::Feedback, have, &rule)
        }
    }

    fn likeness(&self) -> String {
        let titles: Vec<&str> = self.answers.iter().map(|each| each.refused.title.as_str()).collect();
        let like = match self.reason {
            FeedbackReason::TooFar => "as far or farther than",
            FeedbackReason::TooHeavy => "the occupation of",
            FeedbackReason::Level => "kind of work and level of",
            FeedbackReason::Hours => "the hours of",
            FeedbackReason::Employer => "the employer of",
            FeedbackReason::Other => "as",
        };
        format!("{like} {}", titles.join(", "))
    }
}

/// What a vacancy is like for this candidate, to be kept with an answer.
pub(crate) fn refused(case: &Case<'_>) -> Refused {
    let posting = &case.vacancy.posting;
    Refused {
        title: posting.title.clone(),
        employer: posting.employer.clone(),
        isco08: posting.occupation.as_ref().map(|occupation| occupation.isco08.clone()),
        education: posting.requirements.education.map(|asked| asked.level),
        hours_per_week: posting.hours_per_week,
        minutes: travel_minutes(case).map(|(time, _)| time.slow),
    }
}

/// What a vacancy is like for a candidate: what is kept with an answer "not suitable".
pub fn refused_by(seeker: &Seeker, vacancy: &Vacancy, situation: &crate::Situation<'_>) -> Refused {
    refused(&Case { seeker, vacancy, situation, top_relevance: 0.0 })
}
