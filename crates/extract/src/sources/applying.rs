//! Whether a page has a link, a button or a form to apply by. It is told from the markup as it stands, by a look at each
//! control, since a tree would cost more than all else that is read of a plain page.

use super::plain_case::{find_closing, starts_with};
use aho_corasick::AhoCorasick;
use memchr::memchr;

/// How much of a control is looked at.
const WITHIN: usize = 400;

/// Whether one of the words names a control: stands in its tag, or in its text. A word that a letter stands before is
/// part of another.
pub(crate) fn applies(words: &AhoCorasick, html: &str) -> bool {
    let mut at = 0;
    while let Some(start) = memchr(b'<', &html.as_bytes()[at..]).map(|start| at + start) {
        let rest = &html[start..];
        if control(rest).is_some_and(|control| is_named(words, control)) {
            return true;
        }
        let silent = ["script", "style"].into_iter().find(|name| is_tag(rest, name));
        at = start + silent.and_then(|name| find_closing(rest, &format!("</{name}"))).unwrap_or(1);
    }
    false
}

fn is_named(words: &AhoCorasick, control: &str) -> bool {
    let begins_word = |at: usize| !control.as_bytes()[..at].last().is_some_and(u8::is_ascii_alphabetic);
    words.find_iter(control).any(|found| begins_word(found.start()))
}

/// The tag of a control that begins here, with its text where it has one.
fn control(rest: &str) -> Option<&str> {
    let within = &rest[..rest.floor_char_boundary(WITHIN)];
    let tag = || &within[..memchr(b'>', within.as_bytes()).unwrap_or(within.len())];
    if let Some(name) = ["a", "button"].into_iter().find(|name| is_tag(rest, name)) {
        return Some(&within[..find_closing(within, &format!("</{name}")).unwrap_or(within.len())]);
    }
    ["form", "input"].into_iter().any(|name| is_tag(rest, name)).then(tag)
}

fn is_tag(rest: &str, name: &str) -> bool {
    starts_with(&rest[1..], name)
        && rest.as_bytes().get(1 + name.len()).is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'>'))
}

#[cfg(test)]
mod tests {
    //! 1. What names a control is found, in tags and in texts; 2. what stands in a text alone, or in another word, is not.
    use crate::sources::{Closed, read};

    fn found(html: &str) -> bool {
        Closed::built_in().applies(html)
    }

    #[test]
    fn controls() {
        for html in [
            "<a href=\"/solliciteren/17\">Verder</a>",
            "<A CLASS=x HREF='/x'><span>Solliciteer</span> nu</A>",
            "<button type=submit>Reageer op deze vacature</button>",
            "<form method=post action=\"https://site.example/apply\">",
            "<input type=\"submit\" value=\"Verstuur sollicitatie\">",
            "<a\nhref=\"/jobs/17/apply\">Go</a>",
        ] {
            assert!(found(html), "{html}");
        }
    }

    #[test]
    fn no_controls() {
        for html in [
            "<p>Solliciteer voor 1 december per mail.</p>",
            "<a href=\"/\">Home</a> <p>Solliciteren kan niet meer.</p>",
            "<a href=\"/supply-chain\">Supply chain</a>",
            "<script type=\"application/ld+json\">{\"directApply\": true, \"x\": \"apply\"}</script>",
            "<abbr title=\"apply\">x</abbr>",
            "",
        ] {
            assert!(!found(html), "{html}");
        }
    }

    #[test]
    fn any_bytes() {
        use proptest::prelude::*;
        proptest!(|(before in "\\PC{0,500}", after in "[<a-z >é]{0,30}")| {
            found(&format!("{before}<a {after}apply{after}é apply"));
        });
        let source = serde_json::from_str(r#"{"name": "x", "kind": "sitemap", "url": "https://x.example/"}"#).unwrap();
        let mut page = crate::sources::tests::page(b"<a href=/apply>x</a>");
        assert_eq!(read(&source, &page).applies, Some(true));
        page.body = b"{}".to_vec();
        assert_eq!(read(&source, &page).applies, None, "JSON has no controls");
    }
}
