//! How a command ends: the exit codes that scripts depend on.

use std::fmt;

/// How a command that ran to its end came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// Everything done: 0.
    Done,
    /// Done, but something failed, and it was said which: 1.
    SomethingFailed,
    /// Evidence or its database does not verify: 3.
    Integrity,
}

impl Ending {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::SomethingFailed => 1,
            Self::Integrity => 3,
        }
    }
}

/// Work that had begun when an error stopped it; what was committed stays, and the next run completes it.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("stopped on the way; what was done is kept, run it again to complete it")
    }
}

impl std::error::Error for Interrupted {}

/// The exit code of an error: 2, wrong use or input and nothing changed, unless work had begun.
pub(crate) fn code_of(error: &anyhow::Error) -> u8 {
    if error.downcast_ref::<Interrupted>().is_some() { 1 } else { 2 }
}
