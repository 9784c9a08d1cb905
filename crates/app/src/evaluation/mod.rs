//! How good the understanding of vacancies is: labelled cases against what the extractor makes of their texts.
//!
//! Pure but for the reading of files in `labels` and `texts`. The conventions of a label are those of
//! `tests/gold/README.md`. Not here: printing (`commands::eval`).

mod counts;
mod demands;
mod entries;
mod fields;
mod labels;
mod occupations;
mod texts;

pub(crate) use counts::{Counts, rounded, share};
pub(crate) use labels::{Labels, Part};
pub(crate) use occupations::Occupations;
pub(crate) use texts::Texts;

use demands::ItemCompared;
use domain::{Item, Posting};
use extract::Vocabulary;
use fields::{Compared, Field};
use labels::Case;
use serde::Serialize;
use std::collections::BTreeMap;

/// A line of figures with a name.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figures {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) counts: Counts,
}

/// An item's figures, and how often its polarity is right where it was found and labelled.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ItemFigures {
    pub(crate) item: Item,
    #[serde(flatten)]
    pub(crate) counts: Counts,
    pub(crate) polarity_right: usize,
    pub(crate) polarity_of: usize,
}

/// All demands together.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct DemandFigures {
    /// By item, whatever the polarity.
    pub(crate) items: Counts,
    /// By item and polarity together.
    pub(crate) strict: Counts,
    /// Quantities, each with its unit.
    pub(crate) quantities: Counts,
    pub(crate) polarity_right: usize,
    pub(crate) polarity_of: usize,
    /// The share of both.
    pub(crate) polarity: Option<f64>,
}

/// One difference between a label and what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Difference {
    pub(crate) field: String,
    pub(crate) expected: String,
    pub(crate) got: String,
    /// The words that the extractor quotes; none where it found nothing.
    pub(crate) words: Vec<String>,
}

/// A case that did not come out as labelled.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct WrongCase {
    pub(crate) id: String,
    pub(crate) part: Part,
    pub(crate) differences: Vec<Difference>,
    pub(crate) text: String,
}

/// All measures over a set of cases.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Report {
    /// Cases that were measured.
    pub(crate) cases: usize,
    /// Ids of cases whose text is not at hand.
    pub(crate) skipped: Vec<String>,
    pub(crate) fields: Vec<Figures>,
    pub(crate) demands: DemandFigures,
    pub(crate) items: Vec<ItemFigures>,
    pub(crate) occupations: Occupations,
    /// Those with most differences first.
    pub(crate) wrong_cases: Vec<WrongCase>,
}

/// One case, understood and compared.
struct Measured<'a> {
    case: &'a Case,
    posting: Posting,
    fields: Vec<Compared>,
    items: Vec<ItemCompared>,
}

/// Has every case of the wanted part (both, where none is named) understood, and compares.
pub(crate) fn evaluate(
    labels: &Labels,
    texts: &Texts,
    part: Option<Part>,
    vocabulary: &Vocabulary,
) -> anyhow::Result<Report> {
    let mut measured = Vec::new();
    let mut skipped = Vec::new();
    for case in labels.cases.iter().filter(|case| part.is_none_or(|part| case.part() == part)) {
        match texts.posting(case)? {
            Some(posting) => measured.push(Measured::new(case, posting, vocabulary)),
            None => skipped.push(case.id.clone()),
        }
    }
    let pairs: Vec<(&Case, &Posting)> = measured.iter().map(|each| (each.case, &each.posting)).collect();
    let occupations = occupations::measure(&pairs);
    Ok(Report {
        cases: measured.len(),
        skipped,
        fields: field_figures(&measured),
        demands: demand_figures(&measured),
        items: item_figures(&measured),
        occupations,
        wrong_cases: wrong_cases(&measured),
    })
}

impl<'a> Measured<'a> {
    fn new(case: &'a Case, mut posting: Posting, vocabulary: &Vocabulary) -> Self {
        extract::understand(&mut posting, vocabulary);
        let fields = fields::compare(case, &posting);
        let items = demands::compare(case, &posting);
        Self { case, posting, fields, items }
    }

    fn differences(&self) -> Vec<Difference> {
        let fields = self.fields.iter().filter(|each| !each.counts.clean()).map(Difference::of_field);
        let wrong =
            |each: &&ItemCompared| !each.counts.clean() || !each.quantities.clean() || each.polarity == Some(false);
        let items = self.items.iter().filter(wrong).map(Difference::of_item);
        self.occupation().into_iter().chain(fields).chain(items).collect()
    }

    fn occupation(&self) -> Option<Difference> {
        let groups = occupations::groups(&self.posting);
        let right = self.case.occupation.is_empty() || occupations::right(self.case, &groups, (1, 4));
        (!right).then(|| Difference {
            field: "occupation".to_owned(),
            expected: self.case.occupation.join(" or "),
            got: groups.join(", "),
            words: self.posting.occupation.iter().map(|found| found.label.clone()).collect(),
        })
    }
}

impl Difference {
    fn of_field(compared: &Compared) -> Self {
        Self {
            field: name_of(compared.field),
            expected: compared.expected.clone(),
            got: compared.got.clone(),
            words: compared.words.clone(),
        }
    }

    fn of_item(compared: &ItemCompared) -> Self {
        Self {
            field: compared.item.name().to_owned(),
            expected: compared.expected.clone(),
            got: compared.got.clone(),
            words: compared.words.clone(),
        }
    }
}

fn name_of(field: Field) -> String {
    let json = serde_json::to_value(field).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

/// Every field, and the five working times together.
fn field_figures(measured: &[Measured<'_>]) -> Vec<Figures> {
    let mut by_field: BTreeMap<Field, Counts> = Field::all().map(|field| (field, Counts::default())).collect();
    let mut times = Counts::default();
    for compared in measured.iter().flat_map(|each| &each.fields) {
        *by_field.entry(compared.field).or_default() += compared.counts;
        if compared.field.is_time() {
            times += compared.counts;
        }
    }
    let fields = by_field.into_iter().map(|(field, counts)| Figures { name: name_of(field), counts });
    fields.chain([Figures { name: "times".to_owned(), counts: times }]).collect()
}

fn demand_figures(measured: &[Measured<'_>]) -> DemandFigures {
    let mut all = DemandFigures::default();
    for compared in measured.iter().flat_map(|each| &each.items) {
        all.items += compared.counts;
        all.strict += compared.strict;
        all.quantities += compared.quantities;
        all.polarity_of += usize::from(compared.polarity.is_some());
        all.polarity_right += usize::from(compared.polarity == Some(true));
    }
    all.polarity = share(all.polarity_right, all.polarity_of).map(rounded);
    all
}

/// Every item that a label or the extractor names, in the order of the document.
fn item_figures(measured: &[Measured<'_>]) -> Vec<ItemFigures> {
    let mut items: BTreeMap<Item, ItemFigures> = BTreeMap::new();
    for compared in measured.iter().flat_map(|each| &each.items) {
        let item = compared.item;
        let none = ItemFigures { item, counts: Counts::default(), polarity_right: 0, polarity_of: 0 };
        let figures = items.entry(item).or_insert(none);
        figures.counts += compared.counts;
        figures.polarity_of += usize::from(compared.polarity.is_some());
        figures.polarity_right += usize::from(compared.polarity == Some(true));
    }
    items.into_values().collect()
}

fn wrong_cases(measured: &[Measured<'_>]) -> Vec<WrongCase> {
    let mut wrong: Vec<WrongCase> = measured
        .iter()
        .map(|each| WrongCase {
            id: each.case.id.clone(),
            part: each.case.part(),
            differences: each.differences(),
            text: each.posting.text.clone(),
        })
        .filter(|case| !case.differences.is_empty())
        .collect();
    wrong.sort_by(|a, b| b.differences.len().cmp(&a.differences.len()).then(a.id.cmp(&b.id)));
    wrong
}
