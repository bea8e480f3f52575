//! Ledger 公示台账: what really happened to a notice, one event a line, chained by hashes; events → a notice's life.
//!
//! `content/ledger.jsonl` is read by `workspace`, judged here, and written only by [`Locked`], under a lock, one line
//! after the other, each on the disk before it is told. A line is never changed: a wrong entry is answered by
//! another. No name of an objector, no household's data and no text of an objection ever stands in it.

mod chain;
mod clocks;
pub mod codes;
mod event;
mod excerpt;
mod file;
mod keys;
mod life;
mod next;
mod refused;
mod review;
mod runs;
mod transition;
mod witness;

pub use chain::{Ledger, Line, holds_rehearsal};
pub use clocks::{clocks, state};
pub use event::{Body, Digest, Event, HangingRun, Photos, Posting, PrintRun, row_key};
pub use excerpt::{Head, excerpt, verify_excerpt};
pub use file::{Locked, Moment};
pub use keys::{KeyEntry, key_entries};
pub use life::{DutiesDone, Fold, Life, Objection, Stage, duties_done, fold};
pub use next::next;
pub use refused::Refused;
pub use review::review;
pub use transition::Applied;
pub use witness::{Witness, witnessed};

/// Name of the ledger inside the workspace.
pub const FILE: &str = "ledger.jsonl";

#[cfg(test)]
mod tests;
