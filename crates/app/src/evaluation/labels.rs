//! Labelled cases as they stand in files: what a person read in a vacancy. The format and its conventions are documented
//! in `tests/gold/README.md`. Not here: the texts of other files (`texts`), and the comparing.

use super::entries::{Entry, Tongue, Wanted};
use super::fields::Field;
use crate::place_in_file::FileFault;
use anyhow::Context;
use domain::EducationLevel;
use domain::posting::{PayPeriod, Remote};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a file of cases must say of itself; other files of a folder are passed over.
const MEASURES: &str = "extraction";

/// A file of labelled cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Read before; always `extraction`.
    #[serde(rename = "measures")]
    _measures: String,
    #[serde(default)]
    records: Vec<Records>,
    #[serde(default)]
    cases: Vec<Case>,
}

/// How the records of a file with texts (JSON lines) are read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Records {
    /// Path in the data folder.
    pub(crate) file: String,
    /// The field that holds the id.
    pub(crate) key: String,
    /// The fields that make the text, in order; the first line is the title.
    pub(crate) parts: Vec<String>,
    /// Whether the parts after the first are HTML.
    #[serde(default)]
    pub(crate) markup: bool,
}

/// Which of the two heaps a case belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    /// For work on words and rules.
    Develop,
    /// Kept aside until the work is done.
    Aside,
}

/// Where the text of a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextOf {
    pub(crate) file: String,
    pub(crate) id: String,
}

/// Two bounds of which one may be open.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bounds {
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
}

/// Pay, gross.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pay {
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) per: PayPeriod,
}

/// Education: the levels that are right, and whether a diploma is asked where that is measured.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Education {
    pub(crate) level: Vec<EducationLevel>,
    pub(crate) diploma_required: Option<bool>,
}

/// A kind of working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Time {
    Evening,
    Night,
    Weekend,
    Shifts,
    OnCall,
}

/// What a text says of a working time; one that it does not speak of is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Said {
    Yes,
    No,
}

/// One vacancy and what a person read in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) text: Option<TextOf>,
    pub(crate) title: Option<String>,
    pub(crate) words: Option<String>,
    part: Option<Part>,
    #[serde(default)]
    pub(crate) occupation: Vec<String>,
    pub(crate) hours_per_week: Option<Bounds>,
    #[serde(default)]
    pub(crate) salary: Vec<Pay>,
    #[serde(default)]
    pub(crate) contract: Vec<String>,
    pub(crate) education: Option<Education>,
    #[serde(default)]
    pub(crate) experience_years: Vec<f32>,
    #[serde(default)]
    pub(crate) licences: Vec<Entry>,
    #[serde(default)]
    pub(crate) own_car: bool,
    #[serde(default)]
    pub(crate) certificates: Vec<Entry>,
    #[serde(default)]
    pub(crate) registrations: Vec<Entry>,
    #[serde(default)]
    pub(crate) vog: bool,
    #[serde(default)]
    pub(crate) languages: Vec<Tongue>,
    #[serde(default)]
    pub(crate) places: Vec<Entry>,
    pub(crate) remote: Option<Remote>,
    #[serde(default)]
    pub(crate) times: BTreeMap<Time, Said>,
    #[serde(default)]
    pub(crate) asks: Vec<Wanted>,
    #[serde(default)]
    pub(crate) does_not_ask: Vec<Wanted>,
    /// Fields on which two careful readers would differ.
    #[serde(default)]
    pub(crate) unsure: BTreeSet<Field>,
}

impl Case {
    /// The heap it belongs to: what it says itself, else one third aside by the SHA-256 of the id.
    pub(crate) fn part(&self) -> Part {
        let [first, ..] = store::hash_of(self.id.as_bytes()).to_bytes();
        let by_rule = if first.is_multiple_of(3) { Part::Aside } else { Part::Develop };
        self.part.unwrap_or(by_rule)
    }

    fn check(&self) -> Result<(), String> {
        if self.text.is_some() == (self.title.is_some() && self.words.is_some()) {
            return Err(format!("the case '{}' needs either `text`, or `title` and `words`", self.id));
        }
        let group = |code: &String| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        match self.occupation.iter().find(|code| !group(code)) {
            Some(code) => {
                Err(format!("the case '{}' has an occupation '{code}': four digits of ISCO-08 are wanted", self.id))
            }
            None => Ok(()),
        }
    }
}

/// All cases of a folder, by id, and how their texts are read.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) cases: Vec<Case>,
    pub(crate) records: Vec<Records>,
}

impl Labels {
    /// Reads every `.toml` in a folder and those below it. A file that does not say `measures = "extraction"` is passed
    /// over, and named in the log.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut paths = Vec::new();
        crate::configuration::toml_files(folder, &mut paths)?;
        let mut labels = Self { cases: Vec::new(), records: Vec::new() };
        for path in paths {
            labels.add(&path)?;
        }
        labels.cases.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = labels.cases.windows(2).find(|pair| pair[0].id == pair[1].id) {
            anyhow::bail!("the case '{}' stands twice in {}", pair[0].id, folder.display());
        }
        anyhow::ensure!(!labels.cases.is_empty(), "there are no labelled cases in {}", folder.display());
        Ok(labels)
    }

    fn add(&mut self, path: &Path) -> anyhow::Result<()> {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let fault = |error: &toml::de::Error| FileFault::of_toml(path, &text, error);
        let table: toml::Table = toml::from_str(&text).map_err(|error| fault(&error))?;
        if table.get("measures").and_then(toml::Value::as_str) != Some(MEASURES) {
            tracing::info!("{}: no cases of {MEASURES}, passed over", path.display());
            return Ok(());
        }
        let file: File = toml::from_str(&text).map_err(|error| fault(&error))?;
        for case in &file.cases {
            case.check().map_err(|message| FileFault::whole(path, message))?;
        }
        self.cases.extend(file.cases);
        self.records.extend(file.records);
        Ok(())
    }
}
