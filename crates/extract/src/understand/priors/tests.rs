//! The table of usual loads.
//!
//! 1. Every unit group of ISCO-08 has a row of its own and a usual load; no row stands outside the classification.
//! 2. A group takes what its row does not say from the groups around it; an item takes it from the one it follows.
//! 3. A prior names source, version, basis and group; the text goes before it; light loads are for scales only,
//!    and no load below the bound of its item.
//! 4. A mistake in the table is told with its line.
//! 5. The figures go with O*NET's task scores where those are at hand, on the groups that were not looked at.

use super::classification::{UNIT_GROUPS, is_group};
use super::{Code, Words};
use domain::demand::Intensity;
use domain::{Demand, DemandBasis, Item, ItemKind, Polarity, Posting, YesNoUnknown};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn text() -> String {
    std::fs::read_to_string(beside("config/vocabulary/priors.toml")).expect("the table")
}

fn words() -> Words {
    toml::from_str(&text()).expect("the table of the project")
}

fn figure(words: &Words, isco08: &str, item: Item) -> u8 {
    words.figures(isco08)[item as usize].unwrap_or_default().0
}

#[test]
fn every_unit_group_resolves() {
    assert!(UNIT_GROUPS.is_sorted());
    let words = words();
    for group in UNIT_GROUPS {
        let row = words.groups.get(group);
        assert!(row.is_some_and(|row| !row.0.is_empty()), "{group} has no row, or one without a label");
        assert!(words.groups.contains_key(&group[..1]), "{group} has no major group");
        let loaded = words.usual(group).iter().any(|demand| demand.intensity > Intensity::Light);
        assert!(loaded, "{group} has no usual load");
    }
}

#[test]
fn no_code_is_outside_the_classification() {
    for Code(code) in words().groups.keys() {
        assert!(is_group(code), "{code}");
    }
    for not_a_group in ["", "10", "7199", "71121", "x"] {
        assert!(!is_group(not_a_group), "{not_a_group:?}");
    }
}

#[test]
fn every_item_has_a_basis() {
    let words = words();
    let used: BTreeSet<Item> = words.groups.values().flat_map(|row| row.1.keys().copied()).collect();
    for item in used.iter().chain(words.items.values().filter_map(|column| column.follows.as_ref())) {
        assert!(words.items.get(item).is_some_and(|column| !column.basis.is_empty()), "{item} has no basis");
    }
    for (item, column) in &words.items {
        assert!(column.follows.is_some() || used.contains(item), "{item} has a basis and no figure");
    }
}

/// A table of two items in which 711 and 7112 say what they have of their own.
const SMALL: &str = r#"
source = "a table, version 7"
intensities = { light = 2, regular = 3, heavy = 4 }
[items]
lifting = { basis = "weighed" }
carrying = { follows = "lifting", less = 1, basis = "weighed too" }
noise = { basis = "measured" }
draught = { from = 4, basis = "felt" }
[groups]
7    = ["crafts", { lifting = 4, noise = 2, draught = 3 }]
711  = ["builders", { lifting = 5 }]
7112 = ["bricklayers", { noise = 3, bending = 2, hand_use = 2 }]
7113 = ["stonemasons", { carrying = 0 }]
"#;

#[test]
fn groups_and_items_inherit() {
    let words: Words = toml::from_str(SMALL).expect("a table");
    let of = |code, item| figure(&words, code, item);
    assert_eq!((of("7", Item::Lifting), of("7112", Item::Lifting), of("7512", Item::Lifting)), (4, 5, 4));
    assert_eq!((of("7112", Item::Noise), of("7113", Item::Noise), of("9999", Item::Noise)), (3, 2, 0));
    assert_eq!((of("7112", Item::Carrying), of("7113", Item::Carrying)), (4, 0));
}

#[test]
fn priors_say_what_they_rest_on() {
    let words: Words = toml::from_str(SMALL).expect("a table");
    let told = words.usual("7112").into_iter().fold(String::new(), |mut told, demand| {
        assert_eq!((demand.outcome_basis, demand.polarity), (DemandBasis::Prior, Polarity::Asks));
        assert_eq!((demand.start, demand.end, demand.limit), (0, 0, None));
        let _ = writeln!(told, "{} {:?} “{}”", demand.item, demand.intensity, demand.quote);
        told
    });
    insta::assert_snapshot!(told, @r"
    noise Regular “a table, version 7; compare measured: 7112 bricklayers”
    bending Light “a table, version 7: 7112 bricklayers”
    lifting Heavy “a table, version 7; compare weighed: 7112 bricklayers”
    carrying Heavy “a table, version 7; compare weighed too: 7112 bricklayers”
    ");
}

#[test]
fn light_loads_are_of_scales() {
    let words = words();
    for demand in UNIT_GROUPS.iter().flat_map(|group| words.usual(group)) {
        assert!(demand.intensity > Intensity::Light || demand.item.kind() == ItemKind::Scale, "{}", demand.quote);
    }
}

#[test]
fn the_text_goes_before() {
    let mut posting = Posting::default();
    assert!(super::silent(&posting, Item::Evening) && super::silent(&posting, Item::Lifting));
    posting.times.evening = YesNoUnknown::No;
    let of_text: Demand = words().usual("7112").into_iter().find(|each| each.item == Item::Lifting).expect("a load");
    posting.demands.push(Demand { polarity: Polarity::DoesNotAsk, outcome_basis: DemandBasis::Text, ..of_text });
    assert!(!super::silent(&posting, Item::Evening) && !super::silent(&posting, Item::Lifting));
    assert!(super::silent(&posting, Item::Night) && super::silent(&posting, Item::Noise));
}

#[test]
fn mistakes_are_told_with_their_line() {
    let cases = [
        ("follows = \"lifting\"", "folows = \"lifting\"", 6, "unknown field `folows`"),
        ("noise = 3", "noise = 6", 12, "figures go from 0 to 5"),
        ("noise = 3", "noize = 3", 12, "there is no capability item 'noize'"),
        ("\"bricklayers\", ", "", 12, "invalid type"),
        ("7113 =", "7199 =", 13, "ISCO-08 has no group '7199'"),
    ];
    for (was, is, line, said) in cases {
        let table = SMALL.replace(was, is);
        let error = toml::from_str::<Words>(&table).expect_err(is);
        assert!(error.message().contains(said), "{is}: {error}");
        let before = &table[..error.span().expect("a place").start];
        assert_eq!(before.matches('\n').count() + 1, line, "{is}: {error}");
    }
}

/// Whether a column and an item rise together, or the column is written the other way round (`_rev`).
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Along,
    Against,
}
use Direction::{Against, Along};

/// Columns of the task scores with the item that speaks of the same, or of what comes with it. Without an item: thinking
/// creatively, interpreting for others, relationships, face-to-face talk, inspecting equipment.
const CORRESPONDING: [(&str, &str, Item, Direction); 18] = [
    ("t_1A1f1", "spatial orientation", Item::DrivingForWork, Along),
    ("t_1A2a2", "manual dexterity", Item::HandUse, Along),
    ("t_2B1a", "social perceptiveness", Item::OthersEmotions, Along),
    ("t_4A2a4", "analysing data", Item::KeyboardMouse, Along),
    ("t_4A3a2_rev", "handling and moving objects", Item::Lifting, Against),
    ("t_4A3a3", "controlling machines", Item::NoRaisedRisk, Along),
    ("t_4A3a4", "operating vehicles and devices", Item::DrivingForWork, Along),
    ("t_4A3b4_rev", "repairing machines", Item::Screwing, Against),
    ("t_4A4a5_rev", "assisting and caring", Item::NoCareContact, Against),
    ("t_4A4a8_rev", "working with the public", Item::NoCustomerContact, Against),
    ("t_4A4b4", "guiding subordinates", Item::NoLeadership, Along),
    ("t_4A4b5", "coaching others", Item::NoLeadership, Along),
    ("t_4C2d1g", "time using hands", Item::HandUse, Along),
    ("t_4C2d1i", "repetitive motions", Item::FrequentReaching, Along),
    ("t_4C3b4", "being exact", Item::Attention, Along),
    ("t_4C3b7", "repeating same tasks", Item::FrequentReaching, Along),
    ("t_4C3b8_rev", "structured work", Item::Autonomy, Against),
    ("t_4C3d3", "pace of equipment", Item::NoHighPace, Along),
];

/// Ranks from the smallest; equal values share the middle of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |value: f64| values.iter().filter(|other| **other < value).count();
    let equal = |value: f64| values.iter().filter(|other| **other == value).count();
    values.iter().map(|value| below(*value) as f64 + (equal(*value) as f64 + 1.0) / 2.0).collect()
}

/// Spearman's correlation: Pearson's over ranks.
fn rank_correlation(pairs: &[(f64, f64)]) -> f64 {
    let (left, right): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let centred = |values: Vec<f64>| {
        let ranks = ranks(&values);
        let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
        ranks.into_iter().map(|rank| rank - mean).collect::<Vec<f64>>()
    };
    let (left, right) = (centred(left), centred(right));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    product(&left, &right) / (product(&left, &left) * product(&right, &right)).sqrt()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

/// Groups with an even last digit were looked at while the figures were written.
fn looked_at(group: &str) -> bool {
    group.ends_with(['0', '2', '4', '6', '8'])
}

/// One correlation for each of `CORRESPONDING`, over the groups that `half` takes.
fn correlations(scores: &str, words: &Words, half: impl Fn(&str) -> bool) -> Vec<f64> {
    let mut lines = scores.lines().map(|line| line.trim().split(',').collect::<Vec<&str>>());
    let header = lines.next().expect("a header");
    let rows: Vec<Vec<&str>> = lines.filter(|row| is_group(row[0]) && half(row[0])).collect();
    let of = |(column, _, item, direction): (&str, &str, Item, Direction)| {
        let at = header.iter().position(|name| *name == column).expect("the column");
        let scored = rows.iter().filter_map(|row| Some((row[0], row.get(at)?.parse::<f64>().ok()?)));
        let sign = if direction == Along { 1.0 } else { -1.0 };
        let pairs: Vec<(f64, f64)> =
            scored.map(|(group, score)| (f64::from(figure(words, group, item)), sign * score)).collect();
        rank_correlation(&pairs)
    };
    CORRESPONDING.into_iter().map(of).collect()
}

#[test]
fn agrees_with_the_task_scores() {
    let Ok(scores) = std::fs::read_to_string(beside("../shared/data/occupations/onet_tasks_by_isco08.csv")) else {
        println!("skipped: there are no task scores beside this checkout");
        return;
    };
    let words = words();
    let mut seen = correlations(&scores, &words, looked_at);
    let mut unseen = correlations(&scores, &words, |group| !looked_at(group));
    for ((column, about, item, _), (seen, unseen)) in CORRESPONDING.iter().zip(seen.iter().zip(&unseen)) {
        println!("{column:12} {about:31} {item:20} looked at {seen:5.2}  not looked at {unseen:5.2}");
    }
    let (seen, unseen) = (median(&mut seen), median(&mut unseen));
    println!("median: looked at {seen:.2}, not looked at {unseen:.2}");
    assert!(unseen >= 0.6, "median rank correlation on the groups not looked at: {unseen:.2}");
}

#[test]
fn rank_correlations_are_right() {
    assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    assert!((rank_correlation(&[(1.0, 10.0), (2.0, 20.0), (3.0, 35.0)]) - 1.0).abs() < 1e-12);
    assert!((rank_correlation(&[(1.0, 3.0), (2.0, 1.0), (3.0, 2.0)]) + 0.5).abs() < 1e-12);
}
