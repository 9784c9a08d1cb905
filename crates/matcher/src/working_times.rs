//! Evening, night and hours a day: what the document allows against when the work is done (DESIGN.md 4.2, hours).

use crate::matching::Case;
use domain::posting::{Fact, YesNoUnknown};
use domain::{Basis, Criterion, CriterionName, Item, Limit, Outcome, Posting};

/// Criteria on the times that the document limits.
pub(crate) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    [part_of_day(case, Item::Evening), part_of_day(case, Item::Night), hours_a_day(case)]
        .into_iter()
        .flatten()
        .collect()
}

fn stated(case: &Case<'_>, item: Item) -> bool {
    let capability = &case.seeker.profile.capability;
    let in_hours = match item {
        Item::Evening => capability.hours.no_evening,
        Item::Night => capability.hours.no_night,
        _ => false,
    };
    in_hours || capability.items.iter().any(|each| each.item == item && each.level != Some(0))
}

fn criterion(item: Item, have: String, rule: &str) -> Criterion {
    Criterion {
        criterion: CriterionName::Capability(item),
        outcome: Outcome::Unknown,
        have,
        asks: "not said".to_owned(),
        basis: Basis::None,
        quote: None,
        rule: rule.to_owned(),
        hard: true,
        usually_loaded: false,
    }
}

fn part_of_day(case: &Case<'_>, item: Item) -> Option<Criterion> {
    if !stated(case, item) {
        return None;
    }
    let posting = &case.vacancy.posting;
    let (says, fact, name) = match item {
        Item::Night => (posting.times.night, Fact::Night, "nights, 22 to 06"),
        _ => (posting.times.evening, Fact::Evening, "evenings, 18 to 22"),
    };
    let blank = criterion(item, format!("no {name}"), "times of the day, DOMAIN.md 1.2 VI-1");
    let quoted = |outcome, asks: &str, fact| Criterion {
        outcome,
        asks: asks.to_owned(),
        basis: Basis::Text,
        quote: posting.quote(fact).map(|quote| quote.quote.clone()),
        ..blank.clone()
    };
    Some(match says {
        YesNoUnknown::Yes => quoted(Outcome::Exceeds, name, fact),
        YesNoUnknown::No => quoted(Outcome::Fits, "none", fact),
        YesNoUnknown::Unknown if posting.times.shifts == YesNoUnknown::Yes => {
            quoted(Outcome::Signal, "shifts; which ones is not said", Fact::Shifts)
        }
        YesNoUnknown::Unknown => usual(posting, item, blank),
    })
}

/// The occupation's usual times may raise a signal.
fn usual(posting: &Posting, item: Item, blank: Criterion) -> Criterion {
    match posting.demands.iter().find(|demand| demand.item == item) {
        None => blank,
        Some(demand) => Criterion {
            outcome: Outcome::Signal,
            asks: "not said; usual in this occupation".to_owned(),
            basis: Basis::Prior,
            quote: Some(demand.quote.clone()),
            usually_loaded: true,
            ..blank
        },
    }
}

/// Hours a day are seldom said; the least hours a week over five days are the least that a day can have.
fn hours_a_day(case: &Case<'_>) -> Option<Criterion> {
    let profile = &case.seeker.profile;
    let of_item = || profile.capability.items.iter().find(|each| each.item == Item::HoursPerDay);
    let of_level = || {
        let each = of_item()?;
        let level = || case.situation.rules.table.quantity(each.item, profile.capability.layout, each.level?);
        each.limit.or_else(level).map(Limit::amount)
    };
    let today = case.situation.today;
    let step = profile.capability.hours.build_up.iter().rev().find(|step| step.from <= today).map(|step| step.per_day);
    let most = step.or(profile.capability.hours.per_day).or_else(of_level)?;
    let posting = &case.vacancy.posting;
    let blank = criterion(Item::HoursPerDay, format!("at most {most} hours a day"), "hours a day, DOMAIN.md 1.2 VI-2");
    if let Some(day) = answered_a_day(posting) {
        let outcome = if day <= most { Outcome::Fits } else { Outcome::Exceeds };
        return Some(Criterion { outcome, asks: format!("{day} hours a day"), basis: Basis::Text, ..blank });
    }
    let week = posting.hours_per_week.and_then(|hours| hours.min)?;
    let days = case.situation.rules.settings.hours.days_a_week;
    let least = week / days;
    (least > most).then(|| Criterion {
        outcome: Outcome::Signal,
        asks: format!("{week} hours a week are at least {least:.1} a day in {days} days"),
        basis: Basis::Text,
        quote: posting.quote(Fact::HoursPerWeek).map(|quote| quote.quote.clone()),
        hard: false,
        ..blank
    })
}

/// Hours a day where they are said outright.
fn answered_a_day(posting: &Posting) -> Option<f64> {
    posting.demands.iter().find(|each| each.item == Item::HoursPerDay)?.limit.map(Limit::amount)
}
