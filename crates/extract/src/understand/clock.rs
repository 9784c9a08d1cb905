//! Clock times of shifts: "7u tot 15u30", "14.00-22.00 uur", "22:45 to 7:15". Not hours of a week, nor amounts.

use crate::vocabulary::search::Found;
use std::ops::Range;

/// Minutes of an hour.
const HOUR: u32 = 60;
/// A shift is no shorter and no longer, in minutes.
const LENGTHS: std::ops::RangeInclusive<u32> = 3 * HOUR..=13 * HOUR;
/// Minutes of a shift in the evening or night from which it counts as one.
const LEAST: u32 = 30;
/// Evening and night of two days from midnight on, in minutes (items VI-1 of the FML).
const EVENINGS: [Range<u32>; 2] = [18 * HOUR..22 * HOUR, 42 * HOUR..46 * HOUR];
const NIGHTS: [Range<u32>; 2] = [0..6 * HOUR, 22 * HOUR..30 * HOUR];
/// What stands between the hours of a shift.
const BETWEEN: [&str; 9] = ["-", "–", "tot", "to", "en", "and", "until", "till", "t/m"];

/// A shift by the clock.
#[derive(Debug)]
pub(super) struct Shift {
    /// Minutes from midnight; the end may lie on the next day.
    hours: Range<u32>,
    pub(super) at: Range<usize>,
}

impl Shift {
    pub(super) fn in_evening(&self) -> bool {
        EVENINGS.iter().any(|part| self.shares(part))
    }

    pub(super) fn at_night(&self) -> bool {
        NIGHTS.iter().any(|part| self.shares(part))
    }

    fn shares(&self, part: &Range<u32>) -> bool {
        let from = self.hours.start.max(part.start);
        self.hours.end.min(part.end).saturating_sub(from) >= LEAST
    }
}

/// The shift between two whole hours: "tussen 8 en 21 uur".
pub(super) fn of_hours(found: &Found<'_>) -> Option<Shift> {
    let [from, to] = *found.numbers.first_chunk::<2>()?;
    let whole = |hour: f64| (0..=24).find(|each| f64::from(*each) == hour);
    let (from, to) = (whole(from)? * HOUR, whole(to)? * HOUR);
    let length = to.checked_sub(from)?;
    LENGTHS.contains(&length).then_some(Shift { hours: from..to, at: found.at.clone() })
}

/// Every shift that a text names by its hours.
pub(super) fn shifts(text: &str) -> Vec<Shift> {
    let mut found: Vec<Shift> = Vec::new();
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let begins =
            letter.is_ascii_digit() && !before.is_alphanumeric() && !matches!(before, '.' | ',' | ':' | '€' | '$');
        let price = || text[..at].trim_end().ends_with(['€', '$', '£']);
        let behind = || found.last().is_none_or(|last| last.at.end <= at);
        if begins && behind() && !price() {
            found.extend(shift(text, at));
        }
        before = letter;
    }
    found
}

fn shift(text: &str, at: usize) -> Option<Shift> {
    let (from, first) = clock(text, at)?;
    let rest = text[first..].trim_start();
    let rest = rest.strip_prefix("uur").map_or(rest, str::trim_start);
    let second = BETWEEN.iter().find_map(|word| {
        let next = rest.strip_prefix(word)?;
        next.trim_start().starts_with(|letter: char| letter.is_ascii_digit()).then(|| next.trim_start())
    })?;
    let (to, end) = clock(text, text.len() - second.len())?;
    let to = if to <= from { to + 24 * HOUR } else { to };
    let of_a_week = text[end..].trim_start().starts_with(['/', 'p']);
    (LENGTHS.contains(&(to - from)) && !of_a_week).then_some(Shift { hours: from..to, at: at..end })
}

/// Minutes from midnight of "7.30", "7:30", "7u30", "7u", "7.30 am", "7pm", and where it ends.
fn clock(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = &text[at..];
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let length = digits(rest);
    let hour: u32 = rest.get(..length).filter(|hour| (1..=2).contains(&hour.len()))?.parse().ok()?;
    let mark = rest[length..].chars().next()?;
    let behind = &rest[length + mark.len_utf8()..];
    let marked = length + mark.len_utf8();
    let (minutes, length) = match (mark, digits(behind)) {
        ('.' | ':' | 'u' | 'h', 2) => (behind[..2].parse().ok()?, marked + 2),
        ('u' | 'h', 0) if !behind.starts_with(char::is_alphabetic) => (0, marked),
        _ if half_of_day(&rest[length..]).is_some() => (0, length),
        _ => return None,
    };
    let (hour, end) = match half_of_day(&rest[length..]) {
        Some((from, behind)) if hour <= 12 => (hour % 12 + from, length + behind),
        _ => (hour, length),
    };
    (hour <= 24 && minutes < HOUR).then_some((hour * HOUR + minutes, at + end))
}

/// The hour at which the half of a day begins that stands here as "am" or "p.m.", and the bytes that say so.
fn half_of_day(rest: &str) -> Option<(u32, usize)> {
    let words = rest.trim_start();
    let halves = [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)];
    let (word, from) = halves.into_iter().find(|(word, _)| {
        let begins = words.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        begins && !words[word.len()..].starts_with(char::is_alphanumeric)
    })?;
    Some((from, rest.len() - words.len() + word.len()))
}

#[cfg(test)]
mod tests {
    //! 1. Hours of a shift are read in the ways that vacancies write them; nothing else is.

    use super::shifts;

    #[test]
    fn hours_of_shifts() {
        let told = |text: &str| {
            let each = shifts(text)
                .into_iter()
                .map(|shift| (text[shift.at.clone()].to_owned(), shift.in_evening(), shift.at_night()));
            each.collect::<Vec<_>>()
        };
        let one = |quote: &str, evening, night| vec![(quote.to_owned(), evening, night)];
        assert_eq!(told("van 07:30 tot 15:30"), one("07:30 tot 15:30", false, false));
        assert_eq!(told("14.00-22.00 uur"), one("14.00-22.00", true, false));
        assert_eq!(told("22:45 to 7:15"), one("22:45 to 7:15", false, true));
        assert_eq!(told("dagploeg van 7u tot 15u30, loon"), one("7u tot 15u30", false, false));
        assert_eq!(told("9am to 5.30 pm"), one("9am to 5.30 pm", false, false));
        assert_eq!(told("from 12.30 PM till 9 p.m."), one("12.30 PM till 9 p.m.", true, false));
        assert_eq!(told("tussen 8.00 uur en 23.00 uur"), []);
        assert_eq!(told("tussen 9.00 uur en 21.30 uur"), one("9.00 uur en 21.30", true, false));
        for none in [
            "€ 14.00 - 22.00",
            "24-32 uur",
            "19u - 24u per week",
            "2.700 - 3.350",
            "8.00 tot 9.00",
            "8 ambtenaren tot 17 pm",
            "",
        ] {
            assert_eq!(told(none), [], "{none}");
        }
    }
}
