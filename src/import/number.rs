//! Clause numbers 条款编号: `一、` `（一）` `1.` `（1）` `①` at the head of a line → level, value and the label of an id.

/// A number at the head of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// 1 一、 · 2 （一） · 3 1. · 4 （1） · 5 ①
    pub(super) level: usize,
    pub(super) value: u16,
    /// As in a clause id: `一`, `（一）`, `1`, `（1）`, `①`.
    pub(super) label: String,
}

/// The circled digits, in order.
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// Splits a line without spaces into its number and the rest.
pub(super) fn split(line: &str) -> Option<(Number, &str)> {
    let first = line.chars().next()?;
    if let Some(value) = circled(first) {
        let number = Number { level: 5, value, label: first.to_string() };
        return Some((number, &line[first.len_utf8()..]));
    }
    if first == '（' || first == '(' {
        let end = line.find(['）', ')'])?;
        let inner = line.get(first.len_utf8()..end)?;
        let rest = &line[end..];
        let rest = &rest[rest.chars().next()?.len_utf8()..];
        let level = if inner.bytes().all(|b| b.is_ascii_digit()) { 4 } else { 2 };
        return Some((Number { level, value: value(inner)?, label: format!("（{inner}）") }, rest));
    }
    let end = line.find(|c: char| digit(c).is_none() && c != '十')?;
    let (number, rest) = line.split_at(end);
    let arabic = number.bytes().all(|b| b.is_ascii_digit());
    let rest = rest.strip_prefix(if arabic { &['.', '．', '、'][..] } else { &['、'][..] })?;
    // 1.5 is a number in a sentence.
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let level = if arabic { 3 } else { 1 };
    Some((Number { level, value: value(number)?, label: number.to_owned() }, rest))
}

/// 1 for ①.
pub(super) fn circled(c: char) -> Option<u16> {
    CIRCLED.chars().zip(1..).find(|(known, _)| *known == c).map(|(_, value)| value)
}

fn digit(c: char) -> Option<u16> {
    match c {
        '0'..='9' => u16::try_from(u32::from(c) - u32::from('0')).ok(),
        _ => "一二三四五六七八九".chars().zip(1..).find(|(known, _)| *known == c).map(|(_, value)| value),
    }
}

/// `25`, `二十五`; nothing else, and nothing below one.
pub(super) fn value(text: &str) -> Option<u16> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|value| *value > 0);
    }
    let chinese = |part: &str| -> Option<u16> {
        let mut chars = part.chars();
        let only = digit(chars.next()?)
            .filter(|_| part.is_char_boundary(3) && !part.starts_with(|c: char| c.is_ascii()));
        if chars.next().is_none() { only } else { None }
    };
    match text.split_once('十') {
        None => chinese(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { chinese(tens)? };
            let ones = if ones.is_empty() { 0 } else { chinese(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_levels_are_told_apart() {
        for (line, level, number, label, rest) in [
            ("一、总则", 1, 1, "一", "总则"),
            ("（二十五）宣传", 2, 25, "（二十五）", "宣传"),
            ("(十)宣传", 2, 10, "（十）", "宣传"),
            ("12.走访", 3, 12, "12", "走访"),
            ("（3）走访", 4, 3, "（3）", "走访"),
            ("②走访", 5, 2, "②", "走访"),
        ] {
            let (found, left) = split(line).unwrap();
            assert_eq!((found.level, found.value, found.label.as_str(), left), (level, number, label, rest));
        }
    }

    #[test]
    fn numbers_inside_sentences_open_no_clause() {
        for line in ["1.5倍以上", "2025年3月", "十分重要", "（征求意见稿）", "一是走访", "5月30日前", "一"]
        {
            assert_eq!(split(line), None, "{line}");
        }
    }
}
