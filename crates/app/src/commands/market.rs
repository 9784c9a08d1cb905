//! `passend market`: where suitable work is, now and after each of the nights kept. For one candidate, or for all of them:
//! a vacancy counts once, by the best verdict that it has for any of them. Counts only, nothing of whom.

use super::what_if;
use crate::arguments::{Format, Market};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::Bench;
use crate::workplace::Workplace;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{CandidateId, Vacancy, Verdict};
use matcher::{Group, MarketOpening, Tally};
use serde_json::json;
use std::collections::BTreeMap;
use store::PastVersion;

/// A night that ended: its day, and the moment at which its crawl was done.
type Night = (NaiveDate, DateTime<Utc>);

pub(crate) fn show(wanted: &Market, place: &Workplace) -> anyhow::Result<Ending> {
    let store = place.vacancies()?;
    let bench = Bench::set_up(place, &store)?;
    let nights = store.nights(wanted.nights)?;
    let versions = store.versions_since(nights.first().map_or(bench.now, |(_, moment)| *moment))?;
    let whom = match &wanted.id {
        Some(id) => vec![id.clone()],
        None => place.dossiers()?.candidates()?,
    };
    let verdicts = best_verdicts(wanted, &whom, &versions, (place, &bench))?;
    let market = matcher::market(&openings(&versions, verdicts, &nights, &bench));
    match place.format {
        Format::Json => json_line(&json!({
            "candidate": wanted.id, "candidates": whom.len(), "date": bench.today,
            "engine": env!("CARGO_PKG_VERSION"), "set": what_if::typed(&wanted.what_if),
            "nights": nights.iter().map(|(date, _)| date).collect::<Vec<_>>(), "market": market,
        }))?,
        Format::Table => {
            what_if::tell(&wanted.what_if)?;
            show_tables(wanted, &market, &nights)?;
        }
    }
    Ok(Ending::Done)
}

/// The best verdict that each version has for any of these candidates.
fn best_verdicts(
    wanted: &Market,
    whom: &[CandidateId],
    versions: &[PastVersion],
    (place, bench): (&Workplace, &Bench),
) -> anyhow::Result<Vec<Verdict>> {
    let dossiers = place.dossiers()?;
    let vacancies: Vec<&Vacancy> = versions.iter().map(|version| &version.vacancy).collect();
    let mut best = vec![Verdict::Unsuitable; vacancies.len()];
    // a verdict has no part in how well words fit
    let relevance = BTreeMap::new();
    for id in whom {
        let seeker = what_if::candidate(bench, &dossiers, id, &wanted.what_if)?;
        let verdicts = matcher::verdicts(&seeker, &vacancies, &bench.situation(&relevance));
        for (best, verdict) in best.iter_mut().zip(verdicts) {
            *best = verdict.min(*best);
        }
    }
    Ok(best)
}

fn openings<'a>(
    versions: &'a [PastVersion],
    verdicts: Vec<Verdict>,
    nights: &[Night],
    bench: &'a Bench,
) -> Vec<MarketOpening<'a>> {
    let opening = |(version, verdict): (&'a PastVersion, Verdict)| {
        let posting = &version.vacancy.posting;
        MarketOpening {
            posting,
            region: posting.places.iter().find_map(|place| bench.vocabulary.region(place)),
            verdict,
            now: version.to.is_none(),
            nights: nights.iter().map(|(_, moment)| version.is_open_at(*moment)).collect(),
        }
    };
    versions.iter().zip(verdicts).map(opening).collect()
}

fn show_tables(wanted: &Market, market: &matcher::Market, nights: &[Night]) -> anyhow::Result<()> {
    let whom = wanted.id.as_ref().map_or("any of the candidates".to_owned(), ToString::to_string);
    let Tally { open, suitable, clarify, .. } = market.all;
    line(&format!("Work for {whom}: {suitable} suitable and {clarify} to clarify, of {open} open vacancies."))?;
    let counts = nights.iter().zip(&market.all.nights).map(|((date, _), count)| format!("{date} {count}"));
    if nights.len() > 1 {
        line(&format!("Night by night: {}", counts.collect::<Vec<_>>().join(" · ")))?;
    }
    let kinds = [
        ("occupation", &market.occupation),
        ("region", &market.region),
        ("employer", &market.employer),
        ("education", &market.education),
        ("hours a week", &market.hours),
    ];
    kinds.into_iter().try_for_each(|(kind, groups)| show_groups(kind, groups, wanted.top))
}

fn show_groups(kind: &str, groups: &[Group], top: usize) -> anyhow::Result<()> {
    line("")?;
    let rows = groups.iter().take(top).map(|group| {
        let Tally { open, suitable, clarify, .. } = group.tally;
        let counts = [suitable, clarify, open].map(|count| count.to_string());
        let trend = trend(&group.tally);
        [vec![cut(&group.name, 44)], counts.to_vec(), vec![trend]].concat()
    });
    table(&[kind, "suitable", "clarify", "open", "since the first night"], &rows.collect::<Vec<_>>())?;
    let left = groups.len().saturating_sub(top);
    if left > 0 { line(&format!("and {left} more; --top shows them")) } else { Ok(()) }
}

/// What came or went since the first night: suitable and to clarify together.
fn trend(tally: &Tally) -> String {
    match tally.nights.first() {
        None => "-".to_owned(),
        Some(before) if *before <= tally.possible() => format!("+{}", tally.possible() - before),
        Some(before) => format!("-{}", before - tally.possible()),
    }
}
