//! `passend shortlist`: make or show the shortlist of a day.

use super::wait_for;
use crate::arguments::{Format, Shortlist};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::{Bench, Routes, make_shortlist};
use crate::workplace::Workplace;

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
        let made = make_shortlist(&bench, &mut dossiers, id)?;
        show(&made.shortlist, made.new, place.format)?;
    }
    Ok(Ending::Done)
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
