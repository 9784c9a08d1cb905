//! Which changes of a profile are worth trying: a milder level of each item, and of what vacancies ask, what is missing.

use crate::change::{Change, Stated};
use crate::matching::Situation;
use domain::capability::CapabilityLimit;
use domain::profile::TravelMode;
use domain::requirements::LanguageLevel;
use domain::{CriterionName, EducationLevel, Item, Limit, Match, Requirement, Seeker, Vacancy};
use std::collections::BTreeSet;

/// One level of each step of the ladder.
const LADDER: [EducationLevel; 9] = [
    EducationLevel::Basis,
    EducationLevel::Mbo1,
    EducationLevel::Mbo2,
    EducationLevel::Mbo3,
    EducationLevel::Mbo4,
    EducationLevel::Ad,
    EducationLevel::Hbo,
    EducationLevel::Wo,
    EducationLevel::Phd,
];

const MODES: [TravelMode; 4] = [TravelMode::Car, TravelMode::PublicTransport, TravelMode::Bike, TravelMode::Walk];

const LANGUAGE_LEVELS: [LanguageLevel; 6] =
    [LanguageLevel::A1, LanguageLevel::A2, LanguageLevel::B1, LanguageLevel::B2, LanguageLevel::C1, LanguageLevel::C2];

/// A vacancy that is rejected, as far as it matters here.
pub(super) type Rejected<'a> = (&'a Vacancy, &'a Match);

/// All of them; of one name, the smaller change first.
pub(super) fn proposals(seeker: &Seeker, rejected: &[Rejected<'_>], situation: &Situation<'_>) -> Vec<Change> {
    let mut changes = items(seeker, situation);
    changes.extend(times(seeker));
    changes.extend(hours(seeker, situation));
    changes.extend(travel(seeker, situation));
    changes.extend(education(seeker));
    changes.extend(languages(seeker, rejected));
    changes.extend(papers(rejected));
    changes
}

/// Each milder level, and no limitation at all.
fn items(seeker: &Seeker, situation: &Situation<'_>) -> Vec<Change> {
    let capability = &seeker.profile.capability;
    let limited = capability.items.iter().filter(|each| !crate::capability::is_time(each.item));
    let changes = limited.flat_map(|each| {
        let levels = milder(each, situation, capability.layout).into_iter();
        let levels = levels.map(|level| Change::Item(each.item, Some(Stated::Level(level))));
        levels.chain([Change::Item(each.item, None)])
    });
    changes.collect()
}

/// Levels between the limitation and none, the nearest first.
fn milder(stated: &CapabilityLimit, situation: &Situation<'_>, layout: domain::Layout) -> Vec<u8> {
    let table = &situation.rules.table;
    let quantity = |level| table.quantity(stated.item, layout, level).map(Limit::amount);
    let allows_more = |level: &u8| match (stated.level, stated.limit) {
        (Some(own), _) => *level < own,
        (None, Some(own)) => quantity(*level).is_some_and(|amount| amount > own.amount()),
        (None, None) => false,
    };
    (1..=table.strictest(stated.item, layout)).rev().filter(allows_more).collect()
}

fn times(seeker: &Seeker) -> Vec<Change> {
    let capability = &seeker.profile.capability;
    let of_item = |item| capability.items.iter().any(|each| each.item == item);
    let evening = (capability.hours.no_evening || of_item(Item::Evening)).then_some(Item::Evening);
    let night = (capability.hours.no_night || of_item(Item::Night)).then_some(Item::Night);
    [evening, night].into_iter().flatten().map(|item| Change::Item(item, None)).collect()
}

fn hours(seeker: &Seeker, situation: &Situation<'_>) -> Vec<Change> {
    let Some(now) = crate::requirements::hours_allowed(seeker, situation) else { return Vec::new() };
    let more = &situation.rules.settings.gaps.hours_per_week;
    let steps = more.iter().map(|more| Change::HoursPerWeek(Some((now + more).min(60.0))));
    steps.chain([Change::HoursPerWeek(None)]).collect()
}

fn travel(seeker: &Seeker, situation: &Situation<'_>) -> Vec<Change> {
    let travel = &seeker.profile.travel;
    let more = &situation.rules.settings.gaps.travel_minutes;
    let minutes = more.iter().map(|more| (travel.max_minutes + more).min(240));
    let minutes = minutes.filter(|minutes| *minutes > travel.max_minutes).map(Change::MaxMinutes);
    let missing = MODES.into_iter().filter(|mode| !travel.modes.contains(mode));
    let modes = missing.map(|mode| Change::Modes(travel.modes.iter().copied().chain([mode]).collect()));
    minutes.chain(modes).collect()
}

/// Diplomas above the highest; nothing where no education is stated, since then nothing is known to be missing.
fn education(seeker: &Seeker) -> Vec<Change> {
    let stated = &seeker.profile.education;
    if stated.is_empty() {
        return Vec::new();
    }
    let highest = stated.iter().filter(|each| each.diploma).map(|each| each.level.step()).max();
    let above = LADDER.into_iter().filter(|level| highest.is_none_or(|highest| level.step() > highest));
    above.map(Change::Education).collect()
}

fn fails(matched: &Match, requirement: Requirement) -> bool {
    let name = CriterionName::Requirement(requirement);
    matched.criteria.iter().any(|each| each.criterion == name && each.rejects())
}

fn languages(seeker: &Seeker, rejected: &[Rejected<'_>]) -> Vec<Change> {
    let failing = rejected.iter().filter(|(_, matched)| fails(matched, Requirement::Language));
    let asked = failing.flat_map(|(vacancy, _)| &vacancy.posting.requirements.languages).map(|each| each.language);
    let asked: BTreeSet<domain::Language> = asked.collect();
    let known = |language| {
        let each = seeker.profile.qualifications.languages.iter().filter(move |each| each.language == language);
        each.map(|each| each.level.step()).max().unwrap_or(0)
    };
    let steps = asked.into_iter().flat_map(|language| {
        let above = LANGUAGE_LEVELS.into_iter().filter(move |level| level.step() > known(language));
        above.map(move |level| Change::Language(language, level))
    });
    steps.collect()
}

/// Licences, certificates, registrations and a car that are asked where they are missing.
fn papers(rejected: &[Rejected<'_>]) -> Vec<Change> {
    let asked = |requirement, names: fn(&Vacancy) -> &Vec<String>| {
        let failing = rejected.iter().filter(move |(_, matched)| fails(matched, requirement));
        failing.flat_map(move |(vacancy, _)| names(vacancy)).cloned().collect::<BTreeSet<String>>()
    };
    let licences = asked(Requirement::Licence, |vacancy| &vacancy.posting.requirements.licences);
    let certificates = asked(Requirement::Certificate, |vacancy| &vacancy.posting.requirements.certificates);
    let registrations = asked(Requirement::Registration, |vacancy| &vacancy.posting.requirements.registrations);
    let car = rejected.iter().any(|(_, matched)| fails(matched, Requirement::OwnCar));
    let mut changes: Vec<Change> = licences.into_iter().map(Change::Licence).collect();
    changes.extend(certificates.into_iter().map(Change::Certificate));
    changes.extend(registrations.into_iter().map(Change::Registration));
    changes.extend(car.then_some(Change::OwnCar(true)));
    changes
}
