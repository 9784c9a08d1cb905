//! What one change or two would open, against the full matcher with the changed profile.
//!
//! 1. Every change that is shown opens exactly what the full matcher then finds more, also whatever the occupation.
//! 2. Every pair likewise; `only_together` is what neither opens alone; no pair of the proposals opens more than the first.
//! 3. What is left out opens nothing, or no more than a smaller change of the same limit.
//! 4. Loosening never loses a vacancy.
//! 5. Examples are of what is opened; the order of the vacancies changes nothing.
//! 6. Named cases, as they read; two changes of one criterion count together: two licences, minutes and a means of travel.

use super::what_if::{any_candidate, any_openings};
use super::{limited, place, situation, vacancy};
use crate::change::{Change, changed};
use crate::gaps::{gaps, proposals_for};
use crate::match_all;
use domain::{Item, Match, Seeker, Vacancy, VacancyId};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What the full matcher finds not unsuitable in reach: whatever the occupation, and within the search profile.
fn open(seeker: &Seeker, vacancies: &[Vacancy]) -> [BTreeSet<VacancyId>; 2] {
    let matches = match_all(seeker, vacancies, &situation()).matches;
    let ids = |matches: &mut dyn Iterator<Item = &Match>| matches.map(|each| each.vacancy.clone()).collect();
    [ids(&mut matches.iter()), ids(&mut matches.iter().filter(|each| each.near && !each.excluded))]
}

fn with(seeker: &Seeker, changes: &[&str]) -> Seeker {
    let changes: Vec<Change> = changes.iter().map(|change| change.parse().expect("a change")).collect();
    changed(seeker, &changes, &situation()).expect("a possible change")
}

fn new(after: &BTreeSet<VacancyId>, before: &BTreeSet<VacancyId>) -> BTreeSet<VacancyId> {
    after.difference(before).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_change_opens_what_the_matcher_finds(seeker in any_candidate(), vacancies in any_openings(40)) {
        let found = gaps(&seeker, &vacancies, &situation());
        let [any, searched] = open(&seeker, &vacancies);
        prop_assert_eq!((found.now, found.now_any_occupation), (searched.len(), any.len()));
        for gap in &found.changes {
            let after = open(&with(&seeker, &[&gap.change]), &vacancies);
            prop_assert_eq!(new(&after[1], &searched).len(), gap.opens, "{}", gap.change);
            prop_assert_eq!(new(&after[0], &any).len(), gap.opens_any_occupation, "{}", gap.change);
            for example in &gap.examples {
                prop_assert!(new(&after[0], &any).contains(&example.vacancy));
            }
        }
        for change in proposals_for(&seeker, &vacancies, &situation()) {
            let after = open(&with(&seeker, &[&change.to_string()]), &vacancies);
            prop_assert!(any.is_subset(&after[0]), "{} loses a vacancy", change);
            let opens = new(&after[0], &any).len();
            let same = found.changes.iter().filter(|gap| gap.change.parse::<Change>().expect("a change").limit() == change.limit());
            let shown = same.map(|gap| gap.opens_any_occupation).max().unwrap_or(0);
            prop_assert!(opens <= shown, "{} opens {}, and {} is the most shown of its kind", change, opens, shown);
        }
        let mut turned = vacancies;
        turned.reverse();
        prop_assert_eq!(gaps(&seeker, &turned, &situation()), found);
    }

    #[test]
    fn each_pair_opens_what_the_matcher_finds(seeker in any_candidate(), vacancies in any_openings(40)) {
        let found = gaps(&seeker, &vacancies, &situation());
        let [_, searched] = open(&seeker, &vacancies);
        for pair in &found.pairs {
            let [one, other] = [&pair.changes[0], &pair.changes[1]];
            let after = |changes: &[&str]| new(&open(&with(&seeker, changes), &vacancies)[1], &searched);
            let both = after(&[one, other]);
            let alone: BTreeSet<VacancyId> = after(&[one]).union(&after(&[other])).cloned().collect();
            prop_assert_eq!(both.len(), pair.opens, "{} {}", one, other);
            prop_assert_eq!(new(&both, &alone).len(), pair.only_together, "{} {}", one, other);
            prop_assert!(pair.examples.iter().all(|example| both.contains(&example.vacancy)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn no_pair_opens_more(seeker in any_candidate(), vacancies in any_openings(25)) {
        let found = gaps(&seeker, &vacancies, &situation());
        let [_, searched] = open(&seeker, &vacancies);
        let best = found.pairs.first().map_or(0, |pair| pair.opens);
        let alone = found.changes.iter().map(|gap| gap.opens).max().unwrap_or(0);
        let changes = proposals_for(&seeker, &vacancies, &situation());
        for (at, one) in changes.iter().enumerate() {
            for other in changes[at + 1..].iter().filter(|other| one.goes_beside(other)) {
                let opens = new(&open(&with(&seeker, &[&one.to_string(), &other.to_string()]), &vacancies)[1], &searched).len();
                prop_assert!(opens <= best.max(alone), "{} and {} open {}", one, other, opens);
            }
        }
    }
}

/// The changes with what they open, and the pairs with what they open and what of it only together.
fn shown(seeker: &Seeker, vacancies: &[Vacancy]) -> (Vec<String>, Vec<String>) {
    let found = gaps(seeker, vacancies, &situation());
    let changes = found.changes.iter();
    let changes = changes.map(|gap| format!("{} {}/{}", gap.change, gap.opens, gap.opens_any_occupation));
    let pairs = found.pairs.iter();
    let pairs = pairs.map(|pair| format!("{} {} {}", pair.changes.join(" "), pair.opens, pair.only_together));
    (changes.collect(), pairs.collect())
}

fn numbered(count: u64) -> Vec<Vacancy> {
    (0..count).map(|at| Vacancy { id: format!("{at:016x}").parse().expect("an id"), ..vacancy() }).collect()
}

#[test]
fn a_named_case() {
    let mut vacancies = numbered(6);
    vacancies[1].posting.demands = vec![super::kilograms(12.0)];
    vacancies[2].posting.requirements.licences = vec!["C".to_owned()];
    vacancies[3].posting.demands = vec![super::kilograms(4.5)];
    vacancies[3].posting.requirements.licences = vec!["C".to_owned()];
    vacancies[4].posting.places = vec![place("Groningen", 53.22, 6.57)];
    vacancies[5].posting.demands = vec![super::kilograms(12.0)];
    vacancies[5].posting.occupation = None;
    let (changes, pairs) = shown(&limited(Item::Lifting, 3), &vacancies);
    assert_eq!(changes, ["lifting=none 1/2", "licence=C 1/1"]);
    assert_eq!(pairs, ["lifting=none licence=C 3 1"]);
}

#[test]
fn two_changes_of_one_criterion() {
    let mut vacancies = numbered(2);
    vacancies[0].posting.requirements.licences = vec!["C".to_owned(), "D".to_owned()];
    // 85 km: too far by train in 90 minutes, and by car in 60
    vacancies[1].posting.places = vec![place("Oosterwolde", 52.905, 6.2)];
    let (changes, pairs) = shown(&super::seeker(), &vacancies);
    assert_eq!(changes, Vec::<String>::new());
    assert_eq!(pairs, ["travel.max_minutes=75 travel.modes=public_transport,bike,car 1 1", "licence=C licence=D 1 1"]);
}
