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

#[test]
fn only_whole_lines_count() {
    let text = b"User-agent: *\nDisallow: /a\nAllow: /a/b\n";
    let cut = |most| Robots::parse(whole_lines(text, most));
    assert!(!cut(38).decide("/a/b").allowed, "half of `Allow: /a/b` is `Allow: /a`");
    assert!(cut(text.len()).decide("/a/b").allowed);
    assert_eq!(whole_lines(b"no line at all", 5), b"");
}

fn recorded(folder: &str) -> Vec<PathBuf> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/robots/");
    let Ok(entries) = std::fs::read_dir(format!("{path}{folder}")) else {
        println!("skipped: there is no folder {folder} of recorded robots.txt files beside this checkout");
        return Vec::new();
    };
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn real_files_parse() {
    for path in [recorded("real"), recorded("crawler_commons/robots")].concat() {
        let robots = Robots::parse(&std::fs::read(&path).expect("a file"));
        assert!(robots.decide("/robots.txt").allowed);
    }
}

/// One word, punctuation mark or string of a text protocol buffer; strings that follow one another are one.
fn tokens(text: &str) -> Vec<String> {
    let (mut tokens, mut rest) = (Vec::<String>::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => string_length(rest, first),
            _ if first.is_alphanumeric() => {
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let token = &rest[..length];
        match tokens.last_mut() {
            _ if first == '#' => {}
            Some(last) if last.starts_with('"') && matches!(first, '"' | '\'') => last.push_str(&token[1..length - 1]),
            _ if matches!(first, '"' | '\'') => tokens.push(format!("\"{}", &token[1..length - 1])),
            _ => tokens.push(token.to_owned()),
        }
        rest = rest[length..].trim_start();
    }
    tokens
}

fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, letter)| {
        let ends = !escaped && *letter == quote;
        escaped = !escaped && *letter == '\\';
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// The bytes of a string token: C escapes.
fn bytes(token: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), &token.as_bytes()[1..]);
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let octal = rest.iter().take(3).take_while(|digit| (b'0'..b'8').contains(digit)).count();
        let (base, skip, length) = match rest.first() {
            Some(b'x') => (16, 1, rest[1..].iter().take(2).take_while(|digit| digit.is_ascii_hexdigit()).count()),
            _ => (8, 0, octal),
        };
        if length > 0 {
            let digits = std::str::from_utf8(&rest[skip..skip + length]).expect("digits");
            out.push(u8::from_str_radix(digits, base).expect("a byte"));
            rest = &rest[skip + length..];
        } else if let [letter, after @ ..] = rest {
            out.push(match letter {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => *other,
            });
            rest = after;
        }
    }
    out
}

/// Runs the cases of one file, and says how many there were.
fn conform(path: &std::path::Path) -> usize {
    let tokens = tokens(&std::fs::read_to_string(path).expect("a file"));
    let (mut robots, mut url, mut agent, mut cases) = (Vec::new(), Vec::new(), String::new(), 0);
    for part in tokens.windows(3).filter(|part| part[1] == ":") {
        match part[0].as_str() {
            "robotstxt" => robots = bytes(&part[2]),
            "testurl" => url = bytes(&part[2]),
            "useragent" => agent = String::from_utf8(bytes(&part[2])).expect("a name"),
            "expected_outcome" => {
                let decision = Robots::parse_for(&agent, &robots).decide_by_rules(&path_of(&url));
                let said = if decision.allowed { "ALLOWED" } else { "DISALLOWED" };
                assert_eq!(said, part[2], "{}: {agent} at {}", path.display(), String::from_utf8_lossy(&url));
                cases += 1;
            }
            _ => {}
        }
    }
    cases
}

/// Path and query as the case writes them: encoding them is the caller's.
fn path_of(url: &[u8]) -> String {
    let url = String::from_utf8_lossy(url).into_owned();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let path = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
    let path = path.split('#').next().unwrap_or_default();
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

#[test]
fn all_conformance_cases_pass() {
    let files = [recorded("google_ctc/correctness"), recorded("google_ctc/stress")].concat();
    let files: Vec<_> =
        files.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "textproto")).collect();
    let cases: usize = files.iter().map(|path| conform(path)).sum();
    assert!(files.is_empty() || files.len() >= 41 && cases > 100, "{} files, {cases} cases", files.len());
    println!("{cases} cases in {} files", files.len());
}
