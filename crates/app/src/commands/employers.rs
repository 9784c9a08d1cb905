//! `passend employers`: who hires in suitable occupations within reach, for a coach who promotes a search profile.

use crate::arguments::{Employers, Format};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::{Bench, seeker};
use crate::workplace::Workplace;
use chrono::Duration;
use matcher::Employer;
use serde_json::json;

pub(crate) fn run(wanted: &Employers, place: &Workplace) -> anyhow::Result<Ending> {
    let (dossiers, store) = (place.dossiers()?, place.vacancies()?);
    let mut bench = Bench::set_up(place, &store)?;
    let seeker = seeker(&bench, &dossiers, &wanted.id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let since = bench.today - Duration::days(bench.rules.closed_within_days());
    let mut vacancies = std::mem::take(&mut bench.vacancies);
    vacancies.extend(store.closed_since(since)?);
    let mut employers = matcher::employers(&seeker, &vacancies, &bench.situation(&relevance));
    let all = employers.len();
    employers.truncate(wanted.top);
    if place.format == Format::Json {
        json_line(&json!({
            "candidate": wanted.id, "profile_version": seeker.version, "date": bench.today, "closed_since": since,
            "all": all, "employers": employers,
        }))?;
        return Ok(Ending::Done);
    }
    line(&format!("{all} employers within reach have suitable work, or had it since {since}"))?;
    let rows: Vec<Vec<String>> = employers.iter().map(row).collect();
    table(&["employer", "place", "minutes", "open", "closed", "last", "hires for", "open now"], &rows)?;
    Ok(Ending::Done)
}

fn row(employer: &Employer) -> Vec<String> {
    let open: Vec<String> = employer.open.iter().map(|each| format!("{} ({})", each.title, each.vacancy)).collect();
    vec![
        cut(&employer.employer, 32),
        cut(employer.place.as_deref().unwrap_or("-"), 20),
        employer.minutes.map_or("-".to_owned(), |minutes| format!("{minutes:.0}")),
        employer.open.len().to_string(),
        employer.closed.to_string(),
        employer.last_closed.map_or("-".to_owned(), |day| day.to_string()),
        cut(&employer.occupations.join(", "), 40),
        cut(&open.join(", "), 80),
    ]
}
