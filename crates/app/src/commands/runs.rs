//! `passend runs`: the ledger of the crawl.

use crate::arguments::{Format, Runs};
use crate::ending::Ending;
use crate::output::{json_line, line, table};
use crate::workplace::Workplace;
use anyhow::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::RequestOutcome;
use store::{Run, RunId, SourceReport, SourceRun};

/// Among so many runs the newest crawl is looked for.
const RECENT: usize = 20;

pub(crate) fn run(wanted: &Runs, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Runs::List { top } => list(*top, place)?,
        Runs::Show { run } => show(*run, place)?,
    }
    Ok(Ending::Done)
}

fn list(top: usize, place: &Workplace) -> anyhow::Result<()> {
    let runs = place.vacancies()?.runs(top)?;
    if place.format == Format::Json {
        return runs.iter().try_for_each(json_line);
    }
    let head =
        ["run", "kind", "for", "began", "ended", "sources", "requests", "bytes", "on wire", "new", "changed", "closed"];
    let rows: Vec<Vec<String>> = runs.iter().map(row).collect();
    table(&head, &rows)
}

fn row(run: &Run) -> Vec<String> {
    let sum = |of: fn(&SourceReport) -> usize| run.sources.iter().map(|each| of(&each.report)).sum::<usize>();
    vec![
        run.run.to_string(),
        run.kind.clone(),
        run.date.to_string(),
        in_words(run.begun),
        end_in_words(run),
        run.sources.len().to_string(),
        sum(requests).to_string(),
        run.sources.iter().map(|each| each.report.bytes).sum::<u64>().to_string(),
        run.sources.iter().map(|each| each.report.wire_bytes).sum::<u64>().to_string(),
        sum(|report| report.new).to_string(),
        sum(|report| report.changed).to_string(),
        sum(|report| report.closed + report.expired).to_string(),
    ]
}

/// Endings that needed no request.
fn requests(report: &SourceReport) -> usize {
    let asked = report.outcomes.iter().filter(|(outcome, _)| {
        !matches!(
            outcome,
            RequestOutcome::UnchangedByListing | RequestOutcome::NotDue | RequestOutcome::RefusedByRobots
        )
    });
    asked.map(|(_, count)| count).sum()
}

fn show(wanted: Option<RunId>, place: &Workplace) -> anyhow::Result<()> {
    let store = place.vacancies()?;
    let found = match wanted {
        Some(id) => {
            store.run(id)?.with_context(|| format!("there is no run {id}: `passend runs list` has them all"))?
        }
        None => {
            // looks at contenders are runs of their own, and follow a crawl
            let newest = store.runs(RECENT)?.into_iter().find(|run| run.kind == "crawl");
            newest.context("nothing was crawled yet: `passend crawl` does")?
        }
    };
    if place.format == Format::Json {
        return json_line(&found);
    }
    line(&format!("Run {} ({}) for {}, begun {}", found.run, found.kind, found.date, in_words(found.begun)))?;
    show_requests(&found.sources)?;
    show_vacancies(&found.sources)?;
    for source in &found.sources {
        let outcomes = source.report.outcomes.iter().map(|(outcome, count)| format!("{} {count}", name(*outcome)));
        let outcomes = outcomes.collect::<Vec<_>>().join(", ");
        line(&format!("{}: {}", source.source, if outcomes.is_empty() { "no request" } else { &outcomes }))?;
        if let Some(error) = &source.report.last_error {
            line(&format!("  last failure: {error}"))?;
        }
    }
    line(&format!("Ended: {}", end_in_words(&found)))
}

fn show_requests(sources: &[SourceRun]) -> anyhow::Result<()> {
    let head =
        ["source", "state", "pages", "of", "listing", "requests", "refused", "failed", "bytes", "on wire", "seconds"];
    let rows: Vec<Vec<String>> = sources
        .iter()
        .map(|each| {
            let report = &each.report;
            vec![
                each.source.to_string(),
                if each.finished.is_some() { "done" } else { "unfinished" }.to_owned(),
                report.pages_done.to_string(),
                report.pages_known.to_string(),
                if report.listing_complete { "complete" } else { "incomplete" }.to_owned(),
                requests(report).to_string(),
                (report.refused_by_robots + report.reserved).to_string(),
                report.failed.to_string(),
                report.bytes.to_string(),
                report.wire_bytes.to_string(),
                format!("{:.1}", report.seconds),
            ]
        })
        .collect();
    line("")?;
    table(&head, &rows)
}

fn show_vacancies(sources: &[SourceRun]) -> anyhow::Result<()> {
    let head =
        ["source", "new", "changed", "reopened", "closed", "expired", "duplicate", "same body", "problems", "drift"];
    let rows: Vec<Vec<String>> = sources
        .iter()
        .map(|each| {
            let report = &each.report;
            let counts = [
                report.new,
                report.changed,
                report.reopened,
                report.closed,
                report.expired,
                report.duplicates,
                report.same_body,
                report.problems,
                report.drift,
            ];
            std::iter::once(each.source.to_string()).chain(counts.iter().map(usize::to_string)).collect()
        })
        .collect();
    line("")?;
    table(&head, &rows)?;
    line("")
}

/// An outcome's name as JSON has it, with spaces.
fn name(outcome: RequestOutcome) -> String {
    let name = serde_json::to_value(outcome).ok();
    name.and_then(|name| name.as_str().map(|name| name.replace('_', " "))).unwrap_or_default()
}

fn end_in_words(run: &Run) -> String {
    match (run.finished, run.completed_by) {
        (Some(at), _) => in_words(at),
        (None, Some(by)) => format!("cut short, completed by run {by}"),
        (None, None) => "under way, or cut short: the next run completes it".to_owned(),
    }
}

fn in_words(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
