//! Any text as a vacancy: no panic, and every quote is the text at its place.
#![no_main]

use extract::Vocabulary;
use extract::vocabulary::VocabularyFile;
use libfuzzer_sys::fuzz_target;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the vocabulary") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../config/vocabulary");
    let mut found = Vec::new();
    files(&root, &mut found);
    let file = |path: &PathBuf| VocabularyFile {
        name: path.strip_prefix(&root).expect("inside").display().to_string(),
        text: std::fs::read_to_string(path).expect("a file"),
    };
    Vocabulary::parse(&found.iter().map(file).collect::<Vec<_>>()).expect("the vocabulary")
});

fuzz_target!(|text: &str| {
    let mut posting = extract::sources::read_text(text, "");
    extract::understand(&mut posting, &VOCABULARY);
    for quote in posting.quotes.iter().filter(|quote| quote.end > 0) {
        assert_eq!(posting.text.get(quote.start..quote.end), Some(quote.quote.as_str()));
    }
});
