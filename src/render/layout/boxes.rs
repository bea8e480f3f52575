//! Boxes: the period box 公示期, QR codes with their address in words, and the signing-off 落款 with room for the seal.

use super::blocks::Area;
use super::codes::QR_TOO_LONG;
use super::flow::Strip;
use super::paragraph::Measure;
use super::setter::{Setter, Style};
use super::sheet::{Item, TagKind};
use super::theme::{Color, Um};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, PeriodBox, Text};
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
        let from = format!("{}（{}）起", long_date(period.from), weekday(period.from));
        let to = format!("至 {}（{}）止", long_date(period.to), weekday(period.to));
        let (from, to) = (Self::words(&from), Self::words(&to));
        let widest = self.natural(&to, days).max(self.natural(&from, days));
        if widest > width {
            days.size = days.size * width / widest;
        }
        let (indent, plain) =
            (self.natural(&Self::words("至 "), days), Measure { width, indent: 0, justify: false });
        let pitch = em * 165 / 100;
        let mut items = Vec::new();
        let mut y = pad;
        for (words, dx) in [(&from, indent), (&to, 0)] {
            let set = self.block(words, days, days_tag, plain);
            let (made, height) = self.stacked(&set, pitch, x + dx, width, Align::Start, days_tag);
            items.extend(made.into_iter().map(|item| item.shifted(0, y)));
            y += height;
        }
        y += em * 20 / 100;
        let rule_tag = Some(self.tag(TagKind::Paragraph, group));
        let rule_style = Style { size: em * 76 / 100, ..self.running() };
        let rule =
            self.block(&period.rule, rule_style, rule_tag, Measure { width, indent: 0, justify: true });
        let (made, height) = self.stacked(&rule, em * 115 / 100, x, width, Align::Start, rule_tag);
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

    /// The modules of a QR code, or a finding.
    fn code(&mut self, url: &str, at: (Um, Um), side: Um, tag: usize) -> Option<Item> {
        let Ok(code) = qrcodegen::QrCode::encode_text(url, qrcodegen::QrCodeEcc::Medium) else {
            let help = "换一个短一些的网址";
            self.findings.push(Diagnostic::error(
                &QR_TOO_LONG,
                Place::file("程序"),
                "二维码里的网址太长",
                help,
            ));
            return None;
        };
        let rows: Vec<Vec<bool>> =
            (0..code.size()).map(|y| (0..code.size()).map(|x| code.get_module(x, y)).collect()).collect();
        Some(Item::Code { at, module: side / Um::from(code.size().max(1)), rows, tag: Some(tag) })
    }

    /// The code on the left, its words beside it.
    pub(crate) fn qr_beside(
        &mut self,
        url: &str,
        caption: &Text,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let em = self.sizes.size;
        let side = (em * 45 / 10).max(24_000);
        let figure = self.figure(url, caption, parent);
        let quiet = side / 8;
        let x = area.x + side + quiet * 2;
        let (words, height) =
            self.qr_words(url, caption, x, area.width - side - quiet * 2, Align::Start, parent);
        let tall = side.max(height);
        let mut items: Vec<Item> =
            words.into_iter().map(|item| item.shifted(0, (tall - height) / 2)).collect();
        items.extend(self.code(url, (area.x, (tall - side) / 2), side, figure));
        strips.push(Strip::space(quiet));
        strips.push(Strip::other(tall, items));
        strips.push(Strip::space(quiet));
    }

    /// The code with its words beneath, `width` wide: for the lower right corner of a leaflet.
    pub(crate) fn qr_below(
        &mut self,
        url: &str,
        caption: &Text,
        x: Um,
        width: Um,
        parent: usize,
    ) -> (Vec<Item>, Um) {
        let side = width * 74 / 100;
        let figure = self.figure(url, caption, parent);
        let (words, height) = self.qr_words(url, caption, x, width, Align::Center, parent);
        let gap = side / 12;
        let mut items: Vec<Item> = Vec::new();
        items.extend(self.code(url, (x + (width - side) / 2, gap), side, figure));
        items.extend(words.into_iter().map(|item| item.shifted(0, side + 2 * gap)));
        (items, side + 2 * gap + height)
    }

    fn figure(&mut self, url: &str, caption: &Text, parent: usize) -> usize {
        let figure = self.tag(TagKind::Figure, parent);
        self.tags[figure].alt = Some(format!("二维码：{}，网址 {url}", caption.plain()));
        figure
    }

    fn qr_words(
        &mut self,
        url: &str,
        caption: &Text,
        x: Um,
        width: Um,
        align: Align,
        parent: usize,
    ) -> (Vec<Item>, Um) {
        let em = self.sizes.size;
        let tag = Some(self.tag(TagKind::Paragraph, parent));
        let caption_style = Style { role: Role::Heading, size: em * 85 / 100, ..self.running() };
        let measure = Measure { width, indent: 0, justify: false };
        let set = self.block(caption, caption_style, tag, measure);
        let (mut items, mut y) = self.stacked(&set, em * 13 / 10, x, width, align, tag);
        let shown = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        let shown = Self::words(shown.trim_end_matches('/'));
        let mut style = Style { size: em * 65 / 100, ..self.running() };
        let natural = self.natural(&shown, style);
        if natural > width {
            style.size = (style.size * width / natural).max(2_000);
        }
        let set = self.block(&shown, style, tag, measure);
        let (made, height) = self.stacked(&set, style.size * 14 / 10, x, width, align, tag);
        items.extend(made.into_iter().map(|item| item.shifted(0, y)));
        y += height;
        (items, y)
    }

    /// A band of colour across the text area.
    pub(crate) fn band(x: Um, width: Um, height: Um, color: Color) -> Item {
        Item::Fill { at: (x, 0), size: (width, height), color }
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
