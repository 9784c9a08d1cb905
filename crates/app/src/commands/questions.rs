//! `passend questions` and `passend vacancies answer`: what an employer is asked, and keeping what was answered. What is
//! asked depends on the caseload, and says nothing about anybody in it.

use crate::arguments::{Answer, Format, Questions};
use crate::ending::Ending;
use crate::output::{json_line, line};
use crate::pipeline::{Bench, seeker};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{Match, Vacancy, VacancyId};
use matcher::CallSheet;
use serde_json::json;
use std::collections::BTreeMap;
use store::VacancyStore;

fn find(store: &VacancyStore, id: &VacancyId) -> anyhow::Result<Vacancy> {
    store.vacancy(id)?.with_context(|| format!("there is no vacancy {id}"))
}

pub(crate) fn run(wanted: &Questions, place: &Workplace) -> anyhow::Result<Ending> {
    let questions = place.loaded.questions()?;
    let (dossiers, store) = (place.dossiers()?, place.vacancies()?);
    let vacancy = find(&store, &wanted.vacancy)?;
    let bench = Bench::set_up(place, &store)?;
    // what is asked does not depend on how near the vacancy is
    let relevance = BTreeMap::new();
    let compare = |id| -> anyhow::Result<Match> {
        let seeker = seeker(&bench, &dossiers, id)?;
        Ok(matcher::compare(&seeker, &vacancy, &bench.situation(&relevance)))
    };
    let caseload = dossiers.candidates()?.iter().map(compare).collect::<anyhow::Result<Vec<_>>>()?;
    show(&vacancy, &questions.sheet(&vacancy, &caseload), place.format)?;
    Ok(Ending::Done)
}

fn show(vacancy: &Vacancy, sheet: &CallSheet, format: Format) -> anyhow::Result<()> {
    let posting = &vacancy.posting;
    if format == Format::Json {
        return json_line(&json!({
            "vacancy": vacancy.id, "title": posting.title, "employer": posting.employer, "url": posting.url,
            "questions": sheet.questions, "answered": sheet.answered,
        }));
    }
    let employer = posting.employer.as_deref().unwrap_or("employer not named");
    line(&format!("{} · {employer} · {}\n{}", posting.title, vacancy.id, posting.url))?;
    if sheet.questions.is_empty() {
        line("\nThere is nothing to ask.")?;
    }
    for (at, question) in sheet.questions.iter().enumerate() {
        let about: Vec<&str> = question.about.iter().map(|name| name.as_str()).collect();
        line(&format!("\n{}. {}\n   {}\n   on: {}", at + 1, question.nl, question.en, about.join(", ")))?;
    }
    if !sheet.answered.is_empty() {
        line("\nKnown:")?;
    }
    for answer in &sheet.answered {
        line(&format!("   {}: {}, {}", answer.about, answer.value, answer.words(&vacancy.version)))?;
    }
    line(&format!("\nTo keep an answer: passend vacancies answer {} ITEM VALUE --by NAME", vacancy.id))
}

pub(crate) fn keep_answer(given: &Answer, place: &Workplace) -> anyhow::Result<()> {
    let value = given.value.trim().to_owned();
    let about = place.loaded.rules()?.check_answer(given.item, &value)?;
    if given.by.trim().is_empty() {
        anyhow::bail!("--by is empty: say who noted the answer");
    }
    if let Some(found) = place.loaded.vocabulary()?.sensitive(&value) {
        anyhow::bail!(
            "'{}' looks like {}: an answer is about the work, never about a person",
            found.word,
            found.why.name()
        );
    }
    let _lock = place.lock()?;
    let mut store = place.vacancies()?;
    let version = find(&store, &given.id)?.version;
    let answer = domain::Answer { about, value, by: given.by.trim().to_owned(), on: place.clock.today(), version };
    store.keep_answer(&given.id, &answer)?;
    match place.format {
        Format::Json => json_line(&json!({"vacancy": given.id, "answer": answer})),
        Format::Table => {
            line(&format!("{} on {}: {}, {}", given.id, about, answer.value, answer.words(&answer.version)))
        }
    }
}
