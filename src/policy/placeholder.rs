//! Placeholders 待填的地方: what a draft asks a person to fill in, found in `pack.toml` and in every text of the pack.
//!
//! Such words must never be published, confirmed or not. In `text.md` only a draft's own words count: a document may
//! well ask people to fill in a form.

use super::Pack;
use super::codes::PLACEHOLDER;
use crate::diag::toml::line_column;
use crate::diag::{Diagnostic, Place};
use toml::de::{DeTable, DeValue};

/// Words that only a draft writes.
const DRAFTED: [&str; 5] =
    ["请用明白的话填写", "请用明白的话写", "请照原文填写", "请照附件把栏目写进来", "原文没有写明"];
/// To be filled in here, unless a paper is named that people fill in.
const FILL_IN: &str = "请填写";
/// Endings of such a paper's name.
const PAPERS: [char; 5] = ['表', '单', '书', '卡', '册'];

/// Every place that still asks to be filled in.
pub(super) fn check(pack: &Pack, source: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add = |file: &str, text: &str, offset: usize, words: &str| {
        let (line, column) = line_column(text, offset);
        found.push(Diagnostic::error(
            &PLACEHOLDER,
            Place::at(format!("{}/{file}", pack.path), line, column),
            format!("这里还写着“{words}”，没有填"),
            "对照原件填好；原文没有规定、本地也不定的，删去这一项",
        ));
    };
    let mut values = Vec::new();
    if let Ok(table) = DeTable::parse(source) {
        strings(table.get_ref().values(), &mut values);
    }
    for span in values {
        for (at, words) in asked(&source[span.clone()], true) {
            add("pack.toml", source, span.start + at, words);
        }
    }
    for (name, text) in pack.files.iter().filter(|(name, _)| printed(name)) {
        for (at, words) in asked(text, name != "text.md") {
            add(name, text, at, words);
        }
    }
    found
}

/// Texts of the pack; the example beside it is no part of it.
fn printed(name: &str) -> bool {
    name.ends_with(".md") && !name.starts_with("example/")
}

/// Where the strings of a table stand; comments are no values.
fn strings<'a>(
    values: impl Iterator<Item = &'a toml::Spanned<DeValue<'a>>>,
    found: &mut Vec<std::ops::Range<usize>>,
) {
    for value in values {
        match value.get_ref() {
            DeValue::String(_) => found.push(value.span()),
            DeValue::Array(items) => strings(items.iter(), found),
            DeValue::Table(table) => strings(table.values(), found),
            _ => {}
        }
    }
}

/// Byte offset and words of each placeholder, in order.
fn asked(text: &str, own: bool) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, &'static str)> =
        DRAFTED.iter().flat_map(|words| text.match_indices(words).map(|(at, _)| (at, *words))).collect();
    let open = text.match_indices(FILL_IN).filter(|(at, words)| own && !paper(&text[at + words.len()..]));
    found.extend(open.map(|(at, _)| (at, FILL_IN)));
    found.sort_unstable();
    found
}

/// Whether the words name a paper: 请填写《申请表》, 请填写低收入人口认定申请表.
fn paper(after: &str) -> bool {
    let words: String = after.chars().take_while(|c| !"，。；：！？、\n\"".contains(*c)).collect();
    words.starts_with('《') || words.chars().skip(1).any(|c| PAPERS.contains(&c))
}

#[cfg(test)]
mod tests {
    use crate::policy::testing::said;

    const MEASURE: &str = "[[measure]]\ntitle = \"修路\"\ntext = \"TEXT\"\ndepartments = [\"县局\", \"TWO\"]\nclause = \"一\"\n";

    fn measure(text: &str, two: &str) -> Vec<String> {
        said(&MEASURE.replace("TEXT", text).replace("TWO", two), "## 一、修路\n修路。\n")
    }

    #[test]
    fn what_a_draft_leaves_open_is_refused_though_confirmed() {
        for words in ["请填写", "请用明白的话填写", "原文没有写明", "由请填写负责"] {
            let found = measure(words, "乡");
            assert!(found.len() == 1 && found[0].contains("policy-placeholder"), "{words}: {found:?}");
            assert_eq!(measure("把路修好", words).len(), 1, "{words}");
        }
        assert!(measure("把路修好", "乡").is_empty());
    }

    #[test]
    fn the_place_is_told_by_line_and_column() {
        let found = crate::policy::testing::pack(
            &MEASURE.replace("TEXT", "先修路，请填写").replace("TWO", "乡"),
            "## 一、修路\n修路。\n",
        )
        .unwrap_err();
        let at = &found[0].at;
        assert_eq!((at.path.as_str(), at.column), ("policies/p/pack.toml", Some(13)));
        assert!(at.line.is_some());
    }

    #[test]
    fn a_comment_is_no_value_and_a_form_may_be_filled_in() {
        let commented =
            MEASURE.replace("TEXT", "把路修好").replace("TWO", "乡") + "# 写着“请填写”的要自己填\n";
        assert!(said(&commented, "## 一、修路\n修路。\n").is_empty());
        for words in ["请填写《申请表》", "请填写低收入人口认定申请表，交给村里", "请填写本表"]
        {
            assert!(measure(words, "乡").is_empty(), "{words}");
        }
        assert_eq!(measure("请填写联系电话", "乡").len(), 1);
    }

    #[test]
    fn the_official_text_may_ask_people_to_fill_in_and_a_draft_may_not() {
        let text = |words: &str| said("", &format!("## 一、修路\n{words}\n"));
        assert!(text("申请人请填写后交回。").is_empty());
        assert_eq!(text("原文没有写明。").len(), 1);
    }
}
