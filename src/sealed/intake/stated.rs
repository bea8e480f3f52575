//! What a list says of itself 自己写的户数: in its title, over a section (（3户）), in a subtotal 小计. It must agree with the
//! rows that it speaks of.

use super::grid::{Cell, Grid};
use super::header::Layout;
use super::headings::{self, Says};
use super::lines::{Line, kind};
use super::{clean, codes};
use crate::diag::{Diagnostic, Place};
use crate::sealed::order::numeral;
use crate::sealed::roster::{Household, Roster};
use unicode_normalization::UnicodeNormalization;

/// What words say of the number of households and people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    households: Option<usize>,
    people: Option<usize>,
}

impl Said {
    fn tells(&self) -> bool {
        self.households.is_some() || self.people.is_some()
    }
}

/// Such words with their place.
pub(super) struct Stated {
    said: Said,
    at: Place,
    /// Who says it.
    what: &'static str,
    /// The rows that it may speak of, first and last; none for the whole list.
    within: Vec<(u32, u32)>,
}

/// What the list says of itself and is not so, where everything could be read.
pub(super) fn check(roster: &Roster, stated: &[Stated]) -> Vec<Diagnostic> {
    let sized = |household: &Household| household.fields.contains_key("size") || household.members.len() > 1;
    let countable = roster.households.iter().any(sized);
    let mut out = Vec::new();
    for Stated { said, at, what, within } in stated {
        let of_sheet =
            || roster.households.iter().filter(|household| household.at.sheet() == at.sheet.as_deref());
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for (first, last) in within {
            let rows = *first..=*last;
            let inside =
                |household: &&Household| household.at.line().is_some_and(|line| rows.contains(&line));
            counts.push((
                of_sheet().filter(inside).count(),
                of_sheet().filter(inside).map(Household::size).sum(),
            ));
        }
        if within.is_empty() {
            counts.push((of_sheet().count(), of_sheet().map(Household::size).sum()));
            counts.push((roster.household_count(), roster.person_count()));
        }
        let households = said.households.is_some_and(|said| counts.iter().all(|count| count.0 != said));
        let people = said.people.is_some_and(|said| counts.iter().all(|count| count.1 != said));
        for (unit, differs) in [("户数", households), ("人数", countable && people)] {
            if differs {
                out.push(Diagnostic::error(
                    &codes::TOTAL_DIFFERS,
                    at.clone(),
                    format!("{what}的{unit}和读到的{unit}不一样"),
                    "逐户核对，改正写的数，或补上漏掉的行；隐藏的行没有读；不是说这份名单的数，就删掉",
                ));
            }
        }
    }
    out
}

/// A line that parts the rows, with what it says of their number.
struct Break {
    line: u32,
    what: What,
    said: Option<Said>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Group,
    Category,
    Sum,
    Other,
}

/// Every statement of a sheet about the number of its households.
pub(super) fn read(grid: &Grid, layout: &Layout, path: &str) -> Vec<Stated> {
    let mut out = Vec::new();
    for (row, column, text) in layout.titles(grid).filter(|(row, ..)| !grid.hidden_rows.contains(row)) {
        let at = grid.place(path, row, column);
        out.extend(of_title(&text).map(|said| Stated { said, at, what: "标题写", within: Vec::new() }));
    }
    // Of halves side by side nobody knows in which order they are counted.
    if layout.blocks.len() > 1 {
        return out;
    }
    let breaks = breaks(grid, layout);
    let outer = breaks.iter().map(|it| it.what).find(|what| matches!(what, What::Group | What::Category));
    for (at, it) in breaks.iter().enumerate() {
        let Some(said) = it.said else { continue };
        let next = |ends: &dyn Fn(What) -> bool| {
            let next = breaks[at + 1..].iter().find(|it| ends(it.what)).map_or(u32::MAX, |it| it.line);
            (it.line + 1, next - 1)
        };
        let at_line = grid.row_place(path, it.line);
        if it.what == What::Sum {
            // A subtotal adds up what stands above it, from some line on, or what stands below.
            let starts = breaks[..at].iter().map(|it| it.line).chain([layout.bottom]);
            let mut within: Vec<(u32, u32)> = starts.map(|start| (start + 1, it.line - 1)).collect();
            within.extend([next(&|_| true), next(&|what| what == What::Sum)]);
            out.push(Stated { said, at: at_line, what: "小计写", within });
        } else {
            let ends = |what: What| match what {
                What::Sum => false,
                What::Other => true,
                what => what == it.what || Some(what) == outer,
            };
            let within = vec![next(&ends), next(&|what| what != What::Sum)];
            out.push(Stated { said, at: at_line, what: "这一段写", within });
        }
    }
    out
}

fn breaks(grid: &Grid, layout: &Layout) -> Vec<Break> {
    let mut out = Vec::new();
    for line in grid.rows().range(layout.bottom + 1..).copied() {
        if grid.hidden_rows.contains(&line) {
            continue;
        }
        if layout.is_title(grid, line) {
            // A title that stands once more at the head of a page ends nothing, unless it names a group.
            let group = layout.title_group(grid, line);
            out.extend(group.map(|_| Break { line, what: What::Group, said: None }));
            continue;
        }
        match kind(grid, layout, line) {
            Line::Alone(_, Says::GoesOn) => {}
            Line::Alone(column, says) => {
                let what = match says {
                    Says::Group(_) => What::Group,
                    Says::Category(_) => What::Category,
                    _ => What::Other,
                };
                let words = grid.raw(line, column).map_or("", |cell| cell.words());
                let said = Some(counted(words)).filter(|_| what != What::Other).filter(Said::tells);
                out.push(Break { line, what, said });
            }
            // The grand total is compared by itself.
            Line::Total(Some(_)) => out.push(Break { line, what: What::Sum, said: None }),
            Line::Total(None) => {
                out.push(Break { line, what: What::Sum, said: subtotal(grid, layout, line) })
            }
            _ => {}
        }
    }
    out
}

/// 小计 | 4户 | 15: the number of households says so, that of people stands under its header.
fn subtotal(grid: &Grid, layout: &Layout, line: u32) -> Option<Said> {
    let mut out = Said { households: None, people: None };
    let is_size = |column: u32| {
        layout.blocks.iter().flatten().any(|bound| bound.column == column && bound.field.id == "size")
    };
    for (column, cell) in grid.row(line) {
        let said = counted(cell.words());
        let number = match cell {
            Cell::Number(number) if number.fract() == 0.0 && (0.0..1e6).contains(number) => {
                Some(*number as usize)
            }
            cell => clean::compact(cell.words()).parse().ok(),
        };
        out.households = out.households.or(said.households);
        out.people = out.people.or(said.people).or(number.filter(|_| is_size(column)));
    }
    Some(out).filter(Said::tells)
}

/// What a title says of the list below: in brackets behind its words, or in a line that only counts. Others speak of
/// the whole village.
fn of_title(text: &str) -> Option<Said> {
    let folded: String = text.nfkc().collect();
    let text = clean::squeeze(&folded);
    let begins = ["共", "合计", "总计"].iter().any(|word| text.starts_with(word));
    let inside = text.split_once('(').and_then(|(before, rest)| {
        let list = headings::names_list(before);
        rest.split_once(')').map(|(inside, _)| inside).filter(|_| list)
    });
    let part = inside.or_else(|| begins.then_some(text.as_str()))?;
    let whole = ["全村", "全社区", "总户数", "总人口", "户籍"].iter().any(|word| part.contains(word));
    let plain = part.chars().all(|c| c.is_ascii_digit() || "共合总计有:,、户人口".contains(c));
    Some(counted(part)).filter(|said| !whole && plain && said.tells())
}

/// 8户19人, 共八户: numbers in digits, or spelled behind 共.
fn counted(words: &str) -> Said {
    let folded: String = words.nfkc().collect();
    let text = clean::squeeze(&folded);
    let before = |unit: char| {
        let mut found: Vec<usize> = Vec::new();
        for (at, _) in text.match_indices(unit) {
            let head = &text[..at];
            let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let stem = head.trim_end_matches(|c: char| "一二三四五六七八九十百".contains(c));
            let spelled =
                ["共", "计", "有"].iter().any(|word| stem.ends_with(word)).then(|| &head[stem.len()..]);
            let number = head[head.len() - digits..].parse().ok();
            let spelled = spelled.and_then(numeral).and_then(|number| usize::try_from(number).ok());
            found.extend(number.or(spelled));
        }
        // Two numbers speak of two things.
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    };
    Said { households: before('户'), people: before('人') }
}

#[cfg(test)]
mod tests {
    use super::{counted, of_title};

    #[test]
    fn numbers_are_read_where_they_speak_of_the_list() {
        let of = |text| {
            let said = counted(text);
            (said.households, said.people)
        };
        assert_eq!(of("一、脱贫不稳定户（2户）"), (Some(2), None));
        assert_eq!(of("三组：共8户19人"), (Some(8), Some(19)));
        assert_eq!(of("第一类：共三户"), (Some(3), None));
        assert_eq!(of("一、脱贫不稳定户"), (None, None));
        let title = |text| of_title(text).map(|said| (said.households, said.people));
        assert_eq!(title("红岩村拟纳入监测对象名册（共7户25人）"), Some((Some(7), Some(25))));
        assert_eq!(title("共7户25人"), Some((Some(7), Some(25))));
        for other in [
            "红岩村（320户）监测对象名册",
            "全村共320户",
            "一户一策名册",
            "红岩村名册（2025年）",
            "监测对象名册（含3户整户迁入）",
        ] {
            assert_eq!(title(other), None, "{other}");
        }
    }
}
