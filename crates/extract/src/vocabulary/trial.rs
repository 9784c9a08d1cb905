//! One phrase tried at one place of a text. Where several ways lead through a phrase, the first in its order counts:
//! longer endings before shorter ones, words that may be left out before leaving them out, short gaps before long ones.

use super::letters::{BLANK, ENDING, GAP, Letters, SPACE};
use super::number::{self, Reading};
use super::phrase::Step;
use std::ops::Range;

/// Words that a gap may have.
pub(super) const GAP_WORDS: u32 = 4;

/// A trial of one phrase.
pub(super) struct Trial<'a> {
    letters: &'a Letters,
    steps: &'a [Step],
    /// The numbers passed, in order.
    numbers: &'a mut Vec<Range<usize>>,
}

impl<'a> Trial<'a> {
    /// Where the phrase ends that begins here, if it does. Its numbers are left behind in `numbers`.
    pub(super) fn run(
        letters: &'a Letters,
        steps: &'a [Step],
        at: usize,
        numbers: &'a mut Vec<Range<usize>>,
    ) -> Option<usize> {
        numbers.clear();
        Trial { letters, steps, numbers }.from(0, at)
    }

    /// Goes on from a step. As deep as a phrase has steps, and no deeper.
    fn from(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            let next = step + 1;
            (step, at) = match self.steps.get(step) {
                None => return Some(at),
                Some(Step::Text(text)) => (next, self.text(at, text)?),
                Some(Step::Edge) if !self.letters.edge(at) => return None,
                Some(Step::Edge) => (next, at),
                Some(Step::Word) => (next, self.some(at, ENDING)?),
                Some(Step::Euro) => (next, euro(self.letters, at)?),
                Some(Step::Dash) => (next, dash(self.letters, at)?),
                Some(Step::On(other)) => (*other, at),
                Some(Step::OrElse(other)) => match self.likely(next, at) {
                    Some(end) => return Some(end),
                    None => (*other, at),
                },
                Some(Step::Hyphen) => match self.hyphen(at).and_then(|after| self.from(next, after)) {
                    Some(end) => return Some(end),
                    None => (next, at),
                },
                Some(Step::Ending) => return self.longest_first(next, at..=self.letters.run(at, ENDING)),
                Some(Step::Space) => return self.longest_first(next, at + 1..=self.letters.run(at, SPACE)),
                Some(Step::MaybeSpace) => return self.longest_first(next, at..=self.letters.run(at, SPACE)),
                Some(Step::Gap) => return self.gap(next, at),
                Some(Step::Number) => return self.number(next, number::numbers(self.letters, at)),
                Some(Step::Amount) => return self.number(next, number::amounts(self.letters, at)),
            };
        }
    }

    /// The same, and at once `None` where the letter there is not the one that is needed.
    fn likely(&mut self, step: usize, at: usize) -> Option<usize> {
        let may_be = match self.steps.get(step..)? {
            [Step::Edge, Step::Text(text), ..] | [Step::Text(text), ..] => {
                self.letters.from(at).first() == text.as_bytes().first()
            }
            [Step::Space, ..] => self.letters.is(at, SPACE),
            _ => true,
        };
        if may_be { self.from(step, at) } else { None }
    }

    fn text(&self, at: usize, text: &str) -> Option<usize> {
        self.letters.stand_at(at, text.as_bytes()).then_some(at + text.len())
    }

    /// One or more of a kind.
    fn some(&self, at: usize, kind: u8) -> Option<usize> {
        Some(self.letters.run(at, kind)).filter(|end| *end > at)
    }

    fn hyphen(&self, at: usize) -> Option<usize> {
        let one = || (at + 1..=self.letters.len()).find(|end| self.letters.begins(*end));
        if self.letters.is(at, SPACE) { one() } else { self.text(at, "-") }
    }

    fn longest_first(&mut self, next: usize, ends: std::ops::RangeInclusive<usize>) -> Option<usize> {
        ends.rev().filter(|end| self.letters.begins(*end)).find_map(|end| self.likely(next, end))
    }

    fn gap(&mut self, next: usize, mut at: usize) -> Option<usize> {
        for _ in 0..GAP_WORDS {
            if let Some(end) = self.likely(next, at) {
                return Some(end);
            }
            at = self.some(self.some(at, GAP)?, BLANK)?;
        }
        self.from(next, at)
    }

    fn number(&mut self, next: usize, readings: Vec<Reading>) -> Option<usize> {
        let before = self.numbers.len();
        readings.into_iter().find_map(|reading| {
            self.numbers.truncate(before);
            self.numbers.push(reading.digits);
            self.from(next, reading.end)
        })
    }
}

/// Where "€", "euro" or "eur" ends that stands here.
pub(super) fn euro(letters: &Letters, at: usize) -> Option<usize> {
    let end = match letters.from(at) {
        [b'e', b'u', b'r', b'o', ..] if letters.edge(at + 4) => at + 4,
        [b'e', b'u', b'r', ..] if letters.edge(at + 3) => at + 3,
        _ => return letters.stand_at(at, "€".as_bytes()).then_some(at + "€".len()),
    };
    letters.edge(at).then_some(end)
}

/// Where a dash of any length ends that stands here.
pub(super) fn dash(letters: &Letters, at: usize) -> Option<usize> {
    ["-", "–", "—"].iter().find(|dash| letters.stand_at(at, dash.as_bytes())).map(|dash| at + dash.len())
}
