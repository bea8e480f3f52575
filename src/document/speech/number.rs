//! Numbers as they are spoken 数字读法: 10,050 → 一万零五十, 2 → 二 or 两, 023 → 零二三, 1 in a phone number → 幺.

/// Digits of a cardinal.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// Units inside a group of four, lowest first.
const PLACES: [&str; 4] = ["", "十", "百", "千"];
/// Units of the groups, lowest first; 万亿 is as far as 64 bits go with 亿亿.
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// A whole number: `10050` → 一万零五十. Two thousand is 两千, two hundred 二百, as they are said.
pub fn cardinal(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let mut skipped = false;
    for at in (0..GROUPS.len()).rev() {
        let unit = 10_000_u64.pow(u32::try_from(at).unwrap_or(0));
        let group = number / unit % 10_000;
        if group == 0 {
            skipped |= !out.is_empty();
            continue;
        }
        if !out.is_empty() && (skipped || group < 1000) {
            out.push('零');
        }
        skipped = false;
        if group == 2 && at > 0 {
            out.push('两');
        } else {
            out.push_str(&below_ten_thousand(group, out.is_empty()));
        }
        out.push_str(GROUPS[at]);
        // 亿 and 万亿 share their 亿: said once, at the end of both.
        if at == 3 && !(number / 100_000_000).is_multiple_of(10_000) {
            out.truncate(out.len() - "亿".len());
        }
    }
    out
}

/// A group of four. Ten is 十 at the head of the whole number, else 一十.
fn below_ten_thousand(group: u64, first: bool) -> String {
    let mut out = String::new();
    let mut skipped = false;
    for at in (0..PLACES.len()).rev() {
        let digit = group / 10_u64.pow(u32::try_from(at).unwrap_or(0)) % 10;
        if digit == 0 {
            skipped |= !out.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            out.push('零');
        }
        match (digit, at) {
            (1, 1) if out.is_empty() && first => {}
            (2, 3) => out.push('两'),
            _ => out.push(DIGITS[usize::try_from(digit).unwrap_or(0)]),
        }
        out.push_str(PLACES[at]);
    }
    out
}

/// Digit by digit, as years are: `2025` → 二〇二五. What is no digit is left out.
pub fn year(digits: &str) -> String {
    one_by_one(digits, '〇', '一')
}

/// Digit by digit, as numbers of phones are, without pauses: `1` is 幺.
pub(super) fn dialled(digits: &str) -> String {
    one_by_one(digits, '零', '幺')
}

/// Digit by digit after a point: `05` → 零五.
pub(super) fn after_point(digits: &str) -> String {
    one_by_one(digits, '零', '一')
}

fn one_by_one(digits: &str, zero: char, one: char) -> String {
    let spoken = |digit: u32| match digit {
        0 => zero,
        1 => one,
        _ => DIGITS[digit as usize],
    };
    digits.chars().filter_map(|c| c.to_digit(10)).map(spoken).collect()
}

/// A phone number in groups that can be written down: `023-00001200` → 零二三，零零零零，幺二零零.
pub fn phone(written: &str) -> String {
    let groups: Vec<String> = written
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .flat_map(|part| match part.len() {
            11 => vec![&part[..3], &part[3..7], &part[7..]],
            8 => vec![&part[..4], &part[4..]],
            7 => vec![&part[..3], &part[3..]],
            _ => vec![part],
        })
        .map(dialled)
        .collect();
    groups.join("，")
}

/// A time of the day: 八点半, 九点, 八点零五分.
pub(in crate::document) fn time(hour: u64, minute: u64) -> String {
    let hour = if hour == 2 { "两".to_owned() } else { cardinal(hour) };
    match minute {
        0 => format!("{hour}点"),
        30 => format!("{hour}点半"),
        1..=9 => format!("{hour}点零{}分", cardinal(minute)),
        _ => format!("{hour}点{}分", cardinal(minute)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Speaks in another way: every digit with its place, then what nobody says is taken away.
    fn naive(number: u64) -> String {
        let places = ["", "十", "百", "千", "万", "十", "百", "千", "亿", "十", "百", "千"];
        let digits: Vec<char> = number.to_string().chars().collect();
        let mut text = String::new();
        for (at, digit) in digits.iter().enumerate() {
            let place = places[digits.len() - 1 - at];
            let word = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
                [digit.to_digit(10).unwrap() as usize];
            // A zero has no 十 or 千, but the 万 and 亿 of its group stay.
            let silent = *digit == '0' && !["万", "亿"].contains(&place);
            text.push_str(word);
            text.push_str(if silent { "" } else { place });
        }
        for _ in 0..12 {
            for (from, to) in [("零零", "零"), ("零万", "万"), ("零亿", "亿"), ("亿万", "亿零")]
            {
                text = text.replace(from, to);
            }
        }
        if text != "零" {
            text = text.trim_end_matches('零').to_owned();
        }
        if let Some(rest) = text.strip_prefix("一十") {
            text = format!("十{rest}");
        }
        text.replace("二千", "两千")
    }

    /// The same with what differs by custom alone told in one way: 两万 and 二万, 零 before a full group.
    fn plain(text: &str) -> String {
        text.replace('两', "二").replace('零', "")
    }

    /// Reads a spoken number back, knowing nothing of how it was made.
    fn heard(text: &str) -> u64 {
        let (mut whole, mut group, mut digit) = (0_u64, 0_u64, 0_u64);
        for c in text.chars() {
            match c {
                '零' => {}
                '两' => digit = 2,
                '十' | '百' | '千' => {
                    let place = [('十', 10), ('百', 100), ('千', 1000)];
                    let times = place.iter().find(|(word, _)| *word == c).unwrap().1;
                    group += digit.max(1) * times;
                    digit = 0;
                }
                '万' => {
                    whole += (group + digit) * 10_000;
                    (group, digit) = (0, 0);
                }
                '亿' => {
                    whole = (whole + group + digit) * 100_000_000;
                    (group, digit) = (0, 0);
                }
                _ => digit = "零一二三四五六七八九".chars().position(|d| d == c).unwrap() as u64,
            }
        }
        whole + group + digit
    }

    #[test]
    fn figures_of_a_notice_are_said_as_people_say_them() {
        for (number, said) in [
            (0, "零"),
            (2, "二"),
            (10, "十"),
            (15, "十五"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (200, "二百"),
            (1_015, "一千零一十五"),
            (2_000, "两千"),
            (10_050, "一万零五十"),
            (12_000, "一万两千"),
            (13_500, "一万三千五百"),
            (20_000, "两万"),
            (100_005, "十万零五"),
            (105_000, "十万五千"),
            (1_000_010, "一百万零一十"),
            (20_020_002, "两千零二万零二"),
            (200_000_000, "两亿"),
            (100_050_000, "一亿零五万"),
            (1_000_000_000_000, "一万亿"),
            (1_000_200_000_000, "一万零两亿"),
        ] {
            assert_eq!(cardinal(number), said, "{number}");
        }
    }

    #[test]
    fn digits_of_years_and_phones_are_said_one_by_one() {
        assert_eq!(year("2025"), "二〇二五");
        assert_eq!(after_point("05"), "零五");
        assert_eq!(phone("023-00001200"), "零二三，零零零零，幺二零零");
        assert_eq!(phone("15400001234"), "幺五四，零零零零，幺二三四");
        assert_eq!(phone("0530-0001234"), "零五三零，零零零，幺二三四");
        assert_eq!(phone("12345"), "幺二三四五");
    }

    #[test]
    fn times_are_said_with_half_hours() {
        assert_eq!(time(8, 30), "八点半");
        assert_eq!(time(9, 0), "九点");
        assert_eq!(time(2, 5), "两点零五分");
        assert_eq!(time(17, 15), "十七点十五分");
    }

    proptest! {
        #[test]
        fn what_is_said_is_heard_as_the_same_number(number in prop_oneof![0_u64..200_000, 0_u64..1_000_000_000_000]) {
            prop_assert_eq!(heard(&cardinal(number)), number);
        }

        #[test]
        fn two_spellers_agree(number in prop_oneof![0_u64..200_000, 0_u64..1_000_000_000_000]) {
            prop_assert_eq!(plain(&cardinal(number)), plain(&naive(number)));
            // Below ten thousand there is but one custom.
            if number < 10_000 {
                prop_assert_eq!(cardinal(number), naive(number));
            }
        }

        #[test]
        fn a_zero_is_said_once_and_never_last(number in 1_u64..1_000_000_000_000) {
            let said = cardinal(number);
            prop_assert!(!said.contains("零零") && !said.ends_with('零') && !said.starts_with('零'));
        }
    }
}
