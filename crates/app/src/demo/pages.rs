//! The pages of the example sites, as employers' sites write them. Pure: path in, content type and body out.

use super::example::{Example, SiteKind, State};
use chrono::NaiveDate;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde_json::json;

/// One example site on one day.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) kind: SiteKind,
    pub(crate) examples: Vec<Example>,
    /// `http://127.0.0.1:port`
    pub(crate) base: String,
    pub(crate) today: NaiveDate,
}

/// A page: content type and body.
pub(crate) type Body = (&'static str, String);

const HTML: &str = "text/html; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const RSS: &str = "application/rss+xml; charset=utf-8";
const PER_PAGE: usize = 10;
const DETAIL: &str = include_str!("../../demo/pages/detail.html");
const LIST_PAGE: &str = include_str!("../../demo/pages/list.html");
const FEED: &str = include_str!("../../demo/pages/feed.xml");
const SITEMAP: &str = include_str!("../../demo/pages/sitemap.xml");

fn fill(template: &str, values: &serde_json::Value) -> Option<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.render_str(template, Value::from(Serde(values))).ok()
}

impl Site {
    /// The page at a path with its query; `None`: not found.
    pub(crate) fn page(&self, path: &str) -> Option<Body> {
        if path == "/robots.txt" {
            return Some(("text/plain", self.robots()));
        }
        match self.kind {
            SiteKind::Sitemap => self.sitemap_site(path),
            SiteKind::List => self.list_site(path),
            SiteKind::Feed => self.feed_site(path),
        }
    }

    fn robots(&self) -> String {
        match self.kind {
            SiteKind::Sitemap => {
                format!("User-agent: *\nDisallow: /intern/\n\nSitemap: {}/sitemap.xml\n", self.base)
            }
            SiteKind::List | SiteKind::Feed => "User-agent: *\nDisallow: /mijn/\n".to_owned(),
        }
    }

    fn sitemap_site(&self, path: &str) -> Option<Body> {
        let base = &self.base;
        if path == "/sitemap.xml" {
            let page = |each: &Example| json!({"url": format!("{base}/vacature/{}", each.id), "changed": each.posted(self.today)});
            let pages: Vec<_> = self.examples.iter().map(page).collect();
            return Some((XML, fill(SITEMAP, &json!({"base": base, "pages": pages}))?));
        }
        let example = self.example(path, "/vacature/")?;
        // "</" would end the script element
        Some((HTML, self.detail(example, Some(self.json_ld(example).to_string().replace("</", "<\\/")))?))
    }

    fn list_site(&self, path: &str) -> Option<Body> {
        if let Some(query) = path.strip_prefix("/werken-bij") {
            let page = query.strip_prefix("?pagina=").and_then(|number| number.parse().ok()).unwrap_or(1);
            let part = self.examples.chunks(PER_PAGE).nth(usize::checked_sub(page, 1)?)?;
            let link = |each: &Example| json!({"id": each.id, "title": each.title, "place": each.place});
            let links: Vec<_> = part.iter().map(link).collect();
            let next = (page * PER_PAGE < self.examples.len()).then_some(page + 1);
            return Some((HTML, fill(LIST_PAGE, &json!({"links": links, "next": next}))?));
        }
        Some((HTML, self.detail(self.example(path, "/baan/")?, None)?))
    }

    fn feed_site(&self, path: &str) -> Option<Body> {
        if path != "/vacatures.rss" {
            return None;
        }
        let item = |each: &Example| {
            json!({
                "id": each.id, "title": each.title, "employer": each.employer, "place": each.place,
                "link": format!("{}/vacatures/{}", self.base, each.id), "description": description(each),
                "posted": each.posted(self.today).format("%a, %d %b %Y 08:00:00 +0000").to_string(),
            })
        };
        let items: Vec<_> = self.examples.iter().map(item).collect();
        Some((RSS, fill(FEED, &json!({"base": self.base, "items": items}))?))
    }

    fn example(&self, path: &str, folder: &str) -> Option<&Example> {
        let id = path.strip_prefix(folder)?;
        self.examples.iter().find(|each| each.id == id)
    }

    fn detail(&self, example: &Example, json_ld: Option<String>) -> Option<String> {
        if example.state == State::Gone {
            let title = format!("{}: deze vacature is niet meer beschikbaar", example.title);
            return fill(DETAIL, &json!({"language": "nl", "title": title}));
        }
        fill(
            DETAIL,
            &json!({
                "language": example.language, "title": example.title, "employer": example.employer, "place": example.place,
                "posted": example.posted(self.today), "body": description(example), "json_ld": json_ld,
                "no_index": example.state == State::NoIndex,
            }),
        )
    }

    fn json_ld(&self, example: &Example) -> serde_json::Value {
        json!({
            "@context": "https://schema.org", "@type": "JobPosting",
            "title": example.title, "description": description(example),
            "datePosted": example.posted(self.today), "validThrough": example.valid_through(self.today),
            "employmentType": example.employment_type,
            "workHours": example.hours,
            "hiringOrganization": {"@type": "Organization", "name": example.employer, "sameAs": format!("https://{}/", example.employer_site)},
            "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": example.place,
                "postalCode": example.postcode, "addressCountry": example.country}},
            "url": format!("{}/vacature/{}", self.base, example.id),
        })
    }
}

/// The text of an advertisement as HTML.
fn description(example: &Example) -> String {
    let mut html = String::new();
    for section in &example.sections {
        html.push_str(&format!("<h2>{}</h2>", escaped(&section.heading)));
        for paragraph in section.text.trim().split("\n\n") {
            html.push_str(&paragraph_html(paragraph));
        }
    }
    for (name, value) in [("Uren", &example.hours), ("Salaris", &example.salary)] {
        let stated = example.sections.iter().any(|section| section.text.contains(value.as_str()));
        if !value.is_empty() && !stated {
            html.push_str(&format!("<p>{name}: {}</p>", escaped(value)));
        }
    }
    html
}

fn paragraph_html(paragraph: &str) -> String {
    let (items, text): (Vec<&str>, Vec<&str>) = paragraph.lines().partition(|line| line.starts_with("- "));
    let mut html = String::new();
    if !text.is_empty() {
        html.push_str(&format!("<p>{}</p>", escaped(&text.join(" "))));
    }
    if !items.is_empty() {
        let items = items.iter().map(|item| format!("<li>{}</li>", escaped(item.trim_start_matches("- "))));
        html.push_str(&format!("<ul>{}</ul>", items.collect::<String>()));
    }
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
