//! Travelling to work by the candidate's own means: over the limit by any honest estimate exceeds, near it is a signal.

use super::{blank, quote, said};
use crate::matching::Case;
use crate::travel_time::{TravelTime, Ways, quickest, travel_time};
use domain::posting::{Fact, Remote};
use domain::profile::TravelMode;
use domain::{Criterion, Outcome, Requirement};

const RULE: &str = "travel by own means, quick and slow, DOMAIN.md 5.2";

/// The time to the best of the vacancy's places, with its name; `None` where home or all places are unknown.
pub(crate) fn time(case: &Case<'_>) -> Option<(TravelTime, String)> {
    let home = case.seeker.home?;
    let modes = &case.seeker.profile.travel.modes;
    let ways = Ways { travel: &case.situation.rules.settings.travel, modes, routed: case.situation.routed };
    let places = case.vacancy.posting.places.iter();
    let known = places.filter_map(|place| {
        let at = place.coordinates()?;
        Some((travel_time(ways, home, at)?, home.distance_km(at), &place.text))
    });
    let known: Vec<_> = known.collect();
    let (best, kilometres, name) =
        known.iter().min_by(|a, b| a.0.slow.total_cmp(&b.0.slow).then(a.1.total_cmp(&b.1)))?;
    let quick = quickest(known.iter().map(|(time, ..)| time.clone()))?.quick;
    let time = TravelTime { quick, ..best.clone() };
    Some((time, format!("{name}, {kilometres:.0} km as the crow flies")))
}

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let most = f64::from(case.seeker.profile.travel.max_minutes);
    let blank = blank(Requirement::Travel, format!("at most {most} minutes one way"), RULE);
    let posting = &case.vacancy.posting;
    if posting.remote == Some(Remote::Full) {
        let quote = quote(posting, Fact::Remote, "");
        return vec![said(blank, Outcome::Fits, "from home".to_owned(), quote)];
    }
    let Some((time, place)) = time(case) else { return vec![blank] };
    let asks = format!("{place}: {:.0} to {:.0} minutes by {} ({})", time.quick, time.slow, by(time.by), time.basis);
    let outcome = if time.quick > most {
        // one of several places may not have been recognised, and be nearer
        let all_known = posting.places.iter().all(|place| place.coordinates().is_some());
        if all_known { Outcome::Exceeds } else { Outcome::Signal }
    } else if time.slow <= most {
        Outcome::Fits
    } else {
        Outcome::Signal
    };
    let words = quote(posting, Fact::Place, "").or_else(|| posting.places.first().map(|place| place.text.clone()));
    vec![said(blank, outcome, asks, words)]
}

fn by(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::Car => "car",
        TravelMode::PublicTransport => "public transport",
        TravelMode::Bike => "bike",
        TravelMode::Walk => "foot",
    }
}
