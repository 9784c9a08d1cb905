//! Holding vacancies against a candidate: criteria, verdict, score, funnel, shortlist. Pure: no input or output, no clock.
//!
//! Retrieve, test, score, cut (DESIGN.md section 4). The tests are exact; the score only orders. Not here: the words that
//! a vacancy is understood by (`extract`), and the numbers of the rules (`config/passend.toml`, `config/capability.toml`).

mod balance;
mod capability;
mod capability_table;
mod change;
mod gaps;
mod market;
mod matching;
mod profile_check;
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

pub use balance::BalancedStep;
pub use change::{Change, ChangeError, Stated, changed};
pub use gaps::{Example, Gap, Gaps, Pair, gaps};
pub use market::{Group, Market, Opening, Tally, market, verdicts};
pub use matching::{Matching, Situation, compare, match_all};
pub use profile_check::ProfileFault;
pub use rules::{Rules, RulesError};
pub use settings::Settings;
pub use shortlist::cut;
