//! Household categories 对象类别, by the names that policy uses, and by the warning levels a text gives.

use super::words::sentence;
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

/// The first mention of each category in each part.
pub(super) fn find(passages: &[Passage<'_>]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
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

fn named(text: &str) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    let mut past = 0;
    for (at, _) in text.char_indices() {
        if at < past {
            continue;
        }
        // The title of a form is no mention of its category.
        let inside = text[..at].rfind('《') > text[..at].rfind('》');
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
