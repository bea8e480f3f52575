//! Cleaning 清洗: blanks, invisible characters and width, before a value is judged. Nothing is guessed here.

use unicode_normalization::UnicodeNormalization;

/// Whether a character is never seen: zero-width, direction marks, byte order mark, soft hyphen, variation selectors.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' | '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Trims; control characters and every kind of blank become one space, invisible characters go, as does the mark
/// that offices put before a number to keep it text (`'…` or `="…"`).
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !invisible(*c)) {
        if c.is_whitespace() || c.is_control() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    let out = out.trim();
    let out = out.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(out);
    out.trim_start_matches(['\'', '‘', '’', '＇', '`']).trim().to_owned()
}

/// Full-width letters, digits and signs become half-width; letters, Chinese and the rest stay.
pub(crate) fn fold_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c,
        })
        .collect()
}

/// Tidied, folded, without any blank: identifiers, numbers, dates.
pub(crate) fn compact(text: &str) -> String {
    fold_width(&tidy(text)).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a reader sees nothing: what [`squeeze`] would leave empty, told at the first character that is seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || invisible(c))
}

/// Without any blank or invisible character.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !invisible(*c)).collect()
}

/// How header words are compared: folded, without blanks, `*` and `:`.
pub(crate) fn header_key(text: &str) -> String {
    // Most words are ideographs, digits and small letters, which stay what they are.
    if text.chars().all(|c| matches!(c, '一'..='鿿' | '0'..='9' | 'a'..='z' | '(' | ')')) {
        return text.to_owned();
    }
    let folded: String = text.nfkc().collect();
    squeeze(&folded)
        .chars()
        .filter(|c| !matches!(c, '*' | ':' | '\u{2217}'))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '【' | '[' | '〔' | '{' => '(',
            '】' | ']' | '〕' | '}' => ')',
            _ => c,
        })
        .collect()
}

/// A header key without what stands in its brackets.
pub(crate) fn without_brackets(key: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in key.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Signs of a wrong decoding 乱码: replacement characters, the usual GBK debris, runs of Latin-1 letters.
pub(crate) fn is_mojibake(text: &str) -> bool {
    if text.contains('\u{FFFD}')
        || ["锟斤拷", "烫烫烫", "屯屯屯", "锘挎", "ï»¿"].iter().any(|s| text.contains(s))
    {
        return true;
    }
    let mut run = 0;
    for c in text.chars() {
        run = if matches!(c, '\u{80}'..='\u{9F}' | '\u{A1}'..='\u{B6}' | '\u{B8}'..='\u{D6}' | '\u{D8}'..='\u{FF}')
        {
            run + 1
        } else {
            0
        };
        if run >= 2 {
            return true;
        }
    }
    false
}

/// An error value written as text, as csv exports do.
pub(crate) fn is_fault_text(text: &str) -> bool {
    let text = text.trim();
    let known = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];
    known.iter().any(|fault| text.eq_ignore_ascii_case(fault))
        || (text.len() >= 3 && text.chars().all(|c| c == '#'))
}

/// `5.10E+17` and the like.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = exponent.strip_prefix('+').unwrap_or(exponent);
    !mantissa.is_empty()
        && mantissa.chars().all(|c| c.is_ascii_digit() || c == '.')
        && !digits.is_empty()
        && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_apostrophe_and_zero_width_before_an_id_go() {
        assert_eq!(compact("\t\u{FEFF}'９９０２\u{A0}33\u{200B}"), "990233");
        assert_eq!(compact("=\"990233\""), "990233");
    }

    #[test]
    fn header_words_do_not_mind_width_breaks_and_stars() {
        assert_eq!(header_key("*人均纯收入\n（元）："), "人均纯收入(元)");
        assert_eq!(without_brackets("人均纯收入(元)"), "人均纯收入");
    }

    #[test]
    fn what_header_words_keep_is_what_folding_leaves() {
        for c in ('一'..='鿿').chain('0'..='9').chain('a'..='z') {
            assert_eq!(c.to_string().nfkc().collect::<String>(), c.to_string());
        }
    }

    #[test]
    fn wrong_decoding_is_seen_and_good_names_are_not_accused() {
        assert!(is_mojibake("ÕÅÈý"));
        assert!(is_mojibake("张\u{FFFD}"));
        assert!(!is_mojibake("阿依古丽·买买提"));
        assert!(!is_mojibake("㛃"));
    }

    #[test]
    fn scientific_notation_is_told_from_letters() {
        assert!(is_scientific("9.90233E+17"));
        assert!(!is_scientific("E1"));
        assert!(!is_scientific("3E组"));
    }
}
