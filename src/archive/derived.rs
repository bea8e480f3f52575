//! Derived proofs in a bag 包里的由来: files of a notice and its lines of the ledger → which proofs do not follow from the one
//! that was signed. A bag needs no roster and no workspace for it.

use super::bag::Files;
use crate::ledger::{Digest, Event, Line};
use crate::proof::{Derived, Sheets};
use std::collections::BTreeMap;

/// Paths of derived proofs that do not follow, or are not there although a line names them, and why. `folder`: the
/// notice's, with a stroke at its end.
pub(super) fn wrong(payload: &Files, folder: &str, lines: &[Line]) -> Vec<(String, &'static str)> {
    let proofs = proofs(payload, &format!("{folder}signoff/"));
    let of = |wanted: &Digest| {
        let sheets = |(path, files): (&String, &BTreeMap<String, Vec<u8>>)| {
            let sheets = Sheets::read(files).ok()?;
            (sheets.proof.digest() == *wanted).then(|| (path.clone(), sheets))
        };
        proofs.iter().find_map(sheets)
    };
    let mut found = Vec::new();
    for (path, files) in &proofs {
        let Some(bytes) = files.get(Derived::FILE) else { continue };
        let file = format!("{path}/{}", Derived::FILE);
        let proved = match (Derived::read(bytes), Sheets::read(files)) {
            (Some(derived), Ok(sheets)) => match of(&derived.of) {
                Some((_, signed)) => derived.proves(&signed, &sheets),
                None => Err("签过字的那一份不在包里"),
            },
            _ => Err("由来读不懂"),
        };
        found.extend(proved.err().map(|why| (file, why)));
    }
    let named = lines.iter().filter_map(|line| match &line.event {
        Event::Withdrawn { derived, .. } | Event::CalendarChanged { derived, .. } => derived.as_ref(),
        _ => None,
    });
    let is_there = |digest: &&Digest| {
        let at = of(digest).map(|(path, _)| path);
        at.is_some_and(|path| proofs.get(&path).is_some_and(|files| files.contains_key(Derived::FILE)))
    };
    let lost = named.filter(|digest| !is_there(digest));
    found.extend(lost.map(|_| (format!("{folder}signoff"), "台账记着的减去撤下的户的公示稿，包里没有")));
    found
}

/// The folders of proofs, each with its files by name.
pub(super) fn proofs(payload: &Files, prefix: &str) -> BTreeMap<String, BTreeMap<String, Vec<u8>>> {
    let mut proofs: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, bytes) in payload.range(prefix.to_owned()..).take_while(|(path, _)| path.starts_with(prefix)) {
        if let Some((folder, name)) = path.rsplit_once('/') {
            proofs.entry(folder.to_owned()).or_default().insert(name.to_owned(), bytes.clone());
        }
    }
    proofs
}
