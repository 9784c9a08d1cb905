//! The fields of a vacancy that are measured, one row each: what the label says, what was found, both as short words
//! that are equal when the values are. A new field is one row.

use super::counts::Counts;
use super::entries::{Entry, Levels, Tongue};
use super::labels::{Bounds, Case, Said, Time};
use domain::Posting;
use domain::posting::{Fact, YesNoUnknown};
use domain::requirements::LanguageRequired;
use serde::{Deserialize, Serialize};

/// A field that is measured. Demands and occupations have measures of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    HoursPerWeek,
    Salary,
    Contract,
    Education,
    DiplomaRequired,
    ExperienceYears,
    Licences,
    OwnCar,
    Certificates,
    Registrations,
    Vog,
    Languages,
    LanguageLevels,
    Places,
    Remote,
    #[serde(rename = "times.evening")]
    Evening,
    #[serde(rename = "times.night")]
    Night,
    #[serde(rename = "times.weekend")]
    Weekend,
    #[serde(rename = "times.shifts")]
    Shifts,
    #[serde(rename = "times.on_call")]
    OnCall,
}

/// How the words of a label count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One value; each word of the label is right.
    OneOf,
    /// A list; every word of the label must be found.
    Each,
}

/// How one field is read from both sides.
struct Row {
    field: Field,
    fact: Fact,
    kind: Kind,
    label: fn(&Case) -> Vec<Entry>,
    found: fn(&Posting, &Case) -> Vec<String>,
}

/// How one field of one case came out.
#[derive(Debug, Clone)]
pub(crate) struct Compared {
    pub(crate) field: Field,
    pub(crate) counts: Counts,
    pub(crate) expected: String,
    pub(crate) got: String,
    pub(crate) words: Vec<String>,
}

const ROWS: [Row; 20] = [
    row(
        Field::HoursPerWeek,
        Fact::HoursPerWeek,
        Kind::OneOf,
        |case| listed(case.hours_per_week.map(hours)),
        |posting, _| {
            posting.hours_per_week.map(|range| hours(Bounds { min: range.min, max: range.max })).into_iter().collect()
        },
    ),
    row(
        Field::Salary,
        Fact::Salary,
        Kind::OneOf,
        |case| listed(case.salary.iter().map(|pay| amounts(pay.min, pay.max, &name(&pay.per)))),
        |posting, _| posting.salary.iter().map(|pay| amounts(pay.min, pay.max, &name(&pay.per))).collect(),
    ),
    row(
        Field::Contract,
        Fact::Contract,
        Kind::OneOf,
        |case| listed(case.contract.iter().cloned()),
        |posting, _| posting.contract.iter().cloned().collect(),
    ),
    row(
        Field::Education,
        Fact::Education,
        Kind::OneOf,
        |case| listed(case.education.iter().flat_map(|asked| asked.level.iter().map(|level| level.name().to_owned()))),
        |posting, _| posting.requirements.education.iter().map(|asked| asked.level.name().to_owned()).collect(),
    ),
    row(Field::DiplomaRequired, Fact::Education, Kind::OneOf, diploma_label, diploma_found),
    row(
        Field::ExperienceYears,
        Fact::Experience,
        Kind::OneOf,
        |case| listed(case.experience_years.iter().map(ToString::to_string)),
        |posting, _| posting.requirements.experience_years.iter().map(|asked| asked.min.to_string()).collect(),
    ),
    row(
        Field::Licences,
        Fact::Licence,
        Kind::Each,
        |case| case.licences.clone(),
        |posting, _| posting.requirements.licences.clone(),
    ),
    row(
        Field::OwnCar,
        Fact::OwnCar,
        Kind::OneOf,
        |case| asked(case.own_car),
        |posting, _| only_yes(posting.requirements.own_car),
    ),
    row(
        Field::Certificates,
        Fact::Certificate,
        Kind::Each,
        |case| case.certificates.clone(),
        |posting, _| posting.requirements.certificates.clone(),
    ),
    row(
        Field::Registrations,
        Fact::Registration,
        Kind::Each,
        |case| case.registrations.clone(),
        |posting, _| posting.requirements.registrations.clone(),
    ),
    row(Field::Vog, Fact::Vog, Kind::OneOf, |case| asked(case.vog), |posting, _| only_yes(posting.requirements.vog)),
    row(
        Field::Languages,
        Fact::Language,
        Kind::Each,
        |case| case.languages.iter().map(language_label).collect(),
        |posting, _| posting.requirements.languages.iter().map(|each| each.language.code().to_owned()).collect(),
    ),
    row(Field::LanguageLevels, Fact::Language, Kind::Each, level_labels, levels_found),
    row(
        Field::Places,
        Fact::Place,
        Kind::Each,
        |case| case.places.clone(),
        |posting, _| posting.places.iter().map(|place| place.text.clone()).collect(),
    ),
    row(
        Field::Remote,
        Fact::Remote,
        Kind::OneOf,
        |case| listed(case.remote.iter().map(name)),
        |posting, _| posting.remote.iter().map(name).collect(),
    ),
    row(
        Field::Evening,
        Fact::Evening,
        Kind::OneOf,
        |case| said(case, Time::Evening),
        |posting, _| known(posting.times.evening),
    ),
    row(
        Field::Night,
        Fact::Night,
        Kind::OneOf,
        |case| said(case, Time::Night),
        |posting, _| known(posting.times.night),
    ),
    row(
        Field::Weekend,
        Fact::Weekend,
        Kind::OneOf,
        |case| said(case, Time::Weekend),
        |posting, _| known(posting.times.weekend),
    ),
    row(
        Field::Shifts,
        Fact::Shifts,
        Kind::OneOf,
        |case| said(case, Time::Shifts),
        |posting, _| known(posting.times.shifts),
    ),
    row(
        Field::OnCall,
        Fact::OnCall,
        Kind::OneOf,
        |case| said(case, Time::OnCall),
        |posting, _| known(posting.times.on_call),
    ),
];

const fn row(
    field: Field,
    fact: Fact,
    kind: Kind,
    label: fn(&Case) -> Vec<Entry>,
    found: fn(&Posting, &Case) -> Vec<String>,
) -> Row {
    Row { field, fact, kind, label, found }
}

impl Field {
    /// Every field, in the order of the report.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.field)
    }

    /// Whether it is one of the five working times.
    pub(crate) fn is_time(self) -> bool {
        matches!(self, Self::Evening | Self::Night | Self::Weekend | Self::Shifts | Self::OnCall)
    }

    /// The field whose doubt is also a doubt about this one.
    fn stands_on(self) -> Self {
        match self {
            Self::DiplomaRequired => Self::Education,
            Self::LanguageLevels => Self::Languages,
            other => other,
        }
    }
}

/// Every field of a case on which the label is sure.
pub(crate) fn compare(case: &Case, posting: &Posting) -> Vec<Compared> {
    let sure = |row: &&Row| !case.unsure.contains(&row.field) && !case.unsure.contains(&row.field.stands_on());
    ROWS.iter().filter(sure).map(|row| row.compare(case, posting)).collect()
}

impl Row {
    fn compare(&self, case: &Case, posting: &Posting) -> Compared {
        let label = (self.label)(case);
        let found = (self.found)(posting, case);
        let counts = match self.kind {
            Kind::OneOf => one_of(&label, found.first()),
            Kind::Each => each(&label, &found),
        };
        let separator = if self.kind == Kind::OneOf { " or " } else { ", " };
        let expected: Vec<String> =
            label.iter().filter(|entry| !entry.optional).map(|entry| entry.value.clone()).collect();
        let quotes = posting.quotes.iter().filter(|quote| quote.fact == self.fact);
        Compared {
            field: self.field,
            counts,
            expected: expected.join(separator),
            got: found.join(", "),
            words: quotes.map(|quote| quote.quote.clone()).collect(),
        }
    }
}

fn one_of(label: &[Entry], found: Option<&String>) -> Counts {
    match found {
        None => Counts { missed: usize::from(!label.is_empty()), ..Counts::default() },
        Some(found) if label.iter().any(|entry| same(&entry.value, found)) => Counts { right: 1, ..Counts::default() },
        Some(_) => Counts { wrong: 1, missed: usize::from(!label.is_empty()), right: 0 },
    }
}

/// Lists: an optional entry that was found is neither right nor wrong.
pub(crate) fn each(label: &[Entry], found: &[String]) -> Counts {
    let mut counts = Counts::default();
    for (at, value) in found.iter().enumerate() {
        let again = found[..at].iter().any(|earlier| same(earlier, value));
        match label.iter().find(|entry| same(&entry.value, value)) {
            _ if again => {}
            Some(entry) => counts.right += usize::from(!entry.optional),
            None => counts.wrong += 1,
        }
    }
    let missed = |entry: &&Entry| !entry.optional && !found.iter().any(|value| same(&entry.value, value));
    counts.missed = label.iter().filter(missed).count();
    counts
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn listed(values: impl IntoIterator<Item = String>) -> Vec<Entry> {
    values.into_iter().map(Entry::wanted).collect()
}

fn hours(bounds: Bounds) -> String {
    amounts(bounds.min, bounds.max, "hours")
}

fn amounts(min: Option<f64>, max: Option<f64>, unit: &str) -> String {
    let shown =
        |amount: Option<f64>| amount.map_or("…".to_owned(), |amount| ((amount * 100.0).round() / 100.0).to_string());
    format!("{}–{} {unit}", shown(min), shown(max))
}

/// The word that files and JSON use for a member of a closed set.
fn name<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

fn asked(asked: bool) -> Vec<Entry> {
    listed(asked.then(|| "yes".to_owned()))
}

fn only_yes(found: Option<bool>) -> Vec<String> {
    found.filter(|yes| *yes).map(|_| "yes".to_owned()).into_iter().collect()
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn diploma_label(case: &Case) -> Vec<Entry> {
    listed(case.education.iter().filter_map(|asked| asked.diploma_required).map(yes_or_no))
}

/// Measured only where the label speaks of it: a level that should not be there is counted with the levels.
fn diploma_found(posting: &Posting, case: &Case) -> Vec<String> {
    let measured = case.education.as_ref().is_some_and(|asked| asked.diploma_required.is_some());
    let found = posting.requirements.education.filter(|_| measured);
    found.map(|asked| yes_or_no(asked.diploma_required)).into_iter().collect()
}

fn said(case: &Case, time: Time) -> Vec<Entry> {
    listed(case.times.get(&time).map(|said| yes_or_no(*said == Said::Yes)))
}

fn known(found: YesNoUnknown) -> Vec<String> {
    match found {
        YesNoUnknown::Yes => vec![yes_or_no(true)],
        YesNoUnknown::No => vec![yes_or_no(false)],
        YesNoUnknown::Unknown => Vec::new(),
    }
}

fn language_label(tongue: &Tongue) -> Entry {
    Entry { value: tongue.language.code().to_owned(), optional: tongue.optional }
}

/// Languages with their level, where it is measured.
fn level_labels(case: &Case) -> Vec<Entry> {
    let measured = case.languages.iter().filter(|tongue| !tongue.optional && tongue.level != Levels::Any);
    listed(measured.map(level_label))
}

fn level_label(tongue: &Tongue) -> String {
    match &tongue.level {
        Levels::None | Levels::Any => tongue.language.code().to_owned(),
        Levels::Of(levels) => {
            format!("{} {}", tongue.language, levels.iter().map(name).collect::<Vec<_>>().join("/"))
        }
    }
}

fn levels_found(posting: &Posting, case: &Case) -> Vec<String> {
    posting.requirements.languages.iter().filter_map(|found| level_found(found, case)).collect()
}

/// A level that is one of the label's is given the label's own words.
fn level_found(found: &LanguageRequired, case: &Case) -> Option<String> {
    let tongue = case.languages.iter().find(|tongue| tongue.language == found.language);
    let plain = match found.level {
        Some(level) => format!("{} {}", found.language, name(&level)),
        None => found.language.code().to_owned(),
    };
    match tongue {
        Some(tongue) if tongue.optional || tongue.level == Levels::Any => None,
        Some(tongue) => match (&tongue.level, found.level) {
            (Levels::Of(levels), Some(level)) if levels.contains(&level) => Some(level_label(tongue)),
            _ => Some(plain),
        },
        None => Some(plain),
    }
}

#[cfg(test)]
mod tests {
    //! 1 a list counts entry by entry, without the optional ones and without doubles; 2 of one value each alternative is
    //! right, and a wrong one is both wrong and missed.
    use super::*;

    fn entries(words: &[&str]) -> Vec<Entry> {
        words.iter().map(|word| Entry::from((*word).to_owned())).collect()
    }

    #[test]
    fn lists() {
        let found: Vec<String> = ["b", "CE", "T", "B"].iter().map(|word| (*word).to_owned()).collect();
        let counts = each(&entries(&["B", "?CE", "C"]), &found);
        assert_eq!(counts, Counts { right: 1, wrong: 1, missed: 1 });
    }

    #[test]
    fn values() {
        let label = entries(&["agency", "temporary"]);
        let counted = |found: Option<&str>| one_of(&label, found.map(str::to_owned).as_ref());
        assert_eq!(counted(Some("temporary")), Counts { right: 1, wrong: 0, missed: 0 });
        assert_eq!(counted(Some("permanent")), Counts { right: 0, wrong: 1, missed: 1 });
        assert_eq!(counted(None), Counts { right: 0, wrong: 0, missed: 1 });
        assert_eq!(one_of(&[], Some(&"permanent".to_owned())), Counts { right: 0, wrong: 1, missed: 0 });
    }
}
