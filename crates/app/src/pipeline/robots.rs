//! Between the fetcher, which reads robots.txt and tdmrep.json, and the store, which keeps their copies for the next night.

use chrono::{DateTime, Utc};
use fetch::{Fetcher, KnownFile};
use store::{RobotsCopy, VacancyStore};

/// Gives the fetcher the copies that may still serve.
pub(super) fn remember(store: &mut VacancyStore, fetcher: &Fetcher, since: DateTime<Utc>) -> anyhow::Result<()> {
    let kept = store.robots_since(since)?.into_iter();
    fetcher
        .remember(kept.map(|copy| KnownFile { url: copy.url, fetched_at: copy.fetched_at, body: copy.body }).collect());
    Ok(())
}

/// Keeps the copies that the fetcher got since the last time.
pub(super) fn keep(store: &mut VacancyStore, fetcher: &Fetcher) -> anyhow::Result<()> {
    for file in fetcher.new_copies() {
        store.keep_robots(&RobotsCopy { url: file.url, fetched_at: file.fetched_at, body: file.body })?;
    }
    Ok(())
}
