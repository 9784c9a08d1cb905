//! How long the vocabulary takes to load, and a vacancy to be understood: `cargo bench -p extract`.
//!
//! Each figure is the median of many turns on one core. The words of the vacancy are found at every turn; of a text in
//! which no word is known only the search remains, of an empty one what any text costs.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement has a clock, and tells")]

use domain::{Harvest, PageRequest, Posting, Purpose};
use extract::vocabulary::VocabularyFile;
use extract::{Vocabulary, mask_harvest, understand};
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
    Ok(())
}

/// Prints the median time of a turn.
fn report<T>(name: &str, turns: usize, mut turn: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..turns)
        .map(|_| {
            let start = Instant::now();
            black_box(turn());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{name}: {:.1} µs", times[turns / 2].as_secs_f64() * 1e6);
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
