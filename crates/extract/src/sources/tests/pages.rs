//! Detail pages without structured data, pages that are closed, and the texts of both.
//!
//! 1. Selectors give every field; a bad one costs its field.
//! 2. Structured data goes before selectors, which fill what it left open.
//! 3. A page of a sitemap that states no vacancy is none; a page that somebody pointed at is read as it shows.
//! 4. A page is closed by its own words, or by robots rules for us; not by conditions, hidden words, or other vacancies.
//!    A page that says both, or leads elsewhere, is doubtful.
//! 5. Text is read in the encoding that it is in.
//! 6. Dates are read in the forms that people write.

use super::super::{charset, dates, plain_text, read_page, read_text};
use super::{detail, only, page};
use domain::ClosingSign;
use domain::harvest::Gone;

const SELECTORS: &str = r#"kind = "html"
employer = "Bureau"
[select]
title = "h2"
employer = ".werkgever"
place = ".plaats"
posted = "time"
valid_through = ".tot"
text = ".tekst""#;

const PAGE: &str = r#"<h1>Werken bij ons</h1><h2>Kok</h2><p class="plaats">Ede</p><time datetime="2026-11-02">vorige week</time>
    <p class="tot">t/m 3 december 2026</p><div class="tekst"><p>Koken.</p><script>x()</script></div><div class="tekst">En bakken.</div>"#;

#[test]
fn selectors_give_every_field() {
    let harvest = detail(SELECTORS, PAGE);
    let posting = only(&harvest);
    assert_eq!((posting.title.as_str(), posting.text.as_str()), ("Kok", "Kok\nKoken.\nEn bakken."));
    assert_eq!((posting.employer.as_deref(), posting.places[0].text.as_str()), (Some("Bureau"), "Ede"));
    let days = [posting.posted, posting.valid_through].map(|day| day.unwrap().to_string());
    assert_eq!(days, ["2026-11-02", "2026-12-03"]);
    assert_eq!(harvest.problems.len(), 1, "the employer was not found: {:?}", harvest.problems);
    let bad = detail(&SELECTORS.replace(".plaats", "p["), PAGE);
    assert!(only(&bad).places.is_empty());
    assert!(bad.problems.iter().any(|problem| problem.what == "select.place"));
}

#[test]
fn structured_data_goes_before_selectors() {
    let json =
        r#"<script type="application/ld+json">{"@type":"JobPosting","title":"Bakker","description":"Brood."}</script>"#;
    let harvest = detail(SELECTORS, &format!("{json}{PAGE}"));
    let posting = only(&harvest);
    assert_eq!((posting.text.as_str(), posting.places[0].text.as_str()), ("Bakker\nBrood.", "Ede"));
}

#[test]
fn a_page_without_data_is_what_it_shows() {
    let html = "<title>Kok | De Lepel</title><nav>Home</nav><main><h1>Kok</h1><p>Koken.<br>Bakken.</p></main><footer>©</footer>";
    let harvest = read_page(&page(html.as_bytes()));
    assert_eq!((only(&harvest).text.as_str(), harvest.problems.len()), ("Kok\nKoken.\nBakken.", 1));
    let feed = detail("kind = \"rss\"\nfollow_items = true", html);
    assert_eq!(only(&feed).title, "Kok");
    assert!(detail("kind = \"sitemap\"", html).postings.is_empty());
    let named = detail("kind = \"sitemap\"\ninclude = [\"vac\"]", html);
    assert_eq!((named.postings.len(), named.problems.len()), (0, 1));
    let empty = read_page(&page(b"<p></p>"));
    assert_eq!((empty.postings.len(), empty.problems.len()), (0, 1));
}

fn gone(html: &str) -> Option<Gone> {
    detail("kind = \"sitemap\"", html).gone
}

#[test]
fn a_page_is_closed_by_its_own_words() {
    let said = |quote: &str| Some(Gone::Said(quote.to_owned()));
    assert_eq!(gone("<h1>Helaas, deze Vacature is vervuld.</h1>"), said("Helaas, deze Vacature is vervuld."));
    assert_eq!(
        gone("<title>Kok</title><main><p>This job is no longer available</p></main>"),
        said("This job is no longer available")
    );
    let further =
        format!("<main><h1>Kok</h1><p>{}</p><p>deze vacature is vervuld</p></main>", "Wij koken elke dag. ".repeat(40));
    let open = [
        "<h1>Kok</h1><p>Zodra de vacature is vervuld, halen we haar weg.</p>",
        "<h1>Kok</h1><p style='Display: none'>Deze vacature is gesloten</p>",
        "<h1>Kok</h1><div hidden><h2>Deze vacature is gesloten</h2></div>",
        "<h1>Kok</h1><aside>Slager: deze vacature is gesloten</aside>",
        "<h1>Kok</h1><script>var t = 'deze vacature is gesloten'</script>",
        &further,
    ];
    for html in open {
        assert_eq!(gone(html), None, "{html}");
    }
}

#[test]
fn a_last_day_to_come_goes_before_words() {
    let stating = |day: &str| {
        format!(
            r#"<h1>Vacature gesloten</h1><script type="application/ld+json">{{"@type":"JobPosting","title":"Kok","validThrough":"{day}"}}</script>"#
        )
    };
    let beside = detail("kind = \"sitemap\"", &stating("2026-11-24"));
    assert_eq!((beside.gone, beside.doubt), (None, Some(ClosingSign::SaidBesideOpen)));
    assert!(beside.problems.iter().any(|problem| problem.what == "closed"));
    assert!(!only(&detail("kind = \"sitemap\"", &stating("2026-11-24"))).closed);
    let past = detail("kind = \"sitemap\"", &stating("2026-11-23"));
    assert!(past.gone.is_some() && only(&past).closed);
}

#[test]
fn a_page_that_leads_elsewhere_is_doubtful() {
    let shown = |to: &str, html: &str| {
        let to = to.parse().unwrap();
        let led = domain::Page { final_url: to, ..page(html.as_bytes()) };
        super::super::read(&super::source("kind = \"html\""), &led)
    };
    let list = "<h1>Alle vacatures</h1><p>Kok, slager, bakker.</p>";
    for to in ["https://werk.example/", "https://www.werk.example/vacatures?x=1", "https://werk.example/vacature/"] {
        let harvest = shown(to, list);
        assert_eq!((harvest.doubt, harvest.postings.len()), (Some(ClosingSign::Redirected), 0), "{to}");
    }
    assert_eq!(shown("https://werk.example/vacature/1-kok", list).doubt, None);
    let stated = r#"<script type="application/ld+json">{"@type":"JobPosting","title":"Kok"}</script>"#;
    assert_eq!(shown("https://werk.example/vacatures", stated).doubt, None, "it states one vacancy");
}

#[test]
fn robots_rules_for_us_are_kept() {
    for (name, content, forbidden) in [
        ("robots", "noindex, follow", true),
        ("ROBOTS", "None", true),
        ("passend", "noindex", true),
        ("googlebot", "noindex", false),
        ("robots", "index, nofollow", false),
    ] {
        let html = format!("<meta name='{name}' content='{content}'><h1>Kok</h1>");
        assert_eq!(gone(&html), forbidden.then_some(Gone::NoIndex), "{name} {content}");
    }
    for (rules, forbidden) in [
        ("noindex", true),
        ("nofollow, NOINDEX", true),
        ("otherbot: noindex, nofollow", false),
        ("otherbot: nofollow, passend: none", true),
        ("unavailable_after: 25 Jun 2026 15:00:00 PST", false),
    ] {
        let mut page = page(b"<h1>Kok</h1>");
        page.headers =
            vec![("x-robots-tag".to_owned(), "all".to_owned()), ("x-robots-tag".to_owned(), rules.to_owned())];
        assert_eq!(read_page(&page).gone, forbidden.then_some(Gone::NoIndex), "{rules}");
    }
}

#[test]
fn text_is_read_in_its_encoding() {
    let latin = |text: &str| text.chars().map(|letter| letter as u8).collect::<Vec<u8>>();
    let cases = [
        ("no word of it", latin("Een café met één kok en veel reünies"), None),
        ("header", latin("café één"), Some("text/html; Charset=\"ISO-8859-1\"")),
        ("meta", latin("<meta charset='windows-1252'>café één"), None),
        ("old meta", latin("<meta http-equiv=x content='text/html; charset=latin1'>café één"), None),
        ("header lies", "café één".as_bytes().to_vec(), Some("text/html; charset=iso-8859-1")),
        ("header says UTF-8", latin("café één"), Some("text/html; charset=utf-8")),
        ("mark", "\u{feff}café één".as_bytes().to_vec(), Some("text/html; charset=iso-8859-1")),
        (
            "one spoilt byte",
            [b"caf\xc3\xa9 \xc3\xa9\xc3\xa9n ".as_slice(), &[0xff]].concat(),
            Some("text/html; charset=utf-8"),
        ),
        ("sixteen bits", "\u{feff}café één".encode_utf16().flat_map(u16::to_le_bytes).collect(), None),
    ];
    for (name, bytes, header) in cases {
        let text = charset::decoded(&bytes, header);
        assert!(text.contains("café") && text.contains("één"), "{name}: {text}");
    }
}

#[test]
fn dates_are_read_in_the_forms_of_people() {
    let twelfth = [
        "2026-11-12",
        "2026-11-12T08:00",
        "2026-11-12T23:59:59.000+0100",
        "2026-11-12 12:00:00 UTC",
        "12-11-2026",
        "12/11/2026",
        "12.11.2026",
        "12 november 2026",
        "Donderdag 12 nov. 2026",
        "Thu, 12 Nov 2026 08:00:00 +0000",
        "November 12th, 2026",
        "do, 12 nov 2026 08:00",
        "Sluit op 12 november 2026 om 12:00",
        "20261112",
        "12-nov-2026",
    ];
    for text in twelfth {
        assert_eq!(dates::date(text).map(|day| day.to_string()).as_deref(), Some("2026-11-12"), "{text}");
    }
    let months =
        [("1 mrt 2026", 3), ("1 maart 2026", 3), ("1 mei 2026", 5), ("May 1, 2026", 5), ("1 oktober 2026", 10)];
    for (text, month) in months {
        assert_eq!(dates::date(text).map(|day| chrono::Datelike::month(&day)), Some(month), "{text}");
    }
    assert_eq!(["", "zo snel mogelijk", "31-02-2026", "32 uur", "12 november"].map(dates::date), [None; 5]);
    assert_eq!(dates::date_of_number(1_794_441_600_000.0), dates::date("2026-11-12"));
}

#[test]
fn markup_becomes_plain_text() {
    let cases = [
        ("<p>Een&nbsp; kok</p><p>die <b>kan</b> koken</p>", "Een kok\ndie kan koken"),
        ("<ul><li>soep</li><li><p>saus</p></li></ul>na", "- soep\n- saus\nna"),
        ("een<br/>twee<BR>drie", "een\ntwee\ndrie"),
        ("• soep\r\n* saus\n- brood", "- soep\n- saus\n- brood"),
        ("<b>een</b>\ntwee", "een\ntwee"),
        ("minder dan 3 < 4 &amp; 5 > 4", "minder dan 3 < 4 & 5 > 4"),
        ("<table><tr><td>Uren</td><td>32</td></tr></table>", "Uren 32"),
        ("&lt;p&gt;een&lt;/p&gt;\n&lt;p&gt;twee&lt;/p&gt;", "een\ntwee"),
        ("werk\u{ad}gever", "werkgever"),
        ("<style>p{}</style><p>een</p>", "een"),
    ];
    for (markup, expected) in cases {
        assert_eq!(plain_text::of_markup(markup), expected, "{markup}");
    }
}

#[test]
fn a_typed_text_is_kept() {
    let posting = read_text("\u{feff}\r\n  Kok \r\nKoken.\r\n\r\n- soep\u{a0}koken\n", "");
    assert_eq!((posting.title.as_str(), posting.text.as_str()), ("Kok", "Kok\nKoken.\n\n- soep koken"));
    assert_eq!(read_text("", "").title, "");
}
