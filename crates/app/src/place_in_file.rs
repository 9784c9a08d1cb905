//! Places in TOML and JSON files: turns a byte offset, or a path such as `capability.items[2].level`, into line and column.

use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// An error in a file, with the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileFault {
    pub(crate) file: PathBuf,
    /// Line and column, from 1, where known.
    pub(crate) at: Option<(usize, usize)>,
    pub(crate) message: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(out, "{}:{line}:{column}: {}", self.file.display(), self.message),
            None => write!(out, "{}: {}", self.file.display(), self.message),
        }
    }
}

impl std::error::Error for FileFault {}

impl FileFault {
    /// A fault at a byte of the text.
    pub(crate) fn at_offset(file: &Path, text: &str, offset: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at: Some(line_and_column(text, offset)), message: message.into() }
    }
    /// A fault of the whole file.
    pub(crate) fn whole(file: &Path, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at: None, message: message.into() }
    }
    /// A fault of TOML syntax or types.
    pub(crate) fn of_toml(file: &Path, text: &str, error: &toml::de::Error) -> Self {
        let message = error.message().to_owned();
        match error.span() {
            Some(span) => Self::at_offset(file, text, span.start, message),
            None => Self::whole(file, message),
        }
    }
    /// A fault of JSON syntax or types.
    pub(crate) fn of_json(file: &Path, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        Self { file: file.to_owned(), at: Some((error.line(), error.column())), message }
    }
}

/// Line and column, from 1, of a byte.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// One step of a path: a key, or an index of a list.
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_or(Step::Key(part), Step::Index)).collect()
}

/// The byte at which the value of a path begins in a TOML text; the nearest parent's where the path ends early.
pub(crate) fn offset_in_toml(text: &str, path: &str) -> usize {
    let Ok(root) = DeTable::parse(text) else {
        return 0;
    };
    let mut offset = 0;
    let mut table = Some(root.get_ref());
    let mut list = None;
    for step in steps(path) {
        let found = match step {
            Step::Key(key) => table.and_then(|table| table.get(key)),
            Step::Index(at) => list.and_then(|list: &toml::de::DeArray<'_>| list.get(at)),
        };
        let Some(value) = found else { break };
        offset = value.span().start;
        (table, list) = match value.get_ref() {
            DeValue::Table(inner) => (Some(inner), None),
            DeValue::Array(inner) => (None, Some(inner)),
            _ => (None, None),
        };
    }
    offset
}

/// The same for a JSON text.
pub(crate) fn offset_in_json(text: &str, path: &str) -> usize {
    let mut part = text;
    for step in steps(path) {
        let inner: Option<&RawValue> = match step {
            Step::Key(key) => {
                serde_json::from_str::<BTreeMap<String, &RawValue>>(part).ok().and_then(|mut map| map.remove(key))
            }
            Step::Index(at) => serde_json::from_str::<Vec<&RawValue>>(part).ok().and_then(|list| list.get(at).copied()),
        };
        let Some(inner) = inner else { break };
        part = inner.get();
    }
    // `part` is a piece of `text`, so the distance of their beginnings is the offset
    part.as_ptr().addr() - text.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    //! 1 a path leads to the place of its value in TOML and JSON; 2 a path that ends early gives its nearest parent.
    use super::*;

    #[test]
    fn toml_path() {
        let text = "id = 'x'\n[[a.items]]\nlevel = 1\n[[a.items]]\nlevel = 9\n";
        assert_eq!(line_and_column(text, offset_in_toml(text, "a.items[1].level")), (5, 9));
        assert_eq!(line_and_column(text, offset_in_toml(text, "a.items[1].nothing")), (4, 1));
    }

    #[test]
    fn json_path() {
        let text = "{\"a\": {\"items\": [\n  {\"level\": 1},\n  {\"level\": 9}]}}";
        assert_eq!(line_and_column(text, offset_in_json(text, "a.items[1].level")), (3, 13));
        assert_eq!(line_and_column(text, offset_in_json(text, "a.items[1].nothing")), (3, 3));
    }
}
