//! Travel times of a route planner: a stand-in that speaks OSRM's `table` service, on loopback.
//!
//! 1. The night asks in batches what is in reach, and no more; the explanation says whose the time is, and of which day.
//! 2. Nothing is asked twice, until an answer is too old; nor for two candidates in one area.
//! 3. Where there is no route, the estimate serves, and says so.
//! 4. Whatever the server does wrong, the night is made by estimates, with one warning.
//! 5. What is sent is points.
//! 6. `match` and `explain` ask nobody; a faulty section is refused.

use crate::support::{Desk, Site, objects, path_of, profile, vacancy_page};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the stand-in does.
#[derive(Debug, Clone, Copy)]
enum Answers {
    /// So many seconds to each destination, or no route.
    Seconds(Option<u32>),
    ErrorCode,
    Nothing,
    OneTooFew,
    Garbage,
}

/// The stand-in. It ends when dropped.
struct Planner {
    host: String,
    asked: Arc<Mutex<Vec<String>>>,
    ended: Arc<AtomicBool>,
}

impl Planner {
    fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let host = listener.local_addr().expect("its address").to_string();
        let (asked, ended) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (noted, stop) = (Arc::clone(&asked), Arc::clone(&ended));
        std::thread::spawn(move || {
            for connection in listener.incoming().take_while(|_| !stop.load(Ordering::SeqCst)).flatten() {
                let (noted, stop) = (Arc::clone(&noted), Arc::clone(&stop));
                std::thread::spawn(move || serve(&connection, answers, &noted, &stop));
            }
        });
        Self { host, asked, ended }
    }

    /// Takes what was asked so far.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("what was asked"))
    }
}

impl Drop for Planner {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(&self.host));
    }
}

fn serve(connection: &TcpStream, answers: Answers, asked: &Mutex<Vec<String>>, stop: &AtomicBool) {
    let (mut lines, mut writer) = (BufReader::new(connection).lines(), connection);
    while let Some(Ok(line)) = lines.next() {
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let headers: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        let destinations = path.matches(';').count();
        asked.lock().expect("what was asked").push(format!("{path}\n{}", headers.join("\n")));
        let (status, body) = match answers {
            Answers::Seconds(seconds) => (200, table(seconds, destinations)),
            Answers::OneTooFew => (200, table(Some(60), destinations - 1)),
            Answers::ErrorCode => (400, r#"{"code":"TooBig","message":"Too many table coordinates"}"#.to_owned()),
            Answers::Garbage => (200, "<html>".to_owned()),
            Answers::Nothing => {
                while !stop.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                return;
            }
        };
        let length = body.len();
        let head = format!("HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
        if writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(body.as_bytes())).is_err() {
            return;
        }
    }
}

/// The answer of OSRM: the source is the first destination.
fn table(seconds: Option<u32>, destinations: usize) -> String {
    let times = std::iter::once(serde_json::json!(0)).chain((0..destinations).map(|_| serde_json::json!(seconds)));
    serde_json::json!({"code": "Ok", "durations": [times.collect::<Vec<_>>()], "sources": [], "destinations": []})
        .to_string()
}

const PLACES: [(&str, &str); 5] = [
    ("Zutphen", "7201 AB"),
    ("Lochem", "7241 AB"),
    ("Deventer", "7411 AB"),
    ("Brummen", "6971 AB"),
    ("Maastricht", "6211 AB"),
];

/// A desk with a vacancy in each place, one candidate, and a planner for those who cycle.
fn desk(site: &Site, host: &str) -> Desk {
    let desk = Desk::new();
    let titles = PLACES.map(|(place, _)| format!("Receptionist {place}"));
    for (title, (place, postcode)) in titles.iter().zip(PLACES) {
        let page = vacancy_page(title, &format!("Bedrijf {place}"), "Je werkt 20 uur per week. Mbo niveau 3.");
        let page = page.replace("\"addressLocality\":\"Zutphen\"", &format!("\"addressLocality\":\"{place}\""));
        site.put(&path_of(title), 200, &page.replace("7201 AB", postcode));
    }
    site.list(&titles.each_ref().map(String::as_str));
    desk.sitemap_source(site);
    configure(
        &desk,
        &format!(
            "bike = \"http://{host}\"\ndestinations_a_request = 3\ntimeout_seconds = 1\nrequests_per_second = 100.0"
        ),
    );
    cyclist(&desk, "c-0001");
    desk
}

/// A candidate who cycles.
fn cyclist(desk: &Desk, id: &str) {
    let file = format!("{id}.toml");
    desk.write(&file, &profile(id).replace("\"public_transport\", ", ""));
    desk.done(&["candidates", "import", &desk.path(&file).display().to_string()]);
}

fn configure(desk: &Desk, osrm: &str) {
    let path = desk.path("config/passend.toml");
    let text = std::fs::read_to_string(&path).expect("the configuration");
    let text = text.split("\n[travel.osrm]").next().unwrap_or_default();
    std::fs::write(&path, format!("{text}\n[travel.osrm]\n{osrm}\n")).expect("written");
}

/// How long it is to Lochem, as `explain` says it; checked to be what `match` says.
fn to_lochem(desk: &Desk, date: &str) -> String {
    let told = desk.done(&["--date", date, "match", "c-0001", "--format", "json"]);
    let matched = objects(&told).remove(0);
    let matches = matched["matches"].as_array().expect("matches");
    let lochem = matches.iter().find(|each| each["title"] == "Receptionist Lochem").expect("Lochem");
    let id = lochem["vacancy"].as_str().expect("an id");
    let explained = objects(&desk.done(&["--date", date, "explain", "c-0001", id, "--format", "json"])).remove(0);
    let asks = |of: &serde_json::Value| {
        let criteria = of["criteria"].as_array().expect("criteria");
        let travel = criteria.iter().find(|each| each["criterion"] == "travel").expect("travel");
        travel["asks"].as_str().expect("words").to_owned()
    };
    assert_eq!(asks(lochem), asks(&explained));
    asks(&explained)
}

#[test]
fn a_night_with_a_planner() {
    let (site, planner) = (Site::new(), Planner::new(Answers::Seconds(Some(1200))));
    let desk = desk(&site, &planner.host);
    desk.done(&["--date", "2026-11-24", "nightly"]);
    let asked = planner.asked();
    let destinations: Vec<usize> = asked.iter().map(|path| path.matches(';').count()).collect();
    assert_eq!(destinations, [3, 1], "four places are in reach, three at a time: {asked:?}");
    let home = asked[0].strip_prefix("/table/v1/bike/").and_then(|rest| rest.split(';').next()).expect("a home");
    for request in &asked {
        let (path, headers) = request.split_once('\n').expect("a path");
        assert!(path.starts_with(&format!("/table/v1/bike/{home};")), "{path}");
        assert!(path.ends_with("?sources=0&annotations=duration"), "{path}");
        assert!(path.chars().all(|each| each.is_ascii_digit() || "/table/v1/bike/,;.?sources=0&annotations=duration".contains(each)));
        assert!(
            !headers.contains("c-0001") && !headers.contains("Robin") && !headers.contains("example.org"),
            "{headers}"
        );
    }
    let expected = format!("18 to 25 minutes by bike (OSRM at {}, 2026-11-24)", planner.host);
    let told = to_lochem(&desk, "2026-11-24");
    assert!(told.ends_with(&expected), "{told}");
    let listed = desk.done(&["--date", "2026-11-24", "shortlist", "c-0001", "--format", "json"]);
    assert!(listed.contains(&expected), "{listed}");
    cyclist(&desk, "c-0002");
    desk.done(&["--date", "2026-11-25", "nightly"]);
    assert!(planner.asked().is_empty(), "nothing is asked twice");
    assert!(to_lochem(&desk, "2026-11-25").ends_with(&expected));
    assert!(to_lochem(&desk, "2027-02-23").ends_with("by bike (estimate)"), "an old answer does not serve");
    desk.done(&["--date", "2027-02-23", "shortlist", "--all"]);
    assert_eq!(planner.asked().len(), 2, "asked again");
    assert!(to_lochem(&desk, "2027-02-23").ends_with(", 2027-02-23)"));
}

#[test]
fn no_route() {
    let (site, planner) = (Site::new(), Planner::new(Answers::Seconds(None)));
    let desk = desk(&site, &planner.host);
    desk.done(&["--date", "2026-11-24", "nightly"]);
    assert_eq!(planner.asked().len(), 2);
    let told = to_lochem(&desk, "2026-11-24");
    assert!(told.ends_with(&format!("(estimate; OSRM at {} found no route, 2026-11-24)", planner.host)), "{told}");
    desk.done(&["--date", "2026-11-25", "nightly"]);
    assert!(planner.asked().is_empty(), "that there is no route is an answer");
}

#[test]
fn what_a_server_does_wrong() {
    let cases = [
        (Answers::ErrorCode, "TooBig: Too many table coordinates"),
        (Answers::Nothing, "no answer within 1 seconds"),
        (Answers::OneTooFew, "2 times where 3 were asked for"),
        (Answers::Garbage, "not valid"),
    ];
    for (answers, said) in cases {
        let (site, planner) = (Site::new(), Planner::new(answers));
        estimates_serve(&desk(&site, &planner.host), said);
        assert_eq!(planner.asked().len(), 1, "{answers:?}: a server that failed is left alone");
    }
}

#[test]
fn no_server() {
    let (site, planner) = (Site::new(), Planner::new(Answers::Garbage));
    let host = planner.host.clone();
    drop(planner);
    estimates_serve(&desk(&site, &host), "not reachable");
}

fn estimates_serve(desk: &Desk, said: &str) {
    let ran = desk.run(&["--date", "2026-11-24", "nightly"]);
    assert_eq!(ran.code(), 0, "{}", ran.said());
    let warnings: Vec<String> =
        ran.said().lines().filter(|line| line.contains("travel times of")).map(str::to_owned).collect();
    assert_eq!(warnings.len(), 1, "{}", ran.said());
    assert!(warnings[0].contains(said) && warnings[0].contains("estimates serve instead"), "{warnings:?}");
    assert!(!warnings[0].contains("6.2"), "no point is told: {warnings:?}");
    let told = to_lochem(desk, "2026-11-24");
    assert!(told.ends_with("by bike (estimate)"), "{told}");
}

#[test]
fn faulty_sections() {
    let desk = Desk::new();
    for (osrm, said) in [
        ("car = \"ftp://a.example\"", "http://"),
        ("keep_days = 5", "name at least one server"),
        ("train = \"http://a\"", "train"),
    ] {
        configure(&desk, osrm);
        let ran = desk.run(&["nightly"]);
        assert_eq!((ran.code(), ran.said().contains(said)), (2, true), "{osrm}: {}", ran.said());
    }
}
