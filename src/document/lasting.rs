//! A document → the texts in it that may be found at any time, and a public document abridged to them.

use super::{Align, Block, Document, Origin, Public, Table, Text};

/// Every open text of the blocks that may be found at any time: no row of a roster, nothing that ends on a day.
pub(crate) fn lasting_texts(blocks: &[Block], found: &mut impl FnMut(&Text)) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } | Block::Part(text) => {
                open([text], found)
            }
            Block::List { items, .. } => items.iter().for_each(|item| lasting_texts(item, found)),
            Block::Facts(pairs) => {
                let pairs = pairs.iter().filter(|(label, value)| label.is_open() && value.is_open());
                pairs.for_each(|(label, value)| open([label, value], found));
            }
            Block::Period(period) => open([&period.label, &period.rule], found),
            Block::Table(table) if table.has_rows() => {}
            Block::Table(table) => {
                open(&table.caption, found);
                open(table.columns.iter().map(|column| &column.title), found);
                open(table.rows.iter().flatten(), found);
            }
            Block::Callout { title, blocks } => {
                open(title, found);
                lasting_texts(blocks, found);
            }
            Block::Track(track) => {
                open([&track.title], found);
                lasting_texts(&track.plain(), found);
            }
            Block::Seal { issuers, .. } => open(issuers, found),
            Block::Qr { .. } | Block::Grid(_) | Block::Sign(_) | Block::Until { .. } => {}
        }
    }
}

fn open<'t>(texts: impl IntoIterator<Item = &'t Text>, found: &mut impl FnMut(&Text)) {
    texts.into_iter().filter(|text| text.is_open()).for_each(found);
}

/// Whether a table with a roster's values stands anywhere in the blocks.
pub(crate) fn has_rows(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Table(table) => table.has_rows(),
        Block::List { items, .. } => items.iter().any(|item| has_rows(item)),
        Block::Callout { blocks, .. } | Block::Until { blocks, .. } => has_rows(blocks),
        _ => false,
    })
}

impl Table {
    /// Whether values of a roster stand in it.
    pub(crate) fn has_rows(&self) -> bool {
        self.rows.iter().flatten().any(|cell| !cell.is_open())
    }
}

impl Text {
    /// Whether it is declared open.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.origin, Origin::Open(_))
    }
}

impl Document<Public> {
    /// The same without what only its own page shows: its open texts as one, and an empty table where rows stood.
    pub(crate) fn abridged(&self) -> Self {
        let mut said = Vec::new();
        lasting_texts(&self.blocks, &mut |text| said.push(text.plain()));
        let text = Text::open(said.join("\n"), "程序");
        let mut blocks = vec![Block::Paragraph { text, indent: false, align: Align::default() }];
        if has_rows(&self.blocks) {
            blocks.push(Block::Table(emptied()));
        }
        Self { imprint: self.imprint.clone(), ..Self::of_parts(self.meta.clone(), blocks) }
    }
}

/// A roster's table without its values.
fn emptied() -> Table {
    Table {
        caption: None,
        columns: Vec::new(),
        rows: vec![vec![Text::roster("")]],
        end_mark: false,
        min_row_height: 0,
        may_double: false,
    }
}
