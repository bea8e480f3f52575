//! Phone numbers in open texts become links that a phone dials; digits of a roster never do.

use super::whole;

/// The address that dials a number: the digits exactly as they are shown, without spaces and brackets.
pub(crate) fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || matches!(c, '-' | '+')).collect();
    format!("tel:{digits}")
}

/// The phone numbers that stand in an open text.
pub(crate) fn numbers(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((start, len)) = next(rest) {
        out.push(&rest[start..start + len]);
        rest = &rest[start + len..];
    }
    out
}

/// Escapes `text`, making each number in it a link.
pub(super) fn linked(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((start, len)) = next(rest) {
        let (before, tail) = rest.split_at(start);
        let (number, after) = tail.split_at(len);
        whole::escaped(out, before);
        out.push_str("<a href=\"");
        out.push_str(&tel(number));
        out.push_str("\">");
        out.push_str(number);
        out.push_str("</a>");
        rest = after;
    }
    whole::escaped(out, rest);
}

/// First run of digits and hyphens that is a phone number: byte offset and length.
fn next(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let len = bytes[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
        let run = text[at..at + len].trim_end_matches('-');
        let glued = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b'-'));
        if !glued && is_number(run) && !is_amount(&text[at + len..]) {
            return Some((at, run.len()));
        }
        at += len;
    }
    None
}

fn is_number(run: &str) -> bool {
    let parts: Vec<&str> = run.split('-').collect();
    let area = |part: &str| part.starts_with('0') && (3..=4).contains(&part.len());
    match parts.as_slice() {
        // Hotlines 12317, 12345 …; mobile; area code written together.
        [one] => {
            (one.len() == 5 && one.starts_with("123"))
                || (one.len() == 11 && one.starts_with('1'))
                || ((10..=12).contains(&one.len()) && one.starts_with('0'))
        }
        [a, b] => area(a) && (7..=8).contains(&b.len()),
        [a, b, c] => {
            (matches!(*a, "400" | "800") && b.len() + c.len() == 7)
                || (area(a) && (7..=8).contains(&b.len()) && (1..=5).contains(&c.len()))
        }
        _ => false,
    }
}

/// 12345元 is money, not a hotline.
fn is_amount(after: &str) -> bool {
    after.trim_start().starts_with(['元', '万', '户', '人', '亩', '年', '.', '%', '％', '斤'])
}

#[cfg(test)]
mod tests {
    use super::{linked, tel};

    fn links(text: &str) -> String {
        let mut out = String::new();
        linked(&mut out, text);
        out
    }

    #[test]
    fn numbers_become_links_with_the_same_digits() {
        assert_eq!(
            links("村委会 0859-7770001、12317。"),
            "村委会 <a href=\"tel:0859-7770001\">0859-7770001</a>、<a href=\"tel:12317\">12317</a>。"
        );
        assert_eq!(links("15400000000"), "<a href=\"tel:15400000000\">15400000000</a>");
        assert_eq!(tel("（0859）777 0001"), "tel:08597770001");
    }

    #[test]
    fn amounts_dates_and_long_numbers_do_not() {
        for text in ["12345元", "12300 元", "2025", "629999000000000000", "V12345", "12345.5", "5天"] {
            assert_eq!(links(text), text);
        }
        assert!(!links("2025-03-20").contains("<a"));
    }

    #[test]
    fn what_stands_around_is_escaped() {
        assert_eq!(links("<b>12317&"), "&lt;b&gt;<a href=\"tel:12317\">12317</a>&amp;");
    }
}
