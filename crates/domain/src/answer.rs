//! What an employer answered when asked about a vacancy: it serves every candidate. A fact of the vacancy, of nobody else.

use crate::{CriterionName, Hash};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The value by which an answer is taken back.
pub const TAKEN_BACK: &str = "unknown";

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub about: CriterionName,
    /// The answer, such as `10 kg`, `no`, `sometimes`, `24-32`; its form is checked where it comes in.
    pub value: String,
    /// Who noted it, or who gave it.
    pub by: String,
    /// When.
    pub on: NaiveDate,
    /// The version of the vacancy that it was asked about.
    pub version: Hash,
}

impl Answer {
    /// How explanations cite it, for the vacancy in this version.
    pub fn words(&self, version: &Hash) -> String {
        let since = if self.version == *version { "" } else { "; the text of the vacancy changed since" };
        format!("answered by {} on {}{since}", self.by, self.on)
    }
}
