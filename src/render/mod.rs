//! Writers: a [`Document`] becomes HTML pages, sheets and PDF bytes.
//!
//! Everything rendered is a [`Draft`]: bytes with the open texts that went into them. Drafts for the public go
//! through `sealed::audit`; nothing here opens a file, sees a roster, asks the clock, or names a file after a person.

pub mod fonts;
pub(crate) mod html;
pub mod ical;
pub mod layout;
mod measured;
pub(crate) mod office;
pub mod pdf;
pub mod picture;
pub mod site;
pub mod speech;
pub mod theme;

use crate::diag::{Diagnostic, sort};
use crate::document::{self, Audience, Document, Fragment, fragments};
use crate::render::fonts::FontBook;
use crate::render::layout::{Paper, PrintTheme, Typesetter, impose};
use std::marker::PhantomData;

/// A document as PDF bytes 打印.
pub fn print<A: Audience>(
    document: &Document<A>,
    paper: Paper,
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    pdf::write(&layout::lay_out(document, paper, theme, fonts)?, fonts)
}

/// A document of a booklet with the chapter that it belongs to: 村民小组.
#[derive(Debug, Clone)]
pub struct Part<A: Audience> {
    /// Chapter; the outline has an entry wherever it changes.
    pub chapter: Option<String>,
    /// The document.
    pub document: Document<A>,
}

/// How a booklet lies on its paper 装订方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// Document after document.
    Plain,
    /// Two side by side on paper of twice the size, in order once cut and stacked.
    CutAndStack,
}

/// Many documents as one PDF 一册, each font embedded once: addressed leaflets of a village.
///
/// `title` is the booklet's own, without any personal value.
pub fn print_job<A: Audience>(
    parts: &[Part<A>],
    title: &str,
    binding: Binding,
    paper: Paper,
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let typesetter = Typesetter::new(paper, theme, fonts);
    let mut job = pdf::Job::new(fonts);
    let mut findings = Vec::new();
    let mut set = |at: usize| match typesetter.lay_out(&parts[at].document) {
        Ok(sheets) => Some(sheets),
        Err(more) => {
            findings.extend(more);
            None
        }
    };
    match binding {
        Binding::Plain => {
            let mut chapter = None;
            for (at, part) in parts.iter().enumerate() {
                let own = part.chapter.as_deref();
                if let Some(sheets) = set(at) {
                    job.add(&sheets, own.filter(|own| chapter != Some(*own)));
                }
                chapter = own;
            }
        }
        // The order of the pages is not that of the chapters any more.
        Binding::CutAndStack => {
            for (left, right) in impose::pairs(parts.len()) {
                let (left, right) = (set(left), right.and_then(&mut set));
                if let Some(left) = left {
                    job.add(&impose::side_by_side(left, right), None);
                }
            }
        }
    }
    sort(&mut findings);
    if findings.is_empty() { job.finish(title) } else { Err(findings) }
}

/// Leave to declare words open, for the words that this room itself puts round documents; only this room holds it.
#[derive(Debug, Clone, Copy)]
pub struct Declaring(());

/// This room's own.
pub(in crate::render) const DECLARING: Declaring = Declaring(());

/// What the bytes of a draft are; decides how the audit reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Media {
    /// HTML page.
    Html,
    /// PDF print.
    Pdf,
    /// Stylesheet.
    Css,
    /// Script.
    Js,
    /// JSON data.
    Json,
    /// XML: feed, sitemap, SVG.
    Xml,
    /// Calendar: lines folded after 75 bytes.
    Calendar,
    /// Plain text.
    Text,
    /// A picture drawn by us 群图: points, and beside them the text that was drawn, which is what the audit reads.
    Picture,
    /// Raster picture or font: opaque bytes.
    Binary,
}

impl Media {
    /// What a file of ours is by the ending of its name.
    pub(crate) fn of_name(name: &str) -> Self {
        match name.rsplit('.').next().unwrap_or_default() {
            "html" => Self::Html,
            "pdf" => Self::Pdf,
            "css" => Self::Css,
            "js" => Self::Js,
            "json" => Self::Json,
            "svg" | "xml" => Self::Xml,
            "ics" => Self::Calendar,
            "txt" => Self::Text,
            _ => Self::Binary,
        }
    }
}

/// A rendered file that is not yet allowed out.
#[derive(Debug, Clone)]
pub struct Draft<A: Audience> {
    /// Path below the output folder, e.g. `public/villages/hongqi/index.html`.
    pub path: String,
    /// How to read the bytes.
    pub media: Media,
    /// The bytes exactly as they will be written.
    pub bytes: Vec<u8>,
    fragments: Vec<Fragment>,
    audience: PhantomData<A>,
}

/// A document as a draft for its own audience: bytes and the open texts that went into them, with the `names` of
/// villages that may stand in it.
pub fn printed<A: Audience>(
    path: impl Into<String>,
    document: &Document<A>,
    names: &[Fragment],
    paper: Paper,
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Draft<A>, Vec<Diagnostic>> {
    let bytes = print(document, paper, theme, fonts)?;
    Ok(Draft::new(path, Media::Pdf, bytes, open_texts(document, names)))
}

/// The open texts of a document that is laid out, with the footer's words and the `names` of villages.
fn open_texts<A: Audience>(document: &Document<A>, names: &[Fragment]) -> Vec<Fragment> {
    let mut open = fragments(document);
    open.extend_from_slice(names);
    let number = document.meta().number.iter();
    open.extend(number.map(|number| Fragment::new(number.as_str(), document::NUMBER, DECLARING)));
    // Words that the layout sets: 安居镇 behind （以下空白） is not somebody called 白安.
    open.extend(layout::WORDS.map(|word| Fragment::new(word, document::PROGRAM, DECLARING)));
    open
}

#[cfg(test)]
impl Draft<document::Public> {
    /// A draft of any bytes, to show the audit.
    pub(crate) fn of_bytes(path: &str, media: Media, bytes: Vec<u8>, fragments: Vec<Fragment>) -> Self {
        Self::new(path, media, bytes, fragments)
    }
}

impl<A: Audience> Draft<A> {
    /// The open texts that may explain a name found in the bytes.
    pub fn fragments(&self) -> &[Fragment] {
        &self.fragments
    }

    /// The same file with other bytes, which are to be judged like any.
    pub(crate) fn holding(&self, bytes: Vec<u8>) -> Self {
        Self { bytes, ..self.clone() }
    }

    /// A file that was kept with this one, as open as it; its bytes are to be judged like any.
    pub(crate) fn beside(&self, path: String, bytes: Vec<u8>) -> Self {
        Self { media: Media::of_name(&path), path, bytes, ..self.clone() }
    }

    /// A draft from its parts. Only this room makes drafts, so that their audience is that of their document.
    pub(in crate::render) fn new(
        path: impl Into<String>,
        media: Media,
        mut bytes: Vec<u8>,
        mut fragments: Vec<Fragment>,
    ) -> Self {
        // A township's drafts are all in memory until the last one has passed.
        bytes.shrink_to_fit();
        fragments.shrink_to_fit();
        Self { path: path.into(), media, bytes, fragments, audience: PhantomData }
    }
}
