//! The list of systems: who reads which kind, and what is asked for first. One file with one reader each.

use super::{
    adzuna, ashby, bamboohr, eures, greenhouse, homerun, json, lever, listing_request, personio, pinpoint, recruitee,
    smartrecruiters, teamtailor, workable, workday,
};
use domain::source::BOARD;
use domain::{Harvest, Page, PageRequest, Source, SourceKind};
use url::Url;

/// The reader of a kind, for its lists and its details; `None` for kinds of pages and feeds.
pub(crate) fn reader(kind: SourceKind) -> Option<fn(&Source, &Page) -> Harvest> {
    match kind {
        SourceKind::Sitemap | SourceKind::Html | SourceKind::Rss => None,
        SourceKind::Json => Some(json::read),
        SourceKind::Greenhouse => Some(greenhouse::read),
        SourceKind::Lever => Some(lever::read),
        SourceKind::Recruitee => Some(recruitee::read),
        SourceKind::Teamtailor => Some(teamtailor::read),
        SourceKind::Homerun => Some(homerun::read),
        SourceKind::Personio => Some(personio::read),
        SourceKind::Workable => Some(workable::read),
        SourceKind::SmartRecruiters => Some(smartrecruiters::read),
        SourceKind::Ashby => Some(ashby::read),
        SourceKind::Workday => Some(workday::read),
        SourceKind::BambooHr => Some(bamboohr::read),
        SourceKind::Pinpoint => Some(pinpoint::read),
        SourceKind::Adzuna => Some(adzuna::read),
        SourceKind::Eures => Some(eures::read),
    }
}

/// What a source is asked first.
pub(crate) fn first_request(source: &Source) -> PageRequest {
    match source.kind {
        SourceKind::Workday => workday::list_request(workday::address(source), 0),
        SourceKind::Eures => eures::list_request(source, &address(source), 1),
        _ => listing_request(address(source)),
    }
}

/// The system's path below a root, with the board in it; an address with a path of its own as it stands.
pub(crate) fn address(source: &Source) -> Url {
    let stated = source.url.path() != "/" || source.url.query().is_some();
    let Some(home) = source.kind.home().filter(|_| !stated) else {
        return source.url.clone();
    };
    let path = home.path.replace(BOARD, source.board.as_deref().unwrap_or_default());
    source.url.join(&path).unwrap_or_else(|_| source.url.clone())
}
