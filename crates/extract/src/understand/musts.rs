//! Musts and pluses: how far "is een pré" or "of bereid te halen" reaches. One sentence may ask a licence and call a
//! certificate a plus. The words are in `negation.toml`; which facts are asked for is not decided here.

use super::negation::Words;
use super::reading::Reading;
use crate::vocabulary::phrase::Phrases;
use std::ops::Range;

/// Marks that part the things of a sentence.
const MARKS: [char; 4] = [',', '(', ':', '–'];
/// Bytes over which a plus reaches: some vacancies have whole lists in a sentence.
const FURTHEST: usize = 160;

impl Words {
    /// Whether the sentence calls this thing a plus.
    pub(crate) fn is_plus(&self, reading: &Reading<'_>, thing: &Range<usize>) -> bool {
        self.reaches(reading, self.plus, thing) || self.is_preferred(reading, thing)
    }

    /// Whether a sentence that begins with this thing calls it a plus at its end: "Ervaring met A, B en C is een pré".
    pub(crate) fn is_plus_of_sentence(&self, reading: &Reading<'_>, thing: &Range<usize>) -> bool {
        let sentence = reading.sentence(thing.start);
        let begins = !reading.text[sentence.start..thing.start].contains(char::is_alphanumeric);
        let plus = reading.find_in(self.plus, thing.end..sentence.end).next();
        begins && plus.is_some_and(|plus| !reading.is_in(self.turn, thing.end..plus.at.start))
    }

    /// Whether one of these words, said behind their thing or before it, means this one.
    pub(crate) fn reaches(&self, reading: &Reading<'_>, phrases: Phrases, thing: &Range<usize>) -> bool {
        reading.find_in(phrases, reading.sentence(thing.start)).any(|found| {
            if found.at.start >= thing.end {
                self.reaches_back(reading, thing.end..found.at.start)
            } else if found.at.end <= thing.start {
                self.reaches_on(reading, found.at.end..thing.start)
            } else {
                true
            }
        })
    }

    /// "rijbewijs B, BE is een plus" does not reach back over the comma; "VCA, BHV: dat zijn pluspunten" does.
    fn reaches_back(&self, reading: &Reading<'_>, gap: Range<usize>) -> bool {
        if gap.len() > FURTHEST || has_stop(&reading.text[gap.clone()]) {
            return false;
        }
        let Some(mark) = reading.text[gap.clone()].rfind(MARKS) else {
            return !reading.is_in(self.turn, gap);
        };
        if reading.is_in(self.turn, gap.start..gap.start + mark) {
            return false;
        }
        let behind = &reading.text[gap.start + mark..gap.end];
        words(behind).all(|word| self.refers_back.contains(&word))
            || words(behind).any(|word| self.refers_to_all.contains(&word))
    }

    /// "een pré is rijbewijs B", "pluspunten: VCA, BHV".
    fn reaches_on(&self, reading: &Reading<'_>, gap: Range<usize>) -> bool {
        let between = reading.text[gap.clone()].trim();
        between.is_empty()
            || between.starts_with(':')
            || (!between.contains(MARKS) && words(between).any(|word| self.leads_to.contains(&word)))
    }

    /// "bij voorkeur" means what follows it, up to the next mark, or what it closes: "rijbewijs B, bij voorkeur".
    fn is_preferred(&self, reading: &Reading<'_>, thing: &Range<usize>) -> bool {
        let sentence = reading.sentence(thing.start);
        reading.find_in(self.plus_before, sentence.clone()).any(|found| {
            if found.at.end <= thing.start {
                let between = reading.text[found.at.end..thing.start].trim();
                return between.starts_with(':') || !between.contains(MARKS);
            }
            let closes = found.at.start >= thing.end && {
                let between = reading.text[thing.end..found.at.start].trim_matches([' ', '(', ',']);
                let behind = reading.text[found.at.end..sentence.end].trim_start();
                between.is_empty() && (behind.is_empty() || behind.starts_with([',', ')', '.', ';']))
            };
            closes || (found.at.start < thing.end && found.at.end > thing.start)
        })
    }
}

/// "rijbewijs B. VCA": a stop behind a single letter does not end a sentence by itself, but here a new one begins.
fn has_stop(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| text[at + 2..].starts_with(char::is_uppercase))
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let each = text.split(|letter: char| !letter.is_alphanumeric());
    each.filter(|word| !word.is_empty()).map(str::to_lowercase)
}
