//! The rows of a block → households as raw cells: where each begins, who is of it, what merged cells say for all.

use super::clean;
use super::codes;
use super::fields::{Field, Kind, Level};
use super::grid::{Cell, CellText, Grid};
use super::header::Column;
use super::relation;
use super::rows::{Draft, DraftHousehold, DraftMember, Entry, Row, is_ledger};
use super::signs::{self, Doubt};
use super::ticks::is_tick;
use super::unit;
use crate::diag::{Diagnostic, Place};
use crate::sealed::roster::{Origin, Spot};
use std::borrow::Cow;
use std::sync::Arc;

/// What a cell says: a tick, the words over it; an amount in the unit of its header, so many yuan.
fn said<'a>(column: &Column, cell: &'a Cell) -> Cow<'a, Cell> {
    match &column.choice {
        Some(words) if is_tick(cell) => Cow::Owned(Cell::Text(words.as_str().into())),
        _ if column.zeros > 0 => unit::in_yuan(cell, column.zeros).map_or(Cow::Borrowed(cell), Cow::Owned),
        _ => Cow::Borrowed(cell),
    }
}

/// How the rows of a block fall into households.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Starts {
    /// Every row is a household.
    EveryRow,
    /// A new value in this field.
    Change(&'static str),
    /// Something written in this field.
    Filled(&'static str),
    /// The head's row.
    Head,
}

/// The rows of a block, and what their relations say.
struct Listed<'a> {
    grid: &'a Grid,
    block: &'a [Column],
    rows: Vec<&'a Row<'a>>,
    /// Whether all relations are codes of GB/T 4761.
    coded: bool,
}

impl Listed<'_> {
    /// Whether a column holds anything: an empty one is none.
    fn told(&self, id: &str) -> bool {
        self.rows.iter().any(|row| row.get(id).is_some())
    }

    fn starts(&self) -> Starts {
        if is_ledger(self.block) {
            Starts::EveryRow
        } else if self.told("household_number") {
            Starts::Change("household_number")
        } else if self.told("seq") && self.rows.iter().any(|row| row.get("seq").is_none()) {
            Starts::Filled("seq")
        } else if self.told("head_name") {
            Starts::Change("head_name")
        } else if self.told("relation") {
            if self.told("seq") && self.is_numbered() { Starts::Change("seq") } else { Starts::Head }
        } else {
            Starts::EveryRow
        }
    }

    /// Whether the rows of a household repeat its number 1, 1, 2, 2, 2, 3: a number that stands twice by mistake is none.
    fn is_numbered(&self) -> bool {
        let keys = self.numbers();
        let heads = self.heads();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (row, key) in keys.iter().enumerate() {
            let head = usize::from(heads[row]);
            match runs.last_mut() {
                Some((length, known)) if *key == keys[row - 1] => {
                    *length += 1;
                    *known += head;
                }
                _ => runs.push((1, head)),
            }
        }
        let repeated = runs.iter().filter(|(length, _)| *length > 1).count();
        let sound = runs.iter().all(|(_, heads)| *heads == 1);
        repeated > 0 && (sound || repeated * 2 >= heads.iter().filter(|head| **head).count())
    }

    /// The running number of each row with its group: groups may begin at 1 again.
    fn numbers(&self) -> Vec<(Option<CellText>, Option<CellText>)> {
        let mut group: Option<CellText> = None;
        let mut number = |row: &&Row<'_>| {
            let line = row.under.first().map(|heading| heading.words.clone());
            group = row.key("group").or(line).or_else(|| group.clone());
            (row.key("seq"), group.clone())
        };
        self.rows.iter().map(&mut number).collect()
    }

    fn relation(&self, row: &Row<'_>) -> Option<CellText> {
        if self.coded { row.get("relation").and_then(relation::of_code) } else { row.key("relation") }
    }

    fn heads(&self) -> Vec<bool> {
        let is_head =
            |row: &&Row<'_>| self.relation(row).is_some_and(|text| relation::is_head(text.as_str()));
        self.rows.iter().map(is_head).collect()
    }

    fn column(&self, id: &str) -> Option<&Column> {
        self.block.iter().find(|column| column.field.id == id)
    }

    /// The place of a cell, also of an empty one.
    fn at(&self, origin: &Arc<Origin>, row: &Row<'_>, id: &str) -> Place {
        match self.column(id) {
            Some(column) => Spot::cell(origin, row.line, column.column).field(&column.field.title),
            None => Spot::row(origin, row.line).place(),
        }
    }

    /// Whether a cell merged from above covers that of a row.
    fn is_covered(&self, row: &Row<'_>, id: &str) -> bool {
        let area = self.column(id).and_then(|column| self.grid.area(row.line, column.column));
        area.is_some_and(|area| area.top < row.line)
    }

    /// Where the head begins a household: which rows begin one, and of which rows nobody knows.
    fn by_heads(&self, origin: &Arc<Origin>, doubts: &mut Vec<Diagnostic>) -> (Vec<bool>, Vec<usize>) {
        let heads = self.heads();
        let known = |row: &&Row<'_>| self.relation(row).is_some_and(|text| relation::is_known(text.as_str()));
        let unclear: Vec<usize> =
            (0..self.rows.len()).filter(|row| !self.rows[*row].hidden && !known(&self.rows[*row])).collect();
        for row in unclear.iter().map(|row| self.rows[*row]) {
            doubts.push(unrelated(self.at(origin, row, "relation"), row.get("relation").is_none()));
        }
        if !unclear.is_empty() {
            return (heads, unclear);
        }
        let doubt = match signs::begins(self.grid, self.block, &self.rows, &heads) {
            Ok(begins) => return (begins, Vec::new()),
            Err(doubt) => doubt,
        };
        let (row, message) = match doubt {
            Doubt::First => (0, "第一个人不是户主，分不清每一户从哪一行起"),
            Doubt::Signs(row) => (row, "这个人是上一户的还是下一户的，空行、合并的格子说的不一样"),
        };
        doubts.push(Diagnostic::error(
            &codes::RELATION,
            self.at(origin, self.rows[row], "relation"),
            message,
            "把户主排在每一户的第一行，删掉同一户中间的空行；或者加一列“户编号”，同一户写同一个编号",
        ));
        (heads, (0..self.rows.len()).collect())
    }

    /// Rows without the number that every other household has.
    fn unnumbered(&self, id: &str) -> Vec<usize> {
        let alone = !self.told("head_name");
        let lacks = |row: &usize| {
            let own = self.rows[*row];
            let empty = own.key(id).is_none_or(|key| key.as_str().is_empty());
            // Beside a relation the row is a member of the household above.
            empty && !own.hidden && alone && own.get("relation").is_none() && !self.is_covered(own, id)
        };
        (0..self.rows.len()).filter(lacks).collect()
    }
}

fn unrelated(at: Place, empty: bool) -> Diagnostic {
    let message = if empty {
        "没有填，不知道是新的一户的户主，还是上一户的人"
    } else {
        "看不懂，不知道是新的一户的户主，还是上一户的人"
    };
    let help = "是户主就填“户主”；是家里人就填“配偶”“之子”“母亲”这样的称呼；用代码的，整列都填两位的代码";
    Diagnostic::error(&codes::RELATION, at, message, help)
}

/// Reads the rows of a block as households.
pub(super) fn group(out: &mut Draft, grid: &Grid, origin: &Arc<Origin>, block: &[Column], rows: &[Row<'_>]) {
    let (rows, nameless): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.get("name").is_some());
    // A row without a name is nobody's, and no part of the household above: said once, at its own row.
    for row in nameless.iter().filter(|row| !row.hidden) {
        out.findings.push(Diagnostic::error(
            &codes::ROW_WITHOUT_NAME,
            Spot::row(origin, row.line).field("姓名"),
            "这一行有内容，却没有姓名",
            "填写姓名；不是名单就删掉这一行",
        ));
    }
    let told = || rows.iter().filter_map(|row| row.get("relation"));
    let coded = told().next().is_some() && told().all(|cell| relation::of_code(cell).is_some());
    let list = Listed { grid, block, rows, coded };
    let starts = list.starts();
    let (mut begins, mut doubtful) = (Vec::new(), Vec::new());
    if starts == Starts::Head {
        (begins, doubtful) = list.by_heads(origin, &mut out.doubts);
    }
    if let Starts::Change(id @ "household_number") | Starts::Filled(id) = starts {
        doubtful = list.unnumbered(id);
        out.doubts.extend(doubtful.iter().map(|row| {
            Diagnostic::error(
                &codes::GAP,
                list.at(origin, list.rows[*row], id),
                "这一行没有填，会被当成上一户的家里人",
                "是一户就补上；是家里人就在“与户主关系”里写明，没有这一列就加上",
            )
        }));
    }
    let mut households: Vec<(Vec<&Row<'_>>, bool)> = Vec::new();
    let mut current: Option<CellText> = None;
    let numbers = list.numbers();
    for (index, row) in list.rows.iter().enumerate() {
        let doubt = doubtful.contains(&index);
        let begins = match starts {
            Starts::EveryRow => true,
            Starts::Change("seq") => index == 0 || numbers[index] != numbers[index - 1],
            Starts::Change(id) => {
                let key = row.key(id).filter(|key| !key.as_str().is_empty());
                let begins = key.is_some() && key != current;
                current = key.or(current);
                begins || doubt
            }
            Starts::Filled(id) => row.get(id).is_some() || doubt,
            Starts::Head => begins[index],
        };
        match households.last_mut() {
            Some((last, unclear)) if !begins => {
                last.push(row);
                *unclear |= doubt;
            }
            _ => households.push((vec![row], doubt)),
        }
    }
    for (rows, doubtful) in households {
        let hidden = rows.iter().filter(|row| row.hidden).count();
        if hidden == rows.len() {
            continue;
        }
        if hidden > 0 {
            let first = rows.iter().find(|row| row.hidden).map_or(0, |row| row.line);
            out.findings.push(Diagnostic::error(
                &codes::HIDDEN_PART,
                Spot::row(origin, first).place(),
                "这一户有的行隐藏或划掉了，有的没有",
                "取消隐藏、筛选，去掉删除线；不公示的户整户隐藏或删掉",
            ));
            continue;
        }
        let household = draft(out, origin, &list, &rows);
        out.households.push(DraftHousehold { doubtful, ..household });
    }
}

/// What only one of two rows may say of one person: whoever has a name merged over both.
fn is_one(field: &Field) -> bool {
    ["seq", "household_number"].contains(&field.id.as_str())
        || (field.level == Level::Person && !matches!(field.kind, Kind::Phone | Kind::Bank | Kind::Words))
}

fn draft(out: &mut Draft, origin: &Arc<Origin>, list: &Listed<'_>, rows: &[&Row<'_>]) -> DraftHousehold {
    let Listed { grid, block, coded, .. } = list;
    let entry = |line: u32, column: u32, field: &Arc<Field>, cell: &Cell| Entry {
        field: field.clone(),
        cell: cell.clone(),
        at: Spot::cell(origin, line, column),
    };
    let mut members = Vec::new();
    for row in rows {
        let cells = row.cells.iter();
        let mut entries: Vec<_> = cells
            .map(|(column, cell)| {
                let code = relation::of_code(cell).filter(|_| *coded && column.field.id == "relation");
                let cell = code.map_or_else(|| said(column, cell), |word| Cow::Owned(Cell::Text(word)));
                entry(row.line, column.column, &column.field, &cell)
            })
            .collect();
        entries.extend(row.under.iter().map(|under| Entry {
            field: under.field.clone(),
            cell: Cell::Text(under.words.clone()),
            at: under.at.clone(),
        }));
        for (line, column, cell) in &row.more {
            let said = said(column, cell);
            let words = entries.iter_mut().find(|known| known.field.id == column.field.id);
            match (words, said.words()) {
                // 产业帮扶 and below it 公益岗位: both are measures of one household.
                (Some(known), more)
                    if column.field.kind == Kind::Words
                        && !more.is_empty()
                        && !known.cell.words().is_empty() =>
                {
                    known.cell = Cell::Text(format!("{}、{more}", known.cell.words()).into());
                }
                (Some(known), _) if is_one(&column.field) && !same(&known.cell, &said) => {
                    let message = match column.field.kind {
                        Kind::Id => "姓名合并成一格，一个人却有两个证件号码",
                        _ => "姓名合并成一格，一个人的这一格却填了两样",
                    };
                    out.findings.push(Diagnostic::error(
                        &codes::CELLS_DIFFER,
                        Spot::cell(origin, *line, column.column).field(&column.field.title),
                        message,
                        "是两个人，就取消合并，一人一行写上各自的姓名；是一个人，就只留一个",
                    ));
                }
                _ => entries.push(entry(*line, column.column, &column.field, &said)),
            }
        }
        members.push(DraftMember { entries, at: Spot::row(origin, row.line) });
    }
    let mut shared = Vec::new();
    if let Some(first) = rows.first() {
        for Column { column, field, .. } in
            block.iter().filter(|column| column.field.level == Level::Household)
        {
            // A cell merged over several households (村, 组) is written on the first one only.
            if let Some(((line, written), cell)) = grid.seen(first.line, *column)
                && line < first.line
            {
                if matches!(field.kind, Kind::Count | Kind::Money | Kind::Id) && !is_ledger(block) {
                    let at = Spot::cell(origin, line, written).field(&field.title);
                    let message = format!("这一格合并在几户上，到第{}行已经是另一户", first.line);
                    let help = "取消合并，每一户各填各的；小组、类别可以合并";
                    out.doubts.push(Diagnostic::error(&codes::CELLS_DIFFER, at, message, help));
                    continue;
                }
                shared.push(entry(line, written, field, cell));
            }
        }
    }
    DraftHousehold { shared, members, doubtful: false }
}

/// Whether two cells say the same.
fn same(one: &Cell, other: &Cell) -> bool {
    let text = |cell: &Cell| match cell {
        Cell::Number(number) => number.to_string(),
        cell => clean::compact(cell.words()),
    };
    text(one) == text(other)
}
