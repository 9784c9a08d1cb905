//! The words of a title in one form: small letters without accents, one spelling, one gender and number, and without
//! what does not tell what the work is (`rules.toml`). Not here: what titles mean.

use crate::duplicates_words::without_accent;
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;

/// How words are brought to one form; from `rules.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forms {
    /// Letters that are written in two ways, and the one way that counts.
    spellings: Vec<(String, String)>,
    /// Ends of plurals, feminine and inflected forms, and what stands in the plain form.
    endings: Vec<(String, String)>,
    /// Words before which the head of a title stands.
    joints: HashSet<String>,
    /// What is left out, as written.
    decorations: Vec<String>,
    #[serde(skip)]
    ready: HashSet<Box<str>>,
}

/// A word of a title that counts.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its bytes in the title.
    pub(super) at: Range<usize>,
    /// Its bytes among the letters of all words that count.
    letters: Range<usize>,
    /// Parts of a title are divided by commas, strokes and dashes.
    pub(super) part: usize,
    /// How many joints ("bij", "voor") stand before it in its part.
    pub(super) clause: usize,
    /// Whether it stands in brackets.
    pub(super) aside: bool,
}

/// The words of a title that count, and their letters run together: a hyphen, a space and nothing are the same.
#[derive(Debug, Default)]
pub(super) struct Words {
    letters: String,
    pub(super) words: Vec<Word>,
}

impl Words {
    /// The letters of several words, run together.
    pub(super) fn key(&self, words: Range<usize>) -> &str {
        match (self.words.get(words.start), self.words[..words.end].last()) {
            (Some(first), Some(last)) if !words.is_empty() => &self.letters[first.letters.start..last.letters.end],
            _ => "",
        }
    }

    fn push(&mut self, letters: &str, word: Word) {
        let from = self.letters.len();
        self.letters.push_str(letters);
        self.words.push(Word { letters: from..self.letters.len(), ..word });
    }
}

/// Titles are short; what comes after this many words is no title any more.
const MOST_WORDS: usize = 24;
/// A decoration is no longer than this many words.
const LONGEST_DECORATION: usize = 3;
/// "medewerk(st)er", "receptionist(e)": what stands so in a word is an ending.
const LONGEST_ENDING: usize = 6;
/// Words that are shorter have no endings to take away.
const SHORTEST: usize = 5;

impl Forms {
    /// Makes the decorations ready, and puts the longest endings first.
    pub(super) fn prepare(mut self) -> Self {
        self.endings.sort_by_key(|(end, _)| std::cmp::Reverse(end.len()));
        let decorations = self.decorations.iter().map(|each| self.all_words(each));
        self.ready = decorations.map(|words| words.key(0..words.words.len()).into()).collect();
        self
    }

    /// The words of a title that count.
    pub(super) fn words(&self, title: &str) -> Words {
        let all = self.all_words(title);
        let mut kept = Words::default();
        let (mut at, mut part, mut clause) = (0, 0, 0);
        while let Some(word) = all.words.get(at) {
            if std::mem::replace(&mut part, word.part) != word.part {
                clause = 0;
            }
            let key = all.key(at..at + 1);
            let decoration = self.decoration(&all, at);
            match decoration {
                0 if self.joints.contains(key) => clause += 1,
                0 => kept.push(key, Word { clause, ..word.clone() }),
                _ => {}
            }
            at += decoration.max(1);
        }
        kept
    }

    /// How many words from one on are a decoration, or a number.
    fn decoration(&self, all: &Words, at: usize) -> usize {
        let most = LONGEST_DECORATION.min(all.words.len() - at);
        let found = (1..=most).rev().find(|many| self.ready.contains(all.key(at..at + many)));
        let number = usize::from(all.key(at..at + 1).bytes().all(|byte| byte.is_ascii_digit()));
        found.unwrap_or(number)
    }

    fn all_words(&self, title: &str) -> Words {
        let mut words = Words::default();
        let mut reader = Reader { title, at: 0, part: 0, depth: 0 };
        let mut letters = String::new();
        while let Some(word) = reader.next(&mut letters).filter(|_| words.words.len() < MOST_WORDS) {
            self.plain(&mut letters);
            words.push(&letters, word);
        }
        words
    }

    /// One spelling, one number, one gender.
    fn plain(&self, word: &mut String) {
        for (from, to) in &self.spellings {
            if let Some(at) = word.find(from.as_str()) {
                word.replace_range(at..at + from.len(), to);
            }
        }
        // "medewerksters": the plural, then the feminine
        for _ in 0..2 {
            let ending = self.endings.iter().find(|(end, _)| word.len() >= SHORTEST && word.ends_with(end.as_str()));
            let Some((end, plain)) = ending else { return };
            word.truncate(word.len() - end.len());
            word.push_str(plain);
        }
    }
}

/// Reads a title word by word.
struct Reader<'a> {
    title: &'a str,
    at: usize,
    part: usize,
    depth: usize,
}

impl Reader<'_> {
    /// The next word; its letters, small and without accents, are put into `letters`.
    fn next(&mut self, letters: &mut String) -> Option<Word> {
        letters.clear();
        let mut end = self.at;
        let mut start = None;
        while let Some(letter) = self.title[self.at..].chars().next() {
            let ending = start.and_then(|_| self.bracketed_ending());
            if letter.is_alphanumeric() {
                start.get_or_insert(self.at);
                end = self.at + letter.len_utf8();
                letter.to_lowercase().map(without_accent).for_each(|letter| letters.push(letter));
            } else if start.is_some() && self.within_word(letter, start) {
                // passed over
            } else if let Some(after) = ending {
                self.at = after;
                continue;
            } else if start.is_some() {
                break;
            } else {
                self.pass(letter);
            }
            self.at += letter.len_utf8();
        }
        let word = |start| Word { at: start..end, letters: 0..0, part: self.part, clause: 0, aside: self.depth > 0 };
        start.map(word)
    }

    /// Whether a sign belongs to the word so far: "dtp'er", "a.i.", and accents that are letters of their own.
    fn within_word(&self, sign: char, start: Option<usize>) -> bool {
        let so_far = &self.title[start.unwrap_or(self.at)..self.at];
        let single_letter = so_far.rsplit('.').next().is_some_and(|last| last.chars().count() <= 1);
        matches!(sign, '\'' | '’' | '\u{301}' | '\u{308}') || (sign == '.' && single_letter)
    }

    /// Where "(st)" ends, if it stands here.
    fn bracketed_ending(&self) -> Option<usize> {
        let inside = self.title[self.at..].strip_prefix('(')?;
        let length = inside.bytes().take(LONGEST_ENDING).position(|byte| byte == b')')?;
        Some(self.at + length + 2)
    }

    /// A sign between words: some divide the title into parts.
    fn pass(&mut self, sign: char) {
        // "olie- en gaswinning", "hr-adviseur": only a dash behind a space divides
        let behind_space = self.title[..self.at].ends_with(char::is_whitespace);
        match sign {
            '(' | '[' => self.depth += 1,
            ')' | ']' => self.depth = self.depth.saturating_sub(1),
            '-' | '–' | '—' if !behind_space => return,
            '-' | '–' | '—' | ',' | ';' | ':' | '|' | '/' | '•' | '·' | '!' | '?' | '\n' | '"' => {}
            _ => return,
        }
        self.part += 1;
    }
}
