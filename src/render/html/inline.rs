//! Runs of text: escaping, emphasis, links.

use super::whole;
use crate::document::{Counted, Span, Text};

/// Escapes for text and for double-quoted attributes alike.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// The runs of a text.
pub(super) fn text(out: &mut String, text: &Text, root: &str) {
    text.spans.iter().for_each(|span| run(out, span, root));
}

/// One run.
pub(super) fn run(out: &mut String, span: &Span, root: &str) {
    match span {
        Span::Plain(text) | Span::Counted(Counted { text, strong: false, .. }) => whole::escaped(out, text),
        Span::Strong(text) | Span::Counted(Counted { text, strong: true, .. }) => {
            out.push_str("<strong>");
            whole::escaped(out, text);
            out.push_str("</strong>");
        }
        Span::Link { text, href } => match target(href, root) {
            Some(target) => {
                out.push_str("<a href=\"");
                escape(out, &target);
                // A foreign page learns nothing about where the reader came from.
                out.push_str(if is_foreign(href) { "\" rel=\"external noreferrer\">" } else { "\">" });
                escape(out, text);
                out.push_str("</a>");
            }
            None => escape(out, text),
        },
        Span::Break => out.push_str("<br>"),
    }
}

/// The address as the page must write it; `None` for a scheme that no page of ours may hold.
///
/// Markdown has refused such a link already, but a document may be composed without it.
fn target(href: &str, root: &str) -> Option<String> {
    if is_foreign(href) || href.starts_with("tel:") || href.starts_with('#') {
        return Some(href.to_owned());
    }
    let end = href.find(['#', '?']).unwrap_or(href.len());
    let (path, rest) = href.split_at(end);
    if path.contains([':', '\\']) || path.starts_with('/') || path.split('/').any(|part| part == "..") {
        return None;
    }
    let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    Some(format!("{root}{path}{index}{rest}"))
}

fn is_foreign(href: &str) -> bool {
    href.starts_with("https://") || href.starts_with("http://")
}
