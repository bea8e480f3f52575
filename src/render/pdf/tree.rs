//! The structure tree 结构树: headings, paragraphs, lists and tables as a reader for the blind walks them.

use super::content::Marks;
use super::file::{File, Number, integer, reference, text};
use crate::render::layout::sheet::{Scope, Tag, TagKind};
use std::collections::BTreeMap;
use std::io::Write as _;

/// What hangs below an element.
enum Kid {
    Mark { page: Number, number: usize },
    Annotation { page: Number, id: Number },
    Element(usize),
}

/// A page as the tree sees it.
pub(super) struct Leaf {
    /// The page.
    pub(super) page: Number,
    /// Its key in the parent tree.
    pub(super) key: usize,
    pub(super) marks: Marks,
    /// Its annotations with their keys, in the order of the links.
    pub(super) annotations: Vec<(Number, usize)>,
}

/// The structure tree of a job.
pub(super) struct Tree {
    root: Number,
    documents: Vec<Number>,
    /// What belongs to each key, in order.
    parents: Vec<Number>,
}

impl Tree {
    pub(super) fn new(file: &mut File) -> Self {
        Self { root: file.number(), documents: Vec::new(), parents: Vec::new() }
    }

    /// The next key of the parent tree.
    pub(super) fn key(&mut self) -> usize {
        self.parents.push(0);
        self.parents.len() - 1
    }

    /// Writes the elements of one document.
    pub(super) fn plant(&mut self, file: &mut File, tags: &[Tag], leaves: &[Leaf]) {
        let mut own: Vec<Vec<(usize, Kid)>> = tags.iter().map(|_| Vec::new()).collect();
        let mut areas: BTreeMap<usize, [f32; 4]> = BTreeMap::new();
        let mut order = 0;
        for leaf in leaves {
            let page = leaf.page;
            for (number, (element, area)) in leaf.marks.contents.iter().enumerate() {
                order += 1;
                own[*element].push((order, Kid::Mark { page, number }));
                if let Some(area) = area {
                    areas.insert(*element, *area);
                }
            }
            for (link, (id, _)) in leaf.marks.links.iter().zip(&leaf.annotations) {
                if let Some(element) = link.element {
                    order += 1;
                    own[element].push((order, Kid::Annotation { page, id: *id }));
                }
            }
        }
        let kids = family(tags, own);
        let ids: Vec<Number> = kids.iter().map(|kids| kids.as_ref().map_or(0, |_| file.number())).collect();
        for leaf in leaves {
            let row = leaf.marks.contents.iter().map(|(element, _)| ids[*element]);
            self.parents[leaf.key] = file.add(|out| {
                out.push(b'[');
                row.for_each(|id| reference(out, id));
                out.push(b']');
            });
            for (link, (_, key)) in leaf.marks.links.iter().zip(&leaf.annotations) {
                self.parents[*key] = link.element.map_or(0, |element| ids[element]);
            }
        }
        let mut heading = 0;
        for (at, tag) in tags.iter().enumerate() {
            let Some(kids) = &kids[at] else { continue };
            let parent = tag.parent.map_or(self.root, |parent| ids[parent]);
            let area = areas.get(&at);
            file.put(ids[at], |out| element(out, tag, parent, kids, &ids, area, &mut heading));
        }
        self.documents.extend(ids.first().filter(|id| **id > 0));
    }

    /// Writes the root; returns it.
    pub(super) fn finish(self, file: &mut File) -> Number {
        let count = self.parents.len();
        let parents = file.add(|out| {
            out.extend(b"<</Nums[");
            for (key, parent) in self.parents.iter().enumerate().filter(|(_, parent)| **parent > 0) {
                let _ = write!(out, "{key} {parent} 0 R ");
            }
            out.extend(b"]>>");
        });
        file.put(self.root, |out| {
            out.extend(b"<</Type/StructTreeRoot/K[");
            self.documents.iter().for_each(|id| reference(out, *id));
            let _ = write!(out, "]/ParentTree {parents} 0 R/ParentTreeNextKey {count}>>");
        });
        self.root
    }
}

/// Each element's kids in reading order; an element with nothing below it is left out, except a cell.
fn family(tags: &[Tag], own: Vec<Vec<(usize, Kid)>>) -> Vec<Option<Vec<Kid>>> {
    let mut kids: Vec<Vec<(usize, Kid)>> = own;
    let mut out: Vec<Option<Vec<Kid>>> = tags.iter().map(|_| None).collect();
    // Parents stand before children: from the end, every child is ready before its parent.
    for at in (0..tags.len()).rev() {
        let mut mine = std::mem::take(&mut kids[at]);
        let empty_cell =
            matches!(tags[at].kind, TagKind::Cell(_) | TagKind::HeadCell | TagKind::Spanning { .. });
        if mine.is_empty() && !empty_cell {
            continue;
        }
        let mixed = mine.iter().any(|(_, kid)| !matches!(kid, Kid::Element(_)));
        if mixed {
            mine.sort_by_key(|(order, _)| *order);
        } else {
            mine.sort_by_key(|(_, kid)| if let Kid::Element(element) = kid { *element } else { 0 });
        }
        let first = mine.iter().map(|(order, _)| *order).min().unwrap_or(usize::MAX);
        if let Some(parent) = tags[at].parent {
            kids[parent].push((first, Kid::Element(at)));
        }
        out[at] = Some(mine.into_iter().map(|(_, kid)| kid).collect());
    }
    out
}

fn element(
    out: &mut Vec<u8>,
    tag: &Tag,
    parent: Number,
    kids: &[Kid],
    ids: &[Number],
    area: Option<&[f32; 4]>,
    heading: &mut u8,
) {
    let name = match tag.kind {
        TagKind::Document => "Document",
        TagKind::Heading(level) => {
            // No level is skipped, whatever the text's numbering does.
            *heading = level.min(*heading + 1).clamp(1, 6);
            ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(*heading - 1)]
        }
        TagKind::Paragraph => "P",
        TagKind::List => "L",
        TagKind::Item => "LI",
        TagKind::Label => "Lbl",
        TagKind::Body => "LBody",
        TagKind::Table => "Table",
        TagKind::Caption => "Caption",
        TagKind::Row => "TR",
        TagKind::HeadCell | TagKind::Spanning { scope: Some(_), .. } => "TH",
        TagKind::Cell(_) | TagKind::Spanning { scope: None, .. } => "TD",
        TagKind::Figure => "Figure",
        TagKind::Link => "Link",
        TagKind::Group => "Div",
    };
    // One page for all its marks: named once, the marks are plain numbers.
    let mut pages = kids.iter().filter_map(|kid| match kid {
        Kid::Mark { page, .. } => Some(*page),
        _ => None,
    });
    let first = pages.next();
    let own = first.filter(|first| pages.all(|page| page == *first));
    out.extend(b"<</S/");
    out.extend(name.as_bytes());
    out.extend(b"/P ");
    reference(out, parent);
    if let Some(page) = own {
        out.extend(b"/Pg ");
        reference(out, page);
    }
    out.extend(b"/K[");
    for kid in kids {
        let _ = match kid {
            Kid::Mark { page, number } if Some(*page) == own => {
                integer(out, i64::try_from(*number).unwrap_or(i64::MAX));
                out.push(b' ');
                Ok(())
            }
            Kid::Mark { page, number } => write!(out, "<</Type/MCR/Pg {page} 0 R/MCID {number}>>"),
            Kid::Annotation { page, id } => write!(out, "<</Type/OBJR/Pg {page} 0 R/Obj {id} 0 R>>"),
            Kid::Element(at) => {
                reference(out, ids[*at]);
                Ok(())
            }
        };
    }
    out.push(b']');
    let _ = match tag.kind {
        TagKind::HeadCell => write!(out, "/A<</O/Table/Scope/Column>>"),
        TagKind::Cell(span) if span > 1 => write!(out, "/A<</O/Table/ColSpan {span}>>"),
        TagKind::Spanning { scope, across, down } => spanning(out, scope, across, down),
        TagKind::List => write!(out, "/A<</O/List/ListNumbering/Decimal>>"),
        TagKind::Figure => area.map_or(Ok(()), |[left, low, right, high]| {
            write!(out, "/A<</O/Layout/Placement/Block/BBox[{left} {low} {right} {high}]>>")
        }),
        _ => Ok(()),
    };
    if let Some(alt) = &tag.alt {
        let _ = write!(out, "/Alt{}", text(alt));
    }
    out.extend(b">>");
}

/// What a cell of a form grid is the header of, and how far it reaches.
fn spanning(out: &mut Vec<u8>, scope: Option<Scope>, across: usize, down: usize) -> std::io::Result<()> {
    let scope = match scope {
        Some(Scope::Row) => "/Scope/Row",
        Some(Scope::Column) => "/Scope/Column",
        None if across < 2 && down < 2 => return Ok(()),
        None => "",
    };
    write!(out, "/A<</O/Table{scope}")?;
    for (key, span) in [("ColSpan", across), ("RowSpan", down)] {
        if span > 1 {
            write!(out, "/{key} {span}")?;
        }
    }
    write!(out, ">>")
}
