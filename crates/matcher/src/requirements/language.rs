//! Languages asked, and the language that the vacancy is written in.

use super::{blank, quote, said};
use crate::matching::Case;
use domain::posting::{Fact, Language};
use domain::requirements::{LanguageLevel, LanguageRequired};
use domain::{Basis, Criterion, Outcome, Requirement};

const RULE: &str = "language, one step short is a signal, DESIGN.md 4.2";

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let asked = &case.vacancy.posting.requirements.languages;
    let mut criteria: Vec<Criterion> = asked.iter().map(|each| asked_language(case, *each)).collect();
    criteria.extend(written_in(case).filter(|_| asked.is_empty()));
    criteria
}

fn level(case: &Case<'_>, language: Language) -> Option<LanguageLevel> {
    let known = case.seeker.profile.qualifications.languages.iter();
    known.filter(|each| each.language == language).map(|each| each.level).max()
}

fn have(language: Language, level: Option<LanguageLevel>) -> String {
    level.map_or(format!("{language}: not stated"), |level| format!("{language} {level:?}"))
}

fn asked_language(case: &Case<'_>, required: LanguageRequired) -> Criterion {
    let settings = &case.situation.rules.settings.language;
    let level = level(case, required.language);
    let wanted = required.level.unwrap_or(settings.asked_without_level);
    let short = wanted.step() - level.map_or(0, LanguageLevel::step);
    let outcome = match short {
        short if short <= 0 => Outcome::Fits,
        short if short <= settings.signal_steps => Outcome::Signal,
        _ => Outcome::Exceeds,
    };
    // a profile without any language says nothing about languages
    let silent = case.seeker.profile.qualifications.languages.is_empty();
    let outcome = if silent { Outcome::Unknown } else { outcome };
    let asks = match required.level {
        Some(level) => format!("{} {level:?}", required.language),
        None => format!("{}, level not said, taken as {wanted:?}", required.language),
    };
    let words = quote(&case.vacancy.posting, Fact::Language, required.language.code());
    said(blank(Requirement::Language, have(required.language, level), RULE), outcome, asks, words)
}

/// A text that the candidate hardly reads, and that is silent on language.
fn written_in(case: &Case<'_>) -> Option<Criterion> {
    let language = case.vacancy.posting.language?;
    let level = level(case, language);
    let reads = case.situation.rules.settings.language.reads_from;
    let silent = case.seeker.profile.qualifications.languages.is_empty();
    (!silent && level.is_none_or(|level| level < reads)).then(|| Criterion {
        outcome: Outcome::Signal,
        asks: format!("not said; the vacancy is written in {language}"),
        basis: Basis::Text,
        ..blank(Requirement::Language, have(language, level), RULE)
    })
}
