//! What did not change between two builds 记忆: what a township and a village came to, rosters that were verified and
//! read, the gate made of them, and pages.
//!
//! Everything is kept by the SHA-256 of all that it rests on, so that a remembered answer is the answer. `build` begins
//! with none; a preview keeps one and forgets after each build what that build did not ask for. The result is the same
//! bytes with and without it.

use super::cases::{Case, Found};
use super::documents::OfTownship;
use super::notices::Shown;
use super::ready::{Ready, ready};
use crate::diag::Diagnostic;
use crate::pipeline::{classify, themes};
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::site::Remembered;
use crate::render::theme::Theme;
use crate::sealed::audit::Gate;
use crate::sealed::gate::{self, Admitted, Reading};
use crate::sealed::roster::Roster;
use crate::sealed::signoff::{Signer, Submission};
use crate::workspace::{Files, Village, Workspace, fonts};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Digest of everything that is read but the villages.
    common: Digest,
    ready: Option<(Digest, Arc<Ready>)>,
    of_township: Option<(Digest, OfTownship)>,
    villages: BTreeMap<String, OfVillage>,
    themes: Option<(Digest, Arc<Theme>, Arc<PrintTheme>)>,
    /// Rosters all of whose characters the fonts have.
    printable: BTreeSet<Digest>,
    /// The site's pages.
    pub(crate) pages: Remembered,
}

/// What a village's notices came to.
struct OfVillage {
    digest: Digest,
    found: Vec<Arc<Found>>,
    shown: Shown,
}

/// What a theme asks of fonts.
type FontRoles = String;

impl Memory {
    /// A build begins.
    pub(crate) fn begin(&mut self, workspace: &Workspace) {
        self.build += 1;
        self.common = everything_but_villages(workspace);
        let there = |slug: &String| workspace.villages.iter().any(|village| village.slug == *slug);
        self.villages.retain(|slug, _| there(slug));
    }

    /// A build is over: what it did not use is forgotten.
    pub(crate) fn end(&mut self) {
        let build = self.build;
        let found = self.villages.values().flat_map(|village| &village.found);
        let used: BTreeSet<Digest> = found.filter_map(|found| found.digest).collect();
        lock(&self.opened).retain(|digest, (asked, _)| *asked == build || used.contains(digest));
        self.printable.retain(|digest| used.contains(digest));
    }

    /// Checked open inputs, if they are not the very same as before.
    pub(crate) fn ready(&mut self, workspace: &Workspace) -> Result<Arc<Ready>, Vec<Diagnostic>> {
        if let Some((known, ready)) = &self.ready
            && *known == self.common
        {
            return Ok(Arc::clone(ready));
        }
        let ready = Arc::new(ready(workspace)?);
        self.ready = Some((self.common, Arc::clone(&ready)));
        Ok(ready)
    }

    /// The themes for screens and paper.
    pub(crate) fn themes(
        &mut self,
        workspace: &Workspace,
    ) -> Result<(Arc<Theme>, Arc<PrintTheme>), Vec<Diagnostic>> {
        let mut hash = Hash::default();
        hash.add(format!("{:?} {:?}", workspace.theme.inherited, workspace.theme.print).as_bytes());
        hash.add(workspace.township.theme.as_bytes());
        hash.files(&workspace.theme.files);
        let digest = hash.end();
        if let Some((known, theme, prints)) = &self.themes
            && *known == digest
        {
            return Ok((Arc::clone(theme), Arc::clone(prints)));
        }
        let (theme, prints) = themes(workspace)?;
        let (theme, prints) = (Arc::new(theme), Arc::new(prints));
        self.themes = Some((digest, Arc::clone(&theme), Arc::clone(&prints)));
        Ok((theme, prints))
    }

    fn village(&self, village: &Village) -> Option<&OfVillage> {
        let known = self.villages.get(&village.slug).filter(|_| self.build > 0)?;
        (known.digest == self.of(village)).then_some(known)
    }

    /// What a village rests on.
    fn of(&self, village: &Village) -> Digest {
        let mut hash = Hash::default();
        hash.add(&self.common);
        hash.add(village.digest.get_or_init(|| content(village)));
        hash.end()
    }

    /// How the notices of a village stand, in their order, if nothing that they rest on has changed.
    pub(crate) fn found(&self, village: &Village) -> Option<&[Arc<Found>]> {
        self.village(village).map(|known| known.found.as_slice())
    }

    /// What a village shows, if nothing that it rests on has changed.
    pub(crate) fn shown(&self, village: &Village) -> Option<&Shown> {
        self.village(village).map(|known| &known.shown)
    }

    /// What a village showed the time before, whatever has changed.
    pub(crate) fn shown_before(&self, village: &Village) -> Option<&Shown> {
        self.villages.get(&village.slug).map(|known| &known.shown)
    }

    /// Remembers what a village came to.
    pub(crate) fn keep(&mut self, village: &Village, cases: &[Case<'_>], shown: &Shown) {
        if self.build == 0 || self.village(village).is_some() {
            return;
        }
        let own = cases.iter().filter(|case| case.village.slug == village.slug);
        let found = own.map(|case| Arc::clone(&case.found)).collect();
        let of = OfVillage { digest: self.of(village), found, shown: shown.clone() };
        self.villages.insert(village.slug.clone(), of);
    }

    /// Open papers of the township, if they must not be composed anew.
    pub(crate) fn of_township(
        &mut self,
        compose: impl FnOnce() -> Result<OfTownship, Vec<Diagnostic>>,
    ) -> Result<OfTownship, Vec<Diagnostic>> {
        match &self.of_township {
            Some((known, papers)) if self.build > 0 && *known == self.common => Ok(papers.clone()),
            _ => {
                let papers = compose()?;
                if self.build > 0 {
                    self.of_township = Some((self.common, papers.clone()));
                }
                Ok(papers)
            }
        }
    }

    /// Whether a roster still has to be searched for characters that no font has.
    pub(crate) fn is_printable(&self, roster: Option<Digest>) -> bool {
        roster.is_some_and(|digest| self.printable.contains(&digest))
    }

    /// These rosters can be printed with the fonts and the pack of this build.
    pub(crate) fn printable(&mut self, rosters: impl Iterator<Item = Digest>) {
        self.printable.extend(rosters);
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
                self.printable.clear();
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

/// Everything that is read of a workspace but its villages and its theme, and the day.
fn everything_but_villages(workspace: &Workspace) -> Digest {
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
fn content(village: &Village) -> Digest {
    let mut hash = Hash::default();
    for text in [&village.slug, &village.path, &village.source] {
        hash.add(text.as_bytes());
    }
    for notice in &village.notices {
        for text in [&notice.path, &notice.source, &notice.roster_path] {
            hash.add(text.as_bytes());
        }
        hash.add(&notice.roster);
        hash.add(&notice.statements.len().to_le_bytes());
        for (path, text, signature) in &notice.statements {
            hash.add(path.as_bytes());
            hash.add(text);
            hash.add(if signature.is_some() { b"+" } else { b"-" });
            hash.add(signature.as_deref().unwrap_or_default());
        }
        let (path, body) = notice.body.as_ref().map_or(("", ""), |(path, body)| (path, body));
        hash.add(path.as_bytes());
        hash.add(body.as_bytes());
    }
    hash.end()
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

    fn files(&mut self, files: &Files) {
        self.add(&files.len().to_le_bytes());
        for (path, bytes) in files {
            self.add(path.as_bytes());
            self.add(bytes);
        }
    }

    fn end(self) -> Digest {
        self.0.finalize().into()
    }
}

/// A thread that panicked leaves whole entries behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
