//! Levels of education in the order of the steps that the matcher counts in.

use serde::{Deserialize, Serialize};

/// A level of education (opleidingsniveau). NLQF: vmbo-bb and mbo 1 = 1 … phd = 8 (DOMAIN.md 7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the Dutch diplomas")]
pub enum EducationLevel {
    Basis,
    Vmbo,
    Mbo1,
    Mbo2,
    Mbo3,
    Mbo4,
    Havo,
    Vwo,
    Ad,
    Hbo,
    Wo,
    Phd,
}

impl EducationLevel {
    /// The step on the ladder basis · vmbo, mbo1 · mbo2 · mbo3 · mbo4, havo, vwo · ad · hbo · wo · phd, from 0.
    pub fn step(self) -> i8 {
        match self {
            Self::Basis => 0,
            Self::Vmbo | Self::Mbo1 => 1,
            Self::Mbo2 => 2,
            Self::Mbo3 => 3,
            Self::Mbo4 | Self::Havo | Self::Vwo => 4,
            Self::Ad => 5,
            Self::Hbo => 6,
            Self::Wo => 7,
            Self::Phd => 8,
        }
    }

    /// The name as Dutch and English readers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basis => "basisonderwijs",
            Self::Vmbo => "vmbo",
            Self::Mbo1 => "mbo 1",
            Self::Mbo2 => "mbo 2",
            Self::Mbo3 => "mbo 3",
            Self::Mbo4 => "mbo 4",
            Self::Havo => "havo",
            Self::Vwo => "vwo",
            Self::Ad => "associate degree",
            Self::Hbo => "hbo",
            Self::Wo => "wo",
            Self::Phd => "phd",
        }
    }
}
