//! Places of work in a JobPosting: no finer than a locality and four digits of a postcode. Names are not recognised
//! here; coordinates are only those that the page gives.

use super::json_ld_fields::{quote, shortened};
use super::json_ld_node::{Node, text_of};
use domain::posting::Fact;
use domain::{Place, Posting, Problem};
use serde_json::Value;

/// Names of countries as Dutch and foreign pages write them, in lower case.
const COUNTRIES: [(&str, &str); 30] = [
    ("nederland", "NL"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("holland", "NL"),
    ("nld", "NL"),
    ("pays-bas", "NL"),
    ("niederlande", "NL"),
    ("belgië", "BE"),
    ("belgie", "BE"),
    ("belgium", "BE"),
    ("belgique", "BE"),
    ("belgien", "BE"),
    ("bel", "BE"),
    ("duitsland", "DE"),
    ("germany", "DE"),
    ("deutschland", "DE"),
    ("deu", "DE"),
    ("frankrijk", "FR"),
    ("france", "FR"),
    ("fra", "FR"),
    ("luxemburg", "LU"),
    ("luxembourg", "LU"),
    ("lux", "LU"),
    ("verenigd koninkrijk", "GB"),
    ("united kingdom", "GB"),
    ("uk", "GB"),
    ("gbr", "GB"),
    ("verenigde staten", "US"),
    ("united states", "US"),
    ("usa", "US"),
];

/// Reads `jobLocation`: an object, a text, or an array of either.
pub(crate) fn read(node: Node<'_>, posting: &mut Posting) {
    for value in node.values("jobLocation") {
        let place = match node.node(value) {
            Some(location) => of_location(location, &mut posting.problems),
            None => text_of(value).map(|text| named(super::plain_text::one_line(&text))),
        };
        let Some(place) = place.filter(|place| !posting.places.contains(place)) else {
            continue;
        };
        posting.quotes.push(quote(Fact::Place, place.text.clone()));
        posting.places.push(place);
    }
}

fn named(text: String) -> Place {
    Place { text, postcode: None, country: None, lat: None, lon: None }
}

fn of_location(location: Node<'_>, problems: &mut Vec<Problem>) -> Option<Place> {
    let address = location.nodes("address").into_iter().next();
    // some leave the Place out and write the address into jobLocation itself
    let parts = address.unwrap_or(location);
    let country = country(parts, problems);
    let postcode = parts.text("postalCode").and_then(|code| postcode(&code, country.as_deref()));
    let names = ["addressLocality", "addressRegion"].into_iter().find_map(|name| parts.text(name));
    let plain = || location.text("address").filter(|_| address.is_none());
    let last = || location.text("name").or_else(|| parts.text("streetAddress"));
    let text = names.or_else(plain).or_else(last).or_else(|| postcode.clone());
    let point = [location, parts].into_iter().flat_map(|each| each.nodes("geo")).find_map(|geo| point(geo, problems));
    let text = text.or_else(|| country.clone())?;
    Some(Place { text, postcode, country, lat: point.map(|(lat, _)| lat), lon: point.map(|(_, lon)| lon) })
}

/// Four digits of a Dutch or Belgian postcode. Other countries have other postcodes.
pub(crate) fn postcode(stated: &str, country: Option<&str>) -> Option<String> {
    let code: String = stated.chars().filter(|letter| !letter.is_whitespace()).collect();
    let code = code.strip_prefix("NL-").or_else(|| code.strip_prefix("B-")).unwrap_or(&code);
    let digits = code.get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))?;
    let letters = &code[4..];
    let dutch = letters.len() == 2 && letters.bytes().all(|letter| letter.is_ascii_alphabetic());
    let fits = match country {
        Some("NL") | None => dutch || letters.is_empty(),
        Some("BE") => letters.is_empty(),
        Some(_) => false,
    };
    (fits && !digits.starts_with('0')).then(|| digits.to_owned())
}

fn country(address: Node<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    let object = address.nodes("addressCountry").into_iter().next();
    let stated = object.and_then(|country| country.text("name")).or_else(|| address.text("addressCountry"))?;
    let code = country_code(&stated);
    if code.is_none() {
        problems.push(Problem::new("addressCountry", format!("'{}' is not known", shortened(&stated))));
    }
    code
}

/// A country by its code or its name.
pub(crate) fn country_code(stated: &str) -> Option<String> {
    let name = stated.trim().to_lowercase();
    let known = COUNTRIES.iter().find(|(known, _)| *known == name).map(|(_, code)| (*code).to_owned());
    let is_code = name.len() == 2 && name.bytes().all(|letter| letter.is_ascii_lowercase());
    known.or_else(|| is_code.then(|| name.to_uppercase()))
}

fn point(geo: Node<'_>, problems: &mut Vec<Problem>) -> Option<(f64, f64)> {
    let (lat, lon) = (geo.get("latitude")?, geo.get("longitude")?);
    let point = degrees(lat, 90.0).zip(degrees(lon, 180.0));
    // where a form was left empty, systems write zeros
    let point = point.filter(|(lat, lon)| *lat != 0.0 || *lon != 0.0);
    if point.is_none() {
        problems.push(Problem::new("geo", shortened(&format!("{lat}, {lon} is no point on the earth"))));
    }
    point
}

fn degrees(value: &Value, most: f64) -> Option<f64> {
    let number: f64 = text_of(value)?.trim().replace(',', ".").parse().ok()?;
    (number.is_finite() && number.abs() <= most).then_some(number)
}
