//! Merged groups 合并显示的小组: proofs that were signed → the groups that the web showed together with others, which no later list of
//! the same procedure shows apart.

use super::super::approvals::Approval;
use super::super::opening::{How, Opened};
use super::super::ready::Ready;
use crate::policy::{Channel, NoticeKind, Pack};
use crate::proof::Sheets;
use std::collections::{BTreeMap, BTreeSet};

/// Groups of a village that were shown together with others, by procedure.
pub(super) type MergedGroups = BTreeMap<String, BTreeSet<String>>;

/// Those of all proofs that were signed in a village.
pub(super) fn of_village(ready: &Ready, opened: &[Opened<'_>]) -> MergedGroups {
    let mut all = MergedGroups::new();
    for opened in opened {
        let How::Fresh(fresh) = &opened.is else { continue };
        for Approval { sheets, .. } in &fresh.approvals {
            let merged = merged_in(sheets, ready.pack_under(&sheets.proof.digest()), fresh.kind);
            all.entry(fresh.kind.procedure.clone()).or_default().extend(merged);
        }
    }
    all
}

/// The groups that stand on the board of a proof and not on the web: there they are shown together with others.
pub(crate) fn merged_in(sheets: &Sheets, pack: &Pack, kind: &NoticeKind) -> BTreeSet<String> {
    let groups = |channel: Channel| -> Option<BTreeSet<String>> {
        let face = sheets.face(channel.id())?;
        let shown = pack.shown(&kind.id, channel);
        let title = &shown.iter().find(|show| show.field == "group")?.title;
        let column = face.columns.iter().position(|column| column == title)?;
        Some(face.rows.iter().filter_map(|row| row.get(column).cloned()).collect())
    };
    let (Some(rule), Some(board), Some(web)) =
        (&kind.small_group, groups(Channel::Board), groups(Channel::Web))
    else {
        return BTreeSet::new();
    };
    match web.contains(&rule.shown_as) {
        true => board.difference(&web).cloned().collect(),
        false => BTreeSet::new(),
    }
}
