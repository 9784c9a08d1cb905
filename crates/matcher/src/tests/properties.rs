//! Rules that hold for any vacancy and any limitation.
//!
//! 1. `match_all` gives what comparing one by one and sorting gives, whatever the order of the vacancies.
//! 2. The funnel's counts add up: what falls at each step is what is missing at the next.
//! 3. A verdict is unsuitable exactly when a hard criterion exceeds; a suitable one has no signal to clarify.
//! 4. A prior never exceeds and never fits; what the text does not say is never a match.
//! 5. A stricter level never makes a verdict better.
//! 6. A score is 0 to 100, and the sum of its parts.
//! 7. With the shortlist cut: at each step, what is left, what is rejected and what is set aside are what was left
//!    before; every rejection is at one step, its first reason counts there, and the rest is what the shortlist left.

use super::{asking, demand, limited, place, situation};
use crate::{compare, cut, match_all};
use domain::posting::Range;
use domain::{Basis, Demand, DemandBasis, Hash, Intensity, Item, Limit, Outcome, Polarity, Vacancy, Verdict};
use proptest::prelude::*;
use std::collections::BTreeMap;

const ITEMS: [Item; 6] =
    [Item::Lifting, Item::Standing, Item::Conflict, Item::DrivingForWork, Item::Noise, Item::HandUse];

fn any_demand() -> impl Strategy<Value = Demand> {
    let intensity = prop::sample::select(vec![Intensity::Light, Intensity::Regular, Intensity::Heavy]);
    let polarity = prop::sample::select(vec![Polarity::Asks, Polarity::DoesNotAsk]);
    let basis = prop::sample::select(vec![DemandBasis::Text, DemandBasis::Prior]);
    let kilograms = prop::option::of(0.0..40.0_f64);
    (prop::sample::select(ITEMS.to_vec()), intensity, polarity, basis, kilograms).prop_map(
        |(item, intensity, polarity, basis, amount)| {
            let text = basis == DemandBasis::Text && item == Item::Lifting && polarity == Polarity::Asks;
            let limit = amount.filter(|_| text).map(Limit::Kg);
            let polarity = if basis == DemandBasis::Prior { Polarity::Asks } else { polarity };
            Demand { outcome_basis: basis, limit, ..demand(item, polarity, intensity) }
        },
    )
}

fn any_vacancy() -> impl Strategy<Value = Vacancy> {
    let demands = prop::collection::vec(any_demand(), 0..5);
    let hours = prop::option::of((8.0..40.0_f64, 0.0..10.0_f64));
    (demands, hours, prop::option::of(51.0..54.0_f64), 0_u8..4, any::<u8>()).prop_map(
        |(demands, hours, lat, group, seed)| {
            let mut vacancy = asking(demands);
            vacancy.posting.hours_per_week = hours.map(|(min, more)| Range { min: Some(min), max: Some(min + more) });
            vacancy.posting.places = lat.into_iter().map(|lat| place("ergens", lat, 6.2)).collect();
            vacancy.group = format!("group {group}");
            vacancy.version = Hash::from_bytes([seed; 32]);
            vacancy
        },
    )
}

fn any_vacancies() -> impl Strategy<Value = Vec<Vacancy>> {
    prop::collection::vec(any_vacancy(), 0..30).prop_map(|mut vacancies| {
        for (at, vacancy) in vacancies.iter_mut().enumerate() {
            vacancy.id = format!("{at:016x}").parse().expect("an id");
        }
        vacancies
    })
}

fn any_seeker() -> impl Strategy<Value = domain::Seeker> {
    (prop::sample::select(ITEMS.to_vec()), prop::option::of(10.0..40.0_f64)).prop_map(|(item, hours)| {
        let mut seeker = limited(item, 1);
        seeker.profile.capability.items[0].aspects.clear();
        seeker.profile.capability.hours.per_week = hours;
        seeker
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn all_at_once_is_one_by_one(seeker in any_seeker(), vacancies in any_vacancies()) {
        let matching = match_all(&seeker, &vacancies, &situation());
        let each = vacancies.iter().map(|vacancy| compare(&seeker, vacancy, &situation()));
        let travel = |each: &domain::Match| each.criteria.iter().any(|c| c.criterion.as_str() == "travel" && c.outcome == Outcome::Exceeds);
        let mut expected: Vec<_> = each.filter(|each| each.verdict != Verdict::Unsuitable && !travel(each)).collect();
        expected.sort_by(|a, b| (a.excluded, b.score).partial_cmp(&(b.excluded, a.score)).expect("numbers").then(a.vacancy.cmp(&b.vacancy)));
        prop_assert_eq!(&matching.matches, &expected);
        let mut turned = vacancies.clone();
        turned.reverse();
        prop_assert_eq!(match_all(&seeker, &turned, &situation()), matching);
    }

    #[test]
    fn the_funnel_adds_up(seeker in any_seeker(), vacancies in any_vacancies()) {
        let matching = match_all(&seeker, &vacancies, &situation());
        prop_assert_eq!(matching.funnel[0].count, vacancies.len());
        for pair in matching.funnel.windows(2) {
            let fell: usize = pair[1].fell.iter().map(|(_, count)| count).sum();
            prop_assert_eq!(pair[0].count - fell, pair[1].count);
        }
        let searched = matching.matches.iter().filter(|each| each.near && !each.excluded).count();
        prop_assert_eq!(matching.funnel[4].count, searched);
        prop_assert_eq!(matching.funnel[1].count, matching.matches.len() + matching.rejected.len());
    }

    #[test]
    fn the_balance_adds_up(seeker in super::what_if::any_candidate(), vacancies in super::what_if::any_openings(40)) {
        let mut matching = match_all(&seeker, &vacancies, &situation());
        let entries = cut(&seeker, &mut matching, &vacancies, &situation());
        let steps = matching.balance();
        prop_assert_eq!(steps[0].count, vacancies.len());
        for pair in steps.windows(2) {
            prop_assert_eq!(pair[0].count, pair[1].count + pair[1].rejected + pair[1].set_aside, "{:?}", pair);
            let mut listed: BTreeMap<String, usize> = BTreeMap::new();
            for each in matching.rejected.iter().filter(|each| each.step == pair[1].step) {
                *listed.entry(each.because[0].criterion.to_string()).or_default() += 1;
            }
            // the search is no ground to reject, so its step counts other reasons
            if pair[1].step == "capability" || pair[1].step == "requirements" {
                prop_assert_eq!(&listed.into_iter().collect::<Vec<_>>(), &pair[1].fell);
            }
        }
        let (last, reach) = (&steps[5], &steps[1]);
        prop_assert_eq!(last.count, entries.len());
        prop_assert_eq!(reach.count, entries.len() + matching.rejected.len() + steps.iter().map(|step| step.set_aside).sum::<usize>());
    }

    #[test]
    fn verdicts_follow_from_criteria(seeker in any_seeker(), vacancy in any_vacancy()) {
        let matched = compare(&seeker, &vacancy, &situation());
        let exceeds = matched.criteria.iter().any(|each| each.hard && each.outcome == Outcome::Exceeds);
        prop_assert_eq!(matched.verdict == Verdict::Unsuitable, exceeds);
        if matched.verdict == Verdict::Suitable {
            prop_assert!(matched.criteria.iter().all(|each| each.outcome != Outcome::Signal));
        }
        for each in &matched.criteria {
            if each.basis == Basis::Prior {
                prop_assert!(matches!(each.outcome, Outcome::Signal | Outcome::Unknown));
            }
            if each.basis == Basis::None {
                prop_assert!(matches!(each.outcome, Outcome::Signal | Outcome::Unknown));
            }
        }
        let sum: f64 = matched.score_parts.iter().map(|part| part.value * part.weight * 100.0).sum();
        prop_assert!((0.0..=100.0).contains(&matched.score) && (sum - matched.score).abs() < 0.051);
    }

    #[test]
    fn stricter_is_never_better(vacancy in any_vacancy(), level in 1_u8..3) {
        let rank = |verdict| match verdict { Verdict::Suitable => 0, Verdict::Clarify => 1, Verdict::Unsuitable => 2 };
        let milder = compare(&limited(Item::Lifting, level), &vacancy, &situation()).verdict;
        let stricter = compare(&limited(Item::Lifting, level + 1), &vacancy, &situation()).verdict;
        prop_assert!(rank(stricter) >= rank(milder));
    }
}
