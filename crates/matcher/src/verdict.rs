//! The verdict that outcomes add up to (DESIGN.md 4.3). A proposal: a person decides.

use domain::{Criterion, CriterionName, Outcome, Requirement, Verdict};

/// Wage, what `exclude` names and what was refused before rank or flag; they neither reject nor have to be clarified.
fn only_flags(criterion: &Criterion) -> bool {
    let CriterionName::Requirement(requirement) = criterion.criterion else { return false };
    matches!(requirement, Requirement::Wage | Requirement::Excluded | Requirement::Feedback)
}

fn to_clarify(criterion: &Criterion) -> bool {
    match criterion.outcome {
        Outcome::Fits => false,
        Outcome::Signal => true,
        Outcome::Exceeds => !criterion.hard,
        Outcome::Unknown => criterion.usually_loaded,
    }
}

/// The verdict on a vacancy with these criteria.
pub(crate) fn verdict(criteria: &[Criterion]) -> Verdict {
    if criteria.iter().any(Criterion::rejects) {
        return Verdict::Unsuitable;
    }
    let clarify = criteria.iter().any(|each| !only_flags(each) && to_clarify(each));
    if clarify { Verdict::Clarify } else { Verdict::Suitable }
}
