//! Real answers to "what is your occupation?", coded to ISCO-08 by people: how often the title alone gives their code.
//!
//! 1. On the half that no rule was made on, no less is right than has been reached.
//!
//! The halves are no strict trial: the answers of both had been seen when the titles were written. Since then only what
//! was wrong in the first half has been looked at.
//!
//! The answers stay in `../shared/data` beside the checkout; without them nothing is measured, and a line says so.

use crate::understand::tests::vocabulary;
use sha2::{Digest, Sha256};
use std::path::Path;

const ANSWERS: &str = "../shared/data/occupations/nl_occupation_answers_isco08.csv";
/// A little below what is reached, in percent of the answers of the reported half: four digits, two digits.
const FLOOR: [usize; 2] = [82, 86];

struct Answer {
    words: String,
    isco: String,
}

impl Answer {
    /// Half of the answers, by their words, so that one answer is never in both halves. The first byte of the hash does
    /// not divide them: in the file as it is, it is even for all.
    fn is_reported(&self) -> bool {
        Sha256::digest(self.words.as_bytes())[1] % 2 == 1
    }
}

/// The fields of a line; quoted ones may have commas.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("a field").push(other),
        }
    }
    fields
}

/// Answers that were coded with high confidence. Columns: answer, code, two labels, level, status, action, verdict,
/// confidence.
fn answers() -> Option<Vec<Answer>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(ANSWERS);
    let text = std::fs::read_to_string(path).ok()?;
    let rows = text.lines().skip(1).map(fields).filter(|row| row[8] == "high" && !row[1].is_empty());
    Some(rows.map(|row| Answer { words: row[0].clone(), isco: row[1].clone() }).collect())
}

#[test]
fn answers_of_people() {
    let Some(answers) = answers() else {
        println!("skipped: {ANSWERS} is not beside the checkout");
        return;
    };
    for reported in [false, true] {
        let half: Vec<&Answer> = answers.iter().filter(|answer| answer.is_reported() == reported).collect();
        let found: Vec<Vec<String>> = half
            .iter()
            .map(|answer| {
                let found = vocabulary().occupation(&answer.words);
                found.map_or_else(Vec::new, |found| std::iter::once(found.isco08).chain(found.alternatives).collect())
            })
            .collect();
        let right = |digits: usize, first: usize| {
            let same = |answer: &&Answer, codes: &Vec<String>| {
                codes.iter().take(first).any(|code| code[..digits] == answer.isco[..digits])
            };
            half.iter().zip(&found).filter(|(answer, codes)| same(answer, codes)).count()
        };
        let name = if reported { "reported half" } else { "half for work on words" };
        println!(
            "{name}: {} answers, {} given a group",
            half.len(),
            found.iter().filter(|each| !each.is_empty()).count()
        );
        for digits in [4, 3, 2, 1] {
            let share = |count: usize| 100.0 * count as f64 / half.len() as f64;
            println!("  {digits} digits: {:.1} % at 1, {:.1} % at 3", share(right(digits, 1)), share(right(digits, 3)));
        }
        for (digits, floor) in [4, 2].into_iter().zip(FLOOR).filter(|_| reported) {
            assert!(right(digits, 1) * 100 >= floor * half.len(), "{digits} digits: less than {floor} % are right");
        }
    }
}
