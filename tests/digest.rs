//! Mails, by what came out of a real SMTP server.
//!
//! 1. Over TLS with a login, each candidate gets one mail, text and HTML, in the own language.
//! 2. A refusal is said, and the next run sends it.
//! 3. Killed after the server took the mail and before that was recorded: never twice, and it is said.
//! 4. A server that does not answer loses nothing: the next run sends.
//! 5. A wrong password is an error that names the server.

use crate::support::{Desk, Site, objects};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server of `fixtures/mail_server.py`; it ends when dropped, since its standard input then closes.
struct MailServer {
    process: Child,
    port: u16,
}

impl MailServer {
    fn start(desk: &Desk, plan: &str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/mail_server.py");
        std::fs::create_dir_all(desk.path("mail")).expect("a folder");
        let packages = std::env::var("PASSEND_TEST_PYTHON").unwrap_or_default();
        let started = Command::new("python3")
            .arg(script)
            .arg(desk.path("mail"))
            .arg(plan)
            .env("PYTHONPATH", packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut process = started.expect("python3 with aiosmtpd: `bash tests/run` installs it");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a port");
        let port = line.trim().parse().expect("a port: `bash tests/run` installs aiosmtpd");
        Self { process, port }
    }

    fn configure(&self, desk: &Desk, password: &str) {
        let path = desk.path("config/passend.toml");
        let text = std::fs::read_to_string(&path).expect("the configuration");
        let smtp = format!(
            "\n[digest.smtp]\nhost = \"localhost\"\nport = {}\nsecurity = \"tls\"\nusername = \"passend\"\npassword_file = \"config/password\"\ncertificate_authority = \"mail/ca.pem\"\n\n[matching",
            self.port
        );
        std::fs::write(&path, text.replacen("\n[matching", &smtp, 1)).expect("written");
        desk.write("config/password", password);
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.kill().expect("the mail server ends");
        self.process.wait().expect("the mail server ended");
    }
}

fn taken(desk: &Desk) -> Vec<String> {
    let entries =
        std::fs::read_dir(desk.path("mail")).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mails = entries.filter(|path| path.extension().is_some_and(|extension| extension == "eml"));
    mails.map(|path| std::fs::read_to_string(path).expect("a mail")).collect()
}

fn set_up(plan: &str, password: &str) -> (Desk, Site, MailServer) {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Administratief medewerker", "Receptionist"]);
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    let server = MailServer::start(&desk, plan);
    server.configure(&desk, password);
    (desk, site, server)
}

#[test]
fn one_mail_each_over_tls() {
    let (desk, _site, _server) = set_up("take", "open sesame");
    desk.done(&["nightly"]);
    desk.done(&["nightly"]);
    desk.done(&["digest"]);
    let mails = taken(&desk);
    assert_eq!(mails.len(), 1);
    for part in [
        "To: \"Robin Voorbeeld\" <robin@example.org>",
        "text/plain",
        "text/html",
        "Auto-Submitted: auto-generated",
        "Receptionist",
    ] {
        assert!(mails[0].contains(part), "'{part}' is missing:\n{}", mails[0]);
    }
}

#[test]
fn a_refused_mail_is_sent_by_the_next_run() {
    let (desk, _site, _server) = set_up("refuse,take", "open sesame");
    let ran = desk.run(&["nightly"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.told().contains("not today"), "{}", ran.told());
    assert!(taken(&desk).is_empty());
    desk.done(&["digest"]);
    assert_eq!(taken(&desk).len(), 1);
}

#[test]
fn killed_between_sending_and_recording() {
    let (desk, _site, _server) = set_up("drop,take", "open sesame");
    desk.done(&["shortlist", "--all"]);
    desk.done(&["crawl"]);
    let mut night = desk.start(&["--date", "2099-01-01", "nightly"]);
    desk.write("mail/pid", &night.id().to_string());
    night.wait().expect("the night was killed");
    assert_eq!(taken(&desk).len(), 1);
    let ran = desk.run(&["--date", "2099-01-01", "nightly"]);
    assert_eq!(ran.code(), 1, "what is uncertain is said: {}", ran.told());
    assert!(ran.told().contains("perhaps sent"), "{}", ran.told());
    assert_eq!(taken(&desk).len(), 1, "the digest was sent twice");
    let records = objects(&desk.done(&["--format", "json", "evidence", "list", "c-0001"]));
    let sent: Vec<_> = records.iter().filter(|record| record["kind"] == "digest_sent").collect();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["body"]["receipt"], "unknown");
    desk.done(&["evidence", "verify"]);
}

#[test]
fn a_server_that_is_away_loses_nothing() {
    let (desk, _site, server) = set_up("take", "open sesame");
    drop(server);
    let ran = desk.run(&["nightly"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.told().contains("localhost"), "{}", ran.told());
    desk.done(&["digest", "--outbox", &desk.path("outbox").display().to_string()]);
    assert_eq!(desk.mails().len(), 1);
}

#[test]
fn a_wrong_password_is_said() {
    let (desk, _site, _server) = set_up("take", "wrong");
    let ran = desk.run(&["nightly"]);
    assert_eq!(ran.code(), 1);
    assert!(ran.told().contains("the mail server localhost"), "{}", ran.told());
    std::thread::sleep(Duration::from_millis(50));
    assert!(taken(&desk).is_empty());
}
