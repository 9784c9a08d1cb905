//! Phrases, found in texts.
//!
//! 1. The signs of a phrase do what the README of the vocabulary says.
//! 2. A phrase that would match everywhere is refused.
//! 3. The search finds what a slow, plain matcher finds (regular expressions, one list after the other): any phrases, any
//!    text, whole or in part, with the same numbers.
//! 4. A text of any make is searched in time that grows with its length, and in little stack.

mod places;
mod plain;

use super::phrase::{Phrase, Phrases, gather};
use super::search::Search;
use proptest::prelude::*;
use std::ops::Range;

/// Lists of phrases, ready to be looked for.
fn search(lists: &[Vec<&str>]) -> (Vec<Phrases>, Search) {
    let phrase = |text: &&str| Phrase::try_from((*text).to_owned());
    let (ids, gathered) = gather(|| {
        let each = lists
            .iter()
            .map(|list| Phrases::try_from(list.iter().map(phrase).collect::<Result<Vec<Phrase>, String>>()?));
        each.collect::<Result<Vec<Phrases>, String>>()
    });
    (ids.expect("phrases"), Search::new(gathered).expect("a search"))
}

fn found_of(phrases: &[&str], text: &str) -> Vec<String> {
    let (ids, search) = search(&[phrases.to_vec()]);
    search.scan(text).find(ids[0]).map(|found| text[found.at].to_owned()).collect()
}

#[test]
fn signs() {
    let cases = [
        ("til*", "je tilt dozen", "tilt"),
        ("*tillen", "meetillen hoort erbij", "meetillen"),
        ("typ*werk", "Typewerk hoort erbij", "Typewerk"),
        ("mbo-4", "MBO 4 niveau", "MBO 4"),
        ("mbo-4", "mbo4", "mbo4"),
        ("#-# uur", "voor 24 – 32 uur", "24 – 32 uur"),
        ("# uur", "24uur", "24uur"),
        ("# uur|uren", "24uren", "24uren"),
        ("# uur", "twaalf  uur", "twaalf  uur"),
        ("staan .. uur", "staan is het een heel uur", "staan is het een heel uur"),
        ("(veel) lopen", "veel lopen", "veel lopen"),
        ("(veel) lopen", "lopen", "lopen"),
        ("zwaar|zware werk", "zware werk", "zware werk"),
        ("in _ conditie", "in goede conditie", "in goede conditie"),
        ("€ per maand", "€ 2.500,- per maand", "€ 2.500,- per maand"),
        ("min. ¤ - max. ¤ euro", "min. 3542 - max. 4625 euro", "min. 3542 - max. 4625 euro"),
        ("één", "ÉÉN", "ÉÉN"),
    ];
    for (phrase, text, expected) in cases {
        assert_eq!(found_of(&[phrase], text), [expected], "{phrase} in {text}");
    }
    for (phrase, text) in
        [("til", "ventilatie"), ("staan uur", "staan. uur"), ("staan .. uur", "staan is best. Een uur")]
    {
        assert!(found_of(&[phrase], text).is_empty(), "{phrase} in {text}");
    }
}

#[test]
fn phrases_without_a_beginning_are_refused() {
    for phrase in ["..", "* _", "til ..", "staan (veel)", ".. staan", "_ staan", "*", "*#", "", "a|"] {
        assert!(Phrase::try_from(phrase.to_owned()).is_err(), "{phrase}");
    }
    assert!(Phrase::try_from("(".to_owned()).is_ok(), "signs without meaning stand for themselves");
    assert!(Phrase::try_from("staan ".repeat(100)).is_err());
}

/// Places with their numbers.
type Told = Vec<(Range<usize>, Vec<f64>)>;

fn quickly(matches: &super::search::Matches, phrases: Phrases, part: Range<usize>) -> Told {
    matches.find_in(phrases, part).map(|found| (found.at, found.numbers.to_vec())).collect()
}

/// Words of phrases, of few letters so that they meet often.
const SIGNS: [&str; 34] = [
    "a", "b", "ab", "a*", "*b", "a*b", "b*", "a|b", "a*|ab", "(a)", "(b)", "(ab|b)", "_", "..", "#", "#-#", "#/#", "€",
    "¤", "€-€", "#u", "a-b", "ab-", "-", "é", "één", "a.", ",", "'a", "a'b", "een", "b.a.", "#+", "24/7",
];
/// What texts are made of.
const PIECES: [&str; 36] = [
    "a", "b", "ab", "aab", "abb", "u", "é", "É", "één", "een", "twee", " ", " ", " ", "  ", "\u{a0}", "\n", "-", "–",
    ".", ",", "'", "’", "/", "7", "24", "1.250", "2,5", "2500", "€", "euro", ",-", "+", "_", ";", "A",
];

fn phrases_of(words: &[Vec<&str>]) -> Vec<String> {
    // a dash at the beginning of a phrase is found where it stands; the slow matcher takes the space before it as well
    let dash_first = |words: &[&str]| words.iter().find(|word| !word.starts_with('(')) == Some(&"-");
    let joined = words.iter().filter(|words| !dash_first(words)).map(|words| words.join(" "));
    joined.filter(|phrase| Phrase::try_from(phrase.clone()).is_ok()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 5_000 }))]

    #[test]
    fn the_search_finds_what_the_slow_matcher_finds(
        words in prop::collection::vec(prop::collection::vec(prop::sample::select(&SIGNS[..]), 1..5), 1..6),
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40),
    ) {
        let text = pieces.concat();
        let phrases = phrases_of(&words);
        let lists: Vec<Vec<&str>> = phrases.chunks(2).map(|list| list.iter().map(String::as_str).collect()).collect();
        let (ids, search) = search(&lists);
        let matches = search.scan(&text);
        for (list, id) in lists.iter().zip(ids) {
            prop_assert_eq!(quickly(&matches, id, 0..text.len()), plain::find(list, &text), "{:?} in {:?}", list, text);
        }
    }

    #[test]
    fn any_text_is_searched(text in "\\PC{0,60}") {
        let (ids, search) = search(&[vec!["*é", "a .. b", "#-# €", "- a"]]);
        let matches = search.scan(&text);
        for found in matches.find(ids[0]) {
            prop_assert!(text.get(found.at).is_some());
        }
    }
}

/// Bytes; without optimisation fewer do.
const LONG: usize = if cfg!(debug_assertions) { 100_000 } else { 2_000_000 };

#[test]
fn long_texts_take_time_by_their_length() {
    let phrases =
        vec!["*tillen", "til*", "a .. b", "# .. b", "€ .. bonus", "#-# uur", "a (a) (a) a b", "a-a-a b", "_a*b"];
    let (ids, search) = search(&[phrases]);
    for piece in ["tillen", "a ", "a", "1", "1.000.", "€1", " ", "a-", "- ", "1-1 ", "'", "a.", "é", "een "] {
        let text = piece.repeat(LONG / piece.len());
        // a search that is not linear does not come back from this
        let _ = search.scan(&text).find(ids[0]).count();
    }
}
