//! How long a page is left alone that no listing dates: what changes is asked for every time, what never does less and
//! less often. Pure; that a page is still listed, and so still open, is known without asking for it.

use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;

/// The limits, as the configuration has them.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Revisit {
    /// So many answers in a row without anything new, and the pauses begin.
    pub(crate) steady_after: u32,
    /// No pause is longer.
    pub(crate) longest_hours: u32,
}

/// The first pause; each further answer without anything new doubles it.
const FIRST_HOURS: u32 = 48;
/// A tenth of it: a night that begins a little earlier than the one before is still the next night.
const EARLY: i32 = 10;

/// How long after it was last asked for a page is due again, after so many answers in a row without anything new.
pub(crate) fn pause(limits: Revisit, unchanged: u32) -> Duration {
    let Some(steps) = unchanged.checked_sub(limits.steady_after) else {
        return Duration::zero();
    };
    let hours = FIRST_HOURS.saturating_mul(1_u32.checked_shl(steps).unwrap_or(u32::MAX));
    let pause = Duration::hours(hours.min(limits.longest_hours).into());
    pause - pause / EARLY
}

/// Whether a page is due.
pub(crate) fn is_due(limits: Revisit, unchanged: u32, asked_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - asked_at >= pause(limits, unchanged)
}

#[cfg(test)]
mod tests {
    //! 1. A page that changed is always due. 2. Pauses grow with every answer, never beyond the limit.
    //! 3. After the limit every page is due. 4. Night after night, an unchanging page is asked for ever less often.
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pauses_grow_within_limits(steady_after in 1_u32..20, longest_hours in 0_u32..10_000, unchanged in 0_u32..5_000) {
            let limits = Revisit { steady_after, longest_hours };
            let at = DateTime::UNIX_EPOCH;
            prop_assert!(is_due(limits, 0, at, at));
            prop_assert!(pause(limits, unchanged) <= pause(limits, unchanged + 1));
            prop_assert!(pause(limits, unchanged) <= Duration::hours(longest_hours.into()));
            prop_assert!(is_due(limits, unchanged, at, at + Duration::hours(longest_hours.into())));
        }
    }

    #[test]
    fn a_month_of_nights() {
        let limits = Revisit { steady_after: 3, longest_hours: 96 };
        let (mut asked_at, mut unchanged, mut asked) = (DateTime::UNIX_EPOCH, 0, vec![0]);
        for night in 1..30 {
            let now = DateTime::UNIX_EPOCH + Duration::days(night) - Duration::minutes(night % 3);
            if is_due(limits, unchanged, asked_at, now) {
                (asked_at, unchanged) = (now, unchanged + 1);
                asked.push(night);
            }
        }
        assert_eq!(asked, [0, 1, 2, 3, 5, 9, 13, 17, 21, 25, 29]);
    }
}
