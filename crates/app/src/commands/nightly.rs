//! `passend nightly`: the whole night, unattended. Whatever a kill left undone, the next run completes.

use super::{crawl, digest, wait_for};
use crate::arguments::{Format, Nightly};
use crate::ending::{Ending, Interrupted};
use crate::output::{json_line, line};
use crate::pipeline::{self, Bench, Delivery, Made, Reader, Wanted, deliver, make_shortlist};
use crate::progress::Progress;
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{CandidateId, SourceName, Verdict};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use store::{DossierStore, SourceReport, VacancyStore};

/// What a night brought.
#[derive(Debug)]
pub(crate) struct Night {
    pub(crate) sources: Vec<(SourceName, SourceReport)>,
    pub(crate) open: usize,
    pub(crate) shortlists: Vec<Made>,
    pub(crate) deliveries: Vec<(CandidateId, Delivery)>,
}

pub(crate) fn run(wanted: &Nightly, place: &Workplace) -> anyhow::Result<Ending> {
    let _lock = place.lock()?;
    let night = night(place, Wanted::Due, wanted.outbox.as_deref())?;
    show(place, &night)?;
    Ok(night.ending())
}

/// Crawl, index, match, shortlist, evidence, digest.
pub(crate) fn night(place: &Workplace, wanted: Wanted<'_>, outbox: Option<&Path>) -> anyhow::Result<Night> {
    // everything that can be refused is opened first, so that wrong use changes nothing
    let (mut dossiers, mut store) = (place.dossiers()?, place.vacancies()?);
    let reader = Reader { vocabulary: Arc::new(place.loaded.vocabulary()?) };
    place.loaded.rules()?;
    let progress = Progress::fitting(place.quiet);
    pipeline::mask_kept(place, &mut store, &reader.vocabulary, &progress)?;
    let sources = wait_for(pipeline::crawl(place, &mut store, &reader, wanted, &progress))?;
    let mut routes = pipeline::Routes::configured(place)?;
    ask_routes(routes.as_mut(), place, (&mut store, &dossiers), &reader).context(Interrupted)?;
    let verified = pipeline::verify_contenders(place, &mut store, &dossiers, &reader, &progress);
    wait_for(verified).context(Interrupted)?;
    // what was looked at again may have another place
    ask_routes(routes.as_mut(), place, (&mut store, &dossiers), &reader).context(Interrupted)?;
    let bench = Bench::set_up(place, &store).context(Interrupted)?;
    let open = bench.vacancies.len();
    progress.say(&format!("{open} vacancies are open; making shortlists"));
    let ids = dossiers.candidates().context(Interrupted)?;
    let shortlists = ids.iter().map(|id| make_shortlist(&bench, &store, &mut dossiers, id));
    let shortlists = shortlists.collect::<anyhow::Result<Vec<_>>>().context(Interrupted)?;
    let deliveries = deliver(place, &mut dossiers, outbox).context(Interrupted)?;
    let pruned = pipeline::prune(place, &mut store, &dossiers).context(Interrupted)?;
    if pruned.removed > 0 {
        progress.say(&format!("{} old pages were removed from the archive, {} stay", pruned.removed, pruned.kept));
    }
    Ok(Night { sources, open, shortlists, deliveries })
}

/// Asks route planners, where there are any, what all candidates may need and is not known yet.
fn ask_routes(
    routes: Option<&mut pipeline::Routes>,
    place: &Workplace,
    (store, dossiers): (&mut VacancyStore, &DossierStore),
    reader: &Reader,
) -> anyhow::Result<()> {
    let Some(routes) = routes else { return Ok(()) };
    let candidates = dossiers.candidates()?;
    wait_for(routes.ask(place, store, (dossiers, &candidates), &reader.vocabulary))
}

impl Night {
    /// The exit code of the whole.
    pub(crate) fn ending(&self) -> Ending {
        crawl::ending(&self.sources).max(digest::ending(&self.deliveries))
    }

    /// Entries of the shortlists that are of a verdict.
    pub(crate) fn count(made: &Made, verdict: Verdict) -> usize {
        made.shortlist.entries.iter().filter(|entry| entry.matched.verdict == verdict).count()
    }
}

fn show(place: &Workplace, night: &Night) -> anyhow::Result<()> {
    if place.format == Format::Json {
        return json_line(&night_json(place, night));
    }
    crawl::show(place, &night.sources)?;
    line(&format!("\n{} vacancies open\n", night.open))?;
    show_candidates(night)
}

/// One line a source.
pub(crate) fn show_sources(place: &Workplace, night: &Night) -> anyhow::Result<()> {
    crawl::show(place, &night.sources)
}

/// One line a candidate: the funnel's end, and what became of the digest.
pub(crate) fn show_candidates(night: &Night) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = night
        .shortlists
        .iter()
        .map(|made| {
            let list = &made.shortlist;
            let delivery = night.deliveries.iter().find(|(id, _)| *id == list.candidate);
            let (word, why) = delivery.map_or(("-", None), |(_, delivery)| digest::in_words(delivery));
            vec![
                list.candidate.to_string(),
                list.funnel.iter().map(|step| step.count.to_string()).collect::<Vec<_>>().join(" > "),
                Night::count(made, Verdict::Suitable).to_string(),
                Night::count(made, Verdict::Clarify).to_string(),
                why.map_or(word.to_owned(), |why| format!("{word}: {why}")),
            ]
        })
        .collect();
    let steps = night
        .shortlists
        .first()
        .map(|made| made.shortlist.funnel.iter().map(|step| step.step.clone()).collect::<Vec<_>>().join(" > "));
    crate::output::table(&["candidate", steps.as_deref().unwrap_or("funnel"), "suitable", "clarify", "digest"], &rows)
}

/// The night as one object.
pub(crate) fn night_json(place: &Workplace, night: &Night) -> serde_json::Value {
    let candidates = night.shortlists.iter().map(|made| {
        let delivery = night.deliveries.iter().find(|(id, _)| *id == made.shortlist.candidate);
        json!({
            "candidate": made.shortlist.candidate, "funnel": made.shortlist.funnel, "new": made.new,
            "suitable": Night::count(made, Verdict::Suitable), "clarify": Night::count(made, Verdict::Clarify),
            "digest": delivery.map(|(_, delivery)| digest::in_words(delivery).0),
        })
    });
    json!({
        "date": place.clock.today(), "open": night.open,
        "sources": night.sources.iter().map(|(name, report)| json!({"source": name, "report": report})).collect::<Vec<_>>(),
        "candidates": candidates.collect::<Vec<_>>(),
    })
}
