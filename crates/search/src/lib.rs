//! Full text search over open vacancies: the schema, Dutch and English analysis, writing, and asking.
//!
//! The index is derived from the vacancies and holds nothing else: delete its folder and it is built again. It is not
//! the place where anything is kept, and it decides nothing about who fits what: that is `matcher`'s.
//!
//! An order of hits follows from the vacancies and the query alone, not from how the index came about: closed
//! vacancies leave no trace in the scores, and equal scores stand in order of id.

mod analysis;
mod asking;
mod clauses;
mod collecting;
mod compound_filter;
mod compounds;
mod error;
mod facts;
mod index;
mod query;
mod schema;
mod statistics;
mod wording;

pub use error::SearchError;
pub use index::Index;
pub use query::{Hit, Query};

#[cfg(test)]
mod tests;
