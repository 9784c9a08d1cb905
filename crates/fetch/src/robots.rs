//! robots.txt by RFC 9309: groups, the longest rule, `*` and `$`, on bytes. Fetching and caching it is done elsewhere.

/// The name that robots.txt knows us by.
const PRODUCT: &str = "passend";

/// One rule of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

/// What a robots.txt says to us.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    /// Seconds between requests that it asks for.
    pub(crate) crawl_delay: Option<f64>,
    /// Its `Sitemap` lines, as written.
    pub(crate) sitemaps: Vec<String>,
}

/// Which rule decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) allowed: bool,
    /// The rule in words, or that there is none.
    pub(crate) rule: String,
}

/// A group while it is read.
#[derive(Default)]
struct Group {
    for_us: bool,
    for_all: bool,
    rules: Vec<Rule>,
    crawl_delay: Option<f64>,
}

impl Robots {
    /// Reads what a robots.txt says to our product; never fails, since unknown lines are passed over.
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self::parse_for(PRODUCT, text)
    }

    /// Reads what it says to a product.
    pub(crate) fn parse_for(product: &str, text: &[u8]) -> Self {
        let text = strip_mark(text);
        let mut groups: Vec<Group> = Vec::new();
        let mut sitemaps = Vec::new();
        let mut naming_agents = false;
        for line in text.split(|byte| matches!(byte, b'\n' | b'\r')) {
            let Some((key, value)) = key_and_value(line) else { continue };
            match key.as_str() {
                "user-agent" => {
                    groups.extend((!naming_agents).then(Group::default));
                    naming_agents = true;
                    name_agent(groups.last_mut(), value, product);
                }
                "allow" | "disallow" => {
                    naming_agents = false;
                    add_rule(groups.last_mut(), key == "allow", value);
                }
                "crawl-delay" => {
                    naming_agents = false;
                    add_delay(groups.last_mut(), value);
                }
                "sitemap" => sitemaps.push(String::from_utf8_lossy(value).into_owned()),
                _ => {}
            }
        }
        Self::of(groups, sitemaps)
    }

    /// All groups that name us, else all for everybody.
    fn of(groups: Vec<Group>, sitemaps: Vec<String>) -> Self {
        let named = groups.iter().any(|group| group.for_us);
        let mut robots = Self { sitemaps, ..Self::default() };
        for group in groups.into_iter().filter(|group| if named { group.for_us } else { group.for_all }) {
            robots.rules.extend(group.rules);
            robots.crawl_delay = robots.crawl_delay.into_iter().chain(group.crawl_delay).reduce(f64::max);
        }
        robots
    }

    /// Whether a path with its query, percent-encoded as it is asked for, may be fetched.
    pub(crate) fn decide(&self, path: &str) -> Decision {
        if path == "/robots.txt" {
            return Decision { allowed: true, rule: "robots.txt itself is always allowed".to_owned() };
        }
        self.decide_by_rules(path)
    }

    /// What the rules say, of robots.txt too: RFC 9309 section 2.2.2 allows that one whatever they say, Google's cases
    /// do not.
    fn decide_by_rules(&self, path: &str) -> Decision {
        let path = capitals(path.as_bytes());
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        // the longest rule wins, and of two as long the one that allows
        match matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)) {
            None => Decision { allowed: true, rule: "no rule is about it".to_owned() },
            Some(rule) => {
                let word = if rule.allow { "Allow" } else { "Disallow" };
                Decision { allowed: rule.allow, rule: format!("{word}: {}", String::from_utf8_lossy(&rule.pattern)) }
            }
        }
    }
}

/// Of a text over the limit all whole lines within it, since half a rule is another rule.
pub(crate) fn whole_lines(text: &[u8], most: usize) -> &[u8] {
    let Some(beginning) = text.get(..most).filter(|_| text.len() > most) else { return text };
    let end = beginning.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
    &beginning[..end.unwrap_or(0)]
}

/// Without a byte order mark, or the half of one that a careless editor left.
fn strip_mark(text: &[u8]) -> &[u8] {
    let mark = [0xEF, 0xBB, 0xBF];
    let same = text.iter().zip(mark).take_while(|(one, other)| **one == *other).count();
    &text[same..]
}

/// Key in lower case and value, without comment and white space around; a missing colon is forgiven where white space
/// stands in its place, as Google's parser does.
fn key_and_value(line: &[u8]) -> Option<(String, &[u8])> {
    let line = line.split(|byte| *byte == b'#').next().unwrap_or_default().trim_ascii();
    let split = line.iter().position(|byte| *byte == b':').or_else(|| {
        let space = line.iter().position(|byte| matches!(byte, b' ' | b'\t'))?;
        let rest = line[space..].trim_ascii();
        (!rest.iter().any(|byte| matches!(byte, b' ' | b'\t'))).then_some(space)
    })?;
    let key = String::from_utf8_lossy(line[..split].trim_ascii()).to_lowercase();
    Some((corrected(&key).to_owned(), line[split + 1..].trim_ascii()))
}

/// Usual misspellings, which Google's parser takes too.
fn corrected(key: &str) -> &str {
    match key {
        "useragent" | "user agent" => "user-agent",
        "dissallow" | "dissalow" | "disalow" | "diasllow" | "disallaw" => "disallow",
        "site-map" | "site map" => "sitemap",
        "crawldelay" | "crawl delay" => "crawl-delay",
        other => other,
    }
}

fn name_agent(group: Option<&mut Group>, value: &[u8], product: &str) {
    let Some(group) = group else { return };
    let everybody = value.first() == Some(&b'*') && value.get(1).is_none_or(u8::is_ascii_whitespace);
    group.for_all |= everybody;
    // the token ends where letters, `_` and `-` end (RFC 9309 section 2.2.1)
    let end = value.iter().position(|byte| !(byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-')));
    group.for_us |= value[..end.unwrap_or(value.len())].eq_ignore_ascii_case(product.as_bytes());
}

fn add_rule(group: Option<&mut Group>, allow: bool, value: &[u8]) {
    // a rule before any user-agent line belongs to nobody; an empty one matches nothing
    if let Some(group) = group.filter(|_| !value.is_empty()) {
        // whoever allows a folder's index allows the folder, as Google's parser has it
        let folder = value.rsplitn(2, |byte| *byte == b'/').nth(1).filter(|_| allow);
        if let Some(folder) = folder.filter(|folder| value[folder.len()..].starts_with(b"/index.htm")) {
            group.rules.push(Rule { allow, pattern: [&normalised(folder), &b"/$"[..]].concat() });
        }
        group.rules.push(Rule { allow, pattern: normalised(value) });
    }
}

fn add_delay(group: Option<&mut Group>, value: &[u8]) {
    let seconds = std::str::from_utf8(value).ok().and_then(|text| text.parse::<f64>().ok());
    if let (Some(group), Some(seconds)) = (group, seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0)) {
        group.crawl_delay = group.crawl_delay.into_iter().chain([seconds]).reduce(f64::max);
    }
}

/// Percent-encodes what is not ASCII, and writes existing escapes in capitals, so that octets can be compared.
pub(crate) fn normalised(text: &[u8]) -> Vec<u8> {
    let encoded: Vec<u8> = text
        .iter()
        .flat_map(|byte| match byte.is_ascii() {
            true => vec![*byte],
            false => format!("%{byte:02X}").into_bytes(),
        })
        .collect();
    capitals(&encoded)
}

/// Writes percent-escapes in capitals.
pub(crate) fn capitals(text: &[u8]) -> Vec<u8> {
    let mut out = text.to_vec();
    let mut at = 0;
    while at + 2 < out.len() {
        let escape = out[at] == b'%' && out[at + 1..at + 3].iter().all(u8::is_ascii_hexdigit);
        if escape {
            out[at + 1..at + 3].make_ascii_uppercase();
        }
        at += if escape { 3 } else { 1 };
    }
    out
}

/// Whether a pattern with `*` (anything) and `$` (the end) matches a path from its beginning. What stands between stars
/// is looked for once each, in order, so that no pattern costs more than its length times the path's.
pub(crate) fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_the_end) = match pattern.split_last() {
        Some((b'$', before)) => (before, true),
        _ => (pattern, false),
    };
    let mut parts = pattern.split(|byte| *byte == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let parts: Vec<&[u8]> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !to_the_end || rest.is_empty() };
    for part in between {
        let Some(after) = after_first(rest, part) else { return false };
        rest = after;
    }
    if to_the_end { rest.ends_with(last) } else { after_first(rest, last).is_some() }
}

fn after_first<'a>(text: &'a [u8], part: &[u8]) -> Option<&'a [u8]> {
    if part.is_empty() {
        return Some(text);
    }
    let at = text.windows(part.len()).position(|window| window == part)?;
    Some(&text[at + part.len()..])
}

#[cfg(test)]
mod tests;
