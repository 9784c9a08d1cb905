//! `passend demo`: the whole night on example sites, by the same code that a real night runs. Only the sites are examples.

mod example;
mod pages;
mod server;
mod story;

use crate::arguments::{Demo, Everywhere};
use crate::commands::{Night, night, write_files};
use crate::ending::Ending;
use crate::pipeline::Wanted;
use crate::profile_import::{self, Judge};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::SourceName;
use example::{CANDIDATES, SiteKind};
use pages::Site;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// The contact address of a crawl that never leaves this machine.
const CONTACT: &str = "demo@passend.invalid";

/// Runs the demo.
pub(crate) fn run(demo: &Demo, everywhere: &Everywhere) -> anyhow::Result<Ending> {
    let folder = &demo.out;
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    write_files(folder, Some(CONTACT))?;
    let everywhere =
        Everywhere { config: folder.join("config/passend.toml"), data: folder.join("index"), ..everywhere.clone() };
    let place = Workplace::of(&everywhere)?;
    let _lock = place.lock()?;
    let sites = Sites::open(folder, &place)?;
    import_candidates(folder, &place)?;
    let names = SiteKind::ALL.iter().map(|kind| kind.source().parse()).collect::<Result<Vec<SourceName>, _>>()?;
    let night: Night = night(&place, Wanted::Named(&names), None)?;
    drop(sites);
    write_reports(folder, &night)?;
    story::tell(folder, &place, &night)?;
    Ok(night.ending())
}

/// The example sites, served on a thread of their own until dropped.
struct Sites {
    _end: mpsc::Sender<()>,
}

impl Sites {
    /// Begins to serve; on a folder used before, at the ports of that time, so that addresses stay the same.
    fn open(folder: &Path, place: &Workplace) -> anyhow::Result<Self> {
        let known = place.loaded.sources()?;
        let port = |kind: SiteKind| known.iter().find(|source| source.name.as_str() == kind.source())?.url.port();
        let wanted: Vec<(SiteKind, Option<u16>)> = SiteKind::ALL.iter().map(|kind| (*kind, port(*kind))).collect();
        let (end, ended) = mpsc::channel::<()>();
        let (ready, opened) = mpsc::channel();
        let today = place.clock.today();
        std::thread::spawn(move || {
            let served = crate::commands::wait_for(serve_until(&wanted, today, &ready, ended));
            if let Err(error) = served {
                // nobody listens any more where the sites were open already
                drop(ready.send(Err(error)));
            }
        });
        for (kind, base) in opened.recv().context("the example sites did not start")?? {
            write_source(folder, kind, &base)?;
        }
        Ok(Self { _end: end })
    }
}

type Opened = anyhow::Result<Vec<(SiteKind, String)>>;

async fn serve_until(
    wanted: &[(SiteKind, Option<u16>)],
    today: chrono::NaiveDate,
    ready: &mpsc::Sender<Opened>,
    ended: mpsc::Receiver<()>,
) -> anyhow::Result<()> {
    let mut running = Vec::new();
    let mut bases = Vec::new();
    for (kind, port) in wanted {
        let listener = server::listen(*port).await.with_context(|| match port {
            Some(port) => {
                format!("port {port}, which this demo folder used before, is taken: choose another folder with --out")
            }
            None => "no port on loopback can be opened".to_owned(),
        })?;
        let base = format!("http://{}", listener.local_addr()?);
        let site = Site { kind: *kind, examples: kind.examples()?, base: base.clone(), today };
        running.push(server::serve(listener, site));
        bases.push((*kind, base));
    }
    if ready.send(Ok(bases)).is_ok() {
        // an error is what is waited for: the sender is dropped when the demo is done
        let _disconnected = tokio::task::spawn_blocking(move || ended.recv()).await?;
    }
    Ok(())
}

fn write_source(folder: &Path, kind: SiteKind, base: &str) -> anyhow::Result<()> {
    let rest = match kind {
        SiteKind::Sitemap => format!("kind = \"sitemap\"\nurl = \"{base}/\"\n"),
        SiteKind::List => format!("kind = \"html\"\nurl = \"{base}/werken-bij\"\n"),
        SiteKind::Feed => format!("kind = \"rss\"\nurl = \"{base}/vacatures.rss\"\n"),
    };
    let select = match kind {
        SiteKind::List => {
            "[select]\nlist = \"a.baan\"\nnext = \"a.volgende\"\ntitle = \"h1.titel\"\nemployer = \".werkgever\"\nplace = \".plaats\"\nposted = \"time.geplaatst\"\ntext = \".tekst\"\n"
        }
        SiteKind::Sitemap | SiteKind::Feed => "",
    };
    let text = format!(
        "# An example site of the demo; it is only there while the demo runs.\nname = \"{}\"\n{rest}requests_per_second = 50.0\nallow_private_addresses = true\n{select}",
        kind.source()
    );
    let path = folder.join("config/sources").join(format!("{}.toml", kind.source()));
    fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))
}

fn import_candidates(folder: &Path, place: &Workplace) -> anyhow::Result<()> {
    let profiles = folder.join("candidates");
    fs::create_dir_all(&profiles).with_context(|| format!("the folder {} cannot be made", profiles.display()))?;
    let (rules, vocabulary) = (place.loaded.rules()?, place.loaded.vocabulary()?);
    let judge = Judge { rules: &rules, vocabulary: &vocabulary };
    let mut dossiers = place.dossiers()?;
    for (name, text) in CANDIDATES {
        let path = profiles.join(name);
        if !path.exists() {
            fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        dossiers.import_profile(&profile_import::read(&path, judge)?, place.clock.now())?;
    }
    Ok(())
}

/// What a coach would open in the morning: each shortlist with every reason.
fn write_reports(folder: &Path, night: &Night) -> anyhow::Result<()> {
    let reports = folder.join("reports");
    fs::create_dir_all(&reports).with_context(|| format!("the folder {} cannot be made", reports.display()))?;
    for made in &night.shortlists {
        let list = &made.shortlist;
        let path: PathBuf = reports.join(format!("{}-{}.json", list.date, list.candidate));
        fs::write(&path, serde_json::to_string_pretty(list)?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
