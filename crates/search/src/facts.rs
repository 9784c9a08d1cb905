//! The facts of a vacancy as columns, and the filters that read them. A fact that is not known is not in its column, and
//! what is not known passes. Words are not looked at here.

use crate::query::Query;
use chrono::{Datelike, NaiveDate};
use domain::posting::Remote;
use domain::{Coordinates, Language, Vacancy, YesNoUnknown};
use tantivy::columnar::Column;
use tantivy::schema::{FAST, Field, SchemaBuilder};
use tantivy::{DocId, SegmentReader, TantivyDocument};

const HOURS_MIN: &str = "hours_min";
const HOURS_MAX: &str = "hours_max";
const LATITUDE: &str = "latitude";
const LONGITUDE: &str = "longitude";
const ANYWHERE: &str = "anywhere";
const ISCO: &str = "isco";
const LANGUAGE: &str = "language";
const POSTED: &str = "posted";
const NEWEST: &str = "newest";
const VERIFIED: &str = "verified";
const EVENING: &str = "evening";
const NIGHT: &str = "night";
const WEEKEND: &str = "weekend";

/// The fields that become columns.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    hours_min: Field,
    hours_max: Field,
    latitude: Field,
    longitude: Field,
    /// True where a place is not recognised, or the work is from home: no distance speaks against it.
    anywhere: Field,
    /// The unit group and its alternatives.
    isco: Field,
    language: Field,
    posted: Field,
    newest: Field,
    verified: Field,
    evening: Field,
    night: Field,
    weekend: Field,
}

impl Fields {
    pub(crate) fn add_to(builder: &mut SchemaBuilder) -> Self {
        Self {
            hours_min: builder.add_f64_field(HOURS_MIN, FAST),
            hours_max: builder.add_f64_field(HOURS_MAX, FAST),
            latitude: builder.add_f64_field(LATITUDE, FAST),
            longitude: builder.add_f64_field(LONGITUDE, FAST),
            anywhere: builder.add_bool_field(ANYWHERE, FAST),
            isco: builder.add_u64_field(ISCO, FAST),
            language: builder.add_u64_field(LANGUAGE, FAST),
            posted: builder.add_i64_field(POSTED, FAST),
            newest: builder.add_i64_field(NEWEST, FAST),
            verified: builder.add_i64_field(VERIFIED, FAST),
            evening: builder.add_bool_field(EVENING, FAST),
            night: builder.add_bool_field(NIGHT, FAST),
            weekend: builder.add_bool_field(WEEKEND, FAST),
        }
    }

    /// Adds what is known of a vacancy to its document.
    pub(crate) fn add(&self, document: &mut TantivyDocument, vacancy: &Vacancy) {
        let posting = &vacancy.posting;
        let hours = posting.hours_per_week;
        let first_seen = vacancy.first_seen.date_naive();
        hours.and_then(|hours| hours.min).inspect(|min| document.add_f64(self.hours_min, *min));
        hours.and_then(|hours| hours.max).inspect(|max| document.add_f64(self.hours_max, *max));
        posting.language.inspect(|language| document.add_u64(self.language, language_number(*language)));
        posting.posted.inspect(|day| document.add_i64(self.posted, day_number(*day)));
        document.add_i64(self.newest, day_number(posting.posted.unwrap_or(first_seen)));
        document.add_i64(self.verified, vacancy.last_verified.timestamp());
        let times = [(self.evening, posting.times.evening), (self.night, posting.times.night)];
        for (field, fact) in times.into_iter().chain([(self.weekend, posting.times.weekend)]) {
            if fact != YesNoUnknown::Unknown {
                document.add_bool(field, fact == YesNoUnknown::Yes);
            }
        }
        self.add_places(document, vacancy);
        self.add_occupation(document, vacancy);
    }

    fn add_places(&self, document: &mut TantivyDocument, vacancy: &Vacancy) {
        let places = &vacancy.posting.places;
        let known: Vec<Coordinates> = places.iter().filter_map(domain::Place::coordinates).collect();
        let unknown = known.is_empty() || known.len() < places.len();
        document.add_bool(self.anywhere, unknown || vacancy.posting.remote == Some(Remote::Full));
        for point in known {
            document.add_f64(self.latitude, point.lat);
            document.add_f64(self.longitude, point.lon);
        }
    }

    fn add_occupation(&self, document: &mut TantivyDocument, vacancy: &Vacancy) {
        let Some(occupation) = &vacancy.posting.occupation else { return };
        let codes = std::iter::once(&occupation.isco08).chain(&occupation.alternatives);
        for code in codes.filter_map(|code| code.parse().ok()) {
            document.add_u64(self.isco, code);
        }
    }
}

fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce())
}

/// The two letters as a number, so that it does not depend on the order in which languages are declared.
fn language_number(language: Language) -> u64 {
    language.code().bytes().fold(0, |number, letter| number * 256 + u64::from(letter))
}

/// The unit groups that begin with these digits: 43 gives 4300 to 4399. `None` where they are not one to four digits.
fn isco_range(prefix: &str) -> Option<(u64, u64)> {
    let more = 4usize.checked_sub(prefix.len())?;
    let digits = !prefix.is_empty() && prefix.bytes().all(|digit| digit.is_ascii_digit());
    let first: u64 = format!("{prefix}{}", "0".repeat(more)).parse().ok().filter(|_| digits)?;
    Some((first, first + 10u64.pow(u32::try_from(more).ok()?) - 1))
}

/// The columns of one segment.
pub(crate) struct Facts {
    hours_min: Column<f64>,
    hours_max: Column<f64>,
    latitude: Column<f64>,
    longitude: Column<f64>,
    anywhere: Column<bool>,
    isco: Column<u64>,
    language: Column<u64>,
    posted: Column<i64>,
    newest: Column<i64>,
    verified: Column<i64>,
    evening: Column<bool>,
    night: Column<bool>,
    weekend: Column<bool>,
}

impl Facts {
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            hours_min: columns.f64(HOURS_MIN)?,
            hours_max: columns.f64(HOURS_MAX)?,
            latitude: columns.f64(LATITUDE)?,
            longitude: columns.f64(LONGITUDE)?,
            anywhere: columns.bool(ANYWHERE)?,
            isco: columns.u64(ISCO)?,
            language: columns.u64(LANGUAGE)?,
            posted: columns.i64(POSTED)?,
            newest: columns.i64(NEWEST)?,
            verified: columns.i64(VERIFIED)?,
            evening: columns.bool(EVENING)?,
            night: columns.bool(NIGHT)?,
            weekend: columns.bool(WEEKEND)?,
        })
    }

    /// The day by which the newest are known: that of publication, else that on which it was first seen.
    pub(crate) fn newest(&self, document: DocId) -> i64 {
        self.newest.first(document).unwrap_or(0)
    }

    /// True where nothing that is known speaks against it.
    pub(crate) fn pass(&self, document: DocId, query: &Query) -> bool {
        self.pass_hours(document, query)
            && self.pass_times(document, query)
            && self.pass_dates(document, query)
            && self.pass_occupation(document, query)
            && query.near.is_none_or(|(centre, kilometres)| self.is_near(document, centre, kilometres))
    }

    fn pass_hours(&self, document: DocId, query: &Query) -> bool {
        let least = query.hours_at_most.zip(self.hours_min.first(document));
        let most = query.hours_at_least.zip(self.hours_max.first(document));
        least.is_none_or(|(can, least)| least <= can) && most.is_none_or(|(wants, most)| most >= wants)
    }

    fn pass_times(&self, document: DocId, query: &Query) -> bool {
        let times =
            [(query.no_evening, &self.evening), (query.no_night, &self.night), (query.no_weekend, &self.weekend)];
        times.iter().all(|(no, column)| !no || column.first(document) != Some(true))
    }

    fn pass_dates(&self, document: DocId, query: &Query) -> bool {
        let posted = query.posted_since.zip(self.posted.first(document));
        let verified = query.verified_since.zip(self.verified.first(document));
        posted.is_none_or(|(since, day)| day >= day_number(since))
            && verified.is_none_or(|(since, moment)| moment >= since.timestamp())
    }

    fn pass_occupation(&self, document: DocId, query: &Query) -> bool {
        let language = query.language.zip(self.language.first(document));
        let speaks = language.is_none_or(|(wanted, number)| number == language_number(wanted));
        let Some(prefix) = query.isco_prefix.as_deref() else { return speaks };
        let mut codes = self.isco.values_for_doc(document).peekable();
        let range = isco_range(prefix);
        let fits = |code| range.is_some_and(|(first, last)| (first..=last).contains(&code));
        speaks && (codes.peek().is_none() || codes.any(fits))
    }

    fn is_near(&self, document: DocId, centre: Coordinates, kilometres: f64) -> bool {
        let points = self.latitude.values_for_doc(document).zip(self.longitude.values_for_doc(document));
        self.anywhere.first(document) == Some(true)
            || points.map(|(lat, lon)| Coordinates { lat, lon }).any(|point| centre.distance_km(point) <= kilometres)
    }
}
