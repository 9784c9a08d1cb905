//! `passend shortlist`: make or show the shortlist of a day.

use super::wait_for;
use crate::arguments::{Format, Shortlist};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::{Bench, Routes, make_shortlist};
use crate::workplace::Workplace;
use domain::changes::Move;
use serde_json::json;

pub(crate) fn run(wanted: &Shortlist, place: &Workplace) -> anyhow::Result<Ending> {
    let _lock = place.lock()?;
    let mut dossiers = place.dossiers()?;
    let mut store = place.vacancies()?;
    let ids = match &wanted.id {
        Some(id) => vec![id.clone()],
        None => dossiers.candidates()?,
    };
    if let Some(mut routes) = Routes::configured(place)? {
        let vocabulary = place.loaded.vocabulary()?;
        wait_for(routes.ask(place, &mut store, (&dossiers, &ids), &vocabulary))?;
    }
    let bench = Bench::set_up(place, &store)?;
    for id in &ids {
        let made = make_shortlist(&bench, &store, &mut dossiers, id)?;
        if wanted.changes {
            show_changes(&made.shortlist, place.format)?
        } else {
            show(&made.shortlist, made.new, place.format)?
        }
    }
    Ok(Ending::Done)
}

/// Why the list differs from the one before it.
fn show_changes(shortlist: &domain::Shortlist, format: Format) -> anyhow::Result<()> {
    let (id, date) = (&shortlist.candidate, shortlist.date);
    if format == Format::Json {
        return json_line(&json!({"candidate": id, "date": date, "changes": shortlist.changes}));
    }
    let Some(changes) = &shortlist.changes else {
        return line(&format!("{id} on {date}: the first shortlist, or one from before changes were kept\n"));
    };
    line(&format!("{id} on {date}, since {}:", changes.since))?;
    let rows = changes.each.iter().map(|change| {
        let moved = match change.moved {
            Move::Came => "came",
            Move::Again => "again",
            Move::Went => "went",
        };
        let (title, vacancy) = (cut(&change.title, 36), change.vacancy.to_string());
        vec![moved.to_owned(), change.why.words().to_owned(), title, vacancy, change.because.clone()]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return line("nothing came, nothing went\n");
    }
    table(&["", "why", "title", "vacancy", "because"], &rows)?;
    line("")
}

fn show(shortlist: &domain::Shortlist, new: bool, format: Format) -> anyhow::Result<()> {
    if format == Format::Json {
        return json_line(shortlist);
    }
    let kept = if new { "" } else { " (made before)" };
    line(&format!("{} on {}: {} vacancies{kept}", shortlist.candidate, shortlist.date, shortlist.entries.len()))?;
    let rows: Vec<Vec<String>> = shortlist
        .entries
        .iter()
        .map(|entry| {
            let matched = &entry.matched;
            let employer = matched.employer.as_deref().unwrap_or("-");
            vec![
                entry.rank.to_string(),
                format!("{:.1}", matched.score),
                super::matching::verdict_word(matched.verdict).to_owned(),
                cut(&matched.title, 44),
                cut(employer, 28),
                matched.vacancy.to_string(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        table(&["", "score", "verdict", "title", "employer", "vacancy"], &rows)?;
    }
    line("")
}
