//! Identity numbers 证件号码: 18 digits with a check digit (GB 11643), 15 digits of the old kind, and disability
//! certificates (18 + category + grade, two more when re-issued).

use super::{AS_TEXT, Cleaned, Fault};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Cell;
use crate::text::clean;
use chrono::{Datelike, NaiveDate};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
const REFILL: &str = "对照身份证重新填写；没有身份证的留空，别的证件写到备注";

/// Reads an identity number of one of the allowed lengths.
pub(super) fn read(cell: &Cell, lengths: &[usize], as_of: NaiveDate) -> Result<Cleaned, Fault> {
    let text = match cell {
        Cell::Number(_) => {
            return Err(Fault::error(
                &codes::DAMAGED_ID,
                "证件号码成了数字，15位以后的数字可能已经丢失，不能还原",
                AS_TEXT,
            ));
        }
        Cell::Date(_) | Cell::Time => {
            return Err(Fault::error(&codes::DATE_FOR_TEXT, "应填证件号码，这一格却是日期", AS_TEXT));
        }
        _ => clean::compact(cell.words()).to_uppercase(),
    };
    if clean::is_scientific(&text) || text.contains('.') {
        return Err(Fault::error(
            &codes::DAMAGED_ID,
            "证件号码成了科学记数，后几位数字已经丢失，不能还原",
            AS_TEXT,
        ));
    }
    // Every length below counts bytes: after this they are characters.
    if !text.is_ascii() {
        return Err(Fault::error(&codes::ID_INVALID, "证件号码的位数不对，或有不该有的字", REFILL));
    }
    let certificate = matches!(text.len(), 20 | 22) && shape(&text[..18]);
    if certificate && !lengths.contains(&text.len()) {
        return Err(Fault::error(
            &codes::ID_DISABILITY,
            "这是残疾人证号，不是证件号码",
            "这里填身份证号；残疾人证号放到表头为“残疾证号”的一列",
        ));
    }
    if !lengths.contains(&text.len()) {
        return Err(Fault::error(&codes::ID_INVALID, "证件号码的位数不对，或有不该有的字", REFILL));
    }
    let rounded = text.len() == 18 && text.ends_with("000");
    match text.len() {
        15 => old(&text, as_of)?,
        _ => new(&text[..18], as_of).map_err(|fault| if rounded { lost() } else { fault })?,
    }
    if certificate {
        let tail = &text.as_bytes()[18..];
        let sound = matches!(tail[0], b'1'..=b'7')
            && matches!(tail[1], b'1'..=b'4')
            && (tail.len() == 2 || (matches!(tail[2], b'B' | b'0'..=b'9') && tail[3].is_ascii_digit()));
        if !sound {
            return Err(Fault::error(
                &codes::ID_INVALID,
                "残疾人证号的残疾类别或等级不对",
                "对照残疾人证重新填写",
            ));
        }
    }
    let warning = rounded.then_some(Fault::warning(
        &codes::ID_ROUNDED,
        "证件号码以000结尾，常见于被表格软件改坏的号码",
        "对照身份证核对一次",
    ));
    Ok(Cleaned { text: text.into(), warning })
}

fn lost() -> Fault {
    Fault::error(&codes::DAMAGED_ID, "证件号码的后三位成了000，原来的数字已经丢失", AS_TEXT)
}

/// 17 digits and a digit or X.
fn shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 18
        && bytes[..17].iter().all(u8::is_ascii_digit)
        && (bytes[17].is_ascii_digit() || bytes[17] == b'X')
}

fn new(text: &str, as_of: NaiveDate) -> Result<(), Fault> {
    if !shape(text) {
        return Err(Fault::error(&codes::ID_INVALID, "证件号码里有不该有的字", REFILL));
    }
    if check_digit(&text[..17]) != text.as_bytes()[17] {
        return Err(Fault::error(&codes::ID_INVALID, "证件号码的校验码不对，至少有一位填错了", REFILL));
    }
    birth(&text[6..14], as_of)
}

fn old(text: &str, as_of: NaiveDate) -> Result<(), Fault> {
    if !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Fault::error(&codes::ID_INVALID, "证件号码里有不该有的字", REFILL));
    }
    birth(&format!("19{}", &text[6..12]), as_of)
}

fn birth(day: &str, as_of: NaiveDate) -> Result<(), Fault> {
    let sound = NaiveDate::parse_from_str(day, "%Y%m%d").is_ok_and(|day| day.year() >= 1890 && day <= as_of);
    if sound {
        Ok(())
    } else {
        Err(Fault::error(&codes::ID_INVALID, "证件号码里的出生日期不对", REFILL))
    }
}

/// The check digit of 17 digits.
pub(super) fn check_digit(digits: &str) -> u8 {
    let sum: u32 = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')) * weight)
        .sum();
    CHECKS[(sum % 11) as usize]
}

/// Whether a text is a sound 18-digit number, whatever its day.
pub(super) fn is_valid_18(text: &str) -> bool {
    let text = text.to_uppercase();
    shape(&text)
        && check_digit(&text[..17]) == text.as_bytes()[17]
        && NaiveDate::parse_from_str(&text[6..14], "%Y%m%d").is_ok()
}

/// The 17 digits that an old and a new number of one person share, to find duplicates.
pub(in crate::sealed) fn expanded(text: &str) -> String {
    match text.len() {
        15 if text.is_ascii() => format!("{}19{}", &text[..6], &text[6..]),
        _ => text.chars().take(17).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealed::intake::testing;

    fn id(text: &str) -> Result<Cleaned, Fault> {
        read(&Cell::Text(text.into()), &[15, 18], testing::day("2025-03-14"))
    }

    fn code(text: &str) -> &'static str {
        id(text).map_or_else(|fault| fault.code.id, |found| found.warning.map_or("", |fault| fault.code.id))
    }

    #[test]
    fn tab_width_and_small_x_are_folded() {
        for text in ["\t99023319530421704x", "９９０２３３１９５３０４２１７０４Ｘ", "'990233 19530421 704X"]
        {
            assert_eq!(id(text).unwrap().text.as_str(), "99023319530421704X");
        }
    }

    #[test]
    fn numbers_in_floating_point_stop() {
        let cell = Cell::Number(990_233_195_807_159_200.0);
        assert_eq!(
            read(&cell, &[15, 18], testing::day("2025-03-14")).err().unwrap().code.id,
            "roster-damaged-id"
        );
        assert_eq!(code("9.90233E+17"), "roster-damaged-id");
        assert_eq!(code("9.90233e17"), "roster-damaged-id");
        assert_eq!(code("990233195807159000"), "roster-damaged-id");
        let cell = Cell::Date(testing::day("1958-07-15"));
        assert_eq!(
            read(&cell, &[15, 18], testing::day("2025-03-14")).err().unwrap().code.id,
            "roster-became-date"
        );
    }

    #[test]
    fn rounded_number_with_a_lucky_check_digit_is_warned_about() {
        let lucky = (1..999u32)
            .map(|n| format!("9902331958{:02}{:02}{}00", 1 + n % 12, 1 + n % 28, n % 10))
            .find(|head| check_digit(head) == b'0')
            .unwrap();
        assert_eq!(code(&format!("{lucky}0")), "roster-id-rounded");
    }

    #[test]
    fn wrong_length_check_digit_and_birth_date_stop() {
        assert_eq!(code("9902331958071592"), "roster-id-invalid");
        assert_eq!(code("990233195807159231"), "roster-id-invalid");
        let bad = |head: &str| format!("{head}{}", char::from(check_digit(head)));
        assert_eq!(code(&bad("99023319580230923")), "roster-id-invalid");
        assert_eq!(code(&bad("99023320260101923")), "roster-id-invalid");
        assert_eq!(code(&bad("99023319580715923")), "");
        assert_eq!(code("99023319580715９二三2"), "roster-id-invalid");
    }

    /// The length of a text was counted in bytes, and a cut inside a character ended every command.
    #[test]
    fn words_in_place_of_a_number_are_a_finding_and_no_crash() {
        for text in [
            "15位旧证待更换",
            "1年前丢失未补办",
            "1人未办身份证明",
            "99010120130508004号",
            "无",
            "未办理身份证",
        ] {
            assert_eq!(code(text), "roster-id-invalid");
            assert!(!expanded(text).is_empty());
        }
    }

    #[test]
    fn old_numbers_have_their_own_rules() {
        assert_eq!(code("990233580715923"), "");
        assert_eq!(code("990233581315923"), "roster-id-invalid");
        assert_eq!(code("99023358071592X"), "roster-id-invalid");
        assert_eq!(expanded("990233580715923"), expanded("990233195807159232"));
    }

    #[test]
    fn disability_certificate_is_an_id_only_under_its_own_header() {
        assert_eq!(code("99023319580715923243"), "roster-id-disability");
        assert_eq!(code("99023319580715923243B1"), "roster-id-disability");
        let own = |text: &str| read(&Cell::Text(text.into()), &[20, 22], testing::day("2025-03-14"));
        assert!(own("99023319580715923243").is_ok());
        assert!(own("99023319580715923243b1").is_ok());
        assert_eq!(own("99023319580715923293").err().unwrap().code.id, "roster-id-invalid");
        assert_eq!(own("990233195807159232").err().unwrap().code.id, "roster-id-invalid");
    }
}
