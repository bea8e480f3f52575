//! Persons 人名: a cell of a roster → the names in it; a header → whether it stands over names.

use super::surnames::begins_with_surname;

/// Last words of a header over names.
const HEADERS: [&str; 30] = [
    "姓名",
    "名字",
    "人",
    "者",
    "人员",
    "监护",
    "配偶",
    "丈夫",
    "妻子",
    "父亲",
    "母亲",
    "父母",
    "子女",
    "儿子",
    "女儿",
    "亲属",
    "亲戚",
    "家属",
    "干部",
    "书记",
    "主任",
    "组长",
    "社长",
    "队长",
    "村长",
    "网格员",
    "信息员",
    "医生",
    "老师",
    "名单",
];
/// Words that end like those but count or describe: 家庭人, 劳动力人.
const COUNTED: [&str; 8] = ["几人", "多少人", "每人", "本人", "法人", "残疾人", "老年人", "是否本人"];
/// Endings of what is no person: offices, groups of people, places.
const OFFICES: [char; 27] = [
    '部', '员', '会', '组', '队', '局', '所', '站', '办', '科', '室', '处', '户', '人', '村', '乡', '镇',
    '社', '校', '院', '厂', '司', '县', '市', '区', '委', '府',
];
/// What stands before or behind a name in a cell that holds more.
const TITLES: [&str; 44] = [
    "第一书记",
    "驻村工作队",
    "工作队",
    "村委会主任",
    "村主任",
    "副主任",
    "主任",
    "副书记",
    "党支部书记",
    "支书",
    "书记",
    "组长",
    "社长",
    "队长",
    "村长",
    "会计",
    "文书",
    "干部",
    "同志",
    "老师",
    "医生",
    "校长",
    "乡长",
    "镇长",
    "副镇长",
    "副乡长",
    "局长",
    "科长",
    "站长",
    "所长",
    "委员",
    "网格员",
    "信息员",
    "父亲",
    "母亲",
    "丈夫",
    "妻子",
    "儿子",
    "女儿",
    "儿媳",
    "女婿",
    "侄子",
    "户主",
    "本人",
];
/// Where the name of an office ends: what follows may be a person of it.
const OFFICE_ENDS: [&str; 16] = [
    "人民政府",
    "政府",
    "村民委员会",
    "村委会",
    "居委会",
    "委员会",
    "党支部",
    "支部",
    "政协",
    "人大",
    "中心",
    "公司",
    "医院",
    "学校",
    "小学",
    "中学",
];

/// Whether a header stands over names: 担保人, 紧急联系人姓名, 配偶.
pub(in crate::sealed) fn is_header(title: &str) -> bool {
    let bare = title.split(['（', '(']).next().unwrap_or(title).trim_end_matches(['：', ':']);
    (1..=12).contains(&bare.chars().count())
        && HEADERS.iter().any(|word| bare.ends_with(word))
        && !COUNTED.iter().any(|word| bare.ends_with(word))
}

/// Whether a text is a name and nothing else, told by its surname.
pub(in crate::sealed) fn is_name(text: &str) -> bool {
    begins_with_surname(text) && !text.ends_with(OFFICES)
}

/// The names in a cell: 云台乡人民政府王强, 张三、李四（组长）, 父亲王大明.
pub(in crate::sealed) fn in_cell(text: &str) -> Vec<String> {
    let joined = joined(text);
    let parts = joined.split(|c: char| !is_letter(c));
    let mut names: Vec<String> = parts.filter_map(name_in).collect();
    names.sort();
    names.dedup();
    names
}

/// `张 三` is one name: a blank between two ideographs alone joins them.
fn joined(text: &str) -> String {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let single = parts.len() > 1 && parts.iter().all(|part| part.chars().count() <= 2);
    let short = parts.iter().map(|part| part.chars().count()).sum::<usize>() <= 4;
    let begun = parts.first().is_some_and(|part| part.chars().count() == 1);
    if single && short && begun { parts.concat() } else { text.to_owned() }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '·' | '•' | '‧')
}

fn name_in(part: &str) -> Option<String> {
    let behind = OFFICE_ENDS.iter().filter_map(|end| Some(part.rfind(end)? + end.len())).max();
    let mut rest = &part[behind.unwrap_or(0)..];
    while let Some(shorter) = TITLES
        .iter()
        .find_map(|title| rest.strip_prefix(title).or_else(|| rest.strip_suffix(title)))
        .filter(|shorter| !shorter.is_empty())
    {
        rest = shorter;
    }
    let dotted = rest.contains(['·', '•', '‧']) && rest.chars().count() <= 20;
    (is_name(rest) || dotted).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{in_cell, is_header};

    #[test]
    fn names_of_relatives_and_contacts_were_not_searched_for() {
        let cases: [(&str, &[&str]); 9] = [
            ("王强", &["王强"]),
            ("云台乡人民政府王强", &["王强"]),
            ("张三、李四（组长）", &["张三", "李四"]),
            ("父亲王大明", &["王大明"]),
            ("村主任 欧阳修远 15400001234", &["欧阳修远"]),
            ("李 明", &["李明"]),
            ("阿依古丽·买买提", &["阿依古丽·买买提"]),
            ("党支部", &[]),
            ("包村干部、网格员", &[]),
        ];
        for (cell, names) in cases {
            assert_eq!(in_cell(cell), names, "{cell}");
        }
    }

    #[test]
    fn headers_over_names_are_known_by_their_last_word() {
        for header in ["担保人", "紧急联系人", "配偶姓名", "监护人（选填）", "父亲", "包户干部"]
        {
            assert!(is_header(header), "{header}");
        }
        for header in ["是否残疾人", "家庭几人", "备注", "金额", "帮扶单位", ""] {
            assert!(!is_header(header), "{header}");
        }
    }
}
