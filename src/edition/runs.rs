//! Print runs 付印: a proof that is shown, its signatures and the ledger → what stands at the foot of its prints, and the
//! sheets that were kept of a run.
//!
//! A run that nobody recorded is the first, as it was when everybody had signed: its sheets are the same bytes whenever
//! they are made.

use super::cases::Case;
use super::kept;
use super::ready::Ready;
use crate::diag::{Diagnostic, Place};
use crate::ledger::{Digest, Event, HangingRun, Head, Ledger};
use crate::proof::{Sheets, check_code};
use crate::sealed::signoff::{Signer, Way};
use crate::workspace::{Notice, Workspace};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

crate::codes! {
    LOST = "print-run-lost":
        "这一次付印的存档件不见了，重新做出来的和付印时的不一样（换了程序、版式或者字体），不能冒充同一次付印。从备份找回 kept 文件夹；找不回就重新付印：mingbai print 公示 --again。"
        / "The kept sheets of a print run are gone, and what is made today differs. Restore kept/, or print another run.";
}

/// What stands in the folder of a proof once everybody has signed it.
pub(crate) const APPROVED: &str = "approved.json";

/// The form of that file: when everybody had signed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenApproval {
    /// `mingbai-approval/1`.
    form: String,
    /// The time of the clock.
    at: DateTime<FixedOffset>,
    /// The day as which it counts in a rehearsal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_if: Option<NaiveDate>,
    /// Number of the ledger's line that was the head, 0 without one.
    line: u64,
    /// Its hash.
    head: Digest,
}

const FORM: &str = "mingbai-approval/1";

/// The bytes of the file that says when everybody had signed, and where the ledger ended then.
pub(crate) fn approved(now: DateTime<FixedOffset>, today: NaiveDate, ledger: &Ledger) -> Vec<u8> {
    let Head { line, hash } = ledger.imprint();
    let as_if = (now.date_naive() != today).then_some(today);
    let written = WrittenApproval { form: FORM.to_owned(), at: now, as_if, line, head: hash };
    serde_json::to_vec_pretty(&written).unwrap_or_default()
}

/// Where the ledger ended when everybody had signed a proof, if the ledger still knows of it.
fn at_approval(ready: &Ready, notice: &Notice, sheets: &Sheets) -> Option<Head> {
    let folder = format!("{}.proof/{}", notice.id, sheets.folder());
    let folder = notice.proofs.iter().find(|is| is.path == folder)?;
    let written: WrittenApproval = serde_json::from_slice(folder.files.get(APPROVED)?).ok()?;
    let known = ready.ledger.hash_at(written.line) == Some(&written.head);
    (written.form == FORM && known).then_some(Head { line: written.line, hash: written.head })
}

/// Where the ledger ended when a run was made. One that was not recorded is the first, made when everybody had signed.
pub(crate) fn head(ready: &Ready, case: &Case<'_>, sheets: &Sheets, run: u32) -> Head {
    let digest = sheets.proof.digest();
    let mut printed = ready.ledger.of(&case.notice.id).filter_map(|line| match &line.event {
        Event::Printed(is) if (&is.is.signed, is.is.run) == (&digest, run) => Some(line.seq),
        _ => None,
    });
    if let Some(line) = printed.next() {
        return ready.ledger.imprint_before(line);
    }
    if case.signed.as_ref() != Some(&digest) {
        // A proof that follows from an entry: a household was withdrawn.
        let changed =
            |event: &Event| matches!(event, Event::Withdrawn { .. } | Event::CalendarChanged { .. });
        let entries = ready.ledger.of(&case.notice.id).filter(|line| changed(&line.event));
        return entries
            .last()
            .map_or_else(|| ready.ledger.imprint(), |line| ready.ledger.imprint_before(line.seq + 1));
    }
    // Where it was not written down, what stood there before the day of the last signature.
    at_approval(ready, case.notice, sheets).unwrap_or_else(|| {
        let day = case.signers.iter().map(|signer| signer.date).max();
        ready.ledger.imprint_before_day(day.unwrap_or(case.clocks.posted))
    })
}

/// The number of a run as it stands on its sheets 付印号: `KXTRB-HNQWZ-1`.
pub(crate) fn number(digest: &Digest, run: u32) -> String {
    format!("{}-{run}", check_code(digest))
}

/// The words before it.
const LABEL: &str = "付印号";

/// What stands small at the foot of the sheets of a run.
pub(crate) fn foot(case: &Case<'_>, sheets: &Sheets, run: u32, head: &Head) -> String {
    let ledger = match head.line {
        0 => "未建台账".to_owned(),
        _ => format!("台账末条 {}", head.words()),
    };
    let number = number(&sheets.proof.digest(), run);
    let parts = [format!("{LABEL} {number}"), signed_how(&case.signers), ledger];
    joined(&parts)
}

/// The same of a sheet that nobody has signed.
pub(crate) fn foot_of_sample(sheets: &Sheets) -> String {
    joined(&["样张，未签字，不能张贴".to_owned(), code_words(sheets)])
}

/// The same on the web, and on the print beside the page.
pub(crate) fn foot_on_web(case: &Case<'_>, sheets: &Sheets) -> String {
    joined(&["网上版".to_owned(), code_words(sheets), signed_how(&case.signers)])
}

/// The same in a picture.
pub(crate) fn code_words(sheets: &Sheets) -> String {
    format!("校对码 {}", check_code(&sheets.proof.digest()))
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join("　")
}

/// Which roles signed, and how 签法: their names stand in statements, not on what everybody reads.
fn signed_how(signers: &[Signer]) -> String {
    let roles = |paper: bool| {
        let of_way = signers.iter().filter(|signer| (signer.way == Way::Paper) == paper);
        let roles: Vec<&str> = of_way.map(|signer| signer.role.as_str()).collect();
        let how = if paper { "纸上签字" } else { "密钥签字" };
        (!roles.is_empty()).then(|| format!("{}{how}", roles.join("、")))
    };
    let both: Vec<String> = [roles(false), roles(true)].into_iter().flatten().collect();
    both.join("，")
}

/// The number of a run that a print says, read from its text.
pub(crate) fn number_in(text: &str) -> Option<String> {
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (_, rest) = dense.split_once(LABEL)?;
    let number: String = rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '-').collect();
    let digits: String = rest[number.len()..].chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("{number}{digits}"))
}

/// The sheets of a run as they were kept, by file name, without those that are lost.
pub(crate) fn sheets_of(workspace: &Workspace, run: &HangingRun) -> BTreeMap<String, Vec<u8>> {
    let kept = run.papers.iter().filter_map(|(name, digest)| {
        let bytes = kept::copy(&workspace.root, digest, name).ok()?;
        Some((name.clone(), bytes))
    });
    kept.collect()
}

/// A sheet of a run that is lost, and is not made again to the byte.
pub(crate) fn lost(notice: &Notice, name: &str) -> Diagnostic {
    let message = format!("付印的 {name} 存档件不见了，没有放进 board 文件夹");
    let help = format!("从备份找回 kept 文件夹；找不回就重新付印：mingbai print {} --again", notice.id);
    Diagnostic::warning(&LOST, Place::file(&notice.path), message, help)
}
