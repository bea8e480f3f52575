//! Printing 付印: a notice that everybody has signed → the sheets of a print run, cleared by the gate, and laid beside its proof.

use super::cases::{Case, Cases, cases};
use super::declarations::declarations;
use super::documents::{township_contacts, village_contacts};
use super::held::Held;
use super::notices::{board, print};
use super::prints::{on_board, print_all, village_names};
use super::ready::Ready;
use super::runs;
use super::terms::of_others;
use super::voices::phones;
use crate::diag::Diagnostic;
use crate::document::{Document, Fragment, Public};
use crate::pipeline::print_theme;
use crate::policy::Channel;
use crate::policy::fields::classify;
use crate::proof::Sheets;
use crate::publish::{self, Single};
use crate::render::Draft;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::schedule::State;
use crate::sealed::audit::Gate;
use crate::sealed::roster::Roster;
use crate::workspace::{Notice, Workspace, fonts};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Sheets by file name.
pub(crate) type PrintedSheets = BTreeMap<String, Vec<u8>>;

/// What sheets of one notice are made and judged with, outside a build.
pub(super) struct SheetPress {
    gate: Gate,
    theme: PrintTheme,
    fonts: FontBook,
    names: Vec<Fragment>,
}

impl SheetPress {
    /// For a notice among all notices.
    pub(super) fn new(
        workspace: &Workspace,
        ready: &Ready,
        (cases, case): (&[Case<'_>], &Case<'_>),
    ) -> Result<Self, Vec<Diagnostic>> {
        let (others, _) = of_others(workspace, ready, cases);
        let own = cases.iter().filter_map(|case| case.roster.as_deref());
        let unsigned = cases.iter().filter_map(|case| case.unsigned.as_deref());
        let rosters: Vec<&Roster> =
            own.chain(unsigned).chain(others.iter().map(|(_, roster)| &**roster)).collect();
        let gate = Gate::new(&rosters, &classify(&ready.fields), &declarations(workspace, ready));
        let theme = print_theme(workspace)?;
        let fonts = fonts::find(&theme)?;
        let mut contacts = village_contacts(case.village);
        contacts.extend(township_contacts(workspace));
        let names = [village_names(workspace), phones(&contacts)].concat();
        Ok(Self { gate, theme, fonts, names })
    }

    /// One file, once the gate has cleared it.
    pub(super) fn cleared(&self, draft: Draft<Public>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let cleared = self.gate.clear(vec![Arc::new(draft)]).map_err(|leaks| leaks.0)?;
        Ok(cleared.into_drafts().into_iter().map(|draft| draft.bytes.clone()).next().unwrap_or_default())
    }

    /// Sheets of a document on the township's papers, once the gate has cleared them.
    pub(super) fn sheets(
        &self,
        workspace: &Workspace,
        path: &str,
        document: &Document<Public>,
    ) -> Result<PrintedSheets, Vec<Diagnostic>> {
        let papers = &workspace.township.board_papers;
        let made = print_all(on_board(papers, path, document), &self.names, &self.theme, &self.fonts)?;
        let drafts: Vec<Arc<Draft<Public>>> = made.into_iter().map(Arc::new).collect();
        let cleared = self.gate.clear(drafts).map_err(|leaks| leaks.0)?;
        let named = cleared.into_drafts().into_iter().filter_map(|draft| {
            let (_, name) = draft.path.rsplit_once('/')?;
            Some((name.to_owned(), draft.bytes.clone()))
        });
        Ok(named.collect())
    }
}

/// The sheets of a run of a notice that is made now; none where nothing is to hang. `rehearsal`: whether
/// every sheet says so.
pub(crate) fn run_of(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    (run, rehearsal): (u32, bool),
) -> Result<PrintedSheets, Vec<Diagnostic>> {
    let Cases { cases, mut held, .. } = cases(workspace, ready, Held::new())?;
    let found = cases.iter().find(|case| case.notice.id == notice.id && !case.held);
    let Some((case, sheets)) = found.and_then(|case| Some((case, case.sheets.clone()?))) else {
        return Err(held.remove(&notice.id).unwrap_or_default());
    };
    if !case.kind.channel.contains(&Channel::Board) || case.state == State::Expired {
        return Ok(PrintedSheets::new());
    }
    let foot = runs::foot(case, &sheets, run, &ready.ledger.imprint());
    let Some(document) = print(workspace, ready, (case, &sheets), &foot) else {
        return Ok(PrintedSheets::new());
    };
    let press = SheetPress::new(workspace, ready, (&cases, case))?;
    let press = SheetPress { theme: press.theme.rehearsing(rehearsal), ..press };
    press.sheets(workspace, &board(case), &document)
}

/// Lays the sheets of a run beside the proof, for whoever prints them.
pub(crate) fn lay_beside(
    workspace: &Workspace,
    notice: &Notice,
    proof: &Sheets,
    run: u32,
    sheets: &PrintedSheets,
) -> Result<(), Vec<Diagnostic>> {
    let folder = workspace.root.join(format!("{}.proof/{}", notice.id, proof.folder()));
    let path = |name: &str| folder.join(format!("print-{run}{}", name.trim_start_matches(&notice.stem)));
    let named: Vec<(PathBuf, &Vec<u8>)> = sheets.iter().map(|(name, bytes)| (path(name), bytes)).collect();
    let singles = named.iter().map(|(path, bytes)| Single { path, bytes, private: false });
    publish::write_replace_together(&singles.collect::<Vec<_>>()).map_err(|error| vec![error])
}
