//! Print runs 付印 in a notice's life: events → which sheets were made of which proof, and which of them hang.

use super::event::{Digest, HangingRun, Posting};
use super::life::{Life, Stage};
use super::refused::Refused;
use super::transition::{Applied, Result};
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl Posting {
    /// The print run that it hung. Lines of before there were runs hung the first.
    pub fn hung(&self) -> HangingRun {
        let run = self.run.unwrap_or(1);
        HangingRun { signed: self.signed.clone(), run, papers: self.papers.clone() }
    }
}

impl Life {
    /// The last print run of a proof, by number.
    pub fn latest_run<'a>(&'a self, proof: &'a Digest) -> Option<&'a HangingRun> {
        self.runs_of(proof).max_by_key(|is| is.run)
    }

    /// The print runs of a proof.
    pub fn runs_of<'a>(&'a self, proof: &'a Digest) -> impl Iterator<Item = &'a HangingRun> {
        self.runs.iter().filter(move |is| is.signed == *proof)
    }

    /// What hangs, or hung last.
    pub fn hanging(&self) -> Option<HangingRun> {
        let posting = self.posting()?;
        let since = self.replaced.iter().rfind(|(day, _)| *day >= posting.day);
        Some(since.map_or_else(|| posting.hung(), |(_, run)| run.clone()))
    }

    /// Whether the paper without the households that were withdrawn hangs.
    pub fn hangs_as_derived(&self) -> bool {
        self.derived.as_ref().is_some_and(|stands| self.hanging().is_some_and(|is| is.signed == *stands))
    }

    /// Takes a paper that hangs, with its print run.
    pub(super) fn hang(&mut self, posting: &Posting) {
        self.postings.push(posting.clone());
        self.replaced.clear();
        self.know(&posting.hung());
    }

    /// Takes a print run, known or not; further papers of a known one are added.
    fn know(&mut self, run: &HangingRun) {
        let same = |is: &&mut HangingRun| (&is.signed, is.run) == (&run.signed, run.run);
        match self.runs.iter_mut().find(same) {
            Some(known) => known.papers.extend(run.papers.clone()),
            None => self.runs.push(run.clone()),
        }
    }

    /// A print run: its number follows that of the last run of the same proof.
    pub(super) fn print(&self, run: &HangingRun) -> Result {
        if self.runs.contains(run) {
            return Ok(Applied::Already);
        }
        let next_number = self.latest_run(&run.signed).map_or(1, |last| last.run.saturating_add(1));
        if run.run != next_number {
            return Err(Refused::NextRun(next_number));
        }
        let mut next = self.clone();
        next.runs.push(run.clone());
        Ok(next.new_life())
    }

    /// A further place of what hangs.
    pub(super) fn post_also(&self, posting: &Posting) -> Result {
        let last = self.posting().ok_or(Refused::NotPosted)?;
        if !matches!(self.stage, Stage::Open) {
            return Err(Refused::NotOpen);
        }
        if posting.places.iter().all(|place| last.places.contains(place)) {
            return Ok(Applied::Already);
        }
        if (posting.version, &posting.signed) != (last.version, &last.signed) {
            return Err(Refused::NotAmended);
        }
        let mut next = self.posted_life(posting.day)?;
        let days = (posting.last, posting.board_until, posting.rows_until);
        if let Some(last) = next.postings.last_mut() {
            last.places.extend(posting.places.iter().filter(|is| !self.hangs_at(is)).cloned());
            add(&mut last.papers, &posting.papers);
            // Its days are counted from the last of the places that the proof names.
            if days != (last.last, last.board_until, last.rows_until) {
                last.day = posting.day;
                (last.last, last.board_until, last.rows_until) = days;
            }
        }
        next.know(&posting.hung());
        Ok(next.new_life())
    }

    /// Whether the paper that counts hangs at a place.
    pub fn hangs_at(&self, place: &str) -> bool {
        self.posting().is_some_and(|posting| posting.places.iter().any(|is| is == place))
    }

    /// Another run in place of the one that hangs.
    pub(super) fn replace(&self, day: NaiveDate, run: &HangingRun) -> Result {
        let mut next = self.posted_life(day)?;
        if self.stage == Stage::Amended {
            return Err(Refused::NotReposted);
        }
        if self.hanging().is_some_and(|is| (&is.signed, is.run) == (&run.signed, run.run)) {
            return Ok(Applied::Already);
        }
        next.know(run);
        next.replaced.push((day, run.clone()));
        Ok(next.new_life())
    }
}

fn add(papers: &mut BTreeMap<String, Digest>, more: &BTreeMap<String, Digest>) {
    for (name, digest) in more {
        papers.entry(name.clone()).or_insert_with(|| digest.clone());
    }
}
