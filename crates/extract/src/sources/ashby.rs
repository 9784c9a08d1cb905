//! Ashby: the whole board in one answer. An unknown board may look like an empty one, so an empty one closes nothing.

use super::address;
use super::board;
use super::draft::{Draft, Pay};
use super::fields::Fields;
use domain::{Harvest, Page, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    let mut read = board::json(page, "/jobs", |job| draft(job, page));
    if read.served == 0 && read.harvest.listing.is_some() {
        board::incomplete(&mut read.harvest, "the board is empty, as an unknown one is too: check the board's name");
    }
    read.harvest
}

fn draft(job: Fields<'_>, page: &Page) -> Option<Draft> {
    // only what says that it is not listed is hidden
    if job.at("/isListed").is_some() && !job.yes("/isListed") {
        return None;
    }
    let url = job.markup("/jobUrl").and_then(|own| address::resolved(&page.final_url, &own));
    // a hybrid job may have isRemote set as well: the workplace type wins
    let remote = job.text("/workplaceType").or_else(|| job.yes("/isRemote").then(|| "remote".to_owned()));
    let draft = Draft::new(job.text("/title"), url)
        .text(job.markup("/descriptionHtml").or_else(|| job.markup("/descriptionPlain")))
        .posted(job.text("/publishedAt"))
        .employment(job.text("/employmentType"))
        .remote(remote)
        .pay(pay(job));
    let draft = place(job, draft);
    Some(job.list("/secondaryLocations").into_iter().fold(draft, |draft, other| place(other, draft)))
}

fn place(job: Fields<'_>, draft: Draft) -> Draft {
    let address = |name: &str| job.text(&format!("/address/postalAddress/{name}"));
    let locality = address("addressLocality").or_else(|| job.text("/location"));
    draft.place([locality, address("addressRegion")], address("postalCode"), address("addressCountry"))
}

/// Only pay that the board shows.
fn pay(job: Fields<'_>) -> Pay {
    let shown = job.yes("/shouldDisplayCompensationOnJobPostings");
    let parts = job.list("/compensation/summaryComponents").into_iter();
    let salary = parts.filter(|_| shown).find(|part| part.text("/compensationType").as_deref() == Some("Salary"));
    salary.map_or_else(Pay::default, |salary| Pay {
        min: salary.number("/minValue"),
        max: salary.number("/maxValue"),
        period: salary.text("/interval"),
        currency: salary.text("/currencyCode"),
    })
}
