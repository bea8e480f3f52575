//! Tables of a text document (.docx) → grids. Only plain tables are read: what was changed and not yet accepted, or a table
//! within a table, is for the clerk to settle.

use super::book::Tab;
use super::ods::unescaped;
use super::package::{Trouble, attribute};
use super::parts::Parts;
use super::{MAX_COLUMNS, MAX_ROWS};
use crate::sealed::intake::grid::{Area, Cell, Grid};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// Reads every table; the lines above it are its titles.
pub(super) fn read(parts: &mut Parts<'_>) -> Result<Vec<Tab>, Trouble> {
    let (text, _) = parts.text("word/document.xml").ok_or(Trouble::Foreign)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut tables = Tables::default();
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => tables.open(&tag)?,
            Ok(Event::Empty(tag)) => {
                tables.open(&tag)?;
                tables.close(tag.local_name().as_ref())?;
            }
            Ok(Event::End(tag)) => tables.close(tag.local_name().as_ref())?,
            Ok(Event::Text(text)) => tables.text(&unescaped(text.as_ref())),
            Ok(Event::GeneralRef(name)) => {
                let name: &str = name.as_ref();
                tables.text(&unescaped(&format!("&{name};")));
            }
            Ok(_) => {}
            Err(_) => return Err(Trouble::Damaged),
        }
    }
    let count = tables.done.len();
    let named = |(number, mut grid): (usize, Grid)| {
        grid.tab = Some(if count > 1 { format!("第{number}个表格") } else { "表格".to_owned() });
        Tab { grid, visible: true, is_table: true }
    };
    if tables.changed { Err(Trouble::Changed) } else { Ok((1..).zip(tables.done).map(named).collect()) }
}

#[derive(Default)]
struct Tables {
    done: Vec<Grid>,
    grid: Option<Grid>,
    /// Changes that nobody has accepted.
    changed: bool,
    row: u32,
    column: u32,
    span: u32,
    /// Whether the cell begins an area that runs downwards, or goes on with it.
    down: Option<bool>,
    areas: BTreeMap<u32, Area>,
    merges: Vec<Area>,
    in_cell: bool,
    in_text: bool,
    struck: bool,
    cell_struck: bool,
    words: String,
    /// Lines above the next table.
    above: Vec<String>,
}

impl Tables {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Trouble> {
        let on = || attribute(tag, "val").is_none_or(|val| !matches!(val.as_str(), "0" | "false" | "off"));
        match tag.local_name().as_ref() {
            "tbl" if self.grid.is_some() => return Err(Trouble::Nested),
            "tbl" => {
                let mut grid = Grid::default();
                grid.captions = std::mem::take(&mut self.above);
                self.grid = Some(grid);
                (self.row, self.areas) = (0, BTreeMap::new());
            }
            "tr" => {
                (self.row, self.column) = (self.row + 1, 0);
                if self.row as usize > MAX_ROWS {
                    return Err(Trouble::Large);
                }
            }
            "gridBefore" => {
                self.column += attribute(tag, "val")
                    .and_then(|val| val.parse::<u32>().ok())
                    .unwrap_or(0)
                    .min(MAX_COLUMNS);
            }
            "hidden" if on() && !self.in_cell => {
                if let Some(grid) = &mut self.grid {
                    grid.hidden_rows.insert(self.row);
                }
            }
            "tc" => {
                (self.in_cell, self.span, self.down, self.cell_struck) = (true, 1, None, false);
                self.words.clear();
            }
            "gridSpan" => {
                self.span =
                    attribute(tag, "val").and_then(|val| val.parse().ok()).unwrap_or(1).clamp(1, MAX_COLUMNS);
            }
            "vMerge" => self.down = Some(attribute(tag, "val").is_some_and(|val| val == "restart")),
            "r" => self.struck = false,
            "strike" | "dstrike" | "vanish" if on() => self.struck = true,
            "ins" | "del" | "moveFrom" | "moveTo" if self.grid.is_some() => self.changed = true,
            "t" => self.in_text = true,
            "tab" | "br" | "cr" if self.in_cell => self.words.push(' '),
            "p" if self.in_cell && !self.words.is_empty() => self.words.push('\n'),
            "p" if self.in_cell => {}
            "p" => self.words.clear(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.words.push_str(text);
            self.cell_struck |= self.struck && !text.trim().is_empty();
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Trouble> {
        match name {
            "t" => self.in_text = false,
            "p" if self.grid.is_none() && !self.words.trim().is_empty() => {
                self.above.push(std::mem::take(&mut self.words));
            }
            "tc" => self.end_cell()?,
            "tbl" => {
                if let Some(mut grid) = self.grid.take() {
                    self.merges.extend(std::mem::take(&mut self.areas).into_values());
                    let width = grid.width();
                    for area in std::mem::take(&mut self.merges) {
                        grid.merge(area, width);
                    }
                    self.done.push(grid);
                }
                self.words.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Trouble> {
        self.in_cell = false;
        let (first, last) = (self.column + 1, self.column + self.span);
        self.column = last;
        let Some(grid) = &mut self.grid else { return Ok(()) };
        if last > MAX_COLUMNS {
            return Err(Trouble::Large);
        }
        let row = self.row;
        match (self.down, self.areas.get_mut(&first)) {
            (Some(false), Some(area)) => area.bottom = row,
            (begins, _) => {
                self.merges.extend(self.areas.remove(&first));
                let area = Area { top: row, left: first, bottom: row, right: last };
                if begins == Some(true) {
                    self.areas.insert(first, area);
                } else if last > first {
                    self.merges.push(area);
                }
                let cell = Cell::Text(std::mem::take(&mut self.words).into());
                if !cell.is_blank() {
                    grid.put(row, first, cell);
                }
            }
        }
        if self.cell_struck {
            grid.struck.insert((row, first));
        }
        Ok(())
    }
}
