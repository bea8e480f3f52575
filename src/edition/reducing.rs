//! Reducing 撤下: a proof that stands, and which households the ledger says are gone → the proof that stands without them, from
//! the source that was kept when it was signed. Nothing new is disclosed, so nobody signs again.

use super::approvals::{self, Approval, approvals, standing};
use super::inputs::AsSigned;
use super::kept;
use super::memory::Read;
use super::proofs::{self, DraftSource, draft};
use super::ready::Ready;
use super::settling::merged_in;
use super::submission::reading;
use crate::ledger::{Digest, Life, row_key};
use crate::policy::{Channel, NoticeKind, Pack};
use crate::proof::{Derived, Sheets, SmallGroups};
use crate::schedule::Clocks;
use crate::sealed::gate;
use crate::sealed::masks::{Masks, Visible};
use crate::workspace::{Notice, Village, Workspace};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A workspace, what was checked of it, and a village.
pub(crate) type Setting<'a> = (&'a Workspace, &'a Ready, &'a Village);

/// What a signed proof was drawn from: drawn up again, it says the same.
pub(crate) struct Source<'a> {
    setting: Setting<'a>,
    notice: &'a Notice,
    kind: &'a NoticeKind,
    /// Its roster.
    pub(crate) read: Read,
    masks: Masks,
    /// Groups that it showed together with others.
    merged: BTreeSet<String>,
}

/// A proof without households that were withdrawn.
pub(crate) struct Reduced {
    pub(crate) sheets: Sheets,
    pub(crate) derived: Derived,
}

impl<'a> Source<'a> {
    /// The kept source of a proof, or the files as they are, whichever still comes to the same proof.
    pub(crate) fn of(
        as_signed: Option<&'a AsSigned>,
        today: (Setting<'a>, &'a Notice),
        signed: &Sheets,
    ) -> Option<Self> {
        let kept = as_signed.map(|is| (is.setting(today.0), &is.notice));
        kept.into_iter().chain([today]).find_map(|(setting, notice)| Self::drawn(setting, notice, signed))
    }

    fn drawn(setting: Setting<'a>, notice: &'a Notice, signed: &Sheets) -> Option<Self> {
        let (workspace, ready, village) = setting;
        let kind = ready.pack.notice(notice.is.kind.get_ref())?;
        let reading = reading(ready, village, notice);
        let (roster, findings) = gate::read(&notice.roster_path, &notice.roster, &reading).ok()?;
        let read = Read { digest: [0; 32], roster: Arc::new(roster), findings };
        let mac = workspace.secret.as_ref()?.mac();
        let register = kept::register(&workspace.root, &signed.proof.digest());
        let visible = Visible { roster: &read.roster, kind, posted: notice.is.posted };
        let masks = Masks::with(&[visible], &ready.pack, (&register, &mac)).ok()?;
        let merged = merged_in(signed, &ready.pack, kind);
        let of = DraftSource { village, notice, kind, roster: &read.roster, merged: &merged };
        let drafted = draft(workspace, ready, of, &masks).ok()?;
        drafted.says_the_same(signed).then_some(Self { setting, notice, kind, read, masks, merged })
    }

    /// The roster without the households of these keys, one after the other; and how many were found.
    pub(crate) fn rest(&self, keys: &[Digest]) -> Option<(Read, usize)> {
        let (_, ready, village) = self.setting;
        let notice = self.notice;
        let reading = reading(ready, village, notice);
        let mut roster = gate::for_search(&notice.roster_path, &notice.roster, &reading).ok()?;
        let sha256 = notice.roster.sha256();
        let gone = keys
            .iter()
            .map(|key| roster.withdraw(|row| row_key(&notice.id, sha256, row) == *key))
            .max()
            .unwrap_or(0);
        Some((Read { roster: Arc::new(roster), ..self.read.clone() }, gone))
    }

    /// The proof without these households, in so far as it can be shown to follow from the signed one; `before`: the derived
    /// proof that stands, whose days go on.
    pub(crate) fn without(
        &self,
        rest: &(Read, usize),
        signed: &Sheets,
        before: Option<&(Sheets, Derived)>,
    ) -> Option<Reduced> {
        let (workspace, ready, village) = self.setting;
        let of = DraftSource {
            village,
            notice: self.notice,
            kind: self.kind,
            roster: &rest.0.roster,
            merged: &self.merged,
        };
        let mut drawn = draft(workspace, ready, of, &self.masks).ok()?.with_salts_of(signed);
        // What is counted is what was signed: an amount that nobody can say any more, or that could not be said then, is no new count.
        drawn.count_as(signed);
        let number = before.and_then(|(_, derived)| derived.number.clone());
        let drawn = match before {
            Some((before, _)) if number.is_some() => drawn.with_days_of(before),
            _ => drawn,
        };
        let merged = small_groups(&ready.pack, self.kind);
        let derived = Derived::new(signed.proof.digest(), (rest.1, merged), number);
        // A picture or a script that would say something else is not made.
        let voices: [&[&str]; 4] = [&[], &["loudspeaker"], &["chat"], &["chat", "loudspeaker"]];
        let ways = voices.iter().map(|silent| drawn.without_faces(silent));
        let sheets = ways.into_iter().find(|sheets| derived.proves(signed, sheets).is_ok())?;
        Some(Reduced { sheets, derived })
    }
}

/// How the pack merges small groups of a kind, and under which head of a column.
fn small_groups(pack: &Pack, kind: &NoticeKind) -> Option<SmallGroups> {
    let shown = pack.shown(&kind.id, Channel::Web);
    let column = shown.iter().find(|show| show.field == "group")?.title.clone();
    Some(SmallGroups { column, word: kind.small_group.as_ref()?.shown_as.clone() })
}

/// The derived proof of this digest beside a notice, if it follows from the signed one.
pub(crate) fn on_file(notice: &Notice, signed: &Sheets, digest: &Digest) -> Option<(Sheets, Derived)> {
    notice.proofs.iter().find_map(|folder| {
        let derived = Derived::read(folder.files.get(Derived::FILE)?)?;
        let sheets = approvals::read(notice, folder)?;
        let fits = sheets.proof.digest() == *digest && derived.proves(signed, &sheets).is_ok();
        fits.then_some((sheets, derived))
    })
}

/// The proof that everybody has signed and that stands of a notice.
pub(crate) fn signed_of(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    life: &Life,
) -> Option<Approval> {
    let approvals = approvals(workspace, ready, notice);
    let file = (notice.is.posted, notice.is.version);
    standing((notice, &approvals), life, (file, workspace.today)).cloned()
}

/// The proof of a notice without one household more; none where what was signed is lost.
pub(crate) fn without_one_more(
    (workspace, ready, village): Setting<'_>,
    notice: &Notice,
    (life, key): (&Life, &Digest),
) -> Option<Reduced> {
    let signed = signed_of(workspace, ready, notice, life)?.sheets;
    let as_signed = AsSigned::read((workspace, ready), notice, &signed.proof.digest());
    let source = Source::of(as_signed.as_ref(), ((workspace, ready, village), notice), &signed)?;
    let mut keys = life.withdrawn_rows.clone();
    let before = source.rest(&keys).map_or(0, |(_, gone)| gone);
    keys.push(key.clone());
    // A source in which nobody is found by this key is not the one that was signed.
    let rest = source.rest(&keys).filter(|(_, gone)| *gone > before)?;
    let before = life.derived.as_ref().and_then(|digest| on_file(notice, &signed, digest));
    source.without(&rest, &signed, before.as_ref())
}

/// What of the rules under which a notice was signed is not there any more, so that its days cannot be counted anew.
pub(crate) fn rules_lost(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    (life, clocks): (&Life, &Clocks),
) -> Option<String> {
    let signed = signed_of(workspace, ready, notice, life)?.sheets;
    let lost = ready.earlier.lost(&signed.proof.digest()).map(str::to_owned);
    let other = || (!proofs::is_counted_alike(&signed.proof, clocks)).then(|| "kept/source".to_owned());
    lost.or_else(other)
}

/// The proof of a notice with the last days that the holiday tables of today give, because of a document; none where nothing
/// was signed in the form of today, or where more than days would change.
pub(crate) fn put_off(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    (life, clocks): (&Life, &Clocks),
    number: &str,
) -> Option<Reduced> {
    let signed = signed_of(workspace, ready, notice, life)?.sheets;
    if !proofs::is_counted_alike(&signed.proof, clocks) {
        return None;
    }
    let before = life.derived.as_ref().and_then(|digest| on_file(notice, &signed, digest));
    let (stands, gone, merged) = match &before {
        Some((sheets, derived)) => (sheets, derived.withdrawn(), derived.merged.clone()),
        None => (&*signed, 0, None),
    };
    let mut days = stands.clone();
    proofs::put_off(&mut days.proof, clocks);
    let sheets = stands.with_days_of(&days);
    let derived = Derived::new(signed.proof.digest(), (gone, merged), Some(number.trim().to_owned()));
    derived.proves(&signed, &sheets).is_ok().then_some(Reduced { sheets, derived })
}
