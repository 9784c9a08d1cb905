//! One host's politeness: its rate, its robots.txt, and whether it wants to be left alone. The policy in one object.

use crate::robots::Robots;
use chrono::{DateTime, Utc};
use governor::clock::DefaultClock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use std::sync::Mutex;
use std::time::Duration;

/// After this many failures in a row a host is left alone.
const FAILURES: u32 = 5;
/// For this long; doubled with each failure more.
const REST: Duration = Duration::from_secs(60);
/// But no longer than this.
const LONGEST_REST: Duration = Duration::from_secs(3600);

type Limiter = RateLimiter<NotKeyed, InMemoryState, DefaultClock>;

/// What robots.txt says, or why nobody knows.
#[derive(Debug, Clone)]
pub(crate) enum Rules {
    Known(Robots),
    /// Unreachable or failing: counts as forbidding all.
    Unknown(String),
}

/// Rules with the moment they were fetched.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) rules: Rules,
    pub(crate) at: DateTime<Utc>,
}

#[derive(Debug, Default)]
struct Condition {
    failures: u32,
    resting_until: Option<DateTime<Utc>>,
}

/// One host, with its port.
#[derive(Debug)]
pub(crate) struct Host {
    limiter: Mutex<(Duration, std::sync::Arc<Limiter>)>,
    condition: Mutex<Condition>,
    /// Held while robots.txt is fetched, so that it is fetched once.
    pub(crate) robots: tokio::sync::Mutex<Option<Fetched>>,
}

fn limiter(period: Duration) -> std::sync::Arc<Limiter> {
    let quota = Quota::with_period(period).unwrap_or_else(|| Quota::per_second(std::num::NonZeroU32::MIN));
    std::sync::Arc::new(RateLimiter::direct(quota))
}

impl Host {
    pub(crate) fn new(period: Duration) -> Self {
        Self {
            limiter: Mutex::new((period, limiter(period))),
            condition: Mutex::default(),
            robots: tokio::sync::Mutex::new(None),
        }
    }

    /// Sets the time between two requests where robots.txt or the source asks for another.
    ///
    /// The new limiter begins with its first cell spent, so that changing the period never lets a request through early.
    pub(crate) fn set_period(&self, period: Duration) {
        let mut current = lock(&self.limiter);
        if current.0 != period {
            *current = (period, limiter(period));
            let _spent = current.1.check();
        }
    }

    /// Waits for this host's turn.
    pub(crate) async fn turn(&self) {
        let limiter = std::sync::Arc::clone(&lock(&self.limiter).1);
        limiter.until_ready().await;
    }

    /// Until when the host wants to be left alone, if it does.
    pub(crate) fn resting(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        lock(&self.condition).resting_until.filter(|until| *until > now)
    }

    /// The host said for how long it wants to be left alone.
    pub(crate) fn rest(&self, until: DateTime<Utc>) {
        let mut condition = lock(&self.condition);
        condition.resting_until = condition.resting_until.into_iter().chain([until]).max();
    }

    pub(crate) fn succeeded(&self) {
        lock(&self.condition).failures = 0;
    }

    /// One more failure; many in a row make us stay away, longer each time.
    pub(crate) fn failed(&self, now: DateTime<Utc>) {
        let mut condition = lock(&self.condition);
        condition.failures += 1;
        if let Some(beyond) = condition.failures.checked_sub(FAILURES) {
            let rest = REST.saturating_mul(1 << beyond.min(6)).min(LONGEST_REST);
            condition.resting_until = Some(now + rest);
        }
    }
}

/// A poisoned lock still holds what it held: no code between lock and unlock can leave it half changed.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
