//! What is said of the wire is what the server saw.
//!
//! 1. The request that the archive keeps is line for line what was sent, but for a key.
//! 2. br, gzip and zstd are asked for; what came packed is counted as it came, and unpacked as it is.
//! 3. The bytes of a source are those of all its answers together.

#![expect(clippy::expect_used, reason = "a test stops where its own site fails")]

use chrono::DateTime;
use domain::source::SourceKey;
use domain::{Page, PageRequest, Protocol, Purpose, Source, Validators};
use fetch::{Answer, Fetcher, Settings};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A site on loopback that keeps what it heard and counts what it said. Every path but `/page` answers 404.
struct Site {
    base: String,
    heard: Arc<Mutex<Vec<String>>>,
    said: Arc<Mutex<usize>>,
    serving: JoinHandle<()>,
}

impl Site {
    /// A site whose `/page` answers this body, packed as `encoding` says.
    async fn new(encoding: &'static str, body: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let (heard, said): (Arc<Mutex<Vec<String>>>, Arc<Mutex<usize>>) = Default::default();
        let (hearing, saying) = (Arc::clone(&heard), Arc::clone(&said));
        let serving = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = request(&mut stream).await;
                let answer = answer(&request, encoding, &body);
                hearing.lock().expect("requests").push(request);
                *saying.lock().expect("a count") += answer.len();
                stream.write_all(&answer).await.expect("said");
            }
        });
        Self { base, heard, said, serving }
    }

    fn source(&self) -> Source {
        let text =
            serde_json::json!({"name": "site", "kind": "sitemap", "url": self.base, "allow_private_addresses": true});
        serde_json::from_value(text).expect("a source")
    }

    async fn page(&self, fetcher: &Fetcher, source: &Source, body: Option<&str>) -> Page {
        let url = format!("{}/page?x=1", self.base).parse().expect("an address");
        let request = PageRequest { body: body.map(str::to_owned), ..PageRequest::new(url, Purpose::Detail) };
        let validators = Validators { etag: Some("\"a\"".to_owned()), last_modified: None };
        let answer = fetcher.fetch(source, &request, &validators).await.expect("an answer");
        let page = if let Answer::Page(page) = answer { Some(page) } else { None };
        page.expect("not 304")
    }

    /// The last request, its lines in order of the alphabet.
    fn last_heard(&self) -> Vec<String> {
        sorted(self.heard.lock().expect("requests").last().expect("a request"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn request(stream: &mut TcpStream) -> String {
    let mut buffer = vec![0; 4096];
    let read = stream.read(&mut buffer).await.expect("a request");
    String::from_utf8_lossy(&buffer[..read]).into_owned()
}

/// What is said to a request, on a connection that ends with it.
fn answer(request: &str, encoding: &str, body: &[u8]) -> Vec<u8> {
    let found = request.split(' ').nth(1).is_some_and(|path| path.starts_with("/page"));
    let packed = if encoding.is_empty() { String::new() } else { format!("content-encoding: {encoding}\r\n") };
    let (status, body) = if found { ("200 OK", body) } else { ("404 Not Found", &b""[..]) };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{packed}\r\n");
    [head.as_bytes(), body].concat()
}

fn sorted(request: &str) -> Vec<String> {
    let mut lines: Vec<String> = request.split("\r\n").map(str::to_owned).collect();
    lines.sort();
    lines
}

fn fetcher() -> Fetcher {
    let usual = Settings::usual("test@passend.invalid", Arc::new(|| DateTime::UNIX_EPOCH));
    Fetcher::new(Settings { requests_per_second: 1000.0, timeout: Duration::from_secs(10), ..usual })
        .expect("a fetcher")
}

#[tokio::test]
async fn the_request_is_kept_as_it_was_sent() {
    let site = Site::new("", b"<p>x</p>".to_vec()).await;
    let fetcher = fetcher();
    for body in [None, Some(r#"{"limit": 20}"#)] {
        let page = site.page(&fetcher, &site.source(), body).await;
        assert_eq!(sorted(&page.exchange.request), site.last_heard());
        assert_eq!(page.exchange.protocol, Some(Protocol::Http1));
        assert_eq!(page.exchange.address.map(|address| address.to_string()).as_deref(), Some("127.0.0.1"));
    }
    let heard = site.heard.lock().expect("requests").join("");
    assert_eq!(heard.matches("accept-encoding: gzip, br, zstd\r\n").count(), 4, "{heard}");
}

#[tokio::test]
async fn a_key_is_in_no_record() {
    let site = Site::new("", b"<p>x</p>".to_vec()).await;
    let source = Source { key: SourceKey::parse("app_key = geheim"), ..site.source() };
    let page = site.page(&fetcher(), &source, None).await;
    assert!(site.last_heard().iter().any(|line| line.contains("app_key=geheim")));
    assert!(!format!("{page:?}").contains("geheim"), "{page:?}");
    assert!(page.exchange.request.starts_with("GET /page?x=1 HTTP/1.1\r\n"));
}

#[tokio::test]
async fn bytes_are_counted_as_they_came() {
    let text = "<p>Je werkt 20 uur per week op kantoor.</p>".repeat(300);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).expect("packed");
    let zstandard = zstd::bulk::compress(text.as_bytes(), 3).expect("packed");
    let packed = [("", text.clone().into_bytes()), ("gzip", gzip.finish().expect("packed")), ("zstd", zstandard)];
    for (encoding, body) in packed {
        let (wire, site, fetcher) = (body.len(), Site::new(encoding, body).await, fetcher());
        let page = site.page(&fetcher, &site.source(), None).await;
        assert_eq!(page.body, text.as_bytes(), "{encoding}");
        let head = page.exchange.bytes - wire as u64;
        assert!((60..200).contains(&head), "{encoding}: {head} bytes of head");
        let said = *site.said.lock().expect("a count") as u64;
        assert_eq!(fetcher.wire_bytes(&site.source().name), said, "{encoding}: robots.txt, tdmrep.json and the page");
    }
}
