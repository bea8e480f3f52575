//! Where a line may end 禁则: Unicode's strict rules by `icu_segmenter`, and on top what Chinese typesetting asks.
//!
//! A line never starts with a closing mark or ends with an opening one; …… and —— stay whole, and so do a number
//! with its unit, a date, a phone number and a Latin word.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};

/// Whether a line may begin before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cut {
    /// Never.
    No,
    /// Inside a date, after 年 or 月, when the line would otherwise gape.
    Date,
    /// Inside a remark like （每天 8:30—18:00）, when the line has no other place.
    Late,
    /// Yes.
    Yes,
    /// It must.
    Must,
}

/// What belongs to the number before it.
const UNITS: &str =
    "年月日号户人元天个项条款章期次件份页岁届组米斤亩万亿千百时分秒点级类批名版周角倍公吨公里";

/// Marks that never start a line.
#[rustfmt::skip]
pub(crate) fn starts_never(c: char) -> bool {
    matches!(c,
        '、' | '，' | '。' | '；' | '：' | '？' | '！' | '）' | '》' | '」'
            | '』' | '”' | '’' | '】' | '〉' | '〗' | '〕' | '］' | '｝'
            | '…' | '·' | '・' | '％' | '‰' | '℃' | '°' | '々' | '～'
            | ',' | '.' | ';' | ':' | '?' | '!' | ')' | ']' | '}'
            | '%')
}

/// Marks that never end a line.
#[rustfmt::skip]
pub(crate) fn ends_never(c: char) -> bool {
    matches!(c,
        '（' | '《' | '「' | '『' | '“' | '‘' | '【' | '〈' | '〖' | '〔'
            | '［' | '｛' | '￥' | '＄' | '＃' | '№' | '(' | '[' | '{'
            | '#' | '$' | '¥')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{C0}'..'\u{250}').contains(&c)
}

/// For each character whether a line may begin before it; the first is always `No`.
pub(crate) fn cuts(text: &[char]) -> Vec<Cut> {
    let mut out = vec![Cut::No; text.len()];
    let string: String = text.iter().collect();
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let mut breaks = LineSegmenter::new_for_non_complex_scripts(options).segment_str(&string).peekable();
    let mut offset = 0;
    for (i, c) in text.iter().enumerate() {
        while breaks.peek().is_some_and(|&at| at < offset) {
            breaks.next();
        }
        let unicode = breaks.peek() == Some(&offset);
        offset += c.len_utf8();
        if i > 0 {
            out[i] = judge(text, i, unicode);
        }
    }
    for remark in hours(text) {
        out[remark].iter_mut().filter(|cut| **cut == Cut::Yes).for_each(|cut| *cut = Cut::Late);
    }
    out
}

/// Longest remark about hours that is kept on one line.
const REMARK: usize = 20;

/// Insides of brackets that hold a time of day: （工作日 9:00—17:30）.
fn hours(text: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    for open in (0..text.len()).filter(|&i| matches!(text[i], '（' | '(')) {
        let inside = text.iter().skip(open + 1).take(REMARK);
        let Some(length) = inside.clone().position(|c| matches!(c, '）' | ')')) else { continue };
        let inner = &text[open + 1..=open + length];
        let time = |three: &[char]| {
            three[0].is_ascii_digit() && matches!(three[1], ':' | '：') && three[2].is_ascii_digit()
        };
        if inner.windows(3).any(time) {
            out.push(open + 1..open + length + 2);
        }
    }
    out
}

fn judge(text: &[char], i: usize, unicode: bool) -> Cut {
    let (a, b) = (text[i - 1], text[i]);
    if a == '\n' {
        return Cut::Must;
    }
    if b == '\n' || b == ' ' || starts_never(b) || ends_never(a) || a == b && matches!(b, '—' | '…' | '⸺')
    {
        return Cut::No;
    }
    if b == '—' && a.is_ascii_digit() || a == '—' && b.is_ascii_digit() {
        return Cut::No;
    }
    if let Some(cut) = number(text, i) {
        return cut;
    }
    // UAX #14 glues “ and ” on both sides because it cannot know which is which; in Chinese it is plain.
    let opens = ends_never(b) && !is_latin(a);
    let closed = starts_never(a) && !is_latin(b) && !matches!(a, ',' | '.' | ':' | '·' | '・');
    if unicode || opens || closed { Cut::Yes } else { Cut::No }
}

/// Numbers keep their sign, unit and name; a date may part after 年 and 月 if it must.
fn number(text: &[char], i: usize) -> Option<Cut> {
    let (a, b) = (text[i - 1], text[i]);
    let digit = |c: char| c.is_ascii_digit();
    if digit(a) && digit(b) || is_latin(a) && is_latin(b) {
        return Some(Cut::No);
    }
    // Phone numbers, versions, ranges: 023-5555 0000, 1.2, 3/4, 2025-03.
    let joint = |c: char| matches!(c, '-' | '/' | '.' | '‑' | '–' | '~' | '@' | '_' | ':' | '*');
    let inside = |c: char| is_latin(c) || joint(c);
    if joint(b) && inside(a) || joint(a) && inside(b) {
        return Some(Cut::No);
    }
    if digit(a) && UNITS.contains(b) {
        return Some(Cut::No);
    }
    if matches!(a, '年' | '月') && digit(b) && i >= 2 && digit(text[i - 2]) {
        return Some(Cut::Date);
    }
    // 9:00至17:00.
    let clock = |at: usize| text.get(at..at + 3).is_some_and(|three| digit(three[0]) && three[1] == ':');
    if b == '至' && i >= 4 && clock(i - 4) || a == '至' && (clock(i) || clock(i + 1)) {
        return Some(Cut::No);
    }
    // 第3条, 第十二条, 每5天, 约30户: the word before a number goes with it only for 第.
    if a == '第' && (digit(b) || "一二三四五六七八九十百".contains(b)) {
        return Some(Cut::No);
    }
    // 5个|工作日 stays whole with its noun: 个 after a digit binds 工.
    if a == '个' && i >= 2 && digit(text[i - 2]) && matches!(b, '工' | '月' | '自' | '日') {
        return Some(Cut::No);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::new();
        for (c, cut) in chars.iter().zip(cuts(&chars)) {
            match cut {
                Cut::Yes => out.push('|'),
                Cut::Date => out.push('/'),
                Cut::Late => out.push('\\'),
                Cut::Must => out.push('!'),
                Cut::No => {}
            }
            out.push(*c);
        }
        out
    }

    #[test]
    fn quotes_break_outside_and_hold_inside() {
        assert_eq!(cut("的“一站式”办理"), "的|“一|站|式”|办|理");
        assert_eq!(cut("（《条例》）、“甲”"), "（《条|例》）、|“甲”");
    }

    #[test]
    fn numbers_keep_their_units_and_dates_part_only_after_year_and_month() {
        assert_eq!(cut("共12户35人"), "共|12户|35人");
        assert_eq!(cut("于2025年3月11日起"), "于|2025年/3月/11日|起");
        assert_eq!(cut("在5个工作日内"), "在|5个工|作|日|内");
        assert_eq!(cut("电话023-55550000或12317"), "电|话|023-55550000|或|12317");
        assert_eq!(cut("第3条"), "第3条");
        assert_eq!(cut("约85%的"), "约|85%|的");
    }

    #[test]
    fn hours_in_brackets_stay_on_one_line() {
        assert_eq!(cut("中心（每天 8:30—18:00）开"), "中|心|（每\\天 \\8:30—18:00）|开");
        assert_eq!(cut("9:00至17:00"), "9:00至17:00");
        assert_eq!(cut("（村民）"), "（村|民）");
    }

    #[test]
    fn dashes_and_ellipses_stay_whole() {
        assert_eq!(cut("甲——乙……丙"), "甲|——|乙……|丙");
    }

    #[test]
    fn latin_words_and_addresses_stay_whole() {
        assert_eq!(cut("打开渝防贫APP申请"), "打|开|渝|防|贫|APP|申|请");
        assert!(!cut("www.example.cn/a-b").contains('|'));
    }
}
