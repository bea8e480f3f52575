//! Rows of bars → cells: spans `{3}`, heights `{3x4}`, `^` for the cell above, `=` for words that are no label,
//! `//` before what stands at the foot, `\` for a new line.

use super::{Cell, Piece};

/// One written row.
pub(super) struct Written {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

/// The cells of a line of bars; `\` ends a line inside a cell.
pub(super) fn split(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().replace('\\', "\n")).collect()
}

/// What is written before the braces, columns, height.
pub(super) fn measure(cell: &str) -> (&str, Option<usize>, u16) {
    let plain = (cell, None, 1);
    let Some((words, inside)) = cell.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')) else {
        return plain;
    };
    let (across, height) = inside.split_once('x').unwrap_or((inside, ""));
    let number = |text: &str| text.parse::<u16>().ok().filter(|number| (1..=16).contains(number));
    match (across, height) {
        ("", "") => plain,
        (across, height) => {
            let (wide, tall) = (number(across), number(height));
            if across.is_empty() != wide.is_none() || height.is_empty() != tall.is_none() {
                return plain;
            }
            (words.trim_end(), wide.map(usize::from), tall.unwrap_or(1))
        }
    }
}

/// The rows of a grid; every row reaches the last column. Complaints with their lines.
pub(super) fn grid(rows: &[Written], weights: usize) -> (usize, Vec<Vec<Cell>>, Vec<(u32, String)>) {
    let widest = rows.iter().map(|row| row.cells.iter().map(|cell| measure(cell).1.unwrap_or(1)).sum());
    let columns = if weights > 0 { weights } else { widest.max().unwrap_or(1) };
    let mut out: Vec<Vec<Cell>> = Vec::new();
    let mut complaints = Vec::new();
    // For each column, the cell that stands in it in the row above: row, cell, first column.
    let mut above: Vec<Option<(usize, usize, usize)>> = vec![None; columns];
    for (number, row) in rows.iter().enumerate() {
        let mut cells = Vec::new();
        let mut here = vec![None; columns];
        let mut at = 0;
        for (nth, written) in row.cells.iter().enumerate() {
            let last = nth + 1 == row.cells.len();
            let (words, across, height) = measure(written);
            if words == "^" {
                let Some((from, cell, first)) =
                    above.get(at).copied().flatten().filter(|(_, _, first)| *first == at)
                else {
                    complaints.push((row.line, "“^”上面没有对得上的格子".to_owned()));
                    at += 1;
                    continue;
                };
                let cell_above: &mut Cell = &mut out[from][cell];
                cell_above.down += 1;
                let end = (at + cell_above.across).min(columns);
                here[at..end].fill(Some((from, cell, first)));
                at = end;
                continue;
            }
            let rest = columns.saturating_sub(at);
            let across = across.unwrap_or(if last { rest.max(1) } else { 1 });
            if across > rest {
                complaints.push((row.line, format!("这一行比表格的{columns}列多")));
                break;
            }
            here[at..at + across].fill(Some((number, cells.len(), at)));
            cells.push(cell(words, across, height));
            at += across;
        }
        if at < columns && complaints.last().is_none_or(|(line, _)| *line != row.line) {
            complaints.push((row.line, format!("这一行不到表格的{columns}列")));
        }
        out.push(cells);
        above = here;
    }
    (columns, out, complaints)
}

fn cell(words: &str, across: usize, height: u16) -> Cell {
    let (words, foot) =
        words.split_once("//").map_or((words, ""), |(words, foot)| (words.trim(), foot.trim()));
    let value = words.strip_prefix('=').map(str::trim);
    let pieces = Piece::all(value.unwrap_or(words));
    let written = |piece: &Piece| matches!(piece, Piece::Words(words) if !words.contains(['□', '_']));
    let label = value.is_none() && foot.is_empty() && !pieces.is_empty() && pieces.iter().all(written);
    Cell { pieces, foot: foot.to_owned(), label, across, down: 1, height }
}
