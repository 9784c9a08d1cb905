//! The one screen that the demo ends with: what happened, one match with its reasons, and where to look next.

use crate::arguments::Format;
use crate::commands::Night;
use crate::output::{json_line, line};
use crate::workplace::Workplace;
use domain::{Outcome, Shortlist};
use std::path::Path;

/// Tells it.
pub(crate) fn tell(folder: &Path, place: &Workplace, night: &Night) -> anyhow::Result<()> {
    if place.format == Format::Json {
        return json_line(&crate::commands::night_json(place, night));
    }
    line("One night of Passend, on three example job sites on this machine.\n")?;
    crate::commands::show_sources(place, night)?;
    line(&format!("\n{} vacancies are open. What is left of them for each candidate, step by step:\n", night.open))?;
    crate::commands::show_candidates(night)?;
    if let Some(list) = night.shortlists.iter().map(|made| &made.shortlist).find(|list| !list.entries.is_empty()) {
        first_of(list)?;
    }
    let checked = place.dossiers()?.verify()?;
    let word = if checked.faults.is_empty() { "all verify" } else { "NOT ALL VERIFY" };
    line(&format!("\nEvidence: {} records in {} dossiers, {word}.", checked.records, checked.dossiers))?;
    where_next(folder, night)
}

fn first_of(list: &Shortlist) -> anyhow::Result<()> {
    let Some(first) = list.entries.first().map(|entry| &entry.matched) else {
        return Ok(());
    };
    let employer = first.employer.as_deref().unwrap_or("employer not named");
    line(&format!(
        "\nFirst on the list of {}: {} at {employer}, score {:.1}",
        list.candidate, first.title, first.score
    ))?;
    let told =
        first.criteria.iter().filter(|criterion| criterion.outcome != Outcome::Unknown && criterion.quote.is_some());
    for criterion in told.take(4) {
        let quote = criterion.quote.as_deref().unwrap_or_default();
        let outcome = format!("{:?}", criterion.outcome).to_lowercase();
        line(&format!("  {outcome:7} {:16} “{}”", criterion.criterion.as_str(), crate::output::cut(quote, 60)))?;
    }
    Ok(())
}

fn where_next(folder: &Path, night: &Night) -> anyhow::Result<()> {
    let shown = folder.display();
    let Some(list) = night.shortlists.first().map(|made| &made.shortlist) else {
        return Ok(());
    };
    let example = list.entries.first().map_or("VACANCY", |entry| entry.matched.vacancy.as_str());
    // as it was called, so that the lines can be copied
    let program = std::env::args().next().unwrap_or_else(|| "passend".to_owned());
    let with = format!("{program} --config {shown}/config/passend.toml --data {shown}/index");
    line(&format!("\nLook next (every command works on {shown}):"))?;
    line(&format!("  {shown}/outbox/      the digests, as a mail program opens them"))?;
    line(&format!("  {shown}/reports/     the shortlists with every reason"))?;
    line(&format!("  {with} match {} --rejected", list.candidate))?;
    line(&format!("  {with} explain {} {example}", list.candidate))?;
    line(&format!("  {with} evidence verify"))?;
    line("Run the demo again: it fetches only what changed, and sends nothing twice.")
}
