//! A mail server over SMTP, with TLS and a login. What it answers decides whether a digest counts as sent.

use super::{Digest, NotSent};
use crate::configuration::{Loaded, Security, Smtp};
use anyhow::Context;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};
use std::fs;
use std::time::Duration;

/// A server that is spoken to.
#[derive(Debug)]
pub(crate) struct MailServer {
    transport: SmtpTransport,
    name: String,
}

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

impl MailServer {
    /// Prepares the connection; nothing is sent yet.
    pub(crate) fn new(smtp: &Smtp, loaded: &Loaded) -> anyhow::Result<Self> {
        let tls = || tls_parameters(smtp, loaded);
        let protection = match smtp.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::Starttls => Tls::Required(tls()?),
            Security::None if is_this_machine(&smtp.host) => Tls::None,
            Security::None => anyhow::bail!(
                "digest.smtp: security = \"none\" is only for a server on this machine, and {} is none",
                smtp.host
            ),
        };
        let builder =
            SmtpTransport::builder_dangerous(&smtp.host).port(smtp.port).tls(protection).timeout(Some(PATIENCE));
        let builder = match credentials(smtp, loaded)? {
            Some(login) => builder.credentials(login),
            None => builder,
        };
        Ok(Self { transport: builder.build(), name: format!("{}:{}", smtp.host, smtp.port) })
    }

    /// Whether the server can be reached and takes the login.
    pub(crate) fn ready(&self) -> anyhow::Result<()> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => anyhow::bail!("the mail server {} does not answer", self.name),
            Err(error) => Err(error).with_context(|| format!("the mail server {} cannot be used", self.name)),
        }
    }

    /// Hands one mail over.
    pub(crate) fn send(&self, digest: &Digest) -> Result<(), NotSent> {
        let Err(error) = self.transport.send(&digest.message) else {
            return Ok(());
        };
        let refused = error.is_permanent() || error.is_transient();
        let told = anyhow::Error::new(error).context(format!("the mail server {} did not take the digest", self.name));
        // only an answer of the server proves that it has not taken the mail
        Err(if refused { NotSent::Surely(told) } else { NotSent::Perhaps(told) })
    }
}

fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

fn tls_parameters(smtp: &Smtp, loaded: &Loaded) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(smtp.host.clone());
    if let Some(path) = &smtp.certificate_authority {
        let path = loaded.resolve(path);
        let pem = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        builder = builder.add_root_certificate(
            Certificate::from_pem(&pem).context("digest.smtp.certificate_authority is no PEM certificate")?,
        );
    }
    builder.build().context("TLS for the mail server cannot be set up")
}

fn credentials(smtp: &Smtp, loaded: &Loaded) -> anyhow::Result<Option<Credentials>> {
    let (Some(username), Some(path)) = (&smtp.username, &smtp.password_file) else {
        if smtp.username.is_some() || smtp.password_file.is_some() {
            anyhow::bail!("digest.smtp: username and password_file go together: give both or neither");
        }
        return Ok(None);
    };
    if smtp.security == Security::None && !is_this_machine(&smtp.host) {
        anyhow::bail!("digest.smtp: a password is only sent over TLS");
    }
    let path = loaded.resolve(path);
    let password =
        fs::read_to_string(&path).with_context(|| format!("the password file {} cannot be read", path.display()))?;
    Ok(Some(Credentials::new(username.clone(), password.trim_end().to_owned())))
}
