//! A candidate made ready for the matcher: the profile with what the vocabulary makes of its words. Made by `app`.

use crate::feedback::{Block, Feedback};
use crate::{Coordinates, Hash, MediationProfile, VacancyId};
use std::collections::BTreeMap;

/// One version of a profile, ready to be matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Seeker {
    /// The profile.
    pub profile: MediationProfile,
    /// Its version, from 1.
    pub version: u32,
    /// Where home is; none: travel stays unknown.
    pub home: Option<Coordinates>,
    /// ISCO-08 unit groups of `profile.experience`, in its order.
    pub experience_isco: Vec<Option<String>>,
    /// ISCO-08 unit groups of `profile.search.occupations`, in its order.
    pub searched_isco: Vec<Option<String>>,
    /// What was on a shortlist before, with the version shown.
    pub shown: BTreeMap<VacancyId, Hash>,
    /// Answers "not suitable" that count.
    pub feedback: Vec<Feedback>,
    /// What the coach blocked.
    pub blocks: Vec<Block>,
}
