//! Whose roster it is 是哪个村的名册: the village that a sheet's title, its tab or the file's name speaks of, against the
//! village of the notice. Names of villages are public; a title is quoted no further.

use super::grid::Grid;
use super::header::Layout;
use super::tabs::called;
use super::whole::same_village;
use super::{Options, clean, codes, is_han};
use crate::diag::{Diagnostic, Place};
use unicode_normalization::UnicodeNormalization;

/// What stands before 村 where no village is named: 行政村, 本村, 驻村, 乡村.
const NO_NAMES: [&str; 38] = [
    "出列", "薄弱", "扶贫", "文明", "美丽", "行政", "本", "全", "各", "我", "该", "乡", "农", "驻", "自然",
    "贫困", "脱贫", "所在", "示范", "重点", "所属", "下", "进", "到", "入", "出", "回", "返", "同", "某某",
    "某", "包", "联", "一", "每", "中心", "易地", "新",
];

/// Titles and tab of a sheet.
pub(super) fn check(path: &str, grid: &Grid, layout: &Layout, options: &Options<'_>) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = other_list(path, grid, layout, options).into_iter().collect();
    let Some(own) = &options.village else { return out };
    // Title and unit speak of one village: said once.
    out.extend(layout.titles(grid).find_map(|(row, column, text)| {
        let other = other_village(&text, own, &options.villages)?;
        Some(complain(grid.place(path, row, column), &format!("第{row}行的标题"), other, own))
    }));
    // Of the lines above a table in a document only short ones are titles.
    for text in grid.captions.iter().filter(|text| text.chars().count() <= 40) {
        let at = Place { sheet: grid.sheet.clone(), ..Place::file(path) };
        out.extend(
            other_village(text, own, &options.villages)
                .map(|other| complain(at, "表格上面的标题", other, own)),
        );
    }
    if let Some(sheet) = &grid.sheet {
        let at = Place { sheet: Some(sheet.clone()), ..Place::file(path) };
        out.extend(
            other_village(grid.tab(), own, &options.villages)
                .map(|other| complain(at, &format!("{}的名称", called(sheet)), other, own)),
        );
    }
    out
}

/// A title of the other list: of those who leave, where the notice is of those who come, or the other way round.
fn other_list(path: &str, grid: &Grid, layout: &Layout, options: &Options<'_>) -> Option<Diagnostic> {
    let own = way(options.kind.as_deref()?)?;
    let differs = |text: &str| way(text).is_some_and(|way| way != own);
    let title = layout.titles(grid).find(|(_, _, text)| differs(text));
    let title = title.map(|(row, column, _)| grid.place(path, row, column));
    let sheet = || Place { sheet: grid.sheet.clone(), ..Place::file(path) };
    let caption =
        || grid.captions.iter().find(|text| text.chars().count() <= 40 && differs(text)).map(|_| sheet());
    let (title_says, notice_is) = match own {
        Way::In => ("消除、退出的名单", "纳入、认定的公示"),
        Way::Out => ("纳入、新增的名单", "消除、退出的公示"),
    };
    let message = |what: &str| format!("{what}写的像是{title_says}，这份公示却是{notice_is}");
    let help = "可能拿错了名册，或公示文件的 kind 写错了：改对其中一个；确实是这份名单，改正标题里的字";
    if let Some(at) = title.or_else(caption) {
        return Some(Diagnostic::error(&codes::TITLE_KIND, at, message("名册的标题"), help));
    }
    // A tab is renamed less carefully than a title.
    differs(grid.tab())
        .then(|| Diagnostic::warning(&codes::TITLE_KIND, sheet(), message("工作表的名称"), help))
}

/// Whether households come to the list, or leave it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// Which of the two words speak of; none where they speak of both or of neither.
fn way(text: &str) -> Option<Way> {
    let text = plain(text);
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let comes = holds(&["纳入", "新增", "认定", "识别"]);
    let leaves = holds(&[
        "风险消除",
        "消除风险",
        "拟消除",
        "拟退出",
        "退出监测",
        "退出名单",
        "退出公示",
        "拟终止",
        "终止监测",
        "清退",
    ]);
    match (comes, leaves) {
        (true, false) => Some(Way::In),
        (false, true) => Some(Way::Out),
        _ => None,
    }
}

/// The file's name.
pub(super) fn file(path: &str, options: &Options<'_>) -> Option<Diagnostic> {
    let own = options.village.as_ref()?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let other = other_village(stem, own, &options.villages)?;
    Some(complain(Place::file(path), &format!("文件名“{name}”"), other, own))
}

fn complain(at: Place, what: &str, other: Option<String>, own: &str) -> Diagnostic {
    let message = match other {
        Some(other) => format!("{what}写的是{other}，这份公示是{own}的"),
        None => format!("{what}写的是别的村，这份公示是{own}的"),
    };
    let help = "可能拿错了名册：换成本村的；确实是本村的，改正写错的村名";
    Diagnostic::error(&codes::TITLE_VILLAGE, at, message, help)
}

/// Whether a text names a village.
pub(super) fn is_of(village: &str, text: &str) -> bool {
    let text = plain(text);
    same_village(village, &text) || text.contains(&stem(village))
}

/// Another village that a text speaks of, where it does not speak of the own one; its name, if it is one of the township.
fn other_village(text: &str, own: &str, villages: &[String]) -> Option<Option<String>> {
    let text = plain(text);
    if text.contains(&stem(own)) {
        return None;
    }
    if let Some(known) = villages.iter().find(|other| *other != own && text.contains(plain(other).as_str())) {
        return Some(Some(known.clone()));
    }
    named(&text).then_some(None)
}

/// 红岩村 is 红岩 with another word behind it.
fn stem(village: &str) -> String {
    let name = plain(village);
    let stem = ["村", "社区"].iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(&name);
    if stem.chars().count() < 2 { name.clone() } else { stem.to_owned() }
}

fn plain(text: &str) -> String {
    let folded: String = text.nfkc().collect();
    clean::squeeze(&folded)
}

/// Whether a text names some village: at its beginning or behind a town, a short name before 村 or 社区.
fn named(text: &str) -> bool {
    ["村", "社区"].iter().any(|kind| {
        text.match_indices(kind).any(|(at, _)| {
            let rest = &text[at + kind.len()..];
            // 村民, 村级, 村务 are no villages; 红岩村民委员会 names one.
            let citizens = rest.starts_with('民') && !rest.starts_with("民委");
            let goes_on = citizens
                || ["级", "务", "支", "干部", "主任", "书记", "庄", "落", "容", "屋"]
                    .iter()
                    .any(|word| rest.starts_with(word));
            let before: Vec<char> = text[..at]
                .chars()
                .rev()
                .take_while(|c| is_han(*c) && !"镇乡县市区州旗省".contains(*c))
                .collect();
            let name: String = before.iter().rev().collect();
            (2..=4).contains(&before.len()) && !goes_on && !NO_NAMES.iter().any(|word| name.ends_with(word))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::other_village;

    #[test]
    fn a_title_of_another_village_was_published() {
        let villages = ["红岩村".to_owned(), "金竹村".to_owned(), "云峰社区".to_owned()];
        let of = |text| other_village(text, "红岩村", &villages);
        assert_eq!(of("金竹村防止返贫监测对象公示表"), Some(Some("金竹村".into())));
        assert_eq!(of("普安镇石坝村一组花名册"), Some(None));
        assert_eq!(of("石坝村监测对象导出"), Some(None));
        assert_eq!(of("石坝村民委员会公示"), Some(None));
        for own in [
            "红岩村花名册",
            "普安镇红岩村一组拟纳入防止返贫监测对象花名册",
            "红岩11月名单",
            "防止返贫监测对象名单",
            "云台乡农村低收入人口名单",
            "同乡村振兴有效衔接",
            "行政村名单",
            "本村拟纳入对象",
            "驻村工作队",
            "2025-03-identify",
            "脱贫村监测对象",
            "村级公示表",
            "各村民小组名单",
            "困难村民花名册",
            "召开村民代表会议",
            "脱贫出列村名单",
            "一组",
        ] {
            assert_eq!(of(own), None, "{own}");
        }
    }
}
