//! Minutes from home to work by own means: a quick and a slow honest estimate. No route planner; see `[matching.travel]`.

use crate::settings::{Mode, Speed, Travel};
use domain::profile::TravelMode;

/// Minutes one way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TravelTime {
    pub(crate) quick: f64,
    pub(crate) slow: f64,
    pub(crate) by: TravelMode,
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

/// The best of the candidate's means for a distance as the crow flies; `None` without any means.
pub(crate) fn travel_time(travel: &Travel, modes: &[TravelMode], kilometres: f64) -> Option<TravelTime> {
    let each = modes.iter().map(|by| {
        let mode = mode(travel, *by);
        TravelTime { quick: minutes(&mode.quick, kilometres), slow: minutes(&mode.slow, kilometres), by: *by }
    });
    let slowest = each.clone().min_by(|a, b| a.slow.total_cmp(&b.slow))?;
    // by any honest estimate: the quick one may be of another means than the slow one
    let quick = each.map(|time| time.quick).fold(f64::INFINITY, f64::min);
    Some(TravelTime { quick, ..slowest })
}
