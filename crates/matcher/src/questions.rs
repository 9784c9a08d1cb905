//! The call sheet: what an employer is asked about a vacancy, so that it can be clarified. Neutral by form: a question covers
//! a whole subject, and a sheet has no field for a candidate, an item of one, or a count. The texts: `config/questions.toml`.

use crate::answers::kept_as;
use domain::{Answer, Basis, Criterion, CriterionName, Item, Match, Outcome, Vacancy, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One question, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// All that it asks about, by which an answer is kept.
    pub about: Vec<CriterionName>,
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
    /// Whether it is on every sheet.
    #[serde(default, skip_serializing)]
    always: bool,
}

/// All questions, in the order in which they are asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    question: Vec<Question>,
}

/// A file of questions that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum QuestionsError {
    /// It is no TOML of this form.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// Something is asked twice, or an item never.
    #[error("{0}")]
    Cover(String),
}

/// What one employer is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallSheet {
    /// The questions.
    pub questions: Vec<Question>,
    /// What was answered before, on anything.
    pub answered: Vec<Answer>,
}

impl Questions {
    /// Reads `questions.toml`.
    ///
    /// # Errors
    /// The file does not have its form, asks something twice, or leaves a capability item out.
    pub fn parse(text: &str) -> Result<Self, QuestionsError> {
        let questions: Self = toml::from_str(text)?;
        let mut seen = BTreeSet::new();
        for name in questions.question.iter().flat_map(|question| &question.about) {
            if !seen.insert(*name) {
                return Err(QuestionsError::Cover(format!("{name} is asked twice: leave it in one question")));
            }
        }
        match Item::all().find(|item| !seen.contains(&CriterionName::Capability(*item))) {
            Some(item) => Err(QuestionsError::Cover(format!("no question asks about {item}: add it to one"))),
            None => Ok(questions),
        }
    }

    /// What to ask about a vacancy that these matches, of the whole caseload, are with.
    pub fn sheet(&self, vacancy: &Vacancy, caseload: &[Match]) -> CallSheet {
        let may_fit = caseload.iter().filter(|each| each.verdict != Verdict::Unsuitable);
        let open: BTreeSet<CriterionName> =
            may_fit.flat_map(|each| &each.criteria).filter(|each| is_open(each)).map(|each| each.criterion).collect();
        let asked = self.question.iter().filter(|question| {
            !open.is_empty() && (question.always || question.about.iter().any(|name| open.contains(name)))
        });
        let answers = |name: &CriterionName| vacancy.answers.iter().any(|answer| answer.about == kept_as(*name));
        // what was answered throughout is not asked again
        let asked = asked.filter(|question| !question.about.iter().all(answers));
        CallSheet { questions: asked.cloned().collect(), answered: vacancy.answers.clone() }
    }
}

/// Whether an employer could tell more.
fn is_open(criterion: &Criterion) -> bool {
    matches!(criterion.outcome, Outcome::Signal | Outcome::Unknown) && criterion.basis != Basis::Employer
}
