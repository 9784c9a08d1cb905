//! Sources of every kind, as an administrator meets them.
//!
//! 1. A whole board is read, closed by absence, and not by drift or failure.
//! 2. Lists by POST are paged; where a detail fails, what the list says stands in, and what a detail said is kept.
//! 3. A key goes to its host, and into no page, database or message.
//! 4. What its host forbids stays off, says so, and is asked for nothing.
//! 5. A faulty file is told with its field.
//! 6. `sources check` shows what one page gives, `sources discover` what a careers page leads to, with the evidence.
//! 7. Every recorded system gives its vacancies through the whole program, where the recorded data is at hand.

use crate::recorded::{Replay, four_ports};
use crate::support::{Desk, Site, objects, recorded_data, vacancy_page};
use serde_json::Value;

fn source(desk: &Desk, site: &Site, name: &str, rest: &str) {
    let common = "requests_per_second = 50.0\nallow_private_addresses = true\n";
    let text = format!("name = \"{name}\"\nurl = \"{}/\"\n{common}{rest}\n", site.base);
    desk.write(&format!("config/sources/{name}.toml"), &text);
}

/// Open vacancies: title and text.
fn open(desk: &Desk) -> Vec<(String, String)> {
    let exported = objects(&desk.done(&["vacancies", "export"]));
    let text = |vacancy: &Value, field: &str| vacancy["posting"][field].as_str().expect("a text").to_owned();
    let mut open: Vec<_> = exported.iter().map(|vacancy| (text(vacancy, "title"), text(vacancy, "text"))).collect();
    open.sort();
    open
}

fn titles(desk: &Desk) -> Vec<String> {
    open(desk).into_iter().map(|(title, _)| title).collect()
}

fn offers(titles: &[&str]) -> String {
    let offer = |title: &&str| {
        format!(
            r#"{{"slug":"{title}","title":"{title}","description":"<p>Je werkt als {title}, 36 uur per week.</p>","company_name":"Bedrijf {title}",
            "min_hours":24,"max_hours":32,"city":"Zutphen","postal_code":"7201 AB","country_code":"NL"}}"#
        )
    };
    format!("{{\"offers\":[{}]}}", titles.iter().map(offer).collect::<Vec<_>>().join(","))
}

#[test]
fn a_board_is_read_and_closed_by_absence_alone() {
    let (desk, site) = (Desk::new(), Site::new());
    source(&desk, &site, "board", "kind = \"recruitee\"");
    site.put("/api/offers/", 200, &offers(&["Kok", "Ober"]));
    desk.done(&["--date", "2026-11-23", "crawl"]);
    assert_eq!(titles(&desk), ["Kok", "Ober"]);
    let cook = &objects(&desk.done(&["vacancies", "export"]))[0]["posting"];
    assert_eq!(
        (cook["hours_per_week"]["min"].as_f64(), cook["hours_per_week"]["max"].as_f64()),
        (Some(24.0), Some(32.0))
    );
    let differing = cook["problems"].to_string();
    assert!(differing.contains("36 uur") && differing.contains("24-32"), "the difference is noted: {differing}");
    site.put("/api/offers/", 200, r#"{"offers":[{"naam":"Kok"},{"naam":"Ober"}]}"#);
    let ran = desk.run(&["--date", "2026-11-24", "crawl"]);
    assert_eq!((ran.code(), titles(&desk).len()), (1, 2), "{}", ran.told());
    assert!(ran.told().contains("none could be read"), "drift is said: {}", ran.told());
    site.put("/api/offers/", 404, "");
    assert_eq!(desk.run(&["--date", "2026-11-25", "crawl"]).code(), 1);
    assert_eq!(titles(&desk).len(), 2);
    site.put("/api/offers/", 200, &offers(&["Ober"]));
    desk.done(&["--date", "2026-11-26", "crawl"]);
    assert_eq!(titles(&desk), ["Ober"]);
}

fn workday(total: usize, numbers: std::ops::Range<usize>) -> String {
    let job = |number: usize| {
        format!(
            r#"{{"title":"Baan {number}","externalPath":"/job/Zutphen/Baan_R{number}","locationsText":"Zutphen","postedOn":"Posted Today"}}"#
        )
    };
    format!(r#"{{"total":{total},"jobPostings":[{}]}}"#, numbers.map(job).collect::<Vec<_>>().join(","))
}

#[test]
fn a_list_by_post_stands_in_for_details_that_fail() {
    let (desk, site) = (Desk::new(), Site::new());
    source(&desk, &site, "werk", "kind = \"workday\"\nboard = \"acme/werk\"\nemployer = \"Acme\"");
    let lists = "/wday/cxs/acme/werk/jobs";
    let detail = "/wday/cxs/acme/werk/job/Zutphen/Baan_R0";
    site.put(lists, 200, &workday(21, 0..2));
    desk.done(&["--date", "2026-11-23", "crawl"]);
    let asked = site.requests();
    let posts: Vec<&String> = asked.iter().filter(|request| request.starts_with("POST")).collect();
    assert_eq!(posts.len(), 2, "{asked:?}");
    assert!(posts[1].starts_with(&format!("POST {lists} ")) && posts[1].contains("\"offset\":20"), "{asked:?}");
    assert_eq!(titles(&desk), ["Baan 0", "Baan 1"]);
    site.put(
        detail,
        200,
        r#"{"jobPostingInfo":{"title":"Baan 0","jobDescription":"<p>Kantoorwerk.</p>","location":"Zutphen"}}"#,
    );
    desk.done(&["--date", "2026-11-24", "crawl"]);
    assert_eq!(open(&desk)[0].1, "Baan 0\nKantoorwerk.");
    for status in [500, 404] {
        site.put(detail, status, "");
        desk.run(&["--date", "2026-11-25", "crawl", "--source", "werk"]);
        assert_eq!(open(&desk)[0].1, "Baan 0\nKantoorwerk.", "a failed detail takes nothing away ({status})");
    }
    site.put(lists, 200, &workday(1, 1..2));
    desk.done(&["--date", "2026-11-26", "crawl"]);
    assert_eq!(titles(&desk), ["Baan 1"]);
}

#[test]
fn a_key_goes_to_its_host_and_nowhere_else() {
    let (desk, site) = (Desk::new(), Site::new());
    source(&desk, &site, "zoek", "kind = \"adzuna\"\nkey_file = \"zoek.key\"");
    desk.write("config/sources/zoek.key", "app_id = mijn-naam\napp_key = geheim-4711\n");
    let open_to_all = desk.run(&["crawl"]);
    assert!(open_to_all.code() == 2 && open_to_all.said().contains("chmod 600"), "{}", open_to_all.said());
    std::process::Command::new("chmod").arg("600").arg(desk.path("config/sources/zoek.key")).status().expect("chmod");
    let path = "/v1/api/jobs/nl/search/1?results_per_page=50";
    let body = r#"{"count":1,"results":[{"title":"Kok","description":"Koken…","redirect_url":"https://adzuna.example/land/ad/1?se=x"}]}"#;
    site.put(&format!("{path}&app_id=mijn-naam&app_key=geheim-4711"), 200, body);
    let ran = desk.run(&["-vv", "crawl"]);
    assert_eq!((ran.code(), titles(&desk)), (0, vec!["Kok".to_owned()]), "{}", ran.said());
    let checked = desk.done(&["--format", "json", "sources", "check", "zoek"]);
    let listed = desk.done(&["--format", "json", "sources", "list"]);
    let written = [ran.said(), ran.told(), checked, listed, everything_in(&desk.path("index"))];
    assert!(written.iter().all(|text| !text.contains("geheim-4711")), "the key was written down");
    assert!(site.requests().contains(&"/robots.txt".to_owned()), "robots.txt is asked for without the key");
}

/// The bytes of all files in a folder, as far as they are text.
fn everything_in(folder: &std::path::Path) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let read = |path: std::path::PathBuf| {
        if path.is_dir() {
            everything_in(&path)
        } else {
            String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned()
        }
    };
    entries.map(read).collect()
}

#[test]
fn what_its_host_forbids_stays_off() {
    let desk = Desk::new();
    desk.write("config/sources/slim.toml", "name = \"slim\"\nkind = \"smartrecruiters\"\nboard = \"acme\"\n");
    let told = desk.done(&["crawl"]);
    assert!(told.contains("api.smartrecruiters.com forbids it") && told.contains("consent"), "{told}");
    let list = desk.done(&["sources", "list"]);
    assert!(list.contains("smartrecruiters") && list.contains(" off "), "{list}");
    let check = desk.run(&["sources", "check", "slim"]);
    assert!(check.code() == 1 && check.told().contains("refused: api.smartrecruiters.com"), "{}", check.told());
}

#[test]
fn a_faulty_file_is_told_with_its_field() {
    let cases = [
        ("kind = \"greenhouse\"", "needs board ="),
        ("kind = \"workday\"\nboard = \"a/b\"", "must begin with http"),
        ("kind = \"json\"\nurl = \"https://a.example/\"\n[select]\nlist = \"/a\"", "pointers for list, title and url"),
        (
            "kind = \"json\"\nurl = \"https://a.example/\"\n[paging]\nby = \"link\"\n[select]\nlist = \"/a\"\ntitle = \"/t\"\nurl = \"/u\"",
            "select.next",
        ),
        ("kind = \"adzuna\"", "needs key_file"),
        ("kind = \"adzuna\"\nkey_file = \"none.key\"", "none.key cannot be read"),
        ("kind = \"rss\"\nurl = \"https://a.example/\"\nmax_pages = 0", "at least one page"),
        ("kind = \"smartrecruiters\"\nboard = \"a\"\nconsent = \" \"", "who allowed it"),
    ];
    for (text, words) in cases {
        let desk = Desk::new();
        desk.write("config/sources/x.toml", &format!("name = \"x\"\n{text}\n"));
        let ran = desk.run(&["sources", "list"]);
        assert!(
            ran.code() == 2 && ran.said().contains(words) && ran.said().contains("x.toml"),
            "{text}: {}",
            ran.said()
        );
    }
}

#[test]
fn a_check_shows_what_one_page_gives() {
    let (desk, site) = (Desk::new(), Site::new());
    source(&desk, &site, "board", "kind = \"recruitee\"");
    source(&desk, &site, "werk", "kind = \"workday\"\nboard = \"acme/werk\"");
    site.put("/api/offers/", 200, &offers(&["Kok", "Ober"]));
    site.put("/wday/cxs/acme/werk/jobs", 200, &workday(2, 0..2));
    let told = desk.done(&["sources", "check", "board"]);
    assert!(told.contains("robots: allowed") && told.contains("2 vacancies") && told.contains("Bedrijf Kok"), "{told}");
    let checked = &objects(&desk.done(&["--format", "json", "sources", "check", "werk"]))[0];
    assert_eq!(
        (checked["count"].as_u64(), checked["details"].as_u64(), checked["listing"].as_bool()),
        (Some(2), Some(2), Some(true))
    );
    assert_eq!(checked["vacancies"][0]["title"], "Baan 0");
    assert!(checked["problems"].to_string().contains("404"), "the detail that failed is said: {checked}");
    site.put("/robots.txt", 200, "User-agent: *\nDisallow: /\n");
    let refused = desk.run(&["sources", "check", "board"]);
    assert!(refused.code() == 1 && refused.told().contains("refused: robots.txt forbids"), "{}", refused.told());
}

#[test]
fn a_careers_page_leads_to_sources_with_evidence() {
    let (desk, site) = (Desk::new(), Site::new());
    desk.write(
        "config/discovery.toml",
        &format!(
            "not_boards = [\"www\"]\nvacancy_paths = [\"/vacature/\"]\n[[system]]\nkind = \"lever\"\npatterns = ['jobs\\.lever\\.test/(?<board>\\w+)']\n\
             url = \"{0}/\"\n[[system]]\nkind = \"recruitee\"\npatterns = []\ntraces = ['recruiteecdn']\n",
            site.base
        ),
    );
    let page = "<html><head><meta property=\"og:site_name\" content=\"De Lepel\"><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/banen.rss\">
        <script src=\"https://recruiteecdn.example/a.js\"></script></head><body><a href=\"https:\\/\\/jobs.lever.test\\/lepel\">Banen</a>
        <a href=\"https://jobs.lever.test/www\">x</a></body></html>";
    site.put("/werken-bij", 200, page);
    site.put(
        "/v0/postings/lepel?mode=json",
        200,
        &format!(r#"[{{"text":"Kok","hostedUrl":"{}/1","descriptionPlain":"Koken."}}]"#, site.base),
    );
    site.put("/api/offers/", 200, &offers(&["Lepel"]));
    site.put("/banen.rss", 404, "");
    site.put("/vacature/kok", 200, &vacancy_page("Kok", "De Lepel", "Koken."));
    site.put(
        "/sitemap.xml",
        200,
        &format!("<urlset><url><loc>{0}/vacature/kok</loc></url><url><loc>{0}/contact</loc></url></urlset>", site.base),
    );
    let address = format!("{}/werken-bij", site.base);
    let told = desk.done(&["--format", "json", "sources", "discover", &address, "--allow-private-addresses"]);
    let found = objects(&told);
    let kinds: Vec<&str> =
        found.iter().map(|each| each["toml"].as_str().expect("toml").lines().nth(1).expect("a kind")).collect();
    assert_eq!(kinds, ["kind = \"lever\"", "kind = \"recruitee\"", "kind = \"sitemap\"", "kind = \"rss\""], "{told}");
    let evidence = |at: usize| found[at]["evidence"].to_string();
    assert!(
        evidence(0).contains("jobs.lever.test/lepel") && evidence(0).contains("names no employer"),
        "{}",
        evidence(0)
    );
    assert!(evidence(1).contains("so does the page"), "{}", evidence(1));
    assert!(evidence(2).contains("states a JobPosting"), "{}", evidence(2));
    assert!(evidence(3).contains("404"), "{}", evidence(3));
    let toml = found[0]["toml"].as_str().expect("toml");
    desk.write("config/sources/found.toml", &format!("{toml}\nallow_private_addresses = true\n"));
    assert!(desk.done(&["sources", "check", "employer-lever"]).contains("Kok"));
    site.put("/leeg", 200, "<html><body>Wij zoeken niemand.</body></html>");
    site.put("/sitemap.xml", 404, "");
    let nothing = desk.run(&["sources", "discover", &format!("{}/leeg", site.base), "--allow-private-addresses"]);
    assert!(nothing.code() == 1 && nothing.said().contains("leads to no system"), "{}", nothing.said());
}

#[test]
fn every_recorded_system_gives_its_vacancies() {
    let Some(folder) = recorded_data() else {
        println!("skipped: there is no recorded data beside this checkout");
        return;
    };
    let (desk, port) = (Desk::new(), four_ports());
    let systems = [
        ("greenhouse", "acme", 2),
        ("lever", "acme", 2),
        ("recruitee", "", 2),
        ("teamtailor", "", 2),
        ("personio", "", 1),
        ("workable", "acme", 1),
        ("smartrecruiters", "acme", 1),
        ("ashby", "acme", 2),
        ("workday", "acme/careers", 2),
        ("pinpoint", "", 2),
        ("bamboohr", "", 2),
    ];
    for (kind, board, _) in systems {
        let board = if board.is_empty() { String::new() } else { format!("board = \"{board}\"\n") };
        desk.write(
            &format!("config/sources/{kind}.toml"),
            &format!("name = \"{kind}\"\nkind = \"{kind}\"\nurl = \"http://127.0.0.1:{}/\"\n{board}requests_per_second = 50.0\nallow_private_addresses = true\n", port + 3),
        );
    }
    let sites = Replay::start(&folder, port, 1, &desk.path("requests.tsv"));
    let reports = objects(&desk.done(&["--format", "json", "crawl"]));
    drop(sites);
    for (kind, _, count) in systems {
        let report = &reports.iter().find(|each| each["source"] == kind).expect("a report")["report"];
        let found = report["new"].as_u64().expect("a count") + report["duplicates"].as_u64().expect("a count");
        assert_eq!((found, report["failed"].as_u64()), (count, Some(0)), "{kind}: {report}");
    }
}
