//! Every way to answer badly, and the name under which it ends.

use super::TIME;
use super::site::{Trap, endless, heard, page, robots, say};
use domain::RequestOutcome::{self, *};
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub(super) fn gzip_bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 100 << 20]).expect("packed");
        encoder.finish().expect("packed")
    })
}

/// A Zstandard frame of 128 KiB blocks, each of them one byte repeated: 1 GiB in 32 KiB.
fn zstandard_bomb() -> Vec<u8> {
    let mut bomb = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
    for _ in 0..8192 {
        // block header: not the last, kind "repeated byte", size 0x20000
        bomb.extend((0b010_u32 | 0x2_0000 << 3).to_le_bytes()[..3].iter().chain(b"a"));
    }
    bomb
}

const LATER: Duration = Duration::from_millis(50);

/// Each way to answer badly, and the name under which it ends.
pub(super) const TRAPS: [(&str, Trap, RequestOutcome); 33] = [
    ("slow drip", |path, stream| endless(path, stream, "200 OK", b"x", LATER), TimedOut),
    (
        "slow headers",
        |path, stream| {
            if path != "/page" {
                return page(path, stream, "", b"");
            }
            let mut listened = say(stream, "HTTP/1.1 200 OK\r\n");
            while listened {
                listened = say(stream, "X-More: yes\r\n");
                std::thread::sleep(LATER);
            }
        },
        TimedOut,
    ),
    (
        "no answer",
        |path, stream| {
            if path == "/page" {
                std::thread::sleep(2 * TIME);
            }
            page(path, stream, "200 OK", b"");
        },
        TimedOut,
    ),
    (
        "endless interim answers",
        |path, stream| {
            if path != "/page" {
                return page(path, stream, "", b"");
            }
            while say(stream, "HTTP/1.1 103 Early Hints\r\n\r\n") {
                std::thread::sleep(Duration::from_millis(1));
            }
        },
        TimedOut,
    ),
    ("endless body", |path, stream| endless(path, stream, "200 OK", &[b'x'; 4096], Duration::ZERO), TooLarge),
    ("gzip bomb", |path, stream| page(path, stream, "200 OK\r\nContent-Encoding: gzip", gzip_bomb()), TooLarge),
    (
        "Zstandard bomb",
        |path, stream| page(path, stream, "200 OK\r\nContent-Encoding: zstd", &zstandard_bomb()),
        TooLarge,
    ),
    (
        "Brotli with a window of 1 GiB",
        |path, stream| {
            page(path, stream, "200 OK\r\nContent-Encoding: br", &[0x11, 0x1e, 0x5b, 0, 0, 0x80, 0, 0, 0]);
        },
        Malformed,
    ),
    (
        "broken gzip",
        |path, stream| page(path, stream, "200 OK\r\nContent-Encoding: gzip", b"\x1f\x8b\x08 no"),
        Malformed,
    ),
    (
        "a packing nobody asked for",
        |path, stream| page(path, stream, "200 OK\r\nContent-Encoding: compress", b"x"),
        Malformed,
    ),
    ("redirect loop", |path, stream| page(path, stream, "302 Found\r\nLocation: /page", b""), Redirects),
    ("cookie wall", |path, stream| page(path, stream, "307 x\r\nSet-Cookie: in=1\r\nLocation: /page?", b""), Redirects),
    (
        "ever new redirects",
        |path, stream| {
            static NEXT: AtomicUsize = AtomicUsize::new(0);
            let next = NEXT.fetch_add(1, Ordering::SeqCst);
            page(path, stream, &format!("302 Found\r\nLocation: /page-{next}"), b"");
        },
        Redirects,
    ),
    (
        "redirect to a file",
        |path, stream| page(path, stream, "302 Found\r\nLocation: file:///etc/passwd", b""),
        Redirects,
    ),
    ("redirect to nowhere", |path, stream| page(path, stream, "302 Found\r\nLocation: \u{e9}\u{e9}:", b""), Redirects),
    (
        "redirect into a private network",
        |path, stream| page(path, stream, "302 Found\r\nLocation: http://10.0.0.1/", b""),
        PrivateAddress,
    ),
    (
        "redirect to the metadata of a cloud",
        |path, stream| {
            page(path, stream, "302 Found\r\nLocation: http://169.254.169.254/latest/", b"");
        },
        PrivateAddress,
    ),
    (
        "redirect to a name of this machine",
        |path, stream| page(path, stream, "302 Found\r\nLocation: http://localhost/", b""),
        PrivateAddress,
    ),
    (
        "body shorter than it says",
        |path, stream| page(path, stream, "200 OK\r\nContent-Length: 99", b"short"),
        Unreachable,
    ),
    (
        "two lengths",
        |path, stream| page(path, stream, "200 OK\r\nContent-Length: 1\r\nContent-Length: 2", b"xx"),
        Malformed,
    ),
    (
        "chunks that are none",
        |path, stream| page(path, stream, "200 OK\r\nTransfer-Encoding: chunked", b"zz\r\nx"),
        Malformed,
    ),
    (
        "headers of 1 MB",
        |path, stream| page(path, stream, &format!("200 OK\r\nX-Long: {}", "x".repeat(1 << 20)), b""),
        TooLarge,
    ),
    (
        "headers without end",
        |path, stream| page(path, stream, &format!("200 OK\r\n{}X: x", "X: x\r\n".repeat(9999)), b""),
        TooLarge,
    ),
    (
        "connection reset in mid-body",
        |path, stream| {
            if path != "/page" {
                return page(path, stream, "", b"");
            }
            // the request stays unread: closing then resets the connection
            say(stream, "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\nhalf");
        },
        Unreachable,
    ),
    ("304 to an unconditional request", |path, stream| page(path, stream, "304 Not Modified", b""), Malformed),
    (
        "no HTTP at all",
        |path, stream| {
            if path == "/page" {
                heard(stream);
                say(stream, "SSH-2.0-OpenSSH_9.2\r\n");
            } else {
                page(path, stream, "", b"");
            }
        },
        Malformed,
    ),
    (
        "a film",
        |path, stream| endless(path, stream, "200 OK\r\nContent-Type: video/mp4", &[0; 4096], Duration::ZERO),
        WrongType,
    ),
    ("reserved from mining", |path, stream| page(path, stream, "200 OK\r\nTDM-Reservation: 1", b"x"), Reserved),
    (
        "robots.txt of 1.4 MB",
        |path, stream| {
            robots(path, stream, 200, &format!("User-agent: *\nDisallow: /page\n{}", "# and so on\n".repeat(120_000)));
        },
        RefusedByRobots,
    ),
    (
        "robots.txt without end",
        |path, stream| {
            if path == "/robots.txt" {
                heard(stream);
                let mut listened = say(stream, "HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /page\n");
                while listened {
                    listened = say(stream, "Allow: /x\n".repeat(999));
                }
            } else {
                page(path, stream, "200 OK", b"x");
            }
        },
        RefusedByRobots,
    ),
    (
        "robots.txt that drips",
        |path, stream| {
            if path == "/robots.txt" {
                endless("/page", stream, "200 OK", b"#", LATER);
            } else {
                page(path, stream, "200 OK", b"x");
            }
        },
        NoRobots,
    ),
    ("robots.txt fails", |path, stream| robots(path, stream, 503, ""), NoRobots),
    (
        "an hour between requests",
        |path, stream| robots(path, stream, 200, "User-agent: *\nCrawl-delay: 1e300"),
        OverLimit,
    ),
];
