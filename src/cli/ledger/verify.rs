//! `verify ledger`: every line, every witness, and a head that somebody read from a notice.

use super::Outcome;
use crate::cli::Console;
use crate::diag::{Diagnostic, Place};
use crate::edition::ready::ready;
use crate::ledger::codes::CUT;
use crate::ledger::{FILE, fold, witnessed};
use crate::workspace::Workspace;
use std::collections::BTreeSet;

pub(in crate::cli) fn verify(workspace: &Workspace, head: Option<&str>, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    let ledger = &ready.ledger;
    let mut findings = ledger.findings();
    if let Some(head) = head.filter(|head| !ledger.had_head(&head.trim().to_ascii_lowercase())) {
        let short = head.trim().chars().count() < 16;
        let message = if short {
            "末条写得太短，认不出"
        } else {
            "台账里没有这个末条：末尾被切掉过，或被重写过"
        };
        let help = if short {
            "照公示上印的写全16位"
        } else {
            "核对有没有抄错；没有抄错的，从备份找回原来的台账"
        };
        findings.push(Diagnostic::refusal(&CUT, Place::file(FILE).field("--head"), message, help));
    }
    let township = &workspace.township.name;
    let (witnesses, doubtful) = witnessed(ledger, township, &workspace.witness, &ready.keys);
    findings.extend(doubtful);
    let notices: BTreeSet<&str> = ledger.lines().iter().filter_map(|line| line.notice.as_deref()).collect();
    for notice in workspace.villages.iter().flat_map(|village| &village.notices) {
        let Some(kind) = ready.kind_of(notice) else { continue };
        let odd = fold(ledger.of(&notice.id), kind).odd;
        findings.extend(odd.iter().map(|(line, refused)| refused.odd(*line, kind)));
    }
    let last = ledger.head();
    if console.json {
        let seen = witnesses.iter().map(|witness| witness.head.line).max();
        console.json_value(&serde_json::json!({
            "lines": ledger.lines().len(), "head": last, "notices": notices.len(),
            "witnesses": witnesses.len(), "witnessed": seen, "rehearsal": ledger.is_rehearsal(),
        }));
    } else if !ledger.is_present() {
        console.line("还没有台账。贴出第一份公示以后运行 mingbai post。");
    } else if !findings.iter().any(Diagnostic::stops) {
        console.line(format!("台账有效：{}条，末条 {}", ledger.lines().len(), last.hash));
        if ledger.is_rehearsal() {
            console.line("这是演练用的台账，里面的日期不是真的。");
        }
        match witnesses.iter().map(|witness| (witness.head.line, witness.day)).max() {
            None => {
                console.line("还没有乡镇见证过。末尾少了几条，只有和公示上印的末条、或见证核对才看得出。")
            }
            Some((line, day)) => console.line(format!("乡镇见证到第{line}条（{day}）")),
        }
    }
    Ok(findings)
}
