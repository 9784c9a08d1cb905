//! Answers "not suitable" and blocks:
//! 1. Each change has one record, also one that takes back; what was not there takes back nothing and leaves no record.
//! 2. The newest on a vacancy or thing counts; an erased dossier has none.

use super::{candidate, dossiers, now};
use crate::DossierStore;
use domain::CandidateId;
use domain::feedback::{Block, BlockKind, Feedback, FeedbackReason, Refused};
use tempfile::TempDir;

fn feedback(reason: FeedbackReason) -> Feedback {
    Feedback {
        vacancy: "00000000000000aa".parse().expect("an id"),
        reason,
        text: String::new(),
        by: "coach".to_owned(),
        on: now().date_naive(),
        refused: Refused { minutes: Some(48.5), ..Refused::default() },
    }
}

fn block(value: &str) -> Block {
    let (value, because, by) = (value.to_owned(), "oude werkgever".to_owned(), "coach".to_owned());
    Block { kind: BlockKind::Employer, value, codes: Vec::new(), because, by, on: now().date_naive() }
}

fn kinds(store: &DossierStore, id: &CandidateId) -> Vec<&'static str> {
    store.records(id).expect("records").iter().map(|record| record.kind.name()).collect()
}

#[test]
fn each_change_has_its_record() {
    let folder = TempDir::new().expect("a folder");
    let (mut store, id) = (dossiers(&folder), candidate(1));
    for reason in [FeedbackReason::Level, FeedbackReason::TooFar] {
        store.keep_feedback(&id, &feedback(reason), now()).expect("kept");
    }
    assert_eq!(store.feedback(&id).expect("feedback"), [feedback(FeedbackReason::TooFar)]);
    let vacancy = feedback(FeedbackReason::Level).vacancy;
    assert!(store.take_back_feedback(&id, &vacancy, "coach", now()).expect("done").is_some());
    assert!(store.take_back_feedback(&id, &vacancy, "coach", now()).expect("done").is_none());
    store.set_block(&id, &block("De Klok"), now()).expect("set");
    store.set_block(&id, &block("de klok"), now()).expect("set");
    assert_eq!(store.blocks(&id).expect("blocks"), [block("de klok")]);
    let lift = |store: &mut DossierStore| store.lift_block(&id, (BlockKind::Employer, "DE KLOK"), "coach", now());
    assert!(lift(&mut store).expect("done").is_some());
    assert!(lift(&mut store).expect("done").is_none());
    let expected = ["decision", "decision", "decision", "profile_changed", "profile_changed", "profile_changed"];
    assert_eq!(kinds(&store, &id), expected);
    assert!(store.verify().expect("checked").faults.is_empty());
}

#[test]
fn an_erased_dossier_has_none() {
    let folder = TempDir::new().expect("a folder");
    let (mut store, id) = (dossiers(&folder), candidate(1));
    store.keep_feedback(&id, &feedback(FeedbackReason::Other), now()).expect("kept");
    store.set_block(&id, &block("De Klok"), now()).expect("set");
    let exported = store.export(&id).expect("exported");
    assert_eq!(
        (exported["feedback"].as_array().map(Vec::len), exported["blocks"].as_array().map(Vec::len)),
        (Some(1), Some(1))
    );
    store.erase(&id, now()).expect("erased");
    assert!(store.feedback(&id).expect("feedback").is_empty() && store.blocks(&id).expect("blocks").is_empty());
}
