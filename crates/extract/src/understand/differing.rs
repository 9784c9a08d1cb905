//! Where a page's own fields and its text say different things, the fields are kept, and the difference is noted.

use super::reading::Reading;
use super::{Rule, education, experience, hours, remote, salary};
use crate::Vocabulary;
use domain::posting::{Fact, Range, Salary};
use domain::{Posting, Problem};

/// Facts that both may state, and the rule that reads the text for each.
const BOTH: [(Fact, Rule); 5] = [
    (Fact::HoursPerWeek, hours::understand),
    (Fact::Salary, salary::understand),
    (Fact::Education, education::understand),
    (Fact::Experience, experience::understand),
    (Fact::Remote, remote::understand),
];

/// Notes each fact of a field that the text contradicts. Doing it twice notes nothing more.
pub(super) fn note(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    for (fact, rule) in BOTH {
        let Some(stated) = posting.quotes.iter().find(|quote| quote.fact == fact && quote.end == 0) else {
            continue;
        };
        let mut said = Posting { text: posting.text.clone(), ..Posting::default() };
        rule(&mut said, reading, vocabulary);
        let Some(words) = said.quote(fact).filter(|_| differs(fact, posting, &said)) else {
            continue;
        };
        let why = format!("its field says '{}', its text says '{}': the field is kept", stated.quote, words.quote);
        let problem = Problem::new(name(fact), why);
        if !posting.problems.contains(&problem) {
            posting.problems.push(problem);
        }
    }
}

fn name(fact: Fact) -> &'static str {
    match fact {
        Fact::HoursPerWeek => "hours_per_week",
        Fact::Salary => "salary",
        Fact::Education => "education",
        Fact::Experience => "experience",
        _ => "remote",
    }
}

/// Whether two postings state a fact otherwise. An end that one of them leaves open contradicts nothing, and neither does
/// pay for another period or in another currency.
fn differs(fact: Fact, stated: &Posting, said: &Posting) -> bool {
    let (asked, other) = (&stated.requirements, &said.requirements);
    match fact {
        Fact::HoursPerWeek => stated.hours_per_week.zip(said.hours_per_week).is_some_and(|(a, b)| ranges_differ(a, b)),
        Fact::Salary => stated
            .salary
            .as_ref()
            .zip(said.salary.as_ref())
            .is_some_and(|(a, b)| a.per == b.per && a.currency == b.currency && ranges_differ(range(a), range(b))),
        Fact::Education => asked.education.zip(other.education).is_some_and(|(a, b)| a.level.step() != b.level.step()),
        // experience without a number is 0, which says nothing of years
        Fact::Experience => asked
            .experience_years
            .zip(other.experience_years)
            .is_some_and(|(a, b)| b.min > 0.0 && (a.min - b.min).abs() > f32::EPSILON),
        _ => stated.remote.zip(said.remote).is_some_and(|(a, b)| a != b),
    }
}

fn range(salary: &Salary) -> Range {
    Range { min: salary.min, max: salary.max }
}

fn ranges_differ(a: Range, b: Range) -> bool {
    let differ = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() > 0.5);
    differ(a.min, b.min) || differ(a.max, b.max)
}
