//! Tables: real `<table>` with caption and column headers; the theme folds wide ones on narrow screens.

use super::Setting;
use super::inline::{self, escape};
use crate::document::{Align, Table};

/// Stands where the rows stood once the day is over.
pub(super) const GONE: &str = "名单的公开期限已满，已按规定撤下。要核实情况，请打电话或到村委会查询。";

/// From this number of columns on a narrow screen shows one card a row.
const WIDE: usize = 6;

/// Writes the table; rows of a roster stand in a section that carries their last day.
pub(super) fn write(out: &mut String, table: &Table, setting: Setting<'_>) {
    let until = setting.rows_until.filter(|_| table.has_rows());
    if let Some(until) = until {
        out.push_str(&format!("<section class=\"rows\" data-rows-until=\"{until}\">\n"));
    }
    let wide = table.columns.len() >= WIDE;
    // Nearly every table is centred as a whole: said once.
    let centred = table.columns.iter().all(|column| column.align == Align::Center);
    let class = |align| if centred { "" } else { class(align) };
    out.push_str(match (wide, centred) {
        (true, true) => "<table class=\"wide center\">\n",
        (true, false) => "<table class=\"wide\">\n",
        (false, true) => "<table class=\"center\">\n",
        (false, false) => "<table>\n",
    });
    if let Some(caption) = &table.caption {
        out.push_str("<caption>");
        inline::text(out, caption, setting.root);
        out.push_str("</caption>\n");
    }
    out.push_str("<thead><tr>");
    for column in &table.columns {
        out.push_str("<th scope=\"col\"");
        out.push_str(class(column.align));
        out.push('>');
        inline::text(out, &column.title, setting.root);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (cell, column) in row.iter().zip(&table.columns) {
            out.push_str("<td");
            out.push_str(class(column.align));
            if wide {
                out.push_str(" data-label=\"");
                escape(out, &column.title.plain());
                out.push('"');
            }
            out.push('>');
            inline::text(out, cell, setting.root);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    if until.is_some() {
        out.push_str("</section>\n<p class=\"rows-gone\" hidden>");
        out.push_str(GONE);
        out.push_str("</p>\n");
    }
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Center => " class=\"center\"",
        Align::End => " class=\"end\"",
    }
}
