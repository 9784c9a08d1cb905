//! The texts of labelled cases: those written beside their labels, and those of files in a data folder, which are never
//! copied. Reads files; understands nothing.

use super::labels::{Case, Labels, Records, TextOf};
use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::{Page, Posting, Purpose};
use extract::sources;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use url::Url;

/// One record of a file with texts.
#[derive(Debug)]
struct Record {
    title: String,
    body: String,
    markup: bool,
}

/// The texts of all files that the labels name, by file and id. A file that is not there has none.
#[derive(Debug)]
pub(crate) struct Texts {
    records: BTreeMap<(String, String), Record>,
}

impl Texts {
    pub(crate) fn read(labels: &Labels, folder: &Path) -> anyhow::Result<Self> {
        let mut texts = Self { records: BTreeMap::new() };
        for how in &labels.records {
            let path = folder.join(&how.file);
            if !path.exists() {
                tracing::warn!(
                    "{} is not there: its cases are skipped (--data-folder names the folder)",
                    path.display()
                );
                continue;
            }
            let lines = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            for (number, line) in lines.lines().enumerate() {
                let record: Value = serde_json::from_str(line)
                    .with_context(|| format!("{}:{}: no JSON", path.display(), number + 1))?;
                texts.add(how, &record);
            }
        }
        Ok(texts)
    }

    fn add(&mut self, how: &Records, record: &Value) {
        let field = |name: &String| record[name.as_str()].as_str().unwrap_or_default();
        let (first, rest) = how
            .parts
            .split_first()
            .map_or(("", Vec::new()), |(first, rest)| (field(first), rest.iter().map(field).collect::<Vec<_>>()));
        let read = Record { title: first.to_owned(), body: rest.join("\n"), markup: how.markup };
        self.records.insert((how.file.clone(), field(&how.key).to_owned()), read);
    }

    /// The posting of a case, not understood yet; none where its text is not at hand.
    pub(crate) fn posting(&self, case: &Case) -> anyhow::Result<Option<Posting>> {
        let Some(TextOf { file, id }) = &case.text else {
            let words = [case.title.as_deref().unwrap_or_default(), case.words.as_deref().unwrap_or_default()];
            return Ok(Some(sources::read_text(&words.join("\n"), "")));
        };
        let record = self.records.get(&(file.clone(), id.clone()));
        record.map(Record::posting).transpose().with_context(|| format!("the text of the case '{}'", case.id))
    }
}

impl Record {
    fn posting(&self) -> anyhow::Result<Posting> {
        if !self.markup {
            return Ok(sources::read_text(&format!("{}\n{}", self.title, self.body), ""));
        }
        let harvest = sources::read_page(&self.page()?);
        harvest.postings.into_iter().next().context("its markup gives no vacancy")
    }

    /// Markup is read as a page would state it: in the description of a JobPosting.
    fn page(&self) -> anyhow::Result<Page> {
        let body = serde_json::to_vec(&serde_json::json!({
            "@context": "https://schema.org", "@type": "JobPosting", "title": self.title, "description": self.body,
        }))?;
        let url: Url = "file:///labelled".parse()?;
        Ok(Page {
            source: "labelled".parse()?,
            final_url: url.clone(),
            url,
            purpose: Purpose::Detail,
            fetched_at: DateTime::<Utc>::UNIX_EPOCH,
            status: 200,
            headers: Vec::new(),
            hash: store::hash_of(&body),
            exchange: domain::Exchange::default(),
            body,
        })
    }
}
