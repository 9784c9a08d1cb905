//! Why a shortlist differs from the one before it.
//!
//! 1. Each thing that can happen to a vacancy, an answer, a block, a profile or a document gives its own reason, with words.
//! 2. What is on both lists is there again; every vacancy of either list is told of once, what came before what went.

use super::{demand, now, place, situation, today, vacancy};
use crate::{Tonight, changes, compare};
use chrono::{DateTime, Duration, Utc};
use domain::changes::{Changes, History, Move};
use domain::feedback::{Block, BlockKind, FeedbackReason};
use domain::profile::Registration;
use domain::{
    Answer, ClosedBecause, Hash, Intensity, Item, Match, Polarity, Seeker, Shortlist, ShortlistEntry, Vacancy,
    VacancyState,
};
use std::collections::BTreeMap;

fn before_at() -> DateTime<Utc> {
    now() - Duration::hours(24)
}

/// One candidate and one vacancy, on the evening before and tonight.
#[derive(Clone)]
struct Story {
    seeker_before: Seeker,
    seeker: Seeker,
    vacancy: Vacancy,
    history: History,
}

fn story() -> Story {
    let mut vacancy = vacancy();
    vacancy.first_seen = now() - Duration::days(9);
    let seeker = super::seeker();
    Story { seeker_before: seeker.clone(), seeker, vacancy, history: History::default() }
}

fn entries(matches: &[Match]) -> Vec<ShortlistEntry> {
    matches.iter().enumerate().map(|(at, each)| ShortlistEntry { rank: at + 1, matched: each.clone() }).collect()
}

fn shortlist(matches: &[Match]) -> Shortlist {
    Shortlist {
        candidate: "c-0001".parse().expect("an id"),
        date: today().pred_opt().expect("a day"),
        profile_version: 1,
        engine: "0.1.0".to_owned(),
        vocabulary: Hash::from_bytes([0; 32]),
        snapshot: Hash::from_bytes([0; 32]),
        funnel: Vec::new(),
        entries: entries(matches),
        changes: None,
    }
}

fn told(story: &Story, before: &[Match], tonight: &[Match]) -> Changes {
    let known = BTreeMap::from([(story.vacancy.id.clone(), (story.vacancy.clone(), story.history.clone()))]);
    let changed = story.seeker_before.profile != story.seeker.profile;
    let tonight = Tonight {
        seeker: &story.seeker,
        seeker_before: changed.then_some(&story.seeker_before),
        entries: &entries(tonight),
        known: &known,
        before_at: before_at(),
        situation: &situation(),
    };
    changes(&shortlist(before), &tonight)
}

/// The vacancy was on the list before, and is not tonight.
fn went(change: impl FnOnce(&mut Story)) -> String {
    let mut story = story();
    let shown = compare(&story.seeker_before, &story.vacancy, &situation());
    change(&mut story);
    line(&told(&story, &[shown], &[]))
}

/// The vacancy is on the list tonight, and was not before.
fn came(change: impl FnOnce(&mut Story)) -> String {
    let mut story = story();
    change(&mut story);
    let matched = compare(&story.seeker, &story.vacancy, &situation());
    line(&told(&story, &[], &[matched]))
}

fn line(changes: &Changes) -> String {
    let each = changes.each.iter().map(|each| format!("{:?}, {}: {}", each.moved, each.why.words(), each.because));
    each.collect::<Vec<_>>().join("\n")
}

fn close(story: &mut Story, because: ClosedBecause) {
    story.vacancy.state = VacancyState::Closed { because, on: today() };
}

fn block(value: &str) -> Block {
    let (value, because, by) = (value.to_owned(), "too busy".to_owned(), "coach".to_owned());
    Block { kind: BlockKind::Word, value, codes: Vec::new(), because, by, on: today() }
}

fn refuse(story: &mut Story, of: &Vacancy) {
    super::refused(&mut story.seeker, of, FeedbackReason::TooHeavy);
}

fn other(number: u8) -> Vacancy {
    Vacancy { id: format!("{number:016x}").parse().expect("an id"), ..vacancy() }
}

fn heavy(story: &mut Story) {
    story.vacancy.posting.demands = vec![demand(Item::Lifting, Polarity::Asks, Intensity::Heavy)];
}

#[test]
fn what_went() {
    let cases = [
        went(|story| close(story, ClosedBecause::PageGone)),
        went(|story| close(story, ClosedBecause::Expired)),
        went(|story| {
            close(story, ClosedBecause::Folded);
            story.history.folded_into = Some(other(9).id);
        }),
        went(|story| story.seeker.blocks = vec![block("verkoopadviseur")]),
        went(|story| {
            let own = story.vacancy.clone();
            refuse(story, &own);
        }),
        went(|story| {
            refuse(story, &other(7));
            refuse(story, &other(8));
        }),
        went(|story| {
            heavy(story);
            story.seeker.profile.capability.items = vec![super::limitation(Item::Lifting, 2)];
        }),
        went(|story| story.seeker.profile.search.exclude = vec!["verkoop".to_owned()]),
        went(|story| {
            heavy(story);
            story.vacancy.version = Hash::from_bytes([3; 32]);
            for seeker in [&mut story.seeker, &mut story.seeker_before] {
                seeker.profile.capability.items = vec![super::limitation(Item::Lifting, 2)];
            }
        }),
        went(|story| {
            story.vacancy.posting.requirements.registrations = vec!["big".to_owned()];
            let ended = Registration { name: "big".to_owned(), until: today().pred_opt() };
            for seeker in [&mut story.seeker, &mut story.seeker_before] {
                seeker.profile.qualifications.registrations = vec![ended.clone()];
            }
        }),
        went(|story| story.vacancy.last_verified = now() - Duration::hours(60)),
        went(|story| {
            story.seeker.shown.insert(story.vacancy.id.clone(), story.vacancy.version.clone());
        }),
        went(|story| story.seeker.profile.capability.valid_until = today().pred_opt()),
        went(|_| ()),
    ];
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn what_came() {
    let changed = |story: &mut Story| story.history.text_since = Some(now());
    let cases = [
        came(|story| story.vacancy.first_seen = now()),
        came(|story| story.history.reopened_on = Some(today())),
        came(changed),
        came(|story| story.seeker_before.profile.search.exclude = vec!["verkoop".to_owned()]),
        came(|story| {
            story.vacancy.posting.places = vec![place("Groningen", 53.22, 6.57)];
            story.seeker.profile.travel.max_minutes = 240;
        }),
        came(|story| {
            let (about, by) = ("lifting".parse().expect("a name"), "M. de Vries".to_owned());
            let version = story.vacancy.version.clone();
            story.vacancy.answers = vec![Answer { about, value: "no".to_owned(), by, on: today(), version }];
        }),
        came(|_| ()),
    ];
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn each_is_told_once() {
    let mut story = story();
    let shown = compare(&story.seeker, &story.vacancy, &situation());
    let gone = Match { vacancy: other(5).id, ..shown.clone() };
    story.history.text_since = Some(now());
    let fresh = Match { vacancy: other(6).id, ..shown.clone() };
    let changes = told(&story, &[gone, shown.clone()], &[shown, fresh]);
    let moved: Vec<Move> = changes.each.iter().map(|each| each.moved).collect();
    assert_eq!(moved, [Move::Came, Move::Again, Move::Went]);
    assert_eq!(changes.since, today().pred_opt().expect("a day"));
}
