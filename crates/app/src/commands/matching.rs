//! `passend match` and `passend explain`: verdicts with every reason, for the coach. Inside the dossier: exact.

use super::{reverse, what_if};
use crate::arguments::{Explain, Format, Match};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::pipeline::Bench;
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{Criterion, Outcome, Rejection, Verdict};
use matcher::{BalancedStep, Matching};
use serde_json::{Value, json};

pub(crate) fn show(wanted: &Match, place: &Workplace) -> anyhow::Result<Ending> {
    let Some(id) = &wanted.id else { return reverse::show(wanted, place) };
    let dossiers = place.dossiers()?;
    let bench = Bench::set_up(place, &place.vacancies()?)?;
    let seeker = what_if::candidate(&bench, &dossiers, id, &wanted.what_if)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let situation = bench.situation(&relevance);
    let mut matching = matcher::match_all(&seeker, &bench.vacancies, &situation);
    matcher::cut(&seeker, &mut matching, &bench.vacancies, &situation);
    match place.format {
        Format::Json => json_line(&as_json(wanted, &bench, seeker.version, &matching))?,
        Format::Table => {
            what_if::tell(&wanted.what_if)?;
            show_table(wanted, &matching)?;
        }
    }
    Ok(Ending::Done)
}

fn as_json(wanted: &Match, bench: &Bench, version: u32, matching: &Matching) -> Value {
    let matches = matching.matches.iter().take(wanted.top.unwrap_or(usize::MAX)).enumerate();
    let mut whole = json!({
        "candidate": wanted.id, "profile_version": version, "date": bench.today,
        "engine": env!("CARGO_PKG_VERSION"), "snapshot": bench.snapshot(), "set": what_if::typed(&wanted.what_if),
        "funnel": matching.funnel,
        "matches": matches.map(|(at, matched)| match_json(at + 1, matched)).collect::<Vec<_>>(),
    });
    if wanted.rejected {
        whole["balance"] = json!(matching.balance());
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

fn show_table(wanted: &Match, matching: &Matching) -> anyhow::Result<()> {
    let steps = matching.funnel.iter().map(|step| format!("{} {}", step.step, step.count));
    line(&steps.collect::<Vec<_>>().join(" > "))?;
    for (at, matched) in matching.matches.iter().take(wanted.top.unwrap_or(usize::MAX)).enumerate() {
        line("")?;
        show_match(at + 1, matched)?;
    }
    if !wanted.rejected {
        return Ok(());
    }
    line("\nWhat fell at each step; set aside is what nothing speaks against:\n")?;
    show_balance(matching)?;
    if !matching.rejected.is_empty() {
        line("\nRejected, in reach:")?;
    }
    matching.rejected.iter().try_for_each(show_rejection)
}

fn show_balance(matching: &Matching) -> anyhow::Result<()> {
    let row = |step: BalancedStep| {
        let because: Vec<String> = step.fell.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        let counts = [step.count, step.rejected, step.set_aside].map(|count| count.to_string());
        [vec![step.step], counts.to_vec(), vec![because.join(", ")]].concat()
    };
    let rows: Vec<Vec<String>> = matching.balance().into_iter().map(row).collect();
    table(&["step", "left", "rejected", "set aside", "by first reason"], &rows)
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
    matched.criteria.iter().filter(|each| worth_a_line(each)).try_for_each(show_criterion)
}

/// What the vacancy does not say is told only where it usually matters.
pub(super) fn worth_a_line(criterion: &Criterion) -> bool {
    criterion.outcome != Outcome::Unknown || criterion.usually_loaded
}

fn show_rejection(rejection: &Rejection) -> anyhow::Result<()> {
    let employer = rejection.employer.as_deref().unwrap_or("employer not named");
    line(&format!("\n{} · {employer} · {} · falls at {}", rejection.title, rejection.vacancy, rejection.step))?;
    rejection.because.iter().try_for_each(show_criterion)
}

pub(super) fn show_criterion(criterion: &Criterion) -> anyhow::Result<()> {
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
    let seeker = what_if::candidate(&bench, &dossiers, &wanted.id, &wanted.what_if)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let matched = matcher::compare(&seeker, &vacancy, &bench.situation(&relevance));
    if place.format == Format::Json {
        json_line(&matched)?;
        return Ok(Ending::Done);
    }
    what_if::tell(&wanted.what_if)?;
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
