//! What is laid before the gate for a notice 送签材料: its files, a proof and the pack → what is signed of it, and how its roster
//! is to be read.

use super::approvals::{by_digest, signers_needed};
use super::kept_keys;
use super::ready::Ready;
use crate::calendar::chinese_with_weekday;
use crate::diag::Diagnostic;
use crate::ledger::{Digest, Event};
use crate::policy::{NoticeKind, Pack};
use crate::proof::{Proof, Sheets, channel_words, check_code, counts_in_words, is_of_days_alone};
use crate::sealed::gate::Reading;
use crate::sealed::signoff::{
    self, Carried, Form, Official, OnPaper, PAPER_ENDING, REFUSED_ENDING, RoleRequirement, SignedOff,
    StatementFile, Subject, Submission, Way, to_clean,
};
use crate::workspace::written::{self, SignedHow};
use crate::workspace::{Files, Notice, Village, Workspace};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What stands beside a proof that `upgrade` carried over.
pub(crate) const CARRIED: &str = "carried.json";

/// The form of that file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenCarried {
    /// `mingbai-carried/1`.
    pub(crate) form: String,
    /// SHA-256 of the roster's bytes that were signed.
    pub(crate) roster_sha256: String,
    /// SHA-256 of the pack that was signed.
    pub(crate) pack_sha256: String,
}

impl WrittenCarried {
    /// The form of the file.
    pub(crate) const FORM: &str = "mingbai-carried/1";
}

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

/// The folder of statements about a list that stays in the office.
pub(crate) fn internal_folder(notice: &Notice) -> String {
    format!("v{}-internal", notice.is.version)
}

/// What is laid before the gate of a proof that lies in a folder of this path with these files.
pub(crate) fn of_proof(
    workspace: &Workspace,
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    sheets: &Sheets,
    (path, files): (&str, &Files),
) -> Submission {
    let subject = of_sheets(sheets, only_days(notice, sheets, files).as_deref());
    let pack = ready.pack_under(&sheets.proof.digest());
    let mut laid = submission(workspace, pack, (notice, kind), subject, (path, files));
    // Which roles signed what hung says its folder, where the pack of that day is lost: it was posted with all of them.
    let digest = sheets.proof.digest();
    if ready.earlier.lost(&digest).is_some() && hung(ready, &notice.id, &digest) && pack_is_other(&laid) {
        let signed = laid
            .statements
            .iter()
            .map(|file| &file.path)
            .chain(laid.paper.approvals.iter().map(|(path, _)| path));
        let role = |path: &String| {
            let name = path.rsplit('/').next()?;
            let role = name.strip_suffix(".txt").or_else(|| name.strip_suffix(PAPER_ENDING))?;
            Some(RoleRequirement { id: role.to_owned(), title: role.to_owned() })
        };
        laid.required = signed.filter_map(role).collect();
        laid.required.dedup_by(|one, other| one.title == other.title);
    }
    laid.required.truncate(signers_needed(ready, (notice, kind), sheets));
    laid
}

/// Whether a role of today's pack has no file here.
fn pack_is_other(laid: &Submission) -> bool {
    let by_key =
        |title: &str| laid.statements.iter().any(|file| file.path.ends_with(&format!("/{title}.txt")));
    let on_paper = |title: &str| {
        laid.paper.approvals.iter().any(|(path, _)| path.ends_with(&format!("/{title}{PAPER_ENDING}")))
    };
    laid.required.iter().any(|role| !by_key(&role.title) && !on_paper(&role.title))
}

/// What is laid before the gate of a list that stays in the office: how many stand on it.
pub(crate) fn of_internal(
    workspace: &Workspace,
    ready: &Ready,
    (village, notice, kind): (&Village, &Notice, &NoticeKind),
    counts: Option<(usize, Option<usize>)>,
) -> Submission {
    let path = format!("{}.proof/{}", notice.id, internal_folder(notice));
    let empty = Files::new();
    let files =
        notice.proofs.iter().find(|folder| folder.path == path).map_or(&empty, |folder| &folder.files);
    let counted = counts.map_or_else(String::new, |(households, people)| {
        format!("{households}户{}", people.map_or_else(String::new, |people| format!("{people}人")))
    });
    let lines = vec![
        ("公示", to_clean(&notice.id)),
        ("村", to_clean(&format!("{}{}", workspace.township.name, village.is.name))),
        ("种类", to_clean(&kind.title)),
        ("版次", notice.is.version.to_string()),
        ("日期", chinese_with_weekday(notice.is.posted)),
        ("名单", to_clean(&counted)),
    ];
    let subject = Subject { form: Form::Internal, lines };
    submission(workspace, &ready.pack, (notice, kind), subject, (&path, files))
}

fn submission(
    workspace: &Workspace,
    pack: &Pack,
    (notice, kind): (&Notice, &NoticeKind),
    subject: Subject,
    (path, files): (&str, &Files),
) -> Submission {
    let title = |id: &str| {
        pack.is.role.iter().find(|role| role.id == id).map_or(id, |role| role.title.as_str()).to_owned()
    };
    let texts = files.iter().filter(|(name, _)| name.ends_with(".txt"));
    let statements = texts.map(|(name, text)| StatementFile {
        path: format!("{path}/{name}"),
        text: text.clone(),
        signature: files.get(&format!("{name}.minisig")).cloned(),
    });
    Submission {
        notice: notice.id.clone(),
        village: notice.village.clone(),
        place: notice.path.clone(),
        subject,
        check: workspace.secret.as_ref().map(|secret| notice.roster.check(secret.mac())),
        carried: carried(files),
        required: kind
            .signed_by
            .iter()
            .map(|id| RoleRequirement { id: id.clone(), title: title(id) })
            .collect(),
        statements: statements.collect(),
        paper: on_paper(workspace, notice, (path, files)),
        today: workspace.today,
    }
}

/// What lies beside a proof of signatures on paper, and who may sign so.
fn on_paper(workspace: &Workspace, notice: &Notice, (path, files): (&str, &Files)) -> OnPaper {
    let ending = |ending: &str| {
        let own = files.iter().filter(|(name, _)| name.ends_with(ending));
        own.map(|(name, bytes)| (format!("{path}/{name}"), bytes.clone())).collect()
    };
    let village = workspace.villages.iter().find(|village| village.slug == notice.village);
    let officials = village.into_iter().flat_map(|village| &village.is.official);
    let official = |is: &written::Official| Official {
        role: is.role.clone(),
        name: is.name.clone(),
        from: is.from,
        until: is.until,
    };
    OnPaper {
        approvals: ending(PAPER_ENDING),
        refusals: ending(REFUSED_ENDING),
        officials: officials.chain(&workspace.township.official).map(official).collect(),
        only: workspace.township.signing.signed_how.map(|how| match how {
            SignedHow::Key => Way::Key,
            SignedHow::Paper => Way::Paper,
        }),
        approved_before: false,
        keys_lost: false,
    }
}

/// Whether the ledger says that a proof hung.
fn hung(ready: &Ready, notice: &str, digest: &Digest) -> bool {
    ready.ledger.of(notice).any(|line| match &line.event {
        Event::Posted(posting) | Event::Restarted(posting) => posting.signed == *digest,
        _ => false,
    })
}

/// Whether everybody has signed a proof: as things are now, or as they were when it was approved. Officials come
/// and go; what hung once is not taken back by a key that is gone.
pub(crate) fn verified(
    workspace: &Workspace,
    ready: &Ready,
    submission: &Submission,
    digest: &Digest,
) -> Result<SignedOff, Vec<Diagnostic>> {
    let now = signoff::verify(submission, &ready.keys);
    if now.is_ok() || submission.statements.is_empty() && submission.paper.approvals.is_empty() {
        return now;
    }
    let hung = hung(ready, &submission.notice, digest);
    if !hung && !kept_keys::was_approved(&workspace.root, digest) {
        return now;
    }
    // Without a posting a key that was deleted was taken back, as far as anybody can tell.
    let paper = OnPaper { approved_before: true, keys_lost: hung, ..submission.paper.clone() };
    let before = Submission { paper, ..submission.clone() };
    signoff::verify(&before, &ready.keys).or(now)
}

fn carried(files: &Files) -> Option<Carried> {
    let is: WrittenCarried = serde_json::from_slice(files.get(CARRIED)?).ok()?;
    let known = is.form == WrittenCarried::FORM;
    known.then_some(Carried { roster_sha256: is.roster_sha256, pack_sha256: is.pack_sha256 })
}

/// A proof in the words of a statement.
/// `days`: the check code of the proof from which it differs in days only.
pub(crate) fn of_sheets(sheets: &Sheets, days: Option<&str>) -> Subject {
    let Proof { notice, title, township, village, kind, version, number, .. } = &sheets.proof;
    let proof = &sheets.proof;
    let day = |text: &str| text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), chinese_with_weekday);
    let period = proof.period.as_ref().map_or_else(
        || "没有公示期".to_owned(),
        |period| format!("{}到{}", day(&period.first), day(&period.last)),
    );
    let columns = |face: &crate::proof::Face| match face.is_listed() {
        true => format!("{}（{}）", channel_words(&face.channel), face.columns.join("、")),
        false => format!("{}（不列名单）", channel_words(&face.channel)),
    };
    let shown: Vec<String> = sheets.faces.iter().map(columns).collect();
    let digest = proof.digest();
    let mut lines = vec![
        ("公示", to_clean(notice)),
        ("标题", to_clean(title)),
        ("村", to_clean(&format!("{township}{village}"))),
        ("种类", to_clean(kind)),
        ("版次", to_clean(&format!("第{version}版（{number}）"))),
        ("张贴日", day(&proof.first)),
        ("公示期", to_clean(&period)),
        ("张贴保留到", day(&proof.board_until)),
        ("网上名单到", day(&proof.web_until)),
        ("名单", to_clean(&counts_in_words(proof))),
        ("公开的栏", to_clean(&shown.join("；"))),
        ("校对码", check_code(&digest)),
        ("公示稿SHA-256", digest.to_string()),
    ];
    if let Some(code) = days {
        let at = lines.iter().position(|(label, _)| *label == "张贴日").unwrap_or(0);
        lines.insert(at, ("只改日期", format!("其余和校对码{code}的那一稿一样")));
    }
    Subject { form: Form::Proof, lines }
}

/// What stands beside a proof that differs from a signed one in days only.
pub(crate) const DAYS: &str = "days.json";

/// The form of that file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDays {
    /// `mingbai-days/1`.
    form: String,
    /// Digest of the signed proof.
    of: Digest,
}

/// The bytes of that file.
pub(crate) fn days_of(signed: &Sheets) -> Vec<u8> {
    let written = WrittenDays { form: "mingbai-days/1".to_owned(), of: signed.proof.digest() };
    serde_json::to_vec_pretty(&written).unwrap_or_default()
}

/// The same file where it lies beside a draft already.
pub(crate) fn kept_days(notice: &Notice, folder: &str) -> Option<(String, Vec<u8>)> {
    let folder = notice.proofs.iter().find(|is| is.path == folder)?;
    Some((DAYS.to_owned(), folder.files.get(DAYS)?.clone()))
}

/// The check code of the proof from which one differs in days only, if it says so and it is so.
pub(crate) fn only_days(notice: &Notice, sheets: &Sheets, files: &Files) -> Option<String> {
    let written: WrittenDays = serde_json::from_slice(files.get(DAYS)?).ok()?;
    let (_, signed) = by_digest(notice, &written.of)?;
    is_of_days_alone(&signed, sheets).then(|| check_code(&written.of))
}
