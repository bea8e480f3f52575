//! Household categories 对象类别, by the names that policy uses, and by the warning levels a text gives.

use super::super::tree::{Clause, Part};
use super::words::{first, sentence};
use super::{Fact, Passage, What};
use std::collections::BTreeSet;

/// Names that are the same everywhere in the country.
pub(in crate::import) const STANDARD: [&str; 3] = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"];
/// Other names in use; a longer one hides the shorter inside it.
const OTHERS: [&str; 7] = [
    "脱贫不再享受政策户",
    "脱贫享受政策户",
    "脱贫监测户",
    "即时帮扶户",
    "边缘易致贫困户",
    "边缘户",
    "不稳定户",
];
const LEVELS: [&str; 4] = ["红色", "橙色", "黄色", "蓝色"];

/// Headings below which every item is a category.
const HEADINGS: [&str; 16] = [
    "监测对象",
    "对象范围",
    "对象类别",
    "对象分类",
    "保障对象",
    "救助对象",
    "帮扶对象",
    "认定对象",
    "认定条件",
    "识别条件",
    "认定范围",
    "人员范围",
    "纳入条件",
    "低收入人口范围",
    "低收入人口类别",
    "人口类型",
];
/// How the name of a category ends.
const HOUSEHOLDS: [&str; 11] =
    ["户", "家庭", "对象", "人口", "人员", "群众", "居民", "儿童", "老年人", "残疾人", "成员"];

/// Every category that a text lists below a heading, and the first mention of each known one in each part.
pub(super) fn find(parts: &[Part], passages: &[Passage<'_>]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
    for (number, part) in parts.iter().enumerate() {
        let listed =
            part.clauses.iter().filter(|clause| lists(clause)).flat_map(|clause| part.children(clause));
        for item in listed.filter(|item| !lists(item)) {
            let Some(title) = category(item).filter(|title| seen.insert((number, title.clone()))) else {
                continue;
            };
            let is = What::Category { title, level: None };
            let (clause, line) = (Some(item.path.clone()), item.line);
            facts.push(Fact { part: number, clause, line, column: None, is });
        }
    }
    for passage in passages.iter().filter(|passage| passage.clause.is_some()) {
        for (at, title) in named(&passage.text) {
            if seen.insert((passage.part, title.to_owned())) {
                let is = What::Category { title: title.to_owned(), level: None };
                facts.push(passage.fact(at, is));
            }
        }
        for (at, title, level) in levels(&passage.text) {
            let is = What::Category { title: title.to_owned(), level: Some(level.to_owned()) };
            facts.push(passage.fact(at, is));
        }
    }
    facts
}

/// Whether the items below a clause are categories: its heading says so, or an article's words that end in a colon do.
fn lists(clause: &Clause) -> bool {
    let says = |text: &str| HEADINGS.iter().any(|heading| text.contains(heading));
    let text = clause.live();
    let lead = text.lines().next_back().unwrap_or("");
    let several = ["下列", "以下", "包括", "分为", "主要有"].iter().any(|word| lead.contains(word));
    says(&clause.title) || lead.ends_with('：') && several && says(lead)
}

/// The name of a category at the head of an item: 低收入户。…, 低收入户，是指….
fn category(item: &Clause) -> Option<String> {
    let text = if item.title.is_empty() { item.live() } else { item.title.clone() };
    let (at, _) = first(&text, &["，是指", "是指", "，指", "：", "。", "；"]).unwrap_or((text.len(), ""));
    let quotes = ['“', '”'];
    let title = text.get(..at)?.trim_matches(quotes);
    let named = (2..=14).contains(&title.chars().count())
        && HOUSEHOLDS.iter().any(|end| title.ends_with(end))
        && !title.contains(['，', '、', '《'])
        && !["包括", "分为", "下列", "以下", "纳入", "是"].iter().any(|word| title.contains(word))
        && !title.starts_with(['对', '将', '以', '按', '经']);
    named.then(|| title.to_owned())
}

fn named(text: &str) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    let mut past = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        // The title of a form is no mention of its category.
        inside = match c {
            '《' => true,
            '》' => false,
            _ => inside,
        };
        if at < past {
            continue;
        }
        let word = STANDARD.iter().chain(&OTHERS).find(|word| text[at..].starts_with(**word));
        past = at + word.map_or(0, |word| word.len());
        found.extend(word.filter(|_| !inside).map(|word| (at, *word)));
    }
    found
}

/// 对…户实行红色预警.
fn levels(text: &str) -> Vec<(usize, &str, &'static str)> {
    text.match_indices("实行")
        .filter_map(|(at, word)| {
            let level =
                LEVELS.iter().find(|level| text[at + word.len()..].starts_with(&format!("{level}预警")))?;
            let here = sentence(text, at);
            let start = at.checked_sub(here.find(word)?)? + here.find('对')? + '对'.len_utf8();
            let title = text.get(start..at)?;
            title.ends_with('户').then_some((start, title, *level))
        })
        .collect()
}
