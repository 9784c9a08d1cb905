//! `passend gaps`: what one change of a profile, or two, would open. For the coach, inside the dossier: exact.

use super::what_if;
use crate::arguments::{Format, Gaps};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::Bench;
use crate::workplace::Workplace;
use matcher::Example;
use serde_json::json;

pub(crate) fn show(wanted: &Gaps, place: &Workplace) -> anyhow::Result<Ending> {
    let dossiers = place.dossiers()?;
    let bench = Bench::set_up(place, &place.vacancies()?)?;
    let seeker = what_if::candidate(&bench, &dossiers, &wanted.id, &wanted.what_if)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let gaps = matcher::gaps(&seeker, &bench.vacancies, &bench.situation(&relevance));
    match place.format {
        Format::Json => json_line(&json!({
            "candidate": wanted.id, "profile_version": seeker.version, "date": bench.today,
            "engine": env!("CARGO_PKG_VERSION"), "snapshot": bench.snapshot(), "set": what_if::typed(&wanted.what_if),
            "now": gaps.now, "now_any_occupation": gaps.now_any_occupation,
            "changes": gaps.changes, "pairs": gaps.pairs,
        }))?,
        Format::Table => {
            what_if::tell(&wanted.what_if)?;
            show_tables(wanted, &gaps)?;
        }
    }
    Ok(Ending::Done)
}

fn show_tables(wanted: &Gaps, gaps: &matcher::Gaps) -> anyhow::Result<()> {
    line(&format!(
        "{}: {} vacancies in reach are not unsuitable within the search profile, {} whatever the occupation.",
        wanted.id, gaps.now, gaps.now_any_occupation
    ))?;
    if gaps.changes.is_empty() && gaps.pairs.is_empty() {
        return line("No single change of the profile opens another one, and no two do.");
    }
    line("\nWhat one change would open more, within the search profile and whatever the occupation:\n")?;
    let rows = gaps.changes.iter().map(|gap| {
        vec![gap.change.clone(), gap.opens.to_string(), gap.opens_any_occupation.to_string(), example(&gap.examples)]
    });
    table(&["change", "opens", "any occupation", "for example"], &rows.collect::<Vec<_>>())?;
    if gaps.pairs.is_empty() {
        return Ok(());
    }
    line("\nWhat two changes would open more within the search profile, and what of it only together:\n")?;
    let rows = gaps.pairs.iter().map(|pair| {
        vec![pair.changes.join(" "), pair.opens.to_string(), pair.only_together.to_string(), example(&pair.examples)]
    });
    table(&["changes", "opens", "only together", "for example"], &rows.collect::<Vec<_>>())?;
    line("\nTo see them: `passend match` with --set and the change.")
}

fn example(examples: &[Example]) -> String {
    examples.first().map_or(String::new(), |each| {
        let employer = each.employer.as_deref().unwrap_or("employer not named");
        format!("{} {} · {}", each.vacancy, cut(&each.title, 40), cut(employer, 28))
    })
}
