//! Rows named in a text 序号: `1号`, `第3户`, `序号5` are signs of a household as its mask is.

use super::super::needles::fold::MASKS;

/// What 号 numbers that is no row: 3号楼, 12号文, 一号井.
const OTHERS: &str = "楼栋院线文公令路门桥机房井窗会车仓库泵店厅柜桌渠坝站场铺段岗灯杆变";
/// What counts up to a number that is no row: 4月3号, 老街6号, 电话号.
const DATED: &str = "月年日第〕)街路巷弄道里村庄坊苑区";
/// What is said of a row whose number may also be a day: 3号患病, never 15号上午.
const OF_A_ROW: &str = "户家是系属为患因有享被无得欠服曾失离丧死";
/// What a row is counted in: 名单12号. 公示第24号 is the number of a notice.
const LISTS: [&str; 4] = ["名单", "名册", "序号", "榜上"];
/// The days of a month.
const DAYS: u32 = 31;

/// The rows that a stretch of folded text names, each as it is written. `cut`: the stretch may begin within a number.
pub(super) fn named(text: &str, cut: bool) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut day) = (0, None);
    while at < chars.len() {
        let end = at + chars[at..].iter().take_while(|c| is_number(**c)).count();
        if end == at || (cut && at == 0) {
            at = end.max(at + 1);
            continue;
        }
        let before: String = chars[at.saturating_sub(2)..at].iter().collect();
        let after = |step: usize| chars.get(end + step).copied().unwrap_or(' ');
        let number: String = chars[at..end].iter().collect();
        let listed = LISTS.iter().any(|list| before.ends_with(list));
        let dated = before.chars().next_back().is_some_and(|c| DATED.contains(c));
        // 15号、30号: what follows a day is a day.
        let following = day == Some(at);
        // A number that may be a day of the month is a row only where a mask, the match itself, or what is said of people
        // follows it.
        let behind = chars.get(end + 1..).unwrap_or_default();
        let said = behind.first().is_none_or(|c| OF_A_ROW.contains(*c));
        let masked = behind.iter().take(4).any(|c| MASKS.contains(c));
        let of_a_row = value(&number).is_none_or(|number| number > DAYS) || said || masked;
        let numbered = after(0) == '号' && !OTHERS.contains(after(1));
        let numbered = numbered && (listed || (!dated && !following && of_a_row));
        let counted = before.ends_with('第') && matches!(after(0), '户' | '家' | '位' | '行');
        if end - at <= 3 && (numbered || counted) {
            found.push(format!("{number}{}", after(0)));
        } else if end - at <= 3 && (before == "序号" || matches!(before.as_str(), "号为" | "号是")) {
            found.push(format!("序号{number}"));
        } else if after(0) == '号' {
            day = Some(end + 1);
        }
        at = end;
    }
    found
}

/// A number of at most three digits, or in Chinese numerals below a hundred.
fn value(number: &str) -> Option<u32> {
    if number.bytes().all(|digit| digit.is_ascii_digit()) {
        return number.parse().ok();
    }
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok())
    };
    match number.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1) } else { tens.chars().next().and_then(digit) };
            let ones = if ones.is_empty() { Some(0) } else { ones.chars().next().and_then(digit) };
            Some(tens? * 10 + ones?)
        }
        None => number.chars().next().filter(|_| number.chars().count() == 1).and_then(digit),
    }
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
        assert_eq!(named("3号是服刑人员，名单12号残疾，公示第24号，第8号上午", false), ["3号", "12号"]);
        assert_eq!(named("45号残疾", false), ["45号"]);
        assert!(named("4月3号以前到3号楼交，普府发2025〕12号，共3户，15400001234号", false).is_empty());
    }

    /// A day or a house number beside an everyday word (低保, 残疾) was taken for somebody's row.
    #[test]
    fn a_day_was_taken_for_somebodys_row() {
        for text in [
            "15号上午在村委会召开低保评议会",
            "请在20号以前把医疗救助申请表交到村委会",
            "8号下午党员会议",
            "老街6号办理低保残疾证请到二楼",
            "3号窗口办理低保",
            "会议在3号会议室开讨论危房改造",
            "一号井务工人员",
            "每月15号30号上午",
            "十五号到二十号集中办理残疾证",
        ] {
            assert!(named(text, false).is_empty(), "{text}");
        }
    }
}
