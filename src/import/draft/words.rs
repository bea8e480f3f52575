//! Facts in words, for the comments of a draft.

use super::super::What;

/// A fact in words, for a comment.
pub(super) fn words(is: &What) -> String {
    match is {
        What::Limit { wording, .. } | What::Term { wording } | What::Duty { wording, .. } => wording.clone(),
        What::Deadline { year, month, day } => {
            let year = year.map_or_else(String::new, |year| format!("{year}年"));
            day.map_or_else(|| format!("{year}{month}月份"), |day| format!("{year}{month}月{day}日前"))
        }
        What::Window { first, last } => format!("{first} 至 {last}"),
        What::Amount { yuan, concept, base } => {
            let (concept, base) = (concept.as_deref().unwrap_or(""), base.as_deref().unwrap_or("没有写明"));
            format!("{concept}{yuan}元，核算周期：{base}")
        }
        What::Multiple { times, of, concept } => {
            format!("{}{of}的{times}倍", concept.as_deref().unwrap_or(""))
        }
        What::Share { percent } => format!("{percent}%"),
        What::Notice { title } => title.clone(),
        _ => String::new(),
    }
}
