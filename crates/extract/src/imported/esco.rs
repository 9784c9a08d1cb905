//! The ESCO occupations: from the official release (CSV, version 1.2) to a table, and from a vacancy's title to one of them.
//!
//! A title is one where it has all words of a label; of several, the label with the most words counts, then the preferred
//! one, then the one of the unit group that the vocabulary found. A part of a title never contradicts that group.

use super::separated::Table;
use super::{ImportError, ImportFile};
use domain::posting::{EscoOccupation, Occupation};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The files of a release.
#[derive(Debug, Clone, Copy)]
pub struct EscoFiles<'a> {
    /// `occupations_nl.csv`.
    pub dutch: ImportFile<'a>,
    /// `occupations_en.csv`.
    pub english: ImportFile<'a>,
    /// `ISCOGroups_nl.csv` or another language's: the groups that occupations may be in.
    pub groups: Option<ImportFile<'a>>,
}

/// One occupation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    uri: String,
    isco08: String,
    /// In Dutch, else in English.
    label: String,
    /// All others, in both languages.
    others: Vec<String>,
}

/// All occupations of a release, as they are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EscoTable(Vec<Row>);

impl EscoTable {
    /// How many occupations, and how many labels.
    pub fn counts(&self) -> (usize, usize) {
        (self.0.len(), self.0.iter().map(|row| 1 + row.others.len()).sum())
    }
}

const COLUMNS: [&str; 7] =
    ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "status"];

/// Reads a release. Obsolete occupations are left out.
///
/// # Errors
/// A column is missing, a row is broken, or an address or group is none; with file, line and column. Then nothing counts.
pub fn esco_table(files: EscoFiles<'_>) -> Result<EscoTable, ImportError> {
    let groups = files.groups.map(groups).transpose()?;
    let mut occupations: BTreeMap<String, Row> = BTreeMap::new();
    for file in [files.dutch, files.english] {
        let table = Table::read(file, ',', &COLUMNS)?;
        for fields in &table.rows {
            let Some(row) = row(&table, fields, groups.as_ref())? else { continue };
            match occupations.get_mut(&row.uri) {
                Some(known) => known.others.extend(std::iter::once(row.label).chain(row.others)),
                None => {
                    occupations.insert(row.uri.clone(), row);
                }
            }
        }
    }
    Ok(EscoTable(occupations.into_values().collect()))
}

/// The codes of the unit groups.
fn groups(file: ImportFile<'_>) -> Result<BTreeSet<String>, ImportError> {
    let table = Table::read(file, ',', &["conceptType", "code", "preferredLabel"])?;
    let codes = table.rows.iter().map(|row| table.field(row, "code").text.trim().to_owned());
    Ok(codes.filter(|code| code.len() == 4).collect())
}

fn row(
    table: &Table<'_>,
    fields: &[super::separated::Field],
    groups: Option<&BTreeSet<String>>,
) -> Result<Option<Row>, ImportError> {
    let field = |name| table.field(fields, name);
    let text = |name| field(name).text.trim();
    if text("conceptType") != "Occupation" || !matches!(text("status"), "released" | "") {
        return Ok(None);
    }
    let fault = |name, message: String| Err(table.fault(field(name), message));
    let uri = text("conceptUri");
    if !uri.starts_with("http://data.europa.eu/esco/") {
        return fault("conceptUri", format!("'{uri}' is no address of ESCO"));
    }
    let isco08 = text("iscoGroup").trim_start_matches('C');
    if isco08.len() != 4 || !isco08.bytes().all(|byte| byte.is_ascii_digit()) {
        return fault("iscoGroup", format!("'{isco08}' is no unit group of ISCO-08: it has four digits"));
    }
    if groups.is_some_and(|groups| !groups.contains(isco08)) {
        return fault("iscoGroup", format!("the group '{isco08}' is not in the file of ISCO groups"));
    }
    let label = text("preferredLabel").to_owned();
    if label.is_empty() {
        return fault("preferredLabel", format!("the occupation {uri} has no label"));
    }
    let others = ["altLabels", "hiddenLabels"].into_iter().flat_map(|name| text(name).lines());
    let others = others.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty()).collect();
    Ok(Some(Row { uri: uri.to_owned(), isco08: isco08.to_owned(), label, others }))
}

/// Labels of more words are none that a title has.
const MOST_WORDS: usize = 8;
/// A word by itself says something from this length on, where it is only a part of the title.
const LONG_ENOUGH: usize = 6;
/// What a title of all words of a label says of the unit group, where the vocabulary does not know it.
const SURE: f64 = 0.8;

/// The occupations, by the words of their labels.
#[derive(Debug)]
pub(crate) struct Esco {
    table: EscoTable,
    /// By label, the occupations that have it; those that prefer it first.
    by_label: HashMap<String, Vec<u32>>,
}

impl Esco {
    pub(crate) fn new(table: EscoTable) -> Self {
        let mut by_label: HashMap<String, Vec<u32>> = HashMap::new();
        let numbered = || (0_u32..).zip(&table.0);
        let preferred = numbered().map(|(number, row)| (number, &row.label));
        let others = numbered().flat_map(|(number, row)| row.others.iter().map(move |label| (number, label)));
        for (number, label) in preferred.chain(others) {
            let having = by_label.entry(words(label).join(" ")).or_default();
            if !having.contains(&number) {
                having.push(number);
            }
        }
        Self { table, by_label }
    }

    /// The occupation of a title, with whether the label is all of it.
    pub(crate) fn of_title(&self, title: &str, known: Option<&Occupation>) -> Option<(EscoOccupation, bool)> {
        let words = words(title);
        let lengths = (1..=words.len().min(MOST_WORDS)).rev();
        let mut parts = lengths.flat_map(|length| words.windows(length));
        parts.find_map(|part| {
            let whole = part.len() == words.len();
            let says_enough = whole || part.len() > 1 || part[0].chars().count() >= LONG_ENOUGH;
            let row = self.row(&part.join(" "), known, whole).filter(|_| says_enough)?;
            Some((EscoOccupation { uri: row.uri.clone(), label: row.label.clone() }, whole))
        })
    }

    /// The unit group of an occupation.
    pub(crate) fn group(&self, esco: &EscoOccupation) -> Option<Occupation> {
        let at = self.table.0.binary_search_by(|row| row.uri.cmp(&esco.uri)).ok()?;
        let row = &self.table.0[at];
        let (isco08, label) = (row.isco08.clone(), row.label.clone());
        Some(Occupation { isco08, label, confidence: SURE, alternatives: Vec::new() })
    }

    fn row(&self, label: &str, known: Option<&Occupation>, whole: bool) -> Option<&Row> {
        let rows =
            || self.by_label.get(label).into_iter().flatten().filter_map(|number| self.table.0.get(*number as usize));
        let Some(known) = known else { return rows().next().filter(|_| whole) };
        let likely = |row: &&Row| known.isco08 == row.isco08 || known.alternatives.contains(&row.isco08);
        let same = rows().find(|row| known.isco08 == row.isco08);
        same.or_else(|| rows().find(likely)).or_else(|| rows().next().filter(|_| whole))
    }
}

/// The words of a title or label, in small letters; what stands in brackets and marks of sex are none.
fn words(title: &str) -> Vec<String> {
    let lower = title.to_lowercase();
    let mut depth = 0_usize;
    let open: String = lower
        .chars()
        .map(|letter| {
            depth += usize::from(letter == '(');
            let inside = depth > 0;
            depth -= usize::from(letter == ')' && depth > 0);
            if inside { ' ' } else { letter }
        })
        .collect();
    let marks = ["m/v/x", "m/v", "v/m", "m/w/d", "f/m/x", "m/f/x"];
    let bare = marks.iter().fold(open, |text, mark| text.replace(mark, " "));
    bare.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
