//! Signing off 落款: issuers and date towards the right, with room for the seals 盖章处.

use super::SEAL_HERE;
use super::blocks::Area;
use super::boxes::long_date;
use super::flow::Strip;
use super::paragraph::Measure;
use super::setter::{Setter, Style};
use super::sheet::{Item, TagKind};
use super::theme::Um;
use crate::document::{Align, Text};
use chrono::NaiveDate;

impl Setter<'_, '_> {
    /// Issuers and date; a seal covers both, so with seals several issuers stand side by side. What is free to
    /// their left is returned.
    pub(crate) fn seal(
        &mut self,
        issuers: &[Text],
        date: NaiveDate,
        seal: bool,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) -> Um {
        let pitch = self.sizes.pitch;
        // The room above: the seal's upper edge stands within a line of the text.
        strips.push(Strip::other(if seal { pitch * 3 / 2 } else { pitch }, Vec::new()));
        let free = if seal && issuers.len() > 1 {
            self.side_by_side(issuers, date, area, parent, strips);
            0
        } else {
            self.one_below_another(issuers, date, seal, area, parent, strips)
        };
        if seal {
            strips.push(Strip::other(pitch * 3 / 4, Vec::new()).tied());
        }
        free
    }

    /// 署名 and 成文日期 centred on each other; with a seal the date stands four characters from the edge.
    fn one_below_another(
        &mut self,
        issuers: &[Text],
        date: NaiveDate,
        seal: bool,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) -> Um {
        let (em, pitch, style) = (self.sizes.size, self.sizes.pitch, self.running());
        let mark = Self::words(SEAL_HERE);
        let mark_style = self.quiet();
        let mark_width = if seal { self.natural(&mark, mark_style) } else { 0 };
        let day = Self::words(&long_date(date));
        let day_width = self.natural(&day, style);
        let margin = (2 * em).max(mark_width + em / 4);
        let widest = issuers.iter().map(|issuer| self.natural(issuer, style)).max().unwrap_or(0);
        let width = widest.min(area.width - margin);
        let centre = area.x + area.width - (margin + width / 2).max(4 * em + day_width / 2);
        for issuer in issuers {
            let tag = Some(self.tag(TagKind::Paragraph, parent));
            let set = self.block(issuer, style, tag, Measure { width, indent: 0, justify: false });
            let (mut items, tall) = self.stacked(&set, pitch, centre - width / 2, width, Align::Center, tag);
            if seal && let Some(last) = set.lines.last() {
                let measure = Measure { width: mark_width, indent: 0, justify: false };
                let set = self.block(&mark, mark_style, tag, measure);
                let (made, _) =
                    self.stacked(&set, pitch, centre + last.end / 2, mark_width, Align::Start, tag);
                items.extend(made.into_iter().map(|item| item.shifted(0, tall - pitch)));
            }
            strips.push(Strip::other(tall, items).tied());
        }
        self.day(&day, centre - day_width / 2, day_width, parent, strips);
        centre - width.max(day_width) / 2 - area.x
    }

    /// Up to three issuers in a row, each with （盖章） beneath, the date under the last.
    fn side_by_side(
        &mut self,
        issuers: &[Text],
        date: NaiveDate,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let (em, pitch) = (self.sizes.size, self.sizes.pitch);
        let mark = Self::words(SEAL_HERE);
        let columns = issuers.len().min(3);
        let column = area.width / columns as Um;
        let limit = column - em / 2;
        let mut style = self.running();
        let widest = issuers.iter().map(|issuer| self.natural(issuer, style)).max().unwrap_or(0);
        if widest > limit {
            style.size = (style.size * limit / widest).max(style.size * 78 / 100);
        }
        let measure = Measure { width: limit, indent: 0, justify: false };
        for row in issuers.chunks(columns) {
            let mut cells: Vec<(Vec<Item>, Um)> = Vec::new();
            // A short last row stands on the right.
            let skip = (columns - row.len()) as Um;
            for (at, issuer) in (0..).zip(row) {
                let x = area.x + (skip + at) * column + em / 4;
                let tag = Some(self.tag(TagKind::Paragraph, parent));
                let set = self.block(issuer, style, tag, measure);
                let (mut items, tall) = self.stacked(&set, pitch, x, limit, Align::Center, tag);
                let set = self.block(&mark, self.quiet(), tag, measure);
                let (made, more) = self.stacked(&set, pitch * 8 / 10, x, limit, Align::Center, tag);
                items.extend(made.into_iter().map(|item| item.shifted(0, tall)));
                cells.push((items, tall + more));
            }
            let height = cells.iter().map(|(_, height)| *height).max().unwrap_or(0);
            let items = cells.into_iter().flat_map(|(items, _)| items).collect();
            strips.push(Strip::other(height, items).tied());
        }
        let day = Self::words(&long_date(date));
        let width = self.natural(&day, self.running());
        let centre = area.x + area.width - column / 2;
        self.day(&day, centre - width / 2, width, parent, strips);
    }

    fn day(&mut self, day: &Text, x: Um, width: Um, parent: usize, strips: &mut Vec<Strip>) {
        let tag = Some(self.tag(TagKind::Paragraph, parent));
        let set = self.block(day, self.running(), tag, Measure { width, indent: 0, justify: false });
        let (items, tall) = self.stacked(&set, self.sizes.pitch, x, width, Align::Start, tag);
        strips.push(Strip::other(tall, items).tied());
    }

    fn quiet(&self) -> Style {
        Style { size: self.sizes.size * 72 / 100, color: self.theme.colors.quiet, ..self.running() }
    }

    /// A leaflet's imprint: issuers and date on one line to the right.
    pub(crate) fn imprint(
        &mut self,
        issuers: &[Text],
        date: NaiveDate,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let em = self.sizes.size;
        let tag = Some(self.tag(TagKind::Paragraph, parent));
        let style = Style { size: em * 88 / 100, ..self.running() };
        let mut atoms = Vec::new();
        for (at, issuer) in issuers.iter().enumerate() {
            if at > 0 {
                atoms.extend(self.shape(&Self::words("　"), style, tag));
            }
            atoms.extend(self.shape(issuer, style, tag));
        }
        atoms.extend(self.shape(&Self::words(&format!("　{}", long_date(date))), style, tag));
        let lines = super::paragraph::fill(&atoms, Measure { width: area.width, indent: 0, justify: false });
        let set = super::setter::Block { atoms: atoms.into(), lines };
        strips.push(Strip::space(em * 40 / 100));
        strips.extend(self.strips(&set, self.sizes.pitch, area.x, area.width, Align::Start, tag));
    }
}
