//! The texts of a face one by one, for whoever changes or compares them.

use super::Face;
use crate::document::{WrittenBlock, WrittenDocument, WrittenText, runs};

/// Visits every text of a document in reading order.
pub(super) fn each(document: &mut WrittenDocument, visit: &mut dyn FnMut(&mut WrittenText)) {
    visit(&mut document.title);
    document.salutation.iter_mut().for_each(&mut *visit);
    blocks(&mut document.blocks, visit);
}

fn blocks(all: &mut [WrittenBlock], visit: &mut dyn FnMut(&mut WrittenText)) {
    for block in all {
        match block {
            WrittenBlock::Heading { text, .. }
            | WrittenBlock::Paragraph { text, .. }
            | WrittenBlock::Part { text } => visit(text),
            WrittenBlock::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, visit)),
            WrittenBlock::Facts { pairs } => pairs.iter_mut().for_each(|(label, value)| {
                visit(label);
                visit(value);
            }),
            WrittenBlock::Period { label, rule, .. } => {
                visit(label);
                visit(rule);
            }
            WrittenBlock::Rows { caption, .. } => caption.iter_mut().for_each(&mut *visit),
            WrittenBlock::Table { caption, columns, rows, .. } => {
                caption.iter_mut().for_each(&mut *visit);
                columns.iter_mut().for_each(|column| visit(&mut column.title));
                rows.iter_mut().flatten().for_each(&mut *visit);
            }
            WrittenBlock::Callout { title, blocks: inner } => {
                title.iter_mut().for_each(&mut *visit);
                blocks(inner, visit);
            }
            WrittenBlock::Code { caption, .. } => visit(caption),
            WrittenBlock::Seal { issuers, .. } => issuers.iter_mut().for_each(&mut *visit),
        }
    }
}

/// Whether any figure of a face is marked as counted from the rows. None is in faces of before figures were marked.
pub(super) fn is_marked(face: &Face) -> bool {
    let mut found = false;
    each(&mut face.text.clone(), &mut |text| {
        found |= text.runs.iter().any(|run| runs::counts(run).is_some());
    });
    found
}

/// The same without marks.
pub(super) fn unmark(document: &mut WrittenDocument) {
    each(document, &mut |text| text.runs = runs::unmarked(&text.runs));
}
