//! `passend digest`: send the digests of a day that were not sent yet.

use crate::arguments::{Digest, Format};
use crate::ending::Ending;
use crate::output::{json_line, line};
use crate::pipeline::{Delivery, deliver};
use crate::workplace::Workplace;
use domain::CandidateId;
use serde_json::json;

pub(crate) fn run(wanted: &Digest, place: &Workplace) -> anyhow::Result<Ending> {
    let _lock = place.lock()?;
    let deliveries = deliver(place, &mut place.dossiers()?, wanted.outbox.as_deref())?;
    for (id, delivery) in &deliveries {
        show(place.format, id, delivery)?;
    }
    Ok(ending(&deliveries))
}

/// Something failed where a digest did not go out, or nobody can tell.
pub(crate) fn ending(deliveries: &[(CandidateId, Delivery)]) -> Ending {
    let failed = |delivery: &Delivery| matches!(delivery, Delivery::Failed(_) | Delivery::Uncertain(_));
    if deliveries.iter().any(|(_, delivery)| failed(delivery)) { Ending::SomethingFailed } else { Ending::Done }
}

fn show(format: Format, id: &CandidateId, delivery: &Delivery) -> anyhow::Result<()> {
    let (word, why) = in_words(delivery);
    match format {
        Format::Json => json_line(&json!({"candidate": id, "digest": word, "why": why})),
        Format::Table => line(&format!("{id}: {word}{}", why.map(|why| format!(": {why}")).unwrap_or_default())),
    }
}

/// A word for what became of a digest, and the reason where something went wrong.
pub(crate) fn in_words(delivery: &Delivery) -> (&'static str, Option<String>) {
    match delivery {
        Delivery::Sent => ("sent", None),
        Delivery::SentBefore => ("sent before", None),
        Delivery::Empty => ("nothing to send", None),
        Delivery::Failed(error) => ("not sent", Some(format!("{error:#}"))),
        Delivery::Uncertain(why) => ("perhaps sent, not repeated", Some(why.clone())),
    }
}
