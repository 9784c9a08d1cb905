//! The XML dialects in which employers feed job boards (Careerjet, Indeed, Jooble, Jora, Talent.com and their like): a
//! root, and a `job` for each vacancy. They differ in the names of their fields alone.

use super::draft::{Draft, Pay};
use super::xml::{Document, Element};
use super::{address, board};
use domain::{Harvest, Page, Problem};

/// Roots of such feeds; of others only those that hold vacancies are feeds.
const ROOTS: [&str; 2] = ["source", "jobs"];
/// Elements that are a vacancy.
const ENTRIES: [&str; 3] = ["job", "vacancy", "position"];

const TITLE: [&str; 3] = ["title", "name", "jobtitle"];
const ADDRESS: [&str; 4] = ["url", "link", "apply_url", "applyurl"];
const POSTED: [&str; 7] = ["dateposted", "listed_date", "pubdate", "date", "posted", "published", "created"];
const LAST_DAY: [&str; 6] = ["expirationdate", "closing_date", "expire", "expires", "valid_through", "enddate"];
const EMPLOYER: [&str; 3] = ["company", "employer", "company_name"];
const CONTACT: [&str; 5] = ["contact", "contactperson", "contact_name", "recruiter", "contact/name"];
const CITY: [&str; 4] = ["city", "location/city", "location", "place"];
const REGION: [&str; 4] = ["state", "region", "location/region", "province"];
const COUNTRY: [&str; 2] = ["country", "location/country"];
const POSTCODE: [&str; 4] = ["postalcode", "postcode", "zip", "location/postalcode"];
const EMPLOYMENT: [&str; 4] = ["contract_type", "contracttype", "jobtype", "employment_type"];
const REMOTE: [&str; 3] = ["remote", "isremote", "remotetype"];
const EDUCATION: [&str; 2] = ["education", "education_level"];
const LEAST_PAY: [&str; 3] = ["salary/min", "salary/salary_min", "salary_min"];
const MOST_PAY: [&str; 3] = ["salary/max", "salary/salary_max", "salary_max"];
const PERIOD: [&str; 5] = ["salary/period", "salary_period", "salary_type", "salary/type", "salaryperiod"];
const CURRENCY: [&str; 4] = ["salary/currency", "salary/salary_currency", "salary_currency", "currency"];

/// Reads such a feed; `None` where it is none.
pub(crate) fn read(document: Document, page: &Page) -> Option<Harvest> {
    let mut entries: Vec<&Element> = ENTRIES.iter().flat_map(|name| document.root.all(name)).collect();
    if entries.is_empty() && !ROOTS.contains(&document.root.name.as_str()) {
        return None;
    }
    if document.broken.is_some() {
        // the last one may be cut off
        entries.pop();
    }
    let mut harvest = board::listing(entries.into_iter().map(|entry| draft(entry, page)));
    if let Some(why) = document.broken {
        harvest.listing = None;
        harvest.problems.push(Problem::new("feed", why));
    }
    Some(harvest)
}

fn draft(job: &Element, page: &Page) -> Draft {
    let url = job.any_line(&ADDRESS).and_then(|own| address::resolved(&page.final_url, &own));
    Draft::new(job.any_line(&TITLE), url)
        .employer(job.any_line(&EMPLOYER))
        .text(job.markup("description"))
        .posted(job.any_line(&POSTED))
        .valid_through(job.any_line(&LAST_DAY))
        .employment(job.any_line(&EMPLOYMENT))
        .remote(job.any_line(&REMOTE))
        .education(job.any_line(&EDUCATION))
        .pay(pay(job))
        .contact(job.any_line(&CONTACT))
        .place([job.any_line(&CITY), job.any_line(&REGION)], job.any_line(&POSTCODE), job.any_line(&COUNTRY))
}

/// Amounts in fields of their own, or as the text of `salary`: one, or two with a line between.
fn pay(job: &Element) -> Pay {
    let number = |paths: &[&str]| job.any_line(paths).and_then(|text| super::json_ld_node::amount(&text));
    let (mut min, mut max) = (number(&LEAST_PAY), number(&MOST_PAY));
    if let Some(text) = job.line("salary").filter(|_| min.is_none() && max.is_none()) {
        let amounts: Option<Vec<f64>> = text
            .split([' ', '–'])
            .filter(|part| !part.is_empty() && *part != "-")
            .map(super::json_ld_node::amount)
            .collect();
        (min, max) = match amounts.as_deref() {
            Some([one]) => (Some(*one), Some(*one)),
            Some([least, most]) => (Some(*least), Some(*most)),
            _ => (None, None),
        };
    }
    Pay { min, max, period: job.any_line(&PERIOD), currency: job.any_line(&CURRENCY) }
}
