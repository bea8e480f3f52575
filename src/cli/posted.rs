//! `proof --posted`: another posting day for a notice that everybody has signed and that does not hang yet → its file with that
//! day, and a proof that differs from the signed one in days only.

use super::naming;
use crate::diag::{Diagnostic, Place};
use crate::edition::approvals::{approvals, newest};
use crate::edition::ready::Ready;
use crate::ledger;
use crate::policy::NoticeKind;
use crate::proof::{Sheets, check_code, is_of_days_alone};
use crate::workspace::{Notice, Workspace};
use chrono::NaiveDate;
use std::sync::{Arc, OnceLock};

crate::codes! {
    NO_DAYS = "proof-not-of-days":
        "只改日期，要先有一稿签妥的，还没有付印、没有张贴，而且除了日期什么也没有改。不是这样的，直接改公示文件里的 posted，照常重新签字。"
        / "Only the days of a signed proof that was neither printed nor posted can be moved by themselves. Otherwise write another day into the notice and sign as usual.";
}

/// The proof that everybody has signed and that a later one may follow in days only.
pub(super) fn signed(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    kind: &NoticeKind,
) -> Result<Arc<Sheets>, Vec<Diagnostic>> {
    let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
    let all = approvals(workspace, ready, notice);
    let version = notice.is.version.to_string();
    let own = newest(all.iter().filter(|is| is.sheets.proof.version == version));
    let hangs = life.posting().is_some() || !life.runs.is_empty();
    match own.filter(|_| !hangs) {
        Some(approval) => Ok(Arc::clone(&approval.sheets)),
        None => {
            let message =
                if hangs { "已经付印或者张贴，不能只改日期" } else { "还没有签妥的稿" };
            Err(vec![refused(notice, message)])
        }
    }
}

/// The workspace as if the notice's file said that day.
pub(super) fn moved(
    mut workspace: Workspace,
    name: &str,
    day: NaiveDate,
) -> Result<Workspace, Vec<Diagnostic>> {
    let id = naming::find(&workspace, name)?.id.clone();
    let notices = workspace.villages.iter_mut().flat_map(|village| &mut village.notices);
    for notice in notices.filter(|notice| notice.id == id) {
        let source = with_day(&notice.source, day);
        notice.source = source.ok_or_else(|| vec![refused(notice, "公示文件里没有 posted 这一行")])?;
        notice.is.posted = day;
        notice.digest = OnceLock::new();
    }
    Ok(workspace)
}

/// A notice's file with another day behind `posted`.
fn with_day(source: &str, day: NaiveDate) -> Option<String> {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        if line.trim_start().starts_with('[') {
            return None;
        }
        if key.trim() == "posted" {
            let end = value.find('#').unwrap_or(value.trim_end().len());
            let rest = &value[end..];
            let space = if rest.starts_with('#') { " " } else { "" };
            let new = format!("{}= {day}{space}{rest}", key);
            return Some(format!("{}{new}{}", &source[..at], &source[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Refuses a proof that differs from the signed one in more than days.
pub(super) fn only_days(notice: &Notice, signed: &Sheets, now: &Sheets) -> Result<(), Vec<Diagnostic>> {
    if is_of_days_alone(signed, now) {
        return Ok(());
    }
    let code = check_code(&signed.proof.digest());
    Err(vec![refused(
        notice,
        &format!("和签妥的那一稿（校对码 {code}）比，除了日期还有别的不同，或者日期没有变"),
    )])
}

fn refused(notice: &Notice, message: &str) -> Diagnostic {
    let help = "直接改公示文件里的 posted，照常重新签字";
    Diagnostic::refusal(&NO_DAYS, Place::file(&notice.path).field("--posted"), message, help)
}

#[cfg(test)]
mod tests {
    use super::with_day;

    #[test]
    fn only_the_day_of_the_file_changes() {
        let day = "2025-04-09".parse().unwrap();
        let source = "kind = \"a\"\nposted = 2025-04-07   # 星期一\nversion = 1\n";
        assert_eq!(
            with_day(source, day).unwrap(),
            "kind = \"a\"\nposted = 2025-04-09 # 星期一\nversion = 1\n"
        );
        assert_eq!(with_day("posted=\"2025-04-07\"\r\n", day).unwrap(), "posted= 2025-04-09\r\n");
        assert!(with_day("[headers]\nposted = 2025-04-07\n", day).is_none());
    }
}
