//! Holding vacancies against a candidate: criteria, verdict, score, funnel, shortlist. Pure: no input or output, no clock.
//!
//! Retrieve, test, score, cut (DESIGN.md section 4). The tests are exact; the score only orders. Not here: the words that
//! a vacancy is understood by (`extract`), and the numbers of the rules (`config/passend.toml`, `config/capability.toml`).

mod answers;
mod balance;
mod breadth;
mod capability;
mod capability_table;
mod change;
mod changes;
mod employers;
mod gaps;
mod market;
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
pub use balance::BalancedStep;
pub use breadth::{Breadth, BreadthWarning, Proposal, Searched, breadth};
pub use change::{Change, ChangeError, Stated, changed};
pub use changes::{Tonight, changes};
pub use employers::{Employer, Opening, employers};
pub use gaps::{Example, Gap, Gaps, Pair, gaps};
pub use market::{Group, Market, Opening as MarketOpening, Tally, market, verdicts};
pub use matching::{Matching, Situation, compare, match_all};
pub use profile_check::ProfileFault;
pub use questions::{CallSheet, Question, Questions, QuestionsError};
pub use requirements::refused_by;
pub use rules::{Rules, RulesError};
pub use settings::Settings;
pub use shortlist::cut;
