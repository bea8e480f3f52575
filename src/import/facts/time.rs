//! Time limits 时限: days, working days, monthly and quarterly duties, deadlines, first and last days.

use super::super::{head, number};
use super::What;
use super::words::{beginning, ending, numerals, sentence, value};
use crate::policy::Unit;

/// Words before a number of days that belong to it.
const BEFORE: [&str; 12] = [
    "一般不超过",
    "原则上不超过",
    "不超过",
    "不得超过",
    "不少于",
    "不得少于",
    "不低于",
    "至少",
    "原则上在",
    "原则上",
    "为期",
    "期限为",
];
const AFTER: [&str; 4] = ["以内", "以上", "之内", "内"];

/// Byte offset and fact.
pub(super) fn find(text: &str) -> Vec<(usize, What)> {
    let mut found = Vec::new();
    for range in numerals(text) {
        let (before, number, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
        if let Some(what) = limit(text, before, number, after) {
            found.push((range.start, what));
        } else if let Some(what) = term(before, number, after) {
            found.push((range.start, what));
        } else if let Some(what) = deadline(before, number, after) {
            found.push((range.start, what));
        }
    }
    found.extend(
        text.match_indices("半年以上").map(|(at, wording)| (at, What::Term { wording: wording.to_owned() })),
    );
    found.extend(windows(text));
    found.extend(effective(text));
    let yearly = yearly(text);
    // 每人每年7200元 is a rate.
    let rate = |at: usize| ["每人", "每户", "每名", "每亩"].iter().any(|each| text[..at].ends_with(each));
    let places = text.match_indices('每').filter(|(at, _)| !rate(*at));
    let duties = places.filter_map(|(at, _)| Some((at, duty(&text[at..])?)));
    found.extend(duties.filter(|(at, _)| yearly.iter().all(|(other, _)| other != at)));
    found.extend(yearly);
    found
}

fn limit(text: &str, before: &str, number: &str, after: &str) -> Option<What> {
    let units = ["个工作日", "工作日", "个自然日", "天", "日内", "日以内"];
    let unit = beginning(after, &units)?;
    if before.ends_with(['月', '、', '每']) && unit.starts_with('日') {
        return None;
    }
    let days = value(number)?;
    let unit = unit.trim_end_matches("以内").trim_end_matches('内');
    let lead = ending(before, &BEFORE).unwrap_or("");
    let tail = beginning(&after[unit.len()..], &AFTER).unwrap_or("");
    let here = sentence(text, before.len());
    let start = before.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    // 公示期满后2日内上报 counts from the end of the 公示; it is not its days.
    let near = before[start..].rsplit_once("公示").map(|(_, near)| near);
    let past = ["满", "后", "结束", "无异议", "之日"];
    let posts = near.is_some_and(|near| !past.iter().any(|word| near.contains(word)));
    // 为期7天的公示.
    let behind: String = after[unit.len()..].chars().take(4).collect();
    let posts = posts || tail.is_empty() && ["的公示", "公示"].iter().any(|word| behind.starts_with(word));
    Some(What::Limit {
        days,
        unit: if unit.ends_with("工作日") { Unit::Working } else { Unit::Calendar },
        wording: format!("{lead}{number}{unit}{tail}"),
        posting: here.contains("公示") && posts,
    })
}

/// 自2024年7月1日起施行, 自印发之日起施行.
fn effective(text: &str) -> Vec<(usize, What)> {
    let marks = ["起施行", "起实施", "起执行", "起生效"];
    let found =
        marks.iter().flat_map(|mark| text.match_indices(mark).map(|(at, mark)| (at, at + mark.len())));
    found
        .filter_map(|(at, end)| {
            let here = &text[..at];
            let from = here.rfind(['自', '从'])?;
            let since = here[from..].chars().skip(1).collect::<String>();
            let day = head::day(&since).filter(|(_, rest)| rest.is_empty()).map(|(day, _)| day);
            (day.is_some() || since.ends_with("之日"))
                .then(|| (from, What::Effective { day, wording: text[from..end].to_owned() }))
        })
        .collect()
}

/// 1年以上, 6个月内, …后1年.
fn term(before: &str, number: &str, after: &str) -> Option<What> {
    let unit = beginning(after, &["年", "个月"])?;
    let tail = beginning(&after[unit.len()..], &AFTER);
    let valid = ["有效期", "有效期为", "有效期限为"].iter().any(|word| before.ends_with(word));
    let closed =
        valid || before.ends_with('后') && after[unit.len()..].starts_with(['）', ')', '，', '。', '内']);
    value(number).filter(|count| *count < 100 && (tail.is_some() || closed))?;
    Some(What::Term { wording: format!("{number}{unit}{}", tail.unwrap_or("")) })
}

/// 5月30日前, 2020年5月30日前, 5月份.
fn deadline(before: &str, number: &str, after: &str) -> Option<What> {
    let rest = after.strip_prefix('月')?;
    let month = u32::from(value(number).filter(|month| *month <= 12)?);
    if before.ends_with(['每', '第'])
        || ["每年", "次年", "下年", "翌年", "第二年", "下一年", "来年"]
            .iter()
            .any(|year| before.ends_with(year))
    {
        return None;
    }
    let year = before.strip_suffix('年').and_then(|before| {
        let digits = before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect::<String>();
        number::year(&digits)
    });
    if rest.starts_with('份') {
        return Some(What::Deadline { year, month, day: None });
    }
    let (day, rest) = rest.split_once('日')?;
    let day = u32::from(value(day).filter(|day| *day <= 31)?);
    rest.starts_with('前').then_some(What::Deadline { year, month, day: Some(day) })
}

/// From one day to another.
fn windows(text: &str) -> Vec<(usize, What)> {
    let starts = numerals(text).into_iter().filter(|range| text[range.end..].starts_with('年'));
    starts
        .filter_map(|range| {
            let (first, rest) = head::day(&text[range.start..])?;
            let rest = rest.strip_prefix(['至', '到', '—', '-'])?;
            let (last, _) = head::day(rest)?;
            Some((range.start, What::Window { first, last }))
        })
        .collect()
}

/// 每年3月31日前, 次年1月15日前: a day of every year or of the next one.
fn yearly(text: &str) -> Vec<(usize, What)> {
    let years = ["每年", "次年", "下年", "翌年", "第二年", "下一年", "来年"];
    let places = years.iter().flat_map(|year| text.match_indices(year));
    places
        .filter_map(|(at, year)| {
            let rest = &text[at + year.len()..];
            let (month, rest) = rest.split_once('月')?;
            let (day, rest) = rest.split_once('日').filter(|_| value(month).is_some())?;
            value(day)?;
            let end = text.len() - rest.len() + if rest.starts_with('前') { '前'.len_utf8() } else { 0 };
            Some((at, What::Duty { wording: text[at..end].to_owned(), days: Vec::new() }))
        })
        .collect()
}

/// 每月25日, 每月1日、15日, 每季度第一个月10日前, 每年年底, 每月.
fn duty(text: &str) -> Option<What> {
    let every = [
        "每季度第一个月",
        "每季度第二个月",
        "每季度第三个月",
        "每季度",
        "每个月",
        "每半年",
        "每年年底",
        "每年",
        "每月",
        "每周",
    ];
    let every = beginning(text, &every)?;
    let mut end = every.len();
    let mut days = Vec::new();
    loop {
        let rest = text[end..].strip_prefix('、').filter(|_| !days.is_empty()).unwrap_or(&text[end..]);
        let Some((day, tail)) = rest.split_once('日') else { break };
        let Some(day) = value(day).filter(|day| *day <= 31) else { break };
        days.push(day);
        end = text.len() - tail.len();
    }
    if !days.is_empty() && text[end..].starts_with('前') {
        end += '前'.len_utf8();
    }
    Some(What::Duty { wording: text[..end].to_owned(), days })
}
