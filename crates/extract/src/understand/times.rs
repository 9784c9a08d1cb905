//! Working times: evening, night, weekend, shifts, on call; each yes, no, or not said (`times.toml`).

use super::note;
use super::reading::Reading;
use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::posting::{Fact, YesNoUnknown};
use domain::{Posting, Times};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Which times the words speak of.
    times: Vec<Time>,
    /// They say yes, unless they are denied.
    #[serde(default)]
    yes: Phrases,
    /// They say no by themselves.
    #[serde(default)]
    no: Phrases,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Time {
    Evening,
    Night,
    Weekend,
    Shifts,
    OnCall,
}

impl Time {
    fn fact(self) -> Fact {
        match self {
            Self::Evening => Fact::Evening,
            Self::Night => Fact::Night,
            Self::Weekend => Fact::Weekend,
            Self::Shifts => Fact::Shifts,
            Self::OnCall => Fact::OnCall,
        }
    }

    fn of(self, times: &mut Times) -> &mut YesNoUnknown {
        match self {
            Self::Evening => &mut times.evening,
            Self::Night => &mut times.night,
            Self::Weekend => &mut times.weekend,
            Self::Shifts => &mut times.shifts,
            Self::OnCall => &mut times.on_call,
        }
    }
}

/// The words of `times.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    times: Vec<Entry>,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    posting.times = Times::default();
    for entry in &vocabulary.words.times.times {
        let of_work = |at: usize| reading.section(at) != Section::Employer && reading.section(at) != Section::Applying;
        for found in reading.find(entry.yes).filter(|found| of_work(found.at.start)) {
            let context = vocabulary.words.negation.context(reading, &found.at);
            let says = if context.denied { YesNoUnknown::No } else { YesNoUnknown::Yes };
            entry.say(posting, says, &context.at);
        }
        for found in reading.find(entry.no).filter(|found| of_work(found.at.start)) {
            entry.say(posting, YesNoUnknown::No, &found.at);
        }
    }
}

impl Entry {
    /// A yes outweighs a no: "geen avonden, behalve op koopavond".
    fn say(&self, posting: &mut Posting, says: YesNoUnknown, at: &std::ops::Range<usize>) {
        for time in &self.times {
            let known = time.of(&mut posting.times);
            let stronger = *known == YesNoUnknown::Unknown || (*known == YesNoUnknown::No && says == YesNoUnknown::Yes);
            if stronger {
                *known = says;
                let fact = time.fact();
                posting.quotes.retain(|quote| quote.fact != fact);
                note(posting, fact, "", at.clone());
            }
        }
    }
}
