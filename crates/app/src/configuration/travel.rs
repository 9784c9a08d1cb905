//! `[travel]` of `passend.toml`: where travel times are asked for. Without it they are estimated; see `[matching.travel]`.

use domain::profile::TravelMode;
use serde::Deserialize;
use std::time::Duration;
use url::Url;

/// Who is asked for travel times.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TravelServers {
    #[serde(default)]
    pub(crate) osrm: Option<Osrm>,
}

/// Servers that speak OSRM's `table` service. What is left out has the value that `passend.toml` shows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Osrm {
    car: Option<Url>,
    bike: Option<Url>,
    walking: Option<Url>,
    pub(crate) destinations_a_request: usize,
    requests_per_second: f64,
    timeout_seconds: u64,
    pub(crate) keep_days: u32,
    pub(crate) margin_minutes: u32,
}

impl Default for Osrm {
    fn default() -> Self {
        Self {
            car: None,
            bike: None,
            walking: None,
            destinations_a_request: 99,
            requests_per_second: 1.0,
            timeout_seconds: 20,
            keep_days: 90,
            margin_minutes: 15,
        }
    }
}

impl Osrm {
    /// The address for each means of transport that has one, with OSRM's name of its profile.
    pub(crate) fn servers(&self) -> impl Iterator<Item = (TravelMode, &'static str, &Url)> {
        let named = [
            (TravelMode::Car, "car", &self.car),
            (TravelMode::Bike, "bike", &self.bike),
            (TravelMode::Walk, "foot", &self.walking),
        ];
        named.into_iter().filter_map(|(mode, profile, url)| Some((mode, profile, url.as_ref()?)))
    }

    /// Between two requests.
    pub(crate) fn pause(&self) -> Duration {
        Duration::try_from_secs_f64(1.0 / self.requests_per_second).unwrap_or_default()
    }

    /// For one answer.
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }

    /// What cannot be, with its place in the file.
    pub(crate) fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.servers().any(|(_, _, url)| !matches!(url.scheme(), "http" | "https") || url.query().is_some()) {
            Some(("travel.osrm", "the address of a server begins with http:// or https:// and has no ?"))
        } else if self.servers().next().is_none() {
            Some(("travel.osrm", "name at least one server: car, bike or walking = \"http://…\""))
        } else if self.destinations_a_request == 0 || self.timeout_seconds == 0 {
            Some(("travel.osrm", "destinations_a_request and timeout_seconds are at least 1"))
        } else if !(0.001..=1000.0).contains(&self.requests_per_second) {
            Some(("travel.osrm.requests_per_second", "the rate must be between 0.001 and 1000"))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    //! 1 the example in `passend.toml` is what is left out; 2 what cannot be is a fault.
    use super::*;

    /// The commented lines of the section, without their sign.
    fn example() -> String {
        let lines = crate::configuration::DEFAULT.lines().skip_while(|line| !line.contains("# [travel.osrm]")).skip(1);
        let lines = lines.take_while(|line| line.starts_with('#'));
        lines.map(|line| line.trim_start_matches("# ")).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn example_is_the_default() {
        let example: Osrm = toml::from_str(&example()).expect("an example");
        let names: Vec<&str> = example.servers().map(|(_, profile, _)| profile).collect();
        assert_eq!(names, ["car", "bike", "foot"]);
        assert_eq!(example.fault(), None);
        assert_eq!(Osrm { car: None, bike: None, walking: None, ..example }, Osrm::default());
    }

    #[test]
    fn faults() {
        for text in [
            "",
            "car = \"ftp://a.example\"",
            "car = \"http://a\"\nrequests_per_second = 0.0",
            "car = \"http://a\"\ndestinations_a_request = 0",
        ] {
            let osrm: Osrm = toml::from_str(text).expect("a section");
            assert!(osrm.fault().is_some(), "{text}");
        }
    }
}
