//! Fetching one page by the rules: address, robots.txt, rest, rate, redirects, attempts. In this order, in one place.

use crate::addresses::is_private_literal;
use crate::host::{Fetched, Host, Rules};
use crate::robots::{Decision, Robots};
use crate::transport::{Received, Sent, Transport};
use crate::{FetchError, Refusal};
use chrono::{DateTime, Utc};
use domain::{Hash, Page, PageRequest, Source, Validators};
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Where the moment comes from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Where robots.txt is (RFC 9309 section 2.3).
const ROBOTS: &str = "/robots.txt";
/// robots.txt is asked for again after this long (RFC 9309 section 2.4).
const ROBOTS_HOURS: i64 = 24;
/// Redirects of robots.txt that are followed (RFC 9309 section 2.3.1.2).
const ROBOTS_REDIRECTS: usize = 5;
/// A Retry-After up to this long is waited for; beyond it the host is left alone until then.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The pause before the second attempt; doubled before each further one, and varied by half.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// What the fetcher is to keep to.
#[derive(Clone)]
pub struct Settings {
    /// Mail or web address at which site owners can reach somebody.
    pub contact: String,
    /// Version of the program, for the User-Agent.
    pub version: String,
    /// Requests a second to one host.
    pub requests_per_second: f64,
    /// For one whole answer.
    pub timeout: Duration,
    /// Of a body, after decompression.
    pub max_body_bytes: usize,
    /// That are followed.
    pub max_redirects: usize,
    /// A host that asks for more is skipped.
    pub max_crawl_delay: Duration,
    /// At one page, at least 1.
    pub attempts: u32,
    /// The moment.
    pub clock: Clock,
}

/// What a request brought.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "few answers live at once, and nearly all are pages")]
pub enum Answer {
    /// A page: 200 to 299, 404 or 410.
    Page(Page),
    /// As it was (304).
    NotModified {
        /// When that was said.
        at: DateTime<Utc>,
    },
}

/// What robots.txt says of one address.
#[derive(Debug, Clone, PartialEq)]
pub enum RobotsVerdict {
    /// It may be fetched.
    Allowed {
        /// The rule that decided.
        rule: String,
        /// Seconds between requests that are asked for.
        crawl_delay: Option<f64>,
    },
    /// It may not be fetched.
    Refused(Refusal),
}

impl fmt::Display for RobotsVerdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allowed { rule, crawl_delay: None } => write!(out, "allowed ({rule})"),
            Self::Allowed { rule, crawl_delay: Some(seconds) } => {
                write!(out, "allowed ({rule}), {seconds} seconds between requests")
            }
            Self::Refused(refusal) => write!(out, "{refusal}"),
        }
    }
}

struct Inner {
    settings: Settings,
    user_agent: String,
    transport: Transport,
    hosts: Mutex<BTreeMap<String, Arc<Host>>>,
}

/// Fetches pages. Cloning is cheap, and clones share rates and robots.txt.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

impl Fetcher {
    /// A fetcher that keeps to these settings.
    ///
    /// # Errors
    /// Where the contact is missing, or the client cannot be made.
    pub fn new(settings: Settings) -> Result<Self, FetchError> {
        let contact = settings.contact.trim();
        if contact.is_empty() {
            return Err(FetchError::NoContact);
        }
        let user_agent = format!("Passend/{} (+{contact})", settings.version);
        if user_agent.parse::<reqwest::header::HeaderValue>().is_err() {
            return Err(FetchError::Contact);
        }
        let transport = Transport::new(&settings, &user_agent)?;
        Ok(Self { inner: Arc::new(Inner { settings, user_agent, transport, hosts: Mutex::default() }) })
    }

    /// The one honest name that every request carries.
    pub fn user_agent(&self) -> &str {
        &self.inner.user_agent
    }

    /// Fetches one page, or says why not.
    ///
    /// # Errors
    /// With the reason, which closes nothing.
    pub async fn fetch(
        &self,
        source: &Source,
        request: &PageRequest,
        validators: &Validators,
    ) -> Result<Answer, Refusal> {
        let mut url = request.url.clone();
        let sent = Sent { validators, body: request.body.as_deref() };
        // neither a body nor a key goes where its source did not send it
        let follows = request.body.is_none() && source.key.is_none();
        let redirects = if follows { self.inner.settings.max_redirects } else { 0 };
        for _ in 0..=redirects {
            let received = self.attempts(source, &url, sent).await?;
            match received.status {
                304 => return Ok(Answer::NotModified { at: self.now() }),
                200..=299 | 404 | 410 => return Ok(Answer::Page(self.page(source, request, url, received))),
                301 | 302 | 303 | 307 | 308 => url = redirected(&url, &received.headers).ok_or(Refusal::Redirects)?,
                status => return Err(Refusal::Status { status }),
            }
        }
        Err(Refusal::Redirects)
    }

    /// What robots.txt says of an address.
    pub async fn robots(&self, source: &Source, url: &Url) -> RobotsVerdict {
        match self.allowed(source, url).await {
            Ok((decision, crawl_delay)) => RobotsVerdict::Allowed { rule: decision.rule, crawl_delay },
            Err(refusal) => RobotsVerdict::Refused(refusal),
        }
    }

    /// The sitemaps that robots.txt of a source's host names.
    ///
    /// # Errors
    /// Where robots.txt cannot be had.
    pub async fn sitemaps(&self, source: &Source) -> Result<Vec<Url>, Refusal> {
        let host = self.host(source, &source.url);
        match self.rules(source, &source.url, &host).await? {
            Rules::Known(robots) => Ok(robots.sitemaps.iter().filter_map(|line| source.url.join(line).ok()).collect()),
            Rules::Unknown(why) => Err(Refusal::NoRobots { host: name(&source.url), why }),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        (self.inner.settings.clock)()
    }

    fn page(&self, source: &Source, request: &PageRequest, final_url: Url, received: Received) -> Page {
        let headers = received.headers.iter();
        let headers =
            headers.map(|(key, value)| (key.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        Page {
            source: source.name.clone(),
            url: request.url.clone(),
            final_url,
            purpose: request.purpose,
            fetched_at: self.now(),
            status: received.status,
            headers: headers.collect(),
            hash: Hash::from_bytes(Sha256::digest(&received.body).into()),
            body: received.body,
        }
    }

    /// The host of an address, made with the rate that holds for it.
    fn host(&self, source: &Source, url: &Url) -> Arc<Host> {
        let own = source.requests_per_second.filter(|_| is_own(source, url));
        let rate = own.unwrap_or(self.inner.settings.requests_per_second);
        let mut hosts = self.inner.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Host::new(Duration::from_secs_f64(1.0 / rate)));
        Arc::clone(hosts.entry(name(url)).or_insert_with(made))
    }

    /// Whether an address may be fetched, by scheme, address and robots.txt; sets the host's pace on the way.
    async fn allowed(&self, source: &Source, url: &Url) -> Result<(Decision, Option<f64>), Refusal> {
        check_address(source, url)?;
        let host = self.host(source, url);
        let robots = match self.rules(source, url, &host).await? {
            Rules::Known(robots) => robots,
            Rules::Unknown(why) => return Err(Refusal::NoRobots { host: name(url), why }),
        };
        if let Some(seconds) = robots.crawl_delay {
            self.slow_down(source, url, &host, seconds)?;
        }
        let decision = robots.decide(&path_and_query(url));
        if decision.allowed {
            return Ok((decision, robots.crawl_delay));
        }
        Err(Refusal::Robots { url: url.to_string(), rule: decision.rule })
    }

    /// The longer of robots' delay and the configured one holds.
    fn slow_down(&self, source: &Source, url: &Url, host: &Host, seconds: f64) -> Result<(), Refusal> {
        let asked = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        if asked > self.inner.settings.max_crawl_delay {
            return Err(Refusal::CrawlDelay { host: name(url), seconds: asked.as_secs() });
        }
        let own = source.requests_per_second.filter(|_| is_own(source, url));
        let rate = own.unwrap_or(self.inner.settings.requests_per_second);
        host.set_period(asked.max(Duration::from_secs_f64(1.0 / rate)));
        Ok(())
    }

    /// The robots.txt of a host, fetched at most once a day.
    async fn rules(&self, source: &Source, url: &Url, host: &Host) -> Result<Rules, Refusal> {
        check_address(source, url)?;
        let mut kept = host.robots.lock().await;
        let now = self.now();
        let fresh = |fetched: &&Fetched| (now - fetched.at).num_hours() < ROBOTS_HOURS;
        if let Some(fetched) = kept.as_ref().filter(fresh) {
            return Ok(fetched.rules.clone());
        }
        let rules = self.fetch_robots(source, url, host).await;
        *kept = Some(Fetched { rules: rules.clone(), at: now });
        Ok(rules)
    }

    async fn fetch_robots(&self, source: &Source, url: &Url, host: &Host) -> Rules {
        let Ok(mut at) = url.join(ROBOTS) else { return Rules::Unknown("the address has no host".to_owned()) };
        for _ in 0..=ROBOTS_REDIRECTS {
            if let Err(refusal) = check_address(source, &at) {
                return Rules::Unknown(refusal.to_string());
            }
            let plain = Sent { validators: &Validators::default(), body: None };
            let received = match self.persistently(source, &at, plain, host).await {
                Ok(received) => received,
                Err(refusal) => return Rules::Unknown(refusal.to_string()),
            };
            match received.status {
                200..=299 => return Rules::Known(Robots::parse(&received.body)),
                300..=399 => match redirected(&at, &received.headers) {
                    Some(next) => at = next,
                    None => return Rules::Known(Robots::default()),
                },
                400..=499 => return Rules::Known(Robots::default()),
                status => return Rules::Unknown(format!("it answers {status}")),
            }
        }
        // RFC 9309 section 2.3.1.2: after five redirects it may be taken as unavailable, which allows
        Rules::Known(Robots::default())
    }

    /// One address, with its own host's robots.txt, rest, rate and attempts.
    async fn attempts(&self, source: &Source, url: &Url, sent: Sent<'_>) -> Result<Received, Refusal> {
        self.allowed(source, url).await?;
        let host = self.host(source, url);
        if let Some(until) = host.resting(self.now()) {
            return Err(Refusal::TurnedAway { host: name(url), until });
        }
        self.persistently(source, url, sent, &host).await
    }

    async fn persistently(&self, source: &Source, url: &Url, sent: Sent<'_>, host: &Host) -> Result<Received, Refusal> {
        let private = source.allow_private_addresses && is_own(source, url);
        let keyed = keyed(source, url);
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        loop {
            host.turn().await;
            let (refusal, wait) = match self.inner.transport.send(&keyed, sent, private).await {
                Ok(received) if received.status != 429 && received.status < 500 => {
                    host.succeeded();
                    return Ok(received);
                }
                Ok(received) => {
                    (Refusal::Status { status: received.status }, retry_after(&received.headers, self.now()))
                }
                Err(refusal) => (refusal, None),
            };
            host.failed(self.now());
            if let Some(wait) = wait.filter(|wait| *wait > LONGEST_WAIT) {
                host.rest(self.now() + wait);
            }
            let left_alone = host.resting(self.now()).is_some();
            if attempt >= self.inner.settings.attempts || !refusal.may_pass() || left_alone {
                return Err(refusal);
            }
            tokio::time::sleep(wait.unwrap_or_else(|| varied(pause))).await;
            pause *= 2;
            attempt += 1;
        }
    }
}

/// Half to one and a half of it, so that many clients do not come back at once.
fn varied(pause: Duration) -> Duration {
    pause.mul_f64(rand::random_range(0.5..1.5))
}

/// Host and port: rates, robots.txt and failures belong to them together (RFC 9309 section 2.3).
fn name(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or(0);
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

fn is_own(source: &Source, url: &Url) -> bool {
    source.url.host_str() == url.host_str()
}

/// The address with the source's key, which only its own host gets, and which is in no page, message or log.
fn keyed(source: &Source, url: &Url) -> Url {
    let mut keyed = url.clone();
    if let Some(key) = source.key.as_ref().filter(|_| is_own(source, url) && url.path() != ROBOTS) {
        let pairs = key.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str()));
        keyed.query_pairs_mut().extend_pairs(pairs);
    }
    keyed
}

fn check_address(source: &Source, url: &Url) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme(url.to_string()));
    }
    let trusted = source.allow_private_addresses && is_own(source, url);
    if !trusted && is_private_literal(url) {
        return Err(Refusal::Address { host: url.host_str().unwrap_or_default().to_owned() });
    }
    Ok(())
}

fn path_and_query(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

fn redirected(from: &Url, headers: &HeaderMap) -> Option<Url> {
    from.join(headers.get(LOCATION)?.to_str().ok()?).ok()
}

/// Seconds, or a date (RFC 9110 section 10.2.3).
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(text).ok()?;
    (until.to_utc() - now).to_std().ok()
}
