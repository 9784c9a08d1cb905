//! What a profile's capability part may state beyond its types: levels that the layout has, units that the item has.

use crate::capability_table::CapabilityTable;
use domain::capability::{CapabilityLimit, HoursAllowed};
use domain::{Capability, ItemKind};
use std::collections::BTreeSet;

/// Something that a profile may not state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileFault {
    /// Where, such as `capability.items[2].level`.
    pub path: String,
    /// What is wrong, and what to do.
    pub message: String,
}

fn fault(path: impl Into<String>, message: impl Into<String>) -> ProfileFault {
    ProfileFault { path: path.into(), message: message.into() }
}

/// All faults, in order of the profile.
pub(crate) fn check(capability: &Capability, table: &CapabilityTable) -> Vec<ProfileFault> {
    let mut faults = Vec::new();
    if capability.valid_until.is_some_and(|until| until < capability.drawn_up_on) {
        faults.push(fault("capability.valid_until", "the document cannot end before it was drawn up"));
    }
    let mut seen = BTreeSet::new();
    for (at, limit) in capability.items.iter().enumerate() {
        let path = format!("capability.items[{at}]");
        if !seen.insert(limit.item) {
            faults
                .push(fault(format!("{path}.item"), format!("{} is stated twice: keep the stricter one", limit.item)));
        }
        faults.extend(statement(limit, capability, table).map(|(field, why)| fault(format!("{path}.{field}"), why)));
        faults.extend(aspects(limit, table).map(|(field, why)| fault(format!("{path}.{field}"), why)));
    }
    faults.extend(hours(&capability.hours));
    faults
}

/// Level and limit: one of them, and one that the layout has.
fn statement(
    limit: &CapabilityLimit,
    capability: &Capability,
    table: &CapabilityTable,
) -> Option<(&'static str, String)> {
    let item = limit.item;
    let scale = item.kind() == ItemKind::Scale;
    match (limit.level, limit.limit) {
        (Some(_), Some(_)) => {
            Some(("limit", format!("{item} has a level and a limit: keep the one the document gives")))
        }
        (Some(level), None) => {
            let most = table.strictest(item, capability.layout);
            let message = format!("level {level} of {item} is not in this layout: it goes from 0 to {most}");
            (level > most).then_some(("level", message))
        }
        (None, Some(stated)) => match table.unit(item) {
            Some(unit) if unit.comparable(stated) && stated.amount() >= 0.0 => None,
            Some(unit) => Some(("limit", format!("{item} is counted as {}: give that unit", unit_name(unit)))),
            None => Some(("limit", format!("{item} has no quantity: state it by level"))),
        },
        (None, None) if scale && limit.note.is_empty() => {
            Some(("item", format!("{item} needs a level, a limit or a note")))
        }
        (None, None) => None,
    }
}

fn unit_name(unit: domain::Limit) -> String {
    unit.to_string().trim_start_matches('1').trim_start().to_owned()
}

fn aspects(limit: &CapabilityLimit, table: &CapabilityTable) -> Option<(&'static str, String)> {
    let known = table.aspects(limit.item);
    if let Some(unknown) = limit.aspects.iter().find(|aspect| !known.contains(aspect)) {
        let choice = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Some(("aspects", format!("'{unknown}' is no aspect of {}: it has {choice}", limit.item)));
    }
    let silent = limit.aspects.is_empty() && limit.note.is_empty();
    (table.needs_aspects(limit.item) && silent)
        .then(|| ("item", format!("{} needs aspects, or a note that says what is meant", limit.item)))
}

fn hours(hours: &HoursAllowed) -> Vec<ProfileFault> {
    let mut faults = Vec::new();
    let mut within = |path: String, amount: Option<f64>, most: f64| {
        if amount.is_some_and(|amount| !(0.0..=most).contains(&amount)) {
            faults.push(fault(path, format!("this must be 0 to {most} hours")));
        }
    };
    within("capability.hours.per_day".to_owned(), hours.per_day, 24.0);
    within("capability.hours.per_week".to_owned(), hours.per_week, 60.0);
    for (at, step) in hours.build_up.iter().enumerate() {
        within(format!("capability.hours.build_up[{at}].per_day"), Some(step.per_day), 24.0);
        within(format!("capability.hours.build_up[{at}].per_week"), Some(step.per_week), 60.0);
    }
    for (at, pair) in hours.build_up.windows(2).enumerate() {
        if pair[0].from >= pair[1].from {
            faults.push(fault(
                format!("capability.hours.build_up[{}].from", at + 1),
                "the steps must follow each other in time",
            ));
        }
    }
    faults
}
