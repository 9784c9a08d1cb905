//! Vacancies:
//! 1. A page stated again gives the same vacancy; a changed one a new version; nothing is doubled by committing twice.
//! 2. A double joins the vacancy of another page, which stays open as long as one page states it; an address that states
//!    something else leaves it. Stated anew after its closing, it comes back with its first date and its history.
//! 3. What a complete listing no longer names is closed, and reopens when it is stated again.
//! 4. What is past its day is closed; changes are numbered in order.
//!    A weak sign makes doubtful, on a second night it closes, and what is verified in between stays open.
//!    A list page closes nothing that it no longer states, nor verifies it.
//!
//! Crawling:
//! 9. The frontier hands out each page once, listings first; what was handed out and did not end is waiting after a kill.
//! 10. A run is kept with what each source gave; one that was cut short names the run that did the rest.
//! 11. What is kept of the archive: what evidence names and what is open; a lost body has its page fetched again.
//! 12. A database of the first schema is brought up to date with what it holds.
//! 13. A look at a page outside of the crawl is in the ledger, and neither makes its source crawled nor left off.
//!
//! Dossiers:
//! 5. A wrong key is named and changes nothing; the file cannot be read without one.
//! 6. Any series of appended records verifies; any single change, removal, reordering or cut is found.
//! 7. A shortlist is kept once a day, with its two records; a digest is recorded once.
//! 8. Records cannot be changed or removed through SQL; an erased dossier leaves a proof.

mod answers;
mod applying;
mod feedback;
mod standing_in;

use crate::chain::COLUMNS;
use crate::*;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{
    CandidateId, ClosedBecause, ClosingRules, ClosingSign, EvidenceKind, Page, PageRequest, Posting, Purpose,
    RequestOutcome, SignWeight, SourceName, VacancyState,
};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use tempfile::TempDir;
use url::Url;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).expect("a moment")
}

fn source() -> SourceName {
    "site".parse().expect("a name")
}

fn page(path: &str) -> Page {
    let url: Url = format!("https://site.example{path}").parse().expect("an address");
    Page {
        source: source(),
        final_url: url.clone(),
        url,
        purpose: Purpose::Detail,
        fetched_at: now(),
        status: 200,
        headers: vec![("etag".to_owned(), "\"1\"".to_owned())],
        body: Vec::new(),
        hash: hash_of(b""),
        exchange: domain::Exchange::default(),
    }
}

fn posting(page: &Page, title: &str, text: &str) -> NewPosting {
    let posting =
        Posting { title: title.to_owned(), url: page.url.to_string(), text: text.to_owned(), ..Posting::default() };
    let likeness = vec![title.len() as u64, u64::MAX - text.len() as u64];
    NewPosting { version: canonical_hash(&posting), group: title.to_owned(), likeness, posting }
}

fn commit(store: &mut VacancyStore, page: &Page, postings: Vec<NewPosting>) -> PageOutcome {
    let commit = PageCommit {
        page,
        listed_last_modified: None,
        requests: &[],
        listing: None,
        archived: None,
        postings,
        doubt: None,
        applies: None,
        closing: &rules(),
        now: page.fetched_at,
    };
    store.commit_page(&commit).expect("committed")
}

fn rules() -> ClosingRules {
    let strong = [ClosingSign::PageGone, ClosingSign::NotListed].map(|sign| (sign, SignWeight::Strong));
    ClosingRules { signs: strong.into(), weak_nights: 2, faint_nights: 3, shrunk_below_percent: 50 }
}

fn vacancies() -> (TempDir, VacancyStore) {
    let folder = TempDir::new().expect("a folder");
    let store = VacancyStore::open(&folder.path().join("v.sqlite")).expect("a store");
    (folder, store)
}

#[test]
fn a_page_stated_again() {
    let (_folder, mut store) = vacancies();
    let page = page("/a");
    let first = commit(&mut store, &page, vec![posting(&page, "Planner", "x")]);
    assert_eq!((first.new, first.changed), (1, 0));
    let again = commit(&mut store, &page, vec![posting(&page, "Planner", "x")]);
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 1));
    let before = store.open_vacancies().expect("vacancies");
    let changed = commit(&mut store, &page, vec![posting(&page, "Planner", "y")]);
    assert_eq!((changed.new, changed.changed), (0, 1));
    let after = store.open_vacancies().expect("vacancies");
    assert_eq!(before[0].id, after[0].id);
    assert_ne!(before[0].version, after[0].version);
    let record = store.page(&source(), &page.url).expect("read").expect("known");
    assert_eq!(record.validators.etag.as_deref(), Some("\"1\""));
}

#[test]
fn a_double_joins() {
    let (_folder, mut store) = vacancies();
    let (one, other) = (page("/a"), page("/b"));
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    commit(&mut store, &other, vec![posting(&other, "Planner", "y")]);
    let [keep, double] = [0, 1].map(|at| store.unfolded().expect("ids")[at].clone());
    assert_eq!(store.alike(&keep, now().date_naive()).expect("alike"), std::slice::from_ref(&double));
    let fold = Fold { keep: keep.clone(), others: vec![double.clone()] };
    let moved = store.fold(&[fold], &[keep.clone(), double.clone()], now()).expect("folded");
    assert_eq!((moved, store.unfolded().expect("ids").len()), (vec![source()], 0));
    let open = store.open_vacancies().expect("vacancies");
    assert_eq!((open.len(), open[0].id.clone(), open[0].seen_on.len()), (1, keep.clone(), 2));
    // a second night changes nothing, in whichever order: the text is that of the page that was kept
    for (page, text) in [(&other, "y"), (&one, "x"), (&other, "y")] {
        let outcome = commit(&mut store, page, vec![posting(page, "Planner", text)]);
        assert_eq!((outcome.new, outcome.changed, outcome.unchanged), (0, 0, 1));
    }
    // the address that moved states something else: it is on its own again
    let moved = if open[0].posting.text == "x" { &other } else { &one };
    commit(&mut store, moved, vec![posting(moved, "Archivaris", "z")]);
    assert_eq!(store.open_vacancies().expect("vacancies").len(), 2);
    for (page, closed) in [(&one, 1), (&other, 1)] {
        assert_eq!(sign(&mut store, page, ClosingSign::PageGone, now()), closed);
    }
}

/// A page gives a sign that what it stated is closed.
fn sign(store: &mut VacancyStore, page: &Page, sign: ClosingSign, now: DateTime<Utc>) -> usize {
    let run = store.begin_run("verify", now.date_naive(), now).expect("begun");
    let (mut report, rules) = (SourceReport::default(), rules());
    let sign = Brought::Sign(Sign { url: &page.url, sign, rules: &rules, archived: None, now });
    store.end_lone_request(run, &source(), &sign, &mut report).expect("ended");
    store.finish_run(run, now).expect("finished");
    report.closed
}

/// A page answers that it is as it was.
fn touch(store: &mut VacancyStore, page: &Page) {
    let run = store.begin_run("verify", now().date_naive(), now()).expect("begun");
    let unchanged = Unchanged { url: &page.url, asked: true, page: None, listed_last_modified: None, now: now() };
    let mut report = SourceReport::default();
    store.end_lone_request(run, &source(), &Brought::Unchanged(unchanged), &mut report).expect("ended");
}

/// A complete listing that names some addresses, from begin to end.
fn listing_ends(store: &mut VacancyStore, named: &[&Url], now: DateTime<Utc>) -> Unlisted {
    let run = store.begin_run("crawl", now.date_naive(), now).expect("begun");
    let mut report = SourceReport { listing_complete: true, ..SourceReport::default() };
    let listing = request("/sitemap.xml", Purpose::Listing);
    let named: Vec<Url> = named.iter().copied().cloned().collect();
    let ended = Ended { named: &named, ..ended(run, &listing) };
    store.end_request(&ended, &Brought::Nothing, &mut report).expect("ended");
    let unlisted = store.finish_source((run, &source()), &mut report, &rules(), now).expect("finished");
    assert_eq!(report.closed, unlisted.closed);
    unlisted
}

#[test]
fn unlisted_and_listed_again() {
    let (_folder, mut store) = vacancies();
    let (one, other) = (page("/a"), page("/b"));
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    commit(&mut store, &other, vec![posting(&other, "Archivaris", "y")]);
    assert_eq!(listing_ends(&mut store, &[&one.url], now()).closed, 1);
    let (changed, sequence) = store.changed_since(2, 10).expect("changes");
    assert_eq!((changed.len(), sequence), (1, 3));
    assert!(matches!(changed[0].state, VacancyState::Closed { because: ClosedBecause::NotListed, .. }));
    assert_eq!(commit(&mut store, &other, vec![posting(&other, "Archivaris", "y")]).changed, 1);
    assert_eq!(store.open_vacancies().expect("vacancies").len(), 2);
    let later = now() + Duration::hours(5);
    assert_eq!(listing_ends(&mut store, &[&one.url], later).closed, 1);
    let left = store.open_vacancies().expect("vacancies");
    assert_eq!((left.len(), left[0].last_verified), (1, later));
}

#[test]
fn past_its_day() {
    let (_folder, mut store) = vacancies();
    let page = page("/a");
    let mut stated = posting(&page, "Planner", "x");
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    stated.posting.valid_through = Some(day);
    commit(&mut store, &page, vec![stated]);
    assert!(store.close_expired(day, now()).expect("closed").is_empty(), "the last day is still open");
    let closed = store.close_expired(day.succ_opt().expect("a day"), now()).expect("closed");
    assert_eq!(closed, BTreeMap::from([(source(), 1)]));
}

fn request(path: &str, purpose: Purpose) -> PageRequest {
    PageRequest::new(page(path).url, purpose)
}

fn ended(run: RunId, request: &PageRequest) -> Ended<'_> {
    static SOURCE: std::sync::LazyLock<SourceName> = std::sync::LazyLock::new(source);
    Ended { run, source: &SOURCE, request: Some(request), ending: Ending::Done, requests: &[], named: &[], room: 100 }
}

#[test]
fn the_frontier_after_a_kill() {
    let (folder, mut store) = vacancies();
    let run = store.begin_run("crawl", now().date_naive(), now()).expect("begun");
    let mut report = SourceReport::default();
    let first = [request("/list", Purpose::Listing)];
    let begins = Ended { request: None, requests: &first, ..ended(run, &first[0]) };
    assert_eq!(store.end_request(&begins, &Brought::Nothing, &mut report).expect("begun"), 1);
    assert_eq!(store.take_requests(&source(), 9).expect("taken"), first);
    let found = [request("/a", Purpose::Detail), request("/list?2", Purpose::Listing), request("/a", Purpose::Detail)];
    let listing = Ended { requests: &found, ..ended(run, &first[0]) };
    assert_eq!(store.end_request(&listing, &Brought::Nothing, &mut report).expect("ended"), 2);
    let full = Ended { room: 0, requests: &[request("/b", Purpose::Detail)], ..ended(run, &first[0]) };
    assert_eq!(store.end_request(&full, &Brought::Nothing, &mut report).expect("ended"), 0);
    let taken = store.take_requests(&source(), 9).expect("taken");
    assert_eq!(taken, [found[1].clone(), found[0].clone()]);
    assert!(store.take_requests(&source(), 9).expect("taken").is_empty());
    drop(store);
    let mut store = VacancyStore::open(&folder.path().join("v.sqlite")).expect("a store");
    assert_eq!(store.left_off(&source()).expect("a moment"), Some(now()));
    let coverage = store.resume_source(&source()).expect("resumed");
    assert_eq!(coverage, Coverage { known: 3, done: 1, listings_read: 1, listings_failed: 0 });
    assert_eq!(store.take_requests(&source(), 9).expect("taken"), taken);
    let skipped = Ended { ending: Ending::Skipped, ..ended(run, &found[0]) };
    store.end_request(&skipped, &Brought::Nothing, &mut report).expect("ended");
    assert_eq!(store.insist_on_skipped(&source()).expect("insisted"), 1);
    assert_eq!(store.take_requests(&source(), 9).expect("taken"), [found[0].clone()]);
}

#[test]
fn a_run_and_the_one_that_completes_it() {
    let (_folder, mut store) = vacancies();
    let short = store.begin_run("crawl", now().date_naive(), now()).expect("begun");
    let mut report = SourceReport { pages: 2, ..SourceReport::default() };
    report.count(RequestOutcome::Fetched);
    store.record_source(short, &source(), &report).expect("recorded");
    assert_eq!(store.last_crawled(&source()).expect("a moment"), None);
    let whole = store.begin_run("crawl", now().date_naive(), now()).expect("begun");
    store.finish_source((whole, &source()), &mut SourceReport::default(), &rules(), now()).expect("finished");
    store.finish_run(whole, now()).expect("finished");
    let runs = store.runs(9).expect("runs");
    assert_eq!(runs.iter().map(|run| run.run).collect::<Vec<_>>(), [whole, short]);
    assert_eq!((runs[1].finished, runs[1].completed_by), (None, Some(whole)));
    assert_eq!(runs[1].sources[0].report, report);
    assert_eq!(store.run(whole).expect("read").expect("known"), runs[0]);
    assert_eq!((runs[0].finished, store.unfinished_run().expect("read")), (Some(now()), None));
    assert_eq!(
        (store.left_off(&source()).expect("read"), store.last_crawled(&source()).expect("read")),
        (None, Some(now()))
    );
}

fn archived_at(store: &mut VacancyStore, path: &str, text: &str, offset: u64) {
    let page = Page { hash: hash_of(text.as_bytes()), ..page(path) };
    let commit = PageCommit {
        page: &page,
        listed_last_modified: None,
        requests: &[],
        listing: None,
        archived: Some(("day".to_owned(), offset)),
        postings: vec![posting(&page, path, text)],
        doubt: None,
        applies: None,
        closing: &rules(),
        now: now(),
    };
    store.commit_page(&commit).expect("committed");
}

#[test]
fn what_is_kept_of_the_archive() {
    let (_folder, mut store) = vacancies();
    archived_at(&mut store, "/a", "old", 0);
    archived_at(&mut store, "/a", "new", 10);
    archived_at(&mut store, "/b", "old", 20);
    archived_at(&mut store, "/b", "new", 30);
    let shown = hash_of(b"site\0https://site.example/b").vacancy_id();
    assert!(store.vacancy(&shown).expect("read").is_some());
    let kept = store.offsets_to_keep("day", &[shown].into()).expect("kept");
    assert_eq!(kept, [10, 20, 30], "the old version of what no evidence names goes");
    assert_eq!(store.bodies_in("day").expect("counted"), 4);
    let moved: Vec<(u64, (String, u64))> = kept.iter().map(|at| (*at, ("day-1".to_owned(), at - 10))).collect();
    store.move_bodies("day", &moved).expect("moved");
    assert_eq!((store.bodies_in("day").expect("counted"), store.bodies_in("day-1").expect("counted")), (0, 3));
    assert!(store.archived_body(&hash_of(b"old")).expect("read").is_some_and(|body| body.offset == 10));
    let lost = store
        .archived_since(now())
        .expect("read")
        .into_iter()
        .find(|body| body.offset == 20)
        .expect("the newest of /b");
    store.forget_body(&lost).expect("forgotten");
    let record = store.page(&source(), &page("/b").url).expect("read").expect("known");
    assert_eq!((record.validators.etag, record.hash == lost.hash), (None, false));
    archived_at(&mut store, "/b", "new", 40);
    let version = canonical_hash(&posting(&page("/b"), "/b", "new").posting);
    assert_eq!(store.archived_version(&version).expect("read").map(|body| body.offset), Some(40));
}

#[test]
fn the_first_schema() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("v.sqlite");
    let old = rusqlite::Connection::open(&path).expect("a database");
    old.execute_batch(include_str!("../migrations/vacancies/0001-begin.sql")).expect("the first schema");
    let hash = hash_of(b"x");
    old.execute_batch(&format!(
        "PRAGMA user_version = 1;
         INSERT INTO page VALUES (1, 'site', 'https://site.example/a', 200, '{hash}', NULL, NULL, '2026-11-20T00:00:00Z',
           '2026-11-21T00:00:00Z', NULL, '[]', NULL, '2026-11-20.warc.gz', 7);
         INSERT INTO vacancy VALUES ('0123456789abcdef', '{hash}', 'g', 'f', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', NULL, NULL, 1);
         INSERT INTO witness VALUES ('site', 'https://site.example/a', 1, '0123456789abcdef', 1, '2026-11-20T00:00:00Z');
         INSERT INTO vacancy_version VALUES ('0123456789abcdef', '{hash}', '{{}}', '2026-11-20T00:00:00Z', NULL);
         INSERT INTO run VALUES (1, 'crawl', '2026-11-20', '2026-11-20T00:00:00Z', '2026-11-20T01:00:00Z');
         INSERT INTO source_run VALUES (1, 'site', '2026-11-20T00:00:00Z', '{{\"pages\":3,\"not_modified\":0,\"unchanged_by_listing\":0,\"refused_by_robots\":0,\"failed\":0,\"new\":1,\"changed\":0,\"closed\":0,\"duplicates\":0,\"problems\":0,\"last_error\":null}}');"
    ))
    .expect("old rows");
    drop(old);
    let store = VacancyStore::open(&path).expect("brought up to date");
    let body = store.archived_version(&hash).expect("read").expect("the body of the version");
    assert_eq!((body.file.as_str(), body.offset), ("2026-11-20.warc.gz", 7));
    assert_eq!(store.runs(1).expect("runs")[0].sources[0].report.pages, 3);
    assert!(store.last_crawled(&source()).expect("read").is_some());
    assert_eq!(store.page(&source(), &page("/a").url).expect("read").expect("known").unchanged, 0);
}

fn doubtful(store: &VacancyStore) -> Vec<(String, bool)> {
    let open = store.open_vacancies().expect("vacancies").into_iter();
    let mut open: Vec<_> = open.map(|each| (each.posting.title, each.doubtful_since.is_some())).collect();
    open.sort();
    open
}

#[test]
fn a_weak_sign_takes_two_nights() {
    let (_folder, mut store) = vacancies();
    let (one, other) = (page("/a"), page("/b"));
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    commit(&mut store, &other, vec![posting(&other, "Archivaris", "y")]);
    let redirected = |store: &mut VacancyStore, night: i64| {
        sign(store, &one, ClosingSign::Redirected, now() + Duration::days(night))
    };
    assert_eq!((redirected(&mut store, 0), redirected(&mut store, 0)), (0, 0), "one night is one night");
    assert_eq!(doubtful(&store), [("Archivaris".to_owned(), false), ("Planner".to_owned(), true)]);
    assert_eq!(store.page(&source(), &one.url).expect("read").expect("known").validators.etag, None, "asked for anew");
    touch(&mut store, &one);
    assert!(doubtful(&store)[1].1, "that it is as it was takes no doubt away that it made itself");
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    assert_eq!((doubtful(&store)[1].1, redirected(&mut store, 2)), (false, 0), "verified in between: it begins anew");
    assert_eq!(redirected(&mut store, 3), 1);
    assert_eq!(doubtful(&store).len(), 1);
}

#[test]
fn a_listing_that_shrank_closes_nothing_at_once() {
    let (_folder, mut store) = vacancies();
    let pages: Vec<Page> = ["/a", "/b", "/c", "/d", "/e"].map(page).into();
    for (page, title) in pages.iter().zip(["A", "B", "C", "D", "E"]) {
        commit(&mut store, page, vec![posting(page, title, "x")]);
    }
    let mut night = |names: &[usize], day: i64| {
        let listed: Vec<&Url> = names.iter().map(|at| &pages[*at].url).collect();
        let unlisted = listing_ends(&mut store, &listed, now() + Duration::days(day));
        (unlisted.closed, unlisted.doubtful)
    };
    assert_eq!(night(&[0, 1], 0), (0, 3));
    assert_eq!(night(&[0, 1, 2, 3, 4], 1), (0, 0), "whole again");
    assert_eq!(night(&[], 2), (0, 5));
    assert_eq!(night(&[], 3), (5, 0));
}

#[test]
fn a_feed_closes_nothing_by_itself() {
    let (_folder, mut store) = vacancies();
    let feed = Page { purpose: Purpose::Listing, ..page("/feed.xml") };
    let [one, other] = ["/a", "/b"].map(page);
    let [stated, dropped] = [posting(&one, "Planner", "x"), posting(&other, "Archivaris", "y")];
    commit(&mut store, &feed, vec![stated.clone(), dropped]);
    let outcome = commit(&mut store, &feed, vec![stated]);
    assert_eq!((outcome.closed, store.open_vacancies().expect("vacancies").len()), (0, 2));
    let record = store.page(&source(), &feed.url).expect("read").expect("known");
    let as_it_was = (record.validators.etag, record.hash == feed.hash);
    assert_eq!(as_it_was, (None, false), "that it is as it was would verify what it does not state");
    assert_eq!(listing_ends(&mut store, &[&one.url], now()).closed, 1);
}

#[test]
fn a_look_is_no_crawl() {
    let (_folder, mut store) = vacancies();
    let one = page("/a");
    let listed = PageRequest { body: Some("{}".to_owned()), ..PageRequest::new(one.url.clone(), Purpose::Detail) };
    let list = Page { purpose: Purpose::Listing, ..page("/list") };
    let commit_list = PageCommit {
        page: &list,
        listed_last_modified: None,
        requests: std::slice::from_ref(&listed),
        listing: None,
        archived: None,
        postings: Vec::new(),
        doubt: None,
        applies: None,
        closing: &rules(),
        now: now(),
    };
    store.commit_page(&commit_list).expect("committed");
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    assert_eq!(store.request_for(&source(), &one.url).expect("read"), Some(listed));
    assert_eq!(store.request_for(&source(), &list.url).expect("read"), None);
    let id = store.open_vacancies().expect("vacancies")[0].id.clone();
    assert_eq!(store.pages_of(&id).expect("pages"), [(source(), one.url.clone())]);
    assert_eq!(sign(&mut store, &one, ClosingSign::PageGone, now()), 1);
    let run = store.runs(1).expect("runs").pop().expect("a run");
    assert_eq!((run.kind.as_str(), run.sources[0].report.closed), ("verify", 1));
    assert!(run.sources[0].finished.is_some());
    let cut_short = store.begin_run("verify", now().date_naive(), now()).expect("begun");
    store.record_source(cut_short, &source(), &SourceReport::default()).expect("recorded");
    let crawled = (store.last_crawled(&source()).expect("read"), store.left_off(&source()).expect("read"));
    assert_eq!(crawled, (None, None));
}

#[test]
fn a_repost_comes_back_with_its_history() {
    let (_folder, mut store) = vacancies();
    let (old, new) = (page("/a"), page("/b"));
    commit(&mut store, &old, vec![posting(&old, "Planner", "x")]);
    let first = store.open_vacancies().expect("vacancies")[0].clone();
    sign(&mut store, &old, ClosingSign::PageGone, now() + Duration::days(9));
    commit(&mut store, &new, vec![posting(&new, "Planner", "y")]);
    let double = store.unfolded().expect("ids")[0].clone();
    let closed_on = (now() + Duration::days(9)).date_naive();
    assert_eq!(store.alike(&double, closed_on).expect("alike"), std::slice::from_ref(&first.id));
    assert!(store.alike(&double, closed_on + Duration::days(1)).expect("alike").is_empty(), "closed too long ago");
    let fold = Fold { keep: first.id.clone(), others: vec![double.clone()] };
    store.fold(&[fold], &[double], now() + Duration::days(20)).expect("folded");
    let open = store.open_vacancies().expect("vacancies");
    assert_eq!((open.len(), &open[0].id, open[0].first_seen), (1, &first.id, first.first_seen));
    assert_eq!(open[0].posting.text, "y");
    let closings = store.closings(&first.id).expect("closings");
    assert_eq!((closings.len(), closings[0].because, closings[0].on), (1, ClosedBecause::PageGone, closed_on));
    assert_eq!(closings[0].reopened, Some((now() + Duration::days(20)).date_naive()));
}

const KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn dossiers(folder: &TempDir) -> DossierStore {
    DossierStore::open(&folder.path().join("d.sqlite"), &Key::parse(KEY).expect("a key")).expect("a store")
}

fn candidate(number: u32) -> CandidateId {
    format!("c-{number:04}").parse().expect("an id")
}

#[test]
fn a_wrong_key() {
    let folder = TempDir::new().expect("a folder");
    dossiers(&folder).append(&candidate(1), EvidenceKind::Note, json!({"text": "Wiersinga"}), now()).expect("appended");
    let path = folder.path().join("d.sqlite");
    let before = std::fs::read(&path).expect("the file");
    assert!(!before.windows(9).any(|part| part == b"Wiersinga") && !before.starts_with(b"SQLite"));
    let wrong = DossierStore::open(&path, &Key::generate([7; 32]));
    assert!(matches!(wrong, Err(StoreError::WrongKey(_))));
    assert_eq!(before, std::fs::read(&path).expect("the file"));
    assert_eq!(dossiers(&folder).records(&candidate(1)).expect("records").len(), 1);
}

/// Changes that must each be found, as SQL on a database whose triggers are gone.
const TAMPERINGS: [&str; 9] = [
    "UPDATE evidence SET body = replace(body, '1', '2') WHERE sequence = 2 AND dossier = 'c-0001'",
    "UPDATE evidence SET time = '2020-01-01T00:00:00Z' WHERE sequence = 2 AND dossier = 'c-0001'",
    "UPDATE evidence SET kind = 'note' WHERE sequence = 1 AND dossier = 'c-0001'",
    "UPDATE evidence SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE sequence = 2 AND dossier = 'c-0001'",
    "DELETE FROM evidence WHERE sequence = 2 AND dossier = 'c-0001'",
    "DELETE FROM evidence WHERE sequence = 3 AND dossier = 'c-0001'",
    "UPDATE evidence SET sequence = CASE sequence WHEN 1 THEN 12 ELSE 11 END WHERE dossier = 'c-0001' AND sequence < 3",
    "DELETE FROM ledger WHERE sequence = 2",
    "DELETE FROM evidence WHERE dossier = 'c-0002'",
];

fn three_and_one(folder: &TempDir) -> DossierStore {
    let mut store = dossiers(folder);
    for number in [1, 2, 3] {
        store.append(&candidate(1), EvidenceKind::Contact, json!({"n": number, "one": 1}), now()).expect("appended");
    }
    store.append(&candidate(2), EvidenceKind::Note, json!({"text": "x"}), now()).expect("appended");
    store
}

#[test]
fn every_tampering_is_found() {
    for tampering in TAMPERINGS {
        let folder = TempDir::new().expect("a folder");
        let store = three_and_one(&folder);
        assert!(store.verify().expect("checked").faults.is_empty());
        for trigger in
            ["evidence_is_not_changed", "evidence_is_not_removed", "ledger_is_not_changed", "ledger_is_not_removed"]
        {
            store.connection.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("dropped");
        }
        assert!(store.connection.execute(tampering, []).expect("tampered") > 0, "{tampering}");
        assert!(!store.verify().expect("checked").faults.is_empty(), "not found: {tampering}");
    }
}

#[test]
fn records_stay_as_they_are() {
    let folder = TempDir::new().expect("a folder");
    let mut store = three_and_one(&folder);
    let replace =
        format!("INSERT OR REPLACE INTO evidence ({COLUMNS}) SELECT {COLUMNS} FROM evidence WHERE sequence = 1");
    for sql in ["UPDATE evidence SET body = '{}'", "DELETE FROM evidence", "DELETE FROM ledger", &replace] {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
    store.erase(&candidate(1), now()).expect("erased");
    assert!(store.records(&candidate(1)).expect("records").is_empty());
    let checked = store.verify().expect("checked");
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    assert_eq!((checked.dossiers, checked.records), (1, 1));
    store.append(&candidate(1), EvidenceKind::Note, json!({}), now()).expect("a new dossier of the same id");
    assert!(store.verify().expect("checked").faults.is_empty());
}

#[test]
fn a_digest_is_recorded_once() {
    let folder = TempDir::new().expect("a folder");
    let mut store = dossiers(&folder);
    let (id, date) = (candidate(1), now().date_naive());
    assert_eq!(store.digest_state(&id, date).expect("a state"), DigestState::None);
    store.begin_digest(&id, date, "<1>", now()).expect("begun");
    store.fail_digest(&id, date).expect("failed");
    assert_eq!(store.digest_state(&id, date).expect("a state"), DigestState::None);
    store.begin_digest(&id, date, "<1>", now()).expect("begun");
    assert!(matches!(store.digest_state(&id, date).expect("a state"), DigestState::Sending { .. }));
    store.finish_digest(&id, date, json!({}), now()).expect("finished");
    store.finish_digest(&id, date, json!({}), now()).expect("a second time");
    assert!(matches!(store.digest_state(&id, date).expect("a state"), DigestState::Sent { .. }));
    assert_eq!(store.records(&id).expect("records").len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_series_verifies(series in proptest::collection::vec((0_u32..3, "\\PC{0,12}", any::<f64>()), 1..12)) {
        let folder = TempDir::new().expect("a folder");
        let mut store = dossiers(&folder);
        for (number, text, float) in &series {
            store.append(&candidate(*number), EvidenceKind::Note, json!({"text": text, "n": float}), now()).expect("appended");
        }
        let checked = store.verify().expect("checked");
        prop_assert!(checked.faults.is_empty(), "{:?}", checked.faults);
        prop_assert_eq!(checked.records, series.len());
    }
}
