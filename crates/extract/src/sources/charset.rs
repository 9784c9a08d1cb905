//! From bytes to text. What a page says of its encoding is often wrong, so valid UTF-8 wins over any other claim.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use domain::Page;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use regex::Regex;
use std::sync::OnceLock;

/// Declarations stand at the beginning; browsers look no further than this either.
const DECLARED_WITHIN: usize = 2048;

/// The text of a page.
pub(crate) fn text_of(page: &Page) -> String {
    decoded(&page.body, page.header("content-type"))
}

/// The text of some bytes: byte order mark, valid UTF-8, header, declaration, then a guess.
pub(crate) fn decoded(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    let declared = content_type.and_then(from_content_type).or_else(|| from_declaration(bytes));
    if let Ok(text) = std::str::from_utf8(bytes)
        && !is_sixteen_bits(declared)
    {
        return text.to_owned();
    }
    match declared {
        Some(encoding) if encoding != UTF_8 => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        Some(_) => mostly_utf_8(bytes).unwrap_or_else(|| guessed(bytes)),
        None => guessed(bytes),
    }
}

/// Only a header can say this in earnest: a declaration in sixteen bits would not have been readable.
fn is_sixteen_bits(declared: Option<&'static Encoding>) -> bool {
    declared.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE)
}

/// A page in UTF-8 with a few spoilt bytes is still in UTF-8.
fn mostly_utf_8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let spoilt = text.chars().filter(|letter| *letter == '\u{fffd}').count();
    let sound = text.chars().filter(|letter| !letter.is_ascii() && *letter != '\u{fffd}').count();
    (spoilt <= sound).then(|| text.into_owned())
}

fn guessed(bytes: &[u8]) -> String {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(bytes).0.into_owned()
}

fn from_content_type(header: &str) -> Option<&'static Encoding> {
    let (_, label) = header.to_ascii_lowercase().split_once("charset=").map(|(_, label)| ((), label.to_owned()))?;
    let label = label.trim_start_matches(['"', '\'']).split([';', '"', '\'', ' ']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// `<meta charset>`, `<meta http-equiv content="…charset=…">` and `<?xml encoding="…"?>`.
fn from_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    static DECLARATION: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r#"(?i)(?:<meta[^>]*?charset|<\?xml[^>]*?encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)"#;
    let declaration = DECLARATION.get_or_init(|| Regex::new(pattern).ok()).as_ref()?;
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]);
    let encoding = Encoding::for_label(declaration.captures(&start)?.get(1)?.as_str().as_bytes())?;
    // what could be read as single bytes is not in sixteen bits
    Some(if is_sixteen_bits(Some(encoding)) { UTF_8 } else { encoding })
}
