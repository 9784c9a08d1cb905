//! Whether a page has a link, a button or a form to apply by. It is told from the markup as it stands, by one search for
//! words and a look around each, since a tree would cost more than all else that is read of a plain page.

use aho_corasick::AhoCorasick;

/// How far before a word the control may begin that it names.
const WITHIN: usize = 400;

/// Whether one of the words names a control: stands in its tag, or in its text. A word that a letter stands before is
/// part of another.
pub(crate) fn applies(words: &AhoCorasick, html: &str) -> bool {
    let begins_word = |at: usize| !html.as_bytes()[..at].last().is_some_and(u8::is_ascii_alphabetic);
    words.find_iter(html).any(|found| begins_word(found.start()) && is_in_control(html, found.start()))
}

fn is_in_control(html: &str, at: usize) -> bool {
    let before = html[html.floor_char_boundary(at.saturating_sub(WITHIN))..at].to_ascii_lowercase();
    let in_text = ["a", "button"].into_iter().any(|name| {
        let opened = last_tag(&before, name);
        opened.is_some_and(|from| !before[from..].contains(&format!("</{name}")))
    });
    let tag = before.rfind('<').filter(|from| !before[*from..].contains('>'));
    in_text || tag.is_some_and(|from| ["<form", "<input"].iter().any(|name| before[from..].starts_with(name)))
}

/// Where the last tag of a name begins.
fn last_tag(html: &str, name: &str) -> Option<usize> {
    let tag = format!("<{name}");
    let mut found = html.rmatch_indices(&tag).map(|(at, _)| at);
    found.find(|at| html[at + tag.len()..].starts_with([' ', '\n', '\t', '\r', '>']))
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
