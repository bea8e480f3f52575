//! Terms and results → small scripts 分片: a search loads only those that it needs, over a network or from a disk.
//!
//! Scripts, because a page opened by double click may not read other files in any other way. Between two characters of
//! terms always stand letters, so that no two villagers' characters meet that met in no text.

use super::entries::Entry;
use super::postings::{Postings, number};
use crate::document::{Fragment, Public};
use crate::render::site::address;
use crate::render::{Draft, Media};
use sha2::{Digest, Sha256};

/// Bytes of a script of terms; a term has at most two lists of half as many.
const LARGE: usize = 5000;

/// Results in a script.
pub(super) const RESULTS: usize = 8;

/// The scripts, and what the page must know to choose among them.
pub(super) struct Shards {
    pub(super) drafts: Vec<Draft<Public>>,
    /// The first term of each script of terms.
    pub(super) borders: String,
    /// Changes with the contents: an old script is never read with a new one.
    pub(super) version: String,
}

/// Writes the terms, in the order in which scripts compare, and the results.
pub(super) fn write(terms: Vec<(String, Postings)>, entries: &[Entry<'_>]) -> Shards {
    let mut shards = Shards { drafts: Vec::new(), borders: String::new(), version: String::new() };
    let mut digest = Sha256::new();
    let mut add = |shards: &mut Shards, folder: &str, at: usize, call: String, open: Vec<Fragment>| {
        digest.update(call.as_bytes());
        shards.drafts.push(Draft::new(
            format!("public/search/{folder}/{at}.js"),
            Media::Js,
            call.into_bytes(),
            open,
        ));
    };
    let mut script = Script::default();
    let mut at = 0;
    for (term, postings) in terms {
        let postings = postings.finish();
        if !script.text.is_empty() && script.text.len() + term.len() + postings.len() > LARGE {
            let text = std::mem::take(&mut script).text;
            add(&mut shards, "terms", at, format!("mingbai.terms({at},\"{text}\");\n"), Vec::new());
            at += 1;
        }
        if script.text.is_empty() {
            border(&mut shards.borders, &term);
        }
        script.push(&term, &postings);
    }
    if !script.text.is_empty() {
        let text = script.text;
        add(&mut shards, "terms", at, format!("mingbai.terms({at},\"{text}\");\n"), Vec::new());
    }
    for (at, results) in entries.chunks(RESULTS).enumerate() {
        let lines: Vec<_> = results.iter().map(shown).collect();
        // Texts always serialise.
        let list = serde_json::to_string(&lines).unwrap_or_default();
        let kinds = results.iter().map(|is| Fragment { text: is.kind.to_owned(), place: "程序".into() });
        let texts = results.iter().flat_map(|is| [&is.title, &is.place, &is.words]).cloned();
        let mut open: Vec<Fragment> = kinds.chain(texts).filter(|open| !open.text.is_empty()).collect();
        open.sort();
        open.dedup();
        add(&mut shards, "pages", at, format!("mingbai.pages({at},{list});\n"), open);
    }
    for bytes in digest.finalize().chunks(4).take(3) {
        let value = bytes.iter().fold(0, |value: u32, byte| value << 8 | u32::from(*byte));
        number(&mut shards.version, value);
    }
    shards
}

/// The kind comes first: a title such as 产业帮扶 then stands between open texts, as it does on its page.
fn shown<'e>(is: &'e Entry<'_>) -> [&'e str; 5] {
    [is.kind, &is.title.text, &is.place.text, &is.words.text, &is.href]
}

/// A script of terms while it is written.
#[derive(Default)]
struct Script {
    text: String,
    /// The character with which the last terms begin.
    group: Option<char>,
}

impl Script {
    /// `低g` opens the terms that begin with 低, `保dfc` is 低保 then; a word of Latin letters stands alone.
    fn push(&mut self, term: &str, postings: &str) {
        let mut chars = term.chars();
        let group = chars.next().filter(|first| !first.is_ascii());
        if self.text.is_empty() || self.group != group || group.is_none() {
            if !self.text.is_empty() {
                self.text.push(';');
            }
            match group {
                Some(first) => self.text.extend([first, 'g']),
                None => self.text.extend([term, "="]),
            }
        } else {
            self.text.push(',');
        }
        if group.is_some() {
            self.text.push_str(chars.as_str());
        }
        self.text.push_str(postings);
        self.group = group;
    }
}

/// `低/g/保|g|`: letters between characters here as well.
fn border(borders: &mut String, term: &str) {
    if !borders.is_empty() {
        borders.push_str("|g|");
    }
    let mut before = false;
    for c in term.chars() {
        if before {
            borders.push_str("/g/");
        }
        borders.push(c);
        before = !c.is_ascii();
    }
}

/// Results name their pages as addresses below the site's root.
pub(super) fn encoded(href: &str) -> String {
    match href.split_once('#') {
        Some((page, id)) => format!("{}#{id}", address::encode(page)),
        None => address::encode(href),
    }
}
