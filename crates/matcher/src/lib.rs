//! Holding vacancies against a candidate: criteria, verdict, score, funnel, shortlist. Pure: no input or output, no clock.
//!
//! Retrieve, test, score, cut (DESIGN.md section 4). The tests are exact; the score only orders. Not here: the words that
//! a vacancy is understood by (`extract`), and the numbers of the rules (`config/passend.toml`, `config/capability.toml`).

mod answers;
mod breadth;
mod capability;
mod capability_table;
mod changes;
mod employers;
mod matching;
mod profile_check;
mod questions;
mod requirements;
mod rules;
mod score;
mod settings;
mod shortlist;
mod travel_time;
mod verdict;
mod working_times;

#[cfg(test)]
mod tests;

pub use answers::AnswerFault;
pub use breadth::{Breadth, BreadthWarning, Proposal, Searched, breadth};
pub use changes::{Tonight, changes};
pub use employers::{Employer, Opening, employers};
pub use matching::{Matching, Situation, compare, match_all};
pub use profile_check::ProfileFault;
pub use questions::{CallSheet, Question, Questions, QuestionsError};
pub use requirements::refused_by;
pub use rules::{Rules, RulesError};
pub use settings::Settings;
pub use shortlist::cut;
