//! Values that are shown as they stand → whether they are what they should be: the name of a group or place, or a few
//! words without anybody's story in them.

use super::is_han;
use crate::sealed::surnames::{begins_with_surname, opens_with_surname};

/// How the name of a place or group ends.
const PLACES: [&str; 24] = [
    "村民小组",
    "自然村",
    "自然屯",
    "居民区",
    "社区",
    "小组",
    "网格",
    "片区",
    "街道",
    "号楼",
    "单元",
    "组",
    "社",
    "队",
    "屯",
    "村",
    "寨",
    "庄",
    "片",
    "区",
    "乡",
    "镇",
    "栋",
    "点",
];
/// What a place is named after: the last character of a name without 组 or 村.
const LANDSCAPE: &str = "湾塆坝坪坡岭岗冲沟垭坎梁洞井田山塘桥河溪泉池沱潭滩洲岛湖海江港渡嘴角峒垌弄巷街路口头上下里外东西南北中前后心边\
                         院堡营关楼房屋窑林园圃店铺场坊厂库闸站仓台圩集市寺庙庵观祠坟墓碑塔亭阁门城堰壕垸墩垛圈咀背面脚腰顶尖凼坳峡谷原川岩石崖壁树竹林茶桑";
/// What a person does in charge of a group.
const CHARGES: [&str; 9] = ["组长", "社长", "队长", "村长", "负责", "责任", "联系", "电话", "手机"];
/// Words of an illness, a conviction, a marriage, a debt: they hurt whoever they stand beside.
const SENSITIVE: &[&str] = &[
    "患", "病", "癌", "瘤", "残疾", "伤残", "残障", "瘫", "痴", "疯", "透析", "化疗", "肾衰", "中风", "艾滋",
    "精神", "智力", "智障", "抑郁", "自杀", "刑", "犯", "罪", "判", "盗窃", "吸毒", "戒毒", "贩毒", "嫖",
    "赌博", "拘留", "劳改", "监狱", "上访", "信访", "离婚", "离异", "丧偶", "孤儿", "孤老", "孤寡", "寡妇",
    "独居", "遗弃", "未婚", "再婚", "入赘", "私生", "超生", "弃婴", "欠款", "欠债", "债务", "死亡", "去世",
];
/// Remarks that stand in a cell by mistake.
const REMARKS: &[&str] = &[
    "外出",
    "务工",
    "打工",
    "核实",
    "附件",
    "同意",
    "备注",
    "说明",
    "在家",
    "不详",
    "未知",
    "待定",
    "其他",
    "暂无",
    "没有",
    "迁出",
    "搬走",
    "退出",
    "纳入",
    "新增",
    "整户",
    "联系不上",
    "公示",
];
/// Words of kinship and standing, which no name of a place holds.
const STANDING: &[&str] = &[
    "家属", "子女", "儿子", "女儿", "妻子", "丈夫", "媳", "亲戚", "人员", "户主", "贫困", "低保", "五保",
    "特困", "救助",
];

/// Whether a value is the name of a group, village or township, and nothing else: `3组`, `第十二村民小组`, `大坪`, `上坝组（原二组）`.
pub(in crate::sealed) fn is_place(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let long = digits > 4 || text.chars().count() > 20;
    // OK and no are remarks, A and B1 are groups.
    let latin = text.chars().filter(char::is_ascii_alphabetic).count() > 1;
    let person = holds(text, &CHARGES) || (tells_a_story(text) && !is_old_name(text)) || text.contains('某');
    if long || latin || holds(text, REMARKS) || person || is_house(text) {
        return false;
    }
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '·' | '—'));
    // What stands behind a blank or in brackets explains the name: it is a place itself, or it does not belong here.
    let mut parts = parts.filter(|part| !part.is_empty());
    let behind = parts.next().map_or("", behind_a_number);
    let mut rest = parts.chain([behind].into_iter().filter(|rest| !rest.is_empty()));
    rest.all(|part| is_numbered(part) || ends_like_a_place(part) || is_plain_name(part))
}

/// What stands behind the number of a group in one word with it: 大坝 in 三组大坝, 63岁 in 三组63岁.
fn behind_a_number(part: &str) -> &str {
    let kinds = ["村民小组", "小组", "组", "社", "队", "屯"];
    let ends = kinds.iter().filter_map(|kind| Some(part.find(kind)? + kind.len()));
    ends.filter(|end| is_numbered(&part[..*end])).max().map_or("", |end| &part[end..])
}

/// Whether it is the old name of a hamlet, although it holds a word that hurts: 寡妇桥, 五保湾, 劳改农场.
fn is_old_name(text: &str) -> bool {
    const ENDS: &str = "湾坝坪坡岭岗冲沟垭梁洞井塘桥河溪泉潭滩岛湖渡峒垌堡营寨庄屯场林庙寺山田";
    let name = text.strip_suffix(['组', '社', '队']).unwrap_or(text);
    (3..=4).contains(&name.chars().count())
        && name.chars().all(is_han)
        && name.ends_with(|c: char| ENDS.contains(c))
        && !name.contains(['家', '户', '门'])
}

/// Whether words that are shown as they stand speak of a person: an illness, a conviction, somebody's house.
pub(in crate::sealed) fn speaks_of_a_person(text: &str) -> bool {
    is_sensitive(text) || names_somebodys_house(text)
}

/// Whether words speak of an illness, a conviction, a marriage, a debt.
pub(in crate::sealed) fn is_sensitive(text: &str) -> bool {
    holds(text, SENSITIVE)
}

fn tells_a_story(text: &str) -> bool {
    is_sensitive(text) || holds(text, STANDING)
}

fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// `3`, `十二`, `甲`, `A`, with what counts behind it.
fn is_numbered(part: &str) -> bool {
    let number = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | '-')
            || "〇零一二三四五六七八九十百两甲乙丙丁戊己庚辛壬癸东西南北中上下前后新老大小原第".contains(c)
    };
    let stem = PLACES.iter().find_map(|kind| part.strip_suffix(kind)).unwrap_or(part);
    stem.chars().all(number)
}

/// Whether a text numbers a house: 老桥头3号. What 号 numbers besides is a place: 3号楼.
fn is_house(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c);
    text.match_indices('号').any(|(at, sign)| {
        let others = ["楼", "院", "组", "社", "队", "片", "网格", "小区", "点", "村"];
        let rest = &text[at + sign.len()..];
        text[..at].ends_with(number) && !others.iter().any(|other| rest.starts_with(other))
    })
}

/// How the name of a place goes on behind a word that is a name too: 王家湾, 石桥村, never 王小明组.
pub(in crate::sealed) fn goes_on_as_a_place(rest: &str) -> bool {
    ["村", "乡", "镇", "社区", "街道"].iter().any(|kind| rest.starts_with(kind))
        || rest.starts_with(|c: char| LANDSCAPE.contains(c))
}

/// Two to four ideographs with which nobody's name begins: 老鹰岩, 半边街.
fn is_plain_name(part: &str) -> bool {
    (2..=4).contains(&part.chars().count()) && part.chars().all(is_han) && !opens_with_surname(part)
}

fn ends_like_a_place(part: &str) -> bool {
    let length = part.chars().count();
    (2..=10).contains(&length)
        && (PLACES.iter().any(|kind| part.ends_with(kind)) || part.ends_with(|c: char| LANDSCAPE.contains(c)))
}

/// `李大明家北侧`, `王小明户`: a surname, one or two characters, and what belongs to a household.
fn names_somebodys_house(text: &str) -> bool {
    const HOUSE: [&str; 12] =
        ["家", "户", "宅", "的地", "的房", "老宅", "屋", "承包地", "责任田", "门前", "门口", "院"];
    /// What 家 begins that is no household's: 家庭, 家园.
    const OTHER: &str = "庭园具畜禽族政务电教长属";
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    (0..chars.len()).any(|at| {
        (2..=3).any(|length| {
            let Some(name) = chars.get(at..at + length) else { return false };
            let name: String = name.iter().collect();
            let rest: String = chars[at + length..].iter().take(4).collect();
            let begins =
                at == 0 || !is_han(chars[at - 1]) || "在与和及、至到靠临邻接向由从".contains(chars[at - 1]);
            let house = HOUSE.iter().find(|house| rest.starts_with(**house));
            let other = rest.chars().nth(1).is_some_and(|c| OTHER.contains(c));
            begins
                && name.chars().all(is_han)
                && begins_with_surname(&name)
                && !ends_like_a_place(&name)
                && house.is_some_and(|house| *house != "家" || !other)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{is_place, speaks_of_a_person};

    #[test]
    fn a_story_behind_the_group_was_printed_as_part_of_it() {
        for text in [
            "一组（服刑人员家属）",
            "二组 精神病",
            "独居,曾因盗窃被判刑三年",
            "1组（组长谭明富）",
            "一组(王小明)",
            "三组/张桂兰",
            "3组 低保户",
            "大坪组，离异",
            "患尿毒症",
            "1组 王小明家",
            "一组老桥头3号",
            "大坪 十二号",
            "外出务工",
            "一组（已核实）",
            "OK",
            "见附件",
            "三组63岁",
            "三组1955年生",
            "三组女",
            "三组庞某东",
            "低保户组",
            "寡妇门口",
        ] {
            assert!(!is_place(text), "{text}");
        }
    }

    #[test]
    fn names_of_groups_and_places_pass() {
        for text in [
            "1组",
            "3",
            "一组",
            "第十二村民小组",
            "普安乡红旗村第12村民小组",
            "大坪",
            "大坪组",
            "上坝组（原二组）",
            "一组（大坪）",
            "石桥头",
            "瓦房屯",
            "桥头 上组",
            "A区",
            "甲组",
            "1-2组",
            "东三组",
            "黄泥坝组",
            "李家湾",
            "高明",
            "网格三",
            "3号楼",
            "第1村民小组（老鹰岩）",
            "二组(石鼓湾)",
            "三组大坝",
            "劳改农场",
            "五保湾",
            "女儿寨",
            "寡妇桥组",
            "疯人坡",
            "病马塘",
        ] {
            assert!(is_place(text), "{text}");
        }
    }

    #[test]
    fn the_neighbour_of_a_plot_is_somebody() {
        for text in ["大坪组（李大明家北侧）", "王明家门前", "靠张桂兰承包地", "与陈三户相邻"]
        {
            assert!(speaks_of_a_person(text), "{text}");
        }
        for text in ["李家湾北侧", "高家园小学旁", "家庭农场", "石桥头东侧200米", "老桥头3号", "国道旁空地"]
        {
            assert!(!speaks_of_a_person(text), "{text}");
        }
    }
}
