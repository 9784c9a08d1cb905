//! From markup to the plain text that everything is read from: a line for each block, "- " before each item of a list,
//! single spaces. Links, pictures and scripts are no text.

use super::document;
use regex::Regex;
use scraper::node::Element;
use scraper::{ElementRef, Node};
use std::sync::OnceLock;

/// Markup that was escaped is markup still; more than this often is a page about markup.
const MOST_ESCAPES: usize = 3;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "title",
    "tr",
    "ul",
];

/// Elements whose content nobody reads.
const SILENT: [&str; 10] =
    ["script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"];

/// What pages have around their text.
const FURNITURE: [&str; 4] = ["nav", "footer", "aside", "dialog"];

/// What people type, or paste, before the items of a list.
const BULLETS: [char; 9] = ['•', '·', '▪', '●', '‣', '◦', '*', '–', '-'];

/// Letters that take no room, and would stand between the letters of a word.
const WITHOUT_WIDTH: [char; 5] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'];

/// The text of an element.
pub(crate) fn of_element(element: ElementRef<'_>) -> String {
    gathered(element, &|_| false, false)
}

/// The text of an element without navigation and the like.
pub(crate) fn of_content(element: ElementRef<'_>) -> String {
    gathered(element, &|inner| FURNITURE.contains(&inner.name()), false)
}

/// The text of an element that a visitor sees.
pub(crate) fn of_visible(element: ElementRef<'_>) -> String {
    gathered(element, &|inner| FURNITURE.contains(&inner.name()) || is_hidden(inner), false)
}

/// Whether the page itself hides the element. Style sheets are not read.
pub(crate) fn is_hidden(element: &Element) -> bool {
    let style: String = element.attr("style").unwrap_or_default().split_whitespace().collect();
    element.attr("hidden").is_some() || style.to_ascii_lowercase().contains("display:none")
}

/// The text of a field that may be markup, escaped markup, or plain text with line breaks.
pub(crate) fn of_markup(markup: &str) -> String {
    let mut text = once(markup);
    for _ in 1..MOST_ESCAPES {
        if !has(&text, TAG) {
            break;
        }
        text = once(&text);
    }
    text
}

/// The text of a field of one line.
pub(crate) fn one_line(markup: &str) -> String {
    of_markup(markup).replace('\n', " ")
}

/// Title, line break, text. A text that begins with its title is not given it twice.
pub(crate) fn composed(title: &str, body: &str) -> String {
    let rest = body.strip_prefix(title).and_then(|rest| rest.strip_prefix('\n'));
    format!("{title}\n{}", rest.unwrap_or(body))
}

const TAG: &str = r"(?i)</?(?:a|b|br|div|em|h[1-6]|hr|i|li|ol|p|section|span|strong|table|td|tr|u|ul)(?:\s[^<>]*)?/?>";
const BLOCK_TAG: &str = r"(?i)<(?:br|div|h[1-6]|li|ol|p|section|table|tr|ul)(?:\s[^<>]*)?/?>";

fn has(text: &str, pattern: &'static str) -> bool {
    static COMPILED: OnceLock<[Option<Regex>; 2]> = OnceLock::new();
    let [tag, block] = COMPILED.get_or_init(|| [Regex::new(TAG).ok(), Regex::new(BLOCK_TAG).ok()]);
    let wanted = if pattern == TAG { tag } else { block };
    wanted.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// One layer of markup taken off. Where nothing makes lines, the line breaks of the text itself do.
fn once(markup: &str) -> String {
    let keep_lines = !has(markup, BLOCK_TAG);
    gathered(document::fragment(markup).root_element(), &|_| false, keep_lines)
}

enum Step<T> {
    Enter(T),
    Leave(&'static str),
}

/// Walks the tree without recursion, which depth could make overflow.
fn gathered(root: ElementRef<'_>, skip: &dyn Fn(&Element) -> bool, keep_lines: bool) -> String {
    let mut lines = Lines { keep: keep_lines, ..Lines::default() };
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Enter(node) => node,
            Step::Leave(name) => {
                lines.leave(name);
                continue;
            }
        };
        match node.value() {
            Node::Text(text) => lines.words(text),
            Node::Element(element) if SILENT.contains(&element.name()) || skip(element) => {}
            Node::Element(element) => {
                steps.extend(lines.enter(element.name()).map(Step::Leave));
                steps.extend(node.children().rev().map(Step::Enter));
            }
            _ => steps.extend(node.children().rev().map(Step::Enter)),
        }
    }
    lines.finish()
}

/// Text in the making.
#[derive(Default)]
struct Lines {
    text: String,
    line: String,
    space: bool,
    bullet: bool,
    keep: bool,
    preformatted: usize,
}

impl Lines {
    /// Begins an element; gives the name of a block, whose end has to be told.
    fn enter(&mut self, name: &str) -> Option<&'static str> {
        if matches!(name, "td" | "th") {
            self.space = true;
        }
        let block = BLOCKS.iter().find(|block| **block == name)?;
        self.end_line();
        self.bullet |= name == "li";
        self.preformatted += usize::from(name == "pre");
        Some(block)
    }

    fn leave(&mut self, name: &'static str) {
        self.end_line();
        self.bullet &= name != "li";
        self.preformatted = self.preformatted.saturating_sub(usize::from(name == "pre"));
    }

    fn words(&mut self, text: &str) {
        for letter in text.chars().filter(|letter| !WITHOUT_WIDTH.contains(letter)) {
            if letter == '\n' && (self.keep || self.preformatted > 0) {
                self.end_line();
            } else if letter.is_whitespace() {
                self.space = true;
            } else {
                self.letter(letter);
            }
        }
    }

    fn letter(&mut self, letter: char) {
        if self.space && !self.line.is_empty() {
            self.line.push(' ');
        }
        self.space = false;
        self.line.push(letter);
    }

    fn end_line(&mut self) {
        self.space = false;
        let line = std::mem::take(&mut self.line);
        let item = line.strip_prefix(BULLETS).filter(|rest| rest.starts_with(' '));
        let words = item.unwrap_or(&line).trim();
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        if self.bullet || item.is_some() {
            self.text.push_str("- ");
        }
        self.bullet = false;
        self.text.push_str(words);
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.text
    }
}
