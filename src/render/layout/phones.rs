//! Phone numbers 电话: found in running text as people write them, so that they stand out whole and never break.

use std::ops::Range;

/// What shows that a number counts something and dials nothing.
const COUNTED: &str = "元万户人亩年号斤次字页％%.";

/// Where phone numbers stand: `12317`, `023-55550000`, `023-5555 0000`, `154 0000 0000`, `400-000-0000`.
pub(super) fn phones(text: &[char]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let groups = groups(text, at);
        let glued = at > 0 && (text[at - 1].is_ascii_alphanumeric() || "./:-_".contains(text[at - 1]));
        let found = (1..=groups.len()).rev().find(|&count| {
            let digits: Vec<&[char]> = groups[..count].iter().map(|group| &text[group.clone()]).collect();
            let end = groups[count - 1].end;
            let counted = text
                .get(end)
                .is_some_and(|c| c.is_ascii_alphabetic() || COUNTED.contains(*c) || "-:/".contains(*c));
            !glued && !counted && is_phone(&digits)
        });
        at = match found {
            Some(count) => {
                out.push(at..groups[count - 1].end);
                groups[count - 1].end
            }
            None => groups.first().map_or(at + 1, |group| group.end),
        };
    }
    out
}

/// Up to four runs of digits from `at`, one space or hyphen between them.
fn groups(text: &[char], mut at: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    while out.len() < 4 {
        let end = (at..text.len()).find(|&i| !text[i].is_ascii_digit()).unwrap_or(text.len());
        if end == at {
            break;
        }
        out.push(at..end);
        if !text.get(end).is_some_and(|c| matches!(c, ' ' | '-' | '‑')) {
            break;
        }
        at = end + 1;
    }
    out
}

fn is_phone(groups: &[&[char]]) -> bool {
    let Some(first) = groups.first() else { return false };
    let total: usize = groups.iter().map(|group| group.len()).sum();
    let starts = |head: &str| first.iter().copied().take(head.len()).eq(head.chars());
    if groups.len() == 1 {
        return total == 5 && starts("12")
            || total == 11 && starts("1")
            || (10..=12).contains(&total) && starts("0")
            || (7..=8).contains(&total) && !starts("0") && !starts("19") && !starts("20");
    }
    let rest = total - first.len();
    let area = starts("0") && (3..=4).contains(&first.len());
    let extension = groups.len() > 2 && groups[1].len() >= 7 && (8..=13).contains(&rest);
    area && ((7..=8).contains(&rest) && groups[1..].iter().all(|group| group.len() >= 3) || extension)
        || starts("1") && first.len() == 3 && total == 11
        || (starts("400") || starts("800")) && first.len() <= 4 && total == 10
}

#[cfg(test)]
mod tests {
    use super::phones;

    fn found(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        phones(&text).into_iter().map(|range| text[range].iter().collect()).collect()
    }

    #[test]
    fn phones_are_found_and_dates_are_not() {
        let text = "2025年3月11日拨12317或023-55550000，编号123456号";
        assert_eq!(found(text), ["12317", "023-55550000"]);
        assert!(found("2025-03-11、2025 2026、12345元、20250311、8:30—18:00、V12317、99 0000").is_empty());
    }

    #[test]
    fn a_phone_written_in_groups_is_one_phone() {
        assert_eq!(found("高明 023-5550 1301（每天 8:30—18:00）"), ["023-5550 1301"]);
        assert_eq!(
            found("154 0000 0000、154-0000-0000、15400000000"),
            ["154 0000 0000", "154-0000-0000", "15400000000"]
        );
        assert_eq!(found("12317 023-5550 1200 0859 777 0001"), ["12317", "023-5550 1200", "0859 777 0001"]);
        assert_eq!(found("400-000-1234；023-55550000-801"), ["400-000-1234", "023-55550000-801"]);
    }
}
