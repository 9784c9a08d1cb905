//! How many pages a second are fetched and harvested, beside a loop that only fetches. One variant a process, so that
//! time and memory are its own; `benches/crawl/run` makes the sites, runs every contender in turn and prints the table.
//!
//! Politeness is at work as always (robots.txt, one request at a time to a host); only the rate is set out of reach.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use domain::{ClosingRules, Harvest, Page, PageRequest, Posting, Purpose, Source, Validators};
use fetch::archive::{Archive, Location, Packed};
use fetch::{Answer, Fetcher, Settings};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{NewPosting, PageCommit, VacancyStore};
use tokio::task::JoinSet;
use url::Url;

/// A rate that never makes a request wait.
const OUT_OF_REACH: f64 = 1e6;
/// Requests at the same time of the loop that only fetches.
const AT_ONCE: usize = 64;

/// Pages that are committed together: about as many as the program takes in before it commits.
const TOGETHER: usize = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|each| each != "--bench").collect();
    let [variant, list] = arguments.as_slice() else {
        println!("run crates/app/benches/crawl/run: it makes the sites and starts this with a variant and their list");
        return Ok(());
    };
    let sites: Vec<Url> = std::fs::read_to_string(list)?.lines().map(str::parse).collect::<Result<_, _>>()?;
    // the loop that only fetches is fastest on one thread; the others run as the program does
    let runtime = match variant.as_str() {
        "bare" => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    }
    .enable_all()
    .build()?;
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    let began = Instant::now();
    let pages = match variant.as_str() {
        "bare" => runtime.block_on(bare(sites))?,
        "harvest" => runtime.block_on(harvest(sites))?,
        "kept" => runtime.block_on(kept(sites))?,
        other => return Err(format!("there is no variant '{other}': bare, harvest or kept").into()),
    };
    report(variant, pages, began.elapsed());
    Ok(())
}

fn report(variant: &str, pages: usize, time: Duration) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap_or_default();
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // user and system time are fields 14 and 15, in hundredths of a second
    let ticks: u64 = stat.split(' ').skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    let each = |amount: f64| (amount / pages.max(1) as f64).round();
    let line = json!({
        "what": variant, "pages": pages, "seconds": (time.as_secs_f64() * 1e3).round() / 1e3,
        "pages_per_second": (pages as f64 / time.as_secs_f64()).round(),
        "processor_microseconds_per_page": each(ticks as f64 * 1e4), "resident_mebibytes": peak / 1024,
    });
    println!("{line}");
}

/// The limit: every page of the sitemaps, fetched and thrown away.
async fn bare(sites: Vec<Url>) -> Result<usize, Box<dyn std::error::Error>> {
    let provider = rustls::crypto::ring::default_provider();
    let _already = provider.install_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let mut pages = Vec::new();
    for site in sites {
        let sitemap = client.get(site.join("sitemap.xml")?).send().await?.text().await?;
        let each = sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
        pages.extend(each.map(str::to_owned));
    }
    let (count, mut rest) = (pages.len(), pages.into_iter());
    let mut under_way = JoinSet::new();
    loop {
        while let Some(page) = (under_way.len() < AT_ONCE).then(|| rest.next()).flatten() {
            let client = client.clone();
            under_way.spawn(async move { client.get(page).send().await?.bytes().await.map(|body| body.len()) });
        }
        match under_way.join_next().await {
            Some(length) => assert!(length?? > 0),
            None => return Ok(count),
        }
    }
}

/// Passend's fetcher and readers, every page down to its posting.
async fn harvest(sites: Vec<Url>) -> Result<usize, Box<dyn std::error::Error>> {
    let mut under_way = JoinSet::new();
    let fetcher = Fetcher::new(settings())?;
    for (number, site) in sites.into_iter().enumerate() {
        let (fetcher, source) = (fetcher.clone(), source(number, &site)?);
        under_way.spawn(async move {
            let mut postings = 0;
            let found = |_: Page, harvest: Harvest| {
                postings += harvest.postings.len();
                std::future::ready(())
            };
            site_of(fetcher, source, found).await;
            postings
        });
    }
    Ok(under_way.join_all().await.into_iter().sum())
}

/// The same, with every page in the archive and every posting in the database; what its text says is not looked for.
async fn kept(sites: Vec<Url>) -> Result<usize, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut store = VacancyStore::open(&folder.path().join("vacancies.sqlite"))?;
    let mut archive = Archive::open(&folder.path().join("pages"), (&settings()).into())?;
    let (sender, mut pages) = tokio::sync::mpsc::channel(AT_ONCE);
    let fetcher = Fetcher::new(settings())?;
    for (number, site) in sites.into_iter().enumerate() {
        let sender = sender.clone();
        tokio::spawn(site_of(fetcher.clone(), source(number, &site)?, move |page: Page, harvest: Harvest| {
            let packed = Packed::page(&page);
            let postings: Vec<NewPosting> = harvest.postings.into_iter().map(new_posting).collect();
            let sender = sender.clone();
            async move { drop(sender.send((page, packed, postings, harvest.requests)).await) }
        }));
    }
    drop(sender);
    let mut count = 0;
    let mut taken_in = 0;
    while let Some((page, packed, postings, requests)) = pages.recv().await {
        if taken_in % TOGETHER == 0 {
            store.end_batch()?;
            store.begin_batch()?;
        }
        taken_in += 1;
        count += postings.len();
        let place = archive.append(&packed?)?;
        keep(&mut store, &page, postings, (&requests, place))?;
    }
    store.end_batch()?;
    archive.sync()?;
    store.settle()?;
    Ok(count)
}

fn keep(
    store: &mut VacancyStore,
    page: &Page,
    postings: Vec<NewPosting>,
    (requests, place): (&[PageRequest], Location),
) -> Result<(), Box<dyn std::error::Error>> {
    store.commit_page(&PageCommit {
        page,
        listed_last_modified: None,
        requests,
        listing: None,
        archived: Some((place.file, place.offset)),
        postings,
        doubt: None,
        applies: None,
        closing: &ClosingRules::default(),
        now: page.fetched_at,
    })?;
    Ok(())
}

fn new_posting(posting: Posting) -> NewPosting {
    NewPosting { version: store::canonical_hash(&posting), group: String::new(), likeness: Vec::new(), posting }
}

fn source(number: usize, site: &Url) -> Result<Arc<Source>, serde_json::Error> {
    let source = json!({
        "name": format!("site-{number}"), "kind": "sitemap", "url": site,
        "requests_per_second": OUT_OF_REACH, "allow_private_addresses": true,
    });
    serde_json::from_value(source).map(Arc::new)
}

/// One site from its sitemap to its last page.
async fn site_of<Done: Future<Output = ()>>(
    fetcher: Fetcher,
    source: Arc<Source>,
    mut found: impl FnMut(Page, Harvest) -> Done,
) {
    let mut waiting = vec![extract::sources::fallback_sitemap(&source)];
    while let Some(request) = waiting.pop() {
        if let Ok(Answer::Page(page)) = fetcher.fetch(&source, &request, &Validators::default()).await {
            let harvest = extract::read(&source, &page);
            let details = harvest.requests.iter().filter(|each| each.purpose == Purpose::Detail);
            waiting.extend(details.cloned());
            found(page, harvest).await;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark has the clock that the program has")]
fn settings() -> Settings {
    let usual = Settings::usual("bench@passend.invalid", Arc::new(chrono::Utc::now));
    Settings { requests_per_second: OUT_OF_REACH, requests_at_once: AT_ONCE, ..usual }
}
