//! What the fetcher is to keep to: every limit of politeness and of safety. The values, with their basis, are the
//! configuration's.

use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::time::Duration;

/// Where the moment comes from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the fetcher is to keep to.
#[derive(Clone)]
pub struct Settings {
    /// Mail or web address at which site owners can reach somebody.
    pub contact: String,
    /// Version of the program, for the User-Agent.
    pub version: String,
    /// Requests a second to one host, one registrable domain and one IP address.
    pub requests_per_second: f64,
    /// Under way or not yet taken in, over all hosts.
    pub requests_at_once: usize,
    /// For one whole answer, and for resolving a name.
    pub timeout: Duration,
    /// Of all headers of an answer together.
    pub max_header_bytes: usize,
    /// Of a body, after decompression.
    pub max_body_bytes: usize,
    /// How many times larger than what came over the wire a body of more than a mebibyte may be.
    pub max_decompression_ratio: usize,
    /// That are followed for a page.
    pub max_redirects: usize,
    /// That are followed for robots.txt.
    pub max_robots_redirects: usize,
    /// Of robots.txt and tdmrep.json; the rest is not read.
    pub max_robots_bytes: usize,
    /// After which robots.txt and tdmrep.json are asked for again.
    pub robots_refresh: Duration,
    /// How old the last good copy may be that serves while robots.txt cannot be had.
    pub robots_keep: Duration,
    /// A host that asks for more is skipped.
    pub max_crawl_delay: Duration,
    /// At one page, at least 1.
    pub attempts: u32,
    /// Before the second attempt; doubled before each further one, and varied by half.
    pub first_pause: Duration,
    /// A Retry-After up to this long is waited for; beyond it the host is left alone until then.
    pub longest_wait: Duration,
    /// In a row, after which a host is left alone.
    pub failures_before_rest: u32,
    /// For how long; doubled with each failure more.
    pub rest: Duration,
    /// But no longer than this.
    pub longest_rest: Duration,
    /// Certificates, in PEM, of an authority that is trusted beside the usual ones.
    pub certificate_authority: Option<Vec<u8>>,
    /// The moment.
    pub clock: Clock,
}

/// Rates so low that a night never comes to the second request are all alike, and can be reckoned with.
const A_YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

impl Settings {
    /// The values of the product's own configuration, which a test of the program holds against `config/passend.toml`:
    /// for whoever has no configuration, such as a test or a benchmark.
    pub fn usual(contact: impl Into<String>, clock: Clock) -> Self {
        let hour = Duration::from_secs(3600);
        Self {
            contact: contact.into(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            requests_per_second: 1.0,
            requests_at_once: 16,
            timeout: Duration::from_secs(20),
            max_header_bytes: 64 << 10,
            max_body_bytes: 10 << 20,
            max_decompression_ratio: 200,
            max_redirects: 5,
            max_robots_redirects: 5,
            max_robots_bytes: 500 << 10,
            robots_refresh: 12 * hour,
            robots_keep: 24 * hour,
            max_crawl_delay: Duration::from_secs(30),
            attempts: 3,
            first_pause: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            failures_before_rest: 5,
            rest: Duration::from_secs(60),
            longest_rest: hour,
            certificate_authority: None,
            clock,
        }
    }

    /// The one honest name that every request carries.
    pub fn user_agent(&self) -> String {
        format!("Passend/{} (+{})", self.version, self.contact.trim())
    }

    /// The time between two requests at a rate.
    pub(crate) fn period(requests_per_second: f64) -> Duration {
        Duration::try_from_secs_f64(1.0 / requests_per_second).map_or(A_YEAR, |period| period.min(A_YEAR))
    }
}
