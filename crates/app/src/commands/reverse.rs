//! `passend match --vacancy` and `--file`: an employer calls, and the coach wants to know who of the caseload fits, and why.
//! Candidates by id alone; reasons as the coach's other screens show them.

use super::matching::{show_criterion, verdict_word, worth_a_line};
use crate::arguments::{Format, Match};
use crate::ending::Ending;
use crate::output::{json_line, line};
use crate::pipeline::{Bench, seeker};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{CandidateId, Posting, Vacancy, VacancyState, Verdict};
use serde_json::json;
use std::io::Read;
use std::path::Path;

/// One candidate beside the vacancy.
struct Fit {
    candidate: CandidateId,
    profile_version: u32,
    /// Whether it was on a shortlist of this candidate before.
    shown_before: bool,
    matched: domain::Match,
}

pub(super) fn show(wanted: &Match, place: &Workplace) -> anyhow::Result<Ending> {
    let store = place.vacancies()?;
    let bench = Bench::set_up(place, &store)?;
    let vacancy = match (&wanted.vacancy, &wanted.file) {
        (Some(id), _) => store.vacancy(id)?.with_context(|| format!("there is no vacancy {id}"))?,
        (None, Some(file)) => typed(file, &bench)?,
        (None, None) => anyhow::bail!("name a candidate, or a vacancy with --vacancy or --file"),
    };
    let mut fits = fits(&vacancy, &bench, place)?;
    fits.truncate(wanted.top.unwrap_or(usize::MAX));
    match place.format {
        Format::Json => json_line(&as_json(&vacancy, &bench, &fits))?,
        Format::Table => show_table(&vacancy, &fits)?,
    }
    Ok(Ending::Done)
}

/// A vacancy that nobody published: what an employer mailed, or said. It is not kept.
fn typed(file: &Path, bench: &Bench) -> anyhow::Result<Vacancy> {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    }
    anyhow::ensure!(
        !text.trim().is_empty(),
        "{} is empty: give the vacancy, its title on the first line",
        file.display()
    );
    let mut posting: Posting = extract::sources::read_text(&text, "");
    extract::understand(&mut posting, &bench.vocabulary);
    let version = store::canonical_hash(&posting);
    Ok(Vacancy {
        id: version.vacancy_id(),
        posting,
        version,
        group: "typed".to_owned(),
        first_seen: bench.now,
        last_verified: bench.now,
        seen_on: Vec::new(),
        state: VacancyState::Open,
        doubtful_since: None,
        answers: Vec::new(),
    })
}

/// Every candidate: those who fit first, within their search profile first, then by score.
fn fits(vacancy: &Vacancy, bench: &Bench, place: &Workplace) -> anyhow::Result<Vec<Fit>> {
    let dossiers = place.dossiers()?;
    let fit = |candidate: CandidateId| {
        let seeker = seeker(bench, &dossiers, &candidate)?;
        let relevance = bench.relevance(&seeker.profile)?;
        let matched = matcher::compare(&seeker, vacancy, &bench.situation(&relevance));
        let shown_before = seeker.shown.contains_key(&vacancy.id);
        Ok(Fit { candidate, profile_version: seeker.version, shown_before, matched })
    };
    let mut fits = dossiers.candidates()?.into_iter().map(fit).collect::<anyhow::Result<Vec<_>>>()?;
    fits.sort_by(|a, b| {
        let order = |fit: &Fit| (fit.matched.verdict, fit.matched.excluded, !fit.matched.near);
        let by_score = order(a).cmp(&order(b)).then(b.matched.score.total_cmp(&a.matched.score));
        by_score.then_with(|| a.candidate.cmp(&b.candidate))
    });
    Ok(fits)
}

fn as_json(vacancy: &Vacancy, bench: &Bench, fits: &[Fit]) -> serde_json::Value {
    let candidates = fits.iter().map(|fit| {
        let matched = &fit.matched;
        json!({
            "candidate": fit.candidate, "profile_version": fit.profile_version, "verdict": matched.verdict,
            "score": matched.score, "within_search": matched.near && !matched.excluded,
            "shown_before": fit.shown_before, "criteria": matched.criteria,
        })
    });
    json!({
        "vacancy": vacancy.id, "version": vacancy.version, "title": vacancy.posting.title,
        "employer": vacancy.posting.employer, "state": vacancy.state, "date": bench.today,
        "engine": env!("CARGO_PKG_VERSION"), "candidates": candidates.collect::<Vec<_>>(),
    })
}

fn show_table(vacancy: &Vacancy, fits: &[Fit]) -> anyhow::Result<()> {
    let employer = vacancy.posting.employer.as_deref().unwrap_or("employer not named");
    let closed = if vacancy.state == VacancyState::Open { "" } else { " · closed" };
    line(&format!("{} · {employer}{closed}", vacancy.posting.title))?;
    let count = |verdict| fits.iter().filter(|fit| fit.matched.verdict == verdict).count();
    let [suitable, clarify, unsuitable] = [Verdict::Suitable, Verdict::Clarify, Verdict::Unsuitable].map(count);
    line(&format!("{suitable} suitable, {clarify} to clarify, {unsuitable} unsuitable"))?;
    fits.iter().try_for_each(show_fit)
}

fn show_fit(fit: &Fit) -> anyhow::Result<()> {
    let matched = &fit.matched;
    let search = match (matched.excluded, matched.near) {
        (true, _) => "named in exclude",
        (false, true) => "within the search profile",
        (false, false) => "beside the search profile",
    };
    let shown = if fit.shown_before { " · shown before" } else { "" };
    line(&format!(
        "\n{}  {} · score {:.1} · {search}{shown}",
        fit.candidate,
        verdict_word(matched.verdict),
        matched.score
    ))?;
    let reasons = matched.criteria.iter().filter(|each| match matched.verdict {
        Verdict::Unsuitable => each.rejects(),
        Verdict::Suitable | Verdict::Clarify => worth_a_line(each),
    });
    reasons.into_iter().try_for_each(show_criterion)
}
