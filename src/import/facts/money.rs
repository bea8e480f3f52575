//! Amounts 金额, multiples 倍数 and shares 比例 with the income concept and the base period they rest on.

use super::words::{ending, numerals, sentence};
use super::{Passage, What};

const CONCEPTS: [&str; 7] =
    ["人均可支配收入", "年人均可支配收入", "年人均纯收入", "人均纯收入", "可支配收入", "纯收入", "总收入"];
const BASES: [&str; 8] =
    ["识别当月上一年度", "上一年度", "上年度", "当年", "前12个月", "近12个月", "连续12个月", "上年"];
const STANDARDS: [&str; 5] = ["现行国家扶贫标准", "国家现行扶贫标准", "国家扶贫标准", "扶贫标准", "低保标准"];

/// Byte offset and fact.
pub(super) fn find(passage: &Passage<'_>) -> Vec<(usize, What)> {
    let text = &passage.text;
    let mut found = Vec::new();
    for range in numerals(text) {
        let (before, number, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
        let here = sentence(text, range.start);
        if let Some(yuan) = yuan(number, after) {
            let base = base(here, before).or_else(|| counted(&around(passage)));
            found.push((range.start, What::Amount { yuan, concept: longest(here, &CONCEPTS), base }));
        } else if after.starts_with('倍') {
            let of = ending(before, &STANDARDS).unwrap_or("").to_owned();
            let times = number.to_owned();
            found.push((range.start, What::Multiple { times, of, concept: longest(here, &CONCEPTS) }));
        } else if after.starts_with(['%', '％']) {
            found.push((range.start, What::Share { percent: number.to_owned() }));
        }
    }
    found
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

/// The clause and its siblings: a base period often stands in an item of its own.
fn around(passage: &Passage<'_>) -> String {
    let Some(clause) = passage.clause else { return String::new() };
    let parent = passage.whole.parent(clause);
    let beside = parent.into_iter().flat_map(|parent| passage.whole.children(parent));
    beside.map(|clause| clause.live()).collect::<Vec<_>>().join("\n")
}
