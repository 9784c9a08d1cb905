//! 1. A way to apply that vanished makes doubtful, and never closes alone; after some nights it is the page's usual form.
//! 2. With a weak sign beside it, in either order or on one page, it closes, for the reason of the weak sign.
//! 3. A way to apply that is there again settles; one that never was is no sign.
//! 4. What was closed so and is stated again is open again.

use super::*;

/// A page states its vacancy on a night, with or without a way to apply.
fn stated(store: &mut VacancyStore, night: i64, applies: Option<bool>, doubt: Option<ClosingSign>) -> PageOutcome {
    let page = page("/a");
    let commit = PageCommit {
        page: &page,
        listed_last_modified: None,
        requests: &[],
        listing: None,
        archived: None,
        postings: vec![posting(&page, "Planner", "x")],
        doubt,
        applies,
        closing: &faint_rules(),
        now: now() + Duration::days(night),
    };
    store.commit_page(&commit).expect("committed")
}

fn faint_rules() -> ClosingRules {
    let mut rules = rules();
    rules.signs.insert(ClosingSign::ApplyGone, SignWeight::Faint);
    rules
}

/// Whether the vacancy is open, and doubtful.
fn condition(store: &VacancyStore) -> Option<bool> {
    store.open_vacancies().expect("vacancies").first().map(|vacancy| vacancy.doubtful_since.is_some())
}

#[test]
fn vanished_alone_never_closes() {
    let (_folder, mut store) = vacancies();
    let nights = [Some(true), Some(false), Some(false), Some(false), Some(false), Some(false), Some(true), Some(false)];
    let mut conditions = Vec::new();
    for (night, applies) in nights.into_iter().enumerate() {
        stated(&mut store, night as i64, applies, None);
        // a second look in one night counts no more
        stated(&mut store, night as i64, applies, None);
        conditions.push(condition(&store).expect("never closed"));
    }
    assert_eq!(conditions, [false, true, true, true, false, false, false, true]);
    let record = store.page(&source(), &page("/a").url).expect("read").expect("known");
    assert_eq!(record.validators, domain::Validators::default(), "it is looked at every night");
}

#[test]
fn with_a_weak_sign_it_closes() {
    let (_folder, mut first) = vacancies();
    stated(&mut first, 0, Some(true), None);
    assert_eq!(stated(&mut first, 1, Some(false), None).closed, 0);
    assert_eq!(sign(&mut first, &page("/a"), ClosingSign::Redirected, now() + Duration::days(2)), 1);
    let (_folder, mut second) = vacancies();
    stated(&mut second, 0, Some(true), None);
    assert_eq!(sign(&mut second, &page("/a"), ClosingSign::Redirected, now() + Duration::days(1)), 0);
    assert_eq!(stated(&mut second, 2, Some(false), None).closed, 1);
    let (_folder, mut together) = vacancies();
    stated(&mut together, 0, Some(true), None);
    assert_eq!(stated(&mut together, 1, Some(false), Some(ClosingSign::SaidBesideOpen)).closed, 1);
    let because = [ClosedBecause::Redirected, ClosedBecause::Redirected, ClosedBecause::SaidClosed];
    for (store, because) in [&first, &second, &together].into_iter().zip(because) {
        assert_eq!(condition(store), None);
        let closed = store.changed_since(0, 10).expect("changes").0.pop().expect("the vacancy");
        assert!(matches!(closed.state, VacancyState::Closed { because: found, .. } if found == because), "{closed:?}");
    }
    assert_eq!(stated(&mut together, 2, Some(false), None).reopened, 1, "the weak sign is gone");
    assert_eq!(condition(&together), Some(false));
}

#[test]
fn there_again_or_never_there() {
    let (_folder, mut store) = vacancies();
    for (night, applies, doubtful) in
        [(0, Some(true), false), (1, None, false), (2, Some(false), true), (3, None, true), (4, Some(true), false)]
    {
        stated(&mut store, night, applies, None);
        assert_eq!(condition(&store), Some(doubtful), "night {night}");
    }
    let (_folder, mut never) = vacancies();
    for night in 0..3 {
        stated(&mut never, night, Some(false), None);
        assert_eq!(condition(&never), Some(false));
    }
}
