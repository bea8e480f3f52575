//! Rosters, signed or not → how many rows each notice would show that are like no other, for the office alone.

use super::cases::unknown_kind;
use super::ready::{Ready, ready};
use super::submission::reading;
use crate::diag::{Diagnostic, sort};
use crate::ledger;
use crate::sealed::gate;
use crate::sealed::risk::{self, Risk};
use crate::workspace::{Notice, Village, Workspace};
use serde::Serialize;

/// What is known of a notice's rows.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Rows {
    /// The notice's name on the command line.
    pub(crate) notice: String,
    /// Village.
    pub(crate) village: String,
    /// Kind.
    pub(crate) kind: String,
    /// How many rows the pack wants alike; none when it says nothing of it.
    pub(crate) k: Option<usize>,
    /// For who reads the web, and for who reads the board.
    pub(crate) risks: Vec<Risk>,
}

/// What was read, and the notices whose roster could not be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Risks {
    /// Every notice that shows rows.
    pub(crate) notices: Vec<Rows>,
    /// Names of those that could not be read.
    pub(crate) unread: Vec<String>,
    /// Why not.
    pub(crate) findings: Vec<Diagnostic>,
}

/// Counts for all notices, or for those that `wanted` names.
pub(crate) fn risks(
    workspace: &Workspace,
    wanted: impl Fn(&Notice) -> bool,
) -> Result<Risks, Vec<Diagnostic>> {
    let ready = ready(workspace)?;
    let mut out = Risks::default();
    for village in &workspace.villages {
        for notice in village.notices.iter().filter(|notice| wanted(notice)) {
            match rows(&ready, village, notice) {
                Ok(rows) => out.notices.extend(rows),
                Err(found) => {
                    out.unread.push(notice.id.clone());
                    out.findings.extend(found.into_iter().filter(Diagnostic::stops));
                }
            }
        }
    }
    sort(&mut out.findings);
    Ok(out)
}

/// None where no row is ever shown.
fn rows(ready: &Ready, village: &Village, notice: &Notice) -> Result<Option<Rows>, Vec<Diagnostic>> {
    let kind =
        ready.pack.notice(notice.is.kind.get_ref()).ok_or_else(|| vec![unknown_kind(ready, notice)])?;
    if !risk::shows_rows(&ready.pack, kind) {
        return Ok(None);
    }
    let mut roster = gate::for_search(&notice.roster_path, &notice.roster, &reading(ready, village, notice))?;
    let gone = ledger::fold(ready.ledger.of(&notice.id), kind).life.withdrawn_rows;
    roster.withdraw(|row| gone.contains(&ledger::row_key(&notice.id, notice.roster.sha256(), row)));
    Ok(Some(Rows {
        notice: notice.id.clone(),
        village: village.is.name.clone(),
        kind: kind.title.clone(),
        k: risk::k(kind),
        risks: risk::of(&roster, &ready.pack, kind, notice.is.posted),
    }))
}
