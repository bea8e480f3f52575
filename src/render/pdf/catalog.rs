//! The catalog 目录: what a file says of itself, so that it can be read in thirty years: title, language, colour
//! intent, outline, standards.

use super::file::{File, Number, text};
use super::{icc, xmp};
use crate::render::layout::sheet::Info;
use std::io::Write as _;

/// What the catalog holds together.
pub(super) struct Catalog<'a> {
    pub(super) pages: Number,
    pub(super) tree: Number,
    /// Outline entries with their first page.
    pub(super) chapters: &'a [(String, Number)],
    pub(super) title: &'a str,
    pub(super) info: Option<&'a Info>,
}

impl Catalog<'_> {
    /// Writes catalog and information; returns both.
    pub(super) fn put(&self, file: &mut File) -> (Number, Number) {
        let profile = file.number();
        file.stream(profile, "/N 3", &icc::srgb());
        let metadata = self.info.map(|info| {
            let number = file.number();
            // Plain, so that tools that know no PDF can read it.
            file.raw(number, "/Type/Metadata/Subtype/XML", xmp::packet(self.title, info).as_bytes());
            number
        });
        let outline = self.outline(file);
        let (pages, tree) = (self.pages, self.tree);
        let root = file.add(|out| {
            let _ = write!(
                out,
                "<</Type/Catalog/Pages {pages} 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot {tree} 0 R\
                 /ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1\
                 /OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile {profile} 0 R>>]",
            );
            if let Some(metadata) = metadata {
                let _ = write!(out, "/Metadata {metadata} 0 R");
            }
            if let Some(outline) = outline {
                let _ = write!(out, "/Outlines {outline} 0 R/PageMode/UseOutlines");
            }
            out.extend(b">>");
        });
        let info = file.add(|out| {
            out.extend(b"<<");
            if let Some(info) = self.info {
                let date = info.date.format("D:%Y%m%d000000+08'00'");
                let _ = write!(
                    out,
                    "/Title{}/Author{}/Subject{}/Creator(mingbai)/Producer(mingbai)/CreationDate({date})/ModDate({date})",
                    text(self.title),
                    text(&info.issuer),
                    text(&info.description),
                );
            }
            out.extend(b">>");
        });
        (root, info)
    }

    fn outline(&self, file: &mut File) -> Option<Number> {
        if self.chapters.is_empty() {
            return None;
        }
        let root = file.number();
        let ids: Vec<Number> = self.chapters.iter().map(|_| file.number()).collect();
        for (at, (title, page)) in self.chapters.iter().enumerate() {
            file.put(ids[at], |out| {
                let _ = write!(out, "<</Parent {root} 0 R/Title{}/Dest[{page} 0 R/Fit]", text(title));
                if at > 0 {
                    let _ = write!(out, "/Prev {} 0 R", ids[at - 1]);
                }
                if let Some(next) = ids.get(at + 1) {
                    let _ = write!(out, "/Next {next} 0 R");
                }
                out.extend(b">>");
            });
        }
        let (first, last, count) = (ids[0], ids[ids.len() - 1], ids.len());
        file.put(root, |out| {
            let _ = write!(out, "<</Type/Outlines/Count {count}/First {first} 0 R/Last {last} 0 R>>");
        });
        Some(root)
    }
}
