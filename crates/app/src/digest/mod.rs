//! The daily digest: what is written to a candidate, and how it is handed over, once.

mod message;
mod outbox;
mod smtp;

pub(crate) use message::{Digest, Envelope, Templates, compose};
pub(crate) use outbox::Outbox;
pub(crate) use smtp::MailServer;

/// Where digests go.
#[derive(Debug)]
pub(crate) enum Channel {
    /// A folder of `.eml` files.
    Outbox(Outbox),
    /// A mail server.
    Server(MailServer),
}

/// Why a digest did not go out.
#[derive(Debug)]
pub(crate) enum NotSent {
    /// Surely not handed over: it is sent by the next run.
    Surely(anyhow::Error),
    /// The connection broke on the way: nobody can tell. It is not sent again by itself.
    Perhaps(anyhow::Error),
}

impl Channel {
    /// The name that the evidence gets.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Outbox(_) => "outbox",
            Self::Server(_) => "smtp",
        }
    }

    /// Fails where handing over could not even begin.
    pub(crate) fn ready(&self) -> anyhow::Result<()> {
        match self {
            Self::Outbox(outbox) => outbox.ready(),
            Self::Server(server) => server.ready(),
        }
    }

    /// Hands one digest over.
    pub(crate) fn send(&self, digest: &Digest) -> Result<(), NotSent> {
        match self {
            Self::Outbox(outbox) => outbox.put(digest).map_err(NotSent::Surely),
            Self::Server(server) => server.send(digest),
        }
    }

    /// Whether handing over a digest again, after a kill, cannot double it.
    pub(crate) fn repeatable(&self) -> bool {
        matches!(self, Self::Outbox(_))
    }
}
