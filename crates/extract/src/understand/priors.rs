//! The usual load of an occupation (`priors.toml`): where the text is silent, a reason to ask. Never a rejection.
//!
//! The figures, their inheritance and their basis are data and documented there; here they become demands.

mod classification;
#[cfg(test)]
mod tests;

use super::reading::Reading;
use crate::Vocabulary;
use domain::demand::{DemandBasis, Intensity, Polarity};
use domain::posting::YesNoUnknown;
use domain::{Demand, Item, ItemKind, Posting};
use serde::Deserialize;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// How much of a load, 0 to 5, as the head of `priors.toml` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(try_from = "i64")]
struct Figure(u8);

impl TryFrom<i64> for Figure {
    type Error = String;
    fn try_from(figure: i64) -> Result<Self, String> {
        let within = u8::try_from(figure).ok().filter(|figure| *figure <= 5);
        within.map(Self).ok_or_else(|| format!("a figure of {figure}: figures go from 0 to 5"))
    }
}

/// The beginning of ISCO-08 codes: a major, sub-major, minor or unit group.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Code(String);

impl TryFrom<String> for Code {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        let known = classification::is_group(&code);
        if known {
            Ok(Self(code))
        } else {
            Err(format!("ISCO-08 has no group '{code}': give one to four of its digits"))
        }
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Where the load of an item can be looked up by occupation, and how its figures come about where no row has one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    basis: String,
    #[serde(default)]
    follows: Option<Item>,
    #[serde(default)]
    less: Figure,
    /// The figure from which on it is asked about, where that is not what `Intensities` say.
    #[serde(default)]
    from: Figure,
}

/// The figures from which on a load has each intensity.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Intensities {
    light: Figure,
    regular: Figure,
    heavy: Figure,
}

/// A group's name, and what differs from the group around it.
#[derive(Debug, Deserialize)]
struct Row(String, BTreeMap<Item, Figure>);

/// The loads of `priors.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Named in every explanation, with its version.
    source: String,
    intensities: Intensities,
    items: BTreeMap<Item, Column>,
    groups: BTreeMap<Code, Row>,
}

impl Words {
    /// The rows that speak about a code, from its major group to the code itself.
    fn rows<'a>(&'a self, isco08: &'a str) -> impl DoubleEndedIterator<Item = (&'a str, &'a Row)> {
        let beginnings = (1..=isco08.len()).filter_map(|length| isco08.get(..length));
        beginnings.filter_map(|code| self.groups.get(code).map(|row| (code, row)))
    }

    /// The figures of an occupation, by place of the item: of the longest code that has one, else of the item it follows.
    fn figures(&self, isco08: &str) -> Vec<Option<Figure>> {
        let mut figures = vec![None; Item::all().count()];
        for (item, figure) in self.rows(isco08).flat_map(|(_, row)| &row.1) {
            figures[*item as usize] = Some(*figure);
        }
        for (item, column) in &self.items {
            let of = column.follows.and_then(|of| figures[of as usize]);
            let followed = of.map(|of| Figure(of.0.saturating_sub(column.less.0)));
            figures[*item as usize] = figures[*item as usize].or(followed);
        }
        figures
    }

    /// The intensity that a figure is asked about with. A light load matters to the strictest limitation of a scale;
    /// on a yes-or-no item or a list it would make a question of nearly every vacancy.
    fn intensity(&self, item: Item, figure: Figure) -> Option<Intensity> {
        let from = &self.intensities;
        match item.kind() {
            _ if self.items.get(&item).is_some_and(|column| figure < column.from) => None,
            _ if figure >= from.heavy => Some(Intensity::Heavy),
            _ if figure >= from.regular => Some(Intensity::Regular),
            ItemKind::Scale if figure >= from.light => Some(Intensity::Light),
            ItemKind::Scale | ItemKind::YesNo | ItemKind::List => None,
        }
    }

    /// The usual loads of an occupation, in the order of the document.
    fn usual(&self, isco08: &str) -> Vec<Demand> {
        let Some((code, Row(label, _))) = self.rows(isco08).next_back() else { return Vec::new() };
        let loads = Item::all().zip(self.figures(isco08));
        let loads = loads.filter_map(|(item, figure)| Some((item, self.intensity(item, figure?)?)));
        let demand = |(item, intensity)| Demand {
            item,
            polarity: Polarity::Asks,
            intensity,
            limit: None,
            level: None,
            outcome_basis: DemandBasis::Prior,
            quote: self.quote(item, code, label),
            start: 0,
            end: 0,
        };
        loads.map(demand).collect()
    }

    /// Where a load comes from, what it can be compared with, and of whom it is said.
    fn quote(&self, item: Item, code: &str, label: &str) -> String {
        match self.items.get(&item) {
            Some(Column { basis, .. }) => format!("{}; compare {basis}: {code} {label}", self.source),
            None => format!("{}: {code} {label}", self.source),
        }
    }
}

/// Whether the text says nothing on an item.
fn silent(posting: &Posting, item: Item) -> bool {
    let times = match item {
        Item::Evening => posting.times.evening,
        Item::Night => posting.times.night,
        _ => YesNoUnknown::Unknown,
    };
    times == YesNoUnknown::Unknown && posting.demands.iter().all(|demand| demand.item != item)
}

pub(crate) fn understand(posting: &mut Posting, _reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let Some(occupation) = &posting.occupation else { return };
    let mut usual = vocabulary.words.priors.usual(&occupation.isco08);
    usual.retain(|demand| silent(posting, demand.item));
    posting.demands.extend(usual);
}
