//! The structure tree 结构树: headings, paragraphs, lists and tables as a reader for the blind walks them.

use super::content::Marks;
use crate::render::layout::Sheets;
use crate::render::layout::sheet::{Scope, Tag, TagKind};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// What hangs below an element.
enum Kid {
    Mark { page: ObjectId, number: i64 },
    Annotation { page: ObjectId, id: ObjectId },
    Element(usize),
}

/// Writes the tree of all documents; returns the root.
pub(super) fn plant(
    pdf: &mut Document,
    jobs: &[Sheets],
    pages: &[ObjectId],
    marks: &[Marks],
    annotations: &[Vec<ObjectId>],
) -> ObjectId {
    let root = pdf.new_object_id();
    let mut parents: BTreeMap<i64, Object> = BTreeMap::new();
    let mut roots = Vec::new();
    let mut first = 0;
    let mut next_parent = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    for sheets in jobs {
        let ids: Vec<ObjectId> = sheets.tags.iter().map(|_| pdf.new_object_id()).collect();
        let mut own: Vec<Vec<(usize, Kid)>> = sheets.tags.iter().map(|_| Vec::new()).collect();
        let mut areas: BTreeMap<usize, [f32; 4]> = BTreeMap::new();
        let mut order = 0;
        for at in first..first + sheets.pages.len() {
            let page = pages[at];
            let mut row = Vec::new();
            for (number, (element, area)) in (0..).zip(&marks[at].contents) {
                order += 1;
                own[*element].push((order, Kid::Mark { page, number }));
                row.push(Object::Reference(ids[*element]));
                if let Some(area) = area {
                    areas.insert(*element, *area);
                }
            }
            for ((element, _), &id) in marks[at].links.iter().zip(&annotations[at]) {
                if let Some(element) = element {
                    order += 1;
                    own[*element].push((order, Kid::Annotation { page, id }));
                    parents.insert(next_parent, Object::Reference(ids[*element]));
                    if let Ok(annotation) = pdf.get_dictionary_mut(id) {
                        annotation.set("StructParent", next_parent);
                    }
                    next_parent += 1;
                }
            }
            let key = i64::try_from(at).unwrap_or(i64::MAX);
            parents.insert(key, Object::Array(row));
            if let Ok(page) = pdf.get_dictionary_mut(page) {
                page.set("StructParents", key);
                page.set("Tabs", Object::Name(b"S".to_vec()));
            }
        }
        first += sheets.pages.len();
        let kids = family(&sheets.tags, own);
        let mut heading = 0;
        for (at, tag) in sheets.tags.iter().enumerate() {
            let Some(kids) = &kids[at] else { continue };
            let parent = tag.parent.map_or(root, |parent| ids[parent]);
            let area = areas.get(&at);
            let element = element(tag, parent, kids, &ids, area, &mut heading);
            pdf.objects.insert(ids[at], Object::Dictionary(element));
        }
        if kids[0].is_some() {
            roots.push(Object::Reference(ids[0]));
        }
    }
    let nums: Vec<Object> =
        parents.into_iter().flat_map(|(key, value)| [Object::Integer(key), value]).collect();
    let parent_tree = pdf.add_object(dictionary! { "Nums" => nums });
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => roots,
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => next_parent,
    };
    pdf.objects.insert(root, Object::Dictionary(tree));
    root
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
    tag: &Tag,
    parent: ObjectId,
    kids: &[Kid],
    ids: &[ObjectId],
    area: Option<&[f32; 4]>,
    heading: &mut u8,
) -> Dictionary {
    let name = match tag.kind {
        TagKind::Document => "Document".to_owned(),
        TagKind::Heading(level) => {
            // No level is skipped, whatever the text's numbering does.
            *heading = level.min(*heading + 1).clamp(1, 6);
            format!("H{heading}")
        }
        TagKind::Paragraph => "P".to_owned(),
        TagKind::List => "L".to_owned(),
        TagKind::Item => "LI".to_owned(),
        TagKind::Label => "Lbl".to_owned(),
        TagKind::Body => "LBody".to_owned(),
        TagKind::Table => "Table".to_owned(),
        TagKind::Caption => "Caption".to_owned(),
        TagKind::Row => "TR".to_owned(),
        TagKind::HeadCell | TagKind::Spanning { scope: Some(_), .. } => "TH".to_owned(),
        TagKind::Cell(_) | TagKind::Spanning { scope: None, .. } => "TD".to_owned(),
        TagKind::Figure => "Figure".to_owned(),
        TagKind::Link => "Link".to_owned(),
        TagKind::Group => "Div".to_owned(),
    };
    // One page for all its marks: named once, the marks are plain numbers.
    let mut pages = kids.iter().filter_map(|kid| match kid {
        Kid::Mark { page, .. } => Some(*page),
        _ => None,
    });
    let first = pages.next();
    let own = first.filter(|first| pages.all(|page| page == *first));
    let children: Vec<Object> = kids
        .iter()
        .map(|kid| match kid {
            Kid::Mark { page, number } if Some(*page) == own => Object::Integer(*number),
            Kid::Mark { page, number } => {
                dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => *number }.into()
            }
            Kid::Annotation { page, id } => {
                dictionary! { "Type" => "OBJR", "Pg" => *page, "Obj" => *id }.into()
            }
            Kid::Element(at) => Object::Reference(ids[*at]),
        })
        .collect();
    let mut out = dictionary! { "S" => Object::Name(name.into_bytes()), "P" => parent };
    if let Some(page) = own {
        out.set("Pg", page);
    }
    match <[Object; 1]>::try_from(children) {
        Ok([only]) => out.set("K", only),
        Err(children) => out.set("K", children),
    }
    match tag.kind {
        TagKind::HeadCell => out.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
        TagKind::Cell(span) if span > 1 => {
            out.set("A", dictionary! { "O" => "Table", "ColSpan" => i64::try_from(span).unwrap_or(1) });
        }
        TagKind::Spanning { scope, across, down } => {
            let mut about = dictionary! { "O" => "Table" };
            if let Some(scope) = scope {
                about.set("Scope", if scope == Scope::Row { "Row" } else { "Column" });
            }
            for (key, span) in [("ColSpan", across), ("RowSpan", down)] {
                if span > 1 {
                    about.set(key, i64::try_from(span).unwrap_or(1));
                }
            }
            if about.len() > 1 {
                out.set("A", about);
            }
        }
        TagKind::List => out.set("A", dictionary! { "O" => "List", "ListNumbering" => "Decimal" }),
        TagKind::Figure => {
            if let Some(area) = area {
                let area: Vec<Object> = area.iter().map(|&side| Object::Real(side)).collect();
                out.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => area });
            }
        }
        _ => {}
    }
    if let Some(alt) = &tag.alt {
        out.set("Alt", super::finish::text(alt));
    }
    out
}
