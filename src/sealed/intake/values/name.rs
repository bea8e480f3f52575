//! Names 姓名: blanks inside Chinese names go, remarks in brackets are judged, stand-ins for rare characters stop.

use super::{AS_TEXT, Cleaned, Fault};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Cell;
use crate::sealed::surnames::begins_with_surname;
use crate::text::clean;
use unicode_normalization::UnicodeNormalization;

const NOT_NAMES: [&str; 33] = [
    "无",
    "不详",
    "未知",
    "同上",
    "〃",
    "''",
    "空",
    "暂无",
    "没有",
    "户主",
    "本人",
    "姓名",
    "合计",
    "小计",
    "总计",
    "以下无",
    "以下无正文",
    "待定",
    "待查",
    "待填",
    "待补",
    "待核实",
    "未定",
    "附件",
    "见附件",
    "详见附件",
    "见附表",
    "见备注",
    "另附",
    "作废",
    "同前",
    "〃〃",
    "″",
];
/// Characters of a Chinese name at most: a surname of four with two or three behind it.
const LONGEST: usize = 8;
const RIGHT_CHARACTER: &str = "用身份证上的那个字；打不出来就装大字符集输入法，不要用拼音、方框、拼字代替";

/// What stands behind a name where a cell speaks of more than one person, or of somebody else.
const BEHIND: [&str; 30] = [
    "之妻", "之夫", "之子", "之女", "之母", "之父", "之弟", "之兄", "之妹", "之姐", "之孙", "夫妇", "夫妻",
    "一家", "全家", "一户", "家庭", "遗孀", "遗属", "家属", "妻子", "丈夫", "儿子", "女儿", "父子", "母子",
    "父女", "母女", "兄弟", "姐妹",
];
/// What somebody is called by who is not named.
const CALLED: [&str; 14] = [
    "老师", "医生", "师傅", "主任", "书记", "组长", "队长", "社长", "村长", "会计", "大爷", "大娘", "大妈",
    "老汉",
];

/// Reads the name of somebody of the household: one person, named as the identity card names them.
pub(super) fn of_household(cell: &Cell) -> Result<Cleaned, Fault> {
    let cleaned = read(cell)?;
    if is_one_person(cleaned.text.as_str()) {
        return Ok(cleaned);
    }
    Err(Fault::error(
        &codes::DAMAGED_NAME,
        "这一格不是一个人的姓名",
        "只填这个人身份证上的姓名；“户”“等几人”“之妻”“夫妇”“一家”这样的话，称呼，都写到备注",
    ))
}

fn is_one_person(name: &str) -> bool {
    let length = name.chars().count();
    let behind = |words: &[&str], least: usize| {
        words.iter().any(|word| name.strip_suffix(word).is_some_and(|stem| stem.chars().count() >= least))
    };
    let household = length >= 3 && name.ends_with('户');
    let several = length >= 3
        && name.contains('等')
        && name.ends_with(['人', '户', '口', '名', '等'])
        && !name.starts_with('等');
    // 郑家老大 is no name, 李老三 may be one.
    let child = name.contains("家老") || name.contains("家的");
    let joined = ['和', '与', '及', '跟'].iter().any(|word| {
        name.split_once(*word)
            .is_some_and(|(one, other)| begins_with_surname(one) && begins_with_surname(other))
    });
    !(household || several || child || joined || behind(&BEHIND, 2) || behind(&CALLED, 1))
}

/// Reads a name.
pub(super) fn read(cell: &Cell) -> Result<Cleaned, Fault> {
    let text = match cell {
        Cell::Number(_) => {
            return Err(Fault::error(&codes::DAMAGED_NAME, "应填姓名，这一格却是数字", "填写真实姓名"));
        }
        Cell::Date(_) | Cell::Time => {
            return Err(Fault::error(&codes::DATE_FOR_TEXT, "应填姓名，这一格却是日期", AS_TEXT));
        }
        _ => clean::tidy(cell.words()),
    };
    let (text, warning) = without_remark(&text)?;
    let text: String = text.nfc().map(plain_character).collect();
    if holds_two(&text) {
        return Err(Fault::error(
            &codes::DAMAGED_NAME,
            "姓名中间有空格，像是写了两个人",
            "一格只写一个人的姓名；名字分几段的，中间用“·”",
        ));
    }
    let name = join(&text);
    // A dot that joins nothing is a slip of the pen.
    let name = name.trim_matches('·').to_owned();
    if NOT_NAMES.contains(&name.as_str())
        || name.chars().any(|c| c.is_numeric() && !is_han(c))
        || is_group(&name)
    {
        return Err(Fault::error(&codes::DAMAGED_NAME, "这一格不是姓名", "填写真实姓名"));
    }
    if name.contains(['*', '＊', '×', '某']) {
        return Err(Fault::error(&codes::DAMAGED_NAME, "姓名已经打了码", "名册里填真实姓名，遮盖由程序来做"));
    }
    if name.chars().any(is_stand_in) {
        return Err(Fault::error(
            &codes::NAME_CHARACTER,
            "姓名里有生僻字的替代写法（自造字、拼字、方框或问号）",
            RIGHT_CHARACTER,
        ));
    }
    let (han, latin) = (name.chars().any(is_han), name.chars().any(is_latin));
    if han && latin {
        return Err(Fault::error(&codes::NAME_CHARACTER, "姓名里夹着拼音字母", RIGHT_CHARACTER));
    }
    if name.chars().any(|c| !may_stand(c, han)) {
        return Err(Fault::error(
            &codes::DAMAGED_NAME,
            "姓名里有不该有的符号，有的符号看起来像空格",
            "把这一格清空，重新打一遍姓名；一格只写一个人的姓名，说明写到备注",
        ));
    }
    let length = name.chars().count();
    let undotted = han && !name.contains('·') && length > LONGEST;
    if length > 30 || (undotted && !is_transliterated(&name)) {
        return Err(Fault::error(&codes::DAMAGED_NAME, "姓名太长，不像一个人的姓名", "一格只写一个人的姓名"));
    }
    let warning = warning.or_else(|| {
        undotted.then_some(Fault::warning(
            &codes::NAME_LONG,
            "姓名很长，中间没有“·”",
            "对照身份证；身份证上有“·”的照写",
        ))
    });
    let warning = warning.or_else(|| {
        latin.then_some(Fault::warning(
            &codes::NAME_LATIN,
            "姓名全是字母",
            "外籍人员可以不管；是拼音就改成汉字",
        ))
    });
    Ok(Cleaned { text: name.into(), warning })
}

/// Takes （户主） and （已故） off the end, in brackets or not; any other remark stops.
fn without_remark(text: &str) -> Result<(String, Option<Fault>), Fault> {
    const DECEASED: Fault =
        Fault::warning(&codes::DECEASED, "姓名后面注明已故", "核对这一户还要不要公示；要公示就改填新户主");
    let folded = text.replace('（', "(").replace('）', ")");
    let Some(open) = folded.find(['(', '[', '【']) else {
        // What nobody is called needs no brackets to be a remark.
        for (word, warning) in [("户主", None), ("已故", Some(DECEASED)), ("去世", Some(DECEASED))] {
            let name = folded.strip_suffix(word).map(|name| name.trim_end_matches('已').trim());
            if let Some(name) = name.filter(|name| name.chars().count() >= 2) {
                return Ok((name.to_owned(), warning));
            }
        }
        return Ok((folded, None));
    };
    let (name, remark) = folded.split_at(open);
    let mut warning = None;
    for part in remark.split(['(', ')', '[', ']', '【', '】']) {
        match clean::squeeze(part).as_str() {
            "" | "户主" | "本人" => {}
            "已故" | "死亡" | "去世" | "已去世" | "已死亡" | "故" | "亡故" | "已亡故" => {
                warning = Some(DECEASED);
            }
            _ => {
                return Err(Fault::error(
                    &codes::NAME_REMARK,
                    "姓名后面带了括号说明",
                    "姓名一格只写姓名，说明写到备注",
                ));
            }
        }
    }
    Ok((name.trim().to_owned(), warning))
}

/// Radicals become the characters they look like, every middle dot the one of GB 18030 names.
fn plain_character(c: char) -> char {
    match c {
        '\u{2E80}'..='\u{2FDF}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '‧' | '•' | '・' | '∙' | '⋅' | '･' | '．' | '.' | '●' | '\u{387}' | '\u{318D}' | '\u{2E31}'
        | '\u{FE52}' | '\u{16EB}' | '\u{10101}' | '。' | '｡' => '·',
        _ => c,
    }
}

/// Whether a character may stand in a name. A filler that looks like a blank must not: the mask would hide it and show
/// the rest.
fn may_stand(c: char, han: bool) -> bool {
    let joint = matches!(c, '·' | '〇' | '々') || (!han && matches!(c, ' ' | '-'));
    is_han(c) || joint || is_latin(c) || (!han && is_other_script(c))
}

/// Letters of the other scripts that people in China are named in: Arabic, Tibetan, Mongolian, Yi, Cyrillic, Hangul.
fn is_other_script(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{400}'..='\u{52F}' | '\u{620}'..='\u{6FF}' | '\u{F00}'..='\u{FFF}' | '\u{1820}'..='\u{18AA}'
            | '\u{A000}'..='\u{A48C}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether nearly all characters are those that names of other languages are written with: 热孜完古丽阿不都热合曼.
fn is_transliterated(name: &str) -> bool {
    const SOUNDS: &str = "阿艾安巴拜比别布不才措达旦德登地丁东都多尔尕嘎格古哈海合赫吉加江杰卡康克库拉来兰勒力丽里利列林龙卢鲁罗洛麻马买麦\
        曼美孟米明姆木穆那纳乃娜尼努帕排皮平普其奇恰茄青曲热仁日茹若撒萨色沙莎山石思苏斯索塔台泰汤特提铁图土吐托瓦完万旺维吾\
        伍希西香霞先肖谢辛雪亚央扬伊依以义音英尤友于玉孜再扎则增扎珍直志忠卓子宗祖";
    let length = name.chars().count();
    length <= 18 && name.chars().filter(|c| SOUNDS.contains(*c)).count() * 5 >= length * 4
}

/// Two names in one cell: blanks part a Chinese name only after its surname (张 三, 欧阳 修) or between all of its
/// characters (张 三 丰).
fn holds_two(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.chars().count()).collect();
    let dotted = |part: &&str| part.starts_with('·') || part.ends_with('·');
    if !text.chars().any(is_han) || parts.iter().any(dotted) {
        return false;
    }
    match lengths[..] {
        [] | [_] | [1, _] => false,
        [2, 1] => false,
        [2, _] => !crate::sealed::surnames::is_compound(parts[0]),
        _ => lengths.iter().any(|length| *length > 1),
    }
}

/// 二组, 第三村民小组, 一社: a heading over people, not one of them.
fn is_group(name: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百".contains(c);
    let bare = name.trim_start_matches('第');
    let rest = bare.trim_start_matches(numeral);
    rest.len() < bare.len() && ["组", "社", "队", "屯", "村民小组", "小组", "生产队"].contains(&rest)
}

/// Blanks go where one side is Chinese (or a dot); between Latin words one stays.
fn join(text: &str) -> String {
    let latin = text.chars().filter(|c| c.is_alphabetic()).all(|c| !is_han(c));
    if latin { text.to_owned() } else { clean::squeeze(text) }
}

/// Chinese characters, extensions included.
pub(in crate::sealed::intake) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇' | '々')
}

/// Private-use characters, ideographic descriptions, boxes, question marks.
fn is_stand_in(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{2FF0}'..='\u{2FFF}' | '\u{31EF}'
        | '?' | '？' | '□' | '■' | '▢' | '〓' | '○' | '◯' | '_' | '＿' | '+' | '＋')
}

/// Letters of pinyin, tone marks and full width included.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='ɏ' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<(String, &'static str), &'static str> {
        read(&Cell::Text(text.into()))
            .map(|found| (found.text.as_str().to_owned(), found.warning.map_or("", |fault| fault.code.id)))
            .map_err(|fault| fault.code.id)
    }

    #[test]
    fn blanks_and_head_marks_go() {
        assert_eq!(name("张　三"), Ok(("张三".into(), "")));
        assert_eq!(name(" 王\u{A0}康（户主）"), Ok(("王康".into(), "")));
        assert_eq!(name("阿依古丽 ‧ 买买提"), Ok(("阿依古丽·买买提".into(), "")));
        assert_eq!(name("王"), Ok(("王".into(), "")));
        assert_eq!(name("⼭川"), Ok(("山川".into(), "")));
        assert_eq!(name("张 三 丰"), Ok(("张三丰".into(), "")));
        assert_eq!(name("欧阳 小兰"), Ok(("欧阳小兰".into(), "")));
        assert_eq!(name("王康 户主"), Ok(("王康".into(), "")));
        assert_eq!(name("王康已去世"), Ok(("王康".into(), "roster-deceased")));
    }

    #[test]
    fn rare_characters_are_names() {
        for rare in ["向㛃", "李珺", "王𬭳", "王喆", "单〇"] {
            assert_eq!(name(rare), Ok((rare.into(), "")));
        }
    }

    #[test]
    fn the_dead_are_warned_about_with_or_without_head_mark() {
        assert_eq!(name("张三（户主）（已故）"), Ok(("张三".into(), "roster-deceased")));
        assert_eq!(name("张三(已去世)"), Ok(("张三".into(), "roster-deceased")));
    }

    #[test]
    fn other_remarks_stop() {
        assert_eq!(name("张三（精神残疾）"), Err("roster-name-remark"));
    }

    #[test]
    fn stand_ins_for_rare_characters_stop() {
        for bad in ["向\u{E001}", "向⿰女不", "wang㛃", "向□", "张?", "李yan"] {
            assert_eq!(name(bad), Err("roster-name-character"), "{}", bad.escape_unicode());
        }
    }

    #[test]
    fn what_is_no_name_stops() {
        for bad in ["张三 李四", "张三\n李四", "罗启明 程素云", "二组", "第十二村民小组", "一社"]
        {
            assert_eq!(name(bad), Err("roster-damaged-name"), "{bad}");
        }
        // 组 and 社 also end names of people.
        assert_eq!(name("刘一组"), Ok(("刘一组".into(), "")));
        for bad in ["同上", "不详", "张三1", "张*三", "张某某", "张三、李四", "990233", "一二三四五六七八九"]
        {
            assert_eq!(name(bad), Err("roster-damaged-name"), "{bad}");
        }
        assert_eq!(read(&Cell::Number(3.0)).err().unwrap().code.id, "roster-damaged-name");
    }

    #[test]
    fn what_speaks_of_several_or_of_somebody_else_was_masked_as_a_name() {
        let of =
            |text: &str| of_household(&Cell::Text(text.into())).map(|_| ()).map_err(|fault| fault.code.id);
        for bad in [
            "待定",
            "见附件",
            "李四等三人",
            "张三丰户",
            "张三户",
            "钱七之妻",
            "赵六夫妇",
            "王五一家",
            "吴十遗孀",
            "某某",
            "周老师",
            "郑家老大",
            "张三和李四",
            "作废",
            "同前",
            "张三妻子",
        ] {
            assert_eq!(of(bad), Err("roster-damaged-name"), "{bad}");
        }
        for name in [
            "李老三",
            "王一家",
            "张和平",
            "欧阳和平",
            "王之子",
            "户连生",
            "等等平",
            "平等",
            "夏老汉云",
            "罗书记云",
        ] {
            assert_eq!(of(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_filler_that_looks_like_a_blank_was_the_hidden_character() {
        for filler in [
            '\u{3164}', '\u{115F}', '\u{1160}', '\u{FFA0}', 'ー', '-', 'ˉ', 'ヽ', 'ゝ', 'ﾞ', '\u{17B4}',
            '\u{2800}',
        ] {
            let bad = format!("王{filler}芳");
            assert_eq!(name(&bad), Err("roster-damaged-name"), "{}", bad.escape_unicode());
        }
        for dot in ["·", "\u{318D}", "\u{2E31}", "\u{FE52}", "。", "•"] {
            let dotted = format!("艾力{dot}买买提");
            assert_eq!(name(&dotted), Ok(("艾力·买买提".into(), "")), "{}", dotted.escape_unicode());
        }
    }

    #[test]
    fn long_names_without_a_dot_are_read_and_sentences_are_not() {
        for long in ["热孜完古丽阿不都热合曼", "古丽巴哈尔吐尔逊买买提"] {
            let found = name(long);
            assert!(
                found == Ok((long.into(), "roster-name-long")) || found == Ok((long.into(), "")),
                "{found:?}"
            );
        }
        for text in ["此户长期在外务工联系不上", "和儿子一家住在县城里面"] {
            assert_eq!(name(text), Err("roster-damaged-name"), "{text}");
        }
    }

    #[test]
    fn latin_names_are_let_through_with_a_warning() {
        assert_eq!(name("NGUYEN THI HOA"), Ok(("NGUYEN THI HOA".into(), "roster-name-latin")));
    }
}
