//! The little language of phrases in `config/vocabulary`. Its signs are explained in that folder's README. A phrase
//! becomes a few steps that are tried in order; how they are tried is in `trial`, how all are found at once in `search`.

use super::sieve::Needs;
use serde::Deserialize;
use std::cell::RefCell;
use toml::Spanned;

/// One step of a phrase along a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// These letters, in lower case.
    Text(Box<str>),
    /// The beginning or the end of a word.
    Edge,
    /// Any ending or beginning of a word, or none.
    Ending,
    /// One word, whichever.
    Word,
    /// A number, in digits or written out.
    Number,
    /// An amount of money without its sign.
    Amount,
    /// "€", "euro" or "eur".
    Euro,
    /// A hyphen, a space, or nothing.
    Hyphen,
    /// A dash of any length.
    Dash,
    /// White space.
    Space,
    /// White space, or none.
    MaybeSpace,
    /// Up to four words of the same sentence.
    Gap,
    /// What follows, or else from that step on.
    OrElse(usize),
    /// On from that step.
    On(usize),
}

/// One phrase of a vocabulary file, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Phrase {
    /// Letters of the phrase as written: of two that begin at one place, the longer says more.
    length: usize,
    /// Where it stands.
    pub(super) origin: Origin,
    pub(super) steps: Vec<Step>,
    pub(super) beginnings: Vec<Beginning>,
    /// Whether a beginning is all of the phrase wherever it is found, so that nothing is left to be tried.
    pub(super) is_plain: bool,
    /// Letters without which a text does not have the phrase.
    pub(super) needs: Needs,
}

/// Where a phrase stands in the files: found back from these when somebody asks why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The file's number in the order of reading.
    pub(crate) file: u32,
    /// The first byte of the phrase in it.
    pub(crate) byte: u32,
}

/// What a phrase can begin with: by these it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Beginning {
    /// Its first steps, as a way through the tree of `search`.
    Key(Vec<u8>),
    /// Any beginning of a word, and then these letters.
    EndOfWord(Box<str>),
}

/// Steps that are no letters, as bytes of a key: no word has such letters.
pub(super) mod sign {
    pub(in crate::vocabulary) const NUMBER: u8 = 1;
    pub(in crate::vocabulary) const AMOUNT: u8 = 2;
    pub(in crate::vocabulary) const EURO: u8 = 3;
    pub(in crate::vocabulary) const MAYBE_SPACE: u8 = 4;
    pub(in crate::vocabulary) const DASH: u8 = 5;
    pub(in crate::vocabulary) const EDGE: u8 = 6;
    pub(in crate::vocabulary) const SPACE: u8 = b' ';
}

/// Longer keys hardly tell phrases apart any better, and make the tree larger.
const LONGEST_KEY: usize = 12;
/// A phrase is a few words.
const LONGEST_PHRASE: usize = 200;

impl TryFrom<String> for Phrase {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let refused = |why: &str| Err(format!("the phrase '{text}' {why}"));
        let words: Vec<&str> = text.split_whitespace().collect();
        let optional = |word: &&str| *word == ".." || (word.starts_with('(') && word.ends_with(')'));
        if words.iter().all(|word| matches!(*word, ".." | "*" | "_")) {
            return refused("has no word: it would match everywhere");
        }
        if words.last().is_some_and(optional) {
            return refused("ends with what may be left out: leave it out");
        }
        if text.len() > LONGEST_PHRASE {
            return refused("is too long: make it a few words");
        }
        let steps = steps(&words);
        let mut beginnings = Vec::new();
        if !add_beginnings(&steps, 0, Vec::new(), &mut beginnings) {
            return refused("begins with no word of its own: begin with letters or a number");
        }
        let (is_plain, needs) = (is_plain(&steps, &beginnings), Needs::of(&words, &steps));
        Ok(Self { length: text.len(), origin: Origin::default(), steps, beginnings, is_plain, needs })
    }
}

/// The steps of a phrase: its words, one after the other.
fn steps(words: &[&str]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut between = None;
    for word in words {
        steps.extend(between.take());
        let after_number = steps.last() == Some(&Step::MaybeSpace);
        if *word == ".." {
            steps.push(Step::Gap);
        } else if let Some(optional) = word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
            let at = steps.len();
            steps.push(Step::On(at));
            add_word(optional, false, &mut steps);
            steps.push(Step::Space);
            steps[at] = Step::OrElse(steps.len());
        } else {
            add_word(word, after_number, &mut steps);
            between = Some(if word.ends_with(['#', '€', '¤']) { Step::MaybeSpace } else { Step::Space });
        }
    }
    steps
}

/// One word, or one of several.
fn add_word(word: &str, after_number: bool, steps: &mut Vec<Step>) {
    if word == "_" {
        return steps.push(Step::Word);
    }
    let mut each = word.split('|').peekable();
    let mut leaps = Vec::new();
    while let Some(alternative) = each.next() {
        let at = steps.len();
        if each.peek().is_some() {
            steps.push(Step::On(at));
        }
        add_alternative(alternative, after_number, steps);
        if each.peek().is_some() {
            leaps.push(steps.len());
            steps.push(Step::On(steps.len()));
            steps[at] = Step::OrElse(steps.len());
        }
    }
    let end = steps.len();
    leaps.into_iter().for_each(|at| steps[at] = Step::On(end));
}

/// A word with its signs. "24uur": between a number and its unit there is no edge of a word.
fn add_alternative(word: &str, after_number: bool, steps: &mut Vec<Step>) {
    if word.starts_with(char::is_alphanumeric) && !after_number {
        steps.push(Step::Edge);
    }
    let mut letters = String::new();
    let mut before = ' ';
    for letter in word.chars() {
        let signs: &[Step] = match letter {
            '*' => &[Step::Ending],
            '#' => &[Step::Number],
            '¤' => &[Step::Amount],
            '€' if before == '¤' => &[Step::MaybeSpace, Step::Euro],
            '€' => &[Step::Euro, Step::MaybeSpace, Step::Amount],
            // between numbers a dash of any length; within words a hyphen, a space or nothing
            '-' if before == '#' || before == ' ' => &[Step::MaybeSpace, Step::Dash, Step::MaybeSpace],
            '-' => &[Step::Hyphen],
            _ => &[],
        };
        if signs.is_empty() {
            letters.extend(letter.to_lowercase());
        } else {
            add_letters(&mut letters, steps);
            steps.extend_from_slice(signs);
        }
        before = letter;
    }
    add_letters(&mut letters, steps);
    if word.ends_with(char::is_alphanumeric) {
        steps.push(Step::Edge);
    }
}

fn add_letters(letters: &mut String, steps: &mut Vec<Step>) {
    if !letters.is_empty() {
        steps.push(Step::Text(std::mem::take(letters).into_boxed_str()));
    }
}

/// Follows the steps in every way that they can begin, as far as they are certain. `false` where one of these ways
/// begins with nothing that could be looked for.
fn add_beginnings(steps: &[Step], from: usize, mut key: Vec<u8>, found: &mut Vec<Beginning>) -> bool {
    let mut at = from;
    while key.len() < LONGEST_KEY {
        match steps.get(at) {
            // words begin where they are looked for
            Some(Step::Edge) if key.is_empty() => {}
            Some(Step::Edge) => key.push(sign::EDGE),
            Some(Step::Text(text)) if text.bytes().all(|byte| byte > sign::SPACE) => key.extend(text.bytes()),
            Some(Step::Number) => key.push(sign::NUMBER),
            Some(Step::Amount) => key.push(sign::AMOUNT),
            Some(Step::Euro) => key.push(sign::EURO),
            Some(Step::Dash) => key.push(sign::DASH),
            Some(Step::Space) => key.push(sign::SPACE),
            Some(Step::MaybeSpace) => key.push(sign::MAYBE_SPACE),
            Some(Step::OrElse(other)) => {
                return add_beginnings(steps, at + 1, key.clone(), found) && add_beginnings(steps, *other, key, found);
            }
            Some(Step::On(next)) => {
                at = *next;
                continue;
            }
            Some(Step::Ending) if key.is_empty() => {
                let Some(Step::Text(text)) = steps.get(at + 1) else { return false };
                found.push(Beginning::EndOfWord(text.clone()));
                return true;
            }
            Some(Step::Ending | Step::Word | Step::Gap | Step::Hyphen | Step::Text(_)) | None => break,
        }
        at += 1;
    }
    let certain = key.iter().any(|byte| !matches!(*byte, sign::SPACE | sign::MAYBE_SPACE | sign::EDGE));
    found.push(Beginning::Key(key));
    certain
}

/// Letters, edges and spaces can be read in one way only. Where a phrase has nothing else, its beginnings reach to its
/// end, and no two of them can stand at one place, the one that is found is the phrase.
fn is_plain(steps: &[Step], beginnings: &[Beginning]) -> bool {
    let only = |step: &Step| matches!(step, Step::Text(_) | Step::Edge | Step::Space | Step::OrElse(_) | Step::On(_));
    let letters = |beginning: &Beginning| match beginning {
        Beginning::Key(key) => Some(key.iter().copied().filter(|byte| *byte != sign::EDGE).collect::<Vec<u8>>()),
        Beginning::EndOfWord(_) => None,
    };
    let Some(keys) = beginnings.iter().map(letters).collect::<Option<Vec<_>>>() else { return false };
    let apart = |(at, key): (usize, &Vec<u8>)| {
        keys.iter().enumerate().all(|(other, longer)| other == at || !longer.starts_with(key))
    };
    let whole =
        || beginnings.iter().all(|beginning| matches!(beginning, Beginning::Key(key) if key.len() < LONGEST_KEY));
    steps.iter().all(only) && whole() && keys.iter().enumerate().all(apart)
}

/// Several phrases with one meaning: the number of their list among all lists of a vocabulary.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(try_from = "Vec<Spanned<Phrase>>")]
pub(crate) struct Phrases(Option<usize>);

impl Phrases {
    /// The number of the list; `None` where it is empty.
    pub(super) fn list(self) -> Option<usize> {
        self.0
    }
}

/// All phrases of a vocabulary, list by list; within a list the longest first.
pub(super) type Lists = Vec<Vec<Phrase>>;

thread_local! {
    /// The lists of the vocabulary that is being read. Readers of files cannot be handed anything on the way down to a
    /// list, so what all lists share waits here; it is empty whenever no vocabulary is being read.
    static BEING_READ: RefCell<Option<Lists>> = const { RefCell::new(None) };
    /// The names of the files read so far; the last one is being read.
    static FILES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Says that a file is being read from here on.
pub(super) fn begin_file(name: &str) {
    FILES.with_borrow_mut(|files| files.push(name.to_owned()));
}

/// The names of all files that were read, in the order by which an [`Origin`] numbers them.
pub(super) fn files_read() -> Vec<String> {
    FILES.take()
}

/// Runs what reads a vocabulary, and gives with it all the lists of phrases that were read.
pub(super) fn gather<T>(read: impl FnOnce() -> T) -> (T, Lists) {
    BEING_READ.set(Some(Lists::new()));
    FILES.take();
    let result = read();
    (result, BEING_READ.take().unwrap_or_default())
}

impl TryFrom<Vec<Phrase>> for Phrases {
    type Error = String;
    fn try_from(mut phrases: Vec<Phrase>) -> Result<Self, String> {
        if phrases.is_empty() {
            return Ok(Self(None));
        }
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.length));
        BEING_READ.with_borrow_mut(|lists| {
            let lists = lists.as_mut().ok_or("phrases can be read as a part of a vocabulary only")?;
            lists.push(phrases);
            Ok(Self(Some(lists.len() - 1)))
        })
    }
}

impl TryFrom<Vec<Spanned<Phrase>>> for Phrases {
    type Error = String;
    fn try_from(phrases: Vec<Spanned<Phrase>>) -> Result<Self, String> {
        let file = FILES.with_borrow(|files| u32::try_from(files.len().saturating_sub(1)).unwrap_or_default());
        let placed = phrases.into_iter().map(|phrase| {
            let byte = u32::try_from(phrase.span().start).unwrap_or_default();
            Phrase { origin: Origin { file, byte }, ..phrase.into_inner() }
        });
        Self::try_from(placed.collect::<Vec<_>>())
    }
}
