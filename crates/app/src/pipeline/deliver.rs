//! Sending the digests of a day, each once, also when a kill came between handing over and recording.

use crate::configuration::{Digest as Settings, Loaded};
use crate::digest::{Channel, Envelope, MailServer, NotSent, Outbox, Templates, compose};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::outside::Card;
use domain::{CandidateId, Shortlist};
use serde_json::json;
use std::path::Path;
use store::{DigestState, DossierStore};

/// What became of a candidate's digest.
#[derive(Debug)]
pub(crate) enum Delivery {
    Sent,
    SentBefore,
    /// Nothing on the shortlist: no empty mail.
    Empty,
    Failed(anyhow::Error),
    /// Whether it arrived cannot be known; it is not sent again by itself.
    Uncertain(String),
}

/// The channel that is configured, or the folder that the command names.
fn channel(place: &Workplace, outbox: Option<&Path>) -> anyhow::Result<Channel> {
    let settings: &Settings = &place.loaded.configuration.digest;
    Ok(match (outbox, &settings.smtp) {
        (Some(folder), _) => Channel::Outbox(Outbox::new(folder)),
        (None, Some(smtp)) => Channel::Server(MailServer::new(smtp, &place.loaded)?),
        (None, None) => Channel::Outbox(Outbox::new(&place.loaded.resolve(&settings.outbox))),
    })
}

/// Sends what was not sent yet of the day's shortlists.
pub(crate) fn deliver(
    place: &Workplace,
    dossiers: &mut DossierStore,
    outbox: Option<&Path>,
) -> anyhow::Result<Vec<(CandidateId, Delivery)>> {
    let channel = channel(place, outbox)?;
    let templates = templates(&place.loaded)?;
    let mut post = Post { place, channel, templates, ready: false };
    let candidates = dossiers.candidates()?;
    candidates
        .into_iter()
        .map(|id| {
            let delivery = post.one(dossiers, &id)?;
            Ok((id, delivery))
        })
        .collect()
}

fn templates(loaded: &Loaded) -> anyhow::Result<Templates> {
    Ok([
        (
            "digest.nl.txt",
            loaded.template("digest.nl.txt", include_str!("../../../../config/templates/digest.nl.txt"))?,
        ),
        (
            "digest.nl.html",
            loaded.template("digest.nl.html", include_str!("../../../../config/templates/digest.nl.html"))?,
        ),
        (
            "digest.en.txt",
            loaded.template("digest.en.txt", include_str!("../../../../config/templates/digest.en.txt"))?,
        ),
        (
            "digest.en.html",
            loaded.template("digest.en.html", include_str!("../../../../config/templates/digest.en.html"))?,
        ),
    ])
}

struct Post<'a> {
    place: &'a Workplace,
    channel: Channel,
    templates: Templates,
    ready: bool,
}

impl Post<'_> {
    fn one(&mut self, dossiers: &mut DossierStore, id: &CandidateId) -> anyhow::Result<Delivery> {
        let (date, now) = (self.place.clock.today(), self.place.clock.now());
        let Some(shortlist) = dossiers.shortlist(id, date)? else {
            return Ok(Delivery::Empty);
        };
        if shortlist.entries.is_empty() {
            return Ok(Delivery::Empty);
        }
        match dossiers.digest_state(id, date)? {
            DigestState::None => {}
            DigestState::Sent { .. } => return Ok(Delivery::SentBefore),
            DigestState::Uncertain => {
                return Ok(Delivery::Uncertain("a run was cut short while it was being handed over".to_owned()));
            }
            DigestState::Sending { .. } if self.channel.repeatable() => {}
            DigestState::Sending { message_id, .. } => {
                let body = json!({"date": date, "message_id": message_id, "receipt": "unknown", "channel": self.channel.name()});
                dossiers.mark_uncertain(id, date, body, now)?;
                return Ok(Delivery::Uncertain("a run was cut short while it was being handed over".to_owned()));
            }
        }
        self.hand_over(dossiers, &shortlist)
    }

    fn hand_over(&mut self, dossiers: &mut DossierStore, shortlist: &Shortlist) -> anyhow::Result<Delivery> {
        let (id, date, now) = (&shortlist.candidate, shortlist.date, self.place.clock.now());
        let digest = self.compose(dossiers, shortlist)?;
        if !self.ready {
            if let Err(error) = self.channel.ready() {
                return Ok(Delivery::Failed(error));
            }
            self.ready = true;
        }
        let body = json!({
            "date": date, "message_id": digest.message_id, "channel": self.channel.name(),
            "vacancies": shortlist.entries.iter().map(|entry| entry.matched.vacancy.as_str()).collect::<Vec<_>>(),
        });
        dossiers.begin_digest(id, date, &digest.message_id, now)?;
        match self.channel.send(&digest) {
            Ok(()) => {
                dossiers.finish_digest(id, date, body, self.place.clock.now())?;
                Ok(Delivery::Sent)
            }
            Err(NotSent::Surely(error)) => {
                dossiers.fail_digest(id, date)?;
                Ok(Delivery::Failed(error))
            }
            Err(NotSent::Perhaps(error)) => {
                let body = json!({"date": date, "message_id": digest.message_id, "receipt": "unknown", "channel": self.channel.name()});
                dossiers.mark_uncertain(id, date, body, self.place.clock.now())?;
                Ok(Delivery::Uncertain(format!("{error:#}")))
            }
        }
    }

    fn compose(&self, dossiers: &DossierStore, shortlist: &Shortlist) -> anyhow::Result<crate::digest::Digest> {
        let id = &shortlist.candidate;
        let (_, profile) = dossiers.profile(id)?.with_context(|| format!("{id} has no profile"))?;
        let (records, head) = dossiers.head(id)?.with_context(|| format!("{id} has no evidence"))?;
        let settings = &self.place.loaded.configuration.digest;
        let cards: Vec<Card> = shortlist.entries.iter().map(Card::of).collect();
        let envelope = Envelope {
            contact: &profile.contact,
            language: profile.language,
            from: &settings.from,
            reply_to: &settings.reply_to,
            date: shortlist.date,
            now: self.place.clock.now(),
            mark: &store::canonical_hash(
                &json!({"candidate": id, "date": shortlist.date, "snapshot": shortlist.snapshot}),
            ),
            head: (records, &head),
        };
        compose(&cards, &envelope, &self.templates)
    }
}
