//! The items of a capability document (FML, IZP, LAB, BAR), by stable name and not by number, since layouts renumber.
//!
//! Names and kinds: DOMAIN.md 1.2 and 1.4. The levels of an item are data (`config/capability.toml`), not here.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What sort of statement an item takes (DOMAIN.md 1.4 rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// Levels from 0, each stricter than the one before, some of them with a quantity.
    Scale,
    /// A list of separate limitations (`aspects`).
    List,
    /// Limited or not, often with free text ("namelijk").
    YesNo,
}

/// An item on which a company doctor may state a limitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(missing_docs, reason = "the Dutch name of each stands in its row of the table below")]
pub enum Item {
    Attention,
    DividedAttention,
    Memory,
    SelfInsight,
    PurposefulAction,
    IndependentAction,
    Pace,
    LowDistraction,
    Predictability,
    FewInterruptions,
    FewDeadlines,
    NoHighPace,
    NoRaisedRisk,
    Autonomy,
    Sight,
    Hearing,
    Speech,
    Writing,
    Reading,
    OthersEmotions,
    OwnFeelings,
    Conflict,
    Cooperation,
    OwnTransport,
    DrivingForWork,
    NoCustomerContact,
    NoCareContact,
    NoSolitaryWork,
    NoColleagueContact,
    NoLeadership,
    Heat,
    Cold,
    Draught,
    SkinContact,
    ProtectiveEquipment,
    DustSmokeGases,
    Noise,
    Vibration,
    Allergens,
    HandUse,
    KeyboardMouse,
    Touch,
    Screwing,
    Reaching,
    FrequentReaching,
    Bending,
    FrequentBending,
    Twisting,
    PushingPulling,
    Lifting,
    Carrying,
    HeadMovement,
    Walking,
    WalkingPerDay,
    Stairs,
    Climbing,
    Kneeling,
    Sitting,
    SittingPerDay,
    Standing,
    StandingPerDay,
    KneelingPosture,
    BentPosture,
    AboveShoulder,
    HeadPosture,
    AlternatingPosture,
    Evening,
    Night,
    HoursPerDay,
    HoursPerWeek,
}

use Item as I;
use ItemKind::{List, Scale, YesNo};

/// Item, stable name, Dutch name, kind.
const ITEMS: [(Item, &str, &str, ItemKind); 70] = [
    (I::Attention, "attention", "vasthouden van de aandacht", Scale),
    (I::DividedAttention, "divided_attention", "verdelen van de aandacht", Scale),
    (I::Memory, "memory", "herinneren", Scale),
    (I::SelfInsight, "self_insight", "inzicht in eigen kunnen", List),
    (I::PurposefulAction, "purposeful_action", "doelmatig handelen", List),
    (I::IndependentAction, "independent_action", "zelfstandig handelen", List),
    (I::Pace, "pace", "handelingstempo", YesNo),
    (I::LowDistraction, "low_distraction", "weinig afleiding door activiteiten van anderen", YesNo),
    (I::Predictability, "predictability", "voorspelbare werksituatie", YesNo),
    (I::FewInterruptions, "few_interruptions", "geen veelvuldige storingen en onderbrekingen", YesNo),
    (I::FewDeadlines, "few_deadlines", "geen veelvuldige deadlines of productiepieken", YesNo),
    (I::NoHighPace, "no_high_pace", "geen hoog handelingstempo", YesNo),
    (I::NoRaisedRisk, "no_raised_risk", "geen verhoogd persoonlijk risico", YesNo),
    (I::Autonomy, "autonomy", "mate van zelfstandigheid", Scale),
    (I::Sight, "sight", "zien", YesNo),
    (I::Hearing, "hearing", "horen", YesNo),
    (I::Speech, "speech", "spreken", YesNo),
    (I::Writing, "writing", "schrijven", YesNo),
    (I::Reading, "reading", "lezen", YesNo),
    (I::OthersEmotions, "others_emotions", "emotionele problemen van anderen hanteren", List),
    (I::OwnFeelings, "own_feelings", "eigen gevoelens uiten", List),
    (I::Conflict, "conflict", "omgaan met conflicten", Scale),
    (I::Cooperation, "cooperation", "samenwerken", Scale),
    (I::OwnTransport, "own_transport", "vervoer", YesNo),
    (I::DrivingForWork, "driving_for_work", "beroepsmatig vervoer", YesNo),
    (I::NoCustomerContact, "no_customer_contact", "geen direct klantcontact", YesNo),
    (I::NoCareContact, "no_care_contact", "geen contact met patiënten of hulpbehoevenden", YesNo),
    (I::NoSolitaryWork, "no_solitary_work", "kan terugvallen op collega's of leidinggevende", YesNo),
    (I::NoColleagueContact, "no_colleague_contact", "geen direct contact met collega's", YesNo),
    (I::NoLeadership, "no_leadership", "geen leidinggevende aspecten", YesNo),
    (I::Heat, "heat", "hitte", YesNo),
    (I::Cold, "cold", "koude", YesNo),
    (I::Draught, "draught", "tocht", YesNo),
    (I::SkinContact, "skin_contact", "huidcontact", YesNo),
    (I::ProtectiveEquipment, "protective_equipment", "beschermende middelen", YesNo),
    (I::DustSmokeGases, "dust_smoke_gases", "stof, rook, gassen en dampen", YesNo),
    (I::Noise, "noise", "geluidsbelasting", YesNo),
    (I::Vibration, "vibration", "trillingsbelasting", YesNo),
    (I::Allergens, "allergens", "allergenen", YesNo),
    (I::HandUse, "hand_use", "hand- en vingergebruik", List),
    (I::KeyboardMouse, "keyboard_mouse", "werken met toetsenbord en muis", Scale),
    (I::Touch, "touch", "tastzin", YesNo),
    (I::Screwing, "screwing", "schroefbewegingen met hand en arm", YesNo),
    (I::Reaching, "reaching", "reiken", Scale),
    (I::FrequentReaching, "frequent_reaching", "frequent reiken", Scale),
    (I::Bending, "bending", "buigen", Scale),
    (I::FrequentBending, "frequent_bending", "frequent buigen", Scale),
    (I::Twisting, "twisting", "torderen", YesNo),
    (I::PushingPulling, "pushing_pulling", "duwen of trekken", Scale),
    (I::Lifting, "lifting", "tillen", Scale),
    (I::Carrying, "carrying", "dragen", Scale),
    (I::HeadMovement, "head_movement", "hoofdbewegingen maken", Scale),
    (I::Walking, "walking", "lopen", Scale),
    (I::WalkingPerDay, "walking_per_day", "lopen tijdens het werk", Scale),
    (I::Stairs, "stairs", "trappenlopen", Scale),
    (I::Climbing, "climbing", "klimmen", Scale),
    (I::Kneeling, "kneeling", "knielen of hurken", Scale),
    (I::Sitting, "sitting", "zitten", Scale),
    (I::SittingPerDay, "sitting_per_day", "zitten tijdens het werk", Scale),
    (I::Standing, "standing", "staan", Scale),
    (I::StandingPerDay, "standing_per_day", "staan tijdens het werk", Scale),
    (I::KneelingPosture, "kneeling_posture", "geknield of gehurkt actief zijn", Scale),
    (I::BentPosture, "bent_posture", "gebogen en/of getordeerd actief zijn", Scale),
    (I::AboveShoulder, "above_shoulder", "boven schouderhoogte actief zijn", Scale),
    (I::HeadPosture, "head_posture", "het hoofd in een bepaalde stand houden", Scale),
    (I::AlternatingPosture, "alternating_posture", "afwisseling van houding", YesNo),
    (I::Evening, "evening", "avond (18-22 uur)", YesNo),
    (I::Night, "night", "nacht (22-06 uur)", YesNo),
    (I::HoursPerDay, "hours_per_day", "uren per dag", Scale),
    (I::HoursPerWeek, "hours_per_week", "uren per week", Scale),
];

impl Item {
    /// Every item, in the order of the document.
    pub fn all() -> impl Iterator<Item = Self> {
        ITEMS.iter().map(|row| row.0)
    }

    /// The item of this stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        ITEMS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        ITEMS[self as usize].1
    }

    /// The Dutch name, for inside the dossier only.
    pub fn dutch(self) -> &'static str {
        ITEMS[self as usize].2
    }

    /// What sort of statement it takes.
    pub fn kind(self) -> ItemKind {
        ITEMS[self as usize].3
    }
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl From<Item> for String {
    fn from(item: Item) -> Self {
        item.name().to_owned()
    }
}

impl TryFrom<String> for Item {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        Self::from_name(&name).ok_or_else(|| format!("there is no capability item '{name}'; see README.md, glossary"))
    }
}

#[cfg(test)]
mod tests {
    //! 1 the table has a row for every item, at its place.
    use super::*;

    #[test]
    fn table_is_in_order() {
        for (at, row) in ITEMS.iter().enumerate() {
            assert_eq!(row.0 as usize, at, "{}", row.1);
            assert_eq!(Item::from_name(row.1), Some(row.0));
        }
    }
}
