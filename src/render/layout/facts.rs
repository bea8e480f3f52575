//! Facts 事项: labels with what they stand for: where, when, whom to call.

use super::blocks::Area;
use super::flow::Strip;
use super::paragraph::Measure;
use super::setter::{Setter, Style};
use super::sheet::{Item, TagKind};
use super::theme::Um;
use crate::document::{Align, Span, Text};
use crate::render::fonts::Role;

impl Setter<'_, '_> {
    /// Pairs below each other: on a leaflet in two columns between hairlines, on a phone the value under its label,
    /// elsewhere with a hanging value.
    pub(crate) fn facts(
        &mut self,
        pairs: &[(Text, Text)],
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let em = self.sizes.size;
        let mut label_style = Style { role: Role::Heading, ..self.running() };
        if area.friendly() {
            label_style.color = self.theme.colors.accent;
        }
        let below = self.sizes.endless;
        if below {
            label_style.size = em * 85 / 100;
        }
        let column = if area.friendly() {
            let widest = pairs.iter().map(|(label, _)| self.natural(label, label_style)).max().unwrap_or(0);
            Some((widest + em).min(area.width * 2 / 5))
        } else {
            None
        };
        let left = if area.inner || area.friendly() { 0 } else { 2 * em };
        for (number, (label, value)) in pairs.iter().enumerate() {
            let tag = Some(self.tag(TagKind::Paragraph, parent));
            let colon = label.plain().ends_with('：');
            let mut shown = label.clone();
            if column.is_none() && !colon {
                shown.spans.push(Span::Plain("：".into()));
            }
            let column = column.map(|column| if below { 0 } else { column });
            let limit = column
                .filter(|_| !below)
                .map_or(area.width / if below { 1 } else { 2 }, |column| column - em / 2);
            let label_set =
                self.block(&shown, label_style, tag, Measure { width: limit, indent: 0, justify: false });
            let label_width = label_set.lines.iter().map(|line| line.end).max().unwrap_or(0);
            let offset = column.unwrap_or(left + label_width);
            let style = Style { phones: true, ..self.running() };
            let width = area.width - offset;
            let measure = Measure { width, indent: 0, justify: false };
            let set = self.block(value, style, tag, measure);
            let pitch = self.sizes.pitch;
            let (label_items, label_height) =
                self.stacked(&label_set, pitch, area.x + left, limit, Align::Start, tag);
            let mut made = self.strips(&set, pitch, area.x + offset, width, Align::Start, tag);
            if below {
                let strip = Strip::text(label_height, Vec::new());
                made.insert(0, strip);
            }
            while (made.len() as Um) * pitch < label_height {
                made.push(Strip::text(pitch, Vec::new()).tied());
            }
            if let Some(first) = made.first_mut() {
                first.items.splice(0..0, label_items);
            }
            if area.friendly() {
                let air = em * 14 / 100;
                if let Some(strip) = made.first_mut() {
                    strip.items = std::mem::take(&mut strip.items)
                        .into_iter()
                        .map(|item| item.shifted(0, air))
                        .collect();
                    strip.height += air;
                }
                made.last_mut().into_iter().for_each(|strip| strip.height += air);
                made.iter_mut().skip(1).for_each(|strip| strip.breakable = false);
            }
            if area.friendly()
                && number + 1 < pairs.len()
                && let Some(last) = made.last_mut()
            {
                let y = last.height;
                let (weight, color) = (self.theme.rules.inner, self.theme.colors.tint);
                last.items.push(Item::Rule {
                    from: (area.x, y),
                    to: (area.x + area.width, y),
                    weight,
                    color,
                });
            }
            if number + 1 == pairs.len() || number == 1 {
                // Neither the first nor the last stands alone on a page.
                made.first_mut().into_iter().for_each(|strip| strip.breakable = strips.is_empty());
            }
            strips.extend(made);
        }
    }
}
