//! The one binary of integration tests: the program as its users run it.
//!
//! | module | what it shows |
//! |---|---|
//! | `tidy` | the shape of the tree |
//! | `bad_input` | wrong use and wrong input: clear errors, nothing changed |
//! | `demo` | the whole night, twice |
//! | `digest` | mails: what they hold, and that each is sent once, also after a kill |
//! | `duplicates` | which postings are one vacancy, against verdicts by reading |
//! | `evidence` | the chain through the command |
//! | `kill` | killed at any moment, the next run completes the night |
//! | `night` | closing, changing and failing sources from night to night |
//! | `recorded` | recorded real sites, where they are at hand |

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::excessive_nesting,
    reason = "a test that cannot go on says so; tests have a clock and an environment"
)]

mod support;

mod bad_input;
mod demo;
mod digest;
mod duplicates;
mod evidence;
mod kill;
mod night;
mod recorded;
mod tidy;
