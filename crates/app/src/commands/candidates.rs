//! `passend candidates`: import, list, show, export, erase. What a search profile covers is in `breadth`.

use crate::arguments::{Candidates, Format};
use crate::ending::Ending;
use crate::output::{json_line, line, table};
use crate::profile_import::{self, Judge};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{CandidateId, MediationProfile};
use serde_json::json;
use std::path::PathBuf;

pub(crate) fn run(wanted: &Candidates, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Candidates::Import { files } => import(files, place)?,
        Candidates::List => list(place)?,
        Candidates::Show { id } => show(id, place)?,
        Candidates::Check { id } => super::breadth::check(id, place)?,
        Candidates::Export { id } => export(id, place)?,
        Candidates::Erase { id, yes } => erase(id, *yes, place)?,
    }
    Ok(Ending::Done)
}

/// Reads all files before it writes anything: one faulty profile changes nothing.
fn import(files: &[PathBuf], place: &Workplace) -> anyhow::Result<()> {
    let (rules, vocabulary) = (place.loaded.rules()?, place.loaded.vocabulary()?);
    let judge = Judge { rules: &rules, vocabulary: &vocabulary };
    let profiles: Vec<MediationProfile> =
        files.iter().map(|file| profile_import::read(file, judge)).collect::<anyhow::Result<_>>()?;
    let _lock = place.lock()?;
    let mut dossiers = place.dossiers()?;
    for profile in &profiles {
        let imported = dossiers.import_profile(profile, place.clock.now())?;
        match place.format {
            Format::Json => {
                json_line(&json!({"candidate": profile.id, "version": imported.version, "changed": imported.changed}))?
            }
            Format::Table if imported.changed => line(&format!("{}: version {}", profile.id, imported.version))?,
            Format::Table => line(&format!("{}: nothing new, version {} stays", profile.id, imported.version))?,
        }
    }
    Ok(())
}

fn list(place: &Workplace) -> anyhow::Result<()> {
    let dossiers = place.dossiers()?;
    let mut rows = Vec::new();
    for id in dossiers.candidates()? {
        let Some((version, profile)) = dossiers.profile(&id)? else {
            continue;
        };
        if place.format == Format::Json {
            json_line(&json!({"candidate": id, "version": version, "searches": profile.search.occupations}))?;
        }
        rows.push(vec![id.to_string(), version.to_string(), profile.search.occupations.join(", ")]);
    }
    if place.format == Format::Table {
        table(&["candidate", "version", "searches"], &rows)?;
    }
    Ok(())
}

fn show(id: &CandidateId, place: &Workplace) -> anyhow::Result<()> {
    let (version, profile) = place.dossiers()?.profile(id)?.with_context(|| format!("there is no candidate {id}"))?;
    match place.format {
        Format::Json => json_line(&profile),
        Format::Table => line(&format!("# version {version}\n{}", toml::to_string_pretty(&profile)?)),
    }
}

fn export(id: &CandidateId, place: &Workplace) -> anyhow::Result<()> {
    json_line(&place.dossiers()?.export(id)?)
}

fn erase(id: &CandidateId, yes: bool, place: &Workplace) -> anyhow::Result<()> {
    if !yes {
        anyhow::bail!("erasing {id} cannot be undone: add --yes to do it");
    }
    let _lock = place.lock()?;
    place.dossiers()?.erase(id, place.clock.now())?;
    line(&format!("{id} is erased; the ledger keeps the proof"))
}
