//! The rules of matching, checked once: numbers of `config/passend.toml` and levels of `config/capability.toml`.

use crate::capability_table::CapabilityTable;
use crate::profile_check::{ProfileFault, check};
use crate::settings::Settings;
use domain::Capability;

/// Rules that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// The table of levels cannot be read.
    #[error("{0}")]
    Table(String),
    /// The shares of the score do not add up.
    #[error("the shares in [matching.score] add up to {0}: they must add up to 1")]
    Shares(String),
}

/// The rules, ready to be applied.
#[derive(Debug)]
pub struct Rules {
    pub(crate) settings: Settings,
    pub(crate) table: CapabilityTable,
}

impl Rules {
    /// Puts numbers and levels together.
    ///
    /// # Errors
    /// The table cannot be read, or the shares of the score do not add up to 1.
    pub fn new(settings: Settings, capability: &str) -> Result<Self, RulesError> {
        let table = CapabilityTable::parse(capability).map_err(RulesError::Table)?;
        let score = &settings.score;
        let shares = score.occupation + score.experience + score.education + score.travel;
        let sum = shares + score.hours + score.freshness + score.certainty;
        if (sum - 1.0).abs() > 1e-9 {
            return Err(RulesError::Shares(format!("{sum:.3}")));
        }
        Ok(Self { settings, table })
    }

    /// Hours within which a vacancy must have been seen open to be on a shortlist.
    pub fn verified_within_hours(&self) -> i64 {
        self.settings.shortlist.verified_within_hours
    }

    /// Days after which a closed vacancy no longer tells what an employer hires for.
    pub fn closed_within_days(&self) -> i64 {
        self.settings.employers.closed_within_days.into()
    }

    /// The beginnings of ISCO-08 codes that a word such as "horeca" covers, by `[matching.excluded]`.
    pub fn occupations_named(&self, word: &str) -> Option<&[String]> {
        self.settings.excluded.get(&word.to_lowercase()).map(Vec::as_slice)
    }

    /// What a capability document states that its layout does not have, with the path of each in the profile.
    pub fn check(&self, capability: &Capability) -> Vec<ProfileFault> {
        check(capability, &self.table)
    }
}
