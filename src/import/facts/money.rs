//! Amounts 金额, multiples 倍数 and shares 比例 with the income concept and the base period they rest on.

use super::super::lines::Paragraph;
use super::super::tree::Clause;
use super::words::{NUMERALS, ending, numerals, plain, sentence};
use super::{Passage, What};
use serde::Serialize;
use std::ops::Range;

/// On which side of an amount the households lie that are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// 低于.
    Below,
    /// 高于.
    Above,
    /// 左右.
    About,
}

const CONCEPTS: [&str; 10] = [
    "家庭年人均收入",
    "年人均收入",
    "人均收入",
    "人均可支配收入",
    "年人均可支配收入",
    "年人均纯收入",
    "人均纯收入",
    "可支配收入",
    "纯收入",
    "总收入",
];
const BASES: [&str; 14] = [
    "识别当月上一年度",
    "上一年度",
    "上年度",
    "当年",
    "前12个月",
    "近12个月",
    "连续12个月",
    "前十二个月",
    "近十二个月",
    "前6个月",
    "近6个月",
    "前六个月",
    "近六个月",
    "上年",
];
/// Words that say on which side, the longer ones first where one holds the other.
const SIDES: [(&str, Side); 13] = [
    ("不高于", Side::Below),
    ("不超过", Side::Below),
    ("低于", Side::Below),
    ("少于", Side::Below),
    ("小于", Side::Below),
    ("不足", Side::Below),
    ("未达到", Side::Below),
    ("不低于", Side::Above),
    ("不少于", Side::Above),
    ("高于", Side::Above),
    ("超过", Side::Above),
    ("超出", Side::Above),
    ("大于", Side::Above),
];
const AFTER: [(&str, Side); 4] =
    [("以下", Side::Below), ("以内", Side::Below), ("以上", Side::Above), ("左右", Side::About)];
const STANDARDS: [&str; 8] = [
    "当地最低生活保障标准",
    "最低生活保障标准",
    "当地低保标准",
    "现行国家扶贫标准",
    "国家现行扶贫标准",
    "国家扶贫标准",
    "扶贫标准",
    "低保标准",
];

/// Byte offset and fact.
pub(super) fn find(passage: &Passage<'_>) -> Vec<(usize, What)> {
    let text = &passage.text;
    let mut found = Vec::new();
    let worded = worded(text);
    for (range, yuan) in &worded {
        let (before, after) = (&text[..range.start], &text[range.end + '元'.len_utf8()..]);
        let concept = longest(sentence(text, range.start), &CONCEPTS);
        let base = base(sentence(text, range.start), before).or_else(|| counted(&around(passage)));
        let (side, wording) = told(before, &format!("{}元", &text[range.clone()]), after, concept.as_deref());
        found.push((range.start, What::Amount { yuan: *yuan, concept, side, wording, base }));
    }
    for mut range in numerals(text) {
        if worded.iter().any(|(other, _)| other.contains(&range.start)) {
            continue;
        }
        // 9,000元 is one number.
        let digits = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count();
        if let Some(before) = text[..range.start].strip_suffix(',')
            && range.len() == 3
            && (1..=3).contains(&digits(before))
            && text[range.end..].starts_with(['元', '万'])
        {
            range.start = before.len() - digits(before);
        }
        let (before, number, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
        let here = sentence(text, range.start);
        let concept = longest(here, &CONCEPTS);
        if let Some(yuan) = yuan(&number.replace(',', ""), after) {
            let base = base(here, before).or_else(|| counted(&around(passage)));
            let unit = if after.starts_with('万') { "万元" } else { "元" };
            let (side, wording) =
                told(before, &format!("{number}{unit}"), &after[unit.len()..], concept.as_deref());
            found.push((range.start, What::Amount { yuan, concept, side, wording, base }));
        } else if after.starts_with('倍') {
            let of = ending(before, &STANDARDS).unwrap_or("").to_owned();
            let times = number.to_owned();
            let (side, wording) =
                told(before, &format!("{number}倍"), &after['倍'.len_utf8()..], concept.as_deref());
            found.push((range.start, What::Multiple { times, of, concept, side, wording }));
        } else if after.starts_with(['%', '％']) {
            found.push((range.start, What::Share { percent: number.to_owned() }));
        }
    }
    found
}

/// Amounts with Chinese numerals before 元: 七千八百元, 2万5千元, 两百元. What could be read in two ways is left out.
fn worded(text: &str) -> Vec<(Range<usize>, u64)> {
    let of = |c: char| c.is_ascii_digit() || c == '.' || NUMERALS.contains(c) || "千万亿仟萬".contains(c);
    let places = text.match_indices('元').filter_map(|(end, _)| {
        let start = text[..end].char_indices().rev().take_while(|(_, c)| of(*c)).last()?.0;
        let words = &text[start..end];
        // 0.85万元 and 9000元 are read as they always were.
        let simple = words.trim_end_matches('万').bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let value = if simple { None } else { in_words(&plain(words)) };
        value.map(|value| (start..end, value))
    });
    places.collect()
}

/// `二万五千`, `2万5千`, `七千零八`; nothing where a unit is left out (一万二) or out of order.
fn in_words(words: &str) -> Option<u64> {
    let (mut total, mut section, mut digit, mut last, mut zero) =
        (0_u64, 0_u64, None::<u64>, u64::MAX, false);
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => 0,
        };
        match c {
            '零' => zero = true,
            c if c.is_ascii_digit() => {
                let mut number = u64::from(c.to_digit(10)?);
                while let Some(next) = chars.next_if(char::is_ascii_digit) {
                    number = number.checked_mul(10)?.checked_add(u64::from(next.to_digit(10)?))?;
                }
                digit = Some(number).filter(|_| digit.is_none());
                digit?;
            }
            _ if unit >= 10_000 => {
                section = section.checked_add(digit.take().unwrap_or(0))?;
                total = total.checked_add(section.checked_mul(unit).filter(|sum| *sum > 0)?)?;
                (section, last, zero) = (0, unit, false);
            }
            _ if unit > 0 => {
                let count = match (digit.take(), c) {
                    (None, '十') => 1,
                    (count, _) => count?,
                };
                if unit >= last {
                    return None;
                }
                section = section.checked_add(count.checked_mul(unit)?)?;
                (last, zero) = (unit, false);
            }
            c => {
                let at = "一二三四五六七八九".chars().position(|known| known == c)?;
                digit = Some(u64::try_from(at + 1).ok()?).filter(|_| digit.is_none());
                digit?;
            }
        }
        if unit >= 10_000 {
            last = 10_000;
        }
    }
    // 一万二: two thousand or two?
    if digit.is_some() && !zero && last != u64::MAX && last > 10 {
        return None;
    }
    let sum = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    (sum > 0).then_some(sum)
}

/// On which side, and the words from the concept to the number: 年人均纯收入稳定超过9000元.
fn told(before: &str, number: &str, after: &str, concept: Option<&str>) -> (Option<Side>, String) {
    let breath = before.rsplit(['，', '。', '；', '（', '\n']).next().unwrap_or(before);
    let from = concept.and_then(|concept| breath.rfind(concept)).unwrap_or(breath.len());
    let words = &breath[from..];
    let near = SIDES
        .iter()
        .filter_map(|(word, side)| words.rfind(word).map(|at| (at + word.len(), word.len(), *side)));
    let side = near.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, side)| side);
    let behind = AFTER.iter().find(|(word, _)| after.starts_with(word));
    match (side, behind) {
        (Some(_), Some((word, Side::About))) | (None, Some((word, _))) => {
            (side.or(behind.map(|(_, side)| *side)), format!("{words}{number}{word}"))
        }
        _ => (side, format!("{words}{number}")),
    }
}

fn yuan(number: &str, after: &str) -> Option<u64> {
    let unit = if after.starts_with("万元") {
        10_000
    } else if after.starts_with('元') {
        1
    } else {
        return None;
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = whole.parse().ok()?;
    let digits = u32::try_from(part.len()).ok()?;
    let scale = 10_u64.checked_pow(digits)?;
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    Some(whole.checked_mul(unit)? + part.checked_mul(unit)? / scale)
}

/// The base period in the same breath as the amount, or in a sentence on how income is counted.
fn base(here: &str, before: &str) -> Option<String> {
    let breath = before.rsplit(['，', '。', '；']).next().unwrap_or(before);
    longest(breath, &BASES).or_else(|| counted(here))
}

/// The base period of a text that says how income is counted: 支出超过上年度收入 does not.
fn counted(text: &str) -> Option<String> {
    let tells = |sentence: &&str| ["核算", "计算", "周期"].iter().any(|word| sentence.contains(word));
    text.split(['。', '；', '\n']).filter(tells).find_map(|sentence| longest(sentence, &BASES))
}

fn longest(text: &str, words: &[&str]) -> Option<String> {
    words
        .iter()
        .filter(|word| text.contains(**word))
        .max_by_key(|word| word.len())
        .map(|word| (*word).to_owned())
}

/// The clause and its siblings, with what stands behind them: a base period often stands in an item of its own.
fn around(passage: &Passage<'_>) -> String {
    let Some(clause) = passage.clause else { return String::new() };
    let parent = passage.whole.parent(clause);
    let beside: Vec<&Clause> = parent.into_iter().flat_map(|parent| passage.whole.children(parent)).collect();
    let behind = beside.iter().flat_map(|clause| clause.text.iter().skip(clause.own)).map(Paragraph::live);
    beside.iter().map(|clause| clause.live()).chain(behind).collect::<Vec<_>>().join("\n")
}
