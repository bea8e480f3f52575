//! PDF 打印文件: sheets become bytes that every reader opens, copies text from and prints alike.
//!
//! printpdf draws graphics and writes fonts, `subsetter` cuts the fonts down, and this room adds what printpdf leaves
//! out: marked text, PDF/A metadata, colour intent, structure, language, stable identifiers. A job is written as its
//! documents come, so that a thousand leaflets need little memory. No clock, no path, no person: the same sheets make
//! the same bytes.

mod catalog;
mod content;
mod faces;
mod file;
mod graphics;
mod icc;
mod text;
mod tree;
mod xmp;

use crate::diag::Diagnostic;
use crate::render::fonts::FontBook;
use crate::render::layout::Sheets;
use crate::render::layout::sheet::{Info, Page};
use crate::render::layout::theme::Um;
use catalog::Catalog;
use faces::Faces;
use file::{File, Number, text};
use std::io::Write as _;
use tree::{Leaf, Tree};

/// The PDF of one document; fails only on a font that cannot be embedded.
pub fn write(sheets: &Sheets, fonts: &FontBook) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut job = Job::new(fonts);
    job.add(sheets, None);
    job.finish(&sheets.info.title)
}

/// One PDF for many documents 一册, each font embedded once.
pub struct Job<'f> {
    file: File,
    faces: Faces<'f>,
    tree: Tree,
    pages: Vec<Number>,
    /// Number of pages after each document, with its paper.
    ends: Vec<(usize, (Um, Um))>,
    /// The parent of all pages, and the resources that they share.
    root: Number,
    resources: Number,
    chapters: Vec<(String, Number)>,
    info: Option<Info>,
}

impl<'f> Job<'f> {
    /// An empty job.
    pub fn new(fonts: &'f FontBook) -> Self {
        let mut file = File::new();
        let (root, resources) = (file.number(), file.number());
        let tree = Tree::new(&mut file);
        let faces = Faces::new(fonts);
        Self {
            file,
            faces,
            tree,
            pages: Vec::new(),
            ends: Vec::new(),
            root,
            resources,
            chapters: Vec::new(),
            info: None,
        }
    }

    /// Adds a document; where a chapter is named, the outline gets an entry for it.
    pub fn add(&mut self, sheets: &Sheets, chapter: Option<&str>) {
        let first = self.pages.len();
        let leaves: Vec<Leaf> = sheets.pages.iter().map(|page| self.page(page)).collect();
        self.tree.plant(&mut self.file, &sheets.tags, &leaves);
        if let (Some(chapter), Some(page)) = (chapter, self.pages.get(first)) {
            self.chapters.push((chapter.to_owned(), *page));
        }
        if let Some(last) = sheets.pages.last() {
            self.ends.push((self.pages.len(), (last.width, last.height)));
        }
        self.info.get_or_insert_with(|| sheets.info.clone());
    }

    /// The whole file under a title, without any personal value.
    pub fn finish(mut self, title: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.fill_backs();
        let fonts = self.faces.finish(&mut self.file)?;
        self.file.put(self.resources, |out| {
            out.extend(b"<</Font<<");
            for (name, font) in &fonts {
                let _ = write!(out, "/{name} {font} 0 R");
            }
            out.extend(b">>>>");
        });
        let (pages, count) = (&self.pages, self.pages.len());
        self.file.put(self.root, |out| {
            out.extend(b"<</Type/Pages/Kids[");
            for page in pages {
                let _ = write!(out, "{page} 0 R ");
            }
            let _ = write!(out, "]/Count {count}>>");
        });
        let tree = self.tree.finish(&mut self.file);
        let catalog =
            Catalog { pages: self.root, tree, chapters: &self.chapters, title, info: self.info.as_ref() };
        let (root, info) = catalog.put(&mut self.file);
        Ok(self.file.finish(root, info))
    }

    /// Where some document has a back, every one of them gets one: printed on both sides, no two share a sheet.
    fn fill_backs(&mut self) {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        let counts: Vec<usize> = self.ends.iter().zip(starts).map(|((end, _), start)| end - start).collect();
        if counts.iter().all(|count| *count < 2) || counts.len() < 2 {
            return;
        }
        let mut pages = Vec::with_capacity(self.pages.len() + counts.len());
        for (count, (end, (width, height))) in counts.iter().zip(&self.ends) {
            pages.extend_from_slice(&self.pages[end - count..*end]);
            if count % 2 == 1 {
                let (root, width, height) = (self.root, content::points(*width), content::points(*height));
                pages.push(self.file.add(|out| {
                    let _ = write!(
                        out,
                        "<</Type/Page/Parent {root} 0 R/Resources<<>>/MediaBox[0 0 {width} {height}]>>"
                    );
                }));
            }
        }
        self.pages = pages;
    }

    fn page(&mut self, page: &Page) -> Leaf {
        let drawn = content::draw(page, &mut self.faces);
        let (number, contents) = (self.file.number(), self.file.number());
        let (width, height) = (content::points(page.width), content::points(page.height));
        self.file.stream(contents, "", &drawn.content);
        let key = self.tree.key();
        let mut annotations = Vec::new();
        for link in &drawn.marks.links {
            let key = self.tree.key();
            let [left, low, right, high] = link.area;
            let annotation = self.file.add(|out| {
                let _ = write!(
                    out,
                    "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{left} {low} {right} {high}]/Contents{}\
                     /StructParent {key}/A<</S/URI/URI{}>>>>",
                    text(&format!("打开 {}", link.url)),
                    hexadecimal(&link.url),
                );
            });
            annotations.push((annotation, key));
        }
        let (root, resources) = (self.root, self.resources);
        self.file.put(number, |out| {
            let _ = write!(
                out,
                "<</Type/Page/Parent {root} 0 R/Resources {resources} 0 R/MediaBox[0 0 {width} {height}]\
                 /Contents {contents} 0 R/StructParents {key}/Tabs/S",
            );
            if !annotations.is_empty() {
                out.extend(b"/Annots[");
                for (annotation, _) in &annotations {
                    let _ = write!(out, "{annotation} 0 R ");
                }
                out.push(b']');
            }
            out.extend(b">>");
        });
        self.pages.push(number);
        Leaf { page: number, key, marks: drawn.marks, annotations }
    }
}

/// An address is ASCII; its digits keep brackets and slashes out of the syntax.
fn hexadecimal(url: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("<");
    for byte in url.bytes() {
        let _ = write!(out, "{byte:02X}");
    }
    out.push('>');
    out
}
