//! Any bytes as a page with one vacancy, by the reader that the first byte chooses: no panic.
#![no_main]

#[path = "../page.rs"]
mod page;

use domain::Purpose;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, body)) = data.split_first() else { return };
    let source = page::source(*kind);
    drop(extract::read(&source, &page::page(&source, Purpose::Detail, body)));
});
