//! SQLite: vacancies (public), dossiers (encrypted) and the evidence chain. No clock: every moment is an argument.

mod canonical;
mod chain;
mod closing;
mod database;
mod dossiers;
mod doubles;
mod erasure;
mod key;
mod ledger;
mod pages;
mod runs;
mod shortlists;
#[cfg(test)]
mod tests;
mod vacancies;
mod verification;

pub use canonical::{canonical_hash, canonical_json, hash_of};
pub use closing::Unlisted;
pub use database::StoreError;
pub use dossiers::{DossierStore, Imported};
pub use doubles::Fold;
pub use key::Key;
pub use pages::{NewPosting, PageCommit, PageOutcome, PageRecord};
pub use runs::{RunId, SourceReport};
pub use shortlists::DigestState;
pub use vacancies::{Count, VacancyStore};
pub use verification::{Fault, Verification};
