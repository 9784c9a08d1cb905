//! Vacancies:
//! 1. A page stated again gives the same vacancy; a changed one a new version; nothing is doubled by committing twice.
//! 2. A double joins the vacancy of another page, which stays open as long as one page states it; an address that states
//!    something else leaves it. Stated anew after its closing, it comes back with its first date and its history.
//! 3. What a complete listing no longer names is closed, and reopens when it is stated again.
//! 4. What is past its day is closed; changes are numbered in order.
//!    A weak sign makes doubtful, on a second night it closes, and what is verified in between stays open.
//!
//! Dossiers:
//! 5. A wrong key is named and changes nothing; the file cannot be read without one.
//! 6. Any series of appended records verifies; any single change, removal, reordering or cut is found.
//! 7. A shortlist is kept once a day, with its two records; a digest is recorded once.
//! 8. Records cannot be changed or removed through SQL; an erased dossier leaves a proof.

use crate::chain::COLUMNS;
use crate::*;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::{CandidateId, ClosedBecause, ClosingRules, ClosingSign, EvidenceKind, Page, Posting, Purpose, SignWeight};
use domain::{SourceName, VacancyState};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
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
    }
}

fn posting(page: &Page, title: &str, text: &str) -> NewPosting {
    let posting =
        Posting { title: title.to_owned(), url: page.url.to_string(), text: text.to_owned(), ..Posting::default() };
    NewPosting { version: canonical_hash(&posting), group: title.to_owned(), posting }
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
        closing: &rules(),
        now: now(),
    };
    store.commit_page(&commit).expect("committed")
}

fn rules() -> ClosingRules {
    let strong = [ClosingSign::PageGone, ClosingSign::NotListed].map(|sign| (sign, SignWeight::Strong));
    ClosingRules { signs: strong.into(), weak_nights: 2, shrunk_below_percent: 50 }
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
    let numbers = [(keep.clone(), vec![1, u64::MAX]), (double.clone(), vec![u64::MAX, 3])];
    store.keep_likeness(&numbers).expect("kept");
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
        assert_eq!(store.close_page(&source(), &page.url, ClosedBecause::PageGone, now()).expect("closed"), closed);
    }
}

#[test]
fn unlisted_and_listed_again() {
    let (_folder, mut store) = vacancies();
    let (one, other) = (page("/a"), page("/b"));
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    commit(&mut store, &other, vec![posting(&other, "Archivaris", "y")]);
    let listed = BTreeSet::from([one.url.clone()]);
    assert_eq!(store.close_unlisted(&source(), &listed, &rules(), now()).expect("closed").closed, 1);
    let (changed, sequence) = store.changed_since(2).expect("changes");
    assert_eq!((changed.len(), sequence), (1, 3));
    assert!(matches!(changed[0].state, VacancyState::Closed { because: ClosedBecause::NotListed, .. }));
    assert_eq!(commit(&mut store, &other, vec![posting(&other, "Archivaris", "y")]).changed, 1);
    assert_eq!(store.open_vacancies().expect("vacancies").len(), 2);
    let later = now() + Duration::hours(5);
    store.verify_listed(&source(), &listed, later).expect("verified");
    let verified = store.open_vacancies().expect("vacancies").into_iter().filter(|each| each.last_verified == later);
    assert_eq!(verified.count(), 1);
}

#[test]
fn past_its_day() {
    let (_folder, mut store) = vacancies();
    let page = page("/a");
    let mut stated = posting(&page, "Planner", "x");
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    stated.posting.valid_through = Some(day);
    commit(&mut store, &page, vec![stated]);
    assert_eq!(store.close_expired(day, now()).expect("closed"), 0, "the last day is still open");
    assert_eq!(store.close_expired(day.succ_opt().expect("a day"), now()).expect("closed"), 1);
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
    let sign = |store: &mut VacancyStore, night: i64| {
        let page = (&source(), &one.url);
        store.take_sign(page, ClosingSign::Redirected, &rules(), now() + Duration::days(night)).expect("taken")
    };
    assert_eq!((sign(&mut store, 0), sign(&mut store, 0)), (0, 0), "one night is one night");
    assert_eq!(doubtful(&store), [("Archivaris".to_owned(), false), ("Planner".to_owned(), true)]);
    assert_eq!(store.page(&source(), &one.url).expect("read").expect("known").validators.etag, None, "asked for anew");
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    assert_eq!((doubtful(&store)[1].1, sign(&mut store, 2)), (false, 0), "verified in between: it begins anew");
    assert_eq!(sign(&mut store, 3), 1);
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
        let listed = names.iter().map(|at| pages[*at].url.clone()).collect();
        let at = now() + Duration::days(day);
        store.verify_listed(&source(), &listed, at).expect("verified");
        let unlisted = store.close_unlisted(&source(), &listed, &rules(), at).expect("closed");
        (unlisted.closed, unlisted.doubtful)
    };
    assert_eq!(night(&[0, 1], 0), (0, 3));
    assert_eq!(night(&[0, 1, 2, 3, 4], 1), (0, 0), "whole again");
    assert_eq!(night(&[], 2), (0, 5));
    assert_eq!(night(&[], 3), (5, 0));
}

#[test]
fn a_repost_comes_back_with_its_history() {
    let (_folder, mut store) = vacancies();
    let (old, new) = (page("/a"), page("/b"));
    commit(&mut store, &old, vec![posting(&old, "Planner", "x")]);
    let first = store.open_vacancies().expect("vacancies")[0].clone();
    store.close_page(&source(), &old.url, ClosedBecause::PageGone, now() + Duration::days(9)).expect("closed");
    store.keep_likeness(&[(first.id.clone(), vec![7])]).expect("kept");
    commit(&mut store, &new, vec![posting(&new, "Planner", "y")]);
    let double = store.unfolded().expect("ids")[0].clone();
    store.keep_likeness(&[(double.clone(), vec![7])]).expect("kept");
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
