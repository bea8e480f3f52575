//! Calendars 日历文件 (RFC 5545): lines folded after 75 bytes and escaped commas become the text that a phone shows.

use super::super::needles::fold::{Glyph, HARD};

/// The text of a calendar: folded lines joined (3.1), escapes undone (3.3.11), its own lines as boundaries. The `@` of
/// a UID is a boundary too: it is the name of the entry (3.8.4.7), nobody's mail.
pub(super) fn unfold(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let (mut at, mut line) = (0, 0);
    while let Some(&(c, source)) = glyphs.get(at) {
        let next = |ahead: usize| glyphs.get(at + ahead).map(|(c, _)| *c);
        let ends = usize::from(c == '\n') + 2 * usize::from(c == '\r' && next(1) == Some('\n'));
        at += ends.max(1);
        match c {
            '\r' | '\n' if ends > 0 && matches!(glyphs.get(at), Some((' ' | '\t', _))) => at += 1,
            '\r' | '\n' if ends > 0 => {
                out.push((HARD, source));
                line = out.len();
            }
            '\\' => {
                let escaped = glyphs.get(at).map_or(' ', |(c, _)| *c);
                at += 1;
                out.push((if matches!(escaped, 'n' | 'N') { ' ' } else { escaped }, source));
            }
            '@' if is_uid(&out[line..]) => out.push((HARD, source)),
            _ => out.push((c, source)),
        }
    }
    out
}

fn is_uid(line: &[Glyph]) -> bool {
    let name: String = line.iter().map(|(c, _)| *c).take_while(|c| !matches!(c, ':' | ';')).collect();
    name.eq_ignore_ascii_case("UID") && name.len() < line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let glyphs: Vec<Glyph> = text.chars().zip(0..).collect();
        unfold(&glyphs).into_iter().map(|(c, _)| if c == HARD { '|' } else { c }).collect()
    }

    #[test]
    fn a_calendar_is_read_as_a_phone_shows_it() {
        assert_eq!(shown("SUMMARY:甲\r\n 乙\\, 丙\\n丁\r\nEND:X\r\n"), "SUMMARY:甲乙, 丙 丁|END:X|");
        assert_eq!(shown("A:1\n 2\n\t3\nB:\\\\"), "A:123|B:\\");
        assert_eq!(shown("uid:a@b.example\nX:a@b.example\\"), "uid:a|b.example|X:a@b.example ");
    }
}
