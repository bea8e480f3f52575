//! Scripts for the loudspeaker 广播稿: what is said as plain text, and a large print for who reads it aloud. Both carry
//! the open texts that they were made of, so that the audit judges them like any page.

use super::fonts::FontBook;
use super::layout::{Paper, PrintTheme};
use super::{Draft, Media, open_texts, print};
use crate::diag::Diagnostic;
use crate::document::speech::Script;
use crate::document::{Fragment, Public};

/// `<path>.txt` and `<path>.pdf`; `names` are those of villages and of who may be called.
pub fn scripts(
    path: &str,
    script: &Script,
    names: &[Fragment],
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    let document = script.document();
    let open = open_texts(&document, names);
    let sheet = print(&document, Paper::A4, theme, fonts)?;
    let words = script.words().into_bytes();
    Ok(vec![
        Draft::new(format!("{path}.txt"), Media::Text, words, open.clone()),
        Draft::new(format!("{path}.pdf"), Media::Pdf, sheet, open),
    ])
}
