//! Page furniture 页面附件: page number, document number and stamp, drawn after the text of each page.

use super::paragraph::Measure;
use super::setter::{Setter, Sizes, Style, baseline};
use super::sheet::Item;
use super::theme::{Design, PrintTheme, Um};
use crate::diag::Diagnostic;
use crate::document::{Align, Kind, Meta, Text};
use crate::render::fonts::{Pen, Role};

/// What printers leave white at the edge of a sheet.
const EDGE: Um = 5_200;

/// Furniture of one page.
pub(crate) fn furnish(
    (meta, imprint): (&Meta, Option<&Text>),
    design: &Design,
    theme: &PrintTheme,
    pen: &Pen<'_>,
    sizes: &Sizes,
    (number, count): (usize, usize),
    findings: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let mut setter = Setter::new(pen, theme, Sizes { spaced: false, ..sizes.clone() });
    let mut items = Vec::new();
    let (width, height) = (sizes.page.0 - sizes.left - sizes.right, sizes.page.1 - sizes.bottom);
    let short = sizes.page.0.min(sizes.page.1);
    let size = if sizes.endless { sizes.min_table } else { short * 37 / 2100 };
    let y = height + (sizes.bottom * 20 / 100).min(7_000).max(size / 2);
    let size_of_pages = size;
    // What stands below the line of the page number.
    let below = size * 150 / 100;
    let mut line = |setter: &mut Setter<'_, '_>, words: &str, align: Align, size: Um, down: Um, width: Um| {
        let (role, color) = match sizes.endless {
            true => (Role::Heading, theme.colors.quiet),
            false => (Role::Body, theme.colors.ink),
        };
        let style = Style { role, size, color, phones: false };
        let set =
            setter.block(&Setter::words(words), style, None, Measure { width, indent: 0, justify: false });
        let (made, tall) = setter.stacked(&set, size * 125 / 100, sizes.left, width, align, None);
        // The largest line's baseline is everybody's.
        let foot = baseline(size_of_pages * 125 / 100, size_of_pages) - baseline(size * 125 / 100, size);
        items.extend(made.into_iter().map(|item| item.shifted(0, y + foot + down)));
        tall
    };
    let many = count > 1 || meta.kind != Kind::Leaflet && !sizes.endless;
    let pages = design.page_number.replace("{n}", &number.to_string()).replace("{m}", &count.to_string());
    let small = size * 80 / 100;
    if let Some(code) = &meta.number {
        let natural = setter.natural(
            &Setter::words(code),
            Style { role: Role::Body, size: small, color: theme.colors.ink, phones: false },
        );
        if many {
            // The number on the left; the page number moves right when the two would meet.
            let pages_width = size * 8;
            let meets = natural > (width - pages_width) / 2 - size;
            let room = if meets { width - pages_width } else { width };
            line(&mut setter, code, Align::Start, small, 0, room);
            line(&mut setter, &pages, if meets { Align::End } else { Align::Center }, size, 0, width);
        } else {
            line(&mut setter, code, Align::Start, small, 0, width);
        }
    } else if many {
        line(&mut setter, &pages, Align::Center, size, 0, width);
    }
    if sizes.endless && number > 1 {
        // Pictures are passed on one by one: each says what it is a part of, where one line holds it.
        let title = meta.title.plain().replace('\n', "");
        let style = Style { role: Role::Heading, size, color: theme.colors.quiet, phones: false };
        if setter.natural(&Setter::words(&title), style) <= width {
            line(&mut setter, &title, Align::Center, size, sizes.top / 4 - y, width);
        }
    }
    if let Some(imprint) = imprint {
        line(&mut setter, &imprint.plain(), Align::Start, small, below, width);
    }
    if let Some(stamp) = theme.stamp(meta) {
        items.extend(corner(&mut setter, &stamp, sizes));
    }
    findings.append(&mut setter.findings);
    items
}

/// A framed mark in the upper right corner of the margin, e.g. 征求意见稿.
fn corner(setter: &mut Setter<'_, '_>, words: &str, sizes: &Sizes) -> Vec<Item> {
    let color = setter.theme.colors.stamp;
    // Below what printers cannot reach, above the text.
    let edge = if sizes.endless { EDGE / 5 } else { EDGE };
    let room = (sizes.top - edge - edge / 3).max(edge / 2);
    let wished = if sizes.endless { sizes.min_table } else { sizes.page.0.min(sizes.page.1) * 24 / 1000 };
    let size = (sizes.top * 36 / 100).min(wished).min(room * 10 / 18);
    let style = Style { role: Role::Heading, size, color, phones: false };
    let text = Setter::words(words);
    let width = setter.natural(&text, style);
    let pad = size * 35 / 100;
    let (wide, tall) = (width + 2 * pad, size + 2 * pad);
    let (x, y) = (sizes.page.0 - sizes.right - wide, ((sizes.top - tall) / 2).max(edge));
    let set = setter.block(&text, style, None, Measure { width, indent: 0, justify: false });
    let (made, _) = setter.stacked(&set, tall, x + pad, width, Align::Start, None);
    let mut items: Vec<Item> = made.into_iter().map(|item| item.shifted(0, y)).collect();
    let weight = size * 8 / 100;
    let rule = |from, to| Item::Rule { from, to, weight, color };
    let half = weight / 2;
    items.extend([
        rule((x - half, y), (x + wide + half, y)),
        rule((x - half, y + tall), (x + wide + half, y + tall)),
        rule((x, y), (x, y + tall)),
        rule((x + wide, y), (x + wide, y + tall)),
    ]);
    items
}
