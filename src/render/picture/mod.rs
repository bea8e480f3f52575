//! Pictures for chat groups 群图: a document laid out for a phone becomes PNG bytes, and the text that was drawn.
//!
//! One loop draws a glyph and writes its character down: nothing is seen in the picture that does not stand in its
//! text, which the file carries along and which the audit reads. Same sheets and fonts, same bytes; no clock, no disk.

mod draw;
mod outline;
mod png;

use super::fonts::FontBook;
use super::layout::{Paper, PrintTheme, lay_out};
use super::{Draft, Media, open_texts};
use crate::diag::Diagnostic;
use crate::document::{Audience, Document, Fragment};

/// Pictures of a document: `<path>.png`, and `<path>-2.png` where it is longer than phones can open.
pub fn pictures<A: Audience>(
    path: &str,
    document: &Document<A>,
    names: &[Fragment],
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Vec<Draft<A>>, Vec<Diagnostic>> {
    let sheets = lay_out(document, Paper::PHONE, theme, fonts)?;
    let open = open_texts(document, names);
    let ground = theme.picture().ground;
    let mut drafts = Vec::with_capacity(sheets.pages.len());
    for (number, page) in (1..).zip(&sheets.pages) {
        let drawn = draw::draw(page, &sheets.tags, ground, fonts)?;
        let path = if number == 1 { format!("{path}.png") } else { format!("{path}-{number}.png") };
        drafts.push(Draft::new(path, Media::Picture, png::write(&drawn), open.clone()));
    }
    Ok(drafts)
}
