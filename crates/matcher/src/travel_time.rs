//! Minutes from home to work by own means: what a route planner answered, where it was asked, else a quick and a slow honest
//! estimate. It asks nobody: routed times are given. The numbers are `[matching.travel]`.

use crate::rules::Rules;
use crate::settings::{Mode, Speed, Travel};
use domain::profile::TravelMode;
use domain::{Coordinates, Point, RoutedTimes};

/// Minutes one way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TravelTime {
    pub(crate) quick: f64,
    pub(crate) slow: f64,
    pub(crate) by: TravelMode,
    /// Where the slow one comes from, such as `estimate`.
    pub(crate) basis: String,
}

/// What a travel time is worked out from.
#[derive(Clone, Copy)]
pub(crate) struct Ways<'a> {
    pub(crate) travel: &'a Travel,
    pub(crate) modes: &'a [TravelMode],
    pub(crate) routed: &'a RoutedTimes,
}

fn minutes(speed: &Speed, kilometres: f64) -> f64 {
    speed.fixed_minutes + kilometres * speed.detour / speed.kilometres_per_hour * 60.0
}

fn mode(travel: &Travel, mode: TravelMode) -> &Mode {
    match mode {
        TravelMode::Car => &travel.car,
        TravelMode::PublicTransport => &travel.public_transport,
        TravelMode::Bike => &travel.bike,
        TravelMode::Walk => &travel.walk,
    }
}

/// The best of the candidate's means between two points; `None` without any means.
pub(crate) fn travel_time(ways: Ways<'_>, from: Coordinates, to: Coordinates) -> Option<TravelTime> {
    quickest(ways.modes.iter().map(|by| by_mode(ways, *by, from, to)))
}

/// The best of several: by any honest time, so the quick one may be of another means or place than the slow one.
pub(crate) fn quickest(times: impl Iterator<Item = TravelTime> + Clone) -> Option<TravelTime> {
    let quick = times.clone().map(|time| time.quick).fold(f64::INFINITY, f64::min);
    let slowest = times.min_by(|a, b| a.slow.total_cmp(&b.slow))?;
    Some(TravelTime { quick, ..slowest })
}

fn by_mode(ways: Ways<'_>, by: TravelMode, from: Coordinates, to: Coordinates) -> TravelTime {
    let routed = ways.routed.get(&(from.into(), to.into(), by));
    if let Some((answer, seconds)) = routed.and_then(|answer| Some((answer, answer.seconds?))) {
        let (factors, minutes) = (&ways.travel.routed, f64::from(seconds) / 60.0);
        let basis = format!("{}, {}", answer.by, answer.on);
        return TravelTime { quick: minutes * factors.quick, slow: minutes * factors.slow, by, basis };
    }
    let (mode, kilometres) = (mode(ways.travel, by), from.distance_km(to));
    let no_route = routed.map(|answer| format!("; {} found no route, {}", answer.by, answer.on));
    TravelTime {
        quick: minutes(&mode.quick, kilometres),
        slow: minutes(&mode.slow, kilometres),
        by,
        basis: format!("estimate{}", no_route.unwrap_or_default()),
    }
}

impl Rules {
    /// Whether the quick estimate by this means is at most so many minutes: what lies further is not worth asking a route
    /// planner.
    pub fn is_estimated_within(&self, by: TravelMode, from: Point, to: Point, most: f64) -> bool {
        let quick = &mode(&self.settings.travel, by).quick;
        minutes(quick, Coordinates::from(from).distance_km(to.into())) <= most
    }
}
