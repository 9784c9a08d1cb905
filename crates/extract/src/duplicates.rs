//! Which postings are one vacancy, and which are one employer's postings of one kind. Exact keys first, then titles,
//! employers, places and texts that are nearly the same. Pure: what was folded before is the store's to know.

use crate::Vocabulary;
use crate::duplicates_text::{Runs, hash};
use crate::duplicates_words::{Words, host, unaccented, words};
use domain::Posting;
use domain::posting::{Range, Salary};
use std::collections::{BTreeMap, BTreeSet};

/// Same employer and title, wherever the work is; where a page names no employer, its site counts.
pub fn group(posting: &Posting, vocabulary: &Vocabulary) -> String {
    let words = &vocabulary.words.duplicates;
    let employer = words.employer(posting).join(" ");
    let employer = if employer.is_empty() { host(posting) } else { employer };
    format!("{employer}|{}", words.title(posting).join(" "))
}

/// Days after its closing in which the same opening, stated anew, is the old one come back.
pub fn repost_within_days(vocabulary: &Vocabulary) -> i64 {
    vocabulary.words.duplicates.limits.repost_within_days
}

/// A posting, made ready to be compared.
#[derive(Debug, Clone)]
pub struct Likeness<'a> {
    posting: &'a Posting,
    title: Vec<String>,
    employer: Vec<String>,
    places: BTreeSet<String>,
    place_words: BTreeSet<String>,
    host: String,
    named_in_address: BTreeSet<String>,
    runs: Runs,
    words: &'a Words,
}

/// How two titles compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Titles {
    Same,
    OneSaysMore,
    Different,
}

/// How two employers, or two places, compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Same,
    Unknown,
    Different,
}

impl<'a> Likeness<'a> {
    /// Reads what counts of a posting.
    pub fn of(posting: &'a Posting, vocabulary: &'a Vocabulary) -> Self {
        let words = &vocabulary.words.duplicates;
        // the text begins with the title, which is compared by itself
        let text = posting.text.strip_prefix(posting.title.as_str()).unwrap_or(&posting.text);
        Self {
            posting,
            title: words.title(posting),
            employer: words.employer(posting),
            places: words.places(posting),
            place_words: words_of(posting.places.iter().map(|place| place.text.as_str())),
            host: host(posting),
            named_in_address: words.in_address(posting),
            runs: Runs::of(text, words.limits.least_words),
            words,
        }
    }

    /// Numbers by which postings of one vacancy find each other: two that share none are not compared. A few for the
    /// address, the title with its place or employer, and the bands of the text.
    pub fn keys(&self) -> Vec<u64> {
        let mut keys: BTreeSet<u64> = self.runs.bands().into_iter().collect();
        let mut key = |parts: [&str; 3]| keys.insert(hash(parts.join("|").as_bytes()));
        key(["url", &self.posting.url, ""]);
        let employer = self.employer.concat();
        for title in [self.title.concat(), in_order(&self.title)] {
            for place in &self.places {
                key(["place", &title, place]);
            }
            if !employer.is_empty() {
                key(["employer", &title, &employer]);
            }
        }
        keys.into_iter().collect()
    }

    /// Whether two postings are one vacancy.
    pub fn is_same(&self, other: &Self) -> bool {
        if self.posting.url == other.posting.url && !self.posting.url.is_empty() {
            return self.titles(other) != Titles::Different;
        }
        if self.contradicts(other) || self.is_kept_apart(other) {
            return false;
        }
        let limits = &self.words.limits;
        // percent of the text, and whether it does without a text
        let (needed, unread) = match (self.titles(other), self.employers(other), self.placing(other)) {
            (Titles::Same, Agreement::Same, Agreement::Same) if self.host == other.host => {
                (limits.same_site, self.is_told_twice(other))
            }
            (Titles::Same, Agreement::Same, Agreement::Same) => (limits.other_site, true),
            (Titles::Same, Agreement::Unknown | Agreement::Different, Agreement::Same) => {
                (limits.other_employer, false)
            }
            (Titles::Same, Agreement::Same, Agreement::Unknown) => (limits.unplaced, false),
            (Titles::OneSaysMore, Agreement::Same, Agreement::Same) => (limits.longer_title, false),
            _ => return false,
        };
        if self.runs.is_empty() || other.runs.is_empty() {
            return unread;
        }
        self.runs.shared_percent(&other.runs) >= usize::from(needed)
    }

    /// What no likeness of texts makes good: another place, other hours.
    pub fn contradicts(&self, other: &Self) -> bool {
        let hours = (self.posting.hours_per_week, other.posting.hours_per_week);
        let apart = matches!(hours, (Some(one), Some(two)) if are_apart(one, two));
        apart || self.placing(other) == Agreement::Different
    }

    /// Whether one site gives the two addresses in different words: its own name of what its titles and texts hide, such
    /// as the ward.
    fn is_kept_apart(&self, other: &Self) -> bool {
        self.host == other.host && !self.named_in_address.is_empty() && !other.named_in_address.is_empty() && {
            let known: BTreeSet<&String> = [self, other].into_iter().flat_map(Self::known_words).collect();
            let own =
                |each: &'_ Self| each.named_in_address.iter().filter(|word| !known.contains(word)).cloned().collect();
            let (one, two): (BTreeSet<String>, BTreeSet<String>) = (own(self), own(other));
            one != two
        }
    }

    fn known_words(&self) -> impl Iterator<Item = &String> {
        self.title.iter().chain(&self.employer).chain(&self.place_words)
    }

    /// Where texts are too short to tell: the same day and the same pay, once more in one list.
    fn is_told_twice(&self, other: &Self) -> bool {
        let (one, two) = (self.posting, other.posting);
        let dated = one.posted.is_some() && one.posted == two.posted;
        dated && one.salary.as_ref().map(amounts) == two.salary.as_ref().map(amounts)
    }

    fn titles(&self, other: &Self) -> Titles {
        let (one, two) = (set(&self.title), set(&other.title));
        if one == two || self.title.concat() == other.title.concat() {
            return Titles::Same;
        }
        let more: Vec<&&str> = one.symmetric_difference(&two).collect();
        let one_has_all = one.is_superset(&two) || two.is_superset(&one);
        match one_has_all && !more.iter().any(|word| self.words.tells_apart(word)) {
            true => Titles::OneSaysMore,
            false => Titles::Different,
        }
    }

    fn employers(&self, other: &Self) -> Agreement {
        let (one, two) = (&self.employer, &other.employer);
        if one.is_empty() || two.is_empty() {
            return Agreement::Unknown;
        }
        let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
        // "hunter douglas" and "hunter douglas window coverings", but not "gemeente" and "gemeente ede"
        let begins = short.len() > 1 && long.starts_with(short);
        let same = begins || one.concat() == two.concat() || set(one) == set(two);
        if same { Agreement::Same } else { Agreement::Different }
    }

    fn placing(&self, other: &Self) -> Agreement {
        if self.places.is_empty() || other.places.is_empty() {
            return Agreement::Unknown;
        }
        let near = || {
            let all =
                |posting: &Posting| posting.places.iter().filter_map(|place| place.coordinates()).collect::<Vec<_>>();
            let (one, two) = (all(self.posting), all(other.posting));
            let most = self.words.limits.same_point_kilometres;
            one.iter().any(|here| two.iter().any(|there| here.distance_km(*there) <= most))
        };
        if !self.places.is_disjoint(&other.places) || near() { Agreement::Same } else { Agreement::Different }
    }

    /// What makes one posting speak for the vacancy before another: a place, then the longer text.
    pub fn weight(&self) -> (bool, usize) {
        (!self.places.is_empty(), self.posting.text.len())
    }
}

fn words_of<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    texts.flat_map(|text| words(&unaccented(text))).collect()
}

fn set(words: &[String]) -> BTreeSet<&str> {
    words.iter().map(String::as_str).collect()
}

fn in_order(words: &[String]) -> String {
    set(words).into_iter().collect()
}

fn amounts(salary: &Salary) -> (Option<u64>, Option<u64>) {
    (salary.min.map(f64::to_bits), salary.max.map(f64::to_bits))
}

/// Hours that have none in common.
fn are_apart(one: Range, two: Range) -> bool {
    let below = |one: Range, two: Range| one.max.zip(two.min).is_some_and(|(most, least)| most < least);
    below(one, two) || below(two, one)
}

/// Puts postings that are one vacancy together: each set has two or more. `pairs` are those that share a key. What only
/// a third one has in common with both does not join two that contradict each other. The order of neither map nor pairs
/// matters.
pub fn folded<Id: Ord + Clone>(postings: &BTreeMap<Id, Likeness<'_>>, pairs: &BTreeSet<(Id, Id)>) -> Vec<BTreeSet<Id>> {
    let mut sets: BTreeMap<&Id, BTreeSet<&Id>> = postings.keys().map(|id| (id, BTreeSet::from([id]))).collect();
    for (one, two) in pairs {
        let (Some((one, this)), Some((two, that))) = (postings.get_key_value(one), postings.get_key_value(two)) else {
            continue;
        };
        if sets[one].contains(two) || !this.is_same(that) {
            continue;
        }
        let may =
            sets[one].iter().all(|each| sets[two].iter().all(|that| !postings[each].contradicts(&postings[that])));
        if may {
            let all: BTreeSet<&Id> = sets[one].union(&sets[two]).copied().collect();
            sets.extend(all.clone().into_iter().map(|id| (id, all.clone())));
        }
    }
    let firsts = sets.iter().filter(|(id, set)| set.len() > 1 && set.first() == Some(*id));
    firsts.map(|(_, set)| set.iter().map(|id| (*id).clone()).collect()).collect()
}
