//! Earlier inputs 签字时的依据: the proofs that everybody signed, and the inputs that were kept of them → pack, tables and texts by
//! which each goes on, where those of today are others.

use super::approvals::is_ended;
use super::inputs::{Inputs, Reader, lists};
use super::kept;
use super::kept_keys::was_approved;
use super::ready::Ready;
use super::runs::APPROVED;
use super::submission::CARRIED;
use crate::ledger::{Digest, Event, Ledger, Posting};
use crate::policy::{NoticeKind, Pack};
use crate::proof::check_code;
use crate::workspace::{Notice, ProofFolder, Workspace};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What proofs go on by that were signed.
#[derive(Default)]
pub(crate) struct Earlier {
    /// By digest of the proof.
    of: BTreeMap<Digest, GoesBy>,
    /// The signed proof that stands of a notice, as far as its first day, its prints and the ledger say.
    stands: BTreeMap<String, Digest>,
}

/// What a signed proof goes by.
struct GoesBy {
    /// Title of its kind.
    kind: String,
    /// The inputs of that day; none where they are those of today, or were not kept.
    inputs: Option<Arc<Inputs>>,
    /// What was kept of it and cannot be found any more, by path.
    lost: Option<String>,
}

/// A proof that everybody has signed.
struct SignedProof {
    digest: Digest,
    version: u16,
    first: NaiveDate,
    kind: String,
    ended: bool,
}

/// What is read of its file.
#[derive(Deserialize)]
struct WrittenProof {
    notice: String,
    first: NaiveDate,
    version: String,
    kind: String,
}

impl Earlier {
    /// Reads what was kept of every notice that everybody has signed.
    pub(super) fn read(workspace: &Workspace, ledger: &Ledger) -> Self {
        let mut postings: BTreeMap<&str, &Posting> = BTreeMap::new();
        let mut printed: BTreeSet<&Digest> = BTreeSet::new();
        for line in ledger.lines() {
            match (&line.event, line.notice.as_deref()) {
                (Event::Posted(posting) | Event::Restarted(posting), Some(notice)) => {
                    postings.insert(notice, posting);
                }
                (Event::Printed(run), _) => drop(printed.insert(&run.is.signed)),
                _ => {}
            }
        }
        let mut all = Self::default();
        let today = lists(workspace);
        let mut reader = Reader::new(workspace, ledger);
        for notice in workspace.villages.iter().flat_map(|village| &village.notices) {
            let proofs: Vec<SignedProof> =
                notice.proofs.iter().filter_map(|folder| signed_proof(notice, folder)).collect();
            for SignedProof { digest, kind, .. } in &proofs {
                let other = |list: &Vec<u8>| today.get(notice.village.as_str()) != Some(list);
                let list = kept::inputs(&workspace.root, digest).filter(other);
                let inputs = list.as_ref().and_then(|list| reader.read(list, &notice.village));
                let lost = match (was_approved(&workspace.root, digest), list.is_some() && inputs.is_none()) {
                    (false, _) => Some(format!("kept/source/{digest}")),
                    (true, true) => Some("kept/inputs".to_owned()),
                    (true, false) => None,
                };
                all.of.insert(digest.clone(), GoesBy { kind: kind.clone(), inputs, lost });
            }
            let posting = postings.get(notice.id.as_str());
            let stands = proofs.into_iter().filter(|is| {
                let hangs = posting.is_some_and(|posting| posting.signed == is.digest);
                let begun = is.first <= workspace.today || printed.contains(&is.digest);
                hangs || !is.ended && begun && posting.is_none_or(|posting| is.version > posting.version)
            });
            let stands = stands.max_by_key(|is| is.version);
            all.stands.extend(stands.map(|is| (notice.id.clone(), is.digest)));
        }
        all
    }

    /// The inputs of a proof that was signed, where they are others than today's.
    pub(super) fn inputs(&self, signed: &Digest) -> Option<&Arc<Inputs>> {
        self.of.get(signed)?.inputs.as_ref()
    }

    /// What was kept of a proof that was signed and is lost: by what it went then nobody knows any more.
    pub(super) fn lost(&self, signed: &Digest) -> Option<&str> {
        self.of.get(signed)?.lost.as_deref()
    }
}

fn signed_proof(of: &Notice, folder: &ProofFolder) -> Option<SignedProof> {
    if ![APPROVED, CARRIED].iter().any(|name| folder.files.contains_key(*name)) {
        return None;
    }
    let bytes = folder.files.get("proof.json")?;
    let WrittenProof { notice, first, version, kind } = serde_json::from_slice(bytes).ok()?;
    let (digest, version) = (Digest::of(bytes), version.parse().ok()?);
    // What lies in the folder of another is no proof of this notice.
    let own = notice == of.id && folder.path.ends_with(&check_code(&digest));
    own.then(|| SignedProof { digest, version, first, kind, ended: is_ended(folder) })
}

impl Ready {
    /// The pack under which a proof goes on: the one of the day when it was signed, else today's.
    pub(crate) fn pack_under(&self, signed: &Digest) -> &Pack {
        self.earlier.inputs(signed).map_or(&self.pack, |inputs| &inputs.ready().pack)
    }

    /// The pack under which what stands of a notice goes on; today's for what is still to be signed.
    pub(crate) fn pack_of(&self, notice: &str) -> &Pack {
        self.earlier.stands.get(notice).map_or(&self.pack, |signed| self.pack_under(signed))
    }

    /// The kind of a notice: of what stands, else of what is still to be signed.
    pub(crate) fn kind_of(&self, notice: &Notice) -> Option<&NoticeKind> {
        match self.earlier.stands.get(&notice.id) {
            Some(signed) => self.kind_under(notice, signed),
            None => self.pack.notice(notice.is.kind.get_ref()),
        }
    }

    /// The kind of a notice as it was when a proof of it was signed.
    pub(crate) fn kind_under(&self, notice: &Notice, signed: &Digest) -> Option<&NoticeKind> {
        let (pack, kind) = (self.pack_under(signed), notice.is.kind.get_ref());
        let Some(goes_by) = self.earlier.of.get(signed) else { return pack.notice(kind) };
        // The notice's file may name another kind by now, or the pack call it by another name.
        let is_it = |kind: &&NoticeKind| kind.title == goes_by.kind;
        let found = pack.notice(kind).filter(is_it).or_else(|| pack.is.notice.iter().find(is_it));
        found.or_else(|| pack.notice(kind)).or_else(|| self.pack.notice(kind))
    }
}
