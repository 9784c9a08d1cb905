//! Polite HTTP: robots.txt, reservations, a pace for each host, domain and address, conditional requests, retries,
//! limits, and the page archive.
//!
//! Beside pages it asks one kind of service, a route planner. It knows nothing of vacancies, and has no clock of its own: the moment comes from whoever makes a [`Fetcher`].

mod addresses;
pub mod archive;
mod exchange;
mod fetcher;
mod host;
mod locations;
mod names;
mod osrm;
mod refusal;
mod reservation;
mod robots;
mod schedule;
mod settings;
mod transport;
mod turns;
mod unpacking;
mod well_known;

pub use fetcher::{Answer, Fetcher, RobotsVerdict};
pub use names::host_and_port;
pub use osrm::{RouteError, RouteServer};
pub use refusal::{FetchError, Refusal};
pub use settings::{Clock, Settings};
pub use turns::Place;
pub use well_known::KnownFile;
