//! Answers "not suitable" and blocks.
//!
//! 1. What was refused stays off the shortlist, whatever the reason, also in a new version; it is not rejected.
//! 2. Others like it are flagged from one answer on and come last from two; one employer stays off from one on.
//!    What is not alike is as before. The explanation names the answers and the rule.
//! 3. An answer never changes a verdict, and taking all answers away gives what was before (nothing is learned).
//! 4. A block rejects what it covers, with who, when and why; whole words only; a region only where all places are in it.
//! 5. The funnel adds up with both.

use super::{now, place, refused, rules, seeker, situation, today, vacancy};
use crate::{compare, cut, match_all};
use domain::feedback::{Block, BlockKind, FeedbackEffect, FeedbackReason};
use domain::posting::{Range, Remote};
use domain::requirements::EducationRequired;
use domain::{EducationLevel, Hash, Match, Outcome, Seeker, Vacancy, Verdict};
use proptest::prelude::*;

/// Vacancies that differ in everything that answers are about.
fn vacancies() -> Vec<Vacancy> {
    let codes = ["5223", "5223", "5222", "4110", "5223", "5223"];
    let each = codes.iter().zip(0_u32..).map(|(code, at)| {
        let mut vacancy = vacancy();
        vacancy.id = format!("{at:016x}").parse().expect("an id");
        vacancy.group = format!("group {at}");
        let posting = &mut vacancy.posting;
        posting.title = format!("Verkoper {at}");
        posting.employer = Some(format!("Winkel {}", at / 2));
        posting.places = vec![place("ergens", 52.14 + 0.02 * f64::from(at), 6.20)];
        posting.occupation.as_mut().expect("an occupation").isco08 = (*code).to_owned();
        posting.hours_per_week = Some(Range { min: Some(12.0 + f64::from(at)), max: Some(20.0) });
        posting.requirements.education = Some(EducationRequired {
            level: if at % 2 == 0 { EducationLevel::Mbo4 } else { EducationLevel::Mbo3 },
            diploma_required: false,
        });
        vacancy
    });
    each.collect()
}

fn effects(seeker: &Seeker) -> Vec<Option<FeedbackEffect>> {
    vacancies().iter().map(|vacancy| compare(seeker, vacancy, &situation()).feedback).collect()
}

#[test]
fn the_refused_one_stays_off() {
    for reason in FeedbackReason::ALL {
        let mut seeker = seeker();
        let all = vacancies();
        refused(&mut seeker, &all[0], reason);
        let mut changed = all[0].clone();
        changed.version = Hash::from_bytes([8; 32]);
        let matched = compare(&seeker, &changed, &situation());
        assert_eq!((matched.feedback, matched.verdict), (Some(FeedbackEffect::Off), Verdict::Suitable), "{reason}");
        let vacancies = [vec![changed], all[1..].to_vec()].concat();
        let mut matching = match_all(&seeker, &vacancies, &situation());
        let last = matching.matches.last().expect("a match");
        assert!(last.feedback == Some(FeedbackEffect::Off));
        let entries = cut(&seeker, &mut matching, &vacancies, &situation());
        assert!(entries.iter().all(|entry| entry.matched.vacancy != all[0].id));
        let (before, after) = (&matching.funnel[4], &matching.funnel[5]);
        let fell: usize = after.fell.iter().map(|(_, count)| count).sum();
        assert_eq!(before.count - fell, after.count);
        assert!(after.fell.iter().any(|(why, _)| why == "answered_not_suitable"), "{after:?}");
    }
}

#[test]
fn others_like_it() {
    let (flag, off) = (Some(FeedbackEffect::Flag), Some(FeedbackEffect::Off));
    let all = vacancies();
    let once = |reason| {
        let mut seeker = seeker();
        refused(&mut seeker, &all[2], reason);
        effects(&seeker)
    };
    assert_eq!(once(FeedbackReason::TooFar), [None, None, off, flag, flag, flag]);
    assert_eq!(once(FeedbackReason::TooHeavy), [None, None, off, None, None, None], "another occupation");
    assert_eq!(once(FeedbackReason::Level), [flag, None, off, None, flag, None], "one level, one kind of work");
    assert_eq!(once(FeedbackReason::Hours), [None, None, off, flag, flag, flag], "within its hours");
    assert_eq!(once(FeedbackReason::Employer), [None, None, off, off, None, None]);
    assert_eq!(once(FeedbackReason::Other), [None, None, off, None, None, None]);
    let mut twice = seeker();
    refused(&mut twice, &all[0], FeedbackReason::TooHeavy);
    refused(&mut twice, &all[1], FeedbackReason::TooHeavy);
    let last = Some(FeedbackEffect::Last);
    assert_eq!(effects(&twice), [off, off, None, None, last, last]);
    let matched = compare(&twice, &all[4], &situation());
    let told = matched.criteria.iter().find(|each| each.criterion.as_str() == "feedback").expect("a criterion");
    insta::assert_snapshot!(format!("{}\n{}\n{}", told.have, told.asks, told.rule), @r"
    answered not suitable, too heavy: 2026-11-24 by coach; 2026-11-24 by coach
    the occupation of Verkoper 0, Verkoper 1
    feedback too_heavy, from 2 of such answers: it comes last; never rejects, [matching.feedback]
    ");
    let mut matching = match_all(&twice, &all, &situation());
    let entries = cut(&twice, &mut matching, &all, &situation());
    let order: Vec<Option<FeedbackEffect>> = entries.iter().map(|entry| entry.matched.feedback).collect();
    assert_eq!(order, [None, last, last], "what is set back comes last, whatever its score (one is not near)");
}

fn block(kind: BlockKind, value: &str, codes: &[&str]) -> Block {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    let because = "conflict in 2024".to_owned();
    Block { kind, value: value.to_owned(), codes, because, by: "coach".to_owned(), on: today() }
}

fn blocked(block: Block, vacancy: &Vacancy) -> Option<Match> {
    let mut seeker = seeker();
    seeker.blocks = vec![block];
    let matched = compare(&seeker, vacancy, &situation());
    let rejects = matched.criteria.iter().any(|each| each.criterion.as_str() == "blocked");
    assert_eq!(rejects, matched.verdict == Verdict::Unsuitable);
    rejects.then_some(matched)
}

#[test]
fn blocks_reject_what_they_cover() {
    let mut vacancy = vacancy();
    vacancy.posting.text = "Verkoopadviseur\nIn een KOELCEL, soms 's nachts.".to_owned();
    vacancy.posting.places[0].postcode = Some("7201".to_owned());
    let cases = [
        (BlockKind::Employer, "de vijgenkruik", vec![], true),
        (BlockKind::Employer, "Vijgen", vec![], false),
        (BlockKind::Occupation, "verkoop", vec!["52", "2433"], true),
        (BlockKind::Occupation, "horeca", vec!["5131"], false),
        (BlockKind::Word, "koelcel", vec![], true),
        (BlockKind::Word, "koel", vec![], false),
        (BlockKind::Word, "'s nachts", vec![], true),
        (BlockKind::Region, "zutphen", vec![], true),
        (BlockKind::Region, "72", vec![], true),
        (BlockKind::Region, "71", vec![], false),
        (BlockKind::Region, "Deventer", vec![], false),
    ];
    for (kind, value, codes, expected) in cases {
        assert_eq!(blocked(block(kind, value, &codes), &vacancy).is_some(), expected, "{kind} {value}");
    }
    let matched = blocked(block(BlockKind::Word, "koelcel", &[]), &vacancy).expect("blocked");
    let why = matched.criteria.iter().find(|each| each.outcome == Outcome::Exceeds).expect("a reason");
    assert_eq!(why.have, "blocked by coach on 2026-11-24: word koelcel: conflict in 2024");
    assert_eq!(why.quote.as_deref(), Some("KOELCEL"), "the vacancy's own letters");
    let mut elsewhere = vacancy.clone();
    elsewhere.posting.places.push(place("Deventer", 52.25, 6.16));
    assert!(blocked(block(BlockKind::Region, "zutphen", &[]), &elsewhere).is_none());
    vacancy.posting.remote = Some(Remote::Full);
    assert!(blocked(block(BlockKind::Region, "zutphen", &[]), &vacancy).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn answers_only_order(refusals in prop::collection::vec((0_usize..6, 0_usize..6), 0..6)) {
        let all = vacancies();
        let (plain, mut said) = (seeker(), seeker());
        for (vacancy, reason) in refusals {
            refused(&mut said, &all[vacancy], FeedbackReason::ALL[reason]);
        }
        let (before, after) = (match_all(&plain, &all, &situation()), match_all(&said, &all, &situation()));
        prop_assert_eq!(&before.funnel, &after.funnel);
        let verdicts = |matching: &crate::Matching| {
            let mut each: Vec<_> = matching.matches.iter().map(|m| (m.vacancy.clone(), m.verdict)).collect();
            each.sort();
            each
        };
        prop_assert_eq!(verdicts(&before), verdicts(&after));
        said.feedback.clear();
        prop_assert_eq!(match_all(&said, &all, &situation()), before);
    }

    #[test]
    fn a_found_block_is_words_of_the_text(text in "\\PC{0,60}", value in "[a-zA-ZİßéÉ]{1,4}") {
        let mut vacancy = vacancy();
        vacancy.posting.text = text;
        vacancy.last_verified = now();
        if let Some(matched) = blocked(block(BlockKind::Word, &value, &[]), &vacancy) {
            let quote = matched.criteria.iter().find(|each| each.criterion.as_str() == "blocked").and_then(|each| each.quote.clone());
            let quote = quote.expect("words");
            prop_assert_eq!(quote.to_lowercase(), value.to_lowercase());
            prop_assert!(vacancy.posting.text.contains(&quote) || vacancy.posting.title.contains(&quote));
        }
    }
}

#[test]
fn the_shipped_rules_never_reject() {
    for reason in FeedbackReason::ALL {
        let steps = rules().settings.feedback.steps(reason);
        assert!(steps.windows(2).all(|pair| pair[0].answers < pair[1].answers && pair[0].effect < pair[1].effect));
    }
}
