//! The ledger's commands 台账命令: what a clerk types → one event, stated, appended, and what becomes due then.
//!
//! The same command twice writes once. Nothing is undone but by another entry.

mod arguments;
mod duty;
mod events;
mod post;
mod putting_off;
mod record;
mod say;
mod verify;
mod withdrawing;
mod witness;

pub(super) use arguments::{Entry, LedgerCommand};
pub(super) use verify::verify;

use super::Console;
use crate::diag::Diagnostic;
use crate::ledger::{Event, Ledger, Locked, Moment};
use crate::workspace::{self, Workspace};
use chrono::NaiveDate;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Enters what another room did (an archive, a publication): `events` sees the ledger under its lock. Says whether anything
/// was written.
pub(super) fn enter(
    workspace: &Workspace,
    by: &str,
    given: Option<NaiveDate>,
    console: &mut Console,
    events: impl FnOnce(&Ledger) -> Vec<(Option<String>, Event)>,
) -> Result<bool, Vec<Diagnostic>> {
    let locked = Locked::open(&workspace.root).map_err(|error| vec![error])?;
    let before = locked.read(&workspace.township.name).map_err(|error| vec![error])?;
    let events = events(&before);
    if events.is_empty() {
        return Ok(false);
    }
    let lines =
        locked.append(&before, by, events, moment(workspace, given), None).map_err(|error| vec![error])?;
    say::became_rehearsal(&lines, before.is_rehearsal(), console);
    Ok(true)
}

/// Every entry carries the time of the clock; one of a given day, or of a sample's, counts as of that day: a rehearsal.
fn moment(workspace: &Workspace, given: Option<NaiveDate>) -> Moment {
    Moment { at: workspace::now(), as_if: as_if(workspace, given) }
}

fn as_if(workspace: &Workspace, given: Option<NaiveDate>) -> Option<NaiveDate> {
    given.or(workspace.township.sample_day)
}

/// Refuses what would be recorded in earnest in a rehearsal, before anything is written. A ledger that cannot be read is
/// for others to tell of.
pub(super) fn in_earnest(workspace: &Workspace, given: Option<NaiveDate>) -> Result<(), Vec<Diagnostic>> {
    let ledger = Ledger::read(workspace.ledger.as_deref(), &workspace.township.name);
    let taken = ledger.map_or(Ok(()), |ledger| ledger.takes(as_if(workspace, given)));
    taken.map_err(|refused| vec![refused])
}

/// Runs a command of the ledger; `given` is the day of `--today`.
pub(super) fn run(
    workspace: &Workspace,
    given: Option<NaiveDate>,
    command: &LedgerCommand,
    console: &mut Console,
) -> Outcome {
    in_earnest(workspace, given)?;
    let moment = moment(workspace, given);
    match command {
        LedgerCommand::Witness { key, note } => {
            witness::witness(workspace, key, note.as_deref(), moment, console)
        }
        LedgerCommand::Done { entry, due, .. } if entry.notice().starts_with("duty/") => {
            duty::done(workspace, entry, *due, moment, console)
        }
        _ => record::record(workspace, command, moment, console),
    }
}
