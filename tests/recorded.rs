//! Recorded real sites, served on loopback, where this checkout has them beside it; skipped with a line where not.
//!
//! 1. Two nights of the sitemap and feed sites: all pages read, `/private/` never asked for, closings seen.

use crate::support::{Desk, objects, recorded_data};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) struct Replay(Child);

impl Replay {
    pub(crate) fn start(folder: &Path, port: u16, day: u32, log: &Path) -> Self {
        let mut command = Command::new("python3");
        command.arg(folder.join("sites/replay.py")).args([
            "--port",
            &port.to_string(),
            "--day",
            &day.to_string(),
            "--log",
        ]);
        let mut process = command.arg(log).stdout(Stdio::piped()).spawn().expect("the recorded sites start");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("output")).read_line(&mut line).expect("a line");
        Self(process)
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.0.kill().expect("the recorded sites end");
        self.0.wait().expect("the recorded sites ended");
    }
}

/// The first of four free ports in a row.
pub(crate) fn four_ports() -> u16 {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    (20_000..60_000).step_by(7).find(|port| (0..4).all(|more| free(port + more))).expect("four free ports")
}

#[test]
fn two_nights_of_recorded_sites() {
    let Some(folder) = recorded_data() else {
        println!("skipped: there is no recorded data beside this checkout");
        return;
    };
    let desk = Desk::new();
    let (port, log) = (four_ports(), desk.path("requests.tsv"));
    let common = "requests_per_second = 50.0\nallow_private_addresses = true\n";
    desk.write(
        "config/sources/pages.toml",
        &format!("name = \"pages\"\nkind = \"sitemap\"\nurl = \"http://127.0.0.1:{port}/\"\n{common}"),
    );
    desk.write(
        "config/sources/feed.toml",
        &format!("name = \"feed\"\nkind = \"rss\"\nurl = \"http://127.0.0.1:{}/jobs.rss\"\n{common}", port + 2),
    );
    let sites = Replay::start(&folder, port, 1, &log);
    let first = objects(&desk.done(&["--date", "2026-11-23", "--format", "json", "crawl"]));
    drop(sites);
    let sites = Replay::start(&folder, port, 2, &log);
    let second = objects(&desk.done(&["--date", "2026-11-24", "--format", "json", "crawl"]));
    drop(sites);
    let count = |night: &[serde_json::Value], source: &str, what: &str| {
        let report = night.iter().find(|each| each["source"] == source).expect("a report");
        report["report"][what].as_u64().expect("a count")
    };
    assert!(count(&first, "pages", "pages") > 400 && count(&first, "pages", "new") > 400);
    assert!(count(&first, "pages", "refused_by_robots") > 0);
    assert!(count(&first, "feed", "new") + count(&first, "feed", "duplicates") > 200);
    assert!(count(&first, "feed", "duplicates") > 5, "the recorded feed repeats itself");
    assert!(
        count(&second, "pages", "closed") > 0
            && count(&second, "pages", "new") > 0
            && count(&second, "pages", "changed") > 0
    );
    assert!(count(&second, "pages", "pages") < count(&first, "pages", "pages") / 4);
    let asked = std::fs::read_to_string(&log).expect("the log");
    assert!(!asked.contains("/private/"), "robots.txt was not obeyed");
}
