//! Text → search terms 检索词: single characters, pairs of neighbours, and words of Latin letters and digits.
//!
//! Pairs need no dictionary, so a search meets what it asks for across the borders of words. `search.js` cuts what the
//! reader types in the same way; a change here is a change there.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longer runs of digits are telephone numbers, which have a page of their own.
const LONGEST_NUMBER: usize = 6;

/// A search term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term<'a> {
    /// One character.
    One(char),
    /// Two neighbours.
    Pair(char, char),
    /// Latin letters and digits, in lower case.
    Word(&'a str),
}

/// Calls `found` with each term of a text, as often as it stands there.
pub(super) fn of(text: &str, found: &mut impl FnMut(Term<'_>)) {
    let mut reader = Reader { before: None, word: String::new() };
    for c in text.chars() {
        match c {
            '\u{4E00}'..='\u{9FFF}' => reader.read(c, found),
            c if c.is_ascii() => reader.read(c.to_ascii_lowercase(), found),
            // Full width, ligatures, compatibility forms: as if they were typed plainly.
            c => decompose_compatible(c, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(|c| reader.read(c, found));
                }
            }),
        }
    }
    reader.end_word(found);
}

/// Whether a text holds a telephone number, or whatever is as long.
pub(super) fn has_long_number(text: &str) -> bool {
    let digits = |run: &str| run.chars().filter(char::is_ascii_digit).count();
    text.split(|c: char| !c.is_ascii_digit() && !"-－".contains(c)).any(|run| digits(run) > LONGEST_NUMBER)
}

struct Reader {
    before: Option<char>,
    word: String,
}

impl Reader {
    fn read(&mut self, c: char, found: &mut impl FnMut(Term<'_>)) {
        if c.is_ascii_alphanumeric() {
            self.before = None;
            self.word.push(c);
            return;
        }
        self.end_word(found);
        let letter = c.is_alphanumeric().then_some(c);
        if let Some(c) = letter {
            found(Term::One(c));
            if let Some(before) = self.before {
                found(Term::Pair(before, c));
            }
        }
        self.before = letter;
    }

    fn end_word(&mut self, found: &mut impl FnMut(Term<'_>)) {
        let number = self.word.bytes().all(|byte| byte.is_ascii_digit());
        let long = number && self.word.len() > LONGEST_NUMBER;
        if !self.word.is_empty() && !long {
            found(Term::Word(&self.word));
        }
        self.word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Term, of};

    fn told(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        of(text, &mut |term| {
            out.push(match term {
                Term::One(c) => c.to_string(),
                Term::Pair(a, b) => format!("{a}{b}"),
                Term::Word(word) => word.to_owned(),
            });
        });
        out
    }

    #[test]
    fn neighbours_make_pairs_and_punctuation_parts_them() {
        assert_eq!(told("帮扶，低保"), ["帮", "扶", "帮扶", "低", "保", "低保"]);
    }

    #[test]
    fn width_and_case_are_folded() {
        assert_eq!(told("ＡＰＰ１２３１７号"), ["app12317", "号"]);
        assert_eq!(told("渝防贫App"), ["渝", "防", "渝防", "贫", "防贫", "app"]);
        assert_eq!(told("Café"), ["cafe"]);
    }

    #[test]
    fn telephone_numbers_are_no_terms() {
        assert_eq!(told("0859-7770001、12317"), ["0859", "12317"]);
        assert_eq!(told("15400001234"), Vec::<String>::new());
    }

    #[test]
    fn characters_outside_the_basic_plane_are_characters() {
        assert_eq!(told("𠮷村"), ["𠮷", "村", "𠮷村"]);
    }
}
