//! Feeds beyond plain RSS and Atom.
//!
//! 1. The XML dialects of job boards give their fields under all their names; empty ones are complete listings of none.
//! 2. JSON Feed is read, with and without a JobPosting in its items.
//! 3. RSS without a version is RSS. What is cut off, or no feed of vacancies, is no listing.
//! 4. With `follow_items` any of them gives addresses alone.

use super::{listing, only, open};
use domain::posting::{PayPeriod, Remote, Salary};

fn feed(body: &str) -> domain::Harvest {
    listing("kind = \"rss\"", body.as_bytes())
}

#[test]
fn dialects_name_the_same_fields_otherwise() {
    let dialects = [
        "<jobs><job><id><![CDATA[1]]></id><title><![CDATA[Kok]]></title><url><![CDATA[https://lepel.example/kok]]></url>
            <location><city>Zutphen</city><region>Gelderland</region><country>NL</country></location><company>De Lepel</company>
            <description><![CDATA[<p>Koken & bakken.</p>]]></description><contract_type>permanent</contract_type></job></jobs>",
        "<source><publisher>x</publisher><job><title>Kok</title><date><![CDATA[2026-11-14T00:00:00.000Z]]></date><url>https://lepel.example/kok</url>
            <company>De Lepel</company><location>Zutphen</location><city>Zutphen</city><country>NL</country><postalcode>7201AB</postalcode>
            <description>Koken &amp;amp; bakken.</description><jobtype>FULL_TIME</jobtype></job></source>",
        "<jobs><job id=\"1\"><link>https://lepel.example/kok</link><name>Kok</name><region>Zutphen</region><country>NL</country>
            <pubdate>2026-11-14T00:00:00.000Z</pubdate><expire>2026-12-14T00:00:00.000Z</expire><company>De Lepel</company>
            <description><p>Koken &amp; bakken.</p></description></job></jobs>",
        "<source><job><title>Kok</title><listed_date>2026-11-14</listed_date><closing_date>2026-12-14</closing_date><city>Zutphen</city>
            <state>Gelderland</state><country>NL</country><company>De Lepel</company><description>Koken &amp;amp; bakken.</description>
            <salary><type>Monthly</type><min>2500</min><max>2900</max><currency>EUR</currency></salary><url>https://lepel.example/kok</url></job></source>",
        "<source><job><title>Kok</title><company>De Lepel</company><city>Zutphen</city><country>NL</country><dateposted>2026-11-14</dateposted>
            <expirationdate>2026-12-14</expirationdate><url>https://lepel.example/kok</url><description>Koken &amp;amp; bakken.</description>
            <salary><salary_max>2900</salary_max><salary_min>2500</salary_min><salary_currency>EUR</salary_currency><period>month</period>
            <type>BASE_SALARY</type></salary><isremote>yes</isremote></job></source>",
    ];
    for (at, body) in dialects.into_iter().enumerate() {
        let harvest = feed(body);
        let cook = only(&harvest);
        assert_eq!((cook.title.as_str(), cook.text.as_str()), ("Kok", "Kok\nKoken & bakken."), "{at}");
        assert_eq!((cook.employer.as_deref(), cook.places[0].text.as_str()), (Some("De Lepel"), "Zutphen"), "{at}");
        assert_eq!(open(&harvest).unwrap(), ["https://lepel.example/kok"], "{at}");
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        assert_eq!(day(cook.posted).as_deref(), (at > 0).then_some("2026-11-14"), "{at}");
        assert_eq!(day(cook.valid_through).as_deref(), (at > 1).then_some("2026-12-14"), "{at}");
        let pay = Salary { min: Some(2500.0), max: Some(2900.0), per: PayPeriod::Month, currency: "EUR".to_owned() };
        assert_eq!(cook.salary, (at > 2).then_some(pay), "{at}");
        assert_eq!(cook.remote, (at == 4).then_some(Remote::Full), "{at}");
        assert_eq!(cook.contract.as_deref(), (at == 0).then_some("permanent"), "{at}");
        assert_eq!(cook.places[0].postcode.as_deref(), (at == 1).then_some("7201"), "{at}");
    }
}

#[test]
fn pay_without_a_period_is_no_pay() {
    let job = "<source><job><title>Kok</title><url>https://lepel.example/1</url><description>x</description><salary>2500 - 2900</salary></job></source>";
    let harvest = feed(job);
    assert_eq!((only(&harvest).salary.clone(), harvest.problems[0].why.as_str()), (None, "it says no period"));
}

#[test]
fn an_empty_feed_lists_none_and_another_document_lists_nothing() {
    let empty = [
        "<?xml version=\"1.0\"?>\n<jobs>\n</jobs>",
        "<source><publisher>x</publisher><publisherurl>https://lepel.example</publisherurl></source>",
        "<rss version=\"2.0\"><channel><title>x</title></channel></rss>",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"items\":[]}",
    ];
    for body in empty {
        assert_eq!((open(&feed(body)), feed(body).problems.len()), (Some(vec![]), 0), "{body}");
    }
    let others = [
        "<jobs><job><title>Kok</title><url>https://lepel.example/1</url></job><job><title>Ob",
        "<jobs><job><naam>Kok</naam></job></jobs>",
        "<catalogue><book/></catalogue>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><jobs><job><title>&b;</title><url>https://lepel.example/1</url></job></jobs>",
        "{\"items\":{}}",
        "{\"items\":[{\"naam\":\"Kok\"}]}",
        "Not found",
    ];
    for body in others {
        let harvest = feed(body);
        assert!(open(&harvest).is_none() && !harvest.problems.is_empty(), "{body}: {harvest:?}");
    }
    assert_eq!(only(&feed(others[0])).title, "Kok", "the last entry of a cut feed is left out");
}

#[test]
fn rss_needs_no_version() {
    let body = "\n  <rss><channel><title>x</title><item><title>Kok</title><link>https://lepel.example/1</link><description>Koken.</description></item></channel></rss>";
    assert_eq!(only(&feed(body)).text, "Kok\nKoken.");
    assert_eq!(open(&feed(body)).unwrap(), ["https://lepel.example/1"]);
}

#[test]
fn a_json_feed_is_read() {
    let body = r#"{"version":"https://jsonfeed.org/version/1.1","title":"De Lepel","next_url":"/feed.json?page=2","items":[
        {"id":"1","url":"/kok","title":"Kok","content_text":"Koken.","date_published":"2026-11-15T08:00:00+01:00"},
        {"id":"2","url":"/ober","title":"Ober","summary":"Borden.","_jobposting":{"title":"","hiringOrganization":{"name":"De Vork"},"description":null}}]}"#;
    let harvest = feed(body);
    let [cook, waiter] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!((cook.text.as_str(), cook.employer.as_deref()), ("Kok\nKoken.", Some("De Lepel")));
    assert_eq!(
        (cook.url.as_str(), cook.posted.unwrap().to_string().as_str()),
        ("https://werk.example/kok", "2026-11-15")
    );
    assert_eq!((waiter.text.as_str(), waiter.employer.as_deref()), ("Ober\nBorden.", Some("De Vork")));
    assert_eq!(harvest.requests[0].url.as_str(), "https://werk.example/feed.json?page=2");
}

#[test]
fn any_feed_may_be_followed() {
    let bodies = [
        "<jobs><job><title>Kok</title><url>https://lepel.example/1</url></job></jobs>",
        "{\"items\":[{\"title\":\"Kok\",\"url\":\"https://lepel.example/1\"}]}",
    ];
    for body in bodies {
        let harvest = listing("kind = \"rss\"\nfollow_items = true", body.as_bytes());
        assert_eq!((harvest.postings.len(), harvest.requests[0].url.as_str()), (0, "https://lepel.example/1"));
    }
}
