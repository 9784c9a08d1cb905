//! Which phrases cannot stand in a text, whatever way is tried: those of which a word has letters that the text has not
//! next to each other. A sieve may let through what is not there, and never holds back what is.

/// Letters that are looked at together.
const TOGETHER: usize = 3;
/// Bits of a sieve: many more than a text of some kilobytes has different letters next to each other.
const BITS: u16 = 1 << 14;
const WORD: usize = u64::BITS as usize;
/// More of a word tells phrases apart no better.
const MOST: usize = 4;

/// The letters that stand next to each other in a text.
#[derive(Debug)]
pub(super) struct Sieve(Box<[u64]>);

/// Some letters of a word; of a short word some are told twice.
type Letters = [u16; MOST];

/// What a phrase needs of a text: one of several words, each by some of its letters. Without words it needs nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Needs(Box<[Letters]>);

impl Sieve {
    pub(super) fn new(lower: &[u8]) -> Self {
        let mut bits = vec![0; usize::from(BITS) / WORD].into_boxed_slice();
        for letters in lower.windows(TOGETHER) {
            let bit = usize::from(place(letters));
            bits[bit / WORD] |= 1 << (bit % WORD);
        }
        Self(bits)
    }

    /// Whether a text may have what a phrase needs.
    pub(super) fn lets_through(&self, needs: &Needs) -> bool {
        let has = |bit: &u16| self.0[usize::from(*bit) / WORD] & (1 << (usize::from(*bit) % WORD)) != 0;
        needs.0.is_empty() || needs.0.iter().any(|word| word.iter().all(has))
    }
}

impl Needs {
    /// Of the words of a phrase behind its first, the one that tells most.
    pub(super) fn of(words: &[&str]) -> Self {
        let certain = words.iter().skip(1).filter(|word| !word.starts_with('('));
        let each = certain.map(|word| word.split('|').map(letters).collect::<Vec<Vec<u8>>>());
        let shortest = |words: &Vec<Vec<u8>>| words.iter().map(Vec::len).min().unwrap_or_default();
        let best = each.max_by_key(shortest).filter(|words| shortest(words) >= TOGETHER);
        let bits = |word: Vec<u8>| {
            let most = word.len() - TOGETHER;
            std::array::from_fn(|at| place(&word[at.min(most)..][..TOGETHER]))
        };
        Self(best.into_iter().flatten().map(bits).collect())
    }
}

/// The longest run of a word that is letters and no sign, in lower case.
fn letters(word: &str) -> Vec<u8> {
    let sign = |letter: char| matches!(letter, '*' | '#' | '€' | '¤' | '-' | '_' | '.');
    let runs = word.split(sign).map(|run| run.chars().flat_map(char::to_lowercase).collect::<String>().into_bytes());
    runs.max_by_key(Vec::len).unwrap_or_default()
}

fn place(letters: &[u8]) -> u16 {
    letters.iter().fold(0, |sum: u16, byte| (sum << 5) ^ sum ^ u16::from(*byte)) % BITS
}

#[cfg(test)]
mod tests {
    //! 1. What stands in a text is let through, whatever stands around it; words that are not there are held back.
    use super::{Needs, Sieve};

    #[test]
    fn what_is_there_passes() {
        let sieve = Sieve::new("je helpt de klanten, één voor één".as_bytes());
        let passes = |phrase: &str| sieve.lets_through(&Needs::of(&phrase.split(' ').collect::<Vec<&str>>()));
        for there in ["help* .. klanten", "help* .. gasten|klanten", "de (oude) klant*", "voor één", "helpt"] {
            assert!(passes(there), "{there}");
        }
        for absent in ["help* .. bewoners", "help* .. gasten|bewoners", "# uur"] {
            assert!(!passes(absent), "{absent}");
        }
    }
}
