//! SQLite: vacancies (public), dossiers (encrypted) and the evidence chain. No clock: every moment is an argument.

mod canonical;
mod chain;
mod closing;
mod database;
mod dossiers;
mod doubles;
mod erasure;
mod frontier;
mod history;
mod key;
mod ledger;
mod listing;
mod pages;
mod postings;
mod requests;
mod retention;
mod robots;
mod runs;
mod shortlists;
mod stating;
#[cfg(test)]
mod tests;
mod vacancies;
mod verification;
mod witnesses;

pub use canonical::{canonical_hash, canonical_json, hash_of};
pub use database::StoreError;
pub use dossiers::{DossierStore, Imported};
pub use doubles::Fold;
pub use frontier::{Coverage, Ended, Ending};
pub use history::PastVersion;
pub use key::Key;
pub use listing::Unlisted;
pub use pages::{NewPosting, PageCommit, PageOutcome, PageRecord};
pub use requests::{Brought, Sign, Unchanged};
pub use retention::ArchivedPage;
pub use robots::RobotsCopy;
pub use runs::{Run, RunId, SourceReport, SourceRun};
pub use shortlists::DigestState;
pub use vacancies::{Count, VacancyStore};
pub use verification::{Fault, Verification};
