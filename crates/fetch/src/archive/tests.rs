//! 1. What was appended can be read back, and nothing else counts as a record.
//! 2. What a kill left half written is cut off when the file is opened again.
//! 3. A copy holds the records asked for, at the places that it gives; the old file stays until it is removed.
//! 4. Digests are base 32; ids are UUIDs, and the same for the same content.
//! 5. The request stands beside its answer, also in a copy; a header that the transfer made untrue keeps its value.

use super::*;
use domain::{Protocol, Purpose};
use sha2::{Digest, Sha256};

fn page(body: &[u8]) -> Page {
    let url: url::Url = "https://site.example/a".parse().expect("an address");
    Page {
        source: "site".parse().expect("a name"),
        final_url: url.clone(),
        url,
        purpose: Purpose::Detail,
        fetched_at: DateTime::UNIX_EPOCH,
        status: 200,
        headers: vec![
            ("content-type".to_owned(), "text/html".to_owned()),
            ("content-encoding".to_owned(), "gzip".to_owned()),
        ],
        body: body.to_vec(),
        hash: Hash::from_bytes(Sha256::digest(body).into()),
        exchange: domain::Exchange::default(),
    }
}

fn crawler() -> Crawler {
    (&crate::Settings::usual("beheer@voorbeeld.example", std::sync::Arc::new(|| DateTime::UNIX_EPOCH))).into()
}

fn packed(page: &Page) -> Packed {
    Packed::page(page).expect("packed")
}

fn archive() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let archive = Archive::open(folder.path(), crawler()).expect("an archive");
    (folder, archive)
}

#[test]
fn appended_and_read_back() {
    let (_folder, mut archive) = archive();
    for body in ["one", "", "two\r\n\r\nthree"] {
        let page = page(body.as_bytes());
        let place = archive.append(&packed(&page)).expect("appended");
        let record = archive.read(&place).expect("a record");
        assert_eq!(record.body, page.body);
        assert!(record.http.starts_with("HTTP/1.1 200 \r\ncontent-type: text/html\r\n"), "{}", record.http);
        assert!(record.http.contains("\r\nx-orig-content-encoding: gzip\r\n"), "{}", record.http);
        assert!(record.http.ends_with(&format!("\r\ncontent-length: {}\r\n", body.len())), "{}", record.http);
        assert!(archive.holds(&place, &page.hash) && !archive.holds(&place, &Hash::from_bytes([1; 32])));
        assert!(archive.read(&Location { offset: place.offset + 1, ..place }).is_err());
    }
}

/// Every member of a file.
fn members(path: &Path) -> Vec<String> {
    let mut reader = BufReader::new(File::open(path).expect("the file"));
    let mut members = Vec::new();
    while !reader.fill_buf().expect("bytes").is_empty() {
        let (mut text, mut member) = (String::new(), GzDecoder::new(reader));
        member.read_to_string(&mut text).expect("a member");
        members.push(text);
        reader = member.into_inner();
    }
    members
}

#[test]
fn the_request_stands_beside_its_answer() {
    let (folder, mut archive) = archive();
    let request = "GET /a HTTP/1.1\r\nhost: site.example\r\n\r\n".to_owned();
    let address = Some("203.0.113.7".parse().expect("an address"));
    let exchange = domain::Exchange { request, address, protocol: Some(Protocol::Http2), bytes: 9 };
    let (one, two) = (Page { exchange: exchange.clone(), ..page(b"one") }, Page { exchange, ..page(b"two") });
    let first = archive.append(&packed(&one)).expect("appended");
    let second = archive.append(&packed(&two)).expect("appended");
    let original = Original { url: one.final_url.clone(), at: one.fetched_at };
    archive.append(&Packed::revisit(&one, &original).expect("packed")).expect("appended");
    let kinds = |file: &str| {
        let kinds = members(&folder.path().join(file)).into_iter();
        kinds.map(|text| record::field(&text, "WARC-Type").expect("a kind").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&first.file), ["warcinfo", "response", "request", "response", "request", "revisit", "request"]);
    let copied = archive.copied(&first.file, &[second.offset]).expect("copied");
    assert_eq!(kinds(&copied[0].file), ["warcinfo", "response", "request"]);
    let [info, answer, asked] = members(&folder.path().join(&copied[0].file)).try_into().expect("three");
    assert_eq!(record::field(&asked, "WARC-Concurrent-To"), record::field(&answer, "WARC-Record-ID"));
    for record in [&answer, &asked] {
        assert!(record.contains("\r\nWARC-IP-Address: 203.0.113.7\r\nWARC-Protocol: h2\r\n"), "{record}");
    }
    assert!(asked.ends_with("\r\n\r\nGET /a HTTP/1.1\r\nhost: site.example\r\n\r\n\r\n\r\n"), "{asked}");
    assert!(info.contains("\r\noperator: beheer@voorbeeld.example\r\nhttp-header-user-agent: Passend/"), "{info}");
}

#[test]
fn half_a_record_is_cut_off() {
    let (folder, mut archive) = archive();
    let first = archive.append(&packed(&page(b"one"))).expect("appended");
    let path = folder.path().join(&first.file);
    let whole = fs::read(&path).expect("the file");
    fs::write(&path, [&whole[..], &whole[..whole.len() / 3]].concat()).expect("a third of a record more");
    let mut archive = Archive::open(folder.path(), crawler()).expect("an archive");
    let second = archive.append(&packed(&page(b"two"))).expect("appended");
    assert_eq!(second.offset, whole.len() as u64);
    assert_eq!(archive.read(&first).expect("a record").body, b"one");
    assert_eq!(archive.read(&second).expect("a record").body, b"two");
}

#[test]
fn a_copy_with_some_records() {
    let (folder, mut archive) = archive();
    let places: Vec<Location> =
        ["one", "two", "three"].map(|body| archive.append(&packed(&page(body.as_bytes()))).expect("appended")).into();
    let file = places[0].file.clone();
    let copied = archive.copied(&file, &[places[0].offset, places[2].offset]).expect("copied");
    assert_eq!(copied[0].file, "1970-01-01-1.warc.gz");
    assert_eq!(archive.read(&places[1]).expect("still there").body, b"two");
    archive.remove(&file).expect("removed");
    let bodies: Vec<Vec<u8>> = copied.iter().map(|place| archive.read(place).expect("a record").body).collect();
    assert_eq!(bodies, [b"one".to_vec(), b"three".to_vec()]);
    let after = NaiveDate::from_ymd_opt(1970, 1, 2).expect("a day");
    assert_eq!(archive.files_before(after).expect("files"), ["1970-01-01-1.warc.gz"]);
    assert!(archive.files_before(after.pred_opt().expect("a day")).expect("files").is_empty());
    drop(folder);
}

#[test]
fn digests_and_ids() {
    // the SHA-256 of nothing, in base 32, as `python3 -c "import base64, hashlib; ..."` gives it
    let nothing = record::digest(&page(b"").hash.to_bytes());
    assert_eq!(nothing, "sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====");
    let (_folder, mut archive) = archive();
    let places = [&b"one"[..], b"one", b"two"].map(|body| archive.append(&packed(&page(body))).expect("appended"));
    let ids = places.map(|place| {
        let warc = archive.read(&place).expect("a record").warc;
        let id = warc.lines().find(|line| line.starts_with("WARC-Record-ID: <urn:uuid:")).expect("an id");
        id.to_owned()
    });
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
    assert_eq!(ids[0].len(), "WARC-Record-ID: <urn:uuid:00000000-0000-8000-8000-000000000000>".len());
}
