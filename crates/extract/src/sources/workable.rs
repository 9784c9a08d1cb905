//! Workable: the whole account in one answer; an opening is listed once for each of its places. It does not say whether
//! work is hybrid or on site.

use super::address;
use super::board;
use super::draft::Draft;
use super::fields::Fields;
use domain::{Harvest, Page, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    let mut read = board::json(page, "/jobs", |job| Some(draft(job, page)));
    let employer = Fields(&read.answer).text("/name");
    read.harvest.postings.iter_mut().for_each(|posting| posting.employer.clone_from(&employer));
    read.harvest
}

fn draft(job: Fields<'_>, page: &Page) -> Draft {
    let own = job.markup("/url").or_else(|| job.markup("/shortlink"));
    let own = own.or_else(|| job.text("/shortcode").map(|code| format!("/j/{code}")));
    let url = own.and_then(|own| address::resolved(&page.final_url, &own));
    let draft = Draft::new(job.text("/title"), url)
        .text(job.markup("/description"))
        .posted(job.text("/published_on").or_else(|| job.text("/created_at")))
        .education(job.text("/education"))
        .employment(job.text("/employment_type"))
        .remote(job.yes("/telecommuting").then(|| "remote".to_owned()));
    let places = job.list("/locations");
    if places.is_empty() {
        return draft.place([job.text("/city"), job.text("/state")], None, job.text("/country"));
    }
    let shown = places.into_iter().filter(|place| !place.yes("/hidden"));
    shown.fold(draft, |draft, place| {
        let country = place.text("/countryCode").or_else(|| place.text("/country"));
        draft.place([place.text("/city"), place.text("/region")], None, country)
    })
}
