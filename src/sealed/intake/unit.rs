//! Units of amounts 金额单位: 万元 in a header, or in the line above the table, makes so many yuan of a cell, exactly.

use super::clean;
use super::grid::{Cell, Grid};
use unicode_normalization::UnicodeNormalization;

/// Units by how many zeros they put behind the yuan.
const UNITS: [(&str, usize); 4] = [("亿元", 8), ("万元", 4), ("千元", 3), ("百元", 2)];

/// The zeros of the unit that words over a column name: 人均纯收入（万元）; none where they name no unit.
pub(super) fn of_words(words: &str) -> Option<usize> {
    let folded: String = words.nfkc().collect();
    let text = clean::squeeze(&folded);
    let unit = UNITS.iter().find(|(unit, _)| text.contains(unit)).map(|(_, zeros)| *zeros);
    let short = || (text.contains("(万)") || text.contains("单位:万)")).then_some(4);
    let yuan = || ["(元", "元)", "元/", ":元"].iter().any(|mark| text.contains(mark)).then_some(0);
    unit.or_else(short).or_else(yuan)
}

/// The zeros of the unit that a line above the table names for all amounts: 单位：万元.
pub(super) fn of_lines(grid: &Grid, top: u32) -> Option<usize> {
    let above = grid.cells().filter(|((row, _), _)| *row < top).map(|(_, cell)| cell.words().to_owned());
    let captions = grid.captions.iter().cloned();
    above.chain(captions).find_map(|words| {
        let folded: String = words.nfkc().collect();
        let text = clean::squeeze(&folded);
        let (_, behind) = text.split_once("单位:").or_else(|| text.split_once("单位为"))?;
        UNITS.iter().find(|(unit, _)| behind.contains(unit)).map(|(_, zeros)| *zeros)
    })
}

/// The amount of a cell in yuan: the point moves, nothing is rounded. None where the cell says its own unit, or is no
/// number.
pub(super) fn in_yuan(cell: &Cell, zeros: usize) -> Option<Cell> {
    let text = match cell {
        // What a formula leaves behind the last digit that counts is noise of the machine.
        Cell::Number(number) if number.is_finite() => {
            let written = format!("{number}");
            let rounded = format!("{number:.10}");
            let noise = rounded.parse::<f64>().is_ok_and(|is| (is - number).abs() <= number.abs() * 1e-12);
            if noise && rounded.len() < written.len() { rounded } else { written }
        }
        Cell::Text(text) => clean::compact(text.as_str()).replace(',', ""),
        _ => return None,
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !numeric(whole) || !numeric(part) || digits.ends_with('.') {
        return None;
    }
    let part = part.trim_end_matches('0');
    let moved: String = part.chars().chain(std::iter::repeat('0')).take(zeros).collect();
    let rest: String = part.chars().skip(zeros).collect();
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if rest.is_empty() { "" } else { "." };
    Some(Cell::Text(format!("{sign}{whole}{point}{rest}").into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousands_were_read_as_yuan() {
        for (cell, yuan) in [
            (Cell::Number(0.85), Some("8500")),
            (Cell::Number(1.0), Some("10000")),
            (Cell::Number(0.912_345), Some("9123.45")),
            (Cell::Number(0.1 + 0.2), Some("3000")),
            (Cell::Text("0.72".into()), Some("7200")),
            (Cell::Text("-0.05".into()), Some("-500")),
            (Cell::Text("12000元".into()), None),
            (Cell::Text("0.6万元".into()), None),
            (Cell::Text("约三千".into()), None),
        ] {
            let read = in_yuan(&cell, 4);
            assert_eq!(read.as_ref().map(Cell::words), yuan);
        }
    }

    #[test]
    fn headers_and_lines_name_units() {
        assert_eq!(of_words("家庭人均纯收入（万元）"), Some(4));
        assert_eq!(of_words("人均收入（单位：千元）"), Some(3));
        assert_eq!(of_words("人均纯收入（元）"), Some(0));
        assert_eq!(of_words("人均纯收入（元/年）"), Some(0));
        assert_eq!(of_words("人均纯收入"), None);
        let mut grid = Grid::named("名册");
        grid.put(1, 1, Cell::Text("单位：人、万元".into()));
        assert_eq!(of_lines(&grid, 2), Some(4));
        assert_eq!(of_lines(&grid, 1), None);
    }
}
