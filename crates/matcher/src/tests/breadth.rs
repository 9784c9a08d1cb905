//! Whether a search profile is broad enough.
//!
//! 1. Counts are those of comparing one by one: in reach, not unsuitable, covered; what is rejected is in reach only.
//! 2. Too few, one profession, only what was done before, words that are not known: each warns, with its figures.
//! 3. Near occupations that are not covered are proposed, nearest first, then by count; none without a fitting vacancy, none
//!    that is far, excluded or blocked.

use super::{place, seeker, situation, vacancy};
use crate::{Breadth, BreadthWarning, breadth};
use domain::posting::Occupation;
use domain::{Seeker, Vacancy};

/// Vacancies of these occupations, all within reach and suitable.
fn of(codes: &[&str]) -> Vec<Vacancy> {
    let each = codes.iter().enumerate().map(|(at, code)| {
        let mut vacancy = vacancy();
        vacancy.id = format!("{at:016x}").parse().expect("an id");
        vacancy.posting.title = format!("Baan {at}");
        vacancy.posting.occupation = Some(Occupation {
            isco08: (*code).to_owned(),
            label: format!("beroep {code}"),
            confidence: 0.9,
            alternatives: Vec::new(),
        });
        vacancy
    });
    each.collect()
}

fn measured(seeker: &Seeker, vacancies: &[Vacancy]) -> Breadth {
    breadth(seeker, vacancies, &situation())
}

fn licensed(vacancy: &mut Vacancy) {
    vacancy.posting.requirements.licences = vec!["D".to_owned()];
}

#[test]
fn counts() {
    let mut vacancies = of(&["5223", "5221", "5223", "5223", "5131", "2512"]);
    licensed(&mut vacancies[2]);
    vacancies[3].posting.places = vec![place("Maastricht", 50.85, 5.69)];
    let found = measured(&seeker(), &vacancies);
    assert_eq!((found.in_reach, found.fit, found.covered), (5, 4, 2));
    assert_eq!((found.searched[0].in_reach, found.searched[0].fit), (3, 2), "5221 is of the same minor group");
    assert_eq!(found.warnings[0], BreadthWarning::TooFew { fit: 2, least: 10 });
}

#[test]
fn warnings() {
    let many = of(&["5223"; 12]);
    let mut seeker = seeker();
    assert_eq!(measured(&seeker, &many).warnings, [BreadthWarning::OneProfession { group: "522".to_owned() }]);
    seeker.experience_isco = vec![Some("5222".to_owned())];
    let only = BreadthWarning::OnlyDoneBefore { groups: vec!["522".to_owned()] };
    assert!(measured(&seeker, &many).warnings.contains(&only));
    seeker.profile.search.occupations = ["verkoper", "planner", "glimlacher"].map(str::to_owned).to_vec();
    seeker.searched_isco = vec![Some("5223".to_owned()), Some("4322".to_owned()), None];
    let unknown = BreadthWarning::NotKnown { occupation: "glimlacher".to_owned() };
    assert_eq!(measured(&seeker, &many).warnings, [unknown]);
}

#[test]
fn proposals() {
    let codes = ["5223", "5244", "5244", "5230", "5131", "5131", "5131", "5411", "6113", "6121", "2512"];
    let mut vacancies = of(&codes);
    licensed(&mut vacancies[7]);
    let mut seeker = seeker();
    let proposed = |seeker: &Seeker| -> Vec<(String, usize, usize)> {
        let found = measured(seeker, &vacancies);
        found.proposals.iter().map(|each| (each.isco08.clone(), each.digits, each.fit)).collect()
    };
    let expected = [("6113", 4, 1), ("5244", 2, 2), ("5230", 2, 1), ("6121", 2, 1), ("5131", 1, 3)];
    let as_text = |each: &[(&str, usize, usize)]| -> Vec<(String, usize, usize)> {
        each.iter().map(|(code, digits, fit)| ((*code).to_owned(), *digits, *fit)).collect()
    };
    let expected = as_text(&expected);
    assert_eq!(proposed(&seeker), expected, "6113 was done before, so it is near; 5411 rejects, 2512 is far");
    seeker.profile.search.exclude = vec!["horeca".to_owned()];
    assert_eq!(proposed(&seeker), expected[..4], "5131 is excluded");
}
