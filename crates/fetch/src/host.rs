//! One host's state: what its well-known files say, and whether it wants to be left alone. Its pace is the schedule's.

use crate::Settings;
use crate::well_known::Kept;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Condition {
    failures: u32,
    resting_until: Option<DateTime<Utc>>,
}

/// One host, with its port.
#[derive(Debug, Default)]
pub(crate) struct Host {
    condition: Mutex<Condition>,
    /// Held while the files are fetched, so that each is fetched once.
    pub(crate) files: tokio::sync::Mutex<Kept>,
}

impl Host {
    /// Until when the host is left alone, if it is.
    pub(crate) fn resting(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.lock().resting_until.filter(|until| *until > now)
    }

    /// The host said for how long it wants to be left alone.
    pub(crate) fn rest(&self, until: DateTime<Utc>) {
        let mut condition = self.lock();
        condition.resting_until = condition.resting_until.max(Some(until));
    }

    /// The failures in a row are over.
    pub(crate) fn succeeded(&self) {
        self.lock().failures = 0;
    }

    /// One more failure; many in a row make us stay away, longer each time.
    pub(crate) fn failed(&self, settings: &Settings, now: DateTime<Utc>) {
        let mut condition = self.lock();
        condition.failures += 1;
        if let Some(beyond) = condition.failures.checked_sub(settings.failures_before_rest) {
            let rest = settings.rest.saturating_mul(1 << beyond.min(16)).min(settings.longest_rest);
            let until = TimeDelta::from_std(rest).ok().and_then(|rest| now.checked_add_signed(rest));
            condition.resting_until = condition.resting_until.max(until);
        }
    }

    /// A poisoned lock still holds what it held: no code between lock and unlock can leave it half changed.
    fn lock(&self) -> MutexGuard<'_, Condition> {
        self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
