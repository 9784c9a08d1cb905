//! `passend taxonomy import`: the official files of a classification of occupations, into the data folder.

use crate::arguments::{Everywhere, Format, Taxonomy, TaxonomyKind};
use crate::ending::Ending;
use crate::imported;
use crate::output::{json_line, line};
use anyhow::Context;
use extract::imported::{EscoFiles, ImportFile, esco_table};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn run(wanted: &Taxonomy, everywhere: &Everywhere) -> anyhow::Result<Ending> {
    let Taxonomy::Import { kind: TaxonomyKind::Esco, folder } = wanted;
    let dutch = NamedText::needed(folder, "occupations_nl.csv")?;
    let english = NamedText::needed(folder, "occupations_en.csv")?;
    let groups = ["ISCOGroups_nl.csv", "ISCOGroups_en.csv", "isco_groups_nl.csv"];
    let groups = groups.iter().find_map(|name| found(folder, name)).map(NamedText::read).transpose()?;
    let groups = groups.as_ref().map(NamedText::file);
    let table = esco_table(EscoFiles { dutch: dutch.file(), english: english.file(), groups })?;
    let (occupations, labels) = table.counts();
    let path = imported::replace(&everywhere.data, imported::ESCO, &table)?;
    match everywhere.format {
        Format::Json => json_line(&json!({"occupations": occupations, "labels": labels, "file": path}))?,
        Format::Table => line(&format!("{occupations} occupations with {labels} labels are in {}", path.display()))?,
    }
    Ok(Ending::Done)
}

/// A file's name and text.
struct NamedText {
    name: String,
    text: String,
}

impl NamedText {
    fn read(path: PathBuf) -> anyhow::Result<Self> {
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(Self { name: path.display().to_string(), text })
    }

    fn needed(folder: &Path, name: &str) -> anyhow::Result<Self> {
        let path = found(folder, name).with_context(|| {
            format!(
                "there is no {name} in {}: unpack the CSV release of ESCO there, in Dutch and English",
                folder.display()
            )
        })?;
        Self::read(path)
    }

    fn file(&self) -> ImportFile<'_> {
        ImportFile { name: &self.name, text: &self.text }
    }
}

/// The file of this name, or with `esco_` before it.
fn found(folder: &Path, name: &str) -> Option<PathBuf> {
    let names = [name.to_owned(), format!("esco_{name}")];
    names.into_iter().map(|name| folder.join(name)).find(|path| path.exists())
}
