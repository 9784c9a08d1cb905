//! Structured data, as good and as bad as pages have it.
//!
//! 1. A complete JobPosting gives every field.
//! 2. However a script is broken, its vacancy is read; what is about something else is passed over.
//! 3. A bad field costs that field, and is noted.
//! 4. Places are no finer than locality and four digits; pay has a period and a plausible amount.
//! 5. Text is plain, complete, and says nothing twice.

use super::super::{json_ld_node, read_page};
use super::{only, page};
use domain::posting::{Fact, PayPeriod, Range, Remote, Salary};
use domain::{Harvest, Place, Posting};

fn script(json: &str) -> Harvest {
    let html = format!("<html><body><script type=\"application/ld+json\">{json}</script></body></html>");
    read_page(&page(html.as_bytes()))
}

/// A JobPosting with these fields besides a title and a text.
fn with(fields: &str) -> Posting {
    let json = format!(r#"{{"@type":"JobPosting","title":"Kok","description":"Koken."{fields}}}"#);
    only(&script(&json)).clone()
}

fn place(text: &str, postcode: Option<&str>, country: Option<&str>) -> Place {
    let owned = |part: Option<&str>| part.map(str::to_owned);
    Place { text: text.to_owned(), postcode: owned(postcode), country: owned(country), lat: None, lon: None }
}

#[test]
fn a_complete_posting_gives_every_field() {
    let posting = with(
        r#","hiringOrganization":{"@type":"Organization","name":"Eetcaf&eacute; De Lepel"},
        "datePosted":"2026-11-02T23:30:00+01:00","validThrough":"2026-12-01","url":"/vacature/kok#top",
        "jobLocation":{"@type":"Place","address":{"postalCode":"7201 AB","addressLocality":"Zutphen","addressCountry":"Nederland"},
            "geo":{"latitude":"52,14","longitude":6.2}},
        "jobLocationType":"TELECOMMUTE","employmentType":["PART_TIME","TEMPORARY"],"workHours":"24-32",
        "baseSalary":{"currency":"EUR","value":{"minValue":"2.400,50","maxValue":3100,"unitText":"MONTH"}},
        "experienceRequirements":{"monthsOfExperience":24}"#,
    );
    assert_eq!(posting.employer.as_deref(), Some("Eetcafé De Lepel"));
    assert_eq!(posting.posted.unwrap().to_string(), "2026-11-02");
    assert_eq!(posting.valid_through.unwrap().to_string(), "2026-12-01");
    assert_eq!(posting.url, "https://werk.example/vacature/kok");
    let zutphen = Place { lat: Some(52.14), lon: Some(6.2), ..place("Zutphen", Some("7201"), Some("NL")) };
    assert_eq!(posting.places, [zutphen]);
    assert_eq!(posting.remote, Some(Remote::Full));
    assert_eq!(posting.contract.as_deref(), Some("temporary"));
    assert_eq!(posting.hours_per_week, Some(Range { min: Some(24.0), max: Some(32.0) }));
    let (min, max) = (Some(2400.5), Some(3100.0));
    assert_eq!(posting.salary, Some(Salary { min, max, per: PayPeriod::Month, currency: "EUR".to_owned() }));
    assert_eq!(posting.requirements.experience_years.unwrap().min, 2.0);
    assert_eq!(posting.quote(Fact::Salary).unwrap().quote, "2400.5 - 3100 EUR per month");
    assert_eq!((posting.text.as_str(), posting.problems.as_slice()), ("Kok\nKoken.", [].as_slice()));
}

#[test]
fn broken_scripts_are_read() {
    let cases = [
        ("plain", r#"{"@type":"JobPosting","title":"Kok"}"#),
        ("array", r#"[{"@type":"WebSite"},{"@type":"JobPosting","title":"Kok"}]"#),
        ("graph", r#"{"@graph":[{"@type":["Thing","schema:JobPosting"],"schema:title":"Kok"}]}"#),
        ("address as type", r#"{"@type":"https://schema.org/JobPosting","title":{"@value":"Kok"}}"#),
        ("nested", r#"{"@type":"WebPage","mainEntity":{"@type":"JobPosting","name":"Kok"}}"#),
        ("trailing commas", r#"{"@type":"JobPosting","title":"Kok","skills":["a",],}"#),
        ("semicolon", r#"{"@type":"JobPosting","title":"Kok"};"#),
        ("raw line break and tab", "{\"@type\":\"JobPosting\",\"title\":\"Kok\",\"description\":\"een\n\ttwee\"}"),
        ("remarks", "// een\n{\"@type\":\"JobPosting\", /* twee */ \"title\":\"Kok\" // drie\n}"),
        ("comment before", "<!-- hier -->\n{\"@type\":\"JobPosting\",\"title\":\"Kok\"}"),
        ("comment around", "<!--\n{\"@type\":\"JobPosting\",\"title\":\"Kok\"}\n-->"),
        ("CDATA", "//<![CDATA[\n{\"@type\":\"JobPosting\",\"title\":\"Kok\"}\n//]]>"),
        ("single quotes", "{'@type':'JobPosting', title: 'Kok'}"),
        ("bad escapes", r#"{"@type":"JobPosting","title":"Kok","description":"zo\'n \d \ud83d x"}"#),
        (
            "inner quotes",
            r#"{"@type":"JobPosting","title":"Kok","description":"<p class="groot">Een "echte" kok</p>"}"#,
        ),
        ("cut off", r#"{"@type":"JobPosting","title":"Kok","description":"Wij zoe"#),
        ("escaped", r#"{&quot;@type&quot;:&quot;JobPosting&quot;,&quot;title&quot;:&quot;Kok&quot;}"#),
        ("two objects", r#"{"@type":"WebSite"} {"@type":"JobPosting","title":"Kok"}"#),
        ("mark of byte order", "\u{feff}{\"@type\":\"JobPosting\",\"title\":\"Kok\"}"),
        ("html in title", r#"{"@type":"JobPosting","title":"<b>Kok</b>&nbsp;"}"#),
    ];
    for (name, json) in cases {
        let harvest = script(json);
        assert_eq!(harvest.postings.first().map(|posting| posting.title.as_str()), Some("Kok"), "{name}: {harvest:?}");
    }
}

#[test]
fn scripts_are_found_however_they_are_marked() {
    for kind in ["application/ld+json", " Application/LD+JSON ; charset=utf-8"] {
        let html = format!("<script type = '{kind}' >{{\"@type\":\"JobPosting\",\"title\":\"Kok\"}}</script>");
        assert_eq!(only(&read_page(&page(html.as_bytes()))).title, "Kok", "{kind}");
    }
    let bare = read_page(&page(br#" {"items":[{"_jobposting":{"@type":"JobPosting","title":"Kok"}}]}"#));
    assert_eq!(only(&bare).title, "Kok");
    let items = r#"<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Kok</h1>
        <span itemprop="hiringOrganization" itemscope itemtype="Organization"><b itemprop="name">De Lepel</b></span>
        <meta itemprop="datePosted" content="2026-11-01"><div itemprop="description"><p>Koken.</p></div></div>"#;
    let marked = r#"<div vocab="https://schema.org/" typeof="JobPosting"><h1 property="schema:title">Kok</h1>
        <span property="hiringOrganization" typeof="Organization"><b property="name">De Lepel</b></span>
        <meta property="datePosted" content="2026-11-01"><div property="description"><p>Koken.</p></div></div>"#;
    for html in [items, marked] {
        let harvest = read_page(&page(html.as_bytes()));
        let posting = only(&harvest);
        assert_eq!((posting.text.as_str(), posting.employer.as_deref()), ("Kok\nKoken.", Some("De Lepel")));
        assert_eq!(posting.posted.unwrap().to_string(), "2026-11-01");
    }
}

#[test]
fn other_data_is_no_problem_and_a_second_script_is_read() {
    let html = r#"<script type="application/ld+json">{"@type":"Person","name":"Jan"}</script>
        <script type="application/ld+json">null</script><script type="application/ld+json">{ kapot </script>
        <script type="application/ld+json">{"@type":"JobPosting","title":"Kok","description":"x"}</script>
        <script type="application/ld+json">{"@type":"JobPosting","title":"Kok","description":"x"}</script>"#;
    let harvest = read_page(&page(html.as_bytes()));
    assert_eq!((only(&harvest).title.as_str(), harvest.problems.len()), ("Kok", 0));
}

#[test]
fn several_on_a_page_have_addresses_of_their_own() {
    let json = r#"[{"@type":"JobPosting","title":"Kok","url":"https://werk.example/"},{"@type":"JobPosting","title":"Bakker"}]"#;
    let harvest = script(json);
    let urls: Vec<&str> = harvest.postings.iter().map(|posting| posting.url.as_str()).collect();
    assert_eq!(urls, ["https://werk.example/vacature/1", "https://werk.example/vacature/1#2"]);
}

#[test]
fn organisations_come_in_many_forms() {
    for stated in [r#"{"name":"De Lepel"}"#, r#""De Lepel""#, r#"[{"@type":"Organization"},{"legalName":"De Lepel"}]"#]
    {
        assert_eq!(
            with(&format!(",\"hiringOrganization\":{stated}")).employer.as_deref(),
            Some("De Lepel"),
            "{stated}"
        );
    }
    let json = r##"{"@graph":[{"@id":"#o","@type":"Organization","name":"De Lepel"},
        {"@type":"JobPosting","title":"Kok","hiringOrganization":{"@id":"#o"}}]}"##;
    assert_eq!(only(&script(json)).employer.as_deref(), Some("De Lepel"));
}

#[test]
fn places_are_no_finer_than_four_digits() {
    let cases = [
        (r#"{"address":{"addressLocality":"Ede","postalCode":6711}}"#, place("Ede", Some("6711"), None)),
        (
            r#"{"address":{"addressLocality":"Gent","postalCode":"9000","addressCountry":{"name":"België"}}}"#,
            place("Gent", Some("9000"), Some("BE")),
        ),
        (
            r#"{"address":{"addressLocality":"Kleve","postalCode":"47533","addressCountry":"de"}}"#,
            place("Kleve", None, Some("DE")),
        ),
        (r#"[{"address":"Ede"}]"#, place("Ede", None, None)),
        (r#""Ede""#, place("Ede", None, None)),
        (r#"{"addressLocality":"Ede"}"#, place("Ede", None, None)),
        (r#"{"address":{"addressLocality":"Ede"},"geo":{"latitude":0,"longitude":"0"}}"#, place("Ede", None, None)),
        (r#"{"address":{"addressLocality":"Ede"},"geo":{"latitude":523,"longitude":5}}"#, place("Ede", None, None)),
    ];
    for (stated, expected) in cases {
        assert_eq!(with(&format!(",\"jobLocation\":{stated}")).places, [expected], "{stated}");
    }
    assert!(with(r#","jobLocation":null"#).places.is_empty());
    let two = with(r#","jobLocation":[{"address":{"addressLocality":"Ede"}},{"address":{"addressLocality":"Epe"}}]"#);
    assert_eq!(two.places.len(), 2);
}

#[test]
fn a_bad_field_costs_that_field() {
    let posting = with(
        r#","datePosted":"binnenkort","validThrough":["2026-12-01"],"jobLocation":{"address":{"addressLocality":"Ede","addressCountry":"Utopia"}},
        "baseSalary":{"value":"marktconform"}"#,
    );
    let about: Vec<&str> = posting.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(about, ["datePosted", "addressCountry", "baseSalary"]);
    assert_eq!((posting.posted, posting.places[0].text.as_str()), (None, "Ede"));
    assert!(posting.valid_through.is_some());
}

#[test]
fn pay_is_read_only_with_period_and_plausible_amount() {
    let pay = |stated: &str| with(&format!(",\"baseSalary\":{stated}")).salary.map(|pay| (pay.min, pay.max, pay.per));
    let hour = (Some(15.5), Some(15.5), PayPeriod::Hour);
    assert_eq!(pay(r#"{"currency":"EUR","value":{"value":"€ 15,50","unitText":"hour"}}"#), Some(hour));
    assert_eq!(pay(r#"{"currency":"EUR","value":15.5,"unitText":"HOUR"}"#), Some(hour));
    let least = (Some(3000.0), None, PayPeriod::Month);
    assert_eq!(pay(r#"{"currency":"EUR","minValue":3000,"maxValue":0,"value":{"unitText":"MONTH"}}"#), Some(least));
    for none in [
        r#"2500"#,
        r#"{"value":2500}"#,
        r#"{"value":{"value":2500,"unitText":"HOUR"}}"#,
        r#"{"value":{"minValue":5,"maxValue":3,"unitText":"HOUR"}}"#,
    ] {
        assert_eq!(pay(none), None, "{none}");
    }
    let amounts =
        ["2700", "2.700", "2,700", "2.700,50", "2,700.50", "2700,5", "0.125", "€ 2.700,-", "7 miljoen", "1-2", ""];
    let read = [
        Some(2700.0),
        Some(2700.0),
        Some(2700.0),
        Some(2700.5),
        Some(2700.5),
        Some(2700.5),
        Some(0.125),
        Some(2700.0),
        None,
        None,
        None,
    ];
    assert_eq!(amounts.map(json_ld_node::amount), read);
}

#[test]
fn text_is_plain_and_says_nothing_twice() {
    let posting = with(
        r#","description":"&lt;h2&gt;Wat&nbsp;je doet&lt;/h2&gt;&lt;ul&gt;&lt;li&gt;&lt;p&gt;Soep &amp;amp; saus&lt;/p&gt;&lt;/li&gt;&lt;/ul&gt;",
        "skills":["Soep & saus","HACCP"],"qualifications":"<p>Mbo 2</p>","workHours":"24 uur","educationRequirements":{"credentialCategory":"mbo"},
        "physicalRequirement":"Tillen tot 10 kg","experienceRequirements":"no requirements""#,
    );
    assert_eq!(
        posting.text,
        "Kok\nWat je doet\n- Soep & saus\nWerkzaamheden: lichamelijk\nTillen tot 10 kg\nFunctie-eisen\nMbo 2\n\
         Functie-eisen: vaardigheden\nHACCP\nWerktijden\n24 uur"
    );
}
