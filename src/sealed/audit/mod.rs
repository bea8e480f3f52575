//! Audit 发布前审查: a `Gate` made of rosters turns drafts into [`Cleared`] or [`Leaks`]; nothing reaches the public any
//! other way.
//!
//! Every byte is searched for what the rosters hold, pages and prints, metadata and names alike. A hit passes only
//! where a declared open text explains it, and the report says which. A leak names file, place, field and row,
//! never the value. What cannot be read completely does not pass.

mod calendar;
pub(super) mod codes;
mod declarations;
mod digest;
mod disguise;
mod folder;
mod index;
mod judge;
mod marks;
mod markup;
mod nearby;
mod parts;
mod pdf;
mod persons;
mod picture;
mod provenance;
mod read;
mod rows;
mod search;
mod standing;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use codes::CATALOG;
pub(crate) use declarations::{AllowedWord, Declarations, DeclaredContact};
pub(crate) use folder::audit_folder;
pub(in crate::sealed) use persons::falls_into_a_name;
pub(crate) use persons::is_plainly_a_name;

use super::needles::{Classify, Needles};
use super::roster::Roster;
use crate::diag::{self, Diagnostic, Place};
use crate::document::{Fragment, Office, Public};
use crate::render::{Draft, Media};
use declarations::Open;
use judge::Judge;
use rayon::prelude::*;
use read::Contents;
use rustc_hash::FxHashMap;
use search::Searcher;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The text of a print, page by page, as the audit reads it.
pub(crate) fn text_of_print(bytes: &[u8]) -> String {
    let contents = Contents::of(Media::Pdf, bytes);
    let pages = contents.pieces.iter().filter(|piece| piece.label.starts_with('第'));
    pages.flat_map(|piece| piece.glyphs.iter().map(|(glyph, _)| *glyph)).collect()
}

/// Drafts that passed the audit 已放行: the only thing that may be put out. Only a `Gate` makes one.
#[derive(Debug)]
pub struct Cleared {
    drafts: Vec<Arc<Draft<Public>>>,
    passed: Vec<Passed>,
}

impl Cleared {
    /// The files, exactly as audited.
    pub fn drafts(&self) -> &[Arc<Draft<Public>>] {
        &self.drafts
    }

    /// The files, exactly as audited, by value.
    pub fn into_drafts(self) -> Vec<Arc<Draft<Public>>> {
        self.drafts
    }

    /// What was let through although a roster holds it, and why.
    pub fn passed(&self) -> &[Passed] {
        &self.passed
    }
}

/// A hit that a declared open text explains 放行的相同文字.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passed {
    /// The draft.
    pub path: String,
    /// The roster's field, e.g. 姓名; for a number known by its shape, what it looks like.
    pub field: String,
    /// The roster's row; an empty place for a number known by its shape.
    pub at: Place,
    /// Who declares the open text, e.g. `villages/hongqi/village.toml:12`.
    pub because: String,
    /// Whether that is a contact: an official who is called like somebody on a roster, or has that phone.
    pub contact: bool,
}

/// Contacts who are called like somebody on a roster, or have that phone: each once for each field.
pub(crate) fn contacts_on_rosters(passed: &[Passed]) -> Vec<Diagnostic> {
    let of_contact = passed.iter().filter(|passed| passed.contact && !passed.at.path.is_empty());
    let told: BTreeMap<(&str, &str), &Place> =
        of_contact.map(|passed| ((passed.because.as_str(), passed.field.as_str()), &passed.at)).collect();
    told.into_iter()
        .map(|((contact, field), row)| {
            let (path, line) = contact.rsplit_once(':').unwrap_or((contact, ""));
            let at = Place { line: line.parse().ok(), ..Place::file(path) };
            let message = format!("联系人和名册上一个人的“{field}”相同（{row}）");
            Diagnostic::warning(&codes::CONTACT, at, message, "是经办人本人就不用管；不是就改掉联系方式")
        })
        .collect()
}

/// Why nothing may be published 拒绝发布的原因.
#[derive(Debug)]
pub struct Leaks(pub Vec<Diagnostic>);

/// The audit 发布前审查: what a set of rosters holds, ready to search drafts for it.
pub(crate) struct Gate {
    searcher: Searcher,
    /// What is said openly, whoever stands in the rosters.
    open: Open,
    /// What passed under each path: the very bytes, explained by the very texts.
    known: Option<Mutex<FxHashMap<String, Known>>>,
}

/// A draft that passed, with what was let through.
type Known = (Arc<Draft<Public>>, Vec<Passed>);

impl Gate {
    /// The gate for these rosters.
    pub(crate) fn new(rosters: &[&Roster], classify: Classify<'_>, declared: &Declarations) -> Self {
        let needles = Needles::of(rosters, classify, &declared.words);
        Self { searcher: Searcher::new(needles), open: Open::new(declared), known: None }
    }

    /// The same gate that remembers what it let through, for somebody who asks again and again.
    pub(crate) fn remembering(self) -> Self {
        Self { known: Some(Mutex::default()), ..self }
    }

    /// All of these drafts pass, or none.
    pub(crate) fn clear(&self, drafts: Vec<Arc<Draft<Public>>>) -> Result<Cleared, Leaks> {
        let judged: Vec<_> = drafts.par_iter().map(|draft| self.judge(draft)).collect();
        let (mut findings, mut passed) = (Vec::new(), Vec::new());
        for (found, through) in judged {
            findings.extend(found);
            passed.extend(through);
        }
        if findings.is_empty() {
            passed.sort();
            passed.dedup();
            Ok(Cleared { drafts, passed })
        } else {
            diag::sort(&mut findings);
            Err(Leaks(findings))
        }
    }

    /// The same of what everybody signed before, which the terms of a later list may meet: a name alone, with nothing beside
    /// it, is told, and stops nothing.
    pub(crate) fn clear_signed(
        &self,
        drafts: Vec<Arc<Draft<Public>>>,
    ) -> Result<(Cleared, Vec<Diagnostic>), Leaks> {
        let judged = drafts.par_iter().map(|draft| {
            let (found, passed) = self.judge(draft);
            // Only what leaks is searched again.
            if found.is_empty() { (found, passed) } else { self.search_signed(draft) }
        });
        let judged: Vec<_> = judged.collect();
        let (mut findings, mut passed) = (Vec::new(), Vec::new());
        for (found, through) in judged {
            findings.extend(found);
            passed.extend(through);
        }
        diag::sort(&mut findings);
        if findings.iter().any(Diagnostic::stops) {
            return Err(Leaks(findings));
        }
        passed.sort();
        passed.dedup();
        Ok((Cleared { drafts, passed }, findings))
    }

    fn search_signed(&self, draft: &Draft<Public>) -> (Vec<Diagnostic>, Vec<Passed>) {
        let mut judge = Judge::new((&self.searcher, &self.open), &draft.path, draft.fragments(), false);
        judge.signed = true;
        judge.own_file(draft.media, &draft.bytes, &parts::of(draft.media, &draft.bytes, parts::SIZE));
        judge.verdict()
    }

    /// The same search of what only the office looks at and which shows no roster 办公页面. It passes or not; nothing that
    /// may be published comes of it.
    pub(crate) fn inspect(&self, draft: &Draft<Office>) -> Result<(), Leaks> {
        let (findings, _) = self.search(&draft.path, draft.media, &draft.bytes, draft.fragments());
        if findings.is_empty() { Ok(()) } else { Err(Leaks(findings)) }
    }

    /// Whether a text that somebody writes passes as part of a page that says it.
    pub(crate) fn takes(&self, text: &Fragment) -> bool {
        let open = std::slice::from_ref(text);
        self.search("public/text.txt", Media::Text, text.text.as_bytes(), open).0.is_empty()
    }

    fn search(
        &self,
        path: &str,
        media: Media,
        bytes: &[u8],
        open: &[Fragment],
    ) -> (Vec<Diagnostic>, Vec<Passed>) {
        let mut judge = Judge::new((&self.searcher, &self.open), path, open, false);
        judge.own_file(media, bytes, &parts::of(media, bytes, parts::SIZE));
        judge.verdict()
    }

    fn judge(&self, draft: &Arc<Draft<Public>>) -> (Vec<Diagnostic>, Vec<Passed>) {
        let search = || self.search(&draft.path, draft.media, &draft.bytes, draft.fragments());
        let Some(known) = &self.known else { return search() };
        let before = known.lock().ok().and_then(|known| known.get(&draft.path).cloned());
        if let Some((_, passed)) = before.filter(|(before, _)| is(before, draft)) {
            return (Vec::new(), passed);
        }
        let (findings, passed) = search();
        // Only what is clean is remembered: a leak is searched for again, and told in full.
        if let Ok(mut known) = known.lock()
            && findings.is_empty()
        {
            known.insert(draft.path.clone(), (Arc::clone(draft), passed.clone()));
        }
        (findings, passed)
    }
}

/// Whether a verdict on the one is one on the other: everything that it rests on beside the needles.
fn is(one: &Arc<Draft<Public>>, other: &Arc<Draft<Public>>) -> bool {
    Arc::ptr_eq(one, other)
        || (&one.path, one.media, &one.bytes, one.fragments())
            == (&other.path, other.media, &other.bytes, other.fragments())
}
