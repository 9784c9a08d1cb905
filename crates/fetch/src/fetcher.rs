//! Fetching one page by the rules: address, rest, robots.txt, reservation, turn, attempts, redirects. In this order, in
//! one place; what an attempt is, and what follows a failed one, is said in `attempts`.

mod attempts;

use crate::exchange::Ledger;
use crate::host::Host;
use crate::locations::{check_address, redirected};
use crate::names::{Names, host_and_port};
use crate::transport::{Received, Sent, Transport, Wanted};
use crate::turns::{Place, Turns};
use crate::well_known::Copies;
use crate::{FetchError, Refusal, Settings};
use chrono::{DateTime, Utc};
use domain::{Hash, Page, PageRequest, Source, SourceName, Validators};
use reqwest::header::HeaderValue;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

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
    ledger: Ledger,
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
        if settings.contact.trim().is_empty() {
            return Err(FetchError::NoContact);
        }
        let user_agent = settings.user_agent();
        let sent: HeaderValue = user_agent.parse().map_err(|_| FetchError::Contact)?;
        let names = Arc::new(Names::default());
        let transport = Transport::new(&settings, &sent, &names)?;
        let turns = Turns::new(Settings::period(settings.requests_per_second), settings.requests_at_once);
        let (hosts, copies, ledger) = (Mutex::default(), Mutex::default(), Ledger::default());
        Ok(Self { inner: Arc::new(Inner { settings, user_agent, transport, names, turns, hosts, copies, ledger }) })
    }

    /// The one honest name that every request carries.
    pub fn user_agent(&self) -> &str {
        &self.inner.user_agent
    }

    /// Bytes that came over the wire for a source so far, all requests together: bodies as they were packed, heads as
    /// HTTP/1.1 writes them.
    pub fn wire_bytes(&self, source: &SourceName) -> u64 {
        self.inner.ledger.bytes(source)
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
            exchange: received.exchange,
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
