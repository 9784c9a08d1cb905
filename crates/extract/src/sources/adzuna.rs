//! Adzuna: an aggregator with a key, lists by page. It gives excerpts; estimated pay is no stated pay.

use super::address;
use super::board;
use super::draft::{Draft, Pay};
use super::fields::Fields;
use domain::{Harvest, Page, Source};
use url::Url;

pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let read = board::json(page, "/results", |result| Some(draft(result, page)));
    let mut harvest = read.harvest;
    let next = next(&page.url).filter(|_| read.served > 0);
    if let Some((number, url)) = next.filter(|_| harvest.listing.is_some()) {
        let total = Fields(&read.answer).number("/count");
        if total.is_none_or(|total| ((number - 1) * read.served) as f64 <= total - 1.0) {
            board::further(&mut harvest, source, page, url);
        }
    }
    harvest
}

/// The page's number stands at the end of the path.
fn next(url: &Url) -> Option<(usize, Url)> {
    let number = url.path_segments()?.next_back()?.parse::<usize>().ok()? + 1;
    let mut next = url.clone();
    next.path_segments_mut().ok()?.pop().push(&number.to_string());
    Some((number, next))
}

fn draft(result: Fields<'_>, page: &Page) -> Draft {
    let url = result.markup("/redirect_url").and_then(|own| address::resolved(&page.final_url, &own));
    // its parameters are of this very answer: with them every night would have new addresses
    let url = url.map(|mut url| {
        url.set_query(None);
        url
    });
    let stated =
        !matches!(result.text("/salary_is_predicted").as_deref(), Some("1")) && !result.yes("/salary_is_predicted");
    let amount = |name: &str| result.number(name).filter(|_| stated);
    let mut draft = Draft::new(result.text("/title"), url)
        .employer(result.text("/company/display_name"))
        .text(result.markup("/description"))
        .posted(result.text("/created"))
        .employment(result.text("/contract_type"))
        .pay(Pay {
            min: amount("/salary_min"),
            max: amount("/salary_max"),
            period: Some("year".to_owned()),
            currency: Some("EUR".to_owned()),
        });
    draft.problem("text", "the aggregator gives an excerpt only");
    let area = result.list_of_texts("/location/area");
    let place = area.last().cloned().or_else(|| result.text("/location/display_name"));
    draft
        .place([place, None], None, area.first().cloned())
        .point(result.number("/latitude"), result.number("/longitude"))
}
