//! A digest as a mail: text and HTML in the candidate's language. Takes [`Card`]s, so nothing of capability can get in.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use domain::outside::Card;
use domain::profile::Contact;
use domain::{Hash, Language};
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;
use serde_json::json;

/// A digest ready to be handed over.
#[derive(Debug)]
pub(crate) struct Digest {
    /// The same for the same candidate and day, so that a double can be told.
    pub(crate) message_id: String,
    /// The file that it gets in an outbox.
    pub(crate) file_name: String,
    pub(crate) message: Message,
}

/// Whom a digest is for, and what surrounds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Envelope<'a> {
    pub(crate) contact: &'a Contact,
    pub(crate) language: Language,
    pub(crate) from: &'a str,
    pub(crate) reply_to: &'a str,
    pub(crate) date: NaiveDate,
    pub(crate) now: DateTime<Utc>,
    /// Opaque: tells digests apart without saying whose they are.
    pub(crate) mark: &'a Hash,
    /// How many records the dossier's chain has, and the hash of the last: the mailbox is a witness.
    pub(crate) head: (u64, &'a Hash),
}

/// The templates, by name: `digest.nl.txt` and so on.
pub(crate) type Templates = [(&'static str, String); 4];

#[derive(Debug, Serialize)]
struct CardView {
    title: String,
    employer: Option<String>,
    place: Option<String>,
    hours: Option<String>,
    url: String,
    fits: Vec<String>,
    look: Vec<String>,
    answer: String,
    mailto: String,
}

fn names(card: &Card, fits: bool) -> Vec<String> {
    let remarks = card.remarks().iter().filter(|remark| remark.fits == fits);
    let mut names: Vec<String> =
        remarks.map(|remark| domain::CriterionName::Requirement(remark.about).to_string()).collect();
    names.dedup();
    names
}

fn view(card: &Card, envelope: &Envelope<'_>) -> anyhow::Result<CardView> {
    let answer = format!("{}-{}", &envelope.mark.as_str()[..8], card.vacancy());
    let to: Mailbox = envelope.reply_to.parse().context("digest.reply_to is no mail address")?;
    Ok(CardView {
        title: card.title().to_owned(),
        employer: card.employer().map(str::to_owned),
        place: card.place().map(str::to_owned),
        hours: card.hours().map(str::to_owned),
        url: card.url().to_owned(),
        fits: names(card, true),
        look: names(card, false),
        mailto: format!("mailto:{}?subject={answer}", to.email),
        answer,
    })
}

fn subject(language: Language, count: usize) -> String {
    match (language, count) {
        (Language::Nl, 1) => "Eén vacature voor jou".to_owned(),
        (Language::Nl, _) => format!("{count} vacatures voor jou"),
        (_, 1) => "One vacancy for you".to_owned(),
        (_, _) => format!("{count} vacancies for you"),
    }
}

fn render(templates: &Templates, name: &str, values: &serde_json::Value) -> anyhow::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(
        |name| {
            if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
        },
    );
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).build()?);
    for (each, text) in templates {
        environment.add_template(each, text).with_context(|| format!("the template {each} cannot be used"))?;
    }
    let template = environment.get_template(name)?;
    template.render(Value::from(Serde(values))).with_context(|| format!("the template {name} cannot be filled in"))
}

/// Writes the mail.
///
/// # Errors
/// Where an address or a template cannot be used.
pub(crate) fn compose(cards: &[Card], envelope: &Envelope<'_>, templates: &Templates) -> anyhow::Result<Digest> {
    let language = if envelope.language == Language::Nl { Language::Nl } else { Language::En };
    let views = cards.iter().map(|card| view(card, envelope)).collect::<anyhow::Result<Vec<_>>>()?;
    let subject = subject(language, cards.len());
    let values = json!({
        "name": envelope.contact.name, "cards": views, "subject": subject,
        "date": envelope.date.format("%d-%m-%Y").to_string(),
        "records": envelope.head.0, "head": &envelope.head.1.as_str()[..16],
    });
    let text = render(templates, &format!("digest.{language}.txt"), &values)?;
    let html = render(templates, &format!("digest.{language}.html"), &values)?;
    let message_id = format!("<{}@passend.invalid>", &envelope.mark.as_str()[..32]);
    let to = Mailbox::new(Some(envelope.contact.name.clone()), envelope.contact.email.parse()?);
    let message = Message::builder()
        .from(envelope.from.parse().context("digest.from is no mail address")?)
        .reply_to(envelope.reply_to.parse().context("digest.reply_to is no mail address")?)
        .to(to)
        .date(envelope.now.into())
        .subject(subject)
        .message_id(Some(message_id.clone()))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), language.to_string()))
        .multipart(MultiPart::alternative_plain_html(text, html))?;
    let file_name = format!("{}-{}.eml", envelope.date, &envelope.mark.as_str()[..16]);
    Ok(Digest { message_id, file_name, message })
}
