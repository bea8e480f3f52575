//! Page content 页面内容: draw items become a content stream, each under its structure mark.
//!
//! Grounds, rules and codes are drawn by printpdf and lie underneath; text stands over them in reading order.

use super::faces::Faces;
use super::graphics;
use super::text::Pen;
use crate::render::layout::sheet::{Item, Page, TagId};
use crate::render::layout::theme::Um;

/// Micrometres in points, to the hundredth: finer than any printer, and short to write.
pub(super) fn points(length: Um) -> f32 {
    hundredths(length) as f32 / 100.0
}

/// Micrometres in hundredths of a point, rounded.
pub(super) fn hundredths(length: Um) -> Um {
    (length * 36 + 63 * length.signum()) / 127
}

/// A page's content stream, and which structure element each mark and each link belongs to.
pub(super) struct Drawn {
    pub(super) content: Vec<u8>,
    pub(super) marks: Marks,
}

/// Structure of one page.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Element of each marked-content number, with the area it takes for figures (points, from the lower left).
    pub(super) contents: Vec<(usize, Option<[f32; 4]>)>,
    /// Places that can be clicked.
    pub(super) links: Vec<Link>,
}

/// A place that can be clicked.
#[derive(Debug)]
pub(super) struct Link {
    /// Its element.
    pub(super) element: TagId,
    pub(super) url: String,
    /// Points from the lower left corner.
    pub(super) area: [f32; 4],
}

/// Left, low, right and high edge in points from the lower left corner of a page.
pub(super) fn area(height: Um, at: (Um, Um), size: (Um, Um)) -> [f32; 4] {
    [points(at.0), points(height - at.1 - size.1), points(at.0 + size.0), points(height - at.1)]
}

/// Draws a page.
pub(super) fn draw(page: &Page, faces: &mut Faces<'_>) -> Drawn {
    let mut marks = Marks::default();
    let mut content = graphics::draw(page, &mut marks);
    let mut pen = Pen::new(&mut content, &mut marks, faces, page.height);
    for item in &page.items {
        if let Item::Text(run) = item {
            pen.run(run);
        }
    }
    pen.finish();
    for item in &page.items {
        if let Item::Link { at, size, url, tag } = item {
            let area = area(page.height, *at, *size);
            marks.links.push(Link { element: *tag, url: url.clone(), area });
        }
    }
    Drawn { content, marks }
}
