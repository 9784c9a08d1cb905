//! A text made ready for the search of phrases: its letters in lower case, byte for byte, and what kind each is.
//! No word is known here, and nothing is cut: every place is a place in the text.

/// Of words as `\b` of regular expressions sees them: letters, digits, marks, underscores.
pub(super) const WORD: u8 = 1;
/// What `*` and `_` stand for: letters, digits, apostrophes, hyphens.
pub(super) const ENDING: u8 = 2;
/// White space of any kind.
pub(super) const SPACE: u8 = 4;
/// A space within a line.
pub(super) const BLANK: u8 = 8;
/// What a word in a gap is made of: neither white space nor the end of a sentence.
pub(super) const GAP: u8 = 16;
/// 0 to 9.
pub(super) const DIGIT: u8 = 32;

/// A longer run of letters is no word, and a longer run of spaces no space: so every step of a search is bounded.
pub(super) const LONGEST_RUN: usize = 100;

/// A text, ready for the search of phrases.
#[derive(Debug)]
pub(super) struct Letters {
    lower: Vec<u8>,
    /// One for each byte; all bytes of one letter have the same.
    kinds: Vec<u8>,
}

impl Letters {
    pub(super) fn new(text: &str) -> Self {
        let mut lower = text.as_bytes().to_ascii_lowercase();
        let mut kinds: Vec<u8> = lower.iter().map(|byte| ASCII[usize::from(*byte)]).collect();
        let beyond = text.char_indices().filter(|(_, letter)| !letter.is_ascii());
        for (at, letter) in beyond {
            let bytes = at..at + letter.len_utf8();
            kinds[bytes.clone()].fill(kind(letter));
            // a letter whose small form takes more or fewer bytes stays as it is
            let small = letter.to_lowercase().next().filter(|small| small.len_utf8() == letter.len_utf8());
            if let Some(small) = small {
                small.encode_utf8(&mut lower[bytes]);
            }
        }
        Self { lower, kinds }
    }

    pub(super) fn len(&self) -> usize {
        self.lower.len()
    }

    /// The letters from a place on, in lower case.
    pub(super) fn from(&self, at: usize) -> &[u8] {
        &self.lower[at..]
    }

    /// Whether these letters stand at a place. Most do not, and their first tells.
    pub(super) fn stand_at(&self, at: usize, letters: &[u8]) -> bool {
        let [first, rest @ ..] = letters else { return true };
        self.lower.get(at) == Some(first) && self.lower[at + 1..].starts_with(rest)
    }

    pub(super) fn is(&self, at: usize, kind: u8) -> bool {
        self.kinds.get(at).is_some_and(|each| each & kind != 0)
    }

    /// Whether a word begins or ends here.
    pub(super) fn edge(&self, at: usize) -> bool {
        let before = at.checked_sub(1).is_some_and(|before| self.is(before, WORD));
        before != self.is(at, WORD)
    }

    /// Whether a letter begins here, or the text ends.
    pub(super) fn begins(&self, at: usize) -> bool {
        self.lower.get(at).is_none_or(|byte| byte & 0b1100_0000 != 0b1000_0000)
    }

    /// Where the run of one kind that begins here ends.
    pub(super) fn run(&self, at: usize, kind: u8) -> usize {
        let part = &self.kinds[at..self.len().min(at + LONGEST_RUN)];
        let end = at + part.iter().position(|each| each & kind == 0).unwrap_or(part.len());
        (at..=end).rev().find(|end| self.begins(*end)).unwrap_or(at)
    }

    /// Where the run of one kind that ends here begins.
    pub(super) fn run_back(&self, at: usize, kind: u8) -> usize {
        let part = &self.kinds[at.saturating_sub(LONGEST_RUN)..at];
        let start = at - part.iter().rev().position(|each| each & kind == 0).unwrap_or(part.len());
        (start..=at).find(|start| self.begins(*start)).unwrap_or(at)
    }
}

const ASCII: [u8; 256] = ascii();

const fn ascii() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' => WORD | ENDING | DIGIT | GAP,
            b'a'..=b'z' | b'A'..=b'Z' => WORD | ENDING | GAP,
            b'_' => WORD | GAP,
            b'\'' | b'-' => ENDING | GAP,
            b' ' => SPACE | BLANK,
            b'\t'..=b'\r' => SPACE,
            b'.' | b';' | b'!' | b'?' => 0,
            _ => GAP,
        };
        byte += 1;
    }
    kinds
}

/// The kind of a letter beyond ASCII. Marks that stand on the letter before them belong to its word.
fn kind(letter: char) -> u8 {
    match letter {
        '\u{a0}' => SPACE | BLANK,
        '’' => ENDING | GAP,
        '\u{300}'..='\u{36f}' => WORD | GAP,
        _ if letter.is_whitespace() => SPACE,
        _ if letter.is_alphanumeric() => WORD | ENDING | GAP,
        _ => GAP,
    }
}
