//! What the employer answered, in the place of what the text says. The text is not forgotten: what it says plainly over a
//! limit is not cleared by an answer but becomes a signal, so that a person sees both. Not here: keeping answers (`store`).

use crate::capability_table::CapabilityTable;
use crate::matching::Case;
use crate::rules::Rules;
use domain::answer::TAKEN_BACK;
use domain::posting::{Range, Remote, YesNoUnknown};
use domain::requirements::{EducationRequired, ExperienceRequired, LanguageRequired, Requirements};
use domain::{
    Answer, Basis, Criterion, CriterionName, Demand, DemandBasis, EducationLevel, Intensity, Item, Outcome, Polarity,
    Posting, Requirement, Vacancy,
};
use serde::de::DeserializeOwned;

/// An answer that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// An employer does not know it.
    #[error("{0} is nothing that an employer can answer: `passend questions VACANCY` shows what can be asked")]
    NotAsked(CriterionName),
    /// The value does not have its form.
    #[error("'{value}' is no answer on {about}: use {form}")]
    Form {
        /// What was asked.
        about: CriterionName,
        /// What was answered.
        value: String,
        /// What an answer looks like.
        form: String,
    },
}

impl Rules {
    /// Whether an answer can be used, and on what: hours a week as an item are the requirement of that name.
    ///
    /// # Errors
    /// What is asked is nothing of an employer, or the value does not have its form.
    pub fn check_answer(&self, about: CriterionName, value: &str) -> Result<CriterionName, AnswerFault> {
        let about = kept_as(about);
        let form = form_of(about, &self.table).ok_or(AnswerFault::NotAsked(about))?;
        let taken = value == TAKEN_BACK || take(&mut Posting::default(), about, value, &self.table).is_some();
        if taken { Ok(about) } else { Err(AnswerFault::Form { about, value: value.to_owned(), form }) }
    }
}

/// The name under which an answer is kept.
pub(crate) fn kept_as(about: CriterionName) -> CriterionName {
    match about {
        CriterionName::Capability(Item::HoursPerWeek) => CriterionName::Requirement(Requirement::Hours),
        other => other,
    }
}

/// The vacancy as its employer's answers have it; `None` where nothing was answered.
pub(crate) fn answered(vacancy: &Vacancy, rules: &Rules) -> Option<Vacancy> {
    if vacancy.answers.is_empty() {
        return None;
    }
    let mut answered = vacancy.clone();
    for answer in &vacancy.answers {
        take(&mut answered.posting, answer.about, &answer.value, &rules.table);
    }
    Some(answered)
}

/// What comes of the answers, held beside what comes of the text alone.
pub(crate) fn beside_text(answered: Vec<Criterion>, text: &[Criterion], vacancy: &Vacancy) -> Vec<Criterion> {
    let answer_to = |name| vacancy.answers.iter().find(move |answer| answer.about == name);
    let mut criteria = answered;
    for each in &mut criteria {
        if let Some(answer) = answer_to(each.criterion) {
            cite(each, answer, vacancy);
        }
    }
    let over = |each: &&Criterion| each.hard && each.outcome == Outcome::Exceeds;
    for said in text.iter().filter(over) {
        let Some(answer) = answer_to(said.criterion) else { continue };
        if criteria.iter().any(|each| each.criterion == said.criterion && over(&each)) {
            continue;
        }
        // one signal in the place of all that the answer made of it
        criteria.retain(|each| each.criterion != said.criterion);
        let mut both = Criterion { outcome: Outcome::Signal, ..said.clone() };
        both.asks = format!("{} by the text, {} by the answer", said.asks, answer.value);
        cite(&mut both, answer, vacancy);
        criteria.push(both);
    }
    criteria
}

fn cite(criterion: &mut Criterion, answer: &Answer, vacancy: &Vacancy) {
    criterion.basis = Basis::Employer;
    criterion.quote = Some(answer.words(&vacancy.version));
    if criterion.outcome == Outcome::Unknown && is_none(&answer.value) {
        criterion.outcome = Outcome::Fits;
        "none".clone_into(&mut criterion.asks);
    }
}

fn is_none(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "no" | "none" | "nee" | "geen")
}

/// What an answer looks like; `None` where nothing can be answered.
fn form_of(about: CriterionName, table: &CapabilityTable) -> Option<String> {
    let form = match about {
        CriterionName::Capability(Item::Evening | Item::Night) => "yes or no".to_owned(),
        CriterionName::Capability(Item::HoursPerDay) => "hours such as 6".to_owned(),
        CriterionName::Capability(item) => {
            let amount = table.amount(item, 10.0).map(|limit| format!(", or an amount such as \"{limit}\""));
            format!("no, sometimes, yes, much{}", amount.unwrap_or_default())
        }
        CriterionName::Requirement(requirement) => match requirement {
            Requirement::Hours => "hours a week such as 24 or 24-32",
            Requirement::Education => "none, or a level such as mbo3 or \"mbo3 diploma\"",
            Requirement::Experience => "none, or years such as 2",
            Requirement::Licence => "none, or licences such as B",
            Requirement::OwnCar => "yes or no",
            Requirement::Certificate => "none, or certificates such as vca_basis",
            Requirement::Registration => "none, or registers such as big",
            Requirement::Language => "none, or languages such as \"nl B1\"",
            Requirement::Travel => "home, where all work can be done from home",
            _ => return None,
        }
        .to_owned(),
    };
    Some(format!("{form}; {TAKEN_BACK} takes an answer back"))
}

/// Writes an answer into the posting; `None` where it does not have its form, and then nothing is changed.
fn take(posting: &mut Posting, about: CriterionName, value: &str, table: &CapabilityTable) -> Option<()> {
    match about {
        CriterionName::Capability(Item::Evening) => posting.times.evening = yes_or_no(value)?,
        CriterionName::Capability(Item::Night) => posting.times.night = yes_or_no(value)?,
        CriterionName::Capability(item) => {
            let demand = load(item, value, table).filter(|each| item != Item::HoursPerDay || each.limit.is_some())?;
            posting.demands.retain(|each| each.item != item);
            posting.demands.push(demand);
        }
        CriterionName::Requirement(Requirement::Hours) => posting.hours_per_week = Some(hours(value)?),
        CriterionName::Requirement(Requirement::Travel) => {
            posting.remote = (value == "home").then_some(Remote::Full);
            posting.remote?;
        }
        CriterionName::Requirement(requirement) => require(&mut posting.requirements, requirement, value)?,
    }
    Some(())
}

fn yes_or_no(value: &str) -> Option<YesNoUnknown> {
    match value.to_lowercase().as_str() {
        "yes" | "ja" => Some(YesNoUnknown::Yes),
        none if is_none(none) => Some(YesNoUnknown::No),
        _ => None,
    }
}

/// The load that an answer states. Its basis is told by the criterion, where the answer is cited.
fn load(item: Item, value: &str, table: &CapabilityTable) -> Option<Demand> {
    let (polarity, intensity, limit) = match value.to_lowercase().as_str() {
        none if is_none(none) => (Polarity::DoesNotAsk, Intensity::Regular, None),
        "sometimes" | "soms" | "light" | "licht" => (Polarity::Asks, Intensity::Light, None),
        "yes" | "ja" => (Polarity::Asks, Intensity::Regular, None),
        "much" | "veel" | "heavy" | "zwaar" => (Polarity::Asks, Intensity::Heavy, None),
        amount => {
            let digits = amount.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(amount.len());
            let (number, unit) = amount.split_at(digits);
            let limit = table.amount(item, number.parse().ok()?)?;
            let whole = limit.to_string();
            let own_unit = whole.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').trim();
            (
                Polarity::Asks,
                Intensity::Regular,
                Some(limit).filter(|_| unit.trim().is_empty() || unit.trim() == own_unit),
            )
        }
    };
    let words = value.starts_with(|letter: char| letter.is_ascii_digit());
    (limit.is_some() || !words).then(|| Demand {
        item,
        polarity,
        intensity,
        limit,
        level: None,
        outcome_basis: DemandBasis::Text,
        quote: String::new(),
        start: 0,
        end: 0,
    })
}

fn hours(value: &str) -> Option<Range> {
    let (least, most) = value.split_once('-').unwrap_or((value, value));
    let (least, most): (f64, f64) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
    (0.0 <= least && least <= most && most <= 60.0).then_some(Range { min: Some(least), max: Some(most) })
}

fn require(required: &mut Requirements, requirement: Requirement, value: &str) -> Option<()> {
    match requirement {
        Requirement::Education => required.education = Some(education(value)?),
        Requirement::Experience => {
            required.experience_years =
                if is_none(value) { None } else { Some(ExperienceRequired { min: years(value)? }) };
        }
        Requirement::Licence => required.licences = names(value)?,
        Requirement::Certificate => required.certificates = names(value)?,
        Requirement::Registration => required.registrations = names(value)?,
        Requirement::OwnCar => required.own_car = Some(yes_or_no(value)? == YesNoUnknown::Yes),
        Requirement::Language => {
            required.languages = names(value)?.iter().map(|each| language(each)).collect::<Option<_>>()?;
        }
        _ => return None,
    }
    Some(())
}

fn years(value: &str) -> Option<f32> {
    value.parse().ok().filter(|years| (0.0..=40.0).contains(years))
}

/// None at all is the lowest level, which suffices for everybody.
fn education(value: &str) -> Option<EducationRequired> {
    let (level, diploma) = value.strip_suffix("diploma").map_or((value, false), |level| (level.trim(), true));
    let level = if is_none(level) { EducationLevel::Basis } else { word(level)? };
    Some(EducationRequired { level, diploma_required: diploma })
}

fn names(value: &str) -> Option<Vec<String>> {
    if is_none(value) {
        return Some(Vec::new());
    }
    let names: Vec<String> = value.split(',').map(|name| name.trim().to_owned()).collect();
    names.iter().all(|name| !name.is_empty()).then_some(names)
}

fn language(value: &str) -> Option<LanguageRequired> {
    let mut words = value.split_whitespace();
    let language = word(words.next()?)?;
    let level = words.next().map(|level| word(level).ok_or(())).transpose().ok()?;
    words.next().is_none().then_some(LanguageRequired { language, level })
}

/// A word of one of the closed sets, as files write it.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    toml::Value::String(text.to_owned()).try_into().ok()
}

/// All criteria of a case, with the answers in their place.
pub(crate) fn criteria(
    case: &Case<'_>,
    answered: Option<&Vacancy>,
    compare: fn(&Case<'_>) -> Vec<Criterion>,
) -> Vec<Criterion> {
    let text = compare(case);
    match answered {
        None => text,
        Some(vacancy) => beside_text(compare(&Case { vacancy, ..*case }), &text, case.vacancy),
    }
}
