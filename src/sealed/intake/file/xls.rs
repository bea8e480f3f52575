//! Old workbooks (.xls, and .et as WPS saves it) → grids: cells, hidden rows and columns, merged areas, crossed-out text.

use super::biff::{self, Pieces, Record, Shared, Shows, records};
use super::book::Tab;
use super::ole::{Container, u16_at, u32_at};
use super::package::Trouble;
use super::{MAX_COLUMNS, MAX_ROWS};
use crate::sealed::intake::grid::{Area, Cell, Grid};
use std::collections::{BTreeMap, BTreeSet};

/// What the workbook says for all of its sheets.
#[derive(Default)]
struct Globals {
    sheets: Vec<(usize, String, bool, bool)>,
    texts: Vec<Shared>,
    /// Fonts that are crossed out, as cells number them.
    struck: BTreeSet<u16>,
    fonts: u16,
    patterns: BTreeMap<u16, String>,
    /// Font and format of each way to show a cell.
    ways: Vec<(u16, u16)>,
    from_1904: bool,
}

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Tab>, Trouble> {
    let container = Container::open(bytes)?;
    let stream = container.stream("Workbook").ok_or(Trouble::Foreign)?;
    let globals = globals(&stream)?;
    let mut tabs = Vec::new();
    for (at, name, visible, is_table) in &globals.sheets {
        let grid = if *is_table { sheet(&stream, *at, name, &globals)? } else { Grid::named(name) };
        tabs.push(Tab { grid, visible: *visible, is_table: *is_table });
    }
    Ok(tabs)
}

fn globals(stream: &[u8]) -> Result<Globals, Trouble> {
    let mut out = Globals::default();
    let mut all = records(stream, 0).peekable();
    let first = all.next().filter(|first| first.kind == 0x809).ok_or(Trouble::Damaged)?;
    if u16_at(first.data, 0) != Some(0x0600) {
        // Workbooks of 1995 write their texts in the code page of the machine.
        return Err(Trouble::Foreign);
    }
    while let Some(record) = all.next() {
        let data = record.data;
        match record.kind {
            0x0A => break,
            0x2F => return Err(Trouble::Locked),
            0x22 => out.from_1904 = u16_at(data, 0) == Some(1),
            0x31 => {
                // There is no font 4.
                let index = if out.fonts >= 4 { out.fonts.saturating_add(1) } else { out.fonts };
                if u16_at(data, 2).is_some_and(|flags| flags & 8 != 0) {
                    out.struck.insert(index);
                }
                out.fonts = out.fonts.saturating_add(1);
            }
            0x41E => {
                let format = u16_at(data, 0).ok_or(Trouble::Damaged)?;
                let text = Pieces::new(vec![data.get(2..).unwrap_or_default()]).counted();
                out.patterns.insert(format, text.ok_or(Trouble::Damaged)?.0);
            }
            0xE0 => {
                out.ways.push(u16_at(data, 0).zip(u16_at(data, 2)).ok_or(Trouble::Damaged)?);
            }
            0x85 => {
                let at = u32_at(data, 0).ok_or(Trouble::Damaged)? as usize;
                let (state, kind) = (data.get(4), data.get(5));
                let length = data.get(6).copied().ok_or(Trouble::Damaged)?;
                let name = Pieces::new(vec![data.get(7..).unwrap_or_default()]).text(u32::from(length));
                let name = name.ok_or(Trouble::Damaged)?.0;
                out.sheets.push((at, name, state.is_some_and(|state| state & 3 == 0), kind == Some(&0)));
            }
            0xFC => {
                let mut pieces = vec![data];
                while let Some(more) = all.next_if(|next| next.kind == 0x3C) {
                    pieces.push(more.data);
                }
                out.texts = biff::shared(pieces).ok_or(Trouble::Damaged)?;
            }
            _ => {}
        }
    }
    if out.sheets.is_empty() { Err(Trouble::Damaged) } else { Ok(out) }
}

/// A sheet while it is read.
struct Reader<'a> {
    grid: Grid,
    globals: &'a Globals,
    rows: BTreeSet<u32>,
    merges: Vec<Area>,
    hidden_columns: Vec<(u32, u32)>,
    /// Rows with a height of their own; all others may be hidden.
    own_height: BTreeSet<u32>,
    unsaid_is_hidden: bool,
    /// A formula whose text follows.
    awaits: Option<(u32, u32)>,
}

fn sheet(stream: &[u8], at: usize, name: &str, globals: &Globals) -> Result<Grid, Trouble> {
    let mut reader = Reader {
        grid: Grid::named(name),
        globals,
        rows: BTreeSet::new(),
        merges: Vec::new(),
        hidden_columns: Vec::new(),
        own_height: BTreeSet::new(),
        unsaid_is_hidden: false,
        awaits: None,
    };
    // Charts within a sheet are sheets within it.
    let (mut depth, mut ended) = (0u32, false);
    for record in records(stream, at) {
        match record.kind {
            0x809 => depth += 1,
            0x0A => {
                depth = depth.saturating_sub(1);
                ended = depth == 0;
            }
            _ if depth == 1 => reader.record(record)?,
            _ => {}
        }
        if ended {
            break;
        }
    }
    if !ended {
        return Err(Trouble::Damaged);
    }
    Ok(reader.end())
}

impl Reader<'_> {
    fn record(&mut self, record: Record<'_>) -> Result<(), Trouble> {
        self.read(record).ok_or(Trouble::Damaged)?;
        if self.rows.len() > MAX_ROWS || self.grid.width() > MAX_COLUMNS {
            return Err(Trouble::Large);
        }
        Ok(())
    }

    fn read(&mut self, Record { kind, data }: Record<'_>) -> Option<()> {
        let place = || Some((u32::from(u16_at(data, 0)?) + 1, u32::from(u16_at(data, 2)?) + 1));
        match kind {
            0xFD => {
                let text = self.globals.texts.get(u32_at(data, 6)? as usize)?;
                if text.fonts.iter().any(|font| self.globals.struck.contains(font)) {
                    self.grid.struck.insert(place()?);
                }
                self.put(place()?, u16_at(data, 4)?, Cell::Text(text.text.clone()));
            }
            0x204 | 0xD6 => {
                let (text, _) = Pieces::new(vec![data.get(6..)?]).counted()?;
                self.put(place()?, u16_at(data, 4)?, Cell::Text(text.into()));
            }
            0x203 => self.number(place()?, u16_at(data, 4)?, biff::number_at(data, 6)?),
            0x27E => self.number(place()?, u16_at(data, 4)?, biff::packed(u32_at(data, 6)?)),
            0xBD => {
                let (row, first) = place()?;
                let mut at = 4;
                for column in first.. {
                    // The last column's number ends the record.
                    if at + 6 > data.len().saturating_sub(2) {
                        break;
                    }
                    self.number((row, column), u16_at(data, at)?, biff::packed(u32_at(data, at + 2)?));
                    at += 6;
                }
            }
            0x06 => self.formula(place()?, u16_at(data, 4)?, data)?,
            0x207 => {
                if let Some(at) = self.awaits.take() {
                    let (text, _) = Pieces::new(vec![data]).counted()?;
                    self.fill(at, Cell::Text(text.into()));
                }
            }
            0x205 => {
                let is_fault = data.get(7)? == &1;
                let cell = if is_fault { Cell::Fault } else { Cell::Flag(data.get(6)? != &0) };
                self.put(place()?, u16_at(data, 4)?, cell);
            }
            0x208 => {
                let row = u32::from(u16_at(data, 0)?) + 1;
                self.own_height.insert(row);
                if u16_at(data, 12)? & 0x20 != 0 || u16_at(data, 6)? == 0 {
                    self.grid.hidden_rows.insert(row);
                }
            }
            0x225 => self.unsaid_is_hidden = u16_at(data, 0)? & 2 != 0,
            0x7D => {
                let (first, last) = (u32::from(u16_at(data, 0)?) + 1, u32::from(u16_at(data, 2)?) + 1);
                if u16_at(data, 8)? & 1 != 0 || u16_at(data, 4)? == 0 {
                    self.hidden_columns.push((first, last));
                }
            }
            0xE5 => {
                for n in 0..usize::from(u16_at(data, 0)?) {
                    let bound = |at: usize| Some(u32::from(u16_at(data, 2 + 8 * n + at)?) + 1);
                    let (top, bottom, left, right) = (bound(0)?, bound(2)?, bound(4)?, bound(6)?);
                    self.merges.push(Area { top, left, bottom, right });
                }
            }
            _ => {}
        }
        Some(())
    }

    fn formula(&mut self, at: (u32, u32), way: u16, data: &[u8]) -> Option<()> {
        self.awaits = None;
        if u16_at(data, 12)? != 0xFFFF {
            self.number(at, way, biff::number_at(data, 6)?);
            return Some(());
        }
        match data.get(6)? {
            0 => {
                self.awaits = Some(at);
                self.put(at, way, Cell::Uncalculated);
            }
            1 => self.put(at, way, Cell::Flag(data.get(8)? != &0)),
            2 => self.put(at, way, Cell::Fault),
            _ => {}
        }
        Some(())
    }

    fn number(&mut self, at: (u32, u32), way: u16, number: f64) {
        let format = self.globals.ways.get(usize::from(way)).map_or(0, |way| way.1);
        let shows = match self.globals.patterns.get(&format) {
            Some(pattern) => biff::of_pattern(pattern),
            None => biff::built_in(format),
        };
        let shows = if number.is_finite() { shows } else { Shows::Time };
        self.put(at, way, biff::cell(number, shows, self.globals.from_1904));
    }

    fn put(&mut self, at: (u32, u32), way: u16, cell: Cell) {
        let font = self.globals.ways.get(usize::from(way)).map(|way| way.0);
        if font.is_some_and(|font| self.globals.struck.contains(&font)) {
            self.grid.struck.insert(at);
        }
        self.fill(at, cell);
    }

    fn fill(&mut self, (row, column): (u32, u32), cell: Cell) {
        if !cell.is_blank() {
            self.rows.insert(row);
            self.grid.put(row, column, cell);
        }
    }

    fn end(mut self) -> Grid {
        let width = self.grid.width();
        for area in self.merges {
            self.grid.merge(area, width);
        }
        for (first, last) in self.hidden_columns {
            self.grid.hidden_columns.extend(first..=last.min(width));
        }
        if self.unsaid_is_hidden {
            self.grid.hidden_rows.extend(self.rows.difference(&self.own_height));
        }
        self.grid
    }
}
