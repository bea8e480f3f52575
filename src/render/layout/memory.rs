//! What the attempts at a document, and the documents of a job, have in common: found once.

use super::breaks::{Cut, cuts};
use super::paragraph::Atom;
use super::phones::phones;
use super::setter::Style;
use crate::render::fonts::Role;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// Texts remembered at most: a job may have thousands of names.
const TEXTS: usize = 4096;

/// Where a text may break, and its phone numbers.
#[derive(Debug)]
pub(crate) struct Seams {
    pub(crate) cuts: Vec<Cut>,
    pub(crate) phones: Vec<Range<usize>>,
}

/// Characters remembered at most as set: some megabytes.
const SET: usize = 1 << 16;

/// What decides how a text is set, beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Manner {
    pub(crate) style: Style,
    /// The face of phone numbers.
    pub(crate) strong: Role,
    /// Air between Chinese and Latin letters.
    pub(crate) spaced: bool,
}

/// Texts as set, by manner.
#[derive(Debug, Default)]
struct Set {
    texts: FxHashMap<Manner, FxHashMap<String, Rc<[Atom]>>>,
    characters: usize,
}

/// Modules of a QR code, row by row.
pub(crate) type Modules = Rc<Vec<Vec<bool>>>;

/// Break opportunities and texts as set by text, QR codes by address.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    seams: RefCell<FxHashMap<Vec<char>, Rc<Seams>>>,
    codes: RefCell<FxHashMap<String, Option<Modules>>>,
    set: RefCell<Set>,
}

impl Memory {
    pub(crate) fn seams(&self, text: &[char]) -> Rc<Seams> {
        if let Some(known) = self.seams.borrow().get(text) {
            return Rc::clone(known);
        }
        let mut cuts = cuts(text);
        let phones = phones(text);
        for range in &phones {
            cuts[range.start + 1..range.end].fill(Cut::No);
        }
        let found = Rc::new(Seams { cuts, phones });
        let mut seams = self.seams.borrow_mut();
        if seams.len() >= TEXTS {
            seams.clear();
        }
        seams.insert(text.to_vec(), Rc::clone(&found));
        found
    }

    /// A text as it was set before: cells come again on the next row, and all words in the next household's leaflet.
    pub(crate) fn recall(&self, text: &str, manner: Manner) -> Option<Rc<[Atom]>> {
        self.set.borrow().texts.get(&manner)?.get(text).cloned()
    }

    /// Remembers a text as set.
    pub(crate) fn remember(&self, text: &str, manner: Manner, atoms: &Rc<[Atom]>) {
        let mut set = self.set.borrow_mut();
        set.characters += atoms.len();
        if set.characters > SET {
            set.texts.clear();
            set.characters = atoms.len();
        }
        set.texts.entry(manner).or_default().insert(text.to_owned(), Rc::clone(atoms));
    }

    /// The code for an address; none for one that is too long.
    pub(crate) fn code(&self, url: &str) -> Option<Modules> {
        if let Some(known) = self.codes.borrow().get(url) {
            return known.clone();
        }
        let made = qrcodegen::QrCode::encode_text(url, qrcodegen::QrCodeEcc::Medium).ok().map(|code| {
            let side = 0..code.size();
            Rc::new(side.clone().map(|y| side.clone().map(|x| code.get_module(x, y)).collect()).collect())
        });
        self.codes.borrow_mut().insert(url.to_owned(), made.clone());
        made
    }
}
