//! What each command does: parse → call → show. The work itself is in `pipeline` and the other crates.

mod blocks;
mod breadth;
mod candidates;
mod crawl;
mod digest;
mod employers;
mod eval;
mod evidence;
mod extract;
mod feedback;
mod fetch;
mod gaps;
mod init;
mod market;
mod matching;
mod nightly;
mod pages;
mod places;
mod questions;
mod reverse;
mod runs;
mod shortlist;
mod sources;
mod taxonomy;
mod vacancies;
mod vocabulary;
mod what_if;

pub(crate) use init::write_files;
pub(crate) use nightly::{Night, night, night_json, show_candidates, show_sources};

use crate::arguments::{Arguments, Command, Everywhere};
use crate::ending::Ending;
use crate::workplace::Workplace;

/// Runs what the user typed.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let everywhere = &arguments.everywhere;
    let place = || Workplace::of(everywhere);
    match &arguments.command {
        Command::Init(init) => init::run(init),
        Command::Demo(demo) => crate::demo::run(demo, everywhere),
        Command::Crawl(crawl) => crawl::run(crawl, &place()?),
        Command::Fetch(fetch) => fetch::run(fetch, &place()?),
        Command::Extract(extract) => extract::run(extract, everywhere),
        Command::Sources(sources) => sources::run(sources, &place()?),
        Command::Vacancies(vacancies) => vacancies::run(vacancies, &place()?),
        Command::Candidates(candidates) => candidates::run(candidates, &place()?),
        Command::Match(wanted) => matching::show(wanted, &place()?),
        Command::Explain(explain) => matching::explain(explain, &place()?),
        Command::Employers(employers) => employers::run(employers, &place()?),
        Command::Questions(questions) => questions::run(questions, &place()?),
        Command::Feedback(feedback) => feedback::run(feedback, &place()?),
        Command::Blocks(blocks) => blocks::run(blocks, &place()?),
        Command::Gaps(gaps) => gaps::show(gaps, &place()?),
        Command::Market(market) => market::show(market, &place()?),
        Command::Shortlist(shortlist) => shortlist::run(shortlist, &place()?),
        Command::Digest(digest) => digest::run(digest, &place()?),
        Command::Evidence(evidence) => evidence::run(evidence, &place()?),
        Command::Runs(runs) => runs::run(runs, &place()?),
        Command::Pages(pages) => pages::run(pages, &place()?),
        Command::Nightly(nightly) => nightly::run(nightly, &place()?),
        Command::Taxonomy(taxonomy) => taxonomy::run(taxonomy, everywhere),
        Command::Places(places) => places::run(places, everywhere),
        Command::Vocabulary(vocabulary) => vocabulary::run(vocabulary, everywhere),
        Command::Eval(eval) => eval::run(eval, everywhere),
    }
}

/// Runs asynchronous work to its end. What it spawns goes over all cores: that is waiting for servers, and reading pages.
pub(crate) fn wait_for<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// The configuration where there is one, else the embedded defaults: for commands that need no contact address.
pub(crate) fn loaded_or_default(everywhere: &Everywhere) -> anyhow::Result<crate::configuration::Loaded> {
    if everywhere.config.exists() {
        return Ok(crate::configuration::Loaded::read(&everywhere.config)?.with_data(&everywhere.data));
    }
    Ok(crate::configuration::Loaded::embedded()?.with_data(&everywhere.data))
}
