//! `passend feedback`: answers "not suitable" of a candidate or coach. What they change is a rule of matching.

use crate::arguments::{Feedback, FeedbackAdd, Format};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::{Bench, seeker};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::feedback::FeedbackReason;
use domain::{CandidateId, EvidenceRecord, VacancyId};
use serde_json::Value;

pub(crate) fn run(wanted: &Feedback, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Feedback::Add(add) => keep(add, place)?,
        Feedback::TakeBack { id, vacancy, by } => take_back(id, vacancy, by, place)?,
        Feedback::List { id } => list(id, place)?,
    }
    Ok(Ending::Done)
}

fn keep(add: &FeedbackAdd, place: &Workplace) -> anyhow::Result<()> {
    if add.reason == FeedbackReason::Other && add.text.trim().is_empty() {
        anyhow::bail!("'other' says nothing alone: add --text with the reason in plain words");
    }
    if let Some(found) = place.loaded.vocabulary()?.sensitive(&add.text) {
        anyhow::bail!("'{}' looks like {}: say only what it means for work", found.word, found.why.name());
    }
    let store = place.vacancies()?;
    let vacancy = store.vacancy(&add.vacancy)?.with_context(|| format!("there is no vacancy {}", add.vacancy))?;
    let _lock = place.lock()?;
    let mut dossiers = place.dossiers()?;
    let bench = Bench::set_up(place, &store)?;
    let seeker = seeker(&bench, &dossiers, &add.id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let feedback = domain::feedback::Feedback {
        vacancy: add.vacancy.clone(),
        reason: add.reason,
        text: add.text.trim().to_owned(),
        by: add.by.clone(),
        on: place.clock.today(),
        refused: matcher::refused_by(&seeker, &vacancy, &bench.situation(&relevance)),
    };
    let record = dossiers.keep_feedback(&add.id, &feedback, place.clock.now())?;
    told(&record, place.format, &format!("{}: {} is not suitable, {}", add.id, add.vacancy, add.reason))
}

fn take_back(id: &CandidateId, vacancy: &VacancyId, by: &str, place: &Workplace) -> anyhow::Result<()> {
    let _lock = place.lock()?;
    let record = place.dossiers()?.take_back_feedback(id, vacancy, by, place.clock.now())?;
    let record = record.with_context(|| format!("{id} has no answer on {vacancy}: `passend feedback list {id}`"))?;
    told(&record, place.format, &format!("{id}: the answer on {vacancy} is taken back"))
}

/// What was done, with its record in the evidence.
pub(crate) fn told(record: &EvidenceRecord<Value>, format: Format, what: &str) -> anyhow::Result<()> {
    match format {
        Format::Json => json_line(record),
        Format::Table => line(&format!("{what} (record {}, mark {})", record.sequence, &record.hash.as_str()[..16])),
    }
}

fn list(id: &CandidateId, place: &Workplace) -> anyhow::Result<()> {
    let feedback = place.dossiers()?.feedback(id)?;
    if place.format == Format::Json {
        return feedback.iter().try_for_each(json_line);
    }
    let rows: Vec<Vec<String>> = feedback
        .iter()
        .map(|each| {
            vec![
                each.vacancy.to_string(),
                each.reason.to_string(),
                each.on.to_string(),
                each.by.clone(),
                cut(&each.refused.title, 40),
                cut(&each.text, 50),
            ]
        })
        .collect();
    table(&["vacancy", "reason", "on", "by", "title", "in own words"], &rows)
}
