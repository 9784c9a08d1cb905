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

/// Every kind of fact, by name. Priors come last: they need the occupation, and what the text already says.
const RULES: [(&str, Rule); 15] = [
    ("language", language::understand),
    ("occupation", occupation::understand),
    ("esco", esco::understand),
    ("places", places::understand),
    ("remote", remote::understand),
    ("hours", hours::understand),
    ("salary", salary::understand),
    ("contract", contract::understand),
    ("education", education::understand),
    ("experience", experience::understand),
    ("qualifications", qualifications::understand),
    ("languages", languages::understand),
    ("times", times::understand),
    ("demands", demands::understand),
    ("priors", priors::understand),
];

/// Masks the personal data of recruiters, and fills a posting with what its title and text say. What the page stated in structured fields stays.
pub fn understand(posting: &mut Posting, vocabulary: &Vocabulary) {
    understand_in_steps(posting, vocabulary, &mut |_| {});
}

/// The same, and tells after each step which one was done, so that a measurement can take its time.
pub fn understand_in_steps(posting: &mut Posting, vocabulary: &Vocabulary, done: &mut impl FnMut(&'static str)) {
    forget_what_was_found(posting);
    masking::mask_posting(posting, vocabulary);
    done("masking");
    let text = posting.text.clone();
    let matches = vocabulary.scan(&text);
    done("search");
    let reading = Reading::new(&text, matches, vocabulary);
    done("sentences");
    for (name, rule) in RULES {
        rule(posting, &reading, vocabulary);
        done(name);
    }
    differing::note(posting, &reading, vocabulary);
    posting.quotes.sort_by(|a, b| (a.fact, a.start, &a.value).cmp(&(b.fact, b.start, &b.value)));
    done("differences");
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
