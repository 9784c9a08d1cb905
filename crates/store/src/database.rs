//! Opening a database, bringing its schema up to date, and the crate's errors. What the tables mean is said elsewhere.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, Params, Row};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database answered with an error.
    #[error("the database {} failed: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
    /// The key does not open the dossiers.
    #[error("the key does not open {}: it was made with another key; put that one back as passend.key", .0.display())]
    WrongKey(PathBuf),
    /// The database was written by a newer version of the program.
    #[error("{} was written by a newer version of passend (schema {found}, this one knows {known}): update passend", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: usize,
        /// The newest schema known.
        known: usize,
    },
    /// A statement failed.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// What is stored cannot be read.
    #[error("what is stored as {what} cannot be read: {why}")]
    Stored {
        /// Which column or table.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// A key that is none.
    #[error("a key is 64 hexadecimal digits")]
    NoKey,
}

/// Statements that are compiled once a connection.
pub(crate) trait Cached {
    /// Runs one, and gives how many rows it changed.
    fn execute_cached(&self, sql: &str, parameters: impl Params) -> rusqlite::Result<usize>;

    /// Reads its first row.
    fn query_row_cached<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T>;
}

impl Cached for Connection {
    fn execute_cached(&self, sql: &str, parameters: impl Params) -> rusqlite::Result<usize> {
        self.prepare_cached(sql)?.execute(parameters)
    }

    fn query_row_cached<T>(
        &self,
        sql: &str,
        parameters: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.prepare_cached(sql)?.query_row(parameters, read)
    }
}

/// More than a store has statements.
const STATEMENTS: usize = 200;

/// The SQL that makes each version of a schema from the one before.
pub(crate) type Migrations = &'static [&'static str];

/// How long a statement waits for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Settings that every connection gets; `recursive_triggers` makes `INSERT OR REPLACE` fire the append-only triggers.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;";

/// Opens or makes a database.
pub(crate) fn open(path: &Path, key: Option<&str>, migrations: Migrations) -> Result<Connection, StoreError> {
    let failed = |source| StoreError::Open { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(failed)?;
    if let Some(key) = key {
        connection.execute_batch("PRAGMA cipher_log_level = NONE").map_err(failed)?;
        connection.pragma_update(None, "key", format!("x'{key}'")).map_err(failed)?;
        read_anything(&connection, path)?;
    }
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // else a statement is compiled anew for each value that its plan might depend on
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    connection.execute_batch(SETTINGS).map_err(failed)?;
    migrate(&mut connection, path, migrations)?;
    Ok(connection)
}

/// The key is only tried when the first page is read.
fn read_anything(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let read = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    match read {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(StoreError::WrongKey(path.to_owned()))
        }
        Err(source) => Err(StoreError::Open { path: path.to_owned(), source }),
    }
}

fn migrate(connection: &mut Connection, path: &Path, migrations: Migrations) -> Result<(), StoreError> {
    let found: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > migrations.len() {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: migrations.len() });
    }
    for (version, sql) in migrations.iter().enumerate().skip(found) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// A moment as it is stored: RFC 3339, to the microsecond, in UTC, so that text order is time order.
pub(crate) fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A moment as it was stored.
pub(crate) fn moment(what: &'static str, text: &str) -> Result<DateTime<Utc>, StoreError> {
    let parsed = DateTime::parse_from_rfc3339(text);
    parsed.map(|time| time.to_utc()).map_err(|error| StoreError::Stored { what, why: error.to_string() })
}

/// A value that was stored as JSON.
pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Stored { what, why: error.to_string() })
}

/// A value as JSON.
pub(crate) fn to_json(what: &'static str, value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Stored { what, why: error.to_string() })
}

/// A value of one of our types that was stored as its text.
pub(crate) fn parsed<T>(what: &'static str, text: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text.parse().map_err(|error: T::Err| StoreError::Stored { what, why: error.to_string() })
}
