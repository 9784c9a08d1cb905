//! What a few words of a vacancy give, and why: each fact with the rules that gave it, by file and line, and the words that
//! were found and gave nothing, with the reason. For the coach who mends the vocabulary. The facts are those of
//! `understand`; nothing is decided here.

#[cfg(test)]
mod tests;

use super::reading::Reading;
use super::sections::Section;
use super::understand;
use crate::Vocabulary;
use crate::vocabulary::VocabularyFile;
use domain::demand::{DemandBasis, Intensity, Polarity};
use domain::posting::{EscoOccupation, Fact, FactQuote, Occupation};
use domain::{Item, Limit, Posting};
use serde::Serialize;
use serde_json::{Value, json};
use std::ops::Range;

/// What some words give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The words as they are read: personal data is masked.
    pub text: String,
    /// The occupation, were the words a title.
    pub occupation: Option<ExplainedOccupation>,
    /// That of ESCO, where its release was imported.
    pub esco: Option<EscoOccupation>,
    /// Requirements, times and the like.
    pub facts: Vec<ExplainedFact>,
    /// What the work takes.
    pub demands: Vec<ExplainedDemand>,
    /// Words of the vocabulary that gave nothing by themselves.
    pub unused: Vec<UnusedWords>,
    /// Where words could be added, when these gave nothing.
    pub add_to: Vec<String>,
}

/// A phrase of the vocabulary that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its file.
    pub file: String,
    /// From 1; 0 where a file as a whole is meant.
    pub line: usize,
    /// As written there.
    pub phrase: String,
}

/// An occupation, with the place of its title in the vocabulary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedOccupation {
    /// As `passend extract` prints it.
    #[serde(flatten)]
    pub occupation: Occupation,
    /// Where its words stand.
    pub rule: Option<Rule>,
}

/// A fact and its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedFact {
    /// Which.
    pub fact: Fact,
    /// What it says, as `passend extract` prints it.
    pub value: Value,
    /// Whether it is asked, and not only said.
    pub must: bool,
    /// The words.
    pub quote: String,
    /// The part of the vacancy that they stand in.
    pub section: &'static str,
    /// Why.
    pub rules: Vec<Rule>,
}

/// A demand and its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedDemand {
    /// The capability item.
    pub item: Item,
    /// Asked, or said to be absent.
    pub polarity: Polarity,
    /// How much.
    pub intensity: Intensity,
    /// How much, in figures.
    pub limit: Option<Limit>,
    /// The words.
    pub quote: String,
    /// The part of the vacancy that they stand in.
    pub section: &'static str,
    /// Why.
    pub rules: Vec<Rule>,
}

/// Words that were found, and why they gave no fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnusedWords {
    /// The words.
    pub quote: String,
    /// Why they count for nothing here.
    pub because: &'static str,
    /// Where they are from.
    pub rule: Rule,
}

/// A phrase that was found: where, and where it is from.
struct Hit {
    at: Range<usize>,
    rule: Rule,
}

/// Explains what some words give. They are read as the text of a vacancy; a heading among them begins its section.
/// `files` are those that the vocabulary was read from.
pub fn explain(words: &str, vocabulary: &Vocabulary, files: &[VocabularyFile]) -> Explanation {
    // the first line of a text is its title
    let mut posting = Posting { text: format!("\n{words}"), ..Posting::default() };
    understand(&mut posting, vocabulary);
    let reading = Reading::new(&posting.text, vocabulary.scan(&posting.text), vocabulary);
    let hits = hits(&reading, vocabulary, files);
    let facts = facts(&posting, &reading, &hits, files);
    let demands = demands(&posting, &reading, &hits, files);
    let used: Vec<&Rule> =
        facts.iter().flat_map(|fact| &fact.rules).chain(demands.iter().flat_map(|each| &each.rules)).collect();
    let unused: Vec<UnusedWords> = hits
        .iter()
        .filter(|hit| !used.contains(&&hit.rule))
        .map(|hit| UnusedWords {
            quote: posting.text[hit.at.clone()].to_owned(),
            because: because(&reading, vocabulary, hit),
            rule: hit.rule.clone(),
        })
        .collect();
    let (occupation, esco) = occupation(words, vocabulary, files);
    let nothing = facts.is_empty() && demands.is_empty() && occupation.is_none() && esco.is_none();
    let add_to = if nothing { add_to(words, files) } else { Vec::new() };
    Explanation { text: posting.text[1..].to_owned(), occupation, esco, facts, demands, unused, add_to }
}

fn hits(reading: &Reading<'_>, vocabulary: &Vocabulary, files: &[VocabularyFile]) -> Vec<Hit> {
    let origins = vocabulary.origins(reading.matches()).into_iter();
    let mut hits: Vec<Hit> =
        // small words that only tell the language explain nothing
        origins.filter(|(_, file, _)| *file != "language.toml").filter_map(|(at, file, byte)| Some(Hit { at, rule: rule(files, file, byte)? })).collect();
    hits.sort_by(|a, b| (a.at.start, &a.rule.file, a.rule.line).cmp(&(b.at.start, &b.rule.file, b.rule.line)));
    hits
}

/// The phrase that begins at a byte of a file.
fn rule(files: &[VocabularyFile], name: &str, byte: usize) -> Option<Rule> {
    let file = files.iter().find(|file| file.name == name)?;
    let written = file.text.get(byte..)?;
    let quote = written.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let phrase = written[1..].split(quote).next()?.to_owned();
    Some(Rule { file: name.to_owned(), line: file.text[..byte].matches('\n').count() + 1, phrase })
}

fn facts(posting: &Posting, reading: &Reading<'_>, hits: &[Hit], files: &[VocabularyFile]) -> Vec<ExplainedFact> {
    let quotes = posting.quotes.iter().filter(|quote| quote.end > 0);
    quotes
        .map(|quote| {
            let file = file_of(quote.fact);
            let mut rules = rules(hits, &(quote.start..quote.end), |name| name == file);
            if rules.is_empty() {
                rules.extend(line_of(files, file, &quote.quote));
            }
            let value = value(posting, quote);
            ExplainedFact {
                fact: quote.fact,
                must: is_requirement(quote.fact) && value != json!(false),
                value,
                quote: quote.quote.clone(),
                section: section(reading, quote.start),
                rules,
            }
        })
        .collect()
}

fn demands(posting: &Posting, reading: &Reading<'_>, hits: &[Hit], files: &[VocabularyFile]) -> Vec<ExplainedDemand> {
    let said = posting.demands.iter().filter(|demand| demand.outcome_basis == DemandBasis::Text);
    said.map(|demand| {
        let name = format!("\"{}\"", demand.item);
        // a file of items names each item that its words speak of; denials and strengths stand in the same sentence
        let speaks = |file: &str| {
            file == "negation.toml"
                || files.iter().any(|each| each.name == file && file.starts_with("items/") && each.text.contains(&name))
        };
        ExplainedDemand {
            item: demand.item,
            polarity: demand.polarity,
            intensity: demand.intensity,
            limit: demand.limit,
            quote: demand.quote.clone(),
            section: section(reading, demand.start),
            rules: rules(hits, &(demand.start..demand.end), speaks),
        }
    })
    .collect()
}

/// The phrases within some words that are from files of a kind.
fn rules(hits: &[Hit], within: &Range<usize>, of: impl Fn(&str) -> bool) -> Vec<Rule> {
    let inside = |at: &Range<usize>| at.start >= within.start && at.end <= within.end;
    hits.iter().filter(|hit| inside(&hit.at) && of(&hit.rule.file)).map(|hit| hit.rule.clone()).collect()
}

fn occupation(
    words: &str,
    vocabulary: &Vocabulary,
    files: &[VocabularyFile],
) -> (Option<ExplainedOccupation>, Option<EscoOccupation>) {
    let title = words.lines().next().unwrap_or_default().to_owned();
    let mut posting = Posting { text: format!("{title}\n"), title, ..Posting::default() };
    understand(&mut posting, vocabulary);
    let explained = posting.occupation.map(|occupation| {
        let rule = line_of(files, "occupations", &occupation.label);
        ExplainedOccupation { occupation, rule }
    });
    (explained, posting.esco)
}

/// The first line of a file, or of several with one beginning, on which these words stand as a value.
fn line_of(files: &[VocabularyFile], file: &str, words: &str) -> Option<Rule> {
    let sought = format!("\"{}\"", words.to_lowercase());
    let named = files.iter().filter(|each| each.name.starts_with(file.trim_end_matches(".toml")));
    named.into_iter().find_map(|each| {
        let line = each.text.lines().position(|line| line.to_lowercase().contains(&sought))?;
        Some(Rule { file: each.name.clone(), line: line + 1, phrase: words.to_owned() })
    })
}

fn value(posting: &Posting, quote: &FactQuote) -> Value {
    let asked = &posting.requirements;
    match quote.fact {
        Fact::HoursPerWeek => json!(posting.hours_per_week),
        Fact::Salary => json!(posting.salary),
        Fact::Contract => json!(posting.contract),
        Fact::Education => json!(asked.education),
        Fact::Experience => json!(asked.experience_years),
        Fact::OwnCar => json!(asked.own_car),
        Fact::Vog => json!(asked.vog),
        Fact::Evening => json!(posting.times.evening),
        Fact::Night => json!(posting.times.night),
        Fact::Weekend => json!(posting.times.weekend),
        Fact::Shifts => json!(posting.times.shifts),
        Fact::OnCall => json!(posting.times.on_call),
        Fact::Remote => json!(posting.remote),
        Fact::Place | Fact::Closed | Fact::Occupation => json!(quote.quote),
        Fact::Language | Fact::Licence | Fact::Certificate | Fact::Registration => json!(quote.value),
    }
}

/// The file that holds the words of a fact.
fn file_of(fact: Fact) -> &'static str {
    match fact {
        Fact::HoursPerWeek => "hours.toml",
        Fact::Salary => "salary.toml",
        Fact::Contract => "contract.toml",
        Fact::Education => "education.toml",
        Fact::Experience => "experience.toml",
        Fact::Licence | Fact::OwnCar | Fact::Certificate | Fact::Registration | Fact::Vog => "qualifications.toml",
        Fact::Language => "languages.toml",
        Fact::Evening | Fact::Night | Fact::Weekend | Fact::Shifts | Fact::OnCall => "times.toml",
        Fact::Place => "places.toml",
        Fact::Remote => "remote.toml",
        Fact::Occupation => "occupations.toml",
        Fact::Closed => "closed.toml",
    }
}

fn is_requirement(fact: Fact) -> bool {
    let asked = [Fact::Education, Fact::Experience, Fact::Licence, Fact::OwnCar, Fact::Certificate];
    asked.contains(&fact) || [Fact::Registration, Fact::Vog, Fact::Language].contains(&fact)
}

fn section(reading: &Reading<'_>, at: usize) -> &'static str {
    match reading.section(at) {
        Section::Title => "title",
        Section::Work => "work",
        Section::Asked => "asked",
        Section::Offered => "offered",
        Section::Employer => "employer",
        Section::Applying => "applying",
    }
}

/// Why words that were found gave nothing by themselves.
fn because(reading: &Reading<'_>, vocabulary: &Vocabulary, hit: &Hit) -> &'static str {
    let negation = &vocabulary.words.negation;
    let section = reading.section(hit.at.start);
    match hit.rule.file.as_str() {
        "negation.toml" => "says how other words are meant",
        "sections.toml" => "is a heading",
        "sensitive.toml" => "counts in profiles only",
        _ if reading.is_idiom(&hit.at) => "is part of an idiom that means something else",
        file if file.starts_with("items/") && !section.speaks_of_work() => "does not stand where the work is told of",
        "education.toml" | "experience.toml" | "qualifications.toml" | "languages.toml"
            if !section.speaks_of_person() =>
        {
            "does not stand where something is asked"
        }
        _ if negation.is_plus(reading, &hit.at) => "is a plus, no must",
        _ if negation.context(reading, &hit.at).denied => "is denied",
        _ => "other words say more, or more is needed beside it",
    }
}

/// The files in which such words could be added: those that have alike words, else what each kind of file is for.
fn add_to(words: &str, files: &[VocabularyFile]) -> Vec<String> {
    const ALIKE: usize = 5;
    const MOST: usize = 5;
    let known = |name: &str| {
        !matches!(
            name,
            "recruiters.toml"
                | "negation.toml"
                | "sensitive.toml"
                | "duplicates.toml"
                | "postcodes.toml"
                | "priors.toml"
                | "closed.toml"
        )
    };
    let lower = words.to_lowercase();
    let stems: Vec<String> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= ALIKE)
        .map(|word| format!("\"{}", word.chars().take(ALIKE).collect::<String>()))
        .collect();
    let alike = files.iter().filter(|file| known(&file.name) && stems.iter().any(|stem| file.text.contains(stem)));
    let alike: Vec<String> = alike.map(|file| format!("{}: it has words like these", file.name)).take(MOST).collect();
    if !alike.is_empty() {
        return alike;
    }
    let kinds = [
        "items/ITEM.toml, such as items/lifting.toml: what the work takes",
        "qualifications.toml, education.toml, experience.toml, languages.toml: what is asked of a person",
        "times.toml, hours.toml, contract.toml, salary.toml, remote.toml: times, hours, contract, pay, work from home",
        "occupations.toml: the title of an occupation",
        "places.toml: the name of a place",
    ];
    kinds.map(str::to_owned).to_vec()
}
