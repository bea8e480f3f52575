//! Imposition 拼版: two documents side by side on paper of twice the size, to be printed, cut and stacked.
//!
//! The sheets of the first half lie on the left, those of the second half on the right: after one cut the left pile
//! on top of the right one is in order again. Backs are swapped, for printing on both sides along the short edge.

use super::sheet::{Item, Page, Sheets, Tag, TagKind};
use super::theme::Um;

/// Which documents of a job share paper: the left one and, unless their number is odd at the end, the right one.
pub fn pairs(count: usize) -> impl Iterator<Item = (usize, Option<usize>)> {
    let half = count.div_ceil(2);
    (0..half).map(move |left| (left, Some(left + half).filter(|right| *right < count)))
}

/// Two documents as one; without a right one its half stays white.
pub fn side_by_side(left: Sheets, right: Option<Sheets>) -> Sheets {
    let Some((width, height)) = left.pages.first().map(|page| (page.width, page.height)) else { return left };
    let root = Tag { kind: TagKind::Document, parent: None, alt: None };
    let mut sheets = Sheets { info: left.info.clone(), pages: Vec::new(), tags: vec![root] };
    let sides = left.pages.len().max(right.as_ref().map_or(0, |right| right.pages.len()));
    let blank = || Page { width: width * 2, height, items: Vec::new() };
    sheets.pages.resize_with(sides, blank);
    lay(&mut sheets, left, [0, width]);
    if let Some(right) = right {
        lay(&mut sheets, right, [width, 0]);
    }
    sheets
}

/// Lays a document on its half: `x` of the fronts and of the backs.
fn lay(sheets: &mut Sheets, document: Sheets, x: [Um; 2]) {
    let first = sheets.tags.len();
    for (at, mut tag) in document.tags.into_iter().enumerate() {
        tag.parent = Some(tag.parent.map_or(0, |parent| parent + first));
        if at == 0 {
            tag.kind = TagKind::Group;
        }
        sheets.tags.push(tag);
    }
    for (number, page) in document.pages.into_iter().enumerate() {
        let dx = x[number % 2];
        let items = page.items.into_iter().map(|item| {
            let mut item = item.shifted(dx, 0);
            if let Item::Text(super::sheet::Run { tag, .. })
            | Item::Code { tag, .. }
            | Item::Link { tag, .. } = &mut item
            {
                *tag = tag.map(|tag| tag + first);
            }
            item
        });
        sheets.pages[number].items.extend(items);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_and_stacked_the_order_is_that_of_the_roster() {
        for count in 0..20 {
            let (left, right): (Vec<_>, Vec<_>) = pairs(count).unzip();
            let pile: Vec<usize> = left.into_iter().chain(right.into_iter().flatten()).collect();
            assert_eq!(pile, (0..count).collect::<Vec<_>>());
        }
    }
}
