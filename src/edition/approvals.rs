//! Approvals 签妥的公示稿: the folders of proofs beside a notice → those that everybody has signed, and the one of them that
//! stands.

use super::ready::Ready;
use super::submission::{of_proof, verified};
use crate::ledger::{self, Digest, Life, Posting, Stage};
use crate::policy::NoticeKind;
use crate::proof::{Derived, Sheets, is_of_contacts_alone, is_of_words_alone};
use crate::sealed::signoff::Signer;
use crate::workspace::{Notice, ProofFolder, Workspace};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A proof that everybody has signed 签妥的公示稿.
#[derive(Debug, Clone)]
pub(crate) struct Approval {
    /// The proof.
    pub(crate) sheets: Arc<Sheets>,
    /// Who signed.
    pub(crate) signers: Vec<Signer>,
    /// The roster's check value that they signed.
    pub(crate) check: Option<String>,
    /// SHA-256 of the roster that was signed, where the statements are of the old forms.
    pub(crate) carried: Option<String>,
    /// Day of the last signature.
    pub(crate) day: NaiveDate,
}

impl Approval {
    /// First day and version.
    pub(crate) fn planned(&self) -> Option<(NaiveDate, u16)> {
        Some((self.sheets.proof.first.parse().ok()?, self.sheets.proof.version.parse().ok()?))
    }

    fn version(&self) -> u16 {
        self.planned().map_or(0, |(_, version)| version)
    }
}

/// Every proof of a notice that everybody has signed.
pub(crate) fn approvals(workspace: &Workspace, ready: &Ready, notice: &Notice) -> Vec<Approval> {
    let approved = |folder: &ProofFolder| {
        if is_ended(folder) {
            return None;
        }
        let sheets = read(notice, folder)?;
        let digest = sheets.proof.digest();
        let kind = ready.kind_under(notice, &digest)?;
        let submission = of_proof(workspace, ready, (notice, kind), &sheets, (&folder.path, &folder.files));
        let signed = verified(workspace, ready, &submission, &digest).ok()?;
        let day = signed.signers().iter().map(|signer| signer.date).max()?;
        let (signers, check) = (signed.signers().to_vec(), signed.check().map(str::to_owned));
        let carried = submission.carried.map(|carried| carried.roster_sha256);
        Some(Approval { sheets: Arc::new(sheets), signers, check, carried, day })
    };
    notice.proofs.iter().filter_map(approved).collect()
}

/// What stands in a folder whose proof was signed, once another of its version was signed.
pub(crate) const ENDED: &str = "ended.json";

/// The form of that file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEnd {
    form: String,
    /// Digest of the proof that was signed instead; empty where this one was signed once more.
    by: String,
}

/// The bytes of the file that ends a proof in favour of another, or of none.
pub(crate) fn ended_by(digest: Option<&Digest>) -> Vec<u8> {
    let by = digest.map_or_else(String::new, Digest::to_string);
    serde_json::to_vec_pretty(&WrittenEnd { form: "mingbai-ended/1".to_owned(), by }).unwrap_or_default()
}

/// Whether another proof of the same version was signed after this one. What cannot be read ends it too.
pub(crate) fn is_ended(folder: &ProofFolder) -> bool {
    folder.files.get(ENDED).is_some_and(|bytes| {
        serde_json::from_slice::<WrittenEnd>(bytes).ok().is_none_or(|is| !is.by.is_empty())
    })
}

/// The proof in a folder, if it is this notice's and lies in the folder that bears its check code.
pub(crate) fn read(notice: &Notice, folder: &ProofFolder) -> Option<Sheets> {
    let sheets = Sheets::read(&folder.files).ok()?;
    let own = folder.path.rsplit('/').next() == Some(sheets.folder().as_str());
    (own && sheets.proof.notice == notice.id).then_some(sheets)
}

/// The proof of a digest beside a notice, with its folder.
pub(crate) fn by_digest<'a>(notice: &'a Notice, digest: &Digest) -> Option<(&'a ProofFolder, Sheets)> {
    let read = |folder| Some((folder, read(notice, folder)?));
    notice.proofs.iter().filter_map(read).find(|(_, sheets)| sheets.proof.digest() == *digest)
}

/// The proof that stands 生效的公示稿, whatever became of the inputs since: the one that hangs, or, from its first day or
/// first print run on, the last that was signed. `planned`: day and version of the notice's file.
pub(crate) fn standing<'a>(
    (notice, approvals): (&Notice, &'a [Approval]),
    life: &Life,
    (planned, today): ((NaiveDate, u16), NaiveDate),
) -> Option<&'a Approval> {
    let last = approvals.iter().map(Approval::version).max();
    let begun = |is: &&Approval| {
        let printed = || life.latest_run(&is.sheets.proof.digest()).is_some() && Some(is.version()) == last;
        is.planned().is_some_and(|(first, _)| first <= today) || printed()
    };
    let Some(posting) = life.posting() else { return newest(approvals.iter().filter(begun)) };
    let posted = approvals.iter().find(|is| is.sheets.proof.digest() == posting.signed);
    // A posting of the old form names what the old statements were made over.
    let posted = posted.or_else(|| newest(approvals.iter().filter(|is| is.version() == posting.version)));
    let later = newest(approvals.iter().filter(|is| is.version() > posting.version).filter(begun));
    match life.stage {
        // What is to hang next is not bound by what hung.
        Stage::Amended if later.is_none() && life.planned_again(planned.0, planned.1) => None,
        Stage::Amended => later.or(posted),
        // A slip of the pen was mended: the period runs on, with the same list and the same days.
        _ => {
            let slip = life.amended.iter().any(|(_, restart, _)| !restart);
            let hangs = hangs(notice, life);
            // What was derived from a later version says that this version stands.
            let of = derived_of(notice, life);
            let mended = |is: &&Approval| {
                of.as_ref() == Some(&is.sheets.proof.digest())
                    || hangs.as_ref().is_none_or(|hung| may_follow(life, hung, &is.sheets))
            };
            later.filter(|_| slip).filter(mended).or(posted)
        }
    }
}

/// The proof that hangs by the ledger: the one that was posted, or what stands in its place since.
pub(crate) fn hangs(notice: &Notice, life: &Life) -> Option<Sheets> {
    let posting = life.posting()?;
    let digest = life.derived.as_ref().unwrap_or(&posting.signed);
    let named = by_digest(notice, digest).map(|(_, sheets)| sheets);
    named.or_else(|| of_old_posting(notice, posting))
}

/// What was signed of the version that a posting of the old form hung: such a posting names no proof.
fn of_old_posting(notice: &Notice, posting: &Posting) -> Option<Sheets> {
    let version = posting.version.to_string();
    let signed = |folder: &&ProofFolder| folder.is_signed() && !is_ended(folder);
    let folders = notice.proofs.iter().filter(|_| posting.run.is_none()).filter(signed);
    folders.filter_map(|folder| read(notice, folder)).find(|sheets| sheets.proof.version == version)
}

/// The proof from which the one in its place follows, as can be shown of the two.
fn derived_of(notice: &Notice, life: &Life) -> Option<Digest> {
    let (folder, sheets) = by_digest(notice, life.derived.as_ref()?)?;
    let derived = Derived::read(folder.files.get(Derived::FILE)?)?;
    let (_, signed) = by_digest(notice, &derived.of)?;
    derived.proves(&signed, &sheets).is_ok().then_some(derived.of)
}

/// Whether a next version may take the place of what hangs while the period runs on: where only words were mended, or
/// contacts and further places changed, whichever was recorded.
pub(crate) fn may_follow(life: &Life, hung: &Sheets, next: &Sheets) -> bool {
    match life.contact_only {
        true => is_of_contacts_alone(hung, next),
        false => is_of_words_alone(hung, next),
    }
}

/// How many of a kind's roles sign a proof: one alone where only contacts and further places change.
pub(crate) fn signers_needed(
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    sheets: &Sheets,
) -> usize {
    let all = kind.signed_by.len();
    if sheets.proof.version == "1" {
        return all;
    }
    let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
    let version = sheets.proof.version.parse::<u16>().unwrap_or(0);
    let next = life.contact_only && life.posting().is_some_and(|posting| version > posting.version);
    // What stands in its place since was derived from it: it was signed by so many then.
    let stands = derived_of(notice, &life) == Some(sheets.proof.digest());
    let follows = || hangs(notice, &life).is_some_and(|hung| is_of_contacts_alone(&hung, sheets));
    let contacts = next && (stands || follows());
    if contacts { all.min(1) } else { all }
}

/// What hung of a notice that is over: the ledger says so, whatever became of keys and signatures since. Nobody is named as
/// its signer.
pub(crate) fn over(notice: &Notice, life: &Life, today: NaiveDate) -> Option<Approval> {
    let posting = life.posting().filter(|posting| posting.rows_until < today)?;
    let (_, sheets) = by_digest(notice, &posting.signed)?;
    let signers = Vec::new();
    Some(Approval { sheets: Arc::new(sheets), signers, check: None, carried: None, day: posting.day })
}

/// The newest version, and of one version what was signed last.
pub(crate) fn newest<'a>(approvals: impl Iterator<Item = &'a Approval>) -> Option<&'a Approval> {
    approvals.max_by_key(|is| (is.version(), is.day, is.sheets.folder()))
}
