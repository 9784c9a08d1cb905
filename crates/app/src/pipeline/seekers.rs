//! Making candidates ready for the matcher, and what all matching of one night shares.

use crate::workplace::Workplace;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{CandidateId, Hash, MediationProfile, RoutedTimes, Seeker, Vacancy, VacancyId};
use extract::Vocabulary;
use matcher::{Rules, Situation};
use search::Index;
use std::collections::BTreeMap;
use store::{DossierStore, VacancyStore};

/// How many vacancies the text relevance is asked for; those beyond count as not relevant.
const RELEVANT: usize = 2_000;

/// What all matching of one night shares.
pub(crate) struct Bench {
    pub(crate) rules: Rules,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) vacancies: Vec<Vacancy>,
    pub(crate) index: Index,
    /// What route planners answered so far.
    pub(crate) routed: RoutedTimes,
    pub(crate) today: NaiveDate,
    pub(crate) now: DateTime<Utc>,
}

impl Bench {
    /// Reads the open vacancies and brings the index up to date.
    pub(crate) fn set_up(place: &Workplace, store: &VacancyStore) -> anyhow::Result<Self> {
        let mut index = super::open_index(place)?;
        super::update_index(&mut index, store)?;
        Ok(Self {
            rules: place.loaded.rules()?,
            vocabulary: place.loaded.vocabulary()?,
            vacancies: store.open_vacancies()?,
            index,
            routed: super::known_routes(place, store)?,
            today: place.clock.today(),
            now: place.clock.now(),
        })
    }

    /// SHA-256 over ids and versions of the open vacancies, in order of id; where there are answers, over those as well.
    pub(crate) fn snapshot(&self) -> Hash {
        let version = |vacancy: &Vacancy| match vacancy.answers.as_slice() {
            [] => vacancy.version.to_string(),
            answers => format!("{} {}", vacancy.version, store::canonical_hash(&answers)),
        };
        let versions: BTreeMap<&str, String> =
            self.vacancies.iter().map(|vacancy| (vacancy.id.as_str(), version(vacancy))).collect();
        store::canonical_hash(&versions)
    }

    /// How well the words of a profile fit each vacancy's text.
    pub(crate) fn relevance(&self, profile: &MediationProfile) -> anyhow::Result<BTreeMap<VacancyId, f32>> {
        let search = profile.search.occupations.iter().chain(&profile.qualifications.skills);
        let words: Vec<&str> = search.map(String::as_str).collect();
        Ok(self.index.relevance(&words.join(" "), RELEVANT)?)
    }

    /// The situation in which a candidate is matched.
    pub(crate) fn situation<'a>(&'a self, relevance: &'a BTreeMap<VacancyId, f32>) -> Situation<'a> {
        Situation { today: self.today, now: self.now, rules: &self.rules, relevance, routed: &self.routed }
    }
}

/// The newest profile of a candidate, ready for the matcher.
pub(crate) fn seeker(bench: &Bench, dossiers: &DossierStore, id: &CandidateId) -> anyhow::Result<Seeker> {
    let Some((version, profile)) = dossiers.profile(id)? else {
        anyhow::bail!("there is no candidate {id}: `passend candidates list` shows who there is");
    };
    Ok(Seeker {
        shown: dossiers.shown_before(id, bench.today)?,
        feedback: dossiers.feedback(id)?.into_iter().filter(|each| each.on <= bench.today).collect(),
        blocks: dossiers.blocks(id)?.into_iter().filter(|each| each.on <= bench.today).collect(),
        ..bare_seeker(bench, version, profile)
    })
}

/// A profile with what the vocabulary makes of its words, and nothing of the dossier's past.
pub(crate) fn bare_seeker(bench: &Bench, version: u32, profile: MediationProfile) -> Seeker {
    let isco = |title: &String| bench.vocabulary.occupation(title).map(|occupation| occupation.isco08);
    Seeker {
        home: bench.vocabulary.home(&profile.home),
        experience_isco: profile.experience.iter().map(|each| isco(&each.title)).collect(),
        searched_isco: profile.search.occupations.iter().map(isco).collect(),
        shown: BTreeMap::new(),
        feedback: Vec::new(),
        blocks: Vec::new(),
        version,
        profile,
    }
}
