//! What did not change between two builds 记忆: what a township and a village came to, rosters that were verified and
//! read, the gate made of them, and pages.
//!
//! Everything is kept by the SHA-256 of all that it rests on, so that a remembered answer is the answer. `build` begins
//! with none; a preview keeps one and forgets after each build what that build did not ask for. The result is the same
//! bytes with and without it.

mod digest;
mod village;

pub(crate) use digest::{Digest, common};
pub(crate) use village::Before;

use super::cases::{Case, Stood};
use super::declarations::declarations;
use super::documents::OfTownship;
use super::notices::Shown;
use super::ready::{Ready, ready};
use crate::diag::Diagnostic;
use crate::ledger;
use crate::pipeline::themes;
use crate::policy::fields::classify;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::site::Remembered;
use crate::render::theme::Theme;
use crate::sealed::audit::Gate;
use crate::sealed::gate::{self, Reading};
use crate::sealed::roster::Roster;
use crate::workspace::{Notice, Village, Workspace, fonts};
use digest::{Hash, everything_but_villages, of_roster};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use village::OfVillage;

/// A roster that was read.
#[derive(Clone)]
pub(crate) struct Read {
    /// Its digest with all that decided how it is read.
    pub(crate) digest: Digest,
    pub(crate) roster: Arc<Roster>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// What a preview remembers from one build to the next.
#[derive(Default)]
pub struct Memory {
    /// Counts builds.
    build: u64,
    /// The build that asked last, and the answer.
    rosters: Mutex<BTreeMap<Digest, (u64, Read)>>,
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
        let stood = self.villages.values().flat_map(OfVillage::all);
        let used: BTreeSet<Digest> = stood.filter_map(|(found, _)| found.digest).collect();
        lock(&self.rosters).retain(|digest, (asked, _)| *asked == build || used.contains(digest));
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
        // Prints of a rehearsal say so.
        hash.add(&[u8::from(workspace.ledger.as_deref().is_some_and(ledger::holds_rehearsal))]);
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

    /// How the notices of a village stand, in their order: those known of which nothing that they rest on has changed.
    pub(crate) fn found(&self, village: &Village) -> Vec<Option<Stood>> {
        self.villages.get(&village.slug).map_or_else(Vec::new, |known| known.found(self.common, village))
    }

    /// What a village shows, if nothing that it rests on has changed.
    pub(crate) fn shown(&self, village: &Village) -> Option<&Shown> {
        self.villages.get(&village.slug).and_then(|known| known.whole(self.common, village))
    }

    /// What a village showed the time before, and which of these cases still stand as they stood.
    pub(crate) fn before(&self, village: &Village, cases: &[&Case<'_>]) -> Option<Before<'_>> {
        self.villages.get(&village.slug).map(|known| known.before(self.common, village, cases))
    }

    /// Remembers what a village came to.
    pub(crate) fn keep(&mut self, village: &Village, cases: &[Case<'_>], shown: &Shown) {
        if self.build > 0 && self.shown(village).is_none() {
            let own = cases.iter().filter(|case| case.village.slug == village.slug);
            let stood = own.map(|case| (Arc::clone(&case.found), case.roster.clone())).collect();
            let known = OfVillage::new(self.common, village, stood, shown.clone());
            self.villages.insert(village.slug.clone(), known);
        }
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

    /// Reads a notice's roster, or remembers that the very same was read.
    pub(crate) fn read(
        &self,
        common: Digest,
        notice: &Notice,
        reading: &Reading<'_>,
    ) -> Result<Read, Vec<Diagnostic>> {
        let digest = of_roster(common, notice, reading);
        // Without a build there is nobody to remember for.
        if self.build > 0
            && let Some((asked, known)) = lock(&self.rosters).get_mut(&digest)
        {
            *asked = self.build;
            return Ok(known.clone());
        }
        let (roster, findings) = gate::read(&notice.roster_path, &notice.roster, reading)?;
        let read = Read { digest, roster: Arc::new(roster), findings };
        if self.build > 0 {
            lock(&self.rosters).insert(digest, (self.build, read.clone()));
        }
        Ok(read)
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
    pub(crate) fn gate(
        &mut self,
        rosters: &[(Option<Digest>, &Roster)],
        workspace: &Workspace,
        ready: &Ready,
    ) -> Arc<Gate> {
        let declared = declarations(workspace, ready);
        let mut hash = Hash::default();
        rosters.iter().for_each(|(digest, _)| hash.add(&digest.unwrap_or_default()));
        hash.add(format!("{declared:?}").as_bytes());
        let digest = hash.end();
        // Rows were taken out of a roster: its digest does not tell which.
        let whole = rosters.iter().all(|(digest, _)| digest.is_some());
        match &self.gate {
            Some((known, gate)) if whole && *known == digest => Arc::clone(gate),
            _ => {
                let rosters: Vec<&Roster> = rosters.iter().map(|(_, roster)| *roster).collect();
                let gate = Gate::new(&rosters, &classify(&ready.fields), &declared).remembering();
                let gate = Arc::new(gate);
                self.gate = whole.then(|| (digest, Arc::clone(&gate)));
                gate
            }
        }
    }
}

/// A thread that panicked leaves whole entries behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
