//! The privacy border: what of a match may leave the dossier, in a mail or on a candidate's page.
//!
//! [`Card`] has no field that could hold a level, a limitation or a capability item, and its only way in is
//! [`Card::of`]. Whoever renders for outside takes cards, so the compiler keeps the border. Not here: the texts.

use crate::{Outcome, Requirement, ShortlistEntry, VacancyId};

/// A requirement that the candidate may want to look at, in functional words only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    /// About what.
    pub about: Requirement,
    /// True where it fits, false where it is to be looked at.
    pub fits: bool,
}

/// One vacancy as a candidate may see it outside the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    vacancy: VacancyId,
    title: String,
    employer: Option<String>,
    place: Option<String>,
    hours: Option<String>,
    url: String,
    remarks: Vec<Remark>,
}

/// What may be said outside: not the document of the doctor, not the wage before.
const SHOWN: [Requirement; 8] = [
    Requirement::Hours,
    Requirement::Education,
    Requirement::Experience,
    Requirement::Licence,
    Requirement::OwnCar,
    Requirement::Certificate,
    Requirement::Language,
    Requirement::Travel,
];

impl Card {
    /// What may be shown of a shortlist's entry.
    ///
    /// `Hours` is left out where it does not fit: hours allowed are a limitation.
    pub fn of(entry: &ShortlistEntry) -> Self {
        let matched = &entry.matched;
        let remarks = matched.criteria.iter().filter_map(|each| match each.criterion {
            crate::CriterionName::Capability(_) => None,
            crate::CriterionName::Requirement(about) => remark(about, each.outcome),
        });
        Self {
            vacancy: matched.vacancy.clone(),
            title: matched.title.clone(),
            employer: matched.employer.clone(),
            place: matched.place.clone(),
            hours: matched.hours.clone(),
            url: matched.url.clone(),
            remarks: remarks.collect(),
        }
    }

    /// The vacancy.
    pub fn vacancy(&self) -> &VacancyId {
        &self.vacancy
    }
    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }
    /// Its employer.
    pub fn employer(&self) -> Option<&str> {
        self.employer.as_deref()
    }
    /// Its place.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }
    /// The hours that the vacancy states.
    pub fn hours(&self) -> Option<&str> {
        self.hours.as_deref()
    }
    /// Its page.
    pub fn url(&self) -> &str {
        &self.url
    }
    /// What fits and what to look at.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }
}

fn remark(about: Requirement, outcome: Outcome) -> Option<Remark> {
    let fits = match outcome {
        Outcome::Fits => true,
        Outcome::Signal | Outcome::Exceeds => false,
        Outcome::Unknown => return None,
    };
    let hidden = about == Requirement::Hours && !fits;
    (SHOWN.contains(&about) && !hidden).then_some(Remark { about, fits })
}
