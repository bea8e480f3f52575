//! Notices without files 公示文件不见了: the ledger says that they hang, and nobody could go on showing them.

use super::approvals::is_ended;
use super::held::HELD_BACK;
use super::ready::Ready;
use super::runs::APPROVED;
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::ledger::{Event, Posting};
use crate::proof::Sheets;
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::collections::BTreeMap;

crate::codes! {
    FILE_GONE = "notice-file-gone":
        "这份公示签过字，或者台账里还贴着，公示文件却不见了，网页也就没有了。从备份找回公示文件；真的不公示了，找回以后运行 mingbai withdraw。"
        / "A notice was signed, or hangs by the ledger, and its file is gone. Restore it; to end the notice, restore it and withdraw it.";
}

/// Every notice that hangs by the ledger and has no file.
pub(crate) fn without_files(workspace: &Workspace, ready: &Ready) -> Vec<Diagnostic> {
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
    let signed = signed_alone(workspace, |notice| ready.ledger.of(notice).next().is_some() || broken(notice));
    let running = hang.into_iter().filter(|(_, posting)| posting.rows_until >= workspace.today);
    let gone = running.filter(|(notice, _)| !there.contains(notice));
    let gone = gone.map(|(notice, posting)| {
        if broken(notice) {
            let message = "台账里这份公示还贴着，文件读不出来，现在发布不了";
            let help = "照指出的地方改好，再运行 mingbai build";
            return Diagnostic::refusal(&HELD_BACK, Place::file(format!("{notice}.toml")), message, help);
        }
        let day = chinese_with_weekday(posting.day);
        let message = format!("{day}贴的公示，文件不见了，网上也没有了");
        let help = format!("从备份找回；不公示了的，找回以后运行 mingbai withdraw {notice}");
        Diagnostic::error(&FILE_GONE, Place::file(format!("{notice}.toml")), message, help)
    });
    gone.chain(signed).collect()
}

/// Every notice that everybody signed and that is not over, and has no file; `known`: those of which something else is told.
fn signed_alone(workspace: &Workspace, known: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for folder in workspace.villages.iter().flat_map(|village| &village.orphans) {
        let Ok(sheets) = Sheets::read(&folder.files) else { continue };
        let until = sheets.proof.web_until.max(sheets.proof.board_until);
        let over = until.parse().is_ok_and(|until: NaiveDate| until < workspace.today);
        let signed = folder.files.contains_key(APPROVED) && !is_ended(folder);
        if signed && !over && !known(&sheets.proof.notice) {
            all.insert(sheets.proof.notice, folder.path.clone());
        }
    }
    let tell = |(notice, folder): (String, String)| {
        let help = format!("从备份找回；不公示了的，把 {folder} 移走");
        let message = "签过字的公示，公示文件不见了，不会公示";
        Diagnostic::error(&FILE_GONE, Place::file(format!("{notice}.toml")), message, help)
    };
    all.into_iter().map(tell).collect()
}
