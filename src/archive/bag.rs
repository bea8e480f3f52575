//! Payload and a description → every file of a BagIt 1.0 bag 归档包 (RFC 8493), in its only form.
//!
//! The form is canonical: the same payload and description give the same bytes, so that the check can tell even a
//! changed capital letter in a manifest.

use sha2::{Digest, Sha256, Sha512};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Files by path inside the bag, `/`-separated.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The declaration `bagit.txt` (RFC 8493, 2.1.1).
pub(super) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// What `bag-info.txt` says of the software: the check holds bags with this line to the canonical form.
pub(super) const AGENT: &str = concat!("mingbai ", env!("CARGO_PKG_VERSION"));

/// What `bag-info.txt` calls the line that only the bag of a rehearsal 演练 has.
pub const REHEARSAL: &str = "Rehearsal";

/// A checksum of the manifests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Sha256,
    Sha512,
}

impl Algorithm {
    /// Both, in the order of their names.
    pub(super) const ALL: [Self; 2] = [Self::Sha256, Self::Sha512];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// Lower-case hex.
    pub(super) fn of(self, bytes: &[u8]) -> String {
        let hex = |digest: &[u8]| {
            digest.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        };
        match self {
            Self::Sha256 => hex(&Sha256::digest(bytes)),
            Self::Sha512 => hex(&Sha512::digest(bytes)),
        }
    }
}

/// What stands for a whole bag 归档包摘要: the digest of its manifest.
pub fn digest(files: &Files) -> crate::ledger::Digest {
    crate::ledger::Digest::of(files.get("manifest-sha256.txt").map_or(&[], Vec::as_slice))
}

/// Packs a bag. `payload` paths are below `data/` (without it); `info` are further lines of `bag-info.txt` in order,
/// labels in ASCII, values of one line each.
pub fn pack(payload: &Files, info: &[(&str, String)]) -> Files {
    let mut files: Files =
        payload.iter().map(|(path, bytes)| (format!("data/{path}"), bytes.clone())).collect();
    let octets: usize = payload.values().map(Vec::len).sum();
    let mut lines = String::new();
    let own = [
        ("Bag-Software-Agent", AGENT.to_owned()),
        ("Payload-Oxum", format!("{octets}.{}", payload.len())),
        ("Bag-Size", size(octets)),
    ];
    for (label, value) in info.iter().chain(&own) {
        // A value of several lines would need folding, which readers undo in different ways.
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(lines, "{label}: {value}");
    }
    let payload: Vec<String> = files.keys().cloned().collect();
    for algorithm in Algorithm::ALL {
        let manifest = manifest(&files, payload.iter(), algorithm);
        files.insert(format!("manifest-{}.txt", algorithm.name()), manifest);
    }
    files.insert("bagit.txt".into(), DECLARATION.into());
    files.insert("bag-info.txt".into(), lines.into());
    let tags: Vec<String> = files.keys().filter(|path| !path.starts_with("data/")).cloned().collect();
    for algorithm in Algorithm::ALL {
        let manifest = manifest(&files, tags.iter(), algorithm);
        files.insert(format!("tagmanifest-{}.txt", algorithm.name()), manifest);
    }
    files
}

/// `checksum  path` a line, in order of path; CR, LF and % of a path are percent-encoded (RFC 8493, 2.1.3).
pub(super) fn manifest<'a>(
    files: &Files,
    paths: impl Iterator<Item = &'a String>,
    algorithm: Algorithm,
) -> Vec<u8> {
    let mut lines = String::new();
    for path in paths {
        let bytes = files.get(path).map_or(&[][..], Vec::as_slice);
        let path = path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let _ = writeln!(lines, "{}  {path}", algorithm.of(bytes));
    }
    lines.into_bytes()
}

/// Size for people, in decimal units.
fn size(octets: usize) -> String {
    match octets {
        0..1_000 => format!("{octets} B"),
        1_000..1_000_000 => format!("{} KB", octets.div_ceil(1_000)),
        _ => format!("{}.{} MB", octets / 1_000_000, octets % 1_000_000 / 100_000),
    }
}
