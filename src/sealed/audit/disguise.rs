//! Disguises 伪装: a text in a coding that a program or a patient reader undoes → the texts behind it, to be searched as well.
//!
//! Percent and backslash codings, also twice; base64, base32 and hexadecimal, packed or not; characters as numbers; text
//! that is set from right to left; traditional characters. What is beyond that (a cipher, a picture of letters, words in
//! another order) is named in SECURITY.md.

use super::super::needles::fold::{Glyph, HARD, MASKS};
use super::markup;
use super::text::{Escapes, decode, unescape, unpercent};
use std::io::Read as _;
use std::sync::OnceLock;

/// Letters of a coded word at least: three ideographs in hexadecimal have eighteen, in base64 twelve.
const LEAST: usize = 8;
/// Codings inside codings that are undone.
const DEPTH: u32 = 3;
/// The most of a word that is unpacked, in bytes.
const LARGEST: u64 = 1 << 20;

/// The texts behind a text, none in most cases. `reversed`: the file sets text from right to left.
pub(super) fn behind(glyphs: &[Glyph], reversed: bool) -> Vec<Vec<Glyph>> {
    let mut found = Vec::new();
    undo(glyphs, DEPTH, &mut found);
    if reversed {
        found.push(glyphs.iter().rev().copied().collect());
    }
    found
}

/// Whether a file sets some text from right to left: by its style, its markup, or marks of direction.
pub(super) fn is_reversed(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(at, byte)| {
        let rest = &bytes[at..];
        match byte {
            // U+202E and U+202D in UTF-8.
            0xE2 => rest.starts_with(&[0xE2, 0x80, 0xAE]) || rest.starts_with(&[0xE2, 0x80, 0xAD]),
            b'r' | b'R' => rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"rtl")),
            b'b' | b'B' => rest.get(..13).is_some_and(|word| word.eq_ignore_ascii_case(b"bidi-override")),
            _ => false,
        }
    })
}

fn undo(glyphs: &[Glyph], depth: u32, found: &mut Vec<Vec<Glyph>>) {
    let mut layers: Vec<Vec<Glyph>> = Vec::new();
    if glyphs.iter().any(|(c, _)| *c == '\\') {
        layers.push(unescape(glyphs, Escapes::Script));
        layers.push(unescape(glyphs, Escapes::Css));
    }
    layers.extend(unpercent(glyphs));
    layers.extend(words(glyphs));
    layers.extend(numbered(glyphs));
    layers.extend(simplified(glyphs));
    layers.extend(starred(glyphs));
    for layer in layers.into_iter().filter(|layer| layer != glyphs) {
        if depth > 1 {
            undo(&layer, depth - 1, found);
        }
        // A picture that is written inside an address, letter by letter.
        found.extend(markup::nested(&layer).into_iter().map(|piece| piece.glyphs));
        found.push(layer);
    }
}

/// The text with its coded words undone where they stand, so that what is beside them still is: runs of letters, digits and
/// the signs of base64 that stand for a text.
fn words(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let coded = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_');
    // An ordinary word has neither a digit nor a capital inside.
    let telling = |(c, _): &Glyph| c.is_ascii_digit() || c.is_ascii_uppercase();
    let (mut out, mut any, mut at) = (Vec::new(), false, 0);
    while at < glyphs.len() {
        let length = glyphs[at..].iter().take_while(|(c, _)| coded(*c)).count();
        let run = &glyphs[at..at + length.max(1)];
        let long = length >= LEAST && run.iter().skip(1).any(telling);
        let word = || run.iter().map(|(c, _)| *c).collect::<String>();
        match long.then(word).and_then(|word| undone(&word)) {
            Some(text) => {
                any = true;
                out.extend(text.chars().map(|c| (c, run[0].1)));
            }
            None => out.extend_from_slice(run),
        }
        at += run.len();
    }
    any.then_some(out)
}

/// The text of a coded word; an address before it may be written with the same letters.
fn undone(word: &str) -> Option<String> {
    let behind = word.rfind([',', '/']).map(|at| &word[at + 1..]).filter(|rest| rest.len() >= LEAST);
    let utf8 = |bytes: &[u8]| std::str::from_utf8(bytes).ok().filter(|text| tells(text)).map(str::to_owned);
    // Random bytes are a text of GBK more often than not: only where a third of it are ideographs.
    let older =
        |bytes: &[u8]| decode(bytes).filter(|text| is_chinese(text)).map(std::borrow::Cow::into_owned);
    let each = |word: &str| {
        let all = [hex(word), base32(word), base64(word)]
            .map(|bytes| bytes.map(|bytes| unpacked(&bytes).unwrap_or(bytes)));
        let first = all.iter().flatten().find_map(|bytes| utf8(bytes));
        first.or_else(|| all[2].as_deref().and_then(older))
    };
    each(word).or_else(|| behind.and_then(each))
}

/// Whether a text could tell anything: it has ideographs, a long number, or nothing but digits.
fn tells(text: &str) -> bool {
    let ideograph = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let printable = text.chars().all(|c| !c.is_control() || c.is_whitespace());
    let escaped = text.contains("\\u") || text.contains("&#");
    printable
        && (text.chars().any(ideograph) || digits >= 7 || (digits >= 4 && digits == text.len()) || escaped)
}

fn is_chinese(text: &str) -> bool {
    let ideographs = text.chars().filter(|c| ('\u{3400}'..='\u{9FFF}').contains(c)).count();
    tells(text) && ideographs * 3 >= text.chars().count()
}

/// What gzip packed.
fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let packed = bytes.starts_with(&[0x1F, 0x8B]);
    let read = packed.then(|| flate2::read::GzDecoder::new(bytes).take(LARGEST).read_to_end(&mut out))?;
    read.is_ok().then_some(out)
}

fn hex(word: &str) -> Option<Vec<u8>> {
    let word = word.trim_start_matches("0x");
    let digits: Option<Vec<u8>> =
        word.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|digits| digits.len() >= LEAST && digits.len().is_multiple_of(2))?;
    Some(digits.chunks(2).map(|two| two[0] << 4 | two[1]).collect())
}

fn base64(word: &str) -> Option<Vec<u8>> {
    let value = |c: char| {
        let value = match c {
            'A'..='Z' => u32::from(c) - u32::from('A'),
            'a'..='z' => u32::from(c) - u32::from('a') + 26,
            '0'..='9' => u32::from(c) - u32::from('0') + 52,
            '+' | '-' => 62,
            '/' | '_' => 63,
            _ => return None,
        };
        Some(value)
    };
    grouped(word, 6, value)
}

fn base32(word: &str) -> Option<Vec<u8>> {
    let value = |c: char| match c {
        'A'..='Z' => Some(u32::from(c) - u32::from('A')),
        '2'..='7' => Some(u32::from(c) - u32::from('2') + 26),
        _ => None,
    };
    grouped(word, 5, value)
}

/// Bytes of a word whose characters stand for so many bits each.
fn grouped(word: &str, bits: u32, value: impl Fn(char) -> Option<u32>) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut filled) = (Vec::with_capacity(word.len()), 0_u32, 0);
    for c in word.trim_end_matches('=').chars() {
        held = (held << bits | value(c)?) & 0xFFFF;
        filled += bits;
        if filled >= 8 {
            filled -= 8;
            bytes.push(u8::try_from(held >> filled & 0xFF).unwrap_or(0));
        }
    }
    Some(bytes)
}

/// Characters written as their numbers: `24222,21355,19996`, `0x5e9e 0x536b`, `49, 53, 52`.
fn numbered(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let mut out: Vec<Glyph> = Vec::new();
    let (mut at, mut run, mut any) = (0, Vec::new(), false);
    let ideograph = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    // Stops of a sentence: 。and ， among others.
    let stop = |c: char| matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF20}');
    let end = |run: &mut Vec<Glyph>, out: &mut Vec<Glyph>| {
        let ideographs = run.iter().filter(|(c, _)| ideograph(*c)).count();
        let long = ideographs >= 2 || run.len() >= 11;
        if !run.is_empty() {
            out.push((HARD, 0));
        }
        if long {
            out.append(run);
        }
        run.clear();
        long
    };
    while let Some(&(c, source)) = glyphs.get(at) {
        let hex = c == '0' && matches!(glyphs.get(at + 1), Some(('x' | 'X', _)));
        let (from, radix) = if hex { (at + 2, 16) } else { (at, 10) };
        let digits: String =
            glyphs[from..].iter().map(|(c, _)| *c).take_while(|c| c.is_digit(radix)).take(7).collect();
        let stands = u32::from_str_radix(&digits, radix).ok().and_then(char::from_u32);
        let stands = stands.filter(|c| c.is_ascii_digit() || ideograph(*c) || stop(*c));
        match stands {
            Some(c) => run.push((c, source)),
            None if digits.is_empty() && (matches!(c, ',' | '+' | '(' | ')') || c.is_whitespace()) => {}
            None => {
                any |= end(&mut run, &mut out);
                // What stands around it tells whose it is.
                out.extend(&glyphs[at..(from + digits.len()).max(at + 1).min(glyphs.len())]);
            }
        }
        at = (from + digits.len()).max(at + 1);
    }
    any |= end(&mut run, &mut out);
    any.then_some(out)
}

/// The text without the marks that stand between each two of at least three characters: 王*小*明, 王**小**明. A mask hides
/// one stretch of a value, 王*明 or 154****1234, and shows no more than one stretch on each side.
fn starred(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let half_width = |c: char| if c == '＊' { '*' } else { c };
    let mark =
        |at: usize| glyphs.get(at).map(|(c, _)| half_width(*c)).filter(|c| *c != '某' && MASKS.contains(c));
    let shown = |at: usize| glyphs.get(at).is_some_and(|(c, _)| c.is_alphanumeric() && mark(at).is_none());
    // Where the marks behind a character end, if a character follows at once.
    let next = |at: usize, wanted: char| {
        let marks = (1..=3).take_while(|step| mark(at + step) == Some(wanted)).count();
        (marks > 0 && shown(at + marks + 1)).then_some(at + marks + 1)
    };
    let (mut out, mut any, mut at) = (Vec::new(), false, 0);
    while at < glyphs.len() {
        let mut kept = vec![at];
        if let Some(wanted) = mark(at + 1).filter(|_| shown(at)) {
            while let Some(after) = kept.last().and_then(|last| next(*last, wanted)) {
                kept.push(after);
            }
        }
        if kept.len() < 3 {
            kept.truncate(1);
        }
        any |= kept.len() > 1;
        at = kept.last().map_or(at, |last| last + 1);
        out.extend(kept.iter().map(|at| glyphs[*at]));
    }
    any.then_some(out)
}

/// The same in simplified characters, where one is traditional.
fn simplified(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    glyphs.iter().find(|(c, _)| simple(*c) != *c)?;
    Some(glyphs.iter().map(|(c, source)| (simple(*c), *source)).collect())
}

/// The simplified form of a character.
pub(in crate::sealed) fn simple(c: char) -> char {
    const FIRST: u32 = 0x4E00;
    static FORMS: OnceLock<Vec<char>> = OnceLock::new();
    if !('\u{4E00}'..='\u{9FFF}').contains(&c) {
        return c;
    }
    let form = |code: u32| {
        let c = char::from_u32(code).unwrap_or(' ');
        let mut forms = hanconv::t2s(c.to_string()).chars().collect::<Vec<_>>().into_iter();
        // 乾 and 瞭 have two forms: the one that is a name stays as it is.
        forms.next().filter(|_| forms.next().is_none()).unwrap_or(c)
    };
    let forms = FORMS.get_or_init(|| (FIRST..=0x9FFF).map(form).collect());
    usize::try_from(u32::from(c) - FIRST).ok().and_then(|at| forms.get(at)).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::super::text::glyphs;
    use super::{behind, is_reversed};

    fn found(text: &str, wanted: &str) -> bool {
        let texts = behind(&glyphs(text), is_reversed(text.as_bytes()));
        texts.iter().any(|text| text.iter().map(|(c, _)| *c).collect::<String>().contains(wanted))
    }

    #[test]
    fn a_name_in_a_coding_that_a_program_undoes_was_passed_over() {
        for text in [
            "%25E5%25BA%259E%25E5%258D%25AB%25E4%25B8%259C",
            "说明 \\u5e9e\\u536b\\u4e1c",
            "a = \"\\u{5e9e}\\u{536b}\\u{4e1c}\"",
            "5bqe5Y2r5Lic",
            "data:text/plain;base64,5bqe5Y2r5Lic",
            "4W5J5ZMNVPSLRHA=",
            "e5ba9ee58dabe4b89c",
            "String.fromCharCode(24222,21355,19996)",
            // A sentence has stops.
            "String.fromCharCode(29238,20146,65292,24222,21355,19996,12290)",
            "0x5e9e 0x536b 0x4e1c",
            "龐衛東",
        ] {
            assert!(found(text, "庞卫东"), "{text}");
        }
        assert!(found("<p dir=rtl>东卫庞</p>", "庞卫东"));
        assert!(found("MTU0MDAwMDEyMzQ=", "15400001234"));
        assert!(found("庄*海String.fromCharCode(49,57,53,53,24180,49,49,26376)", "庄*海String.fromCharCode"));
        assert!(found("49,53,52,48,48,48,48,49,50,51,52", "15400001234"));
    }

    #[test]
    fn a_name_in_a_picture_inside_an_address_was_passed_over() {
        let picture = "PHN2Zz48dGV4dD48dHNwYW4+5bqePC90c3Bhbj48dHNwYW4+5Y2rPC90c3Bhbj48dHNwYW4+5LicPC90c3Bhbj48L3RleHQ+PC9zdmc+";
        assert!(found(&format!("data:image/svg+xml;base64,{picture}"), "庞卫东"));
        assert!(found("data:image/svg+xml,%3Ctext%3E庞%3Cb%3E卫%3C/b%3E东%3C/text%3E", "庞卫东"));
    }

    #[test]
    fn a_name_with_marks_between_all_its_characters_was_taken_for_a_mask() {
        for text in ["公示庞*卫*东", "庞**卫**东家", "庞×卫×东", "庞＊卫＊东"] {
            assert!(found(text, "庞卫东"), "{text}");
        }
        assert!(found("1*5*4*0*0*0*0*1*2*3*4", "15400001234"));
        for text in ["庞*东", "欧阳*东，李*", "154****1234", "庞*、卫*、东*", "庞某卫某东", "户主庞*东李*明"]
        {
            assert!(behind(&glyphs(text), false).is_empty(), "{text}");
        }
    }

    #[test]
    fn ordinary_words_and_checksums_hide_nothing() {
        for text in [
            "application/atom+xml stylesheet viewport",
            "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
            "2025-04-00600/2025-04-00600.pdf",
            "公示期：2025年4月7日，1, 2, 3, 12 户",
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ] {
            assert!(behind(&glyphs(text), false).is_empty(), "{text}");
        }
    }
}
