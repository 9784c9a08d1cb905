//! Hours a week: the vacancy's minimum against what the doctor allows, by the build-up scheme on the day.

use super::{blank, quote, said};
use crate::matching::{Case, Situation};
use domain::posting::Fact;
use domain::posting::Range;
use domain::{Criterion, Item, Limit, Outcome, Requirement, Seeker};

const RULE: &str = "hours a week, build-up scheme, DESIGN.md 4.2";

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let allowed = allowed(case);
    let have = allowed.map_or("no limit".to_owned(), |hours| format!("at most {hours} a week today"));
    let blank = blank(Requirement::Hours, have, RULE);
    let posting = &case.vacancy.posting;
    let Some(hours) = posting.hours_per_week else { return vec![blank] };
    let outcome = match (least(hours), allowed) {
        (None, Some(_)) => Outcome::Unknown,
        (_, None) => Outcome::Fits,
        (Some(least), Some(allowed)) if least <= allowed => Outcome::Fits,
        (Some(least), Some(allowed)) => above(case, least, allowed),
    };
    vec![said(blank, outcome, words(hours), quote(posting, Fact::HoursPerWeek, ""))]
}

/// What is allowed today; `None`: the document limits no hours.
pub(super) fn allowed(case: &Case<'_>) -> Option<f64> {
    of_seeker(case.seeker, case.situation)
}

/// The same, whatever the vacancy.
pub(crate) fn of_seeker(seeker: &Seeker, situation: &Situation<'_>) -> Option<f64> {
    let capability = &seeker.profile.capability;
    let of_item = || {
        let each = capability.items.iter().find(|each| each.item == Item::HoursPerWeek)?;
        let level = || situation.rules.table.quantity(each.item, capability.layout, each.level?);
        each.limit.or_else(level).map(Limit::amount)
    };
    capability.hours.per_week_on(situation.today).or_else(of_item)
}

/// "Tot 24 uur" leaves the minimum open: fewer may do.
fn least(hours: Range) -> Option<f64> {
    hours.min
}

fn above(case: &Case<'_>, least: f64, allowed: f64) -> Outcome {
    // no start date is known of a vacancy, so a later step may be in time
    let later = case.seeker.profile.capability.hours.first_day_for(least).is_some();
    let about = allowed * (1.0 + case.situation.rules.settings.quantities.signal_above_percent / 100.0);
    if later || least <= about + 1e-9 { Outcome::Signal } else { Outcome::Exceeds }
}

/// Hours as words: "24-32", "from 24", "up to 32".
pub(crate) fn words(hours: Range) -> String {
    match (hours.min, hours.max) {
        (Some(min), Some(max)) if min == max => format!("{min}"),
        (Some(min), Some(max)) => format!("{min}-{max}"),
        (Some(min), None) => format!("from {min}"),
        (None, Some(max)) => format!("up to {max}"),
        (None, None) => "not said".to_owned(),
    }
}
