//! What is laid before the gate for a notice 送签材料: a notice's file and the pack → its submission, and how its roster is
//! to be read.

use super::ready::Ready;
use crate::policy::NoticeKind;
use crate::sealed::gate::Reading;
use crate::sealed::signoff::{RoleRequirement, StatementFile, Submission};
use crate::workspace::{Notice, Village, Workspace};

/// How a notice's roster is read.
pub(crate) fn reading<'a>(ready: &'a Ready, village: &Village, notice: &Notice) -> Reading<'a> {
    Reading {
        fields: &ready.fields,
        sheets: notice.is.sheet.iter().chain(&notice.is.sheets).cloned().collect(),
        hidden_rows: notice.is.hidden_rows.filter(|rows| *rows > 0),
        headers: notice.is.headers.clone(),
        as_of: notice.is.posted,
        village: Some(village.is.name.clone()),
        villages: ready.villages.clone(),
        kind: ready
            .pack
            .notice(notice.is.kind.get_ref())
            .map(|kind| format!("{}{}", kind.title, kind.heading)),
    }
}

/// What is laid before the gate for a notice.
pub(crate) fn submission(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    kind: &NoticeKind,
) -> Submission {
    let title = |id: &str| {
        ready.pack.is.role.iter().find(|role| role.id == id).map_or(id, |role| role.title.as_str()).to_owned()
    };
    Submission {
        notice: notice.id.clone(),
        village: notice.village.clone(),
        kind: kind.id.clone(),
        posted: notice.is.posted,
        roster_path: notice.roster_path.clone(),
        roster_bytes: notice.roster.clone(),
        hidden_rows: notice.is.hidden_rows.filter(|rows| *rows > 0),
        pack: ready.pack.id.clone(),
        pack_sha256: ready.pack.sha256.clone(),
        pack_sha256_as_saved: ready.pack.sha256_as_saved.clone(),
        required: kind
            .signed_by
            .iter()
            .map(|id| RoleRequirement { id: id.clone(), title: title(id) })
            .collect(),
        statements: notice
            .statements
            .iter()
            .map(|(path, text, signature)| StatementFile {
                path: path.clone(),
                text: text.clone(),
                signature: signature.clone(),
            })
            .collect(),
        today: workspace.today,
    }
}
