//! Answers of route planners, kept from night to night. What they are asked, and for how long an answer serves, is not known
//! here.

use crate::database::{Cached, parsed};
use crate::{StoreError, VacancyStore};
use chrono::NaiveDate;
use domain::profile::TravelMode;
use domain::{Journey, Point};
use rusqlite::Row;
use std::collections::BTreeSet;

/// A kept answer: the seconds, where there is a route, and the day.
pub type KeptTime = (Journey, Option<u32>, NaiveDate);

/// Which server, and for which means of transport.
pub type RoutedBy<'a> = (&'a str, TravelMode);

type Stored = ([i32; 4], Option<u32>, String);

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?], row.get(4)?, row.get(5)?))
}

fn name(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::Car => "car",
        TravelMode::PublicTransport => "public_transport",
        TravelMode::Bike => "bike",
        TravelMode::Walk => "walk",
    }
}

impl VacancyStore {
    /// Keeps what a server answered on a day, in place of what it said before.
    ///
    /// # Errors
    /// Where the database fails; then nothing is kept.
    pub fn keep_travel_times(
        &mut self,
        (host, mode): RoutedBy<'_>,
        from: Point,
        answers: &[(Point, Option<u32>)],
        on: NaiveDate,
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO travel_time VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let transaction = self.connection.savepoint()?;
        for (to, seconds) in answers {
            let points = (from.lat, from.lon, to.lat, to.lon);
            let row = (host, name(mode), points.0, points.1, points.2, points.3, seconds, on.to_string());
            transaction.execute_cached(sql, row)?;
        }
        Ok(transaction.commit()?)
    }

    /// What a server answered on or after a day.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn travel_times(&self, (host, mode): RoutedBy<'_>, since: NaiveDate) -> Result<Vec<KeptTime>, StoreError> {
        let sql = "SELECT from_lat, from_lon, to_lat, to_lon, seconds, asked_on FROM travel_time
                   WHERE host = ?1 AND mode = ?2 AND asked_on >= ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((host, name(mode), since.to_string()), stored)?;
        rows.map(|row| {
            let ([from_lat, from_lon, to_lat, to_lon], seconds, on) = row?;
            let (from, to) = (Point { lat: from_lat, lon: from_lon }, Point { lat: to_lat, lon: to_lon });
            Ok(((from, to, mode), seconds, parsed("travel_time.asked_on", &on)?))
        })
        .collect()
    }

    /// Deletes every answer from before a day, whosever.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn forget_travel_times_before(&mut self, day: NaiveDate) -> Result<(), StoreError> {
        self.connection.execute_cached("DELETE FROM travel_time WHERE asked_on < ?1", [day.to_string()])?;
        Ok(())
    }

    /// Deletes every answer from a point that is none of these.
    ///
    /// # Errors
    /// Where the database fails; then nothing is deleted.
    pub fn keep_travel_times_from(&mut self, points: &BTreeSet<Point>) -> Result<(), StoreError> {
        let transaction = self.connection.savepoint()?;
        let found = {
            let mut statement = transaction.prepare_cached("SELECT DISTINCT from_lat, from_lon FROM travel_time")?;
            let rows = statement.query_map([], |row| Ok(Point { lat: row.get(0)?, lon: row.get(1)? }))?;
            rows.collect::<Result<Vec<_>, _>>()?
        };
        for point in found.iter().filter(|point| !points.contains(point)) {
            let sql = "DELETE FROM travel_time WHERE from_lat = ?1 AND from_lon = ?2";
            transaction.execute_cached(sql, (point.lat, point.lon))?;
        }
        Ok(transaction.commit()?)
    }
}

#[cfg(test)]
mod tests {
    //! 1 the last answer of each server is kept, no route as well; 2 one that is too old does not serve, and is forgotten;
    //! 3 so is what begins where nobody lives.
    use super::*;

    #[test]
    fn answers_are_kept() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let mut store = VacancyStore::open(&folder.path().join("vacancies.sqlite")).expect("a store");
        let day = |day: &str| day.parse::<NaiveDate>().expect("a day");
        let (home, near, far) = (Point { lat: 1, lon: 2 }, Point { lat: 3, lon: 4 }, Point { lat: -5, lon: -6 });
        let car = ("a.example:80", TravelMode::Car);
        let mut keep = |by, to, seconds, on| {
            store.keep_travel_times(by, home, &[(to, seconds)], day(on)).expect("kept");
        };
        keep(car, near, Some(60), "2026-11-01");
        keep(car, near, Some(61), "2026-11-20");
        keep(car, far, None, "2026-11-02");
        keep(("b.example:80", TravelMode::Car), far, Some(9), "2026-11-02");
        let read = |store: &VacancyStore, since| store.travel_times(car, day(since)).expect("times");
        let last = ((home, near, TravelMode::Car), Some(61), day("2026-11-20"));
        let no_route = ((home, far, TravelMode::Car), None, day("2026-11-02"));
        assert_eq!(read(&store, "2026-11-01"), [no_route, last]);
        assert_eq!(read(&store, "2026-11-03"), [last]);
        store.forget_travel_times_before(day("2026-11-03")).expect("forgotten");
        assert_eq!(read(&store, "2026-11-01"), [last]);
        store.keep_travel_times_from(&BTreeSet::from([home])).expect("kept");
        assert_eq!(read(&store, "2026-11-01"), [last]);
        store.keep_travel_times_from(&BTreeSet::from([near])).expect("kept");
        assert_eq!(read(&store, "2026-11-01"), []);
    }
}
