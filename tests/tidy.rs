//! The shape of the tree, kept by a test.
//!
//! 1. Crates depend on each other only along the edges of the map.
//! 2. A library with one owner is in no other crate.
//! 3. Every path that README.md names exists.
//! 4. Every `.rs` file opens with a `//!` line.
//! 5. Every exception to a lint says why.

use cargo_metadata::{MetadataCommand, Package};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Which crates of ours each may know.
const EDGES: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("fetch", &["domain"]),
    ("extract", &["domain"]),
    ("store", &["domain"]),
    ("search", &["domain"]),
    ("matcher", &["domain"]),
    ("app", &["domain", "extract", "fetch", "matcher", "search", "store"]),
];

/// Libraries that one crate alone may use.
const OWNERS: [(&str, &str); 16] = [
    ("reqwest", "fetch"),
    ("hyper", "fetch"),
    ("psl", "fetch"),
    ("scraper", "extract"),
    ("feed-rs", "extract"),
    ("quick-xml", "extract"),
    ("aho-corasick", "extract"),
    ("regex", "extract"),
    ("rusqlite", "store"),
    ("tantivy", "search"),
    ("rayon", "matcher"),
    ("anyhow", "app"),
    ("axum", "app"),
    ("clap", "app"),
    ("lettre", "app"),
    ("chrono-tz", "app"),
];

/// Crates that may not be asynchronous.
const SYNCHRONOUS: [&str; 5] = ["domain", "extract", "store", "search", "matcher"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace's folder")
}

fn packages() -> BTreeMap<String, Package> {
    let metadata =
        MetadataCommand::new().current_dir(root()).no_deps().other_options(vec!["--offline".to_owned()]).exec();
    let metadata = metadata.expect("cargo metadata");
    metadata.packages.into_iter().map(|package| (package.name.to_string(), package)).collect()
}

/// What a package needs to be built; what only its tests need may differ.
fn needs(package: &Package) -> Vec<String> {
    let kinds = |kind| matches!(kind, cargo_metadata::DependencyKind::Normal | cargo_metadata::DependencyKind::Build);
    package.dependencies.iter().filter(|each| kinds(each.kind)).map(|each| each.name.clone()).collect()
}

#[test]
fn crates_keep_to_the_map() {
    let packages = packages();
    let names: Vec<&str> = packages.keys().map(String::as_str).collect();
    let mut expected: Vec<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    expected.sort_unstable();
    assert_eq!(names, expected, "the crates are not those of the map");
    for (name, allowed) in EDGES {
        for need in needs(&packages[name]) {
            let ours = packages.contains_key(&need);
            assert!(!ours || allowed.contains(&need.as_str()), "{name} may not depend on {need}");
        }
    }
}

#[test]
fn libraries_have_one_owner() {
    for (name, package) in packages() {
        for need in needs(&package) {
            let owner = OWNERS.iter().find(|(library, _)| *library == need).map(|(_, owner)| *owner);
            assert!(
                owner.is_none_or(|owner| owner == name),
                "{need} belongs to {}, not to {name}",
                owner.unwrap_or("")
            );
            let asynchronous = matches!(need.as_str(), "tokio" | "futures");
            assert!(!(asynchronous && SYNCHRONOUS.contains(&name.as_str())), "{name} may not be asynchronous: {need}");
        }
    }
}

/// A word in back quotes that looks like a path of this tree.
fn looks_like_a_path(word: &str) -> bool {
    let known = ["crates/", "config/", "tests/", "index/", ".ci/"].iter().any(|start| word.starts_with(start));
    let file = ["Cargo.toml", "README.md", "LICENCE", ".clippy.toml", ".deny.toml"].contains(&word);
    (known || file) && !word.contains([' ', '*', '…', '<'])
}

/// What a run writes is not in the tree.
fn is_written_by_a_run(word: &str) -> bool {
    let written = ["index/", "config/passend.key", "config/sources/"];
    word != "index/README.md" && written.iter().any(|start| word.starts_with(start))
}

#[test]
fn readme_names_only_what_exists() {
    let root = root();
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let words = readme.split('`').skip(1).step_by(2).map(str::trim);
    let paths: Vec<&str> = words.filter(|word| looks_like_a_path(word) && !is_written_by_a_run(word)).collect();
    assert!(paths.len() > 10, "README.md names too few paths for this test to mean anything: {paths:?}");
    for path in paths {
        assert!(root.join(path).exists(), "README.md names {path}, which does not exist");
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the tree") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_rust_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["crates", "tests"] {
        rust_files(&root().join(folder), &mut found);
    }
    assert!(found.len() > 50, "only {} files were found", found.len());
    found
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in all_rust_files() {
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.starts_with("//! "), "{} does not open with a //! line", path.display());
    }
}

#[test]
fn every_exception_says_why() {
    let attribute = ["#[", "allow("].concat();
    for path in all_rust_files() {
        let text = fs::read_to_string(&path).expect("a file");
        assert!(!text.contains(&attribute), "{}: use #[expect(…, reason = \"…\")]", path.display());
    }
}
