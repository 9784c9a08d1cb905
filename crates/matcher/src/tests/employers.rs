//! Employers that hire in suitable occupations.
//!
//! 1. Open and closed vacancies of one name are one employer; those with an opening come first, then those with most.
//! 2. What is rejected, far from the search, out of reach, excluded or refused tells of no employer; nor does a vacancy
//!    that names none. The order of the vacancies changes nothing.

use super::{place, refused, seeker, situation, today, vacancy};
use crate::employers;
use domain::feedback::FeedbackReason;
use domain::{ClosedBecause, Vacancy, VacancyState};

fn of(number: u8, employer: &str, open: bool) -> Vacancy {
    let mut vacancy = vacancy();
    vacancy.id = format!("{number:016x}").parse().expect("an id");
    vacancy.posting.employer = Some(employer.to_owned());
    if !open {
        vacancy.state = VacancyState::Closed { because: ClosedBecause::Expired, on: today() };
    }
    vacancy
}

fn told(vacancies: &[Vacancy]) -> Vec<String> {
    let found = employers(&seeker(), vacancies, &situation());
    let each = found.iter().map(|each| format!("{}: {} open, {} closed", each.employer, each.open.len(), each.closed));
    each.collect()
}

#[test]
fn one_name_one_employer() {
    let mut vacancies = vec![
        of(1, "De Klok", false),
        of(2, "de klok ", true),
        of(3, "Groenrijk", false),
        of(4, "Groenrijk", false),
        of(5, "Groenrijk", false),
        of(6, "Bakker", false),
    ];
    vacancies[1].posting.places = vec![place("Deventer", 52.25, 6.16)];
    let expected = ["De Klok: 1 open, 1 closed", "Groenrijk: 0 open, 3 closed", "Bakker: 0 open, 1 closed"];
    assert_eq!(told(&vacancies), expected);
    let found = employers(&seeker(), &vacancies, &situation());
    assert_eq!((found[0].place.as_deref(), found[0].last_closed), (Some("Zutphen"), Some(today())));
    assert_eq!(found[0].occupations, ["winkelverkoper"]);
    vacancies.reverse();
    assert_eq!(employers(&seeker(), &vacancies, &situation()), found);
}

#[test]
fn what_tells_of_none() {
    let mut rejected = of(1, "A", false);
    rejected.posting.requirements.licences = vec!["D".to_owned()];
    let mut far = of(2, "B", false);
    far.posting.occupation.as_mut().expect("an occupation").isco08 = "2512".to_owned();
    let mut out_of_reach = of(3, "C", true);
    out_of_reach.posting.places = vec![place("Maastricht", 50.85, 5.69)];
    let mut nameless = of(4, "D", true);
    nameless.posting.employer = None;
    assert_eq!(told(&[rejected, far, out_of_reach, nameless]), [""; 0]);
    let vacancies = [of(5, "E", true), of(6, "F", true)];
    let mut seeker = seeker();
    refused(&mut seeker, &vacancies[0], FeedbackReason::Employer);
    let found = employers(&seeker, &vacancies, &situation());
    assert_eq!(found.iter().map(|each| each.employer.as_str()).collect::<Vec<_>>(), ["F"]);
}
