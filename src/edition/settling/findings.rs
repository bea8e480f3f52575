//! What is told of a notice whose files and signatures do not agree.

use crate::diag::{Diagnostic, Place, Severity};
use crate::proof::{Sheets, differences};
use crate::sealed::signoff::codes::{CHANGED, LATE, ROSTER_CHANGED};
use crate::sealed::signoff::{SignedOff, Signer, Submission};
use crate::workspace::Notice;
use chrono::NaiveDate;

crate::codes! {
    EDITED = "proof-inputs-edited":
        "公示已经生效，文件在签字以后又改过。网页和公示栏照签过字的那一稿，不跟着改。要换内容，先运行 mingbai amend，改版次，重新签字。"
        / "A notice stands as it was signed; its files were edited since. Another content needs an amendment and another version.";
    NO_SOURCE = "proof-source-lost":
        "撤下了一户，签字时的名册却找不回来了，网上先不列名单。从备份找回 kept/source；或者改版次，重新签字。"
        / "A household was withdrawn, and the roster as it was signed is lost: no row is shown until a new version is signed.";
}

/// Statements about a list that stays in the office hold for the bytes of its roster alone.
pub(super) fn the_same_roster(
    notice: &Notice,
    submission: &Submission,
    signed: SignedOff,
) -> Result<SignedOff, Vec<Diagnostic>> {
    let same = match (signed.check(), &submission.check, &submission.carried) {
        (Some(signed), Some(now), _) => signed == now,
        (None, _, Some(carried)) => carried.roster_sha256 == notice.roster.sha256(),
        // Without its secret nobody can tell.
        _ => false,
    };
    if same {
        return Ok(signed);
    }
    let help = format!("核对改动，每个角色重新运行 mingbai sign {}", submission.notice);
    let at = Place::file(&submission.place).field("名册校验");
    Err(vec![Diagnostic::refusal(&ROSTER_CHANGED, at, "名册在签字之后改过", help)])
}

/// Who signed in the old form need not sign again.
pub(super) fn of_old_form(
    notice: &Notice,
    submission: &Submission,
    mut refused: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    if submission.statements.is_empty() && !notice.statements.is_empty() {
        for finding in &mut refused {
            finding.message = "签字是旧式的，新版程序要先升级才认".to_owned();
            finding.help = "运行 mingbai upgrade，沿用原来的签字".to_owned();
        }
    }
    refused
}

/// The files say something else than what was signed.
pub(super) fn changed(notice: &Notice, signed: &Sheets, now: &Sheets) -> Diagnostic {
    let help = format!("核对改动；没有错的，每个角色重新运行 mingbai sign {}", notice.id);
    let message = format!("签字以后改过，签字不算数了：{}", told(signed, now));
    Diagnostic::refusal(&CHANGED, Place::file(&notice.path), message, help)
}

/// The files of a notice that stands say something else than what stands.
pub(super) fn edited(notice: &Notice, stands: &Sheets, now: Option<&Sheets>) -> Diagnostic {
    let what = now.map_or_else(|| "现在的文件读不成公示".to_owned(), |now| told(stands, now));
    let message = format!("公示照签过字的那一稿，文件以后改过：{what}");
    let help = format!("改错了的改回来；要换内容的，先运行 mingbai amend {}，改版次，重新签字", notice.id);
    Diagnostic::error(&EDITED, Place::file(&notice.path), message, help)
}

/// What stands goes out all the same: nothing weighs more than an error.
pub(super) fn lighter(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.iter_mut().for_each(|finding| finding.severity = finding.severity.min(Severity::Error));
    findings
}

/// What differs, by its name alone: a text of a draft may hold what no message may say. `mingbai proof` tells the words.
fn told(from: &Sheets, to: &Sheets) -> String {
    let mut names: Vec<String> = Vec::new();
    for line in differences(from, to) {
        let name = match line.split_once("一行：") {
            Some((channel, _)) => format!("{}的名单", without_sign(channel)),
            None => match line.split_once('：').map_or(line.as_str(), |(name, _)| name) {
                channel if channel != without_sign(channel) => format!("{}的文字", without_sign(channel)),
                name => name.to_owned(),
            },
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("版面".to_owned());
    }
    names.join("、")
}

/// The channel of a line that says what is more or less there.
fn without_sign(channel: &str) -> &str {
    channel.strip_suffix("多了").or_else(|| channel.strip_suffix("少了")).unwrap_or(channel)
}

/// Somebody signed after the day on which it was to hang.
pub(super) fn late(notice: &Notice, signers: &[Signer], first: &str) -> Option<Diagnostic> {
    let first: NaiveDate = first.parse().ok()?;
    let last = signers.iter().filter(|signer| signer.date > first).max_by_key(|signer| signer.date)?;
    let message = format!("{}签字的日子是{}，晚于张贴日{first}", last.role, last.date);
    let help = "核对张贴日；下次先签字、后张贴";
    Some(Diagnostic::warning(&LATE, Place::file(&notice.path).field("posted"), message, help))
}

pub(super) fn hidden_changed(notice: &Notice) -> Diagnostic {
    let message = "公示的内容没有变，名册里不公开的格在签字以后改过";
    let help =
        format!("办公用的材料照签字时的名册；要用新名册的，每个角色重新运行 mingbai sign {}", notice.id);
    Diagnostic::warning(&ROSTER_CHANGED, Place::file(&notice.roster_path), message, help)
}
