//! Signatures on paper in a bag 包里的纸上签字: the payload → who signed so, and which records do not hold.
//!
//! A record proves nothing by itself: whoever checks the bag looks at the scan, which stays in the office. Where a scan lies in
//! the bag all the same, it must be the one that was recorded.

use super::bag::Files;
use crate::ledger::Digest;
use crate::sealed::signoff::{PAPER_ENDING, PaperApproval};

/// The records by path below `data/`.
fn records(payload: &Files) -> impl Iterator<Item = (&String, Option<PaperApproval>)> {
    let own = payload.iter().filter(|(path, _)| path.contains("/signoff/") && path.ends_with(PAPER_ENDING));
    own.map(|(path, bytes)| (path, PaperApproval::read(bytes)))
}

/// Who signed on paper, a line each.
pub(super) fn told(payload: &Files) -> Vec<String> {
    let told = |is: PaperApproval| {
        format!("{}（{}，{}）纸上签字，看扫描件，SHA-256 {}", is.role, is.notice, is.day, is.scan)
    };
    records(payload).filter_map(|(_, is)| is.map(told)).collect()
}

/// Records that do not fit what lies beside them. Paths below `data/`, and why.
pub(super) fn contradictions(payload: &Files) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for (path, is) in records(payload) {
        let Some(is) = is else {
            found.push((path.clone(), "纸上签字的记录读不懂"));
            continue;
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let proof = payload.get(&format!("{folder}/proof.json"));
        if proof.is_some_and(|proof| Digest::of(proof).as_str() != is.digest) {
            found.push((path.clone(), "纸上签的不是旁边这份公示稿"));
        }
        let name = format!("/{}.{}", is.scan, is.scan_kind);
        let scans = payload.iter().filter(|(path, _)| path.ends_with(&name));
        let others = scans.filter(|(_, bytes)| Digest::of(bytes).as_str() != is.scan);
        found.extend(others.map(|(path, _)| (path.clone(), "扫描件不是登记的那一份")));
    }
    found
}
