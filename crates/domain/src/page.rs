//! A page: the bytes that a request brought, and the request for one. Fetching is the work of `fetch`.

use crate::{Hash, Posting, SourceName};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;
use url::Url;

/// What a page is wanted for; it decides which reader gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Says where vacancies are: a sitemap, a list page, a feed.
    Listing,
    /// States one vacancy, or a few.
    Detail,
}

/// One page that a source's reader asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageRequest {
    /// Where it is. Pages are told apart by it: requests that differ in their body alone have fragments of their own,
    /// which are never sent.
    pub url: Url,
    /// What it is for.
    pub purpose: Purpose,
    /// When the listing says that it last changed (sitemap `lastmod`); an unchanged one need not be fetched again.
    pub last_modified: Option<DateTime<Utc>>,
    /// JSON to send along; then it is a POST.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// What the listing itself states of the vacancy: it stands in where the page cannot be had or read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<Box<Posting>>,
}

impl PageRequest {
    /// A plain request.
    pub fn new(url: Url, purpose: Purpose) -> Self {
        Self { url, purpose, last_modified: None, body: None, listed: None }
    }
}

/// What a server gave along to recognise an unchanged page by (RFC 9110 section 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag` header, as received.
    pub etag: Option<String>,
    /// The `Last-Modified` header, as received.
    pub last_modified: Option<String>,
}

/// Which HTTP was spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP/1.0 or 1.1.
    Http1,
    /// HTTP/2.
    Http2,
}

impl fmt::Display for Protocol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        })
    }
}

/// How a page came over the wire. Nothing is known of one that came otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// What was sent, as HTTP/1.1 writes it: request line, headers, an empty line, a body. Without a source's key.
    pub request: String,
    /// The address that answered.
    pub address: Option<IpAddr>,
    /// In which protocol.
    pub protocol: Option<Protocol>,
    /// Bytes of the answer: the body as it was packed, the head as HTTP/1.1 writes it.
    pub bytes: u64,
}

/// The bytes that a request brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The source that it was fetched for.
    pub source: SourceName,
    /// The address that was asked for.
    pub url: Url,
    /// The address that answered, after redirects.
    pub final_url: Url,
    /// What it was wanted for.
    pub purpose: Purpose,
    /// When the answer began.
    pub fetched_at: DateTime<Utc>,
    /// HTTP status code.
    pub status: u16,
    /// Response headers in order, names in lower case, values as text.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed, otherwise untouched.
    pub body: Vec<u8>,
    /// SHA-256 of the body.
    pub hash: Hash,
    /// How it came.
    pub exchange: Exchange,
}

impl Page {
    /// The first header of this (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the server says that there is no such page (404, 410).
    pub fn is_missing(&self) -> bool {
        matches!(self.status, 404 | 410)
    }

    /// What to send along next time.
    pub fn validators(&self) -> Validators {
        Validators {
            etag: self.header("etag").map(str::to_owned),
            last_modified: self.header("last-modified").map(str::to_owned),
        }
    }
}
