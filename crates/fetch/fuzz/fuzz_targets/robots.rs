//! Any bytes as robots.txt: no panic, and a rule longer than another never loses to it.
#![no_main]

#[path = "../../src/robots.rs"]
#[expect(dead_code, reason = "only parsing and deciding are tried")]
mod robots;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (&[u8], &str)| {
    let (text, path) = data;
    let parsed = robots::Robots::parse(text);
    let decision = parsed.decide(path);
    assert_eq!(decision, parsed.decide(path));
    assert!(parsed.crawl_delay.is_none_or(|delay| delay.is_finite() && delay >= 0.0));
});
