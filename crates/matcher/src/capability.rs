//! Capability item by item: what the document limits against what the work takes (DESIGN.md 4.1). Not the working times.

use crate::rules::Rules;
use domain::capability::{CapabilityLimit, Layout};
use domain::demand::{DemandBasis, Intensity, Polarity};
use domain::{Basis, Capability, Criterion, CriterionName, Demand, Item, ItemKind, Limit, Outcome, Posting};

/// One limitation of the candidate, ready to be compared.
struct Limitation<'a> {
    stated: &'a CapabilityLimit,
    layout: Layout,
    /// What may be taken at most, where it is a quantity.
    most: Option<Limit>,
    strictest: bool,
    rules: &'a Rules,
}

/// Criteria for every item on which the document states a limitation, and for loads above the norm.
pub(crate) fn criteria(capability: &Capability, posting: &Posting, rules: &Rules) -> Vec<Criterion> {
    let limited = capability.items.iter().filter(|each| is_limitation(each) && !is_time(each.item));
    let mut found: Vec<Criterion> =
        limited.map(|each| Limitation::new(each, capability.layout, rules).criterion(posting)).collect();
    for each in above_norm(capability.layout, posting, rules) {
        if found.iter().all(|known| known.criterion != each.criterion) {
            found.push(each);
        }
    }
    found
}

/// Level 0 is the norm: not a limitation, unless free text says more.
fn is_limitation(stated: &CapabilityLimit) -> bool {
    stated.level != Some(0) || !stated.note.is_empty()
}

/// Evening, night and hours are compared with the working times.
pub(crate) fn is_time(item: Item) -> bool {
    matches!(item, Item::Evening | Item::Night | Item::HoursPerDay | Item::HoursPerWeek)
}

impl<'a> Limitation<'a> {
    fn new(stated: &'a CapabilityLimit, layout: Layout, rules: &'a Rules) -> Self {
        let of_level = stated.level.and_then(|level| rules.table.quantity(stated.item, layout, level));
        let strictest = stated.level.is_some_and(|level| level >= rules.table.strictest(stated.item, layout));
        Self { stated, layout, most: stated.limit.or(of_level), strictest, rules }
    }

    fn criterion(&self, posting: &Posting) -> Criterion {
        let about: Vec<&Demand> = posting.demands.iter().filter(|each| each.item == self.stated.item).collect();
        let of = |polarity, basis| {
            about.iter().copied().filter(move |each| each.polarity == polarity && each.outcome_basis == basis)
        };
        let asked = of(Polarity::Asks, DemandBasis::Text).map(|demand| (self.asked(demand), demand));
        // the heaviest words decide, wherever they stand
        if let Some((outcome, demand)) = asked.max_by_key(|(outcome, _)| severity(*outcome)) {
            return self.judged(outcome, demand);
        }
        if let Some(demand) = of(Polarity::DoesNotAsk, DemandBasis::Text).max_by_key(|demand| denied_rank(demand)) {
            return self.judged(self.denied(demand), demand);
        }
        match of(Polarity::Asks, DemandBasis::Prior).max_by_key(|demand| demand.intensity) {
            Some(prior) => self.usual(prior),
            None => self.silent(),
        }
    }

    /// Free text is never more than a signal, and never cleared.
    fn with_note(&self, outcome: Outcome) -> Outcome {
        if self.stated.note.is_empty() { outcome } else { Outcome::Signal }
    }

    fn asked(&self, demand: &Demand) -> Outcome {
        match (demand.limit, self.most) {
            (Some(takes), Some(most)) if takes.comparable(most) => self.quantity(takes.amount(), most.amount()),
            _ if self.stated.item.kind() == ItemKind::Scale => self.words_on_scale(demand.intensity),
            _ => match demand.intensity {
                Intensity::Light => Outcome::Signal,
                Intensity::Regular | Intensity::Heavy => self.yes_or_no(),
            },
        }
    }

    /// Of a list, each limitation stands alone, and words rarely say which of them the work takes.
    fn yes_or_no(&self) -> Outcome {
        match self.stated.item.kind() {
            ItemKind::List => Outcome::Signal,
            ItemKind::YesNo | ItemKind::Scale => Outcome::Exceeds,
        }
    }

    fn quantity(&self, takes: f64, most: f64) -> Outcome {
        let about = most * (1.0 + self.rules.settings.quantities.signal_above_percent / 100.0);
        if takes <= most {
            Outcome::Fits
        } else if takes <= about + 1e-9 {
            Outcome::Signal
        } else {
            Outcome::Exceeds
        }
    }

    fn words_on_scale(&self, intensity: Intensity) -> Outcome {
        match (intensity, self.strictest) {
            (Intensity::Heavy, _) | (Intensity::Regular, true) => Outcome::Exceeds,
            (Intensity::Regular, false) | (Intensity::Light, true) => Outcome::Signal,
            (Intensity::Light, false) => Outcome::Fits,
        }
    }

    /// "Niet zwaar" denies only the heavy end: what is left may still be over a strict limit.
    fn denied(&self, demand: &Demand) -> Outcome {
        let strict = self.strictest || self.stated.level.is_some_and(|level| level >= 2);
        if demand.intensity == Intensity::Heavy && strict { Outcome::Signal } else { Outcome::Fits }
    }

    fn judged(&self, outcome: Outcome, demand: &Demand) -> Criterion {
        Criterion {
            outcome: self.with_note(outcome),
            asks: asks(demand),
            basis: Basis::Text,
            quote: Some(demand.quote.clone()),
            ..self.blank()
        }
    }

    /// The usual load of the occupation raises a signal where it is more than light; it never rejects, never clears.
    fn usual(&self, prior: &Demand) -> Criterion {
        let loaded = prior.intensity > Intensity::Light || self.strictest;
        let within = match (prior.limit, self.most) {
            (Some(takes), Some(most)) if takes.comparable(most) => takes.amount() <= most.amount(),
            _ => false,
        };
        let outcome = if prior.intensity > Intensity::Light && !within { Outcome::Signal } else { Outcome::Unknown };
        Criterion {
            outcome: self.with_note(outcome),
            asks: format!("not said; usual in this occupation: {}", asks(prior)),
            basis: Basis::Prior,
            quote: Some(prior.quote.clone()),
            usually_loaded: loaded && !within,
            ..self.blank()
        }
    }

    fn silent(&self) -> Criterion {
        Criterion { outcome: self.with_note(Outcome::Unknown), ..self.blank() }
    }

    fn blank(&self) -> Criterion {
        let rule = if self.stated.note.is_empty() {
            format!("capability, levels by {}", self.rules.table.basis(self.layout))
        } else {
            "capability, free text: a person looks".to_owned()
        };
        Criterion {
            criterion: CriterionName::Capability(self.stated.item),
            outcome: Outcome::Unknown,
            have: self.have(),
            asks: "not said".to_owned(),
            basis: Basis::None,
            quote: None,
            rule,
            hard: true,
            usually_loaded: false,
        }
    }

    fn have(&self) -> String {
        let level = self.stated.level.map(|level| format!("level {level}"));
        let most = self.most.map(|most| format!("at most {most}"));
        let aspects = (!self.stated.aspects.is_empty()).then(|| self.stated.aspects.join(", "));
        let note = (!self.stated.note.is_empty()).then(|| format!("note: {}", self.stated.note));
        let parts: Vec<String> = [level, most, aspects, note].into_iter().flatten().collect();
        if parts.is_empty() { "limited".to_owned() } else { parts.join(", ") }
    }
}

fn severity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Unknown => 0,
        Outcome::Fits => 1,
        Outcome::Signal => 2,
        Outcome::Exceeds => 3,
    }
}

/// A denial of all of it is worth more than one of the heavy end.
fn denied_rank(demand: &Demand) -> u8 {
    u8::from(demand.intensity != Intensity::Heavy)
}

fn asks(demand: &Demand) -> String {
    let how_much = match (demand.limit, demand.intensity) {
        (Some(limit), _) => limit.to_string(),
        (None, Intensity::Light) => "a little".to_owned(),
        (None, Intensity::Regular) => "yes, how much is not said".to_owned(),
        (None, Intensity::Heavy) => "much".to_owned(),
    };
    match (demand.polarity, demand.intensity) {
        (Polarity::Asks, _) => how_much,
        (Polarity::DoesNotAsk, Intensity::Heavy) => "not much".to_owned(),
        (Polarity::DoesNotAsk, _) => "none".to_owned(),
    }
}

/// Loads above the norm, on items without a limitation: the norm is "not limited", it does not mean "safe"
/// (DOMAIN.md 1.4 rule 3).
fn above_norm<'a>(layout: Layout, posting: &'a Posting, rules: &'a Rules) -> impl Iterator<Item = Criterion> + 'a {
    let asked = posting
        .demands
        .iter()
        .filter(|each| each.polarity == Polarity::Asks && each.outcome_basis == DemandBasis::Text);
    asked.filter_map(move |demand| {
        let (takes, norm) = (demand.limit?, rules.table.norm(demand.item, layout)?);
        (takes.comparable(norm) && takes.amount() > norm.amount()).then(|| Criterion {
            criterion: CriterionName::Capability(demand.item),
            outcome: Outcome::Signal,
            have: format!("no limitation; the norm is {norm}"),
            asks: asks(demand),
            basis: Basis::Text,
            quote: Some(demand.quote.clone()),
            rule: format!("above the norm, {}", rules.table.basis(layout)),
            hard: false,
            usually_loaded: false,
        })
    })
}
