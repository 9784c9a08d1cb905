//! The page archive: WARC 1.1 (ISO 28500), a file a day, one gzip member a record, so that a record can be read alone.

use crate::FetchError;
use chrono::SecondsFormat;
use domain::Page;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file's name within the archive's folder.
    pub file: String,
    /// The byte at which its member begins.
    pub offset: u64,
}

/// A folder of WARC files.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// Opens or makes the folder.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, FetchError> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Appends a page as a response record.
    ///
    /// A record that a kill left half written ends at the next member's beginning; since every place is kept with the
    /// page's facts only after this returns, nothing points to it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append(&mut self, page: &Page) -> Result<Location, FetchError> {
        let name = format!("{}.warc.gz", page.fetched_at.date_naive());
        let mut file = OpenOptions::new().create(true).append(true).open(self.folder.join(&name))?;
        let offset = file.seek(SeekFrom::End(0))?;
        let mut member = GzEncoder::new(Vec::new(), Compression::default());
        member.write_all(&record(page))?;
        file.write_all(&member.finish()?)?;
        file.sync_data()?;
        Ok(Location { file: name, offset })
    }

    /// The record at a place: its WARC header, HTTP header and body as archived.
    ///
    /// # Errors
    /// Where there is no record.
    pub fn read(&self, place: &Location) -> Result<Vec<u8>, FetchError> {
        let mut file = File::open(self.folder.join(&place.file))?;
        file.seek(SeekFrom::Start(place.offset))?;
        let mut bytes = Vec::new();
        let read = GzDecoder::new(file).read_to_end(&mut bytes);
        if read.is_err() || !bytes.starts_with(b"WARC/1.1\r\n") {
            return Err(FetchError::NoRecord { file: place.file.clone(), offset: place.offset });
        }
        Ok(bytes)
    }
}

/// A response record. The body is kept decompressed, so headers that speak of its transfer are left out.
fn record(page: &Page) -> Vec<u8> {
    let transfer = ["content-encoding", "transfer-encoding", "content-length"];
    let mut http = format!("HTTP/1.1 {} \r\n", page.status);
    for (key, value) in page.headers.iter().filter(|(key, _)| !transfer.contains(&key.as_str())) {
        // writing to a String cannot fail
        let _infallible = write!(http, "{key}: {value}\r\n");
    }
    let _infallible = write!(http, "content-length: {}\r\n\r\n", page.body.len());
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:passend:{}:{}>\r\nWARC-Date: {}\r\nWARC-Target-URI: {}\r\nWARC-Payload-Digest: sha256:{}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        page.hash,
        page.fetched_at.timestamp_micros(),
        page.fetched_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        page.final_url,
        page.hash,
        http.len() + page.body.len()
    );
    [head.as_bytes(), http.as_bytes(), &page.body, b"\r\n\r\n"].concat()
}

#[cfg(test)]
mod tests {
    //! 1 what was appended can be read back; 2 a half-written record before it does no harm.
    use super::*;
    use domain::{Hash, Purpose};

    fn page(body: &[u8]) -> Page {
        let url: url::Url = "https://site.example/a".parse().expect("an address");
        Page {
            source: "site".parse().expect("a name"),
            final_url: url.clone(),
            url,
            purpose: Purpose::Detail,
            fetched_at: chrono::DateTime::UNIX_EPOCH,
            status: 200,
            headers: vec![
                ("content-type".to_owned(), "text/html".to_owned()),
                ("content-encoding".to_owned(), "gzip".to_owned()),
            ],
            body: body.to_vec(),
            hash: Hash::from_bytes([1; 32]),
        }
    }

    #[test]
    fn appended_and_read_back() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let mut archive = Archive::open(folder.path()).expect("an archive");
        let first = archive.append(&page(b"one")).expect("appended");
        let path = folder.path().join(&first.file);
        let whole = fs::read(&path).expect("the file");
        fs::write(&path, [&whole[..], &whole[..whole.len() / 2]].concat()).expect("half a record more");
        let second = archive.append(&page(b"two")).expect("appended");
        for (place, body) in [(first, "one"), (second, "two")] {
            let text = String::from_utf8(archive.read(&place).expect("a record")).expect("text");
            assert!(text.ends_with(&format!("content-length: 3\r\n\r\n{body}\r\n\r\n")), "{text}");
            assert!(!text.contains("gzip"));
        }
        assert!(archive.read(&Location { file: "1970-01-01.warc.gz".to_owned(), offset: 3 }).is_err());
    }
}
