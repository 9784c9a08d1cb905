//! Numbers and amounts of money as vacancies write them: where they may end in a text, and what they are worth.

use super::letters::{DIGIT, Letters, WORD};
use std::ops::Range;

/// What a number written out is worth.
fn worth(word: &str) -> Option<f64> {
    Some(match word {
        "een" | "één" | "one" => 1.0,
        "twee" | "two" => 2.0,
        "drie" | "three" => 3.0,
        "vier" | "four" => 4.0,
        "vijf" | "five" => 5.0,
        "zes" | "six" => 6.0,
        "zeven" | "seven" => 7.0,
        "acht" | "eight" => 8.0,
        "negen" | "nine" => 9.0,
        "tien" | "ten" => 10.0,
        "elf" => 11.0,
        "twaalf" => 12.0,
        _ => return None,
    })
}

/// Bytes of the longest number written out.
const LONGEST_WRITTEN: usize = 6;
/// More groups of thousands than these are no number.
pub(super) const MOST_GROUPS: u32 = 4;

/// A way to read a number that begins at a place: its digits, and where all of it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) digits: Range<usize>,
    pub(super) end: usize,
}

impl Reading {
    fn plain(digits: Range<usize>) -> Self {
        Self { end: digits.end, digits }
    }
}

/// Every way to read a number here, the likeliest first: "1.250", "2,5", "18", "drie".
pub(super) fn numbers(letters: &Letters, at: usize) -> Vec<Reading> {
    if !letters.is(at, DIGIT) {
        return written(letters, at).map(|end| Reading::plain(at..end)).into_iter().collect();
    }
    let mut ends = grouped(letters, at, b".");
    for end in shorter(at, digits(letters, at, 4), 1) {
        ends.extend(fraction(letters, end, b".,"));
        ends.push(end);
    }
    ends.into_iter().map(|end| Reading::plain(at..end)).collect()
}

/// Every way to read an amount of money here, without its sign: "2.700,50", "2,700.50", "2 700", "2500,-".
pub(super) fn amounts(letters: &Letters, at: usize) -> Vec<Reading> {
    if !letters.is(at, DIGIT) {
        return Vec::new();
    }
    let mut ends = Vec::new();
    for (between, before_cents) in [(&b". "[..], &b","[..]), (b",", b".")] {
        for end in grouped(letters, at, between) {
            ends.extend(fraction(letters, end, before_cents));
            ends.push(end);
        }
    }
    for end in shorter(at, digits(letters, at, 6), 1) {
        ends.extend(fraction(letters, end, b".,"));
        ends.push(end);
    }
    ends.into_iter()
        .flat_map(|digits| tails(letters, digits).map(move |end| Reading { digits: at..digits, end }))
        .collect()
}

/// Where a written-out number ends that is a whole word here.
fn written(letters: &Letters, at: usize) -> Option<usize> {
    let length = (0..=LONGEST_WRITTEN).take_while(|count| letters.is(at + count, WORD)).count();
    if !(1..=LONGEST_WRITTEN).contains(&length) || !letters.edge(at) {
        return None;
    }
    let word = std::str::from_utf8(letters.from(at).get(..length)?).ok()?;
    worth(word).map(|_| at + length)
}

/// The digits here, as many as `most`.
fn digits(letters: &Letters, at: usize, most: usize) -> usize {
    (0..most).take_while(|count| letters.is(at + count, DIGIT)).count()
}

/// All lengths from the longest to the shortest that counts.
fn shorter(at: usize, longest: usize, shortest: usize) -> impl Iterator<Item = usize> {
    (shortest..=longest).rev().map(move |length| at + length)
}

/// Where up to three digits with groups of three behind them may end.
fn grouped(letters: &Letters, at: usize, between: &[u8]) -> Vec<usize> {
    let group = |at: &usize| {
        let parted = letters.from(*at).first().is_some_and(|byte| between.contains(byte));
        (parted && digits(letters, at + 1, 3) == 3).then_some(at + 4)
    };
    let all =
        |first: usize| std::iter::successors(group(&first), group).take(MOST_GROUPS as usize).collect::<Vec<usize>>();
    shorter(at, digits(letters, at, 3), 1).flat_map(|first| all(first).into_iter().rev()).collect()
}

/// Where one or two digits behind a point or a comma may end.
fn fraction(letters: &Letters, at: usize, marks: &[u8]) -> Vec<usize> {
    let marked = letters.from(at).first().is_some_and(|byte| marks.contains(byte));
    if marked { shorter(at + 1, digits(letters, at + 1, 2), 1).collect() } else { Vec::new() }
}

/// The ",-" and ",--" of round amounts, and none.
fn tails(letters: &Letters, at: usize) -> impl Iterator<Item = usize> {
    let rest = letters.from(at);
    let each: &[&[u8]] = match rest {
        [b',' | b'-', ..] => &[b",--", b",-", b", -", b"--", b"-", b""],
        _ => &[b""],
    };
    each.iter().filter(|tail| tail.is_empty() || rest.starts_with(tail)).map(move |tail| at + tail.len())
}

/// A number as written: "1.250", "2,5", "18", "drie". A point before three digits parts thousands.
pub(super) fn number(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    if let Some(worth) = worth(&lower) {
        return Some(worth);
    }
    let text: String = lower.chars().filter(|letter| !letter.is_whitespace()).collect();
    let last = text.rfind(['.', ',']);
    let decimals = last.map_or(0, |at| text.len() - at - 1);
    let plain = match last {
        Some(at) if decimals != 3 => format!("{}.{}", text[..at].replace(['.', ','], ""), &text[at + 1..]),
        Some(_) | None => text.replace(['.', ','], ""),
    };
    plain.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    //! Numbers are read as written in Dutch and English.
    use super::number;

    #[test]
    fn numbers() {
        for (text, value) in [
            ("1.250", 1250.0),
            ("2,5", 2.5),
            ("2.5", 2.5),
            ("18", 18.0),
            ("drie", 3.0),
            ("ten", 10.0),
            ("2.700,50", 2700.5),
            ("2,700.50", 2700.5),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
    }
}
