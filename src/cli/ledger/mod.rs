//! The ledger's commands 台账命令: what a clerk types → one event, stated, appended, and what becomes due then.
//!
//! The same command twice writes once. Nothing is undone but by another entry.

mod arguments;
mod duty;
mod events;
mod record;
mod say;
mod verify;
mod witness;

pub(super) use arguments::{Entry, LedgerCommand};
pub(super) use verify::verify;

use super::Console;
use crate::diag::Diagnostic;
use crate::ledger::Moment;
use crate::workspace::{self, Workspace};
use chrono::NaiveDate;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Runs a command of the ledger; `given` is the day of `--today`.
pub(super) fn run(
    workspace: &Workspace,
    given: Option<NaiveDate>,
    command: &LedgerCommand,
    console: &mut Console,
) -> Outcome {
    // A given day, or a sample's, is taken at its word; else entries carry the time of the clock.
    let moment = match given.or(workspace.township.sample_day) {
        Some(day) => Moment::Day(day),
        None => Moment::Clock(workspace::now()),
    };
    match command {
        LedgerCommand::Witness { key, note } => {
            witness::witness(workspace, key, note.as_deref(), moment, console)
        }
        LedgerCommand::Done { entry, due, .. } if entry.notice.starts_with("duty/") => {
            duty::done(workspace, entry, *due, moment, console)
        }
        _ => record::record(workspace, command, moment, console),
    }
}
