//! SmartRecruiters: lists by offset, and a detail with the text for each vacancy. Its public host forbids all crawlers,
//! see `SourceKind::home`; where a detail cannot be had, title, place and date of the list stand in.

use super::address;
use super::board;
use super::draft::Draft;
use super::fields::Fields;
use domain::{Harvest, Page, Purpose, Source};
use url::Url;

/// Where vacancies are shown to people.
const PUBLIC: &str = "https://jobs.smartrecruiters.com/";

/// Parts of the text, in order.
const SECTIONS: [&str; 4] = ["companyDescription", "jobDescription", "qualifications", "additionalInformation"];

pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    if page.purpose == Purpose::Detail {
        return board::json_detail(page, |posting| Some(draft(posting)));
    }
    let read = board::json(page, "/content", |posting| Some(draft(posting)));
    let (answer, mut harvest) = (Fields(&read.answer), read.harvest);
    if answer.number("/totalFound") == Some(0.0) {
        // an unknown company is answered with 200 and nothing
        board::incomplete(&mut harvest, "nothing is found, as for an unknown company: check the board's name");
        return harvest;
    }
    let list = page.url.clone();
    board::with_details(&mut harvest, |url| {
        let id = url.path_segments()?.next_back()?.to_owned();
        address::resolved(&list, &format!("{}/{id}", list.path().trim_end_matches('/')))
    });
    // the server clamps the limit that is asked for, so only what was served counts
    let so_far = answer.number("/offset").unwrap_or(0.0) + read.served as f64;
    if read.served > 0 && answer.number("/totalFound").is_some_and(|total| so_far < total) {
        let url = super::json::with_parameter(&page.url, "offset", &so_far.to_string());
        board::further(&mut harvest, source, page, url);
    }
    harvest
}

fn draft(posting: Fields<'_>) -> Draft {
    let parts = posting.text("/company/identifier").zip(posting.text("/id"));
    let url = parts.and_then(|(company, id)| {
        let mut url = Url::parse(PUBLIC).ok()?;
        url.path_segments_mut().ok()?.pop_if_empty().extend([&company, &id]);
        Some(url)
    });
    let draft = Draft::new(posting.text("/name"), url);
    let draft = SECTIONS.iter().fold(draft, |draft, name| {
        let part = format!("/jobAd/sections/{name}");
        draft.section(posting.markup(&format!("{part}/title")), posting.markup(&format!("{part}/text")))
    });
    let remote = ["remote", "hybrid"].into_iter().find(|kind| posting.yes(&format!("/location/{kind}")));
    draft
        .employer(posting.text("/company/name"))
        .posted(posting.text("/releasedDate"))
        .employment(posting.text("/typeOfEmployment/label"))
        .remote(remote.map(str::to_owned))
        .place(
            [posting.text("/location/city"), posting.text("/location/region")],
            posting.text("/location/postalCode"),
            posting.text("/location/country"),
        )
        .point(posting.number("/location/latitude"), posting.number("/location/longitude"))
}
