//! A line as it was copied → its words: bookmarks, bold marks and headings' marks taken off, spaces between Chinese
//! characters dropped, full-width digits and look-alike signs of PDF texts told as what they are. Nothing else changes.

use super::super::number;
use unicode_normalization::UnicodeNormalization;

/// Takes off what copying left: `[bookmark: …]`, `**`, `#`, `- `, rules, zero-width characters, spaces.
pub(super) fn clean(raw: &str) -> String {
    let mut line = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find("[bookmark") {
        line.push_str(&rest[..at]);
        rest = rest[at..].find(']').map_or("", |end| &rest[at + end + 1..]);
    }
    line.push_str(rest);
    let line = line.replace("**", "").replace(INVISIBLE, "");
    let line = line.trim().trim_start_matches('#').trim();
    let line = line.strip_prefix("- ").unwrap_or(line).trim();
    if line.chars().all(|c| "-—_*= ".contains(c)) {
        return String::new();
    }
    let row = line.split('\t').filter(|cell| !cell.trim().is_empty()).count() > 2;
    let chars: Vec<char> = line.chars().map(fold).collect();
    let mut text = String::new();
    for (n, c) in chars.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|before| chars.get(before)).copied();
        if !c.is_whitespace() {
            let after = chars.get(n + 1).is_some_and(char::is_ascii_digit);
            let point = *c == '．' && after && before.is_some_and(|c| c.is_ascii_digit());
            text.push(if point { '.' } else { *c });
            continue;
        }
        if row && *c == '\t' && !text.ends_with(CELL) {
            text.push(CELL);
            continue;
        }
        // A space counts only between two words or numbers, and behind 第四条.
        let after = chars[n..].iter().find(|c| !c.is_whitespace());
        let words = before.is_some_and(|c| c.is_ascii_alphanumeric())
            && after.is_some_and(char::is_ascii_alphanumeric);
        if words || number::is_ordinal(&text) {
            text.push(' ');
        }
    }
    text
}

/// What divides the cells of a table that was copied as lines.
pub(super) const CELL: char = '　';

/// Characters that nobody sees: marks of order, joiners, soft hyphens.
const INVISIBLE: [char; 7] =
    ['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{fffc}'];

/// Full-width digits, letters and percent signs become plain; radicals that PDF texts hold for characters become these.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '\u{2f00}'..='\u{2fd5}' => {
            std::iter::once(c).nfkc().next().unwrap_or(c)
        }
        _ => c,
    }
}

/// Whether a cleaned character is this one of the line as it was.
pub(super) fn same(cleaned: char, was: char) -> bool {
    cleaned == was
        || cleaned == fold(was)
        || cleaned.is_whitespace() && was.is_whitespace()
        || cleaned == '.' && was == '．'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_and_radicals_of_pdf_texts_are_read() {
        assert_eq!(
            clean("　　⼀、公示　７　个⼯作⽇，２．５倍，占３０％"),
            "一、公示7个工作日，2.5倍，占30%"
        );
        assert_eq!(clean("１．走访"), "1．走访");
    }

    #[test]
    fn the_space_behind_an_article_is_kept_and_others_are_not() {
        assert_eq!(clean("第 四 条　监测 对象"), "第四条 监测对象");
        assert_eq!(clean("第四条规定 的农户"), "第四条规定的农户");
    }

    #[test]
    fn cells_of_a_row_stay_apart() {
        assert_eq!(clean("1\t低收入户\t9000元"), "1　低收入户　9000元");
        assert_eq!(clean("1.\t走访"), "1.走访");
    }
}
