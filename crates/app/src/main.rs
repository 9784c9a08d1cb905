//! The binary `passend`: the only place with a clock, an environment, printing, a web server and mail.

mod arguments;
mod clock;
mod commands;
mod configuration;
mod demo;
mod digest;
mod embedded;
mod ending;
mod evaluation;
mod imported;
mod output;
mod pipeline;
mod place_in_file;
mod profile_import;
mod progress;
mod source_checks;
mod workplace;

use arguments::{Arguments, Everywhere, LogFormat};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log(&arguments.everywhere);
    match commands::run(&arguments) {
        Ok(ending) => ExitCode::from(ending.code()),
        Err(error) => {
            let told = writeln!(std::io::stderr(), "passend: {error:#}");
            // with standard error gone there is nobody left to tell
            drop(told);
            ExitCode::from(ending::code_of(&error))
        }
    }
}

/// Logs go to standard error; `-q` and `-v` choose how much.
fn start_log(everywhere: &Everywhere) {
    let level = match (everywhere.quiet, everywhere.verbose) {
        (true, _) => "error",
        (false, 0) => "warn",
        (false, 1) => "info,passend=debug",
        (false, _) => "debug",
    };
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(level)).with_writer(std::io::stderr);
    match everywhere.log_format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
}
