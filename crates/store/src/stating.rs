//! Which pages state a vacancy, and how to ask for one of them once more.

use crate::database::{from_json, parsed};
use crate::{StoreError, VacancyStore};
use domain::{PageRequest, SourceName, VacancyId};
use rusqlite::OptionalExtension;
use url::Url;

impl VacancyStore {
    /// The pages, by source and address, that state a vacancy now.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn pages_of(&self, id: &VacancyId) -> Result<Vec<(SourceName, Url)>, StoreError> {
        let sql = "SELECT DISTINCT page.source, page.url FROM witness JOIN page ON page.id = witness.page
                   WHERE witness.vacancy = ?1 AND witness.open ORDER BY page.source, page.url";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows =
            statement.query_map([id.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.iter().map(|(source, url)| Ok((parsed("page.source", source)?, parsed("page.url", url)?))).collect()
    }

    /// The request for a page as its listing made it last: with what is sent along, and what the listing states itself.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn request_for(&self, source: &SourceName, url: &Url) -> Result<Option<PageRequest>, StoreError> {
        // that the address is somewhere in the text is seen faster than that it is one request's
        let sql = "SELECT request.value FROM page JOIN json_each(page.requests) AS request
                   WHERE source = ?1 AND instr(requests, ?2) > 0 AND json_extract(request.value, '$.url') = ?2
                   ORDER BY fetched_at DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row((source.as_str(), url.as_str()), |row| row.get::<_, String>(0)).optional()?;
        found.map(|request| from_json("page.requests", &request)).transpose()
    }
}
