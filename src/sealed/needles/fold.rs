//! Folding 归一: texts that a reader sees as the same become the same characters, with a map back.
//!
//! Width, compatibility forms, radicals, case, spaces, zero-width characters, punctuation: all folded away, in the
//! needle and in the text alike. Mask marks stay: `张*三` must not become `张三`.

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
    /// Spaces, punctuation, a line break.
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
    /// Index of the character that starts at each byte of `text` (continuation bytes repeat it).
    index: Vec<u32>,
    /// Byte offset of each character.
    offset: Vec<u32>,
}

impl Folded {
    /// Folds glyphs.
    pub(in crate::sealed) fn new(glyphs: &[Glyph]) -> Self {
        let mut folded = Self::default();
        let mut gap = Gap::Hard;
        for &(c, source) in glyphs {
            fold_char(c, &mut |c| match kept(c) {
                Kept::Yes => {
                    folded.push(c, source, gap);
                    gap = Gap::None;
                }
                Kept::Vanishes => {}
                Kept::Gap(found) => gap = gap.max(found),
            });
        }
        folded
    }

    fn push(&mut self, c: char, source: u32, gap: Gap) {
        let place = u32::try_from(self.source.len()).unwrap_or(u32::MAX);
        self.offset.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.index.extend(std::iter::repeat_n(place, c.len_utf8()));
        self.text.push(c);
        self.source.push(source);
        self.gap.push(gap);
    }

    /// Number of characters.
    pub(in crate::sealed) fn len(&self) -> usize {
        self.source.len()
    }

    /// Character indices of a byte range of `text`.
    pub(in crate::sealed) fn chars_of(&self, bytes: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let index = |byte: usize| self.index.get(byte).map_or(self.len(), |i| *i as usize);
        index(bytes.start)..index(bytes.end)
    }

    /// Text of a range of characters, cut to what is there.
    pub(in crate::sealed) fn slice(&self, chars: std::ops::Range<usize>) -> &str {
        let byte = |char: usize| self.offset.get(char).map_or(self.text.len(), |o| *o as usize);
        self.text.get(byte(chars.start)..byte(chars.end)).unwrap_or("")
    }

    /// The character at an index.
    pub(in crate::sealed) fn char(&self, index: usize) -> Option<char> {
        self.slice(index..index + 1).chars().next()
    }

    /// A copy with long runs of Chinese numerals as digits (一五四… in a phone number); `None` if there is none.
    pub(in crate::sealed) fn numerals(&self) -> Option<Self> {
        let chars: Vec<char> = self.text.chars().collect();
        let mut digits = chars.clone();
        let mut found = false;
        let mut start = 0;
        for end in 0..=chars.len() {
            if chars.get(end).copied().and_then(numeral).is_some() {
                continue;
            }
            if end - start >= 7 {
                found = true;
                for place in start..end {
                    digits[place] = numeral(chars[place]).unwrap_or(chars[place]);
                }
            }
            start = end + 1;
        }
        found.then(|| {
            let mut folded = Self::default();
            for (place, c) in digits.into_iter().enumerate() {
                folded.push(c, self.source[place], self.gap[place]);
            }
            folded
        })
    }
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

fn kept(c: char) -> Kept {
    match c {
        '0'..='9' | 'a'..='z' | '\u{4E00}'..='\u{9FFF}' => Kept::Yes,
        HARD => Kept::Gap(Gap::Hard),
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

fn fold_char(c: char, out: &mut impl FnMut(char)) {
    match c {
        'A'..='Z' => out(c.to_ascii_lowercase()),
        '\u{0}'..='\u{7F}' | '\u{4E00}'..='\u{9FFF}' => out(c),
        '\u{2E80}'..='\u{2EF3}' => out(radical(c)),
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
    use super::{Folded, Gap, fold};

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

    #[test]
    fn long_runs_of_numerals_are_digits() {
        let glyphs: Vec<_> = "电话一五四〇〇〇〇一二三四，二〇二五年".chars().map(|c| (c, 0)).collect();
        let folded = Folded::new(&glyphs).numerals().expect("a long run");
        assert!(folded.text.contains("15400001234"));
        let glyphs: Vec<_> = "二〇二五年三月".chars().map(|c| (c, 0)).collect();
        assert!(Folded::new(&glyphs).numerals().is_none());
    }
}
