//! Name masks 姓名屏蔽: a full name → what may be shown of it. A mask never equals its input.
//!
//! Surname stays, the rest becomes stars; compound surnames 复姓 are known; names of several parts, and names that are
//! longer than any Chinese one, keep the first character of each part and a fixed number of stars, because their length
//! alone would tell who it is.

use super::surnames::compound_length;

/// Characters of the longest name that has a surname: the rest are transliterated without a dot.
const LONGEST: usize = 6;

/// Whether a character joins the parts of a transliterated name, or of one in letters.
fn is_joint(c: char) -> bool {
    matches!(c, '·' | '‧' | '•' | '・' | '．' | '.' | ' ' | '-')
}

/// Masks a name. `last` keeps the last character of names of three or more; `extra` shows that many further
/// characters after the surname, to tell two alike rows apart. At least one character always stays hidden; `None`
/// when `extra` asks for more than there is.
pub(in crate::sealed) fn mask(name: &str, last: bool, extra: usize) -> Option<String> {
    let chars: Vec<char> = name.chars().collect();
    if chars.len() > LONGEST || chars.iter().any(|c| is_joint(*c)) {
        return in_parts(name, extra);
    }
    let surname = surname_length(name, chars.len());
    let tail = usize::from(last && chars.len() > surname + 1);
    let shown = surname + extra + tail;
    if shown >= chars.len() {
        return (extra == 0).then(|| "*".repeat(chars.len().max(1)));
    }
    let mut masked: String = chars[..surname + extra].iter().collect();
    masked.push_str(&"*".repeat(chars.len() - shown));
    masked.extend(&chars[chars.len() - tail..]);
    Some(masked)
}

fn surname_length(name: &str, length: usize) -> usize {
    match length {
        0 | 1 => 0,
        2 => 1,
        _ => compound_length(name).unwrap_or(1),
    }
}

/// `阿依古丽·买买提` → `阿**·买**`, `NGUYEN THI HOA` → `N** T** H**`; a part of one character shows nothing.
fn in_parts(name: &str, extra: usize) -> Option<String> {
    let parts: Vec<&str> = name.split(is_joint).filter(|part| !part.is_empty()).collect();
    let mut masked = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let length = part.chars().count();
        let wanted = if index == 0 { 1 + extra } else { 1 };
        if extra > 0 && index == 0 && wanted >= length {
            return None;
        }
        let shown = if wanted < length { wanted } else { 0 };
        masked.push(format!("{}**", part.chars().take(shown).collect::<String>()));
    }
    let joint = if name.contains(' ') { " " } else { "·" };
    Some(if masked.is_empty() { "**".into() } else { masked.join(joint) })
}

#[cfg(test)]
mod tests {
    use super::mask;
    use proptest::prelude::*;

    #[test]
    fn shapes_of_names() {
        let cases = [
            ("甲", "*"),
            ("张三", "张*"),
            ("王小明", "王*明"),
            ("欧阳修", "欧阳*"),
            ("诸葛孔明", "诸葛*明"),
            ("李王小明", "李**明"),
            ("阿卜杜拉·买买提", "阿**·买**"),
            ("古丽•娜", "古**·**"),
            ("王㛃𬭳", "王*𬭳"),
            ("淳于明远", "淳于*远"),
            ("爱新觉罗明", "爱新觉罗*"),
            ("欧阳", "欧*"),
            ("热孜完古丽阿不都热合曼", "热**"),
            ("NGUYEN THI HOA", "N** T** H**"),
            ("A B", "** **"),
        ];
        for (name, masked) in cases {
            assert_eq!(mask(name, true, 0).as_deref(), Some(masked));
        }
        assert_eq!(mask("王小明", false, 0).as_deref(), Some("王**"));
    }

    #[test]
    fn a_two_character_name_has_no_character_to_spare() {
        assert_eq!(mask("张三", true, 1), None);
        assert_eq!(mask("王小明", true, 1), None);
        assert_eq!(mask("王小明", false, 1).as_deref(), Some("王小*"));
    }

    proptest! {
        #[test]
        fn a_mask_never_returns_its_input(name in "[一-龥]{1,6}(·[一-龥]{1,4})?", last: bool, extra in 0usize..4) {
            if let Some(masked) = mask(&name, last, extra) {
                prop_assert_ne!(&masked, &name);
                let hidden = name.chars().filter(|c| !masked.contains(*c)).count();
                prop_assert!(hidden > 0 || name.chars().count() > name.chars().collect::<std::collections::BTreeSet<_>>().len());
            }
        }
    }
}
