//! Reading order 阅读顺序: the text of a page stands in the draw list as it is read.
//!
//! Two halves of a table side by side are set row by row, but read one after the other, by people, by screen readers
//! and by whoever copies the text.

use super::sheet::{Item, Tag, TagKind};

/// Puts a page's text in the order of its structure elements by their [`ranks`]; furniture stays behind what it
/// follows.
pub(super) fn arrange(items: Vec<Item>, ranks: &[usize]) -> Vec<Item> {
    let mut last = 0;
    let mut keyed: Vec<(usize, Item)> = Vec::with_capacity(items.len());
    for item in items {
        if let Item::Text(run) = &item {
            last = run.tag.map_or(last, |tag| ranks[tag]);
        }
        keyed.push((last, item));
    }
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, item)| item).collect()
}

/// The place of each structure element in reading order.
pub(super) fn ranks(tags: &[Tag]) -> Vec<usize> {
    let mut kids: Vec<Vec<usize>> = vec![Vec::new(); tags.len()];
    for (at, tag) in tags.iter().enumerate() {
        if let Some(parent) = tag.parent {
            kids[parent].push(at);
        }
    }
    let mut ranks = vec![0; tags.len()];
    let mut waiting: Vec<usize> = (0..tags.len()).rev().filter(|at| tags[*at].parent.is_none()).collect();
    let mut next = 0;
    while let Some(at) = waiting.pop() {
        // A link stands among the words of its paragraph.
        let inside = tags[at].parent.filter(|_| tags[at].kind == TagKind::Link);
        ranks[at] = inside.map_or(next, |parent| ranks[parent]);
        next += 1;
        waiting.extend(kids[at].iter().rev());
    }
    ranks
}
