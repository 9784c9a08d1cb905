//! The occupation: what the title says, and where that leaves it open, what the words of the text choose.

use super::note;
use super::reading::Reading;
use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::occupations::{Clue, FoundTitle, Points};
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::Fact;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    // the title is the first line of the text, so places in it are places in the text
    let title = reading.text.lines().next().unwrap_or_default();
    let clues = |phrases, points| weigh(reading, title.len(), phrases, points);
    let found = vocabulary.title(title, &clues).or_else(|| first_lines(reading, vocabulary));
    if let Some(found) = &found {
        note(posting, Fact::Occupation, "", found.at.clone());
        if let Some(clue) = &found.clue {
            note(posting, Fact::Occupation, "", clue.clone());
        }
    }
    posting.occupation = found.map(|found| found.occupation);
}

/// What the clues of a group say, by the sections that they stand in.
fn weigh(reading: &Reading<'_>, title: usize, phrases: Phrases, each: Points) -> Clue {
    let mut clue = Clue::default();
    let mut below = 0;
    for found in reading.find(phrases) {
        let points = match reading.section(found.at.start) {
            _ if found.at.end <= title => each.title,
            Section::Title | Section::Work => each.work,
            Section::Asked => each.asked,
            Section::Offered | Section::Employer | Section::Applying => 0,
        };
        if found.at.end <= title {
            clue.in_title = true;
            clue.points += points;
        } else {
            below += points;
        }
        if points > 0 {
            clue.first.get_or_insert(found.at);
        }
    }
    clue.points += below.min(each.most);
    clue
}

/// How many sentences below the title may say what the title does not ("Kom jij ons team versterken?").
const SENTENCES: usize = 4;

/// A title in whole words in the first sentences, at half its certainty.
fn first_lines(reading: &Reading<'_>, vocabulary: &Vocabulary) -> Option<FoundTitle> {
    reading.sentences().skip(1).take(SENTENCES).find_map(|at| {
        let mut found = vocabulary.title_in(&reading.text[at.clone()])?;
        found.at = found.at.start + at.start..found.at.end + at.start;
        Some(found)
    })
}
