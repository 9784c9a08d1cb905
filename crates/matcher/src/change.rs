//! What-if: one limit of a profile, changed on a copy. The dossier keeps what it has; nothing here is written anywhere.
//!
//! A change is written as it is typed, `NAME=VALUE`, and read back from the same words.

mod reading;

use crate::capability::is_time;
use crate::matching::Situation;
use domain::capability::{CapabilityLimit, HoursAllowed};
use domain::profile::{Education, LanguageSkill, Registration, TravelMode};
use domain::requirements::LanguageLevel;
use domain::{CriterionName, EducationLevel, Item, Language, Limit, MediationProfile, Requirement, Seeker};
use std::fmt;

/// A change that cannot be made, in the words that were typed, with what can be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{typed} cannot be set: {why}")]
pub struct ChangeError {
    pub(crate) typed: String,
    pub(crate) why: String,
}

/// How far an item is limited.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stated {
    /// By level of the document's layout.
    Level(u8),
    /// By quantity.
    Quantity(Limit),
}

/// One change of one limit.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A capability item; `None`: not limited.
    Item(Item, Option<Stated>),
    /// Hours a week today; `None`: not limited. Steps of the build-up scheme that are still to come stay.
    HoursPerWeek(Option<f64>),
    /// Hours a day today; likewise.
    HoursPerDay(Option<f64>),
    /// Minutes one way.
    MaxMinutes(u32),
    /// Means of transport, all of them.
    Modes(Vec<TravelMode>),
    /// A diploma more.
    Education(EducationLevel),
    /// How well a language is known.
    Language(Language, LanguageLevel),
    /// A licence more.
    Licence(String),
    /// A certificate more.
    Certificate(String),
    /// A registration more.
    Registration(String),
    /// Whether there is an own car.
    OwnCar(bool),
}

impl Change {
    /// What of a profile it changes, as it is typed before the `=`.
    pub fn name(&self) -> String {
        match self {
            Self::Item(item, Some(Stated::Quantity(limit))) => format!("{item}.{}", reading::unit_name(*limit)),
            Self::Item(item, _) => item.to_string(),
            Self::HoursPerWeek(_) => "hours.per_week".to_owned(),
            Self::HoursPerDay(_) => "hours.per_day".to_owned(),
            Self::MaxMinutes(_) => "travel.max_minutes".to_owned(),
            Self::Modes(_) => "travel.modes".to_owned(),
            Self::Education(_) => "education".to_owned(),
            Self::Language(language, _) => format!("language.{language}"),
            Self::Licence(_) => "licence".to_owned(),
            Self::Certificate(_) => "certificate".to_owned(),
            Self::Registration(_) => "registration".to_owned(),
            Self::OwnCar(_) => "own_car".to_owned(),
        }
    }

    /// The limit that it changes: of one limit, a larger change opens what a smaller one opens. One more of something, and
    /// each means of travel, is a limit of its own.
    pub(crate) fn limit(&self) -> String {
        match self {
            Self::Licence(_) | Self::Certificate(_) | Self::Registration(_) | Self::Modes(_) => self.to_string(),
            change => change.name(),
        }
    }

    /// The only criterion that can reject less or more by it.
    pub(crate) fn touches(&self) -> CriterionName {
        let requirement = match self {
            Self::Item(item, _) if *item != Item::HoursPerWeek => return CriterionName::Capability(*item),
            Self::HoursPerDay(_) => return CriterionName::Capability(Item::HoursPerDay),
            Self::Item(..) | Self::HoursPerWeek(_) => Requirement::Hours,
            Self::MaxMinutes(_) | Self::Modes(_) => Requirement::Travel,
            Self::Education(_) => Requirement::Education,
            Self::Language(..) => Requirement::Language,
            Self::Licence(_) => Requirement::Licence,
            Self::Certificate(_) => Requirement::Certificate,
            Self::Registration(_) => Requirement::Registration,
            Self::OwnCar(_) => Requirement::OwnCar,
        };
        CriterionName::Requirement(requirement)
    }

    /// Whether both can be made together: one more of something goes beside another, other values replace each other.
    pub(crate) fn goes_beside(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Licence(_) | Self::Certificate(_) | Self::Registration(_), _) => self != other,
            (Self::Item(item, _), Self::Item(other, _)) => item != other,
            _ => self.name() != other.name(),
        }
    }

    /// Makes the change in a profile, without asking whether its document can state it.
    pub(crate) fn make(&self, profile: &mut MediationProfile, situation: &Situation<'_>) {
        let held = &mut profile.qualifications;
        match self {
            Self::Item(item, to) => set_item(profile, *item, *to),
            Self::HoursPerWeek(hours) => {
                settle(&mut profile.capability.hours, situation).per_week = *hours;
                profile.capability.items.retain(|each| each.item != Item::HoursPerWeek);
            }
            Self::HoursPerDay(hours) => {
                settle(&mut profile.capability.hours, situation).per_day = *hours;
                profile.capability.items.retain(|each| each.item != Item::HoursPerDay);
            }
            Self::MaxMinutes(minutes) => profile.travel.max_minutes = *minutes,
            Self::Modes(modes) => profile.travel.modes.clone_from(modes),
            Self::Education(level) => {
                profile.education.push(Education { level: *level, field: String::new(), diploma: true });
            }
            Self::Language(language, level) => {
                held.languages.retain(|each| each.language != *language);
                held.languages.push(LanguageSkill { language: *language, level: *level });
            }
            Self::Licence(name) => held.licences.push(name.clone()),
            Self::Certificate(name) => held.certificates.push(name.clone()),
            Self::Registration(name) => held.registrations.push(Registration { name: name.clone(), until: None }),
            Self::OwnCar(own) => held.own_car = *own,
        }
    }
}

/// Takes in the steps of the build-up scheme that have begun, so that what is set now counts.
fn settle<'a>(hours: &'a mut HoursAllowed, situation: &Situation<'_>) -> &'a mut HoursAllowed {
    let begun = hours.build_up.iter().take_while(|step| step.from <= situation.today).count();
    if let Some(step) = hours.build_up.drain(..begun).next_back() {
        (hours.per_day, hours.per_week) = (Some(step.per_day), Some(step.per_week));
    }
    hours
}

/// Aspects and free text of an item stay with it: a milder level says nothing about them.
fn set_item(profile: &mut MediationProfile, item: Item, to: Option<Stated>) {
    let capability = &mut profile.capability;
    if is_time(item) && to.is_none() {
        match item {
            Item::Evening => capability.hours.no_evening = false,
            Item::Night => capability.hours.no_night = false,
            _ => {}
        }
    }
    let Some(stated) = to else { return capability.items.retain(|each| each.item != item) };
    let (level, limit) = match stated {
        Stated::Level(level) => (Some(level), None),
        Stated::Quantity(limit) => (None, Some(limit)),
    };
    match capability.items.iter_mut().find(|each| each.item == item) {
        Some(each) => (each.level, each.limit) = (level, limit),
        None => {
            let (aspects, note) = (Vec::new(), String::new());
            capability.items.push(CapabilityLimit { item, level, limit, aspects, note });
        }
    }
}

/// A copy of a candidate with changed limits, in order; of two that replace each other, the later counts.
///
/// # Errors
/// Where the changed document states what its layout does not have.
pub fn changed(seeker: &Seeker, changes: &[Change], situation: &Situation<'_>) -> Result<Seeker, ChangeError> {
    let mut seeker = seeker.clone();
    for change in changes {
        let before = situation.rules.check(&seeker.profile.capability);
        change.make(&mut seeker.profile, situation);
        let after = situation.rules.check(&seeker.profile.capability);
        if let Some(fault) = after.into_iter().find(|fault| !before.contains(fault)) {
            return Err(ChangeError { typed: change.to_string(), why: fault.message });
        }
    }
    Ok(seeker)
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}=", self.name())?;
        match self {
            Self::Item(_, None) | Self::HoursPerWeek(None) | Self::HoursPerDay(None) => out.write_str("none"),
            Self::Item(_, Some(Stated::Level(level))) => write!(out, "{level}"),
            Self::Item(_, Some(Stated::Quantity(limit))) => write!(out, "{}", limit.amount()),
            Self::HoursPerWeek(Some(hours)) | Self::HoursPerDay(Some(hours)) => write!(out, "{hours}"),
            Self::MaxMinutes(minutes) => write!(out, "{minutes}"),
            Self::Modes(modes) => {
                let modes: Vec<String> = modes.iter().map(reading::code).collect();
                out.write_str(&modes.join(","))
            }
            Self::Education(level) => out.write_str(&reading::code(level)),
            Self::Language(_, level) => out.write_str(&reading::code(level)),
            Self::Licence(name) | Self::Certificate(name) | Self::Registration(name) => out.write_str(name),
            Self::OwnCar(own) => write!(out, "{own}"),
        }
    }
}
