//! Counts of the market.
//!
//! 1. Each way of grouping counts every suitable vacancy once, now and after each night.
//! 2. Groups without any are left out; the most suitable comes first; names in order where they are equal.
//! 3. A verdict here is the verdict of comparing one by one.

use super::situation;
use super::what_if::{any_candidate, any_openings};
use crate::{Group, MarketOpening, Tally, compare, market, verdicts};
use domain::Vacancy;
use proptest::prelude::*;

fn sum(groups: &[Group], of: fn(&Tally) -> usize) -> usize {
    groups.iter().map(|group| of(&group.tally)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_grouping_counts_all(seeker in any_candidate(), vacancies in any_openings(40), seed in any::<u64>()) {
        let all: Vec<&Vacancy> = vacancies.iter().collect();
        let found = verdicts(&seeker, &all, &situation());
        let one_by_one: Vec<_> = all.iter().map(|vacancy| compare(&seeker, vacancy, &situation()).verdict).collect();
        prop_assert_eq!(&found, &one_by_one);
        let bit = |at: usize| seed.rotate_left(u32::try_from(at).expect("a small number")) & 1 == 1;
        let openings: Vec<MarketOpening<'_>> = all.iter().zip(found).enumerate().map(|(at, (vacancy, verdict))| MarketOpening {
            posting: &vacancy.posting,
            region: bit(at).then_some("Gelderland"),
            verdict,
            now: bit(at + 1),
            nights: vec![bit(at + 2), bit(at + 3)],
        }).collect();
        let market = market(&openings);
        prop_assert_eq!(market.all.open, openings.iter().filter(|each| each.now).count());
        for groups in [&market.occupation, &market.region, &market.employer, &market.education, &market.hours] {
            prop_assert_eq!(sum(groups, |tally| tally.suitable), market.all.suitable);
            prop_assert_eq!(sum(groups, |tally| tally.clarify), market.all.clarify);
            for night in 0..market.all.nights.len() {
                prop_assert_eq!(groups.iter().map(|group| group.tally.nights[night]).sum::<usize>(), market.all.nights[night]);
            }
            let ranks: Vec<_> = groups.iter().map(|group| {
                (std::cmp::Reverse((group.tally.possible(), group.tally.suitable)), group.name.clone())
            }).collect();
            prop_assert!(ranks.is_sorted(), "{:?}", ranks);
            prop_assert!(groups.iter().all(|group| group.tally.possible() > 0 || group.tally.nights.iter().any(|count| *count > 0)));
        }
    }
}
