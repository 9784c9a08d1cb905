//! Entries of the lists in a label, each written as one short text: `B`, `?forklift`, `nl B2/C1`, `lifting 18 kg`.

use domain::posting::Language;
use domain::requirements::LanguageLevel;
use domain::{Item, Limit};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

/// A value; one that a careful reader may leave out begins with `?`, and is neither right nor wrong when found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Entry {
    pub(crate) value: String,
    pub(crate) optional: bool,
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        let (value, optional) = split_optional(&text);
        Self { value: value.to_owned(), optional }
    }
}

impl Entry {
    /// An entry that must be found.
    pub(crate) fn wanted(value: String) -> Self {
        Self { value, optional: false }
    }
}

/// A language, with the levels that are right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Tongue {
    pub(crate) language: Language,
    pub(crate) level: Levels,
    pub(crate) optional: bool,
}

/// What a label says of the level of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Levels {
    /// The text states none.
    None,
    /// Readers would differ: not measured.
    Any,
    /// Each of these is right.
    Of(Vec<LanguageLevel>),
}

impl TryFrom<String> for Tongue {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let (value, optional) = split_optional(&text);
        let (code, level) = value.split_once(' ').unwrap_or((value, ""));
        let level = match level {
            "" => Levels::None,
            "any" => Levels::Any,
            names => Levels::Of(names.split('/').map(word).collect::<Result<_, _>>()?),
        };
        Ok(Self { language: word(code)?, level, optional })
    }
}

/// A demand: an item, with the quantity where the text gives one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Wanted {
    pub(crate) item: Item,
    pub(crate) limit: Option<Limit>,
    pub(crate) optional: bool,
}

impl TryFrom<String> for Wanted {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let (value, optional) = split_optional(&text);
        let (name, quantity) = value.split_once(' ').unwrap_or((value, ""));
        let limit = if quantity.is_empty() { None } else { Some(limit(quantity)?) };
        Ok(Self { item: Item::try_from(name.to_owned())?, limit, optional })
    }
}

fn split_optional(text: &str) -> (&str, bool) {
    text.strip_prefix('?').map_or((text, false), |rest| (rest, true))
}

/// A member of a closed set by the word that files use for it.
fn word<T: for<'a> Deserialize<'a>>(name: &str) -> Result<T, String> {
    T::deserialize(IntoDeserializer::<Error>::into_deserializer(name)).map_err(|error| error.to_string())
}

fn limit(text: &str) -> Result<Limit, String> {
    let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
    let amount: f64 = number.parse().map_err(|_| format!("'{text}' does not begin with a number"))?;
    match unit {
        "kg" => Ok(Limit::Kg(amount)),
        "h" => Ok(Limit::Hours(amount)),
        "min" => Ok(Limit::Minutes(amount)),
        "m" => Ok(Limit::Metres(amount)),
        "cm" => Ok(Limit::Centimetres(amount)),
        "N" => Ok(Limit::Newton(amount)),
        "deg" => Ok(Limit::Degrees(amount)),
        "steps" => Ok(Limit::Steps(amount)),
        "x/h" => Ok(Limit::PerHour(amount)),
        _ => Err(format!("'{text}' has no unit of: kg h min m cm N deg steps x/h")),
    }
}

#[cfg(test)]
mod tests {
    //! 1 entries of each kind are read; 2 a wrong one says what is wrong.
    use super::*;

    #[test]
    fn read() {
        assert_eq!(Entry::from("?forklift".to_owned()), Entry { value: "forklift".into(), optional: true });
        let tongue = Tongue::try_from("nl B2/C1".to_owned()).expect("a language");
        assert_eq!(tongue.level, Levels::Of(vec![LanguageLevel::B2, LanguageLevel::C1]));
        let wanted = Wanted::try_from("?lifting 18 kg".to_owned()).expect("a demand");
        assert_eq!(wanted, Wanted { item: Item::Lifting, limit: Some(Limit::Kg(18.0)), optional: true });
    }

    #[test]
    fn wrong() {
        let told = |text: &str| Wanted::try_from(text.to_owned()).expect_err("no demand");
        assert!(told("liftin").contains("no capability item 'liftin'"));
        assert!(told("lifting 18 stone").contains("has no unit of: kg"));
        assert!(Tongue::try_from("nl B9".to_owned()).expect_err("no level").contains("B9"));
    }
}
