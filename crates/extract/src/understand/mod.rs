//! Understanding a posting: from title and text to requirements, times and demands, each with the words that say so.
//!
//! What a page states in structured fields is kept; the text fills what is missing. Pure, and idempotent. Not here: the
//! words themselves (`vocabulary`), and the reading of pages (`sources`).

mod clock;
pub(crate) mod contract;
pub(crate) mod demands;
mod differing;
pub(crate) mod education;
mod esco;
pub(crate) mod experience;
pub mod explaining;
pub(crate) mod hours;
pub(crate) mod language;
pub(crate) mod languages;
mod musts;
pub(crate) mod negation;
mod occupation;
mod places;
pub(crate) mod priors;
pub(crate) mod qualifications;
pub(crate) mod reading;
pub(crate) mod remote;
pub(crate) mod salary;
pub(crate) mod sections;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod times;

use crate::Vocabulary;
use crate::masking;
use domain::Posting;
use domain::posting::{Fact, FactQuote};
use reading::Reading;
use std::ops::Range;

/// One kind of fact: it reads the text and fills the posting.
type Rule = fn(&mut Posting, &Reading<'_>, &Vocabulary);

/// Every kind of fact. Priors come last: they need the occupation, and what the text already says.
const RULES: [Rule; 15] = [
    language::understand,
    occupation::understand,
    esco::understand,
    places::understand,
    remote::understand,
    hours::understand,
    salary::understand,
    contract::understand,
    education::understand,
    experience::understand,
    qualifications::understand,
    languages::understand,
    times::understand,
    demands::understand,
    priors::understand,
];

/// Masks the personal data of recruiters, and fills a posting with what its title and text say. What the page stated in structured fields stays.
pub fn understand(posting: &mut Posting, vocabulary: &Vocabulary) {
    forget_what_was_found(posting);
    masking::mask_posting(posting, vocabulary);
    let text = posting.text.clone();
    let reading = Reading::new(&text, vocabulary);
    for rule in RULES {
        rule(posting, &reading, vocabulary);
    }
    differing::note(posting, &reading, vocabulary);
    posting.quotes.sort_by(|a, b| (a.fact, a.start, &a.value).cmp(&(b.fact, b.start, &b.value)));
}

/// Facts with a place in the text were found by an earlier pass; those without one the page itself stated.
fn forget_what_was_found(posting: &mut Posting) {
    for quote in posting.quotes.iter().filter(|quote| quote.end > 0) {
        match quote.fact {
            Fact::HoursPerWeek => posting.hours_per_week = None,
            Fact::Salary => posting.salary = None,
            Fact::Contract => posting.contract = None,
            Fact::Education => posting.requirements.education = None,
            Fact::Experience => posting.requirements.experience_years = None,
            Fact::Place => posting.places.clear(),
            Fact::Remote => posting.remote = None,
            // all others are made anew from the text in every pass
            Fact::Licence | Fact::OwnCar | Fact::Certificate | Fact::Registration | Fact::Vog => {}
            Fact::Language | Fact::Evening | Fact::Night | Fact::Weekend | Fact::Shifts | Fact::OnCall => {}
            Fact::Occupation | Fact::Closed => {}
        }
    }
    posting.quotes.retain(|quote| quote.end == 0);
    posting.demands.clear();
}

/// Notes the words that a fact was read from.
fn note(posting: &mut Posting, fact: Fact, value: &str, at: Range<usize>) {
    let quote = posting.text[at.clone()].to_owned();
    posting.quotes.push(FactQuote { fact, value: value.to_owned(), quote, start: at.start, end: at.end });
}
