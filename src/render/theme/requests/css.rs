//! A style sheet → what of it fetches from elsewhere (CSS Syntax 3: escapes and comments are undone first).

use super::{CODE, Look, Unit};

/// Functions that fetch what a string in them names.
const FETCHING: [&str; 8] = [
    "url",
    "src",
    "image",
    "image-set",
    "-webkit-image-set",
    "cross-fade",
    "-webkit-cross-fade",
    "url-prefix",
];

enum Token {
    /// A word, with `@` or `#` before it if it has one.
    Word(String),
    /// A word and the bracket after it.
    Function(String),
    Text(Vec<Unit>),
    /// `url(…)` without quotes.
    Url(Vec<Unit>),
    Mark(char),
}

/// Looks through a style sheet, or the declarations of a `style` attribute.
pub(super) fn css(look: &mut Look<'_>, units: &[Unit]) {
    let mut open: Vec<String> = Vec::new();
    let (mut at_rule, mut own_property) = (String::new(), false);
    let mut last = String::new();
    for (token, at) in tokens(units) {
        match &token {
            Token::Word(word) if word.starts_with('@') => at_rule = word.to_ascii_lowercase(),
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                // What an attribute or another property says is known to nobody here.
                if matches!(name.as_str(), "attr" | "var") && open.iter().any(|is| fetches(is)) {
                    look.refuse(at);
                }
                open.push(name);
            }
            Token::Mark(mark @ ('(' | '[' | '{')) => open.push(mark.to_string()),
            Token::Mark(mark) => {
                if matches!(mark, ')' | ']' | '}') {
                    open.pop();
                }
                if matches!(mark, ';' | '{' | '}') {
                    (own_property, at_rule) = (false, String::new());
                }
                own_property |= *mark == ':' && last.starts_with("--");
            }
            Token::Url(address) if at_rule != "@namespace" => look.address(address),
            Token::Text(address) => {
                let selects = open.last().is_some_and(|is| is == "[");
                let fetched = open.iter().any(|is| fetches(is)) || at_rule == "@import" || own_property;
                if fetched && !selects && at_rule != "@namespace" {
                    look.address(address);
                }
            }
            Token::Url(_) | Token::Word(_) => {}
        }
        last = if let Token::Word(word) = token { word } else { String::new() };
    }
}

fn fetches(function: &str) -> bool {
    FETCHING.contains(&function)
}

fn tokens(units: &[Unit]) -> Vec<(Token, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((c, place)) = units.get(at).copied() {
        let next = |ahead: usize| units.get(at + ahead).map(|(c, _)| *c);
        match c {
            '/' if next(1) == Some('*') => {
                let rest = &units[at + 2..];
                let end = rest.windows(2).position(|pair| pair[0].0 == '*' && pair[1].0 == '/');
                at += end.map_or(rest.len() + 2, |end| end + 4);
            }
            '"' | '\'' => {
                let (text, end) = string(units, at);
                out.push((Token::Text(text), place));
                at = end;
            }
            _ if is_word(c) || c == '\\' || (matches!(c, '@' | '#') && next(1).is_some_and(starts)) => {
                let mut word = String::new();
                if matches!(c, '@' | '#') {
                    word.push(c);
                    at += 1;
                }
                while let Some((c, _)) = units.get(at).filter(|(c, _)| is_word(*c) || *c == '\\') {
                    if *c == '\\' {
                        let (escaped, end) = escape(units, at);
                        word.extend(escaped);
                        at = end;
                    } else {
                        word.push(*c);
                        at += 1;
                    }
                }
                if units.get(at).is_none_or(|(c, _)| *c != '(') {
                    out.push((Token::Word(word), place));
                    continue;
                }
                at += 1;
                if word.eq_ignore_ascii_case("url")
                    && let Some((address, end)) = bare(units, at)
                {
                    out.push((Token::Url(address), place));
                    at = end;
                } else {
                    out.push((Token::Function(word), place));
                }
            }
            c => {
                if !c.is_whitespace() {
                    out.push((Token::Mark(c), place));
                }
                at += 1;
            }
        }
    }
    out
}

fn starts(c: char) -> bool {
    is_word(c) || c == '\\'
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | CODE) || (!c.is_ascii() && !c.is_whitespace())
}

/// A string from its opening quote: what it says, and where it ends.
fn string(units: &[Unit], from: usize) -> (Vec<Unit>, usize) {
    let quote = units[from].0;
    let (mut out, mut at) = (Vec::new(), from + 1);
    while let Some((c, place)) = units.get(at).copied() {
        match c {
            '\\' if units.get(at + 1).is_some_and(|(c, _)| matches!(c, '\n' | '\r')) => at += 2,
            '\\' => {
                let (escaped, end) = escape(units, at);
                out.extend(escaped.map(|c| (c, place)));
                at = end;
            }
            '\n' => return (out, at),
            c if c == quote => return (out, at + 1),
            c => {
                out.push((c, place));
                at += 1;
            }
        }
    }
    (out, at)
}

/// `url(` without quotes, up to its bracket; `None` where a quote follows.
fn bare(units: &[Unit], from: usize) -> Option<(Vec<Unit>, usize)> {
    let mut at = from;
    while units.get(at).is_some_and(|(c, _)| c.is_whitespace()) {
        at += 1;
    }
    if units.get(at).is_some_and(|(c, _)| matches!(c, '"' | '\'')) {
        return None;
    }
    let mut out = Vec::new();
    while let Some((c, place)) = units.get(at).copied() {
        match c {
            ')' => return Some((out, at + 1)),
            '\\' => {
                let (escaped, end) = escape(units, at);
                out.extend(escaped.map(|c| (c, place)));
                at = end;
            }
            c => {
                out.push((c, place));
                at += 1;
            }
        }
    }
    Some((out, at))
}

/// A backslash and what it hides: up to six hexadecimal digits and a blank, or the character itself.
fn escape(units: &[Unit], from: usize) -> (Option<char>, usize) {
    let digits: String =
        units[from + 1..].iter().take(6).map(|(c, _)| *c).take_while(char::is_ascii_hexdigit).collect();
    if digits.is_empty() {
        return (units.get(from + 1).map(|(c, _)| *c), (from + 2).min(units.len()));
    }
    let mut end = from + 1 + digits.len();
    if units.get(end).is_some_and(|(c, _)| c.is_whitespace()) {
        end += 1;
    }
    (u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32), end)
}
