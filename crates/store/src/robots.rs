//! Copies of robots.txt and tdmrep.json, kept from night to night. What they say, and how long they serve, is not known
//! here.

use crate::database::{Cached, moment, stamp};
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use url::Url;

/// A copy, with where and when it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsCopy {
    /// Where it is.
    pub url: Url,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// What it says; empty where there is none.
    pub body: Vec<u8>,
}

impl VacancyStore {
    /// Keeps a copy, in place of an older one.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn keep_robots(&mut self, copy: &RobotsCopy) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO robots (url, fetched_at, body) VALUES (?1, ?2, ?3)";
        self.connection.execute_cached(sql, (copy.url.as_str(), stamp(copy.fetched_at), &copy.body))?;
        Ok(())
    }

    /// The copies fetched since a moment; older ones are of no use to anybody, and are deleted.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn robots_since(&mut self, since: DateTime<Utc>) -> Result<Vec<RobotsCopy>, StoreError> {
        self.connection.execute_cached("DELETE FROM robots WHERE fetched_at < ?1", [stamp(since)])?;
        let mut statement = self.connection.prepare_cached("SELECT url, fetched_at, body FROM robots ORDER BY url")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        rows.map(|row| {
            let (url, fetched_at, body): (String, String, Vec<u8>) = row?;
            let url = crate::database::parsed("robots.url", &url)?;
            Ok(RobotsCopy { url, fetched_at: moment("robots.fetched_at", &fetched_at)?, body })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    //! 1 the last copy of an address is kept; 2 one that is too old is forgotten.
    use super::*;

    #[test]
    fn last_copies_are_kept() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let mut store = VacancyStore::open(&folder.path().join("vacancies.sqlite")).expect("a store");
        let copy = |host: &str, hour: i64, body: &str| RobotsCopy {
            url: format!("https://{host}.example/robots.txt").parse().expect("an address"),
            fetched_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour),
            body: body.as_bytes().to_vec(),
        };
        for each in [copy("a", 1, "old"), copy("a", 3, "new"), copy("b", 1, "")] {
            store.keep_robots(&each).expect("kept");
        }
        let since = |hour| DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour);
        assert_eq!(store.robots_since(since(0)).expect("copies"), [copy("a", 3, "new"), copy("b", 1, "")]);
        assert_eq!(store.robots_since(since(2)).expect("copies"), [copy("a", 3, "new")]);
        assert_eq!(store.robots_since(since(0)).expect("copies").len(), 1, "forgotten for good");
    }
}
