//! A full table of postcodes: from the published files of GeoNames, or of CBS and PDOK, to a table of middles.
//!
//! GeoNames (`NL.txt`, tab separated, no head): country, postcode, place, names and codes of three areas, latitude,
//! longitude, accuracy. CBS and PDOK (comma or semicolon, with a head): a column of PC4 or PC6, and latitude and longitude
//! or x and y of the Dutch grid (RD). Several rows of one code count together: the middle of all.

use super::separated::{Field, Table};
use super::{ImportError, ImportFile};
use domain::Coordinates;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The middles of postcodes: of four digits, and of four digits with two letters.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostcodeTable(BTreeMap<String, [f64; 2]>);

/// Names of columns, in the order in which they are looked for.
const CODES: [&str; 8] =
    ["pc6", "postcode6", "postcode", "postcode_6", "pc4", "postcode4", "postcode_4", "postal code"];
const LATITUDES: [&str; 4] = ["latitude", "lat", "y_wgs84", "breedtegraad"];
const LONGITUDES: [&str; 6] = ["longitude", "lon", "lng", "long", "x_wgs84", "lengtegraad"];
const EAST: [&str; 5] = ["x", "rd_x", "x_rd", "x_coordinaat", "xcoord"];
const NORTH: [&str; 5] = ["y", "rd_y", "y_rd", "y_coordinaat", "ycoord"];

/// The Netherlands, with some room (degrees).
const LATITUDE: std::ops::RangeInclusive<f64> = 50.5..=53.8;
const LONGITUDE: std::ops::RangeInclusive<f64> = 3.0..=7.5;

impl PostcodeTable {
    /// How many codes.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The middle of a code: by all six signs, else by its digits.
    pub(crate) fn middle(&self, code: &str) -> Option<Coordinates> {
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
        let by = |key: &str| self.0.get(key).map(|[lat, lon]| Coordinates { lat: *lat, lon: *lon });
        by(&plain).or_else(|| by(plain.get(..4)?))
    }
}

/// Reads a table of postcodes of either kind.
///
/// # Errors
/// No column is known, a row is broken, or a code or coordinate is none of the Netherlands; with file, line and column.
pub fn postcode_table(file: ImportFile<'_>) -> Result<PostcodeTable, ImportError> {
    let head = file.text.lines().next().unwrap_or_default();
    let geonames = head.split('\t').count() >= 11;
    let points = if geonames { of_geonames(file)? } else { of_table(file, head)? };
    let mut sums: BTreeMap<String, (f64, f64, f64)> = BTreeMap::new();
    for (code, at) in points {
        let four = code[..4].to_owned();
        let six = (code.len() == 6).then_some(code);
        for key in std::iter::once(four).chain(six) {
            let sum = sums.entry(key).or_default();
            *sum = (sum.0 + at.lat, sum.1 + at.lon, sum.2 + 1.0);
        }
    }
    if sums.is_empty() {
        let message = "there is no Dutch postcode in it".to_owned();
        return Err(ImportError { file: file.name.to_owned(), line: 1, column: 1, message });
    }
    let rounded = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let middles = sums.into_iter().map(|(code, (lat, lon, n))| (code, [rounded(lat / n), rounded(lon / n)]));
    Ok(PostcodeTable(middles.collect()))
}

/// A code with its point.
type Point = (String, Coordinates);

fn of_geonames(file: ImportFile<'_>) -> Result<Vec<Point>, ImportError> {
    let head = "country\tcode\tplace\ta1\tb1\ta2\tb2\ta3\tb3\tlatitude\tlongitude\taccuracy\n";
    let headed = format!("{head}{}", file.text.trim_start_matches('\u{feff}'));
    let table = Table::read(ImportFile { name: file.name, text: &headed }, '\t', &["code"]);
    // the head is not in the file
    let moved = |error: ImportError| ImportError { line: error.line.saturating_sub(1).max(1), ..error };
    let table = table.map_err(moved)?;
    let dutch = table.rows.iter().filter(|row| table.field(row, "country").text == "NL");
    dutch.map(|row| point(&table, row, ["code", "latitude", "longitude"])).collect::<Result<_, _>>().map_err(moved)
}

fn of_table(file: ImportFile<'_>, head: &str) -> Result<Vec<Point>, ImportError> {
    let separator = [';', '\t'].into_iter().find(|sign| head.contains(*sign)).unwrap_or(',');
    let table = Table::read(file, separator, &[])?;
    let named = |names: &[&'static str]| names.iter().copied().find(|name| table.column(name).is_some());
    let degrees = named(&LATITUDES).zip(named(&LONGITUDES));
    let grid = named(&NORTH).zip(named(&EAST));
    let Some((code, (first, second))) = named(&CODES).zip(degrees.or(grid)) else {
        let message =
            "it needs columns of a postcode (postcode, PC4 or PC6) and of latitude and longitude, or x and y (RD)";
        return Err(ImportError { file: file.name.to_owned(), line: 1, column: 1, message: message.to_owned() });
    };
    table.rows.iter().map(|row| point(&table, row, [code, first, second])).collect()
}

/// The code and point of a row: latitude and longitude, or y and x.
fn point(table: &Table<'_>, row: &[Field], names: [&str; 3]) -> Result<Point, ImportError> {
    let [code, first, second] = names.map(|name| table.field(row, name));
    let plain = code.text.replace(' ', "").to_ascii_uppercase();
    let (digits, letters) = plain.split_at_checked(4).unwrap_or_default();
    let is_code = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() == 4 && !digits.starts_with('0');
    if !is_code || !matches!(letters.len(), 0 | 2) || !letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(table.fault(
            code,
            format!("'{}' is no Dutch postcode: four digits, or four digits and two letters", code.text),
        ));
    }
    let number = |field: &Field| {
        let read = field.text.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
        read.ok_or_else(|| table.fault(field, format!("'{}' is no coordinate", field.text)))
    };
    let (first_number, second_number) = (number(first)?, number(second)?);
    // degrees are below 180, metres of the grid in the thousands
    let at = if first_number.abs() > 180.0 {
        of_grid(second_number, first_number)
    } else {
        Coordinates { lat: first_number, lon: second_number }
    };
    if !LATITUDE.contains(&at.lat) || !LONGITUDE.contains(&at.lon) {
        return Err(table.fault(first, format!("{}, {} is not in the Netherlands", first.text, second.text)));
    }
    Ok((plain, at))
}

/// From the Dutch grid (RD, metres) to WGS 84, within about a metre. Source: Schreutelkamp and Strang van Hees, "Benaderings-
/// formules voor de transformatie tussen RD- en WGS84-kaartcoördinaten", Geodesia 2001-2.
fn of_grid(x: f64, y: f64) -> Coordinates {
    const LATITUDE: [(i32, i32, f64); 11] = [
        (0, 1, 3235.65389),
        (2, 0, -32.58297),
        (0, 2, -0.24750),
        (2, 1, -0.84978),
        (0, 3, -0.06550),
        (2, 2, -0.01709),
        (1, 0, -0.00738),
        (4, 0, 0.00530),
        (2, 3, -0.00039),
        (4, 1, 0.00033),
        (1, 1, -0.00012),
    ];
    const LONGITUDE: [(i32, i32, f64); 12] = [
        (1, 0, 5260.52916),
        (1, 1, 105.94684),
        (1, 2, 2.45656),
        (3, 0, -0.81885),
        (1, 3, 0.05594),
        (3, 1, -0.05607),
        (0, 1, 0.01199),
        (3, 2, -0.00256),
        (1, 4, 0.00128),
        (0, 2, 0.00022),
        (2, 0, -0.00022),
        (5, 0, 0.00026),
    ];
    let (dx, dy) = ((x - 155_000.0) * 1e-5, (y - 463_000.0) * 1e-5);
    let seconds =
        |terms: &[(i32, i32, f64)]| terms.iter().map(|(p, q, factor)| factor * dx.powi(*p) * dy.powi(*q)).sum::<f64>();
    Coordinates { lat: 52.155_174_40 + seconds(&LATITUDE) / 3600.0, lon: 5.387_206_21 + seconds(&LONGITUDE) / 3600.0 }
}
