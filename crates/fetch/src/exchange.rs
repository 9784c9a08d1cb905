//! What went over the wire: the request as text, for the archive, and the bytes of answers, for the ledger of runs.

use domain::{Exchange, Protocol, SourceName};
use reqwest::header::HeaderMap;
use reqwest::{Request, Response, Version};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use url::{Position, Url};

/// Bytes that came for one source so far. Cloning is cheap, and clones count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traffic(Arc<AtomicU64>);

impl Traffic {
    pub(crate) fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// The bytes that came, by source.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<BTreeMap<SourceName, Traffic>>);

impl Ledger {
    pub(crate) fn of(&self, source: &SourceName) -> Traffic {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(source.clone()).or_default().clone()
    }

    pub(crate) fn bytes(&self, source: &SourceName) -> u64 {
        self.of(source).0.load(Ordering::Relaxed)
    }
}

/// A request as it is sent, but for a source's key: `shown` is its address without one. The client itself adds no more
/// than the host, and the length of a body.
pub(crate) fn request_text(request: &Request, shown: &Url) -> String {
    let host = &shown[Position::BeforeHost..Position::AfterPort];
    let target = &shown[Position::BeforePath..Position::AfterQuery];
    let body = request.body().and_then(|body| body.as_bytes());
    let mut text = format!("{} {target} HTTP/1.1\r\nhost: {host}\r\n", request.method());
    for (name, value) in request.headers() {
        // writing to a String cannot fail
        let _infallible = write!(text, "{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
    }
    if let Some(body) = body {
        let _infallible = write!(text, "content-length: {}\r\n", body.len());
    }
    text.push_str("\r\n");
    text.push_str(&String::from_utf8_lossy(body.unwrap_or_default()));
    text
}

/// How an answer comes, whose body is still to be counted.
pub(crate) fn begun(request: String, response: &Response) -> Exchange {
    let protocol = match response.version() {
        Version::HTTP_2 => Protocol::Http2,
        _ => Protocol::Http1,
    };
    let address = response.remote_addr().map(|address| address.ip());
    Exchange { request, address, protocol: Some(protocol), bytes: head_size(response) as u64 }
}

/// The size of a head as HTTP/1.1 writes it: `HTTP/1.1 200 OK`, then a line for each header, then an empty one.
fn head_size(response: &Response) -> usize {
    let reason = response.status().canonical_reason().unwrap_or_default();
    "HTTP/1.1 200 \r\n\r\n".len() + reason.len() + headers_size(response.headers())
}

fn headers_size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum()
}
