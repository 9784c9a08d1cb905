//! Tracking systems and aggregators, by answers of their recorded shape; every trap that is known of them.
//!
//! 1. Each gives title, address, employer, text and places, and what it has in fields of its own.
//! 2. What a system does not say stays unknown.
//! 3. A whole board is a complete listing; one that cannot be read, or may be another's, is none.
//! 4. Lists with details ask for them, and state by themselves what they can.
//! 5. Pages follow each other to the end, and no further than the source allows.
//! 6. What is asked for first is built from address and board.

use super::super::first_requests;
use super::{answered, only, open, source};
use domain::posting::{PayPeriod, Range, Remote, Salary};
use domain::{EducationLevel, Harvest, Posting, Purpose, Source};

fn listed(toml: &str, url: &str, body: &str) -> Harvest {
    answered(toml, url, Purpose::Listing, body)
}

/// Postcode and country of a posting's first place.
fn place(posting: &Posting) -> (&str, Option<&str>, Option<&str>) {
    let place = &posting.places[0];
    (&place.text, place.postcode.as_deref(), place.country.as_deref())
}

fn problems(harvest: &Harvest) -> Vec<&str> {
    harvest.problems.iter().map(|problem| problem.what.as_str()).collect()
}

fn euros(min: f64, max: f64, per: PayPeriod) -> Option<Salary> {
    Some(Salary { min: Some(min), max: Some(max), per, currency: "EUR".to_owned() })
}

const OFFERS: &str = r#"{"offers":[{"id":1,"slug":"kok","title":"","description":"","requirements":null,"company_name":"De Lepel",
    "careers_url":"https://werkenbij.lepel.example/o/kok","mailbox_email":"job.1@lepel.example","status":"published",
    "min_hours":24,"max_hours_per_week":"32.0","education_code":"vocational","experience_code":"mid_level",
    "employment_type_code":"parttime_permanent","remote":false,"hybrid":false,"on_site":false,"city":"Zutphen",
    "country_code":"NL","postal_code":"7201 AB","published_at":"2026-11-03 12:00:00 UTC","updated_at":"2026-11-20 08:00:00 UTC",
    "close_at":"2026-12-31 23:00:00 UTC","salary":{"min":"185","max":"250","period":"day","currency":"EUR"},
    "translations":{"en":{"title":"Cook","description":"<p>Cooking.</p>"},"nl":{"title":"Kok","description":"<p>Koken.</p>",
    "requirements":"<ul><li>Mbo.</li></ul>"}}},
    {"id":2,"slug":"afwasser","title":"Afwasser","description":"<p>Borden.</p>","requirements":"<p>Handen.</p>","remote":null,
    "min_hours":null,"locations":[{"city":"Deventer","country":"Netherlands","postal_code":"7411KT"}],"salary":{"min":null,"max":null}}]}"#;

#[test]
fn recruitee_gives_hours_education_and_translations() {
    let harvest = listed("kind = \"recruitee\"", "https://lepel.recruitee.example/api/offers/", OFFERS);
    assert_eq!(
        open(&harvest).unwrap(),
        ["https://werkenbij.lepel.example/o/kok", "https://lepel.recruitee.example/o/afwasser"]
    );
    let [cook, washer] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!((cook.title.as_str(), cook.text.as_str()), ("Kok", "Kok\nKoken.\n- Mbo."));
    assert_eq!(cook.hours_per_week, Some(Range { min: Some(24.0), max: Some(32.0) }));
    assert_eq!(cook.requirements.education.unwrap().level, EducationLevel::Mbo3);
    assert_eq!(cook.requirements.experience_years, None);
    assert_eq!((cook.contract.as_deref(), cook.remote), (Some("permanent"), None));
    assert_eq!(cook.salary, euros(185.0, 250.0, PayPeriod::Day));
    assert_eq!(cook.posted.unwrap().to_string(), "2026-11-03");
    assert_eq!(cook.valid_through.unwrap().to_string(), "2026-12-31");
    assert_eq!(place(cook), ("Zutphen", Some("7201"), Some("NL")));
    assert!(!format!("{harvest:?}").contains("job.1@"), "the mail address was read");
    assert_eq!((washer.hours_per_week, washer.salary.clone(), place(washer).2), (None, None, Some("NL")));
}

#[test]
fn greenhouse_is_escaped_twice_and_dated_by_its_first_publication() {
    let body = r#"{"jobs":[{"id":7,"title":"Kok","company_name":"De Lepel ","absolute_url":"https://boards.example/lepel/jobs/7",
        "updated_at":"2026-11-20T10:00:00-05:00","first_published":"2026-11-02T10:00:00-05:00","application_deadline":"2026-12-24T00:00:00Z",
        "location":{"name":"Hybrid"},"content":"&lt;p&gt;Koken &amp;amp; bakken.&lt;/p&gt;","metadata":null,
        "offices":[{"name":"Hoofdkantoor","location":"Zutphen, Gelderland, Netherlands"}]},
        {"id":8,"title":"Ober","absolute_url":"https://boards.example/lepel/jobs/8","location":{"name":"St. Louis, MO"},"content":""}],
        "meta":{"total":2}}"#;
    let harvest =
        listed("kind = \"greenhouse\"\nboard = \"lepel\"", "https://boards.example/v1/boards/lepel/jobs", body);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!((cook.text.as_str(), cook.employer.as_deref()), ("Kok\nKoken & bakken.", Some("De Lepel")));
    assert_eq!(cook.posted.unwrap().to_string(), "2026-11-02");
    assert_eq!(cook.valid_through.unwrap().to_string(), "2026-12-24");
    assert_eq!((cook.remote, place(cook)), (Some(Remote::Hybrid), ("Zutphen", None, Some("NL"))));
    assert_eq!((waiter.remote, place(waiter)), (None, ("St. Louis", None, None)));
    assert_eq!(problems(&harvest), ["text"]);
}

#[test]
fn lever_keeps_its_requirements_in_lists() {
    let body = r#"[{"id":"u-1","text":"Kok","hostedUrl":"https://jobs.lever.example/lepel/u-1","createdAt":1793788200000,"country":"NL",
        "categories":{"commitment":"Freelance","location":"Zutphen","allLocations":["Zutphen","Deventer"]},"workplaceType":"onsite",
        "descriptionPlain":"Koken.","lists":[{"text":"Wat wij vragen","content":"<li>Mbo 3</li>"}],"additionalPlain":"Fooien.",
        "salaryRange":{"currency":"EUR","interval":"per-hour-wage","min":15,"max":18}},
        {"id":"u-2","text":"Ober","hostedUrl":"https://jobs.lever.example/lepel/u-2","workplaceType":"unspecified","categories":{}}]"#;
    let harvest = listed("kind = \"lever\"\nboard = \"lepel\"", "https://api.lever.example/v0/postings/lepel", body);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!(cook.text, "Kok\nKoken.\nWat wij vragen\n- Mbo 3\nFooien.");
    assert_eq!(cook.posted.unwrap().to_string(), "2026-11-04");
    assert_eq!((cook.remote, cook.contract.as_deref()), (Some(Remote::None), Some("freelance")));
    assert_eq!(cook.places.iter().map(|place| place.text.as_str()).collect::<Vec<_>>(), ["Zutphen", "Deventer"]);
    assert_eq!(cook.salary, euros(15.0, 18.0, PayPeriod::Hour));
    assert_eq!((waiter.remote, waiter.places.len()), (None, 0));
}

#[test]
fn workable_lists_an_opening_once_for_each_place() {
    let body = r#"{"name":"De Lepel","jobs":[
        {"title":"Kok","shortcode":"AB1","url":"https://apply.workable.example/j/AB1","telecommuting":false,"education":"Bachelor's Degree",
        "experience":"Associate","employment_type":"Temporary","published_on":"2026-11-05","created_at":"2026-07-02","description":"<p>Koken.</p>",
        "locations":[{"country":"Netherlands","countryCode":"NL","city":"Zutphen","hidden":false},{"country":"Netherlands","countryCode":"NL","city":"Epse","hidden":true}]},
        {"title":"Kok","shortcode":"AB1","url":"https://apply.workable.example/j/AB1","telecommuting":false,"description":"<p>Koken.</p>",
        "locations":[{"country":"Netherlands","countryCode":"NL","city":"Deventer","hidden":false}]}]}"#;
    let harvest = listed(
        "kind = \"workable\"\nboard = \"lepel\"",
        "https://apply.workable.example/api/v1/widget/accounts/lepel",
        body,
    );
    let cook = only(&harvest);
    assert_eq!(cook.places.iter().map(|place| place.text.as_str()).collect::<Vec<_>>(), ["Zutphen", "Deventer"]);
    assert_eq!(
        (cook.remote, cook.contract.as_deref(), cook.employer.as_deref()),
        (None, Some("temporary"), Some("De Lepel"))
    );
    assert_eq!(cook.requirements.education.unwrap().level, EducationLevel::Hbo);
    assert_eq!(cook.posted.unwrap().to_string(), "2026-11-05");
}

#[test]
fn ashby_hides_what_is_not_listed_and_an_empty_board_closes_nothing() {
    let url = "https://api.ashby.example/posting-api/job-board/lepel";
    let body = r#"{"apiVersion":"1","jobs":[{"id":"1","title":"Kok","isListed":false,"jobUrl":"https://jobs.ashby.example/lepel/1"},
        {"id":"2","title":"Ober","isListed":true,"isRemote":true,"workplaceType":"Hybrid","employmentType":"Temporary","location":"Zutphen",
        "jobUrl":"https://jobs.ashby.example/lepel/2","publishedAt":"2026-11-07T10:00:00.000+00:00","descriptionHtml":"<p>Borden.</p>",
        "address":{"postalAddress":{"addressLocality":"","addressRegion":"","addressCountry":"Netherlands"}},
        "secondaryLocations":[{"location":"Deventer","address":{"postalAddress":{"addressLocality":"Deventer","addressCountry":"Netherlands"}}}],
        "shouldDisplayCompensationOnJobPostings":true,"compensation":{"summaryComponents":[{"compensationType":"Bonus","interval":"1 YEAR","minValue":1,"maxValue":2},
        {"compensationType":"Salary","interval":"1 YEAR","currencyCode":"EUR","minValue":30000,"maxValue":36000}]}},
        {"id":"3","title":"Gastheer","jobUrl":"https://jobs.ashby.example/lepel/3","isRemote":null,"workplaceType":null,"descriptionPlain":"Gasten.",
        "shouldDisplayCompensationOnJobPostings":false,"compensation":{"summaryComponents":[{"compensationType":"Salary","interval":"1 YEAR","currencyCode":"EUR","minValue":1,"maxValue":2}]}}]}"#;
    let harvest = listed("kind = \"ashby\"\nboard = \"lepel\"", url, body);
    let [waiter, host] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!(
        (waiter.remote, place(waiter), waiter.places.len()),
        (Some(Remote::Hybrid), ("Zutphen", None, Some("NL")), 2)
    );
    assert_eq!(waiter.salary, euros(30_000.0, 36_000.0, PayPeriod::Year));
    assert_eq!((host.remote, host.salary.clone()), (None, None));
    assert_eq!(open(&harvest).unwrap().len(), 2);
    let empty = listed("kind = \"ashby\"\nboard = \"lepel\"", url, r#"{"apiVersion":"1","jobs":[]}"#);
    assert_eq!((open(&empty), problems(&empty)), (None, vec!["listing"]));
}

#[test]
fn pinpoint_gives_its_sections_and_shows_only_visible_pay() {
    let body = r#"{"data":[{"id":"1","title":"Kok","path":"/nl/postings/1","description":"<p>Koken.</p>","key_responsibilities_header":"Taken",
        "key_responsibilities":"<ul><li>Soep.</li></ul>","skills_knowledge_expertise":"<p>Mbo.</p>","benefits":"","workplace_type":"onsite",
        "employment_type":"permanent_part_time","compensation_minimum":2500.0,"compensation_maximum":2900.0,"compensation_currency":"EUR",
        "compensation_frequency":"month","compensation_visible":true,"deadline_at":"2026-12-28T23:59:59+01:00","location":{"name":"Zutphen"}},
        {"id":"2","title":"Ober","path":"/nl/postings/2","description":"Borden.","compensation_visible":false,"compensation_minimum":1,
        "location":{"name":"Netherlands"}}]}"#;
    let harvest = listed("kind = \"pinpoint\"", "https://lepel.pinpoint.example/postings.json", body);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!(cook.text, "Kok\nKoken.\nTaken\n- Soep.\nMbo.");
    assert_eq!(cook.url, "https://lepel.pinpoint.example/nl/postings/1");
    assert_eq!((cook.contract.as_deref(), cook.remote), (Some("permanent"), Some(Remote::None)));
    assert_eq!(cook.salary, euros(2500.0, 2900.0, PayPeriod::Month));
    assert_eq!(cook.valid_through.unwrap().to_string(), "2026-12-28");
    assert_eq!((waiter.salary.clone(), problems(&harvest).len()), (None, 0));
}

const POSITIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workzag-jobs><position><id>77</id><subcompany>De Lepel B.V.</subcompany>
    <office>Zutphen</office><additionalOffices><office>Deventer</office></additionalOffices>
    <jobDescriptions><jobDescription><name>Taken</name><value><![CDATA[<p>Koken </position> en <b>bakken</b>.</p>]]></value></jobDescription>
    <jobDescription><name>Profiel</name><value><![CDATA[<ul><li>Mbo.</li></ul>]]></value></jobDescription></jobDescriptions>
    <name>Kok</name><employmentType>permanent</employmentType><schedule>part-time</schedule><yearsOfExperience>2-5</yearsOfExperience>
    <createdAt>2026-11-03T14:10:41+00:00</createdAt></position>
    <position><id>78</id><name>Ober</name><yearsOfExperience>lt-1</yearsOfExperience></position></workzag-jobs>"#;

#[test]
fn personio_has_names_within_names_and_no_addresses() {
    let (toml, url) = ("kind = \"personio\"", "https://lepel.personio.example/xml?language=nl");
    let harvest = listed(toml, url, POSITIONS);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!((cook.title.as_str(), cook.url.as_str()), ("Kok", "https://lepel.personio.example/job/77"));
    assert_eq!(cook.text, "Kok\nTaken\nKoken en bakken.\nProfiel\n- Mbo.");
    assert_eq!((cook.employer.as_deref(), cook.places.len()), (Some("De Lepel B.V."), 2));
    assert_eq!(cook.requirements.experience_years.unwrap().min, 2.0);
    assert_eq!((cook.hours_per_week, waiter.requirements.experience_years), (None, None));
    let most = POSITIONS.replace("2-5", "gt-15");
    assert_eq!(listed(toml, url, &most).postings[0].requirements.experience_years.unwrap().min, 15.0);
}

#[test]
fn personio_trusts_no_entity_and_no_other_host() {
    let (toml, url) = ("kind = \"personio\"", "https://lepel.personio.example/xml?language=nl");
    let entity = POSITIONS.replacen("?>", "?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", 1);
    let cut = POSITIONS.split_once("<name>Ober").unwrap().0;
    for body in [entity.as_str(), cut, "<html><body>Personio</body></html>", ""] {
        let harvest = listed(toml, url, body);
        assert!(open(&harvest).is_none() && !harvest.problems.is_empty(), "{body}: {harvest:?}");
    }
    let page = super::page(POSITIONS.as_bytes());
    let moved = domain::Page { url: url.parse().unwrap(), purpose: Purpose::Listing, ..page };
    assert_eq!(open(&super::super::read(&source(toml), &moved)), None);
}

#[test]
fn homerun_has_no_date_of_publication() {
    let body = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>De Lepel</title><updated>2026-11-13 08:46:19</updated>
        <entry><author><name>De Lepel</name></author><title>Kok &amp; bakker</title><link rel="alternate" href="https://lepel.homerun.example/kok/nl"/>
        <id>job_AB12</id><summary>Koken.</summary><description type="html"><![CDATA[<p>Koken.</p><p>Je werkt 24 uur.</p>]]></description>
        <department><name>Keuken</name></department><location><name>Zutphen</name></location><type><name>Tijdelijk, parttime</name></type>
        <salary_indication>€ 2.500 - € 2.900 per maand</salary_indication><updated>2026-11-13T08:46:19+01:00</updated></entry></feed>"#;
    let harvest = listed("kind = \"homerun\"\nboard = \"lepel\"", "https://feed.homerun.example/lepel", body);
    let cook = only(&harvest);
    assert_eq!((cook.title.as_str(), cook.posted), ("Kok & bakker", None));
    assert_eq!(cook.text, "Kok & bakker\nKoken.\nJe werkt 24 uur.\n€ 2.500 - € 2.900 per maand");
    assert_eq!((cook.contract.as_deref(), place(cook).0), (Some("temporary"), "Zutphen"));
    assert_eq!(open(&harvest).unwrap(), ["https://lepel.homerun.example/kok/nl"]);
}

#[test]
fn teamtailor_is_read_in_both_of_its_forms() {
    let item = |location: &str| {
        format!(
            r#"{{"version":"https://jsonfeed.org/version/1.1","title":"De Lepel","items":[{{"id":"u","title":"Kok","url":"https://lepel.teamtailor.example/jobs/1-kok",
            "date_published":"2026-11-04T09:26:20+01:00","content_html":"<p>Koken.</p>","_jobposting":{{"@context":"http://schema.org/","@type":"JobPosting","title":"Kok",
            "datePosted":"2026-11-04T09:26:20+01:00","validThrough":"2026-12-04","jobLocation":{location}}}}}]}}"#
        )
    };
    let address =
        r#"{"@type":"Place","address":{"addressLocality":"Zutphen","postalCode":"7201 AB","addressCountry":"NL"}}"#;
    for location in [address.to_owned(), format!("[{address}]")] {
        let harvest = listed("kind = \"teamtailor\"", "https://lepel.teamtailor.example/jobs.json", &item(&location));
        let cook = only(&harvest);
        assert_eq!((cook.text.as_str(), cook.employer.as_deref()), ("Kok\nKoken.", Some("De Lepel")));
        assert_eq!((place(cook), cook.remote), (("Zutphen", Some("7201"), Some("NL")), None));
        assert_eq!(cook.valid_through.unwrap().to_string(), "2026-12-04");
        assert_eq!(open(&harvest).unwrap(), ["https://lepel.teamtailor.example/jobs/1-kok"]);
    }
    let rss = r#"<rss version="2.0" xmlns:tt="https://teamtailor.com/locations"><channel><title>De Lepel</title>
        <item><title>Kok</title><description>&lt;p&gt;Koken.&lt;/p&gt;</description><pubDate>Tue, 03 Nov 2026 19:07:00 +0100</pubDate>
        <link>https://lepel.teamtailor.example/jobs/1-kok</link><remoteStatus>hybrid</remoteStatus><guid>u</guid><tt:locations><tt:location>
        <tt:name>Keuken</tt:name><tt:zip>7201 AB</tt:zip><tt:city>Zutphen</tt:city><tt:country>Netherlands</tt:country></tt:location></tt:locations></item>
        <item><title>Ober</title><link>https://lepel.teamtailor.example/jobs/2</link><remoteStatus>temporary</remoteStatus></item></channel></rss>"#;
    let harvest = listed("kind = \"teamtailor\"", "https://lepel.teamtailor.example/jobs.rss", rss);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!((cook.remote, place(cook)), (Some(Remote::Hybrid), ("Zutphen", Some("7201"), Some("NL"))));
    assert_eq!((cook.posted.unwrap().to_string().as_str(), cook.text.as_str()), ("2026-11-03", "Kok\nKoken."));
    assert_eq!((waiter.remote, open(&harvest).unwrap().len()), (None, 2));
}

const POSTINGS: &str = r#"{"offset":0,"limit":2,"totalFound":3,"content":[{"id":"7431","name":"Kok","company":{"identifier":"Lepel","name":"De Lepel"},
    "releasedDate":"2026-11-08T02:11:28.000Z","location":{"city":"Zutphen","country":"nl","postalCode":"7201 AB","remote":false,"hybrid":false},
    "typeOfEmployment":{"id":"part-time","label":"Part-time"}},{"id":"7432","name":"Ober","company":{"identifier":"Lepel","name":"De Lepel"},"location":{"remote":true}}]}"#;

#[test]
fn smartrecruiters_lists_and_asks_for_details() {
    let (toml, url) = (
        "kind = \"smartrecruiters\"\nboard = \"lepel\"",
        "https://api.smart.example/v1/companies/lepel/postings?limit=100&offset=0",
    );
    let harvest = listed(toml, url, POSTINGS);
    assert_eq!(open(&harvest).unwrap()[0], "https://jobs.smartrecruiters.com/Lepel/7431");
    let [first, second, next] = harvest.requests.as_slice() else { panic!("{harvest:?}") };
    assert_eq!(first.url.as_str(), "https://api.smart.example/v1/companies/lepel/postings/7431");
    let cook = first.listed.as_deref().unwrap();
    assert_eq!((cook.title.as_str(), place(cook), cook.remote), ("Kok", ("Zutphen", Some("7201"), Some("NL")), None));
    assert_eq!((cook.posted.unwrap().to_string().as_str(), cook.problems[0].what.as_str()), ("2026-11-08", "text"));
    assert_eq!(second.listed.as_deref().unwrap().remote, Some(Remote::Full));
    // the limit that was asked for is not what was served
    assert_eq!(next.url.as_str(), "https://api.smart.example/v1/companies/lepel/postings?limit=100&offset=2#page=2");
    let detail = r#"{"id":"7431","name":"Kok","company":{"identifier":"Lepel","name":"De Lepel"},"jobAd":{"sections":{
        "jobDescription":{"title":"Taken","text":"<p>Koken.</p>"},"qualifications":{"title":"Eisen","text":"<p>Mbo.</p>"}}}}"#;
    let read = answered(toml, first.url.as_str(), Purpose::Detail, detail);
    assert_eq!(
        (only(&read).text.as_str(), only(&read).url.as_str()),
        ("Kok\nTaken\nKoken.\nEisen\nMbo.", cook.url.as_str())
    );
    let nobody = listed(toml, url, r#"{"offset":0,"limit":100,"totalFound":0,"content":[]}"#);
    assert_eq!((open(&nobody), problems(&nobody)), (None, vec!["listing"]));
}

#[test]
fn workday_counts_on_its_first_page_alone() {
    let (toml, start) =
        ("kind = \"workday\"\nboard = \"lepel/werk\"", "https://lepel.wd3.example/wday/cxs/lepel/werk/jobs");
    let page = |total: usize, count: usize| {
        let posting = |number: usize| {
            format!(
                r#"{{"title":"Kok {number}","externalPath":"/job/Zutphen/Kok_R{number}","locationsText":"2 Locations","postedOn":"Posted 3 Days Ago","bulletFields":["R{number}"]}}"#
            )
        };
        format!(
            r#"{{"total":{total},"jobPostings":[{}],"facets":[]}}"#,
            (0..count).map(posting).collect::<Vec<_>>().join(",")
        )
    };
    let first = listed(toml, &format!("{start}#offset=0"), &page(45, 20));
    let lists: Vec<_> = first.requests.iter().filter(|request| request.body.is_some()).collect();
    assert_eq!(
        lists.iter().map(|request| request.url.fragment().unwrap()).collect::<Vec<_>>(),
        ["offset=20", "offset=40"]
    );
    assert!(lists[1].body.as_deref().unwrap().contains("\"offset\":40"));
    let detail = &first.requests[0];
    assert_eq!(detail.url.as_str(), "https://lepel.wd3.example/wday/cxs/lepel/werk/job/Zutphen/Kok_R0");
    let cook = detail.listed.as_deref().unwrap();
    assert_eq!(cook.url, "https://lepel.wd3.example/werk/job/Zutphen/Kok_R0");
    assert_eq!((cook.posted.unwrap().to_string().as_str(), cook.places.len()), ("2026-11-21", 0));
    // later pages say nought, and have no pages after them
    let later = listed(toml, &format!("{start}#offset=20"), &page(0, 20));
    assert!(open(&later).is_some() && later.requests.iter().all(|request| request.body.is_none()));
    assert_eq!(open(&listed(toml, &format!("{start}#offset=40"), &page(0, 0))), None);
    let cut = listed(toml, &format!("{start}#offset=0"), &page(2_000, 20));
    assert_eq!((open(&cut), cut.requests.iter().filter(|request| request.body.is_some()).count()), (None, 99));
    let body = r#"{"jobPostingInfo":{"title":"Kok","jobDescription":"<p>Koken.</p>","location":"Zutphen","additionalLocations":["Deventer"],
        "startDate":"2026-11-20","endDate":"2026-12-20","country":{"descriptor":"Netherlands"}},"hiringOrganization":{"name":"De Lepel"}}"#;
    let read = answered(toml, detail.url.as_str(), Purpose::Detail, body);
    let full = only(&read);
    assert_eq!(
        (full.url.as_str(), full.employer.as_deref(), full.places.len()),
        (cook.url.as_str(), Some("De Lepel"), 2)
    );
    assert_eq!((full.posted.unwrap().to_string().as_str(), place(full).2), ("2026-11-20", Some("NL")));
}

#[test]
fn bamboohr_lists_and_asks_for_details() {
    let body = r#"{"meta":{"totalCount":1},"result":[{"id":"86","jobOpeningName":"Kok","employmentStatusLabel":"Internship","isRemote":null,
        "location":{"city":"Zutphen","state":null},"atsLocation":{"country":null}}]}"#;
    let harvest = listed("kind = \"bamboohr\"", "https://lepel.bamboohr.example/careers/list", body);
    assert_eq!(open(&harvest).unwrap(), ["https://lepel.bamboohr.example/careers/86"]);
    let request = &harvest.requests[0];
    let cook = request.listed.as_deref().unwrap();
    assert_eq!((cook.contract.as_deref(), cook.remote, place(cook).0), (Some("internship"), None, "Zutphen"));
    let detail =
        r#"{"result":{"jobOpening":{"jobOpeningName":"Kok","description":"<p>Koken.</p>","datePosted":"2026-11-09"}}}"#;
    let read = answered("kind = \"bamboohr\"", request.url.as_str(), Purpose::Detail, detail);
    assert_eq!((only(&read).url.as_str(), only(&read).text.as_str()), (cook.url.as_str(), "Kok\nKoken."));
    let other = answered("kind = \"bamboohr\"", request.url.as_str(), Purpose::Detail, "<html></html>");
    assert!(other.postings.is_empty() && !other.problems.is_empty());
}

#[test]
fn adzuna_gives_excerpts_and_no_guessed_pay() {
    let toml = "kind = \"adzuna\"\nmax_pages = 2";
    let url = |number: usize| format!("https://api.adzuna.example/v1/api/jobs/nl/search/{number}?results_per_page=50");
    let body = r#"{"count":5,"results":[{"id":"1","title":"Kok","description":"Koken…","created":"2026-11-10T08:00:00Z",
        "redirect_url":"https://www.adzuna.example/land/ad/1?se=abc&v=def","company":{"display_name":"De Lepel"},"contract_type":"permanent",
        "location":{"display_name":"Zutphen, Gelderland","area":["Nederland","Gelderland","Zutphen"]},"latitude":52.14,"longitude":6.2,
        "salary_min":2800,"salary_max":3200,"salary_is_predicted":"0"},
        {"id":"2","title":"Ober","description":"Borden…","redirect_url":"https://www.adzuna.example/land/ad/2?se=x","salary_min":30000,"salary_is_predicted":"1"}]}"#;
    let harvest = listed(toml, &url(1), body);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!(cook.url, "https://www.adzuna.example/land/ad/1");
    assert_eq!((place(cook), cook.places[0].lat), (("Zutphen", None, Some("NL")), Some(52.14)));
    // an amount of a month is no pay of a year
    assert_eq!((cook.salary.clone(), waiter.salary.clone()), (None, None));
    assert_eq!(cook.problems.iter().map(|problem| problem.what.as_str()).collect::<Vec<_>>(), ["text", "salary"]);
    assert_eq!(harvest.requests[0].url.as_str(), format!("{}#page=2", url(2)));
    let second = listed(toml, &format!("{}#page=2", url(2)), body);
    assert_eq!((open(&second), second.requests.len()), (None, 0));
    let last = listed(toml, &url(3), r#"{"count":5,"results":[]}"#);
    assert_eq!((open(&last), last.requests.len()), (Some(vec![]), 0));
}

#[test]
fn eures_is_asked_by_post() {
    let source = source("kind = \"eures\"\nkeywords = [\"hovenier\"]");
    let first = first_requests(&source).remove(0);
    assert!(first.body.as_deref().unwrap().contains("\"locationCodes\":[\"nl\"]"));
    assert!(
        first.body.as_deref().unwrap().contains("{\"keyword\":\"hovenier\",\"specificSearchCode\":\"EVERYWHERE\"}")
    );
    assert_eq!(first.url.fragment(), Some("page=1"));
    let body = r#"{"numberRecords":51,"jvs":[{"id":"MTIz+NA==","title":"Hovenier","description":"<p>Snoeien.</p>","creationDate":1793788200000,
        "locationMap":{"NL":["NL221"]},"employer":{"name":"Groen"},"positionOfferingCode":"temporary"}]}"#;
    let harvest = listed("kind = \"eures\"", first.url.as_str(), body);
    let gardener = only(&harvest);
    assert_eq!((gardener.employer.as_deref(), place(gardener).2), (Some("Groen"), Some("NL")));
    assert_eq!(gardener.url, "https://europa.eu/eures/portal/jv-se/jv-details/MTIz+NA==");
    assert_eq!(harvest.requests[0].url.fragment(), Some("page=2"));
    assert!(harvest.requests[0].body.as_deref().unwrap().contains("\"page\":2"));
}

#[test]
fn entries_of_which_none_can_be_read_are_drift() {
    for (kind, body) in [
        ("recruitee", r#"{"offers":[{"naam":"Kok"}]}"#),
        ("lever", r#"[{"titel":"Kok"}]"#),
        ("pinpoint", r#"{"data":[{"x":1}]}"#),
    ] {
        let harvest = listed(&format!("kind = \"{kind}\""), "https://a.example/b", body);
        assert_eq!((open(&harvest), problems(&harvest).last().copied()), (None, Some("drift")), "{kind}");
    }
    for body in ["", "<html></html>", "{}", "[]", r#"{"offers":{}}"#, r#"{"error":"not found"}"#] {
        let harvest = listed("kind = \"recruitee\"", "https://a.example/b", body);
        assert!(open(&harvest).is_none() && !harvest.problems.is_empty(), "{body}");
    }
    let none = listed("kind = \"recruitee\"", "https://a.example/b", r#"{"offers":[]}"#);
    assert_eq!((open(&none), none.problems.len()), (Some(vec![]), 0));
}

fn first_of(toml: &str) -> String {
    let source: Source = toml::from_str(&format!("name = \"test\"\n{toml}")).unwrap();
    first_requests(&source.at_home())[0].url.to_string()
}

#[test]
fn the_first_request_is_built_from_address_and_board() {
    let cases = [
        (
            "kind = \"greenhouse\"\nboard = \"acme\"",
            "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true",
        ),
        ("kind = \"recruitee\"\nboard = \"acme\"", "https://acme.recruitee.com/api/offers/"),
        (
            "kind = \"recruitee\"\nurl = \"https://werkenbij.acme.example/\"",
            "https://werkenbij.acme.example/api/offers/",
        ),
        (
            "kind = \"lever\"\nboard = \"acme\"\nurl = \"http://127.0.0.1:8703/\"",
            "http://127.0.0.1:8703/v0/postings/acme?mode=json",
        ),
        ("kind = \"teamtailor\"\nurl = \"https://acme.example/jobs.rss\"", "https://acme.example/jobs.rss"),
        ("kind = \"homerun\"\nboard = \"acme\"", "https://feed.homerun.co/acme"),
        ("kind = \"personio\"\nboard = \"acme\"", "https://acme.jobs.personio.de/xml?language=nl"),
        (
            "kind = \"workday\"\nboard = \"acme/careers\"\nurl = \"http://127.0.0.1:8703/\"",
            "http://127.0.0.1:8703/wday/cxs/acme/careers/jobs#offset=0",
        ),
        (
            "kind = \"workday\"\nurl = \"https://acme.wd103.myworkdayjobs.com/nl-NL/Werk\"",
            "https://acme.wd103.myworkdayjobs.com/wday/cxs/acme/Werk/jobs#offset=0",
        ),
        ("kind = \"adzuna\"", "https://api.adzuna.com/v1/api/jobs/nl/search/1?results_per_page=50"),
    ];
    for (toml, expected) in cases {
        assert_eq!(first_of(toml), expected, "{toml}");
    }
}

#[test]
fn what_its_host_forbids_stays_off_without_consent() {
    let of =
        |toml: &str| toml::from_str::<Source>(&format!("name = \"test\"\nboard = \"acme\"\n{toml}")).unwrap().at_home();
    let forbidden = of("kind = \"smartrecruiters\"");
    assert!(forbidden.stays_off().unwrap().contains("api.smartrecruiters.com forbids it"));
    assert_eq!(of("kind = \"smartrecruiters\"\nconsent = \"Acme, 2026-11-01, by mail\"").stays_off(), None);
    assert_eq!(of("kind = \"smartrecruiters\"\nurl = \"http://127.0.0.1:8703/\"").stays_off(), None);
    assert_eq!(of("kind = \"greenhouse\"").stays_off(), None);
    assert!(of("kind = \"eures\"").stays_off().is_some());
}
