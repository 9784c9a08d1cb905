//! The only clock of the program. `--date` shifts it by whole days, for every command alike.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Europe::Amsterdam;
use std::sync::Arc;

/// Where the program takes the time from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    shift_days: i64,
}

impl Clock {
    /// The real time, moved so that today is `date`.
    pub(crate) fn standing_at(date: Option<NaiveDate>) -> Self {
        let real = real_now().with_timezone(&Amsterdam).date_naive();
        Self { shift_days: date.map_or(0, |date| (date - real).num_days()) }
    }

    /// The moment.
    pub(crate) fn now(self) -> DateTime<Utc> {
        let days = Days::new(self.shift_days.unsigned_abs());
        let moved =
            if self.shift_days < 0 { real_now().checked_sub_days(days) } else { real_now().checked_add_days(days) };
        moved.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The day, as people in the Netherlands have it.
    pub(crate) fn today(self) -> NaiveDate {
        self.now().with_timezone(&Amsterdam).date_naive()
    }

    /// The clock as `fetch` wants it.
    pub(crate) fn shared(self) -> Arc<dyn Fn() -> DateTime<Utc> + Send + Sync> {
        Arc::new(move || self.now())
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that all others are given")]
fn real_now() -> DateTime<Utc> {
    Utc::now()
}
