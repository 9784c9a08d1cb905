//! All phrases of a vocabulary, found in a text in one pass. What was found is then asked list by list, for the whole
//! text or for a part of it, at no further cost.

use super::letters::{DIGIT, ENDING, Letters, SPACE, WORD};
use super::number::number;
use super::phrase::{Beginning, Lists, Origin, Phrase, Phrases, Step};
use super::sieve::{Needs, Sieve};
use super::tree::Tree;
use super::trial::Trial;
use aho_corasick::AhoCorasick;
use std::ops::Range;

/// All phrases of all lists, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Search {
    /// List by list, and within a list in the order of their right of way.
    phrases: Vec<Sought>,
    lists: usize,
    tree: Tree,
    /// The letters of phrases that begin with any beginning of a word, and whose they are.
    ends_of_words: AhoCorasick,
    whose: Vec<usize>,
}

#[derive(Debug)]
struct Sought {
    list: usize,
    origin: Origin,
    steps: Vec<Step>,
    is_plain: bool,
    needs: Needs,
}

impl Search {
    pub(super) fn new(lists: Lists) -> Result<Self, String> {
        let count = lists.len();
        let mut phrases = Vec::new();
        let mut keys = Vec::new();
        let mut ends = Vec::new();
        for (list, phrase) in
            lists.into_iter().enumerate().flat_map(|(list, each)| each.into_iter().map(move |phrase| (list, phrase)))
        {
            for beginning in phrase.beginnings {
                match beginning {
                    Beginning::Key(key) => keys.push((key, phrases.len())),
                    Beginning::EndOfWord(letters) => ends.push((letters, phrases.len())),
                }
            }
            let Phrase { origin, steps, is_plain, needs, .. } = phrase;
            phrases.push(Sought { list, origin, steps, is_plain, needs });
        }
        let (ends, whose): (Vec<Box<str>>, Vec<usize>) = ends.into_iter().unzip();
        let ends_of_words =
            AhoCorasick::new(ends.iter().map(|letters| letters.as_bytes())).map_err(|error| error.to_string())?;
        Ok(Self { phrases, lists: count, tree: Tree::new(keys), ends_of_words, whose })
    }

    /// Every phrase that counts among what was found: where, and where it is from.
    pub(crate) fn origins(&self, matches: &Matches) -> Vec<(Range<usize>, Origin)> {
        let lists = (0..matches.lists.len())
            .flat_map(|list| matches.counting(&matches.found[matches.lists[list].clone()], 0..usize::MAX));
        lists.map(|each| (each.at.clone(), self.phrases[each.phrase].origin)).collect()
    }

    /// Every place of a text where a phrase stands.
    pub(crate) fn scan(&self, text: &str) -> Matches {
        let letters = Letters::new(text);
        let mut pass = Pass {
            search: self,
            letters: &letters,
            sieve: Sieve::new(),
            text,
            tried: vec![usize::MAX; self.phrases.len()],
            passed: Vec::new(),
            found: Vec::new(),
            numbers: Vec::new(),
        };
        // from the end: what a phrase needs behind its beginning has been seen then
        for at in (0..letters.len()).rev() {
            pass.sieve.put(letters.from(at), letters.is(at, SPACE) && !letters.is(at + 1, SPACE));
            if may_begin(&letters, at) {
                self.tree.walk(&letters, at, &mut |phrase, end| pass.meet(phrase, at..end));
            }
        }
        for hit in self.ends_of_words.find_overlapping_iter(letters.from(0)) {
            let start = letters.run_back(hit.start(), ENDING);
            let phrase = self.whose[hit.pattern().as_usize()];
            if pass.sieve.has(&self.phrases[phrase].needs) {
                pass.attempt(phrase, start);
            }
        }
        pass.end()
    }
}

/// Phrases begin where a word or a mark does; numbers also within a word.
fn may_begin(letters: &Letters, at: usize) -> bool {
    let within = letters.is(at, WORD) && !letters.edge(at) && !letters.is(at, DIGIT);
    !within && letters.begins(at) && !letters.is(at, SPACE)
}

/// One pass over a text.
struct Pass<'a> {
    search: &'a Search,
    letters: &'a Letters,
    sieve: Sieve,
    text: &'a str,
    /// Where each phrase was tried last.
    tried: Vec<usize>,
    passed: Vec<Range<usize>>,
    found: Vec<Match>,
    numbers: Vec<f64>,
}

impl Pass<'_> {
    /// A beginning of a phrase was found.
    fn meet(&mut self, phrase: usize, at: Range<usize>) {
        let sought = &self.search.phrases[phrase];
        if sought.is_plain {
            let none = self.numbers.len()..self.numbers.len();
            self.found.push(Match { list: sought.list, phrase, at, numbers: none });
        } else if self.sieve.lets_through(&sought.needs) {
            self.attempt(phrase, at.start);
        }
    }

    fn attempt(&mut self, phrase: usize, at: usize) {
        if std::mem::replace(&mut self.tried[phrase], at) == at {
            return;
        }
        let Some(end) = Trial::run(self.letters, &self.search.phrases[phrase].steps, at, &mut self.passed) else {
            return;
        };
        let first = self.numbers.len();
        self.numbers.extend(self.passed.iter().filter_map(|digits| number(&self.text[digits.clone()])));
        self.found.push(Match {
            list: self.search.phrases[phrase].list,
            phrase,
            at: at..end,
            numbers: first..self.numbers.len(),
        });
    }

    /// Puts what was found list by list; within a list from left to right.
    fn end(self) -> Matches {
        let mut lists = vec![0..0; self.search.lists];
        self.found.iter().for_each(|each| lists[each.list].end += 1);
        let mut from = 0;
        for list in &mut lists {
            let count = list.end;
            *list = from..from;
            from += count;
        }
        let mut order = vec![0; self.found.len()];
        for (number, each) in self.found.iter().enumerate() {
            let list = &mut lists[each.list];
            order[list.end] = number;
            list.end += 1;
        }
        let place = |number: &usize| (self.found[*number].at.start, self.found[*number].phrase);
        lists.iter().for_each(|list| order[list.clone()].sort_unstable_by_key(place));
        let found = order.into_iter().map(|number| self.found[number].clone()).collect();
        Matches { lists, found, numbers: self.numbers }
    }
}

#[derive(Debug, Clone)]
struct Match {
    list: usize,
    phrase: usize,
    at: Range<usize>,
    numbers: Range<usize>,
}

/// Where a phrase was found, with its numbers in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found<'a> {
    pub(crate) at: Range<usize>,
    pub(crate) numbers: &'a [f64],
}

/// Every phrase that stands in a text.
#[derive(Debug)]
pub(crate) struct Matches {
    lists: Vec<Range<usize>>,
    found: Vec<Match>,
    numbers: Vec<f64>,
}

impl Matches {
    /// Every place where one of the phrases stands within a part of the text, from left to right, not overlapping: of
    /// two that overlap, the one that begins first counts; of two that begin at one place, the longer phrase.
    pub(crate) fn find_in(&self, phrases: Phrases, part: Range<usize>) -> impl Iterator<Item = Found<'_>> {
        let list =
            phrases.list().and_then(|list| self.lists.get(list)).map_or(&[][..], |list| &self.found[list.clone()]);
        let counting = self.counting(list, part);
        counting.map(|each| Found { at: each.at.clone(), numbers: &self.numbers[each.numbers.clone()] })
    }

    /// What counts of a list within a part of the text.
    fn counting<'a>(&self, list: &'a [Match], part: Range<usize>) -> impl Iterator<Item = &'a Match> + use<'a> {
        let from = list.partition_point(|each| each.at.start < part.start);
        let mut free_from = part.start;
        let within = list[from..].iter().take_while(move |each| each.at.start < part.end);
        within.filter(move |each| {
            let counts = each.at.start >= free_from && each.at.end <= part.end;
            if counts {
                free_from = each.at.end;
            }
            counts
        })
    }

    /// Every place where one of the phrases stands.
    pub(crate) fn find(&self, phrases: Phrases) -> impl Iterator<Item = Found<'_>> {
        self.find_in(phrases, 0..usize::MAX)
    }

    /// Whether one of the phrases stands within a part of the text.
    pub(crate) fn is_in(&self, phrases: Phrases, part: Range<usize>) -> bool {
        self.find_in(phrases, part).next().is_some()
    }
}
