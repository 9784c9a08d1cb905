//! The words of the profession as types, shared by every other crate.
//!
//! No input or output, no clock, no environment: what is here is the same on every run.
//! Glossary: README.md; facts of the domain: the documentation of each type.

pub mod answer;
pub mod capability;
pub mod changes;
pub mod criterion;
mod day;
pub mod demand;
pub mod education;
pub mod evidence;
pub mod feedback;
pub mod harvest;
pub mod ids;
pub mod item;
pub mod outside;
pub mod page;
pub mod place;
pub mod posting;
pub mod profile;
mod request_outcome;
pub mod requirements;
pub mod seeker;
pub mod shortlist;
pub mod source;
pub mod travel;
pub mod vacancy;

pub use answer::Answer;
pub use capability::{Capability, CapabilityLimit, Document, HoursAllowed, Layout};
pub use criterion::{Basis, Criterion, CriterionName, Outcome, Requirement, Verdict};
pub use demand::{Demand, DemandBasis, Intensity, Limit, Polarity};
pub use education::EducationLevel;
pub use evidence::{EvidenceKind, EvidenceRecord};
pub use harvest::{Harvest, Listing, Problem};
pub use ids::{CandidateId, Hash, IdError, SourceName, VacancyId};
pub use item::{Item, ItemKind};
pub use page::{Exchange, Page, PageRequest, Protocol, Purpose, Validators};
pub use place::{Coordinates, Place};
pub use posting::{Fact, FactQuote, Language, Posting, Times, YesNoUnknown};
pub use profile::MediationProfile;
pub use request_outcome::RequestOutcome;
pub use requirements::Requirements;
pub use seeker::Seeker;
pub use shortlist::{Funnel, FunnelStep, Match, Rejection, ScorePart, Shortlist, ShortlistEntry};
pub use source::{Source, SourceKey, SourceKind};
pub use travel::{Journey, Point, RoutedTime, RoutedTimes};
pub use vacancy::{ClosedBecause, Closing, ClosingRules, ClosingSign, SignWeight, Vacancy, VacancyState};
