//! One schema.org JobPosting made a posting. A field that cannot be read is left out and noted. What only the text says
//! (demands, requirements, hours in words) is understood elsewhere, from the text that is put together here.

use super::json_ld_node::{Node, number_of, text_of};
use super::{address, dates, json_ld_pay, json_ld_places, plain_text};
use chrono::NaiveDate;
use domain::posting::{Fact, FactQuote, Range, Remote};
use domain::requirements::ExperienceRequired;
use domain::{Posting, Problem};
use serde_json::Value;
use url::Url;

/// Fields that hold text of the advertisement besides its description, and the heading that they are put under where the
/// description does not say the same. The headings are those by which a text's sections are told apart.
const FURTHER_TEXTS: [(&str, &str); 11] = [
    ("responsibilities", "Werkzaamheden"),
    ("physicalRequirement", "Werkzaamheden: lichamelijk"),
    ("sensoryRequirement", "Werkzaamheden: zintuigen"),
    ("qualifications", "Functie-eisen"),
    ("skills", "Functie-eisen: vaardigheden"),
    ("educationRequirements", "Functie-eisen: opleiding"),
    ("experienceRequirements", "Functie-eisen: ervaring"),
    ("applicantLocationRequirements", "Functie-eisen: woonplaats"),
    ("workHours", "Werktijden"),
    ("jobStartDate", "Startdatum"),
    ("jobBenefits", "Aanbod"),
];

/// Lists of skills and the like are not longer; each part is looked for in the text.
const MOST_PARTS: usize = 200;

/// Reads one JobPosting.
pub(crate) fn posting(node: Node<'_>, page: &Url) -> Posting {
    let mut posting = Posting {
        title: node.text("title").or_else(|| node.text("name")).unwrap_or_default(),
        employer: employer(node),
        url: address::of_vacancy(node.raw_text("url").as_deref(), page),
        ..Posting::default()
    };
    posting.posted = day(node, "datePosted", &mut posting.problems);
    posting.valid_through = day(node, "validThrough", &mut posting.problems);
    posting.text = text(node, &posting.title, &mut posting.problems);
    json_ld_places::read(node, &mut posting);
    json_ld_pay::read(node, &mut posting);
    remote(node, &mut posting);
    contract(node, &mut posting);
    hours(node, &mut posting);
    experience(node, &mut posting);
    posting.contacts = contacts(node);
    posting
}

/// Whom one is to turn to, so that these names can be masked in the text.
fn contacts(node: Node<'_>) -> Vec<String> {
    let own = ["applicationContact", "contactPoint"].into_iter().flat_map(|name| node.nodes(name));
    let of_employer = node.nodes("hiringOrganization").into_iter().flat_map(|employer| employer.nodes("contactPoint"));
    own.chain(of_employer).take(MOST_PARTS).filter_map(|contact| contact.text("name")).collect()
}

/// A fact that comes from a field of its own, with the words of that field.
pub(crate) fn quote(fact: Fact, words: impl Into<String>) -> FactQuote {
    FactQuote { fact, value: String::new(), quote: words.into(), start: 0, end: 0 }
}

/// The organisation by its name, be it an object, a text, or an array of either.
fn employer(node: Node<'_>) -> Option<String> {
    let named = |organisation: Node<'_>| organisation.text("name").or_else(|| organisation.text("legalName"));
    node.nodes("hiringOrganization").into_iter().find_map(named).or_else(|| node.text("hiringOrganization"))
}

fn day(node: Node<'_>, name: &str, problems: &mut Vec<Problem>) -> Option<NaiveDate> {
    let value = node.values(name).into_iter().next()?;
    let number = if value.is_number() { number_of(value) } else { None };
    let day = number.map_or_else(|| dates::date(&text_of(value)?), dates::date_of_number);
    if day.is_none() {
        problems.push(Problem::new(name, format!("'{}' is no date", shortened(&value.to_string()))));
    }
    day
}

/// Title, description, and what the further fields add to it.
fn text(node: Node<'_>, title: &str, problems: &mut Vec<Problem>) -> String {
    let mut body = String::new();
    for part in node.values("description").into_iter().take(MOST_PARTS).filter_map(text_of) {
        add(&mut body, &plain_text::of_markup(&part));
    }
    if body.is_empty() {
        problems.push(Problem::new("description", "the vacancy has no text"));
    }
    for (name, heading) in FURTHER_TEXTS {
        let parts = node.values(name).into_iter().take(MOST_PARTS);
        let parts = parts.map(|part| if name == "jobStartDate" { start(part) } else { further(node, part) });
        let mut parts = parts.filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_some() {
            add_under(&mut body, heading, parts);
        }
    }
    plain_text::composed(title, &body)
}

/// Adds what the body does not say yet under a heading.
fn add_under(body: &mut String, heading: &str, parts: impl Iterator<Item = String>) {
    let (before, known) = (body.len(), plain_words(body));
    body.push('\n');
    body.push_str(heading);
    let bare = body.len();
    parts.filter(|part| !known.contains(&plain_words(part))).for_each(|part| add(body, &part));
    if body.len() == bare {
        body.truncate(before);
    }
}

/// A day of beginning, or words such as "per direct".
fn start(value: &Value) -> String {
    text_of(value).map(|words| plain_text::one_line(&words)).unwrap_or_default()
}

/// The text of a further field; a bare number says nothing to a reader.
fn further(node: Node<'_>, value: &Value) -> String {
    let words = match node.node(value) {
        Some(inner) => ["description", "credentialCategory", "name"].into_iter().find_map(|name| inner.raw_text(name)),
        None => text_of(value),
    };
    let words = words.map(|words| plain_text::of_markup(&words)).unwrap_or_default();
    let says_something = words.chars().any(char::is_alphabetic) && !words.eq_ignore_ascii_case("no requirements");
    if says_something { words } else { String::new() }
}

/// Adds text that is not there yet.
fn add(body: &mut String, part: &str) {
    if part.is_empty() || !body.is_empty() && plain_words(body).contains(&plain_words(part)) {
        return;
    }
    if !body.is_empty() {
        body.push('\n');
    }
    body.push_str(part);
}

/// Text with spaces and case evened out, with a space at either end so that only whole words are found in it.
fn plain_words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

fn remote(node: Node<'_>, posting: &mut Posting) {
    let kinds = node.values("jobLocationType").into_iter().filter_map(text_of);
    if let Some(kind) = kinds.into_iter().find(|kind| kind.trim().eq_ignore_ascii_case("TELECOMMUTE")) {
        posting.remote = Some(Remote::Full);
        posting.quotes.push(quote(Fact::Remote, kind));
    }
}

/// Only kinds that say something of the contract; full-time and part-time do not. Two different ones say nothing.
fn contract(node: Node<'_>, posting: &mut Posting) {
    let kinds: Vec<String> = node.values("employmentType").into_iter().filter_map(text_of).collect();
    let words = kinds.iter().flat_map(|kinds| kinds.split(','));
    let mut named = words.filter_map(|word| Some((word.trim(), contract_of(word)?)));
    let Some((word, name)) = named.next() else {
        return;
    };
    if named.all(|(_, other)| other == name) {
        posting.contract = Some(name.to_owned());
        posting.quotes.push(quote(Fact::Contract, word));
    }
}

fn contract_of(word: &str) -> Option<&'static str> {
    match word.trim().to_ascii_uppercase().replace(['-', ' '], "_").as_str() {
        "PERMANENT" => Some("permanent"),
        "TEMPORARY" => Some("temporary"),
        "INTERN" | "INTERNSHIP" => Some("internship"),
        "VOLUNTEER" => Some("volunteer"),
        "CONTRACTOR" | "FREELANCE" => Some("freelance"),
        _ => None,
    }
}

/// Hours that are numbers only; hours in words are in the text.
fn hours(node: Node<'_>, posting: &mut Posting) {
    const HOURS_OF_A_WEEK: std::ops::RangeInclusive<f64> = 1.0..=60.0;
    let Some(stated) = node.text("workHours") else {
        return;
    };
    let numbers: Option<Vec<f64>> =
        stated.split(['-', '–']).map(|part| part.trim().replace(',', ".").parse().ok()).collect();
    let bounds = numbers.as_deref().and_then(|numbers| match numbers {
        [one] => Some((*one, *one)),
        [least, most] if least <= most => Some((*least, *most)),
        _ => None,
    });
    if let Some((min, max)) = bounds.filter(|(min, max)| HOURS_OF_A_WEEK.contains(min) && HOURS_OF_A_WEEK.contains(max))
    {
        posting.hours_per_week = Some(Range { min: Some(min), max: Some(max) });
        posting.quotes.push(quote(Fact::HoursPerWeek, stated));
    }
}

fn experience(node: Node<'_>, posting: &mut Posting) {
    const MONTHS_A_YEAR: f64 = 12.0;
    let months = node.nodes("experienceRequirements").into_iter().find_map(|asked| asked.number("monthsOfExperience"));
    if let Some(months) = months.filter(|months| (1.0..=600.0).contains(months)) {
        posting.requirements.experience_years = Some(ExperienceRequired { min: (months / MONTHS_A_YEAR) as f32 });
        posting.quotes.push(quote(Fact::Experience, format!("{months} months")));
    }
}

/// Enough of a value to recognise it by.
pub(crate) fn shortened(value: &str) -> String {
    const LONGEST: usize = 80;
    value.chars().take(LONGEST).collect()
}
