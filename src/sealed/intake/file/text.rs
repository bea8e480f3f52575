//! Delimited text → a grid. The delimiter is the one under which the header is best recognised.

use super::{MAX_COLUMNS, MAX_ROWS};
use crate::diag::{Diagnostic, Place};
use crate::sealed::intake::grid::{Cell, Grid};
use crate::sealed::intake::header::{self, Layout};
use crate::sealed::intake::{Options, codes};

/// Delimiters that offices use, the likeliest first.
const DELIMITERS: [u8; 5] = [b',', b'\t', b';', UNIT_SEPARATOR, b'|'];

/// Stands for the full-width comma, which is no single byte.
const UNIT_SEPARATOR: u8 = 0x1F;

/// Reads the table, with its header if there is one. Rows are counted as a table program counts them: a line break inside
/// a cell makes none.
pub(in crate::sealed::intake) fn read(
    path: &str,
    text: &str,
    options: &Options<'_>,
) -> Result<Vec<(Grid, Option<Layout>)>, Vec<Diagnostic>> {
    if text.matches('"').count() % 2 == 1 {
        return Err(vec![Diagnostic::error(
            &codes::CSV_QUOTE,
            Place::file(path),
            "英文双引号不成对，分不清哪里是一格",
            "删掉多余的双引号，或另存为 .xlsx",
        )]);
    }
    // After \r\n the csv crate counts the next record one line too early.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut best: Option<(usize, Table, Option<Layout>)> = None;
    for delimiter in DELIMITERS {
        // One that is nowhere in the text divides nothing; the first stands for those.
        let there = match delimiter {
            UNIT_SEPARATOR => text.contains('，') || text.contains(char::from(UNIT_SEPARATOR)),
            _ => text.contains(char::from(delimiter)),
        };
        if !there && best.is_some() {
            continue;
        }
        let table = match delimiter {
            UNIT_SEPARATOR => split(path, &unquoted_commas(&text), delimiter)?,
            _ => split(path, &text, delimiter)?,
        };
        let layout = header::find(&table.grid, options.fields, &options.headers);
        let score = layout.as_ref().map_or(0, |layout| layout.score);
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, table, layout));
        }
    }
    let Some((_, Table { grid, swallowed }, layout)) = best else { return Ok(Vec::new()) };
    let mut faults: Vec<Diagnostic> = swallowed.map(|line| quoted_rows(path, line)).into_iter().collect();
    if let Some(layout) = &layout {
        faults.extend(crammed(&grid, layout.bottom).map(|line| other_delimiter(path, line)));
    }
    if faults.is_empty() { Ok(vec![(grid, layout)]) } else { Err(faults) }
}

/// A grid, and the line of the first cell that runs over several rows of the table.
struct Table {
    grid: Grid,
    swallowed: Option<u32>,
}

fn quoted_rows(path: &str, line: u32) -> Diagnostic {
    Diagnostic::error(
        &codes::CSV_QUOTE,
        Place { line: Some(line), ..Place::file(path) },
        "从这一行起，一对英文双引号把后面的行包成了一格",
        "删掉多余的双引号，或另存为 .xlsx",
    )
}

fn other_delimiter(path: &str, line: u32) -> Diagnostic {
    Diagnostic::error(
        &codes::DELIMITER,
        Place { line: Some(line), ..Place::file(path) },
        "这一行的分隔符和表头的不一样，整行挤在一格里",
        "把分隔符改成和表头一样，或另存为 .xlsx",
    )
}

/// Rows below the header that are one cell, which would be many under another delimiter.
fn crammed(grid: &Grid, header: u32) -> impl Iterator<Item = u32> + '_ {
    let width = grid.row(header).count();
    grid.rows().into_iter().filter(move |row| {
        let mut cells = grid.row(*row).map(|(_, cell)| cell.words());
        let (first, more) = (cells.next().unwrap_or(""), cells.next());
        // A sentence below the list has commas as well.
        let sentence = first.contains(['：', ':', '。']);
        let parts = |delimiter: char| first.split(delimiter).count();
        let many = |n: &usize| *n >= 3 && *n + 1 >= width;
        *row > header
            && more.is_none()
            && !sentence
            && [',', '\t', ';', '|', '，'].map(parts).iter().any(many)
    })
}

fn split(path: &str, text: &str, delimiter: u8) -> Result<Table, Vec<Diagnostic>> {
    let large = || {
        let help = "删掉多余的行和列，另存为新文件";
        vec![Diagnostic::error(&codes::TOO_LARGE, Place::file(path), "行列太多，不像一个村的名册", help)]
    };
    let mut grid = Grid::default();
    let mut swallowed = None;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (mut rows, mut inside) = (0, 0);
    loop {
        // The crate's errors quote the record: only that there was one may be said.
        let more = reader.read_record(&mut record).map_err(|_| {
            let help = "另存为 .xlsx";
            vec![Diagnostic::error(&codes::ENCODING, Place::file(path), "读不出这个文本表格", help)]
        })?;
        if !more {
            return Ok(Table { grid, swallowed });
        }
        // The crate says where it began to look: blank rows before the record are passed over.
        let (began, from) = record.position().map_or((0, 0), |at| (at.line(), at.byte()));
        let blank = usize::try_from(from).ok().and_then(|from| text.as_bytes().get(from..));
        let blank = blank.map_or(0, |rest| rest.iter().take_while(|byte| **byte == b'\n').count());
        let row = i64::try_from(began).map_err(|_| large())? + count(blank) - inside;
        let (line, apart) = (u32::try_from(row).map_err(|_| large())?, inside - count(blank));
        if grid.breaks.last().map_or(0, |(_, apart)| *apart) != apart {
            grid.breaks.push((line, apart));
        }
        inside += record.iter().map(|field| count(field.matches('\n').count())).sum::<i64>();
        let mut filled = false;
        for (column, field) in (1..).zip(&record) {
            let cell = Cell::Text(field.into());
            if cell.is_blank() {
                continue;
            }
            if column > MAX_COLUMNS {
                return Err(large());
            }
            filled = true;
            let row_like = |part: &str| part.matches(char::from(delimiter)).count() >= 2;
            if swallowed.is_none() && field.contains('\n') && field.lines().any(row_like) {
                swallowed = Some(line);
            }
            grid.put(line, column, cell);
        }
        rows += usize::from(filled);
        if rows > MAX_ROWS {
            return Err(large());
        }
    }
}

/// Full-width commas outside quotes become separators.
fn unquoted_commas(text: &str) -> String {
    let mut quoted = false;
    text.chars()
        .map(|c| {
            quoted ^= c == '"';
            if c == '，' && !quoted { char::from(UNIT_SEPARATOR) } else { c }
        })
        .collect()
}
