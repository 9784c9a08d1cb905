//! What the user typed. What it means is decided in `commands`.

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::{CandidateId, SourceName, VacancyId};
use std::path::PathBuf;

/// Finds suitable work: crawls vacancies, holds them against what a company doctor says a candidate can do, and keeps the evidence.
#[derive(Debug, Parser)]
#[command(name = "passend", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Everywhere {
    /// Configuration; sources, key and vocabulary are looked up beside it
    #[arg(long, global = true, value_name = "FILE", default_value = "config/passend.toml")]
    pub(crate) config: PathBuf,
    /// Folder for all that is written
    #[arg(long, global = true, value_name = "DIR", default_value = "index")]
    pub(crate) data: PathBuf,
    /// Form of the answer on standard output
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Form of the log on standard error
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,
    /// The day that stands for today (YYYY-MM-DD)
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) date: Option<NaiveDate>,
    /// Say only what went wrong
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more; twice: everything
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write configuration, key and folders; never overwrites
    Init(Init),
    /// The whole night on built-in example sites and candidates
    Demo(Demo),
    /// Fetch what is due, update vacancies and search index
    Crawl(Crawl),
    /// Fetch one page, politely: status, headers, robots verdict
    Fetch(Fetch),
    /// Vacancies of files, an address or standard input as JSON lines
    Extract(Extract),
    /// List the sources, try one, or find an employer's
    #[command(subcommand)]
    Sources(Sources),
    /// Search, show, export or count the vacancies
    #[command(subcommand)]
    Vacancies(Vacancies),
    /// Import, list, show, check, export or erase candidates
    #[command(subcommand)]
    Candidates(Candidates),
    /// Which vacancies fit this candidate, and why; or which candidates fit a vacancy
    Match(Match),
    /// One candidate, one vacancy, every criterion
    Explain(Explain),
    /// Employers within reach that hire in suitable occupations, with and without an opening now
    Employers(Employers),
    /// What to ask an employer about a vacancy, in Dutch and English, without giving any candidate away
    Questions(Questions),
    /// Keep, take back or list answers "not suitable": they change the next shortlists by the rules in the configuration
    #[command(subcommand)]
    Feedback(Feedback),
    /// Block an employer, occupation, word or region for a candidate
    #[command(subcommand)]
    Blocks(Blocks),
    /// What one change of a profile, or two, would open: a level, minutes, hours, a diploma, a licence
    Gaps(Gaps),
    /// Where suitable work is: by occupation, region, employer, education and hours, and how it was night by night
    Market(Market),
    /// Make or show the shortlist of a day
    Shortlist(Shortlist),
    /// Send the digests that were not sent yet
    Digest(Digest),
    /// Add to the evidence, list it, or verify it
    #[command(subcommand)]
    Evidence(Evidence),
    /// List the runs of the crawl, or show one: requests, outcomes, bytes, vacancies, coverage
    #[command(subcommand)]
    Runs(Runs),
    /// Show an archived page
    #[command(subcommand)]
    Pages(Pages),
    /// The whole night: crawl, index, match, shortlist, evidence, digest
    Nightly(Nightly),
    /// Try a phrase on the vocabulary
    #[command(subcommand)]
    Vocabulary(Vocabulary),
    /// Import a classification of occupations
    #[command(subcommand)]
    Taxonomy(Taxonomy),
    /// Import a table of postcodes
    #[command(subcommand)]
    Places(Places),
    /// Measure extraction against labelled cases
    Eval(Eval),
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Where to write `config/` and `index/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
    /// Mail or web address that site owners can reach you at; sent with every request
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder for the demo's configuration, index, mails and reports
    #[arg(long, value_name = "DIR", default_value = "passend-demo")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Crawl {
    /// Only this source, and now; may be repeated
    #[arg(long = "source", value_name = "NAME")]
    pub(crate) sources: Vec<SourceName>,
    /// Delete the search index and build it again from the vacancies, masked by the vocabulary of now; fetches nothing
    #[arg(long)]
    pub(crate) reindex: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Fetch {
    /// Address of the page
    pub(crate) url: url::Url,
    /// Also where the host is at a private or loopback address
    #[arg(long)]
    pub(crate) allow_private_addresses: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Files, an http(s) address, or - for standard input
    #[arg(required = true, value_name = "FILE|URL|-")]
    pub(crate) inputs: Vec<String>,
    /// Read as this kind, whatever it looks like
    #[arg(long, value_enum)]
    pub(crate) kind: Option<InputKind>,
    /// Also where the address is a private or loopback one
    #[arg(long)]
    pub(crate) allow_private_addresses: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    Html,
    Jsonld,
    Feed,
    Text,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Sources {
    /// All sources: kind, address, interval, and whether they are on
    List,
    /// Fetch one page of a source and show its first vacancies, with the robots verdict and problems
    Check {
        /// Name of the source
        name: SourceName,
    },
    /// Look at an employer's careers page and propose sources for it
    Discover {
        /// Address of the page
        url: url::Url,
        /// Also where the host is at a private or loopback address
        #[arg(long)]
        allow_private_addresses: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Vacancies {
    /// Open vacancies by words, place and hours
    Search(Search),
    /// One vacancy, all that is known
    Show {
        /// Id of the vacancy
        id: VacancyId,
    },
    /// Keep what the employer answered: it serves every candidate from then on
    Answer(Answer),
    /// All open vacancies as JSON lines
    Export,
    /// How many, by source and state
    Stats,
}

#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Id of the vacancy
    pub(crate) id: VacancyId,
    /// A capability item or requirement that `passend questions` names, such as lifting or hours
    pub(crate) item: domain::CriterionName,
    /// no, sometimes, yes, much, an amount such as "10 kg", hours such as 24-32; unknown takes an answer back. For items
    /// named no_..., few_... or low_...: yes where the work has what they exclude
    pub(crate) value: String,
    /// Who noted it
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct Questions {
    /// Id of the vacancy
    pub(crate) vacancy: VacancyId,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words; "a phrase" and -without work
    #[arg(default_value = "")]
    pub(crate) query: String,
    /// Near this place or four-digit postcode
    #[arg(long, value_name = "PLACE")]
    pub(crate) near: Option<String>,
    /// How near, in kilometres
    #[arg(long, default_value_t = 25.0)]
    pub(crate) km: f64,
    /// Open to somebody who works this many hours a week
    #[arg(long)]
    pub(crate) hours: Option<f64>,
    /// How many
    #[arg(long, default_value_t = 20)]
    pub(crate) top: usize,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Candidates {
    /// Import mediation profiles (TOML or JSON); a known id becomes a new version
    Import {
        /// Profiles
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// All candidates
    List,
    /// The newest profile of one
    Show {
        /// Id of the candidate
        id: CandidateId,
    },
    /// Whether the search profile of one is broad enough: what it covers, warnings, near occupations with their counts
    Check {
        /// Id of the candidate
        id: CandidateId,
    },
    /// Everything kept about one, as JSON
    Export {
        /// Id of the candidate
        id: CandidateId,
    },
    /// Delete everything kept about one; the ledger keeps the proof of it
    Erase {
        /// Id of the candidate
        id: CandidateId,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
}

/// Limits of a candidate, changed for one answer.
#[derive(Debug, Args)]
pub(crate) struct WhatIf {
    /// A limit changed for this answer alone, such as lifting=1 or travel.max_minutes=75; may be repeated, is never kept
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) changes: Vec<matcher::Change>,
}

#[derive(Debug, Args)]
pub(crate) struct Match {
    /// Id of the candidate
    #[arg(required_unless_present_any = ["vacancy", "file"])]
    pub(crate) id: Option<CandidateId>,
    /// How many
    #[arg(long)]
    pub(crate) top: Option<usize>,
    /// Also those in reach that were rejected, with the reason, and what fell at each step of the funnel
    #[arg(long)]
    pub(crate) rejected: bool,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Which of the candidates fit this vacancy, and why
    #[arg(long, value_name = "ID", conflicts_with_all = ["id", "rejected", "changes", "file"])]
    pub(crate) vacancy: Option<VacancyId>,
    /// Which of the candidates fit the vacancy in this file, or - for standard input: the first line is its title
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["id", "rejected", "changes"])]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Id of the candidate
    pub(crate) id: CandidateId,
    /// Id of the vacancy
    pub(crate) vacancy: VacancyId,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
}

#[derive(Debug, Args)]
pub(crate) struct Gaps {
    /// Id of the candidate
    pub(crate) id: CandidateId,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
}

#[derive(Debug, Args)]
pub(crate) struct Market {
    /// Id of the candidate; without one, work that suits any of them
    pub(crate) id: Option<CandidateId>,
    #[command(flatten)]
    pub(crate) what_if: WhatIf,
    /// Nights that the trend looks back
    #[arg(long, default_value_t = 14, value_name = "N")]
    pub(crate) nights: usize,
    /// Groups shown of each kind
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) top: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Employers {
    /// Id of the candidate
    pub(crate) id: CandidateId,
    /// How many
    #[arg(long, default_value_t = 30)]
    pub(crate) top: usize,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Feedback {
    /// A vacancy is not suitable: it stays off, and others like it are flagged, come last or stay off
    Add(FeedbackAdd),
    /// An answer no longer counts; the evidence keeps both
    TakeBack {
        /// Id of the candidate
        id: CandidateId,
        /// Id of the vacancy
        vacancy: VacancyId,
        /// Who takes it back
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// The answers that count
    List {
        /// Id of the candidate
        id: CandidateId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FeedbackAdd {
    /// Id of the candidate
    pub(crate) id: CandidateId,
    /// Id of the vacancy
    pub(crate) vacancy: VacancyId,
    /// too_far, too_heavy, level, hours, employer or other
    pub(crate) reason: domain::feedback::FeedbackReason,
    /// In own words; needed with other
    #[arg(long, default_value = "")]
    pub(crate) text: String,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Blocks {
    /// What it names is rejected from now on, with this as the reason
    Set(BlockSet),
    /// A block no longer counts; the evidence keeps both
    Lift {
        /// Id of the candidate
        id: CandidateId,
        /// employer, occupation, word or region
        kind: domain::feedback::BlockKind,
        /// What was blocked
        value: String,
        /// Who lifts it
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// The blocks that are set
    List {
        /// Id of the candidate
        id: CandidateId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct BlockSet {
    /// Id of the candidate
    pub(crate) id: CandidateId,
    /// employer, occupation, word or region
    pub(crate) kind: domain::feedback::BlockKind,
    /// Words of an employer's name; a title or the beginning of an ISCO-08 code; words of title or text; a place, or the
    /// beginning of its postcode
    pub(crate) value: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) because: String,
    /// Who sets it
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct Shortlist {
    /// Id of the candidate
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub(crate) id: Option<CandidateId>,
    /// For all candidates
    #[arg(long)]
    pub(crate) all: bool,
    /// Only what came and went since the shortlist before, and why
    #[arg(long)]
    pub(crate) changes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Digest {
    /// Write mails to this folder, whatever the configuration says
    #[arg(long, value_name = "DIR")]
    pub(crate) outbox: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    /// Add a record
    Add(EvidenceAdd),
    /// The records of one candidate, exactly as hashed with --format json
    List {
        /// Id of the candidate
        id: CandidateId,
    },
    /// Check every record and every page of the database
    Verify,
}

#[derive(Debug, Args)]
pub(crate) struct EvidenceAdd {
    /// Id of the candidate
    pub(crate) id: CandidateId,
    /// decision, application, result, contact, note, correction, placement, aftercare
    pub(crate) kind: String,
    /// What happened, in plain words
    #[arg(long)]
    pub(crate) text: String,
    /// Which vacancy it is about
    #[arg(long)]
    pub(crate) vacancy: Option<VacancyId>,
    /// Who says so
    #[arg(long)]
    pub(crate) by: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    /// The newest runs, newest first
    List {
        /// How many
        #[arg(long, default_value_t = 20)]
        top: usize,
    },
    /// One run, source by source
    Show {
        /// Number of the run; the newest where it is left out
        run: Option<store::RunId>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pages {
    /// Headers and body of an archived page
    Show {
        /// SHA-256 of the page's body, or the version of a vacancy that was read from it, as evidence names it
        hash: domain::Hash,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Vocabulary {
    /// What some words of a vacancy give and why: facts, demands, and the file and line of each rule
    Test {
        /// Words as a vacancy writes them; a heading on a line of its own begins its section
        #[arg(value_name = "PHRASE", allow_hyphen_values = true)]
        phrase: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Taxonomy {
    /// Read a release, in place of the one that was imported before
    Import {
        /// Which classification
        #[arg(value_enum)]
        kind: TaxonomyKind,
        /// Folder of its files: for esco, occupations_nl.csv, occupations_en.csv and, if there, ISCOGroups_nl.csv
        folder: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TaxonomyKind {
    Esco,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Places {
    /// Read a table of Dutch postcodes with coordinates, in place of the one that was imported before
    Import {
        /// NL.txt of GeoNames, or a CSV with a column of PC4 or PC6 and latitude and longitude, or x and y (RD)
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Nightly {
    /// Write mails to this folder, whatever the configuration says
    #[arg(long, value_name = "DIR")]
    pub(crate) outbox: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// Folder of labelled cases; tests/gold/README.md documents the format
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Which of the cases
    #[arg(long, value_enum, default_value_t = EvalPart::All)]
    pub(crate) part: EvalPart,
    /// Where the files are whose texts the cases name
    #[arg(long, value_name = "DIR", default_value = "../shared/data")]
    pub(crate) data_folder: PathBuf,
    /// How many of the worst cases the table shows
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) worst: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalPart {
    Develop,
    Aside,
    All,
}
