//! Reading a change from `NAME=VALUE`, and saying what can be set where it cannot be.

use super::{Change, ChangeError, Stated};
use domain::{Item, Limit};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Everything that can be set: its form, and what it means.
const FORMS: [(&str, &str); 14] = [
    ("ITEM=LEVEL", "a capability item by level of the document's layout, such as lifting=1; ITEM=none: not limited"),
    ("ITEM.UNIT=NUMBER", "by quantity, such as lifting.kg=12, standing.minutes=30, sitting_per_day.hours=6"),
    ("hours.per_week=HOURS", "today; none: not limited; later steps of the build-up scheme stay"),
    ("hours.per_day=HOURS", "likewise"),
    ("hours.no_evening=true|false", "work between 18 and 22"),
    ("hours.no_night=true|false", "work between 22 and 06"),
    ("travel.max_minutes=MINUTES", "one way, 1 to 240"),
    ("travel.modes=MODE,MODE", "car, public_transport, bike, walk"),
    ("education=LEVEL", "a diploma more: basis vmbo mbo1 mbo2 mbo3 mbo4 havo vwo ad hbo wo phd"),
    ("language.CODE=LEVEL", "A1 A2 B1 B2 C1 C2 native, such as language.en=B2"),
    ("licence=CATEGORY", "a driving licence more: AM A1 A2 A B BE C1 C1E C CE D1 D1E D DE T"),
    ("certificate=NAME", "a certificate more, such as vca_basis, forklift, code95"),
    ("registration=NAME", "a registration more, such as big, skj"),
    ("own_car=true|false", "whether there is an own car"),
];

/// Categories of driving licences. Basis: Directive 2006/126/EC article 4; T is Dutch.
const LICENCES: [&str; 15] = ["AM", "A1", "A2", "A", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "T"];

/// The word of a value of a closed set, as profiles write it.
pub(super) fn code(value: &impl Serialize) -> String {
    toml::Value::try_from(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The word of a quantity's unit, as profiles write it.
pub(super) fn unit_name(limit: Limit) -> String {
    let table = toml::Value::try_from(limit).ok();
    table.and_then(|table| table.as_table()?.keys().next().cloned()).unwrap_or_default()
}

/// The value of a word.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let read: Result<T, toml::de::Error> = toml::Value::String(text.to_owned()).try_into();
    read.map_err(|error| error.message().to_owned())
}

fn number<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("'{text}' is no {what}"))
}

fn hours(text: &str) -> Result<Option<f64>, String> {
    let hours = |hours: f64| if hours.is_finite() { Ok(Some(hours)) } else { Err("hours are a number".to_owned()) };
    if text == "none" { Ok(None) } else { number(text, "number of hours, and not none").and_then(hours) }
}

fn name(text: &str) -> Result<String, String> {
    let letters = text.chars().all(|letter| letter.is_alphanumeric() || "_- ".contains(letter));
    if letters && !text.is_empty() { Ok(text.to_owned()) } else { Err("give a name of letters and digits".to_owned()) }
}

fn licence(text: &str) -> Result<String, String> {
    let known = LICENCES.contains(&text);
    if known { Ok(text.to_owned()) } else { Err(format!("licences are {}", LICENCES.join(" "))) }
}

fn minutes(text: &str) -> Result<u32, String> {
    let minutes = number(text, "number of minutes")?;
    if (1..=240).contains(&minutes) { Ok(minutes) } else { Err("minutes one way must be 1 to 240".to_owned()) }
}

fn item(name: &str, value: &str) -> Option<Result<Change, String>> {
    let (item, unit) = name.split_once('.').map_or((name, None), |(item, unit)| (item, Some(unit)));
    let item = Item::from_name(item)?;
    let level = || number(value, "level; give a whole number, or none").map(|level| Some(Stated::Level(level)));
    let stated = match (unit, value) {
        (None, "none") => Ok(None),
        (None, _) => level(),
        (Some(unit), _) => quantity(unit, value).map(Some),
    };
    Some(stated.map(|stated| Change::Item(item, stated)))
}

fn quantity(unit: &str, value: &str) -> Result<Stated, String> {
    let amount: f64 = number(value, "number")?;
    let table = toml::Table::from_iter([(unit.to_owned(), toml::Value::Float(amount))]);
    let limit: Result<Limit, toml::de::Error> = toml::Value::Table(table).try_into();
    limit.map(Stated::Quantity).map_err(|error| error.message().to_owned())
}

/// A time of the day that is forbidden, or is not.
fn forbidden(item: Item, value: &str) -> Result<Change, String> {
    let forbidden: bool = number(value, "true or false")?;
    Ok(Change::Item(item, forbidden.then_some(Stated::Level(1))))
}

fn read(name: &str, value: &str) -> Option<Result<Change, String>> {
    if let Some(language) = name.strip_prefix("language.") {
        let language = word(language);
        return Some(language.and_then(|language| Ok(Change::Language(language, word(value)?))));
    }
    Some(match name {
        "hours.per_week" => hours(value).map(Change::HoursPerWeek),
        "hours.per_day" => hours(value).map(Change::HoursPerDay),
        "hours.no_evening" => forbidden(Item::Evening, value),
        "hours.no_night" => forbidden(Item::Night, value),
        "travel.max_minutes" => minutes(value).map(Change::MaxMinutes),
        "travel.modes" => value.split(',').map(word).collect::<Result<_, _>>().map(Change::Modes),
        "education" => word(value).map(Change::Education),
        "licence" => licence(value).map(Change::Licence),
        "certificate" => self::name(value).map(Change::Certificate),
        "registration" => self::name(value).map(Change::Registration),
        "own_car" => number(value, "true or false").map(Change::OwnCar),
        _ => return item(name, value),
    })
}

/// All that can be set, a line each.
fn list() -> String {
    let lines: Vec<String> = FORMS.iter().map(|(form, meaning)| format!("  {form:29} {meaning}")).collect();
    let items: Vec<&str> = Item::all().map(Item::name).collect();
    format!("{}\n  items: {}", lines.join("\n"), items.join(" "))
}

impl std::str::FromStr for Change {
    type Err = ChangeError;
    fn from_str(typed: &str) -> Result<Self, ChangeError> {
        let error = |why: String| ChangeError { typed: format!("'{typed}'"), why };
        let unknown = |why: &str| error(format!("{why}; what can be set:\n{}", list()));
        let (name, value) = typed.split_once('=').ok_or_else(|| unknown("it is not of the form NAME=VALUE"))?;
        let (name, value) = (name.trim(), value.trim());
        let read = read(name, value).ok_or_else(|| unknown(&format!("there is no limit '{name}'")))?;
        read.map_err(|why| unknown(&why))
    }
}
