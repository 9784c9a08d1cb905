//! BambooHR: one list without texts, and a detail for each vacancy. The form of the detail is not in the recorded
//! answers; where it is another one, what the list states stands in.

use super::address;
use super::board;
use super::draft::Draft;
use super::fields::Fields;
use domain::{Harvest, Page, Purpose, Source};

pub(crate) fn read(_: &Source, page: &Page) -> Harvest {
    if page.purpose == Purpose::Detail {
        return board::json_detail(page, |detail| {
            let opening = detail.at("/result/jobOpening")?;
            let id = page.url.path().strip_prefix("/careers/")?.strip_suffix("/detail")?;
            Some(draft(opening, id, page))
        });
    }
    let mut harvest = board::json(page, "/result", |opening| {
        let id = opening.text("/id").unwrap_or_default();
        Some(draft(opening, &id, page))
    })
    .harvest;
    board::with_details(&mut harvest, |url| address::resolved(url, &format!("{}/detail", url.path())));
    harvest
}

fn draft(opening: Fields<'_>, id: &str, page: &Page) -> Draft {
    let own = (!id.is_empty()).then(|| format!("/careers/{id}"));
    let url = own.and_then(|own| address::resolved(&page.final_url, &own));
    // `isRemote` is null where nobody filled it in
    let remote = opening.yes("/isRemote").then(|| "remote".to_owned());
    let country = opening.text("/location/addressCountry").or_else(|| opening.text("/atsLocation/country"));
    Draft::new(opening.text("/jobOpeningName"), url)
        .text(opening.markup("/description"))
        .posted(opening.text("/datePosted"))
        .employment(opening.text("/employmentStatusLabel"))
        .remote(remote)
        .place(
            [
                opening.text("/location/city").or_else(|| opening.text("/atsLocation/city")),
                opening.text("/location/state").or_else(|| opening.text("/atsLocation/state")),
            ],
            opening.text("/location/postalCode"),
            country,
        )
}
