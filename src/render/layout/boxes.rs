//! Boxes: the period box 公示期, frames and bands.

use super::blocks::Area;
use super::flow::Strip;
use super::paragraph::Measure;
use super::setter::{Setter, Style};
use super::sheet::{Item, TagKind};
use super::theme::{Color, Um};
use crate::document::{Align, PeriodBox};
use crate::render::fonts::Role;
use chrono::{Datelike, NaiveDate, Weekday};

/// `2025年3月11日`: no leading zeros.
pub(crate) fn long_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

impl Setter<'_, '_> {
    /// The period in a frame: the label, both days large with their weekdays, the rule smaller beneath.
    pub(crate) fn period(&mut self, period: &PeriodBox, area: Area, parent: usize, strips: &mut Vec<Strip>) {
        if self.sizes.endless {
            return self.period_on_phone(period, area, parent, strips);
        }
        let em = self.sizes.size;
        let group = self.tag(TagKind::Group, parent);
        let ink = self.theme.colors.ink;
        let label_tag = Some(self.tag(TagKind::Paragraph, group));
        let label_style = Style { role: Role::Heading, size: em, color: ink, phones: false };
        let label_width = (self.natural(&period.label, label_style) + em * 2).min(area.width / 3);
        let pad = em * 55 / 100;
        let narrow = label_width - em;
        let label = self.block(
            &period.label,
            label_style,
            label_tag,
            Measure { width: narrow, indent: 0, justify: false },
        );
        let (label_items, label_height) =
            self.stacked(&label, em * 13 / 10, area.x + em / 2, narrow, Align::Center, label_tag);

        let x = area.x + label_width + em * 7 / 10;
        let width = area.width - label_width - em * 14 / 10;
        let days_tag = Some(self.tag(TagKind::Paragraph, group));
        let mut days = Style { role: Role::Strong, size: em * 118 / 100, color: ink, phones: false };
        // Days, weekdays and 起、止 stand below each other.
        let rows = [(period.from, "起"), (period.to, "止")].map(|(date, end)| {
            [long_date(date), format!("（{}）", weekday(date)), end.to_owned()].map(|part| Self::words(&part))
        });
        let mut parts = [0; 3];
        for row in &rows {
            for (widest, part) in parts.iter_mut().zip(row) {
                *widest = self.natural(part, days).max(*widest);
            }
        }
        let total: Um = parts.iter().sum();
        if total > width {
            days.size = days.size * width / total;
            parts.iter_mut().for_each(|part| *part = *part * width / total);
        }
        let pitch = em * 165 / 100;
        let mut items = Vec::new();
        let mut y = pad;
        for row in &rows {
            let mut dx = 0;
            let mut tall = 0;
            for (part, wide) in row.iter().zip(parts) {
                let measure = Measure { width: wide + em, indent: 0, justify: false };
                let set = self.block(part, days, days_tag, measure);
                let (made, height) = self.stacked(&set, pitch, x + dx, wide, Align::Start, days_tag);
                items.extend(made.into_iter().map(|item| item.shifted(0, y)));
                tall = height.max(tall);
                dx += wide;
            }
            y += tall;
        }
        y += em * 20 / 100;
        let rule_tag = Some(self.tag(TagKind::Paragraph, group));
        let rule_style = Style { size: em * 85 / 100, ..self.running() };
        let rule =
            self.block(&period.rule, rule_style, rule_tag, Measure { width, indent: 0, justify: true });
        let (made, height) = self.stacked(&rule, em * 125 / 100, x, width, Align::Start, rule_tag);
        items.extend(made.into_iter().map(|item| item.shifted(0, y)));
        y += height + pad;

        let middle = (y - label_height) / 2;
        let mut all =
            vec![Item::Fill { at: (area.x, 0), size: (label_width, y), color: self.theme.colors.head }];
        all.extend(label_items.into_iter().map(|item| item.shifted(0, middle)));
        all.extend(items);
        all.extend(self.frame(area.x, 0, area.width, y));
        let (inner, at) = (self.theme.rules.inner, area.x + label_width);
        all.push(Item::Rule { from: (at, 0), to: (at, y), weight: inner, color: ink });
        strips.push(Strip::space(em * 35 / 100));
        strips.push(Strip::text(y, all));
        strips.push(Strip::space(em * 45 / 100));
    }

    /// The period on a phone: a box of colour, the label above, both days as large as they go.
    fn period_on_phone(&mut self, period: &PeriodBox, area: Area, parent: usize, strips: &mut Vec<Strip>) {
        let em = self.sizes.size;
        let group = self.tag(TagKind::Group, parent);
        let (accent, ink) = (self.theme.colors.accent, self.theme.colors.ink);
        let pad = em * 70 / 100;
        let (x, width) = (area.x + pad + em * 20 / 100, area.width - 2 * pad - em * 20 / 100);
        let day = |date: NaiveDate, end: &str| {
            Self::words(&format!("{}（{}）{end}", long_date(date), weekday(date)))
        };
        let days = [day(period.from, "起"), day(period.to, "止")];
        let label = Style { role: Role::Strong, size: em, color: accent, phones: false };
        let mut large = Style { role: Role::Strong, size: em * 125 / 100, color: ink, phones: false };
        let widest = days.iter().map(|day| self.natural(day, large)).max().unwrap_or(0);
        if widest > width {
            large.size = large.size * width / widest - 1;
        }
        let small = Style { size: em * 85 / 100, ..self.running() };
        let [from, to] = days;
        let lines = [
            (&period.label, label, em * 150 / 100),
            (&from, large, em * 175 / 100),
            (&to, large, em * 175 / 100),
            (&period.rule, small, em * 135 / 100),
        ];
        let mut items = Vec::new();
        let mut y = pad;
        for (text, style, pitch) in lines {
            let tag = Some(self.tag(TagKind::Paragraph, group));
            let set = self.block(text, style, tag, Measure { width, indent: 0, justify: false });
            let (made, height) = self.stacked(&set, pitch, x, width, Align::Start, tag);
            items.extend(made.into_iter().map(|item| item.shifted(0, y)));
            y += height;
        }
        y += pad;
        let mut all = self.ground(area, y);
        all.extend(items);
        strips.push(Strip::space(em * 35 / 100));
        strips.push(Strip::text(y, all));
        strips.push(Strip::space(em * 35 / 100));
    }

    /// A frame of outer rules.
    pub(crate) fn frame(&self, x: Um, y: Um, width: Um, height: Um) -> Vec<Item> {
        let (weight, color) = (self.theme.rules.outer, self.theme.colors.ink);
        let (right, foot, half) = (x + width, y + height, weight / 2);
        let rule = |from, to| Item::Rule { from, to, weight, color };
        vec![
            rule((x - half, y), (right + half, y)),
            rule((x - half, foot), (right + half, foot)),
            rule((x, y), (x, foot)),
            rule((right, y), (right, foot)),
        ]
    }

    /// A band of colour across the text area.
    pub(crate) fn band(at: (Um, Um), size: (Um, Um), color: Color) -> Item {
        Item::Fill { at, size, color }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_no_leading_zeros_and_the_right_weekday() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 1).expect("a day");
        assert_eq!((long_date(day), weekday(day)), ("2025年3月1日".to_owned(), "星期六"));
    }
}
