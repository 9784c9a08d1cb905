//! Demands against their labels: item by item over a whole text, then whether the polarity is right, then quantities.
//! Priors are no demands here, and the items that are working times are measured as such.

use super::counts::Counts;
use super::entries::Entry;
use super::fields::each;
use super::labels::Case;
use domain::demand::{DemandBasis, Polarity};
use domain::{Demand, Item, Posting};
use std::collections::BTreeSet;

/// How one item of one case came out.
#[derive(Debug, Clone)]
pub(crate) struct ItemCompared {
    pub(crate) item: Item,
    /// Whether the item is spoken of.
    pub(crate) counts: Counts,
    /// Item and polarity together.
    pub(crate) strict: Counts,
    /// Whether the polarity is right, where the item was found and is labelled.
    pub(crate) polarity: Option<bool>,
    /// The quantities.
    pub(crate) quantities: Counts,
    pub(crate) expected: String,
    pub(crate) got: String,
    pub(crate) words: Vec<String>,
}

/// Items that one phrase speaks of at once, since vacancies do not tell them apart: unbroken and over the day, once and
/// often, movement and posture, and lifting and carrying, which older documents have as one item (DOMAIN.md 1.3, 1.4).
const TWINS: [(Item, Item); 8] = [
    (Item::Sitting, Item::SittingPerDay),
    (Item::Standing, Item::StandingPerDay),
    (Item::Walking, Item::WalkingPerDay),
    (Item::Bending, Item::FrequentBending),
    (Item::Bending, Item::BentPosture),
    (Item::Reaching, Item::FrequentReaching),
    (Item::Kneeling, Item::KneelingPosture),
    (Item::Lifting, Item::Carrying),
];

/// What a label says of one item with one polarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Labelled {
    Wanted,
    Optional,
    Not,
}

/// Items of a label and of a posting, in the order of the document.
pub(crate) fn compare(case: &Case, posting: &Posting) -> Vec<ItemCompared> {
    let labelled = case.asks.iter().chain(&case.does_not_ask).map(|wanted| wanted.item);
    let items: BTreeSet<Item> = labelled.chain(said(posting).map(|demand| demand.item)).collect();
    items.into_iter().map(|item| compare_item(case, posting, item)).collect()
}

/// What the text itself says, apart from working times.
fn said(posting: &Posting) -> impl Iterator<Item = &Demand> {
    let times = |item| matches!(item, Item::Evening | Item::Night | Item::HoursPerDay | Item::HoursPerWeek);
    posting.demands.iter().filter(move |demand| demand.outcome_basis == DemandBasis::Text && !times(demand.item))
}

fn compare_item(case: &Case, posting: &Posting, item: Item) -> ItemCompared {
    let found: Vec<&Demand> = said(posting).filter(|demand| demand.item == item).collect();
    let sides = [Polarity::Asks, Polarity::DoesNotAsk];
    let has = |polarity| found.iter().any(|demand| demand.polarity == polarity);
    let label = |polarity| labelled(case, item, polarity);
    let wanted = sides.iter().any(|side| label(*side) == Labelled::Wanted);
    let foreign = sides.iter().any(|side| has(*side) && label(*side) == Labelled::Not);
    let mut strict = Counts::default();
    for side in sides {
        strict += counted(label(side), has(side));
    }
    let counts = match (wanted, found.is_empty()) {
        (true, false) => Counts { right: 1, ..Counts::default() },
        (true, true) => Counts { missed: 1, ..Counts::default() },
        (false, _) => Counts { wrong: usize::from(foreign), ..Counts::default() },
    };
    ItemCompared {
        item,
        counts,
        strict,
        polarity: (counts.right == 1).then_some(!foreign),
        quantities: quantities(case, &found, item),
        expected: sides
            .iter()
            .filter(|side| label(**side) == Labelled::Wanted)
            .map(|side| shown(*side))
            .collect::<Vec<_>>()
            .join(", "),
        got: found
            .iter()
            .map(|demand| described(demand))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
            .join(", "),
        words: found.iter().map(|demand| demand.quote.clone()).collect(),
    }
}

/// What a label says; of an item that it does not name, it allows what it says of the item's twin.
fn labelled(case: &Case, item: Item, polarity: Polarity) -> Labelled {
    let twins = TWINS.iter().filter_map(|(a, b)| match item {
        item if item == *a => Some(*b),
        item if item == *b => Some(*a),
        _ => None,
    });
    match named(case, item, polarity) {
        Labelled::Not if twins.into_iter().any(|twin| named(case, twin, polarity) != Labelled::Not) => {
            Labelled::Optional
        }
        named => named,
    }
}

fn named(case: &Case, item: Item, polarity: Polarity) -> Labelled {
    let entries = match polarity {
        Polarity::Asks => &case.asks,
        Polarity::DoesNotAsk => &case.does_not_ask,
    };
    match entries.iter().find(|wanted| wanted.item == item) {
        Some(wanted) if wanted.optional => Labelled::Optional,
        Some(_) => Labelled::Wanted,
        None => Labelled::Not,
    }
}

fn counted(label: Labelled, found: bool) -> Counts {
    match (label, found) {
        (Labelled::Wanted, true) => Counts { right: 1, ..Counts::default() },
        (Labelled::Wanted, false) => Counts { missed: 1, ..Counts::default() },
        (Labelled::Not, true) => Counts { wrong: 1, ..Counts::default() },
        (Labelled::Optional, _) | (Labelled::Not, false) => Counts::default(),
    }
}

/// Quantities count for themselves, also where the item is found without one; those of an item that is not named do not.
fn quantities(case: &Case, found: &[&Demand], item: Item) -> Counts {
    if [Polarity::Asks, Polarity::DoesNotAsk].iter().all(|polarity| named(case, item, *polarity) == Labelled::Not) {
        return Counts::default();
    }
    let entries = case.asks.iter().chain(&case.does_not_ask).filter(|wanted| wanted.item == item);
    let limits =
        entries.filter_map(|wanted| Some(Entry { value: wanted.limit?.to_string(), optional: wanted.optional }));
    let got: Vec<String> = found.iter().filter_map(|demand| Some(demand.limit?.to_string())).collect();
    each(&limits.collect::<Vec<_>>(), &got)
}

fn described(demand: &Demand) -> String {
    let polarity = shown(demand.polarity);
    demand.limit.map_or_else(|| polarity.clone(), |limit| format!("{polarity} {limit}"))
}

fn shown(polarity: Polarity) -> String {
    match polarity {
        Polarity::Asks => "asks",
        Polarity::DoesNotAsk => "does_not_ask",
    }
    .to_owned()
}
