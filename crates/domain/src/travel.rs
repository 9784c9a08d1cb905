//! Travel times that somebody else worked out, such as a route planner: what is known of them, and since when. How they are
//! asked for is `fetch`'s, how they are judged the matcher's.

use crate::Coordinates;
use crate::profile::TravelMode;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt;

/// A point to about ten metres, so that equal places are equal: all that a route planner is told of anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Latitude in ten-thousandths of a degree.
    pub lat: i32,
    /// Longitude in ten-thousandths of a degree.
    pub lon: i32,
}

/// Parts of a degree that a point tells apart.
const PARTS: f64 = 10_000.0;

impl From<Coordinates> for Point {
    fn from(at: Coordinates) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "degrees are few, and a cast saturates")]
        let parts = |degrees: f64| (degrees * PARTS).round() as i32;
        Self { lat: parts(at.lat), lon: parts(at.lon) }
    }
}

impl From<Point> for Coordinates {
    fn from(point: Point) -> Self {
        Self { lat: f64::from(point.lat) / PARTS, lon: f64::from(point.lon) / PARTS }
    }
}

/// Longitude first, as route planners have it.
impl fmt::Display for Point {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.4},{:.4}", f64::from(self.lon) / PARTS, f64::from(self.lat) / PARTS)
    }
}

/// From where, to where, and how.
pub type Journey = (Point, Point, TravelMode);

/// What a route planner answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutedTime {
    /// Seconds one way; `None`: there is no route.
    pub seconds: Option<u32>,
    /// Who said so, such as `OSRM at routes.example.org`.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

/// All travel times that are known.
pub type RoutedTimes = BTreeMap<Journey, RoutedTime>;

#[cfg(test)]
mod tests {
    //! 1 a point is written longitude first, to four decimals; 2 points some metres apart are one.
    use super::*;

    #[test]
    fn points() {
        let at = |lat, lon| Point::from(Coordinates { lat, lon });
        assert_eq!(at(52.14, 6.2).to_string(), "6.2000,52.1400");
        assert_eq!(at(-0.000_04, -3.5).to_string(), "-3.5000,0.0000");
        assert_eq!(at(52.140_01, 6.2), at(52.139_99, 6.2));
        assert_ne!(at(52.1402, 6.2), at(52.14, 6.2));
    }
}
