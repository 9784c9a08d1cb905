//! How a refused request is counted. The words for people are the refusal's own.

use domain::RequestOutcome;
use fetch::Refusal;

/// The name under which the ledger counts a refusal.
pub(crate) fn outcome(refusal: &Refusal) -> RequestOutcome {
    match refusal {
        Refusal::Robots { .. } => RequestOutcome::RefusedByRobots,
        Refusal::NoRobots { .. } => RequestOutcome::NoRobots,
        Refusal::CrawlDelay { .. } | Refusal::TurnedAway { .. } => RequestOutcome::OverLimit,
        Refusal::Address { .. } => RequestOutcome::PrivateAddress,
        Refusal::Status { status } => of_status(*status),
        Refusal::TooLarge { .. } => RequestOutcome::TooLarge,
        Refusal::TimedOut(_) => RequestOutcome::TimedOut,
        Refusal::Redirects => RequestOutcome::Redirects,
        Refusal::Unreachable(_) => RequestOutcome::Unreachable,
        Refusal::Scheme(_) => RequestOutcome::Malformed,
    }
}

fn of_status(status: u16) -> RequestOutcome {
    match status {
        404 | 410 => RequestOutcome::Gone,
        429 => RequestOutcome::TurnedAway,
        400..=499 => RequestOutcome::ClientError,
        500..=599 => RequestOutcome::ServerError,
        _ => RequestOutcome::Malformed,
    }
}
