//! 1. What the fetcher takes for usual where nobody configures it is what the embedded configuration says.

use super::Loaded;
use crate::clock::Clock;
use fetch::Settings;

/// Every setting but the contact, which nobody has by default, and the clock.
fn limits(settings: &Settings) -> String {
    let Settings { contact: _, clock: _, version, requests_per_second, requests_at_once, timeout, .. } = settings;
    let Settings { max_header_bytes, max_body_bytes, max_decompression_ratio, max_redirects, .. } = settings;
    let Settings { max_robots_redirects, max_robots_bytes, robots_refresh, robots_keep, .. } = settings;
    let Settings { max_crawl_delay, attempts, first_pause, longest_wait, .. } = settings;
    let Settings { failures_before_rest, rest, longest_rest, .. } = settings;
    let pace = (version, requests_per_second, requests_at_once, timeout, attempts, max_crawl_delay);
    let sizes = (max_header_bytes, max_body_bytes, max_decompression_ratio, max_redirects);
    let robots = (max_robots_redirects, max_robots_bytes, robots_refresh, robots_keep);
    let rests = (first_pause, longest_wait, failures_before_rest, rest, longest_rest);
    format!("{pace:?} {sizes:?} {robots:?} {rests:?}")
}

#[test]
fn usual_is_what_the_configuration_says() {
    let loaded = Loaded::embedded().expect("the embedded configuration");
    let clock = Clock::standing_at(None);
    let configured = loaded.fetch_settings(clock).expect("settings");
    assert_eq!(limits(&Settings::usual("nobody", clock.shared())), limits(&configured));
}
