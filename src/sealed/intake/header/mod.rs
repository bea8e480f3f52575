//! The header 表头: which rows it fills, which column is which field, and whether the list runs in two blocks side
//! by side. Header words are quoted only where the field table knows them.

mod again;
mod owner;
mod review;
mod words;

pub(super) use self::again::Again;
use self::words::{Names, Words, words};
use super::clean;
use super::fields::{Field, FieldTable, Kind};
use super::grid::{CellText, Grid};
use super::ticks::is_ticked;
use super::unit;
use super::values::holds_identifier;
use crate::diag::column_letters;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A header starts on one of the first rows.
const FIRST_ROWS: u32 = 15;
/// A column with its field.
#[derive(Clone)]
pub(super) struct Column {
    pub(super) column: u32,
    pub(super) field: Arc<Field>,
    /// What a tick here says 打勾的一栏: the words under those of the field.
    pub(super) choice: Option<String>,
    /// The words over a column that is no field of the table: they may be anybody's and are never quoted.
    pub(super) heading: Option<CellText>,
    /// How many zeros the unit of its amounts puts behind the yuan: four for 万元.
    pub(super) zeros: usize,
    /// Whether a heading leaves it open whose name or number stands here.
    unclear: bool,
}

impl Column {
    /// A column under no words at all.
    fn bare(column: u32) -> Self {
        let field = Field::other(&lettered(column)).into();
        Self { column, field, choice: None, heading: None, zeros: 0, unclear: false }
    }

    /// Whether no field of the table is meant.
    pub(super) fn is_other(&self) -> bool {
        self.field.id.starts_with("other:")
    }

    /// Whether nothing at all stands over the column.
    pub(super) fn is_nameless(&self) -> bool {
        self.is_other() && self.heading.is_none()
    }
}

/// Where the header is and what stands beneath.
pub(super) struct Layout {
    /// One block, or several side by side with the same fields.
    pub(super) blocks: Vec<Vec<Column>>,
    /// Hidden columns whose field is known: never read, searched by the audit.
    pub(super) hidden: Vec<Column>,
    /// Rows of the header.
    pub(super) top: u32,
    /// Last row of the header.
    pub(super) bottom: u32,
    /// How many columns were recognised.
    pub(super) score: usize,
    /// The field of the group 村民小组, if no column is: then lines between the rows may name it.
    pub(super) group: Option<Arc<Field>>,
    /// The field of the category, if no column is.
    pub(super) category: Option<Arc<Field>>,
    /// Whether people stand above it already, under another header.
    below_a_list: bool,
}

impl Layout {
    /// What stands over a column that is shown.
    pub(super) fn bound(&self, column: u32) -> Option<&Column> {
        self.blocks.iter().flatten().find(|bound| bound.column == column)
    }
}

/// Finds the best header of a sheet, if there is one.
pub(super) fn find(grid: &Grid, fields: &FieldTable, overrides: &BTreeMap<String, String>) -> Option<Layout> {
    let rows: Vec<u32> = grid.rows().into_iter().filter(|row| !grid.hidden_rows.contains(row)).collect();
    let first = *rows.first()?;
    let names = Names::new(fields, overrides);
    let mut best: Option<Layout> = None;
    for (index, &row) in rows.iter().enumerate().take_while(|(_, row)| **row < first + FIRST_ROWS) {
        // A title fills one cell; a row of group words over others has several, or says whose some columns are.
        let filled = (1..=grid.width()).filter(|column| grid.raw(row, *column).is_some()).count();
        let heads = filled > 1 || owner::lone_heading(grid, row).is_some();
        let below = |by: u32| {
            let next = rows.get(index + by as usize).copied();
            next.filter(|below| *below == row + by && heads)
        };
        // Below such words the row alone is half a header.
        let above = row.checked_sub(1).and_then(|above| owner::lone_heading(grid, above));
        if above.is_some_and(|column| grid.row(row).any(|(own, cell)| own < column && !cell.is_blank())) {
            continue;
        }
        for bottom in [Some(row), below(1), below(2)].into_iter().flatten() {
            let Some(layout) = bind(grid, &names, row, bottom) else { continue };
            if best.as_ref().is_none_or(|best| layout.score > best.score) {
                best = Some(layout);
            }
        }
        // No header further down knows more than every column.
        if best.as_ref().is_some_and(|best| best.score >= grid.width() as usize) {
            break;
        }
    }
    if let Some(best) = &mut best {
        best.below_a_list = again::list_above(grid, &names, &rows, best);
    }
    best
}

fn bind(grid: &Grid, names: &Names<'_>, top: u32, bottom: u32) -> Option<Layout> {
    let fields = names.fields;
    let (mut shown, mut hidden, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own, mut own_known) = (0, 0);
    // Whether a number of people is parted below its heading: the parts belong to the header.
    let mut parted = false;
    let mut known = BTreeSet::new();
    let all: Vec<_> = (1..=grid.width()).map(|column| words(grid, top, bottom, column)).collect();
    // Where labels and values stand side by side, no row is a header: 户主姓名 | … | 身份证号 | …
    if all.iter().any(|words| is_number(&words.own) || is_number(&words.above)) {
        return None;
    }
    let found = names.of_all(&all);
    let over_all = unit::of_lines(grid, top);
    let firm: BTreeSet<&str> = found
        .iter()
        .filter(|found| found.unclear.is_none())
        .filter_map(|found| found.field.map(|field| whose_is(field)))
        .collect();
    for ((column, words), found) in (1..).zip(&all).zip(&found) {
        let name = words.shown();
        if name.is_empty() {
            if grid.cells().any(|(at, _)| at.1 == column && at.0 > bottom) {
                bare.push(Column::bare(column));
            }
            continue;
        }
        // The household's own column stands elsewhere: then this one is somebody else's. Whose age it is matters only
        // where no identity number tells it.
        let is_age = |field: &Field| ["age", "birth_date"].contains(&field.id.as_str());
        let told =
            |field: &Field| firm.contains(whose_is(field)) || (is_age(field) && firm.contains("id_number"));
        let unclear = found.unclear.filter(|field| !told(field));
        let mut field = unclear.or(found.field).cloned();
        let mut choice = None;
        if top != bottom && !words.own.is_empty() {
            if field.is_none() {
                let beside = (1..).zip(&all).filter(|(_, other)| other.above == words.above);
                let chosen = names.chosen(words);
                let beside = beside.map(|(column, _)| column);
                field = chosen.filter(|_| is_ticked(grid, bottom, column, beside)).cloned();
                choice = field.is_some().then(|| clean::squeeze(&words.own));
            }
            own += 1;
            // Somebody else's 姓名 is a header word too.
            let known = field.is_some() || names.by_header(clean::squeeze(&words.own)).is_some();
            let counted = names.counted(words).is_some();
            own_known += usize::from(known || counted);
            parted |= counted;
        }
        let heading = field.is_none().then(|| CellText::from(name.as_str()));
        let known_word = || names.by_header(name.clone()).map_or_else(|| lettered(column), |_| name.clone());
        let said = || unit::of_words(&words.own).or_else(|| unit::of_words(&words.above));
        let is_money = field.as_ref().is_some_and(|field| field.kind == Kind::Money);
        let zeros = if is_money { said().or(over_all).unwrap_or(0) } else { 0 };
        let bound = Column {
            column,
            zeros,
            field: field.unwrap_or_else(|| Field::other(&known_word()).into()),
            choice,
            heading,
            unclear: unclear.is_some(),
        };
        if grid.hidden_columns.contains(&column) {
            hidden.push(bound);
            continue;
        }
        if !bound.is_other() {
            known.insert(bound.field.id.clone());
        }
        shown.push(bound);
    }
    // Where ticks choose between words, the row of those words belongs to the header.
    let chosen = shown.iter().any(|column| column.choice.is_some());
    let score = known.len() + usize::from(chosen || parted);
    let named = known.iter().any(|id| *id == "name")
        || shown.iter().any(|column| column.field.stands_for.as_deref() == Some("name"));
    if known.len() < 2 || !named || (top != bottom && own_known * 2 < own) {
        return None;
    }
    let mut blocks = split(shown);
    // What stands under no header at all is kept for the audit as well.
    let (covered, open) =
        bare.into_iter().partition(|column: &Column| grid.hidden_columns.contains(&column.column));
    hidden.extend::<Vec<Column>>(covered);
    if let Some(block) = blocks.last_mut() {
        block.extend::<Vec<Column>>(open);
    }
    for block in &mut blocks {
        one_group(block, &all);
        stand_in(block, fields);
        tell_apart(block);
    }
    stand_in(&mut hidden, fields);
    let columns = || blocks.iter().flatten().chain(&hidden);
    // A column of groups that nobody has filled in says no group: the lines between the rows may.
    let filled = |column: &Column| {
        grid.cells().any(|((row, at), cell)| row > bottom && at == column.column && !cell.is_blank())
    };
    let unnamed = |id: &str| {
        let named = columns().any(|column| column.field.id == id && filled(column));
        fields.get(id).filter(|_| !named).cloned()
    };
    let (group, category) = (unnamed("group"), unnamed("category"));
    Some(Layout { blocks, hidden, top, bottom, score, group, category, below_a_list: false })
}

/// Whether a cell is somebody's number and nothing else; a telephone within words is a clerk's remark.
fn is_number(text: &str) -> bool {
    holds_identifier(text) && text.chars().all(|c| c.is_ascii_alphanumeric() || c.is_whitespace())
}

/// 户主姓名 and 姓名 are one question: whose name it is.
fn whose_is(field: &Field) -> &str {
    field.id.strip_prefix("head_").unwrap_or(field.id.as_str())
}

/// What a column is called whose words nobody knows.
fn lettered(column: u32) -> String {
    format!("第{}列", column_letters(column))
}

/// The same fields again to the right are a second block of the same list. Unknown columns are alike; the number of the
/// row may stand once, before all blocks.
fn split(columns: Vec<Column>) -> Vec<Vec<Column>> {
    let id =
        |column: &Column| if column.is_other() { "other".to_owned() } else { column.field.id.to_string() };
    let ids: Vec<String> = columns.iter().map(id).collect();
    let once = ids.iter().filter(|id| *id == "seq").count() == 1;
    for before in [0, usize::from(once && ids.first().is_some_and(|id| id == "seq"))] {
        let rest = &ids[before..];
        let width = rest.iter().skip(1).position(|id| Some(id) == rest.first()).map(|at| at + 1);
        let Some(width) = width.filter(|width| *width >= 2 && rest.len().is_multiple_of(*width)) else {
            continue;
        };
        let named = rest[..width].iter().any(|id| ["name", "head_name"].contains(&id.as_str()));
        if named && rest.chunks(width).all(|chunk| chunk == &rest[..width]) {
            let mut columns = columns;
            let others = columns.split_off(before);
            let mut blocks: Vec<Vec<Column>> = others.chunks(width).map(<[Column]>::to_vec).collect();
            if let Some(first) = blocks.first_mut() {
                columns.append(first);
                *first = columns;
            }
            return blocks;
        }
    }
    vec![columns]
}

/// 村民小组 beside 网格 or 自然村 is the group; the other column is not shown.
fn one_group(block: &mut [Column], all: &[Words]) {
    let word = |column: &Column| {
        let words = all.get(column.column as usize - 1).map(Words::shown).unwrap_or_default();
        clean::header_key(&words)
    };
    let of_group = |column: &Column| column.field.id == "group";
    let firm = |column: &Column| word(column).contains(['组', '社', '队']);
    if block.iter().filter(|column| of_group(column) && firm(column)).count() == 1 {
        for column in block.iter_mut().filter(|column| of_group(column) && !firm(column)) {
            let word = word(column);
            (column.field, column.heading) = (Field::other(&word).into(), Some(word.into()));
        }
    }
}

/// 户主姓名 is the 姓名 of a list that has no other.
fn stand_in(block: &mut [Column], fields: &FieldTable) {
    let present: BTreeSet<String> = block.iter().map(|column| column.field.id.to_string()).collect();
    for column in block {
        let target = column.field.stands_for.as_ref().filter(|id| !present.contains(*id));
        if let Some(field) = target.and_then(|id| fields.get(id)) {
            column.field = field.clone();
        }
    }
}

/// Two unknown columns with one header stay two fields: both are searched for by the audit.
fn tell_apart(block: &mut [Column]) {
    let mut seen = BTreeSet::new();
    for Column { column, field, .. } in block {
        if field.id.starts_with("other:") && !seen.insert(field.id.clone()) {
            *field = Field::other(&format!("{}（第{}列）", field.title, column_letters(*column))).into();
        }
    }
}
