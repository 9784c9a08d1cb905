//! Cutting the shortlist from the matches (DESIGN.md 4.5): few, sure to be open, new to the candidate, and varied.

use crate::matching::{Matching, Situation, turn};
use crate::settings::Shortlist as Settings;
use chrono::Duration;
use domain::feedback::FeedbackEffect;
use domain::shortlist::FunnelStep;
use domain::{Match, Seeker, ShortlistEntry, Vacancy, VacancyId};
use std::collections::{BTreeMap, BTreeSet};

/// Why a match is not on the shortlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Left {
    NotVerified,
    ShownBefore,
    Refused,
    SameGroup,
    NotAmongTheFirst,
}

impl Left {
    fn name(self) -> &'static str {
        match self {
            Self::NotVerified => "not_verified_lately",
            Self::ShownBefore => "shown_before",
            Self::Refused => "answered_not_suitable",
            Self::SameGroup => "same_posting_group",
            Self::NotAmongTheFirst => "not_among_the_first",
        }
    }
}

/// Takes the best matches, and adds the last step to the funnel with the reason of each that was left.
pub fn cut(
    seeker: &Seeker,
    matching: &mut Matching,
    vacancies: &[Vacancy],
    situation: &Situation<'_>,
) -> Vec<ShortlistEntry> {
    let by_id: BTreeMap<&VacancyId, &Vacancy> = vacancies.iter().map(|vacancy| (&vacancy.id, vacancy)).collect();
    let mut left: BTreeMap<Left, usize> = BTreeMap::new();
    let mut may = Vec::new();
    for each in matching.matches.iter().filter(|each| each.near && !each.excluded) {
        match why_not(each, by_id.get(&each.vacancy).copied(), seeker, situation) {
            Some(why) => *left.entry(why).or_default() += 1,
            None => may.push(each),
        }
    }
    let chosen = choose(&may, situation, &mut left);
    let fell = left.into_iter().map(|(why, count)| (why.name().to_owned(), count)).collect();
    let step = FunnelStep { step: "shortlist".to_owned(), count: chosen.len(), fell };
    let entries = chosen.into_iter().enumerate();
    let entries = entries.map(|(at, each)| ShortlistEntry { rank: at + 1, matched: each.clone() }).collect();
    matching.funnel.push(step);
    entries
}

/// Why a match cannot be on the shortlist, by itself.
pub(crate) fn why_not(
    matched: &Match,
    vacancy: Option<&Vacancy>,
    seeker: &Seeker,
    situation: &Situation<'_>,
) -> Option<Left> {
    let within = Duration::hours(situation.rules.settings.shortlist.verified_within_hours);
    let is_stale =
        |vacancy: &Vacancy| vacancy.last_verified + within < situation.now || vacancy.doubtful_since.is_some();
    if matched.feedback == Some(FeedbackEffect::Off) {
        Some(Left::Refused)
    } else if vacancy.is_none_or(is_stale) {
        Some(Left::NotVerified)
    } else if seeker.shown.get(&matched.vacancy) == Some(&matched.version) {
        Some(Left::ShownBefore)
    } else {
        None
    }
}

/// One of each posting group; what answers set back only where others leave room.
fn choose<'a>(may: &[&'a Match], situation: &Situation<'_>, left: &mut BTreeMap<Left, usize>) -> Vec<&'a Match> {
    let settings = &situation.rules.settings.shortlist;
    let mut groups = BTreeSet::new();
    let single: Vec<&Match> = may.iter().copied().filter(|each| groups.insert(each.group.as_str())).collect();
    let (later, first): (Vec<&Match>, Vec<&Match>) = single.iter().copied().partition(|each| turn(each) > 0);
    let (mut chosen, mut taken) = (Vec::new(), Taken::default());
    fill(&mut chosen, first, &mut taken, settings);
    fill(&mut chosen, later, &mut taken, settings);
    chosen.sort_by(|a, b| {
        let by_score = turn(a).cmp(&turn(b)).then(b.score.total_cmp(&a.score));
        by_score.then_with(|| a.vacancy.cmp(&b.vacancy))
    });
    count(left, Left::SameGroup, may.len() - single.len());
    count(left, Left::NotAmongTheFirst, single.len() - chosen.len());
    chosen
}

/// Rounds: in the first each employer and occupation has its share, in each further one that much again.
fn fill<'a>(chosen: &mut Vec<&'a Match>, mut waiting: Vec<&'a Match>, taken: &mut Taken<'a>, settings: &Settings) {
    for round in 1.. {
        if waiting.is_empty() || chosen.len() >= settings.size {
            break;
        }
        let share =
            Share { employer: round * settings.for_one_employer, occupation: round * settings.for_one_occupation };
        waiting.retain(|each| {
            let take = chosen.len() < settings.size && taken.take(each, &share);
            chosen.extend(take.then_some(*each));
            !take
        });
    }
}

/// How many of one employer and in one occupation may be taken.
struct Share {
    employer: usize,
    occupation: usize,
}

/// How many were taken of each.
#[derive(Default)]
struct Taken<'a> {
    employers: BTreeMap<&'a str, usize>,
    occupations: BTreeMap<&'a str, usize>,
}

impl<'a> Taken<'a> {
    /// Takes a match if its employer and its occupation have room; one that is not known is alone.
    fn take(&mut self, each: &'a Match, share: &Share) -> bool {
        let employer = self.employers.entry(each.employer.as_deref().unwrap_or(each.vacancy.as_str())).or_default();
        let occupation = self.occupations.entry(each.isco08.as_deref().unwrap_or(each.vacancy.as_str())).or_default();
        let room = *employer < share.employer.max(1) && *occupation < share.occupation.max(1);
        *employer += usize::from(room);
        *occupation += usize::from(room);
        room
    }
}

fn count(left: &mut BTreeMap<Left, usize>, why: Left, many: usize) {
    if many > 0 {
        *left.entry(why).or_default() += many;
    }
}
