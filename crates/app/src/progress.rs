//! How far a long piece of work is: bars where a person watches a terminal, plain lines otherwise, nothing when quiet.

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::io::Write;

/// Shows how far a run is.
#[derive(Debug, Clone)]
pub(crate) enum Progress {
    Bars(MultiProgress),
    Lines,
    Silent,
}

/// One piece of work that is being shown.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// The form that fits who watches.
    pub(crate) fn fitting(quiet: bool) -> Self {
        match (quiet, crate::output::person_watches()) {
            (true, _) => Self::Silent,
            (false, true) => Self::Bars(MultiProgress::new()),
            (false, false) => Self::Lines,
        }
    }

    /// Begins to show a piece of work whose length is not known yet.
    pub(crate) fn begin(&self, name: &str) -> Piece {
        let Self::Bars(bars) = self else {
            return Piece { bar: None };
        };
        let style = ProgressStyle::with_template("{spinner} {prefix:18} {pos:>5}/{len:<5} {bar:30} {msg}");
        let bar = bars.add(ProgressBar::new(0));
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(name.to_owned());
        Piece { bar: Some(bar) }
    }

    /// Says one thing that is done.
    pub(crate) fn say(&self, text: &str) {
        let written = match self {
            Self::Bars(bars) => bars.println(text),
            Self::Lines => writeln!(std::io::stderr(), "{text}"),
            Self::Silent => Ok(()),
        };
        // progress is a courtesy: a closed standard error must not stop the night
        drop(written);
    }
}

impl Piece {
    /// There is more to do than was known.
    pub(crate) fn more(&self, count: usize) {
        if let Some(bar) = &self.bar {
            bar.inc_length(count as u64);
        }
    }

    /// One part is done.
    pub(crate) fn step(&self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
            bar.set_message(crate::output::cut(what, 50));
        }
    }

    /// The whole is done.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
