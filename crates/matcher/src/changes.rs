//! Why a shortlist differs from the one before it. The same comparisons that made the list tell it, the candidate's profile
//! of that day included, so that what the profile did and what the vacancy did are told apart.

use crate::matching::{Situation, compare, turn};
use crate::shortlist::{Left, why_not};
use chrono::{DateTime, Utc};
use domain::changes::{Change, ChangeReason, Changes, History, Move};
use domain::feedback::FeedbackEffect;
use domain::{
    ClosedBecause, Criterion, CriterionName, Match, Outcome, Requirement, Seeker, Shortlist, ShortlistEntry, Vacancy,
    VacancyId, VacancyState,
};
use std::collections::BTreeMap;

/// What a night knows when its shortlist is cut.
#[derive(Debug, Clone, Copy)]
pub struct Tonight<'a> {
    /// The candidate.
    pub seeker: &'a Seeker,
    /// The same with the profile of the shortlist before, where that was another version.
    pub seeker_before: Option<&'a Seeker>,
    /// The list.
    pub entries: &'a [ShortlistEntry],
    /// Every vacancy of both lists as it is now, open or closed, with its past.
    pub known: &'a BTreeMap<VacancyId, (Vacancy, History)>,
    /// When the shortlist before was kept.
    pub before_at: DateTime<Utc>,
    /// The situation of the matching.
    pub situation: &'a Situation<'a>,
}

type Reason = (ChangeReason, String);

/// What came, what is there again, and what went since a shortlist, in the order of the lists.
pub fn changes(before: &Shortlist, tonight: &Tonight<'_>) -> Changes {
    let now = tonight.entries.iter().map(|entry| {
        let shown = before.entries.iter().find(|each| each.matched.vacancy == entry.matched.vacancy);
        let moved = if shown.is_some() { Move::Again } else { Move::Came };
        change(&entry.matched, moved, tonight.why_came(before, &entry.matched))
    });
    let still = |id: &VacancyId| tonight.entries.iter().any(|entry| entry.matched.vacancy == *id);
    let gone = before.entries.iter().filter(|entry| !still(&entry.matched.vacancy));
    let gone = gone.map(|entry| change(&entry.matched, Move::Went, tonight.why_went(before, &entry.matched)));
    let mut each: Vec<Change> = now.chain(gone).collect();
    each.sort_by_key(|change| change.moved);
    Changes { since: before.date, each }
}

fn change(matched: &Match, moved: Move, (why, because): Reason) -> Change {
    let (vacancy, title, employer) = (matched.vacancy.clone(), matched.title.clone(), matched.employer.clone());
    Change { vacancy, title, employer, moved, why, because }
}

/// What keeps a match off every shortlist, whatever else there is.
fn kept_off(matched: &Match) -> Option<String> {
    let excluded = || matched.criteria.iter().find(|each| each.criterion == EXCLUDED);
    match over(matched) {
        Some(criterion) => Some(in_words(criterion)),
        None if matched.excluded => excluded().map(in_words),
        None if !matched.near => Some("it is not near what is searched or was done before".to_owned()),
        None => None,
    }
}

/// The criterion that rejects.
fn over(matched: &Match) -> Option<&Criterion> {
    matched.criteria.iter().find(|each| each.hard && each.outcome == Outcome::Exceeds)
}

const EXCLUDED: CriterionName = CriterionName::Requirement(Requirement::Excluded);
const BLOCKED: CriterionName = CriterionName::Requirement(Requirement::Blocked);
const FEEDBACK: CriterionName = CriterionName::Requirement(Requirement::Feedback);
const REGISTRATION: CriterionName = CriterionName::Requirement(Requirement::Registration);
const DOCUMENT: CriterionName = CriterionName::Requirement(Requirement::DocumentValidity);

fn in_words(criterion: &Criterion) -> String {
    match criterion.criterion {
        BLOCKED | FEEDBACK => format!("{}; this one: {}", criterion.have, criterion.asks),
        name => format!("{name}: {}, asks {}", criterion.have, criterion.asks),
    }
}

fn closed(because: ClosedBecause, history: &History) -> Reason {
    match because {
        ClosedBecause::Expired => (ChangeReason::Expired, "its last day is past".to_owned()),
        ClosedBecause::Folded => {
            let into = history.folded_into.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
            (ChangeReason::Folded, format!("it is the same vacancy as{into}"))
        }
        ClosedBecause::PageGone => (ChangeReason::Closed, "its page is gone".to_owned()),
        ClosedBecause::NoIndex => (ChangeReason::Closed, "its page may no longer be indexed".to_owned()),
        ClosedBecause::SaidClosed => (ChangeReason::Closed, "its page says so".to_owned()),
        ClosedBecause::NotListed => (ChangeReason::Closed, "its source no longer lists it".to_owned()),
        ClosedBecause::Redirected => (ChangeReason::Closed, "its page leads elsewhere".to_owned()),
        ClosedBecause::StatesNothing => (ChangeReason::Closed, "its page states no vacancy any more".to_owned()),
        ClosedBecause::ApplyGone => (ChangeReason::Closed, "its page has no way to apply any more".to_owned()),
    }
}

impl Tonight<'_> {
    fn why_came(&self, before: &Shortlist, matched: &Match) -> Reason {
        let Some((vacancy, history)) = self.known.get(&matched.vacancy) else {
            return (ChangeReason::Room, String::new());
        };
        if vacancy.first_seen > self.before_at {
            return (ChangeReason::New, format!("first seen on {}", vacancy.first_seen.date_naive()));
        }
        if history.reopened_on.is_some_and(|day| day > before.date) {
            return (ChangeReason::Reopened, "it was closed, and is there again".to_owned());
        }
        if let Some(reason) = self.kept_off_before(vacancy) {
            return (ChangeReason::ProfileChanged, format!("before, it was kept off by {reason}"));
        }
        if let Some(answer) = vacancy.answers.iter().find(|answer| answer.on >= before.date) {
            let words = answer.words(&vacancy.version);
            return (ChangeReason::Answered, format!("{}: {}, {words}", answer.about, answer.value));
        }
        if let Some(at) = history.text_since.filter(|at| *at > self.before_at) {
            return (ChangeReason::VacancyChanged, format!("its text is another since {}", at.date_naive()));
        }
        let ended = before.entries.len().saturating_sub(self.still_there(before));
        (ChangeReason::Room, format!("score {:.1}; {ended} of the list before made room", matched.score))
    }

    fn still_there(&self, before: &Shortlist) -> usize {
        let is_now = |id: &VacancyId| self.entries.iter().any(|entry| entry.matched.vacancy == *id);
        before.entries.iter().filter(|entry| is_now(&entry.matched.vacancy)).count()
    }

    /// What kept a vacancy off under the profile of the day before, where nothing does now.
    fn kept_off_before(&self, vacancy: &Vacancy) -> Option<String> {
        kept_off(&compare(self.seeker_before?, vacancy, self.situation))
    }

    fn why_went(&self, before: &Shortlist, shown: &Match) -> Reason {
        let Some((vacancy, history)) = self.known.get(&shown.vacancy) else {
            return (ChangeReason::Closed, "it is no longer kept".to_owned());
        };
        if let VacancyState::Closed { because, on } = vacancy.state {
            let (why, because) = closed(because, history);
            return (why, format!("{because}, since {on}"));
        }
        let now = compare(self.seeker, vacancy, self.situation);
        if let Some(words) = kept_off(&now) {
            return (self.what_kept_off(before, shown, &now, vacancy), words);
        }
        match why_not(&now, Some(vacancy), self.seeker, self.situation) {
            Some(Left::Refused) => (ChangeReason::Feedback, first(&now, FEEDBACK)),
            Some(Left::ShownBefore) => (ChangeReason::ShownBefore, format!("shown on {}, and as it was", before.date)),
            Some(_) => {
                let seen = vacancy.last_verified.date_naive();
                (ChangeReason::NotVerified, format!("last seen open on {seen}"))
            }
            None => self.outdone(shown, &now),
        }
    }

    /// Whose doing it is that a match of before is kept off now.
    fn what_kept_off(&self, before: &Shortlist, shown: &Match, now: &Match, vacancy: &Vacancy) -> ChangeReason {
        if now.criteria.iter().any(|each| each.criterion == BLOCKED) {
            ChangeReason::Block
        } else if self.seeker_before.is_some() && self.kept_off_before(vacancy).is_none() {
            ChangeReason::ProfileChanged
        } else if shown.version != now.version {
            ChangeReason::VacancyChanged
        } else if vacancy.answers.iter().any(|answer| answer.on >= before.date) {
            ChangeReason::Answered
        } else if over(now).is_some_and(|each| each.criterion == REGISTRATION) {
            ChangeReason::Ended
        } else {
            ChangeReason::RulesChanged
        }
    }

    /// It might be on the list, and others are.
    fn outdone(&self, shown: &Match, now: &Match) -> Reason {
        if let Some(stands) = self.entries.iter().find(|entry| entry.matched.group == now.group) {
            return (ChangeReason::SameGroup, format!("{} stands for it", stands.matched.vacancy));
        }
        let last = self.entries.last().map_or(0.0, |entry| entry.matched.score);
        let scores = format!("score {:.1}, before {:.1}; the last on the list has {last:.1}", now.score, shown.score);
        let outcome =
            |matched: &Match| matched.criteria.iter().find(|each| each.criterion == DOCUMENT).map(|each| each.outcome);
        if outcome(now) == Some(Outcome::Signal) && outcome(shown) != Some(Outcome::Signal) {
            return (ChangeReason::DocumentExpired, format!("{}; {scores}", first(now, DOCUMENT)));
        }
        if turn(now) > 0 && now.feedback == Some(FeedbackEffect::Last) {
            return (ChangeReason::Feedback, format!("{}; {scores}", first(now, FEEDBACK)));
        }
        (ChangeReason::Displaced, scores)
    }
}

/// The first criterion of a name, in words.
fn first(matched: &Match, name: CriterionName) -> String {
    matched.criteria.iter().find(|each| each.criterion == name).map(in_words).unwrap_or_default()
}
