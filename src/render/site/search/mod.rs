//! Search 站内搜索 without a server: the site's open texts → small scripts that `search.js` reads, and where they lead.
//!
//! Only `site` calls it. No row of a household is indexed, so nothing that is taken down later was ever in it; a
//! notice that is over is found by its title and leads to its tombstone. A theme without `search.html` has no search.

mod entries;
mod passages;
mod postings;
mod shards;
mod terms;
#[cfg(test)]
mod tests;

use crate::document::{Public, lasting_texts};
use crate::render::Draft;
use crate::render::site::Site;
use postings::Postings;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;
use terms::Term;

/// The template that makes a theme search.
pub(super) const TEMPLATE: &str = "search.html";

/// The page of the search.
pub(super) const PAGE: &str = "search/index.html";

/// What the page must know.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SearchView {
    /// The first term of each script of terms.
    borders: String,
    /// Changes with the contents.
    version: String,
    /// Results in a script.
    results: usize,
}

/// The index: what its page must know, the scripts, and every address that a result leads to.
pub(super) struct Index {
    pub(super) view: SearchView,
    pub(super) drafts: Vec<Draft<Public>>,
    pub(super) targets: Vec<String>,
}

/// Reads the site once.
pub(super) fn index(site: &Site) -> Index {
    let mut entries = entries::of(site);
    entries.iter_mut().for_each(|entry| entry.href = shards::encoded(&entry.href));
    let mut pairs: FxHashMap<(char, Option<char>), Postings> = FxHashMap::default();
    let mut words: BTreeMap<String, Postings> = BTreeMap::new();
    for (page, entry) in (0..).zip(&entries) {
        let mut add = |text: &str, in_title: bool| {
            terms::of(text, &mut |term| match term {
                Term::One(c) => pairs.entry((c, None)).or_default().add(page, in_title),
                Term::Pair(a, b) => pairs.entry((a, Some(b))).or_default().add(page, in_title),
                Term::Word(word) => match words.get_mut(word) {
                    Some(postings) => postings.add(page, in_title),
                    None => words.entry(word.to_owned()).or_default().add(page, in_title),
                },
            });
        };
        add(&entry.title.text, true);
        [entry.kind, &entry.place.text, &entry.words.text].into_iter().for_each(|text| add(text, false));
        entry.more.iter().for_each(|text| add(text, false));
        lasting_texts(entry.blocks, &mut |text| add(&text.plain(), false));
    }
    let pairs =
        pairs.into_iter().map(|((a, b), postings)| ([Some(a), b].into_iter().flatten().collect(), postings));
    let mut terms: Vec<(String, Postings)> = pairs.chain(words).collect();
    // Scripts compare texts by these units; where no two terms are the same, their order is one.
    terms.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    let targets = entries.iter().map(|entry| entry.href.clone()).collect();
    let shards = shards::write(terms, &entries);
    let view = SearchView { borders: shards.borders, version: shards.version, results: shards::RESULTS };
    Index { view, drafts: shards.drafts, targets }
}
