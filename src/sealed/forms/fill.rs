//! Places → values: what a household or a roster has for each place of a form, and lines to write on for the rest.

use super::super::ledger::in_order;
use super::super::roster::{Household, Person, Roster, Texts};
use super::Known;
use crate::calendar::{self, Month};
use crate::document::form::{Cell, ENTRY_MONTH, INCOME_BLANK, INCOME_WINDOW, Part, Piece, Whose};
use crate::document::{Align, Block, Column, Grid, GridCell, Origin, Span, Table, Text};
use crate::policy::fields::Kind;
use chrono::NaiveDate;

/// A value of no more characters stands in the middle of its cell.
const SHORT: usize = 20;

/// Whose values fill a form.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// Nobody's: to be written in by hand.
    Blank,
    /// One household's, with its number on the roster.
    Household { household: &'a Household, number: usize },
    /// A whole roster's: places in its running text stay empty, tables and counts are filled.
    Roster(&'a Roster),
}

/// Whose values a single place takes.
#[derive(Clone, Copy)]
enum Row<'a> {
    Nobody,
    Household(&'a Household, usize),
    Member(&'a Household, &'a Person, usize),
}

/// Where a place stands: decides what an empty one looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Prose,
    Cell,
}

pub(super) struct Filler<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) source: Source<'a>,
}

impl Filler<'_> {
    pub(super) fn blocks(&self, parts: &[Part]) -> Vec<Block> {
        let mut blocks = Vec::new();
        for part in parts {
            match part {
                Part::Prose(prose) => blocks.extend(prose.iter().map(|block| self.prose(block))),
                Part::Grid { columns, rows } => blocks.push(Block::Grid(Grid {
                    columns: columns.clone(),
                    rows: rows.iter().map(|row| row.iter().map(|cell| self.cell(cell)).collect()).collect(),
                    head: usize::from(header(rows)),
                })),
                Part::Rows { of, least, height, columns, cells } => {
                    let table = self.table(*of, *least, columns, cells);
                    blocks.push(Block::Table(Table { min_row_height: *height, ..table }));
                }
                Part::Sign(places) => blocks.push(Block::Sign(places.clone())),
                Part::Statistics(what) => blocks.extend(self.statistics(what)),
                Part::Page(title) => blocks.push(Block::Part(Text::open(title, "程序"))),
            }
        }
        blocks
    }

    fn row(&self) -> Row<'_> {
        match self.source {
            Source::Household { household, number } => Row::Household(household, number),
            Source::Blank | Source::Roster(_) => Row::Nobody,
        }
    }

    fn prose(&self, block: &Block) -> Block {
        let mut block = block.clone();
        match &mut block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => self.text(text),
            Block::List { items, .. } => {
                items.iter_mut().flatten().for_each(|inner| *inner = self.prose(inner));
            }
            Block::Callout { title, blocks } => {
                title.iter_mut().for_each(|title| self.text(title));
                blocks.iter_mut().for_each(|inner| *inner = self.prose(inner));
            }
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| self.text(cell)),
            _ => {}
        }
        block
    }

    /// Fills the places of a running text.
    fn text(&self, text: &mut Text) {
        for span in &mut text.spans {
            let (Span::Plain(words) | Span::Strong(words)) = span else { continue };
            let (filled, opened) = self.pieces(&Piece::all(words), self.row(), Where::Prose);
            *words = filled;
            if opened {
                text.origin = Origin::Roster;
            }
        }
    }

    fn cell(&self, cell: &Cell) -> GridCell {
        let text = self.place(&cell.pieces, self.row());
        let long = text.plain().chars().count() > SHORT || text.plain().contains(['□', '■', '_']);
        let align = if cell.label || !long && cell.height == 1 { Align::Center } else { Align::Start };
        let foot = (!cell.foot.is_empty()).then(|| Text::open(&cell.foot, "程序"));
        let Cell { label, across, down, height, .. } = *cell;
        GridCell { text, foot, label, align, across, down, height }
    }

    fn place(&self, pieces: &[Piece], row: Row<'_>) -> Text {
        let (text, opened) = self.pieces(pieces, row, Where::Cell);
        if opened { Text::roster(text) } else { Text::open(text, "程序") }
    }

    /// The text of pieces, and whether anything of a roster stands in it.
    fn pieces(&self, pieces: &[Piece], row: Row<'_>, at: Where) -> (String, bool) {
        let (mut text, mut opened) = (String::new(), false);
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Field(field) => match self.value(field, row) {
                    Some(value) => {
                        text.push_str(&value);
                        opened = true;
                    }
                    None if field == INCOME_WINDOW => text.push_str(INCOME_BLANK),
                    None if at == Where::Prose => text.push_str(&"_".repeat(self.room(field))),
                    None if pieces.len() > 1 => text.push_str("____"),
                    None => {}
                },
                Piece::Choice { field, options } => {
                    let value = self.value(field, row);
                    opened |= value.is_some();
                    text.push_str(&ticked(options, value.as_deref().unwrap_or("")));
                }
            }
        }
        (text, opened)
    }

    /// A field's value as it is printed.
    fn value(&self, field: &str, row: Row<'_>) -> Option<String> {
        let (raw, own) = match row {
            Row::Nobody => return None,
            Row::Household(household, _) | Row::Member(household, ..) if field == INCOME_WINDOW => {
                return self.income_window(household);
            }
            Row::Household(_, number) | Row::Member(_, _, number) if field == "seq" => {
                return Some(number.to_string());
            }
            Row::Household(household, _) if field == "size" => return Some(household.size().to_string()),
            Row::Household(household, _) => (household.fields.get_text(field), household.head()),
            Row::Member(_, person, _) => (None, person),
        };
        if let Some(raw) = raw.or_else(|| own.fields.get_text(field)) {
            return Some(self.shown(field, raw));
        }
        // What the roster says of the household stands beside its head.
        match row {
            Row::Member(household, person, _) if std::ptr::eq(household.head(), person) => match field {
                "relation" => Some("户主".into()),
                _ => household.fields.get_text(field).map(|raw| self.shown(field, raw)),
            },
            _ => None,
        }
    }

    /// The months over which the income of a household is summed, from its own month of entry, else from the notice's.
    fn income_window(&self, household: &Household) -> Option<String> {
        let (_, period) = self.known.pack.income()?;
        let of = household.fields.get_text(ENTRY_MONTH);
        let own = of.or_else(|| household.head().fields.get_text(ENTRY_MONTH));
        let entry = own.and_then(|month| month.parse::<Month>().ok()).or(self.known.month)?;
        Some(period.window(entry).words())
    }

    /// Days and months in words, everything else as it is.
    pub(super) fn shown(&self, field: &str, raw: &str) -> String {
        let kind = self.known.fields.get(field).map(|field| field.kind);
        let day = || raw.parse::<NaiveDate>().ok().map(calendar::chinese);
        let month = || {
            let (year, month) = raw.split_once('-')?;
            Some(format!("{year}年{}月", month.parse::<u8>().ok()?))
        };
        match kind {
            Some(Kind::Date) => day(),
            Some(Kind::Month) => month(),
            _ => None,
        }
        .unwrap_or_else(|| raw.to_owned())
    }

    /// How many signs a line to write on takes.
    fn room(&self, field: &str) -> usize {
        match self.known.fields.get(field).map(|field| field.kind) {
            Some(Kind::Id | Kind::Bank) => 22,
            Some(Kind::Phone) => 16,
            Some(Kind::Words) => 20,
            Some(Kind::Name) => 12,
            Some(Kind::Count) => 6,
            _ => 10,
        }
    }

    fn table(&self, of: Whose, least: usize, columns: &[(String, u16)], cells: &[Vec<Piece>]) -> Table {
        let own: Vec<Row<'_>> = match (of, self.source) {
            (Whose::Members, Source::Household { household, .. }) => {
                let members = household.members.iter().enumerate();
                members.map(|(index, person)| Row::Member(household, person, index + 1)).collect()
            }
            (Whose::Households, Source::Roster(roster)) => {
                let all = in_order(roster).into_iter().enumerate();
                all.map(|(index, household)| Row::Household(household, index + 1)).collect()
            }
            (Whose::Households, Source::Household { household, number }) => {
                vec![Row::Household(household, number)]
            }
            _ => Vec::new(),
        };
        // A roster's list is complete; a household's members may not all be on the roster.
        let wanted = match (of, self.source) {
            (Whose::Members, Source::Household { household, .. }) => least.max(household.size()),
            (Whose::Households, Source::Roster(_)) => own.len(),
            _ => least,
        };
        let mut rows: Vec<Vec<Text>> =
            own.iter().map(|row| cells.iter().map(|pieces| self.place(pieces, *row)).collect()).collect();
        while rows.len() < wanted {
            let number = rows.len() + 1;
            rows.push(cells.iter().map(|pieces| self.empty(pieces, number)).collect());
        }
        let column = |(title, weight): &(String, u16)| Column {
            title: Text::open(title, "程序"),
            align: Align::Center,
            weight: *weight,
        };
        Table {
            caption: None,
            columns: columns.iter().map(column).collect(),
            rows,
            end_mark: of == Whose::Households && matches!(self.source, Source::Roster(_)),
            min_row_height: 0,
            may_double: false,
        }
    }

    /// A cell of a row that is written by hand: its number and its boxes stand there already.
    fn empty(&self, pieces: &[Piece], number: usize) -> Text {
        match pieces {
            [Piece::Field(field)] if field == "seq" => Text::open(number.to_string(), "程序"),
            pieces => self.place(pieces, Row::Nobody),
        }
    }
}

/// Whether the first row is a header: labels only, none of which reaches into the rows below.
fn header(rows: &[Vec<Cell>]) -> bool {
    rows.len() > 1 && rows[0].len() > 1 && rows[0].iter().all(|cell| cell.label && cell.down == 1)
}

/// Boxes with those ticked that the value names. What the value names beyond them follows, ticked too: nothing is lost.
fn ticked(options: &[String], value: &str) -> String {
    let named: Vec<&str> =
        value.split(['、', '，', '；', ',', ';']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let known = options.iter().map(|option| {
        let sign = if named.contains(&option.as_str()) { '■' } else { '□' };
        format!("{sign}{option}")
    });
    let beyond = named.iter().filter(|word| !options.iter().any(|option| option == *word));
    known.chain(beyond.map(|word| format!("■{word}"))).collect::<Vec<_>>().join("　")
}

#[cfg(test)]
mod tests {
    use super::ticked;

    #[test]
    fn boxes_are_ticked_and_no_value_is_lost() {
        let options = ["因病", "因残", "因学"].map(str::to_owned);
        assert_eq!(ticked(&options, ""), "□因病　□因残　□因学");
        assert_eq!(ticked(&options, "因学、因病"), "■因病　□因残　■因学");
        assert_eq!(ticked(&options, "因病，因婚"), "■因病　□因残　□因学　■因婚");
    }
}
