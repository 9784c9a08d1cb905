//! `passend.toml` and what stands beside it: sources, vocabulary, levels, key. Embedded defaults serve where there is none.

mod travel;

pub(crate) use travel::Osrm;

use crate::imported;
use crate::place_in_file::FileFault;
use anyhow::Context;
use domain::Source;
use extract::Vocabulary;
use extract::sources::discover::Discovery;
use extract::vocabulary::VocabularyFile;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The complete, commented configuration that `passend init` writes.
pub(crate) const DEFAULT: &str = include_str!("../../../config/passend.toml");
/// Levels and norms of capability documents.
pub(crate) const CAPABILITY: &str = include_str!("../../../config/capability.toml");
/// What `passend init` leaves in `config/sources/`.
pub(crate) const SOURCES_README: &str = include_str!("../../../config/sources/README.md");

/// Requests a second that no public host is asked for, whatever the configuration says.
const HIGHEST_RATE: f64 = 50.0;

/// What careers pages are searched for.
const DISCOVERY: &str = include_str!("../../../config/discovery.toml");

/// What employers are asked.
const QUESTIONS: &str = include_str!("../../../config/questions.toml");

/// The part of the configuration that the crawler reads.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Crawler {
    pub(crate) contact: String,
    pub(crate) requests_per_second: f64,
    pub(crate) timeout_seconds: u64,
    pub(crate) max_body_mebibytes: usize,
    pub(crate) max_redirects: usize,
    pub(crate) max_crawl_delay_seconds: u64,
    pub(crate) attempts: u32,
    pub(crate) requests_at_once: usize,
    pub(crate) max_header_kibibytes: usize,
    pub(crate) max_decompression_ratio: usize,
    pub(crate) max_robots_redirects: usize,
    pub(crate) max_robots_kibibytes: usize,
    pub(crate) robots_refresh_hours: u64,
    pub(crate) robots_keep_hours: u64,
    pub(crate) first_pause_milliseconds: u64,
    pub(crate) longest_wait_seconds: u64,
    pub(crate) failures_before_rest: u32,
    pub(crate) rest_seconds: u64,
    pub(crate) longest_rest_seconds: u64,
    pub(crate) max_pages_of_a_source: usize,
    pub(crate) verifications_a_night: usize,
    /// A certificate authority of one's own, PEM, beside the usual ones.
    #[serde(default)]
    pub(crate) certificate_authority: Option<PathBuf>,
    pub(crate) revisit: crate::pipeline::Revisit,
}

/// How long fetched pages are kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchiveSettings {
    pub(crate) keep_days: u32,
}

/// Where and how digests are sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Digest {
    pub(crate) from: String,
    pub(crate) reply_to: String,
    pub(crate) outbox: PathBuf,
    #[serde(default)]
    pub(crate) smtp: Option<Smtp>,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// STARTTLS, required (port 587).
    Starttls,
    /// None: only for a server on this machine.
    None,
}

/// A mail server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Smtp {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    #[serde(default)]
    pub(crate) username: Option<String>,
    #[serde(default)]
    pub(crate) password_file: Option<PathBuf>,
    /// A certificate authority of one's own, PEM, beside the usual ones.
    #[serde(default)]
    pub(crate) certificate_authority: Option<PathBuf>,
}

/// All of `passend.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) crawler: Crawler,
    pub(crate) archive: ArchiveSettings,
    pub(crate) digest: Digest,
    pub(crate) matching: matcher::Settings,
    #[serde(default)]
    pub(crate) travel: travel::TravelServers,
}

/// The configuration, and the folder that everything beside it is looked up in.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) configuration: Configuration,
    folder: PathBuf,
    /// Where imported tables are.
    data: PathBuf,
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The text of a file beside the configuration, or the embedded one.
fn read_or(path: &Path, embedded: &str) -> anyhow::Result<String> {
    if path.exists() { read(path) } else { Ok(embedded.to_owned()) }
}

impl Loaded {
    /// Reads `passend.toml`; without one, says how to make it.
    pub(crate) fn read(file: &Path) -> anyhow::Result<Self> {
        if !file.exists() {
            anyhow::bail!(
                "there is no configuration {}: run `passend init --contact you@your-organisation.nl`, or name one with --config",
                file.display()
            );
        }
        let text = read(file)?;
        let configuration = toml::from_str(&text).map_err(|error| FileFault::of_toml(file, &text, &error))?;
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let loaded = Self { configuration, folder, data: PathBuf::from("index") };
        loaded.check(file, &text)?;
        Ok(loaded)
    }

    /// The embedded configuration, for commands that make no request and open no dossier.
    pub(crate) fn embedded() -> anyhow::Result<Self> {
        let configuration = toml::from_str(DEFAULT).context("the embedded configuration cannot be read")?;
        Ok(Self { configuration, folder: PathBuf::from("config"), data: PathBuf::from("index") })
    }

    /// The same, with the tables that were imported into this data folder.
    pub(crate) fn with_data(self, data: &Path) -> Self {
        Self { data: data.to_owned(), ..self }
    }

    fn check(&self, file: &Path, text: &str) -> Result<(), FileFault> {
        let fault = |path: &str, message: &str| {
            Err(FileFault::at_offset(file, text, crate::place_in_file::offset_in_toml(text, path), message))
        };
        let rate = self.configuration.crawler.requests_per_second;
        if !(rate > 0.0 && rate <= HIGHEST_RATE) {
            return fault(
                "crawler.requests_per_second",
                &format!("the rate must be above 0 and at most {HIGHEST_RATE}"),
            );
        }
        if !(1..=24).contains(&self.configuration.crawler.robots_keep_hours) {
            return fault(
                "crawler.robots_keep_hours",
                "a copy of robots.txt serves 1 to 24 hours (RFC 9309 section 2.4)",
            );
        }
        if self.configuration.crawler.requests_at_once == 0 {
            return fault("crawler.requests_at_once", "at least one request must be possible at once");
        }
        if let Some((path, message)) = self.configuration.travel.osrm.as_ref().and_then(travel::Osrm::fault) {
            return fault(path, message);
        }
        Ok(())
    }

    /// The rules of matching, checked.
    pub(crate) fn rules(&self) -> anyhow::Result<matcher::Rules> {
        let path = self.folder.join("capability.toml");
        let text = read_or(&path, CAPABILITY)?;
        matcher::Rules::new(self.configuration.matching.clone(), &text)
            .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
    }

    /// The vocabulary: the embedded files, each replaced by the one of its name in `vocabulary/` beside the
    /// configuration, and what else stands there; with the tables that were imported into the data folder.
    pub(crate) fn vocabulary(&self) -> anyhow::Result<Vocabulary> {
        let folder = self.folder.join("vocabulary");
        let parsed = Vocabulary::parse(&self.vocabulary_files()?);
        let parsed = parsed.map_err(|error| anyhow::anyhow!("{}/{error}", folder.display()))?;
        let [esco, postcodes] = [imported::ESCO, imported::POSTCODES].map(|name| imported::read(&self.data, name));
        let tables = parsed.with_imported(esco?.as_deref(), postcodes?.as_deref());
        tables.with_context(|| format!("an imported table in {} is broken: import it again", self.data.display()))
    }

    /// The files of the vocabulary, in order of name.
    pub(crate) fn vocabulary_files(&self) -> anyhow::Result<Vec<VocabularyFile>> {
        let folder = self.folder.join("vocabulary");
        let mut files: BTreeMap<String, String> =
            crate::embedded::vocabulary().into_iter().map(|file| (file.name, file.text)).collect();
        let mut found = Vec::new();
        toml_files(&folder, &mut found)?;
        for path in found {
            let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
            files.insert(name, read(&path)?);
        }
        Ok(files.into_iter().map(|(name, text)| VocabularyFile { name, text }).collect())
    }

    /// The sources in `sources/*.toml`, by file name. A faulty one is an error: nothing is skipped in silence.
    pub(crate) fn sources(&self) -> anyhow::Result<Vec<Source>> {
        let folder = self.folder.join("sources");
        let mut paths = Vec::new();
        toml_files(&folder, &mut paths)?;
        let sources = paths.iter().map(|path| read_source(path)).collect::<anyhow::Result<Vec<_>>>()?;
        for (at, source) in sources.iter().enumerate() {
            if let Some(earlier) = sources[..at].iter().position(|each| each.name == source.name) {
                let message = format!("the name '{}' is already taken by {}", source.name, paths[earlier].display());
                return Err(FileFault::whole(&paths[at], message).into());
            }
        }
        Ok(sources)
    }

    /// What careers pages are searched for: `discovery.toml` beside the configuration, or the embedded one.
    pub(crate) fn discovery(&self) -> anyhow::Result<Discovery> {
        let path = self.folder.join("discovery.toml");
        let text = read_or(&path, DISCOVERY)?;
        Ok(Discovery::parse(&text).map_err(|error| FileFault::of_toml(&path, &text, &error))?)
    }

    /// What employers are asked: `questions.toml` beside the configuration, or the embedded one.
    pub(crate) fn questions(&self) -> anyhow::Result<matcher::Questions> {
        let path = self.folder.join("questions.toml");
        let text = read_or(&path, QUESTIONS)?;
        matcher::Questions::parse(&text).map_err(|error| match error {
            matcher::QuestionsError::Form(error) => FileFault::of_toml(&path, &text, &error).into(),
            matcher::QuestionsError::Cover(why) => FileFault::whole(&path, why).into(),
        })
    }

    /// A template that users may change: the one in `templates/` beside the configuration, or the embedded one.
    pub(crate) fn template(&self, name: &str, embedded: &str) -> anyhow::Result<String> {
        read_or(&self.folder.join("templates").join(name), embedded)
    }

    /// Where the key of the dossiers is kept.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.folder.join("passend.key")
    }

    /// A path of the configuration: relative ones count from its folder's parent, as `index/` does.
    pub(crate) fn resolve(&self, path: &Path) -> PathBuf {
        self.folder.parent().unwrap_or(Path::new("")).join(path)
    }

    /// How old a copy of robots.txt may be that serves while there is no other.
    pub(crate) fn robots_keep(&self) -> chrono::Duration {
        chrono::Duration::hours(i64::try_from(self.configuration.crawler.robots_keep_hours).unwrap_or(24))
    }

    /// What the fetcher is to keep to.
    ///
    /// # Errors
    /// Where the certificate authority cannot be read.
    pub(crate) fn fetch_settings(&self, clock: crate::clock::Clock) -> anyhow::Result<fetch::Settings> {
        let crawler = &self.configuration.crawler;
        let authority = crawler.certificate_authority.as_ref().map(|path| self.resolve(path));
        let read = |path: PathBuf| {
            let why = || format!("crawler.certificate_authority: {} cannot be read", path.display());
            fs::read(&path).with_context(why)
        };
        Ok(fetch::Settings {
            contact: crawler.contact.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            requests_per_second: crawler.requests_per_second,
            requests_at_once: crawler.requests_at_once,
            timeout: Duration::from_secs(crawler.timeout_seconds),
            max_body_bytes: crawler.max_body_mebibytes << 20,
            max_redirects: crawler.max_redirects,
            max_crawl_delay: Duration::from_secs(crawler.max_crawl_delay_seconds),
            attempts: crawler.attempts,
            max_header_bytes: crawler.max_header_kibibytes << 10,
            max_decompression_ratio: crawler.max_decompression_ratio,
            max_robots_redirects: crawler.max_robots_redirects,
            max_robots_bytes: crawler.max_robots_kibibytes << 10,
            robots_refresh: Duration::from_secs(crawler.robots_refresh_hours * 3600),
            robots_keep: Duration::from_secs(crawler.robots_keep_hours * 3600),
            first_pause: Duration::from_millis(crawler.first_pause_milliseconds),
            longest_wait: Duration::from_secs(crawler.longest_wait_seconds),
            failures_before_rest: crawler.failures_before_rest,
            rest: Duration::from_secs(crawler.rest_seconds),
            longest_rest: Duration::from_secs(crawler.longest_rest_seconds),
            certificate_authority: authority.map(read).transpose()?,
            clock: clock.shared(),
        })
    }
}

/// Every `.toml` file in a folder and those below it, by name; none where there is no folder.
pub(crate) fn toml_files(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            toml_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    Ok(())
}

fn read_source(path: &Path) -> anyhow::Result<Source> {
    let text = read(path)?;
    let source: Source = toml::from_str(&text).map_err(|error| FileFault::of_toml(path, &text, &error))?;
    let fault = |field: &str, message: String| {
        FileFault::at_offset(path, &text, crate::place_in_file::offset_in_toml(&text, field), message)
    };
    if parse_interval(&source.every).is_none() {
        return Err(fault(
            "every",
            format!("'{}' is no interval: use such as \"24h\", \"90m\" or \"7d\"", source.every),
        )
        .into());
    }
    let source = crate::source_checks::completed(source, path).map_err(|(field, message)| fault(field, message))?;
    // a host on this machine or network is one's own: its rate is nobody else's burden
    let highest = if source.allow_private_addresses { f64::MAX } else { HIGHEST_RATE };
    if source.requests_per_second.is_some_and(|rate| !(rate > 0.0 && rate <= highest)) {
        return Err(fault("requests_per_second", format!("the rate must be above 0 and at most {HIGHEST_RATE}")).into());
    }
    if !matches!(source.url.scheme(), "http" | "https") {
        return Err(fault("url", "the address must begin with http:// or https://".to_owned()).into());
    }
    if source.kind == domain::SourceKind::Html && source.select.list.is_none() {
        return Err(fault(
            "kind",
            "a source of kind html needs [select] with list = \"CSS selector of the links\"".to_owned(),
        )
        .into());
    }
    match crate::source_checks::fault_of(&source) {
        Some((field, message)) => Err(fault(field, message).into()),
        None => Ok(source),
    }
}

/// `90m`, `24h` or `7d` as a duration.
pub(crate) fn parse_interval(text: &str) -> Option<chrono::Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u32 = number.parse().ok().filter(|number| (1..=10_000).contains(number))?;
    match unit {
        "m" => Some(chrono::Duration::minutes(number.into())),
        "h" => Some(chrono::Duration::hours(number.into())),
        "d" => Some(chrono::Duration::days(number.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
