//! What a source's file must say for its kind, and what stands beside the file: its system's host, its key.

use domain::source::{PagingBy, SourceKey};
use domain::{Source, SourceKind};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A field, and what is wrong with it.
type Fault = (&'static str, String);

/// The source with its system's address and its key.
pub(crate) fn completed(source: Source, file: &Path) -> Result<Source, Fault> {
    let mut source = source.at_home();
    if let Some(name) = &source.key_file {
        let path = file.parent().unwrap_or(Path::new("")).join(name);
        source.key = Some(read_key(&path).map_err(|why| ("key_file", format!("{} {why}", path.display())))?);
    }
    Ok(source)
}

fn read_key(path: &Path) -> Result<SourceKey, String> {
    let metadata = fs::metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err("can be read by others: run `chmod 600` on it".to_owned());
    }
    let text = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    SourceKey::parse(&text).ok_or_else(|| "must have lines such as app_id = value".to_owned())
}

/// What is wrong with a source, if anything.
pub(crate) fn fault_of(source: &Source) -> Option<Fault> {
    let fault = |field, message: &str| Some((field, message.to_owned()));
    let root = source.url.path() == "/" && source.url.query().is_none();
    let kind = source.kind;
    if kind.needs_board() && source.board.is_none() && root && !has_own_host(kind) {
        return fault(
            "kind",
            "this kind needs board = \"the employer's name in the system\", or the whole address as url",
        );
    }
    if kind == SourceKind::Adzuna && source.key.is_none() {
        return fault("kind", "this kind needs key_file = \"FILE\" with lines app_id = … and app_key = …");
    }
    if source.consent.as_ref().is_some_and(|consent| consent.trim().is_empty()) {
        return fault("consent", "say who allowed it, when and how");
    }
    if source.max_pages == 0 {
        return fault("max_pages", "at least one page must be possible");
    }
    json_fault(source)
}

/// A system whose employers each have a host: with an address no board is needed.
fn has_own_host(kind: SourceKind) -> bool {
    kind.home().is_some_and(|home| !home.path.contains(domain::source::BOARD))
}

fn json_fault(source: &Source) -> Option<Fault> {
    let (select, paging) = (&source.select, source.paging.as_ref());
    let fault = |message: &str| Some(("kind", message.to_owned()));
    if source.kind != SourceKind::Json {
        return paging.and_then(|_| fault("[paging] is for sources of kind json"));
    }
    if select.list.is_none() || select.title.is_none() || select.url.is_none() {
        return fault("a source of kind json needs [select] with pointers for list, title and url");
    }
    match paging.map(|paging| paging.by) {
        Some(PagingBy::Cursor | PagingBy::Link) if select.next.is_none() => {
            fault("paging by cursor or link needs select.next, the pointer to it")
        }
        _ => None,
    }
}
