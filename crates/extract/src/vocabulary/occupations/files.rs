//! The files of `config/vocabulary/occupations` as they are written, and their checking. Not here: the looking up.

use super::words::Forms;
use super::{Group, Head, Meaning, Occupations, Title};
use crate::vocabulary::phrase::Phrases;
use crate::vocabulary::{VocabularyError, VocabularyFile, mistake, read, unusable};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use toml::Spanned;

/// The file that says how titles are read.
const RULES: &str = "occupations/rules.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    /// The codes of ISCO-08, divided by spaces.
    unit_groups: String,
    /// First digits of groups whose clues mean nothing without a head.
    only_with_a_head: Vec<String>,
    forms: Forms,
    points: Points,
    confidence: Confidence,
}

/// What a clue word counts for, by where it stands.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Points {
    /// In the title.
    pub(crate) title: u32,
    /// In what the work is.
    pub(crate) work: u32,
    /// In what is asked.
    pub(crate) asked: u32,
    /// The most that the text below the title can bring.
    pub(crate) most: u32,
    /// What the group that a head means by itself has before any clue.
    pub(super) otherwise: u32,
}

/// How sure a group is, from 0 to 1, by what it was read from. The scale is explained in `rules.toml`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Confidence {
    pub(super) whole: f64,
    pub(super) part: f64,
    pub(super) ending: f64,
    pub(super) clue_in_title: f64,
    pub(super) clue_in_text: f64,
    pub(super) otherwise: f64,
    pub(super) only_clues: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    group: Vec<GroupRow>,
    #[serde(default)]
    head: Vec<HeadRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    isco: Spanned<String>,
    label: String,
    titles: Vec<Spanned<String>>,
    #[serde(default)]
    clues: Phrases,
    #[serde(default)]
    alternatives: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadRow {
    titles: Vec<Spanned<String>>,
    otherwise: Spanned<String>,
    /// First digits of the groups that the clues choose from.
    among: Vec<String>,
    #[serde(default)]
    leads: bool,
}

/// A title that is longer than this is also the end of a longer word.
const LONG_ENOUGH_TO_END: usize = 6;

/// What is put together from the files, one after the other.
struct Reader<'a> {
    codes: BTreeSet<&'a str>,
    forms: Forms,
    groups: Vec<Group>,
    heads: Vec<(Head, String)>,
    titles: HashMap<Box<str>, Title>,
}

/// Reads the files of the folder.
pub(in crate::vocabulary) fn read_all(files: Vec<&VocabularyFile>) -> Result<Occupations, VocabularyError> {
    let (rules, lists): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.name == RULES);
    let rules = rules.first().ok_or_else(|| unusable(RULES, "this file of the vocabulary is missing".to_owned()))?;
    let RulesFile { unit_groups, only_with_a_head, forms, points, confidence } = read(rules)?;
    let mut reader = Reader {
        codes: unit_groups.split_whitespace().collect(),
        forms: forms.prepare(),
        groups: Vec::new(),
        heads: Vec::new(),
        titles: HashMap::new(),
    };
    for file in &lists {
        reader.add(file, read(file)?)?;
    }
    let Reader { forms, groups, heads, titles, .. } = reader;
    let place = |code: &str| groups.iter().position(|group: &Group| group.isco == code);
    let heads = heads.into_iter().map(|(head, otherwise)| {
        let missing = || unusable(&lists[0].name, format!("a head means {otherwise} by itself, and no group has it"));
        Ok(Head { otherwise: place(&otherwise).ok_or_else(missing)?, ..head })
    });
    let heads = heads.collect::<Result<_, VocabularyError>>()?;
    Ok(Occupations { forms, groups, heads, titles, points, confidence, only_with_a_head })
}

impl Reader<'_> {
    fn add(&mut self, file: &VocabularyFile, rows: File) -> Result<(), VocabularyError> {
        for row in rows.group {
            let codes = std::iter::once(&row.isco).chain(&row.alternatives);
            codes.into_iter().try_for_each(|code| self.check_code(file, code))?;
            let meaning = Meaning::Group(self.groups.len());
            self.groups.push(Group {
                isco: row.isco.into_inner(),
                label: row.label,
                clues: row.clues,
                alternatives: row.alternatives.into_iter().map(Spanned::into_inner).collect(),
            });
            row.titles.iter().try_for_each(|title| self.add_title(file, title, meaning))?;
        }
        for row in rows.head {
            self.check_code(file, &row.otherwise)?;
            let meaning = Meaning::Head(self.heads.len());
            let head = Head { otherwise: 0, among: row.among, leads: row.leads };
            self.heads.push((head, row.otherwise.into_inner()));
            row.titles.iter().try_for_each(|title| self.add_title(file, title, meaning))?;
        }
        Ok(())
    }

    fn check_code(&self, file: &VocabularyFile, code: &Spanned<String>) -> Result<(), VocabularyError> {
        if self.codes.contains(code.get_ref().as_str()) {
            return Ok(());
        }
        let message = format!("'{}' is no unit group of ISCO-08: give four digits of one", code.get_ref());
        Err(mistake(file, code.span().start, message))
    }

    /// `*` before a short title: also the end of a longer word, as long titles are.
    fn add_title(
        &mut self,
        file: &VocabularyFile,
        title: &Spanned<String>,
        meaning: Meaning,
    ) -> Result<(), VocabularyError> {
        let wrong = |message| Err(mistake(file, title.span().start, message));
        let written = title.get_ref();
        let words = self.forms.words(written);
        let count = words.words.len();
        let key = words.key(0..count);
        if key.is_empty() || words.words.iter().any(|word| word.part > 0) {
            return wrong(format!("the title '{written}' has no word that counts, or more than one part: change it"));
        }
        let one_word = count == 1 && key.len() >= LONG_ENOUGH_TO_END;
        let as_ending = one_word || written.starts_with('*');
        let title = Title { meaning, as_ending };
        match self.titles.insert(key.into(), title) {
            Some(other) if other.meaning != meaning => {
                let name = |meaning| self.name(meaning);
                let (first, second) = (name(other.meaning), name(meaning));
                wrong(format!("the title '{written}' stands for {first} and for {second}: keep one"))
            }
            _ => Ok(()),
        }
    }

    fn name(&self, meaning: Meaning) -> String {
        match meaning {
            Meaning::Group(group) => self.groups[group].isco.clone(),
            Meaning::Head(head) => format!("a head that is {} by itself", self.heads[head].1),
        }
    }
}
