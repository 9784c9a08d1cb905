//! The text of WARC 1.1 records (ISO 28500), in the form that other WARC tools read. Where they are kept is not said here.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use domain::{Hash, Page};
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

/// The profile of a record whose body another one holds (WARC 1.1 section 6.7.2).
const IDENTICAL: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
/// The body is kept decompressed, so headers that speak of its transfer are left out.
const TRANSFER: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The record at the head of a file of a day, and its id: the day's, so that a copy of the file has the same one.
pub(super) fn warcinfo(file: &str, day: NaiveDate) -> (Vec<u8>, String) {
    let at = day.and_time(NaiveTime::MIN).and_utc();
    let id = identifier("warcinfo", "", at, &[]);
    let block = format!(
        "software: passend/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let fields = format!("WARC-Filename: {file}\r\nContent-Type: application/warc-fields\r\n");
    (whole(&head("warcinfo", &id, at, &fields), &[block.as_bytes()]), id)
}

/// A page with its body.
pub(super) fn response(page: &Page, info: &str) -> Vec<u8> {
    let http = http_head(page);
    let id = record_id(&page.final_url, page.fetched_at, &page.hash);
    let head = head("response", &id, page.fetched_at, &described(page, info));
    whole(&head, &[http.as_bytes(), &page.body])
}

/// A page whose body stands in another record.
pub(super) fn revisit(page: &Page, original: &Original, info: &str) -> Vec<u8> {
    let id = identifier("revisit", page.final_url.as_str(), page.fetched_at, &page.hash.to_bytes());
    let fields = format!(
        "{}WARC-Profile: {IDENTICAL}\r\nWARC-Refers-To: {}\r\nWARC-Refers-To-Target-URI: {}\r\nWARC-Refers-To-Date: {}\r\n",
        described(page, info),
        record_id(&original.url, original.at, &page.hash),
        original.url,
        date(original.at)
    );
    whole(&head("revisit", &id, page.fetched_at, &fields), &[http_head(page).as_bytes()])
}

fn described(page: &Page, info: &str) -> String {
    format!(
        "WARC-Target-URI: {}\r\nWARC-Warcinfo-ID: {info}\r\nWARC-Payload-Digest: {}\r\nContent-Type: application/http; msgtype=response\r\n",
        page.final_url,
        digest(&page.hash.to_bytes())
    )
}

fn head(kind: &str, id: &str, at: DateTime<Utc>, fields: &str) -> String {
    format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {}\r\n{fields}", date(at))
}

fn whole(head: &str, block: &[&[u8]]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    block.iter().for_each(|part| hasher.update(part));
    let length: usize = block.iter().map(|part| part.len()).sum();
    let ends = format!("WARC-Block-Digest: {}\r\nContent-Length: {length}\r\n\r\n", digest(&hasher.finalize().into()));
    let mut record = [head.as_bytes(), ends.as_bytes()].concat();
    block.iter().for_each(|part| record.extend_from_slice(part));
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn http_head(page: &Page) -> String {
    let mut http = format!("HTTP/1.1 {} \r\n", page.status);
    for (key, value) in page.headers.iter().filter(|(key, _)| !TRANSFER.contains(&key.as_str())) {
        // writing to a String cannot fail
        let _infallible = write!(http, "{key}: {value}\r\n");
    }
    let _infallible = write!(http, "content-length: {}\r\n\r\n", page.body.len());
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
