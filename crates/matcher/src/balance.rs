//! The funnel told apart: at each step, how many were rejected, and how many are only set aside. It adds up, or the test
//! says so. Set aside is what nothing speaks against: beside the search, named in `exclude`, or not among the first.

use crate::matching::Matching;
use domain::shortlist::FunnelStep;
use serde::Serialize;

/// One step of the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalancedStep {
    /// Its name.
    pub step: String,
    /// How many are left after it.
    pub count: usize,
    /// How many fell at it that a hard criterion rejects.
    pub rejected: usize,
    /// How many fell at it that nothing rejects.
    pub set_aside: usize,
    /// What it counts as reasons, by the first of each.
    pub fell: Vec<(String, usize)>,
}

impl Matching {
    /// The funnel, told apart. What is left after a step, and what fell at it, is what was left before it.
    pub fn balance(&self) -> Vec<BalancedStep> {
        self.funnel.iter().map(|step| self.balanced(step)).collect()
    }

    fn balanced(&self, step: &FunnelStep) -> BalancedStep {
        let fell: usize = step.fell.iter().map(|(_, count)| count).sum();
        let set_aside = match step.step.as_str() {
            "occupation" => self.matches.iter().filter(|each| each.excluded || !each.near).count(),
            "shortlist" => fell,
            _ => 0,
        };
        // out of reach is rejected and too many to list; the others are listed, each with its step
        let listed = self.rejected.iter().filter(|each| each.step == step.step).count();
        let rejected = if step.step == "in_reach" { fell } else { listed };
        BalancedStep { step: step.step.clone(), count: step.count, rejected, set_aside, fell: step.fell.clone() }
    }
}
