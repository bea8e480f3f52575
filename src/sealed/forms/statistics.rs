//! Statistics 统计表: households and people by one field or two, whole for the office, small counts withheld for others.

use super::super::roster::{Household, Roster, Texts};
use super::fill::{Filler, Source};
use super::suppress::{hidden, hidden_in_line};
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
        let rows = all(&what.rows);
        let columns = what.columns.as_deref().map_or_else(Vec::new, all);
        let mut counts: BTreeMap<(String, Option<String>), Count> = BTreeMap::new();
        for household in &roster.households {
            let column = what.columns.as_deref().map(|field| value(household, field));
            let (households, people) = counts.entry((value(household, &what.rows), column)).or_default();
            *households += 1;
            *people += u32::try_from(household.size()).unwrap_or(u32::MAX);
        }
        let cell = |row: &String, column: Option<&String>| {
            counts.get(&(row.clone(), column.cloned())).copied().unwrap_or_default()
        };
        let row = |row| match what.columns {
            Some(_) => columns.iter().map(|column| cell(row, Some(column))).collect(),
            None => vec![cell(row, None)],
        };
        let cells = rows.iter().map(row).collect();
        let told =
            |field: &str, values: &[String]| values.iter().map(|value| self.shown(field, value)).collect();
        let columns = what.columns.as_deref().map_or_else(Vec::new, |field| told(field, &columns));
        Counts { rows: told(&what.rows, &rows), columns, cells }
    }

    /// The values that the pack itself declares for a field.
    fn declared(&self, field: &str) -> Vec<String> {
        let categories = self.known.pack.is.category.iter().map(|category| category.title.clone());
        if field == "category" { categories.collect() } else { Vec::new() }
    }

    fn counted(&self, counts: &Counts, what: &Statistics) -> Block {
        let two_ways = what.columns.is_some();
        let households: Vec<Vec<u32>> =
            counts.cells.iter().map(|row| row.iter().map(|count| count.0).collect()).collect();
        // Decided by households; people go with them: whoever can move a household elsewhere can move its people too.
        let withheld = what.below.map(|below| match two_ways {
            true => hidden(&households, below),
            false => hidden_in_line(&households.concat(), below).iter().map(|is| vec![*is]).collect(),
        });
        let mut rows = self.head(what, &counts.columns);
        for (r, row) in totalled(&counts.cells, two_ways).iter().enumerate() {
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
        grid(rows, two_ways)
    }

    fn to_be_counted(&self, what: &Statistics) -> Block {
        let columns = match &what.columns {
            Some(field) if self.declared(field).is_empty() => vec![String::new(); 3],
            Some(field) => self.declared(field),
            None => Vec::new(),
        };
        let mut names = self.declared(&what.rows);
        if names.is_empty() {
            names.resize(BLANK_ROWS, String::new());
        }
        names.push("合计".into());
        let mut rows = self.head(what, &columns);
        let pairs = if what.columns.is_some() { columns.len() + 1 } else { 1 };
        for name in names {
            let label = !name.is_empty();
            let mut cells = vec![GridCell { label, ..GridCell::value(Text::open(name, "程序")) }];
            cells.extend((0..2 * pairs).map(|_| GridCell::value(Text::open("", "程序"))));
            rows.push(cells);
        }
        grid(rows, what.columns.is_some())
    }

    /// One header row, or two where columns are told apart.
    fn head(&self, what: &Statistics, columns: &[String]) -> Vec<Vec<GridCell>> {
        let words = |text: &str| Text::open(text, "程序");
        // As the notice calls it, where it shows it.
        let shown = self.known.pack.is.show.iter().find(|show| show.field == what.rows);
        let field = self.known.fields.get(&what.rows).map(|field| &field.title);
        let title = words(shown.map(|show| &show.title).or(field).map_or("", String::as_str));
        let units = |count: usize| {
            (0..count).flat_map(|_| ["户数", "人数"]).map(|unit| GridCell::label(words(unit), 1, 1))
        };
        if what.columns.is_none() {
            return vec![std::iter::once(GridCell::label(title, 1, 1)).chain(units(1)).collect()];
        }
        let mut first = vec![GridCell::label(title, 1, 2)];
        first.extend(columns.iter().map(|column| GridCell::label(Text::roster(column), 2, 1)));
        first.push(GridCell::label(words("合计"), 2, 1));
        vec![first, units(columns.len() + 1).collect()]
    }
}

fn grid(rows: Vec<Vec<GridCell>>, two_ways: bool) -> Block {
    let wide = rows.last().map_or(1, Vec::len);
    let columns = std::iter::once(3).chain((1..wide).map(|_| 2)).collect();
    Block::Grid(Grid { columns, rows, head: if two_ways { 2 } else { 1 } })
}

/// The same with a total at the end of each column, and of each row where there are several columns to a row.
fn totalled(cells: &[Vec<Count>], rows_too: bool) -> Vec<Vec<Count>> {
    let sum = |row: &[Count]| row.iter().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let mut out: Vec<Vec<Count>> = cells.to_vec();
    for row in out.iter_mut().filter(|_| rows_too) {
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
