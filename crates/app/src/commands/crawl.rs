//! `passend crawl`: fetch what is due and bring the search index up to date, or only build the index again.

use super::wait_for;
use crate::arguments::{Crawl, Format};
use crate::ending::{Ending, Interrupted};
use crate::output::{json_line, line, table};
use crate::pipeline::{self, Reader, Wanted};
use crate::progress::Progress;
use crate::workplace::Workplace;
use anyhow::Context;
use domain::SourceName;
use serde_json::json;
use std::sync::Arc;
use store::SourceReport;

pub(crate) fn run(crawl: &Crawl, place: &Workplace) -> anyhow::Result<Ending> {
    let _lock = place.lock()?;
    let mut store = place.vacancies()?;
    let reader = Reader { vocabulary: Arc::new(place.loaded.vocabulary()?) };
    let progress = Progress::fitting(place.quiet);
    pipeline::mask_kept(place, &mut store, &reader.vocabulary, &progress)?;
    if crawl.reindex {
        let count = pipeline::reindex(place, &store)?;
        line(&match place.format {
            Format::Json => json!({"reindexed": count}).to_string(),
            Format::Table => format!("the search index was built again from {count} vacancies"),
        })?;
        return Ok(Ending::Done);
    }
    let wanted = if crawl.sources.is_empty() { Wanted::Due } else { Wanted::Named(&crawl.sources) };
    let reports = wait_for(pipeline::crawl(place, &mut store, &reader, wanted, &progress))?;
    let mut index = pipeline::open_index(place).context(Interrupted)?;
    pipeline::update_index(&mut index, &store).context(Interrupted)?;
    show(place, &reports)?;
    Ok(ending(&reports))
}

/// Something failed where a source could not be read.
pub(crate) fn ending(reports: &[(SourceName, SourceReport)]) -> Ending {
    if reports.iter().any(|(_, report)| report.failed > 0) { Ending::SomethingFailed } else { Ending::Done }
}

/// One row a source.
pub(crate) fn show(place: &Workplace, reports: &[(SourceName, SourceReport)]) -> anyhow::Result<()> {
    if place.format == Format::Json {
        return reports.iter().try_for_each(|(name, report)| json_line(&json!({"source": name, "report": report})));
    }
    if reports.is_empty() {
        return line("No source is due. `--source NAME` crawls one now; sources stand in config/sources/.");
    }
    let head =
        ["source", "fetched", "304", "by list", "refused", "failed", "new", "changed", "closed", "double", "problems"];
    let rows: Vec<Vec<String>> = reports.iter().map(|(name, report)| row(name, report)).collect();
    table(&head, &rows)?;
    for (name, report) in reports {
        if let Some(error) = &report.last_error {
            line(&format!("{name}: {error}"))?;
        }
    }
    Ok(())
}

fn row(name: &SourceName, report: &SourceReport) -> Vec<String> {
    let counts = [
        report.pages,
        report.not_modified,
        report.unchanged_by_listing,
        report.refused_by_robots + report.reserved,
        report.failed,
        report.new,
        report.changed,
        report.closed,
        report.duplicates,
        report.problems,
    ];
    std::iter::once(name.to_string()).chain(counts.iter().map(usize::to_string)).collect()
}
