//! Which sources a crawl is about: those that are named, or those whose interval has passed.

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::{Source, SourceName};
use store::VacancyStore;

/// Which sources are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted<'a> {
    /// Those whose interval has passed, and those that a kill left unfinished.
    Due,
    /// These, now.
    Named(&'a [SourceName]),
}

/// A tenth of the interval: a night that begins a little earlier than the one before is still the next night.
const DUE_EARLY: i32 = 10;

/// The sources that are wanted now.
pub(super) fn choose(
    sources: Vec<Source>,
    store: &VacancyStore,
    wanted: Wanted<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Source>> {
    let names = match wanted {
        Wanted::Named(names) => names,
        Wanted::Due => {
            let due = sources.into_iter().map(|source| Ok((is_due(&source, store, now)?, source)));
            let due = due.collect::<anyhow::Result<Vec<_>>>()?;
            return Ok(due.into_iter().filter(|(due, _)| *due).map(|(_, source)| source).collect());
        }
    };
    let find = |name: &SourceName| {
        let found = sources.iter().find(|source| source.name == *name).cloned();
        found.with_context(|| format!("there is no source '{name}': the folder config/sources has {}", list(&sources)))
    };
    names.iter().map(find).collect()
}

fn list(sources: &[Source]) -> String {
    if sources.is_empty() {
        return "none".to_owned();
    }
    sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn is_due(source: &Source, store: &VacancyStore, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let every = interval(source)?;
    let last = store.last_crawled(&source.name)?;
    let unfinished = store.left_off(&source.name)?.is_some();
    Ok(unfinished || last.is_none_or(|last| now - last >= every - every / DUE_EARLY))
}

pub(super) fn interval(source: &Source) -> anyhow::Result<chrono::Duration> {
    crate::configuration::parse_interval(&source.every).context("an interval is not valid")
}
