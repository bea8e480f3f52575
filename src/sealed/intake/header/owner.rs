//! Whose column it is: a heading that names somebody else (监护人, 帮扶责任人, 配偶 …) never lends a column to the household.
//!
//! The words of the household are known and few, those of others have no end: a group heading that is neither leaves it
//! open whose name or number stands beneath, and that is an error, never a guess.

use super::super::fields::{Class, Field};
use super::super::grid::Grid;
use super::clean;
use crate::sealed::persons;

/// What a heading says of whom the columns beneath speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// The household or its members.
    Household,
    /// Somebody else, with the words that stand before what is his: 监护人.
    Other(String),
    /// Words that say neither.
    Unclear,
}

/// Words that name somebody beside the household.
const OTHERS: [&str; 73] = [
    "监护",
    "责任人",
    "帮扶人",
    "帮扶干部",
    "帮扶单位",
    "帮扶联系",
    "结对",
    "干部",
    "配偶",
    "丈夫",
    "妻子",
    "代领",
    "代办",
    "代理",
    "代签",
    "代缴",
    "代为",
    "受托",
    "委托",
    "联系人",
    "联络",
    "负责人",
    "经办",
    "承办",
    "网格员",
    "网格长",
    "包户",
    "包保",
    "包联",
    "驻村",
    "工作队",
    "队员",
    "填表",
    "填报",
    "制表",
    "审核人",
    "审批人",
    "核查人",
    "核实人",
    "调查人",
    "入户人",
    "排查人",
    "见证",
    "证明人",
    "担保",
    "父亲",
    "母亲",
    "父母",
    "子女",
    "亲属",
    "亲戚",
    "家属",
    "抚养人",
    "扶养人",
    "赡养人",
    "法定",
    "紧急",
    "开户人",
    "持卡人",
    "收款人",
    "领款人",
    "领取人",
    "验收人",
    "销号人",
    "推荐人",
    "介绍人",
    "组长",
    "书记",
    "主任",
    "医生",
    "看护",
    "照料",
    "护理人",
];
/// Words that a group heading over the household's own columns is made of.
const HOUSEHOLD: [&str; 58] = [
    "帮扶对象",
    "户主",
    "家庭",
    "成员",
    "基本",
    "信息",
    "情况",
    "人口",
    "对象",
    "监测",
    "农户",
    "申请人",
    "申请",
    "本人",
    "个人",
    "人员",
    "贫困",
    "脱贫",
    "救助",
    "受助",
    "低保",
    "特困",
    "五保",
    "残疾",
    "返贫",
    "致贫",
    "突发",
    "严重",
    "困难",
    "边缘",
    "不稳定",
    "群众",
    "村民",
    "居民",
    "户籍",
    "纳入",
    "新增",
    "识别",
    "认定",
    "享受",
    "受益",
    "身份",
    "登记",
    "资料",
    "数据",
    "主要",
    "概况",
    "名单",
    "花名册",
    "基础",
    "自然",
    "状况",
    "户",
    "拟",
    "易",
    "人",
    "者",
    "的",
];
/// Fields that say who somebody is: under a heading that leaves it open whose they are, nothing may be read.
const WHO: [&str; 7] = ["name", "head_name", "id_number", "head_id_number", "birth_date", "age", "relation"];

/// Whether a field says who somebody is.
pub(super) fn says_who(field: &Field) -> bool {
    WHO.contains(&field.id.as_str())
}

/// The column of a row's only words, where they say that some columns are somebody else's: 监护人信息.
pub(super) fn lone_heading(grid: &Grid, row: u32) -> Option<u32> {
    let mut cells = grid.row(row).filter(|(_, cell)| !cell.is_blank());
    let (Some((column, cell)), None) = (cells.next(), cells.next()) else { return None };
    // A title names a list or a village as well.
    let words = clean::squeeze(cell.words());
    let title = words.chars().count() > 8
        || ["名单", "名册", "台账", "表", "公示", "村"].iter().any(|word| words.contains(word));
    (!title && matches!(of_heading(&words), Owner::Other(_))).then_some(column)
}

/// Whom the columns under a group heading speak of.
pub(super) fn of_heading(heading: &str) -> Owner {
    let whole = clean::header_key(heading);
    let bare = clean::without_brackets(&whole);
    let key = if bare.is_empty() { &whole } else { &bare };
    if names_another(&whole) {
        return Owner::Other(stem(key));
    }
    let letters: String = key.chars().filter(|c| c.is_alphabetic()).collect();
    let rest = HOUSEHOLD.iter().fold(letters, |rest, word| rest.replace(word, ""));
    if rest.chars().all(|c| "和与及一二三四五六七八九十".contains(c)) {
        Owner::Household
    } else {
        Owner::Unclear
    }
}

/// Somebody else, if a column with such a header in a single row of headers is his name, number or telephone.
pub(super) fn of_column(header: &str, field: Option<&Field>) -> Option<String> {
    let key = clean::without_brackets(&clean::header_key(header));
    let is = match field {
        Some(field) => {
            let others = ["guardian_", "staff_"].iter().any(|of| field.id.as_str().starts_with(of))
                || ["account_holder", "accepted_by"].contains(&field.id.as_str());
            others || (field.class == Class::Direct && !is_bare(field) && names_another(&key))
        }
        None => names_another(&key) && persons::is_header(&key),
    };
    is.then(|| stem(&key))
}

/// Whether the header of a field may go on telling of whoever was named in the column before: 监护人, 身份证号, 电话.
pub(super) fn is_bare(field: &Field) -> bool {
    (says_who(field) && !field.id.as_str().starts_with("head_"))
        || ["phone", "sex"].contains(&field.id.as_str())
}

/// Whether header words of one's own say that the column is the household's: 户主身份证号, 成员姓名.
pub(super) fn names_household(header: &str) -> bool {
    let key = clean::header_key(header);
    ["户主", "成员", "对象", "农户", "申请人", "本人", "监测户"].iter().any(|word| key.contains(word))
        && key != "与户主关系"
        && !names_another(&key)
}

fn names_another(key: &str) -> bool {
    // 帮扶对象 is the household, 家庭成员（配偶、子女）are its members.
    let key = if key.contains("成员") { clean::without_brackets(key) } else { key.to_owned() };
    OTHERS.iter().any(|word| key.contains(word))
}

/// What stands before 姓名 or 电话: 监护人 of 监护人基本情况, of 监护人姓名 and of 监护人电话.
fn stem(key: &str) -> String {
    const TAILS: [&str; 17] = [
        "基本信息",
        "基本情况",
        "有关信息",
        "相关信息",
        "信息",
        "情况",
        "姓名",
        "名字",
        "联系电话",
        "联系方式",
        "电话",
        "手机号",
        "身份证号码",
        "身份证号",
        "证件号码",
        "单位",
        "及",
    ];
    TAILS
        .iter()
        .find_map(|tail| key.strip_suffix(tail))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(key)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Owner, of_heading};

    #[test]
    fn headings_of_others_are_told_from_those_of_the_household() {
        for other in [
            "监护人信息",
            "监护人基本情况",
            "监护人（未成年人填写）",
            "帮扶责任人情况",
            "帮扶干部信息",
            "配偶",
            "配偶情况",
            "户主配偶信息",
            "代领人信息",
            "联系人",
            "紧急联系人信息",
            "负责人",
            "经办人情况",
            "监测对象及监护人信息",
            "村组干部信息",
            "法定代理人信息",
            "其他家属情况",
            "入户核查人",
        ] {
            assert!(matches!(of_heading(other), Owner::Other(_)), "{other}");
        }
        for own in [
            "户主信息",
            "家庭成员信息",
            "家庭成员（配偶、子女等）",
            "基本情况",
            "监测对象基本信息",
            "农户基本情况",
            "一、家庭成员情况",
            "脱贫户信息",
            "救助对象信息",
            "人员信息",
            "申请人",
            "帮扶对象基本情况",
            "户主",
        ] {
            assert_eq!(of_heading(own), Owner::Household, "{own}");
        }
        for unclear in ["受灾情况", "其二", "代养", "甲方"] {
            assert_eq!(of_heading(unclear), Owner::Unclear, "{unclear}");
        }
        assert_eq!(of_heading("监护人基本情况"), Owner::Other("监护人".into()));
    }
}
