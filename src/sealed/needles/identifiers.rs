//! Identifiers 号码 known by their shape alone: ID numbers, mobile numbers, bank cards, e-mail addresses.

use super::fold::Glyph;
use chrono::NaiveDate;

/// A number or address that needs no roster to be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sealed) enum Shape {
    /// 身份证号码 with valid checksum and date.
    Id,
    /// 手机号码.
    Mobile,
    /// 银行卡号, Luhn-valid.
    Bank,
    /// 电子邮箱.
    Mail,
}

impl Shape {
    /// The Chinese word for messages.
    pub(in crate::sealed) fn title(self) -> &'static str {
        match self {
            Self::Id => "身份证号码",
            Self::Mobile => "手机号码",
            Self::Bank => "银行卡号",
            Self::Mail => "电子邮箱",
        }
    }
}

/// Whether 18 folded characters are a valid ID number: a date between 1900 and 2099 and the GB 11643 check character.
pub(in crate::sealed) fn is_id18(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: &[u8; 11] = b"10x98765432";
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let year = text.get(6..10).and_then(|year| year.parse::<i32>().ok()).unwrap_or(0);
    (1900..2100).contains(&year)
        && date(&text[6..14]).is_some()
        && bytes[17].to_ascii_lowercase() == CHECK[(sum % 11) as usize]
}

fn date(text: &str) -> Option<NaiveDate> {
    let number = |range| text.get(range).and_then(|part: &str| part.parse::<u32>().ok());
    NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(4..6)?, number(6..8)?)
}

/// Whether digits pass the Luhn check.
pub(in crate::sealed) fn is_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit.wrapping_sub(b'0'));
            if place % 2 == 1 { value * 2 / 10 + value * 2 % 10 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Digits of the shortest identifier, a mobile number.
const FEWEST: usize = 11;
/// Digits of the longest, a bank card's.
const LONGEST: usize = 19;

/// Whether an identifier may stand among these glyphs, before they are folded: none if there is no `@` and too few
/// digits; else whether folding would change none of them but capital letters.
pub(in crate::sealed) fn may_stand(glyphs: &[Glyph]) -> Option<bool> {
    let (mut digits, mut at, mut plain) = (0, false, true);
    for (c, _) in glyphs {
        match c {
            '0'..='9' => digits += 1,
            '@' => at = true,
            // Signs between sentences, ideographs, and what stands in Chinese text without being a letter or digit.
            '\u{0}'..='\u{7F}' | '\u{B7}' | '\u{D7}' | '–'..='—' | '“'..='”' | '、'..='〃' | '《'..='】' =>
                {}
            '\u{4E00}'..='\u{9FFF}' => {}
            '‐'..='‧' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}' => plain = false,
            // Anything else may fold to digits, or to nothing between them.
            _ => return Some(false),
        }
    }
    (at || digits >= FEWEST).then_some(plain)
}

/// Finds every identifier in lightly folded glyphs (capital letters may stay): shape, and range of glyphs.
pub(in crate::sealed) fn scan(glyphs: &[Glyph]) -> Vec<(Shape, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let digit = |at: usize| glyphs.get(at).is_some_and(|(c, _)| c.is_ascii_digit());
    let mut covered = 0;
    for start in 0..glyphs.len() {
        let begins = digit(start) && start >= covered && !(start > 0 && digit(start - 1));
        if begins && let Some((shape, end)) = number(glyphs, start) {
            found.push((shape, start..end));
            covered = end;
        }
        if glyphs[start].0 == '@' {
            found.extend(mail(glyphs, start).map(|range| (Shape::Mail, range)));
        }
    }
    found
}

/// Every identifier in a text, without what sets its groups apart.
pub(in crate::sealed) fn in_text(text: &str) -> Vec<(Shape, String)> {
    let glyphs: Vec<Glyph> = text.chars().map(|c| (c, 0)).collect();
    let light = super::fold::fold_lightly(&glyphs);
    let found = scan(&light).into_iter();
    found.map(|(shape, range)| (shape, light[range].iter().map(|(c, _)| *c).collect())).collect()
}

/// An identifier that starts with the digit group at `start`; groups may be set apart by one separator.
fn number(glyphs: &[Glyph], start: usize) -> Option<(Shape, usize)> {
    let at = |place: usize| glyphs.get(place).map(|(c, _)| *c);
    // Pages are full of numbers: none of them costs an allocation.
    let mut room = [0; LONGEST + 1];
    let mut length = 0;
    let mut place = start;
    let decimals = start > 0 && at(start - 1) == Some('.');
    loop {
        while let Some(c) = at(place).filter(char::is_ascii_digit) {
            // One more than the longest is too many already.
            if length <= LONGEST {
                room[length] = c as u8;
                length += 1;
            }
            place += 1;
        }
        let digits = std::str::from_utf8(&room[..length]).unwrap_or_default();
        if digits.len() >= FEWEST
            && let Some(found) = identifier(digits, decimals, glyphs, place)
        {
            return Some(found);
        }
        if digits.len() > LONGEST
            || !matches!(at(place), Some(' ' | '\u{2002}'..='\u{200A}' | '-' | '‐'..='―' | '·' | '_'))
        {
            return None;
        }
        place += 1;
        if !at(place).is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
    }
}

/// What the digits up to `end` are, and where it ends.
fn identifier(digits: &str, decimals: bool, glyphs: &[Glyph], end: usize) -> Option<(Shape, usize)> {
    let at = |place: usize| glyphs.get(place).map(|(c, _)| *c);
    // A group of digits is whole here.
    let ends = !at(end).is_some_and(|c| c.is_ascii_alphanumeric());
    if digits.len() == 17 && matches!(at(end), Some('x' | 'X')) {
        let whole = format!("{digits}x");
        let after = at(end + 1).is_some_and(|c| c.is_ascii_alphanumeric());
        if !after && is_id18(&whole) {
            return Some((Shape::Id, end + 1));
        }
    }
    if is_id18(digits) {
        return Some((Shape::Id, end));
    }
    if ends && is_mobile(digits) {
        return Some((Shape::Mobile, end));
    }
    let card = (16..=LONGEST).contains(&digits.len()) && digits.starts_with(['3', '4', '5', '6', '9']);
    (ends && card && !decimals && is_luhn(digits) && !one_digit(digits)).then_some((Shape::Bank, end))
}

fn is_mobile(digits: &str) -> bool {
    let local = match digits.len() {
        13 => digits.strip_prefix("86"),
        15 => digits.strip_prefix("0086"),
        _ => Some(digits),
    };
    local.is_some_and(|number| {
        number.len() == 11 && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9')
    })
}

fn one_digit(digits: &str) -> bool {
    digits.bytes().all(|digit| digits.as_bytes()[0] == digit)
}

/// An e-mail address around the `@` at `at`.
fn mail(glyphs: &[Glyph], at: usize) -> Option<std::ops::Range<usize>> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let before = glyphs[..at].iter().rev().take_while(|(c, _)| word(*c)).count();
    let domain: String = glyphs[at + 1..].iter().map(|(c, _)| *c).take_while(|c| word(*c)).collect();
    let domain = domain.trim_end_matches(['.', '-', '_']);
    let (host, top) = domain.rsplit_once('.')?;
    let plausible = !host.is_empty() && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    (before > 0 && plausible).then(|| at - before..at + 1 + domain.len())
}

#[cfg(test)]
mod tests {
    use super::{Shape, is_id18, is_luhn, may_stand, scan};

    fn shapes(text: &str) -> Vec<Shape> {
        let glyphs: Vec<_> = text.to_lowercase().chars().map(|c| (c, 0)).collect();
        scan(&glyphs).into_iter().map(|(shape, _)| shape).collect()
    }

    /// Appends the check character to 17 digits, by trying all eleven.
    fn id(digits: &str) -> String {
        let mut tries = "0123456789x".chars().map(|check| format!("{digits}{check}"));
        tries.find(|id| is_id18(id)).expect("one of eleven fits")
    }

    #[test]
    fn identifiers_are_known_by_shape() {
        let id = id("99020119700101123");
        assert_eq!(shapes(&format!("证号{id}。")), [Shape::Id]);
        assert_eq!(shapes(&format!("{} {} {}", &id[..6], &id[6..14], &id[14..])), [Shape::Id]);
        assert_eq!(shapes("电话 154 0000 1234"), [Shape::Mobile]);
        assert_eq!(shapes("+86-154-0000-1234"), [Shape::Mobile]);
        assert_eq!(shapes(&format!("86{}", "15400001234")), [Shape::Mobile]);
        assert_eq!(shapes("2025-03-14 15400001234"), [Shape::Mobile]);
        assert_eq!(shapes("写信到 someone@example.com。"), [Shape::Mail]);
        let card = (0..10)
            .map(|check| format!("629999000000123{check}"))
            .find(|card| is_luhn(card))
            .expect("one of ten");
        assert_eq!(
            shapes(&format!("{} {} {} {}", &card[..4], &card[4..8], &card[8..12], &card[12..])),
            [Shape::Bank]
        );
    }

    /// What is not folded is what folding leaves, and what is not searched holds nothing.
    #[test]
    fn no_sign_that_folding_would_change_is_taken_as_it_is() {
        for c in ('\u{0}'..=char::MAX).filter(|c| !c.is_ascii_uppercase()) {
            let folded = super::super::fold::fold_lightly(&[(c, 7)]);
            match may_stand(&[(c, 7), ('@', 8)]) {
                Some(true) => assert_eq!(folded, [(c, 7)], "{c:?}"),
                // None of these becomes a digit or an @.
                Some(false) if may_stand(&[(c, 7)]).is_none() => {
                    assert!(folded.iter().all(|(c, _)| !c.is_ascii_alphanumeric() && *c != '@'), "{c:?}");
                }
                _ => {}
            }
        }
        assert!(may_stand(&"电话 154-0000-123".chars().map(|c| (c, 0)).collect::<Vec<_>>()).is_none());
        assert_eq!(shapes("号码 154-0000-1234"), [Shape::Mobile]);
    }

    #[test]
    fn ordinary_numbers_are_not_identifiers() {
        for text in [
            "2025年3月14日",
            "0823-55512345",
            "110101",
            "990201197001011230000",
            "0.30000000000000004",
            "5天",
        ] {
            assert_eq!(shapes(text), [], "{text}");
        }
        assert!(!is_id18("990201197002301234"));
    }
}
