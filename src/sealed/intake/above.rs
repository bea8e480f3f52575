//! What the lines between the rows say of the rows below them: their group 村民小组 and their category. A line that is not
//! understood ends what stood before it, and is an error at its row as soon as a row follows.

use super::clean;
use super::codes;
use super::fields::Field;
use super::grid::{Cell, CellText, Grid};
use super::header::{Column, Layout};
use super::headings::{self, Says};
use crate::diag::Diagnostic;
use crate::sealed::roster::{Origin, Spot};
use std::sync::Arc;

/// A value that a line between the rows gives to those below it.
#[derive(Clone)]
pub(super) struct Heading {
    pub(super) at: Spot,
    pub(super) field: Arc<Field>,
    pub(super) words: CellText,
}

/// Which headings stand above a row, and what was not understood on the way.
pub(super) struct Above<'a> {
    grid: &'a Grid,
    layout: &'a Layout,
    origin: Arc<Origin>,
    group: Option<Heading>,
    category: Option<Heading>,
    /// Category of a section, where a column gives it as well: both must agree.
    section: Option<(Spot, String)>,
    /// Whether groups stand within categories, or categories within groups; the first line of either kind decides.
    categories_outside: Option<bool>,
    /// A line that was not understood, until a row follows.
    pending: Option<(Spot, bool)>,
}

impl<'a> Above<'a> {
    /// Above the first row: the title may name the group of the whole sheet, as may its tab.
    pub(super) fn new(
        grid: &'a Grid,
        layout: &'a Layout,
        origin: &Arc<Origin>,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut above = Self {
            grid,
            layout,
            origin: Arc::clone(origin),
            group: None,
            category: None,
            section: None,
            categories_outside: None,
            pending: None,
        };
        let title = layout.titles(grid).find_map(|(row, column, text)| {
            headings::split_group(&text).1.map(|group| (Spot::cell(origin, row, column), group))
        });
        let tab = grid.sheet.as_deref().and_then(|sheet| match headings::read(sheet) {
            Says::Group(group) => Some(group),
            _ => None,
        });
        if let (Some((at, title)), Some(tab)) = (&title, &tab)
            && headings::number(title) != headings::number(tab)
        {
            out.push(Diagnostic::error(
                &codes::LINE_UNCLEAR,
                at.place(),
                "标题里写的小组和工作表的名称不是同一个小组",
                "核对这张表是哪个组的，把标题或工作表名称改对",
            ));
        }
        // Nothing stands in a row of its own: the header's row is the place.
        let tab = tab.map(|group| (Spot::row(origin, layout.bottom), group));
        if let (Some(field), Some((at, group))) = (&layout.group, title.or(tab)) {
            above.group = Some(Heading { at, field: Arc::clone(field), words: group.into() });
        }
        above
    }

    /// A line of its own.
    pub(super) fn line(&mut self, line: u32, column: u32, says: Says, hidden: bool) {
        let at = Spot::cell(&self.origin, line, column);
        let heading = |field: &Arc<Field>, words: String| Heading {
            at: at.clone(),
            field: Arc::clone(field),
            words: words.into(),
        };
        // What is hidden is not read, and what stood before it no longer holds.
        if hidden {
            (self.group, self.category, self.section, self.pending) = (None, None, None, None);
            return;
        }
        match says {
            Says::Group(group) => {
                let outside = *self.categories_outside.get_or_insert(false);
                if !outside {
                    (self.category, self.section) = (None, None);
                }
                self.group = self.layout.group.as_ref().map(|field| heading(field, group));
                self.pending = None;
            }
            // Of several categories in one line, only a column can say which is whose.
            Says::Category(category)
                if self.knows_categories()
                    && (self.layout.category.is_none() || headings::categories(&category).count() == 1) =>
            {
                if *self.categories_outside.get_or_insert(true) {
                    self.group = None;
                }
                self.category = self.layout.category.as_ref().map(|field| heading(field, category.clone()));
                let one = headings::categories(&category).count() == 1;
                self.section = (one && self.category.is_none()).then_some((at, category));
                self.pending = None;
            }
            Says::GoesOn => {}
            says => {
                (self.group, self.category, self.section) = (None, None, None);
                self.pending = Some((at, says == Says::OtherList));
            }
        }
    }

    /// A title that stands once more, for another group perhaps.
    pub(super) fn title(&mut self, line: u32, group: Option<String>, hidden: bool) {
        // A line over another list is not undone by a title below it.
        self.pending = self.pending.take().filter(|(_, other_list)| *other_list);
        if let Some(group) = group {
            self.line(line, 1, Says::Group(group), hidden);
        }
    }

    /// The header stands once more: below a line that says something else another list begins.
    pub(super) fn header_again(&mut self, out: &mut Vec<Diagnostic>) -> bool {
        let pending = self.pending.take();
        out.extend(pending.iter().map(|(at, _)| two_lists(at)));
        pending.is_some()
    }

    /// A row follows: what stands above it, or why nobody knows.
    pub(super) fn row(&mut self, block: &[Column], line: u32, out: &mut Vec<Diagnostic>) -> Vec<Heading> {
        if let Some((at, other_list)) = self.pending.take() {
            out.push(if other_list {
                two_lists(&at)
            } else {
                Diagnostic::error(
                    &codes::LINE_UNCLEAR,
                    at.place(),
                    "名单中间的这一行看不懂，不知道下面的户归哪里",
                    "是小组就写成“三组”“老屋基组”的样子；是说明就移到名单后面；用不到就删掉这一行",
                )
            });
        }
        if let Some((at, words)) = &self.section {
            let column = block.iter().find(|column| column.field.id == "category");
            let cell = column.and_then(|column| self.grid.seen(line, column.column)).map(|(_, cell)| cell);
            if cell.is_some_and(|cell| !says(cell, words)) {
                out.push(Diagnostic::error(
                    &codes::LINE_UNCLEAR,
                    at.place(),
                    format!("这一行写的类别，和下面第{line}行自己的“监测对象类别”不一样"),
                    "核对这一户的类别，把两处改成一样，或删掉中间的这一行",
                ));
                self.section = None;
            }
        }
        self.group.iter().chain(&self.category).cloned().collect()
    }

    fn knows_categories(&self) -> bool {
        let has = |column: &Column| column.field.id == "category";
        self.layout.category.is_some() || self.layout.blocks.iter().flatten().any(has)
    }
}

fn says(cell: &Cell, words: &str) -> bool {
    clean::header_key(cell.words()) == words
}

fn two_lists(at: &Spot) -> Diagnostic {
    Diagnostic::error(
        &codes::LISTS_TWO,
        at.place(),
        "从这一行起像是另一份名单",
        "一份公示只用一份名单：把另一份放到别的工作表或文件里，另写一份公示",
    )
}
