//! Vacancies: reading them, closing them, and following their changes. How they come in is in `pages`.

use crate::database::{self, Cached, from_json, moment, parsed, stamp, to_json};
use crate::{StoreError, witnesses};
use chrono::{DateTime, NaiveDate, Utc};
use domain::changes::History;
use domain::vacancy::SeenOn;
use domain::{ClosedBecause, Posting, SourceName, Vacancy, VacancyId, VacancyState};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

const MIGRATIONS: database::Migrations = &[
    include_str!("../migrations/vacancies/0001-begin.sql"),
    include_str!("../migrations/vacancies/0002-frontier.sql"),
    include_str!("../migrations/vacancies/0003-robots.sql"),
    include_str!("../migrations/vacancies/0004-alive-and-single.sql"),
    include_str!("../migrations/vacancies/0005-applying.sql"),
    include_str!("../migrations/vacancies/0006-travel-times.sql"),
    include_str!("../migrations/vacancies/0007-passes.sql"),
    include_str!("../migrations/vacancies/0008-answers.sql"),
];

/// Public facts: a commit need not wait for the disk (`runs` says which do), what is removed need not be overwritten, and
/// the log may grow to 32 MiB before it is taken in, so that a page written by many requests is taken in once. 16 MB of
/// pages stay in memory: ids are random, and so is what is looked up.
const SETTINGS: &str = "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 8000;
    PRAGMA cache_size = -16000;";

/// The database of public facts.
#[derive(Debug)]
pub struct VacancyStore {
    pub(crate) connection: Connection,
}

/// How many vacancies a source states, by state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The source.
    pub source: SourceName,
    /// `open`, or why they are closed.
    pub state: String,
    /// How many.
    pub vacancies: usize,
}

const SELECT: &str =
    "SELECT vacancy.id, vacancy.version, posting_group, first_seen, last_verified, closed_because, closed_on,
                             posting, sequence,
                             (SELECT CASE WHEN count(*) > 0 AND count(*) = count(doubt.since) THEN max(doubt.since) END
                              FROM witness LEFT JOIN doubt USING (source, url)
                              WHERE witness.vacancy = vacancy.id AND witness.open) AS doubtful_since,
                             EXISTS (SELECT 1 FROM answer WHERE answer.vacancy = vacancy.id) AS answered
                      FROM vacancy JOIN vacancy_version
                        ON vacancy_version.vacancy = vacancy.id AND vacancy_version.version = vacancy.version";

/// A row of [`SELECT`], as stored.
struct StoredVacancy {
    texts: [String; 5],
    closed: Option<(String, String)>,
    posting: String,
    sequence: u64,
    doubtful_since: Option<String>,
    answered: bool,
}

impl StoredVacancy {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let because: Option<String> = row.get(5)?;
        let on: Option<String> = row.get(6)?;
        Ok(Self {
            texts: [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?],
            closed: because.zip(on),
            posting: row.get(7)?,
            sequence: row.get(8)?,
            doubtful_since: row.get(9)?,
            answered: row.get(10)?,
        })
    }
}

impl VacancyStore {
    /// Opens or makes the database.
    ///
    /// # Errors
    /// Where the file cannot be used, or was written by a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = database::open(path, None, MIGRATIONS)?;
        connection.execute_batch(SETTINGS)?;
        Ok(Self { connection })
    }

    /// Every open vacancy, by id.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn open_vacancies(&self) -> Result<Vec<Vacancy>, StoreError> {
        let sql = format!("{SELECT} WHERE closed_on IS NULL ORDER BY vacancy.id");
        self.select(&sql, []).map(|found| found.into_iter().map(|(vacancy, _)| vacancy).collect())
    }

    /// Every vacancy that was closed on or after a day, by id, but for those that proved to be another.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn closed_since(&self, day: NaiveDate) -> Result<Vec<Vacancy>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE closed_on >= ?1 AND json_extract(closed_because, '$') <> 'folded' ORDER BY vacancy.id"
        );
        self.select(&sql, [day.to_string()]).map(|found| found.into_iter().map(|(vacancy, _)| vacancy).collect())
    }

    /// One vacancy, open or closed.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn vacancy(&self, id: &VacancyId) -> Result<Option<Vacancy>, StoreError> {
        let found = self.select(&format!("{SELECT} WHERE vacancy.id = ?1"), [id.as_str()])?;
        Ok(found.into_iter().next().map(|(vacancy, _)| vacancy))
    }

    /// What is known of a vacancy's past.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn history(&self, id: &VacancyId) -> Result<History, StoreError> {
        let sql = "SELECT (SELECT valid_from FROM vacancy_version
                           WHERE vacancy_version.vacancy = vacancy.id AND vacancy_version.version = vacancy.version),
                          (SELECT max(reopened_on) FROM closing WHERE closing.vacancy = vacancy.id), folded_into
                   FROM vacancy WHERE id = ?1";
        let found = self.connection.query_row_cached(sql, [id.as_str()], |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?))
        });
        let Some((text_since, reopened_on, folded_into)) = found.optional()? else { return Ok(History::default()) };
        Ok(History {
            text_since: text_since.map(|at| moment("vacancy_version.valid_from", &at)).transpose()?,
            reopened_on: reopened_on.map(|day| parsed("closing.reopened_on", &day)).transpose()?,
            folded_into: folded_into.map(|id| parsed("vacancy.folded_into", &id)).transpose()?,
        })
    }

    /// What changed first after a point in the sequence of changes, with closed ones, and the point it leads up to.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn changed_since(&self, sequence: u64, most: usize) -> Result<(Vec<Vacancy>, u64), StoreError> {
        let sql = format!("{SELECT} WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
        let found = self.select(&sql, (sequence, most))?;
        let last = found.last().map_or(sequence, |(_, sequence)| *sequence);
        Ok((found.into_iter().map(|(vacancy, _)| vacancy).collect(), last))
    }

    fn select(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<(Vacancy, u64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let stored = statement.query_map(parameters, StoredVacancy::read)?.collect::<Result<Vec<_>, _>>()?;
        stored.into_iter().map(|each| self.vacancy_of(each)).collect()
    }

    fn vacancy_of(&self, stored: StoredVacancy) -> Result<(Vacancy, u64), StoreError> {
        let [id, version, group, first_seen, last_verified] = &stored.texts;
        let state = match &stored.closed {
            None => VacancyState::Open,
            Some((because, on)) => VacancyState::Closed {
                because: from_json("vacancy.closed_because", because)?,
                on: parsed("vacancy.closed_on", on)?,
            },
        };
        let doubtful = stored.doubtful_since.as_deref().map(|day| parsed("doubt.since", day));
        let vacancy = Vacancy {
            id: parsed("vacancy.id", id)?,
            posting: from_json::<Posting>("posting", &stored.posting)?,
            version: parsed("vacancy.version", version)?,
            group: group.clone(),
            first_seen: moment("vacancy.first_seen", first_seen)?,
            last_verified: moment("vacancy.last_verified", last_verified)?,
            seen_on: self.seen_on(id)?,
            state,
            doubtful_since: doubtful.transpose()?,
            answers: if stored.answered { self.answers(id)? } else { Vec::new() },
        };
        Ok((vacancy, stored.sequence))
    }

    fn seen_on(&self, id: &str) -> Result<Vec<SeenOn>, StoreError> {
        let sql = "SELECT source, url FROM witness WHERE vacancy = ?1 ORDER BY first_seen, source, url";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.iter()
            .map(|(source, url)| {
                Ok(SeenOn { source: parsed("witness.source", source)?, url: parsed("witness.url", url)? })
            })
            .collect()
    }

    /// Closes what is past its last day. Gives how many, by the source that stated each first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn close_expired(
        &mut self,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<SourceName, usize>, StoreError> {
        let transaction = self.connection.savepoint()?;
        let mut counts = BTreeMap::new();
        let mut expired = expired_on(&transaction, today)?;
        // the page that takes another's place may be past its last day as well
        while let Some((id, source)) = expired.pop() {
            if !witnesses::hand_over(&transaction, &id, now)? {
                close(&transaction, &id, ClosedBecause::Expired, now)?;
                *counts.entry(parsed("witness.source", &source)?).or_default() += 1;
            }
            if expired.is_empty() {
                expired = expired_on(&transaction, today)?;
            }
        }
        transaction.commit()?;
        Ok(counts)
    }

    /// How many vacancies each source states, by state; a folded vacancy counts at each of its sources.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn counts(&self) -> Result<Vec<Count>, StoreError> {
        let sql = "SELECT source, coalesce(json_extract(closed_because, '$'), 'open') AS state, count(DISTINCT vacancy.id)
                   FROM witness JOIN vacancy ON vacancy.id = witness.vacancy GROUP BY source, state ORDER BY source, state";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
        let rows = rows.collect::<Result<Vec<(String, String, usize)>, _>>()?;
        rows.into_iter()
            .map(|(source, state, vacancies)| {
                Ok(Count { source: parsed("witness.source", &source)?, state, vacancies })
            })
            .collect()
    }
}

/// The open vacancies whose text names a last day that is past, each with the source that it was seen in first.
fn expired_on(transaction: &Connection, today: NaiveDate) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT vacancy.id, (SELECT source FROM witness WHERE witness.vacancy = vacancy.id
                                   ORDER BY witness.first_seen, source LIMIT 1)
               FROM vacancy JOIN vacancy_version
                 ON vacancy_version.vacancy = vacancy.id AND vacancy_version.version = vacancy.version
               WHERE closed_on IS NULL AND json_extract(posting, '$.valid_through') < ?1";
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map([today.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The next number in the sequence of changes.
pub(crate) fn next_sequence(transaction: &Connection) -> Result<u64, StoreError> {
    Ok(transaction.query_row_cached("UPDATE change SET last = last + 1 RETURNING last", [], |row| row.get(0))?)
}

/// Closes a vacancy that is open; gives 1, or 0 where it was closed already.
pub(crate) fn close(
    transaction: &Connection,
    id: &str,
    because: ClosedBecause,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let sequence = next_sequence(transaction)?;
    let closed = transaction.execute_cached(
        "UPDATE vacancy SET closed_because = ?2, closed_on = ?3, sequence = ?4 WHERE id = ?1 AND closed_on IS NULL",
        (id, to_json("because", &because)?, now.date_naive().to_string(), sequence),
    )?;
    let sql = "UPDATE vacancy_version SET valid_to = ?2 WHERE vacancy = ?1 AND valid_to IS NULL";
    transaction.execute_cached(sql, (id, stamp(now)))?;
    if closed > 0 {
        let sql = "INSERT INTO closing (vacancy, because, closed_on) VALUES (?1, ?2, ?3)";
        transaction.execute_cached(sql, (id, to_json("because", &because)?, now.date_naive().to_string()))?;
    }
    Ok(closed)
}
