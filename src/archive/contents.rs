//! A notice's papers 归档材料 → where each lies in a bag. One folder a notice, `notices/<village>/<notice>/`, whose names
//! `verify` and archivists can rely on.

use super::bag::Files;
use super::derived;
use super::on_paper;
use super::signed;
use crate::ledger::{Digest, Event, Line, verify_excerpt};
use crate::sealed::signoff::{TrustedKeys, role_of};
use std::collections::BTreeMap;

/// Everything about one notice that goes into the open part of a bag.
#[derive(Debug, Default)]
pub struct Papers {
    /// Folder of the village and file stem of the notice.
    pub place: (String, String),
    /// What hung and what the website showed, one entry a posting in order: prints by file name, pages by path.
    pub postings: Vec<(Files, Files)>,
    /// Prints that hung later in place of what was posted, in order.
    pub replaced: Vec<Files>,
    /// Signed statements with their signatures, by file name.
    pub statements: Files,
    /// Every proof among them laid out for reading, by its folder: `v1-KXTRB-HNQWZ/proof.txt`.
    pub readable: Files,
    /// Public keys of those who signed, by file name.
    pub keys: Files,
    /// The ledger's lines about it, with the digests that lead to the ledger's head.
    pub excerpt: String,
}

impl Papers {
    fn folder(&self) -> String {
        format!("notices/{}/{}", self.place.0, self.place.1)
    }

    /// Puts the papers where they belong.
    pub fn into_payload(self, payload: &mut Files) {
        let folder = self.folder();
        let mut put = |inner: String, files: Files| {
            payload
                .extend(files.into_iter().map(|(name, bytes)| (format!("{folder}/{inner}/{name}"), bytes)));
        };
        for (at, (prints, pages)) in self.postings.into_iter().enumerate() {
            put(format!("posted-{}", at + 1), prints);
            put(format!("posted-{}/web", at + 1), pages);
        }
        for (at, prints) in self.replaced.into_iter().enumerate() {
            put(format!("replaced-{}", at + 1), prints);
        }
        put("read".into(), self.readable);
        put("signoff".into(), self.statements);
        put("keys".into(), self.keys);
        payload.insert(format!("{folder}/ledger.jsonl"), self.excerpt.into_bytes());
    }
}

/// What a bag says of itself that does not hold, beyond its manifests: an excerpt whose chain is broken, or papers that
/// are not those which the excerpt says hung, or statements that nobody signed. Paths below `data/`, and why.
pub fn contradictions(payload: &Files) -> Vec<(String, &'static str)> {
    let mut found = unsigned(payload);
    found.extend(on_paper::contradictions(payload));
    for (path, bytes) in payload.iter().filter(|(path, _)| is_excerpt(path)) {
        let folder = path.trim_end_matches("ledger.jsonl");
        match verify_excerpt(bytes, path) {
            Err(_) => found.push((path.clone(), "台账摘录的链对不上")),
            Ok((lines, _)) => {
                found.extend(derived::wrong(payload, folder, &lines));
                found.extend(signed::wrong(payload, folder, &lines));
                let posted = posted(&lines);
                found.extend(strangers(payload, folder, &posted));
                for (inner, digest) in posted {
                    let file = format!("{folder}{inner}");
                    match payload.get(&file) {
                        None => found.push((file, "台账记着张贴过，包里没有")),
                        Some(bytes) if Digest::of(bytes) != digest => {
                            found.push((file, "不是台账记着的那一份"));
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }
    found
}

/// Files that lie among what hung, and that no line names.
fn strangers(
    payload: &Files,
    folder: &str,
    posted: &BTreeMap<String, Digest>,
) -> Vec<(String, &'static str)> {
    let inside = |path: &&String| {
        let inner = path
            .strip_prefix(folder)
            .filter(|inner| inner.starts_with("posted-") || inner.starts_with("replaced-"));
        inner.is_some_and(|inner| !posted.contains_key(inner))
    };
    payload.keys().filter(inside).map(|path| (path.clone(), "台账没有记着这一份")).collect()
}

/// Where the excerpt of a notice should be, for each whose folder has none.
pub(super) fn without_excerpt(payload: &Files) -> Vec<String> {
    let folder = |path: &String| {
        let mut parts = path.strip_prefix("notices/")?.splitn(3, '/');
        Some(format!("notices/{}/{}/ledger.jsonl", parts.next()?, parts.next()?))
    };
    let mut excerpts: Vec<String> = payload.keys().filter_map(folder).collect();
    excerpts.dedup();
    excerpts.retain(|path| !payload.contains_key(path));
    excerpts
}

/// Excerpts that lead to another head than the bag says: number and hash of the ledger's last line when it was packed.
pub(super) fn other_heads(payload: &Files, head: &str) -> Vec<String> {
    let excerpts = payload.iter().filter(|(path, _)| is_excerpt(path));
    let other = excerpts.filter(|(path, bytes)| {
        verify_excerpt(bytes, path).is_ok_and(|(_, is)| format!("{} {}", is.line, is.hash) != head)
    });
    other.map(|(path, _)| path.clone()).collect()
}

/// Statements whose signature does not hold under the keys beside it. Whether those keys are the village's own is for who
/// knows the village to say: they are told by `mingbai verify` of the workspace, and stand in its `keys/`.
fn unsigned(payload: &Files) -> Vec<(String, &'static str)> {
    let statements = payload.iter().filter(|(path, _)| path.ends_with(".txt") && path.contains("/signoff/"));
    let mut found = Vec::new();
    for (path, text) in statements {
        let Some((folder, _)) = path.split_once("/signoff/") else { continue };
        let beside = format!("{folder}/keys/");
        let keys: Vec<(String, Vec<u8>)> = payload
            .iter()
            .filter_map(|(path, bytes)| {
                Some((format!("keys/{}", path.strip_prefix(&beside)?), bytes.clone()))
            })
            .collect();
        let Ok(keys) = TrustedKeys::parse(&keys) else {
            found.push((path.clone(), "旁边的公钥读不懂"));
            continue;
        };
        let signature = payload.get(&format!("{path}.minisig")).map_or(&[][..], Vec::as_slice);
        let role = role_of(text);
        match keys.township_signer(text, signature) {
            None => found.push((path.clone(), "签名和声明对不上")),
            Some((signer, _)) if role.as_deref().is_none_or(|role| role != signer) => {
                found.push((path.clone(), "不是这个角色的签名"));
            }
            Some(_) => {}
        }
    }
    found
}

fn is_excerpt(path: &str) -> bool {
    path.starts_with("notices/") && path.ends_with("/ledger.jsonl") && path.matches('/').count() == 3
}

/// Files that the lines say hung, by their place in the notice's folder.
fn posted(lines: &[Line]) -> BTreeMap<String, Digest> {
    let (mut files, mut postings, mut replaced) = (BTreeMap::new(), 0, 0);
    for line in lines {
        let (folder, papers, pages) = match &line.event {
            Event::Posted(posting) | Event::Restarted(posting) => {
                postings += 1;
                (format!("posted-{postings}"), &posting.papers, Some(&posting.pages))
            }
            Event::PostedAlso(posting) => (format!("posted-{postings}"), &posting.papers, None),
            Event::Replaced { run, .. } => {
                replaced += 1;
                (format!("replaced-{replaced}"), &run.papers, None)
            }
            _ => continue,
        };
        files.extend(papers.iter().map(|(name, is)| (format!("{folder}/{name}"), is.clone())));
        let pages = pages.into_iter().flatten();
        files.extend(pages.map(|(path, is)| (format!("{folder}/web/{path}"), is.clone())));
    }
    files
}
