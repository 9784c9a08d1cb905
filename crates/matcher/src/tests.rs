//! The rules of matching, shown from the outside: what a candidate and a vacancy give.
//!
//! The properties are numbered at the head of each file below; here is what they are made of.

mod answers;
mod breadth;
mod changes;
mod cutting;
mod employers;
mod feedback;
mod gaps;
mod market;
mod outcomes;
mod properties;
mod questions;
mod routes;
mod what_if;

use crate::{Rules, Settings, Situation};
use chrono::{DateTime, NaiveDate, Utc};
use domain::posting::{Occupation, Range};
use domain::{
    Capability, CapabilityLimit, Criterion, Demand, DemandBasis, Document, EducationLevel, Hash, HoursAllowed,
    Intensity, Item, Layout, Limit, MediationProfile, Place, Polarity, Posting, RoutedTimes, Seeker, Vacancy,
    VacancyId, VacancyState,
};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The rules with the numbers of the project's own configuration.
fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let configuration: toml::Table =
            toml::from_str(include_str!("../../../config/passend.toml")).expect("the configuration");
        let settings: Settings = configuration["matching"].clone().try_into().expect("the numbers of matching");
        Rules::new(settings, include_str!("../../../config/capability.toml")).expect("rules")
    })
}

fn today() -> NaiveDate {
    "2026-11-24".parse().expect("a date")
}

fn now() -> DateTime<Utc> {
    "2026-11-24T03:00:00Z".parse().expect("a moment")
}

static NO_RELEVANCE: BTreeMap<VacancyId, f32> = BTreeMap::new();

static NO_ROUTES: RoutedTimes = RoutedTimes::new();

fn situation() -> Situation<'static> {
    Situation { today: today(), now: now(), rules: rules(), relevance: &NO_RELEVANCE, routed: &NO_ROUTES }
}

/// A candidate without limitations, who lives in Zutphen and travels by bike and public transport.
fn seeker() -> Seeker {
    let profile: MediationProfile = toml::from_str(
        r#"
        id = "c-0001"
        language = "nl"
        contact = { name = "A", email = "a@example.org" }
        home = { postcode = "7201" }
        travel = { modes = ["public_transport", "bike"], max_minutes = 60 }
        trajectory = { first_sick_day = 2026-01-19 }
        capability = { document = "FML", layout = "fml-2020", drawn_up_on = 2026-10-12 }
        education = [{ level = "mbo4", field = "groen", diploma = true }]
        experience = [{ title = "hovenier", years = 10.0 }]
        search = { occupations = ["verkoopadviseur"] }
        [qualifications]
        licences = ["BE"]
        certificates = ["vca_vol"]
        registrations = [{ name = "big", until = 2026-01-01 }]
        languages = [{ language = "nl", level = "native" }, { language = "en", level = "B1" }]
        "#,
    )
    .expect("a profile");
    Seeker {
        profile,
        version: 1,
        home: Some(domain::Coordinates { lat: 52.14, lon: 6.20 }),
        experience_isco: vec![Some("6113".to_owned())],
        searched_isco: vec![Some("5223".to_owned())],
        shown: BTreeMap::new(),
        feedback: Vec::new(),
        blocks: Vec::new(),
    }
}

fn limited(item: Item, level: u8) -> Seeker {
    let mut seeker = seeker();
    seeker.profile.capability.items = vec![limitation(item, level)];
    seeker
}

fn limitation(item: Item, level: u8) -> CapabilityLimit {
    CapabilityLimit { item, level: Some(level), limit: None, aspects: Vec::new(), note: String::new() }
}

fn vacancy() -> Vacancy {
    let posting = Posting {
        title: "Verkoopadviseur".to_owned(),
        employer: Some("Tuincentrum De Vijgenkruik".to_owned()),
        url: "https://vijgenkruik.example/1".to_owned(),
        occupation: Some(Occupation {
            isco08: "5223".to_owned(),
            label: "winkelverkoper".to_owned(),
            confidence: 0.9,
            alternatives: Vec::new(),
        }),
        places: vec![place("Zutphen", 52.14, 6.20)],
        hours_per_week: Some(Range { min: Some(16.0), max: Some(24.0) }),
        ..Posting::default()
    };
    Vacancy {
        id: "0000000000000001".parse().expect("an id"),
        posting,
        version: Hash::from_bytes([1; 32]),
        group: "one".to_owned(),
        first_seen: now(),
        last_verified: now(),
        seen_on: Vec::new(),
        state: VacancyState::Open,
        doubtful_since: None,
        answers: Vec::new(),
    }
}

fn place(text: &str, lat: f64, lon: f64) -> Place {
    Place { text: text.to_owned(), postcode: None, country: None, lat: Some(lat), lon: Some(lon) }
}

fn demand(item: Item, polarity: Polarity, intensity: Intensity) -> Demand {
    Demand {
        item,
        polarity,
        intensity,
        limit: None,
        level: None,
        outcome_basis: DemandBasis::Text,
        quote: "words".to_owned(),
        start: 0,
        end: 5,
    }
}

fn kilograms(amount: f64) -> Demand {
    Demand { limit: Some(Limit::Kg(amount)), ..demand(Item::Lifting, Polarity::Asks, Intensity::Regular) }
}

fn asking(demands: Vec<Demand>) -> Vacancy {
    let mut vacancy = vacancy();
    vacancy.posting.demands = demands;
    vacancy
}

/// The criterion of this name, where there is one.
fn criterion(seeker: &Seeker, vacancy: &Vacancy, name: &str) -> Option<Criterion> {
    let matched = crate::compare(seeker, vacancy, &situation());
    matched.criteria.into_iter().find(|each| each.criterion.as_str() == name)
}

fn outcome(seeker: &Seeker, vacancy: &Vacancy, name: &str) -> domain::Outcome {
    criterion(seeker, vacancy, name).unwrap_or_else(|| panic!("no criterion {name}")).outcome
}

fn educated(level: EducationLevel, diploma: bool) -> Seeker {
    let mut seeker = seeker();
    seeker.profile.education = vec![domain::profile::Education { level, field: String::new(), diploma }];
    seeker
}

fn capability(items: Vec<CapabilityLimit>) -> Capability {
    Capability {
        document: Document::Fml,
        layout: Layout::Fml2020,
        drawn_up_on: today(),
        valid_until: None,
        by: String::new(),
        items,
        hours: HoursAllowed::default(),
    }
}

/// The candidate answers that a vacancy is not suitable.
fn refused(seeker: &mut Seeker, vacancy: &Vacancy, reason: domain::feedback::FeedbackReason) {
    let refused = crate::refused_by(seeker, vacancy, &situation());
    let (vacancy, by, on) = (vacancy.id.clone(), "coach".to_owned(), today());
    seeker.feedback.push(domain::feedback::Feedback { vacancy, reason, text: String::new(), by, on, refused });
}
