//! The `spider` crate's own way: crawl from the sitemap, and read the JSON-LD of every page by searching for its block.
//! Prints pages and seconds as JSON. Not part of the workspace.

use std::time::Instant;
use spider::website::Website;

#[tokio::main]
async fn main() {
    let list = std::env::args().nth(1).expect("a file with the addresses of the sites");
    let sites = std::fs::read_to_string(list).expect("the file");
    let began = Instant::now();
    let mut runs = Vec::new();
    for site in sites.lines() {
        runs.push(tokio::spawn(one(site.to_owned())));
    }
    let mut pages = 0;
    for run in runs {
        pages += run.await.expect("a site");
    }
    let seconds = began.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak: u64 = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0").trim().trim_end_matches(" kB").parse().unwrap_or(0);
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: u64 = stat.split(' ').skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    println!(
        "{{\"what\":\"spider\",\"pages\":{pages},\"seconds\":{seconds:.3},\"pages_per_second\":{:.0},\"processor_microseconds_per_page\":{:.0},\"resident_mebibytes\":{}}}",
        pages as f64 / seconds, ticks as f64 * 1e4 / f64::max(pages as f64, 1.0), peak / 1024
    );
}

/// One site: its sitemap's pages, each held against its JSON-LD.
async fn one(site: String) -> usize {
    let mut website = Website::new(&site);
    website.configuration.respect_robots_txt = true;
    website.with_sitemap(Some("/sitemap.xml")).with_delay(0);
    // room for a whole site: a page that does not fit is lost to the subscriber
    let mut receiver = website.subscribe(4096);
    let counting = tokio::spawn(async move {
        let mut found = 0;
        while let Ok(page) = receiver.recv().await {
            found += usize::from(posting(&page.get_html()).is_some());
        }
        found
    });
    website.crawl_sitemap().await;
    website.unsubscribe();
    drop(website);
    counting.await.expect("counted")
}

fn posting(html: &str) -> Option<serde_json::Value> {
    let begin = html.find("application/ld+json\">")? + "application/ld+json\">".len();
    let end = begin + html[begin..].find("</script>")?;
    serde_json::from_str(&html[begin..end]).ok()
}
