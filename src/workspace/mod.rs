//! Workspace 工作区: the only reader of content/, policies/, themes/ and the clock. Folders → plain data.
//!
//! Files are read once; everything later works on these bytes. Nothing is interpreted beyond the shape of the
//! workspace's own TOML files, and nothing is written.

mod again;
pub mod embedded;
pub mod files;
pub mod fonts;
mod notices;

pub(crate) mod one_code;
mod read;
pub(crate) mod secret;
pub(crate) mod strays;
pub mod themes;
pub mod written;

pub use again::read_again;
pub(crate) use notices::kept_notice;
pub(crate) use read::{CATALOG, NO_CONTACT};
pub use read::{bare, day, locate, now, read, read_each};

use crate::diag::Diagnostic;
use crate::proof::Secret;
use crate::sealed::roster_bytes::RosterBytes;
use crate::sealed::signoff::PAPER_ENDING;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Everything an edition is made of.
pub struct Workspace {
    /// Folder that holds `township.toml`.
    pub root: PathBuf,
    /// Day of the build.
    pub today: NaiveDate,
    /// `township.toml`.
    pub township: written::Township,
    /// Its source, for places.
    pub township_source: String,
    /// Villages in order.
    pub villages: Vec<Village>,
    /// The pack's files by path inside the pack.
    pub pack: Files,
    /// Where the pack lies, as shown in messages.
    pub pack_path: String,
    /// Other places' packs that the site shows for comparison.
    pub more_packs: Vec<OtherPack>,
    /// The theme with what it inherits.
    pub theme: themes::Theme,
    /// Holiday tables: path and text.
    pub calendars: Vec<(String, String)>,
    /// Field tables in order of precedence: path and text.
    pub fields: Vec<(String, String)>,
    /// Trusted public keys: path and bytes.
    pub keys: Vec<(String, Vec<u8>)>,
    /// What seals the salts of faces and the check values of rosters; none before the first proof was drawn up.
    pub secret: Option<Secret>,
    /// What is wrong with the file of the secret.
    pub secret_broken: Option<Diagnostic>,
    /// The ledger's bytes, if there is one.
    pub ledger: Option<Vec<u8>>,
    /// The township's witness files by path in the workspace.
    pub witness: Files,
    /// Rosters beside the villages' folders: no notice can use them, but nobody in them may be found anywhere.
    pub unused: Vec<UnusedRoster>,
    /// Files beside the villages' folders that nobody reads.
    pub told: Vec<Diagnostic>,
    /// Notices, and folders of villages, that could not be read, with what is wrong.
    pub broken: Vec<(String, Vec<Diagnostic>)>,
}

impl Workspace {
    /// Every file that nobody reads although it lies where one would be read.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &Diagnostic> {
        self.told.iter().chain(self.villages.iter().flat_map(|village| &village.told))
    }
}

/// A file that looks like a roster and is used by no notice.
pub struct UnusedRoster {
    /// Path in the workspace.
    pub path: String,
    /// Its bytes.
    pub bytes: RosterBytes,
}

/// What of a workspace may have changed since it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Anything.
    Anything,
    /// These files of villages, by their paths below `villages/`.
    OfVillages(BTreeSet<String>),
}

impl Changed {
    /// This, and that as well.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::OfVillages(mut own), Self::OfVillages(others)) => {
                own.extend(others);
                Self::OfVillages(own)
            }
            _ => Self::Anything,
        }
    }
}

/// Bytes by relative path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Another place's pack 别处的政策.
pub struct OtherPack {
    /// Folder name.
    pub id: String,
    /// Where it lies, as shown in messages.
    pub path: String,
    /// Its files by path inside it.
    pub files: Files,
}

/// A village with its notices.
pub struct Village {
    /// Folder name.
    pub slug: String,
    /// Path of `village.toml`.
    pub path: String,
    /// `village.toml`.
    pub is: written::Village,
    /// Its source, for places.
    pub source: String,
    /// Notices by file name.
    pub notices: Vec<Notice>,
    /// Folders of proofs that lie beside no notice's file.
    pub orphans: Vec<ProofFolder>,
    /// Rosters in its folder that none of them uses.
    pub unused: Vec<UnusedRoster>,
    /// Files in its folder that nobody reads.
    pub told: Vec<Diagnostic>,
    /// SHA-256 of all the above, once somebody has asked for it.
    pub(crate) digest: OnceLock<[u8; 32]>,
}

/// A notice file with the bytes of what it names.
pub struct Notice {
    /// Path in the workspace without ending: how a notice is named.
    pub id: String,
    /// File stem.
    pub stem: String,
    /// Slug of its village.
    pub village: String,
    /// Path of the file.
    pub path: String,
    /// What it says.
    pub is: written::Notice,
    /// Its source, for places.
    pub source: String,
    /// Path of the roster in the workspace.
    pub roster_path: String,
    /// The roster's bytes, read once.
    pub roster: RosterBytes,
    /// Why the roster is not there, where what was signed stands without it.
    pub roster_lost: Option<Diagnostic>,
    /// Its proofs, with what was signed of each, by the names of their folders.
    pub proofs: Vec<ProofFolder>,
    /// Statements of the old forms beside the roster: path, text, signature. Only `upgrade` asks for them.
    pub statements: Vec<(String, Vec<u8>, Option<Vec<u8>>)>,
    /// Optional further text in Markdown beside the notice (`<stem>.md`): path and text.
    pub body: Option<(String, String)>,
    /// SHA-256 of the file and its roster, and of all the above, once somebody has asked for them.
    pub(crate) digest: OnceLock<[[u8; 32]; 2]>,
}

/// A folder that holds one proof of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFolder {
    /// Its path in the workspace.
    pub path: String,
    /// Its files by name, prints aside.
    pub files: Files,
}

impl ProofFolder {
    /// Whether somebody signed into it, by key or on paper.
    pub fn is_signed(&self) -> bool {
        self.files.keys().any(|name| name.ends_with(".minisig") || name.ends_with(PAPER_ENDING))
    }
}

impl Notice {
    /// Where it is to hang 公示地点, the first place first.
    pub fn places(&self, village: &Village) -> Vec<String> {
        let first = self.is.place.as_ref().or(village.is.board.as_ref());
        let mut places: Vec<String> = first.into_iter().chain(&self.is.further_places).cloned().collect();
        let mut seen = BTreeSet::new();
        places.retain(|place| seen.insert(place.clone()));
        places
    }

    /// `path:line:column` of a value of the notice file.
    pub fn place<T>(&self, value: &toml::Spanned<T>) -> crate::diag::Place {
        let (line, column) = crate::diag::toml::line_column(&self.source, value.span().start);
        crate::diag::Place::at(&self.path, line, column)
    }
}
