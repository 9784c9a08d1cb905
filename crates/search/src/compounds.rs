//! Cutting Dutch compound words into the parts that `config/compounds.toml` lists. It does not stem or fold: words come
//! in lower case and without accents.

use crate::SearchError;
use serde::Deserialize;
use std::collections::HashSet;

/// The list, as in the file.
pub(crate) const LIST: &str = include_str!("../../../config/compounds.toml");

/// Below this many letters a word is not looked at: what is that short is hardly ever a compound.
const SHORTEST_WORD: usize = 7;

/// An unknown word in front of a known head has at least this many letters: in front of "werker", "be" is none.
const SHORTEST_UNKNOWN: usize = 4;

/// And the head has at least this many: "zwarts" does not end in "arts".
const SHORTEST_HEAD: usize = 5;

/// A compound has at most this many parts; it also keeps the search for them short, whatever the word.
const MOST_PARTS: usize = 5;

/// The parts that compounds are made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Compounds {
    links: Vec<String>,
    endings: Vec<String>,
    pub(crate) heads: HashSet<String>,
    pub(crate) parts: HashSet<String>,
}

impl Compounds {
    /// Reads the list.
    pub(crate) fn from_list(list: &str) -> Result<Self, SearchError> {
        Ok(toml::from_str(list)?)
    }

    /// The parts of a compound, in order; none where the word is no compound.
    pub(crate) fn split<'w>(&self, word: &'w str) -> Vec<&'w str> {
        if word.len() < SHORTEST_WORD || self.ends_as(word) {
            return Vec::new();
        }
        let cut = self.cover(word, MOST_PARTS).or_else(|| self.before_head(word));
        cut.unwrap_or_default()
    }

    fn is_known(&self, word: &str) -> bool {
        self.parts.contains(word) || self.heads.contains(word)
    }

    /// True for one known part, with or without an ending.
    fn ends_as(&self, word: &str) -> bool {
        let mut stems = self.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
        self.is_known(word) || stems.any(|stem| self.is_known(stem))
    }

    /// Known parts from the first letter to the last, the longest first.
    fn cover<'w>(&self, rest: &'w str, most: usize) -> Option<Vec<&'w str>> {
        if self.ends_as(rest) {
            return Some(vec![rest]);
        }
        if most < 2 {
            return None;
        }
        let cuts = (3..rest.len()).rev().filter_map(|at| rest.split_at_checked(at));
        cuts.filter(|(part, _)| self.is_known(part)).find_map(|(part, after)| {
            let mut tail = self.cover_after_link(after, most - 1)?;
            tail.insert(0, part);
            Some(tail)
        })
    }

    fn cover_after_link<'w>(&self, rest: &'w str, most: usize) -> Option<Vec<&'w str>> {
        let linked = self.links.iter().filter_map(|link| rest.strip_prefix(link.as_str()));
        std::iter::once(rest).chain(linked).find_map(|tail| self.cover(tail, most))
    }

    /// An unknown word and the longest head that ends the compound.
    fn before_head<'w>(&self, word: &'w str) -> Option<Vec<&'w str>> {
        let cuts = (SHORTEST_UNKNOWN..word.len()).filter_map(|at| word.split_at_checked(at));
        cuts.filter(|(_, head)| head.len() >= SHORTEST_HEAD && self.is_head(head))
            .map(|(unknown, head)| vec![unknown, head])
            .next()
    }

    fn is_head(&self, word: &str) -> bool {
        let mut stems = self.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
        self.heads.contains(word) || stems.any(|stem| self.heads.contains(stem))
    }
}

#[cfg(test)]
mod tests {
    //! 1 compounds are cut, also with linking letters, plurals and unknown beginnings; 2 other words are left alone;
    //! 3 the list is in the form that the cutting expects; 4 no word makes the cutting long or fail.
    use super::*;

    fn compounds() -> Compounds {
        Compounds::from_list(LIST).unwrap()
    }

    #[test]
    fn compounds_are_cut() {
        for (word, parts) in [
            ("klantenservicemedewerker", vec!["klant", "service", "medewerker"]),
            ("administratiemedewerkers", vec!["administratie", "medewerkers"]),
            ("verzekeringsadviseur", vec!["verzekering", "adviseur"]),
            ("verkeersregelaar", vec!["verkeer", "regelaar"]),
            ("vrachtwagenchauffeur", vec!["vracht", "wagen", "chauffeur"]),
            ("thuiszorg", vec!["thuis", "zorg"]),
            ("strokartonmedewerker", vec!["strokarton", "medewerker"]),
            ("magazijnwerkzaamheden", vec!["magazijn", "werkzaamheden"]),
        ] {
            assert_eq!(compounds().split(word), parts, "{word}");
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for word in ["medewerker", "medewerkers", "zorg", "zorgvuldig", "adviseurs", "samenwerking", "", "éénmeterwerk"]
        {
            assert!(compounds().split(word).is_empty(), "{word}: {:?}", compounds().split(word));
        }
    }

    #[test]
    fn the_list_is_lower_case_ascii_of_three_letters_or_more() {
        let list = compounds();
        for word in list.parts.iter().chain(&list.heads) {
            assert!(word.len() >= 3 && word.bytes().all(|letter| letter.is_ascii_lowercase()), "{word}");
        }
        assert!(list.parts.is_disjoint(&list.heads));
    }

    #[test]
    fn any_word_ends_quickly() {
        for word in ["zorg".repeat(20), "énen".repeat(20), "seneen".repeat(12), "werksen".repeat(10) + "x"] {
            assert!(compounds().split(&word).len() <= MOST_PARTS);
        }
    }
}
