//! One HTTP request, without redirects: headers out, status, headers and a limited body in. No policy.

use crate::names::{Names, NotPublic, Resolver};
use crate::unpacking::{ACCEPTED, Body, Limits};
use crate::{FetchError, Refusal, Settings};
use domain::Validators;
use futures::StreamExt;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH,
};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
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
}

/// What is sent along with an address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) validators: &'a Validators,
    /// JSON; then it is a POST, which is never conditional (RFC 9110 section 13.1).
    pub(crate) body: Option<&'a str>,
}

/// What is wanted of an answer's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A page: whole, and of a type that can be read.
    Page,
    /// The beginning of robots.txt or the like, whatever it calls itself.
    Beginning(usize),
}

/// Two clients: one that reaches public addresses alone, and one for a source's own private host.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    public: Client,
    private: Client,
    max_header_bytes: usize,
    limits: Limits,
}

impl Transport {
    pub(crate) fn new(settings: &Settings, user_agent: &str, names: &Arc<Names>) -> Result<Self, FetchError> {
        // a second call finds a provider installed already, which is as good
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let client = |private| {
            Client::builder()
                .user_agent(user_agent)
                .redirect(Policy::none())
                .referer(false)
                .no_proxy()
                .connect_timeout(settings.timeout)
                .http2_max_header_list_size(u32::try_from(settings.max_header_bytes).unwrap_or(u32::MAX))
                .dns_resolver(Arc::new(Resolver { names: Arc::clone(names), private }))
                .build()
        };
        Ok(Self {
            public: client(false)?,
            private: client(true)?,
            max_header_bytes: settings.max_header_bytes,
            limits: Limits { most: settings.max_body_bytes, ratio: settings.max_decompression_ratio },
        })
    }

    /// Sends one GET, or a POST where there is a body, and gives what answers as soon as its head is there.
    pub(crate) async fn ask(&self, url: &Url, sent: Sent<'_>, private: bool) -> Result<Response, Refusal> {
        let client = if private { &self.private } else { &self.public };
        let request = match sent.body {
            Some(body) => client.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body.to_owned()),
            None => conditional(client.get(url.clone()), sent.validators),
        };
        request.header(ACCEPT_ENCODING, ACCEPTED).send().await.map_err(|error| self.failure(&error, url))
    }

    /// Reads what is wanted of an answer.
    pub(crate) async fn read(&self, response: Response, wanted: Wanted) -> Result<Received, Refusal> {
        let (status, mut headers) = (response.status().as_u16(), response.headers().clone());
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if size > self.max_header_bytes {
            return Err(Refusal::Headers { limit: self.max_header_bytes });
        }
        if !(200..=299).contains(&status) {
            return Ok(Received { status, headers, body: Vec::new() });
        }
        if wanted == Wanted::Page {
            check_type(&headers, response.url())?;
        }
        let encoding = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("unknown").to_owned());
        let body = Body::new(encoding.as_deref().unwrap_or_default(), self.limits)?;
        if body.is_packed() {
            // they speak of what came over the wire, and the body no longer is that
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
        }
        Ok(Received { status, headers, body: self.body(response, body, wanted).await? })
    }

    async fn body(&self, response: Response, mut body: Body, wanted: Wanted) -> Result<Vec<u8>, Refusal> {
        let url = response.url().clone();
        let mut stream = response.bytes_stream();
        while let Some(part) = stream.next().await {
            let added = part.map_err(|error| self.failure(&error, &url)).and_then(|part| body.add(&part));
            match wanted {
                Wanted::Beginning(most) if body.unpacked() >= most => return Ok(body.so_far()),
                Wanted::Page | Wanted::Beginning(_) => added?,
            }
        }
        body.whole()
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
