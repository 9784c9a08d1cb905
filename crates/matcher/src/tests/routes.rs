//! 1. Where a route planner answered, its time counts, and the explanation says whose it is, and of which day.
//! 2. Where it found no route, the estimate counts, and says so.
//! 3. Over the limit by any honest time exceeds: one means that is quick enough is enough.

use super::{NO_RELEVANCE, now, place, rules, seeker, today, vacancy};
use crate::Situation;
use domain::profile::TravelMode::{Bike, PublicTransport};
use domain::{Coordinates, Criterion, Outcome, RoutedTime, RoutedTimes};

const HOME: Coordinates = Coordinates { lat: 52.14, lon: 6.20 };
/// About 25 kilometres from home.
const THERE: Coordinates = Coordinates { lat: 52.365, lon: 6.20 };

/// The travel criterion where a planner gives so many minutes by bike.
fn travel(minutes: Option<u32>, modes: &[domain::profile::TravelMode]) -> Criterion {
    let answer =
        RoutedTime { seconds: minutes.map(|minutes| minutes * 60), by: "OSRM at a.example:80".to_owned(), on: today() };
    let routed = RoutedTimes::from([((HOME.into(), THERE.into(), Bike), answer)]);
    let situation = Situation { today: today(), now: now(), rules: rules(), relevance: &NO_RELEVANCE, routed: &routed };
    let (mut seeker, mut vacancy) = (seeker(), vacancy());
    seeker.profile.travel.modes = modes.to_vec();
    vacancy.posting.places = vec![place("Olst", THERE.lat, THERE.lon)];
    let criteria = crate::compare(&seeker, &vacancy, &situation).criteria;
    criteria.into_iter().find(|each| each.criterion.as_str() == "travel").expect("travel")
}

#[test]
fn planned_times_count() {
    for (minutes, outcome) in [(40, Outcome::Fits), (60, Outcome::Signal), (70, Outcome::Exceeds)] {
        let travel = travel(Some(minutes), &[Bike]);
        assert_eq!(travel.outcome, outcome, "{minutes}");
        assert!(travel.asks.ends_with("minutes by bike (OSRM at a.example:80, 2026-11-24)"), "{}", travel.asks);
    }
}

#[test]
fn no_route_is_estimated() {
    let travel = travel(None, &[Bike]);
    let expected = "by bike (estimate; OSRM at a.example:80 found no route, 2026-11-24)";
    assert!(travel.asks.ends_with(expected), "{}", travel.asks);
}

#[test]
fn any_means_is_enough() {
    let both = travel(Some(200), &[Bike, PublicTransport]);
    assert_ne!(both.outcome, Outcome::Exceeds, "by public transport it is estimated within the limit");
    assert!(both.asks.ends_with("by public transport (estimate)"), "{}", both.asks);
}
