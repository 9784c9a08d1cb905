//! Asking for one address until it answers: turn, time limit, attempts, and what a failure means for its host.

use super::Fetcher;
use crate::host::Host;
use crate::locations::{check_address, is_own, keyed};
use crate::names::host_and_port;
use crate::schedule::Budget;
use crate::transport::{Received, Sent, Target, Wanted};
use crate::turns::Place;
use crate::{Refusal, Settings};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Source;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;
use url::Url;

/// No Retry-After counts for longer: a host that says "in the year 9999" is asked again next week.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(7 * 24 * 3600);

impl Fetcher {
    /// One address, tried again while that may help. A failure makes everybody who asks this host wait.
    pub(crate) async fn persistently(
        &self,
        source: &Source,
        url: &Url,
        wanted: (Sent<'_>, Wanted),
    ) -> Result<(Received, Place), Refusal> {
        check_address(source, url)?;
        let host = self.host(url);
        let mut pause = self.settings().first_pause;
        let mut attempt = 1;
        loop {
            let (refusal, wait) = match self.attempt(source, url, wanted).await {
                Ok((received, place)) if received.status != 429 && received.status < 500 => {
                    host.succeeded();
                    return Ok((received, place));
                }
                Ok((received, _)) => {
                    (Refusal::Status { status: received.status }, retry_after(&received.headers, self.now()))
                }
                Err(refusal) if refusal.may_pass() => (refusal, None),
                Err(refusal) => return Err(refusal),
            };
            self.back_off(url, &host, wait.unwrap_or_else(|| varied(pause)));
            if attempt >= self.settings().attempts || host.resting(self.now()).is_some() {
                return Err(self.last_word(url, &host, refusal));
            }
            pause = pause.saturating_mul(2);
            attempt += 1;
        }
    }

    /// What is reported of a host that failed: that it asked to be left alone, where it did.
    fn last_word(&self, url: &Url, host: &Host, refusal: Refusal) -> Refusal {
        match (&refusal, host.resting(self.now())) {
            (Refusal::Status { status: 429 | 503 }, Some(until)) => {
                Refusal::TurnedAway { host: host_and_port(url), until }
            }
            _ => refusal,
        }
    }

    /// After a failure: the next request of this host, whosever it is, waits; and many failures, or a wish for a long
    /// wait, make us leave it alone.
    fn back_off(&self, url: &Url, host: &Host, wait: Duration) {
        host.failed(self.settings(), self.now());
        if wait > self.settings().longest_wait {
            let wait = TimeDelta::from_std(wait.min(LONGEST_RETRY_AFTER)).unwrap_or_default();
            host.rest(self.now() + wait);
        } else {
            self.turns().postpone(&host_and_port(url), wait);
        }
    }

    /// One request in its turn, all of it within the time limit.
    async fn attempt(
        &self,
        source: &Source,
        url: &Url,
        (sent, wanted): (Sent<'_>, Wanted),
    ) -> Result<(Received, Place), Refusal> {
        let private = source.allow_private_addresses && is_own(source, url);
        let budgets = self.budgets(source, url).await?;
        let said = source.requests_per_second.filter(|_| is_own(source, url)).map(Settings::period);
        let (mut turn, place) = self.turns().turn(budgets, said).await;
        let (keyed, traffic) = (keyed(source, url), self.inner.ledger.of(&source.name));
        let whole = async {
            let begun = self.inner.transport.ask(Target { url, keyed: &keyed, private }, sent).await?;
            turn.answered();
            self.inner.transport.read(begun, wanted, &traffic).await
        };
        let received = tokio::time::timeout(self.settings().timeout, whole).await;
        Ok((received.map_err(|_| Refusal::TimedOut(self.settings().timeout))??, place))
    }

    /// What a request at an address spends; refuses what leads to no address that may be reached.
    pub(crate) async fn budgets(&self, source: &Source, url: &Url) -> Result<Vec<Budget>, Refusal> {
        let private = source.allow_private_addresses && is_own(source, url);
        let budgets = self.inner.names.budgets(url, private);
        let budgets = tokio::time::timeout(self.settings().timeout, budgets).await;
        budgets.map_err(|_| Refusal::TimedOut(self.settings().timeout))?
    }
}

/// Half to one and a half of it, so that many clients do not come back at once.
fn varied(pause: Duration) -> Duration {
    pause.mul_f64(rand::random_range(0.5..1.5))
}

/// Seconds, or a date (RFC 9110 section 10.2.3).
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = DateTime::parse_from_rfc2822(text).ok()?;
    (until.to_utc() - now).to_std().ok()
}
