//! Nodes of JSON-LD, with the freedom that pages take: prefixed names, arrays of one, texts for objects, references by
//! `@id`. Knows nothing of vacancies.

use super::plain_text;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An object of JSON.
pub(crate) type Object = Map<String, Value>;

/// The objects of a page by their `@id`.
pub(crate) type ById<'a> = BTreeMap<&'a str, &'a Object>;

const PREFIXES: [&str; 4] = ["schema:", "http://schema.org/", "https://schema.org/", "https://www.schema.org/"];

/// One object, and the page that its references point into.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) fields: &'a Object,
    pub(crate) by_id: &'a ById<'a>,
}

impl<'a> Node<'a> {
    /// A property that says something.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        let value = self.fields.get(name).or_else(|| self.prefixed(name));
        value.filter(|value| !is_nothing(value))
    }

    fn prefixed(self, name: &str) -> Option<&'a Value> {
        let of = |prefix: &str| {
            let named = |field: &String| field.strip_prefix(prefix) == Some(name);
            self.fields.iter().find(|(field, _)| named(field)).map(|(_, value)| value)
        };
        // hardly any page prefixes its names
        let is_prefixed = self.fields.keys().any(|field| field.contains(':'));
        if is_prefixed { PREFIXES.into_iter().find_map(of) } else { None }
    }

    /// The values of a property, be it one or an array.
    pub(crate) fn values(self, name: &str) -> Vec<&'a Value> {
        match self.get(name) {
            Some(Value::Array(values)) => values.iter().filter(|value| !is_nothing(value)).collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        }
    }

    /// The objects of a property, references followed.
    pub(crate) fn nodes(self, name: &str) -> Vec<Self> {
        self.values(name).into_iter().filter_map(|value| self.node(value)).collect()
    }

    /// A value as an object, a reference followed.
    pub(crate) fn node(self, value: &'a Value) -> Option<Self> {
        let fields = value.as_object()?;
        let id = fields.get("@id").and_then(Value::as_str);
        let referred = id.filter(|_| fields.len() == 1).and_then(|id| self.by_id.get(id)).copied();
        Some(Self { fields: referred.unwrap_or(fields), by_id: self.by_id })
    }

    /// The first text of a property, on one line.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        self.values(name)
            .into_iter()
            .find_map(text_of)
            .map(|text| plain_text::one_line(&text))
            .filter(|text| !text.is_empty())
    }

    /// The first text of a property as it stands there.
    pub(crate) fn raw_text(self, name: &str) -> Option<String> {
        self.values(name).into_iter().find_map(text_of)
    }

    /// The first number of a property, written as a number or as a text.
    pub(crate) fn number(self, name: &str) -> Option<f64> {
        self.values(name).into_iter().find_map(number_of)
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty() || matches!(text.trim(), "null" | "undefined"),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

/// A value as text, numbers included.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => fields.get("@value").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

/// A value as a number.
pub(crate) fn number_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => amount(text),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// A number as people write it: `2700`, `2.700,50`, `2,700.50`, `€ 2.700,-`. Not a text that holds more than one.
pub(crate) fn amount(text: &str) -> Option<f64> {
    let text = text.trim().trim_start_matches(['€', '£', '$', ' ', '\u{a0}']).trim_end_matches([' ', '\u{a0}']);
    let text = text.trim_end_matches("-").trim_end_matches([',', '.']);
    let allowed = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-');
    if !text.chars().all(allowed) || text.get(1..).is_some_and(|rest| rest.contains('-')) {
        return None;
    }
    let Some(last) = text.rfind(['.', ',']) else {
        return text.parse().ok();
    };
    let (whole, rest) = text.split_at(last);
    let grouped = whole.contains(['.', ',']) && !whole.contains(&rest[..1]);
    // three digits after the only mark, or after marks of one kind, are thousands
    let thousands = rest.len() == 4 && !grouped && !matches!(whole, "" | "0" | "-" | "-0");
    let digits = |part: &str| part.replace(['.', ','], "");
    let plain = if thousands { digits(text) } else { format!("{}.{}", digits(whole), &rest[1..]) };
    plain.parse().ok()
}
