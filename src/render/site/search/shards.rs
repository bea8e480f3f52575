//! Terms and results → small scripts 分片: a search loads only those that it needs, over a network or from a disk.
//!
//! Scripts, because a page opened by double click may not read other files in any other way. Between two characters of
//! terms always stand letters, so that no two villagers' characters meet that met in no text.

use super::entries::Entry;
use super::passages;
use super::postings::{Postings, number};
use crate::document::{Fragment, Public};
use crate::render::site::address;
use crate::render::{Draft, Media};
use sha2::{Digest, Sha256};

/// Bytes of a script of terms; a term has at most two lists of half as many.
const LARGE: usize = 4000;

/// Results in a script.
pub(super) const RESULTS: usize = 6;

/// The scripts, and what the page must know to choose among them.
pub(super) struct Shards {
    pub(super) drafts: Vec<Draft<Public>>,
    /// The first term of each script of terms.
    pub(super) borders: String,
    /// Changes with the contents: a page refuses the scripts of another build.
    pub(super) version: String,
}

/// A script before its version is known: its name, what it says, and the open texts in it.
pub(super) type Said = (String, String, Vec<Fragment>);

/// Writes the terms, in the order in which scripts compare, and the results.
pub(super) fn write(terms: Vec<(String, Postings)>, entries: &[Entry<'_>]) -> Shards {
    let (mut said, borders) = words(terms);
    let (texts, places) = passages::write(entries);
    said.extend(entries.chunks(RESULTS).zip(places.chunks(RESULTS)).enumerate().map(results));
    said.extend(texts);
    let mut digest = Sha256::new();
    said.iter().for_each(|(_, call, _)| digest.update(call.as_bytes()));
    let mut version = String::new();
    for bytes in digest.finalize().chunks(4).take(3) {
        number(&mut version, bytes.iter().fold(0, |value: u32, byte| value << 8 | u32::from(*byte)));
    }
    let draft = |(name, call, open): Said| {
        let script = format!("mingbai(\"{version}\",\"{name}\",{call});\n");
        Draft::new(format!("public/search/{name}.js"), Media::Js, script.into_bytes(), open)
    };
    let drafts = said.into_iter().map(draft).collect();
    Shards { drafts, borders, version }
}

/// Scripts of terms, and the first term of each.
fn words(terms: Vec<(String, Postings)>) -> (Vec<Said>, String) {
    let (mut out, mut borders) = (Vec::new(), String::new());
    let mut script = Script::default();
    let mut end = |script: &mut Script| {
        let call = format!("\"{}\"", std::mem::take(script).text);
        out.push((format!("terms/{}", out.len()), call, Vec::new()));
    };
    for (term, postings) in terms {
        let postings = postings.finish();
        if !script.text.is_empty() && script.text.len() + term.len() + postings.len() > LARGE {
            end(&mut script);
        }
        if script.text.is_empty() {
            border(&mut borders, &term);
        }
        script.push(&term, &postings);
    }
    if !script.text.is_empty() {
        end(&mut script);
    }
    (out, borders)
}

/// A script of results.
fn results((at, (results, texts)): (usize, (&[Entry<'_>], &[String]))) -> Said {
    let lines: Vec<_> = results.iter().zip(texts).map(shown).collect();
    // Texts always serialise.
    let call = serde_json::to_string(&lines).unwrap_or_default();
    let kinds = results.iter().map(|is| Fragment::new(is.kind, "程序", crate::render::DECLARING));
    let texts = results.iter().flat_map(|is| [&is.title, &is.place, &is.words]).cloned();
    let mut open: Vec<Fragment> = kinds.chain(texts).filter(|open| !open.text.is_empty()).collect();
    open.sort();
    open.dedup();
    (format!("pages/{at}"), call, open)
}

/// The kind comes first: a title such as 产业帮扶 then stands between open texts, as it does on its page.
fn shown<'e>((is, texts): (&'e Entry<'_>, &'e String)) -> Vec<&'e str> {
    let line = [is.kind, &is.title.text, &is.place.text, &is.words.text, &is.href];
    let texts = Some(texts.as_str()).filter(|texts| !texts.is_empty());
    line.into_iter().chain(texts).collect()
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
