//! robots.txt by RFC 9309: groups, the longest rule, `*` and `$`, on bytes. Fetching and caching it is done elsewhere.

/// The name that robots.txt knows us by.
const PRODUCT: &str = "passend";

/// What is parsed at most; RFC 9309 section 2.5 asks for 500 KiB at least.
const MOST_BYTES: usize = 500 * 1024;

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
        let text = &text[..text.len().min(MOST_BYTES)];
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

    /// Whether a path with its query may be fetched.
    pub(crate) fn decide(&self, path: &str) -> Decision {
        if path == "/robots.txt" {
            return Decision { allowed: true, rule: "robots.txt itself is always allowed".to_owned() };
        }
        let path = normalised(path.as_bytes());
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
fn normalised(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        let escape = text.get(at + 1..at + 3).filter(|two| byte == b'%' && two.iter().all(u8::is_ascii_hexdigit));
        if let Some(two) = escape {
            out.push(b'%');
            out.extend(two.iter().map(u8::to_ascii_uppercase));
            at += 3;
            continue;
        }
        if byte.is_ascii() {
            out.push(byte);
        } else {
            out.extend(format!("%{byte:02X}").bytes());
        }
        at += 1;
    }
    out
}

/// Whether a pattern with `*` (anything) and `$` (the end) matches a path from its beginning.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_the_end) = match pattern.split_last() {
        Some((b'$', before)) => (before, true),
        _ => (pattern, false),
    };
    // positions in the path that the pattern read so far can end at
    let mut ends = vec![false; path.len() + 1];
    ends[0] = true;
    for byte in pattern {
        let mut next = vec![false; path.len() + 1];
        if *byte == b'*' {
            let first = ends.iter().position(|end| *end).unwrap_or(ends.len());
            next[first..].fill(true);
        } else {
            for at in 0..path.len() {
                next[at + 1] = ends[at] && path[at] == *byte;
            }
        }
        ends = next;
    }
    if to_the_end { ends[path.len()] } else { ends.contains(&true) }
}

#[cfg(test)]
mod tests {
    //! 1 groups, longest rule, wildcards, encodings by example; 2 the matcher agrees with a slow one on any input;
    //! 3 parsing never fails; 4 all conformance cases and real files, where recorded ones are at hand.
    use super::*;
    use proptest::prelude::*;
    use std::path::PathBuf;

    fn allowed(text: &str, path: &str) -> bool {
        Robots::parse(text.as_bytes()).decide(path).allowed
    }

    #[test]
    fn examples() {
        let cases = [
            ("", "/a", true),
            ("User-agent: *\nDisallow: /", "/a", false),
            ("User-agent: *\nDisallow: /", "/robots.txt", true),
            ("User-agent: *\nDisallow:", "/a", true),
            ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true),
            ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true),
            ("User-agent: PASSEND\nDisallow: /a\nUser-agent: *\nDisallow: /", "/b", true),
            ("User-agent: passend/2.0\nDisallow: /a", "/a", false),
            ("User-agent: passendje\nDisallow: /a", "/a", true),
            ("User-agent: a\nUser-agent: passend\nDisallow: /x\n\nUser-agent: passend\nDisallow: /y", "/y", false),
            ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false),
            ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", true),
            ("User-agent: *\nDisallow: /chat/*/view/$", "/chat/a/view/b/view/", false),
            ("User-agent: *\nDisallow: /caf\u{e9}", "/caf%C3%A9", false),
            ("User-agent: *\nDisallow: /caf%c3%a9", "/caf%C3%A9", false),
            ("\u{feff}User-agent: *\rDisallow: /a", "/a", false),
            ("Disallow: /a", "/a", true),
            ("User-agent: *\nDisallow: /jobs/*/apply$", "/jobs/12/apply", false),
        ];
        for (text, path, expected) in cases {
            assert_eq!(allowed(text, path), expected, "{text:?} on {path}");
        }
    }

    #[test]
    fn delay_and_sitemaps() {
        let robots = Robots::parse(b"Sitemap: https://a.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\n");
        assert_eq!(robots.crawl_delay, Some(2.5));
        assert_eq!(robots.sitemaps, ["https://a.example/s.xml"]);
    }

    /// Tries every way to split the path.
    fn slow(pattern: &[u8], path: &[u8]) -> bool {
        match pattern.split_first() {
            None => true,
            Some((b'$', [])) => path.is_empty(),
            Some((b'*', rest)) => (0..=path.len()).any(|skip| slow(rest, &path[skip..])),
            Some((byte, rest)) => path.first() == Some(byte) && slow(rest, &path[1..]),
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_slow_one(pattern in "[ab*/]{0,8}[$]?", path in "[ab/]{0,10}") {
            prop_assert_eq!(matches(pattern.as_bytes(), path.as_bytes()), slow(pattern.as_bytes(), path.as_bytes()));
        }

        #[test]
        fn never_fails(text in proptest::collection::vec(any::<u8>(), 0..400), path in "\\PC{0,30}") {
            let robots = Robots::parse(&text);
            prop_assert!(robots.decide("/robots.txt").allowed);
            let _decided = robots.decide(&path);
        }
    }

    fn recorded(folder: &str) -> Option<Vec<PathBuf>> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/robots/");
        let Ok(entries) = std::fs::read_dir(format!("{path}{folder}")) else {
            println!("skipped: there are no recorded robots.txt files beside this checkout");
            return None;
        };
        Some(entries.map(|entry| entry.expect("an entry").path()).collect())
    }

    #[test]
    fn real_files_parse() {
        for path in recorded("real").unwrap_or_default() {
            let robots = Robots::parse(&std::fs::read(&path).expect("a file"));
            assert!(robots.decide("/robots.txt").allowed);
        }
    }
}
