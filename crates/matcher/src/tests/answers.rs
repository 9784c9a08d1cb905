//! What employers answered, in matching.
//!
//! 1. An answer stands in the place of silence, of a prior and of vague words, with its source; it fits and exceeds as
//!    text does.
//! 2. A vacancy in a new version keeps it, and it says that the text changed since.
//! 3. What the text says plainly over a limit is not cleared by an answer: both stand, as a signal.
//! 4. Free text of the document is never cleared by an answer.
//! 5. Answers have a form; what has it not, and what no employer knows, is refused with the form.

use super::{asking, criterion, demand, kilograms, limitation, limited, outcome, rules, seeker, today, vacancy};
use domain::posting::YesNoUnknown;
use domain::requirements::EducationRequired;
use domain::{
    Answer, Basis, CriterionName, DemandBasis, EducationLevel, Hash, Intensity, Item, Outcome, Polarity, Vacancy,
};

fn answered(mut vacancy: Vacancy, about: &str, value: &str) -> Vacancy {
    let about = rules().check_answer(about.parse().expect("a name"), value).expect("an answer");
    let (by, version) = ("M. de Vries".to_owned(), vacancy.version.clone());
    vacancy.answers.push(Answer { about, value: value.to_owned(), by, on: today(), version });
    vacancy
}

#[test]
fn in_the_place_of_silence_priors_and_vague_words() {
    let careful = limited(Item::Lifting, 1);
    let light = demand(Item::Lifting, Polarity::Asks, Intensity::Light);
    let prior = domain::Demand { outcome_basis: DemandBasis::Prior, intensity: Intensity::Heavy, ..light.clone() };
    for said in [vec![], vec![prior], vec![light]] {
        for (value, expected) in [
            ("5 kg", Outcome::Fits),
            ("5", Outcome::Fits),
            ("no", Outcome::Fits),
            ("40 kg", Outcome::Exceeds),
            ("Much", Outcome::Exceeds),
            ("sometimes", Outcome::Fits),
        ] {
            let found = criterion(&careful, &answered(asking(said.clone()), "lifting", value), "lifting");
            let found = found.expect("a criterion");
            assert_eq!((found.outcome, found.basis), (expected, Basis::Employer), "{value} beside {said:?}");
            assert_eq!(found.quote.as_deref(), Some("answered by M. de Vries on 2026-11-24"));
        }
    }
    let mut guarded = seeker();
    guarded.profile.capability.hours.no_night = true;
    guarded.profile.capability.hours.per_day = Some(4.0);
    assert_eq!(outcome(&guarded, &answered(vacancy(), "night", "no"), "night"), Outcome::Fits);
    assert_eq!(outcome(&guarded, &answered(vacancy(), "night", "yes"), "night"), Outcome::Exceeds);
    assert_eq!(outcome(&guarded, &answered(vacancy(), "hours_per_day", "4"), "hours_per_day"), Outcome::Fits);
    assert_eq!(outcome(&guarded, &answered(vacancy(), "hours_per_day", "6"), "hours_per_day"), Outcome::Exceeds);
    let found = criterion(&seeker(), &answered(vacancy(), "experience", "none"), "experience").expect("a criterion");
    assert_eq!((found.outcome, found.basis, found.asks.as_str()), (Outcome::Fits, Basis::Employer, "none"));
    let found = criterion(&seeker(), &answered(vacancy(), "education", "hbo diploma"), "education");
    assert_eq!(found.expect("a criterion").outcome, Outcome::Exceeds);
    let mut part_time = seeker();
    part_time.profile.capability.hours.per_week = Some(20.0);
    let mut unsaid = vacancy();
    unsaid.posting.hours_per_week = None;
    assert_eq!(outcome(&part_time, &answered(unsaid, "hours_per_week", "16-24"), "hours"), Outcome::Fits);
}

#[test]
fn a_new_version_keeps_it_and_says_so() {
    let mut changed = answered(vacancy(), "lifting", "5 kg");
    changed.version = Hash::from_bytes([7; 32]);
    let found = criterion(&limited(Item::Lifting, 1), &changed, "lifting").expect("a criterion");
    assert_eq!(found.outcome, Outcome::Fits);
    let words = "answered by M. de Vries on 2026-11-24; the text of the vacancy changed since";
    assert_eq!(found.quote.as_deref(), Some(words));
}

#[test]
fn plain_words_over_the_limit_are_not_cleared() {
    let careful = limited(Item::Lifting, 1);
    let found = criterion(&careful, &answered(asking(vec![kilograms(25.0)]), "lifting", "5 kg"), "lifting");
    let found = found.expect("a criterion");
    assert_eq!((found.outcome, found.basis), (Outcome::Signal, Basis::Employer));
    assert_eq!(found.asks, "25 kg by the text, 5 kg by the answer");
    let mut licensed = vacancy();
    licensed.posting.requirements.licences = vec!["CE".to_owned()];
    assert_eq!(outcome(&seeker(), &licensed, "licence"), Outcome::Exceeds);
    assert_eq!(outcome(&seeker(), &answered(licensed, "licence", "none"), "licence"), Outcome::Signal);
    let mut nights = vacancy();
    nights.posting.times.night = YesNoUnknown::Yes;
    let mut guarded = seeker();
    guarded.profile.capability.hours.no_night = true;
    assert_eq!(outcome(&guarded, &answered(nights, "night", "no"), "night"), Outcome::Signal);
    let mut learned = vacancy();
    learned.posting.requirements.education =
        Some(EducationRequired { level: EducationLevel::Wo, diploma_required: true });
    assert_eq!(outcome(&seeker(), &answered(learned, "education", "mbo4"), "education"), Outcome::Signal);
}

#[test]
fn free_text_stays_a_signal() {
    let mut noted = limited(Item::Lifting, 1);
    noted.profile.capability.items =
        vec![domain::CapabilityLimit { note: "niet links".to_owned(), ..limitation(Item::Lifting, 1) }];
    assert_eq!(outcome(&noted, &answered(vacancy(), "lifting", "no"), "lifting"), Outcome::Signal);
}

#[test]
fn answers_have_a_form() {
    let check = |about: &str, value: &str| {
        let about: CriterionName = about.parse().expect("a name");
        rules().check_answer(about, value).map_or_else(|fault| fault.to_string(), |about| format!("on {about}"))
    };
    let cases = [
        ("lifting", "10 kg"),
        ("lifting", "10 h"),
        ("lifting", "-5"),
        ("lifting", "unknown"),
        ("noise", "sometimes"),
        ("noise", "80"),
        ("night", "sometimes"),
        ("hours_per_week", "24-32"),
        ("hours", "32-24"),
        ("hours_per_day", "yes"),
        ("education", "mbo3 diploma"),
        ("education", "mavo"),
        ("experience", "2"),
        ("licence", "B, BE"),
        ("language", "nl B1, en"),
        ("language", "nl goed"),
        ("own_car", "yes"),
        ("travel", "home"),
        ("travel", "10"),
        ("wage", "3000"),
        ("document_validity", "yes"),
    ];
    let told: Vec<String> =
        cases.iter().map(|(about, value)| format!("{about} {value}: {}", check(about, value))).collect();
    insta::assert_snapshot!(told.join("\n"));
}
