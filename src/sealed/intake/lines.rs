//! Lines 行: which rows below the header are people, and which are blank, add up, divide the list or close it.
//!
//! What is no person may be dropped here without a word only when it can be nobody; in doubt a row is a person, and the
//! checks of names and numbers stop it.

use super::clean;
use super::fields::{Class, Kind};
use super::grid::{Cell, Grid};
use super::header::{Column, Layout};
use super::headings::{self, Says};
use crate::diag::Place;

/// First words of a line that closes a list.
const FOOTER: [&str; 26] = [
    "填表人",
    "制表人",
    "审核人",
    "填报人",
    "负责人",
    "经办人",
    "填表单位",
    "填报单位",
    "制表单位",
    "填表日期",
    "制表日期",
    "填报日期",
    "填表说明",
    "说明",
    "注",
    "备注",
    "附注",
    "以下空白",
    "单位负责人",
    "审批人",
    "村支书",
    "村委会主任",
    "联系人",
    "监督电话",
    "签字",
    "盖章",
];
/// Those that no name begins with: a colon may be missing behind them.
const SIGNED: [&str; 10] = [
    "填表人",
    "制表人",
    "审核人",
    "填报人",
    "经办人",
    "审批人",
    "单位负责人",
    "填表单位",
    "填报单位",
    "监督电话",
];
/// Words of a line that adds up: before a number or nothing, or at the end (一组小计).
const TOTALS: [&str; 6] = ["合计", "小计", "总计", "共计", "累计", "本页小计"];

/// What a row is.
pub(super) enum Line {
    /// Somebody.
    Person,
    /// Nothing, or the numbers of the columns.
    Blank,
    /// Words of their own between the rows: where they stand, and what they say of the rows below.
    Alone(u32, Says),
    /// An example of how the table is filled in.
    Example,
    /// Adds up; a grand total with what it says.
    Total(Option<Said>),
    /// Closes the list.
    Footer,
}

/// What a grand total says.
pub(super) struct Said {
    households: Option<usize>,
    people: Option<usize>,
}

/// A grand total 合计 with its place.
pub(super) struct Total {
    pub(super) households: Option<usize>,
    pub(super) people: Option<usize>,
    pub(super) at: Place,
}

impl Said {
    /// The same with its place.
    pub(super) fn at(self, at: Place) -> Total {
        Total { households: self.households, people: self.people, at }
    }
}

/// Numbers and place names are printed in advance on empty lines; scribbles stand beside the table.
pub(super) fn tells_something(column: &Column) -> bool {
    !column.is_nameless()
        && !matches!(column.field.id.as_str(), "seq" | "village" | "township" | "group")
        && column.field.class != Class::Plain
}

/// What kind of line a row is.
pub(super) fn kind(grid: &Grid, layout: &Layout, line: u32) -> Line {
    let cells: Vec<(u32, &Cell)> = (1..=grid.width())
        .filter(|column| !grid.hidden_columns.contains(column))
        .filter_map(|column| grid.raw(line, column).map(|cell| (column, cell)))
        .collect();
    let Some((column, first)) = cells.first() else { return Line::Blank };
    let columns = || layout.blocks.iter().flatten();
    if let Some(label) = total(layout, &cells) {
        return Line::Total(is_grand(&label).then(|| said(layout, &cells, &label)));
    }
    let text = clean::header_key(first.words());
    // `header_key` drops colons, so 填表人：某某 runs on: a label with its colon in the raw text counts as well.
    let label = clean::squeeze(first.words()).replace(':', "：");
    let labelled = label.split('：').next().is_some_and(|head| head != label && FOOTER.contains(&head));
    let wide = |least: u32| grid.area(line, *column).is_some_and(|area| area.right >= area.left + least);
    if labelled
        || (opens(&text, &FOOTER) && wide(1))
        || FOOTER.contains(&text.as_str())
        || SIGNED.iter().any(|word| text.starts_with(word))
    {
        return Line::Footer;
    }
    if closes(layout, &cells) {
        return Line::Footer;
    }
    if numbers_columns(&cells) || counts_columns(&cells) {
        return Line::Blank;
    }
    if let Some(says) = alone(layout, &cells, wide(2)) {
        return Line::Alone(*column, says);
    }
    if is_example(layout, &cells) {
        return Line::Example;
    }
    if let Some(sum) = unlabelled(layout, &cells) {
        return Line::Total(Some(sum));
    }
    if columns().any(|column| grid.raw(line, column.column).is_some()) { Line::Person } else { Line::Blank }
}

/// What a line of its own says; none where the row may be somebody's, or says nothing.
fn alone(layout: &Layout, cells: &[(u32, &Cell)], wide: bool) -> Option<Says> {
    let (column, cell) = cells.first()?;
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    let silent = |column: u32| bound(column).is_none_or(|bound| !tells_something(bound));
    if cell.words().is_empty() || !cells.iter().skip(1).all(|(column, _)| silent(*column)) {
        return None;
    }
    let of = |id: &str| bound(*column).is_some_and(|bound| bound.field.id == id);
    if cells.len() > 1 && !of("seq") {
        return None;
    }
    let says = headings::read(cell.words());
    if says == Says::GoesOn {
        return Some(says);
    }
    let counts = cell.words().chars().all(|c| !c.is_alphabetic() || "〇零一二三四五六七八九十百".contains(c));
    // Numbers and places are printed in advance on empty lines.
    if of("group") || (of("seq") && counts) {
        return None;
    }
    match &says {
        // In a column of names a word that ends like a group might be somebody's.
        Says::Group(group) if of("name") && !wide && !headings::is_counted(group) => Some(Says::Unclear),
        Says::Group(_) => Some(says),
        _ if wide || of("seq") => Some(says),
        Says::Category(_) | Says::OtherList if bound(*column).is_none_or(Column::is_nameless) => Some(says),
        _ => None,
    }
}

/// Whether a row is one of the example rows of a form: 例, 示例001, 张三（示例）.
fn is_example(layout: &Layout, cells: &[(u32, &Cell)]) -> bool {
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    cells.iter().any(|(column, cell)| {
        let Some(field) = bound(*column).map(|bound| &bound.field) else { return false };
        let text = clean::header_key(cell.words());
        let bare = clean::without_brackets(&text);
        let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '、'));
        let words = [
            "例",
            "示例",
            "样例",
            "范例",
            "举例",
            "例如",
            "例子",
            "填表示例",
            "填写示例",
            "填写样例",
            "样表",
        ];
        let marked = ["(例)", "(示例)", "(样例)", "(范例)"].iter().any(|mark| text.contains(mark));
        let begins = ["示例", "样例", "范例", "例如"].iter().any(|word| text.starts_with(word));
        match field.id.as_str() {
            "seq" | "household_number" => words.contains(&bare) || marked || begins,
            "name" | "head_name" => words.contains(&bare) || marked || begins,
            "note" => words.contains(&text.as_str()) || text == "此行为示例" || text == "此行为例子",
            _ => false,
        }
    })
}

/// Whether a row closes the list: places to sign, a seal, an office, a day.
fn closes(layout: &Layout, cells: &[(u32, &Cell)]) -> bool {
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    let signs = |cell: &Cell| {
        let text = clean::squeeze(cell.words()).replace(':', "：").replace('(', "（").replace(')', "）");
        let word = ["签字", "签名", "盖章", "公章", "签章", "（章）", "（印章）"]
            .iter()
            .any(|word| text.contains(word));
        word && (text.ends_with('：') || text.contains('（') || text.contains('：'))
    };
    let own = |column: u32| {
        bound(column).is_some_and(|bound| ["signature", "note"].contains(&bound.field.id.as_str()))
    };
    let mut rest = cells.iter().filter(|(_, cell)| !signs(cell)).peekable();
    let signed = cells.iter().any(|(column, cell)| signs(cell) && !own(*column));
    // 村支书（签字）： beside 村主任（签字）：, with the names that were typed behind them.
    if signed && rest.all(|(_, cell)| cell.words().chars().count() <= 4 || is_day(cell)) {
        return true;
    }
    let [(column, cell)] = cells else { return false };
    let printed =
        bound(*column).is_some_and(|bound| ["village", "township"].contains(&bound.field.id.as_str()));
    let office = [
        "村民委员会",
        "居民委员会",
        "村委会",
        "居委会",
        "人民政府",
        "党支部",
        "党总支",
        "领导小组",
        "办事处",
    ];
    let text = clean::header_key(cell.words());
    is_day(cell) || (!printed && office.iter().any(|end| text.ends_with(end)))
}

/// 2025年4月7日, 二〇二五年四月七日, 2025.4.7, or a day as the table program keeps it.
fn is_day(cell: &Cell) -> bool {
    if matches!(cell, Cell::Date(_)) {
        return true;
    }
    let text = clean::header_key(cell.words());
    let numeral = |c: char| c.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(c);
    let parts: Vec<&str> = text.split(|c: char| !numeral(c)).filter(|part| !part.is_empty()).collect();
    let between = text.chars().all(|c| numeral(c) || "年月日.-/".contains(c));
    let blank = text.chars().all(|c| "年月日".contains(c)) && text.starts_with("年月");
    (between && parts.len() == 3 && parts.first().is_some_and(|year| year.chars().count() == 4)) || blank
}

/// A row of numbers alone that adds up without saying so: nobody's name, number or group stands in it.
fn unlabelled(layout: &Layout, cells: &[(u32, &Cell)]) -> Option<Said> {
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        cell => clean::header_key(cell.words()).trim_end_matches(['人', '元']).parse().ok(),
    };
    let sums = |column: u32| {
        bound(column).is_some_and(|bound| matches!(bound.field.kind, Kind::Count | Kind::Money))
    };
    let size =
        cells.iter().find(|(column, _)| bound(*column).is_some_and(|bound| bound.field.id == "size"))?;
    let all = cells.iter().all(|(column, cell)| sums(*column) && number(cell).is_some());
    let people =
        number(size.1).filter(|people| all && *people >= 0.0 && people.fract() == 0.0 && *people < 1e6)?;
    Some(Said { households: None, people: Some(people as usize) })
}

/// Whether a text is one of the words, or begins with one before something that is no character of a name.
fn opens(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.chars().next().is_none_or(|c| !super::is_han(c)))
    })
}

/// The words with which a row says that it adds up. A row with an identity number is somebody's.
fn total(layout: &Layout, cells: &[(u32, &Cell)]) -> Option<String> {
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    if cells.iter().any(|(column, _)| bound(*column).is_some_and(|bound| bound.field.id == "id_number")) {
        return None;
    }
    let labels = cells.iter().enumerate().filter(|(index, (column, _))| {
        let labelling = ["seq", "village", "township", "group", "household_number", "name"];
        *index == 0 || bound(*column).is_some_and(|bound| labelling.contains(&bound.field.id.as_str()))
    });
    labels.map(|(_, (_, cell))| clean::header_key(cell.words())).find(|text| {
        let counts = text.starts_with('共') && text.contains('户');
        let ends = text.chars().count() <= 12 && TOTALS.iter().any(|word| text.ends_with(word));
        // 承上页 with sums beside it adds up the page before.
        let carried = headings::read(text) == Says::GoesOn;
        opens(text, &TOTALS) || counts || ends || carried
    })
}

/// Whether a total is over the whole list, as far as its label says.
fn is_grand(label: &str) -> bool {
    let whole = ["合计", "总计", "共计", "全村合计", "全村总计", "全村共计"];
    opens(label, &whole) || (label.starts_with('共') && label.contains('户'))
}

/// `合计：6户19人`, or `6户` in a cell of its own and a number in the column of sizes.
fn said(layout: &Layout, cells: &[(u32, &Cell)], label: &str) -> Said {
    let is_size = |column: u32| {
        layout.blocks.iter().flatten().any(|bound| bound.column == column && bound.field.id == "size")
    };
    let mut said = Said { households: number_before(label, '户'), people: number_before(label, '人') };
    for (column, cell) in cells {
        let text = match cell {
            Cell::Number(number) => number.to_string(),
            cell => clean::header_key(cell.words()),
        };
        if said.households.is_none() {
            said.households = text.strip_suffix('户').and_then(|number| number.parse().ok());
        }
        if said.people.is_none() && is_size(*column) {
            said.people = text.trim_end_matches('人').parse().ok();
        }
    }
    said
}

/// The number that stands right before a counting word.
fn number_before(text: &str, unit: char) -> Option<usize> {
    let (before, _) = text.split_once(unit)?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before[before.len() - digits..].parse().ok()
}

/// 栏次: the columns' own numbers below the header, 1, 2, 3 and so on.
fn numbers_columns(cells: &[(u32, &Cell)]) -> bool {
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        cell => clean::header_key(cell.words()).parse().ok(),
    };
    // Hidden columns have their numbers too: what counts is how far apart the columns are.
    let before = |(column, cell): &(u32, &Cell)| number(cell).map(|found| found - f64::from(*column));
    let first = cells.first().and_then(before);
    cells.len() >= 3
        && first.is_some_and(|first| first <= 0.0)
        && cells.iter().all(|cell| before(cell) == first)
}

/// 甲 乙 丙 丁, or 栏次 1 2 3, or 甲 乙 1 2 3: how columns are numbered below the header of a statistical table.
fn counts_columns(cells: &[(u32, &Cell)]) -> bool {
    const STEMS: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";
    let text = |cell: &Cell| match cell {
        Cell::Number(number) => number.to_string(),
        cell => clean::header_key(cell.words()).trim_matches(['(', ')', '.']).to_owned(),
    };
    let mut texts: Vec<String> = cells.iter().map(|(_, cell)| text(cell)).collect();
    let labelled =
        ["栏次", "行次", "列次", "栏号", "列号"].contains(&texts.first().map_or("", String::as_str));
    if labelled {
        texts.remove(0);
    }
    let stems = texts.iter().zip(STEMS.chars()).take_while(|(text, stem)| **text == stem.to_string()).count();
    let numbers: Vec<u32> = texts.iter().skip(stems).map_while(|text| text.parse().ok()).collect();
    let follows = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let whole = stems + numbers.len() == texts.len() && follows;
    whole && (labelled || (stems >= 2 && texts.len() >= 3))
}

/// Whether a row below the list's end looks like one of the list.
pub(super) fn looks_like_person(grid: &Grid, layout: &Layout, line: u32) -> bool {
    layout.blocks.iter().any(|block| {
        let filled: Vec<_> = block.iter().filter(|column| grid.raw(line, column.column).is_some()).collect();
        filled.len() >= 3 || filled.iter().any(|column| column.field.id == "id_number")
    })
}
