//! What calamine does not tell about single cells: formulas that were never calculated, and crossed-out text. The parts
//! are XML of a signed workbook; texts are looked at for being there and never kept.

use super::package::{Trouble, attribute, flag, position};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// Cells by row and column, one-based.
pub(super) type Cells = BTreeSet<(u32, u32)>;

/// Crossed-out formats and texts of a workbook.
#[derive(Default)]
pub(super) struct Strikes {
    /// Cell formats whose font is crossed out.
    formats: BTreeSet<usize>,
    /// Shared texts with a crossed-out run.
    texts: BTreeSet<usize>,
}

impl Strikes {
    /// Reads the styles and the shared texts.
    pub(super) fn read(styles: &str, shared: &str) -> Result<Self, Trouble> {
        Ok(Self { formats: formats(styles)?, texts: texts(shared)? })
    }
}

/// Calls `visit` with every event.
pub(super) fn each(xml: &str, mut visit: impl FnMut(&Event<'_>)) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => visit(&event),
            Err(_) => return Err(Trouble::Damaged),
        }
    }
}

/// Cell formats by index whose font is crossed out.
fn formats(styles: &str) -> Result<BTreeSet<usize>, Trouble> {
    let (mut fonts, mut struck, mut found) = (0usize, BTreeSet::new(), BTreeSet::new());
    let (mut in_fonts, mut in_formats, mut index) = (false, false, 0usize);
    each(styles, |event| match event {
        Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
            "fonts" => in_fonts = true,
            "font" if in_fonts => fonts += 1,
            "strike" if in_fonts && on(tag) => {
                struck.insert(fonts.saturating_sub(1));
            }
            "cellXfs" => in_formats = true,
            "xf" if in_formats => {
                let font = attribute(tag, "fontId").and_then(|id| id.parse().ok());
                if font.is_some_and(|font: usize| struck.contains(&font)) {
                    found.insert(index);
                }
                index += 1;
            }
            _ => {}
        },
        Event::End(tag) => match tag.local_name().as_ref() {
            "fonts" => in_fonts = false,
            "cellXfs" => in_formats = false,
            _ => {}
        },
        _ => {}
    })?;
    Ok(found)
}

/// `<strike/>`, `<strike val="1"/>`, not `<strike val="0"/>`.
fn on(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "val").is_none() || flag(tag, "val")
}

/// Shared texts by index that have a crossed-out run.
fn texts(shared: &str) -> Result<BTreeSet<usize>, Trouble> {
    let (mut count, mut found) = (0usize, BTreeSet::new());
    each(shared, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                "si" => count += 1,
                "strike" if on(tag) => {
                    found.insert(count.saturating_sub(1));
                }
                _ => {}
            }
        }
    })?;
    Ok(found)
}

/// The cell that a reader of a sheet has come to: a row or cell that does not say where it is follows the one before.
#[derive(Default)]
pub(super) struct Position((u32, u32));

impl Position {
    /// A row begins.
    pub(super) fn row(&mut self, tag: &BytesStart<'_>) {
        let said = attribute(tag, "r").and_then(|text| text.parse().ok());
        self.0 = (said.unwrap_or(self.0.0 + 1), 0);
    }

    /// A cell begins: where it is.
    pub(super) fn cell(&mut self, tag: &BytesStart<'_>) -> (u32, u32) {
        let said = attribute(tag, "r").and_then(|reference| position(&reference).ok());
        self.0 = said.unwrap_or((self.0.0, self.0.1 + 1));
        self.0
    }
}

/// Crossed-out cells of a sheet, and those whose formula has no result.
pub(super) fn scan(sheet: &str, strikes: &Strikes) -> Result<(Cells, Cells), Trouble> {
    let (mut struck, mut empty) = (Cells::new(), Cells::new());
    let mut at = Position::default();
    let (mut kind, mut value) = (String::new(), false);
    each(sheet, |event| match event {
        Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
            "row" => at.row(tag),
            "c" => {
                let here = at.cell(tag);
                let format = attribute(tag, "s").and_then(|index| index.parse().ok()).unwrap_or(0);
                (kind, value) = (attribute(tag, "t").unwrap_or_default(), false);
                if strikes.formats.contains(&format) {
                    struck.insert(here);
                }
            }
            // Until a value follows; a text result may be empty.
            "f" if kind != "str" => {
                empty.insert(at.0);
            }
            "v" => value = true,
            "strike" if on(tag) => {
                struck.insert(at.0);
            }
            _ => {}
        },
        Event::End(tag) if tag.local_name().as_ref() == "v" => value = false,
        Event::Text(text) if value => {
            let text: &str = text.as_ref();
            if !text.trim().is_empty() {
                empty.remove(&at.0);
            }
            if kind == "s" && text.trim().parse().is_ok_and(|index| strikes.texts.contains(&index)) {
                struck.insert(at.0);
            }
        }
        _ => {}
    })?;
    Ok((struck, empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(inside: &str, strikes: &Strikes) -> [Vec<(u32, u32)>; 2] {
        let (struck, empty) = scan(&format!("<worksheet>{inside}</worksheet>"), strikes).unwrap();
        [struck, empty].map(|cells| cells.into_iter().collect())
    }

    #[test]
    fn a_formula_without_a_result_is_told_from_one_that_gives_nothing() {
        let sheet = r#"<row r="2"><c r="A2"><f>X</f></c><c r="B2"><f>X</f><v/></c><c r="C2"><f>X</f><v></v></c>
            <c r="D2"><f>X</f><v>3</v></c><c r="E2" t="str"><f>X</f><v></v></c><c><f>X</f></c><c r="H2"><v>1</v></c></row>"#;
        assert_eq!(cells(sheet, &Strikes::default())[1], [(2, 1), (2, 2), (2, 3), (2, 6)]);
    }

    #[test]
    fn crossed_out_text_is_found_by_format_by_shared_text_and_by_run() {
        let styles = r#"<styleSheet><fonts><font><b/></font><font><strike/></font><font><strike val="0"/></font></fonts>
            <cellStyleXfs><xf fontId="1"/></cellStyleXfs><cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>"#;
        let shared = "<sst><si><t>甲</t></si><si><r><rPr><strike/></rPr><t>乙</t></r></si></sst>";
        let strikes = Strikes::read(styles, shared).unwrap();
        let sheet = r#"<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2" t="s"><v>0</v></c>
            <c r="C1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><r><rPr><strike val="true"/></rPr><t>x</t></r></is></c></row>"#;
        assert_eq!(cells(sheet, &strikes)[0], [(1, 1), (1, 3), (1, 4)]);
    }
}
