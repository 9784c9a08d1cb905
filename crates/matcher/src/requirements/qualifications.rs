//! Licences, own car, certificates and registrations: days of training missing are a signal, longer ones exceed.

use super::{blank, quote, said};
use crate::matching::Case;
use domain::posting::Fact;
use domain::{Criterion, Outcome, Requirement};

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let required = &case.vacancy.posting.requirements;
    let mut criteria: Vec<Criterion> = required.licences.iter().map(|name| licence(case, name)).collect();
    criteria.extend(required.own_car.filter(|asked| *asked).map(|_| own_car(case)));
    criteria.extend(required.certificates.iter().map(|name| certificate(case, name)));
    criteria.extend(required.registrations.iter().map(|name| registration(case, name)));
    criteria
}

/// Whether one of the names held is the name asked, or includes it.
fn holds(case: &Case<'_>, held: &[String], asked: &str) -> bool {
    let includes = &case.situation.rules.settings.qualifications.includes;
    let gives =
        |name: &String| name == asked || includes.get(name).is_some_and(|all| all.iter().any(|each| each == asked));
    held.iter().any(gives)
}

fn listed(names: &[String], what: &str) -> String {
    if names.is_empty() { format!("no {what}") } else { names.join(", ") }
}

fn outcome(holds: bool, missing: Outcome) -> Outcome {
    if holds { Outcome::Fits } else { missing }
}

fn licence(case: &Case<'_>, name: &str) -> Criterion {
    let held = &case.seeker.profile.qualifications.licences;
    let blank = blank(Requirement::Licence, listed(held, "licence"), "licence missing exceeds, DESIGN.md 4.2");
    let found = outcome(holds(case, held, name), Outcome::Exceeds);
    said(blank, found, format!("licence {name}"), quote(&case.vacancy.posting, Fact::Licence, name))
}

fn own_car(case: &Case<'_>) -> Criterion {
    let has = case.seeker.profile.qualifications.own_car;
    let have = if has { "own car" } else { "no own car" };
    let blank = blank(Requirement::OwnCar, have.to_owned(), "own car missing exceeds, DESIGN.md 4.2");
    let found = outcome(has, Outcome::Exceeds);
    said(blank, found, "own car".to_owned(), quote(&case.vacancy.posting, Fact::OwnCar, ""))
}

fn certificate(case: &Case<'_>, name: &str) -> Criterion {
    let settings = &case.situation.rules.settings.qualifications;
    let held = &case.seeker.profile.qualifications.certificates;
    let long = settings.long_certificates.iter().any(|each| each == name);
    let (missing, rule) = match (long, settings.short_certificates.iter().any(|each| each == name)) {
        (true, _) => (Outcome::Exceeds, "long training missing exceeds, DESIGN.md 4.2"),
        (false, true) => (Outcome::Signal, "days of training missing are a signal, DESIGN.md 4.2"),
        (false, false) => (Outcome::Signal, "certificate of unknown length: a person looks"),
    };
    let blank = blank(Requirement::Certificate, listed(held, "certificate"), rule);
    let found = outcome(holds(case, held, name), missing);
    said(blank, found, name.to_owned(), quote(&case.vacancy.posting, Fact::Certificate, name))
}

fn registration(case: &Case<'_>, name: &str) -> Criterion {
    let held = &case.seeker.profile.qualifications.registrations;
    let holds = |each: &&domain::profile::Registration| {
        each.name == name && each.until.is_none_or(|until| until >= case.situation.today)
    };
    let names: Vec<String> = held.iter().map(|each| each.name.clone()).collect();
    let blank =
        blank(Requirement::Registration, listed(&names, "registration"), "registration missing exceeds, DESIGN.md 4.2");
    let found = outcome(held.iter().any(|each| holds(&each)), Outcome::Exceeds);
    said(blank, found, format!("registration {name}"), quote(&case.vacancy.posting, Fact::Registration, name))
}
