//! `/.well-known/tdmrep.json`: what a site reserves from text and data mining (TDM Reservation Protocol, W3C community
//! group; article 4(3) of Directive (EU) 2019/790). The header of the same name is looked at where pages come in.

use crate::robots::{capitals, matches, normalised};
use serde::Deserialize;
use serde_json::Value;

/// Where it is.
pub(crate) const PATH: &str = "/.well-known/tdmrep.json";

/// What a tdmrep.json says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reservations(Vec<(Vec<u8>, bool)>);

#[derive(Deserialize)]
struct Rule {
    location: String,
    #[serde(rename = "tdm-reservation")]
    reservation: Value,
}

impl Reservations {
    /// Reads one; what is no rule reserves nothing, since a reservation has to be expressed.
    pub(crate) fn parse(text: &[u8]) -> Self {
        let rules: Vec<Value> = serde_json::from_slice(text).unwrap_or_default();
        let rules = rules.into_iter().filter_map(|rule| serde_json::from_value::<Rule>(rule).ok());
        Self(rules.map(|rule| (normalised(rule.location.as_bytes()), is_reserved(&rule.reservation))).collect())
    }

    /// Whether a path with its query is reserved: the longest location that matches says so, and of two as long the one
    /// that reserves.
    pub(crate) fn reserve(&self, path: &str) -> bool {
        let path = capitals(path.as_bytes());
        let matching = self.0.iter().filter(|(location, _)| matches(location, &path));
        matching.max_by_key(|(location, reserved)| (location.len(), *reserved)).is_some_and(|(_, reserved)| *reserved)
    }
}

fn is_reserved(value: &Value) -> bool {
    value.as_u64() == Some(1) || value.as_bool() == Some(true) || value.as_str().is_some_and(|text| text.trim() == "1")
}

#[cfg(test)]
mod tests {
    //! 1 the longest location decides; 2 what is no rule reserves nothing.
    use super::*;

    #[test]
    fn longest_location_decides() {
        let text = br#"[{"location": "/", "tdm-reservation": 0}, {"location": "/werk/*", "tdm-reservation": 1},
            {"location": "/werk/open", "tdm-reservation": 0}, "no rule", {"location": 3}]"#;
        let reservations = Reservations::parse(text);
        let reserved = ["/", "/werk/1", "/werk/open/2", "/werkwijze"].map(|path| reservations.reserve(path));
        assert_eq!(reserved, [false, true, false, false]);
    }

    #[test]
    fn what_is_no_rule() {
        for text in ["", "{}", "<html>", "[[[[", r#"[{"location": "/", "tdm-reservation": "maybe"}]"#] {
            assert!(!Reservations::parse(text.as_bytes()).reserve("/"), "{text}");
        }
    }
}
