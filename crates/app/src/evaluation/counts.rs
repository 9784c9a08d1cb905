//! Counting: what was found rightly, found wrongly, and missed; precision, recall and F1 of it.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::ops::AddAssign;

/// How often something was right, wrong or missed. A wrong value for one that the text states is both wrong and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Found, and the label says so.
    pub(crate) right: usize,
    /// Found, and the label does not say so.
    pub(crate) wrong: usize,
    /// In the label, and not found.
    pub(crate) missed: usize,
}

impl Counts {
    /// How many entries the labels have.
    pub(crate) fn labelled(self) -> usize {
        self.right + self.missed
    }

    /// Of what was found, the share that is right; nothing where nothing was found.
    pub(crate) fn precision(self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// Of what the labels have, the share that was found.
    pub(crate) fn recall(self) -> Option<f64> {
        share(self.right, self.labelled())
    }

    /// The harmonic mean of both, 2 right / (2 right + wrong + missed).
    pub(crate) fn f1(self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    /// Whether nothing was wrong and nothing missed.
    pub(crate) fn clean(self) -> bool {
        self.wrong == 0 && self.missed == 0
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Counts", 6)?;
        out.serialize_field("right", &self.right)?;
        out.serialize_field("wrong", &self.wrong)?;
        out.serialize_field("missed", &self.missed)?;
        out.serialize_field("precision", &self.precision().map(rounded))?;
        out.serialize_field("recall", &self.recall().map(rounded))?;
        out.serialize_field("f1", &self.f1().map(rounded))?;
        out.end()
    }
}

/// How many of how many; nothing of nothing.
pub(crate) fn share(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// Four decimals: more would say more than the cases can.
pub(crate) fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    //! 1 the three figures of counts that are known; 2 of nothing there is no figure.
    use super::*;

    #[test]
    fn figures() {
        let counts = Counts { right: 6, wrong: 2, missed: 4 };
        assert_eq!((counts.precision(), counts.recall()), (Some(0.75), Some(0.6)));
        assert_eq!(counts.f1().map(rounded), Some(0.6667));
    }

    #[test]
    fn nothing() {
        let nothing = Counts::default();
        assert_eq!((nothing.precision(), nothing.recall(), nothing.f1()), (None, None, None));
    }
}
