//! `passend candidates check`: whether a search profile is broad enough to stand up, with figures.

use crate::arguments::Format;
use crate::output::{json_line, line, table};
use crate::pipeline::{Bench, seeker};
use crate::workplace::Workplace;
use domain::CandidateId;
use matcher::{Breadth, BreadthWarning};
use serde_json::json;

pub(crate) fn check(id: &CandidateId, place: &Workplace) -> anyhow::Result<()> {
    let dossiers = place.dossiers()?;
    let bench = Bench::set_up(place, &place.vacancies()?)?;
    let seeker = seeker(&bench, &dossiers, id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let breadth = matcher::breadth(&seeker, &bench.vacancies, &bench.situation(&relevance));
    match place.format {
        Format::Json => json_line(&json!({
            "candidate": id, "profile_version": seeker.version, "date": bench.today, "snapshot": bench.snapshot(),
            "breadth": breadth,
        })),
        Format::Table => show(&breadth),
    }
}

fn show(breadth: &Breadth) -> anyhow::Result<()> {
    line(&format!(
        "{} open vacancies in reach, {} of them not unsuitable; the search profile covers {} of those\n",
        breadth.in_reach, breadth.fit, breadth.covered
    ))?;
    let searched = breadth.searched.iter().map(|each| {
        let code = each.isco08.clone().unwrap_or("-".to_owned());
        vec![each.in_reach.to_string(), each.fit.to_string(), code, each.occupation.clone()]
    });
    table(&["in reach", "fit", "isco08", "searched"], &searched.collect::<Vec<_>>())?;
    line("")?;
    breadth.warnings.iter().try_for_each(|warning| line(&format!("warning: {}", in_words(warning))))?;
    if breadth.warnings.is_empty() {
        line("broad enough: no warnings")?;
    }
    if breadth.proposals.is_empty() {
        return line("\nno near occupation has an open vacancy in reach that is not unsuitable");
    }
    line("\nNear occupations that it does not cover:")?;
    let proposed = breadth.proposals.iter().map(|each| {
        let (digits, label) = (format!("{} of 4", each.digits), each.label.clone());
        vec![each.in_reach.to_string(), each.fit.to_string(), each.isco08.clone(), digits, label]
    });
    table(&["in reach", "fit", "isco08", "digits", "occupation"], &proposed.collect::<Vec<_>>())
}

fn in_words(warning: &BreadthWarning) -> String {
    match warning {
        BreadthWarning::TooFew { fit, least } => {
            format!(
                "all its occupations together cover {fit} vacancies that are not unsuitable; there should be {least}"
            )
        }
        BreadthWarning::OneProfession { group } => {
            format!("all its occupations are one profession (ISCO-08 {group}): a search profile names several")
        }
        BreadthWarning::OnlyDoneBefore { groups } => format!(
            "it names only what was done before (ISCO-08 {}): a second track asks what else the person can do",
            groups.join(", ")
        ),
        BreadthWarning::NotKnown { occupation } => {
            format!("the occupation '{occupation}' is not known, so that it finds by its words alone")
        }
    }
}
