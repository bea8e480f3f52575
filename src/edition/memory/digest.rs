//! Digests 摘要 of everything that an answer rests on: what is equal here need not be worked out again.

use crate::sealed::gate::Reading;
use crate::workspace::{Files, Notice, Village, Workspace};
use sha2::{Digest as _, Sha256};

/// A digest of everything that an answer rests on.
pub(crate) type Digest = [u8; 32];

/// Everything that is read of a workspace but its villages and its theme, and the day.
pub(super) fn everything_but_villages(workspace: &Workspace) -> Digest {
    let mut hash = Hash::default();
    hash.add(&common(workspace));
    hash.add(format!("{} {}", workspace.today, workspace.root.display()).as_bytes());
    hash.add(workspace.township_source.as_bytes());
    hash.files(&workspace.pack);
    for pack in &workspace.more_packs {
        hash.add(pack.id.as_bytes());
        hash.files(&pack.files);
    }
    for (path, table) in &workspace.calendars {
        hash.add(path.as_bytes());
        hash.add(table.as_bytes());
    }
    hash.add(if workspace.ledger.is_some() { b"+" } else { b"-" });
    hash.add(workspace.ledger.as_deref().unwrap_or_default());
    hash.files(&workspace.witness);
    hash.end()
}

/// Everything that is read of a village.
pub(super) fn of_village(village: &Village) -> Digest {
    *village.digest.get_or_init(|| {
        let mut hash = Hash::default();
        hash.add(&frame(village));
        village.notices.iter().for_each(|notice| hash.add(&of_notice(notice)));
        hash.end()
    })
}

/// What the notices of a village may know of each other: all that is read of it beside further texts and signatures. A
/// page shows no word of a clerk's that any roster of the village makes personal, signed or not.
pub(super) fn frame(village: &Village) -> Digest {
    let mut hash = Hash::default();
    for text in [&village.slug, &village.path, &village.source] {
        hash.add(text.as_bytes());
    }
    village.notices.iter().for_each(|notice| hash.add(&both(notice)[0]));
    hash.end()
}

/// Everything that is read of a notice.
pub(super) fn of_notice(notice: &Notice) -> Digest {
    both(notice)[1]
}

/// Of a notice: what others may know of it, and everything.
fn both(notice: &Notice) -> [Digest; 2] {
    *notice.digest.get_or_init(|| {
        let mut hash = Hash::default();
        for text in [&notice.path, &notice.source, &notice.roster_path] {
            hash.add(text.as_bytes());
        }
        hash.add(notice.roster.sha256().as_bytes());
        let known = hash.end();
        let mut hash = Hash::default();
        hash.add(&known);
        for folder in &notice.proofs {
            hash.add(folder.path.as_bytes());
            hash.files(&folder.files);
        }
        let (path, body) = notice.body.as_ref().map_or(("", ""), |(path, body)| (path, body));
        hash.add(path.as_bytes());
        hash.add(body.as_bytes());
        [known, hash.end()]
    })
}

/// What every submission of a build rests on beside itself: keys and field tables.
pub(crate) fn common(workspace: &Workspace) -> Digest {
    let mut hash = Hash::default();
    for (path, key) in &workspace.keys {
        hash.add(path.as_bytes());
        hash.add(key);
    }
    hash.add(b"");
    for (path, table) in &workspace.fields {
        hash.add(path.as_bytes());
        hash.add(table.as_bytes());
    }
    hash.end()
}

/// What a roster that is read rests on.
pub(super) fn of_roster(common: Digest, notice: &Notice, reading: &Reading<'_>) -> Digest {
    let mut hash = Hash::default();
    hash.add(&common);
    hash.add(notice.roster_path.as_bytes());
    hash.add(notice.roster.sha256().as_bytes());
    let Reading { fields: _, sheets, hidden_rows, headers, as_of, village, villages, kind } = reading;
    let how = (sheets, hidden_rows, headers, as_of, village, villages, kind);
    hash.add(format!("{how:?}").as_bytes());
    hash.end()
}

/// SHA-256 over parts, each with its length.
#[derive(Default)]
pub(super) struct Hash(Sha256);

impl Hash {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    pub(super) fn files(&mut self, files: &Files) {
        self.add(&files.len().to_le_bytes());
        for (path, bytes) in files {
            self.add(path.as_bytes());
            self.add(bytes);
        }
    }

    pub(super) fn end(self) -> Digest {
        self.0.finalize().into()
    }
}
