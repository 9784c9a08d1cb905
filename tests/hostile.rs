//! Sites that hurt a crawler. Each is survived in bounded time and memory, and has a named outcome.
//!
//! 1. Every way to answer badly ends under its name within the time limit.
//! 2. A storm of 429 ends after its first answer, whatever date its Retry-After names; the host is then left alone.
//! 3. Traps within pages (entities, depth, size, dates) cost a page at most, and never the reader.
//! 4. The program ends on a site full of traps, finds the vacancies between them, and its memory stays bounded.

use self::pages::ENTITIES;
use self::site::{Trap, Trapped, page};
use self::traps::{TRAPS, gzip_bomb};
use crate::support::{Desk, Site, objects, vacancy_page};
use chrono::Utc;
use domain::RequestOutcome::{self, *};
use domain::{PageRequest, Purpose, Source, Validators};
use fetch::{Fetcher, Settings};
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

mod pages;
mod site;
mod traps;

/// For one answer; long enough for a busy machine to answer three requests that are no traps.
const TIME: Duration = Duration::from_secs(2);

/// Traps under way at the same time.
const AT_ONCE: usize = 6;

fn settings() -> Settings {
    Settings {
        requests_per_second: 1000.0,
        timeout: TIME,
        max_body_bytes: 2 << 20,
        attempts: 1,
        ..Settings::usual("test@passend.invalid", Arc::new(Utc::now))
    }
}

fn source(base: &str) -> Source {
    let text = serde_json::json!({"name": "site", "kind": "sitemap", "url": format!("{base}/sitemap.xml"),
        "requests_per_second": 1000.0, "allow_private_addresses": true});
    serde_json::from_value(text).expect("a source")
}

/// How a request for `/page` of a site ends: its name, and its words.
async fn outcome(fetcher: &Fetcher, base: &str) -> (RequestOutcome, String) {
    let request = PageRequest::new(format!("{base}/page").parse().expect("an address"), Purpose::Detail);
    match fetcher.fetch(&source(base), &request, &Validators::default()).await {
        Ok(answer) => (Fetched, format!("{answer:?}")),
        Err(refusal) => (refusal.outcome(), refusal.to_string()),
    }
}

/// Asks a site for its page: the trap's name, the expected outcome, the real one with its words, and how long it took.
async fn fall_into(
    name: &'static str,
    trap: Trap,
    expected: RequestOutcome,
) -> (&'static str, RequestOutcome, (RequestOutcome, String), Duration) {
    let (site, began) = (Trapped::new(trap), Instant::now());
    let fetcher = Fetcher::new(settings()).expect("a fetcher");
    (name, expected, outcome(&fetcher, &site.base).await, began.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_trap_ends_under_its_name() {
    gzip_bomb();
    let mut traps = TRAPS.iter();
    let (mut under_way, mut wrong) = (tokio::task::JoinSet::new(), Vec::new());
    loop {
        for (name, trap, expected) in traps.by_ref().take(AT_ONCE - under_way.len()) {
            under_way.spawn(fall_into(name, *trap, *expected));
        }
        let Some(ended) = under_way.join_next().await else { break };
        let (name, expected, (ended, words), took) = ended.expect("no trap makes the fetcher panic");
        // robots.txt, tdmrep.json and page each have the whole time, and a busy machine some more
        if ended != expected || took > 4 * TIME {
            wrong.push(format!("{name}: {ended:?}, not {expected:?}, in {took:?}: {words}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_certificate_that_does_not_hold() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let server = server.expect("versions").with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
    let server = Arc::new(server.expect("a server"));
    let site = Trapped::serving("https", move |_, stream| {
        let connection = rustls::ServerConnection::new(Arc::clone(&server)).expect("a connection");
        let mut secured = rustls::StreamOwned::new(connection, stream);
        page("/page", &mut secured, "200 OK", b"x");
    });
    let fetcher = Fetcher::new(settings()).expect("a fetcher");
    // robots.txt cannot be had, so the page is not even asked for
    assert_eq!(outcome(&fetcher, &site.base).await.0, NoRobots);
    let verdict = fetcher.robots(&source(&site.base), &site.base.parse().expect("an address")).await.to_string();
    assert!(verdict.contains("certificate"), "{verdict}");
}

#[tokio::test]
async fn a_storm_of_429_is_left_alone() {
    const STORMS: [Trap; 3] = [
        |path, stream| page(path, stream, "429 Too Many Requests\r\nRetry-After: 3600", b""),
        |path, stream| page(path, stream, "503 x\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT", b""),
        |path, stream| page(path, stream, "429 x\r\nRetry-After: 99999999999999999999999", b""),
    ];
    for storm in STORMS {
        let site = Trapped::new(storm);
        let fetcher = Fetcher::new(Settings { attempts: 3, ..settings() }).expect("a fetcher");
        for _ in 0..20 {
            assert_eq!(outcome(&fetcher, &site.base).await.0, TurnedAway);
        }
        assert_eq!(site.asked.load(Ordering::SeqCst), 3, "robots.txt, tdmrep.json, and the page once");
    }
}

/// The most memory that a process had, in KiB, as long as it lives.
fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn the_program_ends_on_a_site_full_of_traps() {
    let (desk, site) = (Desk::new(), Site::new());
    let config = std::fs::read_to_string(desk.path("config/passend.toml")).expect("a configuration");
    let few = config.replace("max_pages_of_a_source = 50_000", "max_pages_of_a_source = 60");
    assert_ne!(few, config, "the limit has another name or value");
    desk.write("config/passend.toml", &few);
    // a calendar: every month names the next; a sitemap that names itself; vacancies between them
    for month in 0..200 {
        let link = format!(
            "<a href=\"/agenda/{}\" rel=\"next\">verder</a><a class=\"v\" href=\"/v/{month}\">x</a>",
            month + 1
        );
        site.put(&format!("/agenda/{month}"), 200, &link);
        site.put(&format!("/v/{month}"), 200, &vacancy_page(&format!("Kok {month}"), "Bedrijf", "Koken."));
    }
    let list = |path: &str| format!("<sitemap><loc>{}{path}</loc></sitemap>", site.base);
    site.put(
        "/sitemap.xml",
        200,
        &format!("<sitemapindex>{}{}</sitemapindex>", list("/sitemap.xml"), list("/pages.xml")),
    );
    let pages = ["/v/1", "/deep", "/later"].map(|path| format!("<url><loc>{}{path}</loc></url>", site.base)).concat();
    site.put("/pages.xml", 200, &format!("{ENTITIES}<urlset>{pages}</urlset>"));
    site.put("/deep", 200, &"<div>".repeat(300_000));
    site.put("/later", 200, &vacancy_page("Tijdreiziger", "Bedrijf", "Later.").replace("2026-11-20", "9999-12-31"));
    desk.sitemap_source(&site);
    desk.write(
        "config/sources/calendar.toml",
        &format!(
            "name = \"calendar\"\nkind = \"html\"\nurl = \"{}/agenda/0\"\nrequests_per_second = 50.0\nallow_private_addresses = true\n[select]\nlist = \"a.v\"\nnext = \"a[rel=next]\"\n",
            site.base
        ),
    );
    let mut night = desk.command(&["--format", "json", "crawl"]);
    let mut night =
        night.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().expect("a night");
    let (began, mut peak) = (Instant::now(), 0);
    while night.try_wait().expect("the night").is_none() {
        peak = peak.max(peak_of(night.id()).unwrap_or(0));
        if began.elapsed() > Duration::from_secs(180) {
            night.kill().expect("its end");
            panic!("the night does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut told = String::new();
    night.stdout.take().expect("output").read_to_string(&mut told).expect("text");
    let reports = objects(&told);
    let report = |name: &str| reports.iter().find(|each| each["source"] == name).expect("a report")["report"].clone();
    assert!(report("calendar")["last_error"].as_str().is_some_and(|error| error.contains("max_pages")), "{told}");
    assert_eq!(report("site")["pages"], 5, "{told}");
    assert!(site.requests().iter().filter(|path| *path == "/sitemap.xml").count() == 1);
    println!("{} MiB at most, {:?}", peak >> 10, began.elapsed());
    assert!(peak < 400 << 10, "{peak} KiB");
}
