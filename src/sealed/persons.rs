//! Persons 人名: a cell of a roster → the names in it; a header → whether it stands over names.

use super::audit::falls_into_a_name;
use super::intake::is_sensitive;
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
    let mut names: Vec<String> =
        parts.flat_map(|part| name_in(part).map_or_else(|| two_in(part), |name| vec![name])).collect();
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

/// Words for relatives and neighbours, before whose names they stand; 妻 last, so that 妻子 goes first.
const KIN: [&str; 61] = [
    "妻子",
    "丈夫",
    "配偶",
    "前妻",
    "前夫",
    "父亲",
    "母亲",
    "养父",
    "养母",
    "继父",
    "继母",
    "岳父",
    "岳母",
    "公公",
    "婆婆",
    "儿子",
    "女儿",
    "长子",
    "次子",
    "三子",
    "长女",
    "次女",
    "三女",
    "养子",
    "养女",
    "儿媳",
    "女婿",
    "哥哥",
    "弟弟",
    "姐姐",
    "妹妹",
    "爷爷",
    "奶奶",
    "祖父",
    "祖母",
    "外公",
    "外婆",
    "孙子",
    "孙女",
    "外孙",
    "侄子",
    "侄女",
    "侄儿",
    "外甥",
    "伯父",
    "伯母",
    "叔叔",
    "叔父",
    "婶婶",
    "姑姑",
    "姑妈",
    "舅舅",
    "姨妈",
    "邻居",
    "监护人",
    "其",
    "父",
    "母",
    "子",
    "女",
    "妻",
];
/// What 其 stands before: 其弟, 其妻.
const OWN: [char; 12] = ['子', '女', '妻', '夫', '父', '母', '弟', '兄', '姐', '妹', '孙', '侄'];
/// What a sentence says of somebody right behind a name of two characters.
const SAID: [char; 22] = [
    '患', '在', '有', '无', '已', '因', '离', '外', '务', '是', '系', '残', '病', '去', '死', '照', '改',
    '与', '和', '、', '帮', '代',
];

/// Names that a remark gives to relatives: 邱水生 in 其妻邱水生患病, 李梅 in 妻子李梅.
pub(in crate::sealed) fn related(text: &str) -> Vec<String> {
    let behind = |kin: &&str| {
        let own: &[char] = if kin.starts_with('其') { &OWN } else { &[] };
        let rest = text.match_indices(*kin).map(|(at, kin)| &text[at + kin.len()..]);
        // 妻 in 妻子, 父 in 父亲.
        let whole =
            |rest: &&str| kin.len() > 3 || !rest.starts_with(['子', '亲', '母', '女', '儿', '婿', '孙']);
        rest.filter(whole).filter_map(|rest| named_first(rest.trim_start_matches(own))).collect::<Vec<_>>()
    };
    let mut names: Vec<String> = KIN.iter().flat_map(behind).collect();
    names.sort();
    names.dedup();
    names
}

/// The name with which a text begins behind a word for a relative.
fn named_first(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches(['：', ':', ' ', '（', '(']);
    let run: String = rest.chars().take_while(|c| is_letter(*c)).collect();
    let dotted = run.find(['·', '•', '‧']);
    if dotted.is_some() && run.chars().count() <= 20 {
        return Some(run);
    }
    let begins = |length: usize| run.chars().take(length).collect::<String>();
    let (three, two) = (begins(3), begins(2));
    let fits = |name: &str| is_name(name) && falls_into_a_name(name) && !is_sensitive(name);
    // Of two characters only where the sentence goes on as behind a name, so that no two of a word are taken for one.
    let ended = run.chars().nth(2).is_none_or(|c| SAID.contains(&c));
    if two.chars().count() == 2 && ended && fits(&two) {
        return Some(two);
    }
    (three.chars().count() == 3 && fits(&three)).then_some(three)
}

/// Two names that run together: 庞大海庞小海.
fn two_in(part: &str) -> Vec<String> {
    let length = part.chars().count();
    let cuts = part.char_indices().map(|(at, _)| at).skip(2).take(2).filter(|_| (4..=6).contains(&length));
    let two = cuts.map(|at| part.split_at(at)).find(|(one, other)| is_name(one) && is_name(other));
    two.map_or_else(Vec::new, |(one, other)| vec![one.to_owned(), other.to_owned()])
}

fn name_in(part: &str) -> Option<String> {
    let behind = OFFICE_ENDS.iter().filter_map(|end| Some(part.rfind(end)? + end.len())).max();
    let mut rest = &part[behind.unwrap_or(0)..];
    let kin = KIN.iter().filter(|kin| kin.chars().count() > 1).find_map(|kin| rest.strip_prefix(kin));
    // Behind a word for a relative a name may have no surname that is known: 祖母卡德尔古丽.
    let of_kin = kin.is_some_and(|name| (2..=12).contains(&name.chars().count()));
    rest = kin.filter(|name| !name.is_empty()).unwrap_or(rest);
    while let Some(shorter) = TITLES
        .iter()
        .find_map(|title| rest.strip_prefix(title).or_else(|| rest.strip_suffix(title)))
        .filter(|shorter| !shorter.is_empty())
    {
        rest = shorter;
    }
    let dotted = rest.contains(['·', '•', '‧']) && rest.chars().count() <= 20;
    (is_name(rest) || dotted || (of_kin && !rest.ends_with(OFFICES))).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{in_cell, is_header};

    #[test]
    fn names_of_relatives_and_contacts_were_not_searched_for() {
        let cases: [(&str, &[&str]); 10] = [
            ("王强", &["王强"]),
            ("云台乡人民政府王强", &["王强"]),
            ("张三、李四（组长）", &["张三", "李四"]),
            ("父亲王大明", &["王大明"]),
            ("村主任 欧阳修远 15400001234", &["欧阳修远"]),
            ("李 明", &["李明"]),
            ("阿依古丽·买买提", &["阿依古丽·买买提"]),
            ("庞大海庞小海", &["庞大海", "庞小海"]),
            ("党支部", &[]),
            ("包村干部、网格员", &[]),
        ];
        for (cell, names) in cases {
            assert_eq!(in_cell(cell), names, "{cell}");
        }
    }

    #[test]
    fn a_relative_in_a_remark_has_a_name() {
        assert_eq!(super::related("其妻邱水生患病，长子王小宝在读"), ["王小宝", "邱水生"]);
        assert!(super::related("其子患肺结核，妻子在外务工").is_empty());
        for (text, name) in [
            ("妻子李梅", "李梅"),
            ("妻子李梅患病", "李梅"),
            ("侄子赵大宝代领", "赵大宝"),
            ("其弟钱长根", "钱长根"),
            ("邻居孙福来照看", "孙福来"),
            ("伯父周天佑", "周天佑"),
            ("孙子吴小满在读", "吴小满"),
            ("母郑秀兰，父早逝", "郑秀兰"),
            ("妻子阿依古丽·艾山", "阿依古丽·艾山"),
            ("监护人：冯德顺", "冯德顺"),
        ] {
            assert_eq!(super::related(text), [name], "{text}");
        }
        for text in [
            "妻子高血压",
            "母亲常年患病",
            "父母早逝",
            "儿子高中在读",
            "妻子务农，女儿上学",
            "父亲严重残疾",
            "子女均外出务工",
            "母亲白内障",
        ] {
            assert!(super::related(text).is_empty(), "{text}: {:?}", super::related(text));
        }
    }

    #[test]
    fn a_guardian_behind_a_word_for_a_relative_has_a_name() {
        assert_eq!(in_cell("伯父冯德顺（电话）"), ["冯德顺"]);
        assert_eq!(in_cell("祖母卡德尔古丽"), ["卡德尔古丽"]);
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
