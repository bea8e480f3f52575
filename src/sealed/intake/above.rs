//! What the lines between the rows say of the rows below them: their group 村民小组 and their category. A line that is not
//! understood ends what stood before it, and is an error at its row as soon as a row follows.

use super::beside::{self, Side};
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
    /// What holds in each of the blocks side by side.
    halves: Vec<Half>,
    /// Whether groups stand within categories, or categories within groups; the first line of either kind decides.
    categories_outside: Option<bool>,
}

/// What the lines above say in one block.
#[derive(Clone, Default)]
struct Half {
    group: Option<Heading>,
    category: Option<Heading>,
    /// Category of a section, where a column gives it as well: both must agree.
    section: Option<(Spot, String)>,
    /// A line that was not understood, until a row follows.
    pending: Option<(Spot, bool)>,
    /// A line that heads another half only: nobody knows what it says of this one.
    untold: Option<Spot>,
    /// Whether a line of its own heads this half.
    own: bool,
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
            halves: vec![Half::default(); layout.blocks.len()],
            categories_outside: None,
        };
        let title = layout.titles(grid).find_map(|(row, column, text)| {
            headings::split_group(&text).1.map(|group| (Spot::cell(origin, row, column), group))
        });
        let tab = grid.tab.as_deref().and_then(|sheet| match headings::read(sheet) {
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
            let heading = Heading { at, field: Arc::clone(field), words: group.into() };
            for half in &mut above.halves {
                half.group = Some(heading.clone());
            }
        }
        // 一组 and 二组 above the two halves of the header.
        let rows: Vec<u32> = grid.rows().range(..layout.top).rev().copied().collect();
        let mut over = rows.into_iter().map(|row| (row, beside::headings(grid, layout, row)));
        let told = |sides: &[Side]| {
            sides.len() > 1
                && sides.iter().all(|side| matches!(side.says, Says::Group(_) | Says::Category(_)))
        };
        if let Some((row, sides)) = over.find(|(_, sides)| told(sides)) {
            above.sides(row, sides, grid.hidden_rows.contains(&row));
        }
        above
    }

    /// A line that heads some of the halves, each by its own words.
    pub(super) fn sides(&mut self, line: u32, sides: Vec<Side>, hidden: bool) {
        let matters =
            sides.iter().any(|side| !matches!(side.says, Says::Group(_)) || self.layout.group.is_some());
        let headed: Vec<usize> = sides.iter().map(|side| side.block).collect();
        if let Some(first) = sides.first().filter(|_| matters) {
            let at = Spot::cell(&self.origin, line, first.column);
            for (block, half) in self.halves.iter_mut().enumerate() {
                if !headed.contains(&block) && !half.own {
                    half.untold = Some(at.clone());
                }
            }
        }
        for Side { block, column, says } in sides {
            self.say(block, line, column, says, hidden);
            self.halves[block].own = true;
        }
    }

    /// A line of its own.
    pub(super) fn line(&mut self, line: u32, column: u32, says: Says, hidden: bool) {
        for block in 0..self.halves.len() {
            self.say(block, line, column, says.clone(), hidden);
            self.halves[block].own = false;
        }
    }

    /// What a line says of the rows of one block.
    fn say(&mut self, block: usize, line: u32, column: u32, says: Says, hidden: bool) {
        let at = Spot::cell(&self.origin, line, column);
        let heading = |field: &Arc<Field>, words: String| Heading {
            at: at.clone(),
            field: Arc::clone(field),
            words: words.into(),
        };
        let knows_categories = self.knows_categories();
        let half = &mut self.halves[block];
        // What is hidden is not read, and what stood before it no longer holds.
        if hidden {
            *half = Half::default();
            return;
        }
        half.untold = None;
        match says {
            Says::Group(group) => {
                let outside = *self.categories_outside.get_or_insert(false);
                if !outside {
                    (half.category, half.section) = (None, None);
                }
                half.group = self.layout.group.as_ref().map(|field| heading(field, group));
                half.pending = None;
            }
            // Of several categories in one line, only a column can say which is whose.
            Says::Category(category)
                if knows_categories
                    && (self.layout.category.is_none() || headings::categories(&category).count() == 1) =>
            {
                if *self.categories_outside.get_or_insert(true) {
                    half.group = None;
                }
                half.category = self.layout.category.as_ref().map(|field| heading(field, category.clone()));
                let one = headings::categories(&category).count() == 1;
                half.section = (one && half.category.is_none()).then_some((at, category));
                half.pending = None;
            }
            Says::GoesOn => {}
            says => {
                (half.group, half.category, half.section) = (None, None, None);
                half.pending = Some((at, says == Says::OtherList));
            }
        }
    }

    /// A title that stands once more, for another group perhaps.
    pub(super) fn title(&mut self, line: u32, group: Option<String>, hidden: bool) {
        // A line over another list is not undone by a title below it.
        for half in &mut self.halves {
            half.pending = half.pending.take().filter(|(_, other_list)| *other_list);
        }
        if let Some(group) = group {
            self.line(line, 1, Says::Group(group), hidden);
        }
    }

    /// The header stands once more: below a line that says something else another list begins.
    pub(super) fn header_again(&mut self, out: &mut Vec<Diagnostic>) -> bool {
        let pending: Vec<_> = self.halves.iter_mut().filter_map(|half| half.pending.take()).collect();
        out.extend(pending.first().map(|(at, _)| two_lists(at)));
        !pending.is_empty()
    }

    /// A row follows: what stands above it, or why nobody knows.
    pub(super) fn row(&mut self, block: usize, line: u32, out: &mut Vec<Diagnostic>) -> Vec<Heading> {
        let columns = &self.layout.blocks[block];
        if let Some(at) = self.halves[block].untold.take() {
            out.push(Diagnostic::error(
                &codes::LINE_UNCLEAR,
                at.place(),
                "名单分左右几栏，这一行的字只写在一栏里，看不出管不管别的栏",
                "每一栏都写上自己的小组（类别），或者把这一格合并到整行宽，或者加一列“村民小组”",
            ));
        }
        if let Some((at, other_list)) = self.halves[block].pending.take() {
            // One line is said once, whichever block's row follows first.
            for half in self
                .halves
                .iter_mut()
                .filter(|half| half.pending.as_ref().is_some_and(|(other, _)| *other == at))
            {
                half.pending = None;
            }
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
        let half = &mut self.halves[block];
        if let Some((at, words)) = &half.section {
            let column = columns.iter().find(|column| column.field.id == "category");
            let cell = column.and_then(|column| self.grid.seen(line, column.column)).map(|(_, cell)| cell);
            if cell.is_some_and(|cell| !says(cell, words)) {
                out.push(Diagnostic::error(
                    &codes::LINE_UNCLEAR,
                    at.place(),
                    format!("这一行写的类别，和下面第{line}行自己的“监测对象类别”不一样"),
                    "核对这一户的类别，把两处改成一样，或删掉中间的这一行",
                ));
                half.section = None;
            }
        }
        half.group.iter().chain(&half.category).cloned().collect()
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
