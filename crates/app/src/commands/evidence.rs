//! `passend evidence`: add a record, list them, verify all.

use crate::arguments::{Evidence, EvidenceAdd, Format};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{CandidateId, EvidenceKind};
use serde_json::json;

pub(crate) fn run(wanted: &Evidence, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Evidence::Add(add) => add_record(add, place).map(|()| Ending::Done),
        Evidence::List { id } => list(id, place).map(|()| Ending::Done),
        Evidence::Verify => verify(place),
    }
}

/// Kinds that the program alone writes.
const BY_PROGRAM: [EvidenceKind; 5] = [
    EvidenceKind::Search,
    EvidenceKind::Shortlist,
    EvidenceKind::DigestSent,
    EvidenceKind::ProfileChanged,
    EvidenceKind::SignalCleared,
];

fn add_record(add: &EvidenceAdd, place: &Workplace) -> anyhow::Result<()> {
    let kind = EvidenceKind::from_name(&add.kind).filter(|kind| !BY_PROGRAM.contains(kind));
    let kind = kind.with_context(|| {
        let names = EvidenceKind::NAMES.iter().filter(|(kind, _)| !BY_PROGRAM.contains(kind)).map(|(_, name)| *name);
        format!("'{}' is no kind that can be added: use {}", add.kind, names.collect::<Vec<_>>().join(", "))
    })?;
    if let Some(found) = place.loaded.vocabulary()?.sensitive(&add.text) {
        anyhow::bail!("'{}' looks like {}: say only what it means for work", found.word, found.why.name());
    }
    let vacancies = place.vacancies()?;
    if let Some(id) = &add.vacancy {
        vacancies.vacancy(id)?.with_context(|| format!("there is no vacancy {id}"))?;
    }
    let _lock = place.lock()?;
    let mut dossiers = place.dossiers()?;
    dossiers.profile(&add.id)?.with_context(|| format!("there is no candidate {}", add.id))?;
    let body = json!({"text": add.text, "by": add.by, "vacancy": add.vacancy});
    let record = dossiers.append(&add.id, kind, body, place.clock.now())?;
    match place.format {
        Format::Json => json_line(&record),
        Format::Table => {
            line(&format!("{} has {} records now; mark {}", add.id, record.sequence, &record.hash.as_str()[..16]))
        }
    }
}

fn list(id: &CandidateId, place: &Workplace) -> anyhow::Result<()> {
    let records = place.dossiers()?.records(id)?;
    if place.format == Format::Json {
        return records.iter().try_for_each(json_line);
    }
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| {
            let time = record.time.format("%Y-%m-%d %H:%M:%S").to_string();
            vec![
                record.sequence.to_string(),
                time,
                record.kind.name().to_owned(),
                record.hash.as_str()[..16].to_owned(),
                cut(&record.body.to_string(), 70),
            ]
        })
        .collect();
    table(&["", "time", "kind", "mark", "what"], &rows)
}

fn verify(place: &Workplace) -> anyhow::Result<Ending> {
    let checked = place.dossiers()?.verify()?;
    if place.format == Format::Json {
        json_line(&checked)?;
    } else {
        line(&format!("{} dossiers, {} records", checked.dossiers, checked.records))?;
        for fault in &checked.faults {
            line(&format!("FAULT {fault}"))?;
        }
        line(if checked.faults.is_empty() { "All records verify." } else { "The evidence does not verify." })?;
    }
    Ok(if checked.faults.is_empty() { Ending::Done } else { Ending::Integrity })
}
