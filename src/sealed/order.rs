//! Rows as they are shown → the one order in which every channel shows them.
//!
//! The order comes of public values alone, never of the roster's own: a place in the list would tell what the list hides,
//! such as the group of a household whose group is shown merged.

use std::cmp::Ordering;

/// What stands behind the number of a group, the longer words first.
const GROUPS: [&str; 7] = ["村民小组", "小组", "组", "社", "屯", "队", "寨"];

/// The number that a text is: digits, or 一 to 九百九十九.
pub(in crate::sealed) fn numeral(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return text.chars().all(|c| c.is_ascii_digit()).then_some(number);
    }
    let (hundreds, rest) = match text.split_once('百') {
        Some((hundreds, rest)) => (digit(hundreds)?, rest.strip_prefix('零').unwrap_or(rest)),
        None => (0, text),
    };
    let below = match rest.split_once('十') {
        _ if rest.is_empty() && hundreds > 0 => 0,
        None => digit(rest)?,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            tens * 10 + ones
        }
    };
    Some(hundreds * 100 + below)
}

/// 一 to 九.
fn digit(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    let (Some(first), None) = (chars.next(), chars.next()) else { return None };
    let at = "一二三四五六七八九".chars().position(|digit| digit == first)?;
    u32::try_from(at + 1).ok()
}

/// How a value is compared with its like. Numbers come first, by size, then everything else as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sealed) struct Rank {
    /// Whether it stands behind all others of the column: small groups that are shown merged.
    last: bool,
    /// What stands before the number; a text without a number is nothing else.
    before: String,
    number: u32,
    whole: String,
}

impl Rank {
    /// Of a value that is shown as it stands.
    pub(in crate::sealed) fn of(text: &str) -> Self {
        match text.parse().ok().filter(|_| text.chars().all(|c| c.is_ascii_digit())) {
            Some(number) => Self { last: false, before: String::new(), number, whole: text.to_owned() },
            None => Self { last: false, before: text.to_owned(), number: 0, whole: text.to_owned() },
        }
    }

    /// Of a group 村民小组, as people count them: 一组, 二组, 十组, 十一组; 第3组 stands between 2组 and 4组, 大坪一组 with
    /// the other groups of 大坪.
    pub(in crate::sealed) fn of_group(text: &str, merged: bool) -> Self {
        // 第1村民小组（老鹰岩）: what stands in brackets says no number.
        let bare = text.split(['（', '(']).next().unwrap_or(text);
        let stem = GROUPS.iter().find_map(|kind| bare.strip_suffix(kind)).unwrap_or(bare);
        let found = stem.char_indices().find_map(|(at, _)| Some((at, numeral(&stem[at..])?)));
        match found {
            Some((at, number)) => {
                let before = &stem[..at];
                let before = before.strip_suffix('第').unwrap_or(before).to_owned();
                Self { last: merged, before, number, whole: text.to_owned() }
            }
            None => Self { last: merged, ..Self::of(text) },
        }
    }
}

/// The places of rows in their order: `keys` holds what each row is compared by, one list a channel. Rows that are the
/// same on every channel may stand in any order, because nobody sees it.
pub(in crate::sealed) fn sorted(keys: &[Vec<Vec<Rank>>]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.first().map_or(0, Vec::len)).collect();
    let by_channel = |a: usize, b: usize| {
        keys.iter().map(|rows| rows[a].cmp(&rows[b])).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    };
    places.sort_by(|a, b| by_channel(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::{Rank, numeral, sorted};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [("1", 1), ("12", 12), ("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("九十九", 99)];
        for (text, number) in cases.into_iter().chain([("一百", 100), ("一百零三", 103), ("二百一十", 210)])
        {
            assert_eq!(numeral(text), Some(number), "{text}");
        }
        for text in ["", "百", "零", "一二", "大坪", "十十", "+3"] {
            assert_eq!(numeral(text), None, "{text}");
        }
    }

    #[test]
    fn groups_stand_as_people_count_them() {
        let wanted = [
            "一组",
            "2组",
            "第三村民小组（老鹰岩）",
            "十组",
            "11组",
            "二十一组",
            "三道河组",
            "大坪一组",
            "大坪十组",
            "河边",
            "其他小组",
        ];
        let mut groups = wanted.to_vec();
        groups.reverse();
        groups.sort_by_key(|group| Rank::of_group(group, *group == "其他小组"));
        assert_eq!(groups, wanted);
    }

    #[test]
    fn numbers_stand_by_size_and_before_words() {
        let mut values = ["甲", "10", "6人及以上", "2", "—"];
        values.sort_by_key(|value| Rank::of(value));
        assert_eq!(values[..2], ["2", "10"]);
    }

    #[test]
    fn what_the_first_channel_leaves_open_the_next_decides() {
        let keys = |texts: &[&str]| texts.iter().map(|text| vec![Rank::of(text)]).collect::<Vec<_>>();
        assert_eq!(sorted(&[keys(&["2", "1", "2", "1"]), keys(&["a", "b", "b", "a"])]), [3, 1, 0, 2]);
        assert_eq!(sorted(&[]), Vec::<usize>::new());
    }
}
