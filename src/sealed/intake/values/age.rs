//! Age and birth 年龄、出生日期: whether a child stands under his name depends on them, so that what cannot be read stops.

use super::number::digits;
use super::{AS_TEXT, Fault};
use crate::sealed::age::{birth_of, years_of};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Cell;
use crate::text::clean;

/// An age, as it is written.
pub(super) fn age(cell: &Cell) -> Result<String, Fault> {
    const BAD: Fault = Fault::error(
        &codes::AGE_UNREADABLE,
        "读不出年龄",
        "只写周岁的整数，例如 12；不满一岁写 0；不知道就把这一格清空，填证件号码或出生日期",
    );
    let text = match cell {
        Cell::Number(number) if (0.0..=130.0).contains(number) => number.to_string(),
        Cell::Date(_) | Cell::Time => {
            return Err(Fault::error(&codes::DATE_FOR_TEXT, "应填年龄，这一格却是日期", AS_TEXT));
        }
        Cell::Text(text) => clean::compact(text.as_str()),
        _ => return Err(BAD),
    };
    if years_of(&text).is_some() { Ok(text) } else { Err(BAD) }
}

/// A birth, as it is written.
pub(super) fn birth(cell: &Cell) -> Result<String, Fault> {
    const WRITE: &str = "写成 1955-11-07 或 1955年11月 的样子；不知道就把这一格清空，填证件号码或年龄";
    const BAD: Fault = Fault::error(&codes::DATE_UNREADABLE, "读不出出生日期", WRITE);
    let text = match cell {
        Cell::Date(day) => day.to_string(),
        Cell::Number(number) => digits(*number).ok_or(BAD)?,
        Cell::Text(text) => clean::fold_width(&clean::tidy(text.as_str())),
        _ => return Err(BAD),
    };
    if text.len() == 5 && text.bytes().all(|c| c.is_ascii_digit()) {
        return Err(Fault::error(
            &codes::DATE_UNREADABLE,
            "出生日期成了一个序号",
            "把这一列设为日期格式（1955-11-07），看清楚再保存",
        ));
    }
    let squeezed = if text.contains(':') { text } else { clean::squeeze(&text) };
    if birth_of(&squeezed).is_some() { Ok(squeezed) } else { Err(BAD) }
}

#[cfg(test)]
mod tests {
    use super::{age, birth};
    use crate::sealed::intake::grid::Cell;

    #[test]
    fn an_age_or_birth_that_cannot_be_read_stops_at_its_cell() {
        let code = |read: Result<String, super::Fault>| read.map_err(|fault| fault.code.id);
        assert_eq!(code(age(&Cell::Number(12.5))), Ok("12.5".into()));
        assert_eq!(code(age(&Cell::Text("不满18周岁".into()))), Err("roster-age-unreadable"));
        assert_eq!(code(age(&Cell::Number(1200.0))), Err("roster-age-unreadable"));
        assert_eq!(code(birth(&Cell::Number(41030.0))), Err("roster-date-unreadable"));
        assert_eq!(code(birth(&Cell::Text("41030".into()))), Err("roster-date-unreadable"));
        assert_eq!(code(birth(&Cell::Text("12-5-1".into()))), Err("roster-date-unreadable"));
        assert_eq!(code(birth(&Cell::Number(201_205.0))), Ok("201205".into()));
        assert_eq!(code(birth(&Cell::Text("2012年 5 月 1 日".into()))), Ok("2012年5月1日".into()));
    }
}
