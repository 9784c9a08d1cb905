//! Which phrases cannot stand at a place of a text, whatever way is tried: those of which a word has letters that the
//! text has not next to each other within as many words as the phrase can reach. A sieve may let through what is not
//! there, and never holds back what is. It is filled while a text is gone through from its end to its beginning.

use super::number::MOST_GROUPS;
use super::phrase::Step;
use super::trial::GAP_WORDS;

/// Letters that are looked at together.
const TOGETHER: usize = 3;
/// Places of a sieve: many more than a text of some kilobytes has different letters next to each other.
const PLACES: u16 = 1 << 14;
/// More of a word tells phrases apart no better.
const MOST: usize = 4;

/// Words that a sieve counts from: no phrase reaches as far as from a text to nothing.
const NOWHERE: u32 = 1 << 16;

/// The letters that stand next to each other in the part of a text gone through so far, each with the number of the word
/// in which they come next. Words are numbered from the end of the text.
#[derive(Debug)]
pub(super) struct Sieve {
    next: Box<[u32]>,
    word: u32,
}

/// Some letters of a word; of a short word some are told twice.
type Letters = [u16; MOST];

/// What a phrase needs of a text: one of several words, each by some of its letters, within some words from its
/// beginning. Without words it needs nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Needs {
    words: Box<[Letters]>,
    reach: u32,
}

impl Sieve {
    pub(super) fn new() -> Self {
        Self { next: vec![0; usize::from(PLACES)].into_boxed_slice(), word: NOWHERE }
    }

    /// Goes on to the letter before: these letters begin with it, and it ends a word or does not.
    pub(super) fn put(&mut self, lower: &[u8], ends_a_word: bool) {
        self.word += u32::from(ends_a_word);
        if let Some(letters) = lower.get(..TOGETHER) {
            self.next[usize::from(place(letters))] = self.word;
        }
    }

    /// Whether a phrase that begins at the letter last put may find what it needs.
    pub(super) fn lets_through(&self, needs: &Needs) -> bool {
        self.has_within(needs, needs.reach)
    }

    /// Whether the part gone through may have what a phrase needs, wherever.
    pub(super) fn has(&self, needs: &Needs) -> bool {
        self.has_within(needs, self.word - NOWHERE)
    }

    fn has_within(&self, needs: &Needs, reach: u32) -> bool {
        let has = |at: &u16| self.word - self.next[usize::from(*at)] <= reach;
        needs.words.is_empty() || needs.words.iter().any(|word| word.iter().all(has))
    }
}

impl Needs {
    /// Of the words of a phrase behind its first, the one that tells most.
    pub(super) fn of(words: &[&str], steps: &[Step]) -> Self {
        let certain = words.iter().skip(1).filter(|word| !word.starts_with('('));
        let each = certain.map(|word| word.split('|').map(letters).collect::<Vec<Vec<u8>>>());
        let shortest = |words: &Vec<Vec<u8>>| words.iter().map(Vec::len).min().unwrap_or_default();
        let best = each.max_by_key(shortest).filter(|words| shortest(words) >= TOGETHER);
        let bits = |word: Vec<u8>| {
            let most = word.len() - TOGETHER;
            std::array::from_fn(|at| place(&word[at.min(most)..][..TOGETHER]))
        };
        Self { words: best.into_iter().flatten().map(bits).collect(), reach: steps.iter().map(reach).sum() }
    }
}

/// Spaces that a step may pass at most: one for each word of a gap, for the groups of an amount, and in ", -".
fn reach(step: &Step) -> u32 {
    match step {
        Step::Space | Step::MaybeSpace | Step::Hyphen => 1,
        Step::Gap => GAP_WORDS,
        Step::Number => MOST_GROUPS,
        Step::Amount => MOST_GROUPS + 1,
        Step::Text(_) | Step::Edge | Step::Ending | Step::Word | Step::Euro | Step::Dash => 0,
        Step::OrElse(_) | Step::On(_) => 0,
    }
}

/// The longest run of a word that is letters and no sign, in lower case.
fn letters(word: &str) -> Vec<u8> {
    let sign = |letter: char| matches!(letter, '*' | '#' | '€' | '¤' | '-' | '_' | '.');
    let runs = word.split(sign).map(|run| run.chars().flat_map(char::to_lowercase).collect::<String>().into_bytes());
    runs.max_by_key(Vec::len).unwrap_or_default()
}

fn place(letters: &[u8]) -> u16 {
    letters.iter().fold(0, |sum: u16, byte| (sum << 5) ^ sum ^ u16::from(*byte)) % PLACES
}

#[cfg(test)]
mod tests {
    //! 1. What stands in a text is let through, whatever stands around it; words that are not there are held back, and
    //!    such as are further away than the phrase reaches.
    use super::super::phrase::Step;
    use super::{Needs, Sieve};

    /// Whether a phrase is let through where a text goes on with these words.
    fn passes(text: &str, from: &str, phrase: &str) -> bool {
        let mut sieve = Sieve::new();
        let bytes = text.as_bytes();
        for at in (text.find(from).expect("words of the text")..bytes.len()).rev() {
            sieve.put(&bytes[at..], bytes[at] == b' ');
        }
        let words: Vec<&str> = phrase.split(' ').collect();
        let step = |word: &&str| if *word == ".." { Step::Gap } else { Step::Space };
        sieve.lets_through(&Needs::of(&words, &words.iter().map(step).collect::<Vec<Step>>()))
    }

    #[test]
    fn what_is_there_passes() {
        let text = "je helpt de klanten, één voor één";
        for (from, there) in [
            ("helpt", "help* .. klanten"),
            ("helpt", "help* .. gasten|klanten"),
            ("de", "de (oude) klant*"),
            ("voor", "voor één"),
            ("helpt", "helpt"),
        ] {
            assert!(passes(text, from, there), "{there}");
        }
        for absent in ["help* .. bewoners", "help* .. gasten|bewoners", "# uur"] {
            assert!(!passes(text, "helpt", absent), "{absent}");
        }
        assert!(!passes("je helpt met van alles en nog wat de klanten", "helpt", "helpt klanten"), "too far");
    }
}
