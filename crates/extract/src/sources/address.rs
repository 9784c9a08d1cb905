//! Addresses as pages write them: relative, with fragments, and sometimes no web address at all. Not about fetching.

use domain::{PageRequest, Purpose};
use url::Url;

/// A web address without its fragment; `None` for `mailto:`, `javascript:` and what is no address.
pub(crate) fn resolved(base: &Url, reference: &str) -> Option<Url> {
    let reference = reference.trim();
    if reference.is_empty() || reference.starts_with('#') {
        return None;
    }
    let mut url = base.join(reference).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The request for a detail page.
pub(crate) fn detail_request(url: Url) -> PageRequest {
    PageRequest::new(url, Purpose::Detail)
}

/// The address of a vacancy: its own where it states one that can be told from others, else that of its page.
/// A site root is what some systems write into every vacancy.
pub(crate) fn of_vacancy(stated: Option<&str>, page: &Url) -> String {
    let own = stated.and_then(|stated| resolved(page, stated));
    let telling = own.filter(|url| url.path() != "/" || url.query().is_some());
    telling.map_or_else(|| without_fragment(page), String::from)
}

fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}
