//! Likeness of texts: runs of three words, and the MinHash bands by which like texts find each other. Numbers here are
//! stored, so the hash functions never change.

use crate::duplicates_words::{unaccented, words};
use std::collections::BTreeSet;

/// Words in a run: short enough to survive an edit, long enough to be somebody's own.
const RUN: usize = 3;

/// Feeds cut texts short, but all begin at the beginning: bands over this many words find those.
const HEAD: usize = 50;

/// Bands and the hashes in each. Two texts that have the share s of their runs in common meet with a chance of
/// 1 - (1 - s^rows)^bands: 0.96 at s = 0.7 for whole texts.
const WHOLE: Bands = Bands { seed: 0, bands: 12, rows: 4 };
const BEGIN: Bands = Bands { seed: 1 << 32, bands: 6, rows: 3 };

struct Bands {
    seed: u64,
    bands: u64,
    rows: u64,
}

/// The runs of words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Runs {
    hashes: BTreeSet<u64>,
    head: BTreeSet<u64>,
}

impl Runs {
    /// Reads a text; one of fewer words than `least` says nothing, and has no runs.
    pub(crate) fn of(text: &str, least: usize) -> Self {
        let words = words(&unaccented(text));
        if words.len() < least {
            return Self::default();
        }
        let runs = |words: &[String]| words.windows(RUN).map(hash_of_run).collect();
        Self { hashes: runs(&words), head: runs(&words[..words.len().min(HEAD)]) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Percent of the shorter text's runs that the longer one has as well.
    pub(crate) fn shared_percent(&self, other: &Self) -> usize {
        let least = self.hashes.len().min(other.hashes.len()).max(1);
        self.hashes.intersection(&other.hashes).count() * 100 / least
    }

    /// One number for each band: texts that share one may be alike.
    pub(crate) fn bands(&self) -> Vec<u64> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut bands = WHOLE.of(&self.hashes);
        bands.extend(BEGIN.of(&self.head));
        bands
    }
}

impl Bands {
    fn of(&self, hashes: &BTreeSet<u64>) -> Vec<u64> {
        let least = |function: u64| hashes.iter().map(|run| mixed(run ^ mixed(function))).min().unwrap_or_default();
        let band = |band: u64| {
            let rows = (0..self.rows).map(|row| least(self.seed + band * self.rows + row));
            rows.fold(mixed(self.seed + band), |all, row| mixed(all ^ row))
        };
        (0..self.bands).map(band).collect()
    }
}

/// FNV-1a, mixed.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    mixed(folded(OFFSET, bytes))
}

/// The hash of words with a space between them.
fn hash_of_run(run: &[String]) -> u64 {
    let (first, rest) = run.split_first().map_or(("", run), |(first, rest)| (first.as_str(), rest));
    let begun = folded(OFFSET, first.as_bytes());
    mixed(rest.iter().fold(begun, |all, word| folded(folded(all, b" "), word.as_bytes())))
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn folded(begun: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(begun, |all, byte| (all ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finish of splitmix64: every bit of the input changes every bit of the output.
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    //! 1. A run's number is that of its words with a space between them, and stays what it was: it is stored.
    use super::*;

    #[test]
    fn numbers_stay() {
        let run = ["zware", "dozen", "tillen"].map(str::to_owned);
        assert_eq!(hash_of_run(&run), hash(b"zware dozen tillen"));
        assert_eq!(hash(b"zware dozen tillen"), 9_077_193_591_862_145_298);
    }
}
