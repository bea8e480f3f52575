//! The header 表头: which rows it fills, which column is which field, and whether the list runs in two blocks side
//! by side. Only header words are ever quoted, and only where the row is surely a header.

use super::clean;
use super::codes;
use super::fields::{Class, Field, FieldTable, Kind};
use super::grid::Grid;
use super::ticks::is_ticked;
use crate::diag::{Diagnostic, Place, column_letters};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A header starts on one of the first rows.
const FIRST_ROWS: u32 = 15;
/// Words of a header above others that say nothing of their own (家庭成员信息 over 姓名).
const GENERAL: [&str; 12] =
    ["家庭", "成员", "户主", "基本", "信息", "人口", "对象", "情况", "农户", "监测", "户", "申请人"];

/// Id of the field of the group 村民小组.
const GROUP: &str = "group";

/// A column with its field.
#[derive(Clone)]
pub(super) struct Column {
    pub(super) column: u32,
    pub(super) field: Arc<Field>,
    /// What a tick here says 打勾的一栏: the words under those of the field.
    pub(super) choice: Option<String>,
}

impl Column {
    fn new(column: u32, field: impl Into<Arc<Field>>) -> Self {
        Self { column, field: field.into(), choice: None }
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
}

/// The words over one column: the group above and its own.
struct Words {
    above: String,
    own: String,
}

impl Words {
    /// What the clerk would call the column.
    fn shown(&self) -> String {
        let text = if self.own.is_empty() { &self.above } else { &self.own };
        clean::squeeze(text)
    }

    /// The ways to look the column up, most telling first.
    fn ways(&self) -> Vec<String> {
        let (above, own) = (clean::squeeze(&self.above), clean::squeeze(&self.own));
        if own.is_empty() || above.is_empty() || above == own {
            return vec![if own.is_empty() { above } else { own }];
        }
        let mut out = vec![format!("{above}{own}")];
        let key = clean::without_brackets(&clean::header_key(&above));
        for tail in ["基本信息", "基本情况", "信息", "情况"] {
            if let Some(stem) = key.strip_suffix(tail) {
                out.push(format!("{stem}{own}"));
            }
        }
        // 紧急联系人 over 姓名 is not the household's 姓名.
        if GENERAL.iter().any(|word| key.contains(word)) || key.chars().count() > 12 {
            out.push(own);
        }
        out
    }
}

/// Finds the best header of a sheet, if there is one.
pub(super) fn find(grid: &Grid, fields: &FieldTable, overrides: &BTreeMap<String, String>) -> Option<Layout> {
    let rows: Vec<u32> = grid.rows().into_iter().filter(|row| !grid.hidden_rows.contains(row)).collect();
    let first = *rows.first()?;
    let names = Names::new(fields, overrides);
    let mut best: Option<Layout> = None;
    for (index, &row) in rows.iter().enumerate().take_while(|(_, row)| **row < first + FIRST_ROWS) {
        // A title fills one cell; a row of group words over others has several.
        let filled = (1..=grid.width()).filter(|column| grid.raw(row, *column).is_some()).count();
        let below = |by: u32| {
            let next = rows.get(index + by as usize).copied();
            next.filter(|below| *below == row + by && filled > 1)
        };
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
    best
}

/// Reads the words over a column when the header fills `top..=bottom`.
fn words(grid: &Grid, top: u32, bottom: u32, column: u32) -> Words {
    if top == bottom {
        // A cell merged down from above belongs to a header that starts above.
        let own = grid.raw(top, column).map_or("", |cell| cell.words()).to_owned();
        return Words { above: String::new(), own };
    }
    let text = |row: u32| grid.seen(row, column).map_or("", |(_, cell)| cell.words()).to_owned();
    let joined = grid.area(top, column).is_some_and(|area| area.bottom >= bottom);
    let own = if joined { String::new() } else { text(bottom) };
    // Of three rows the one right above says more than the topmost.
    let upper = (top..bottom).rev().find(|row| *row == top || !text(*row).is_empty()).unwrap_or(top);
    let mut above = text(upper);
    if above.is_empty() && !own.is_empty() {
        // Text files have no merged cells: the group's word stands over its first column only.
        above = (1..column)
            .rev()
            .map(|left| grid.raw(bottom - 1, left).map_or("", |cell| cell.words()))
            .find(|word| !word.is_empty())
            .unwrap_or("")
            .to_owned();
    }
    Words { above, own }
}

/// Which field a column's words name, each wording looked up once: a header is sought in many rows.
struct Names<'a> {
    fields: &'a FieldTable,
    /// The notice's own headers: field id, key of the words.
    overrides: Vec<(&'a str, String)>,
    known: RefCell<FxHashMap<String, Option<&'a Arc<Field>>>>,
}

impl<'a> Names<'a> {
    fn new(fields: &'a FieldTable, overrides: &'a BTreeMap<String, String>) -> Self {
        let overrides =
            overrides.iter().map(|(id, header)| (id.as_str(), clean::header_key(header))).collect();
        Self { fields, overrides, known: RefCell::default() }
    }

    fn lookup(&self, words: &Words) -> Option<&'a Arc<Field>> {
        let ways = words.ways();
        for (id, wanted) in &self.overrides {
            let matches = ways.iter().any(|way| {
                let key = clean::header_key(way);
                key == *wanted || clean::without_brackets(&key) == *wanted
            });
            if matches {
                let field = self.fields.get(id)?;
                // A header that belongs to a closed field stays with it; `review` says so.
                let owner = ways.iter().find_map(|way| self.fields.stronger_owner(way, field));
                return Some(owner.unwrap_or(field));
            }
        }
        // A field that the notice gave to one header is not taken from another.
        let found = ways.into_iter().find_map(|way| self.by_header(way));
        found.filter(|field| !self.overrides.iter().any(|(id, _)| field.id == *id))
    }

    /// The field of the words above, if it is told in words that a tick may choose.
    fn chosen(&self, words: &Words) -> Option<&'a Arc<Field>> {
        let field = self.by_header(clean::squeeze(&words.above))?;
        let told = matches!(field.kind, Kind::Text | Kind::Words) && field.class < Class::Direct;
        told.then_some(field)
    }

    fn by_header(&self, way: String) -> Option<&'a Arc<Field>> {
        let mut known = self.known.borrow_mut();
        match known.get(&way) {
            Some(field) => *field,
            None => {
                let field = self.fields.by_header(&way);
                known.insert(way, field);
                field
            }
        }
    }
}

fn bind(grid: &Grid, names: &Names<'_>, top: u32, bottom: u32) -> Option<Layout> {
    let fields = names.fields;
    let (mut shown, mut hidden, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own, mut own_known) = (0, 0);
    let mut known = BTreeSet::new();
    for column in 1..=grid.width() {
        let words = words(grid, top, bottom, column);
        let name = words.shown();
        if name.is_empty() {
            if grid.cells().any(|(at, _)| at.1 == column && at.0 > bottom) {
                bare.push(Column::new(column, Field::other(&nameless(column))));
            }
            continue;
        }
        let mut field = names.lookup(&words).cloned();
        let mut choice = None;
        if top != bottom && !words.own.is_empty() {
            if field.is_none() {
                let same = |other: &u32| self::words(grid, top, bottom, *other).above == words.above;
                let beside = (1..=grid.width()).filter(same);
                let chosen = names.chosen(&words);
                field = chosen.filter(|_| is_ticked(grid, bottom, column, beside)).cloned();
                choice = field.is_some().then(|| clean::squeeze(&words.own));
            }
            own += 1;
            own_known += usize::from(field.is_some());
        }
        if grid.hidden_columns.contains(&column) {
            let field = field.unwrap_or_else(|| Field::other(&quotable(&name, column)).into());
            hidden.push(Column::new(column, field));
            continue;
        }
        if let Some(field) = &field {
            known.insert(field.id.clone());
        }
        let field = field.unwrap_or_else(|| Field::other(&quotable(&name, column)).into());
        shown.push(Column { column, field, choice });
    }
    // Where ticks choose between words, the row of those words belongs to the header.
    let score = known.len() + usize::from(shown.iter().any(|column| column.choice.is_some()));
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
        stand_in(block, fields);
        tell_apart(block);
    }
    stand_in(&mut hidden, fields);
    let columns = || blocks.iter().flatten().chain(&hidden);
    let group = fields.get(GROUP).filter(|_| columns().all(|column| column.field.id != GROUP)).cloned();
    Some(Layout { blocks, hidden, top, bottom, score, group })
}

/// Header words as they may be quoted: short and without long numbers.
fn quotable(name: &str, column: u32) -> String {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    if digits > 4 || name.chars().count() > 24 {
        return nameless(column);
    }
    name.to_owned()
}

/// What a column without usable header words is called.
fn nameless(column: u32) -> String {
    format!("第{}列", column_letters(column))
}

impl Column {
    /// Whether the column has no header words of its own.
    pub(super) fn is_nameless(&self) -> bool {
        self.field.id.strip_prefix("other:") == Some(nameless(self.column).as_str())
    }
}

/// The same fields again to the right are a second block of the same list.
fn split(columns: Vec<Column>) -> Vec<Vec<Column>> {
    let ids: Vec<&str> = columns.iter().map(|column| column.field.id.as_str()).collect();
    let width = ids.iter().skip(1).position(|id| Some(id) == ids.first()).map(|at| at + 1);
    match width {
        Some(width)
            if width >= 2
                && ids.len().is_multiple_of(width)
                && ids.chunks(width).all(|chunk| chunk == &ids[..width]) =>
        {
            columns.chunks(width).map(<[Column]>::to_vec).collect()
        }
        _ => vec![columns],
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

impl Layout {
    /// What is wrong or worth saying about the columns.
    pub(super) fn review(
        &self,
        grid: &Grid,
        path: &str,
        overrides: &BTreeMap<String, String>,
        fields: &FieldTable,
    ) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for block in &self.blocks {
            let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
            for bound @ Column { column, field, .. } in block.iter().filter(|column| column.choice.is_none())
            {
                let at = grid.place(path, self.bottom, *column);
                if let Some(header) = field.id.strip_prefix("other:") {
                    out.push(Diagnostic::warning(
                        &codes::HEADER_UNKNOWN,
                        at,
                        if bound.is_nameless() {
                            format!("{header}没有能认的表头，不会公开，只用来防泄露检查")
                        } else {
                            format!("不认识表头“{header}”，这一列不会公开，只用来防泄露检查")
                        },
                        "认得的话，在 fields.toml 里加一个同义词",
                    ));
                } else if let Some(other) = seen.insert(&field.id, *column) {
                    out.push(Diagnostic::error(
                        &codes::HEADER_TWICE,
                        at.field(&field.title),
                        format!(
                            "第{}列和第{}列都是“{}”",
                            column_letters(other),
                            column_letters(*column),
                            field.title
                        ),
                        format!("改其中一个表头，或在公示文件里写 headers = {{ {} = \"表头\" }}", field.id),
                    ));
                }
            }
        }
        for (id, header) in overrides {
            if let Some(owner) = fields.get(id).and_then(|field| fields.stronger_owner(header, field)) {
                out.push(Diagnostic::error(
                    &codes::HEADER_WEAKER,
                    Place { sheet: grid.sheet.clone(), ..Place::file(path) },
                    format!("表头“{header}”属于“{}”，不能在 headers 里改成可以公开的 {id}", owner.title),
                    "删掉 headers 里的这一条；要公开的内容，在名册里另立一列",
                ));
                continue;
            }
            let bound = self.blocks.iter().flatten().any(|column| column.field.id == id.as_str());
            if !bound {
                let message = if fields.get(id).is_none() {
                    format!("headers 里的字段 {id} 不存在")
                } else {
                    format!("名册里没有表头“{header}”（或它在隐藏的列里）")
                };
                out.push(Diagnostic::error(
                    &codes::HEADER_OVERRIDE,
                    Place { sheet: grid.sheet.clone(), ..Place::file(path) },
                    message,
                    "对照名册的表头改公示文件里的 headers",
                ));
            }
        }
        out
    }

    /// Whether a row repeats the header, as printed page breaks do.
    pub(super) fn is_repeated(&self, grid: &Grid, row: u32) -> bool {
        (self.top..=self.bottom).any(|header| {
            let mut same = 0;
            let mut filled = 0;
            for column in 1..=grid.width() {
                let Some(cell) = grid.raw(row, column) else { continue };
                filled += 1;
                let text = clean::header_key(cell.words());
                let above = grid.raw(header, column).map(|cell| clean::header_key(cell.words()));
                same += usize::from(!text.is_empty() && above.as_ref() == Some(&text));
            }
            filled > 0 && same * 3 >= filled * 2 && (same >= 2 || filled == 1)
        })
    }

    /// Whether a row repeats one of the title lines above the header.
    pub(super) fn is_title(&self, grid: &Grid, row: u32) -> bool {
        let line = |row: u32| -> Vec<String> {
            (1..=grid.width())
                .filter_map(|column| grid.raw(row, column))
                .map(|cell| clean::squeeze(cell.words()))
                .collect()
        };
        let own = line(row);
        own.len() == 1 && !own[0].is_empty() && (1..self.top).any(|title| line(title) == own)
    }
}
