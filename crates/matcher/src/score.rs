//! The score: a tree of seven parts, for order only. It decides nothing.

use crate::matching::Case;
use crate::requirements::{kinship, travel_minutes, years_in};
use crate::settings::Score;
use domain::posting::Remote;
use domain::{Criterion, Outcome, ScorePart};

/// Value where the vacancy does not say: neither good nor bad.
const UNKNOWN: f64 = 0.5;
/// Years of experience that count for full.
const FULL_YEARS: f64 = 5.0;

/// All parts of the score.
pub(crate) fn parts(case: &Case<'_>, criteria: &[Criterion]) -> Vec<ScorePart> {
    let Score { occupation, experience, education, travel, hours, freshness, certainty, .. } =
        case.situation.rules.settings.score;
    vec![
        part("occupation", occupation, occupation_value(case)),
        part("experience", experience, experience_value(case)),
        part("education", education, education_value(case)),
        part("travel", travel, travel_value(case)),
        part("hours", hours, hours_value(case)),
        part("freshness", freshness, freshness_value(case)),
        part("certainty", certainty, certainty_value(criteria)),
    ]
}

/// 0 to 100, one decimal.
pub(crate) fn sum(parts: &[ScorePart]) -> f64 {
    let sum: f64 = parts.iter().map(|part| part.value * part.weight).sum();
    (sum * 1000.0).round() / 10.0
}

fn part(name: &str, weight: f64, (value, because): (f64, String)) -> ScorePart {
    ScorePart { name: name.to_owned(), value: (value * 1000.0).round() / 1000.0, weight, because }
}

/// By digits of ISCO-08 that agree: none, one, two, three, all four.
const BY_DIGITS: [f64; 5] = [0.0, 0.1, 0.45, 0.75, 1.0];

/// The best digits with the searched occupations, and with those done before.
fn digits(case: &Case<'_>, codes: &[Option<String>]) -> usize {
    let Some(occupation) = &case.vacancy.posting.occupation else { return 0 };
    codes.iter().flatten().map(|code| kinship(code, &occupation.isco08)).max().unwrap_or(0)
}

/// Text relevance as a share of the best.
pub(crate) fn relevance(case: &Case<'_>) -> f64 {
    let own = case.situation.relevance.get(&case.vacancy.id).copied().unwrap_or(0.0);
    if case.top_relevance > 0.0 { f64::from(own / case.top_relevance) } else { 0.0 }
}

/// Whether a vacancy is near what is searched or was done before.
pub(crate) fn is_near(case: &Case<'_>) -> bool {
    let near = digits(case, &case.seeker.searched_isco).max(digits(case, &case.seeker.experience_isco)) >= 2;
    near || relevance(case) >= case.situation.rules.settings.shortlist.near_by_text
}

fn occupation_value(case: &Case<'_>) -> (f64, String) {
    let searched = digits(case, &case.seeker.searched_isco);
    let done = digits(case, &case.seeker.experience_isco);
    let by_code = BY_DIGITS[searched.min(4)].max(0.8 * BY_DIGITS[done.min(4)]);
    let by_text = relevance(case);
    // words tell apart what the code does not
    let value = (0.7 * by_code + 0.3 * by_text).max(0.9 * by_text);
    let because =
        format!("{searched} of 4 digits with the search, {done} with experience; words {:.0} %", by_text * 100.0);
    (value, because)
}

fn experience_value(case: &Case<'_>) -> (f64, String) {
    let (same, near) = (years_in(case.seeker, case.vacancy, 3), years_in(case.seeker, case.vacancy, 2));
    let value = (same / FULL_YEARS).min(1.0).max(0.6 * (near / FULL_YEARS).min(1.0));
    (value, format!("{same} years in this kind of work, {near} near it"))
}

fn education_value(case: &Case<'_>) -> (f64, String) {
    let own = case.seeker.profile.education.iter().map(|each| each.level).max_by_key(|level| level.step());
    match (own, case.vacancy.posting.requirements.education) {
        (Some(own), Some(asked)) => {
            let apart = f64::from((own.step() - asked.level.step()).abs());
            ((1.0 - 0.25 * apart).max(0.0), format!("{apart} steps apart"))
        }
        (None, _) | (_, None) => (UNKNOWN, "not said".to_owned()),
    }
}

fn travel_value(case: &Case<'_>) -> (f64, String) {
    if case.vacancy.posting.remote == Some(Remote::Full) {
        return (1.0, "from home".to_owned());
    }
    match travel_minutes(case) {
        None => (UNKNOWN, "place or home not known".to_owned()),
        Some((time, _)) => {
            let middle = f64::midpoint(time.quick, time.slow);
            let most = f64::from(case.seeker.profile.travel.max_minutes);
            ((1.0 - 0.8 * middle / most).clamp(0.0, 1.0), format!("about {middle:.0} of {most:.0} minutes"))
        }
    }
}

/// The part of the wished hours that the vacancy has.
fn hours_value(case: &Case<'_>) -> (f64, String) {
    let search = &case.seeker.profile.search;
    let Some(offered) = case.vacancy.posting.hours_per_week else { return (UNKNOWN, "not said".to_owned()) };
    let (wish_min, wish_max) = (search.hours_min.unwrap_or(0.0), search.hours_max.unwrap_or(40.0));
    let min = offered.min.or(offered.max).unwrap_or(0.0);
    let max = offered.max.or(offered.min).unwrap_or(40.0);
    let apart = (min - wish_max).max(wish_min - max).max(0.0);
    let words = if apart == 0.0 { "as wished".to_owned() } else { format!("{apart} hours from the wish") };
    ((1.0 - apart / 16.0).max(0.0), words)
}

fn freshness_value(case: &Case<'_>) -> (f64, String) {
    let since = case.vacancy.posting.posted.unwrap_or(case.vacancy.first_seen.date_naive());
    let days = (case.situation.today - since).num_days().max(0);
    let half = case.situation.rules.settings.score.half_fresh_days;
    // days are few: the conversion is exact
    let age = f64::from(i32::try_from(days).unwrap_or(i32::MAX));
    (0.5_f64.powf(age / half), format!("{days} days old"))
}

/// What is sure to fit, as a share of all criteria; a signal counts for nothing, an unknown for half.
fn certainty_value(criteria: &[Criterion]) -> (f64, String) {
    let count = |outcome| criteria.iter().filter(|each| each.outcome == outcome).count();
    let (fits, unknown) = (count(Outcome::Fits), count(Outcome::Unknown));
    let all = criteria.len().max(1);
    // counts of criteria are small: the conversion is exact
    let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let value = (share(fits) + 0.5 * share(unknown)) / share(all);
    (value, format!("{fits} fit, {unknown} unknown of {} criteria", criteria.len()))
}
