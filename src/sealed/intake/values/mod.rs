//! One cell under one field → cleaned text, or what is wrong with it. A damaged value is never repaired.
//!
//! A [`Fault`] holds fixed words only: no way leads from a cell's content into a message.

mod age;
mod date;
mod id;
mod measure;
mod name;
mod number;
mod place;

pub(in crate::sealed) use id::expanded as expanded_id;
pub(in crate::sealed) use measure::tells_of_somebody;
pub(super) use name::is_han;
pub(in crate::sealed) use place::{goes_on_as_a_place, is_place, is_sensitive, speaks_of_a_person};

use super::clean;
use super::codes;
use super::fields::{Class, Field, Kind};
use super::grid::{Cell, CellText};
use crate::diag::{Code, Diagnostic, Place, Severity};
use chrono::NaiveDate;

/// What is wrong with a cell: a code and fixed words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) code: &'static Code,
    pub(super) severity: Severity,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

impl Fault {
    pub(super) const fn error(code: &'static Code, message: &'static str, help: &'static str) -> Self {
        Self { code, severity: Severity::Error, message, help }
    }

    pub(super) const fn warning(code: &'static Code, message: &'static str, help: &'static str) -> Self {
        Self { code, severity: Severity::Warning, message, help }
    }

    /// The fault at its place.
    pub(super) fn at(self, at: Place) -> Diagnostic {
        Diagnostic {
            code: self.code,
            severity: self.severity,
            at,
            message: self.message.into(),
            help: self.help.into(),
        }
    }
}

/// Cleaned text with warnings beside it.
pub(super) struct Cleaned {
    pub(super) text: CellText,
    pub(super) warning: Option<Fault>,
}

impl From<String> for Cleaned {
    fn from(text: String) -> Self {
        Self { text: text.into(), warning: None }
    }
}

const AS_TEXT: &str = "把这一列设为“文本”格式，从原始资料重新填写";

/// Cleans a cell: `None` when nothing is left.
pub(super) fn read(field: &Field, cell: &Cell, as_of: NaiveDate) -> Result<Option<Cleaned>, Fault> {
    match cell {
        Cell::Fault => {
            return Err(Fault::error(&codes::FAULT_CELL, "这一格是出错值，内容已经没有了", "重新填写这一格"));
        }
        Cell::Uncalculated => {
            return Err(Fault::error(
                &codes::FAULT_CELL,
                "这一格是公式，文件里没有算出来的结果",
                "用 WPS 或 Excel 打开，看到结果后再保存",
            ));
        }
        Cell::Flag(flag) if field.kind == Kind::Words => {
            return Ok(Some(if *flag { "是" } else { "否" }.to_owned().into()));
        }
        Cell::Flag(_) => {
            return Err(Fault::error(&codes::FAULT_CELL, "这一格是 TRUE/FALSE，不是文字", "重新填写这一格"));
        }
        Cell::Text(text) => {
            let tidy = clean::tidy(text.as_str());
            if tidy.is_empty() {
                return Ok(None);
            }
            if clean::is_fault_text(&tidy) {
                return Err(Fault::error(
                    &codes::FAULT_CELL,
                    "这一格是出错值，内容已经没有了",
                    "重新填写这一格",
                ));
            }
            if clean::is_mojibake(&tidy) {
                return Err(Fault::error(
                    &codes::MOJIBAKE,
                    "这一格是乱码",
                    "从原始名册重新导出，另存为 .xlsx",
                ));
            }
        }
        Cell::Number(_) | Cell::Date(_) | Cell::Time => {}
    }
    // 同上 in a cell that is shown says nothing of this household, wherever the list is sorted.
    if [Class::Process, Class::Quasi].contains(&field.class) && is_ditto(cell) {
        return Err(Fault::error(
            &codes::DITTO,
            "这一格写的是“同上”一类，不是内容",
            "每一户都写上自己的内容，不要用“同上”、“〃”代替",
        ));
    }
    // 无 and 0 name no group: the cell is a gap.
    if field.id == "group" && no_group(cell) {
        return Ok(None);
    }
    let cleaned = match field.kind {
        _ if field.id == "age" => age::age(cell)?.into(),
        _ if field.id == "birth_date" => age::birth(cell)?.into(),
        Kind::Name if ["name", "head_name"].contains(&field.id.as_str()) => name::of_household(cell)?,
        Kind::Name => name::read(cell)?,
        Kind::Id => id::read(cell, &field.digits, as_of)?,
        Kind::Phone => number::phone(cell)?.into(),
        Kind::Bank => number::bank(cell)?.into(),
        Kind::Date => date::day(cell)?.into(),
        Kind::Month => date::month(cell)?.into(),
        Kind::Count => number::count(cell)?.into(),
        Kind::Money => number::money(cell, field.decimals)?.into(),
        Kind::Text if field.id == "group" => without_fraction(short(cell)?).into(),
        Kind::Text => short(cell)?.into(),
        Kind::Words => words(cell).into(),
    };
    if field.class < Class::Sensitive && holds_identifier(cleaned.text.as_str()) {
        return Err(Fault::error(
            &codes::IDENTIFIER_ELSEWHERE,
            "这一列可能公开，格子里却像是证件号码或手机号",
            "把号码移到它自己的一列；户编号不要用身份证号",
        ));
    }
    if ["group", "village", "township"].contains(&field.id.as_str()) && !is_place(cleaned.text.as_str()) {
        return Err(Fault::error(
            &codes::IDENTIFIER_ELSEWHERE,
            "这一格会照样公开，里面却不只是地名",
            "只写村名、组名；人名和电话移到别的列",
        ));
    }
    Ok((!cleaned.text.as_str().is_empty()).then_some(cleaned))
}

/// 同上, 〃 and the marks that look like it.
fn is_ditto(cell: &Cell) -> bool {
    let text = clean::squeeze(cell.words());
    let mark = |c: char| {
        matches!(c, '〃' | '″' | '"' | '“' | '”' | '＂' | '\'' | '′' | '’' | '‘' | '々' | '-' | '—' | '…')
    };
    let marks = text.chars().all(mark) && text.chars().any(|c| !matches!(c, '-' | '—' | '…'));
    marks
        || ["同上", "同前", "同左", "上同", "同上行", "同上一行", "同上组", "如上", "同"]
            .contains(&text.as_str())
}

/// Whether a cell says that there is no group, or nothing at all.
fn no_group(cell: &Cell) -> bool {
    let text = match cell {
        Cell::Number(number) => return *number == 0.0,
        cell => clean::compact(cell.words()),
    };
    let number = text.trim_end_matches(['组', '社', '队']);
    let zero = !number.is_empty() && number.parse::<f64>().is_ok_and(|number| number == 0.0);
    zero || [
        "零", "〇", "无", "无组", "没有", "空", "暂无", "不详", "/", "-", "—", "——", "--", "\\", "、", "。",
        ".",
    ]
    .contains(&text.as_str())
}

/// 1.0 and 1.0组 are what table programs make of 1 and 1组.
fn without_fraction(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text.split_once('.') {
        Some((number, rest)) if digits > 0 && number.len() == digits => {
            let tail = rest.trim_start_matches('0');
            let rounded =
                tail.len() < rest.len() && !tail.starts_with(|c: char| c.is_ascii_digit() || c == '.');
            if rounded { format!("{number}{tail}") } else { text }
        }
        _ => text,
    }
}

/// Short words or a number; full-width digits folded (３组 → 3组).
fn short(cell: &Cell) -> Result<String, Fault> {
    match cell {
        Cell::Number(number) => number::digits(*number)
            .or_else(|| (number.abs() < 1e15).then(|| number.to_string()))
            .ok_or(Fault::error(&codes::DAMAGED_ID, "这一格成了数字，长号码的后几位已经丢失", AS_TEXT)),
        Cell::Date(_) | Cell::Time => {
            Err(Fault::error(&codes::DATE_FOR_TEXT, "这一格被表格软件变成了日期或时间", AS_TEXT))
        }
        _ => {
            let text = clean::fold_width(&clean::tidy(cell.words()));
            if clean::is_scientific(&text) {
                return Err(Fault::error(
                    &codes::DAMAGED_ID,
                    "这一格成了科学记数，长号码的后几位已经丢失",
                    AS_TEXT,
                ));
            }
            // 1 组 and 1组 are one group; words of Latin letters keep their blanks.
            Ok(if text.chars().any(is_han) { clean::squeeze(&text) } else { text })
        }
    }
}

/// Free text, kept as written.
fn words(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Date(day) => day.to_string(),
        _ => clean::tidy(cell.words()),
    }
}

/// The text of a skipped cell, for the audit only: as cleaned as it can be, damaged or not.
pub(super) fn loosely(cell: &Cell) -> CellText {
    match cell {
        Cell::Text(text) => clean::tidy(text.as_str()),
        _ => words(cell),
    }
    .into()
}

/// Whether a run of digits looks like an identity number or a mobile number.
pub(super) fn holds_identifier(text: &str) -> bool {
    let folded = clean::compact(text);
    folded.split(|c: char| !c.is_ascii_digit() && !matches!(c, 'x' | 'X')).any(|run| {
        let digits = run.trim_matches(['x', 'X']);
        id::is_valid_18(run) || (digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealed::intake::testing;

    fn code(id: &str, cell: Cell) -> &'static str {
        let table = testing::table();
        let field = table.get(id).unwrap();
        match read(field, &cell, testing::day("2025-03-14")) {
            Ok(Some(cleaned)) => cleaned.warning.map_or("", |fault| fault.code.id),
            Ok(None) => "nothing",
            Err(fault) => {
                assert!(!fault.help.is_empty());
                fault.code.id
            }
        }
    }

    fn text(id: &str, cell: &str) -> &'static str {
        code(id, Cell::Text(cell.into()))
    }

    #[test]
    fn error_values_stop_in_every_column() {
        for field in ["name", "id_number", "group", "note", "lead_date", "income"] {
            assert_eq!(code(field, Cell::Fault), "roster-fault-cell");
            assert_eq!(text(field, "#N/A"), "roster-fault-cell");
            assert_eq!(text(field, "########"), "roster-fault-cell");
        }
    }

    #[test]
    fn wrong_decoding_stops_in_every_column() {
        for field in ["name", "note", "group"] {
            assert_eq!(text(field, "锟斤拷"), "roster-mojibake");
            assert_eq!(text(field, "张\u{FFFD}"), "roster-mojibake");
        }
    }

    #[test]
    fn group_that_became_a_date_stops() {
        assert_eq!(code("group", Cell::Date(testing::day("2025-03-01"))), "roster-became-date");
        assert_eq!(code("group", Cell::Time), "roster-became-date");
        assert_eq!(text("group", "３组"), "");
        assert_eq!(code("group", Cell::Number(3.0)), "");
        assert_eq!(code("household_number", Cell::Number(5.1e17)), "roster-damaged-id");
        assert_eq!(text("household_number", "5.1E+17"), "roster-damaged-id");
    }

    #[test]
    fn a_group_with_a_fraction_is_its_number_and_none_is_a_gap() {
        let group = |cell: &str| {
            let table = testing::table();
            let field = table.get("group").unwrap();
            let found = read(field, &Cell::Text(cell.into()), testing::day("2025-03-14"));
            found.ok().flatten().map(|cleaned| cleaned.text.as_str().to_owned())
        };
        for (cell, shown) in
            [("1.0", "1"), ("1.0组", "1组"), ("１．０", "1"), ("12.00", "12"), ("A.1", "A.1"), ("1组", "1组")]
        {
            assert_eq!(group(cell).as_deref(), Some(shown), "{cell}");
        }
        for cell in ["无", "0", "0.0", "0组", "-", "—", "/", "没有"] {
            assert_eq!(group(cell), None, "{cell}");
        }
        for cell in ["同上", "〃", "″", "同前", "\"", "“", "—〃—"] {
            assert_eq!(text("group", cell), "roster-ditto", "{cell}");
            assert_eq!(text("category", cell), "roster-ditto", "{cell}");
        }
        assert_eq!(code("group", Cell::Number(0.0)), "nothing");
    }

    #[test]
    fn identifiers_in_a_column_that_may_be_shown_stop() {
        assert_eq!(text("household_number", "990233197203281260"), "roster-identifier-elsewhere");
        assert_eq!(text("category", "边缘户 15412345678"), "roster-identifier-elsewhere");
        assert_eq!(text("group", "1组（组长王大明）"), "roster-identifier-elsewhere");
        assert_eq!(text("group", "1组 0990-1234567"), "roster-identifier-elsewhere");
        assert_eq!(text("group", "普安乡红旗村第12村民小组"), "");
        assert_eq!(text("household_number", "cq01000123456"), "");
        assert_eq!(text("note", "电话15412345678"), "");
    }

    #[test]
    fn blank_and_invisible_cells_are_nothing() {
        assert_eq!(text("name", " \u{3000}\u{200B}"), "nothing");
        assert_eq!(text("id_number", "\t"), "nothing");
    }
}
