//! Pay against 65 % of the pay before. It flags, it never rejects (DOMAIN.md 5.2, wage value).

use super::{blank, hours, quote, said};
use crate::matching::Case;
use domain::posting::{Fact, PayPeriod, Salary};
use domain::profile::WageBefore;
use domain::{Criterion, Outcome, Requirement};

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let posting = &case.vacancy.posting;
    let (Some(before), Some(salary)) = (&case.seeker.profile.search.wage_before, &posting.salary) else {
        return Vec::new();
    };
    let Some((hours, offered)) = offered(case, salary) else { return Vec::new() };
    let settings = &case.situation.rules.settings.wage;
    let weeks = settings.weeks_a_month;
    let earned = month_of_before(before, weeks);
    let enough = offered >= earned * settings.flag_below_percent / 100.0;
    let have = format!(
        "{earned:.0} a month before, {:.0} % of it is {:.0}",
        settings.flag_below_percent,
        earned * settings.flag_below_percent / 100.0
    );
    let outcome = if enough { Outcome::Fits } else { Outcome::Signal };
    let asks = format!("pays about {offered:.0} a month for {hours} hours");
    let blank = blank(Requirement::Wage, have, "wage value, DOMAIN.md 5.2: flags, never rejects");
    vec![Criterion { hard: false, ..said(blank, outcome, asks, quote(posting, Fact::Salary, "")) }]
}

/// Hours and pay a month that the vacancy can give this candidate; `None` where currency, hours or amount are unknown.
fn offered(case: &Case<'_>, salary: &Salary) -> Option<(f64, f64)> {
    let weeks = case.situation.rules.settings.wage.weeks_a_month;
    let amount = salary.max.or(salary.min).filter(|_| salary.currency == "EUR")?;
    let most = case.vacancy.posting.hours_per_week.and_then(|range| range.max.or(range.min))?;
    let hours = hours::allowed(case).map_or(most, |allowed| allowed.min(most));
    // pay by the month or year is stated for the most hours of the vacancy, or for a full week: taken as the former
    let share = hours / most;
    let month = match salary.per {
        PayPeriod::Hour => amount * hours * weeks,
        PayPeriod::Day => amount * hours / 8.0 * weeks,
        PayPeriod::Week => amount * weeks * share,
        PayPeriod::FourWeeks => amount / 4.0 * weeks * share,
        PayPeriod::Month => amount * share,
        PayPeriod::Year => amount / 12.0 * share,
    };
    Some((hours, month))
}

fn month_of_before(before: &WageBefore, weeks: f64) -> f64 {
    match before.per {
        PayPeriod::Hour => before.amount * before.hours * weeks,
        PayPeriod::Day => before.amount * before.hours / 8.0 * weeks,
        PayPeriod::Week => before.amount * weeks,
        PayPeriod::FourWeeks => before.amount / 4.0 * weeks,
        PayPeriod::Month => before.amount,
        PayPeriod::Year => before.amount / 12.0,
    }
}
