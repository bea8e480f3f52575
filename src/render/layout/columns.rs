//! Columns 列宽: what cells need becomes widths that fill the measure, header titles wrapping before names do.

use super::breaks::Cut;
use super::paragraph::Atom;
use super::setter::{Setter, Style};
use super::theme::Um;
use crate::document::{Table, Text};

/// Longest text, in characters, that is a name and not a sentence: it stays on one line while there is any other way.
const NAME: Um = 9;

/// Characters on a line that a sentence in a cell would like at least.
const SENTENCE: Um = 6;

/// No type is smaller than this: six points.
const SMALLEST: Um = 2_117;

/// What a text needs: its width on one line, its longest piece that may not be broken, and what it needs to be read
/// at a glance: a name whole, a sentence a few words a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    pub(super) natural: Um,
    pub(super) piece: Um,
    pub(super) whole: Um,
    /// The same when sentences give way to names.
    pub(super) name: Um,
}

impl Extent {
    fn most(self, other: Self) -> Self {
        Self {
            natural: self.natural.max(other.natural),
            piece: self.piece.max(other.piece),
            whole: self.whole.max(other.whole),
            name: self.name.max(other.name),
        }
    }
}

impl Setter<'_, '_> {
    fn extent(&mut self, text: &Text, style: Style) -> Extent {
        let atoms = self.shaped(text, style, None);
        let (mut natural, mut widest) = (0, 0);
        for atom in atoms.iter() {
            natural = if atom.cut == Cut::Must { 0 } else { natural } + atom.width;
            widest = natural.max(widest);
        }
        let longest = longest(&atoms);
        let name = widest <= NAME * style.size;
        let whole = if name { widest } else { longest.max(SENTENCE * style.size) };
        Extent { natural: widest, piece: longest, whole, name: if name { widest } else { longest } }
    }

    /// What each column would like: (header, body).
    pub(super) fn wishes(&mut self, table: &Table) -> Vec<(Extent, Extent)> {
        let mut wishes = Vec::with_capacity(table.columns.len());
        for (at, column) in table.columns.iter().enumerate() {
            let head = self.extent(&column.title, self.cell_style(true));
            let style = self.cell_style(false);
            let mut body = Extent::default();
            for (number, row) in table.rows.iter().enumerate() {
                self.row = Some(number + 1);
                if let Some(cell) = row.get(at) {
                    body = body.most(self.extent(cell, style));
                }
            }
            self.row = None;
            wishes.push((head, body));
        }
        wishes
    }

    /// The width a table would like, cells on one line and headers on at most two: decides whether a form lies on its side.
    pub(crate) fn wished_width(&mut self, table: &Table) -> Um {
        let (em, pad) = (self.sizes.table, 2 * self.padding());
        self.wishes(table).iter().map(|(head, body)| head.natural.min(em * 8).max(body.natural) + pad).sum()
    }

    /// The largest table type, not above the present one, with which the columns stand beside each other: down to
    /// the theme's least for the sake of whole names, below it only where a number would be torn.
    pub(super) fn table_type(&mut self, table: &Table, width: Um) -> Vec<(Extent, Extent)> {
        let mut wishes = self.wishes(table);
        let floors = [(true, self.sizes.min_table), (false, SMALLEST)];
        for (names, least) in floors {
            // Roundings may ask for a second step.
            for _ in 0..2 {
                let (size, pad) = (self.sizes.table, 2 * self.padding());
                let need: Um = wishes
                    .iter()
                    .map(|(head, body)| {
                        let body = if names { body.whole } else { body.piece };
                        body.max(head.piece).max(size * 3 / 2) + pad
                    })
                    .sum();
                if need <= width || size <= least {
                    break;
                }
                self.sizes.table = (size * width / need - 10).clamp(least, size);
                wishes = self.wishes(table);
            }
        }
        wishes
    }

    pub(super) fn widths(&mut self, table: &Table, wishes: &[(Extent, Extent)], width: Um) -> Vec<Um> {
        let (em, pad) = (self.sizes.table, 2 * self.padding());
        let least: Vec<Um> =
            wishes.iter().map(|(head, body)| body.piece.max(head.piece).max(em * 3 / 2) + pad).collect();
        let wish: Vec<Um> = wishes
            .iter()
            .zip(&least)
            .map(|((head, body), least)| {
                let head = head.natural.min((head.natural / 2 + em).max(em * 3));
                (body.natural.max(head) + pad).max(*least)
            })
            .collect();
        let weights: Um = table.columns.iter().map(|column| Um::from(column.weight)).sum();
        let mut out = wish.clone();
        if weights > 0 {
            let fixed: Um = (0..wish.len()).filter(|&i| table.columns[i].weight == 0).map(|i| wish[i]).sum();
            let rest = (width - fixed).max(0);
            for (i, column) in table.columns.iter().enumerate() {
                if column.weight > 0 {
                    out[i] = (rest * Um::from(column.weight) / weights).max(least[i]);
                }
            }
        }
        // Headers give way first, to two characters a line, then cells wrap.
        let whole: Vec<Um> = wishes
            .iter()
            .zip(&least)
            .zip(&out)
            .map(|(((head, body), least), has)| {
                (body.natural.max(head.natural.min(em * 2)) + pad).max(*least).min(*has)
            })
            .collect();
        // Sentences wrap before names do.
        let kept = |of: fn(&Extent) -> Um| -> Vec<Um> {
            let all = wishes.iter().zip(&least).zip(&whole);
            all.map(|(((_, body), least), whole)| (of(body) + pad).max(*least).min(*whole)).collect()
        };
        settle(&mut out, &whole, width);
        settle(&mut out, &kept(|body| body.whole), width);
        settle(&mut out, &kept(|body| body.name), width);
        settle(&mut out, &least, width);
        squeeze(&mut out, width);
        // Headers that were asked to wrap take the room that is left first.
        let free = width - out.iter().sum::<Um>();
        if free > 0 {
            let lacks: Vec<Um> = wishes
                .iter()
                .zip(&out)
                .map(|((head, _), has)| (head.natural.min(em * 8) + pad - has).max(0))
                .collect();
            let lack: Um = lacks.iter().sum();
            let given = free.min(lack);
            for (has, lacks) in out.iter_mut().zip(&lacks) {
                *has += given * lacks / lack.max(1);
            }
            share(&mut out, width);
        }
        out
    }
}

/// The longest run of atoms that may not be broken.
pub(super) fn longest(atoms: &[Atom]) -> Um {
    let (mut piece, mut longest) = (0, 0);
    for atom in atoms {
        piece = if atom.cut == Cut::No { piece } else { 0 } + atom.width;
        longest = piece.max(longest);
    }
    longest
}

/// The columns of a table on the page.
pub(super) struct Grid {
    pub(super) x: Um,
    pub(super) widths: Vec<Um>,
    pub(super) blocks: usize,
}

impl Grid {
    fn block_width(&self) -> Um {
        self.widths.iter().sum()
    }

    pub(super) fn width(&self) -> Um {
        self.block_width() * self.blocks as Um
    }

    pub(super) fn column(&self, block: usize, at: usize) -> (Um, Um) {
        let before: Um = self.widths[..at].iter().sum();
        (self.x + self.block_width() * block as Um + before, self.widths[at])
    }
}

/// Shrinks columns that are too wide together, none below its least width.
fn settle(widths: &mut [Um], least: &[Um], room: Um) {
    let total: Um = widths.iter().sum();
    if total <= room {
        return;
    }
    let floor: Um = least.iter().sum();
    if floor >= room {
        widths.copy_from_slice(least);
        return;
    }
    let spare: Um = total - floor;
    for (width, least) in widths.iter_mut().zip(least) {
        *width = least + (*width - least) * (room - floor) / spare.max(1);
    }
}

/// Shrinks columns that cannot stand beside each other in proportion.
fn squeeze(widths: &mut [Um], room: Um) {
    let total: Um = widths.iter().sum();
    if total > room {
        widths.iter_mut().for_each(|width| *width = *width * room / total);
    }
}

/// Gives what is left to all columns in proportion, the last one taking the remainder.
fn share(widths: &mut [Um], room: Um) {
    let total: Um = widths.iter().sum();
    let free = room - total;
    for width in widths.iter_mut() {
        *width += free * *width / total.max(1);
    }
    let now: Um = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += room - now;
    }
}
