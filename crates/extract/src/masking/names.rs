//! Names of people in a text. A name is found by what stands around it: a word such as "contactpersoon" before it, a
//! phone number or mail address in its line. Where these leave a doubt, a first name, initials or the mail address decide;
//! then it is found elsewhere in the text too. Every walk is bounded: a few words, a few lines.

use super::organisations::Organisations;
use super::words::{Cue, Words};
use super::written::{
    after_space, first_word, is_capitalised, is_capitalised_after, is_initials, line_of, next_word,
    starts_with_capital, word_at,
};
use super::{People, Personal, addresses};
use crate::Vocabulary;
use std::cell::OnceCell;
use std::ops::Range;

/// A text in which names are looked for.
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    /// Numbers and addresses, in order.
    pub(super) taken: &'a [Personal],
    pub(super) people: &'a People,
    pub(super) words: &'a Words,
    pub(super) vocabulary: &'a Vocabulary,
}

/// Words between a cue and a name that no list has.
const MOST_SKIPPED: usize = 4;
/// Words between a cue and a name at all.
const MOST_WORDS: usize = 10;
/// Words of a name.
const LONGEST_NAME: usize = 7;
/// Of these, with a capital.
const MOST_CAPITALS: usize = 3;
/// How far from a number or address a name in its line is looked for.
const NEAR: usize = 120;
/// Names that are looked for in the whole text.
const MOST_NAMES: usize = 20;

/// A name that may be one.
#[derive(Debug, Clone)]
struct Candidate {
    at: Range<usize>,
    /// A first name, initials, or what the mail address says.
    certain: bool,
    /// Of several words.
    several: bool,
    particle: bool,
    initials: bool,
}

/// Every name of a person in the text.
pub(super) fn names(place: &Place<'_>) -> Vec<Range<usize>> {
    let hints = hints(place);
    let finder = Finder { place, hints, organisations: OnceCell::new() };
    let mut found: Vec<Range<usize>> = Vec::new();
    for (cue_at, cue) in place.words.cues_in(place.text) {
        finder.behind(cue_at.end, cue, &mut found);
    }
    finder.beside_contacts(&mut found);
    let known: Vec<String> = found.iter().take(MOST_NAMES).map(|at| place.text[at.clone()].to_owned()).collect();
    let stated = place.people.stated.iter().take(MOST_NAMES).filter(|name| finder.is_person(name));
    for name in known.iter().chain(stated) {
        finder.everywhere(name, &mut found);
    }
    found
}

/// The words of personal mail addresses: "sanne.bakker@" says that Sanne is a name.
fn hints(place: &Place<'_>) -> Vec<String> {
    let addresses = place.taken.iter().filter(|(_, mask)| *mask == super::Mask::Address);
    let words = addresses.flat_map(|(at, _)| addresses::parts(addresses::local_of(&place.text[at.clone()])));
    let words = words.filter(|word| word.chars().count() > 2 && !place.words.is_office(word));
    words.map(str::to_lowercase).collect()
}

struct Finder<'a> {
    place: &'a Place<'a>,
    hints: Vec<String>,
    organisations: OnceCell<Organisations>,
}

impl Finder<'_> {
    /// The names that follow on a cue.
    fn behind(&self, end: usize, cue: Cue, found: &mut Vec<Range<usize>>) {
        let Place { text, words, .. } = *self.place;
        let mut at = self.over_marks(end, true);
        let mut addressed = cue == Cue::Salutation;
        let mut skipped = 0;
        for _ in 0..MOST_WORDS {
            let Some(word) = word_at(text, at).filter(|word| !self.is_taken(word.start)) else { return };
            let small = text[word.clone()].to_lowercase();
            let may_begin = addressed || starts_with_capital(&text[word.clone()]);
            let candidate = may_begin.then(|| self.name_at(at, addressed)).flatten();
            let salutation = words.is_salutation(&small);
            if let Some(candidate) = candidate.filter(|_| !salutation) {
                let counts = self.counts(&candidate, cue, addressed, skipped).then_some(candidate);
                return counts.into_iter().for_each(|candidate| self.with_others(candidate, found));
            }
            addressed |= salutation;
            let listed = salutation || words.is_between(&small) || words.is_no_name(&small);
            skipped += usize::from(!listed);
            if !listed && (skipped > MOST_SKIPPED || starts_with_capital(&text[word.clone()])) {
                return;
            }
            let stop = usize::from(salutation && text[word.end..].starts_with('.'));
            at = self.over_marks(word.end + stop, false);
        }
    }

    /// Whether what may be a name is one, behind this cue.
    fn counts(&self, candidate: &Candidate, cue: Cue, addressed: bool, skipped: usize) -> bool {
        if addressed {
            return true;
        }
        if self.is_employer(&candidate.at) {
            return false;
        }
        let Place { text, vocabulary, .. } = *self.place;
        let first = first_word(&text[candidate.at.clone()]);
        let doubtful = self.is_doubtful(candidate);
        // "the Ward Manager": a name that is a word as well, in a function
        if skipped > 0 || doubtful && cue != Cue::Person && is_capitalised_after(text, candidate.at.end) {
            return candidate.certain && !candidate.initials && !doubtful;
        }
        if candidate.certain {
            return true;
        }
        // "Deventer" is no person, nor is a branch: "Nieuwhof Werkt Deventer"
        let last = text[candidate.at.clone()].rsplit(' ').next().unwrap_or_default();
        let place = [first.as_str(), last].iter().any(|word| vocabulary.is_place(word));
        !place && (cue == Cue::Person || candidate.particle) && !self.is_organisation(&candidate.at)
    }

    /// A single word that is one besides a first name.
    fn is_doubtful(&self, candidate: &Candidate) -> bool {
        let small = self.place.text[candidate.at.clone()].to_lowercase();
        !candidate.several && self.place.words.is_also_a_word(&small)
    }

    /// Whether the text shows a name to be an organisation's. Only of a name that nothing shows to be a person's.
    fn is_organisation(&self, at: &Range<usize>) -> bool {
        let Place { text, words, .. } = *self.place;
        self.organisations.get_or_init(|| Organisations::in_text(text, words)).has(text, at, words)
    }

    /// A name, and those behind it: "Jan of Petra".
    fn with_others(&self, first: Candidate, found: &mut Vec<Range<usize>>) {
        let text = self.place.text;
        let mut next = Some(first);
        while let Some(name) = next {
            let end = name.at.end;
            found.push(name.at);
            let joined = [", ", " of ", " en ", " or ", " and ", " & ", " / ", "/", " und "];
            let joint = joined.iter().find(|joint| text[end..].starts_with(**joint));
            let start = joint.map(|joint| end + joint.len()).filter(|start| !self.is_taken(*start));
            // of a list, what is a word as well may be one: "Sanne Post, Job title"
            let listed = joint == Some(&", ");
            next = start.and_then(|start| self.name_at(start, false));
            next = next.filter(|other| other.certain && !(listed && self.is_doubtful(other)));
        }
    }

    /// Names in a line with a number or an address, and in the lines around it where they stand by themselves.
    fn beside_contacts(&self, found: &mut Vec<Range<usize>>) {
        let text = self.place.text;
        for (at, _) in self.place.taken {
            let line = line_of(text, at.start);
            let from = text.ceil_char_boundary(line.start.max(at.start.saturating_sub(NEAR)));
            let end = text.floor_char_boundary(line.end.min(at.end + NEAR).max(at.end));
            self.in_part(from..at.start, found);
            self.in_part(at.end..end, found);
            let before = line.start.checked_sub(1).map(|end| line_of(text, end));
            let after = (line.end < text.len()).then(|| line_of(text, line.end + 1));
            [before, after].into_iter().flatten().for_each(|line| self.alone_in(line, found));
        }
    }

    /// Certain names of several words in a part of a line.
    fn in_part(&self, part: Range<usize>, found: &mut Vec<Range<usize>>) {
        let mut at = part.start;
        while at < part.end {
            let Some(word) = next_word(self.place.text, at..part.end) else { return };
            let name = self
                .name_at(word.start, false)
                .filter(|name| name.certain && name.several && name.at.end <= part.end && !self.is_employer(&name.at));
            at = name.as_ref().map_or(word.end, |name| name.at.end);
            found.extend(name.map(|name| name.at));
        }
    }

    /// A certain name of several words with which a line begins, and which stands apart from what follows.
    fn alone_in(&self, line: Range<usize>, found: &mut Vec<Range<usize>>) {
        let text = self.place.text;
        let start = line.start + if text[line.clone()].starts_with("- ") { 2 } else { 0 };
        let Some(name) = self.name_at(start, false) else { return };
        let apart = text[name.at.end..].trim_start_matches(' ').starts_with(['\n', ',', '|', '(', '-', '–'])
            || name.at.end == text.len();
        if apart && name.certain && name.several && !self.is_employer(&name.at) {
            found.push(name.at);
        }
    }

    /// A name wherever it stands whole, and its first name alone where that is no word besides.
    fn everywhere(&self, name: &str, found: &mut Vec<Range<usize>>) {
        let first = first_word(name);
        let alone = first.chars().count() > 2
            && self.place.words.is_first_name(&first.to_lowercase())
            && !self.place.words.is_also_a_word(&first.to_lowercase());
        // a single word that is no first name may be an organisation's
        let small = name.to_lowercase();
        let known = self.place.words.is_first_name(&small) || self.hints.contains(&small);
        let whole_name = name.contains(' ') || known && !self.place.words.is_also_a_word(&small);
        let sought = [whole_name.then_some(name), alone.then_some(first.as_str())];
        for sought in sought.into_iter().flatten().filter(|sought| sought.chars().count() > 2) {
            let text = self.place.text;
            let whole = |at: usize| {
                !text[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '-')
                    && !text[at + sought.len()..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '-')
            };
            let places = text.match_indices(sought).filter(|(at, _)| whole(*at));
            let places = places.map(|(at, _)| at..at + sought.len());
            found.extend(places.filter(|at| !self.is_part_of_employer(at)));
        }
    }

    /// Whether what a field states is a name, and not an office's.
    fn is_person(&self, name: &str) -> bool {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let known = words.first().is_some_and(|first| self.place.words.is_first_name(first));
        (known || words.len() > 1) && !words.iter().any(|word| self.place.words.is_no_name(word))
    }

    /// What may be a name, from here on. `addressed`: a salutation stands before it.
    fn name_at(&self, start: usize, addressed: bool) -> Option<Candidate> {
        let Place { text, words, .. } = *self.place;
        let mut name = Candidate { at: start..start, certain: false, several: false, particle: false, initials: false };
        let (mut at, mut capitals, mut waiting) = (start, 0, false);
        for _ in 0..LONGEST_NAME {
            let Some(word) = word_at(text, at).filter(|word| !self.is_taken(word.start)) else { break };
            let written = &text[word.clone()];
            let small = written.to_lowercase();
            if is_initials(written) && capitals == 0 {
                (name.certain, name.initials) = (true, true);
                waiting = true;
            } else if words.is_particle(&small) && (capitals > 0 || name.certain || addressed) {
                waiting = true;
            } else if is_capitalised(written) && !words.is_no_name(&small) && capitals < MOST_CAPITALS {
                name.certain |= capitals == 0 && (words.is_first_name(&small) || self.hints.contains(&small));
                name.several |= capitals > 0 || name.at.end == start && waiting;
                name.particle |= waiting && capitals > 0;
                capitals += 1;
                waiting = false;
                name.at.end = word.end;
            } else {
                break;
            }
            let Some(next) = after_space(text, word.end) else { break };
            at = next;
        }
        (capitals > 0).then_some(name)
    }

    fn is_taken(&self, at: usize) -> bool {
        let after = self.place.taken.partition_point(|(taken, _)| taken.end <= at);
        self.place.taken.get(after).is_some_and(|(taken, _)| taken.start <= at)
    }

    /// Marks and spaces between a cue and what it speaks of; a line may end right behind the cue.
    fn over_marks(&self, at: usize, may_end_line: bool) -> usize {
        let rest = &self.place.text[at..];
        let is_mark = |letter: char| {
            matches!(letter, ' ' | '\u{a0}' | ':' | ',' | '"' | '“' | '(' | '-' | '–' | '|' | '\'' | '‘')
                || may_end_line && letter == '?'
        };
        let marks = |text: &str| text.len() - text.trim_start_matches(is_mark).len();
        let first = marks(rest);
        if !may_end_line || !rest[first..].starts_with('\n') {
            return at + first;
        }
        at + first + 1 + marks(&rest[first + 1..])
    }

    fn is_employer(&self, at: &Range<usize>) -> bool {
        let name = self.place.text[at.clone()].to_lowercase();
        let employer = self.place.people.employer.as_ref().map(|employer| employer.to_lowercase());
        employer.is_some_and(|employer| employer.contains(&name))
    }

    /// "Jan" of "Jan de Rijk Transport".
    fn is_part_of_employer(&self, at: &Range<usize>) -> bool {
        let Some(employer) = self.place.people.employer.as_deref() else { return false };
        let text = self.place.text;
        employer.match_indices(&text[at.clone()]).any(|(within, _)| {
            let start = at.start.checked_sub(within);
            start.is_some_and(|start| text.get(start..start + employer.len()) == Some(employer))
        })
    }
}
