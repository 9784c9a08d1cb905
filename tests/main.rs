//! The one binary of integration tests: the program as its users run it.
//!
//! | module | what it shows |
//! |---|---|
//! | `tidy` | the shape of the tree |
//! | `archive` | fetched pages: readable by other tools, stored once, pruned by age; what a second night costs |
//! | `bad_input` | wrong use and wrong input: clear errors, nothing changed |
//! | `coaching` | what a coach asks employers, answers, blocks, and sees of changes, employers and breadth |
//! | `demo` | the whole night, twice |
//! | `digest` | mails: what they hold, and that each is sent once, also after a kill |
//! | `duplicates` | which postings are one vacancy, against verdicts by reading |
//! | `evaluation` | `passend eval` counts what is known, and the labels can be read |
//! | `evidence` | the chain through the command |
//! | `hostile` | sites that hurt a crawler: each is survived, with a named outcome |
//! | `kill` | killed at any moment, the next run completes the night |
//! | `matching` | the coach's questions: rejections, what-if, gaps, who fits a vacancy, the market |
//! | `night` | closing, changing and failing sources from night to night |
//! | `recorded` | recorded real sites, where they are at hand |
//! | `routes` | travel times of a route planner, and what serves where it fails |
//! | `sources` | every kind of source: its file, its check, its crawl, and how one is found |
//! | `understanding` | masked recruiters, tried phrases, imported tables |

#![expect(clippy::expect_used, reason = "a test stops where its own setting fails")]
#![expect(clippy::disallowed_methods, reason = "tests have a clock and an environment of their own")]

mod support;

mod archive;
mod bad_input;
mod coaching;
mod demo;
mod digest;
mod duplicates;
mod evaluation;
mod evidence;
mod hostile;
mod kill;
mod matching;
mod night;
mod recorded;
mod routes;
mod sources;
mod tidy;
mod understanding;
