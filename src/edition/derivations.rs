//! Derivations 由来: the derived proofs that a notice's entries name → what does not follow from the proof that was signed.
//! No roster is asked.

use super::approvals::by_digest;
use super::ready::Ready;
use crate::diag::{Diagnostic, Place};
use crate::ledger::{Digest, Event};
use crate::proof::{Derived, check_code};
use crate::workspace::Notice;

crate::codes! {
    DERIVED = "proof-derived":
        "台账里撤下了一户，或者因放假安排推迟了最后一天，代替签字稿的那份公示稿不见了、被改过，或者除了撤下的户、推迟的日子还有不同。从备份找回公示文件旁边 .proof 里的那个文件夹。"
        / "A proof that stands in place of a signed one is lost, or does not follow from it. Restore its folder.";
}

/// What was checked of one derived proof: its code, and what it is in words.
pub(crate) struct Follows {
    pub(crate) code: String,
    pub(crate) words: String,
}

/// Every derived proof that the ledger names of a notice: those that follow, and what is wrong with the others.
pub(crate) fn derivations(ready: &Ready, notice: &Notice) -> (Vec<Follows>, Vec<Diagnostic>) {
    let named = ready.ledger.of(&notice.id).filter_map(|line| match &line.event {
        Event::Withdrawn { derived, .. } | Event::CalendarChanged { derived, .. } => derived.as_ref(),
        _ => None,
    });
    let (mut follow, mut wrong) = (Vec::new(), Vec::new());
    for digest in named {
        match follows(ready, notice, digest) {
            Ok(one) => follow.push(one),
            Err(why) => {
                let message = format!("代替签字稿的公示稿（校对码 {}）核对不上：{why}", check_code(digest));
                let help = format!("从备份找回 {}.proof 里的文件", notice.id);
                wrong.push(Diagnostic::refusal(&DERIVED, Place::file(&notice.path), message, help));
            }
        }
    }
    wrong.extend(unnamed(ready, notice));
    (follow, wrong)
}

/// A derived proof that no line of the ledger names: its end was cut off, or an entry was broken off.
pub(crate) fn unnamed(ready: &Ready, notice: &Notice) -> Option<Diagnostic> {
    let named = |digest: &Digest| {
        ready.ledger.of(&notice.id).any(|line| match &line.event {
            Event::Withdrawn { derived, .. } | Event::CalendarChanged { derived, .. } => {
                derived.as_ref() == Some(digest)
            }
            _ => false,
        })
    };
    let derived = notice.proofs.iter().filter(|folder| folder.files.contains_key(Derived::FILE));
    let digests = derived.filter_map(|folder| Some(Digest::of(folder.files.get("proof.json")?)));
    let unknown = digests.into_iter().find(|digest| !named(digest))?;
    let message =
        format!("有一份撤下了户或者推迟了日子的公示稿（校对码 {}），台账里没有记", check_code(&unknown));
    let help = "刚才记到一半的，再记一次；不是的，台账少了行，从备份找回 ledger.jsonl";
    Some(Diagnostic::refusal(&DERIVED, Place::file(&notice.path), message, help))
}

fn follows(ready: &Ready, notice: &Notice, digest: &Digest) -> Result<Follows, &'static str> {
    let (folder, sheets) = by_digest(notice, digest).ok_or("文件不见了，或者被改过")?;
    let derived = folder.files.get(Derived::FILE).and_then(|bytes| Derived::read(bytes));
    let derived = derived.ok_or("没有写明由来")?;
    let (_, signed) = by_digest(notice, &derived.of).ok_or("签过字的那一份不见了")?;
    derived.proves(&signed, &sheets)?;
    let kind = ready.kind_under(notice, &derived.of);
    let word = kind.and_then(|kind| kind.small_group.as_ref()).map(|rule| rule.shown_as.as_str());
    if derived.merged.as_ref().is_some_and(|merged| word.is_some_and(|word| word != merged.word)) {
        return Err("合并小组的叫法不是政策包里的");
    }
    let gone = derived.withdrawn();
    let fewer = (gone > 0).then(|| format!("减去{gone}户"));
    let later = derived.number.as_ref().map(|number| format!("最后一天照{number}推迟"));
    let words: Vec<String> = fewer.into_iter().chain(later).collect();
    Ok(Follows { code: check_code(digest), words: words.join("，") })
}
