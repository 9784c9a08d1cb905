//! How long the vocabulary takes to load, and a vacancy to be understood: `cargo bench -p extract`.
//!
//! Each figure is the median of many turns on one core. The words of the vacancy are found at every turn; of a text in
//! which no word is known only the search remains, of an empty one what any text costs.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement has a clock, and tells")]

use domain::{Harvest, PageRequest, Posting, Purpose};
use extract::vocabulary::VocabularyFile;
use extract::{Vocabulary, mask_harvest, understand, understand_in_steps};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// About 3 kB with this often.
const TURNS: usize = 3;
const VACANCY: &str = include_str!("vacancy.txt");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/vocabulary"))?;
    let vocabulary = Vocabulary::parse(&files)?;
    report("vocabulary loaded", 20, || Vocabulary::parse(&files).is_ok());
    let unknown: String = VACANCY.chars().map(|letter| if letter.is_alphanumeric() { 'x' } else { letter }).collect();
    for (name, text) in [
        ("vacancy of 3 kB understood", VACANCY.repeat(TURNS)),
        ("vacancy of 1 kB understood", VACANCY.to_owned()),
        ("3 kB without a known word", unknown.repeat(TURNS)),
        ("empty text", String::new()),
    ] {
        let title = text.lines().next().unwrap_or_default().to_owned();
        let mut posting = Posting { title, text, ..Posting::default() };
        let size = posting.text.len();
        let mut request = PageRequest::new("https://a.example/".parse()?, Purpose::Detail);
        request.listed = Some(Box::new(posting.clone()));
        let mut listing = Harvest { requests: vec![request], ..Harvest::default() };
        report(&format!("{name}, only masked"), 2_000, || mask_harvest(&mut listing, &vocabulary));
        report(&format!("{name} ({size} bytes)"), 2_000, || {
            understand(&mut posting, &vocabulary);
            posting.demands.len()
        });
    }
    steps(&VACANCY.repeat(TURNS), &vocabulary);
    Ok(())
}

/// Prints the median time of every step of understanding.
fn steps(text: &str, vocabulary: &Vocabulary) {
    let title = text.lines().next().unwrap_or_default().to_owned();
    let mut posting = Posting { title, text: text.to_owned(), ..Posting::default() };
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for _ in 0..2_000 {
        let mut since = Instant::now();
        understand_in_steps(&mut posting, vocabulary, &mut |step| {
            times.entry(step).or_default().push(since.elapsed());
            since = Instant::now();
        });
    }
    println!("of these 3 kB, step by step:");
    let mut medians: Vec<(Duration, &str)> = times.into_iter().map(|(step, times)| (median(times), step)).collect();
    medians.sort();
    for (time, step) in medians.into_iter().rev() {
        println!("  {step}: {:.1} µs", time.as_secs_f64() * 1e6);
    }
}

/// Prints the median time of a turn.
fn report<T>(name: &str, turns: usize, mut turn: impl FnMut() -> T) {
    let times = (0..turns)
        .map(|_| {
            let start = Instant::now();
            black_box(turn());
            start.elapsed()
        })
        .collect();
    println!("{name}: {:.1} µs", median(times).as_secs_f64() * 1e6);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn files(root: &Path) -> std::io::Result<Vec<VocabularyFile>> {
    let mut files = Vec::new();
    for folder in ["", "items", "occupations"] {
        for entry in std::fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                files.push(VocabularyFile { name, text: std::fs::read_to_string(&path)? });
            }
        }
    }
    Ok(files)
}
