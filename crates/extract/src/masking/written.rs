//! How names and words are written, and where lines and words end. What a word means is not known here.

use std::ops::Range;

/// The line that a place is in, without its end.
pub(super) fn line_of(text: &str, at: usize) -> Range<usize> {
    /// Where lines are longer, what is further away is another matter.
    const FAR: usize = 400;
    let from = text.ceil_char_boundary(at.saturating_sub(FAR));
    let to = text.floor_char_boundary(text.len().min(at + FAR));
    let start = text[from..at].rfind('\n').map_or(from, |line_end| from + line_end + 1);
    let end = text[at..to.max(at)].find('\n').map_or(to.max(at), |line_end| at + line_end);
    start..end
}

/// The word that begins here: letters, with hyphens, apostrophes, and the stops of initials.
pub(super) fn word_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let length = rest
        .char_indices()
        .find(|(_, letter)| !letter.is_alphabetic() && !matches!(letter, '-' | '\'' | '’' | '.' | '&'))
        .map_or(rest.len(), |(at, _)| at);
    let word = rest[..length].trim_end_matches(['-', '’', '&']);
    // of other words a stop behind them ends the sentence
    let word = if is_initials(word) { word } else { word.trim_end_matches('.') };
    let begins = word.starts_with(|letter: char| letter.is_alphabetic() || letter == '\'');
    (begins && !word.is_empty()).then(|| at..at + word.len())
}

pub(super) fn next_word(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let start = text[part.clone()].find(char::is_alphabetic)? + part.start;
    word_at(text, start)
}

/// Behind a space, or two.
pub(super) fn after_space(text: &str, at: usize) -> Option<usize> {
    // "J.P.Jansen" has none
    let rest = &text[at..];
    let space = rest.chars().next().filter(|letter| matches!(letter, ' ' | '\u{a0}'))?;
    let twice = rest[space.len_utf8()..].starts_with(' ');
    Some(at + space.len_utf8() + usize::from(twice))
}

/// "J.", "A.M.", "Th."
pub(super) fn is_initials(word: &str) -> bool {
    let parts = word.strip_suffix('.').map(|parts| parts.split('.'));
    parts.is_some_and(|mut parts| parts.all(|part| part.chars().count() <= 2 && starts_with_capital(part)))
}

pub(super) fn starts_with_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A capital and at least one small letter: "Jansen", "IJsbrand", not "HR" or "CV".
pub(super) fn is_capitalised(word: &str) -> bool {
    starts_with_capital(word) && word.chars().any(char::is_lowercase) && !word.contains(['.', '&'])
}

/// Whether a word with a capital follows behind a space.
pub(super) fn is_capitalised_after(text: &str, end: usize) -> bool {
    text[end..].strip_prefix(' ').is_some_and(starts_with_capital)
}

pub(super) fn first_word(name: &str) -> String {
    name.split(' ').next().unwrap_or_default().to_owned()
}
