//! Changed limits.
//!
//! 1. A change reads back from how it is written.
//! 2. Each kind of change changes what it names, on the copy alone.
//! 3. Unknown names, impossible values and levels that the layout does not have are refused, with what can be set.
//! 4. Hours that are set count today: begun steps of the build-up scheme are taken in, later ones stay.

use super::{asking, educated, limitation, limited, place, seeker, situation, today};
use crate::change::{Change, changed};
use crate::gaps::proposals_for;
use domain::capability::BuildUpStep;
use domain::posting::{Language, Range, YesNoUnknown};
use domain::profile::LanguageSkill;
use domain::requirements::{EducationRequired, ExperienceRequired, LanguageLevel, LanguageRequired};
use domain::{
    CapabilityLimit, Demand, DemandBasis, EducationLevel, Intensity, Item, Limit, Polarity, Requirements, Seeker,
    Vacancy,
};
use proptest::prelude::*;

const ITEMS: [Item; 6] = [Item::Lifting, Item::Standing, Item::Conflict, Item::Noise, Item::Evening, Item::Attention];
const LEVELS: [EducationLevel; 5] =
    [EducationLevel::Vmbo, EducationLevel::Mbo2, EducationLevel::Mbo4, EducationLevel::Hbo, EducationLevel::Wo];

/// By level, and for some by quantity.
fn any_limit(item: Item, level: u8) -> CapabilityLimit {
    let level = if matches!(item, Item::Noise | Item::Evening) { 1 } else { level };
    let by_quantity = item == Item::Lifting && level == 1;
    let limit = by_quantity.then_some(Limit::Kg(3.0));
    CapabilityLimit { limit, level: limit.is_none().then_some(level), ..limitation(item, level) }
}

/// A candidate with limits of many kinds.
pub(super) fn any_candidate() -> impl Strategy<Value = Seeker> {
    let items = prop::collection::btree_map(prop::sample::select(ITEMS.to_vec()), 1_u8..3, 0..4);
    let items =
        items.prop_map(|items| items.into_iter().map(|(item, level)| any_limit(item, level)).collect::<Vec<_>>());
    let hours = (prop::option::of(8.0..36.0_f64), any::<bool>(), any::<bool>(), any::<bool>());
    let held = (prop::sample::select(LEVELS.to_vec()), any::<bool>(), 10_u32..70, any::<bool>());
    (items, hours, held).prop_map(|(items, (per_week, no_night, no_evening, steps), (level, diploma, minutes, car))| {
        let mut seeker = educated(level, diploma);
        let profile = &mut seeker.profile;
        profile.capability.items = items;
        let hours = &mut profile.capability.hours;
        (hours.per_week, hours.no_night, hours.no_evening) = (per_week.map(f64::round), no_night, no_evening);
        if steps {
            let step = |days, hours| BuildUpStep {
                from: today() + chrono::Duration::days(days),
                per_day: hours / 4.0,
                per_week: hours,
            };
            hours.build_up = vec![step(-10, 16.0), step(40, 24.0)];
        }
        profile.travel.max_minutes = minutes;
        profile.qualifications.own_car = car;
        seeker
    })
}

fn any_demand() -> impl Strategy<Value = Demand> {
    let item = prop::sample::select(ITEMS.to_vec());
    let intensity = prop::sample::select(vec![Intensity::Light, Intensity::Regular, Intensity::Heavy]);
    let basis = prop::sample::select(vec![DemandBasis::Text, DemandBasis::Text, DemandBasis::Prior]);
    (item, intensity, basis, prop::option::of(0.0..30.0_f64)).prop_map(|(item, intensity, basis, kilograms)| {
        let lifting = item == Item::Lifting && basis == DemandBasis::Text;
        let limit = kilograms.filter(|_| lifting).map(Limit::Kg);
        Demand { outcome_basis: basis, limit, ..super::demand(item, Polarity::Asks, intensity) }
    })
}

fn some_of(names: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let chosen = prop::sample::subsequence(names, 0..=names.len().min(2));
    (any::<bool>(), chosen).prop_map(|(asked, names)| names.into_iter().filter(|_| asked).map(str::to_owned).collect())
}

fn any_requirements() -> impl Strategy<Value = Requirements> {
    let education = prop::option::of((prop::sample::select(LEVELS.to_vec()), any::<bool>()));
    let language = prop::sample::select(vec![Language::En, Language::De, Language::Nl]);
    let level = prop::option::of(prop::sample::select(vec![LanguageLevel::A2, LanguageLevel::B2, LanguageLevel::C2]));
    let languages = prop::collection::vec((language, level), 0..2);
    let papers = (some_of(&["B", "C", "CE", "D"]), some_of(&["code95", "vca_vol", "adr"]), some_of(&["big", "skj"]));
    let more = (prop::option::of(0.0..5.0_f32), prop::option::of(any::<bool>()));
    (education, languages, papers, more).prop_map(|(education, languages, papers, (years, own_car))| Requirements {
        education: education.map(|(level, diploma_required)| EducationRequired { level, diploma_required }),
        experience_years: years.filter(|years| *years > 3.5).map(|min| ExperienceRequired { min }),
        licences: papers.0,
        own_car,
        certificates: papers.1,
        registrations: papers.2,
        vog: None,
        languages: languages.into_iter().map(|(language, level)| LanguageRequired { language, level }).collect(),
    })
}

fn any_opening() -> impl Strategy<Value = Vacancy> {
    let hours = prop::option::of((8.0..40.0_f64, 0.0..10.0_f64));
    let said = || prop::sample::select(vec![YesNoUnknown::Yes, YesNoUnknown::Unknown, YesNoUnknown::Unknown]);
    let demands = prop::collection::vec(any_demand(), 0..3);
    let asks = prop::option::of(any_requirements());
    let where_and_what = (prop::option::of(51.6..52.6_f64), prop::sample::select(vec!["5223", "5222", "6113", "2411"]));
    (demands, asks, hours, (said(), said()), where_and_what).prop_map(|(demands, asks, hours, times, (lat, isco))| {
        let mut vacancy = asking(demands);
        let posting = &mut vacancy.posting;
        posting.requirements = asks.unwrap_or_default();
        posting.hours_per_week = hours.map(|(min, more)| Range { min: Some(min.round()), max: Some(min + more) });
        (posting.times.evening, posting.times.night) = times;
        posting.places = lat.into_iter().map(|lat| place("ergens", lat, 6.2)).collect();
        posting.occupation.as_mut().expect("an occupation").isco08 = isco.to_owned();
        vacancy
    })
}

/// Vacancies that ask many things, each with an id of its own.
pub(super) fn any_openings(most: usize) -> impl Strategy<Value = Vec<Vacancy>> {
    prop::collection::vec(any_opening(), 0..most).prop_map(|mut vacancies| {
        for (at, vacancy) in vacancies.iter_mut().enumerate() {
            vacancy.id = format!("{at:016x}").parse().expect("an id");
        }
        vacancies
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn changes_read_back(seeker in any_candidate(), vacancies in any_openings(30)) {
        for change in proposals_for(&seeker, &vacancies, &situation()) {
            prop_assert_eq!(change.to_string().parse::<Change>().expect("it reads back"), change);
        }
    }
}

fn with(seeker: &Seeker, typed: &str) -> Result<Seeker, String> {
    let change = typed.parse::<Change>().map_err(|error| error.to_string())?;
    changed(seeker, &[change], &situation()).map_err(|error| error.to_string())
}

/// The lines of the profile that a change changes.
fn difference(seeker: &Seeker, typed: &str) -> String {
    let lines = |seeker: &Seeker| toml::to_string(&seeker.profile).expect("a profile");
    let (before, after) = (lines(seeker), lines(&with(seeker, typed).expect("a possible change")));
    let only = |these: &str, those: &str| -> Vec<String> {
        let mut those: Vec<&str> = those.lines().collect();
        let mut only = Vec::new();
        for line in these.lines() {
            match those.iter().position(|other| *other == line) {
                Some(at) => drop(those.remove(at)),
                None => only.push(line.to_owned()),
            }
        }
        only
    };
    let shown = |lines: Vec<String>| lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    let (gone, new) = (shown(only(&before, &after)), shown(only(&after, &before)));
    format!("- {gone}\n+ {new}").lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_kind_changes_what_it_names() {
    let mut seeker = limited(Item::Lifting, 3);
    seeker.profile.capability.hours.per_week = Some(24.0);
    seeker.profile.capability.hours.no_night = true;
    let typed = [
        "lifting=1",
        "lifting.kg=12",
        "lifting=none",
        "noise=1",
        "hours.per_week=28",
        "hours.per_week=none",
        "hours.no_night=false",
        "hours.no_evening=true",
        "travel.max_minutes=75",
        "travel.modes=bike,car",
        "education=hbo",
        "language.en=C1",
        "licence=C",
        "certificate=code95",
        "registration=skj",
        "own_car=true",
    ];
    let before = seeker.clone();
    let told: Vec<String> = typed.iter().map(|typed| format!("{typed}\n{}", difference(&seeker, typed))).collect();
    assert_eq!(seeker, before, "the candidate's own profile was changed");
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn impossible_changes_say_what_can_be_set() {
    let seeker = limited(Item::Lifting, 3);
    for (typed, words) in [
        ("liftng=1", "there is no limit 'liftng'"),
        ("lifting", "NAME=VALUE"),
        ("lifting=a", "'a' is no level"),
        ("lifting.stone=3", "stone"),
        ("travel.max_minutes=900", "1 to 240"),
        ("travel.modes=car,boat", "boat"),
        ("education=mbo5", "mbo5"),
        ("language.xx=B1", "xx"),
        ("licence=Z", "licences are"),
        ("hours.per_week=many", "many"),
        ("hours.per_week=NaN", "a number"),
    ] {
        let refused = with(&seeker, typed).expect_err(typed);
        assert!(refused.starts_with(&format!("'{typed}' cannot be set")) && refused.contains(words), "{refused}");
        assert!(refused.contains("travel.max_minutes=MINUTES") && refused.contains("walking_per_day"), "{refused}");
    }
    for (typed, words) in [
        ("lifting=9", "it goes from 0 to"),
        ("lifting.minutes=5", "lifting is counted as kg"),
        ("hours.per_week=80", "0 to 60"),
        ("hand_use=1", "hand_use"),
    ] {
        let refused = with(&seeker, typed).expect_err(typed);
        assert!(refused.contains("cannot be set") && refused.contains(words), "{refused}");
    }
    let later = [Change::MaxMinutes(70), Change::MaxMinutes(80)];
    assert_eq!(changed(&seeker, &later, &situation()).expect("changes").profile.travel.max_minutes, 80);
}

#[test]
fn hours_that_are_set_count_today() {
    let mut seeker = seeker();
    let step =
        |days, per_day, per_week| BuildUpStep { from: today() + chrono::Duration::days(days), per_day, per_week };
    seeker.profile.capability.hours.build_up = vec![step(-20, 4.0, 16.0), step(-1, 5.0, 20.0), step(30, 8.0, 32.0)];
    let hours = with(&seeker, "hours.per_week=28").expect("a change").profile.capability.hours;
    assert_eq!((hours.per_day, hours.per_week_on(today())), (Some(5.0), Some(28.0)));
    assert_eq!(hours.build_up, [step(30, 8.0, 32.0)]);
}

#[test]
fn what_replaces_stays_single() {
    let english = with(&seeker(), "language.en=C1").expect("a change").profile.qualifications.languages;
    let of_english: Vec<&LanguageSkill> = english.iter().filter(|each| each.language == Language::En).collect();
    assert_eq!(of_english.len(), 1);
}
