//! HTML as a tree, kept from the depths that make parsing quadratic. Browsers stop at the same depth.

use scraper::{ElementRef, Html, Selector};

/// Deeper than any page that a person made.
const DEEPEST: usize = 512;

/// Elements that never hold others.
const EMPTY: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that a sibling ends, so that leaving them open makes no depth.
const ENDED_BY_A_SIBLING: [&str; 13] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup"];

/// Elements that are opened again in every block after them until they are ended.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// More formatting at one place is none; each costs an element in every paragraph.
const MOST_FORMATTING: usize = 32;

/// Elements that an end tag does not reach out of.
const BARRIERS: [&str; 8] = ["applet", "button", "caption", "marquee", "object", "svg", "table", "template"];

/// Elements whose content is no markup.
const RAW: [&str; 5] = ["script", "style", "textarea", "title", "xmp"];

/// A whole page.
pub(crate) fn page(html: &str) -> Html {
    match shallow(html) {
        Some(cut) => Html::parse_document(&cut),
        None => Html::parse_document(html),
    }
}

/// A piece of markup.
pub(crate) fn fragment(html: &str) -> Html {
    match shallow(html) {
        Some(cut) => Html::parse_fragment(&cut),
        None => Html::parse_fragment(html),
    }
}

/// All elements that match; none for a selector that is not valid.
pub(crate) fn all<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector).map(|selector| document.select(&selector).collect()).unwrap_or_default()
}

/// The first element that matches.
pub(crate) fn first<'a>(document: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    Selector::parse(selector).ok().and_then(|selector| document.select(&selector).next())
}

/// The page without the tags that lie too deep; `None` where there are none.
fn shallow(html: &str) -> Option<String> {
    let mut open = Open::default();
    let mut kept = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let tag = Tag::at(html, start);
        at = tag.end;
        if tag.closes {
            open.end(tag.name);
        } else if tag.nests() && !open.begin(tag.name) {
            kept.push_str(&html[from..start]);
            from = tag.end;
        }
    }
    (from > 0).then(|| kept + &html[from..])
}

/// The elements that are open at one place of a page, as a browser would have them, or a few more.
#[derive(Default)]
struct Open<'a> {
    names: Vec<&'a str>,
    formatting: usize,
}

impl<'a> Open<'a> {
    /// Opens an element; false where that would be too deep.
    fn begin(&mut self, name: &'a str) -> bool {
        if name.eq_ignore_ascii_case("a") {
            // a link within a link ends the outer one
            self.end(name);
        }
        let formats = is_in(&FORMATTING, name);
        if self.names.len() >= DEEPEST || formats && self.formatting >= MOST_FORMATTING {
            return false;
        }
        self.formatting += usize::from(formats);
        self.names.push(name);
        true
    }

    /// Ends an element, and what was left open within it. Two things do not end with what is around them: what stands
    /// in formatting, or in a form, that ends too early; and what stands in a table.
    fn end(&mut self, name: &str) {
        let Some(place) = self.names.iter().rposition(|each| each.eq_ignore_ascii_case(name)) else {
            return;
        };
        let formats = is_in(&FORMATTING, name);
        if formats || name.eq_ignore_ascii_case("form") {
            self.names.remove(place);
            self.formatting -= usize::from(formats);
        } else if !self.names[place + 1..].iter().any(|inner| is_in(&BARRIERS, inner)) {
            let formatting = self.names[place..].iter().filter(|inner| is_in(&FORMATTING, inner)).count();
            self.formatting -= formatting;
            self.names.truncate(place);
        }
    }
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// The first byte after it, or after the content that is no markup.
    end: usize,
}

impl<'a> Tag<'a> {
    fn at(html: &'a str, start: usize) -> Self {
        let rest = &html[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let end = comment.find("-->").map_or(html.len(), |end| start + 4 + end + 3);
            return Self { name: "", closes: false, end };
        }
        let closes = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(rest.len());
        let name = if rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) { &rest[..length] } else { "" };
        if name.is_empty() {
            return Self { name, closes, end: start + 1 };
        }
        let end = rest.find('>').map_or(html.len(), |end| html.len() - rest.len() + end + 1);
        let end = if closes || !is_in(&RAW, name) { end } else { after_raw(html, end, name) };
        Self { name, closes, end }
    }

    fn nests(&self) -> bool {
        !self.name.is_empty()
            && !is_in(&EMPTY, self.name)
            && !is_in(&ENDED_BY_A_SIBLING, self.name)
            && !is_in(&RAW, self.name)
    }
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|each| each.eq_ignore_ascii_case(name))
}

/// Where the content of a script and its like ends: at its own end tag, which is then read as an end tag of nothing.
fn after_raw(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let tag = at + found + 2;
        let names_it = html.as_bytes()[tag..].get(..name.len());
        if names_it.is_some_and(|bytes| bytes.eq_ignore_ascii_case(name.as_bytes())) {
            return tag - 2;
        }
        at = tag;
    }
    html.len()
}
