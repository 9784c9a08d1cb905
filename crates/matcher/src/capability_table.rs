//! What the levels of a capability document allow, by item and layout, read from `config/capability.toml`.

use domain::capability::Layout;
use domain::{Item, ItemKind, Limit};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    layouts: BTreeMap<Layout, String>,
    items: BTreeMap<Item, Row>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    unit: Option<Unit>,
    #[serde(default)]
    count: Option<u8>,
    #[serde(default)]
    levels: Vec<f64>,
    #[serde(default, rename = "levels_fml-2002")]
    older_levels: Vec<f64>,
    #[serde(default)]
    norm_is_open: bool,
    #[serde(default)]
    aspects: Vec<String>,
    #[serde(default)]
    needs_aspects: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unit {
    Kg,
    Minutes,
    Hours,
    Degrees,
    Centimetres,
    PerHour,
    Newton,
    Steps,
    Metres,
}

impl Unit {
    fn of(self, amount: f64) -> Limit {
        match self {
            Self::Kg => Limit::Kg(amount),
            Self::Minutes => Limit::Minutes(amount),
            Self::Hours => Limit::Hours(amount),
            Self::Degrees => Limit::Degrees(amount),
            Self::Centimetres => Limit::Centimetres(amount),
            Self::PerHour => Limit::PerHour(amount),
            Self::Newton => Limit::Newton(amount),
            Self::Steps => Limit::Steps(amount),
            Self::Metres => Limit::Metres(amount),
        }
    }
}

/// What the levels of every item allow.
#[derive(Debug)]
pub(crate) struct CapabilityTable {
    layouts: BTreeMap<Layout, String>,
    rows: BTreeMap<Item, Row>,
}

impl CapabilityTable {
    /// Reads the table; the error is one line with line and column where known.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            format!("line {line}: {}", error.message())
        })?;
        for (item, row) in &file.items {
            if row.unit.is_some() == row.levels.is_empty() {
                return Err(format!("items.{item}: give unit and levels together, or count alone"));
            }
        }
        Ok(Self { layouts: file.layouts, rows: file.items })
    }

    /// The name under which explanations cite the layout.
    pub(crate) fn basis(&self, layout: Layout) -> &str {
        self.layouts.get(&layout).map_or("config/capability.toml", String::as_str)
    }

    fn levels(&self, item: Item, layout: Layout) -> &[f64] {
        match (self.rows.get(&item), layout) {
            (Some(row), Layout::Fml2002) if !row.older_levels.is_empty() => &row.older_levels,
            (Some(row), _) => &row.levels,
            (None, _) => &[],
        }
    }

    /// The strictest level of an item; 1 where it has no scale.
    pub(crate) fn strictest(&self, item: Item, layout: Layout) -> u8 {
        let counted = self.rows.get(&item).and_then(|row| row.count);
        let levels = self.levels(item, layout).len().saturating_sub(1);
        counted.unwrap_or_else(|| u8::try_from(levels).unwrap_or(u8::MAX)).max(1)
    }

    /// What a level allows, where the level has a quantity.
    pub(crate) fn quantity(&self, item: Item, layout: Layout, level: u8) -> Option<Limit> {
        let unit = self.rows.get(&item)?.unit?;
        self.levels(item, layout).get(usize::from(level)).map(|amount| unit.of(*amount))
    }

    /// The norm of an item as a most, where it is one.
    pub(crate) fn norm(&self, item: Item, layout: Layout) -> Option<Limit> {
        let open = self.rows.get(&item)?.norm_is_open;
        if open { None } else { self.quantity(item, layout, 0) }
    }

    /// An amount in the unit of an item.
    pub(crate) fn amount(&self, item: Item, amount: f64) -> Option<Limit> {
        self.rows.get(&item)?.unit.map(|unit| unit.of(amount))
    }

    /// The unit of an item as a limit of 1, to compare units with.
    pub(crate) fn unit(&self, item: Item) -> Option<Limit> {
        self.amount(item, 1.0)
    }

    /// The names of an item's separate limitations.
    pub(crate) fn aspects(&self, item: Item) -> &[String] {
        self.rows.get(&item).map_or(&[], |row| &row.aspects)
    }

    /// Whether an item means nothing without its aspects or a note.
    pub(crate) fn needs_aspects(&self, item: Item) -> bool {
        item.kind() == ItemKind::List && self.rows.get(&item).is_some_and(|row| row.needs_aspects)
    }
}
