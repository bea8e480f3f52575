//! Block by block.

use super::inline::{self, escape};
use super::{Setting, date, form, phone, qr, table, track};
use crate::document::{Align, Block, Origin, PeriodBox, Span, Text};
use chrono::NaiveDate;

/// Stands where the paper carries the seal.
pub(super) const SEAL_PLACE: &str = "（盖章处）";

pub(super) fn write(out: &mut String, blocks: &[Block], setting: Setting<'_>) {
    let mut rest = blocks;
    loop {
        rest = match rest {
            // On paper the code stands beside the seal, and both on one sheet.
            [seal @ Block::Seal { .. }, code @ Block::Qr { .. }, more @ ..] => {
                out.push_str("<div class=\"ending\">\n");
                write_one(out, seal, setting);
                write_one(out, code, setting);
                out.push_str("</div>\n");
                more
            }
            [one, more @ ..] => {
                write_one(out, one, setting);
                more
            }
            [] => return,
        };
    }
}

fn write_one(out: &mut String, block: &Block, setting: Setting<'_>) {
    match block {
        Block::Heading { level, text, id } => {
            // The page's <h1> is the title: level 1 of the document is <h2>.
            let tag = format!("h{}", (u32::from(*level) + 1).clamp(2, 6));
            out.push_str(&format!("<{tag}"));
            if let Some(id) = id {
                out.push_str(" id=\"");
                escape(out, id);
                out.push('"');
            }
            out.push('>');
            inline::text(out, text, setting.root);
            out.push_str(&format!("</{tag}>\n"));
        }
        Block::Paragraph { text, indent, align } => {
            out.push_str(match (align, indent) {
                (Align::Start, true) => "<p class=\"indent\">",
                (Align::Start, false) => "<p>",
                (Align::Center, _) => "<p class=\"center\">",
                (Align::End, _) => "<p class=\"end\">",
            });
            inline::text(out, text, setting.root);
            out.push_str("</p>\n");
        }
        Block::List { ordered, items } => list(out, *ordered, items, setting),
        Block::Facts(pairs) => facts(out, pairs, setting),
        Block::Period(period) => period_box(out, period, setting),
        Block::Table(rows) => table::write(out, rows, setting),
        Block::Callout { title, blocks } => {
            out.push_str("<div class=\"callout\" role=\"note\">\n");
            if let Some(title) = title {
                out.push_str("<p class=\"callout-title\"><strong>");
                inline::text(out, title, setting.root);
                out.push_str("</strong></p>\n");
            }
            write(out, blocks, setting);
            out.push_str("</div>\n");
        }
        Block::Qr { url, caption } => {
            if let Some(svg) = qr::svg(url) {
                // On a phone a code cannot be scanned, but a link in its words can be followed.
                let door = caption.spans.iter().any(|span| matches!(span, Span::Link { .. }));
                out.push_str(if door { "<figure class=\"qr door\">" } else { "<figure class=\"qr\">" });
                out.push_str(&svg);
                out.push_str("<figcaption>");
                inline::text(out, caption, setting.root);
                out.push_str("</figcaption></figure>\n");
            }
        }
        Block::Grid(grid) => form::grid(out, grid, setting),
        Block::Sign(places) => form::sign(out, places, setting),
        Block::Part(title) => {
            out.push_str("<h2>");
            inline::text(out, title, setting.root);
            out.push_str("</h2>\n");
        }
        Block::Seal { issuers, date, seal } => signing_off(out, issuers, *date, *seal, setting),
        Block::Track(is) => track::write(out, is, setting),
        Block::Until { last, blocks, gone } => {
            // The script takes it down after its day even if nobody rebuilt.
            out.push_str(&format!("<section class=\"until\" data-rows-until=\"{last}\">\n"));
            write(out, blocks, setting);
            out.push_str("</section>\n<p class=\"rows-gone\" hidden>");
            inline::text(out, gone, setting.root);
            out.push_str("</p>\n");
        }
    }
}

fn list(out: &mut String, ordered: bool, items: &[Vec<Block>], setting: Setting<'_>) {
    let (open, close) = if ordered { ("<ol>\n", "</ol>\n") } else { ("<ul>\n", "</ul>\n") };
    out.push_str(open);
    for item in items {
        out.push_str("<li>");
        match item.as_slice() {
            [Block::Paragraph { text, .. }] => inline::text(out, text, setting.root),
            blocks => {
                out.push('\n');
                write(out, blocks, setting);
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str(close);
}

fn facts(out: &mut String, pairs: &[(Text, Text)], setting: Setting<'_>) {
    out.push_str("<dl class=\"facts\">\n");
    for (label, value) in pairs {
        out.push_str("<div><dt>");
        inline::text(out, label, setting.root);
        out.push_str("</dt><dd>");
        for span in &value.spans {
            match span {
                // Digits of a roster must never become something to call.
                Span::Plain(text) if value.origin != Origin::Roster => phone::linked(out, text),
                span => inline::run(out, span, setting.root),
            }
        }
        out.push_str("</dd></div>\n");
    }
    out.push_str("</dl>\n");
}

/// The state in words is left out: the banner above says it and the script keeps it true; a frozen word could lie.
fn period_box(out: &mut String, period: &PeriodBox, setting: Setting<'_>) {
    out.push_str("<div class=\"period\">\n<p class=\"period-label\">");
    inline::text(out, &period.label, setting.root);
    out.push_str("</p>\n<p class=\"period-days\"><span>");
    out.push_str(&date::time(period.from, &date::weekday(period.from)));
    out.push_str("</span> 至 <span>");
    out.push_str(&date::time(period.to, &date::weekday(period.to)));
    out.push_str("</span></p>\n<p class=\"period-rule\">");
    inline::text(out, &period.rule, setting.root);
    out.push_str("</p>\n</div>\n");
}

fn signing_off(out: &mut String, issuers: &[Text], day: NaiveDate, seal: bool, setting: Setting<'_>) {
    out.push_str("<div class=\"seal\">\n");
    for issuer in issuers {
        out.push_str("<p>");
        inline::text(out, issuer, setting.root);
        out.push_str("</p>\n");
    }
    out.push_str("<p>");
    out.push_str(&date::time(day, &date::day(day)));
    out.push_str("</p>\n");
    if seal {
        out.push_str(&format!("<p class=\"seal-place\">{SEAL_PLACE}</p>\n"));
    }
    out.push_str("</div>\n");
}
