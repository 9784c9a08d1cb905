//! Polite HTTP: robots.txt, a rate for each host, conditional requests, retries, limits, and the page archive.
//!
//! It knows nothing of vacancies, and has no clock of its own: the moment comes from whoever makes a [`Fetcher`].

mod addresses;
pub mod archive;
mod fetcher;
mod host;
mod refusal;
mod robots;
mod transport;

pub use fetcher::{Answer, Clock, Fetcher, RobotsVerdict, Settings};
pub use refusal::{FetchError, Refusal};
