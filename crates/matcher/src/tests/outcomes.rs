//! Outcomes of single criteria (DESIGN.md 4.1 and 4.2).
//!
//! 1. A quantity up to the limit fits, up to 10 % above is a signal, more exceeds; levels count by their layout.
//! 2. Words without a quantity: strength, kind of item and strictness decide. A denial of the heavy end is not all.
//! 3. Free text is never more than a signal and never cleared. Above the norm is a signal for everybody.
//! 4. Education, experience, licences, certificates, registrations, languages as DESIGN.md 4.2 says.
//! 5. Hours follow the build-up scheme; evening and night the document's times; a document past its day is a signal.
//! 6. Travel: over the limit by the quick estimate exceeds, within it by the slow one fits; from home fits.
//! 7. Wage and what is excluded flag only.
//! 8. A profile with levels, units or aspects that its layout does not have is refused with the path.

use super::{
    asking, capability, criterion, demand, educated, kilograms, limitation, limited, outcome, place, rules, seeker,
    vacancy,
};
use Intensity::{Heavy, Light, Regular};
use Outcome::{Exceeds, Fits, Signal, Unknown};
use Polarity::{Asks, DoesNotAsk};
use domain::capability::BuildUpStep;
use domain::posting::{Language, PayPeriod, Range, Remote, Salary, YesNoUnknown};
use domain::profile::WageBefore;
use domain::requirements::{EducationRequired, ExperienceRequired, LanguageLevel, LanguageRequired};
use domain::{
    CapabilityLimit, Demand, DemandBasis, EducationLevel, Intensity, Item, Layout, Limit, Outcome, Polarity, Verdict,
};

#[test]
fn quantities() {
    for (amount, expected) in [(4.0, Fits), (5.0, Fits), (5.5, Signal), (5.6, Exceeds), (25.0, Exceeds)] {
        assert_eq!(
            outcome(&limited(Item::Lifting, 2), &asking(vec![kilograms(amount)]), "lifting"),
            expected,
            "{amount} kg"
        );
    }
    let mut older = limited(Item::Lifting, 3);
    assert_eq!(outcome(&older, &asking(vec![kilograms(2.0)]), "lifting"), Fits);
    older.profile.capability.layout = Layout::Fml2002;
    assert_eq!(outcome(&older, &asking(vec![kilograms(2.0)]), "lifting"), Exceeds);
}

#[test]
fn words() {
    let cases = [
        (Item::Lifting, 1, Asks, Heavy, Exceeds),
        (Item::Lifting, 1, Asks, Regular, Signal),
        (Item::Lifting, 1, Asks, Light, Fits),
        (Item::Lifting, 3, Asks, Regular, Exceeds),
        (Item::Lifting, 3, Asks, Light, Signal),
        (Item::Lifting, 3, DoesNotAsk, Regular, Fits),
        (Item::Lifting, 2, DoesNotAsk, Heavy, Signal),
        (Item::Lifting, 1, DoesNotAsk, Heavy, Fits),
        (Item::DrivingForWork, 1, Asks, Regular, Exceeds),
        (Item::DrivingForWork, 1, Asks, Light, Signal),
        (Item::DrivingForWork, 1, DoesNotAsk, Regular, Fits),
        (Item::OthersEmotions, 1, Asks, Heavy, Signal),
    ];
    for (item, level, polarity, intensity, expected) in cases {
        let vacancy = asking(vec![demand(item, polarity, intensity)]);
        assert_eq!(
            outcome(&limited(item, level), &vacancy, item.name()),
            expected,
            "{item} {level} {polarity:?} {intensity:?}"
        );
    }
    let both = asking(vec![demand(Item::Lifting, DoesNotAsk, Regular), demand(Item::Lifting, Asks, Heavy)]);
    assert_eq!(outcome(&limited(Item::Lifting, 1), &both, "lifting"), Exceeds, "the heaviest words decide");
    assert_eq!(outcome(&limited(Item::Lifting, 1), &vacancy(), "lifting"), Unknown);
}

#[test]
fn free_text_and_norm() {
    let mut noted = limited(Item::Lifting, 1);
    noted.profile.capability.items[0].note = "alleen links".to_owned();
    for demands in
        [Vec::new(), vec![kilograms(1.0)], vec![kilograms(40.0)], vec![demand(Item::Lifting, DoesNotAsk, Regular)]]
    {
        assert_eq!(outcome(&noted, &asking(demands), "lifting"), Signal);
    }
    let above = criterion(&seeker(), &asking(vec![kilograms(25.0)]), "lifting").expect("a signal");
    assert_eq!((above.outcome, above.hard), (Signal, false));
    assert_eq!(criterion(&seeker(), &asking(vec![kilograms(15.0)]), "lifting"), None);
}

#[test]
fn education() {
    use EducationLevel::{Hbo, Mbo2, Mbo3, Mbo4, Vmbo, Wo};
    let cases = [
        (Mbo4, true, Mbo3, true, Fits),
        (Mbo4, true, Hbo, true, Exceeds),
        (Mbo4, false, Mbo3, true, Exceeds),
        (Mbo4, false, Mbo4, false, Fits),
        (Mbo4, true, Hbo, false, Signal),
        (Mbo4, true, Wo, false, Exceeds),
        (Mbo2, true, Mbo3, false, Signal),
        (Vmbo, true, Mbo4, false, Exceeds),
    ];
    for (own, diploma, asked, required, expected) in cases {
        let mut vacancy = vacancy();
        vacancy.posting.requirements.education = Some(EducationRequired { level: asked, diploma_required: required });
        assert_eq!(
            outcome(&educated(own, diploma), &vacancy, "education"),
            expected,
            "{own:?} {diploma} for {asked:?} {required}"
        );
    }
    assert_eq!(outcome(&seeker(), &vacancy(), "education"), Unknown);
}

#[test]
fn experience() {
    for (own, asked, expected) in [
        ("5223", 5.0, Fits),
        ("5223", 12.0, Signal),
        ("5249", 3.0, Signal),
        ("6113", 3.0, Exceeds),
        ("6113", 2.0, Signal),
        ("6113", 0.0, Signal),
    ] {
        let (mut seeker, mut vacancy) = (seeker(), vacancy());
        seeker.experience_isco = vec![Some(own.to_owned())];
        vacancy.posting.requirements.experience_years = Some(ExperienceRequired { min: asked });
        assert_eq!(outcome(&seeker, &vacancy, "experience"), expected, "{own}, {asked} years");
    }
}

#[test]
fn qualifications() {
    let with = |change: fn(&mut domain::Requirements)| {
        let mut vacancy = vacancy();
        change(&mut vacancy.posting.requirements);
        vacancy
    };
    let cases = [
        (with(|r| r.licences = vec!["B".to_owned()]), "licence", Fits),
        (with(|r| r.licences = vec!["C".to_owned()]), "licence", Exceeds),
        (with(|r| r.own_car = Some(true)), "own_car", Exceeds),
        (with(|r| r.certificates = vec!["vca_basis".to_owned()]), "certificate", Fits),
        (with(|r| r.certificates = vec!["forklift".to_owned()]), "certificate", Signal),
        (with(|r| r.certificates = vec!["code95".to_owned()]), "certificate", Exceeds),
        (with(|r| r.registrations = vec!["big".to_owned()]), "registration", Exceeds),
    ];
    for (vacancy, name, expected) in cases {
        assert_eq!(outcome(&seeker(), &vacancy, name), expected, "{:?}", vacancy.posting.requirements);
    }
}

#[test]
fn languages() {
    let cases = [
        (Language::En, Some(LanguageLevel::B1), Fits),
        (Language::En, Some(LanguageLevel::B2), Signal),
        (Language::En, Some(LanguageLevel::C1), Exceeds),
        (Language::En, None, Fits),
        (Language::De, Some(LanguageLevel::A1), Signal),
        (Language::De, None, Exceeds),
    ];
    for (language, level, expected) in cases {
        let mut vacancy = vacancy();
        vacancy.posting.requirements.languages = vec![LanguageRequired { language, level }];
        assert_eq!(outcome(&seeker(), &vacancy, "language"), expected, "{language} {level:?}");
    }
    let mut silent = vacancy();
    silent.posting.language = Some(Language::De);
    assert_eq!(outcome(&seeker(), &silent, "language"), Signal);
    silent.posting.language = Some(Language::Nl);
    assert_eq!(criterion(&seeker(), &silent, "language"), None);
}

#[test]
fn hours_and_times() {
    let mut seeker = seeker();
    seeker.profile.capability.hours.per_week = Some(20.0);
    let asks = |min, max| {
        let mut vacancy = vacancy();
        vacancy.posting.hours_per_week = Some(Range { min, max });
        vacancy
    };
    let cases = [(Some(16.0), Fits), (Some(20.0), Fits), (Some(22.0), Signal), (Some(24.0), Exceeds), (None, Unknown)];
    for (min, expected) in cases {
        assert_eq!(outcome(&seeker, &asks(min, Some(40.0)), "hours"), expected, "{min:?}");
    }
    seeker.profile.capability.hours.build_up =
        vec![BuildUpStep { from: "2027-02-01".parse().expect("a date"), per_day: 8.0, per_week: 32.0 }];
    assert_eq!(outcome(&seeker, &asks(Some(32.0), None), "hours"), Signal, "a later step may be in time");
    assert_eq!(outcome(&seeker, &asks(Some(36.0), None), "hours"), Exceeds);
    seeker.profile.capability.hours.no_night = true;
    let mut nights = vacancy();
    for (night, shifts, expected) in [
        (YesNoUnknown::Yes, YesNoUnknown::Unknown, Exceeds),
        (YesNoUnknown::No, YesNoUnknown::Yes, Fits),
        (YesNoUnknown::Unknown, YesNoUnknown::Yes, Signal),
        (YesNoUnknown::Unknown, YesNoUnknown::Unknown, Unknown),
    ] {
        (nights.posting.times.night, nights.posting.times.shifts) = (night, shifts);
        assert_eq!(outcome(&seeker, &nights, "night"), expected);
    }
    seeker.profile.capability.valid_until = Some("2026-11-23".parse().expect("a date"));
    assert_eq!(outcome(&seeker, &vacancy(), "document_validity"), Signal);
}

#[test]
fn travelling() {
    let at = |lat: f64| {
        let mut vacancy = vacancy();
        vacancy.posting.places = vec![place("elders", lat, 6.20)];
        vacancy
    };
    // a degree of latitude is about 111 kilometres
    for (lat, expected) in [(52.16, Fits), (52.50, Signal), (53.50, Exceeds)] {
        assert_eq!(outcome(&seeker(), &at(lat), "travel"), expected, "{lat}");
    }
    let mut unknown = vacancy();
    unknown.posting.places.clear();
    assert_eq!(outcome(&seeker(), &unknown, "travel"), Unknown);
    let mut from_home = at(53.5);
    from_home.posting.remote = Some(Remote::Full);
    assert_eq!(outcome(&seeker(), &from_home, "travel"), Fits);
    let mut one_unknown = at(53.5);
    one_unknown.posting.places.push(domain::Place {
        text: "?".to_owned(),
        postcode: None,
        country: None,
        lat: None,
        lon: None,
    });
    assert_eq!(outcome(&seeker(), &one_unknown, "travel"), Signal);
}

#[test]
fn flags() {
    let (mut seeker, mut vacancy) = (seeker(), vacancy());
    seeker.profile.search.wage_before = Some(WageBefore { amount: 4000.0, per: PayPeriod::Month, hours: 36.0 });
    vacancy.posting.salary =
        Some(Salary { min: Some(14.0), max: Some(15.0), per: PayPeriod::Hour, currency: "EUR".to_owned() });
    seeker.profile.search.exclude = vec!["verkoop".to_owned()];
    let matched = crate::compare(&seeker, &vacancy, &super::situation());
    assert_eq!(outcome(&seeker, &vacancy, "wage"), Signal);
    assert_eq!(outcome(&seeker, &vacancy, "excluded"), Signal);
    assert!(matched.excluded);
    assert_eq!(matched.verdict, Verdict::Suitable, "flags neither reject nor ask");
}

#[test]
fn usual_loads_ask() {
    let prior = |intensity| Demand { outcome_basis: DemandBasis::Prior, ..demand(Item::Lifting, Asks, intensity) };
    let heavy = criterion(&limited(Item::Lifting, 2), &asking(vec![prior(Heavy)]), "lifting").expect("a criterion");
    assert_eq!((heavy.outcome, heavy.basis), (Signal, domain::Basis::Prior));
    assert_eq!(outcome(&limited(Item::Lifting, 1), &asking(vec![prior(Light)]), "lifting"), Unknown);
    let both = asking(vec![prior(Heavy), demand(Item::Lifting, DoesNotAsk, Regular)]);
    assert_eq!(outcome(&limited(Item::Lifting, 2), &both, "lifting"), Fits, "text is trusted before a prior");
}

#[test]
fn profiles_are_checked() {
    let faults = |items: Vec<CapabilityLimit>| {
        let told =
            rules().check(&capability(items)).into_iter().map(|fault| format!("{}: {}", fault.path, fault.message));
        told.collect::<Vec<_>>().join("\n")
    };
    let blank = |item| CapabilityLimit { level: None, ..limitation(item, 0) };
    let told = [
        faults(vec![limitation(Item::Lifting, 3), limitation(Item::Conflict, 2), blank(Item::Noise)]),
        faults(vec![limitation(Item::Lifting, 4)]),
        faults(vec![CapabilityLimit { limit: Some(Limit::Kg(3.0)), ..limitation(Item::Lifting, 1) }]),
        faults(vec![CapabilityLimit { limit: Some(Limit::Minutes(3.0)), ..blank(Item::Lifting) }]),
        faults(vec![blank(Item::Standing)]),
        faults(vec![blank(Item::HandUse)]),
        faults(vec![CapabilityLimit { aspects: vec!["thumb".to_owned()], ..blank(Item::HandUse) }]),
        faults(vec![limitation(Item::Noise, 1), limitation(Item::Noise, 1)]),
    ];
    insta::assert_snapshot!(told.join("\n---\n"));
}
