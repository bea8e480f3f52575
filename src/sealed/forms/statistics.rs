//! Statistics 统计表: households and people by two fields, whole for the office, small counts withheld for others.

use super::super::roster::{Household, Roster, Texts};
use super::fill::{Filler, Source};
use super::suppress::hidden;
use crate::document::form::Statistics;
use crate::document::{Align, Block, Grid, GridCell, Text};
use std::collections::BTreeMap;

/// Stands for a value that the roster does not have.
const NONE: &str = "未填写";

/// Empty rows of a blank copy.
const BLANK_ROWS: usize = 12;

/// Households and people.
type Count = (u32, u32);

/// Counts by row and column, with their values in order.
struct Counts {
    rows: Vec<String>,
    columns: Vec<String>,
    cells: Vec<Vec<Count>>,
}

impl Filler<'_> {
    pub(super) fn statistics(&self, what: &Statistics) -> Vec<Block> {
        let mut blocks = match self.source {
            Source::Roster(roster) => vec![self.counted(&self.count(roster, what), what)],
            Source::Blank | Source::Household { .. } => vec![self.to_be_counted(what)],
        };
        if let Some(below) = what.below {
            let note = format!(
                "说明：不足{below}户的数据用“*”表示，不对外提供；为防止从合计数推算出来，另有个别数据一并用“*”表示。没有的填0。"
            );
            let text = Text::open(note, "程序");
            blocks.push(Block::Paragraph { text, indent: false, align: Align::Start });
        }
        blocks
    }

    fn count(&self, roster: &Roster, what: &Statistics) -> Counts {
        let value = |household: &Household, field: &str| {
            let text = household.fields.get_text(field).or_else(|| household.head().fields.get_text(field));
            text.unwrap_or(NONE).to_owned()
        };
        let all = |field: &str| {
            let mut values = self.declared(field);
            let mut found: Vec<String> = roster.households.iter().map(|is| value(is, field)).collect();
            found.sort_by_key(|value| (value == NONE, number(value), value.clone()));
            found.dedup();
            found.retain(|value| !values.contains(value));
            values.extend(found);
            values
        };
        let (rows, columns) = (all(&what.rows), all(&what.columns));
        let mut counts: BTreeMap<(String, String), Count> = BTreeMap::new();
        for household in &roster.households {
            let key = (value(household, &what.rows), value(household, &what.columns));
            let (households, people) = counts.entry(key).or_default();
            *households += 1;
            *people += u32::try_from(household.size()).unwrap_or(u32::MAX);
        }
        let cell = |row: &String, column: &String| {
            counts.get(&(row.clone(), column.clone())).copied().unwrap_or_default()
        };
        let cells = rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect();
        Counts { rows, columns, cells }
    }

    /// The values that the pack itself declares for a field.
    fn declared(&self, field: &str) -> Vec<String> {
        let categories = self.known.pack.is.category.iter().map(|category| category.title.clone());
        if field == "category" { categories.collect() } else { Vec::new() }
    }

    fn counted(&self, counts: &Counts, what: &Statistics) -> Block {
        let with_totals = totalled(&counts.cells);
        let households: Vec<Vec<u32>> =
            counts.cells.iter().map(|row| row.iter().map(|count| count.0).collect()).collect();
        let withheld = what.below.map(|below| hidden(&households, below));
        let mut rows = self.head(what, &counts.columns);
        for (r, row) in with_totals.iter().enumerate() {
            let name = counts.rows.get(r).map_or("合计", String::as_str);
            let mut cells = vec![GridCell::label(Text::roster(name), 1, 1)];
            for (c, (households, people)) in row.iter().enumerate() {
                let covered = withheld.as_ref().is_some_and(|withheld| withheld[r][c]);
                for number in [households, people] {
                    let shown = if covered { "*".to_owned() } else { number.to_string() };
                    cells.push(GridCell::value(Text::roster(shown)));
                }
            }
            rows.push(cells);
        }
        Block::Grid(Grid { columns: widths(counts.columns.len()), rows, head: 2 })
    }

    fn to_be_counted(&self, what: &Statistics) -> Block {
        let columns = match self.declared(&what.columns) {
            known if known.is_empty() => vec![String::new(); 3],
            known => known,
        };
        let mut names = self.declared(&what.rows);
        names.resize(names.len().max(BLANK_ROWS), String::new());
        names.push("合计".into());
        let mut rows = self.head(what, &columns);
        for name in names {
            let label = !name.is_empty();
            let mut cells = vec![GridCell { label, ..GridCell::value(Text::open(name, "程序")) }];
            cells.extend((0..2 * columns.len() + 2).map(|_| GridCell::value(Text::open("", "程序"))));
            rows.push(cells);
        }
        Block::Grid(Grid { columns: widths(columns.len()), rows, head: 2 })
    }

    fn head(&self, what: &Statistics, columns: &[String]) -> Vec<Vec<GridCell>> {
        let words = |text: &str| Text::open(text, "程序");
        // As the notice calls it, where it shows it.
        let shown = self.known.pack.is.show.iter().find(|show| show.field == what.rows);
        let field = self.known.fields.get(&what.rows).map(|field| &field.title);
        let title = shown.map(|show| &show.title).or(field).map_or("", String::as_str);
        let mut first = vec![GridCell::label(words(title), 1, 2)];
        first.extend(columns.iter().map(|column| GridCell::label(Text::roster(column), 2, 1)));
        first.push(GridCell::label(words("合计"), 2, 1));
        let second = (0..=columns.len()).flat_map(|_| ["户数", "人数"]);
        vec![first, second.map(|title| GridCell::label(words(title), 1, 1)).collect()]
    }
}

fn widths(columns: usize) -> Vec<u16> {
    std::iter::once(3).chain((0..2 * columns + 2).map(|_| 2)).collect()
}

/// The same with a total at the end of each row and column.
fn totalled(cells: &[Vec<Count>]) -> Vec<Vec<Count>> {
    let sum = |row: &[Count]| row.iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let mut out: Vec<Vec<Count>> = cells.to_vec();
    for row in &mut out {
        row.push(sum(row));
    }
    let columns = out.first().map_or(1, Vec::len);
    let column = |c: usize| sum(&out.iter().map(|row| row[c]).collect::<Vec<_>>());
    let totals = (0..columns).map(column).collect();
    out.push(totals);
    out
}

/// The number in a value such as 10组, so that it follows 9组.
fn number(value: &str) -> u32 {
    let digits: String =
        value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(8).collect();
    digits.parse().unwrap_or(u32::MAX)
}
