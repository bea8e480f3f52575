//! Phones, accounts, counts and amounts 电话、账号、人数、金额.

use super::{AS_TEXT, Fault};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Cell;
use crate::text::clean;

/// A whole number below 10¹⁵ as digits; larger ones have lost theirs.
pub(super) fn digits(number: f64) -> Option<String> {
    (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| format!("{number:.0}"))
}

/// One or more phone numbers, joined with 、.
pub(super) fn phone(cell: &Cell) -> Result<String, Fault> {
    const BAD: Fault = Fault::error(
        &codes::PHONE_INVALID,
        "电话号码应是7到12位数字",
        "重新填写，没有电话的留空；几个号码之间用顿号分开，分机号写到备注",
    );
    const NONE: Fault = Fault::error(
        &codes::PHONE_INVALID,
        "电话号码应是7到12位数字，这一格一个数字也没有",
        "没有电话的留空；有电话的填上号码，说明写到备注",
    );
    let text = match cell {
        Cell::Number(number) => digits(*number).ok_or(BAD)?,
        Cell::Date(_) | Cell::Time => {
            return Err(Fault::error(&codes::DATE_FOR_TEXT, "应填电话，这一格却是日期", AS_TEXT));
        }
        _ => clean::fold_width(&clean::tidy(cell.words())),
    };
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return Err(NONE);
    }
    if clean::is_scientific(&text) {
        return Err(Fault::error(&codes::DAMAGED_ID, "电话号码成了科学记数，数字已经丢失", AS_TEXT));
    }
    let mut out = Vec::new();
    for part in text.split(['、', ',', ';', '/', '，', '；', '|']).filter(|part| !part.trim().is_empty()) {
        let bare: String = part.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '—' | '–')).collect();
        let bare = bare.strip_prefix("+86").or_else(|| bare.strip_prefix("0086")).unwrap_or(&bare);
        if !(7..=12).contains(&bare.len()) || !bare.bytes().all(|c| c.is_ascii_digit()) {
            return Err(BAD);
        }
        out.push(bare.to_owned());
    }
    if out.is_empty() { Err(BAD) } else { Ok(out.join("、")) }
}

/// An account number.
pub(super) fn bank(cell: &Cell) -> Result<String, Fault> {
    let text = match cell {
        Cell::Number(_) => {
            return Err(Fault::error(
                &codes::DAMAGED_ID,
                "账号成了数字，15位以后的数字可能已经丢失",
                AS_TEXT,
            ));
        }
        Cell::Date(_) | Cell::Time => {
            return Err(Fault::error(&codes::DATE_FOR_TEXT, "应填账号，这一格却是日期", AS_TEXT));
        }
        _ => clean::compact(cell.words()).replace('-', ""),
    };
    if clean::is_scientific(&text) {
        return Err(Fault::error(&codes::DAMAGED_ID, "账号成了科学记数，后几位数字已经丢失", AS_TEXT));
    }
    if !(8..=30).contains(&text.len()) || !text.bytes().all(|c| c.is_ascii_digit()) {
        return Err(Fault::error(&codes::BANK_INVALID, "账号应是8到30位数字", "对照银行卡或存折重新填写"));
    }
    Ok(text)
}

/// How many people.
pub(super) fn count(cell: &Cell) -> Result<String, Fault> {
    const BAD: Fault = Fault::error(&codes::NUMBER_INVALID, "应填人数（1到99的整数）", "只写数字，重新填写");
    let text = match cell {
        Cell::Number(number) => digits(*number).ok_or(BAD)?,
        Cell::Text(text) => clean::compact(text.as_str()),
        _ => return Err(BAD),
    };
    let bare = text.trim_end_matches(['人', '口']);
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    match bare.parse::<u32>() {
        Ok(number @ 1..=99) if bare.bytes().all(|c| c.is_ascii_digit()) => Ok(number.to_string()),
        _ => Err(BAD),
    }
}

/// An amount with so many decimals at most, as it is written: 348.70 stays 348.70, and nothing is rounded.
pub(super) fn money(cell: &Cell, decimals: usize) -> Result<String, Fault> {
    const BAD: Fault = Fault::error(&codes::NUMBER_INVALID, "应填金额（数字）", "只写数字，重新填写");
    const LONG: Fault = Fault::error(
        &codes::NUMBER_DECIMALS,
        "小数位数比规定的多",
        "核对这个数，按规定的位数填写；要多几位，在 fields.toml 里给这个字段写 decimals",
    );
    let text = match cell {
        Cell::Number(number) if number.is_finite() => {
            let written = format!("{number}");
            // What a formula leaves behind the last digit that counts is noise of the machine.
            let rounded = format!("{number:.decimals$}");
            let noise = rounded.parse::<f64>().is_ok_and(|is| (is - number).abs() <= number.abs() * 1e-12);
            if places(&written) > decimals && noise { shortened(&rounded) } else { written }
        }
        Cell::Text(text) => {
            let text = clean::compact(text.as_str()).replace(',', "");
            let bare = text.trim_end_matches('元').trim_start_matches(['¥', '￥']);
            if bare.contains(['万', '千', '百', '亿']) {
                return Err(Fault::error(
                    &codes::NUMBER_INVALID,
                    "金额写的是几万、几千，这一列要写元",
                    "把万元换算成元再填：0.6万元 写成 6000",
                ));
            }
            if bare.is_empty() || !bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) {
                return Err(BAD);
            }
            if places(bare) > decimals { shortened(bare) } else { bare.to_owned() }
        }
        _ => return Err(BAD),
    };
    match text.parse::<f64>() {
        Ok(number) if number.abs() < 1e12 && !text.ends_with('.') && !text.starts_with('.') => {
            if places(&text) > decimals { Err(LONG) } else { Ok(text) }
        }
        _ => Err(BAD),
    }
}

/// Decimals of a number.
fn places(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, part)| part.len())
}

/// Without zeros at the end.
fn shortened(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealed::intake::testing;

    fn text(read: fn(&Cell) -> Result<String, Fault>, text: &str) -> Result<String, &'static str> {
        read(&Cell::Text(text.into())).map_err(|fault| fault.code.id)
    }

    #[test]
    fn phones_are_folded_and_several_are_kept() {
        assert_eq!(text(phone, "１５４ 1234 5678"), Ok("15412345678".into()));
        assert_eq!(text(phone, "+86-15412345678；0990-1234567"), Ok("15412345678、09901234567".into()));
        assert_eq!(phone(&Cell::Number(15_412_345_678.0)).unwrap(), "15412345678");
    }

    #[test]
    fn broken_phones_stop() {
        for bad in ["154123", "1541234567890", "无", "154****5678"] {
            assert_eq!(text(phone, bad), Err("roster-phone-invalid"), "{bad}");
        }
        assert_eq!(text(phone, "1.54E+10"), Err("roster-damaged-id"));
        assert_eq!(phone(&Cell::Date(testing::day("2025-01-01"))).unwrap_err().code.id, "roster-became-date");
    }

    #[test]
    fn accounts_in_floating_point_stop() {
        assert_eq!(bank(&Cell::Number(6.299990146436879e18)).unwrap_err().code.id, "roster-damaged-id");
        assert_eq!(text(bank, "6.3E+18"), Err("roster-damaged-id"));
        assert_eq!(text(bank, "629999"), Err("roster-bank-invalid"));
        assert_eq!(text(bank, "6299 9901 4643 6879 428"), Ok("6299990146436879428".into()));
    }

    #[test]
    fn counts_and_amounts_are_numbers() {
        assert_eq!(text(count, "３人"), Ok("3".into()));
        assert_eq!(count(&Cell::Number(3.0)).unwrap(), "3");
        for bad in ["三", "0", "100", "2.5", "-1", "+3"] {
            assert_eq!(text(count, bad), Err("roster-number-invalid"), "{bad}");
        }
        assert_eq!(count(&Cell::Number(2.5)).unwrap_err().code.id, "roster-number-invalid");
    }

    #[test]
    fn decimals_were_rounded_and_zeros_at_the_end_lost() {
        let amount = |cell: Cell, decimals: usize| money(&cell, decimals).map_err(|fault| fault.code.id);
        let text = |text: &str| Cell::Text(text.into());
        for (cell, decimals, read) in [
            (text("4,676.50元"), 2, Ok("4676.50")),
            (text("348.70"), 2, Ok("348.70")),
            (text("348.700"), 2, Ok("348.7")),
            (text("8.797"), 3, Ok("8.797")),
            (text("8.797"), 2, Err("roster-number-decimals")),
            (Cell::Number(2.675), 2, Err("roster-number-decimals")),
            (Cell::Number(4676.0), 2, Ok("4676")),
            (Cell::Number(0.1 + 0.2), 2, Ok("0.3")),
            (Cell::Number(819.97), 2, Ok("819.97")),
            (text("约五千"), 2, Err("roster-number-invalid")),
            (text("0.6万元"), 2, Err("roster-number-invalid")),
            (text("3."), 2, Err("roster-number-invalid")),
            (text("1.2.3"), 2, Err("roster-number-invalid")),
            (text("--5"), 2, Err("roster-number-invalid")),
            (Cell::Number(f64::NAN), 2, Err("roster-number-invalid")),
        ] {
            assert_eq!(amount(cell, decimals), read.map(str::to_owned));
        }
    }
}
