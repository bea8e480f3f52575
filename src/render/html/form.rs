//! Form grids as plain tables, places to sign as lines of text. No form is ever public; every block has a page form.

use super::Setting;
use super::inline;
use crate::document::{Grid, Signature};

/// A table whose labels are header cells.
pub(super) fn grid(out: &mut String, grid: &Grid, setting: Setting<'_>) {
    out.push_str("<table>\n<tbody>\n");
    for (number, row) in grid.rows.iter().enumerate() {
        out.push_str("<tr>");
        for cell in row {
            let name = if cell.label { "th" } else { "td" };
            out.push_str(&format!("<{name}"));
            if cell.label {
                out.push_str(if number < grid.head { " scope=\"col\"" } else { " scope=\"row\"" });
            }
            for (key, span) in [("colspan", cell.across), ("rowspan", cell.down)] {
                if span > 1 {
                    out.push_str(&format!(" {key}=\"{span}\""));
                }
            }
            out.push('>');
            inline::text(out, &cell.text, setting.root);
            if let Some(foot) = &cell.foot {
                out.push_str("<br>");
                inline::text(out, foot, setting.root);
            }
            out.push_str(&format!("</{name}>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// One line for each place.
pub(super) fn sign(out: &mut String, places: &[Signature], setting: Setting<'_>) {
    for place in places {
        out.push_str("<p class=\"end\">");
        inline::text(out, &place.label, setting.root);
        out.push_str(if place.seal {
            "（盖章）　　年　　月　　日"
        } else {
            "：____________　　年　　月　　日"
        });
        out.push_str("</p>\n");
    }
}
