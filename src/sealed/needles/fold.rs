//! Folding 归一: texts that a reader sees as the same become the same characters, with a map back.
//!
//! Width, compatibility forms, radicals, case, spaces, zero-width characters, punctuation: all folded away, in the
//! needle and in the text alike. Mask marks stay: `张*三` must not become `张三`.

use std::cell::OnceCell;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A character with its place in the source (byte offset of a file, or index of a PDF text).
pub(in crate::sealed) type Glyph = (char, u32);

/// Between blocks, cells, or strings: a boundary that running text never crosses.
pub(in crate::sealed) const HARD: char = '\u{1F}';

/// What was folded away before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sealed) enum Gap {
    /// Nothing: the characters touch.
    None,
    /// Blanks: what sets the groups of one number apart.
    Blank,
    /// A hyphen or middle dot in a number that stands for itself.
    Hyphen,
    /// Punctuation, a line break, a hyphen in an address of the site.
    Soft,
    /// A block or cell boundary.
    Hard,
}

/// A folded text with its map back.
#[derive(Default)]
pub(in crate::sealed) struct Folded {
    /// The folded characters.
    pub(in crate::sealed) text: String,
    /// Source of each folded character.
    pub(in crate::sealed) source: Vec<u32>,
    /// What was dropped before each folded character.
    pub(in crate::sealed) gap: Vec<Gap>,
    /// Byte offset of each character of `text`: made when the first hit asks for it, most texts have none.
    offset: OnceCell<Vec<u32>>,
}

impl Folded {
    /// Folds glyphs.
    pub(in crate::sealed) fn new(glyphs: &[Glyph]) -> Self {
        let mut folded = Self::with_capacity(glyphs.len());
        let mut gap = Gap::Hard;
        for (at, &(c, source)) in glyphs.iter().enumerate() {
            fold_char(c, &mut |c| match kept(c) {
                Kept::Yes => {
                    folded.push(c, source, gap);
                    gap = Gap::None;
                }
                Kept::Vanishes => {}
                Kept::Gap(Gap::Hyphen) if is_address(glyphs, at) => gap = gap.max(Gap::Soft),
                Kept::Gap(found) => gap = gap.max(found),
            });
        }
        folded
    }

    fn with_capacity(characters: usize) -> Self {
        Self {
            text: String::with_capacity(characters * 2),
            source: Vec::with_capacity(characters),
            gap: Vec::with_capacity(characters),
            offset: OnceCell::new(),
        }
    }

    /// Only while nobody has asked for an offset.
    fn push(&mut self, c: char, source: u32, gap: Gap) {
        self.text.push(c);
        self.source.push(source);
        self.gap.push(gap);
    }

    /// Number of characters.
    pub(in crate::sealed) fn len(&self) -> usize {
        self.source.len()
    }

    fn offsets(&self) -> &[u32] {
        let offset = |(at, _): (usize, char)| u32::try_from(at).unwrap_or(u32::MAX);
        self.offset.get_or_init(|| self.text.char_indices().map(offset).collect())
    }

    /// Character indices of a byte range of `text`; both ends lie between characters.
    pub(in crate::sealed) fn chars_of(&self, bytes: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let index = |byte: usize| self.offsets().partition_point(|offset| (*offset as usize) < byte);
        index(bytes.start)..index(bytes.end)
    }

    /// Text of a range of characters, cut to what is there.
    pub(in crate::sealed) fn slice(&self, chars: std::ops::Range<usize>) -> &str {
        let byte = |char: usize| self.offsets().get(char).map_or(self.text.len(), |o| *o as usize);
        self.text.get(byte(chars.start)..byte(chars.end)).unwrap_or("")
    }

    /// The character at an index.
    pub(in crate::sealed) fn char(&self, index: usize) -> Option<char> {
        self.slice(index..index + 1).chars().next()
    }

    /// A copy with long runs of Chinese numerals (一五四… in a phone number) and of look-alike letters (l54OOOO1234) as
    /// digits; `None` if there is none.
    pub(in crate::sealed) fn numerals(&self) -> Option<Self> {
        let numeral = |c: char| numeral(c).or_else(|| look_alike(c));
        let mut runs = Vec::new();
        let (mut start, mut spoken, mut letters) = (0, false, 0);
        for (at, c) in self.text.chars().chain(['。']).enumerate() {
            if numeral(c).is_some() {
                spoken |= !c.is_ascii();
                letters += usize::from(c.is_ascii_alphabetic());
                continue;
            }
            // A run that is written in digits was searched as it stands; letters alone are a word.
            let length = at - start;
            let written = length >= 11 && 0 < letters && letters * 2 <= length;
            if (length >= 7 && spoken && letters == 0) || written {
                runs.push(start..at);
            }
            (start, spoken, letters) = (at + 1, false, 0);
        }
        if runs.is_empty() {
            return None;
        }
        let mut folded = Self::with_capacity(self.len());
        for (at, c) in self.text.chars().enumerate() {
            let inside = runs.iter().any(|run| run.contains(&at));
            let c = numeral(c).filter(|_| inside).unwrap_or(c);
            folded.push(c, self.source[at], self.gap[at]);
        }
        Some(folded)
    }
}

/// Whether a hyphen stands in an address or the name of a file (2025-04-00600/2025-04-00600.pdf), or after a year: what
/// it sets apart are two numbers.
fn is_address(glyphs: &[Glyph], at: usize) -> bool {
    let part =
        |glyph: &&Glyph| matches!(glyph.0, '0'..='9' | 'a'..='z' | 'A'..='Z' | '-' | '_' | '.' | '/' | '%');
    let before: Vec<char> = glyphs[..at].iter().rev().take_while(part).take(80).map(|(c, _)| *c).collect();
    let mut whole =
        glyphs[at..].iter().take_while(part).take(80).map(|(c, _)| *c).chain(before.iter().copied());
    let named = whole.any(|c| c == '/' || c.is_ascii_alphabetic());
    let word: Vec<char> = before.iter().take_while(|c| **c != '/').copied().collect();
    let first: String = word.iter().rev().take_while(|c| c.is_ascii_digit()).collect();
    named || (first.len() == 4 && (first.starts_with("19") || first.starts_with("20")))
}

/// Folds a string without a map.
pub(in crate::sealed) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |c| {
            if matches!(kept(c), Kept::Yes) {
                out.push(c);
            }
        });
    }
    out
}

/// Only width, compatibility forms and zero-width characters are folded: separators stay, for numbers.
pub(in crate::sealed) fn fold_lightly(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(glyphs.len());
    for &(c, source) in glyphs {
        fold_char(c, &mut |c| {
            if !matches!(kept(c), Kept::Vanishes) {
                out.push((c, source));
            }
        });
    }
    out
}

/// Marks that stand for a hidden character in a masked name.
pub(in crate::sealed) const MASKS: [char; 13] =
    ['*', '某', '×', '○', '●', '□', '■', '█', '▇', '△', '☆', '★', '#'];

enum Kept {
    Yes,
    /// Not even a gap: zero-width, soft hyphen, variation selectors, combining marks.
    Vanishes,
    Gap(Gap),
}

#[inline]
fn kept(c: char) -> Kept {
    match c {
        '0'..='9' | 'a'..='z' | 'A'..='Z' | '*' | '#' | '\u{4E00}'..='\u{9FFF}' => Kept::Yes,
        HARD => Kept::Gap(Gap::Hard),
        ' ' | '\u{A0}' | '\u{3000}' => Kept::Gap(Gap::Blank),
        '-' | '_' | '·' | '‐'..='―' => Kept::Gap(Gap::Hyphen),
        // All other signs of a keyboard, and the marks between Chinese sentences.
        '\u{0}'..='\u{7F}' | '、'..='〃' | '《'..='】' => Kept::Gap(Gap::Soft),
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => Kept::Vanishes,
        c if is_combining_mark(c) => Kept::Vanishes,
        c if MASKS.contains(&c) || c.is_alphanumeric() => Kept::Yes,
        // Private-use characters stand for rare ideographs in old fonts.
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => Kept::Yes,
        _ => Kept::Gap(Gap::Soft),
    }
}

#[inline]
fn fold_char(c: char, out: &mut impl FnMut(char)) {
    match c {
        'A'..='Z' => out(c.to_ascii_lowercase()),
        '\u{0}'..='\u{7F}' | '\u{4E00}'..='\u{9FFF}' | '、'..='〃' | '《'..='】' => out(c),
        '\u{2E80}'..='\u{2EF3}' => out(radical(c)),
        // Roman numerals stand for digits more often than for letters.
        '\u{2160}'..='\u{2168}' | '\u{2170}'..='\u{2178}' => out(roman(c)),
        _ => decompose_compatible(c, |part| part.to_lowercase().for_each(&mut *out)),
    }
}

/// CJK radicals supplement: fonts and PDF readers give these for the ideographs; Unicode decomposes only two.
fn radical(c: char) -> char {
    const PAIRS: &str = "⺁厂⺇几⺌小⺎兀⺏尢⺐尣⺒巳⺓幺⺛旡⺝月⺞歺⺟母⺠民⺢氺⺥爫⺧牛⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺳罒⺵羊⺶羊⺷羊\
                         ⺸羊⺹耂⺺肀⺻聿⺼月⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒長⻓长⻔门⻕阜\
                         ⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";
    let mut pairs = PAIRS.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == c {
            return to;
        }
    }
    c
}

/// Ⅰ to Ⅸ as a digit.
fn roman(c: char) -> char {
    char::from_digit(u32::from(c) % 16 + 1, 10).unwrap_or(c)
}

/// A letter that is read as a digit in a number: O for 0, l and I for 1.
fn look_alike(c: char) -> Option<char> {
    match c {
        'o' => Some('0'),
        'l' | 'i' => Some('1'),
        _ => None,
    }
}

fn numeral(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        '〇' | '零' | '○' => '0',
        '一' | '幺' | '壹' => '1',
        '二' | '两' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Folded, Gap, HARD, Kept, MASKS, fold, fold_char, kept};
    use unicode_normalization::char::{decompose_compatible, is_combining_mark};

    #[test]
    fn the_same_to_the_eye_is_the_same() {
        for text in
            ["张三", "张 三", "张\u{200B}三", "张·三", "张\u{AD}三", "张\n三", "【张】三", "张\u{FE00}三"]
        {
            assert_eq!(fold(text), "张三", "{text:?}");
        }
        assert_eq!(fold("⼀⻢\u{F9DC}"), "一马隆");
        assert_eq!(fold("１５４ Ｘ"), "154x");
        assert_eq!(fold("李玉\u{F92F}"), fold("李玉勞"));
    }

    #[test]
    fn masks_stay() {
        assert_eq!(fold("张*三"), "张*三");
        assert_eq!(fold("张＊三"), "张*三");
        assert_eq!(fold("张○○"), "张○○");
    }

    #[test]
    fn folding_keeps_a_map_back() {
        let glyphs: Vec<_> = "甲， 乙\u{200B}丙".char_indices().map(|(i, c)| (c, i as u32)).collect();
        let folded = Folded::new(&glyphs);
        assert_eq!(folded.text, "甲乙丙");
        assert_eq!(folded.source, [0, 7, 13]);
        assert_eq!(folded.gap, [Gap::Hard, Gap::Soft, Gap::None]);
        assert_eq!(folded.chars_of(3..9), 1..3);
        assert_eq!(folded.slice(1..9), "乙丙");
    }

    /// What is told at a glance is what the tables of Unicode tell.
    #[test]
    fn the_short_ways_lead_where_the_long_ones_lead() {
        for c in ('\u{0}'..='\u{7F}').chain('、'..='〃').chain('《'..='】').chain('一'..='鿿') {
            let mut parts = Vec::new();
            decompose_compatible(c, |part| parts.extend(part.to_lowercase()));
            let mut folded = Vec::new();
            fold_char(c, &mut |part| folded.push(part));
            assert_eq!(folded, parts);
            for part in folded {
                let word = MASKS.contains(&part) || part.is_alphanumeric();
                assert_eq!(matches!(kept(part), Kept::Yes), word && !is_combining_mark(part), "{c:?}");
                assert_eq!(matches!(kept(part), Kept::Gap(Gap::Hard)), part == HARD);
                assert!(!matches!(kept(part), Kept::Vanishes));
            }
        }
    }

    #[test]
    fn long_runs_of_numerals_are_digits() {
        let glyphs: Vec<_> = "电话一五四〇〇〇〇一二三四，二〇二五年".chars().map(|c| (c, 0)).collect();
        let folded = Folded::new(&glyphs).numerals().expect("a long run");
        assert!(folded.text.contains("15400001234"));
        let glyphs: Vec<_> = "二〇二五年三月".chars().map(|c| (c, 0)).collect();
        assert!(Folded::new(&glyphs).numerals().is_none());
    }
}
