//! What calamine does not tell about a workbook: hidden rows and columns, merged areas, sheet states, and how much
//! it inflates to. Reads only structure; text of comments, headers, footers and hidden sheets is never opened.

use super::canonical::{self, Table};
use super::cells::{self, Cells, Strikes};
use super::labels::{self, Label};
use super::parts::Parts;
use crate::sealed::intake::grid::Area;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Last row and column of a worksheet.
const LAST: (u32, u32) = (1_048_576, 16_384);

/// Why a package is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Not a workbook at all (another zip: docx, ods, jar).
    Foreign,
    /// Inflates to too much.
    Large,
    /// Broken inside.
    Damaged,
    /// Opens with a password only.
    Locked,
    /// A document with changes that nobody has accepted.
    Changed,
    /// A table within a table.
    Nested,
}

/// A sheet as the workbook lists it.
pub(super) struct Sheet {
    /// Name on the tab.
    pub(super) name: String,
    /// Neither hidden nor very hidden.
    pub(super) visible: bool,
    /// A sheet of cells, no chart and no macro.
    pub(super) is_table: bool,
    /// Structure; empty for hidden sheets, which are not opened.
    pub(super) structure: Structure,
}

/// Structure of a sheet.
#[derive(Default)]
pub(super) struct Structure {
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Inclusive ranges of hidden columns.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) merges: Vec<Area>,
    /// Crossed-out cells.
    pub(super) struck: Cells,
    /// Cells whose formula has no result in the file.
    pub(super) uncalculated: Cells,
    /// Words that number formats add to numbers.
    pub(super) labels: BTreeMap<(u32, u32), Label>,
}

/// A workbook's structure.
pub(super) struct Package {
    pub(super) sheets: Vec<Sheet>,
    /// Whether there are comments or notes somewhere.
    pub(super) comments: bool,
    /// The same workbook in the usual form, where its parts lie elsewhere, are no UTF-8, or some sheets are no tables.
    pub(super) usual: Option<Vec<u8>>,
}

/// Opens the package; refuses bombs before anything else inflates them.
pub(super) fn open(bytes: &[u8]) -> Result<Package, Trouble> {
    let mut parts = Parts::open(bytes)?;
    let mut unusual = false;
    let mut text = |name: &str| -> Option<String> {
        let (text, recoded) = parts.text(name)?;
        unusual |= recoded;
        Some(text)
    };
    let root = targets(&text("_rels/.rels").ok_or(Trouble::Foreign)?, "")?;
    let main = root
        .values()
        .find(|link| link.kind == "officeDocument")
        .map(|link| link.part.clone())
        .ok_or(Trouble::Foreign)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let book = text(&main).filter(|book| book.contains("sheets")).ok_or(Trouble::Foreign)?;
    let beside = format!("{folder}/_rels/{file}.rels");
    let links = targets(&text(beside.trim_start_matches('/')).ok_or(Trouble::Damaged)?, folder)?;
    let mut linked = |kind: &str| {
        let link = links.values().find(|link| link.kind == kind);
        link.and_then(|link| text(&link.part)).unwrap_or_default()
    };
    let (styles, shared) = (linked("styles"), linked("sharedStrings"));
    let strikes = Strikes::read(&styles, &shared)?;
    let formats = labels::of_styles(&styles)?;
    let listed = listed(&book)?;
    let is_table = |id: &String| links.get(id).is_some_and(|link| link.kind == "worksheet");
    let moved = main != "xl/workbook.xml" || links.values().any(|link| link.moved);
    let moved = moved || listed.iter().any(|(.., id)| !is_table(id));
    let (mut sheets, mut xmls) = (Vec::new(), Vec::new());
    for (name, visible, id) in listed {
        let mut structure = Structure::default();
        let is_table = is_table(&id);
        // A module has no part; any other sheet without one is damage.
        let link = links.get(&id);
        if link.is_none() && !id.is_empty() {
            return Err(Trouble::Damaged);
        }
        let xml = link.filter(|_| is_table).and_then(|link| text(&link.part));
        // A hidden sheet that is out of all bounds would end the reader of cells as well.
        if !visible
            && is_table
            && let Some(xml) = xml.as_deref()
        {
            measure(xml)?;
        }
        if visible && is_table {
            let xml = xml.as_deref().ok_or(Trouble::Damaged)?;
            structure = measure(xml)?;
            (structure.struck, structure.uncalculated) = cells::scan(xml, &strikes)?;
            structure.labels = labels::of_cells(xml, &formats)?;
        }
        xmls.push(xml);
        sheets.push(Sheet { name, visible, is_table, structure });
    }
    let mut usual = None;
    if moved || unusual {
        let tables = sheets.iter().zip(&xmls).filter_map(|(sheet, xml)| {
            Some(Table { name: &sheet.name, visible: sheet.visible, xml: xml.as_deref()? })
        });
        let tables: Vec<Table<'_>> = tables.collect();
        usual = Some(canonical::write(&tables, &styles, &shared, from_1904(&book)?).ok_or(Trouble::Damaged)?);
        sheets = sheets
            .into_iter()
            .zip(&xmls)
            .filter(|(sheet, xml)| xml.is_some() || !sheet.is_table)
            .map(|(sheet, _)| sheet)
            .collect();
    }
    let comments = parts.names().any(|part| part.contains("comment"));
    Ok(Package { sheets, comments, usual })
}

/// Whether days are counted from 1904.
fn from_1904(book: &str) -> Result<bool, Trouble> {
    let mut found = false;
    each_tag(book, |tag| {
        found |= tag.local_name().as_ref() == "workbookPr" && flag(tag, "date1904");
        Ok(())
    })?;
    Ok(found)
}

/// Calls `visit` for every start tag.
fn each_tag(xml: &str, mut visit: impl FnMut(&BytesStart<'_>) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => visit(&tag)?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(Trouble::Damaged),
        }
    }
}

/// An attribute by its local name.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Whether an attribute says yes.
pub(super) fn flag(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

fn is_zero(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).and_then(|value| value.parse::<f64>().ok()).is_some_and(|value| value <= 0.0)
}

/// Where a relationship leads.
struct Link {
    part: String,
    /// Whether the target goes up, or says that it stays.
    moved: bool,
    /// The last word of its type: `officeDocument`, `styles`.
    kind: String,
}

/// Relationship id → part, relative targets taken from `folder`.
fn targets(xml: &str, folder: &str) -> Result<BTreeMap<String, Link>, Trouble> {
    let mut out = BTreeMap::new();
    each_tag(xml, |tag| {
        if tag.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            let target = target.to_lowercase().replace('\\', "/");
            let whole = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}/{target}"),
            };
            let mut path: Vec<&str> = Vec::new();
            for step in whole.split('/') {
                match step {
                    "" | "." => {}
                    ".." => drop(path.pop()),
                    step => path.push(step),
                }
            }
            let part = path.join("/");
            let moved = target.split('/').any(|step| matches!(step, "." | ".."));
            let kind = attribute(tag, "Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            out.insert(id, Link { part, moved, kind });
        }
        Ok(())
    })?;
    Ok(out)
}

/// Sheets in order: name, whether visible, relationship.
fn listed(xml: &str) -> Result<Vec<(String, bool, String)>, Trouble> {
    let mut out = Vec::new();
    each_tag(xml, |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let name = attribute(tag, "name").ok_or(Trouble::Damaged)?;
            let state = attribute(tag, "state");
            let visible = state.is_none_or(|state| state == "visible");
            // `r:id`, beside the unprefixed `sheetId`.
            let id = attribute(tag, "id").unwrap_or_default();
            out.push((name, visible, id));
        }
        Ok(())
    })?;
    if out.is_empty() { Err(Trouble::Damaged) } else { Ok(out) }
}

/// Hidden rows and columns and merged areas of one sheet. References beyond a sheet's bounds are damage: they would
/// overflow in the reader behind us.
fn measure(xml: &str) -> Result<Structure, Trouble> {
    let mut out = Structure::default();
    let mut row = 0;
    let mut unsaid_is_hidden = false;
    each_tag(xml, |tag| {
        match tag.local_name().as_ref() {
            "sheetFormatPr" => unsaid_is_hidden = flag(tag, "zeroHeight"),
            "row" => {
                row = match attribute(tag, "r") {
                    Some(text) => text.parse().map_err(|_| Trouble::Damaged)?,
                    None => row + 1,
                };
                if row == 0 || row > LAST.0 {
                    return Err(Trouble::Damaged);
                }
                let unsaid = unsaid_is_hidden && attribute(tag, "ht").is_none();
                if flag(tag, "hidden") || is_zero(tag, "ht") || unsaid {
                    out.hidden_rows.insert(row);
                }
            }
            "c" => {
                if let Some(reference) = attribute(tag, "r") {
                    position(&reference)?;
                }
            }
            "dimension" => {
                let whole = attribute(tag, "ref").unwrap_or_default();
                let (from, to) = whole.split_once(':').unwrap_or((&whole, &whole));
                if !whole.is_empty() {
                    let (from, to) = (position(from)?, position(to)?);
                    if from.0 > to.0 || from.1 > to.1 {
                        return Err(Trouble::Damaged);
                    }
                }
            }
            "col" if flag(tag, "hidden") || is_zero(tag, "width") => {
                let bound = |name| attribute(tag, name).and_then(|text| text.parse::<u32>().ok());
                let (Some(min), Some(max)) = (bound("min"), bound("max")) else {
                    return Err(Trouble::Damaged);
                };
                out.hidden_columns.push((min, max.min(LAST.1)));
            }
            "mergeCell" => {
                let reference = attribute(tag, "ref").ok_or(Trouble::Damaged)?;
                let (from, to) = reference.split_once(':').unwrap_or((&reference, &reference));
                let ((top, left), (bottom, right)) = (position(from)?, position(to)?);
                out.merges.push(Area { top, left, bottom, right });
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(out)
}

/// `BC23` → (23, 55).
pub(super) fn position(reference: &str) -> Result<(u32, u32), Trouble> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return Err(Trouble::Damaged);
    }
    let column = reference
        .bytes()
        .take(letters)
        .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = reference.get(letters..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    if row == 0 || row > LAST.0 || column > LAST.1 {
        return Err(Trouble::Damaged);
    }
    Ok((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_outside_a_sheet_are_damage() {
        assert_eq!(position("BC23"), Ok((23, 55)));
        for bad in ["A0", "A1048577", "XFE1", "AAAA1", "1", "A", "A99999999999", "$A$1"] {
            assert_eq!(position(bad), Err(Trouble::Damaged), "{bad}");
        }
    }

    #[test]
    fn hidden_and_zero_sized_rows_and_columns_are_found() {
        let xml = r#"<x:worksheet xmlns:x="u"><x:cols><x:col min="2" max="3" hidden="1"/><x:col min="5" max="5" width="0"/><x:col min="6" max="6" width="9"/></x:cols><x:sheetData><x:row r="4" hidden="true"/><x:row/><x:row ht="0"/></x:sheetData><x:mergeCells><x:mergeCell ref="A2:A5"/></x:mergeCells></x:worksheet>"#;
        let found = measure(xml).unwrap_or_default();
        assert_eq!(found.hidden_columns, [(2, 3), (5, 5)]);
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [4, 6]);
        assert_eq!((found.merges[0].top, found.merges[0].bottom, found.merges[0].left), (2, 5, 1));
    }

    #[test]
    fn other_zips_and_cut_files_are_told_apart() {
        assert_eq!(open(b"PK\x03\x04junk").err(), Some(Trouble::Damaged));
        let docx = crate::sealed::intake::testing::zip(&[("word/document.xml", "<w/>".into())]);
        assert_eq!(open(&docx).err(), Some(Trouble::Foreign));
    }
}
