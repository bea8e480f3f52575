//! Days and months 日期、年月. Only forms with year, month and day in so many words are read; nothing is guessed.

use super::Fault;
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Cell;
use crate::text::clean;
use chrono::{Datelike, NaiveDate};
use std::ops::Range;

const WRITE: &str = "写成 2025-03-06 的样子，或把这一列设为日期格式";
const UNREADABLE: Fault = Fault::error(&codes::DATE_UNREADABLE, "读不出日期", WRITE);
const IMPOSSIBLE: Fault = Fault::error(&codes::DATE_IMPOSSIBLE, "日历上没有这一天", "对照记录重新填写");

/// A day → `YYYY-MM-DD`.
pub(super) fn day(cell: &Cell) -> Result<String, Fault> {
    let (year, month, day) = match cell {
        Cell::Date(day) => (day.year(), day.month(), day.day()),
        Cell::Number(number) => {
            if (40_000.0..70_000.0).contains(number) {
                return Err(Fault::error(
                    &codes::DATE_UNREADABLE,
                    "日期成了一个序号",
                    "把这一列设为日期格式（2025-03-06），看清楚再保存",
                ));
            }
            compact(&super::number::digits(*number).ok_or(UNREADABLE)?)?
        }
        Cell::Text(text) => written(text.as_str())?,
        _ => return Err(UNREADABLE),
    };
    if !(1990..=2100).contains(&year) {
        return Err(Fault::error(&codes::DATE_UNREADABLE, "年份不对", WRITE));
    }
    NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string()).ok_or(IMPOSSIBLE)
}

/// A month → `YYYY-MM`.
pub(super) fn month(cell: &Cell) -> Result<String, Fault> {
    const MONTH: Fault =
        Fault::error(&codes::DATE_UNREADABLE, "读不出年月", "写成 202503 或 2025年3月 的样子");
    let text = match cell {
        Cell::Date(day) => return Ok(format!("{:04}-{:02}", day.year(), day.month())),
        Cell::Number(number) => super::number::digits(*number).ok_or(MONTH)?,
        Cell::Text(text) => clean::compact(text.as_str()),
        _ => return Err(MONTH),
    };
    let (year, month) = if text.len() == 6 && text.bytes().all(|c| c.is_ascii_digit()) {
        (text[..4].parse().ok(), text[4..].parse().ok())
    } else {
        let parts: Vec<&str> = text.trim_end_matches('月').split(['年', '-', '/', '.']).collect();
        match parts[..] {
            // 2020.1 may be October: a number that lost its zero.
            [year, month] if year.len() == 4 && !(text.contains('.') && month.len() == 1) => {
                (year.parse().ok(), month.parse().ok())
            }
            _ => return day(cell).map(|day| day[..7].to_owned()).map_err(|_| MONTH),
        }
    };
    match (year, month) {
        (Some(year @ 1990..=2100), Some(month @ 1..=12)) => Ok(format!("{year:04}-{month:02}")),
        _ => Err(MONTH),
    }
}

/// 20250306
fn compact(digits: &str) -> Result<(i32, u32, u32), Fault> {
    if digits.len() != 8 || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return Err(UNREADABLE);
    }
    let part = |range: Range<usize>| digits[range].parse::<u32>().map_err(|_| UNREADABLE);
    Ok((i32::try_from(part(0..4)?).map_err(|_| UNREADABLE)?, part(4..6)?, part(6..8)?))
}

/// 2025-03-06, 2025/3/6, 2025.3.6, 2025年3月6日, with a time of midnight or any other behind it.
fn written(text: &str) -> Result<(i32, u32, u32), Fault> {
    let text = clean::fold_width(&clean::tidy(text));
    let bare = match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day.to_owned(),
        _ => clean::compact(&text),
    };
    let parts: Vec<&str> = if let Some((year, rest)) = bare.split_once('年') {
        let rest = rest.strip_suffix(['日', '号']).ok_or(UNREADABLE)?;
        let (month, day) = rest.split_once('月').ok_or(UNREADABLE)?;
        vec![year, month, day]
    } else {
        let sign = ['-', '/', '.'].into_iter().find(|sign| bare.contains(*sign));
        match sign {
            Some(sign) => bare.split(sign).collect(),
            None => return compact(&bare),
        }
    };
    let [year, month, day] = parts[..] else { return Err(UNREADABLE) };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(UNREADABLE);
    }
    let number = |part: &str| {
        if part.bytes().all(|c| c.is_ascii_digit()) {
            part.parse::<u32>().map_err(|_| UNREADABLE)
        } else {
            Err(UNREADABLE)
        }
    };
    Ok((i32::try_from(number(year)?).map_err(|_| UNREADABLE)?, number(month)?, number(day)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<String, &'static str> {
        day(&Cell::Text(text.into())).map_err(|fault| fault.code.id)
    }

    #[test]
    fn every_usual_way_to_write_a_day_is_read_alike() {
        for text in [
            "2025-03-06",
            "2025/3/6",
            "2025.3.6",
            "2025年3月6日",
            "２０２５年３月６日",
            "20250306",
            "2025-03-06 00:00:00",
            "2025-03-06T09:30:00",
        ] {
            assert_eq!(of(text), Ok("2025-03-06".into()), "{text}");
        }
        assert_eq!(day(&Cell::Number(20_250_306.0)).unwrap(), "2025-03-06");
    }

    #[test]
    fn half_dates_are_never_completed() {
        for text in ["3月6日", "25-3-6", "2025-03", "2025年3月", "三月六日", "2025-3", "6/3/2025", "去年"]
        {
            assert_eq!(of(text), Err("roster-date-unreadable"), "{text}");
        }
        assert_eq!(day(&Cell::Number(45_721.0)).unwrap_err().code.id, "roster-date-unreadable");
        assert_eq!(day(&Cell::Time).unwrap_err().code.id, "roster-date-unreadable");
    }

    #[test]
    fn days_that_do_not_exist_stop() {
        for text in ["2025-02-30", "2025-13-01", "20250231", "2025年4月31日", "2025-02-29"] {
            assert_eq!(of(text), Err("roster-date-impossible"), "{text}");
        }
    }

    #[test]
    fn months_are_read_and_a_lost_zero_is_not_guessed() {
        let of = |text: &str| month(&Cell::Text(text.into())).map_err(|fault| fault.code.id);
        for text in ["202007", "2020年7月", "2020-07", "2020/7", "2020-07-15"] {
            assert_eq!(of(text), Ok("2020-07".into()), "{text}");
        }
        assert_eq!(month(&Cell::Number(202_007.0)).unwrap(), "2020-07");
        for text in ["2020.1", "202013", "7月", "2020"] {
            assert_eq!(of(text), Err("roster-date-unreadable"), "{text}");
        }
    }
}
