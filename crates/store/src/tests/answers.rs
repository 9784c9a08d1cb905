//! What employers answered, and the past of a vacancy:
//! 1. The newest answer on each thing serves; one that is taken back serves no more; derived data follow.
//! 2. A new version of the vacancy keeps it, with the version that it was asked about; a fold takes it along.
//! 3. The past of a vacancy: since when its text is as it is, what it was folded into, what was closed since a day.

use super::{commit, now, page, posting, vacancies};
use crate::{Fold, VacancyStore};
use chrono::Duration;
use domain::{Answer, ClosedBecause, Vacancy};

fn answer(vacancy: &Vacancy, about: &str, value: &str) -> Answer {
    Answer {
        about: about.parse().expect("a name"),
        value: value.to_owned(),
        by: "M. de Vries".to_owned(),
        on: now().date_naive(),
        version: vacancy.version.clone(),
    }
}

fn open(store: &VacancyStore) -> Vec<Vacancy> {
    store.open_vacancies().expect("vacancies")
}

#[test]
fn the_newest_serves() {
    let (_folder, mut store) = vacancies();
    let page = page("/a");
    commit(&mut store, &page, vec![posting(&page, "Planner", "x")]);
    let vacancy = open(&store).remove(0);
    let (_, before) = store.changed_since(0, 10).expect("changes");
    for (about, value) in [("lifting", "10 kg"), ("night", "no"), ("lifting", "5 kg"), ("night", "unknown")] {
        store.keep_answer(&vacancy.id, &answer(&vacancy, about, value)).expect("kept");
    }
    assert_eq!(open(&store)[0].answers, [answer(&vacancy, "lifting", "5 kg")]);
    let (changed, _) = store.changed_since(before, 10).expect("changes");
    assert_eq!(changed.len(), 1, "what is derived is told");
    commit(&mut store, &page, vec![posting(&page, "Planner", "y")]);
    let after = open(&store).remove(0);
    assert_ne!(after.version, vacancy.version);
    assert_eq!(after.answers, [answer(&vacancy, "lifting", "5 kg")], "asked about the version before");
}

#[test]
fn a_fold_takes_it_along() {
    let (_folder, mut store) = vacancies();
    let (one, other) = (page("/a"), page("/b"));
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    let kept = open(&store).remove(0);
    commit(&mut store, &other, vec![posting(&other, "Planner", "y")]);
    let folded = open(&store).into_iter().find(|vacancy| vacancy.id != kept.id).expect("another");
    store.keep_answer(&folded.id, &answer(&folded, "lifting", "no")).expect("kept");
    let fold = Fold { keep: kept.id.clone(), others: vec![folded.id.clone()] };
    store.fold(&[fold], &[], now()).expect("folded");
    assert_eq!(open(&store).len(), 1);
    assert_eq!(open(&store)[0].answers, [answer(&folded, "lifting", "no")]);
}

#[test]
fn the_past_of_a_vacancy() {
    let (_folder, mut store) = vacancies();
    let (one, other) = (page("/a"), page("/b"));
    commit(&mut store, &one, vec![posting(&one, "Planner", "x")]);
    let kept = open(&store).remove(0);
    commit(&mut store, &other, vec![posting(&other, "Planner", "y")]);
    let folded = open(&store).into_iter().find(|vacancy| vacancy.id != kept.id).expect("another");
    let fold = Fold { keep: kept.id.clone(), others: vec![folded.id.clone()] };
    store.fold(&[fold], &[], now()).expect("folded");
    let history = store.history(&folded.id).expect("a history");
    assert_eq!((history.folded_into, history.reopened_on), (Some(kept.id.clone()), None));
    let history = store.history(&kept.id).expect("a history");
    assert_eq!((history.text_since, history.folded_into), (Some(now()), None));
    let today = now().date_naive();
    assert_eq!(store.closed_since(today).expect("closed"), [], "what is another vacancy was not closed");
    let ended = page("/c");
    let mut past = posting(&ended, "Tuinman", "z");
    past.posting.valid_through = today.pred_opt();
    commit(&mut store, &ended, vec![past]);
    store.close_expired(today, now()).expect("closed");
    let closed = store.closed_since(today).expect("closed");
    let because = domain::VacancyState::Closed { because: ClosedBecause::Expired, on: today };
    assert_eq!(closed.iter().map(|vacancy| vacancy.state).collect::<Vec<_>>(), [because]);
    assert!(store.closed_since(today + Duration::days(1)).expect("closed").is_empty());
    commit(&mut store, &ended, vec![posting(&ended, "Tuinman", "z")]);
    assert_eq!(store.history(&closed[0].id).expect("a history").reopened_on, Some(today));
}
