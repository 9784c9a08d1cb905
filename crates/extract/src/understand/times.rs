//! Working times: evening, night, weekend, shifts, on call; each yes, no, or not said (`times.toml`).

use super::reading::{Reading, overlaps};
use super::sections::Section;
use super::{clock, note};
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::posting::{Fact, YesNoUnknown};
use domain::{Posting, Times};
use serde::Deserialize;
use std::ops::Range;

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
    /// Clock times in their sentence are no working times: opening hours, the hour of an interview.
    not_worked: Phrases,
    /// Words of a working time that name none: "een welverdiend weekend".
    not: Phrases,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    posting.times = Times::default();
    let of_work = |at: usize| reading.section(at) != Section::Employer && reading.section(at) != Section::Applying;
    let other: Vec<Range<usize>> = reading.find(vocabulary.words.times.not).map(|found| found.at).collect();
    let named = |at: &Range<usize>| of_work(at.start) && !overlaps(&other, at);
    for entry in &vocabulary.words.times.times {
        for found in reading.find(entry.yes).filter(|found| named(&found.at)) {
            let context = vocabulary.words.negation.context(reading, &found.at);
            let says = if context.denied { YesNoUnknown::No } else { YesNoUnknown::Yes };
            entry.say(posting, says, &context.at);
        }
        for found in reading.find(entry.no).filter(|found| of_work(found.at.start)) {
            entry.say(posting, YesNoUnknown::No, &found.at);
        }
    }
    let not_worked = |at: usize| reading.is_in(vocabulary.words.times.not_worked, reading.sentence(at));
    let whole_hours = vocabulary.words.hours.clock_times(reading).filter_map(|found| clock::of_hours(&found));
    let shifts = clock::shifts(reading.text).into_iter().chain(whole_hours);
    for shift in shifts.filter(|shift| of_work(shift.at.start)) {
        if !not_worked(shift.at.start) {
            let says = |yes: bool| if yes { YesNoUnknown::Yes } else { YesNoUnknown::No };
            Time::Evening.say(posting, says(shift.in_evening()), &shift.at);
            Time::Night.say(posting, says(shift.at_night()), &shift.at);
        }
    }
}

impl Entry {
    fn say(&self, posting: &mut Posting, says: YesNoUnknown, at: &Range<usize>) {
        for time in &self.times {
            time.say(posting, says, at);
        }
    }
}

impl Time {
    /// A yes outweighs a no: "geen avonden, behalve op koopavond".
    fn say(self, posting: &mut Posting, says: YesNoUnknown, at: &Range<usize>) {
        let known = self.of(&mut posting.times);
        if *known == YesNoUnknown::Unknown || (*known == YesNoUnknown::No && says == YesNoUnknown::Yes) {
            *known = says;
            let fact = self.fact();
            posting.quotes.retain(|quote| quote.fact != fact);
            note(posting, fact, "", at.clone());
        }
    }
}
