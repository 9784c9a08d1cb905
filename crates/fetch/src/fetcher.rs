//! Fetching one page by the rules: address, rest, robots.txt, reservation, turn, attempts, redirects. In this order, in
//! one place.

use crate::addresses::is_private_literal;
use crate::host::Host;
use crate::names::{Names, host_and_port};
use crate::schedule::Budget;
use crate::transport::{Received, Sent, Transport, Wanted};
use crate::turns::{Place, Turns};
use crate::well_known::Copies;
use crate::{FetchError, Refusal, Settings};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Hash, Page, PageRequest, Source, Validators};
use reqwest::header::{HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use url::Url;

/// Where robots.txt is (RFC 9309 section 2.3).
const ROBOTS: &str = "/robots.txt";
/// No Retry-After counts for longer: a host that says "in the year 9999" is asked again next week.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(7 * 24 * 3600);

/// What a request brought.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "few answers live at once, and nearly all are pages")]
pub enum Answer {
    /// A page: 200 to 299, or 404 and 410 without a body.
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
    names: Arc<Names>,
    turns: Turns,
    hosts: Mutex<BTreeMap<String, Arc<Host>>>,
    copies: Mutex<Copies>,
}

/// Fetches pages. Cloning is cheap, and clones share rates, robots.txt and rests.
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
        if user_agent.parse::<HeaderValue>().is_err() {
            return Err(FetchError::Contact);
        }
        let names = Arc::new(Names::default());
        let transport = Transport::new(&settings, &user_agent, &names)?;
        let turns = Turns::new(Settings::period(settings.requests_per_second), settings.requests_at_once);
        let (hosts, copies) = (Mutex::default(), Mutex::default());
        Ok(Self { inner: Arc::new(Inner { settings, user_agent, transport, names, turns, hosts, copies }) })
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
        self.fetch_holding(source, request, validators).await.map(|(answer, _place)| answer)
    }

    /// Fetches one page together with its place among `requests_at_once`, which whoever keeps many pages under way holds
    /// until the page is taken in: so memory stays bounded however many sources wait for their turn.
    ///
    /// # Errors
    /// With the reason, which closes nothing.
    pub async fn fetch_holding(
        &self,
        source: &Source,
        request: &PageRequest,
        validators: &Validators,
    ) -> Result<(Answer, Place), Refusal> {
        let mut url = request.url.clone();
        let mut seen = BTreeSet::from([url.clone()]);
        let sent = Sent { validators, body: request.body.as_deref() };
        // neither a body nor a key goes where its source did not send it
        let follows = request.body.is_none() && source.key.is_none();
        let redirects = if follows { self.settings().max_redirects } else { 0 };
        for _ in 0..=redirects {
            let (received, place) = self.one(source, &url, sent).await?;
            match received.status {
                200..=299 | 404 | 410 => return Ok((Answer::Page(self.page(source, request, url, received)), place)),
                304 if *validators == Validators::default() => {
                    return Err(Refusal::Malformed("304, though nothing was known of it".to_owned()));
                }
                304 => return Ok((Answer::NotModified { at: self.now() }, place)),
                301 | 302 | 303 | 307 | 308 => url = redirected(&url, &received.headers).ok_or(Refusal::Redirects)?,
                status => return Err(Refusal::Status { status }),
            }
            if !seen.insert(url.clone()) {
                return Err(Refusal::Redirects);
            }
        }
        Err(Refusal::Redirects)
    }

    /// What robots.txt says of an address.
    pub async fn robots(&self, source: &Source, url: &Url) -> RobotsVerdict {
        let checked = check_address(source, url);
        let decided = match checked {
            Ok(()) => self.allowed(source, url).await,
            Err(refusal) => Err(refusal),
        };
        match decided {
            Ok((decision, crawl_delay)) => RobotsVerdict::Allowed { rule: decision.rule, crawl_delay },
            Err(refusal) => RobotsVerdict::Refused(refusal),
        }
    }

    /// One address by all the rules, without redirects.
    async fn one(&self, source: &Source, url: &Url, sent: Sent<'_>) -> Result<(Received, Place), Refusal> {
        check_address(source, url)?;
        self.awake(url)?;
        self.allowed(source, url).await?;
        self.not_reserved(source, url).await?;
        self.awake(url)?;
        let (received, place) = self.persistently(source, url, (sent, Wanted::Page)).await?;
        if received.headers.get("tdm-reservation").is_some_and(|value| value.as_bytes().trim_ascii() == b"1") {
            return Err(Refusal::Reserved { url: url.to_string(), by: "the header TDM-Reservation" });
        }
        Ok((received, place))
    }

    fn awake(&self, url: &Url) -> Result<(), Refusal> {
        match self.host(url).resting(self.now()) {
            Some(until) => Err(Refusal::TurnedAway { host: host_and_port(url), until }),
            None => Ok(()),
        }
    }

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
        let keyed = keyed(source, url);
        let whole = async {
            let response = self.inner.transport.ask(&keyed, sent, private).await?;
            turn.answered();
            self.inner.transport.read(response, wanted).await
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

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.inner.settings.clock)()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.inner.turns
    }

    pub(crate) fn copies(&self) -> MutexGuard<'_, Copies> {
        self.inner.copies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The host of an address.
    pub(crate) fn host(&self, url: &Url) -> Arc<Host> {
        let mut hosts = self.inner.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(host_and_port(url)).or_default())
    }
}

/// Half to one and a half of it, so that many clients do not come back at once.
fn varied(pause: Duration) -> Duration {
    pause.mul_f64(rand::random_range(0.5..1.5))
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

pub(crate) fn path_and_query(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

pub(crate) fn redirected(from: &Url, headers: &HeaderMap) -> Option<Url> {
    let mut to = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    to.set_fragment(None);
    Some(to)
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
