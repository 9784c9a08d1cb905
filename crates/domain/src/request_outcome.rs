//! How one request ended, as a run's ledger counts it. The words for people, with address and cause, are a refusal's.

use serde::{Deserialize, Serialize};

/// How a request ended. Closed: every ending has a name, so that a run's counts add up to its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestOutcome {
    /// A page came.
    Fetched,
    /// 304: as it was.
    NotModified,
    /// No request was needed: the listing says that the page is as it was.
    UnchangedByListing,
    /// No request was made: the page rarely changes and is not due yet, and its listing still names it.
    NotDue,
    /// 404 or 410.
    Gone,
    /// robots.txt forbids it.
    RefusedByRobots,
    /// robots.txt could not be had, which counts as forbidding all.
    NoRobots,
    /// The site reserves text and data mining (TDM-Reservation, tdmrep.json).
    Reserved,
    /// The host asks for more patience than is configured, or asked to be left alone.
    OverLimit,
    /// The address, or one that it was redirected to, is not public.
    PrivateAddress,
    /// Body or headers over the limit.
    TooLarge,
    /// A content type that no reader takes.
    WrongType,
    /// Redirected too often, in a circle, or to nowhere.
    Redirects,
    /// No whole answer in time.
    TimedOut,
    /// 429 or 503 with the wish to be left alone.
    TurnedAway,
    /// Another status of 400 to 499.
    ClientError,
    /// A status of 500 to 599.
    ServerError,
    /// No connection, a broken one, or a certificate that does not hold.
    Unreachable,
    /// The answer is no HTTP, or its compression does not hold.
    Malformed,
}
