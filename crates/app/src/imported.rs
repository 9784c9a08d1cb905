//! Tables that a user imported, in `imported/` of the data folder: where they are, and how one is replaced whole.

use anyhow::Context;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The occupations of ESCO.
pub(crate) const ESCO: &str = "esco.json";
/// The middles of postcodes.
pub(crate) const POSTCODES: &str = "postcodes.json";

/// A table's text; `None` where none was imported.
pub(crate) fn read(data: &Path, name: &str) -> anyhow::Result<Option<String>> {
    let path = data.join("imported").join(name);
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?))
}

/// Puts a table in place of the one before it: either all of it is there, or the old one.
pub(crate) fn replace(data: &Path, name: &str, table: &impl Serialize) -> anyhow::Result<PathBuf> {
    let folder = data.join("imported");
    let path = folder.join(name);
    let new = folder.join(format!("{name}.new"));
    fs::create_dir_all(&folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    fs::write(&new, serde_json::to_vec(table)?).with_context(|| format!("{} cannot be written", new.display()))?;
    fs::rename(&new, &path).with_context(|| format!("{} cannot be put in place", path.display()))?;
    Ok(path)
}
