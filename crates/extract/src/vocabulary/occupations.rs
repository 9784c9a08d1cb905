//! Titles of occupations and their ISCO-08 unit groups (`occupations/*.toml`): which group a title means, and where it
//! may mean several, which one the words around it choose. Not here: the sections of a vacancy (`understand`).

mod files;
#[cfg(test)]
mod survey;
#[cfg(test)]
mod tests;
mod words;

use super::phrase::Phrases;
use domain::posting::Occupation;
use files::Confidence;
pub(crate) use files::Points;
pub(super) use files::read_all;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use words::{Forms, Words};

/// All titles, by their letters in one form.
#[derive(Debug)]
pub(super) struct Occupations {
    forms: Forms,
    groups: Vec<Group>,
    heads: Vec<Head>,
    titles: HashMap<Box<str>, Title>,
    points: Points,
    confidence: Confidence,
    /// First digits of groups that lead: their clues are words for fields of work, and mean nothing alone.
    only_with_a_head: Vec<String>,
}

#[derive(Debug)]
struct Group {
    isco: String,
    label: String,
    /// Words that speak for this group where a head leaves it open.
    clues: Phrases,
    alternatives: Vec<String>,
}

/// A title that by itself says little: "medewerker", "operator".
#[derive(Debug)]
struct Head {
    /// The group that it means where no clue stands.
    otherwise: usize,
    /// First digits of the groups that the clues choose from.
    among: Vec<String>,
    /// Whether it goes before the titles that it leads: "manager verpleegkundigen" is a manager.
    leads: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Group(usize),
    Head(usize),
}

#[derive(Debug, Clone, Copy)]
struct Title {
    meaning: Meaning,
    /// Also as the end of a longer word.
    as_ending: bool,
}

/// How a title was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Manner {
    /// As whole words.
    Whole,
    /// As the end of a longer word, or turned round ("medewerker magazijn").
    Ending,
}

/// A title of the vocabulary that stands in words.
#[derive(Debug, Clone)]
struct Standing {
    meaning: Meaning,
    words: Range<usize>,
    letters: usize,
    manner: Manner,
}

/// What the clues of a group say: how many points, and the first place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Clue {
    pub(crate) points: u32,
    pub(crate) in_title: bool,
    pub(crate) first: Option<Range<usize>>,
}

/// Looks for clues in a text, and weighs them.
pub(crate) type Clues<'a> = &'a dyn Fn(Phrases, Points) -> Clue;

/// A title that was recognised, with the bytes of the words, and those of the clue that chose between groups.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundTitle {
    pub(crate) occupation: Occupation,
    pub(crate) at: Range<usize>,
    pub(crate) clue: Option<Range<usize>>,
}

/// No title has more words.
const MOST_WORDS: usize = 6;
/// "medewerker klantenservice": so many words after the head may belong before it.
const MOST_TURNED: usize = 3;
/// The shortest end of a word that is looked up, in letters.
const SHORTEST_ENDING: usize = 3;
/// The longest.
const LONGEST_ENDING: usize = 40;
/// How many other groups are named.
const MOST_ALTERNATIVES: usize = 3;

impl Occupations {
    /// A title that means one group and stands in a sentence in whole words, with its bytes there.
    pub(super) fn in_sentence(&self, sentence: &str) -> Option<FoundTitle> {
        let words = self.forms.words(sentence);
        let whole = self.standing(&words, &[Manner::Whole]).into_iter();
        let group = |each: &Standing| match each.meaning {
            Meaning::Group(group) => Some((group, each.words.clone())),
            Meaning::Head(_) => None,
        };
        let (group, at) = whole.take(1).find_map(|each| group(&each))?;
        let at = words.words[at.start].at.start..words.words[at.end - 1].at.end;
        let occupation = self.occupation(group, self.confidence.part / 2.0, std::iter::empty());
        Some(FoundTitle { occupation, at, clue: None })
    }

    /// The occupation that a title means; by clues alone where no title of the vocabulary stands in it.
    pub(super) fn of_title(&self, title: &str, clues: Clues<'_>) -> Option<FoundTitle> {
        let words = self.forms.words(title);
        let standing = self.standing(&words, &[Manner::Whole, Manner::Ending]);
        let Some(best) = standing.first() else { return self.by_clues(title, clues) };
        let at = words.words[best.words.start].at.start..words.words[best.words.end - 1].at.end;
        let covers = words.words.iter().enumerate().all(|(place, word)| word.aside || best.words.contains(&place));
        match best.meaning {
            Meaning::Group(group) => {
                let confidence = match best.manner {
                    Manner::Whole if covers => self.confidence.whole,
                    Manner::Whole => self.confidence.part,
                    Manner::Ending => self.confidence.ending,
                };
                let others = standing[1..].iter().filter_map(|each| match each.meaning {
                    Meaning::Group(other) if each.manner == Manner::Whole => Some(other),
                    Meaning::Group(_) | Meaning::Head(_) => None,
                });
                let occupation = self.occupation(group, confidence, others);
                Some(FoundTitle { occupation, at, clue: None })
            }
            Meaning::Head(head) => Some(self.by_head(&self.heads[head], at, clues)),
        }
    }

    fn occupation(&self, group: usize, confidence: f64, others: impl Iterator<Item = usize>) -> Occupation {
        let Group { isco, label, alternatives, .. } = &self.groups[group];
        let mut named: Vec<String> = Vec::new();
        for other in alternatives.iter().chain(others.map(|other| &self.groups[other].isco)) {
            if named.len() < MOST_ALTERNATIVES && other != isco && !named.contains(other) {
                named.push(other.clone());
            }
        }
        Occupation { isco08: isco.clone(), label: label.clone(), confidence, alternatives: named }
    }

    /// Every group that a clue speaks for, the best first.
    fn weigh(&self, clues: Clues<'_>, may_be: impl Fn(usize) -> bool) -> Vec<(usize, Clue)> {
        let each = (0..self.groups.len()).filter(|group| may_be(*group));
        let weighed = each.map(|group| (group, clues(self.groups[group].clues, self.points)));
        let mut weighed: Vec<(usize, Clue)> = weighed.filter(|(_, clue)| clue.points > 0).collect();
        weighed.sort_by_key(|(group, clue)| (Reverse(clue.points), *group));
        weighed
    }

    fn by_head(&self, head: &Head, at: Range<usize>, clues: Clues<'_>) -> FoundTitle {
        let among = |group: usize| head.among.iter().any(|digits| self.groups[group].isco.starts_with(digits.as_str()));
        let weighed = self.weigh(clues, |group| group == head.otherwise || among(group));
        let of_otherwise = weighed.iter().find(|(group, _)| *group == head.otherwise);
        let by_itself = self.points.otherwise + of_otherwise.map_or(0, |(_, clue)| clue.points);
        let (group, confidence, clue) = match weighed.first() {
            Some((group, clue)) if *group == head.otherwise || clue.points > by_itself => {
                let Confidence { clue_in_title, clue_in_text, .. } = self.confidence;
                (*group, if clue.in_title { clue_in_title } else { clue_in_text }, clue.first.clone())
            }
            _ => (head.otherwise, self.confidence.otherwise, None),
        };
        let others = weighed.iter().map(|(group, _)| *group).chain([head.otherwise]);
        FoundTitle { occupation: self.occupation(group, confidence, others), at, clue }
    }

    /// A title without a word for who does the work: "schoonmaak in Zwolle".
    fn by_clues(&self, title: &str, clues: Clues<'_>) -> Option<FoundTitle> {
        let leads = |isco: &str| self.only_with_a_head.iter().any(|digits| isco.starts_with(digits.as_str()));
        let mut weighed = self.weigh(clues, |group| !leads(&self.groups[group].isco));
        weighed.retain(|(_, clue)| clue.in_title);
        let (group, clue) = weighed.first()?;
        let at = clue.first.clone().filter(|at| at.end <= title.len())?;
        let others = weighed[1..].iter().map(|(group, _)| *group);
        let occupation = self.occupation(*group, self.confidence.only_clues, others);
        Some(FoundTitle { occupation, at, clue: None })
    }

    /// The titles that stand in words, the one that counts first: of the first part and clause that has one; what leads
    /// before what is led, what means one group before what may mean several, the longer before the shorter.
    fn standing(&self, words: &Words, manners: &[Manner]) -> Vec<Standing> {
        let mut found = Vec::new();
        for from in 0..words.words.len() {
            let part = words.words[from].part;
            let ends = (from + 1..=words.words.len().min(from + MOST_WORDS))
                .take_while(|end| words.words[end - 1].part == part);
            for end in ends {
                self.look_up(words, from..end, &mut found);
            }
            if manners.contains(&Manner::Ending) {
                self.look_up_ending(words, from, &mut found);
            }
        }
        let within = |inner: &Standing, outer: &Standing| {
            inner.words.start >= outer.words.start
                && inner.words.end <= outer.words.end
                && (inner.words.len(), inner.letters) < (outer.words.len(), outer.letters)
        };
        let mut outermost: Vec<Standing> =
            found.iter().filter(|each| !found.iter().any(|other| within(each, other))).cloned().collect();
        outermost.sort_by_key(|each| {
            let first = &words.words[each.words.start];
            (
                first.aside,
                first.part,
                first.clause,
                self.tier(each.meaning),
                Reverse(each.letters),
                each.manner,
                each.words.start,
            )
        });
        outermost
    }

    fn tier(&self, meaning: Meaning) -> u8 {
        match meaning {
            Meaning::Head(head) if self.heads[head].leads => 0,
            Meaning::Group(_) => 1,
            Meaning::Head(_) => 2,
        }
    }

    /// Words as they stand, and as the head of a word that is made of those behind it.
    fn look_up(&self, words: &Words, at: Range<usize>, found: &mut Vec<Standing>) {
        let key = words.key(at.clone());
        let Some(Title { meaning, .. }) = self.titles.get(key) else { return };
        found.push(Standing { meaning: *meaning, words: at.clone(), letters: key.len(), manner: Manner::Whole });
        if matches!(meaning, Meaning::Group(_)) {
            return;
        }
        let part = words.words[at.start].part;
        let behind = (at.end + 1..=words.words.len().min(at.end + MOST_TURNED))
            .take_while(|end| words.words[end - 1].part == part);
        for end in behind {
            let turned = [words.key(at.end..end), key].concat();
            if let Some(Title { meaning: meaning @ Meaning::Group(_), .. }) = self.titles.get(turned.as_str()) {
                let letters = turned.len();
                found.push(Standing { meaning: *meaning, words: at.start..end, letters, manner: Manner::Ending });
            }
        }
    }

    /// The longest title that a word ends with.
    fn look_up_ending(&self, words: &Words, word: usize, found: &mut Vec<Standing>) {
        let key = words.key(word..word + 1);
        let from = key.ceil_char_boundary(key.len().saturating_sub(LONGEST_ENDING));
        let starts = key[from..].char_indices().map(|(at, _)| from + at).filter(|at| *at > 0);
        let ends = starts.take_while(|at| key.len() - at >= SHORTEST_ENDING);
        let longest = ends.filter_map(|at| self.titles.get(&key[at..]).map(|title| (key.len() - at, title)));
        let longest = longest.filter(|(_, title)| title.as_ending).map(|(letters, title)| Standing {
            meaning: title.meaning,
            words: word..word + 1,
            letters,
            manner: Manner::Ending,
        });
        found.extend(longest.take(1));
    }
}
