//! Occupations against their labels: accuracy at 1 and 3 for 4, 3, 2 and 1 digits of ISCO-08, and which groups are
//! taken for which.

use super::counts::{rounded, share};
use super::labels::Case;
use domain::Posting;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many digits of ISCO-08 are compared: unit group, minor, sub-major and major group.
const DIGITS: [usize; 4] = [4, 3, 2, 1];
/// How many of the extractor's groups "at 3" looks at.
const AT_THREE: usize = 3;

/// How often the occupation is right.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Occupations {
    /// Cases with a labelled occupation.
    pub(crate) cases: usize,
    /// Of those, how many were given one at all.
    pub(crate) given: usize,
    pub(crate) accuracy: Vec<Accuracy>,
    /// Wrong pairs, the most frequent first.
    pub(crate) confusion: Vec<Confusion>,
}

/// The share of all labelled cases that are right.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Accuracy {
    pub(crate) digits: usize,
    pub(crate) at_1: Option<f64>,
    pub(crate) at_3: Option<f64>,
}

/// One group taken for another.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Confusion {
    /// The label's first group.
    pub(crate) expected: String,
    /// The extractor's; a dash where it gave none.
    pub(crate) got: String,
    pub(crate) times: usize,
    /// Ids of the cases.
    pub(crate) cases: Vec<String>,
}

/// The extractor's groups for a posting, the best first.
pub(crate) fn groups(posting: &Posting) -> Vec<&str> {
    let found = posting.occupation.iter();
    found.flat_map(|found| std::iter::once(&found.isco08).chain(&found.alternatives)).map(String::as_str).collect()
}

/// Whether one of the first groups is right, to so many digits.
pub(crate) fn right(case: &Case, groups: &[&str], (first, digits): (usize, usize)) -> bool {
    let cut = |code: &str| code.get(..digits).map(str::to_owned);
    groups.iter().take(first).any(|group| case.occupation.iter().any(|code| cut(code) == cut(group)))
}

/// Measures all cases that have a label.
pub(crate) fn measure(cases: &[(&Case, &Posting)]) -> Occupations {
    let labelled: Vec<(&Case, Vec<&str>)> = cases
        .iter()
        .filter(|(case, _)| !case.occupation.is_empty())
        .map(|(case, posting)| (*case, groups(posting)))
        .collect();
    let accuracy = |first, digits| {
        let right = labelled.iter().filter(|(case, groups)| right(case, groups, (first, digits))).count();
        share(right, labelled.len()).map(rounded)
    };
    Occupations {
        cases: labelled.len(),
        given: labelled.iter().filter(|(_, groups)| !groups.is_empty()).count(),
        accuracy: DIGITS
            .iter()
            .map(|digits| Accuracy { digits: *digits, at_1: accuracy(1, *digits), at_3: accuracy(AT_THREE, *digits) })
            .collect(),
        confusion: confusion(&labelled),
    }
}

fn confusion(labelled: &[(&Case, Vec<&str>)]) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (case, groups) in labelled.iter().filter(|(case, groups)| !right(case, groups, (1, DIGITS[0]))) {
        let expected = case.occupation.first().map_or("-", String::as_str);
        pairs.entry((expected, groups.first().copied().unwrap_or("-"))).or_default().push(case.id.clone());
    }
    let mut confusion: Vec<Confusion> = pairs
        .into_iter()
        .map(|((expected, got), cases)| Confusion {
            expected: expected.to_owned(),
            got: got.to_owned(),
            times: cases.len(),
            cases,
        })
        .collect();
    // a stable sort: pairs that are as frequent stay in the order of their codes
    confusion.sort_by_key(|pair| std::cmp::Reverse(pair.times));
    confusion
}
