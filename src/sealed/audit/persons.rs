//! Mentions of a person 提到的人: whether a name in running text is somebody's, or part of ordinary words.
//!
//! 高明 in 提高明显 and 公告 in 公告栏 are nobody. The text is cut into words by Unicode's dictionary: a name that is
//! one word of it, or lies across the border of two, is no mention; one that is made of whole pieces is.

use crate::sealed::surnames::begins_with_surname;
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use std::ops::Range;

/// Whether a text mentions a person at these bytes.
pub(super) fn mentions(text: &str, name: &Range<usize>) -> bool {
    let borders: Vec<usize> =
        WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()).segment_str(text).collect();
    let is_border = |at: usize| borders.binary_search(&at).is_ok();
    let inside = borders.iter().any(|at| name.start < *at && *at < name.end);
    is_border(name.start) && is_border(name.end) && inside
}

/// Whether a text falls into a surname and the rest, as names do: 王|小明, never 公示|栏 or 明白.
pub(in crate::sealed) fn falls_into_a_name(text: &str) -> bool {
    let borders = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let borders: Vec<usize> = borders.segment_str(text).collect();
    let first = text.chars().next().map_or(0, char::len_utf8);
    begins_with_surname(text)
        && (borders.contains(&first) || borders.contains(&(2 * first)) && text.chars().count() > 3)
}

/// Whether the dictionary knows it as one word: 高明, 周一, never 瞿磊.
pub(super) fn is_word(text: &str) -> bool {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    segmenter.segment_str(text).all(|border| border == 0 || border == text.len())
}

/// Whether a word is somebody's name and no word of the language: 王小明, never 明白 or 公示栏.
pub(crate) fn is_plainly_a_name(word: &str) -> bool {
    word.chars().count() >= 3 && falls_into_a_name(word) && mentions(word, &(0..word.len()))
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn mentioned(text: &str, name: &str) -> bool {
        let at = text.find(name).expect("the name stands in the text");
        mentions(text, &(at..at + name.len()))
    }

    #[test]
    fn a_name_is_told_from_words_that_hold_its_characters() {
        for (text, name) in [
            ("公开透明，明白办事", "明白"),
            ("水平提高明显", "高明"),
            ("村务公告栏", "公告"),
            ("边缘易致贫户", "边缘"),
        ] {
            assert!(!mentioned(text, name), "{text} {name}");
        }
        for (text, name) in
            [("请找王小明办理", "王小明"), ("联系张桂兰家", "张桂兰"), ("由庞卫东负责", "庞卫东")]
        {
            assert!(mentioned(text, name), "{text} {name}");
        }
    }

    #[test]
    fn a_word_of_three_characters_may_be_allowed_and_a_name_may_not() {
        for word in ["公示栏", "明白", "白纸"] {
            assert!(!super::is_plainly_a_name(word), "{word}");
        }
        for name in ["王小明", "张桂兰", "庞卫东", "欧阳晓峰", "高建国"] {
            assert!(super::is_plainly_a_name(name), "{name}");
        }
    }
}
