//! One HTTP request, without redirects: headers out, status, headers and a limited body in. No policy.

use crate::exchange::{self, Traffic};
use crate::names::{Names, NotPublic, Resolver};
use crate::unpacking::{ACCEPTED, Body, Limits};
use crate::{FetchError, Refusal, Settings};
use domain::{Exchange, Validators};
use futures::StreamExt;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    USER_AGENT,
};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, RequestBuilder, Response};
use std::error::Error;
use std::io::ErrorKind;
use std::sync::Arc;
use url::Url;

/// Content types that a reader takes, besides all of `text/` and what is built on XML or JSON.
const READABLE: [&str; 9] = [
    "application/xml",
    "application/xhtml+xml",
    "application/json",
    "application/ld+json",
    "application/x-ndjson",
    "application/javascript",
    // sitemaps
    "application/gzip",
    "application/x-gzip",
    "application/x-xml",
];

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Of 200 to 299 alone; what comes with another status is nobody's to read.
    pub(crate) body: Vec<u8>,
    /// How it came.
    pub(crate) exchange: Exchange,
}

/// What is sent along with an address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) validators: &'a Validators,
    /// JSON; then it is a POST, which is never conditional (RFC 9110 section 13.1).
    pub(crate) body: Option<&'a str>,
}

/// An answer whose head is there.
#[derive(Debug)]
pub(crate) struct Begun {
    response: Response,
    exchange: Exchange,
}

/// Where a request goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    /// The address, as reports and the archive have it.
    pub(crate) url: &'a Url,
    /// The address with the source's key, where there is one.
    pub(crate) keyed: &'a Url,
    /// Whether it may be at an address that is not public.
    pub(crate) private: bool,
}

/// What is wanted of an answer's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A page: whole, and of a type that can be read.
    Page,
    /// What a service says, whatever its status.
    Reply,
    /// The beginning of robots.txt or the like, whatever it calls itself.
    Beginning(usize),
}

/// Two clients: one that reaches public addresses alone, and one for a source's own private host.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    public: Client,
    private: Client,
    user_agent: HeaderValue,
    max_header_bytes: usize,
    limits: Limits,
}

impl Transport {
    pub(crate) fn new(settings: &Settings, user_agent: &HeaderValue, names: &Arc<Names>) -> Result<Self, FetchError> {
        // a second call finds a provider installed already, which is as good
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let trusted = trusted(settings.certificate_authority.as_deref())?;
        let client = |private| {
            Client::builder()
                .redirect(Policy::none())
                .referer(false)
                .no_proxy()
                .connect_timeout(settings.timeout)
                .http2_max_header_list_size(u32::try_from(settings.max_header_bytes).unwrap_or(u32::MAX))
                .tls_certs_merge(trusted.clone())
                .dns_resolver(Arc::new(Resolver { names: Arc::clone(names), private }))
                .build()
        };
        // with a certificate of one's own, that is what a client cannot be made with
        let failed = |error| if trusted.is_empty() { FetchError::Client(error) } else { FetchError::Authority };
        Ok(Self {
            public: client(false).map_err(failed)?,
            private: client(true).map_err(failed)?,
            user_agent: user_agent.clone(),
            max_header_bytes: settings.max_header_bytes,
            limits: Limits { most: settings.max_body_bytes, ratio: settings.max_decompression_ratio },
        })
    }

    /// Sends one GET, or a POST where there is a body, and gives what answers as soon as its head is there.
    pub(crate) async fn ask(&self, to: Target<'_>, sent: Sent<'_>) -> Result<Begun, Refusal> {
        let client = if to.private { &self.private } else { &self.public };
        let request = match sent.body {
            Some(body) => client.post(to.keyed.clone()).header(CONTENT_TYPE, "application/json").body(body.to_owned()),
            None => conditional(client.get(to.keyed.clone()), sent.validators),
        };
        // named one by one, so that the archive has every header that is sent
        let request = request.header(ACCEPT, "*/*").header(ACCEPT_ENCODING, ACCEPTED);
        let request = request.header(USER_AGENT, &self.user_agent).build();
        let failed = |error: reqwest::Error| self.failure(&error, to.url);
        let request = request.map_err(failed)?;
        let text = exchange::request_text(&request, to.url);
        let response = client.execute(request).await.map_err(failed)?;
        Ok(Begun { exchange: exchange::begun(text, &response), response })
    }

    /// Reads what is wanted of an answer, and counts what comes.
    pub(crate) async fn read(&self, begun: Begun, wanted: Wanted, traffic: &Traffic) -> Result<Received, Refusal> {
        let Begun { response, mut exchange } = begun;
        traffic.add(usize::try_from(exchange.bytes).unwrap_or(usize::MAX));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if size > self.max_header_bytes {
            return Err(Refusal::Headers { limit: self.max_header_bytes });
        }
        if !(200..=299).contains(&status) && wanted != Wanted::Reply {
            return Ok(Received { status, headers, body: Vec::new(), exchange });
        }
        if wanted == Wanted::Page {
            check_type(&headers, response.url())?;
        }
        let encoding = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("unknown").to_owned());
        let mut body = Body::new(encoding.as_deref().unwrap_or_default(), self.limits)?;
        let whole = self.fill(&mut body, response, wanted, traffic).await?;
        exchange.bytes += body.wire() as u64;
        let body = if whole { body.whole()? } else { body.so_far() };
        Ok(Received { status, headers, body, exchange })
    }

    /// Takes in a body; gives whether all of it, since the beginning of one may be enough.
    async fn fill(
        &self,
        body: &mut Body,
        response: Response,
        wanted: Wanted,
        traffic: &Traffic,
    ) -> Result<bool, Refusal> {
        let url = response.url().clone();
        let mut stream = response.bytes_stream();
        while let Some(part) = stream.next().await {
            let added = part.map_err(|error| self.failure(&error, &url)).and_then(|part| {
                traffic.add(part.len());
                body.add(&part)
            });
            match wanted {
                Wanted::Beginning(most) if body.unpacked() >= most => return Ok(false),
                Wanted::Page | Wanted::Reply | Wanted::Beginning(_) => added?,
            }
        }
        Ok(true)
    }

    /// What went wrong, by the errors within, which say most; without the address, which the report names already.
    fn failure(&self, error: &reqwest::Error, url: &Url) -> Refusal {
        let chain = || std::iter::successors(Some(error as &(dyn Error + 'static)), |error| (*error).source());
        if chain().any(|error| error.is::<NotPublic>()) {
            return Refusal::Address { host: url.host_str().unwrap_or_default().to_owned() };
        }
        let http = || chain().filter_map(|error| error.downcast_ref::<hyper::Error>());
        if http().any(hyper::Error::is_parse_too_large) {
            return Refusal::Headers { limit: self.max_header_bytes };
        }
        let framing =
            chain().filter_map(|error| error.downcast_ref::<std::io::Error>()).any(|error| is_no_http(error.kind()));
        let said = chain().last().map(ToString::to_string).unwrap_or_default();
        if http().any(hyper::Error::is_parse) || (error.is_body() || error.is_decode()) && framing {
            return Refusal::Malformed(said);
        }
        Refusal::Unreachable(said)
    }
}

/// The certificates of an authority of one's own.
fn trusted(pem: Option<&[u8]>) -> Result<Vec<Certificate>, FetchError> {
    let Some(pem) = pem else { return Ok(Vec::new()) };
    let found = Certificate::from_pem_bundle(pem).map_err(|_| FetchError::Authority)?;
    if found.is_empty() { Err(FetchError::Authority) } else { Ok(found) }
}

fn conditional(mut request: RequestBuilder, validators: &Validators) -> RequestBuilder {
    if let Some(etag) = &validators.etag {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(since) = &validators.last_modified {
        request = request.header(IF_MODIFIED_SINCE, since);
    }
    request
}

/// What a body says that is not framed as HTTP has it.
fn is_no_http(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::InvalidInput | ErrorKind::InvalidData)
}

/// An answer that says nothing of its type may be anything.
fn check_type(headers: &HeaderMap, url: &Url) -> Result<(), Refusal> {
    let Some(stated) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let stated = String::from_utf8_lossy(stated.as_bytes()).to_ascii_lowercase();
    let kind = stated.split([';', ',']).next().unwrap_or_default().trim();
    let structured = kind.ends_with("+xml") || kind.ends_with("+json");
    let image = kind.starts_with("image/");
    // stores of files give every packed sitemap this type
    let packed = kind == "application/octet-stream" && url.path().ends_with(".gz");
    if kind.is_empty() || kind.starts_with("text/") || structured && !image || READABLE.contains(&kind) || packed {
        return Ok(());
    }
    Err(Refusal::ContentType(kind.chars().take(80).collect()))
}
