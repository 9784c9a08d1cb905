//! Addresses of the web, seen from a source: which are its own, which may be asked for, what is sent there, and where a
//! redirect leads. Which IP addresses are public is said in `addresses`.

use crate::Refusal;
use crate::addresses::is_private_literal;
use domain::Source;
use reqwest::header::{HeaderMap, LOCATION};
use url::Url;

/// Where robots.txt is (RFC 9309 section 2.3).
const ROBOTS: &str = "/robots.txt";
/// Whether an address is on the source's own host.
pub(crate) fn is_own(source: &Source, url: &Url) -> bool {
    source.url.host_str() == url.host_str()
}

/// The address with the source's key, which only its own host gets, and which is in no page, message or log.
pub(crate) fn keyed(source: &Source, url: &Url) -> Url {
    let mut keyed = url.clone();
    if let Some(key) = source.key.as_ref().filter(|_| is_own(source, url) && url.path() != ROBOTS) {
        let pairs = key.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str()));
        keyed.query_pairs_mut().extend_pairs(pairs);
    }
    keyed
}

pub(crate) fn check_address(source: &Source, url: &Url) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme(url.to_string()));
    }
    let trusted = source.allow_private_addresses && is_own(source, url);
    if !trusted && is_private_literal(url) {
        return Err(Refusal::Address { host: url.host_str().unwrap_or_default().to_owned() });
    }
    Ok(())
}

pub(crate) fn path_and_query(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

pub(crate) fn redirected(from: &Url, headers: &HeaderMap) -> Option<Url> {
    let mut to = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    to.set_fragment(None);
    Some(to)
}
