//! What did not change between two builds 记忆: rosters that were verified and read, and the gate made of them.
//!
//! Everything is kept by the SHA-256 of all that it rests on, so that a remembered answer is the answer. `build` begins
//! with none; a preview keeps one and forgets after each build what that build did not ask for. The result is the same
//! bytes with and without it.

use super::ready::Ready;
use crate::diag::Diagnostic;
use crate::pipeline::classify;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::sealed::audit::Gate;
use crate::sealed::gate::{self, Admitted, Reading};
use crate::sealed::roster::Roster;
use crate::sealed::signoff::{Signer, Submission};
use crate::workspace::{Workspace, fonts};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A digest of everything that an answer rests on.
pub(crate) type Digest = [u8; 32];

/// A roster that everybody has signed, read.
#[derive(Clone)]
pub(crate) struct Opened {
    /// Its digest with all that decided about it.
    pub(crate) digest: Digest,
    pub(crate) roster: Arc<Roster>,
    pub(crate) signers: Vec<Signer>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// What came of a submission.
pub(crate) enum Answer {
    Opened(Opened),
    Waiting { missing: Vec<String>, findings: Vec<Diagnostic> },
}

/// What a preview remembers from one build to the next.
#[derive(Default)]
pub struct Memory {
    /// Counts builds.
    build: u64,
    /// The build that asked last, and the answer.
    opened: Mutex<BTreeMap<Digest, (u64, Opened)>>,
    gate: Option<(Digest, Arc<Gate>)>,
    fonts: Option<(FontRoles, Arc<FontBook>)>,
}

/// What a theme asks of fonts.
type FontRoles = String;

impl Memory {
    /// A build begins.
    pub(crate) fn begin(&mut self) {
        self.build += 1;
    }

    /// A build is over: what it did not ask for is forgotten.
    pub(crate) fn end(&mut self) {
        let build = self.build;
        lock(&self.opened).retain(|_, (asked, _)| *asked == build);
    }

    /// Verifies and reads a submission, or remembers that the very same was verified and read.
    pub(crate) fn admit(
        &self,
        common: Digest,
        submission: Submission,
        ready: &Ready,
        reading: &Reading<'_>,
    ) -> Result<Answer, Vec<Diagnostic>> {
        let digest = digest(common, &submission, reading);
        // Without a build there is nobody to remember for.
        if self.build > 0
            && let Some((asked, known)) = lock(&self.opened).get_mut(&digest)
        {
            *asked = self.build;
            return Ok(Answer::Opened(known.clone()));
        }
        let (admitted, findings) = gate::admit(submission, &ready.keys, reading)?;
        Ok(match admitted {
            Admitted::Signed { roster, signers } => {
                let opened = Opened { digest, roster: Arc::new(roster), signers, findings };
                if self.build > 0 {
                    lock(&self.opened).insert(digest, (self.build, opened.clone()));
                }
                Answer::Opened(opened)
            }
            Admitted::Waiting { missing } => Answer::Waiting { missing, findings },
        })
    }

    /// The fonts for a theme. A font that is installed while a preview runs is found when the theme changes.
    pub(crate) fn fonts(&mut self, theme: &PrintTheme) -> Result<Arc<FontBook>, Vec<Diagnostic>> {
        let roles = format!("{:?}", theme.fonts);
        match &self.fonts {
            Some((known, fonts)) if *known == roles => Ok(Arc::clone(fonts)),
            _ => {
                let fonts = Arc::new(fonts::find(theme)?);
                self.fonts = Some((roles, Arc::clone(&fonts)));
                Ok(fonts)
            }
        }
    }

    /// The gate for these rosters, remembering what it lets through; the one before, if they are the very same.
    pub(crate) fn gate(&mut self, rosters: &[(Option<Digest>, &Roster)], ready: &Ready) -> Arc<Gate> {
        let mut hash = Sha256::new();
        rosters.iter().for_each(|(digest, _)| hash.update(digest.unwrap_or_default()));
        let digest: Digest = hash.finalize().into();
        // Rows were taken out of a roster: its digest does not tell which.
        let whole = rosters.iter().all(|(digest, _)| digest.is_some());
        match &self.gate {
            Some((known, gate)) if whole && *known == digest => Arc::clone(gate),
            _ => {
                let rosters: Vec<&Roster> = rosters.iter().map(|(_, roster)| *roster).collect();
                let gate = Arc::new(Gate::new(&rosters, &classify(&ready.fields)).remembering());
                self.gate = whole.then(|| (digest, Arc::clone(&gate)));
                gate
            }
        }
    }
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

fn digest(common: Digest, submission: &Submission, reading: &Reading<'_>) -> Digest {
    let mut hash = Hash::default();
    hash.add(&common);
    // Statements last: their number is the number of parts that are left.
    let Submission {
        notice,
        village,
        kind,
        posted,
        roster_path,
        roster_bytes,
        pack,
        pack_sha256,
        required,
        statements,
        today,
    } = submission;
    for text in [notice, village, kind, roster_path, pack, pack_sha256] {
        hash.add(text.as_bytes());
    }
    hash.add(roster_bytes);
    hash.add(format!("{posted} {today} {}", reading.as_of).as_bytes());
    hash.add(format!("{:?}", (&reading.sheet, &reading.headers, &reading.village)).as_bytes());
    for role in required {
        hash.add(role.id.as_bytes());
        hash.add(role.title.as_bytes());
    }
    hash.add(b"");
    for file in statements {
        hash.add(file.path.as_bytes());
        hash.add(&file.text);
        hash.add(if file.signature.is_some() { b"+" } else { b"-" });
        hash.add(file.signature.as_deref().unwrap_or_default());
    }
    hash.end()
}

/// SHA-256 over parts, each with its length.
#[derive(Default)]
struct Hash(Sha256);

impl Hash {
    fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn end(self) -> Digest {
        self.0.finalize().into()
    }
}

/// A thread that panicked leaves whole entries behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
