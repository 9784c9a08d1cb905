//! The vacancies as they were from night to night: every version, and when it was the one that stood. For trends; what was
//! shown to whom is in the evidence.

use crate::database::{from_json, moment, parsed, stamp};
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Vacancy, VacancyState};
use rusqlite::Row;
use std::collections::BTreeMap;

/// One version of a vacancy.
#[derive(Debug, Clone, PartialEq)]
pub struct PastVersion {
    /// The vacancy as this version states it; its pages are left out.
    pub vacancy: Vacancy,
    /// Since when it stood.
    pub from: DateTime<Utc>,
    /// Until when; `None`: it still stands.
    pub to: Option<DateTime<Utc>>,
    /// Days between which it was closed meanwhile: from the first, up to the day that it was there again.
    pub away: Vec<(NaiveDate, NaiveDate)>,
}

impl PastVersion {
    /// Whether it stood, and was open, at a moment.
    pub fn is_open_at(&self, at: DateTime<Utc>) -> bool {
        let day = at.date_naive();
        let away = self.away.iter().any(|(closed, again)| (*closed..*again).contains(&day));
        self.from <= at && self.to.is_none_or(|to| at < to) && !away
    }
}

struct StoredVersion {
    texts: [String; 6],
    posting: String,
    to: Option<String>,
}

impl StoredVersion {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let texts = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
        Ok(Self { texts, posting: row.get(6)?, to: row.get(7)? })
    }

    fn version(self, away: &BTreeMap<String, Vec<(NaiveDate, NaiveDate)>>) -> Result<PastVersion, StoreError> {
        let [id, version, group, first_seen, last_verified, from] = &self.texts;
        let vacancy = Vacancy {
            id: parsed("vacancy.id", id)?,
            posting: from_json("posting", &self.posting)?,
            version: parsed("vacancy_version.version", version)?,
            group: group.clone(),
            first_seen: moment("vacancy.first_seen", first_seen)?,
            last_verified: moment("vacancy.last_verified", last_verified)?,
            seen_on: Vec::new(),
            state: VacancyState::Open,
            doubtful_since: None,
            // what its page said that night; what was answered since is not of that night
            answers: Vec::new(),
        };
        Ok(PastVersion {
            vacancy,
            from: moment("vacancy_version.valid_from", from)?,
            to: self.to.map(|to| moment("vacancy_version.valid_to", &to)).transpose()?,
            away: away.get(id).cloned().unwrap_or_default(),
        })
    }
}

impl VacancyStore {
    /// The newest nights that ended, oldest first: the day, and the moment at which its last crawl was done.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn nights(&self, most: usize) -> Result<Vec<(NaiveDate, DateTime<Utc>)>, StoreError> {
        let sql = "SELECT date, max(finished) FROM run WHERE kind = 'crawl' AND finished IS NOT NULL
                   GROUP BY date ORDER BY date DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows = rows.collect::<Result<Vec<(String, String)>, _>>()?;
        let nights = rows.iter().rev();
        nights.map(|(date, finished)| Ok((parsed("run.date", date)?, moment("run.finished", finished)?))).collect()
    }

    /// Every version that stood at some time since a moment, by id and time. What was folded into another is left out: it
    /// was never a vacancy of its own.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn versions_since(&self, since: DateTime<Utc>) -> Result<Vec<PastVersion>, StoreError> {
        let away = self.away()?;
        let sql = "SELECT vacancy.id, vacancy_version.version, posting_group, first_seen, last_verified, valid_from,
                          posting, valid_to
                   FROM vacancy JOIN vacancy_version ON vacancy_version.vacancy = vacancy.id
                   WHERE folded_into IS NULL AND (valid_to IS NULL OR valid_to >= ?1)
                   ORDER BY vacancy.id, valid_from";
        let mut statement = self.connection.prepare_cached(sql)?;
        let stored = statement.query_map([stamp(since)], StoredVersion::read)?.collect::<Result<Vec<_>, _>>()?;
        stored.into_iter().map(|each| each.version(&away)).collect()
    }

    /// A version that comes back as it was begins no second time: when it was closed meanwhile is kept apart.
    fn away(&self) -> Result<BTreeMap<String, Vec<(NaiveDate, NaiveDate)>>, StoreError> {
        let sql =
            "SELECT vacancy, closed_on, reopened_on FROM closing WHERE reopened_on IS NOT NULL ORDER BY closed_on";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut away: BTreeMap<String, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
        for row in rows.collect::<Result<Vec<(String, String, String)>, _>>()? {
            let days = (parsed("closing.closed_on", &row.1)?, parsed("closing.reopened_on", &row.2)?);
            away.entry(row.0).or_default().push(days);
        }
        Ok(away)
    }
}
