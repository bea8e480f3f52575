//! Lines that close a list 表尾: places to sign, a seal, an office, a day, telephones, remarks.

use super::clean;
use super::grid::{Cell, Grid};
use super::header::Layout;
use super::somebody::{self, Cells};

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
/// Who signs or is named below a list, and what else is written there: labels that stand before a name, a day or a number.
const LABELS: [&str; 88] = [
    "统计人",
    "统计员",
    "统计",
    "复核人",
    "复核",
    "审核",
    "审核员",
    "审批",
    "制表",
    "填表",
    "填报",
    "填表员",
    "记录人",
    "记录员",
    "核查人",
    "核实人",
    "调查人",
    "入户人",
    "入户干部",
    "核查组",
    "校对",
    "校对人",
    "主管",
    "主管领导",
    "分管领导",
    "包村领导",
    "领导",
    "村主任",
    "村长",
    "村支书",
    "支书",
    "村书记",
    "书记",
    "主任",
    "副主任",
    "党支部书记",
    "村党支部书记",
    "党总支书记",
    "村党总支书记",
    "支部书记",
    "第一书记",
    "驻村第一书记",
    "驻村工作队",
    "工作队",
    "驻村工作队长",
    "驻村工作队队长",
    "工作队长",
    "工作队队长",
    "驻村干部",
    "包村干部",
    "包组干部",
    "包片干部",
    "乡镇干部",
    "村干部",
    "网格员",
    "村会计",
    "会计",
    "出纳",
    "文书",
    "村文书",
    "监委会主任",
    "村监委会主任",
    "监委主任",
    "监督委员会主任",
    "村务监督委员会主任",
    "评议代表",
    "评议人员",
    "村民代表",
    "群众代表",
    "党员代表",
    "评议组长",
    "评议小组组长",
    "组长",
    "村民小组长",
    "小组长",
    "主持人",
    "见证人",
    "参会人员",
    "单位",
    "日期",
    "时间",
    "公示时间",
    "公示期",
    "公示期限",
    "公示日期",
    "公示地点",
    "监督电话",
    "举报电话",
];
/// How other labels end, where a colon stands behind them.
const ENDS: [&str; 17] = [
    "人",
    "员",
    "书记",
    "主任",
    "代表",
    "组长",
    "干部",
    "队长",
    "会计",
    "文书",
    "工作队",
    "电话",
    "日期",
    "时间",
    "单位",
    "意见",
    "地点",
];

/// Whether a line closes the list.
pub(super) enum Closes {
    No,
    Surely,
    /// It begins like a signature and goes on like a household.
    Perhaps,
}

/// Whether a line closes the list. Numbers and places are left of the people: there labels stand; under any other words a
/// label is what a household's own cell says.
pub(super) fn closes_list(grid: &Grid, layout: &Layout, line: u32, cells: &Cells<'_>) -> Closes {
    let Some((column, first)) = cells.first() else { return Closes::No };
    let text = clean::header_key(first.words());
    // `header_key` drops colons, so 填表人：某某 runs on: a label with its colon in the raw text counts as well.
    let label = clean::squeeze(first.words()).replace(':', "：");
    let labelled = label.split('：').next().is_some_and(|head| head != label && FOOTER.contains(&head));
    let wide = grid.area(line, *column).is_some_and(|area| area.right > area.left);
    let begins = labelled
        || (opens(&text, &FOOTER) && wide)
        || FOOTER.contains(&text.as_str())
        || SIGNED.iter().any(|word| text.starts_with(word));
    let apart = layout.bound(*column).is_none_or(|bound| bound.is_nameless() || is_left(&bound.field.id));
    let named = somebody::is_named(layout, cells);
    let surely = somebody::is_surely(layout, cells);
    let likely = somebody::is_likely(layout, cells);
    if somebody::has_identity(layout, cells) || (surely && !apart) {
        return Closes::No;
    }
    if begins || is_signed(layout, cells) {
        return if likely || (named && !apart) { Closes::Perhaps } else { Closes::Surely };
    }
    // Behind a name 已签字（其子） is what the household's own cell says.
    let own = likely || (named && !signs(first));
    if !own && closes(layout, cells) { Closes::Surely } else { Closes::No }
}

/// Whether a column stands left of what tells of people, or holds their names.
fn is_left(id: &str) -> bool {
    ["seq", "household_number", "group", "village", "township", "name", "head_name"].contains(&id)
}

/// Whether a cell is a label before a name, a day or a number: 统计人, 村主任：, 制表：周某某, 村支书（签字）.
pub(super) fn is_label(cell: &Cell) -> bool {
    let text = clean::squeeze(cell.words()).replace(':', "：");
    let bare = |text: &str| clean::without_brackets(&clean::header_key(text));
    let known = |text: &str| LABELS.contains(&text) || FOOTER.contains(&text) || SIGNED.contains(&text);
    match text.split_once('：') {
        Some((head, _)) => {
            let head = bare(head);
            known(&head)
                || ENDS.iter().any(|end| head.ends_with(end))
                || head.contains("签字")
                || head.contains("签名")
        }
        None => known(&bare(&text)),
    }
}

/// Whether a row begins with a label, and holds nothing but labels, names, days and telephones.
fn is_signed(layout: &Layout, cells: &Cells<'_>) -> bool {
    let Some((column, first)) = cells.first() else { return false };
    let bound = layout.bound(*column);
    let of = |ids: &[&str]| bound.is_some_and(|bound| ids.contains(&bound.field.id.as_str()));
    // A remark beside the table is no signature, and without a colon a word under names may be a name.
    let aside = of(&["note", "signature"]) && cells.len() == 1;
    let colon = first.words().contains([':', '：']);
    let value = |cell: &Cell| {
        let text = clean::compact(cell.words());
        let phone = text.len() >= 7 && text.chars().all(|c| c.is_ascii_digit() || "-()（）、,".contains(c));
        let number = matches!(cell, Cell::Number(number) if *number >= 1e6);
        let line = text.chars().all(|c| "_—-/\\".contains(c));
        is_day(cell) || phone || number || line || somebody::is_name(cell)
    };
    // Where numbers stand, every word that ends like an office is one.
    let ends = |text: &str| ENDS.iter().any(|end| text.ends_with(end));
    let numbered =
        cells.len() > 1 && of(&["seq", "household_number"]) && ends(&clean::header_key(first.words()));
    let values = || cells.iter().skip(usize::from(numbered)).map(|(_, cell)| *cell);
    (is_label(first) || numbered)
        && !aside
        && (colon || !of(&["name", "head_name"]))
        && values().all(|cell| is_label(cell) || value(cell))
}

/// Whether a cell is a place to sign or to seal.
fn signs(cell: &Cell) -> bool {
    let text = clean::squeeze(cell.words()).replace(':', "：").replace('(', "（").replace(')', "）");
    let word =
        ["签字", "签名", "盖章", "公章", "签章", "（章）", "（印章）"].iter().any(|word| text.contains(word));
    word && (text.ends_with('：') || text.contains('（') || text.contains('：'))
}

/// Whether a row closes the list: places to sign, a seal, an office, a day.
fn closes(layout: &Layout, cells: &Cells<'_>) -> bool {
    let bound = |column: u32| layout.bound(column);
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

/// Whether a text is one of the words, or begins with one before something that is no character of a name.
pub(super) fn opens(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.chars().next().is_none_or(|c| !super::is_han(c)))
    })
}
