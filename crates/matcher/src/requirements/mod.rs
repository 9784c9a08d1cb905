//! The requirements, one file each: what the employer asks against what the candidate has (DESIGN.md 4.2).

mod blocked;
mod document;
mod education;
mod excluded;
mod experience;
mod feedback;
mod hours;
mod language;
mod qualifications;
mod travel;
mod wage;

use crate::matching::Case;
use domain::posting::Fact;
use domain::{Basis, Criterion, CriterionName, Outcome, Posting, Requirement};

pub(crate) use experience::{kinship, years_in};
pub(crate) use feedback::effect as feedback_effect;
pub use feedback::refused_by;
pub(crate) use hours::{of_seeker as hours_allowed, words as hours_as_words};
pub(crate) use travel::time as travel_minutes;

pub(crate) type Rule = fn(&Case<'_>) -> Vec<Criterion>;

/// Every requirement, in the order in which explanations list them.
const RULES: [Rule; 11] = [
    travel::criteria,
    hours::criteria,
    education::criteria,
    experience::criteria,
    qualifications::criteria,
    language::criteria,
    document::criteria,
    wage::criteria,
    excluded::criteria,
    blocked::criteria,
    feedback::criteria,
];

/// Criteria of all requirements.
pub(crate) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    RULES.iter().flat_map(|rule| rule(case)).collect()
}

/// The rule that gives the criteria on one requirement.
pub(crate) fn rule_of(requirement: Requirement) -> Rule {
    match requirement {
        Requirement::Hours => hours::criteria,
        Requirement::Education => education::criteria,
        Requirement::Experience => experience::criteria,
        Requirement::Licence | Requirement::OwnCar | Requirement::Certificate | Requirement::Registration => {
            qualifications::criteria
        }
        Requirement::Language => language::criteria,
        Requirement::Travel => travel::criteria,
        Requirement::Wage => wage::criteria,
        Requirement::Excluded => excluded::criteria,
        Requirement::Blocked => blocked::criteria,
        Requirement::Feedback => feedback::criteria,
        Requirement::DocumentValidity => document::criteria,
    }
}

/// A criterion of which the vacancy says nothing yet.
fn blank(requirement: Requirement, have: String, rule: &str) -> Criterion {
    Criterion {
        criterion: CriterionName::Requirement(requirement),
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

/// The criterion with its outcome and the vacancy's words.
fn said(blank: Criterion, outcome: Outcome, asks: String, quote: Option<String>) -> Criterion {
    Criterion { outcome, asks, basis: Basis::Text, quote, ..blank }
}

/// The words that a fact was read from; with a value, those for that value.
fn quote(posting: &Posting, fact: Fact, value: &str) -> Option<String> {
    let of_value = posting.quotes.iter().find(|each| each.fact == fact && each.value == value);
    of_value.or_else(|| posting.quote(fact)).map(|each| each.quote.clone()).filter(|words| !words.is_empty())
}
