//! `passend places import`: a full table of postcodes, into the data folder. It stands before the built-in one, which
//! still serves for what it has not.

use crate::arguments::{Everywhere, Format, Places};
use crate::ending::Ending;
use crate::imported;
use crate::output::{json_line, line};
use anyhow::Context;
use extract::imported::{ImportFile, postcode_table};
use serde_json::json;
use std::fs;

pub(crate) fn run(wanted: &Places, everywhere: &Everywhere) -> anyhow::Result<Ending> {
    let Places::Import { file } = wanted;
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let table = postcode_table(ImportFile { name: &file.display().to_string(), text: &text })?;
    let path = imported::replace(&everywhere.data, imported::POSTCODES, &table)?;
    match everywhere.format {
        Format::Json => json_line(&json!({"postcodes": table.count(), "file": path}))?,
        Format::Table => line(&format!("{} postcodes are in {}", table.count(), path.display()))?,
    }
    Ok(Ending::Done)
}
