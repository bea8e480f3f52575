//! A script → what of it asks another host: the ways of asking by name, and addresses of others in its strings.

use super::address::is_outside;
use super::{BLOCK, CODE, Look, Unit, css, html};

/// Names by which a script asks, or runs what it made up.
const ASKS: [&str; 22] = [
    "fetch",
    "fetchLater",
    "XMLHttpRequest",
    "WebSocket",
    "WebSocketStream",
    "WebTransport",
    "EventSource",
    "sendBeacon",
    "importScripts",
    "Worker",
    "SharedWorker",
    "serviceWorker",
    "RTCPeerConnection",
    "webkitRTCPeerConnection",
    "mozRTCPeerConnection",
    "ActiveXObject",
    "XDomainRequest",
    "eval",
    "Function",
    "PushManager",
    "PresentationRequest",
    "registerProtocolHandler",
];

/// Names of namespaces, which look like addresses and are none.
const NAMESPACES: [&str; 6] = [
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2000/xmlns/",
    "http://www.w3.org/1998/Math/MathML",
];

/// What may be asked of a string with the beginning of an address.
const COMPARES: [&str; 6] = ["startsWith", "endsWith", "includes", "indexOf", "lastIndexOf", "split"];

/// Objects whose parts are reached by any name.
const GLOBALS: [&str; 9] =
    ["window", "self", "globalThis", "top", "parent", "frames", "navigator", "document", "location"];

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(Vec<Unit>),
    /// A part of a template string beside something that is put in.
    Part(Vec<Unit>),
    Pattern,
    Mark(char),
}

/// Looks through a script.
pub(super) fn js(look: &mut Look<'_>, units: &[Unit], depth: usize) {
    let tokens = tokens(units);
    let is = |at: usize, wanted: char| matches!(tokens.get(at), Some((Token::Mark(c), _)) if *c == wanted);
    for (at, (token, place)) in tokens.iter().enumerate() {
        match token {
            Token::Word(word) if ASKS.contains(&word.as_str()) => look.refuse(*place),
            // `import(…)` of what is not written down.
            Token::Word(word) if word == "import" && is(at + 1, '(') => {
                let plain = matches!(tokens.get(at + 2), Some((Token::Text(_), _))) && is(at + 3, ')');
                if !plain {
                    look.refuse(*place);
                }
            }
            // `window["…"]`: of a global object the part must be written down.
            Token::Word(word) if GLOBALS.contains(&word.as_str()) && is(at + 1, '[') => {
                let plain = matches!(tokens.get(at + 2), Some((Token::Text(_), _))) && is(at + 3, ']');
                if !plain {
                    look.refuse(*place);
                }
            }
            Token::Text(text) | Token::Part(text) => {
                let compared = at > 0 && compares(&tokens, at);
                string(look, text, *place, (compared && matches!(token, Token::Text(_)), depth));
            }
            _ => {}
        }
    }
}

/// Whether a string is only compared with something.
fn compares(tokens: &[(Token, usize)], at: usize) -> bool {
    let mark = |at: usize| match tokens.get(at) {
        Some((Token::Mark(c), _)) => *c,
        _ => ' ',
    };
    let called = at >= 2
        && mark(at - 1) == '('
        && mark(at + 1) == ')'
        && matches!(&tokens[at - 2].0, Token::Word(word) if COMPARES.contains(&word.as_str()));
    let equal = |one: usize, two: usize| mark(one) == '=' && matches!(mark(two), '=' | '!');
    let after = equal(at + 1, at + 2) && mark(at + 3) != '+';
    called || (mark(at + 1) != '+' && at >= 2 && equal(at - 1, at - 2)) || after
}

fn string(look: &mut Look<'_>, text: &[Unit], place: usize, (compared, depth): (bool, usize)) {
    let said: String = text.iter().map(|(c, _)| *c).filter(|c| *c != BLOCK).collect();
    if ASKS.contains(&said.as_str()) {
        look.refuse(place);
    }
    let network = said.trim_start().to_ascii_lowercase();
    let schemes = ["http:", "https:", "ws:", "wss:", "ftp:", "javascript:"];
    let has_scheme = schemes.iter().any(|scheme| network.starts_with(scheme)) || !network.contains(':');
    // `a: b` in words is no address.
    if is_outside(&said) && has_scheme && !compared && !NAMESPACES.contains(&said.as_str()) {
        look.refuse(place);
    }
    if said.contains('<') {
        html::html(look, text, depth + 1);
    }
    if said.contains(['(', '@']) {
        css::css(look, text);
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | CODE)
}

/// Words after which a slash begins a pattern.
const BEFORE_PATTERN: [&str; 8] = ["return", "typeof", "case", "in", "of", "delete", "void", "throw"];

fn tokens(units: &[Unit]) -> Vec<(Token, usize)> {
    let mut out: Vec<(Token, usize)> = Vec::new();
    // Brackets open in each `${`, innermost last.
    let mut inserted: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some((c, place)) = units.get(at).copied() {
        let next = units.get(at + 1).map(|(c, _)| *c);
        match c {
            '/' if next == Some('/') => {
                let end =
                    units[at..].iter().position(|(c, _)| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'));
                at = end.map_or(units.len(), |end| at + end);
            }
            '/' if next == Some('*') => {
                let rest = &units[at + 2..];
                let end = rest.windows(2).position(|pair| pair[0].0 == '*' && pair[1].0 == '/');
                at = end.map_or(units.len(), |end| at + end + 4);
            }
            '/' if begins_pattern(out.last().map(|(token, _)| token)) => {
                at = pattern(units, at + 1);
                out.push((Token::Pattern, place));
            }
            '"' | '\'' => {
                let (text, end, _) = string_at(units, at + 1, c);
                out.push((Token::Text(text), place));
                at = end;
            }
            '`' | '}' if c == '`' || inserted.last() == Some(&0) => {
                if c == '}' {
                    inserted.pop();
                }
                let (text, end, open) = string_at(units, at + 1, '`');
                let whole = c == '`' && !open;
                out.push((if whole { Token::Text(text) } else { Token::Part(text) }, place));
                if open {
                    inserted.push(0);
                }
                at = end;
            }
            c if is_word(c) || c == '\\' => {
                let mut word = String::new();
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
                out.push((Token::Word(word), place));
            }
            c => {
                if let Some(depth) = inserted.last_mut() {
                    match c {
                        '{' => *depth += 1,
                        '}' => *depth -= 1,
                        _ => {}
                    }
                }
                if !c.is_whitespace() {
                    out.push((Token::Mark(c), place));
                }
                at += 1;
            }
        }
    }
    out
}

fn begins_pattern(last: Option<&Token>) -> bool {
    match last {
        None => true,
        Some(Token::Word(word)) => BEFORE_PATTERN.contains(&word.as_str()),
        Some(Token::Mark(c)) => !matches!(c, ')' | ']' | '}'),
        Some(_) => false,
    }
}

/// The end of a pattern whose inside begins there.
fn pattern(units: &[Unit], from: usize) -> usize {
    let (mut at, mut class) = (from, false);
    while let Some((c, _)) = units.get(at) {
        match c {
            '\n' => return at,
            '\\' => at += 1,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return at + 1,
            _ => {}
        }
        at += 1;
    }
    units.len()
}

/// A string from behind its quote: what it says, where it ends, and whether something is put in there.
fn string_at(units: &[Unit], from: usize, quote: char) -> (Vec<Unit>, usize, bool) {
    let (mut out, mut at) = (Vec::new(), from);
    while let Some((c, place)) = units.get(at).copied() {
        match c {
            c if c == quote => return (out, at + 1, false),
            '\n' if quote != '`' => return (out, at, false),
            '$' if quote == '`' && units.get(at + 1).is_some_and(|(c, _)| *c == '{') => {
                return (out, at + 2, true);
            }
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
    (out, at, false)
}

/// A backslash and what it hides.
fn escape(units: &[Unit], from: usize) -> (Option<char>, usize) {
    let rest: String = units[from + 1..].iter().map(|(c, _)| *c).take(12).collect();
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let digits = |text: &str, most: usize, radix| {
        text.chars().take(most).take_while(|c| c.is_digit(radix)).collect::<String>()
    };
    let after = |length: usize| (from + 1 + length).min(units.len());
    let Some(first) = rest.chars().next() else { return (None, units.len()) };
    let tail = &rest[first.len_utf8()..];
    match first {
        'x' => (number(&digits(tail, 2, 16), 16), after(1 + digits(tail, 2, 16).len())),
        'u' => match tail.strip_prefix('{') {
            Some(inside) => {
                let found = digits(inside, 8, 16);
                (number(&found, 16), after(3 + found.len()))
            }
            None => (number(&digits(tail, 4, 16), 16), after(1 + digits(tail, 4, 16).len())),
        },
        '0'..='7' => {
            let found = digits(&rest, if first < '4' { 3 } else { 2 }, 8);
            (number(&found, 8), after(found.len()))
        }
        'n' | 'r' | 't' | 'b' | 'f' | 'v' => (Some(' '), after(1)),
        '\n' => (None, after(1)),
        '\r' => (None, after(if tail.starts_with('\n') { 2 } else { 1 })),
        other => (Some(other), after(1)),
    }
}
