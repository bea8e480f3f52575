//! Delimited text → a grid. The delimiter is the one under which the header is best recognised.

use super::{MAX_COLUMNS, MAX_ROWS};
use crate::diag::{Diagnostic, Place};
use crate::sealed::intake::grid::{Cell, Grid};
use crate::sealed::intake::{Options, codes, header};

/// Stands for the full-width comma, which is no single byte.
const UNIT_SEPARATOR: u8 = 0x1F;

/// Reads the table; the row of a cell is its line in the file.
pub(in crate::sealed::intake) fn read(
    path: &str,
    text: &str,
    options: &Options<'_>,
) -> Result<Vec<Grid>, Vec<Diagnostic>> {
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
    let mut best: Option<(usize, Grid)> = None;
    for delimiter in [b',', b'\t', b';', UNIT_SEPARATOR, b'|'] {
        let grid = match delimiter {
            UNIT_SEPARATOR => split(path, &unquoted_commas(&text), delimiter)?,
            _ => split(path, &text, delimiter)?,
        };
        let score = header::find(&grid, options.fields, &options.headers).map_or(0, |layout| layout.score);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, grid));
        }
    }
    Ok(best.into_iter().map(|(_, grid)| grid).collect())
}

fn split(path: &str, text: &str, delimiter: u8) -> Result<Grid, Vec<Diagnostic>> {
    let large = || {
        let help = "删掉多余的行和列，另存为新文件";
        vec![Diagnostic::error(&codes::TOO_LARGE, Place::file(path), "行列太多，不像一个村的名册", help)]
    };
    let mut grid = Grid::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    loop {
        // The crate's errors quote the record: only that there was one may be said.
        let more = reader.read_record(&mut record).map_err(|_| {
            let help = "另存为 .xlsx";
            vec![Diagnostic::error(&codes::ENCODING, Place::file(path), "读不出这个文本表格", help)]
        })?;
        if !more {
            return Ok(grid);
        }
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).map_err(|_| large())?;
        let mut filled = false;
        for (column, field) in (1..).zip(&record) {
            let cell = Cell::Text(field.to_owned());
            if cell.is_blank() {
                continue;
            }
            if column > MAX_COLUMNS {
                return Err(large());
            }
            filled = true;
            grid.cells.insert((line, column), cell);
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
