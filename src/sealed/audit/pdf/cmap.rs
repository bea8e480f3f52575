//! ToUnicode maps 文字对照表: character codes of a font become text.

use std::collections::BTreeMap;

/// A parsed ToUnicode map.
#[derive(Default)]
pub(super) struct CMap {
    /// Text by code; the length of a code in bytes is part of the key.
    chars: BTreeMap<(usize, u32), String>,
    /// Code lengths of the code space, ascending.
    lengths: Vec<usize>,
}

/// A range may not be wider than the code space of two bytes.
const WIDEST: u32 = 0x1_0000;

enum Token {
    Hex(Vec<u8>),
    Word(String),
    Open,
    Close,
}

impl CMap {
    /// Parses a map; `None` if it is not understood completely.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let tokens = tokens(bytes)?;
        let mut map = Self::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let Token::Word(word) = token else { continue };
            match word.as_str() {
                "begincodespacerange" => {
                    while let (Some(Token::Hex(low)), Some(Token::Hex(_))) =
                        (tokens.get(at), tokens.get(at + 1))
                    {
                        map.lengths.push(low.len());
                        at += 2;
                    }
                }
                "beginbfchar" => {
                    while let (Some(Token::Hex(code)), Some(Token::Hex(text))) =
                        (tokens.get(at), tokens.get(at + 1))
                    {
                        map.chars.insert((code.len(), number(code)), utf16(text)?);
                        at += 2;
                    }
                    ends(&tokens, at, "endbfchar")?;
                }
                "beginbfrange" => {
                    while let (Some(Token::Hex(low)), Some(Token::Hex(high))) =
                        (tokens.get(at), tokens.get(at + 1))
                    {
                        at = map.range(&tokens, at + 2, low, high)?;
                    }
                    ends(&tokens, at, "endbfrange")?;
                }
                // Another map is built upon, and we do not have it.
                "usecmap" => return None,
                _ => {}
            }
        }
        map.lengths.sort_unstable();
        map.lengths.dedup();
        Some(map)
    }

    /// Reads a range's target from `at` on; gives the place after it.
    fn range(&mut self, tokens: &[Token], mut at: usize, low: &[u8], high: &[u8]) -> Option<usize> {
        let (first, last) = (number(low), number(high));
        if last < first || last - first >= WIDEST {
            return None;
        }
        match tokens.get(at)? {
            Token::Hex(start) => {
                let units = units(start)?;
                for step in 0..=last - first {
                    let mut units = units.clone();
                    // The last character counts up; a pair of surrogates counts as one.
                    let text = String::from_utf16(&units).ok()?;
                    let c = text.chars().next_back()?;
                    let next = char::from_u32(u32::from(c) + step)?;
                    units.truncate(units.len() - c.len_utf16());
                    let mut text = String::from_utf16(&units).ok()?;
                    text.push(next);
                    self.chars.insert((low.len(), first + step), text);
                }
                at += 1;
            }
            Token::Open => {
                at += 1;
                for code in first..=last {
                    let Token::Hex(text) = tokens.get(at)? else { return None };
                    self.chars.insert((low.len(), code), utf16(text)?);
                    at += 1;
                }
                let Token::Close = tokens.get(at)? else { return None };
                at += 1;
            }
            _ => return None,
        }
        Some(at)
    }

    /// The text of the code at the beginning of `bytes`, the code, and its length; `text` is `None` if unmapped.
    ///
    /// `wide` is the length of a code where the map itself does not say.
    pub(super) fn next(&self, bytes: &[u8], wide: usize) -> (Option<&str>, u32, usize) {
        let lengths: &[usize] = if self.lengths.is_empty() { &[wide] } else { &self.lengths };
        for length in lengths.iter().copied().filter(|length| *length <= bytes.len()) {
            let code = number(&bytes[..length]);
            if let Some(text) = self.chars.get(&(length, code)) {
                return (Some(text), code, length);
            }
        }
        let length = wide.min(bytes.len()).max(1);
        (None, number(&bytes[..length]), length)
    }
}

fn ends(tokens: &[Token], at: usize, word: &str) -> Option<()> {
    matches!(tokens.get(at), Some(Token::Word(found)) if found == word).then_some(())
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value: u32, byte| (value << 8) | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Option<Vec<u16>> {
    match bytes {
        [single] => Some(vec![u16::from(*single)]),
        _ if bytes.len().is_multiple_of(2) => {
            Some(bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect())
        }
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    String::from_utf16(&units(bytes)?).ok()
}

fn tokens(bytes: &[u8]) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'<' if bytes.get(at) != Some(&b'<') => {
                let end = at + bytes[at..].iter().position(|byte| *byte == b'>')?;
                let digits: Vec<u8> = bytes[at..end]
                    .iter()
                    .filter(|b| !b.is_ascii_whitespace())
                    .map(|b| hex(*b))
                    .collect::<Option<_>>()?;
                // An odd last digit counts as followed by zero.
                out.push(Token::Hex(
                    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect(),
                ));
                at = end + 1;
            }
            b'<' | b'>' => at += usize::from(bytes.get(at) == Some(byte)),
            b'[' => out.push(Token::Open),
            b']' => out.push(Token::Close),
            b'%' => {
                at += bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len() - at)
            }
            b'(' => at += bytes[at..].iter().position(|b| *b == b')').map_or(0, |end| end + 1),
            byte if byte.is_ascii_alphabetic() => {
                let rest = &bytes[at..];
                let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
                out.push(Token::Word(String::from_utf8_lossy(&bytes[at - 1..at + end]).into_owned()));
                at += end;
            }
            _ => {}
        }
    }
    Some(out)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::CMap;

    #[test]
    fn characters_ranges_arrays_and_surrogates() {
        let map = CMap::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0001> <5F20> <0002> <D840DC00> endbfchar\n\
              3 beginbfrange <0010><0012><4E00> <0020> <0021> [<0041> <00660066>] <0030> <0031> <D840DC01> endbfrange end",
        )
        .expect("understood");
        let text = |code: u16| map.next(&code.to_be_bytes(), 2).0.map(str::to_owned);
        assert_eq!(text(1).as_deref(), Some("张"));
        assert_eq!(text(2).as_deref(), Some("𠀀"));
        assert_eq!(text(0x12).as_deref(), Some("丂"));
        assert_eq!(text(0x21).as_deref(), Some("ff"));
        assert_eq!(text(0x31).as_deref(), Some("𠀂"));
        assert_eq!(text(0x99), None);
        assert!(CMap::parse(b"1 beginbfchar <01> <5F2> <02 endbfchar").is_none());
        assert!(CMap::parse(b"/Other usecmap").is_none());
    }
}
