//! Rows named in a text 序号: `1号`, `第3户`, `序号5` are signs of a household as its mask is.

/// What 号 numbers that is no row: 3号楼, 12号文.
const OTHERS: &str = "楼栋院线文公令路门桥机房";
/// What counts up to a number that is no row: 4月3号, 电话号.
const DATED: &str = "月年日第〕)";

/// The rows that a stretch of folded text names, each as it is written. `cut`: the stretch may begin within a number.
pub(super) fn named(text: &str, cut: bool) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = at + chars[at..].iter().take_while(|c| is_number(**c)).count();
        if end == at || (cut && at == 0) {
            at = end.max(at + 1);
            continue;
        }
        let before: String = chars[at.saturating_sub(2)..at].iter().collect();
        let after = |step: usize| chars.get(end + step).copied().unwrap_or(' ');
        let number: String = chars[at..end].iter().collect();
        let numbered = after(0) == '号' && !OTHERS.contains(after(1));
        let dated = before.chars().next_back().is_some_and(|c| DATED.contains(c));
        let counted = before.ends_with('第') && matches!(after(0), '户' | '家' | '位' | '行');
        if end - at <= 3 && ((numbered && !dated) || counted) {
            found.push(format!("{number}{}", after(0)));
        } else if end - at <= 3 && (before == "序号" || matches!(before.as_str(), "号为" | "号是")) {
            found.push(format!("序号{number}"));
        }
        at = end;
    }
    found
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn rows_are_told_from_days_and_buildings() {
        assert_eq!(named("1号王*明患尿毒症", false), ["1号"]);
        assert_eq!(named("名单第3户和序号12", false), ["3户", "序号12"]);
        assert_eq!(named("序号为3的", false), ["序号3"]);
        assert_eq!(named("第十二户，第一家", true), ["十二户", "一家"]);
        assert!(named("5号文件以外", true).is_empty() && named("5号，因学", true).is_empty());
        assert!(named("4月3号以前到3号楼交，普府发2025〕12号，共3户，15400001234号", false).is_empty());
    }
}
