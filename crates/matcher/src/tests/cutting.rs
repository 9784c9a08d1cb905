//! The cut from matches to a shortlist (DESIGN.md 4.5).
//!
//! 1. At most ten; best first; the rest of the funnel adds up.
//! 2. Nothing excluded, nothing far from the search, nothing unverified, nothing shown before unless it changed.
//! 3. One of a posting group; employers and occupations get their turn before one fills the list.

use super::{now, seeker, situation, vacancy};
use crate::{cut, match_all};
use chrono::Duration;
use domain::{Hash, Seeker, ShortlistEntry, Vacancy};

fn vacancies(count: usize) -> Vec<Vacancy> {
    let each = (0..count).map(|at| {
        let mut vacancy = vacancy();
        vacancy.id = format!("{at:016x}").parse().expect("an id");
        vacancy.group = format!("group {at}");
        vacancy.posting.employer = Some(format!("employer {at}"));
        vacancy
    });
    each.collect()
}

fn shortlist(seeker: &Seeker, vacancies: &[Vacancy]) -> Vec<ShortlistEntry> {
    let mut matching = match_all(seeker, vacancies, &situation());
    let entries = cut(seeker, &mut matching, vacancies, &situation());
    let (last, before) = (&matching.funnel[5], &matching.funnel[4]);
    let fell: usize = last.fell.iter().map(|(_, count)| count).sum();
    assert_eq!((last.count, before.count - fell), (entries.len(), entries.len()), "the funnel adds up: {last:?}");
    assert!(
        entries
            .windows(2)
            .all(|pair| pair[0].matched.score >= pair[1].matched.score && pair[0].rank + 1 == pair[1].rank)
    );
    entries
}

#[test]
fn at_most_ten() {
    assert_eq!(shortlist(&seeker(), &vacancies(30)).len(), 10);
    assert_eq!(shortlist(&seeker(), &vacancies(3)).len(), 3);
    assert_eq!(shortlist(&seeker(), &[]).len(), 0);
}

#[test]
fn what_stays_off() {
    let mut seeker = seeker();
    let mut vacancies = vacancies(5);
    vacancies[0].last_verified = now() - Duration::hours(49);
    vacancies[1].posting.occupation = None;
    vacancies[2].posting.title = "Horecamedewerker".to_owned();
    seeker.profile.search.exclude = vec!["horeca".to_owned()];
    seeker.shown.insert(vacancies[3].id.clone(), vacancies[3].version.clone());
    seeker.shown.insert(vacancies[4].id.clone(), Hash::from_bytes([9; 32]));
    let entries = shortlist(&seeker, &vacancies);
    let ids: Vec<&str> = entries.iter().map(|entry| entry.matched.vacancy.as_str()).collect();
    assert_eq!(ids, [vacancies[4].id.as_str()], "only what changed since it was shown");
}

#[test]
fn variety() {
    let mut vacancies = vacancies(14);
    vacancies[1].group = vacancies[0].group.clone();
    for vacancy in &mut vacancies[..8] {
        vacancy.posting.employer = Some("one and the same".to_owned());
    }
    for vacancy in &mut vacancies[8..] {
        vacancy.posting.occupation.as_mut().expect("an occupation").isco08 = "5222".to_owned();
    }
    let entries = shortlist(&seeker(), &vacancies);
    assert_eq!(entries.len(), 10);
    let of_one = entries.iter().filter(|entry| entry.matched.employer.as_deref() == Some("one and the same")).count();
    assert_eq!(of_one, 4, "two in the first round, and what is left over fills the list");
    let groups: std::collections::BTreeSet<&str> = entries.iter().map(|entry| entry.matched.group.as_str()).collect();
    assert_eq!(groups.len(), 10);
}
