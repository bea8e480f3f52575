//! What a village came to 一个村的记忆. After a change to one notice the others stand as they stood, unless the change is
//! one that they may know of: another file of a notice, another roster (one table of masks serves them all, and a clerk's
//! words are not told once a roster makes them personal), another state.

use super::digest::{Digest, Hash, frame, of_notice, of_village};
use crate::edition::cases::{Case, Stood};
use crate::edition::notices::Shown;
use crate::workspace::Village;
use std::sync::Arc;

/// What a village's notices came to.
pub(super) struct OfVillage {
    /// Everything that it rests on.
    whole: Digest,
    /// What its notices may know of each other.
    frame: Digest,
    /// In their order: what each rests on beside the frame, and how it stands.
    notices: Vec<(Digest, Stood)>,
    shown: Shown,
}

/// What a village showed the time before.
pub(crate) struct Before<'a> {
    /// That.
    pub(crate) shown: &'a Shown,
    /// Which of the cases are shown as they were; none where one change may concern all.
    pub(crate) stand: Vec<bool>,
}

impl OfVillage {
    pub(super) fn new(common: Digest, village: &Village, stood: Vec<Stood>, shown: Shown) -> Self {
        let notices = village.notices.iter().map(of_notice).zip(stood).collect();
        Self { whole: with(common, of_village(village)), frame: with(common, frame(village)), notices, shown }
    }

    /// How every notice stood.
    pub(super) fn all(&self) -> impl Iterator<Item = &Stood> {
        self.notices.iter().map(|(_, stood)| stood)
    }

    /// What the village shows, if nothing has changed.
    pub(super) fn whole(&self, common: Digest, village: &Village) -> Option<&Shown> {
        (self.whole == with(common, of_village(village))).then_some(&self.shown)
    }

    /// How those notices stand that did not change.
    pub(super) fn found(&self, common: Digest, village: &Village) -> Vec<Option<Stood>> {
        if self.frame != with(common, frame(village)) {
            return Vec::new();
        }
        let both = self.notices.iter().zip(&village.notices);
        both.map(|((known, stood), notice)| (*known == of_notice(notice)).then(|| stood.clone())).collect()
    }

    pub(super) fn before(&self, common: Digest, village: &Village, cases: &[&Case<'_>]) -> Before<'_> {
        let same = self.frame == with(common, frame(village)) && self.notices.len() == cases.len();
        let alike = same && self.all().zip(cases).all(|(known, case)| is_alike(known, case));
        let stand = self.all().zip(cases).map(|((known, _), case)| alike && Arc::ptr_eq(known, &case.found));
        Before { shown: &self.shown, stand: stand.collect() }
    }
}

/// Whether a notice stands as it stood, as far as every other notice of the village may know.
fn is_alike((found, roster): &Stood, case: &Case<'_>) -> bool {
    let rosters = match (roster, &case.roster) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    };
    Arc::ptr_eq(found, &case.found)
        || rosters
            && found.state == case.state
            && found.clocks.posted == case.clocks.posted
            && found.missing.is_empty() == case.missing.is_empty()
}

fn with(common: Digest, own: Digest) -> Digest {
    let mut hash = Hash::default();
    hash.add(&common);
    hash.add(&own);
    hash.end()
}
