//! Signs 符号: before figures are read, signs of other widths and kinds become plain ones; afterwards, what a voice cannot
//! say becomes a pause.

use super::number::{cardinal, year};
use super::units;

/// Kinds of places that stand in brackets beside another kind.
const PLACES: [&str; 9] = ["社区", "居委会", "街道", "镇", "乡", "县", "区", "市", "居"];

/// Full-width figures and signs as plain ones, signs that stand for words as these words; brackets as far as somebody
/// would say them.
pub(super) fn spread(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len());
    for c in text.chars() {
        match word(c) {
            Some(word) => chars.extend(word.chars()),
            None => chars.push(plain(c)),
        }
    }
    // °C has become 度C.
    let chars: Vec<char> = chars.iter().collect::<String>().replace("度C", "摄氏度").chars().collect();
    let chars = without_blanks(&chars);
    let mut out = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let close = match chars[at] {
            '（' | '(' => Some(['）', ')']),
            '【' | '[' => Some(['】', ']']),
            _ => None,
        };
        if let Some(close) = close
            && let Some(inside) = chars[at + 1..].iter().position(|c| close.contains(c))
        {
            let held = &chars[at + 1..at + 1 + inside];
            // Behind a title stands when and by whom it was issued.
            if !(close[0] == '）' && out.last() == Some(&'》')) {
                out.extend(said_in_brackets(held));
            }
            at += inside + 2;
            continue;
        }
        out.push(chars[at]);
        at += 1;
    }
    out
}

fn plain(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '．'
        | '／'
        | '＋'
        | '＝'
        | '＜'
        | '＞'
        | '＊'
        | '＃'
        | '＆'
        | '＠'
        | '＄' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '－' | '‐' | '‑' | '‒' | '−' | '﹣' => '-',
        '―' | '─' => '—',
        '〜' | '∼' | '˜' => '～',
        '∶' => ':',
        '￥' => '¥',
        '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        c => c,
    }
}

/// Signs that are words.
fn word(c: char) -> Option<String> {
    let numeral = |first: char| cardinal(u64::from(u32::from(c) - u32::from(first) + 1));
    Some(match c {
        '㎡' => "平方米".into(),
        '㎥' => "立方米".into(),
        '㎏' => "公斤".into(),
        '㎎' => "毫克".into(),
        '㎞' => "公里".into(),
        '㎝' => "厘米".into(),
        '㎜' => "毫米".into(),
        '℃' => "摄氏度".into(),
        '°' => "度".into(),
        '№' => "No.".into(),
        '½' => "二分之一".into(),
        '⅓' => "三分之一".into(),
        '⅔' => "三分之二".into(),
        '¼' => "四分之一".into(),
        '¾' => "四分之三".into(),
        '≥' | '≧' => "大于或等于".into(),
        '≤' | '≦' => "小于或等于".into(),
        '≈' => "约".into(),
        '±' => "正负".into(),
        '÷' => "除以".into(),
        'Ⅰ'..='Ⅻ' => numeral('Ⅰ'),
        'ⅰ'..='ⅻ' => numeral('ⅰ'),
        '㈠'..='㈩' => numeral('㈠'),
        '①'..='⑳' => format!("{}，", numeral('①')),
        '⑴'..='⒇' => format!("{}，", numeral('⑴')),
        '⒈'..='⒛' => format!("{}，", numeral('⒈')),
        '㊀'..='㊉' => format!("{}，", numeral('㊀')),
        _ => return None,
    })
}

/// Blanks between a figure and what it counts are for the eye.
fn without_blanks(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    for (at, c) in chars.iter().enumerate() {
        if *c == ' ' {
            let rest = chars[at + 1..]
                .iter()
                .position(|c| *c != ' ')
                .map_or(&[][..], |skip| &chars[at + 1 + skip..]);
            let next = rest.first().copied().unwrap_or(' ');
            let before = out.last().copied().unwrap_or(' ');
            let counted = before.is_ascii_digit() && units::begins(rest);
            // 共 3 户: the figure belongs to both sides.
            let count = units::is_han(before) && next.is_ascii_digit() && counts(&chars[at + 1..]);
            let marked = "—–-～~".contains(before) || "—–-～~".contains(next);
            let near = |c: char| c.is_ascii_digit() || units::is_han(c) || "—–-～~".contains(c);
            if counted || count || marked && near(before) && near(next) {
                continue;
            }
        }
        out.push(*c);
    }
    out
}

/// Whether a figure with its unit stands next, and no time or number that is dialled.
fn counts(chars: &[char]) -> bool {
    let after = chars.iter().position(|c| !(*c == ' ' || c.is_ascii_digit() || *c == '.'));
    after.is_some_and(|after| units::begins(&chars[after..]))
}

/// What is said of a bracket: a number of a clause as it is, a condition between pauses, a document's number not at all.
fn said_in_brackets(held: &[char]) -> Vec<char> {
    let text: String = held.iter().collect();
    let numeral = !held.is_empty() && held.iter().all(|c| "一二三四五六七八九十".contains(*c));
    let for_the_eye = ["〔", "简称", "依据", "条款", "文件", "第"].iter().any(|word| text.contains(word));
    let is_year = held.len() == 4 && held.iter().all(char::is_ascii_digit) && "12".contains(held[0]);
    match (numeral, for_the_eye) {
        (true, _) => held.to_vec(),
        (_, true) => Vec::new(),
        _ if is_year => format!("，{}，", year(&text)).chars().collect(),
        // 村（社区）: one or the other.
        _ if PLACES.contains(&text.as_str()) => std::iter::once(&'、').chain(held).copied().collect(),
        _ => format!("，{text}，").chars().collect(),
    }
}

/// Marks that a voice cannot say become pauses.
pub(super) fn marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let said = match c {
            '*' | '#' => None,
            '.' | '—' | '–' | '-' | '～' | '~' | '/' | '|' | '·' | '•' | '〔' | '〕' | '[' | ']' | '（'
            | '）' | '(' | ')' | '【' | '】' | ' ' | '\u{3000}' | '\t' | ',' | '_' => Some('，'),
            // Marks that begin a line or lead the eye.
            '★' | '☆' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▲' | '△' | '▶' | '▪' | '※' | '➢' | '→' | '⇒'
            | '↓' => Some('，'),
            ';' => Some('；'),
            ':' | '：' => Some('：'),
            '!' => Some('！'),
            '?' => Some('？'),
            c => Some(c),
        };
        let Some(said) = said else { continue };
        let pause = |c: char| "，。；：、！？\n".contains(c);
        if said == '，' && out.chars().next_back().is_none_or(pause) {
            continue;
        }
        if pause(said) && out.ends_with('，') {
            out.pop();
        }
        out.push(said);
    }
    out.trim_end_matches('，').to_owned()
}

/// Whether a voice has a word or a pause for a character.
pub(super) fn is_sayable(c: char) -> bool {
    units::is_han(c) || c.is_ascii_alphabetic() || "，。；：、！？《》〈〉“”‘’「」『』…\n".contains(c)
}
