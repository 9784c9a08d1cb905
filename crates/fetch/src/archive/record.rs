//! The text of WARC 1.1 records (ISO 28500), in the form that other WARC tools read. Where they are kept is not said here.

use crate::Settings;
use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use domain::{Hash, Page, Protocol};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use url::Url;

/// What a revisit record stands for: the record that holds the same body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The address that gave it.
    pub url: Url,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who fetched what is in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crawler {
    /// Where owners of sites can reach somebody.
    pub contact: String,
    /// The name that every request carried.
    pub user_agent: String,
}

impl From<&Settings> for Crawler {
    fn from(settings: &Settings) -> Self {
        Self { contact: settings.contact.trim().to_owned(), user_agent: settings.user_agent() }
    }
}

/// The profile of a record whose body another one holds (WARC 1.1 section 6.7.2).
const IDENTICAL: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
/// The body is kept decompressed, and joined where it came in chunks: that is what its digest is of, and what equal pages
/// have in common however they were packed. Headers that speak of the transfer would no longer be true of it; they keep
/// their values under names of their own, as Browsertrix has them, and `content-length` is that of the body as it is kept.
const TRANSFER: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];
const ORIGINAL: &str = "x-orig-";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The record at the head of a file of a day.
pub(super) fn warcinfo(file: &str, day: NaiveDate, by: &Crawler) -> Vec<u8> {
    let (at, id) = (day.and_time(NaiveTime::MIN).and_utc(), warcinfo_id(day));
    let Crawler { contact, user_agent } = by;
    let block = format!(
        "software: passend/{}\r\noperator: {contact}\r\nhttp-header-user-agent: {user_agent}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let fields = format!("WARC-Filename: {file}\r\nContent-Type: application/warc-fields\r\n");
    whole(&head("warcinfo", &id, at, &fields), &[block.as_bytes()])
}

/// The id of that record: the day's, so that a copy of the file has the same one.
fn warcinfo_id(day: NaiveDate) -> String {
    identifier("warcinfo", "", day.and_time(NaiveTime::MIN).and_utc(), &[])
}

/// A page with its body.
pub(super) fn response(page: &Page) -> Vec<u8> {
    let http = http_head(page);
    let fields = format!("{}Content-Type: application/http; msgtype=response\r\n", described(page));
    whole(&head("response", &response_id(page), page.fetched_at, &fields), &[http.as_bytes(), &page.body])
}

/// A page whose body stands in another record.
pub(super) fn revisit(page: &Page, original: &Original) -> Vec<u8> {
    let fields = format!(
        "{}WARC-Profile: {IDENTICAL}\r\nWARC-Refers-To: {}\r\nWARC-Refers-To-Target-URI: {}\r\nWARC-Refers-To-Date: {}\r\nContent-Type: application/http; msgtype=response\r\n",
        described(page),
        record_id(&original.url, original.at, &page.hash),
        original.url,
        date(original.at)
    );
    whole(&head("revisit", &revisit_id(page), page.fetched_at, &fields), &[http_head(page).as_bytes()])
}

/// What was sent for a page, beside the record of what came.
pub(super) fn request(page: &Page, beside: &str) -> Vec<u8> {
    let sent = page.exchange.request.as_bytes();
    let id = identifier("request", page.final_url.as_str(), page.fetched_at, sent);
    let fields =
        format!("{}WARC-Concurrent-To: {beside}\r\nContent-Type: application/http; msgtype=request\r\n", located(page));
    whole(&head("request", &id, page.fetched_at, &fields), &[sent])
}

/// The id of the record that holds a page's body.
pub(super) fn response_id(page: &Page) -> String {
    record_id(&page.final_url, page.fetched_at, &page.hash)
}

/// The id of the record that says that a page came again.
pub(super) fn revisit_id(page: &Page) -> String {
    identifier("revisit", page.final_url.as_str(), page.fetched_at, &page.hash.to_bytes())
}

/// What the header of a record says in a field.
pub(super) fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn described(page: &Page) -> String {
    format!("{}WARC-Payload-Digest: {}\r\n", located(page), digest(&page.hash.to_bytes()))
}

/// Where a page came from, and how. `WARC-Protocol` is the name that IIPC proposes: the record itself is written as
/// HTTP/1.1 in any case.
fn located(page: &Page) -> String {
    let info = warcinfo_id(page.fetched_at.date_naive());
    let mut fields = format!("WARC-Target-URI: {}\r\nWARC-Warcinfo-ID: {info}\r\n", page.final_url);
    if let Some(address) = page.exchange.address {
        // writing to a String cannot fail
        let _infallible = write!(fields, "WARC-IP-Address: {address}\r\n");
    }
    let protocol = page.exchange.protocol.map(|protocol| match protocol {
        Protocol::Http1 => "http/1.1",
        Protocol::Http2 => "h2",
    });
    if let Some(protocol) = protocol {
        let _infallible = write!(fields, "WARC-Protocol: {protocol}\r\n");
    }
    fields
}

fn head(kind: &str, id: &str, at: DateTime<Utc>, fields: &str) -> String {
    format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {}\r\n{fields}", date(at))
}

fn whole(head: &str, block: &[&[u8]]) -> Vec<u8> {
    let length: usize = block.iter().map(|part| part.len()).sum();
    let ends = format!("Content-Length: {length}\r\n\r\n");
    let mut record = [head.as_bytes(), ends.as_bytes()].concat();
    block.iter().for_each(|part| record.extend_from_slice(part));
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn http_head(page: &Page) -> String {
    let mut http = format!("HTTP/1.1 {} \r\n", page.status);
    let length = page.body.len().to_string();
    for (key, value) in &page.headers {
        let of_transfer = TRANSFER.contains(&key.as_str());
        if of_transfer && key == "content-length" && *value == length {
            continue;
        }
        let original = if of_transfer { ORIGINAL } else { "" };
        // writing to a String cannot fail
        let _infallible = write!(http, "{original}{key}: {value}\r\n");
    }
    let _infallible = write!(http, "content-length: {length}\r\n\r\n");
    http
}

fn date(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn record_id(url: &Url, at: DateTime<Utc>, body: &Hash) -> String {
    identifier("response", url.as_str(), at, &body.to_bytes())
}

/// A UUID of version 8 (RFC 9562 section 5.8) made of what the record says, so that it can be made again.
fn identifier(kind: &str, about: &str, at: DateTime<Utc>, body: &[u8]) -> String {
    let stated = format!("{kind}\0{about}\0{}\0", at.timestamp_micros());
    let mut bytes: [u8; 32] = Sha256::new().chain_update(stated).chain_update(body).finalize().into();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    format!("<urn:uuid:{}>", parts.join("-"))
}

/// A SHA-256 as WARC tools write digests: base 32 of RFC 4648, here 52 letters and 4 signs of filling.
pub(super) fn digest(bytes: &[u8; 32]) -> String {
    let letter = |group: &[u8], at: usize| {
        let bits =
            group.iter().enumerate().fold(0_u64, |sum, (place, byte)| sum | u64::from(*byte) << (32 - 8 * place));
        char::from(BASE32[(bits >> (35 - 5 * at) & 31) as usize])
    };
    let letters: String = bytes.chunks(5).flat_map(|group| (0..8).map(move |at| letter(group, at))).take(52).collect();
    format!("sha256:{letters}====")
}
