//! What a phrase gives, and why.
//!
//! 1. Each fact and demand names file and line of a rule whose phrase stands there in the file.
//! 2. A plus, an idiom and words in the wrong section give no fact, and it is said why.
//! 3. Words that give nothing are told where they could be added.

use super::{Rule, explain};
use crate::understand::tests::{files, vocabulary};

fn rules_hold(rules: &[Rule]) {
    assert!(!rules.is_empty());
    for rule in rules {
        let file = files().into_iter().find(|file| file.name == rule.file).expect("a file of the vocabulary");
        let line = file.text.lines().nth(rule.line - 1).expect("a line").to_lowercase();
        assert!(line.contains(&rule.phrase.to_lowercase()), "{rule:?}: {line}");
    }
}

#[test]
fn rules_are_where_they_are_said_to_be() {
    let explained = explain("tillen tot 25 kg, 24-32 uur, VCA verplicht, geen avonddiensten", vocabulary(), &files());
    assert!(explained.facts.len() >= 3 && !explained.demands.is_empty(), "{explained:?}");
    explained.facts.iter().for_each(|fact| rules_hold(&fact.rules));
    explained.demands.iter().for_each(|demand| rules_hold(&demand.rules));
    assert!(explained.demands.iter().any(|demand| demand.rules[0].file == "items/lifting.toml"), "{explained:?}");
    let evening = explained.facts.iter().find(|fact| fact.rules[0].file == "times.toml").expect("the evening");
    assert_eq!(evening.value, "no");
    assert!(explained.add_to.is_empty());
}

#[test]
fn what_gives_nothing_says_why() {
    let cases = [
        ("VCA is een pré", "is a plus, no must"),
        ("Wat bieden wij?\nVCA", "does not stand where something is asked"),
        ("Wat vragen wij?\nVCA", "is a heading"),
    ];
    for (text, why) in cases {
        let explained = explain(text, vocabulary(), &files());
        assert!(explained.unused.iter().any(|words| words.because == why), "{text}: {explained:?}");
    }
}

#[test]
fn unknown_words_are_told_where_to_add_them() {
    let explained = explain("zwabberen op de bok", vocabulary(), &files());
    assert!(explained.facts.is_empty() && explained.demands.is_empty(), "{explained:?}");
    assert!(explained.add_to.iter().any(|file| file.starts_with("items/")), "{explained:?}");
}
