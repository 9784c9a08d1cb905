//! Tables of separated values (RFC 4180): quoted fields may hold separators and line breaks. Each field keeps its place, so
//! that a mistake can be told by line and column. One pass.

use super::{ImportError, ImportFile};
use std::collections::BTreeMap;

/// One field of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) text: String,
    line: usize,
    column: usize,
}

/// A table with a row of names on top.
#[derive(Debug)]
pub(super) struct Table<'a> {
    file: ImportFile<'a>,
    columns: BTreeMap<String, usize>,
    pub(super) rows: Vec<Vec<Field>>,
}

impl<'a> Table<'a> {
    /// Reads a table whose first row names its columns, in any case; all of `needed` must be there.
    pub(super) fn read(file: ImportFile<'a>, separator: char, needed: &[&str]) -> Result<Self, ImportError> {
        let mut rows = rows(file, separator)?.into_iter();
        let head = rows.next().unwrap_or_default();
        let names = head.iter().enumerate().map(|(index, field)| (field.text.trim().to_lowercase(), index));
        let table = Self { file, columns: names.collect(), rows: rows.collect() };
        if let Some(missing) = needed.iter().find(|name| table.column(name).is_none()) {
            return Err(table.error(
                1,
                1,
                format!("the column '{missing}' is missing: this is not the file it should be"),
            ));
        }
        let short = table.rows.iter().find(|row| row.len() != head.len());
        match short.and_then(|row| Some((row.len(), row.first()?))) {
            Some((count, first)) => {
                let message = format!(
                    "the row has {count} fields and the first row {}: is a quotation mark missing?",
                    head.len()
                );
                Err(table.error(first.line, first.column, message))
            }
            None => Ok(table),
        }
    }

    /// The number of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(&name.to_lowercase()).copied()
    }

    /// A field by the name of its column; one that all rows have.
    pub(super) fn field<'r>(&self, row: &'r [Field], name: &str) -> &'r Field {
        const NONE: &Field = &Field { text: String::new(), line: 1, column: 1 };
        self.column(name).and_then(|index| row.get(index)).unwrap_or(NONE)
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, field: &Field, message: String) -> ImportError {
        self.error(field.line, field.column, message)
    }

    fn error(&self, line: usize, column: usize, message: String) -> ImportError {
        ImportError { file: self.file.name.to_owned(), line, column, message }
    }
}

/// All rows; empty lines are none.
fn rows(file: ImportFile<'_>, separator: char) -> Result<Vec<Vec<Field>>, ImportError> {
    let mut reader = Reader { line: 1, column: 1, ..Reader::default() };
    let mut letters = file.text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        let doubled = reader.quoted && letter == '"' && letters.peek() == Some(&'"');
        if doubled {
            letters.next();
            reader.column += 1;
        }
        reader.take(letter, separator, doubled);
    }
    if reader.quoted {
        let (line, column) = reader.begun;
        let message = "the quotation mark that opens here is never closed".to_owned();
        return Err(ImportError { file: file.name.to_owned(), line, column, message });
    }
    reader.end_row();
    Ok(reader.rows)
}

#[derive(Default)]
struct Reader {
    rows: Vec<Vec<Field>>,
    row: Vec<Field>,
    field: String,
    /// Where the field began.
    begun: (usize, usize),
    quoted: bool,
    line: usize,
    column: usize,
}

impl Reader {
    fn take(&mut self, letter: char, separator: char, doubled: bool) {
        if self.begun == (0, 0) {
            self.begun = (self.line, self.column);
        }
        match letter {
            '"' if !doubled && self.quoted => self.quoted = false,
            '"' if !doubled && self.field.is_empty() => self.quoted = true,
            '\n' if !self.quoted => self.end_row(),
            '\r' if !self.quoted => {}
            letter if letter == separator && !self.quoted => self.end_field(),
            letter => self.field.push(letter),
        }
        self.column += 1;
        if letter == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        }
    }

    fn end_field(&mut self) {
        let (line, column) = if self.begun == (0, 0) { (self.line, self.column) } else { self.begun };
        self.row.push(Field { text: std::mem::take(&mut self.field), line, column });
        self.begun = (0, 0);
    }

    fn end_row(&mut self) {
        self.end_field();
        let row = std::mem::take(&mut self.row);
        if row.len() > 1 || row.iter().any(|field| !field.text.is_empty()) {
            self.rows.push(row);
        }
    }
}
