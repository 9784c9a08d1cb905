//! Reading mediation profiles from TOML or JSON, and refusing what may not be in them, with file, line and column.
//!
//! Types and unknown keys are refused by the reading itself; here is what goes beyond types: levels that the document's
//! layout does not have, words that look medical, a home that is nowhere.

use crate::place_in_file::{FileFault, offset_in_json, offset_in_toml};
use anyhow::Context;
use domain::MediationProfile;
use extract::Vocabulary;
use matcher::Rules;
use std::path::Path;

/// What is needed to judge a profile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) vocabulary: &'a Vocabulary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Toml,
    Json,
}

/// Something wrong with a profile: where in it, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    path: String,
    message: String,
}

impl Fault {
    fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// Reads one profile, or says everything that is wrong with it.
pub(crate) fn read(path: &Path, judge: Judge<'_>) -> anyhow::Result<MediationProfile> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let form = if path.extension().is_some_and(|ending| ending == "json") { Form::Json } else { Form::Toml };
    let profile: MediationProfile = match form {
        Form::Toml => toml::from_str(&text).map_err(|error| FileFault::of_toml(path, &text, &error))?,
        Form::Json => serde_json::from_str(&text).map_err(|error| FileFault::of_json(path, &error))?,
    };
    let faults = faults(&profile, judge);
    if faults.is_empty() {
        return Ok(profile);
    }
    let told = faults.iter().map(|fault| {
        let offset = match form {
            Form::Toml => offset_in_toml(&text, &fault.path),
            Form::Json => offset_in_json(&text, &fault.path),
        };
        FileFault::at_offset(path, &text, offset, fault.message.as_str()).to_string()
    });
    anyhow::bail!("{}", told.collect::<Vec<_>>().join("\npassend: "))
}

fn faults(profile: &MediationProfile, judge: Judge<'_>) -> Vec<Fault> {
    let levels = judge.rules.check(&profile.capability);
    let mut faults: Vec<Fault> = levels.into_iter().map(|fault| Fault::new(fault.path, fault.message)).collect();
    faults.extend(person(profile, judge.vocabulary));
    faults.extend(search(profile));
    let texts = free_texts(profile);
    faults.extend(texts.into_iter().filter_map(|(path, text)| medical(path, text, judge.vocabulary)));
    faults
}

fn person(profile: &MediationProfile, vocabulary: &Vocabulary) -> Vec<Fault> {
    let mut faults = Vec::new();
    if profile.contact.email.parse::<lettre::Address>().is_err() {
        faults.push(Fault::new("contact.email", "this is no mail address"));
    }
    if !matches!(profile.language, domain::Language::Nl | domain::Language::En) {
        faults.push(Fault::new("language", "digests are written in nl or en: choose one of them"));
    }
    if vocabulary.home(&profile.home).is_none() {
        let at = if profile.home.postcode.is_some() { "home.postcode" } else { "home.place" };
        faults.push(Fault::new(
            at,
            "this place is not known: give postcode = \"four digits\", or the name of a larger place near it",
        ));
    }
    if profile.travel.modes.is_empty() {
        faults.push(Fault::new("travel.modes", "name at least one of car, public_transport, bike, walk"));
    }
    if !(1..=240).contains(&profile.travel.max_minutes) {
        faults.push(Fault::new("travel.max_minutes", "minutes one way must be 1 to 240"));
    }
    if profile.trajectory.started.is_some_and(|started| started < profile.trajectory.first_sick_day) {
        faults.push(Fault::new("trajectory.started", "the trajectory cannot start before the first sick day"));
    }
    faults
}

fn search(profile: &MediationProfile) -> Vec<Fault> {
    let mut faults = Vec::new();
    let search = &profile.search;
    if search.occupations.is_empty() {
        faults.push(Fault::new("search.occupations", "name at least one occupation to search for"));
    }
    for (path, hours) in [("search.hours_min", search.hours_min), ("search.hours_max", search.hours_max)] {
        if hours.is_some_and(|hours| !(0.0..=60.0).contains(&hours)) {
            faults.push(Fault::new(path, "hours a week must be 0 to 60"));
        }
    }
    if let (Some(min), Some(max)) = (search.hours_min, search.hours_max)
        && min > max
    {
        faults.push(Fault::new("search.hours_min", "this is more than hours_max"));
    }
    for (at, experience) in profile.experience.iter().enumerate() {
        if !(0.0..=60.0).contains(&experience.years) {
            faults.push(Fault::new(format!("experience[{at}].years"), "years must be 0 to 60"));
        }
    }
    faults
}

/// Every text that somebody typed freely, with its path.
fn free_texts(profile: &MediationProfile) -> Vec<(String, &str)> {
    let items = profile.capability.items.iter().enumerate();
    let education = profile.education.iter().enumerate();
    let experience = profile.experience.iter().enumerate();
    let mut texts = vec![("capability.by".to_owned(), profile.capability.by.as_str())];
    texts.extend(items.map(|(at, item)| (format!("capability.items[{at}].note"), item.note.as_str())));
    texts.extend(education.map(|(at, each)| (format!("education[{at}].field"), each.field.as_str())));
    texts.extend(experience.map(|(at, each)| (format!("experience[{at}].title"), each.title.as_str())));
    let lists = [
        ("qualifications.skills", &profile.qualifications.skills),
        ("qualifications.certificates", &profile.qualifications.certificates),
        ("search.occupations", &profile.search.occupations),
        ("search.exclude", &profile.search.exclude),
    ];
    for (name, list) in lists {
        texts.extend(list.iter().enumerate().map(|(at, text)| (format!("{name}[{at}]"), text.as_str())));
    }
    texts
}

fn medical(path: String, text: &str, vocabulary: &Vocabulary) -> Option<Fault> {
    let found = vocabulary.sensitive(text)?;
    let message = format!(
        "'{}' looks like {}: keep only what the person can do and what that means for work",
        found.word,
        found.why.name()
    );
    Some(Fault { path, message })
}
