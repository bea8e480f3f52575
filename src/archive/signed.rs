//! What hung and who signed it 包里的签字: the payload and the lines of a notice → proofs that are not there, statements about another
//! proof, roles of the pack whose word is missing, and texts for reading that say something else than the proof.

use super::bag::Files;
use super::derived::proofs;
use crate::ledger::{Event, Line};
use crate::proof::{Sheets, is_of_contacts_alone};
use crate::sealed::signoff::{PAPER_ENDING, digest_of};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is read of a pack.
#[derive(Deserialize)]
struct WrittenPack {
    #[serde(default)]
    role: Vec<WrittenRole>,
    #[serde(default)]
    notice: Vec<WrittenKind>,
}

#[derive(Deserialize)]
struct WrittenRole {
    id: String,
    title: String,
}

#[derive(Deserialize)]
struct WrittenKind {
    title: String,
    #[serde(default)]
    signed_by: Vec<String>,
}

/// Paths below `data/` that do not hold, and why. `folder`: the notice's, with a stroke at its end.
pub(super) fn wrong(payload: &Files, folder: &str, lines: &[Line]) -> Vec<(String, &'static str)> {
    let prefix = format!("{folder}signoff/");
    let proofs = proofs(payload, &prefix);
    let mut found = Vec::new();
    let read: BTreeMap<&String, Sheets> =
        proofs.iter().filter_map(|(path, files)| Some((path, Sheets::read(files).ok()?))).collect();
    for (path, sheets) in &read {
        let digest = sheets.proof.digest();
        for (name, text) in proofs[*path].iter().filter(|(name, _)| name.ends_with(".txt")) {
            // Statements of the old form name a roster, not a proof.
            if digest_of(text).is_some_and(|named| named != digest.as_str()) {
                found.push((format!("{path}/{name}"), "声明签的不是旁边这份公示稿"));
            }
        }
        let laid_out = format!("{folder}read/{}/proof.txt", &path[prefix.len().min(path.len())..]);
        match payload.get(&laid_out) {
            None => found.push((laid_out, "公示稿的文字版不在包里")),
            Some(text) if *text != sheets.to_text().into_bytes() => {
                found.push((laid_out, "文字版和公示稿不一样"));
            }
            Some(_) => {}
        }
    }
    let mut before: Option<&Sheets> = None;
    for line in lines {
        let (Event::Posted(posting) | Event::Restarted(posting)) = &line.event else { continue };
        // Lines of before there were print runs name no proof.
        if posting.run.is_none() {
            continue;
        }
        let Some((path, sheets)) = read.iter().find(|(_, is)| is.proof.digest() == posting.signed) else {
            found.push((prefix.trim_end_matches('/').to_owned(), "台账记着张贴的公示稿，包里没有"));
            continue;
        };
        let signed = |role: &String| {
            let by_key = [format!("{role}.txt"), format!("{role}.txt.minisig")];
            let files = &proofs[*path];
            by_key.iter().all(|name| files.contains_key(name))
                || files.contains_key(&format!("{role}{PAPER_ENDING}"))
        };
        let roles = roles(payload, &sheets.proof.kind);
        let missing: Vec<&String> = roles.iter().filter(|role| !signed(role)).collect();
        // Where only contacts changed one of them signs.
        let one = before.is_some_and(|before| is_of_contacts_alone(before, sheets));
        let enough = missing.is_empty() || one && missing.len() < roles.len();
        if !enough {
            found.push(((*path).clone(), "要签字的角色，包里缺了签字"));
        }
        before = Some(sheets);
    }
    found
}

/// Titles of the roles that sign a kind of this title, by the packs in the bag; none where they do not tell.
fn roles(payload: &Files, kind: &str) -> Vec<String> {
    let packs = payload.iter().filter(|(path, _)| path.starts_with("policy") && path.ends_with("/pack.toml"));
    for (_, bytes) in packs {
        let text = String::from_utf8_lossy(bytes);
        let Ok(pack) = toml::from_str::<WrittenPack>(&text) else { continue };
        if let Some(kind) = pack.notice.iter().find(|is| is.title == kind) {
            let of =
                |id: &String| pack.role.iter().find(|role| role.id == *id).map(|role| role.title.clone());
            return kind.signed_by.iter().map(|id| of(id).unwrap_or_else(|| id.clone())).collect();
        }
    }
    Vec::new()
}
