//! OpenDocument tables (.ods) → grids: cells, hidden rows and columns, merged areas, crossed-out text.

use super::book::Tab;
use super::package::{Trouble, attribute};
use super::parts::Parts;
use super::{MAX_COLUMNS, MAX_ROWS};
use crate::sealed::intake::grid::{Area, Cell, Grid};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// Rows of a sheet at most.
const LAST_ROW: u32 = 1_048_576;

/// Reads every sheet.
pub(super) fn read(parts: &mut Parts<'_>) -> Result<Vec<Tab>, Trouble> {
    let manifest = parts.text("meta-inf/manifest.xml").map(|(text, _)| text).unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Trouble::Locked);
    }
    let (content, _) = parts.text("content.xml").ok_or(Trouble::Foreign)?;
    let (styles, _) = parts.text("styles.xml").unwrap_or_default();
    let mut reader = Sheets::default();
    each(&styles, |event| reader.style(event))?;
    each(&content, |event| reader.event(event))?;
    if reader.tabs.is_empty() { Err(Trouble::Foreign) } else { Ok(reader.tabs) }
}

fn each(xml: &str, mut visit: impl FnMut(&Event<'_>) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Empty(tag)) => {
                let end = tag.to_end().into_owned();
                visit(&Event::Start(tag.clone()))?;
                visit(&Event::End(end))?;
            }
            Ok(event) => visit(&event)?,
            Err(_) => return Err(Trouble::Damaged),
        }
    }
}

#[derive(Default)]
struct Sheets {
    tabs: Vec<Tab>,
    /// The style that is being described.
    style: String,
    struck: BTreeSet<String>,
    hidden_tables: BTreeSet<String>,
    table: Option<Table>,
    /// Depth within comments, whose text is nobody's cell.
    aside: u32,
}

/// A sheet while it is read.
struct Table {
    grid: Grid,
    visible: bool,
    row: u32,
    column: u32,
    /// Columns described so far.
    columns: u32,
    repeats: u32,
    hidden: bool,
    merges: Vec<Area>,
    cell: Option<Open>,
    filled: usize,
}

/// A cell while it is read.
struct Open {
    kind: String,
    value: String,
    formula: bool,
    repeats: u32,
    spans: (u32, u32),
    struck: bool,
    text: String,
}

fn count(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

impl Sheets {
    fn style(&mut self, event: &Event<'_>) -> Result<(), Trouble> {
        let Event::Start(tag) = event else { return Ok(()) };
        match tag.local_name().as_ref() {
            "style" => self.style = attribute(tag, "name").unwrap_or_default(),
            "text-properties" => {
                let line = attribute(tag, "text-line-through-style")
                    .or_else(|| attribute(tag, "text-line-through-type"));
                if line.is_some_and(|line| line != "none") {
                    self.struck.insert(self.style.clone());
                }
            }
            "table-properties" if attribute(tag, "display").is_some_and(|display| display == "false") => {
                self.hidden_tables.insert(self.style.clone());
            }
            _ => {}
        }
        Ok(())
    }

    fn event(&mut self, event: &Event<'_>) -> Result<(), Trouble> {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "annotation" => self.aside += 1,
            Event::End(tag) if tag.local_name().as_ref() == "annotation" => {
                self.aside = self.aside.saturating_sub(1)
            }
            _ if self.aside > 0 => {}
            Event::Start(tag) if tag.local_name().as_ref() == "table" && self.table.is_none() => {
                let style = attribute(tag, "style-name").unwrap_or_default();
                self.table = Some(Table {
                    grid: Grid::named(&attribute(tag, "name").unwrap_or_default()),
                    visible: !self.hidden_tables.contains(&style),
                    row: 0,
                    column: 0,
                    columns: 0,
                    repeats: 1,
                    hidden: false,
                    merges: Vec::new(),
                    cell: None,
                    filled: 0,
                });
            }
            Event::End(tag) if tag.local_name().as_ref() == "table" => {
                if let Some(mut table) = self.table.take() {
                    let width = table.grid.width();
                    for area in std::mem::take(&mut table.merges) {
                        table.grid.merge(area, width);
                    }
                    self.tabs.push(Tab { grid: table.grid, visible: table.visible, is_table: true });
                }
            }
            event => match &mut self.table {
                Some(table) => table.event(event, &self.struck)?,
                None => self.style(event)?,
            },
        }
        Ok(())
    }
}

impl Table {
    fn event(&mut self, event: &Event<'_>, struck: &BTreeSet<String>) -> Result<(), Trouble> {
        let styled =
            |tag: &BytesStart<'_>| attribute(tag, "style-name").is_some_and(|name| struck.contains(&name));
        let covered = |tag: &BytesStart<'_>| attribute(tag, "visibility").is_some_and(|is| is != "visible");
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table-column" => {
                    let first = self.columns + 1;
                    self.columns = self.columns.saturating_add(count(tag, "number-columns-repeated"));
                    if covered(tag) {
                        self.grid.hidden_columns.extend(first..=self.columns.min(MAX_COLUMNS));
                    }
                }
                "table-row" => {
                    (self.row, self.column) = (self.row + 1, 0);
                    (self.repeats, self.hidden) = (count(tag, "number-rows-repeated"), covered(tag));
                    if self.row > LAST_ROW {
                        return Err(Trouble::Damaged);
                    }
                }
                "table-cell" | "covered-table-cell" => {
                    let value = ["date-value", "boolean-value", "value", "string-value"];
                    self.cell = Some(Open {
                        kind: attribute(tag, "value-type").unwrap_or_default(),
                        value: value.iter().find_map(|name| attribute(tag, name)).unwrap_or_default(),
                        formula: attribute(tag, "formula").is_some(),
                        repeats: count(tag, "number-columns-repeated"),
                        spans: (count(tag, "number-rows-spanned"), count(tag, "number-columns-spanned")),
                        struck: styled(tag),
                        text: String::new(),
                    });
                }
                "p" => {
                    if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                        cell.text.push('\n');
                    }
                }
                "s" | "tab" | "line-break" => {
                    if let Some(cell) = &mut self.cell {
                        cell.text.push(' ');
                    }
                }
                "span" if styled(tag) => {
                    if let Some(cell) = &mut self.cell {
                        cell.struck = true;
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                let text: &str = text.as_ref();
                if let Some(cell) = &mut self.cell {
                    cell.text.push_str(&unescaped(text));
                }
            }
            Event::GeneralRef(name) => {
                let name: &str = name.as_ref();
                if let Some(cell) = &mut self.cell {
                    cell.text.push_str(&unescaped(&format!("&{name};")));
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => self.close()?,
                "table-row" => self.end_row()?,
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Trouble> {
        let Some(open) = self.cell.take() else { return Ok(()) };
        let first = self.column + 1;
        self.column = self.column.saturating_add(open.repeats);
        if let Some(cell) = cell(&open) {
            if self.column > MAX_COLUMNS {
                return Err(Trouble::Large);
            }
            for column in first..=self.column {
                self.grid.put(self.row, column, cell.clone());
                if open.struck {
                    self.grid.struck.insert((self.row, column));
                }
            }
        }
        let (rows, columns) = open.spans;
        if rows > 1 || columns > 1 {
            let (bottom, right) = (self.row.saturating_add(rows - 1), first.saturating_add(columns - 1));
            self.merges.push(Area { top: self.row, left: first, bottom, right });
        }
        Ok(())
    }

    /// A row that stands for several like it.
    fn end_row(&mut self) -> Result<(), Trouble> {
        let cells: Vec<(u32, Cell)> =
            self.grid.row(self.row).map(|(column, cell)| (column, cell.clone())).collect();
        if cells.is_empty() {
            self.row = self.row.saturating_add(self.repeats - 1);
            return Ok(());
        }
        self.filled = self.filled.saturating_add(self.repeats as usize);
        if self.filled > MAX_ROWS {
            return Err(Trouble::Large);
        }
        let first = self.row;
        for row in first..first + self.repeats {
            if self.hidden {
                self.grid.hidden_rows.insert(row);
            }
            if row > first {
                for (column, cell) in &cells {
                    self.grid.put(row, *column, cell.clone());
                }
            }
        }
        self.row = first + self.repeats - 1;
        Ok(())
    }
}

/// `&amp;` and the like; what is no reference stays.
pub(super) fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

fn cell(open: &Open) -> Option<Cell> {
    let number = || open.value.parse::<f64>().ok().map_or(Cell::Fault, Cell::Number);
    let cell = match open.kind.as_str() {
        "float" | "percentage" | "currency" => number(),
        "date" => open.value.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Time, Cell::Date),
        "time" => Cell::Time,
        "boolean" => Cell::Flag(open.value == "true"),
        _ if open.text.starts_with("Err:") => Cell::Fault,
        _ if open.formula && open.kind.is_empty() => Cell::Uncalculated,
        _ if open.text.is_empty() => Cell::Text(open.value.as_str().into()),
        _ => Cell::Text(open.text.as_str().into()),
    };
    Some(cell).filter(|cell| !cell.is_blank())
}
