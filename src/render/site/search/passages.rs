//! Passages 原文: the texts behind a result in small scripts, so that an answer shows the words round what was asked for.
//!
//! Read only for results whose beginning does not say it. Every string in them is an open text that its file declares;
//! telephone numbers and who answers them stand on the page only.

use super::entries::Entry;
use super::postings::number;
use super::shards::Said;
use super::terms;
use crate::document::{Fragment, Origin, lasting_texts};

/// Bytes of a script, unless a single result says more.
const LARGE: usize = 1500;
/// Bytes that are told of one result at most, from its beginning: an answer reads a script for each result that it shows.
const MOST: usize = 3000;
/// Characters up to which a text goes on with the next: a heading, a label or a cell says little alone.
const SHORT: usize = 24;
/// Characters at which a row of texts that end no sentence is parted all the same.
const LONG: usize = 60;

/// The scripts, and for each result which script and which place in it, as letters; empty where its words say it all.
pub(super) fn write(entries: &[Entry<'_>]) -> (Vec<Said>, Vec<String>) {
    let mut writer = Writer::default();
    let places = entries.iter().map(|entry| writer.add(texts(entry))).collect();
    writer.end();
    (writer.scripts, places)
}

/// What is told of a result, in reading order.
fn texts(entry: &Entry<'_>) -> Vec<Fragment> {
    let mut lines: Vec<Line> = Vec::new();
    if !entry.quotes {
        return Vec::new();
    }
    lasting_texts(entry.blocks, &mut |text| {
        let Origin::Open(place) = &text.origin else { return };
        let line = text.plain().replace('\n', " ");
        let new = lines.last().is_none_or(|last| last.text != line);
        if new && line.chars().any(char::is_alphanumeric) && !terms::has_long_number(&line) {
            lines.push(Line { text: line, place: place.clone() });
        }
    });
    let said = lines.len();
    let mut out = joined(lines);
    let mut left = MOST;
    for line in &mut out {
        line.text.truncate(line.text.floor_char_boundary(left));
        left -= line.text.len();
    }
    out.retain(|line| !line.text.is_empty());
    // The words that every result shows may be all there is.
    let known = said == 1 && out.first().is_some_and(|line| *line.text == *entry.words.text);
    out.retain(|_| !known);
    out.into_iter().map(|line| Fragment::new(line.text, line.place, crate::render::DECLARING)).collect()
}

/// An open text while it is put together.
struct Line {
    text: String,
    /// Who declares it.
    place: String,
}

/// Headings, labels and cells with what follows them, as one open text each: 产业帮扶 alone would look like a value of
/// somebody's row, beside its explanation it is what the page says.
fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(last) if goes_on(&last.text) && is_of_one_source(&last.place, &line.place) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                last.place = line.place;
            }
            _ => out.push(line),
        }
    }
    // Nothing follows the last one: it belongs to what stands before it.
    if let [.., before, last] = &mut out[..]
        && last.text.chars().count() < SHORT
        && is_of_one_source(&before.place, &last.place)
    {
        before.text.push(' ');
        before.text.push_str(&last.text);
        out.pop();
    }
    out
}

/// Whether two texts are declared by the same hand: what a contact may excuse is not what a pack may.
fn is_of_one_source(one: &str, other: &str) -> bool {
    let path = |place: &str| place.split(':').next().map(str::to_owned);
    let policy = one.starts_with("policies/");
    one == other || (policy && path(one) == path(other))
}

fn goes_on(text: &str) -> bool {
    let length = text.chars().count();
    length < SHORT || (length < LONG && !text.ends_with(['。', '；', '！', '？', '）', '”']))
}

/// Bytes of a text with its quotes.
fn weight(text: &str) -> usize {
    text.len() + 3
}

/// Scripts while they are written.
#[derive(Default)]
struct Writer {
    scripts: Vec<Said>,
    results: Vec<Vec<String>>,
    open: Vec<Fragment>,
    size: usize,
}

impl Writer {
    fn add(&mut self, texts: Vec<Fragment>) -> String {
        let mut place = String::new();
        if texts.is_empty() {
            return place;
        }
        let size: usize = texts.iter().map(|text| weight(&text.text)).sum();
        if self.size + size > LARGE {
            self.end();
        }
        self.size += size;
        for part in [self.scripts.len(), self.results.len()] {
            number(&mut place, u32::try_from(part).unwrap_or(u32::MAX));
        }
        self.results.push(texts.iter().map(|text| text.text.to_string()).collect());
        self.open.extend(texts);
        place
    }

    fn end(&mut self) {
        self.size = 0;
        if self.results.is_empty() {
            return;
        }
        let name = format!("texts/{}", self.scripts.len());
        let results = std::mem::take(&mut self.results);
        // Texts always serialise.
        let call = serde_json::to_string(&results).unwrap_or_default();
        let mut open = std::mem::take(&mut self.open);
        open.sort();
        open.dedup();
        self.scripts.push((name, call, open));
    }
}
