//! Pay in a JobPosting: `baseSalary` in the forms that pages give it. A text that is no number is left to be understood
//! from the advertisement.

use super::json_ld_fields::{quote, shortened};
use super::json_ld_node::{Node, number_of};
use domain::posting::{Fact, PayPeriod, Salary};
use domain::{Posting, Problem};

/// Reads `baseSalary`. Comes after the places: pay without a currency is in euros only where the work is Dutch.
pub(crate) fn read(node: Node<'_>, posting: &mut Posting) {
    let Some(stated) = node.values("baseSalary").into_iter().next() else {
        return;
    };
    match node.node(stated).map(|pay| salary(pay, posting)) {
        Some(Ok(salary)) => {
            posting.quotes.push(quote(Fact::Salary, words(&salary)));
            posting.salary = Some(salary);
        }
        Some(Err(why)) => posting.problems.push(Problem::new("baseSalary", why)),
        None => {
            let stated = shortened(&stated.to_string());
            posting.problems.push(Problem::new("baseSalary", format!("{stated} says no period")));
        }
    }
}

fn is_dutch(posting: &Posting) -> bool {
    posting.places.iter().all(|place| place.country.as_deref().is_none_or(|country| country == "NL"))
}

fn salary(pay: Node<'_>, posting: &Posting) -> Result<Salary, String> {
    let value = pay.nodes("value").into_iter().next();
    // amounts stand in the value, or, in some systems, beside it
    let parts = [value, Some(pay)].into_iter().flatten();
    let parts: Vec<Node<'_>> = parts.collect();
    let (min, max) = amounts(&parts)?;
    let unit = parts.iter().find_map(|part| part.text("unitText").or_else(|| part.text("unitCode")));
    let currency = parts.iter().find_map(|part| part.text("currency"));
    checked([min, max], unit, currency.as_deref(), posting)
}

/// Pay from its parts, where it is plausible for its period.
pub(crate) fn checked(
    [min, max]: [Option<f64>; 2],
    unit: Option<String>,
    stated: Option<&str>,
    posting: &Posting,
) -> Result<Salary, String> {
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        return Err("the least is more than the most".to_owned());
    }
    let unit = unit.ok_or("it says no period")?;
    let per = period(&unit).ok_or_else(|| format!("'{}' is no period of pay", shortened(&unit)))?;
    let currency = stated.and_then(currency);
    let currency = currency.or_else(|| is_dutch(posting).then(|| "EUR".to_owned())).ok_or("it says no currency")?;
    let plausible = [min, max].into_iter().flatten().all(|amount| usual(per).contains(&amount));
    if currency == "EUR" && !plausible {
        return Err(format!("{} is no pay for that period", words(&Salary { min, max, per, currency })));
    }
    Ok(Salary { min, max, per, currency })
}

/// What work is paid in euros, widely taken. Amounts outside were given for another period than the page says.
fn usual(per: PayPeriod) -> std::ops::RangeInclusive<f64> {
    match per {
        PayPeriod::Hour => 2.0..=400.0,
        PayPeriod::Day => 15.0..=3_000.0,
        PayPeriod::Week => 30.0..=10_000.0,
        PayPeriod::FourWeeks | PayPeriod::Month => 100.0..=40_000.0,
        PayPeriod::Year => 4_000.0..=500_000.0,
    }
}

type Amounts = (Option<f64>, Option<f64>);

/// A range, else one amount for both ends. A nought is a field that was left empty.
fn amounts(parts: &[Node<'_>]) -> Result<Amounts, String> {
    let find = |name: &str| parts.iter().find_map(|part| part.number(name)).filter(|amount| *amount > 0.0);
    let single = parts.iter().flat_map(|part| part.values("value")).find_map(number_of).filter(|amount| *amount > 0.0);
    match (find("minValue"), find("maxValue")) {
        (Some(min), Some(max)) if min > max => Err(format!("from {min} to {max} is no range")),
        (None, None) => single.map(|amount| (Some(amount), Some(amount))).ok_or_else(|| "it has no amount".to_owned()),
        range => Ok(range),
    }
}

fn currency(stated: &str) -> Option<String> {
    match stated.trim() {
        "€" | "euro" | "Euro" => Some("EUR".to_owned()),
        "£" => Some("GBP".to_owned()),
        code if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_alphabetic()) => Some(code.to_uppercase()),
        _ => None,
    }
}

/// A period in schema.org's words, in the codes of UN/CEFACT, or in Dutch.
fn period(unit: &str) -> Option<PayPeriod> {
    let unit = unit.trim().to_uppercase();
    let unit = unit.trim_start_matches("PER ");
    match unit {
        "HOUR" | "HOURLY" | "HUR" | "UUR" => Some(PayPeriod::Hour),
        "DAY" | "DAILY" | "DAG" => Some(PayPeriod::Day),
        "WEEK" | "WEEKLY" | "WEE" => Some(PayPeriod::Week),
        "4WEEKS" | "4 WEEKS" | "FOUR_WEEKS" | "4 WEKEN" => Some(PayPeriod::FourWeeks),
        "MONTH" | "MONTHLY" | "MON" | "MAAND" => Some(PayPeriod::Month),
        "YEAR" | "YEARLY" | "ANN" | "ANNUAL" | "ANNUALLY" | "JAAR" => Some(PayPeriod::Year),
        _ => None,
    }
}

/// Amounts of a field in words.
pub(crate) fn words(salary: &Salary) -> String {
    let amounts = match (salary.min, salary.max) {
        (Some(min), Some(max)) if min < max => format!("{min} - {max}"),
        (Some(amount), Some(_)) => amount.to_string(),
        (Some(min), None) => format!("from {min}"),
        (None, max) => format!("up to {}", max.unwrap_or_default()),
    };
    format!("{amounts} {} per {}", salary.currency, format!("{:?}", salary.per).to_lowercase())
}
