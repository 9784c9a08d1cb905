//! Politeness, as the server sees it.
//!
//! 1. The gap between two requests is never under the period, by Crawl-delay, by a source's rate, or by the usual one.
//! 2. robots.txt: 400 to 499 allows, five redirects are followed, failure forbids unless the last good copy is young.
//! 3. tdmrep.json and its header stop the harvest; it is asked for once, and not where robots.txt forbids it.
//! 4. Retry-After and failures make the whole host wait; many failures end the asking.

#![expect(clippy::expect_used, reason = "a test stops where its own site fails")]

use chrono::{DateTime, TimeDelta, Utc};
use domain::RequestOutcome::{self, *};
use domain::{PageRequest, Purpose, Source, Validators};
use fetch::{Fetcher, KnownFile, Settings};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Paths with the head and body that they answer; all others answer 404.
type Pages = BTreeMap<&'static str, (&'static str, &'static str)>;

/// When what was asked for.
type Asked = Arc<Mutex<Vec<(Instant, String)>>>;

/// A site on loopback that notes who asked for what and when. Ended when dropped.
struct Site {
    base: String,
    asked: Asked,
    pages: Arc<Mutex<Pages>>,
    serving: JoinHandle<()>,
}

impl Site {
    async fn new(pages: &[(&'static str, &'static str, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let pages = Arc::new(Mutex::new(pages.iter().map(|(path, head, body)| (*path, (*head, *body))).collect()));
        let asked: Asked = Arc::default();
        let serving = tokio::spawn(serve(listener, Arc::clone(&asked), Arc::clone(&pages)));
        Self { base, asked, pages, serving }
    }

    fn paths(&self) -> Vec<String> {
        self.asked.lock().expect("requests").iter().map(|(_, path)| path.clone()).collect()
    }

    /// The shortest time between two requests.
    fn shortest_gap(&self) -> Duration {
        let asked = self.asked.lock().expect("requests");
        asked.windows(2).map(|two| two[1].0 - two[0].0).min().expect("two requests")
    }

    fn source(&self, more: serde_json::Value) -> Source {
        let mut text = serde_json::json!({"name": "site", "kind": "sitemap", "url": self.base, "allow_private_addresses": true, "requests_per_second": 1000.0});
        let fields = text.as_object_mut().expect("fields");
        fields.extend(more.as_object().expect("fields").clone());
        serde_json::from_value(text).expect("a source")
    }

    async fn outcome(&self, fetcher: &Fetcher, path: &str) -> RequestOutcome {
        self.outcome_as(fetcher, path, serde_json::json!({})).await
    }

    async fn outcome_as(&self, fetcher: &Fetcher, path: &str, more: serde_json::Value) -> RequestOutcome {
        let url = format!("{}{path}", self.base).parse().expect("an address");
        let request = PageRequest::new(url, Purpose::Detail);
        match fetcher.fetch(&self.source(more), &request, &Validators::default()).await {
            Ok(_) => Fetched,
            Err(refusal) => refusal.outcome(),
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, asked: Asked, pages: Arc<Mutex<Pages>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, Arc::clone(&asked), Arc::clone(&pages)));
    }
}

/// Answers request after request on one connection.
async fn converse(mut stream: TcpStream, asked: Asked, pages: Arc<Mutex<Pages>>) {
    let (reader, mut writer) = stream.split();
    let mut lines = BufReader::new(reader).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let path = line.strip_prefix("GET ").and_then(|rest| rest.split(' ').next());
        let Some(path) = path else { continue };
        asked.lock().expect("requests").push((Instant::now(), path.to_owned()));
        let (head, body) = pages.lock().expect("pages").get(path).copied().unwrap_or(("404 Not Found", ""));
        let answer = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        drop(writer.write_all(answer.as_bytes()).await);
    }
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a moment")
}

fn settings() -> Settings {
    let usual = Settings::usual("test@passend.invalid", Arc::new(moment));
    Settings { requests_per_second: 1000.0, attempts: 1, first_pause: Duration::from_millis(1), ..usual }
}

fn fetcher() -> Fetcher {
    Fetcher::new(settings()).expect("a fetcher")
}

const OK: &str = "200 OK";

#[tokio::test]
async fn the_gap_is_never_under_the_period() {
    let cases = [
        ("User-agent: *\nCrawl-delay: 0.3", 1000.0, None, 300),
        ("", 5.0, None, 200),
        ("", 1000.0, Some(4.0), 250),
        ("User-agent: *\nCrawl-delay: 0.3", 1000.0, Some(50.0), 300),
    ];
    for (robots, usual, said, expected) in cases {
        let site = Site::new(&[("/robots.txt", OK, robots), ("/a", OK, "a"), ("/b", OK, "b")]).await;
        let fetcher = Fetcher::new(Settings { requests_per_second: usual, ..settings() }).expect("a fetcher");
        let said = serde_json::json!({"requests_per_second": said});
        // two sources on one host at the same time share its pace
        let paths = ["/a", "/b", "/a"];
        let asked = paths.map(|path| site.outcome_as(&fetcher, path, said.clone()));
        assert_eq!(futures::future::join_all(asked).await, [Fetched; 3]);
        assert_eq!(site.paths().len(), 5, "robots.txt, tdmrep.json, and three pages");
        let gap = site.shortest_gap();
        assert!(gap >= Duration::from_millis(expected), "{gap:?} of {expected} ms");
    }
}

#[tokio::test]
async fn robots_by_its_answer() {
    let robots = |head, body| [("/robots.txt", head, body), ("/a", OK, "a"), ("/1", "302 x\r\nLocation: /2", "")];
    let cases = [
        (robots("404 x", ""), Fetched),
        (robots("403 x", ""), Fetched),
        (robots("500 x", ""), NoRobots),
        (robots("429 x", ""), NoRobots),
        (robots(OK, "User-agent: *\nDisallow: /"), RefusedByRobots),
        (robots(OK, "User-agent: *\nCrawl-delay: 31"), OverLimit),
        (robots("301 x\r\nLocation: /robots.txt", ""), Fetched),
    ];
    for (pages, expected) in cases {
        let site = Site::new(&pages).await;
        assert_eq!(site.outcome(&fetcher(), "/a").await, expected, "{:?}", pages[0]);
    }
}

#[tokio::test]
async fn robots_is_followed_five_times() {
    const HOPS: [(&str, &str); 5] = [
        ("/robots.txt", "301 x\r\nLocation: /1"),
        ("/1", "302 x\r\nLocation: /2"),
        ("/2", "303 x\r\nLocation: /3"),
        ("/3", "307 x\r\nLocation: /4"),
        ("/4", "308 x\r\nLocation: /5"),
    ];
    let mut pages: Vec<_> = HOPS.iter().map(|(path, head)| (*path, *head, "")).collect();
    pages.push(("/5", OK, "User-agent: *\nDisallow: /"));
    let site = Site::new(&pages).await;
    assert_eq!(site.outcome(&fetcher(), "/a").await, RefusedByRobots);
}

#[tokio::test]
async fn the_last_good_copy_serves_for_a_day() {
    for (hours, expected) in [(1, RefusedByRobots), (13, RefusedByRobots), (23, RefusedByRobots), (24, NoRobots)] {
        let site = Site::new(&[("/robots.txt", "503 x", ""), ("/a", OK, "a")]).await;
        let fetcher = fetcher();
        fetcher.remember(vec![KnownFile {
            url: format!("{}/robots.txt", site.base).parse().expect("an address"),
            fetched_at: moment() - TimeDelta::hours(hours),
            body: b"User-agent: *\nDisallow: /a".to_vec(),
        }]);
        assert_eq!(site.outcome(&fetcher, "/a").await, expected, "{hours} hours");
        // a copy of less than half a day needs no request, an older one is asked for again first
        assert_eq!(site.paths().is_empty(), hours < 12, "{hours} hours");
        assert!(!site.paths().contains(&"/a".to_owned()) && fetcher.new_copies().is_empty());
    }
}

#[tokio::test]
async fn copies_are_given_out_once() {
    let site = Site::new(&[("/robots.txt", OK, "User-agent: *\nDisallow: /b"), ("/a", OK, "a")]).await;
    let (first, second) = (fetcher(), fetcher());
    assert_eq!(site.outcome(&first, "/a").await, Fetched);
    let copies = first.new_copies();
    assert_eq!(
        copies.iter().map(|copy| copy.url.path()).collect::<Vec<_>>(),
        ["/robots.txt", "/.well-known/tdmrep.json"]
    );
    assert!(first.new_copies().is_empty());
    second.remember(copies);
    assert_eq!(site.outcome(&second, "/b").await, RefusedByRobots);
    assert_eq!(site.outcome(&second, "/a").await, Fetched);
    assert_eq!(site.paths(), ["/robots.txt", "/.well-known/tdmrep.json", "/a", "/a"]);
}

#[tokio::test]
async fn what_is_reserved() {
    const FILE: &str = r#"[{"location": "/werk", "tdm-reservation": 1}]"#;
    let reserving = ("/.well-known/tdmrep.json", "200 OK\r\nContent-Type: application/json", FILE);
    let site =
        Site::new(&[reserving, ("/a", OK, "a"), ("/werk/1", OK, "b"), ("/c", "200 x\r\ntdm-reservation: 1", "c")])
            .await;
    let fetcher = fetcher();
    let mut ended = Vec::new();
    for path in ["/a", "/werk/1", "/werk/2", "/c"] {
        ended.push(site.outcome(&fetcher, path).await);
    }
    assert_eq!(ended, [Fetched, Reserved, Reserved, Reserved]);
    assert_eq!(
        site.paths(),
        ["/robots.txt", "/.well-known/tdmrep.json", "/a", "/c"],
        "asked for once, and nothing reserved"
    );
    let forbidding =
        Site::new(&[("/robots.txt", OK, "User-agent: *\nDisallow: /.well-known/"), reserving, ("/werk/1", OK, "b")])
            .await;
    assert_eq!(forbidding.outcome(&fetcher, "/werk/1").await, Fetched);
    assert_eq!(forbidding.paths(), ["/robots.txt", "/werk/1"]);
}

#[tokio::test]
async fn a_failure_makes_the_whole_host_wait() {
    let site = Site::new(&[("/a", "503 x\r\nRetry-After: 1", ""), ("/b", OK, "b")]).await;
    let fetcher = fetcher();
    assert_eq!(site.outcome(&fetcher, "/a").await, ServerError);
    let before = site.asked.lock().expect("requests").last().expect("a request").0;
    assert_eq!(site.outcome(&fetcher, "/b").await, Fetched);
    let after = site.asked.lock().expect("requests").last().expect("a request").0;
    assert!(after - before >= Duration::from_secs(1), "{:?}", after - before);
}

#[tokio::test]
async fn a_host_that_was_mended_is_tried_again_within_its_attempts() {
    let site = Site::new(&[("/a", "500 x", "")]).await;
    let patient = Settings { attempts: 3, first_pause: Duration::from_millis(200), ..settings() };
    let fetcher = Fetcher::new(patient).expect("a fetcher");
    let mending = async {
        tokio::time::sleep(Duration::from_millis(90)).await;
        site.pages.lock().expect("pages").insert("/a", (OK, "a"));
    };
    let (ended, ()) = tokio::join!(site.outcome(&fetcher, "/a"), mending);
    assert_eq!((ended, site.paths().len()), (Fetched, 4));
}

#[tokio::test]
async fn a_broken_host_is_left_alone() {
    let site = Site::new(&[("/a", "500 x", ""), ("/b", OK, "b")]).await;
    let fetcher = fetcher();
    let mut ended = Vec::new();
    for _ in 0..7 {
        ended.push(site.outcome(&fetcher, "/a").await);
    }
    assert_eq!(ended, [[ServerError; 5].as_slice(), &[TurnedAway; 2]].concat());
    assert_eq!(site.outcome(&fetcher, "/b").await, TurnedAway, "the whole host rests");
    assert_eq!(site.paths().len(), 7, "robots.txt, tdmrep.json, and five requests");
}
