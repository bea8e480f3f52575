//! The page of a proof 网页样张: a notice as it will stand on the web on its first day → one HTML file that needs no other.

use super::cases::{Case, Found};
use super::documents::{of_township, site};
use super::notices::compose;
use super::printing::SheetPress;
use super::ready::Ready;
use crate::diag::Diagnostic;
use crate::pipeline::themes;
use crate::proof::Sheets;
use crate::render::site::{Drawing, Site};
use crate::schedule::Clocks;
use crate::workspace::Workspace;
use std::sync::Arc;

/// Name of the file beside the proof.
pub(crate) const PAGE: &str = "page.html";

/// The page, once the gate has cleared it; none of a notice that no page shows.
pub(super) fn page(
    workspace: &Workspace,
    ready: &Ready,
    (case, sheets): (&Case<'_>, &Arc<Sheets>),
    press: &SheetPress,
) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    let clocks = Clocks::start(case.notice.is.posted, case.kind, &ready.calendar)?;
    let shown = Found::showing(clocks, Arc::clone(sheets));
    let case = Case { found: Arc::new(shown), roster: None, held: false, ..case.clone() };
    let (theme, _) = themes(workspace)?;
    let site = site(workspace, of_township(workspace, ready)?, Vec::new());
    // As on its first day, whatever day it is.
    let site = Site { today: case.notice.is.posted, ..site };
    let drawing = Drawing::new(&site, &theme)?;
    let Some(made) = compose(workspace, ready, (&case, &[])) else { return Ok(None) };
    let (draft, _) = drawing.notice(&made.entry)?;
    let alone = standing_alone(&String::from_utf8_lossy(&draft.bytes), &|name| theme.text_of_asset(name));
    press.cleared(draft.holding(alone.into_bytes())).map(Some)
}

/// A page with its style sheets within it, without scripts and icons.
fn standing_alone(html: &str, asset: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, from)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, after)) = from.split_once('>') else {
            out.push('<');
            rest = from;
            continue;
        };
        rest = after;
        let address = |name: &str| {
            let value = tag.split_once(&format!("{name}=\""))?.1.split_once('"')?.0;
            Some(value.rsplit('/').next().unwrap_or(value).to_owned())
        };
        match tag {
            _ if tag.starts_with("link ") && tag.contains("stylesheet") => {
                let css = address("href").and_then(|name| asset(&name)).unwrap_or_default();
                out.push_str(&format!("<style>{css}</style>"));
            }
            // The policy of a site knows nothing of styles within a page.
            _ if tag.starts_with("link ") || tag.contains("http-equiv=\"Content-Security-Policy\"") => {}
            _ if tag.starts_with("script") => {
                rest = rest.split_once("</script>").map_or("", |(_, after)| after);
            }
            _ => out.push_str(&format!("<{tag}>")),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::standing_alone;

    #[test]
    fn a_page_carries_its_style_and_needs_no_other_file() {
        let html = "<head><link rel=\"icon\" href=\"../a.svg\"><link rel=\"stylesheet\" href=\"../assets/site.1.css\">\
            <script src=\"../s.js\"></script></head><p>甲 &lt; 乙</p>";
        let css = |name: &str| (name == "site.1.css").then(|| "p{color:red}".to_owned());
        let alone = standing_alone(html, &css);
        assert_eq!(alone, "<head><style>p{color:red}</style></head><p>甲 &lt; 乙</p>");
        assert!(!standing_alone(html, &|_| None).contains("assets"));
    }
}
