//! What a fetched page gives without the database: its records for the archive, and its postings, understood. That is most
//! of the work of a page, and any thread can do it. What becomes of it is decided in `harvested`.

use domain::{Harvest, Hash, Page, Posting, Source};
use extract::Vocabulary;
use extract::duplicates::{self, Likeness};
use fetch::archive::Packed;
use std::sync::Arc;
use store::NewPosting;

/// Reads pages. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) vocabulary: Arc<Vocabulary>,
}

/// A page, as far as it was read.
pub(crate) struct ReadPage {
    pub(crate) page: Page,
    /// Its records; `None` where the archive is likely to have the body already.
    pub(crate) packed: Option<Packed>,
    /// `None`: there was nothing new to read. Its postings are in `postings`.
    pub(crate) harvest: Option<Harvest>,
    pub(crate) postings: Vec<NewPosting>,
}

impl Reader {
    /// Reads a page, unless it is missing or its body is the one that is known.
    pub(crate) fn read(&self, source: &Source, page: Page, known: Option<&Hash>) -> anyhow::Result<ReadPage> {
        let same = known == Some(&page.hash);
        let packed = if same { None } else { Some(Packed::page(&page)?) };
        if same || page.is_missing() {
            return Ok(ReadPage { page, packed, harvest: None, postings: Vec::new() });
        }
        let mut harvest = self.vocabulary.read(source, &page);
        extract::mask_harvest(&mut harvest, &self.vocabulary);
        let postings = std::mem::take(&mut harvest.postings).into_iter().map(|posting| self.understood(posting));
        let postings = postings.collect();
        Ok(ReadPage { page, packed, harvest: Some(harvest), postings })
    }

    /// A posting with all that its text says.
    pub(crate) fn understood(&self, mut posting: Posting) -> NewPosting {
        extract::understand(&mut posting, &self.vocabulary);
        NewPosting {
            version: store::canonical_hash(&posting),
            group: duplicates::group(&posting, &self.vocabulary),
            likeness: Likeness::of(&posting, &self.vocabulary).keys(),
            posting,
        }
    }
}
