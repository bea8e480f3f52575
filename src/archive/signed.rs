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
        // Where only contacts changed one of them signs.
        let one = before.is_some_and(|before| is_of_contacts_alone(before, sheets));
        let enough = |roles: &Vec<String>| {
            let missing = roles.iter().filter(|role| !signed(role)).count();
            !roles.is_empty() && (missing == 0 || one && missing < roles.len())
        };
        match roles(payload, &sheets.proof.kind) {
            None => found.push(("policy".to_owned(), "政策包读不懂，看不出要哪些角色签字")),
            // A document that is open on request only lies in the bag by its title.
            Some(of_packs) if of_packs.is_empty() => {
                if !proofs[*path]
                    .keys()
                    .any(|name| name.ends_with(".minisig") || name.ends_with(PAPER_ENDING))
                {
                    found.push(((*path).clone(), "包里没有一个签字"));
                }
            }
            Some(of_packs) if !of_packs.iter().any(enough) => {
                found.push(((*path).clone(), "要签字的角色，包里缺了签字"));
            }
            Some(_) => {}
        }
        before = Some(sheets);
    }
    found
}

/// Titles of the roles that sign a kind of this title, by each pack in the bag that has it; nothing where no pack lies in the
/// bag with its text, none where one cannot be read, or no one has the kind.
fn roles(payload: &Files, kind: &str) -> Option<Vec<Vec<String>>> {
    let of_policy = |path: &str| path.starts_with("policy/") || path.starts_with("policy-");
    if !payload.keys().any(|path| of_policy(path)) {
        return None;
    }
    let packs = payload.iter().filter(|(path, _)| of_policy(path) && path.ends_with("/pack.toml"));
    let (mut all, mut read) = (Vec::new(), 0);
    for (_, bytes) in packs {
        let pack: WrittenPack = toml::from_str(std::str::from_utf8(bytes).ok()?).ok()?;
        read += 1;
        let of = |id: &String| pack.role.iter().find(|role| role.id == *id).map(|role| role.title.clone());
        let kinds = pack.notice.iter().filter(|is| is.title == kind);
        all.extend(kinds.map(|is| -> Vec<String> {
            is.signed_by.iter().map(|id| of(id).unwrap_or_else(|| id.clone())).collect()
        }));
    }
    (read == 0 || !all.is_empty()).then_some(all)
}
