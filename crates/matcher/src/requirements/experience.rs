//! Years of experience asked as a must, against experience in the same or a near occupation.

use super::{blank, quote, said};
use crate::matching::Case;
use domain::posting::Fact;
use domain::{Criterion, Outcome, Requirement, Seeker, Vacancy};

const RULE: &str = "experience, DESIGN.md 4.2";

/// How near two occupations are by ISCO-08: the digits that agree, of four.
pub(crate) fn kinship(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

/// Years in occupations of which at least `digits` of the ISCO-08 code agree with the vacancy's.
pub(crate) fn years_in(seeker: &Seeker, vacancy: &Vacancy, digits: usize) -> f64 {
    let Some(occupation) = &vacancy.posting.occupation else { return 0.0 };
    let codes = || std::iter::once(&occupation.isco08).chain(&occupation.alternatives);
    let near =
        |code: &Option<String>| code.as_ref().is_some_and(|code| codes().any(|other| kinship(code, other) >= digits));
    let each = seeker.profile.experience.iter().zip(&seeker.experience_isco);
    // not `sum`: that of nothing is -0
    each.filter(|(_, code)| near(code)).fold(0.0, |years, (experience, _)| years + experience.years)
}

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let (seeker, vacancy) = (case.seeker, case.vacancy);
    let same = years_in(seeker, vacancy, 3);
    let near = years_in(seeker, vacancy, 2);
    let blank = blank(Requirement::Experience, have(seeker, same, near), RULE);
    let Some(required) = vacancy.posting.requirements.experience_years else { return vec![blank] };
    let least = f64::from(required.min);
    let asks = if least > 0.0 { format!("{least} years or more") } else { "experience, years not said".to_owned() };
    let known = vacancy.posting.occupation.is_some();
    let limit = case.situation.rules.settings.experience.years_that_exceed;
    let outcome = if same > 0.0 && same >= least {
        Outcome::Fits
    } else if known && same + near == 0.0 && required.min >= limit && seeker.experience_isco.iter().all(Option::is_some)
    {
        Outcome::Exceeds
    } else {
        // something near, or an occupation that was not recognised: a person looks
        Outcome::Signal
    };
    vec![said(blank, outcome, asks, quote(&vacancy.posting, Fact::Experience, ""))]
}

fn have(seeker: &Seeker, same: f64, near: f64) -> String {
    if same > 0.0 {
        format!("{same} years in this kind of work")
    } else if near > 0.0 {
        format!("{near} years in work near this")
    } else if seeker.profile.experience.is_empty() {
        "no experience stated".to_owned()
    } else {
        "none in this kind of work".to_owned()
    }
}
