//! robots.txt and tdmrep.json of a host: fetched when their copy has aged, kept, and the last good copy served while they
//! cannot be had. Copies outlive the program through whoever takes them from here and gives them back.

use crate::Refusal;
use crate::fetcher::Fetcher;
use crate::host::Host;
use crate::locations::{path_and_query, redirected};
use crate::names::host_and_port;
use crate::reservation::{self, Reservations};
use crate::robots::{Decision, Robots, whole_lines};
use crate::transport::{Sent, Wanted};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Source, Validators};
use std::time::Duration;
use url::Url;

/// A copy of a robots.txt or tdmrep.json.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Where it is.
    pub url: Url,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// What it says; empty where there is none.
    pub body: Vec<u8>,
}

/// What is known of a host's files.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    robots: Option<(DateTime<Utc>, Rules)>,
    reservations: Option<(DateTime<Utc>, Reservations)>,
}

/// What robots.txt says, or why nobody knows, which counts as forbidding all (RFC 9309 section 2.3.1.4).
#[derive(Debug, Clone)]
pub(crate) enum Rules {
    Known(Robots),
    Unknown(String),
}

/// Where copies live while the program runs.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    known: std::collections::BTreeMap<Url, KnownFile>,
    new: Vec<KnownFile>,
}

impl Fetcher {
    /// Takes in copies that an earlier run has kept.
    pub fn remember(&self, copies: Vec<KnownFile>) {
        let mut mine = self.copies();
        mine.known.extend(copies.into_iter().map(|copy| (copy.url.clone(), copy)));
    }

    /// The copies fetched since the last time this was asked, to be kept for the next run.
    pub fn new_copies(&self) -> Vec<KnownFile> {
        std::mem::take(&mut self.copies().new)
    }

    /// The sitemaps that robots.txt of a source's host names.
    ///
    /// # Errors
    /// Where robots.txt cannot be had.
    pub async fn sitemaps(&self, source: &Source) -> Result<Vec<Url>, Refusal> {
        let robots = self.rules(source, &source.url).await?;
        Ok(robots.sitemaps.iter().filter_map(|line| source.url.join(line).ok()).collect())
    }

    /// Whether robots.txt allows an address; sets the host's pace on the way.
    pub(crate) async fn allowed(&self, source: &Source, url: &Url) -> Result<(Decision, Option<f64>), Refusal> {
        let robots = self.rules(source, url).await?;
        self.slow_down(url, robots.crawl_delay)?;
        let decision = robots.decide(&path_and_query(url));
        if decision.allowed {
            return Ok((decision, robots.crawl_delay));
        }
        Err(Refusal::Robots { url: url.to_string(), rule: decision.rule })
    }

    /// The longer of robots' delay and the configured one holds.
    fn slow_down(&self, url: &Url, seconds: Option<f64>) -> Result<(), Refusal> {
        let asked = seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
        if let Some(asked) = asked.filter(|asked| *asked > self.settings().max_crawl_delay) {
            return Err(Refusal::CrawlDelay { host: host_and_port(url), seconds: asked.as_secs() });
        }
        self.turns().ask(&host_and_port(url), asked);
        Ok(())
    }

    /// Refuses what a site reserves. A file that cannot be had reserves nothing: it is the site's way to object, and an
    /// objection has to be expressed.
    pub(crate) async fn not_reserved(&self, source: &Source, url: &Url) -> Result<(), Refusal> {
        let host = self.host(url);
        let mut kept = host.files.lock().await;
        let now = self.now();
        if kept.reservations.as_ref().is_none_or(|(until, _)| *until <= now) {
            kept.reservations = Some(self.fetch_reservations(source, url, &kept).await);
        }
        let reserved = kept.reservations.as_ref().is_some_and(|(_, file)| file.reserve(&path_and_query(url)));
        if reserved { Err(Refusal::Reserved { url: url.to_string(), by: "tdmrep.json" }) } else { Ok(()) }
    }

    async fn fetch_reservations(&self, source: &Source, url: &Url, kept: &Kept) -> (DateTime<Utc>, Reservations) {
        let forbidden =
            matches!(&kept.robots, Some((_, Rules::Known(robots))) if !robots.decide(reservation::PATH).allowed);
        if forbidden {
            return (self.later(self.settings().robots_refresh), Reservations::default());
        }
        match self.copy(source, url, reservation::PATH).await {
            Ok((until, body)) => (until, Reservations::parse(&body)),
            Err(_) => (self.later(self.settings().longest_rest), Reservations::default()),
        }
    }

    async fn rules(&self, source: &Source, url: &Url) -> Result<Robots, Refusal> {
        let host = self.host(url);
        let mut kept = host.files.lock().await;
        let now = self.now();
        let fresh = kept.robots.as_ref().filter(|(until, _)| *until > now);
        let rules = match fresh {
            Some((_, rules)) => rules.clone(),
            None => {
                let (until, rules) = self.fetch_robots(source, url, &host).await?;
                kept.robots.insert((until, rules)).1.clone()
            }
        };
        match rules {
            Rules::Known(robots) => Ok(robots),
            Rules::Unknown(why) => Err(Refusal::NoRobots { host: host_and_port(url), why }),
        }
    }

    async fn fetch_robots(&self, source: &Source, url: &Url, host: &Host) -> Result<(DateTime<Utc>, Rules), Refusal> {
        if let Some(until) = host.resting(self.now()) {
            return Err(Refusal::TurnedAway { host: host_and_port(url), until });
        }
        if let Err(refusal) = self.budgets(source, url).await {
            host.failed(self.settings(), self.now());
            return Err(refusal);
        }
        Ok(match self.copy(source, url, "/robots.txt").await {
            Ok((until, body)) => (until, Rules::Known(Robots::parse(&body))),
            Err(why) => (self.later(self.settings().longest_rest), Rules::Unknown(why)),
        })
    }

    /// A file of a host and until when it serves: a fresh copy, else a new one, else the last good one.
    async fn copy(&self, source: &Source, url: &Url, path: &str) -> Result<(DateTime<Utc>, Vec<u8>), String> {
        let at = url.join(path).map_err(|error| error.to_string())?;
        let known = self.copies().known.get(&at).cloned();
        let until = |copy: &KnownFile, kept: Duration| later(copy.fetched_at, kept);
        let now = self.now();
        let settings = self.settings();
        let fresh = known.as_ref().map(|copy| (until(copy, settings.robots_refresh), copy));
        if let Some((until, copy)) = fresh.filter(|(until, copy)| *until > now && copy.fetched_at <= now) {
            return Ok((until, copy.body.clone()));
        }
        match self.file(source, at.clone()).await {
            Ok(body) => {
                let copy = KnownFile { url: at.clone(), fetched_at: self.now(), body: body.clone() };
                let mut copies = self.copies();
                copies.new.push(copy.clone());
                copies.known.insert(at, copy);
                Ok((self.later(settings.robots_refresh), body))
            }
            Err(why) => {
                let last = known.map(|copy| (until(&copy, settings.robots_keep), copy.body));
                last.filter(|(until, _)| *until > now).ok_or(why)
            }
        }
    }

    /// Fetches a file; one that is not there (400 to 499) is empty. Too many redirects are as good as not there
    /// (RFC 9309 section 2.3.1.2). 429 is not, since it says nothing of the file.
    async fn file(&self, source: &Source, mut at: Url) -> Result<Vec<u8>, String> {
        let plain = Sent { validators: &Validators::default(), body: None };
        let wanted = Wanted::Beginning(self.settings().max_robots_bytes + 1);
        for _ in 0..=self.settings().max_robots_redirects {
            let received = self.persistently(source, &at, (plain, wanted)).await;
            let (received, _place) = received.map_err(|refusal| refusal.to_string())?;
            match received.status {
                200..=299 => return Ok(whole_lines(&received.body, self.settings().max_robots_bytes).to_vec()),
                300..=399 => match redirected(&at, &received.headers) {
                    Some(next) => at = next,
                    None => return Ok(Vec::new()),
                },
                400..=499 => return Ok(Vec::new()),
                status => return Err(format!("it answers {status}")),
            }
        }
        Ok(Vec::new())
    }

    fn later(&self, wait: Duration) -> DateTime<Utc> {
        later(self.now(), wait)
    }
}

fn later(moment: DateTime<Utc>, wait: Duration) -> DateTime<Utc> {
    let later = TimeDelta::from_std(wait).ok().and_then(|wait| moment.checked_add_signed(wait));
    later.unwrap_or(DateTime::<Utc>::MAX_UTC)
}
