//! One HTTP request, without redirects: headers out, status, headers and a limited body in. No policy.

use crate::addresses::{NotPublic, PublicOnly};
use crate::{FetchError, Refusal, Settings};
use domain::Validators;
use futures::StreamExt;
use reqwest::header::{CONTENT_TYPE, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// What is sent along with an address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) validators: &'a Validators,
    /// JSON; then it is a POST, which is never conditional (RFC 9110 section 13.1).
    pub(crate) body: Option<&'a str>,
}

/// Two clients: one that reaches public addresses alone, and one for a source's own private host.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    public: Client,
    private: Client,
    timeout: Duration,
    most_bytes: usize,
}

impl Transport {
    pub(crate) fn new(settings: &Settings, user_agent: &str) -> Result<Self, FetchError> {
        // a second call finds a provider installed already, which is as good
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let client = || {
            Client::builder()
                .user_agent(user_agent)
                .redirect(Policy::none())
                .referer(false)
                .no_proxy()
                .connect_timeout(settings.timeout)
        };
        Ok(Self {
            public: client().dns_resolver(Arc::new(PublicOnly)).build()?,
            private: client().build()?,
            timeout: settings.timeout,
            most_bytes: settings.max_body_bytes,
        })
    }

    /// Sends one GET, or a POST where there is a body.
    pub(crate) async fn send(&self, url: &Url, sent: Sent<'_>, private: bool) -> Result<Received, Refusal> {
        let client = if private { &self.private } else { &self.public };
        let request = match sent.body {
            Some(body) => client.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body.to_owned()),
            None => conditional(client.get(url.clone()), sent.validators),
        };
        let whole = async {
            let response = request.send().await.map_err(|error| unreachable(&error, url))?;
            self.received(response, url).await
        };
        tokio::time::timeout(self.timeout, whole).await.unwrap_or(Err(Refusal::TimedOut(self.timeout)))
    }

    /// Reads the body as it is decompressed, up to the limit: a small answer may unpack to a huge one.
    async fn received(&self, response: Response, url: &Url) -> Result<Received, Refusal> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(part) = stream.next().await {
            let part = part.map_err(|error| unreachable(&error, url))?;
            if body.len() + part.len() > self.most_bytes {
                return Err(Refusal::TooLarge { limit: self.most_bytes });
            }
            body.extend_from_slice(&part);
        }
        Ok(Received { status, headers, body })
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

/// What went wrong, by the innermost error, which says most; without the address, which the report names already.
fn unreachable(error: &reqwest::Error, url: &Url) -> Refusal {
    let mut innermost: &dyn Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    if innermost.is::<NotPublic>() {
        return Refusal::Address { host: url.host_str().unwrap_or_default().to_owned() };
    }
    Refusal::Unreachable(innermost.to_string())
}
