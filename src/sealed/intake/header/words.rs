//! The words over a column, and the field that they name.

use super::super::fields::{Class, Field, FieldTable, Kind};
use super::super::grid::Grid;
use super::clean;
use super::owner::{self, Owner};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Words of a header above others that say nothing of their own (家庭成员信息 over 姓名).
const GENERAL: [&str; 12] =
    ["家庭", "成员", "户主", "基本", "信息", "人口", "对象", "情况", "农户", "监测", "户", "申请人"];

/// The words over one column: the group above and its own.
pub(super) struct Words {
    pub(super) above: String,
    pub(super) own: String,
    /// Whether what stands above stands over all columns: a title says whose nothing is.
    pub(super) title: bool,
}

impl Words {
    /// What the clerk would call the column.
    pub(super) fn shown(&self) -> String {
        let text = if self.own.is_empty() { &self.above } else { &self.own };
        clean::squeeze(text)
    }

    /// Whether a group's heading stands above words of the column's own.
    pub(super) fn is_grouped(&self) -> bool {
        let (above, own) = (clean::squeeze(&self.above), clean::squeeze(&self.own));
        !own.is_empty() && !above.is_empty() && above != own
    }

    /// The ways to look the column up, most telling first; the words under a heading alone only where it `lends` them.
    fn ways(&self, lends: bool) -> Vec<String> {
        let (above, own) = (clean::squeeze(&self.above), clean::squeeze(&self.own));
        if !self.is_grouped() {
            return vec![if own.is_empty() { above } else { own }];
        }
        let mut out = vec![format!("{above}{own}")];
        let key = clean::without_brackets(&clean::header_key(&above));
        for tail in ["基本信息", "基本情况", "信息", "情况"] {
            if let Some(stem) = key.strip_suffix(tail) {
                out.push(format!("{stem}{own}"));
            }
        }
        if lends {
            out.push(own);
        }
        out
    }

    /// Whether the heading above lends the column's own words, as far as they say nothing of who somebody is.
    fn is_general(&self) -> bool {
        let key = clean::without_brackets(&clean::header_key(&self.above));
        GENERAL.iter().any(|word| key.contains(word)) || key.chars().count() > 12
    }
}

/// Reads the words over a column when the header fills `top..=bottom`.
pub(super) fn words(grid: &Grid, top: u32, bottom: u32, column: u32) -> Words {
    if top == bottom {
        // A cell merged down from above belongs to a header that starts above.
        let own = grid.raw(top, column).map_or("", |cell| cell.words()).to_owned();
        return Words { above: String::new(), own, title: false };
    }
    let text = |row: u32| grid.seen(row, column).map_or("", |(_, cell)| cell.words()).to_owned();
    let joined = grid.area(top, column).is_some_and(|area| area.bottom >= bottom);
    let own = if joined { String::new() } else { text(bottom) };
    // Of three rows the one right above says more than the topmost.
    let upper = (top..bottom).rev().find(|row| *row == top || !text(*row).is_empty()).unwrap_or(top);
    let alone = grid.row(upper).filter(|(_, cell)| !cell.is_blank()).count() == 1;
    let title = alone && owner::lone_heading(grid, upper).is_none();
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
    Words { above, own, title }
}

/// What a column turned out to be.
pub(super) struct Found<'a> {
    pub(super) field: Option<&'a Arc<Field>>,
    /// The field that it would be, if it were the household's: where no other column is, nobody knows whose it is.
    pub(super) unclear: Option<&'a Arc<Field>>,
}

/// Which field a column's words name, each wording looked up once: a header is sought in many rows.
pub(super) struct Names<'a> {
    pub(super) fields: &'a FieldTable,
    /// The notice's own headers: field id, key of the words.
    overrides: Vec<(&'a str, String)>,
    known: RefCell<FxHashMap<String, Option<&'a Arc<Field>>>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(fields: &'a FieldTable, overrides: &'a BTreeMap<String, String>) -> Self {
        let overrides =
            overrides.iter().map(|(id, header)| (id.as_str(), clean::header_key(header))).collect();
        Self { fields, overrides, known: RefCell::default() }
    }

    /// The fields of all columns from left to right: a column in one row of headers may go on telling of whoever the
    /// column before it names.
    pub(super) fn of_all(&self, all: &[Words]) -> Vec<Found<'a>> {
        let mut other: Option<String> = None;
        let mut out = Vec::new();
        for words in all {
            if words.is_grouped() {
                other = None;
                out.push(self.grouped(words));
                continue;
            }
            let ways = words.ways(true);
            if let Some(field) = self.chosen_by_notice(&ways, words) {
                other = None;
                out.push(Found { field: Some(field), unclear: None });
                continue;
            }
            let header = words.shown();
            let field = self.lookup(&ways);
            if let Some(stem) = owner::of_column(&header, field.map(Arc::as_ref)) {
                other = Some(stem);
                out.push(Found { field, unclear: None });
                continue;
            }
            let goes_on = field.filter(|field| owner::is_bare(field) && !owner::names_household(&header));
            match (&other, goes_on) {
                (Some(stem), Some(own)) => {
                    let his = self.lookup(&[format!("{stem}{header}")]);
                    out.push(Found { field: his, unclear: owner::says_who(own).then_some(own) });
                }
                _ => {
                    other = None;
                    out.push(Found { field, unclear: None });
                }
            }
        }
        out
    }

    fn grouped(&self, words: &Words) -> Found<'a> {
        let owner = if words.title { Owner::Household } else { owner::of_heading(&words.above) };
        let all = words.ways(true);
        if let Some(field) = self.chosen_by_notice(&all, words).or_else(|| self.summed(words)) {
            return Found { field: Some(field), unclear: None };
        }
        match owner {
            Owner::Household => Found { field: self.lookup(&all), unclear: None },
            Owner::Other(stem) => {
                let mut ways = words.ways(false);
                ways.push(format!("{stem}{}", clean::squeeze(&words.own)));
                Found { field: self.lookup(&ways), unclear: None }
            }
            Owner::Unclear => {
                let field = self.lookup(&words.ways(false));
                let own = self.by_header(clean::squeeze(&words.own)).filter(|_| field.is_none());
                let lent = own.filter(|own| !owner::says_who(own) && words.is_general());
                Found { field: field.or(lent), unclear: own.filter(|own| owner::says_who(own)) }
            }
        }
    }

    /// The field to which the notice's own `headers` give the column.
    fn chosen_by_notice(&self, ways: &[String], words: &Words) -> Option<&'a Arc<Field>> {
        // Under a heading of somebody else the column is named by both words, or it is not meant.
        let whole = words.is_grouped() && matches!(owner::of_heading(&words.above), Owner::Other(_));
        let ways = if whole { &ways[..ways.len().saturating_sub(1)] } else { ways };
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
        None
    }

    /// The field that one of the ways names. A field that the notice gave to one header is not taken from another.
    fn lookup(&self, ways: &[String]) -> Option<&'a Arc<Field>> {
        let found = ways.iter().find_map(|way| self.by_header(way.clone()));
        found.filter(|field| !self.overrides.iter().any(|(id, _)| field.id == *id))
    }

    /// The count that a heading names, under which the column is the sum: 家庭人口 over 合计, 男, 女.
    fn summed(&self, words: &Words) -> Option<&'a Arc<Field>> {
        const SUMS: [&str; 9] = ["合计", "小计", "总计", "共计", "总数", "数量", "人数", "人口数", "总人数"];
        let counted = self.counted(words)?;
        let key = clean::without_brackets(&clean::header_key(&words.own));
        let given = || self.overrides.iter().any(|(id, _)| counted.id == *id);
        (SUMS.contains(&key.as_str()) && !given()).then_some(counted)
    }

    /// The number of people that the heading above names, where the column's own words say which of them: 劳动力.
    pub(super) fn counted(&self, words: &Words) -> Option<&'a Arc<Field>> {
        let says = words.is_grouped() && !words.title && !words.own.chars().any(|c| c.is_ascii_digit());
        let field = self.by_header(clean::squeeze(&words.above)).filter(|_| says)?;
        (field.kind == Kind::Count).then_some(field)
    }

    /// The field of the words above, if it is told in words that a tick may choose.
    pub(super) fn chosen(&self, words: &Words) -> Option<&'a Arc<Field>> {
        let field = self.by_header(clean::squeeze(&words.above))?;
        let told = matches!(field.kind, Kind::Text | Kind::Words) && field.class < Class::Direct;
        told.then_some(field)
    }

    pub(super) fn by_header(&self, way: String) -> Option<&'a Arc<Field>> {
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
