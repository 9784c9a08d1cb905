//! What employers answered when asked about a vacancy. A new version of the vacancy keeps its answers; so does a fold.

use crate::database::{Cached, parsed};
use crate::vacancies::next_sequence;
use crate::{StoreError, VacancyStore};
use domain::answer::TAKEN_BACK;
use domain::{Answer, VacancyId};
use std::collections::BTreeMap;

impl VacancyStore {
    /// Keeps an answer; what is derived from the vacancies follows, as after any change.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn keep_answer(&mut self, vacancy: &VacancyId, answer: &Answer) -> Result<(), StoreError> {
        let transaction = self.connection.savepoint()?;
        transaction.execute_cached(
            "INSERT INTO answer (vacancy, about, value, noted_by, noted_on, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                vacancy.as_str(),
                answer.about.as_str(),
                &answer.value,
                &answer.by,
                answer.on.to_string(),
                answer.version.as_str(),
            ),
        )?;
        let sequence = next_sequence(&transaction)?;
        transaction.execute_cached("UPDATE vacancy SET sequence = ?2 WHERE id = ?1", (vacancy.as_str(), sequence))?;
        Ok(transaction.commit()?)
    }

    /// The newest answer on each thing, by name, but for those that were taken back.
    pub(crate) fn answers(&self, vacancy: &str) -> Result<Vec<Answer>, StoreError> {
        let sql = "SELECT about, value, noted_by, noted_on, version FROM answer WHERE vacancy = ?1 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map([vacancy], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))?;
        let mut newest: BTreeMap<String, Answer> = BTreeMap::new();
        for row in rows {
            let [about, value, by, on, version]: [String; 5] = row?;
            let answer = Answer {
                about: parsed("answer.about", &about)?,
                value,
                by,
                on: parsed("answer.noted_on", &on)?,
                version: parsed("answer.version", &version)?,
            };
            newest.insert(about, answer);
        }
        Ok(newest.into_values().filter(|answer| answer.value != TAKEN_BACK).collect())
    }
}
