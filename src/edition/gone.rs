//! Notices without files 公示文件不见了: the ledger says that they hang, and nobody could go on showing them.

use super::held::HELD_BACK;
use super::ready::Ready;
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::ledger::{Event, Posting};
use crate::workspace::Workspace;
use std::collections::BTreeMap;

crate::codes! {
    FILE_GONE = "notice-file-gone":
        "台账里这份公示还贴着，公示文件却不见了，网页也就没有了。从备份找回公示文件；真的不公示了，找回以后运行 mingbai withdraw。"
        / "The ledger says that a notice hangs, and its file is gone. Restore it; to end the notice, restore it and withdraw it.";
}

/// Every notice that hangs by the ledger and has no file.
pub(super) fn without_files(workspace: &Workspace, ready: &Ready) -> Vec<Diagnostic> {
    let mut hang: BTreeMap<&str, &Posting> = BTreeMap::new();
    for line in ready.ledger.lines() {
        let Some(notice) = line.notice.as_deref() else { continue };
        match &line.event {
            Event::Posted(posting) | Event::Restarted(posting) => _ = hang.insert(notice, posting),
            Event::Withdrawn { row: None, .. } => _ = hang.remove(notice),
            _ => {}
        }
    }
    let notices = workspace.villages.iter().flat_map(|village| &village.notices);
    let there: Vec<&str> = notices.map(|notice| notice.id.as_str()).collect();
    let broken = |notice: &str| {
        let names = workspace.broken.iter().map(|(name, _)| name.as_str());
        names.clone().any(|name| notice == name || notice.starts_with(&format!("{name}/")))
    };
    let running = hang.into_iter().filter(|(_, posting)| posting.rows_until >= workspace.today);
    let gone = running.filter(|(notice, _)| !there.contains(notice));
    gone.map(|(notice, posting)| {
        if broken(notice) {
            let message = "台账里这份公示还贴着，文件读不出来，现在发布不了";
            let help = "照指出的地方改好，再运行 mingbai build";
            return Diagnostic::refusal(&HELD_BACK, Place::file(format!("{notice}.toml")), message, help);
        }
        let day = chinese_with_weekday(posting.day);
        let message = format!("{day}贴的公示，文件不见了，网上也没有了");
        let help = format!("从备份找回；不公示了的，找回以后运行 mingbai withdraw {notice}");
        Diagnostic::error(&FILE_GONE, Place::file(format!("{notice}.toml")), message, help)
    })
    .collect()
}
