//! `passend vacancies`: search, show, export, stats.

use crate::arguments::{Format, Search, Vacancies};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline;
use crate::workplace::Workplace;
use anyhow::Context;
use domain::profile::Home;
use domain::{Coordinates, VacancyId};
use search::Query;

pub(crate) fn run(wanted: &Vacancies, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Vacancies::Search(search) => find(search, place)?,
        Vacancies::Show { id } => show(id, place)?,
        Vacancies::Answer(answer) => super::questions::keep_answer(answer, place)?,
        Vacancies::Export => place.vacancies()?.open_vacancies()?.iter().try_for_each(json_line)?,
        Vacancies::Stats => stats(place)?,
    }
    Ok(Ending::Done)
}

fn near(words: &str, place: &Workplace) -> anyhow::Result<Coordinates> {
    let postcode = words.chars().all(|letter| letter.is_ascii_digit());
    let home = Home {
        postcode: postcode.then(|| words.to_owned()),
        place: (!postcode).then(|| words.to_owned()),
        country: "NL".to_owned(),
    };
    let belgian = Home { country: "BE".to_owned(), ..home.clone() };
    let vocabulary = place.loaded.vocabulary()?;
    let found = vocabulary.home(&home).or_else(|| vocabulary.home(&belgian));
    found.with_context(|| format!("the place '{words}' is not known: give a four-digit postcode or a larger place"))
}

fn find(search: &Search, place: &Workplace) -> anyhow::Result<()> {
    let near = search.near.as_deref().map(|words| near(words, place)).transpose()?;
    let mut index = pipeline::open_index(place)?;
    pipeline::update_index(&mut index, &place.vacancies()?)?;
    let query = Query {
        text: search.query.clone(),
        near: near.map(|centre| (centre, search.km)),
        hours_at_most: search.hours,
        limit: search.top,
        ..Query::default()
    };
    let hits = index.search(&query)?;
    if place.format == Format::Json {
        return hits.iter().try_for_each(json_line);
    }
    let text = |text: &Option<String>, length| cut(text.as_deref().unwrap_or("-"), length);
    let rows: Vec<Vec<String>> = hits
        .iter()
        .map(|hit| {
            vec![
                hit.id.to_string(),
                format!("{:.1}", hit.score),
                cut(&hit.title, 44),
                text(&hit.employer, 28),
                text(&hit.place, 20),
            ]
        })
        .collect();
    table(&["vacancy", "score", "title", "employer", "place"], &rows)
}

fn show(id: &VacancyId, place: &Workplace) -> anyhow::Result<()> {
    let vacancy = place.vacancies()?.vacancy(id)?.with_context(|| format!("there is no vacancy {id}"))?;
    match place.format {
        Format::Json => json_line(&vacancy),
        Format::Table => line(&serde_json::to_string_pretty(&vacancy)?),
    }
}

fn stats(place: &Workplace) -> anyhow::Result<()> {
    let counts = place.vacancies()?.counts()?;
    if place.format == Format::Json {
        return counts.iter().try_for_each(json_line);
    }
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|count| vec![count.source.to_string(), count.state.clone(), count.vacancies.to_string()])
        .collect();
    table(&["source", "state", "vacancies"], &rows)
}
