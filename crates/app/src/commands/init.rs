//! `passend init`: configuration, key and folders. Never overwrites.

use crate::arguments::Init;
use crate::configuration::{DEFAULT, SOURCES_README};
use crate::ending::Ending;
use crate::output::line;
use anyhow::Context;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The line of the default configuration that the contact address replaces.
const CONTACT_LINE: &str = "contact = \"\"";

pub(crate) fn run(init: &Init) -> anyhow::Result<Ending> {
    for (path, new) in write_files(&init.dir, init.contact.as_deref())? {
        line(&format!("{} {}", if new { "written" } else { "kept   " }, path.display()))?;
    }
    if init.contact.is_none() {
        line("Now fill in crawler.contact in config/passend.toml: no request is made without it.")?;
    }
    line("Next: a source in config/sources/ (its README shows how), a profile, then `passend nightly`.")?;
    Ok(Ending::Done)
}

/// Writes what is not there yet; tells of each file whether it is new.
pub(crate) fn write_files(folder: &Path, contact: Option<&str>) -> anyhow::Result<Vec<(PathBuf, bool)>> {
    let config = folder.join("config");
    for each in [config.join("sources"), folder.join("index")] {
        fs::create_dir_all(&each).with_context(|| format!("the folder {} cannot be made", each.display()))?;
    }
    let text = match contact {
        Some(contact) => DEFAULT.replacen(CONTACT_LINE, &format!("contact = {}", toml::Value::from(contact)), 1),
        None => DEFAULT.to_owned(),
    };
    let key = store::Key::generate(rand::random()).to_text();
    let files = [
        (config.join("passend.toml"), text, 0o644),
        (config.join("sources/README.md"), SOURCES_README.to_owned(), 0o644),
        (config.join("passend.key"), format!("{}\n", key.as_str()), 0o600),
    ];
    files.into_iter().map(|(path, text, mode)| Ok((path.clone(), write_new(&path, &text, mode)?))).collect()
}

fn write_new(path: &Path, text: &str, mode: u32) -> anyhow::Result<bool> {
    match OpenOptions::new().write(true).create_new(true).mode(mode).open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
                .with_context(|| format!("{} cannot be written", path.display()))?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(|| format!("{} cannot be written", path.display())),
    }
}
