//! Fields of a JSON answer by pointer (RFC 6901), with the freedom that systems take: numbers as texts, empty texts for
//! nothing. Knows nothing of vacancies.

use super::json_ld_node::{number_of, text_of};
use super::{charset, plain_text};
use domain::{Page, Problem};
use serde_json::Value;

/// One object of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Value);

impl<'a> Fields<'a> {
    /// A text as it stands there, numbers included; `None` where it says nothing.
    pub(crate) fn markup(self, pointer: &str) -> Option<String> {
        self.0.pointer(pointer).and_then(text_of).filter(|text| !text.trim().is_empty())
    }

    /// A text on one line.
    pub(crate) fn text(self, pointer: &str) -> Option<String> {
        self.markup(pointer).map(|text| plain_text::one_line(&text)).filter(|text| !text.is_empty())
    }

    /// A number, also where it is written as a text.
    pub(crate) fn number(self, pointer: &str) -> Option<f64> {
        self.0.pointer(pointer).and_then(number_of)
    }

    /// Whether it is true. What is not said is not false.
    pub(crate) fn yes(self, pointer: &str) -> bool {
        match self.0.pointer(pointer) {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::String(text)) => text.trim().eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// The objects of a list; one object counts as a list of one.
    pub(crate) fn list(self, pointer: &str) -> Vec<Self> {
        match self.0.pointer(pointer) {
            Some(Value::Array(values)) => values.iter().map(Fields).collect(),
            Some(value @ Value::Object(_)) => vec![Self(value)],
            _ => Vec::new(),
        }
    }

    /// The texts of a list.
    pub(crate) fn list_of_texts(self, pointer: &str) -> Vec<String> {
        let values = self.0.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(text_of).map(|text| plain_text::one_line(&text)).filter(|text| !text.is_empty()).collect()
    }

    /// A text, also where it is written as true or false.
    pub(crate) fn word(self, pointer: &str) -> Option<String> {
        let yes = self.0.pointer(pointer).and_then(Value::as_bool).map(|yes| yes.to_string());
        yes.or_else(|| self.text(pointer))
    }

    /// What it holds at a pointer.
    pub(crate) fn at(self, pointer: &str) -> Option<Self> {
        self.0.pointer(pointer).map(Fields)
    }
}

/// A page as JSON.
pub(crate) fn of_page(page: &Page) -> Result<Value, Problem> {
    let text = charset::text_of(page);
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Problem::new("page", format!("this is not JSON: {error}")))
}
