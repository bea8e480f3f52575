//! A line of its own between the rows → what it says of the rows below: their group 村民小组, their category, that another
//! list begins, or nothing that is understood. Judges words only; `rows` decides what follows.

use super::clean;
use crate::sealed::order::numeral;
use unicode_normalization::UnicodeNormalization;

/// What a line of its own says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// The group whose households follow, as it is written.
    Group(String),
    /// The category whose households follow (一、脱贫不稳定户).
    Category(String),
    /// Another list: 二、拟消除风险对象.
    OtherList,
    /// That the same list goes on: 续表, 第2页.
    GoesOn,
    /// Nothing that is understood.
    Unclear,
}

/// How the name of a group ends, the longer ones first.
const KINDS: [&str; 17] = [
    "村民小组",
    "居民小组",
    "村民组",
    "居民组",
    "生产队",
    "生产组",
    "自然村",
    "自然屯",
    "自然寨",
    "小组",
    "片区",
    "网格",
    "组",
    "社",
    "队",
    "屯",
    "寨",
];
/// What is no group of a village, although it ends like one.
const OFFICES: [&str; 47] = [
    "工作", "领导", "巡察", "评议", "合作", "供销", "信用", "监督", "驻村", "帮扶", "核查", "宣传", "消防",
    "突击", "志愿", "调查", "审核", "其他", "各", "走访", "排查", "入户", "巡查", "检查", "督查", "督导",
    "专班", "考核", "验收", "摸排", "普查", "登记", "统计", "填报", "包保", "包片", "服务", "评审", "复核",
    "审查", "采集", "攻坚", "指导", "评估", "抽查", "复查", "暗访",
];
/// Labels before the name of a group.
const LABELS: [&str; 9] =
    ["组别", "小组", "村民小组", "组名", "组名称", "所属小组", "所在小组", "小组名称", "社别"];
/// What may stand behind the name of a group.
const BEHIND: [&str; 8] =
    ["监测对象名单", "对象名单", "公示名单", "农户名单", "花名册", "名单", "名册", "农户"];
/// Lines with which the same list goes on over a page.
const CONTINUED: [&str; 17] = [
    "续",
    "续表",
    "续页",
    "续上表",
    "续上页",
    "接上表",
    "接上页",
    "承上页",
    "承前页",
    "转下页",
    "转次页",
    "过次页",
    "接下页",
    "接下表",
    "转下表",
    "下页续",
    "见下页",
];
/// Words of a line over another list.
const LISTS: [&str; 22] = [
    "拟",
    "纳入",
    "消除",
    "退出",
    "新增",
    "终止",
    "取消",
    "清退",
    "剔除",
    "死亡",
    "去世",
    "迁出",
    "不符合",
    "未通过",
    "不予",
    "整户",
    "已消",
    "名单",
    "名册",
    "台账",
    "花名册",
    "公示",
];

/// What the words of such a line say.
pub(super) fn read(words: &str) -> Says {
    let text = plain(words);
    if goes_on(&text) {
        return Says::GoesOn;
    }
    if let Some(group) = group(&text) {
        return Says::Group(group);
    }
    let (_, rest) = without_numbering(&text);
    let rest = without_count(&clean::without_brackets(rest)).to_owned();
    let vague =
        ["以下", "下列", "上述", "以上", "各户", "其他", "其余"].iter().any(|word| rest.contains(word));
    let listed = LISTS.iter().any(|word| rest.contains(word));
    let one = |part: &str| {
        let length = part.chars().count();
        part.ends_with('户') && (3..=12).contains(&length) && part.chars().all(super::is_han)
    };
    if !listed && !vague && categories(&rest).all(one) {
        return Says::Category(rest);
    }
    if listed { Says::OtherList } else { Says::Unclear }
}

/// Whether a line says no more than that the list goes on, or on which page: 续表, (续), 转下页, 第1页共2页.
fn goes_on(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_numeral(*c) && !"()-—/,、:.第共".contains(*c)).collect();
    CONTINUED.contains(&bare.as_str()) || (!bare.is_empty() && bare.chars().all(|c| c == '页'))
}

/// A title without the words that it is continued: 红岩村名册（续）, 续表：红岩村名册.
pub(super) fn continued(title: &str) -> String {
    let mut text = plain(title);
    if let Some((head, rest)) = text.split_once([':', ')'])
        && !rest.is_empty()
        && goes_on(head)
    {
        text = rest.to_owned();
    }
    let open = text.rfind('(').filter(|at| text.ends_with(')') && goes_on(&text[*at..]));
    let stem = open.map_or(text.as_str(), |at| &text[..at]);
    let stem = ["续表", "续"].iter().find_map(|tail| stem.strip_suffix(tail)).unwrap_or(stem);
    if stem.is_empty() { text.clone() } else { stem.to_owned() }
}

/// The categories that a section names: one, or several (脱贫不稳定户和边缘易致贫户).
pub(super) fn categories(section: &str) -> impl Iterator<Item = &str> {
    section.split(['和', '与', '及', '、', ',']).map(|part| part.trim_start_matches('以'))
}

/// Whether the words of a title name a list: 监测对象名册, 拟纳入公示.
pub(super) fn names_list(words: &str) -> bool {
    LISTS.iter().any(|word| words.ends_with(word))
        || ["表", "对象", "情况", "户"].iter().any(|end| words.ends_with(end))
}

/// Whether a text names a group by its number: 一组, 第3村民小组; nobody is called so.
pub(super) fn is_counted(group: &str) -> bool {
    KINDS.iter().find_map(|kind| group.strip_suffix(kind)).is_some_and(counted)
}

/// Whether a text names another group by its number: 、二组名单.
fn names_a_number(text: &str) -> bool {
    let mut found = KINDS.iter().flat_map(|kind| text.match_indices(kind));
    found.any(|(at, _)| text[..at].ends_with(is_numeral))
}

/// What stands between groups that are named together.
const BETWEEN: [char; 14] = ['、', '和', '与', '及', '至', '到', '-', '—', '~', ',', '.', '/', '～', '－'];

/// The words of a title without the group that they name, and that group: 红岩村二组花名册 → 红岩村花名册, 二组.
pub(super) fn split_group(title: &str) -> (String, Option<String>) {
    let text = plain(title);
    for kind in KINDS {
        for (end, _) in text.match_indices(kind) {
            let before = &text[..end];
            let number: String = before.chars().rev().take_while(|c| is_numeral(*c)).collect();
            // 第二季度 and 一组 are told apart by what follows; 第 belongs to the number.
            let stem = before.len() - number.chars().map(char::len_utf8).sum::<usize>();
            let goes_on = text[end + kind.len()..].starts_with(['区', '长', '织', '员', '委', '会']);
            // 核查二组 is who went there, no group of the village.
            let of_office =
                OFFICES.iter().any(|office| before[..stem].trim_end_matches('第').ends_with(office));
            if number.is_empty() || goes_on || of_office {
                continue;
            }
            // 一至三组, 一组、二组, 二三组: nobody knows which of them a row belongs to.
            let side_by_side =
                number.chars().count() > 1 && number.chars().all(|c| "一二三四五六七八九".contains(c));
            let several = side_by_side
                || before[..stem].trim_end_matches('第').ends_with(BETWEEN)
                || names_a_number(&text[end + kind.len()..]);
            if several {
                return (text.clone(), None);
            }
            let stem = before[..stem].strip_suffix('第').map_or(stem, str::len);
            let whole = &text[stem..end + kind.len()];
            return (format!("{}{}", &text[..stem], &text[end + kind.len()..]), Some(whole.to_owned()));
        }
    }
    (text, None)
}

/// The number of a group that has one: 一组 and 第1村民小组 are one group; groups without a number are told by their name.
pub(super) fn number(group: &str) -> String {
    let stem = KINDS.iter().find_map(|kind| group.strip_suffix(kind)).unwrap_or(group);
    let stem = stem.strip_prefix('第').unwrap_or(stem);
    numeral(stem).map_or_else(|| group.to_owned(), |number| number.to_string())
}

/// Folded, without blanks; some old forms of characters as they are written today.
fn plain(words: &str) -> String {
    let folded: String = words.nfkc().collect();
    clean::squeeze(&folded).replace('組', "组").replace('隊', "队").replace('（', "(").replace('）', ")")
}

/// The group that a line names.
fn group(text: &str) -> Option<String> {
    let labelled = text.split_once(':').filter(|(label, _)| LABELS.contains(label)).map(|(_, name)| name);
    let text = labelled.unwrap_or(text);
    let bare = clean::without_brackets(text);
    let bare = without_count(bare.trim_end_matches([':', '。', ',', ';']));
    let named = |text: &str| is_group(text).then(|| text.to_owned());
    let listed = || BEHIND.iter().find_map(|tail| bare.strip_suffix(tail)).and_then(named);
    // 四、五组 are two groups: only a name may have a number before it.
    let (numbered, rest) = without_numbering(bare);
    let below = || (numbered && !is_counted(rest)).then(|| named(rest)).flatten();
    named(bare).or_else(listed).or_else(below)
}

fn is_group(text: &str) -> bool {
    let Some(stem) = KINDS.iter().find_map(|kind| text.strip_suffix(kind)).filter(|stem| !stem.is_empty())
    else {
        return false;
    };
    let length = stem.chars().count();
    let of_village = stem.rsplit_once('村').is_some_and(|(place, number)| {
        place.chars().all(super::is_han) && place.chars().count() <= 8 && counted(number)
    });
    let named = length <= 6
        && stem.chars().all(|c| super::is_han(c) || c.is_ascii_digit())
        && stem.starts_with(super::is_han)
        && !LISTS.iter().any(|word| stem.contains(word));
    (counted(stem) || of_village || named) && !OFFICES.iter().any(|office| stem.contains(office))
}

/// 三, 第12, 甲, B.
fn counted(stem: &str) -> bool {
    let stem = stem.strip_prefix('第').unwrap_or(stem);
    let mut chars = stem.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    let lone = second.is_none() && (first.is_ascii_alphabetic() || "甲乙丙丁戊己庚辛壬癸".contains(first));
    lone || stem.chars().all(is_numeral)
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c)
}

/// Without 一、, (二), 3. before the words, and whether there was such a thing.
fn without_numbering(text: &str) -> (bool, &str) {
    let open = text.strip_prefix('(');
    let start = open.unwrap_or(text).trim_start_matches('第');
    let rest = start.trim_start_matches(is_numeral);
    let end = match open {
        Some(_) => rest.strip_prefix(')'),
        None => rest.strip_prefix(['、', '.', ':', ')']).or_else(|| rest.strip_prefix("类")),
    };
    match end.map(|end| end.trim_start_matches(['、', '.', ':'])) {
        Some(end) if rest.len() < start.len() && !end.is_empty() => (true, end),
        _ => (false, text),
    }
}

/// Without 共8户, 8户19人 behind the words.
fn without_count(text: &str) -> &str {
    let people = text.strip_suffix(['人', '口']).map(|rest| rest.trim_end_matches(is_numeral));
    let before = people.filter(|rest| rest.ends_with('户')).unwrap_or(text);
    let Some(before) = before.strip_suffix('户') else { return text };
    let stem = before.trim_end_matches(is_numeral);
    if stem.len() == before.len() {
        return text;
    }
    let stem = ["合计", "共计", "共有", "共", "计", "有"]
        .iter()
        .find_map(|word| stem.strip_suffix(word))
        .unwrap_or(stem);
    let stem = stem.trim_end_matches([':', ',', '、', '-', '—', ';']);
    if stem.is_empty() { text } else { stem }
}

#[cfg(test)]
mod tests {
    use super::{Says, continued, read, split_group};

    #[test]
    fn lines_that_name_a_group_were_dropped_and_the_one_before_stayed() {
        for (line, name) in [
            ("一组", "一组"),
            ("老屋基组", "老屋基组"),
            ("四社", "四社"),
            ("三组：共8户", "三组"),
            ("5队", "5队"),
            ("第二村民小组名单", "第二村民小组"),
            ("组别：四组", "四组"),
            ("七組", "七组"),
            ("第3村民小组（8户）", "第3村民小组"),
            ("普安乡红旗村第12村民小组", "普安乡红旗村第12村民小组"),
            ("三组共8户19人", "三组"),
            ("（一）大坪组", "大坪组"),
            ("甲组", "甲组"),
            ("上坝生产队", "上坝生产队"),
            ("大坪1组", "大坪1组"),
            ("六 组", "六组"),
            ("第八组（大湾）", "第八组"),
        ] {
            assert_eq!(read(line), Says::Group(name.into()), "{line}");
        }
    }

    #[test]
    fn a_list_that_goes_on_was_another_list() {
        for line in ["续表", "（续）", "续表2", "转下页", "承上页", "第1页，共2页", "- 2 -页", "续表（二）"]
        {
            assert_eq!(read(line), Says::GoesOn, "{line}");
        }
        for title in [
            "红岩村名册（续）",
            "红岩村名册(续表)",
            "红岩村名册（续二）",
            "续表：红岩村名册",
            "（续）红岩村名册",
            "红岩村名册续表",
        ] {
            assert_eq!(continued(title), "红岩村名册", "{title}");
        }
        assert_eq!(continued("红岩村名册（二组）"), "红岩村名册(二组)");
    }

    #[test]
    fn what_is_no_group_or_several_is_none() {
        for line in [
            "四、五组",
            "三组 组长",
            "工作组",
            "驻村工作队",
            "一、二组合并",
            "大坪",
            "合作社",
            "组",
            "第一批",
        ] {
            assert_eq!(read(line), Says::Unclear, "{line}");
        }
    }

    #[test]
    fn sections_say_a_category_or_another_list() {
        for line in
            ["一、脱贫不稳定户", "（一）脱贫不稳定户（3户）", "脱贫不稳定户：共3户", "第一类：脱贫不稳定户"]
        {
            assert_eq!(read(line), Says::Category("脱贫不稳定户".into()), "{line}");
        }
        assert_eq!(
            read("一、脱贫不稳定户和边缘易致贫户"),
            Says::Category("脱贫不稳定户和边缘易致贫户".into())
        );
        for line in [
            "二、拟消除风险对象",
            "二、退出户",
            "新增对象名单",
            "（二）风险消除户",
            "三、死亡户",
            "不符合条件的农户",
        ] {
            assert_eq!(read(line), Says::OtherList, "{line}");
        }
    }

    #[test]
    fn a_title_is_split_from_its_group() {
        let split = |title| split_group(title);
        assert_eq!(split("红岩村二组花名册"), ("红岩村花名册".into(), Some("二组".into())));
        assert_eq!(split("红岩村第12村民小组名单"), ("红岩村名单".into(), Some("第12村民小组".into())));
        assert_eq!(split("红岩村花名册"), ("红岩村花名册".into(), None));
        for team in ["红岩村入户核查名册（核查二组）", "红岩村名册 走访一组填报", "排查第3组名单"]
        {
            assert_eq!(split(team).1, None, "{team}");
        }
    }
}
