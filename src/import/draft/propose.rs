//! Duties, the consultation, how cases are found, whom it covers and ways out, as a draft proposes them.

use super::super::facts::{actor_before, actor_first, places, subject};
use super::super::{Clause, Fact, Part, Reading, What, number};
use super::pack::Writer;
use super::words::words;
use std::fmt::Write;

/// Titles of clauses that say how cases are found.
const DISCOVERY: [&str; 9] =
    ["申报", "摸排", "集中排查", "部门推送", "关联监测", "预警反馈", "监测方法", "镇村核查", "部门筛查"];
/// Of clauses that say whom it covers.
const SCOPE: [&str; 5] = ["范围", "监测重点", "认定条件", "识别条件", "纳入条件"];
/// Of clauses that say how it ends.
const EXIT: [&str; 7] = ["风险消除", "风险解除", "退出", "回退", "动态管理", "解除监测", "移出"];
/// In a clause without a heading.
const LEAVING: [&str; 3] = ["移出监测", "退出监测", "解除监测"];
/// The announcement that asks for comments.
const CONSULTATION: &str =
    "{{ policy.title }}还没有定下来，请大家提意见。\n\n:::period\n\n# 怎样提意见\n\n:::answer\n\n:::seal\n";
/// Characters of a heading made from running text.
const SHORT: usize = 22;

/// A clause of the draft's own text that stands for the letter's: its path and what stands in it.
pub(super) struct Window {
    /// Path in `text.md`.
    pub(super) path: String,
    /// Heading.
    pub(super) title: String,
    /// The letter's own words.
    pub(super) text: String,
    fact: Fact,
}

/// 征求时间 of the letter that the plans came with, under the next free number of this plan.
pub(super) fn window(reading: &Reading, part: &Part) -> Option<Window> {
    let fact = reading.facts.iter().find(|fact| {
        let letter = reading.parts.get(fact.part).is_some_and(|part| part.letter);
        letter && matches!(fact.is, What::Window { .. })
    })?;
    let letter = &reading.parts[fact.part];
    let clause = letter.clauses.iter().find(|clause| Some(&clause.path) == fact.clause.as_ref())?;
    let heads = part.clauses.iter().filter(|clause| clause.depth == 1).count();
    let path =
        (heads + 1..100).map(number::chinese).find(|path| part.clauses.iter().all(|is| is.path != *path))?;
    let title = format!("{}（原文在公告里，是第{}条）", clause.title, clause.path);
    Some(Window { path, title, text: clause.live(), fact: fact.clone() })
}

impl Writer<'_> {
    /// When everybody may comment.
    pub(super) fn consultation(&mut self, window: &Window) {
        let What::Window { first, last } = window.fact.is else { return };
        self.line("\n[consultation]");
        self.line(&format!("first = {first} # 原文第{}行\nlast = {last}", window.fact.line));
        self.pair("heading", "公开征求意见的公告");
        self.line("file = \"notices/consultation.md\"\nissuer = \"请填写\"");
        self.files.insert("notices/consultation.md".to_owned(), CONSULTATION.to_owned());
        self.pair("text", "请用明白的话写怎样反馈意见；只写单位和办公电话，不写个人");
        self.pair("clause", &window.path);
    }

    /// What is due on days that the text names; says which facts found a place.
    pub(super) fn duties(&mut self, reading: &Reading, part: &Part, facts: &[&Fact]) -> Vec<usize> {
        let year = reading.head.date.or(reading.head.printed).map(|date| chrono::Datelike::year(&date));
        let mut used = Vec::new();
        for (at, fact) in facts.iter().enumerate() {
            let Some(when) = when(&fact.is, year) else { continue };
            let wording = words(&fact.is);
            let about = about(part, fact, &wording);
            self.table("duty");
            self.pair("id", &format!("duty-{}", used.len() + 1));
            self.pair("title", &about.title);
            self.pair("actor", &about.actor);
            let _ = writeln!(self.out, "when = {when}");
            if let Some(since) = about.since {
                self.line(&format!("since = {since}"));
            }
            self.pair("wording", &wording);
            self.proposed(fact);
            used.push(at);
        }
        used
    }

    /// How cases are found, whom it covers, how it ends: clauses whose headings say so.
    pub(super) fn passages(&mut self, part: &Part) {
        for (table, titles) in [("discovery", &DISCOVERY[..]), ("scope", &SCOPE[..]), ("exit", &EXIT[..])] {
            for clause in told(part, titles, table) {
                let text = clause.live();
                self.table(table);
                self.pair("title", &heading(clause, &text));
                self.pair("text", &opening(&text).unwrap_or_else(|| "请用明白的话填写".to_owned()));
                self.pair("clause", &clause.path);
                self.line(&format!("confirmed = false # 原文第{}行", clause.line));
            }
        }
    }
}

/// The clauses that a table is proposed from: the innermost whose headings say so, of a scope each item below it.
fn told<'a>(part: &'a Part, titles: &[&str], table: &str) -> Vec<&'a Clause> {
    let says = |clause: &Clause| {
        let untitled = table == "exit" && clause.title.is_empty();
        titles.iter().any(|word| clause.title.contains(word))
            || untitled && LEAVING.iter().any(|word| clause.live().contains(word))
    };
    let mut found: Vec<&Clause> = Vec::new();
    for clause in part.clauses.iter().filter(|clause| says(clause)) {
        let inner = |other: &&Clause| other.path != clause.path && part.inside(&other.path, &clause.path);
        if part.clauses.iter().filter(|other| says(other)).any(|other| inner(&other)) {
            continue;
        }
        let items: Vec<&Clause> = part.children(clause).collect();
        // A chapter has no words of its own: its articles speak.
        if !items.is_empty() && (table == "scope" || clause.path.ends_with(['章', '节'])) {
            found.extend(items);
        } else {
            found.push(clause);
        }
    }
    found
}

/// The clause's heading, or its first words.
fn heading(clause: &Clause, text: &str) -> String {
    if !clause.title.is_empty() {
        return clause.title.clone();
    }
    short(text.split(['，', '。', '；', '\n']).next().unwrap_or(text))
}

/// The first sentence, unless it names a person.
fn opening(text: &str) -> Option<String> {
    let sentence = text.split(['。', '\n']).map(str::trim).find(|sentence| !sentence.is_empty())?;
    places(text).is_empty().then(|| format!("{}。", sentence.trim_end_matches(['；', '：', '，', ':', ';'])))
}

fn short(text: &str) -> String {
    let text = text.trim();
    let words: String = text.chars().take(SHORT).collect();
    match places(text).is_empty() && !words.is_empty() {
        true if words.len() < text.len() => format!("{words}……"),
        true => words,
        false => "请填写".to_owned(),
    }
}

/// The days of a duty as packs write them; none where the text leaves the day or the year open.
fn when(is: &What, year: Option<i32>) -> Option<String> {
    match is {
        What::Duty { wording, days } => {
            let [first, ..] = days[..] else { return None };
            let months = ["第一个月", "第二个月", "第三个月"];
            if let Some(month) = months.iter().position(|month| wording.contains(month)) {
                return Some(format!("{{ quarterly = {{ month = {}, day = {first} }} }}", month + 1));
            }
            let monthly = wording.starts_with("每月") || wording.starts_with("每个月");
            monthly.then(|| format!("{{ monthly = {days:?} }}"))
        }
        What::Deadline { year: own, month, day: Some(day) } => {
            let day = chrono::NaiveDate::from_ymd_opt((*own).or(year)?, *month, *day)?;
            Some(format!("{{ once = {day} }}"))
        }
        _ => None,
    }
}

/// A duty in the words around its day.
struct About {
    title: String,
    actor: String,
    /// 自2020年6月起.
    since: Option<chrono::NaiveDate>,
}

fn about(part: &Part, fact: &Fact, wording: &str) -> About {
    let unknown = |title| About { title, actor: "原文没有写明".to_owned(), since: None };
    let clause = part.clauses.iter().find(|clause| Some(&clause.path) == fact.clause.as_ref());
    let Some(clause) = clause else { return unknown("请填写".to_owned()) };
    let text = clause.live();
    let Some((before, after)) = text.split_once(wording) else { return unknown(heading(clause, &text)) };
    let ends = ['。', '；', '，', '\n'];
    // Who acts stands right before the day or right after it; further off it is somebody else.
    let breath = before.rsplit(ends).next().unwrap_or("");
    let after = after.trim_start_matches(['前', '，', '、', '：']);
    let words = after.split(ends).next().unwrap_or("");
    let title = if words.chars().count() < 4 { heading(clause, &text) } else { short(words) };
    match actor_before(breath).or_else(|| actor_first(after)).or_else(|| subject(words)) {
        Some(actor) => About { title, actor: actor.to_owned(), since: since(breath) },
        None => About { since: since(breath), ..unknown(title) },
    }
}

/// The first day of the month in 自2020年6月起.
fn since(breath: &str) -> Option<chrono::NaiveDate> {
    let (year, month) = breath.strip_suffix("月起")?.rsplit_once('年')?;
    let year = year.get(year.len().checked_sub(4)?..)?.parse().ok()?;
    chrono::NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

/// A comment about a fact that no table can hold: what is missing.
pub(super) fn missing(is: &What) -> &'static str {
    match is {
        What::Deadline { year: None, day: Some(_), .. } => {
            "（没有写年份：问明是哪一年，再写成 [[duty]]，when = { once = 日期 }）"
        }
        What::Deadline { day: None, .. } => "（没有写哪一天：问明以后再写成 [[duty]]）",
        What::Duty { wording, .. } if wording.contains('日') && !wording.starts_with("每月") => {
            "（按年办的：逐年写成 [[duty]]，when = { once = 日期 }）"
        }
        What::Duty { days, .. } if days.is_empty() => "（没有写哪一天：问明以后再写成 [[duty]]）",
        What::Duty { .. } => "（问明是哪几天，再写成 [[duty]]）",
        _ => "",
    }
}

/// `text.md` of the window's clause.
pub(super) fn clause(window: &Window) -> String {
    format!("\n## {}、{}\n\n{}\n", window.path, window.title, window.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_proposed_only_where_the_text_names_them() {
        let duty = |wording: &str, days: &[u16]| What::Duty { wording: wording.into(), days: days.to_vec() };
        let once = |year, day| What::Deadline { year, month: 5, day };
        assert_eq!(when(&duty("每月1日、15日", &[1, 15]), None).unwrap(), "{ monthly = [1, 15] }");
        let quarter = when(&duty("每季度第二个月10日前", &[10]), None).unwrap();
        assert_eq!(quarter, "{ quarterly = { month = 2, day = 10 } }");
        assert_eq!(when(&once(None, Some(30)), Some(2031)).unwrap(), "{ once = 2031-05-30 }");
        assert_eq!(when(&once(Some(2032), Some(30)), Some(2031)).unwrap(), "{ once = 2032-05-30 }");
        for open in [
            duty("每月", &[]),
            duty("每季度", &[]),
            duty("每年10日", &[10]),
            once(None, Some(30)),
            once(Some(2031), None),
        ] {
            assert_eq!(when(&open, None), None, "{open:?}");
            assert!(!missing(&open).is_empty());
        }
    }
}
