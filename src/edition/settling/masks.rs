//! One table of masks 遮名 for the notices of a village, opened → the table, and who could not be told apart.

use super::super::held::{Held, by_file};
use super::super::kept;
use super::super::opening::{How, Opened};
use super::super::ready::Ready;
use crate::sealed::masks::{Masks, Register, Visible, both};
use crate::workspace::Workspace;

/// One table of masks for all notices of a village, those among them whose rows are gone too. Who was told apart in a proof
/// that was signed keeps that mask. What is wrong goes to the notices that it concerns.
pub(super) fn village_masks(workspace: &Workspace, ready: &Ready, opened: &mut [Opened<'_>]) -> Masks {
    let register = register(workspace, opened);
    loop {
        let visible: Vec<Visible<'_>> = opened.iter().filter_map(visible).collect();
        let known = workspace.secret.as_ref().map(|secret| secret.mac());
        let made = match &known {
            Some(mac) => Masks::with(&visible, &ready.pack, (&register, mac)),
            None => Masks::of(&visible, &ready.pack),
        };
        let found = match made {
            Ok(masks) => return masks,
            Err(found) => found,
        };
        let mut held = Held::new();
        let rest = by_file(workspace, found, &mut held);
        let mut fewer = false;
        for opened in opened.iter_mut() {
            let mut own = held.remove(&opened.notice.id).unwrap_or_default();
            own.extend(rest.iter().cloned());
            if let How::Fresh(fresh) = &mut opened.is
                && !own.is_empty()
                && fresh.roster.is_ok()
            {
                fresh.findings.append(&mut own);
                fewer = true;
                fresh.unmasked = true;
            }
        }
        if !fewer {
            return Masks::plain(&ready.pack);
        }
    }
}

fn visible<'o>(opened: &'o Opened<'_>) -> Option<Visible<'o>> {
    let (roster, kind, posted) = match &opened.is {
        How::Not(_) => return None,
        How::Known(kind, (found, roster)) => {
            (roster.as_ref().or(found.unsigned.as_ref())?, *kind, found.clocks.posted)
        }
        How::Fresh(fresh) if fresh.unmasked => return None,
        How::Fresh(fresh) => (&fresh.roster.as_ref().ok()?.roster, fresh.kind, opened.notice.is.posted),
    };
    (!kind.internal()).then_some(Visible { roster, kind, posted })
}

/// How people were told apart in the proofs that were signed in a village: of several tellings the longest.
fn register(workspace: &Workspace, opened: &[Opened<'_>]) -> Register {
    let mut register = Register::new();
    if workspace.secret.is_none() {
        return register;
    }
    let fresh = opened.iter().filter_map(|opened| match &opened.is {
        How::Fresh(fresh) => Some(fresh),
        _ => None,
    });
    for approval in fresh.flat_map(|fresh| &fresh.approvals) {
        for (key, told) in kept::register(&workspace.root, &approval.sheets.proof.digest()) {
            let known = register.entry(key).or_default();
            *known = both(known, &told);
        }
    }
    register
}
