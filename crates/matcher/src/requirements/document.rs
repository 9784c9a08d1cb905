//! Whether the doctor's document still holds. Past its validity every match is to be looked at.

use super::blank;
use crate::matching::Case;
use domain::{Basis, Criterion, Outcome, Requirement};

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let capability = &case.seeker.profile.capability;
    let Some(until) = capability.valid_until else { return Vec::new() };
    let holds = case.situation.today <= until;
    let words = if holds { "holds" } else { "is past its validity" };
    let have = format!("document of {}, valid until {until}: {words}", capability.drawn_up_on);
    let outcome = if holds { Outcome::Fits } else { Outcome::Signal };
    let rule = "a document holds until its day";
    vec![Criterion {
        outcome,
        asks: "a document that holds today".to_owned(),
        basis: Basis::Profile,
        hard: false,
        ..blank(Requirement::DocumentValidity, have, rule)
    }]
}
