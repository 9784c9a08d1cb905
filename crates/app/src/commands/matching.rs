//! `passend match` and `passend explain`: verdicts with every reason, for the coach. Inside the dossier: exact.

use crate::arguments::{Explain, Format, Match};
use crate::ending::Ending;
use crate::output::{cut, json_line, line};
use crate::pipeline::{Bench, seeker};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{Criterion, Outcome, Rejection, Verdict};
use matcher::Matching;
use serde_json::{Value, json};

pub(crate) fn show(wanted: &Match, place: &Workplace) -> anyhow::Result<Ending> {
    let dossiers = place.dossiers()?;
    let bench = Bench::set_up(place, &place.vacancies()?)?;
    let seeker = seeker(&bench, &dossiers, &wanted.id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let mut matching = matcher::match_all(&seeker, &bench.vacancies, &bench.situation(&relevance));
    matching.matches.truncate(wanted.top.unwrap_or(usize::MAX));
    if !wanted.rejected {
        matching.rejected.clear();
    }
    match place.format {
        Format::Json => json_line(&as_json(wanted, &bench, seeker.version, &matching))?,
        Format::Table => show_table(&matching)?,
    }
    Ok(Ending::Done)
}

fn as_json(wanted: &Match, bench: &Bench, version: u32, matching: &Matching) -> Value {
    let mut whole = json!({
        "candidate": wanted.id, "profile_version": version, "date": bench.today,
        "engine": env!("CARGO_PKG_VERSION"), "snapshot": bench.snapshot(), "funnel": matching.funnel,
        "matches": matching.matches.iter().enumerate().map(|(at, matched)| match_json(at + 1, matched)).collect::<Vec<_>>(),
    });
    if wanted.rejected {
        whole["rejected"] = json!(matching.rejected);
    }
    whole
}

/// A match with its rank, and the score's parts by name.
fn match_json(rank: usize, matched: &domain::Match) -> Value {
    let mut value = json!(matched);
    value["rank"] = json!(rank);
    let parts = matched.score_parts.iter().map(|part| (part.name.clone(), json!(part.value * part.weight * 100.0)));
    value["score_parts"] = Value::Object(parts.collect());
    value
}

fn show_table(matching: &Matching) -> anyhow::Result<()> {
    let steps = matching.funnel.iter().map(|step| format!("{} {}", step.step, step.count));
    line(&steps.collect::<Vec<_>>().join(" > "))?;
    for (at, matched) in matching.matches.iter().enumerate() {
        line("")?;
        show_match(at + 1, matched)?;
    }
    if !matching.rejected.is_empty() {
        line("\nRejected, in reach:")?;
    }
    matching.rejected.iter().try_for_each(show_rejection)
}

fn show_match(rank: usize, matched: &domain::Match) -> anyhow::Result<()> {
    let employer = matched.employer.as_deref().unwrap_or("employer not named");
    let place = matched.place.as_deref().unwrap_or("place not named");
    line(&format!("{rank}. {} · {employer} · {place}", matched.title))?;
    let excluded = if matched.excluded { " · named in exclude, not on shortlists" } else { "" };
    line(&format!(
        "   {} · score {:.1} · {}{excluded}",
        verdict_word(matched.verdict),
        matched.score,
        matched.vacancy
    ))?;
    let worth_a_line = |criterion: &&Criterion| criterion.outcome != Outcome::Unknown || criterion.usually_loaded;
    matched.criteria.iter().filter(worth_a_line).try_for_each(show_criterion)
}

fn show_rejection(rejection: &Rejection) -> anyhow::Result<()> {
    let employer = rejection.employer.as_deref().unwrap_or("employer not named");
    line(&format!("\n{} · {employer} · {}", rejection.title, rejection.vacancy))?;
    rejection.because.iter().try_for_each(show_criterion)
}

fn show_criterion(criterion: &Criterion) -> anyhow::Result<()> {
    let quote = criterion.quote.as_deref().map(|quote| format!("  “{}”", cut(quote, 70))).unwrap_or_default();
    line(&format!(
        "   {:8} {:20} have {}, asks {}{quote}",
        outcome_word(criterion.outcome),
        criterion.criterion.as_str(),
        criterion.have,
        criterion.asks
    ))
}

pub(crate) fn explain(wanted: &Explain, place: &Workplace) -> anyhow::Result<Ending> {
    let dossiers = place.dossiers()?;
    let store = place.vacancies()?;
    let vacancy = store.vacancy(&wanted.vacancy)?.with_context(|| format!("there is no vacancy {}", wanted.vacancy))?;
    let bench = Bench::set_up(place, &store)?;
    let seeker = seeker(&bench, &dossiers, &wanted.id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let matched = matcher::compare(&seeker, &vacancy, &bench.situation(&relevance));
    if place.format == Format::Json {
        json_line(&matched)?;
        return Ok(Ending::Done);
    }
    line(&format!(
        "{} and {} ({})",
        wanted.id,
        matched.title,
        matched.employer.as_deref().unwrap_or("employer not named")
    ))?;
    line(&format!(
        "{}\n{}, score {:.1}; profile version {}\n",
        matched.url,
        verdict_word(matched.verdict),
        matched.score,
        seeker.version
    ))?;
    matched.criteria.iter().try_for_each(explain_criterion)?;
    line("\nThe score, part by part:")?;
    for part in &matched.score_parts {
        let points = 100.0 * part.value * part.weight;
        line(&format!("  {points:5.1} of {:4.1}  {:11} {}", 100.0 * part.weight, part.name, part.because))?;
    }
    Ok(Ending::Done)
}

fn explain_criterion(criterion: &Criterion) -> anyhow::Result<()> {
    line(&format!("{:8} {}", outcome_word(criterion.outcome), criterion.criterion.as_str()))?;
    line(&format!("           candidate: {}", criterion.have))?;
    line(&format!("           vacancy:   {}", criterion.asks))?;
    if let Some(quote) = &criterion.quote {
        line(&format!("           words:     “{}”", cut(quote, 100)))?;
    }
    line(&format!("           rule:      {}", criterion.rule))
}

/// The verdict as a word.
pub(crate) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Suitable => "suitable",
        Verdict::Clarify => "clarify",
        Verdict::Unsuitable => "unsuitable",
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fits => "fits",
        Outcome::Signal => "signal",
        Outcome::Exceeds => "EXCEEDS",
        Outcome::Unknown => "unknown",
    }
}
