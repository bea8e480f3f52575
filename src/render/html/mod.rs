//! HTML body 正文 of a public document: blocks become hand-written, escaped, semantic HTML.
//!
//! Only `site` calls it; the frame around the body is the theme's. Only a `Document<Public>` comes in. No style or
//! handler attribute is ever written (the content policy forbids them), and no text leaves here unescaped.

mod blocks;
pub(crate) mod date;
mod form;
mod inline;
mod phone;
mod qr;
mod table;
mod track;
pub(crate) mod whole;

use crate::document::{Block, Document, Fragment, Public};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::LazyLock;

pub(crate) use inline::escape;
pub(crate) use phone::{numbers, tel};

/// What the writer must know about the page that the body stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// From the page to the site's root: empty or `../…/`.
    pub(crate) root: &'a str,
    /// Last day on which rows may be seen; the script hides them after it even if nobody rebuilt.
    pub(crate) rows_until: Option<NaiveDate>,
}

/// The body below the page's `<h1>`, which the theme writes.
pub(crate) fn body(document: &Document<Public>, setting: Setting<'_>) -> String {
    let mut out = String::with_capacity(4096);
    if let Some(stamp) = &document.meta().stamp {
        out.push_str("<p class=\"stamp\">");
        escape(&mut out, stamp);
        out.push_str("</p>\n");
    }
    if let Some(salutation) = &document.meta().salutation {
        out.push_str("<p class=\"salutation\">");
        inline::text(&mut out, salutation, setting.root);
        out.push_str("：</p>\n");
    }
    blocks::write(&mut out, &raised(document.blocks()), setting);
    out
}

/// A text may begin with （一） because paper sets it so; on a page no rank of headings is left out below its `<h1>`.
fn raised(blocks: &[Block]) -> Cow<'_, [Block]> {
    let rank = |block: &Block| match block {
        Block::Heading { level, .. } => Some(*level),
        Block::Part(_) => Some(1),
        _ => None,
    };
    let above = blocks.iter().filter_map(rank).min().unwrap_or(1).saturating_sub(1);
    if above == 0 {
        return Cow::Borrowed(blocks);
    }
    let mut raised = blocks.to_vec();
    for block in &mut raised {
        if let Block::Heading { level, .. } = block {
            *level -= above;
        }
    }
    Cow::Owned(raised)
}

/// The writer's own words: open texts that the audit may meet in any body.
pub(crate) fn words() -> &'static [Fragment] {
    static WORDS: LazyLock<Vec<Fragment>> = LazyLock::new(|| {
        let own = [table::GONE, blocks::SEAL_PLACE, "至"];
        own.iter()
            .chain(&track::LABELS)
            .map(|text| Fragment::new(*text, "程序", crate::render::DECLARING))
            .collect()
    });
    &WORDS
}

/// The earliest last day of what a document shows only up to a day.
pub(crate) fn until(blocks: &[Block]) -> Option<NaiveDate> {
    let last = |block: &Block| match block {
        Block::Until { last, blocks, .. } => until(blocks).into_iter().chain([*last]).min(),
        Block::List { items, .. } => items.iter().filter_map(|item| until(item)).min(),
        Block::Callout { blocks, .. } => until(blocks),
        _ => None,
    };
    blocks.iter().filter_map(last).min()
}

#[cfg(test)]
mod tests;
