//! 1. When the page that speaks for a vacancy closes, another open page of it speaks, and is read anew at its next visit.
//! 2. When the first page is there again, it speaks again; the vacancy was never closed.
//! 3. When the last page closes, so does the vacancy; whichever page comes back reopens it, with its history.
//! 4. A last day that is past closes one page of several, not what another page still offers; on later nights, too, when
//!    both pages say what they said.

use super::*;
use domain::Vacancy;

/// A vacancy that `/a` and `/b` state, folded; `/a` speaks.
fn folded(store: &mut VacancyStore, last_day: Option<NaiveDate>) -> (Page, Page) {
    let (one, other) = (page("/a"), page("/b"));
    let mut first = posting(&one, "Planner", "x");
    first.posting.valid_through = last_day;
    commit(store, &one, vec![first]);
    let keep = store.unfolded().expect("ids")[0].clone();
    commit(store, &other, vec![posting(&other, "Planner", "y")]);
    let both = store.unfolded().expect("ids");
    let others = both.iter().filter(|id| **id != keep).cloned().collect();
    store.fold(&[Fold { keep, others }], &both, now()).expect("folded");
    assert_eq!(the_one(store).posting.text, "x");
    (one, other)
}

fn the_one(store: &VacancyStore) -> Vacancy {
    let [vacancy] = store.open_vacancies().expect("vacancies").try_into().expect("one vacancy");
    vacancy
}

fn text_when_read(store: &mut VacancyStore, page: &Page, text: &str) -> String {
    commit(store, page, vec![posting(page, "Planner", text)]);
    the_one(store).posting.text
}

#[test]
fn another_page_speaks() {
    let (_folder, mut store) = vacancies();
    let (one, other) = folded(&mut store, None);
    let (id, before) = (the_one(&store).id, store.changed_since(0, 10).expect("changes").1);
    assert_eq!(sign(&mut store, &one, ClosingSign::PageGone, now()), 0);
    let after = the_one(&store);
    assert_eq!((after.id.clone(), after.posting.text.as_str()), (id.clone(), "y"));
    assert!(after.posting.url.ends_with("/b"), "no link to the page that is gone: {}", after.posting.url);
    assert!(store.changed_since(before, 10).expect("changes").0.iter().any(|each| each.id == id), "the index is told");
    let record = store.page(&source(), &other.url).expect("read").expect("known");
    assert_eq!((record.validators.etag, record.hash == other.hash), (None, false), "it is read anew");
    assert_eq!(text_when_read(&mut store, &other, "y, and more"), "y, and more");
    assert_eq!(text_when_read(&mut store, &one, "x again"), "x again", "the first is there again");
    assert_eq!(text_when_read(&mut store, &other, "z"), "x again");
    assert!(store.closings(&id).expect("closings").is_empty());
}

#[test]
fn the_last_page_closes_and_any_reopens() {
    let (_folder, mut store) = vacancies();
    let (one, other) = folded(&mut store, None);
    let id = the_one(&store).id;
    assert_eq!(sign(&mut store, &one, ClosingSign::PageGone, now()), 0);
    assert_eq!(sign(&mut store, &other, ClosingSign::PageGone, now()), 1);
    assert!(store.open_vacancies().expect("vacancies").is_empty());
    let reopened = commit(&mut store, &other, vec![posting(&other, "Planner", "y")]);
    assert_eq!((reopened.new, reopened.reopened), (0, 1));
    assert_eq!((the_one(&store).id, the_one(&store).posting.text.as_str()), (id.clone(), "y"));
    let closings = store.closings(&id).expect("closings");
    assert_eq!((closings.len(), closings[0].because), (1, ClosedBecause::PageGone));
    assert_eq!(closings[0].reopened, Some(now().date_naive()));
}

#[test]
fn a_last_day_is_that_of_one_page() {
    let (_folder, mut store) = vacancies();
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    folded(&mut store, Some(day));
    assert!(store.close_expired(day.succ_opt().expect("a day"), now()).expect("closed").is_empty());
    assert_eq!(the_one(&store).posting.text, "y");
}

#[test]
fn what_is_over_stays_over() {
    let (_folder, mut store) = vacancies();
    let last_day = now().date_naive() + Duration::days(2);
    let (one, other) = folded(&mut store, Some(last_day));
    for night in 3..6 {
        let [mut one, mut other] = [one.clone(), other.clone()];
        (one.fetched_at, other.fetched_at) = (now() + Duration::days(night), now() + Duration::days(night));
        let mut over = posting(&one, "Planner", "x");
        over.posting.valid_through = Some(last_day);
        let first = commit(&mut store, &one, vec![over]);
        let second = commit(&mut store, &other, vec![posting(&other, "Planner", "y")]);
        assert_eq!((first.changed, second.changed, second.unchanged), (0, 0, 1), "night {night}");
        let expired = store.close_expired(one.fetched_at.date_naive(), one.fetched_at).expect("closed");
        assert!(expired.is_empty() && the_one(&store).posting.text == "y", "night {night}");
    }
    assert!(store.closings(&the_one(&store).id).expect("closings").is_empty());
}
