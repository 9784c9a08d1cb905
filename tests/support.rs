//! What the integration tests share: a folder with a configuration, a job site on loopback, and running the program.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// A folder that `passend init` has set up, ended with the test.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self { folder: TempDir::new().expect("a temporary folder") };
        let folder = desk.path("").display().to_string();
        let made = program().args(["init", "--dir", &folder, "--contact", "test@passend.invalid"]).output();
        assert!(made.expect("passend init").status.success());
        desk
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    pub(crate) fn write(&self, inside: &str, text: &str) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The program with this folder's configuration, not started yet.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.arg("--config").arg(self.path("config/passend.toml")).arg("--data").arg(self.path("index"));
        command.args(arguments);
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.command(arguments).output().expect("passend runs"))
    }

    /// Runs a command that must end well, and gives its standard output.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code(), 0, "passend {arguments:?}: {}{}", ran.told(), ran.said());
        ran.told()
    }

    /// Starts a command and lets it run.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("passend starts")
    }

    /// A source of kind `sitemap` for a site on loopback.
    pub(crate) fn sitemap_source(&self, site: &Site) {
        self.write(
            "config/sources/site.toml",
            &format!(
                "name = \"site\"\nkind = \"sitemap\"\nurl = \"{}/sitemap.xml\"\nrequests_per_second = 50.0\nallow_private_addresses = true\n",
                site.base
            ),
        );
    }

    /// Imports a profile that most vacancies of the tests suit.
    pub(crate) fn candidate(&self, id: &str) {
        self.write(&format!("{id}.toml"), &profile(id));
        let file = self.path(&format!("{id}.toml")).display().to_string();
        self.done(&["candidates", "import", &file]);
    }

    /// The mails in the outbox.
    pub(crate) fn mails(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.path("outbox")) else { return Vec::new() };
        let mut mails: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        mails.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
        mails.sort();
        mails
    }
}

/// The program under test.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_passend"))
}

/// How a command came out.
pub(crate) struct Ran(pub(crate) Output);

impl Ran {
    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }
    pub(crate) fn told(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }
    pub(crate) fn said(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}

/// The JSON objects that a command printed, one a line.
pub(crate) fn objects(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// A profile that most vacancies of the tests suit.
pub(crate) fn profile(id: &str) -> String {
    format!(
        r#"id = "{id}"
language = "nl"
[contact]
name = "Robin Voorbeeld"
email = "robin@example.org"
[home]
postcode = "7201"
[travel]
modes = ["public_transport", "bike"]
max_minutes = 75
[trajectory]
first_sick_day = 2026-02-02
started = 2026-11-02
[capability]
document = "FML"
layout = "fml-2020"
drawn_up_on = 2026-10-15
valid_until = 2099-01-01
by = "company doctor"
[[capability.items]]
item = "lifting"
level = 2
[capability.hours]
per_day = 6
per_week = 24
no_night = true
[[education]]
level = "mbo4"
field = "administratie"
diploma = true
[[experience]]
title = "administratief medewerker"
years = 8.0
[qualifications]
licences = ["B"]
languages = [{{ language = "nl", level = "native" }}]
[search]
occupations = ["administratief medewerker", "receptionist"]
"#
    )
}

/// A vacancy's page with JSON-LD.
pub(crate) fn vacancy_page(title: &str, employer: &str, text: &str) -> String {
    let posting = serde_json::json!({
        "@context": "https://schema.org", "@type": "JobPosting", "title": title,
        "description": format!("<p>{text}</p>"), "datePosted": "2026-11-20",
        "hiringOrganization": {"@type": "Organization", "name": employer},
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Zutphen", "postalCode": "7201 AB", "addressCountry": "NL"}},
    });
    format!(
        "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><title>{title}</title><script type=\"application/ld+json\">{posting}</script></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )
}

/// An answer of the test site: status and body.
pub(crate) type Answer = (u16, String);

struct Shared {
    pages: Mutex<BTreeMap<String, Answer>>,
    requests: Mutex<Vec<String>>,
    pause: Mutex<Duration>,
    /// Without validators, as many servers answer.
    plain: AtomicBool,
    /// Packed by gzip, where the request accepts it.
    packed: AtomicBool,
    bytes: AtomicUsize,
    ended: AtomicBool,
}

/// A job site on loopback whose pages a test can change. It ends when dropped.
pub(crate) struct Site {
    pub(crate) base: String,
    shared: Arc<Shared>,
}

impl Site {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let shared = Arc::new(Shared {
            pages: Mutex::default(),
            requests: Mutex::default(),
            pause: Mutex::default(),
            plain: AtomicBool::new(false),
            packed: AtomicBool::new(false),
            bytes: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            let connections = listener.incoming().take_while(|_| !serving.ended.load(Ordering::SeqCst));
            for connection in connections.flatten() {
                let serving = Arc::clone(&serving);
                std::thread::spawn(move || serve(&connection, &serving));
            }
        });
        Self { base, shared }
    }

    /// Sets or changes a page.
    pub(crate) fn put(&self, path: &str, status: u16, body: &str) {
        self.shared.pages.lock().expect("pages").insert(path.to_owned(), (status, body.to_owned()));
    }

    /// Answers without validators from now on.
    pub(crate) fn plain(&self) {
        self.shared.plain.store(true, Ordering::SeqCst);
    }

    /// Packs bodies from now on.
    pub(crate) fn packed(&self) {
        self.shared.packed.store(true, Ordering::SeqCst);
    }

    /// Bytes sent so far, heads and bodies as they went over the wire.
    pub(crate) fn bytes(&self) -> usize {
        self.shared.bytes.load(Ordering::SeqCst)
    }

    /// Waits this long before every answer.
    pub(crate) fn pause(&self, pause: Duration) {
        *self.shared.pause.lock().expect("pause") = pause;
    }

    /// A sitemap that lists these vacancies, each on a page of its own that does not change.
    pub(crate) fn vacancies(&self, titles: &[&str]) {
        for title in titles {
            let text = "Je werkt 20 uur per week op kantoor. Mbo niveau 3. Geen tilwerk.";
            self.put(&path_of(title), 200, &vacancy_page(title, &format!("Bedrijf {title}"), text));
        }
        self.list(titles);
    }

    /// The sitemap alone.
    pub(crate) fn list(&self, titles: &[&str]) {
        let urls = titles.iter().map(|title| format!("<url><loc>{}{}</loc></url>", self.base, path_of(title)));
        let urls: String = urls.collect();
        self.put(
            "/sitemap.xml",
            200,
            &format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>"),
        );
    }

    /// What was asked for so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().expect("requests").clone()
    }
}

/// The path of a vacancy's page, as it stands in a request: what is not ASCII is percent-encoded.
pub(crate) fn path_of(title: &str) -> String {
    let path = format!("http://site.invalid/vacature/{}", title.to_lowercase().replace(' ', "-"));
    url::Url::parse(&path).expect("an address").path().to_owned()
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // wakes the thread that waits for a connection
        drop(TcpStream::connect(self.base.trim_start_matches("http://")));
    }
}

/// What was sent along.
fn body_of(reader: &mut impl Read, lines: &[String]) -> String {
    let length = lines.iter().find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().expect("a length"))];
    reader.read_exact(&mut body).expect("a body");
    String::from_utf8(body).expect("text")
}

fn accepts_gzip(lines: &[String]) -> bool {
    lines.iter().any(|line| line.to_lowercase().starts_with("accept-encoding:") && line.contains("gzip"))
}

fn gzip(body: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(body.as_bytes()).and_then(|()| packer.finish()).expect("packed")
}

fn serve(connection: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(connection);
    loop {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line.trim_end().is_empty() {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        let path = lines[0].split(' ').nth(1).unwrap_or("/").to_owned();
        std::thread::sleep(*shared.pause.lock().expect("pause"));
        let body = body_of(&mut reader, &lines);
        let asked = if lines[0].starts_with("POST") { format!("POST {path} {body}") } else { path.clone() };
        shared.requests.lock().expect("requests").push(asked);
        let page = shared.pages.lock().expect("pages").get(&path).cloned();
        let (status, body) = page.unwrap_or((404, "not found".to_owned()));
        let mark =
            format!("\"{:x}\"", body.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())));
        let plain = shared.plain.load(Ordering::SeqCst);
        let known = !plain
            && lines.iter().any(|line| line.to_lowercase().starts_with("if-none-match:") && line.contains(&mark));
        let (status, body) = if status == 200 && known { (304, String::new()) } else { (status, body) };
        let kind = if path.ends_with(".xml") { "application/xml" } else { "text/html; charset=utf-8" };
        let packs = shared.packed.load(Ordering::SeqCst) && accepts_gzip(&lines) && !body.is_empty();
        let (coding, body) = if packs { ("Content-Encoding: gzip\r\n", gzip(&body)) } else { ("", body.into_bytes()) };
        let length = if status == 304 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let etag = if plain { String::new() } else { format!("ETag: {mark}\r\n") };
        let head = format!("HTTP/1.1 {status} x\r\nContent-Type: {kind}\r\n{coding}{etag}{length}\r\n");
        shared.bytes.fetch_add(head.len() + body.len(), Ordering::SeqCst);
        let mut writer = connection;
        if writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&body)).is_err() {
            return;
        }
    }
}

/// Runs `warcio`, a WARC tool of others, on every file of the page archive; gives what it prints.
pub(crate) fn warc_tool(desk: &Desk, command: &str) -> String {
    let packages = std::env::var("PASSEND_TEST_PYTHON").expect("PASSEND_TEST_PYTHON: run the tests with tests/run");
    let files = fs::read_dir(desk.path("index/pages")).expect("the archive").map(|entry| entry.expect("a file").path());
    let mut tool = Command::new("python3");
    tool.env("PYTHONPATH", packages).args(["-m", "warcio.cli", command]).args(files);
    let ran = tool.output().expect("python3 runs");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "warcio {command}: {said}");
    said
}

/// The folder of recorded data, where this checkout has one beside it.
pub(crate) fn recorded_data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    folder.join("data").is_dir().then_some(folder)
}
