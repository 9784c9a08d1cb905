//! Any bytes as a listing: a sitemap, a list page, a feed, a system's board, by the reader that the first byte chooses: no panic.
#![no_main]

#[path = "../page.rs"]
mod page;

use domain::Purpose;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, body)) = data.split_first() else { return };
    let source = page::source(*kind);
    drop(extract::read(&source, &page::page(&source, Purpose::Listing, body)));
});
