//! Text of any media 文字: bytes become glyphs that know where they came from; escapes and codings are undone.

use super::super::needles::fold::{Glyph, HARD};
use std::borrow::Cow;

/// A stretch of text to be searched on its own.
pub(super) struct Piece {
    /// Where in the file, for messages: fixed words only, never text of the file.
    pub(super) label: Cow<'static, str>,
    /// Glyphs with byte offsets of the file (or, without `lines`, of the piece).
    pub(super) glyphs: Vec<Glyph>,
    /// Whether the offsets count bytes of the file, so that lines can be told.
    pub(super) lines: bool,
}

impl Piece {
    /// A piece whose glyphs know their byte offset in the file.
    pub(super) fn of_file(label: &'static str, glyphs: Vec<Glyph>) -> Self {
        Self { label: label.into(), glyphs, lines: true }
    }

    /// A piece with no line numbers: a PDF page, a metadata entry.
    pub(super) fn elsewhere(label: String, text: &str) -> Self {
        Self { label: label.into(), glyphs: glyphs(text), lines: false }
    }
}

/// Which escapes a text may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `\uHHHH`, `\xHH`, `\u{…}` and single characters.
    Script,
    /// The same; unescaped quotes are boundaries between strings.
    Json,
    /// `\HHHHHH`.
    Css,
}

/// Decodes the bytes of a text file: byte order marks, UTF-8, else GB18030; `None` if nothing fits.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (text, _, damaged) = match bytes {
        [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => encoding_rs::UTF_8.decode(bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => return Some(text.into()),
            Err(_) => encoding_rs::GB18030.decode(bytes),
        },
    };
    (!damaged).then_some(text)
}

/// Glyphs of a text with their byte offsets.
pub(super) fn glyphs(text: &str) -> Vec<Glyph> {
    text.char_indices().map(|(at, c)| (c, u32::try_from(at).unwrap_or(u32::MAX))).collect()
}

/// Undoes backslash escapes.
pub(super) fn unescape(glyphs: &[Glyph], escapes: Escapes) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    let mut high = None;
    while let Some(&(c, source)) = glyphs.get(at) {
        at += 1;
        if c == '"' && escapes == Escapes::Json {
            out.push((HARD, source));
        } else if c != '\\' {
            out.push((c, source));
        } else if escapes == Escapes::Css {
            let (code, used) = hex(&glyphs[at..], 6);
            if used > 0 {
                at += used;
                // One blank after the digits belongs to the escape.
                at += usize::from(glyphs.get(at).is_some_and(|(c, _)| c.is_ascii_whitespace()));
                out.extend(char::from_u32(code).map(|c| (c, source)));
            }
        } else {
            let (unit, used) = script_escape(&glyphs[at..]);
            at += used;
            match (unit, high.take()) {
                (Unit::Char(c), _) => out.push((c, source)),
                (Unit::Code(code @ 0xD800..=0xDBFF), _) => high = Some((code, source)),
                (Unit::Code(low @ 0xDC00..=0xDFFF), Some((high, source))) => {
                    let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    out.extend(char::from_u32(code).map(|c| (c, source)));
                }
                (Unit::Code(code), _) => out.extend(char::from_u32(code).map(|c| (c, source))),
            }
        }
    }
    out
}

enum Unit {
    Char(char),
    Code(u32),
}

/// What follows a backslash in JSON or a script, and how many glyphs it takes.
fn script_escape(rest: &[Glyph]) -> (Unit, usize) {
    match rest.first().map(|(c, _)| *c) {
        Some('u') if rest.get(1).is_some_and(|(c, _)| *c == '{') => {
            let (code, used) = hex(&rest[2..], 6);
            (Unit::Code(code), (used + 3).min(rest.len()))
        }
        Some('u') => {
            let (code, used) = hex(&rest[1..], 4);
            (Unit::Code(code), used + 1)
        }
        Some('x') => {
            let (code, used) = hex(&rest[1..], 2);
            (Unit::Code(code), used + 1)
        }
        Some('0'..='7') => {
            let octal: String = rest.iter().map(|(c, _)| *c).take_while(|c| c.is_digit(8)).take(3).collect();
            (Unit::Code(u32::from_str_radix(&octal, 8).unwrap_or(0)), octal.len())
        }
        // A line continuation joins; the other short escapes are blanks or the character itself.
        Some('n' | 'r' | 't' | 'b' | 'f' | 'v' | '\n') => (Unit::Char(' '), 1),
        Some(c) => (Unit::Char(c), 1),
        None => (Unit::Char(' '), 0),
    }
}

fn hex(rest: &[Glyph], longest: usize) -> (u32, usize) {
    let mut code = 0;
    let mut used = 0;
    while let Some(digit) = rest.get(used).filter(|_| used < longest).and_then(|(c, _)| c.to_digit(16)) {
        code = code * 16 + digit;
        used += 1;
    }
    (code, used)
}

/// Undoes percent-coding; `None` if there is none.
pub(super) fn unpercent(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    glyphs.iter().find(|(c, _)| *c == '%')?;
    let byte = |at: usize| {
        let [(percent, source), (high, _), (low, _)] = glyphs.get(at..at + 3)? else { return None };
        let value = high.to_digit(16)? * 16 + low.to_digit(16)?;
        (*percent == '%').then_some((u8::try_from(value).ok()?, *source))
    };
    let mut out = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    let mut any = false;
    while at < glyphs.len() {
        let mut bytes = Vec::new();
        let mut source = glyphs[at].1;
        while let Some((value, from)) = byte(at + bytes.len() * 3) {
            if bytes.is_empty() {
                source = from;
            }
            bytes.push(value);
        }
        if bytes.is_empty() {
            out.push(glyphs[at]);
            at += 1;
        } else {
            any = true;
            at += bytes.len() * 3;
            let text = decode(&bytes).unwrap_or_default();
            out.extend(text.chars().map(|c| (c, source)));
        }
    }
    any.then_some(out)
}

/// Undoes character references of HTML and XML.
pub(super) fn unentity(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    while let Some(&(c, source)) = glyphs.get(at) {
        at += 1;
        if c != '&' {
            out.push((c, source));
            continue;
        }
        match entity(&glyphs[at..]) {
            Some((decoded, used)) => {
                out.extend(decoded.map(|c| (c, source)));
                at += used;
            }
            None => out.push((c, source)),
        }
    }
    out
}

/// What follows an ampersand: the character it stands for, and how many glyphs it takes.
fn entity(rest: &[Glyph]) -> Option<(Option<char>, usize)> {
    let at = |place: usize| rest.get(place).map(|(c, _)| *c);
    let closed = |used: usize| used + usize::from(at(used) == Some(';'));
    if at(0) == Some('#') {
        if matches!(at(1), Some('x' | 'X')) {
            let (code, used) = hex(rest.get(2..)?, 8);
            return (used > 0).then(|| (char::from_u32(code), closed(used + 2)));
        }
        let decimal: String = rest.iter().skip(1).map(|(c, _)| *c).take_while(char::is_ascii_digit).collect();
        let code = decimal.parse().ok()?;
        return Some((char::from_u32(code), closed(decimal.len() + 1)));
    }
    const NAMED: [(&str, char); 24] = [
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("quot;", '"'),
        ("apos;", '\''),
        ("nbsp;", ' '),
        ("ensp;", ' '),
        ("emsp;", ' '),
        ("thinsp;", ' '),
        ("hairsp;", ' '),
        ("NoBreak;", '\u{2060}'),
        ("ZeroWidthSpace;", '\u{200B}'),
        ("zwnj;", '\u{200C}'),
        ("zwj;", '\u{200D}'),
        ("lrm;", '\u{200E}'),
        ("rlm;", '\u{200F}'),
        ("shy;", '\u{AD}'),
        ("middot;", '·'),
        ("hyphen;", '‐'),
        ("dash;", '‐'),
        ("num;", '#'),
        ("ast;", '*'),
        ("Tab;", ' '),
        ("NewLine;", '\n'),
    ];
    let (name, c) = NAMED.iter().find(|(name, _)| name.chars().enumerate().all(|(i, c)| at(i) == Some(c)))?;
    Some((Some(*c), name.len()))
}

#[cfg(test)]
mod tests {
    use super::{Escapes, decode, glyphs, unentity, unescape, unpercent};

    fn plain(glyphs: Vec<(char, u32)>) -> String {
        glyphs.into_iter().map(|(c, _)| c).collect()
    }

    #[test]
    fn codings_are_undone() {
        assert_eq!(plain(unentity(&glyphs("&#x5F20;&#19977;&nbsp;&ampx &lt;"))), "张三 &ampx <");
        assert_eq!(
            plain(unescape(&glyphs(r"\u5f20\u{4e09}\x41\n\ud840\udc00"), Escapes::Script)),
            "张三A 𠀀"
        );
        assert_eq!(plain(unescape(&glyphs(r"\5f20 \004e09x"), Escapes::Css)), "张三x");
        assert_eq!(plain(unpercent(&glyphs("a/%E5%BC%A0三%2F")).expect("coded")), "a/张三/");
        assert!(unpercent(&glyphs("100% 5%")).is_none());
        assert_eq!(decode(&[0xD5, 0xC5, 0xC8, 0xFD]).as_deref(), Some("张三"));
        assert_eq!(decode(&[0xFF, 0xFE, 0x20, 0x5F]).as_deref(), Some("张"));
    }
}
