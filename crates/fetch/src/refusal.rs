//! Why a page was not fetched: a refusal of ours or of the server's, in words for a report.

use chrono::{DateTime, Utc};
use domain::RequestOutcome;
use std::time::Duration;

/// Why no page can be fetched at all.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Site owners must be able to reach somebody.
    #[error("crawler.contact is empty: give a mail or web address at which owners of sites can reach you")]
    NoContact,
    /// The contact does not fit into a header.
    #[error("crawler.contact holds characters that no HTTP header may hold")]
    Contact,
    /// What is to be trusted is no certificate.
    #[error(
        "crawler.certificate_authority holds no certificate that can be used: give a PEM file with BEGIN CERTIFICATE"
    )]
    Authority,
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    /// The archive cannot be written or read.
    #[error("the page archive failed: {0}")]
    Archive(#[from] std::io::Error),
    /// What the archive holds at a place is no record.
    #[error("the page archive holds no record at byte {offset} of {file}")]
    NoRecord {
        /// The file.
        file: String,
        /// The byte.
        offset: u64,
    },
}

/// Why one page was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// robots.txt forbids it.
    #[error("robots.txt forbids {url}: {rule}")]
    Robots {
        /// The address.
        url: String,
        /// The rule that decided.
        rule: String,
    },
    /// robots.txt could not be had, which counts as forbidding all (RFC 9309 section 2.3.1.4).
    #[error("robots.txt of {host} cannot be had ({why}), so nothing of it is fetched")]
    NoRobots {
        /// The host.
        host: String,
        /// Why.
        why: String,
    },
    /// The host asks for more patience than is configured.
    #[error("{host} asks for {seconds} seconds between requests, more than crawler.max_crawl_delay_seconds: skipped")]
    CrawlDelay {
        /// The host.
        host: String,
        /// The delay.
        seconds: u64,
    },
    /// A private, loopback or otherwise not public address.
    #[error(
        "{host} is at an address that is not public; allow_private_addresses of its source would allow its own host"
    )]
    Address {
        /// The host.
        host: String,
    },
    /// The site reserves text and data mining for itself.
    #[error("{url} is reserved from text and data mining by {by}")]
    Reserved {
        /// The address.
        url: String,
        /// What says so.
        by: &'static str,
    },
    /// The server answered with a status that gives no page.
    #[error("the server answered {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// The answer is of a kind that no reader takes; its body was not read.
    #[error("the answer is of type {0}, which no reader takes")]
    ContentType(String),
    /// The host asked to be left alone for a while, or failed too often.
    #[error("{host} is left alone until {until}")]
    TurnedAway {
        /// The host.
        host: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// A body over the limit, after decompression.
    #[error("the page is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Headers over the limit.
    #[error("the headers are larger than {limit} bytes")]
    Headers {
        /// The limit.
        limit: usize,
    },
    /// A body that unpacks to far more than what came over the wire.
    #[error("the page unpacks to more than {limit} times what was sent")]
    Ratio {
        /// The limit.
        limit: usize,
    },
    /// No whole answer in time.
    #[error("no answer within {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// More redirects than allowed, or one to nowhere.
    #[error("redirected too often, or to nowhere")]
    Redirects,
    /// An address that is neither http nor https.
    #[error("{0} is neither http nor https")]
    Scheme(String),
    /// No connection, or a broken one.
    #[error("not reachable: {0}")]
    Unreachable(String),
    /// What came is no valid answer.
    #[error("the answer is not valid: {0}")]
    Malformed(String),
}

impl Refusal {
    /// Under which name a run's ledger counts it.
    pub fn outcome(&self) -> RequestOutcome {
        match self {
            Self::Robots { .. } => RequestOutcome::RefusedByRobots,
            Self::NoRobots { .. } => RequestOutcome::NoRobots,
            Self::Reserved { .. } => RequestOutcome::Reserved,
            Self::CrawlDelay { .. } => RequestOutcome::OverLimit,
            Self::Address { .. } => RequestOutcome::PrivateAddress,
            Self::Status { status } => outcome_of(*status),
            Self::TurnedAway { .. } => RequestOutcome::TurnedAway,
            Self::ContentType(_) => RequestOutcome::WrongType,
            Self::TooLarge { .. } | Self::Headers { .. } | Self::Ratio { .. } => RequestOutcome::TooLarge,
            Self::TimedOut(_) => RequestOutcome::TimedOut,
            Self::Redirects | Self::Scheme(_) => RequestOutcome::Redirects,
            Self::Unreachable(_) => RequestOutcome::Unreachable,
            Self::Malformed(_) => RequestOutcome::Malformed,
        }
    }

    /// Whether another attempt may succeed soon.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Status { status } => *status == 429 || *status >= 500,
            Self::TimedOut(_) | Self::Unreachable(_) => true,
            _ => false,
        }
    }
}

/// What a status means that gives no page.
fn outcome_of(status: u16) -> RequestOutcome {
    match status {
        429 => RequestOutcome::TurnedAway,
        404 | 410 => RequestOutcome::Gone,
        300..=399 => RequestOutcome::Redirects,
        400..=499 => RequestOutcome::ClientError,
        500..=599 => RequestOutcome::ServerError,
        _ => RequestOutcome::Malformed,
    }
}
