//! Level of education in steps: a required diploma against a "werk- en denkniveau".

use super::{blank, quote, said};
use crate::matching::Case;
use domain::posting::Fact;
use domain::{Criterion, EducationLevel, Outcome, Requirement};

const RULE: &str = "education in steps, DESIGN.md 4.2";

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let level = best(case, false);
    let diploma = best(case, true);
    let blank = blank(Requirement::Education, have(level, diploma), RULE);
    let posting = &case.vacancy.posting;
    let Some(required) = posting.requirements.education else { return vec![blank] };
    let words = if required.diploma_required { "diploma" } else { "level of working and thinking" };
    let asks = format!("{}, {words}", required.level.name());
    let outcome = if required.diploma_required {
        match diploma {
            Some(diploma) if diploma.step() >= required.level.step() => Outcome::Fits,
            Some(_) | None => Outcome::Exceeds,
        }
    } else {
        let short = level.map(|level| required.level.step() - level.step());
        thinking_level(short, case.situation.rules.settings.education.signal_steps)
    };
    // nothing stated on the candidate's side is no mismatch
    let outcome = if level.is_none() { Outcome::Unknown } else { outcome };
    vec![said(blank, outcome, asks, quote(posting, Fact::Education, ""))]
}

fn thinking_level(short: Option<i8>, signal_steps: i8) -> Outcome {
    match short {
        None => Outcome::Unknown,
        Some(short) if short <= 0 => Outcome::Fits,
        Some(short) if short <= signal_steps => Outcome::Signal,
        Some(_) => Outcome::Exceeds,
    }
}

fn best(case: &Case<'_>, with_diploma: bool) -> Option<EducationLevel> {
    let each = case.seeker.profile.education.iter().filter(|each| each.diploma || !with_diploma);
    each.map(|each| each.level).max_by_key(|level| level.step())
}

fn have(level: Option<EducationLevel>, diploma: Option<EducationLevel>) -> String {
    match (level, diploma) {
        (None, _) => "no education stated".to_owned(),
        (Some(level), Some(diploma)) if level == diploma => format!("{}, diploma", level.name()),
        (Some(level), Some(diploma)) => format!("{}; highest diploma {}", level.name(), diploma.name()),
        (Some(level), None) => format!("{}, no diploma", level.name()),
    }
}
