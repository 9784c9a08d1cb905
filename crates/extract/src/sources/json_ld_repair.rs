//! Broken JSON made readable: what pages really have in their JSON-LD, in order of how common it is. Says what could
//! not be mended; does not know what the JSON is about.

use serde_json::{Deserializer, Value};

/// The values of one script, and whether they had to be guessed at.
pub(crate) struct Repaired {
    pub(crate) values: Vec<Value>,
    pub(crate) guessed: bool,
}

/// json5 reads recursively and has no limit of its own; this is that of serde_json.
const DEEPEST: usize = 128;

/// Reads a script: strictly, then cleaned, then as JSON5, then with quotes and brackets guessed.
pub(crate) fn values(script: &str) -> Result<Repaired, String> {
    let script = unwrapped(script);
    if script.is_empty() {
        return Ok(Repaired { values: Vec::new(), guessed: false });
    }
    let strict = match strict(script) {
        Ok(values) => return Ok(Repaired { values, guessed: false }),
        Err(error) => error.to_string(),
    };
    let cleaned = Cleaner::new(script, false).run();
    let read = strict_some(&cleaned).or_else(|| loose(&cleaned)).or_else(|| loose(script));
    if let Some(values) = read {
        return Ok(Repaired { values, guessed: false });
    }
    let guessed = strict_some(&Cleaner::new(script, true).run()).or_else(|| unescaped(script));
    guessed.map(|values| Repaired { values, guessed: true }).ok_or(strict)
}

/// Several objects after one another are read as well.
fn strict(text: &str) -> Result<Vec<Value>, serde_json::Error> {
    Deserializer::from_str(text).into_iter().collect()
}

fn strict_some(text: &str) -> Option<Vec<Value>> {
    strict(text).ok().filter(|values| !values.is_empty())
}

fn loose(text: &str) -> Option<Vec<Value>> {
    let mut depth: usize = 0;
    for letter in text.bytes() {
        match letter {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
    }
    json5::from_str::<Value>(text).ok().map(|value| vec![value])
}

/// JSON that was escaped as HTML.
fn unescaped(script: &str) -> Option<Vec<Value>> {
    let escaped = script.contains("&quot;") || script.contains("&#34;") || script.contains("&#x22;");
    let text = escaped.then(|| {
        let quotes = script.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#x22;", "\"");
        quotes.replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    })?;
    strict_some(&text).or_else(|| strict_some(&Cleaner::new(&text, false).run()))
}

/// The script without what it was wrapped in: comments of HTML, CDATA, a mark of byte order.
fn unwrapped(script: &str) -> &str {
    let mut text = script;
    loop {
        let before = text;
        text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        text = without_start(text);
        text = without_end(text);
        if text.len() == before.len() {
            return text;
        }
    }
}

fn without_start(text: &str) -> &str {
    for mark in ["//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA["] {
        if let Some(rest) = text.strip_prefix(mark) {
            return rest;
        }
    }
    let Some(comment) = text.strip_prefix("<!--") else {
        return text;
    };
    // a remark before the JSON goes; a comment around the JSON is only taken off
    match comment.split_once("-->") {
        Some((_, after)) if !after.trim().is_empty() => after,
        _ => comment,
    }
}

fn without_end(text: &str) -> &str {
    for mark in ["//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//-->", "// -->", "-->"] {
        if let Some(rest) = text.strip_suffix(mark) {
            return rest;
        }
    }
    text
}

/// Goes through a script letter by letter, once.
struct Cleaner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    clean: String,
    open: Vec<char>,
    guess: bool,
}

impl<'a> Cleaner<'a> {
    fn new(script: &'a str, guess: bool) -> Self {
        Self { rest: script.chars().peekable(), clean: String::with_capacity(script.len()), open: Vec::new(), guess }
    }

    fn run(mut self) -> String {
        while let Some(letter) = self.rest.next() {
            match letter {
                '"' => self.string(),
                '/' => self.comment(),
                '{' | '[' => self.begin(letter),
                '}' | ']' => self.end(letter),
                ';' => {}
                _ if letter.is_control() || letter.is_whitespace() || letter == '\u{feff}' => self.clean.push(' '),
                _ => self.clean.push(letter),
            }
        }
        if self.guess {
            self.complete();
        }
        self.clean
    }

    fn begin(&mut self, bracket: char) {
        self.open.push(if bracket == '{' { '}' } else { ']' });
        self.clean.push(bracket);
    }

    fn end(&mut self, bracket: char) {
        self.drop_comma();
        self.open.pop();
        self.clean.push(bracket);
    }

    fn drop_comma(&mut self) {
        let kept = self.clean.trim_end_matches([' ', ',']).len();
        self.clean.truncate(kept);
    }

    /// Closes what a script that was cut off left open.
    fn complete(&mut self) {
        self.drop_comma();
        if self.clean.ends_with(':') {
            self.clean.push_str("null");
        }
        while let Some(bracket) = self.open.pop() {
            self.clean.push(bracket);
        }
    }

    fn comment(&mut self) {
        match self.rest.peek() {
            Some('/') => while self.rest.next().is_some_and(|letter| letter != '\n') {},
            Some('*') => self.long_comment(),
            _ => self.clean.push('/'),
        }
    }

    fn long_comment(&mut self) {
        let mut before = ' ';
        self.rest.next();
        for letter in self.rest.by_ref() {
            if before == '*' && letter == '/' {
                break;
            }
            before = letter;
        }
    }

    fn string(&mut self) {
        self.clean.push('"');
        while let Some(letter) = self.rest.next() {
            match letter {
                '"' if self.guess && !self.ends_here() => self.clean.push_str("\\\""),
                '"' => break,
                '\\' => self.escape(),
                '\n' => self.clean.push_str("\\n"),
                '\t' => self.clean.push_str("\\t"),
                '\r' => self.clean.push_str("\\r"),
                _ if letter.is_control() => self.clean.push(' '),
                _ => self.clean.push(letter),
            }
        }
        self.clean.push('"');
    }

    /// Whether a quotation mark ends its string, by what follows it.
    fn ends_here(&self) -> bool {
        let mut after = self.rest.clone().filter(|letter| !letter.is_whitespace());
        match after.next() {
            None | Some(':' | '}' | ']') => true,
            Some(',') => after.next().is_none_or(|letter| matches!(letter, '"' | '{' | '[' | '}' | ']')),
            Some(_) => false,
        }
    }

    fn escape(&mut self) {
        match self.rest.next() {
            Some(letter @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => self.clean.extend(['\\', letter]),
            Some('u') => self.unit(),
            Some('\n') | None => {}
            Some('\'') => self.clean.push('\''),
            Some(letter) => self.clean.extend(['\\', '\\', letter]),
        }
    }

    /// `\uXXXX`; half of a pair alone is no letter.
    fn unit(&mut self) {
        let Some(first) = self.hexadecimal() else {
            self.clean.push('u');
            return;
        };
        let second = if (0xd800..0xdc00).contains(&first) { self.second_half() } else { None };
        let letter = match second {
            Some(second) => char::decode_utf16([first, second]).next().and_then(Result::ok),
            None => char::from_u32(u32::from(first)),
        };
        let letter = letter.unwrap_or('\u{fffd}');
        if letter.is_control() || matches!(letter, '"' | '\\') {
            self.clean.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            self.clean.push(letter);
        }
    }

    fn second_half(&mut self) -> Option<u16> {
        let ahead: String = self.rest.clone().take(6).collect();
        let unit = ahead.strip_prefix("\\u").and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let second = unit.filter(|unit| (0xdc00..0xe000).contains(unit))?;
        self.rest.by_ref().take(6).for_each(drop);
        Some(second)
    }

    fn hexadecimal(&mut self) -> Option<u16> {
        let digits: String = self.rest.clone().take(4).collect();
        let hexadecimal = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let unit = hexadecimal.then(|| u16::from_str_radix(&digits, 16).ok()).flatten()?;
        self.rest.by_ref().take(4).for_each(drop);
        Some(unit)
    }
}
