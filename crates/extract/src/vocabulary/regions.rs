//! The region of a postcode (`regions.toml`): a province, or a country of its own. No borders, no coordinates.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What `regions.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "NL")]
    dutch: BTreeMap<String, String>,
    #[serde(rename = "BE")]
    belgian: BTreeMap<String, String>,
    #[serde(rename = "DE")]
    german: BTreeMap<String, String>,
}

/// From each postcode on, up to the next.
type Ranges = BTreeMap<u32, String>;

/// All regions.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(super) struct Regions {
    dutch: Ranges,
    belgian: Ranges,
    german: Ranges,
}

fn ranges(rows: BTreeMap<String, String>) -> Result<Ranges, String> {
    let each = rows.into_iter().map(|(from, region)| {
        let number = from.parse().map_err(|_| format!("'{from}' is no postcode"))?;
        Ok((number, region))
    });
    each.collect()
}

impl TryFrom<File> for Regions {
    type Error = String;
    fn try_from(file: File) -> Result<Self, String> {
        Ok(Self { dutch: ranges(file.dutch)?, belgian: ranges(file.belgian)?, german: ranges(file.german)? })
    }
}

impl Regions {
    /// The region of a postcode; letters after its digits do not matter.
    pub(super) fn of_postcode(&self, postcode: &str, country: &str) -> Option<&str> {
        let ranges = match country {
            "NL" => &self.dutch,
            "BE" => &self.belgian,
            "DE" => &self.german,
            _ => return None,
        };
        let digits: String = postcode.trim().chars().take_while(char::is_ascii_digit).collect();
        let code: u32 = digits.parse().ok()?;
        ranges.range(..=code).next_back().map(|(_, region)| region.as_str())
    }
}
