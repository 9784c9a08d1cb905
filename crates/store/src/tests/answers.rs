//! What employers answered:
//! 1. The newest answer on each thing serves; one that is taken back serves no more; derived data follow.
//! 2. A new version of the vacancy keeps it, with the version that it was asked about; a fold takes it along.

use super::{commit, now, page, posting, vacancies};
use crate::{Fold, VacancyStore};
use domain::{Answer, Vacancy};

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
