//! Clause numbers 条款编号 at the head of a line: `第一章` `第一节` `第一条` `一、` `（一）` `1.` `（1）` `①` and how office
//! computers write them (`㈠` `⒈` `⑴` `1）`) → level, value and the label of an id.

/// How a clause is numbered, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// 第一章, 第一部分.
    Chapter,
    /// 第一节.
    Section,
    /// 第一条, counted on through the chapters.
    Article,
    /// 一、
    Head,
    /// （一）
    Item,
    /// 1.
    Point,
    /// （1）
    Sub,
    /// ①
    Circle,
}

impl Level {
    /// Chapters and sections hold articles, but are no part of an article's id.
    pub(super) fn frames(self) -> bool {
        self < Self::Article
    }

    /// Levels whose words up to the first stop are a heading even when nothing follows them.
    pub(super) fn heads(self) -> bool {
        !matches!(self, Self::Article) && self <= Self::Item
    }
}

/// A number at the head of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) level: Level,
    pub(super) value: u16,
    /// As in a clause id: `第一条`, `一`, `（一）`, `1`, `（1）`, `①`.
    pub(super) label: String,
}

/// Runs of signs that are a number in one character: the first of each run, how many, and what it stands for.
const SINGLE: [(char, u16, Level); 4] =
    [('①', 20, Level::Circle), ('⑴', 20, Level::Sub), ('⒈', 20, Level::Point), ('㈠', 10, Level::Item)];
const CHINESE: &str = "零一二三四五六七八九十百";

/// Splits a line without spaces into its number and the rest.
pub(super) fn split(line: &str) -> Option<(Number, &str)> {
    let first = line.chars().next()?;
    if let Some((value, level)) = single(first) {
        return Some((of(level, value, first), &line[first.len_utf8()..]));
    }
    match first {
        '第' => ordinal(line),
        '（' | '(' => bracketed(line),
        _ => counted(line),
    }
}

fn of(level: Level, value: u16, sign: char) -> Number {
    let label = match level {
        Level::Sub => format!("（{value}）"),
        Level::Item => format!("（{}）", CHINESE.chars().nth(usize::from(value)).unwrap_or(sign)),
        Level::Point => value.to_string(),
        _ => sign.to_string(),
    };
    Number { level, value, label }
}

fn single(c: char) -> Option<(u16, Level)> {
    SINGLE.iter().find_map(|(first, count, level)| {
        let at = u32::from(c).checked_sub(u32::from(*first))?;
        u16::try_from(at).ok().filter(|at| at < count).map(|at| (at + 1, *level))
    })
}

/// Words right behind 第四条 that make it a mention of a clause, not its beginning.
const MENTION: [&str; 20] = [
    "规定",
    "的",
    "第",
    "、",
    "，",
    "。",
    "；",
    "）",
    "》",
    "款",
    "和第",
    "及第",
    "或第",
    "与第",
    "至第",
    "到第",
    "所称",
    "所列",
    "要求",
    "之规定",
];

/// 第一章, 第二节, 第十二条, 第12条.
fn ordinal(line: &str) -> Option<(Number, &str)> {
    let rest = line.strip_prefix('第')?;
    let end = rest.find(|c: char| !(CHINESE.contains(c) || c == '〇' || c.is_ascii_digit()))?;
    let (number, rest) = rest.split_at(end);
    let kinds =
        [("章", Level::Chapter), ("部分", Level::Chapter), ("节", Level::Section), ("条", Level::Article)];
    let (word, level) = kinds.iter().find(|(word, _)| rest.starts_with(word))?;
    let rest = &rest[word.len()..];
    // A space between number and words is kept: no mention has one.
    if MENTION.iter().any(|mention| rest.starts_with(mention)) {
        return None;
    }
    let rest = rest.trim_start_matches([':', '：', ' ']);
    Some((Number { level: *level, value: value(number)?, label: format!("第{number}{word}") }, rest))
}

/// （一）, (1).
fn bracketed(line: &str) -> Option<(Number, &str)> {
    let end = line.find(['）', ')'])?;
    let inner: &str = line[..end].trim_start_matches(['（', '(']);
    let rest = &line[end..];
    let rest = &rest[rest.chars().next()?.len_utf8()..];
    let level = if inner.bytes().all(|b| b.is_ascii_digit()) { Level::Sub } else { Level::Item };
    // （二）项规定的 speaks of an item.
    if ["项", "款", "目", "至（", "、（", "和（"].iter().any(|mention| rest.starts_with(mention)) {
        return None;
    }
    Some((Number { level, value: value(inner)?, label: format!("（{inner}）") }, rest))
}

/// 一、, 1., 1）.
fn counted(line: &str) -> Option<(Number, &str)> {
    let end = line.find(|c: char| !(CHINESE.contains(c) || c.is_ascii_digit()))?;
    let (number, rest) = line.split_at(end);
    let arabic = number.bytes().all(|b| b.is_ascii_digit());
    if let Some(rest) = rest.strip_prefix(['）', ')']).filter(|_| arabic) {
        return Some((
            Number { level: Level::Sub, value: value(number)?, label: format!("（{number}）") },
            rest,
        ));
    }
    let rest = rest.strip_prefix(['.', '．', '、'])?;
    // 1.5 is a number in a sentence.
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let level = if arabic { Level::Point } else { Level::Head };
    Some((Number { level, value: value(number)?, label: number.to_owned() }, rest))
}

/// Whether some words are 第四条 or 第一章 and nothing else: the space behind it tells it from a mention.
pub(super) fn is_ordinal(text: &str) -> bool {
    text.starts_with('第') && ordinal(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// 1 for ①.
pub(super) fn circled(c: char) -> Option<u16> {
    single(c).filter(|(_, level)| *level == Level::Circle).map(|(value, _)| value)
}

/// `25`, `二十五`, `一百零三`; nothing else, and nothing below one.
pub(super) fn value(text: &str) -> Option<u16> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|value| *value > 0);
    }
    let (hundreds, rest) = match text.split_once('百') {
        Some((hundreds, rest)) => (digit(hundreds)?, rest.trim_start_matches(['零', '〇'])),
        None => (0, text),
    };
    let rest = match rest.split_once('十') {
        None if rest.is_empty() && hundreds > 0 => 0,
        None => digit(rest)?,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            tens * 10 + ones
        }
    };
    Some(hundreds * 100 + rest)
}

/// 一 to 九百九十九, digits above.
pub(super) fn chinese(number: usize) -> String {
    let digit = |n: usize| CHINESE.chars().nth(n).map(String::from).unwrap_or_default();
    match number {
        0 => String::new(),
        1000.. => number.to_string(),
        1..10 => digit(number),
        10..20 => format!("十{}", chinese(number - 10)),
        20..100 => format!("{}十{}", digit(number / 10), chinese(number % 10)),
        _ => {
            let (hundreds, rest) = (number / 100, number % 100);
            let between = if (1..10).contains(&rest) { "零" } else { "" };
            let tens = if (10..20).contains(&rest) { "一" } else { "" };
            format!("{}百{between}{tens}{}", digit(hundreds), chinese(rest))
        }
    }
}

/// One Chinese digit and nothing else.
fn digit(text: &str) -> Option<u16> {
    let mut chars = text.chars();
    let first = chars.next().filter(|_| chars.next().is_none())?;
    "一二三四五六七八九".chars().zip(1..).find(|(known, _)| *known == first).map(|(_, value)| value)
}

/// A year: `2026`, `二〇二六`, `二○二六`.
pub(super) fn year(text: &str) -> Option<i32> {
    let digits: Option<String> = text
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            '〇' | '○' | '零' => Some('0'),
            _ => digit(&c.to_string()).and_then(|value| char::from_digit(u32::from(value), 10)),
        })
        .collect();
    digits.filter(|digits| digits.len() == 4)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_manner_of_numbering_is_told_apart() {
        for (line, level, number, label, rest) in [
            ("第三章监测对象", Level::Chapter, 3, "第三章", "监测对象"),
            ("第二部分工作任务", Level::Chapter, 2, "第二部分", "工作任务"),
            ("第一节申请", Level::Section, 1, "第一节", "申请"),
            ("第十二条农户申请。", Level::Article, 12, "第十二条", "农户申请。"),
            ("第八条 第一书记走访。", Level::Article, 8, "第八条", "第一书记走访。"),
            ("第12条农户申请。", Level::Article, 12, "第12条", "农户申请。"),
            ("第一百零三条附则", Level::Article, 103, "第一百零三条", "附则"),
            ("一、总则", Level::Head, 1, "一", "总则"),
            ("（二十五）宣传", Level::Item, 25, "（二十五）", "宣传"),
            ("(十)宣传", Level::Item, 10, "（十）", "宣传"),
            ("㈢宣传", Level::Item, 3, "（三）", "宣传"),
            ("12.走访", Level::Point, 12, "12", "走访"),
            ("12、走访", Level::Point, 12, "12", "走访"),
            ("⒉走访", Level::Point, 2, "2", "走访"),
            ("（3）走访", Level::Sub, 3, "（3）", "走访"),
            ("3）走访", Level::Sub, 3, "（3）", "走访"),
            ("⑶走访", Level::Sub, 3, "（3）", "走访"),
            ("②走访", Level::Circle, 2, "②", "走访"),
        ] {
            let (found, left) = split(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.level, found.value, found.label.as_str(), left), (level, number, label, rest));
        }
    }

    #[test]
    fn numbers_inside_sentences_open_no_clause() {
        for line in [
            "1.5倍以上",
            "2025年3月",
            "十分重要",
            "（征求意见稿）",
            "一是走访",
            "5月30日前",
            "一",
            "第四条规定的农户",
            "第四条第二款的情形",
            "第一步农户申请",
            "第三方评估",
            "（二）项规定的",
            "第一季度",
        ] {
            assert_eq!(split(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_in_words_are_written_as_they_are_read() {
        for number in (1..250).chain([300, 999]) {
            let words = chinese(number);
            assert_eq!(value(&words), u16::try_from(number).ok(), "{words}");
        }
        assert_eq!([11, 20, 101, 112].map(chinese), ["十一", "二十", "一百零一", "一百一十二"]);
    }

    #[test]
    fn years_in_words_are_years() {
        assert_eq!([year("二〇二六"), year("二○一九"), year("2024")], [Some(2026), Some(2019), Some(2024)]);
        assert_eq!([year("二六"), year("20２6"), year("")], [None, None, None]);
    }
}
