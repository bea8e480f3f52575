//! Time limits 时限: days, working days, monthly and quarterly duties, deadlines, first and last days.

use super::super::{head, number};
use super::What;
use super::words::{beginning, ending, numerals, sentence, value};
use crate::policy::Unit;

/// Words before a number of days that belong to it.
const BEFORE: [&str; 27] = [
    "一般不超过",
    "原则上不超过",
    "不超过",
    "不得超过",
    "不能超过",
    "最长不超过",
    "不多于",
    "不少于",
    "不得少于",
    "不能少于",
    "应不少于",
    "不应少于",
    "不低于",
    "不得低于",
    "不短于",
    "不得短于",
    "至少",
    "最少",
    "原则上在",
    "原则上",
    "为期",
    "期限为",
    "期限",
    "时间为",
    "时限为",
    "时限",
    "公示期为",
];
const AFTER: [&str; 4] = ["以内", "以上", "之内", "内"];
/// Words before a number of days that say what lasts so long.
const LASTS: [&str; 7] = ["公示", "公示期", "公示期间", "公示时间", "时间", "公示期限", "期间"];
/// Days that do not count, as offices name them.
const HOLIDAYS: [&str; 7] = ["节假日", "法定假日", "假日", "休息日", "双休日", "周末", "公休日"];
const LEFT_OUT: [&str; 7] = ["不含", "不包括", "不包含", "除外", "扣除", "不计", "不算"];

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
    found.extend(half_months(text));
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

/// What so many days are counted in.
#[derive(Clone, Copy, PartialEq)]
enum Counted {
    Days(Unit),
    /// 日 alone is a day of the month as well.
    Plain,
    Weeks,
    Hours,
}

const UNITS: [(&str, Counted); 17] = [
    ("个工作日", Counted::Days(Unit::Working)),
    ("工作日", Counted::Days(Unit::Working)),
    ("个工作天", Counted::Days(Unit::Working)),
    ("工作天", Counted::Days(Unit::Working)),
    ("个自然日", Counted::Days(Unit::Calendar)),
    ("自然日", Counted::Days(Unit::Calendar)),
    ("个日历日", Counted::Days(Unit::Calendar)),
    ("日历日", Counted::Days(Unit::Calendar)),
    ("日历天", Counted::Days(Unit::Calendar)),
    ("天", Counted::Days(Unit::Calendar)),
    ("日", Counted::Plain),
    ("个星期", Counted::Weeks),
    ("星期", Counted::Weeks),
    ("个礼拜", Counted::Weeks),
    ("周", Counted::Weeks),
    ("个小时", Counted::Hours),
    ("小时", Counted::Hours),
];

fn limit(text: &str, before: &str, number: &str, after: &str) -> Option<What> {
    let (unit, counted) =
        UNITS.iter().filter(|(unit, _)| after.starts_with(unit)).max_by_key(|(unit, _)| unit.len())?;
    let lead = ending(before, &BEFORE).unwrap_or("");
    let tail = beginning(&after[unit.len()..], &AFTER).unwrap_or("");
    let whole = matches!(counted, Counted::Days(_));
    let lasts = !(tail.is_empty() && lead.is_empty()) || ending(before, &LASTS).is_some();
    // 5月7日, 每月25日, 第一周, 每周 are no terms.
    let of_calendar =
        before.ends_with(['月', '、', '每', '第', '年']) && after.starts_with(['日', '周', '星']);
    if of_calendar
        || !whole && !lasts
        || *counted == Counted::Weeks && after[unit.len()..].starts_with(['一', '年', '岁'])
    {
        return None;
    }
    let count = value(number)?;
    let (days, mut counted_in) = match counted {
        Counted::Days(unit) => (count, *unit),
        Counted::Plain => (count, Unit::Calendar),
        Counted::Weeks => (count.checked_mul(7)?, Unit::Calendar),
        Counted::Hours if count.is_multiple_of(24) && count > 0 => (count / 24, Unit::Calendar),
        Counted::Hours => return Some(What::Term { wording: format!("{lead}{number}{unit}{tail}") }),
    };
    let behind = &after[unit.len() + tail.len()..];
    let (remark, of_remark) = remark(behind);
    counted_in = of_remark.unwrap_or(counted_in);
    Some(What::Limit {
        days,
        unit: counted_in,
        wording: format!("{lead}{number}{unit}{tail}{remark}"),
        posting: posts(text, before, &after[unit.len()..], tail),
    })
}

/// A remark behind a number of days that says which days count: （不含节假日）, （工作日）.
fn remark(behind: &str) -> (&str, Option<Unit>) {
    let end = match behind.chars().next() {
        Some('（' | '(') => {
            behind.find(['）', ')']).map(|end| end + behind[end..].chars().next().map_or(0, char::len_utf8))
        }
        Some('，' | ',') => {
            behind.char_indices().skip(1).find(|(_, c)| "，。；,".contains(*c)).map(|(end, _)| end)
        }
        _ => None,
    };
    let words = &behind[..end.unwrap_or(0)];
    let holds = |all: &[&str]| all.iter().any(|word| words.contains(word));
    if holds(&HOLIDAYS) && holds(&LEFT_OUT) {
        return (words, Some(Unit::Working));
    }
    let short = words.chars().count() <= 8 && words.starts_with(['（', '(']);
    match words {
        _ if short && words.contains("工作日") => (words, Some(Unit::Working)),
        _ if short && (words.contains("自然日") || words.contains("日历日") || holds(&HOLIDAYS)) => {
            (words, Some(Unit::Calendar))
        }
        _ => ("", None),
    }
}

/// Whether so many days are those of a 公示.
fn posts(text: &str, before: &str, behind: &str, tail: &str) -> bool {
    let here = sentence(text, before.len());
    let start = before.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    // 公示期满后2日内上报 counts from the end of the 公示; it is not its days.
    let near = before[start..].rsplit_once("公示").map(|(_, near)| near);
    let past = ["满", "后", "结束", "无异议", "之日"];
    let near = near.is_some_and(|near| !past.iter().any(|word| near.contains(word)));
    // 为期7天的公示.
    let behind: String = behind.chars().take(4).collect();
    let named = tail.is_empty() && ["的公示", "公示"].iter().any(|word| behind.starts_with(word));
    here.contains("公示") && (near || named)
}

/// 半个月, where it is a term.
fn half_months(text: &str) -> Vec<(usize, What)> {
    let places = text.match_indices("半个月").filter_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + "半个月".len()..]);
        let lead = ending(before, &BEFORE).unwrap_or("");
        let tail = beginning(after, &AFTER).unwrap_or("");
        let lasts = !(lead.is_empty() && tail.is_empty()) || ending(before, &LASTS).is_some();
        // 一个半月, 每半个月.
        let other = before.ends_with(['每', '个', '第']);
        (lasts && !other).then(|| {
            let wording = format!("{lead}半个月{tail}");
            (
                at,
                What::Limit {
                    days: 15,
                    unit: Unit::Calendar,
                    wording,
                    posting: posts(text, before, after, tail),
                },
            )
        })
    });
    places.collect()
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
