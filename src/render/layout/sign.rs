//! Places to sign 签字处: the label, a line, the day to be written; and places for a seal without a fixed day.

use super::blocks::Area;
use super::flow::Strip;
use super::paragraph::Measure;
use super::setter::{Setter, baseline};
use super::sheet::{Item, TagKind};
use super::theme::Um;
use crate::document::{Align, Signature, Span};

/// The day, to be written by hand.
const DAY: &str = "　　　年　　月　　日";

impl Setter<'_, '_> {
    /// Labels end at one line, so that the lines to sign on stand below each other.
    pub(crate) fn sign(&mut self, places: &[Signature], area: Area, parent: usize, strips: &mut Vec<Strip>) {
        let (em, pitch, style) = (self.sizes.size, self.sizes.pitch, self.running());
        let day = Self::words(DAY);
        let day_width = self.natural(&day, style);
        let labels: Vec<_> = places
            .iter()
            .map(|place| {
                let mut label = place.label.clone();
                let end = if place.seal { "（盖章）" } else { "：" };
                label.spans.push(Span::Plain(end.into()));
                label
            })
            .collect();
        let widest = labels.iter().map(|label| self.natural(label, style)).max().unwrap_or(0);
        let room = area.width - day_width;
        let label_width = widest.min(room * 3 / 5);
        let line = (room - label_width - em / 2).min(em * 12);
        let right = area.x + area.width;
        strips.push(Strip::space(pitch / 3));
        for (place, label) in places.iter().zip(&labels) {
            let tag = Some(self.tag(TagKind::Paragraph, parent));
            if place.seal {
                strips.push(Strip::other(pitch * 3 / 2, Vec::new()));
            }
            let width = if place.seal { room } else { label_width };
            let x = if place.seal { area.x } else { right - day_width - line - label_width };
            let set = self.block(label, style, tag, Measure { width, indent: 0, justify: false });
            let (items, tall) = self.stacked(&set, pitch, x, width, Align::End, tag);
            let height = tall.max(pitch * 9 / 5);
            // A signature stands on its line: label and day with it, at the foot of the strip.
            let mut items: Vec<Item> = items.into_iter().map(|item| item.shifted(0, height - tall)).collect();
            let set = self.block(&day, style, tag, Measure { width: day_width, indent: 0, justify: false });
            let (made, day_tall) = self.stacked(&set, pitch, right - day_width, day_width, Align::Start, tag);
            items.extend(made.into_iter().map(|item| item.shifted(0, height - day_tall)));
            if !place.seal {
                items.push(self.line_to_sign(
                    right - day_width - line,
                    line,
                    height - pitch + baseline(pitch, em),
                ));
            }
            let strip = Strip::text(height, items);
            strips.push(if place.seal { strip.tied() } else { strip });
        }
        strips.push(Strip::space(pitch / 4));
    }

    fn line_to_sign(&self, x: Um, width: Um, y: Um) -> Item {
        let y = y + self.sizes.size * 16 / 100;
        let (weight, color) = (self.theme.rules.inner, self.theme.colors.ink);
        Item::Rule { from: (x, y), to: (x + width, y), weight, color }
    }
}
