//! Any bytes as the JSON-LD of a page, through all of its repairs: no panic.
#![no_main]

#[path = "../page.rs"]
mod page;

use domain::Purpose;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let head = b"<html><head><script type=\"application/ld+json\">{\"@type\":\"JobPosting\",\"title\":\"Kok\",";
    let body = [&head[..], data, b"</script></head><body><h1>Kok</h1></body></html>"].concat();
    let source = page::source(0);
    drop(extract::read(&source, &page::page(&source, Purpose::Detail, &body)));
});
