//! Whether a page says that its vacancy is no longer to be had: in words, or by asking not to be indexed. Dates and
//! status codes are judged elsewhere.

use super::{applying, document, plain_text};
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored};
use domain::harvest::Gone;
use domain::{ClosingRules, Page};
use scraper::{ElementRef, Html};
use serde::Deserialize;
use std::sync::OnceLock;
use url::Url;

/// Further down a page speaks of other vacancies.
const WITHIN: usize = 600;

/// What is quoted of a long line.
const LONGEST_QUOTE: usize = 200;

/// How far before a phrase a word can stand that makes it a condition.
const CONDITION_WITHIN: usize = 40;

/// The agents whose robots rules hold for us.
const AGENTS: [&str; 3] = ["robots", "passend", "*"];

/// What `closed.toml` says.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phrases: Vec<String>,
    unless_after: Vec<String>,
    listing_paths: Vec<String>,
    apply: Vec<String>,
    rules: ClosingRules,
}

/// The words by which a page says that its vacancy is closed, and how signs of it are taken.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "File")]
pub struct Closed {
    phrases: Vec<String>,
    unless_after: Vec<String>,
    listing_paths: Vec<String>,
    rules: ClosingRules,
    /// Words that name a control to apply by.
    apply: Option<AhoCorasick>,
    /// The letters of the phrases, which are listened for.
    sounds: Option<DFA>,
}

impl TryFrom<File> for Closed {
    type Error = String;

    fn try_from(file: File) -> Result<Self, Self::Error> {
        if file.rules.weak_nights == 0 {
            return Err("weak_nights must be at least 1: no weak sign closes before it was there".to_owned());
        }
        let small = |words: Vec<String>| words.into_iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
        let File { phrases, unless_after, listing_paths, apply, rules } = file;
        let [phrases, unless_after, listing_paths] = [phrases, unless_after, listing_paths].map(small);
        let letters = phrases.iter().map(|phrase| only_letters(phrase));
        let sounds = DFA::builder().ascii_case_insensitive(true).build(letters).ok();
        let apply = if apply.is_empty() { None } else { search_for(&apply) };
        Ok(Self { phrases, unless_after, listing_paths, rules, apply, sounds })
    }
}

/// Many short searches: a table, and nothing to be prepared for each.
fn search_for(words: &[String]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.kind(Some(AhoCorasickKind::DFA)).prefilter(false).ascii_case_insensitive(true);
    builder.build(words).ok()
}

impl Closed {
    /// The words that the program brings along.
    pub fn built_in() -> &'static Self {
        static READ: OnceLock<Closed> = OnceLock::new();
        let text = include_str!("../../../../config/vocabulary/closed.toml");
        // the file is part of the program, and a test reads it
        READ.get_or_init(|| toml::from_str(text).unwrap_or_default())
    }

    /// Whether a page has a link, a button or a form to apply by.
    pub(crate) fn applies(&self, html: &str) -> bool {
        self.apply.as_ref().is_some_and(|words| applying::applies(words, html))
    }

    /// How signs of closing are taken.
    pub fn rules(&self) -> &ClosingRules {
        &self.rules
    }
}

/// Why the page's vacancy is not to be shown: it may not be indexed, or says in words that it is closed.
pub(crate) fn gone(words: &Closed, page: &Page, document: &Html) -> Option<Gone> {
    if is_not_indexed(page, document) {
        return Some(Gone::NoIndex);
    }
    lines(document).into_iter().find(|line| says_closed(words, line)).map(|line| {
        let quote: String = line.chars().take(LONGEST_QUOTE).collect();
        Gone::Said(quote)
    })
}

/// Listens to the words of a page for what could make [`gone`] say something: never silent where it would. Letters alone
/// are heard, so that no tag or blank can part a phrase.
pub(crate) struct Listener<'a> {
    sounds: &'a DFA,
    state: StateID,
}

impl<'a> Listener<'a> {
    /// Begins to listen; `None` where there is nothing to listen with.
    pub(crate) fn new(words: &'a Closed) -> Option<Self> {
        let sounds = words.sounds.as_ref()?;
        Some(Self { sounds, state: sounds.start_state(Anchored::No).ok()? })
    }

    /// Whether a phrase ends in this text.
    pub(crate) fn hears(&mut self, text: &str) -> bool {
        for byte in text.bytes() {
            let next = self.sounds.next_state(Anchored::No, self.state, byte);
            self.state = if byte.is_ascii_alphabetic() { next } else { self.state };
            if self.sounds.is_match(self.state) {
                return true;
            }
        }
        false
    }
}

/// Whether a `meta` tag could make [`gone`] say something.
pub(crate) fn may_forbid(meta: &str) -> bool {
    let meta = meta.to_ascii_lowercase();
    let forbids = meta.contains("noindex") || meta.contains("none");
    // a letter may be written as a number, and the star by its name
    AGENTS.iter().any(|agent| meta.contains(agent)) && forbids || meta.contains("&#") || meta.contains("&ast")
}

fn only_letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).collect()
}

/// Whether a page of one vacancy led to the front page, to the source's own address, or to a list.
pub(crate) fn is_led_away(words: &Closed, page: &Page, source: &Url) -> bool {
    let (asked, came) = (without_noise(&page.url), without_noise(&page.final_url));
    if asked == came {
        return false;
    }
    let last = came.rsplit('/').next().unwrap_or_default();
    let above = asked.starts_with(&format!("{came}/"));
    let to_list = words.listing_paths.iter().any(|path| path == last);
    came == without_noise(source) || !came.contains('/') || above || to_list
}

/// Host and path: neither scheme, query nor a slash at the end make another page here.
fn without_noise(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    format!("{host}{}", url.path().trim_end_matches('/')).to_lowercase()
}

/// The visible lines at the head of a page: title, headings, the beginning of its text.
fn lines(document: &Html) -> Vec<String> {
    let is_visible = |element: &ElementRef<'_>| {
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        !plain_text::is_hidden(element.value()) && !around.any(|outer| plain_text::is_hidden(outer.value()))
    };
    let heads = ["title", "h1", "h2"].into_iter().flat_map(|selector| document::all(document, selector));
    let mut lines: Vec<String> = heads.filter(is_visible).map(plain_text::of_element).collect();
    let parts = ["main", "[role=main]", "article", "body"].into_iter();
    let texts = parts.filter_map(|selector| document::first(document, selector)).map(plain_text::of_visible);
    let text = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let start: String = text.chars().take(WITHIN).collect();
    lines.extend(start.lines().map(str::to_owned));
    lines
}

fn says_closed(words: &Closed, line: &str) -> bool {
    let line = line.to_lowercase().replace('’', "'");
    let Closed { phrases, unless_after, .. } = words;
    phrases.iter().any(|phrase| {
        let Some(at) = line.find(phrase.as_str()) else {
            return false;
        };
        let before: Vec<char> = line[..at].chars().rev().take(CONDITION_WITHIN).collect();
        let before: String = before.into_iter().rev().collect();
        !before.split_whitespace().any(|word| unless_after.iter().any(|condition| condition == word))
    })
}

/// Robots rules for a page, by header or by `meta`.
fn is_not_indexed(page: &Page, document: &Html) -> bool {
    let headers = page.headers.iter().filter(|(name, _)| name == "x-robots-tag");
    let by_header = headers.into_iter().any(|(_, rules)| header_forbids(rules));
    let metas = document::all(document, "meta[name][content]").into_iter();
    let mut ours = metas.filter(|meta| is_ours(meta.attr("name").unwrap_or_default()));
    by_header || ours.any(|meta| forbids(meta.attr("content").unwrap_or_default()))
}

fn is_ours(agent: &str) -> bool {
    AGENTS.iter().any(|ours| agent.trim().eq_ignore_ascii_case(ours))
}

fn forbids(rules: &str) -> bool {
    rules.split([',', ' ']).any(|rule| is_forbidding(rule.trim()))
}

fn is_forbidding(rule: &str) -> bool {
    rule.eq_ignore_ascii_case("noindex") || rule.eq_ignore_ascii_case("none")
}

/// Rules may be for one agent: `otherbot: noindex, nofollow`. Some rules have a colon of their own.
fn header_forbids(rules: &str) -> bool {
    const RULES_WITH_A_VALUE: [&str; 4] =
        ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];
    let mut ours = true;
    for part in rules.split(',') {
        let (agent, rule) = part.split_once(':').unwrap_or(("", part));
        let agent = agent.trim();
        if RULES_WITH_A_VALUE.iter().any(|rule| agent.eq_ignore_ascii_case(rule)) {
            continue;
        }
        if !agent.is_empty() {
            ours = is_ours(agent);
        }
        if ours && is_forbidding(rule.trim()) {
            return true;
        }
    }
    false
}
