//! `passend vocabulary`: what some words of a vacancy give, and the rules that say so.

use super::loaded_or_default;
use crate::arguments::{Everywhere, Format, Vocabulary as Wanted};
use crate::ending::Ending;
use crate::output::{json_line, line};
use extract::{Explanation, Rule, Vocabulary};

pub(crate) fn run(wanted: &Wanted, everywhere: &Everywhere) -> anyhow::Result<Ending> {
    let Wanted::Test { phrase } = wanted;
    let loaded = loaded_or_default(everywhere)?;
    let vocabulary: Vocabulary = loaded.vocabulary()?;
    let explanation = extract::explain(phrase, &vocabulary, &loaded.vocabulary_files()?);
    match everywhere.format {
        Format::Json => json_line(&explanation)?,
        Format::Table => show(phrase, &explanation)?,
    }
    Ok(Ending::Done)
}

fn show(phrase: &str, explanation: &Explanation) -> anyhow::Result<()> {
    if explanation.text != *phrase {
        line(&format!("read as: {} (personal data is masked: recruiters.toml)", explanation.text))?;
    }
    for fact in &explanation.facts {
        let value = fact.value.as_str().map_or_else(|| fact.value.to_string(), str::to_owned);
        let must = if fact.must { ", a must" } else { "" };
        line(&format!("fact: {} {value}{must}, in section {}: “{}”", name(&fact.fact), fact.section, fact.quote))?;
        show_rules(&fact.rules)?;
    }
    for demand in &explanation.demands {
        let limit = demand.limit.map(|limit| format!(" {limit}")).unwrap_or_default();
        let (polarity, intensity) = (name(&demand.polarity), name(&demand.intensity));
        let what = format!("demand: {} {polarity}{limit}, {intensity}, in section {}", demand.item, demand.section);
        line(&format!("{what}: “{}”", demand.quote))?;
        show_rules(&demand.rules)?;
    }
    if let Some(found) = &explanation.occupation {
        let occupation = &found.occupation;
        line(&format!("as a title: {} {} ({})", occupation.isco08, occupation.label, occupation.confidence))?;
        show_rules(found.rule.as_slice())?;
    }
    if let Some(esco) = &explanation.esco {
        line(&format!("in ESCO: {} {} (imported)", esco.label, esco.uri))?;
    }
    for words in &explanation.unused {
        let Rule { file, line: at, phrase } = &words.rule;
        line(&format!("no fact: “{}” {}\n    {file}:{at}: {phrase}", words.quote, words.because))?;
    }
    if !explanation.add_to.is_empty() {
        line("These words give nothing. They could be added to config/vocabulary (README.md there says how):")?;
    }
    explanation.add_to.iter().try_for_each(|file| line(&format!("    {file}")))
}

fn show_rules(rules: &[Rule]) -> anyhow::Result<()> {
    rules.iter().try_for_each(|rule| line(&format!("    {}:{}: {}", rule.file, rule.line, rule.phrase)))
}

/// As JSON names it.
fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
