//! The relation to the head 与户主关系: who begins a household, who is of it, and what says neither.

use super::clean;
use super::grid::{Cell, CellText};

/// Endings of the words for relatives.
const KIN: &str =
    "妻夫偶子女儿父母亲爸妈爷奶公婆兄弟姐妹哥嫂媳妇婿孙侄甥姑姨舅叔伯婶娘丈爹祖属戚孩兒孫婦媽爺姪嬸親";
/// Words for other people of a household.
const OTHERS: [&str; 16] = [
    "其他",
    "其它",
    "其他人",
    "其他人员",
    "其他成员",
    "非亲属",
    "家庭成员",
    "成员",
    "爱人",
    "同住人",
    "共同生活人",
    "共同居住人",
    "寄养",
    "同居",
    "同居人",
    "保姆",
];

/// Without blanks, brackets, digits and signs; old forms as they are written today.
fn bare(relation: &str) -> String {
    clean::without_brackets(&clean::header_key(relation))
        .replace('戶', "户")
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// Without 户主 or 其 before the relation: 户主之妻, 其子.
fn stem(bare: &str) -> &str {
    let stem = ["户主", "本人", "其"].iter().find_map(|of| bare.strip_prefix(of)).unwrap_or(bare);
    stem.trim_start_matches(['之', '的'])
}

/// Whether a relation is that of the head (户主, 本人, 01户主, 户主本人).
pub(super) fn is_head(relation: &str) -> bool {
    matches!(bare(relation).as_str(), "户主" | "本人" | "户主本人" | "本人或户主" | "本人户主" | "户主或本人")
}

/// Whether a relation is that of the one spouse of the head.
pub(super) fn is_spouse(relation: &str) -> bool {
    let bare = bare(relation);
    matches!(stem(&bare), "配偶" | "妻" | "妻子" | "夫" | "丈夫" | "爱人" | "老婆" | "老公")
}

/// Whether a text says a relation. What begins like 户主 and is not is a slip of the pen: 户住, 户王.
pub(super) fn is_known(relation: &str) -> bool {
    let bare = bare(relation);
    let stem = stem(&bare);
    let kin = stem.chars().last().is_some_and(|last| KIN.contains(last))
        && stem.chars().count() <= 6
        && !stem.starts_with(['户', '主', '本']);
    is_head(relation) || kin || OTHERS.contains(&stem) || OTHERS.contains(&bare.as_str())
}

/// The relation of a code of GB/T 4761, of two digits.
pub(super) fn of_code(cell: &Cell) -> Option<CellText> {
    let text = match cell {
        Cell::Number(number) => number.to_string(),
        cell => clean::compact(cell.words()),
    };
    let word = match text.as_bytes() {
        b"01" => "本人",
        b"02" => "户主",
        [b'1', b'0'..=b'2'] => "配偶",
        [b'2', b'0'..=b'9'] => "子",
        [b'3', b'0'..=b'9'] => "女",
        [b'4', b'0'..=b'9'] => "孙子、孙女或外孙子、外孙女",
        [b'5', b'0'..=b'9'] => "父母",
        [b'6', b'0'..=b'9'] => "祖父母或外祖父母",
        [b'7', b'0'..=b'9'] => "兄弟姐妹",
        [b'8' | b'9', b'0'..=b'9'] => "其他",
        _ => return None,
    };
    Some(word.into())
}

#[cfg(test)]
mod tests {
    use super::{is_head, is_known, is_spouse};

    #[test]
    fn heads_members_and_slips_of_the_pen_are_told_apart() {
        for head in ["户主", "戶主", "户 主", "本人（户主）", "01户主", "户主（已故）", "户主本人"]
        {
            assert!(is_head(head), "{head}");
        }
        for member in [
            "配偶",
            "之妻",
            "长子",
            "次女",
            "儿媳",
            "外孙女",
            "户主之母",
            "其弟",
            "10配偶",
            "孙媳",
            "岳父",
            "继子",
            "侄儿",
            "其他",
            "非亲属",
            "丧偶儿媳",
            "爷爷",
            "独生子",
            "三女",
            "母亲（已故）",
        ] {
            assert!(is_known(member) && !is_head(member), "{member}");
        }
        for unclear in ["户住", "户王", "产主", "本入", "主", "02", "1", "", "?", "同上", "不详", "户子"]
        {
            assert!(!is_known(unclear), "{unclear}");
        }
        assert!(is_spouse("配偶") && is_spouse("户主之妻") && !is_spouse("儿媳") && !is_spouse("前妻"));
    }
}
