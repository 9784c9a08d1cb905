//! The one binary of integration tests: the program as its users run it.
//!
//! | module | what it shows |
//! |---|---|
//! | `tidy` | the shape of the tree |
//! | `bad_input` | wrong use and wrong input: clear errors, nothing changed |
//! | `demo` | the whole night, twice |
//! | `digest` | mails: what they hold, and that each is sent once, also after a kill |
//! | `evaluation` | `passend eval` counts what is known, and the labels can be read |
//! | `evidence` | the chain through the command |
//! | `kill` | killed at any moment, the next run completes the night |
//! | `night` | closing, changing and failing sources from night to night |
//! | `recorded` | recorded real sites, where they are at hand |

mod support;

mod bad_input;
mod demo;
mod digest;
mod evaluation;
mod evidence;
mod kill;
mod night;
mod recorded;
mod tidy;
