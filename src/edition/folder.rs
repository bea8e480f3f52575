//! Auditing any folder 审查文件夹: `mingbai audit DIR --roster FILE…`. Rosters are read for the search only; what this
//! workspace shows openly explains names there as it does in a build.

use super::cases::cases;
use super::declarations::declarations;
use super::documents::documents;
use super::held::Held;
use super::ready::{field_table, ready};
use crate::diag::{Diagnostic, Place};
use crate::document::{Fragment, fragments};
use crate::pipeline::themes;
use crate::policy::fields::classify;
use crate::render::site;
use crate::sealed::audit::{Declarations, audit_folder as audit};
use crate::sealed::gate::{Reading, for_search, identifying};
use crate::sealed::roster::Roster;
use crate::sealed::roster_bytes::RosterBytes;
use crate::workspace::{self, Workspace};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Audits any folder against rosters that are read for the search only.
pub fn audit_folder(
    workspace: &Workspace,
    folder: &Path,
    rosters: &[PathBuf],
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let fields = field_table(workspace)?;
    let files = workspace::files::everything(folder);
    if !folder.is_dir() || files.is_empty() {
        return Err(vec![workspace::files::unreadable(&folder.to_string_lossy())]);
    }
    let mut read = Vec::new();
    let mut errors = Vec::new();
    for path in rosters {
        let shown = path.to_string_lossy();
        let reading = Reading {
            fields: &fields,
            sheets: Vec::new(),
            hidden_rows: None,
            headers: BTreeMap::new(),
            as_of: workspace.today,
            village: None,
            villages: Vec::new(),
            kind: None,
        };
        match workspace::files::bytes(path).map(RosterBytes::seal) {
            Some(bytes) => match for_search(&shown, &bytes, &reading) {
                Ok(roster) => read.push(roster),
                // What stops a notice does not stop a search: here everybody in the file counts, as in a build.
                Err(found) => match identifying(&shown, &bytes, &fields, workspace.today) {
                    Ok(roster) => read.push(roster),
                    Err(_) => errors.extend(found),
                },
            },
            None => errors
                .push(Diagnostic { at: Place::file(shown.clone()), ..workspace::files::unreadable(&shown) }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let rosters: Vec<&Roster> = read.iter().collect();
    let open = open_texts(workspace).unwrap_or_default();
    let declared =
        ready(workspace).map_or_else(|_| Declarations::default(), |ready| declarations(workspace, &ready));
    Ok(audit(files, &rosters, (&open, &declared), false, &classify(&fields)))
}

/// Every open text that an edition of this workspace shows. Notices that cannot be opened add nothing.
pub(crate) fn open_texts(workspace: &Workspace) -> Result<Vec<Fragment>, Vec<Diagnostic>> {
    let ready = ready(workspace)?;
    let cases = cases(workspace, &ready, Held::new()).map(|is| is.cases).unwrap_or_default();
    let (theme, _) = themes(workspace)?;
    let documents = documents(workspace, &ready, &cases)?;
    let mut open: Vec<Fragment> = site::pages(&documents.site, &theme)?
        .into_iter()
        .flat_map(|draft| draft.fragments().to_vec())
        .collect();
    open.extend(documents.board.iter().flat_map(|(_, document)| fragments(document)));
    open.extend(documents.voices.open_texts());
    open.sort();
    open.dedup();
    Ok(open)
}
