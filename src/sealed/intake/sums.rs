//! Lines that add up 合计: what they say, and the lines below them that say of which 其中.

use super::clean;
use super::fields::Kind;
use super::grid::Cell;
use super::header::Layout;
use super::headings::{self, Says};
use super::signed;
use super::somebody::{self, Cells};
use crate::diag::Place;

/// Words of a line that adds up: before a number or nothing, or at the end (一组小计).
const TOTALS: [&str; 6] = ["合计", "小计", "总计", "共计", "累计", "本页小计"];

/// What a grand total says.
pub(super) struct Said {
    households: Option<usize>,
    people: Option<usize>,
}

/// A grand total 合计 with its place.
pub(super) struct Total {
    pub(super) households: Option<usize>,
    pub(super) people: Option<usize>,
    pub(super) at: Place,
}

impl Said {
    /// The same with its place.
    pub(super) fn at(self, at: Place) -> Total {
        Total { households: self.households, people: self.people, at }
    }
}

/// A row of numbers alone that adds up without saying so: nobody's name, number or group stands in it.
pub(super) fn unlabelled(layout: &Layout, cells: &Cells<'_>) -> Option<Said> {
    let bound = |column: u32| layout.bound(column);
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        cell => clean::header_key(cell.words()).trim_end_matches(['人', '元']).parse().ok(),
    };
    let sums = |column: u32| {
        bound(column).is_some_and(|bound| matches!(bound.field.kind, Kind::Count | Kind::Money))
    };
    let size =
        cells.iter().find(|(column, _)| bound(*column).is_some_and(|bound| bound.field.id == "size"))?;
    let all = cells.iter().all(|(column, cell)| sums(*column) && number(cell).is_some());
    let people =
        number(size.1).filter(|people| all && *people >= 0.0 && people.fract() == 0.0 && *people < 1e6)?;
    Some(Said { households: None, people: Some(people as usize) })
}

/// The words with which a row says that it adds up. A row with an identity number is somebody's.
pub(super) fn total(layout: &Layout, cells: &Cells<'_>) -> Option<String> {
    let bound = |column: u32| layout.bound(column);
    if somebody::has_identity(layout, cells) {
        return None;
    }
    // Behind a remark, a name says that the row is somebody's.
    let named = somebody::is_named(layout, cells);
    let labels = cells.iter().enumerate().filter(|(index, (column, _))| {
        let labelling = ["seq", "village", "township", "group", "household_number", "name"];
        (*index == 0 && !named)
            || bound(*column).is_some_and(|bound| labelling.contains(&bound.field.id.as_str()))
    });
    labels.map(|(_, (_, cell))| clean::header_key(cell.words())).find(|text| {
        let counts = text.starts_with('共') && text.contains('户');
        let ends = text.chars().count() <= 12 && TOTALS.iter().any(|word| text.ends_with(word));
        // 承上页 with sums beside it adds up the page before.
        let carried = headings::read(text) == Says::GoesOn;
        signed::opens(text, &TOTALS) || counts || ends || carried
    })
}

/// Whether a total is over the whole list, as far as its label says.
pub(super) fn is_grand(label: &str) -> bool {
    let whole = ["合计", "总计", "共计", "全村合计", "全村总计", "全村共计"];
    signed::opens(label, &whole) || (label.starts_with('共') && label.contains('户'))
}

/// `合计：6户19人`, or `6户` in a cell of its own and a number in the column of sizes.
pub(super) fn said(layout: &Layout, cells: &Cells<'_>, label: &str) -> Said {
    let is_size = |column: u32| {
        layout.blocks.iter().flatten().any(|bound| bound.column == column && bound.field.id == "size")
    };
    // What stands behind 其中 is a part of the sum.
    let label = label.split("其中").next().unwrap_or(label);
    let mut said = Said { households: number_before(label, '户'), people: number_before(label, '人') };
    for (column, cell) in cells {
        let text = match cell {
            Cell::Number(number) => number.to_string(),
            cell => clean::header_key(cell.words()),
        };
        if said.households.is_none() {
            said.households = text.strip_suffix('户').and_then(|number| number.parse().ok());
        }
        if said.people.is_none() && is_size(*column) {
            said.people = text.trim_end_matches('人').parse().ok();
        }
    }
    said
}

/// The number that stands right before a counting word.
fn number_before(text: &str, unit: char) -> Option<usize> {
    let (before, _) = text.split_once(unit)?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before[before.len() - digits..].parse().ok()
}

/// Whether a text is the label of a sum.
pub(super) fn is_label(text: &str) -> bool {
    TOTALS.iter().any(|word| text.ends_with(word))
        || (text.starts_with('共') && text.ends_with(['户', '人', '口']))
}

/// Whether a cell counts: 6, 6户, 十三人, 5000元.
pub(super) fn is_count(cell: &Cell) -> bool {
    match cell {
        Cell::Number(_) => true,
        cell => {
            let text = clean::header_key(cell.words());
            let text = text.trim_start_matches('共');
            let number = text.trim_end_matches(['户', '人', '口', '元', '万']);
            let digit = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百千.".contains(c);
            // 万 and 千 may be a name; a number of Chinese characters needs what it counts.
            let counted = number.len() < text.len() || number.chars().all(|c| c.is_ascii_digit() || c == '.');
            !number.is_empty() && counted && number.chars().all(digit)
        }
    }
}

/// Whether a row says how many of the sum above are of one kind: words, and counts behind them.
pub(super) fn is_of_which(layout: &Layout, cells: &Cells<'_>) -> bool {
    let Some(((column, first), rest)) = cells.split_first() else { return false };
    let of_which = clean::header_key(first.words()).starts_with("其中");
    let own =
        layout.bound(*column).is_some_and(|bound| ["group", "category"].contains(&bound.field.id.as_str()));
    let kind = matches!(headings::read(first.words()), Says::Category(_) | Says::Group(_)) && !own;
    !rest.is_empty() && (of_which || kind) && rest.iter().all(|(_, cell)| is_count(cell))
}

/// Whether a row counts households or people without a word that it adds up.
pub(super) fn is_unnamed(cells: &Cells<'_>) -> bool {
    let says = |(_, cell): &(u32, &Cell)| clean::header_key(cell.words()).ends_with(['户', '人', '口']);
    cells.len() >= 2 && cells.iter().all(|(_, cell)| is_count(cell)) && cells.iter().any(says)
}

/// Whether a row below the header says the units of its columns: （人） （元）. Any other unit would change what is read.
pub(super) fn is_units(cells: &Cells<'_>) -> bool {
    const UNITS: [&str; 12] =
        ["人", "口", "户", "个", "岁", "周岁", "亩", "元", "元/年", "元/人", "元/人年", "平方米"];
    let unit = |cell: &Cell| {
        let text = clean::header_key(cell.words());
        let text = text.trim_matches(['(', ')']);
        UNITS.contains(&text.strip_prefix("单位").unwrap_or(text))
    };
    !cells.is_empty() && cells.iter().all(|(_, cell)| unit(cell))
}
