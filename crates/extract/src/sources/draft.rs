//! A posting in the making, from the fields of a system. Each field is checked here, once for all systems: what cannot be
//! read is left out and noted, and every fact keeps the words of its field. What a text means is understood elsewhere.

use super::json_ld_fields::{quote, shortened};
use super::{dates, json_ld_pay, json_ld_places, plain_text};
use chrono::NaiveDate;
use domain::posting::{Fact, Range, Remote};
use domain::requirements::{EducationRequired, ExperienceRequired};
use domain::{EducationLevel, Place, Posting, Problem};
use url::Url;

/// Hours of a week that work can have; a nought is a field that was left empty.
const HOURS_OF_A_WEEK: std::ops::RangeInclusive<f64> = 1.0..=60.0;

/// A posting in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// The vacancy's own address.
    pub(crate) url: Option<Url>,
    posting: Posting,
    body: String,
    pay: Pay,
}

/// Pay as a system states it.
#[derive(Debug, Default)]
pub(crate) struct Pay {
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    /// In any words.
    pub(crate) period: Option<String>,
    pub(crate) currency: Option<String>,
}

impl Draft {
    pub(crate) fn new(title: Option<String>, url: Option<Url>) -> Self {
        Self { posting: Posting { title: title.unwrap_or_default(), ..Posting::default() }, url, ..Self::default() }
    }

    /// From a posting that is complete but for its address.
    pub(crate) fn of(posting: Posting, url: Option<Url>) -> Self {
        let body = posting.text.strip_prefix(&posting.title).unwrap_or_default().trim_start().to_owned();
        Self { posting, body, url, ..Self::default() }
    }

    pub(crate) fn employer(mut self, name: Option<String>) -> Self {
        self.posting.employer = name;
        self
    }

    /// A person whom one is to turn to: masked in the text, and not kept.
    pub(crate) fn contact(mut self, name: Option<String>) -> Self {
        self.posting.contacts.extend(name);
        self
    }

    /// Adds text of the advertisement, markup or plain, escaped or not.
    pub(crate) fn text(self, markup: Option<String>) -> Self {
        self.section(None, markup)
    }

    /// Adds text under a heading of its own.
    pub(crate) fn section(mut self, heading: Option<String>, markup: Option<String>) -> Self {
        let text = markup.map(|markup| plain_text::of_markup(&markup)).unwrap_or_default();
        if !text.is_empty() && !self.body.contains(&text) {
            let heading = heading.map(|heading| plain_text::one_line(&heading)).unwrap_or_default();
            let parts = [std::mem::take(&mut self.body), heading, text];
            self.body = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        }
        self
    }

    pub(crate) fn posted(mut self, stated: Option<String>) -> Self {
        self.posting.posted = self.day("posted", stated);
        self
    }

    pub(crate) fn valid_through(mut self, stated: Option<String>) -> Self {
        self.posting.valid_through = self.day("valid_through", stated);
        self
    }

    /// A date in words, or seconds or milliseconds since 1970.
    fn day(&mut self, what: &str, stated: Option<String>) -> Option<NaiveDate> {
        let stated = stated?;
        let number = stated.parse().ok().and_then(dates::date_of_number);
        let day = number.or_else(|| dates::date(&stated));
        if day.is_none() {
            self.problem(what, format!("'{}' is no date", shortened(&stated)));
        }
        day
    }

    /// Adds a place of work; the first of the names that says something is its text.
    pub(crate) fn place(
        mut self,
        names: [Option<String>; 2],
        postcode: Option<String>,
        country: Option<String>,
    ) -> Self {
        let code = country.as_deref().and_then(json_ld_places::country_code);
        if let Some(stated) = country.as_ref().filter(|_| code.is_none()) {
            self.problem("country", format!("'{}' is not known", shortened(stated)));
        }
        let Some(text) = names.into_iter().flatten().next().or(country) else {
            return self;
        };
        let postcode = postcode.and_then(|stated| json_ld_places::postcode(&stated, code.as_deref()));
        let place = Place { text, postcode, country: code, lat: None, lon: None };
        if !self.posting.places.contains(&place) {
            self.posting.quotes.push(quote(Fact::Place, place.text.clone()));
            self.posting.places.push(place);
        }
        self
    }

    /// Adds places in the words of people: `Zutphen, Netherlands`, `Zutphen; Deventer`.
    pub(crate) fn location(self, words: &str) -> Self {
        self.location_in(words, None)
    }

    /// The same, with a country that is stated beside the words.
    pub(crate) fn location_in(self, words: &str, country: Option<String>) -> Self {
        words.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()).fold(self, |draft, part| {
            let (first, last) = part.split_once(',').map_or((part, ""), |(first, rest)| (first, rest));
            let last = last.rsplit(',').next().unwrap_or_default().trim();
            // of two letters, most are states of America
            let named = (last.len() > 2 || matches!(last, "NL" | "BE")).then_some(last);
            let named = named.filter(|name| json_ld_places::country_code(name).is_some()).map(str::to_owned);
            draft.place([Some(first.trim().to_owned()), None], None, country.clone().or(named))
        })
    }

    pub(crate) fn says_remote(&self) -> bool {
        self.posting.remote.is_some()
    }

    /// The point of the last place.
    pub(crate) fn point(mut self, lat: Option<f64>, lon: Option<f64>) -> Self {
        let point =
            lat.zip(lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0 && (*lat, *lon) != (0.0, 0.0));
        if let (Some(place), Some((lat, lon))) = (self.posting.places.last_mut(), point) {
            (place.lat, place.lon) = (Some(lat), Some(lon));
        }
        self
    }

    /// Work from home in the system's words; words that say neither are left to the text.
    pub(crate) fn remote(mut self, words: Option<String>) -> Self {
        let said = words.and_then(|words| Some((remote_of(&words)?, words)));
        if let Some((remote, words)) = said {
            self.posting.remote = Some(remote);
            self.posting.quotes.push(quote(Fact::Remote, words));
        }
        self
    }

    /// The kind of employment in the system's words; full-time and part-time say nothing of the contract.
    pub(crate) fn employment(mut self, words: Option<String>) -> Self {
        let said = words.and_then(|words| Some((contract_of(&words)?, words)));
        if let Some((contract, words)) = said {
            self.posting.contract = Some(contract.to_owned());
            self.posting.quotes.push(quote(Fact::Contract, words));
        }
        self
    }

    pub(crate) fn hours(mut self, min: Option<f64>, max: Option<f64>) -> Self {
        let likely = |hours: &f64| HOURS_OF_A_WEEK.contains(hours);
        let (min, max) = (min.filter(likely), max.filter(likely));
        match (min, max) {
            (None, None) => {}
            (Some(min), Some(max)) if min > max => {
                self.problem("hours", format!("from {min} to {max} is no range"));
            }
            _ => {
                let words = |end: Option<f64>| end.map(|hours| hours.to_string()).unwrap_or_default();
                self.posting.quotes.push(quote(Fact::HoursPerWeek, format!("{}-{}", words(min), words(max))));
                self.posting.hours_per_week = Some(Range { min, max });
            }
        }
        self
    }

    /// Pay; it is checked last, since its currency may follow from the place.
    pub(crate) fn pay(mut self, pay: Pay) -> Self {
        self.pay = pay;
        self
    }

    /// Level of education in the system's words; a level, for no system says that a diploma is a must.
    pub(crate) fn education(mut self, words: Option<String>) -> Self {
        let said = words.and_then(|words| Some((education_of(&words)?, words)));
        if let Some((level, words)) = said {
            self.posting.requirements.education = Some(EducationRequired { level, diploma_required: false });
            self.posting.quotes.push(quote(Fact::Education, words));
        }
        self
    }

    /// Years of experience at least.
    pub(crate) fn experience(mut self, years: Option<f32>) -> Self {
        if let Some(min) = years.filter(|years| (0.5..=50.0).contains(years)) {
            self.posting.requirements.experience_years = Some(ExperienceRequired { min });
            self.posting.quotes.push(quote(Fact::Experience, format!("{min} years")));
        }
        self
    }

    pub(crate) fn problem(&mut self, what: &str, why: impl Into<String>) {
        self.posting.problems.push(Problem::new(what, why));
    }

    /// The posting, or why there is none.
    pub(crate) fn finish(mut self) -> Result<Posting, Problem> {
        let url = self.url.clone().map(String::from).unwrap_or_default();
        if self.posting.title.is_empty() {
            return Err(Problem::new("title", format!("the vacancy at {url} has none")));
        }
        if self.body.is_empty() && !self.posting.problems.iter().any(|problem| problem.what == "description") {
            self.problem("text", "the system gives no text of this vacancy here");
        }
        self.check_pay();
        self.posting.text = plain_text::composed(&self.posting.title, &self.body);
        self.posting.url = url;
        Ok(self.posting)
    }

    fn check_pay(&mut self) {
        let pay = std::mem::take(&mut self.pay);
        let amounts = [pay.min, pay.max].map(|amount| amount.filter(|amount| *amount > 0.0));
        if amounts == [None, None] {
            return;
        }
        let period = pay.period.map(|words| plain_period(&words));
        match json_ld_pay::checked(amounts, period, pay.currency.as_deref(), &self.posting) {
            Ok(salary) => {
                self.posting.quotes.push(quote(Fact::Salary, json_ld_pay::words(&salary)));
                self.posting.salary = Some(salary);
            }
            Err(why) => self.problem("salary", why),
        }
    }
}

/// `1 YEAR`, `per-year-salary`, `per_hour_wage` and their like, without what is around the period.
fn plain_period(words: &str) -> String {
    let words = words.trim().to_lowercase().replace(['-', '_'], " ");
    let words = words.trim_start_matches("1 ").trim_start_matches("per ");
    words.trim_end_matches(" salary").trim_end_matches(" wage").to_owned()
}

/// Work from home in the words of systems. What is only not marked as remote says nothing.
fn remote_of(words: &str) -> Option<Remote> {
    match words.trim().to_lowercase().replace(['-', '_', ' '], "").as_str() {
        "remote" | "fully" | "full" | "fullyremote" | "telecommute" | "true" | "yes" => Some(Remote::Full),
        "hybrid" => Some(Remote::Hybrid),
        "onsite" | "office" | "inoffice" | "none" => Some(Remote::None),
        _ => None,
    }
}

/// The kind of contract in the words and codes of systems.
fn contract_of(words: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 10] = [
        ("permanent", "permanent"),
        ("temporary", "temporary"),
        ("fixed term", "temporary"),
        ("tijdelijk", "temporary"),
        ("vast", "permanent"),
        ("intern", "internship"),
        ("stage", "internship"),
        ("volunteer", "volunteer"),
        ("freelance", "freelance"),
        ("contractor", "freelance"),
    ];
    let words = words.to_lowercase().replace(['-', '_'], " ");
    let named =
        |word: &str| words.split(|letter: char| !letter.is_alphanumeric() && letter != ' ').any(|part| has(part, word));
    let mut kinds = KINDS.iter().filter(|(word, _)| named(word)).map(|(_, kind)| *kind);
    let kind = kinds.next()?;
    kinds.all(|other| other == kind).then_some(kind)
}

/// Whether a text has these words, the last of them perhaps longer: `intern` also in `internship`, not in `external`.
fn has(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

/// A level of education in the words and codes of systems: the lowest that suffices. Sources: Recruitee's and Workable's
/// lists, schema.org's `credentialCategory`, and the Dutch names. "Mbo" without a number: mbo 3 (DESIGN.md 4.2).
fn education_of(words: &str) -> Option<EducationLevel> {
    const LEVELS: [(&str, EducationLevel); 20] = [
        ("vmbo", EducationLevel::Vmbo),
        ("mbo 1", EducationLevel::Mbo1),
        ("mbo 2", EducationLevel::Mbo2),
        ("mbo 3", EducationLevel::Mbo3),
        ("mbo 4", EducationLevel::Mbo4),
        ("mbo1", EducationLevel::Mbo1),
        ("mbo2", EducationLevel::Mbo2),
        ("mbo3", EducationLevel::Mbo3),
        ("mbo4", EducationLevel::Mbo4),
        ("mbo", EducationLevel::Mbo3),
        ("havo", EducationLevel::Havo),
        ("vwo", EducationLevel::Vwo),
        ("hbo", EducationLevel::Hbo),
        ("wo", EducationLevel::Wo),
        ("high school", EducationLevel::Vmbo),
        ("vocational", EducationLevel::Mbo3),
        ("associate", EducationLevel::Ad),
        ("bachelor", EducationLevel::Hbo),
        ("master", EducationLevel::Wo),
        ("doctor", EducationLevel::Phd),
    ];
    let words = words.to_lowercase().replace(['-', '_'], " ");
    let whole = |name: &str| words.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == name);
    let named = |name: &str| if name.len() <= 4 { whole(name) } else { has(&words, name) };
    let levels = LEVELS.iter().filter(|(name, _)| named(name));
    let numbered = levels.clone().any(|(name, _)| name.len() > 3 && name.starts_with("mbo"));
    levels.filter(|(name, _)| !(numbered && *name == "mbo")).map(|(_, level)| *level).min_by_key(|level| level.step())
}
