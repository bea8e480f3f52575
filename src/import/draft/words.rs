//! Facts in words, for the comments of a draft.

use super::super::What;

/// A short name 简称: what the document is about, without who writes it, 印发 and the marks of a book.
pub(super) fn short_title(title: &str) -> String {
    let about =
        |title: &str| title.split_once("关于").map_or(title.to_owned(), |(_, about)| about.to_owned());
    let mut short = about(title);
    for end in ["的通知", "的公告", "的通告"] {
        short = short.strip_suffix(end).unwrap_or(&short).to_owned();
    }
    for verb in ["印发", "转发", "发布", "公布", "修订"] {
        short = short.strip_prefix(verb).unwrap_or(&short).to_owned();
    }
    let short = short.replace(['《', '》'], "");
    let short = short.strip_prefix("关于").unwrap_or(&short);
    if short.is_empty() { title.to_owned() } else { short.to_owned() }
}

/// A fact in words, for a comment.
pub(super) fn words(is: &What) -> String {
    match is {
        What::Limit { wording, .. } | What::Term { wording } | What::Duty { wording, .. } => wording.clone(),
        What::Deadline { year, month, day } => {
            let year = year.map_or_else(String::new, |year| format!("{year}年"));
            day.map_or_else(|| format!("{year}{month}月份"), |day| format!("{year}{month}月{day}日前"))
        }
        What::Window { first, last } => format!("{first} 至 {last}"),
        What::Amount { yuan, concept, base, .. } => {
            let (concept, base) = (concept.as_deref().unwrap_or(""), base.as_deref().unwrap_or("没有写明"));
            format!("{concept}{yuan}元，核算周期：{base}")
        }
        What::Effective { day, wording } => {
            let open = if day.is_none() { "（问明是哪一天）" } else { "" };
            format!("{wording}{open}")
        }
        What::Multiple { times, of, concept, .. } => {
            format!("{}{of}的{times}倍", concept.as_deref().unwrap_or(""))
        }
        What::Share { percent } => format!("{percent}%"),
        What::Notice { title } => title.clone(),
        _ => String::new(),
    }
}
