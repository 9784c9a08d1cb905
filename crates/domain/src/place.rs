//! Where work is and where a candidate lives: no finer than a four-digit postcode area, by design.

use serde::{Deserialize, Serialize};

/// A point on the earth, WGS 84, in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

/// Mean radius of the earth in kilometres (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

impl Coordinates {
    /// Great-circle distance in kilometres (haversine).
    pub fn distance_km(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = (lat2 - lat1) / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let chord = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }
}

/// A place of work, as the vacancy names it and as far as it was recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The words of the vacancy.
    pub text: String,
    /// Four digits, where known.
    #[serde(default)]
    pub postcode: Option<String>,
    /// ISO 3166-1 alpha-2, where known.
    #[serde(default)]
    pub country: Option<String>,
    /// Latitude, where the place was recognised or the page gives it.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Longitude, likewise.
    #[serde(default)]
    pub lon: Option<f64>,
}

impl Place {
    /// The point, where both parts are known.
    pub fn coordinates(&self) -> Option<Coordinates> {
        Some(Coordinates { lat: self.lat?, lon: self.lon? })
    }
}
