//! What is masked, and what is not.
//!
//! 1. Phone numbers of the Netherlands, Belgium and Germany are masked in every usual form; other numbers never are.
//! 2. Addresses of people are masked, those of offices stay.
//! 3. Names are masked where a word or a contact beside them says that they are names; functions, places, employers,
//!    other organisations and words that begin a sentence are not.
//! 4. Of any text: the masked one has no number or address that would be masked, masking it again changes nothing, and a
//!    text without such data is left as it is.
//! 5. A mask is no word of the vocabulary: it adds no fact. The title stays the first line of the text.
//! 6. Contact persons that a page names in fields are masked in its text, and kept nowhere.
//! 7. Masking takes time that grows with the length of the text.
//! 8. Of real vacancies, what is masked is told, so that it can be judged by reading.

use super::{mask_harvest, mask_posting};
use crate::understand;
use crate::understand::tests::vocabulary;
use domain::{Harvest, Page, PageRequest, Posting, Purpose};
use proptest::prelude::*;
use std::path::Path;

fn posting(text: &str) -> Posting {
    let title = text.lines().next().unwrap_or_default().to_owned();
    Posting { title, text: text.to_owned(), employer: Some("Ravenhorst Groep".to_owned()), ..Posting::default() }
}

fn page(body: &str) -> Page {
    let url: url::Url = "https://a.example/1".parse().expect("an address");
    Page {
        source: "test".parse().expect("a name"),
        url: url.clone(),
        final_url: url,
        purpose: Purpose::Detail,
        fetched_at: "2026-11-24T03:00:00Z".parse().expect("a moment"),
        status: 200,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
        hash: "0".repeat(64).parse().expect("a hash"),
        exchange: domain::Exchange::default(),
    }
}

fn masked(text: &str) -> String {
    let mut posting = posting(text);
    mask_posting(&mut posting, vocabulary());
    posting.text
}

#[test]
fn phone_numbers() {
    let numbers = [
        "06-12345678",
        "06 12 34 56 78",
        "06 - 1234 5678",
        "0612345678",
        "06.12.34.56.78",
        "+31 6 12345678",
        "+31 (0)6 12 34 56 78",
        "+31(0)30-1234567",
        "0031 6 12345678",
        "030-1234567",
        "030 123 45 67",
        "(030) 123 45 67",
        "0575-512345",
        "0575 - 51 23 45",
        "088 123 45 67",
        "085-1234567",
        "+32 475 12 34 56",
        "0475 12 34 56",
        "0475/12.34.56",
        "+32 (0)2 123 45 67",
        "02 123 45 67",
        "09/123.45.67",
        "014/15 13 90",
        "+49 170 1234567",
        "0170 1234567",
        "+49 (0)201 123456",
        "0049 201 123456",
        "+33 6 12 34 56 78",
        "+44 20 7946 0958",
    ];
    for number in numbers {
        let text = format!("Vacature\nBereikbaar op {number}, ook overdag.");
        assert_eq!(masked(&text), "Vacature\nBereikbaar op [nummer], ook overdag.", "{number}");
    }
    assert_eq!(masked("V\nBel 06-12345678 / 030-1234567."), "V\nBel [nummer] / [nummer].");
    assert_eq!(masked("V\nApp: wa.me/31612345678"), "V\nApp: wa.me/[nummer]");
}

#[test]
fn other_numbers() {
    let kept = [
        "KvK 01234567",
        "kvk-nummer: 0123456789",
        "€ 2.500 - € 3.200",
        "€ 0612345678",
        "van 01-09-2026 tot 31-12-2026",
        "01-02-2026 09",
        "2026-01-02 10.00",
        "07.00-15.30 / 15.00-23.30 uur",
        "vacaturenummer 0612345678",
        "7411 KT Deventer",
        "24-32 uur, 0,6 fte",
        "VG.806/BC - W.INTC002",
        "BTW BE 0123.456.789",
        "NL12 BANK 0123 4567 89",
        "tussen 15.000 en 20.000 stappen",
        "0800-1234567",
        "0900 1234567",
        "https://werk.example/vacature/0612345678",
        "ID 2026-0612345678",
        "NEN 3140",
        "code 95",
        "100 000 000 euro",
    ];
    for text in kept {
        let text = format!("Vacature\n{text}");
        assert_eq!(masked(&text), text);
    }
}

#[test]
fn mail_addresses() {
    let text = "V\nMail s.bakker@bedrijf.example of jansen (at) bedrijf.example, anders info@bedrijf.example.";
    assert_eq!(masked(text), "V\nMail [adres] of [adres], anders info@bedrijf.example.");
    for office in [
        "sollicitatie@a.example",
        "hr@a.example",
        "werkenbij@a.example",
        "jobs-deventer@a.example",
        "recruitment.noord@a.example",
    ] {
        let text = format!("V\nStuur je cv naar {office}");
        assert_eq!(masked(&text), text);
    }
    assert_eq!(masked("V\nVolg @ravenhorst, a@b en @."), "V\nVolg @ravenhorst, a@b en @.");
}

#[test]
fn names_of_contact_persons() {
    let cases = [
        ("Neem contact op met Sanne de Vries via 06-12345678.", "Neem contact op met [naam] via [nummer]."),
        ("Contactpersoon: Youssra Belkacemi", "Contactpersoon: [naam]"),
        ("Contactpersoon\nYoussra Belkacemi", "Contactpersoon\n[naam]"),
        ("Contactpersoon Mevr. Katrien Doms Je kan solliciteren", "Contactpersoon Mevr. [naam] Je kan solliciteren"),
        (
            "Bel Jan of Petra Groen voor meer informatie. Jan helpt je.",
            "Bel [naam] of [naam] voor meer informatie. [naam] helpt je.",
        ),
        ("Bel onze recruiter Jeroen. Jeroen weet alles.", "Bel onze recruiter [naam]. [naam] weet alles."),
        ("Vragen? Mail onze HR-adviseur J.P. van der Berg.", "Vragen? Mail onze HR-adviseur [naam]."),
        ("Informatie bij mevrouw Oosterhof, teamleider", "Informatie bij mevrouw [naam], teamleider"),
        ("Reach out to our recruiter Emily Clarke for questions", "Reach out to our recruiter [naam] for questions"),
        ("Your recruiter is Xi Wang", "Your recruiter is [naam]"),
        ("Stuur je cv naar wietske.hoekstra@a.example.\nWietske Hoekstra", "Stuur je cv naar [adres].\n[naam]"),
        ("Marieke Post | Recruiter | 06 12 34 56 78", "[naam] | Recruiter | [nummer]"),
        ("Contactpersoon Karel  Verstraete Je kan", "Contactpersoon [naam] Je kan"),
        ("Contactpersoon: Zonnewerk. Bij Zonnewerk is het fijn", "Contactpersoon: [naam]. Bij Zonnewerk is het fijn"),
        ("Contactpersoon: Yagmur Öztas. Werken bij SOLARION", "Contactpersoon: [naam]. Werken bij SOLARION"),
        ("Contactpersoon: Lies Bogman", "Contactpersoon: [naam]"),
        ("Contactpersoon: Wim Solarion, info@solarion.nl", "Contactpersoon: [naam], info@solarion.nl"),
        ("Bel Mark op 06-12345678", "Bel [naam] op [nummer]"),
        ("Contact: Sanne Post, Job title: manager", "Contact: [naam], Job title: manager"),
        ("T.a.v. dhr. A. ter Beek", "T.a.v. dhr. [naam]"),
        ("Met vriendelijke groet,\nMarloes", "Met vriendelijke groet,\n[naam]"),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(&format!("Vacature\n{text}")), format!("Vacature\n{expected}"));
    }
}

#[test]
fn no_names() {
    let kept = [
        "Neem contact op met Recruitment via info@a.example.",
        "Neem contact op met Ravenhorst Groep.",
        "Bel Deventer Techniek voor een afspraak.",
        "Je onderhoudt contact met Klanten en Leveranciers.",
        "Solliciteer via LinkedIn of Indeed.",
        "Contactpersoon: HR afdeling",
        "Contactpersoon: Deventer",
        "Contactpersoon: Nieuwhof Werkt Deventer",
        "Contactpersoon: Zonderveen Overhead",
        "Contactpersoon: Zonderveen Vastgoed B.V.",
        "Contactpersoon Zonnewerk\nAdres ZONNEWERK Kade 1",
        "Contactpersoon Zonnewerk, firma Zonnewerk",
        "Contactpersoon: Zonder Veen. Mail naar info@zonder-veen.nl.",
        "Contactpersoon: Zonnewerk (www.zonnewerk.be)",
        "Please contact the Ward Manager.",
        "Je kunt klanten bellen en mailen in goed Frans.",
        "Contact met klanten in het Frans en Duits.",
        "Contact\nWij zijn bereikbaar op werkdagen.",
        "Wil jij bellen met klanten? Mark je agenda.",
        "Je werkt samen met de manager Operations in Utrecht.",
        "Collega's die van Aanpakken houden",
        "Vragen? Kijk op de site.",
    ];
    for text in kept {
        let text = format!("Vacature\n{text}");
        assert_eq!(masked(&text), text);
    }
}

#[test]
fn a_mask_is_no_fact() {
    let facts = |text: &str| {
        let mut posting = posting(text);
        understand(&mut posting, vocabulary());
        (posting.quotes.len(), posting.demands.len(), posting.requirements)
    };
    assert_eq!(
        facts("Zoiets\n[naam] [nummer] [adres]. [naam], [nummer] en [adres]"),
        facts("Zoiets\nxx xx xx. xx, xx en xx")
    );
}

#[test]
fn a_title_stays_the_first_line() {
    let mut posting = posting("Monteur, bel Sanne 06-12345678\nJe rijdt met rijbewijs B.");
    understand(&mut posting, vocabulary());
    assert_eq!(posting.title, "Monteur, bel [naam] [nummer]");
    assert!(posting.text.starts_with("Monteur, bel [naam] [nummer]\n"));
    for quote in posting.quotes.iter().filter(|quote| quote.end > 0) {
        assert_eq!(quote.quote, posting.text[quote.start..quote.end]);
    }
}

#[test]
fn contact_persons_of_fields() {
    let json = r#"{"@context": "https://schema.org", "@type": "JobPosting", "title": "Hovenier",
        "description": "Ook Quiryn Zwartveld werkt hier. Quiryn Zwartveld leest je brief.",
        "applicationContact": {"@type": "ContactPoint", "name": "Quiryn Zwartveld", "telephone": "+31612345678"}}"#;
    let mut harvest = crate::sources::read_page(&page(json));
    let mut posting = harvest.postings.pop().expect("one");
    understand(&mut posting, vocabulary());
    assert_eq!(posting.text, "Hovenier\nOok [naam] werkt hier. [naam] leest je brief.");
    let kept = serde_json::to_string(&posting).expect("JSON");
    assert!(!kept.contains("Zwartveld") && !kept.contains("31612345678"), "{kept}");
}

#[test]
fn what_a_listing_states_is_masked_too() {
    let mut request = PageRequest::new("https://a.example/1".parse().expect("an address"), Purpose::Detail);
    request.listed = Some(Box::new(posting("Kok\nBel Sanne op 06-12345678")));
    let mut harvest = Harvest { requests: vec![request], ..Harvest::default() };
    mask_harvest(&mut harvest, vocabulary());
    assert_eq!(harvest.requests[0].listed.as_ref().expect("kept").text, "Kok\nBel [naam] op [nummer]");
}

/// Whether a text has digits or signs that look like a phone number or address, told by other means than the masking's.
fn looks_personal(text: &str) -> bool {
    let number = regex::Regex::new(
        r"(?:\+|\b00)(?:3[12]|49)(?:[ ().-]*\d){8}|\b06(?:[ -]?\d){8}\b|\b0[1-57-8]\d{1,2}-\d{6,7}\b",
    );
    let address = regex::Regex::new(r"[a-z]\.[a-z]+@[a-z]+\.[a-z]{2,}");
    number.expect("a pattern").is_match(text) || address.expect("a pattern").is_match(text)
}

fn personal() -> impl Strategy<Value = String> {
    prop_oneof![
        "0[1-57][0-9]-[0-9]{7}",
        "06[ -]?[0-9]{8}",
        r"\+31 \(0\)[1-9][0-9] [0-9]{3} [0-9]{4}",
        r"\+32 4[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}",
        r"\+49 1[0-9]{2} [0-9]{7}",
        "[a-z]\\.[a-z]{3,9}@[a-z]{3,9}\\.nl",
        "bel|neem contact op|[a-z]{3,8}",
    ]
}

fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        personal(),
        proptest::sample::select(vec![
            "bel",
            "Bel",
            "contactpersoon:",
            "neem contact op met",
            "mevrouw",
            "Sanne",
            "Jan",
            "de",
            "Vries",
            "Van",
            "J.P.",
            "of",
            "en",
            ",",
            ".",
            "\n",
            "Vragen?",
            "via",
            "[naam]",
            "[nummer]",
            "[adres]",
            "Ravenhorst",
            "Groep",
            "Recruiter",
            "Deventer",
            "uur",
            "24-32",
            "tel",
            "ref",
            "01-09-2026",
            "€ 2.500",
            "à",
            "–",
            "(",
            ")",
            "- ",
        ])
        .prop_map(str::to_owned),
        "[ -~à-ÿ]{1,12}",
    ]
}

proptest! {
    #[test]
    fn masked_once_is_masked_for_good(parts in proptest::collection::vec(pieces(), 1..30)) {
        let once = masked(&format!("Vacature\n{}", parts.join(" ")));
        prop_assert_eq!(masked(&once), once);
    }

    #[test]
    fn nothing_personal_is_left(parts in proptest::collection::vec(personal(), 1..20)) {
        let text = format!("Vacature\n{}", parts.join("; "));
        let kept = masked(&text);
        prop_assert!(!looks_personal(&kept), "{}", kept);
    }

    #[test]
    fn a_text_without_any_is_left(text in "[a-z ,.!?\n]{0,300}") {
        let text = format!("vacature\n{text}");
        prop_assert_eq!(masked(&text), text);
    }
}

#[test]
fn time_grows_with_the_length() {
    for piece in [
        "06-1 ",
        "a@b",
        "bel Jan ",
        "0",
        "( ",
        "Sanne ",
        "bel bel\n",
        "@",
        "J.",
        "contactpersoon contactpersoon ",
        "contactpersoon: Zonnewerk. ",
        "ZONNEWERK www.a-b.nl ",
    ] {
        let masked = masked(&piece.repeat(200_000 / piece.len()));
        assert!(!masked.is_empty());
    }
}

#[test]
fn real_vacancies() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/vacancies");
    let names = ["nl_be_bouwhandel_jobs.jsonl", "nl_page_excerpts.jsonl", "vdab_be_nl.jsonl"];
    let texts: Vec<String> = names.iter().filter_map(|name| std::fs::read_to_string(folder.join(name)).ok()).collect();
    if texts.is_empty() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let markup = regex::Regex::new(r"<[^>]{0,300}>|\s*\n\s*").expect("a pattern");
    let mut told = [("[naam]", 0), ("[nummer]", 0), ("[adres]", 0)];
    let mut vacancies = 0;
    for line in texts.iter().flat_map(|text| text.lines()) {
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).expect("a line of JSON");
        let text: Vec<&str> = ["title", "description", "functieomschrijving", "profiel", "full_description", "text"]
            .iter()
            .filter_map(|name| fields.get(*name)?.as_str())
            .collect();
        let text = markup.replace_all(&text.join("\n"), "\n").into_owned();
        let masked = masked(&text);
        assert_eq!(super::tests::masked(&masked), masked);
        vacancies += 1;
        let employer = fields.get("company").and_then(|name| name.as_str()).map(str::to_owned);
        for (at, mask) in super::personal(&text, &super::People { stated: Vec::new(), employer }, vocabulary()) {
            told.iter_mut().filter(|(told, _)| *told == mask.text()).for_each(|(_, count)| *count += 1);
            let from = text.floor_char_boundary(at.start.saturating_sub(70));
            let to = text.ceil_char_boundary((at.end + 60).min(text.len()));
            let words = &text[at.clone()];
            println!("{} {words:?} in {:?} and {:?}", mask.text(), &text[from..at.start], &text[at.end..to]);
        }
    }
    println!("masked in {vacancies} vacancies: {told:?}");
    assert!(told.iter().all(|(_, count)| *count > 0), "{told:?}");
}
