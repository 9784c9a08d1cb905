//! The page archive: WARC 1.1, a file a day, one gzip member a record, so that a record can be read alone.
//!
//! Beside each answer stands the request for it. Bodies are kept decompressed (see `record`).
//!
//! Records are not forced to the disk one by one: a killed program loses nothing that was written, and what a power cut
//! can lose is what came after the last [`Archive::sync`]. Whoever keeps places calls it before keeping them for good, and
//! asks for each place kept since then with [`Archive::holds`] when a run was cut short.

mod record;

pub use record::{Crawler, Original};

use crate::FetchError;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Hash, Page};
use flate2::bufread::GzDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const SUFFIX: &str = ".warc.gz";

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file's name within the archive's folder.
    pub file: String,
    /// The byte at which its member begins.
    pub offset: u64,
}

/// A record that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The WARC header.
    pub warc: String,
    /// The status line and headers of the answer.
    pub http: String,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// A folder of WARC files.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    crawler: Crawler,
    current: Option<DayFile>,
}

/// The file that is being written.
#[derive(Debug)]
struct DayFile {
    name: String,
    file: File,
    end: u64,
    synced: bool,
}

/// The records of one page, packed: the answer, and what was asked. It takes no archive to make them, so that it can be
/// done beside the writing of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    fetched_at: DateTime<Utc>,
    answer: Vec<u8>,
    /// Right after the record of its answer: they go together where files are copied.
    request: Option<Vec<u8>>,
}

impl Packed {
    /// A page with its body.
    ///
    /// # Errors
    /// Where memory does not suffice.
    pub fn page(page: &Page) -> Result<Self, FetchError> {
        Self::of(page, &record::response(page), &record::response_id(page))
    }

    /// A page whose body stands in another record already.
    ///
    /// # Errors
    /// Where memory does not suffice.
    pub fn revisit(page: &Page, original: &Original) -> Result<Self, FetchError> {
        Self::of(page, &record::revisit(page, original), &record::revisit_id(page))
    }

    fn of(page: &Page, answer: &[u8], id: &str) -> Result<Self, FetchError> {
        let request = (!page.exchange.request.is_empty()).then(|| member(&record::request(page, id))).transpose()?;
        Ok(Self { fetched_at: page.fetched_at, answer: member(answer)?, request })
    }
}

/// Of 2 to the power of so many bytes: the largest that gzip knows.
const WINDOW: u8 = 15;

/// A record as a gzip member of its own.
fn member(record: &[u8]) -> io::Result<Vec<u8>> {
    thread_local! {
        // its tables are larger than most records
        static PACKER: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW));
    }
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut member = Vec::with_capacity(record.len() / 2 + 64);
        loop {
            let read = usize::try_from(packer.total_in()).map_err(io::Error::other)?;
            let status = packer.compress_vec(&record[read..], &mut member, FlushCompress::Finish)?;
            if status == Status::StreamEnd {
                return Ok(member);
            }
            member.reserve(record.len() / 2 + 64);
        }
    })
}

impl Archive {
    /// Opens or makes the folder; what is written says who fetched it.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn open(folder: &Path, crawler: Crawler) -> Result<Self, FetchError> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), crawler, current: None })
    }

    /// Appends the records of a page.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append(&mut self, packed: &Packed) -> Result<Location, FetchError> {
        let file = self.day(packed.fetched_at)?;
        let place = file.append(&packed.answer)?;
        if let Some(request) = &packed.request {
            file.append(request)?;
        }
        Ok(place)
    }

    /// Returns when everything appended is on the disk.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn sync(&mut self) -> Result<(), FetchError> {
        if let Some(current) = self.current.as_mut().filter(|current| !current.synced) {
            current.file.sync_data()?;
            // the folder has to know the file as well
            File::open(&self.folder)?.sync_all()?;
            current.synced = true;
        }
        Ok(())
    }

    /// The record at a place.
    ///
    /// # Errors
    /// Where there is no whole record.
    pub fn read(&self, place: &Location) -> Result<Record, FetchError> {
        let none = || FetchError::NoRecord { file: place.file.clone(), offset: place.offset };
        parted(&self.bytes(place)?.0).ok_or_else(none)
    }

    /// Whether a whole record with this body stands at a place.
    pub fn holds(&self, place: &Location, body: &Hash) -> bool {
        let digest = format!("\r\nWARC-Payload-Digest: {}\r\n", record::digest(&body.to_bytes()));
        self.read(place).is_ok_and(|record| record.warc.contains(&digest))
    }

    /// The files of the days before this one, by name.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn files_before(&self, day: NaiveDate) -> Result<Vec<String>, FetchError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(SUFFIX) && day_of(&name).is_some_and(|of| of < day) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Writes a file anew with these records alone, under another name, and gives their places in the same order. The old
    /// file stays until [`Archive::remove`], so that every place kept is good until the new ones are.
    ///
    /// # Errors
    /// Where a record cannot be read, or the new file cannot be written.
    pub fn copied(&self, file: &str, offsets: &[u64]) -> Result<Vec<Location>, FetchError> {
        let name = next_name(file);
        // one that a kill left unfinished has no place that points to it
        remove_if_there(&self.folder.join(&name))?;
        let mut copy = DayFile::open(&self.folder, name, &self.crawler)?;
        let places = offsets.iter().map(|offset| {
            let (bytes, next) = self.bytes(&Location { file: file.to_owned(), offset: *offset })?;
            let place = copy.append(&member(&bytes)?)?;
            if let Some(request) = self.request_of(&bytes, &Location { file: file.to_owned(), offset: next }) {
                copy.append(&member(&request)?)?;
            }
            Ok(place)
        });
        let places = places.collect::<Result<_, FetchError>>()?;
        copy.file.sync_data()?;
        File::open(&self.folder)?.sync_all()?;
        Ok(places)
    }

    /// Removes a file that nothing points to.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn remove(&self, file: &str) -> Result<(), FetchError> {
        Ok(remove_if_there(&self.folder.join(file))?)
    }

    /// A record, and the byte after it.
    fn bytes(&self, place: &Location) -> Result<(Vec<u8>, u64), FetchError> {
        let none = || FetchError::NoRecord { file: place.file.clone(), offset: place.offset };
        let mut file = File::open(self.folder.join(&place.file))?;
        file.seek(SeekFrom::Start(place.offset))?;
        let (mut bytes, mut member) = (Vec::new(), GzDecoder::new(BufReader::new(file)));
        member.read_to_end(&mut bytes).map_err(|_| none())?;
        let after = member.into_inner().stream_position()?;
        if bytes.starts_with(b"WARC/1.1\r\n") { Ok((bytes, after)) } else { Err(none()) }
    }

    /// The record at a place, where it is that of the request for this one.
    fn request_of(&self, record: &[u8], place: &Location) -> Option<Vec<u8>> {
        let (request, _) = self.bytes(place).ok()?;
        let header = |record| split_at_empty_line(record).map(|(header, _)| String::from_utf8_lossy(header));
        let (of, beside) = (header(record)?, header(&request)?);
        let id = record::field(&of, "WARC-Record-ID")?;
        (record::field(&beside, "WARC-Concurrent-To") == Some(id)).then_some(request)
    }

    /// The file of a moment's day; a new day ends the file of the day before.
    fn day(&mut self, at: DateTime<Utc>) -> Result<&mut DayFile, FetchError> {
        let name = format!("{}{SUFFIX}", at.date_naive());
        if self.current.as_ref().is_none_or(|current| current.name != name) {
            self.sync()?;
            self.current = None;
        }
        match &mut self.current {
            Some(current) => Ok(current),
            none => Ok(none.insert(DayFile::open(&self.folder, name, &self.crawler)?)),
        }
    }
}

impl DayFile {
    /// Opens or makes a file. What a kill left half written at its end is cut off: nothing points to it, since places are
    /// kept only after their record is whole, and other tools read no further than it.
    fn open(folder: &Path, name: String, by: &Crawler) -> Result<Self, FetchError> {
        let path = folder.join(&name);
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let end = whole_until(&path)?;
        file.set_len(end)?;
        let begun = end > 0;
        let head = record::warcinfo(&name, day_of(&name).unwrap_or_default(), by);
        let mut opened = Self { name, file, end, synced: true };
        if !begun {
            opened.append(&member(&head)?)?;
        }
        Ok(opened)
    }

    fn append(&mut self, member: &[u8]) -> Result<Location, FetchError> {
        self.synced = false;
        self.file.write_all(member)?;
        let offset = self.end;
        self.end += member.len() as u64;
        Ok(Location { file: self.name.clone(), offset })
    }
}

/// The byte after the last whole member.
fn whole_until(path: &Path) -> io::Result<u64> {
    let (mut reader, mut whole) = (BufReader::new(File::open(path)?), 0);
    while !reader.fill_buf()?.is_empty() {
        let mut member = GzDecoder::new(reader);
        if io::copy(&mut member, &mut io::sink()).is_err() {
            break;
        }
        reader = member.into_inner();
        whole = reader.stream_position()?;
    }
    Ok(whole)
}

/// WARC header, HTTP header and body of a record.
fn parted(bytes: &[u8]) -> Option<Record> {
    let (warc, block) = split_at_empty_line(bytes)?;
    let (http, body) = split_at_empty_line(block.strip_suffix(b"\r\n\r\n")?)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some(Record { warc: text(warc), http: text(http), body: body.to_vec() })
}

/// What stands before and after the first empty line; the line end that closes the header stays with it.
fn split_at_empty_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some((&bytes[..at + 2], &bytes[at + 4..]))
}

fn day_of(name: &str) -> Option<NaiveDate> {
    name.get(..10)?.parse().ok()
}

/// `2026-11-24.warc.gz`, `2026-11-24-1.warc.gz`, `2026-11-24-2.warc.gz`.
fn next_name(file: &str) -> String {
    let stem = file.strip_suffix(SUFFIX).unwrap_or(file);
    let (day, number) = stem.split_at_checked(10).unwrap_or((stem, ""));
    let number: u32 = number.strip_prefix('-').and_then(|number| number.parse().ok()).unwrap_or(0);
    format!("{day}-{}{SUFFIX}", number + 1)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
