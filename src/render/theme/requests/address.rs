//! An address as a page writes it → whether following it asks another host (WHATWG URL).

use super::{BLOCK, CODE, Look, Unit};

/// Schemes by which nothing is fetched.
const QUIET: [&str; 5] = ["mailto", "tel", "sms", "about", "blob"];

/// What `data:` may hold: neither a page nor a script nor a style.
const DATA: [&str; 5] = ["image/", "font/", "application/font", "audio/", "video/"];

impl Look<'_> {
    /// Refuses an address that a page fetches from elsewhere, or of which nobody can tell.
    pub(super) fn address(&mut self, units: &[Unit]) {
        let Some((_, at)) = units.first() else { return };
        let strange = units.iter().any(|(c, at)| *c == CODE && !self.own.is_programs(self.code(*at)));
        if strange || may_be_outside(units) {
            self.refuse(*at);
        }
    }

    /// The same for a list of addresses, parted by commas and spaces.
    pub(super) fn addresses(&mut self, units: &[Unit]) {
        units
            .split(|(c, _)| c.is_ascii_whitespace() || matches!(c, ',' | ';'))
            .for_each(|one| self.address(one));
    }
}

/// Whatever its code may say: with nothing in its place, with some letters, and with all before it left out.
pub(super) fn may_be_outside(units: &[Unit]) -> bool {
    let filled = |code: &str, units: &[Unit]| {
        units.iter().fold(String::new(), |mut out, (c, _)| {
            match *c {
                CODE => out.push_str(code),
                BLOCK => {}
                c => out.push(c),
            }
            out
        })
    };
    let marks =
        units.iter().enumerate().filter(|(_, (c, _))| matches!(*c, CODE | BLOCK)).map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(marks)
        .any(|from| ["", "x"].iter().any(|code| is_outside(&filled(code, &units[from..]))))
}

/// As a browser takes it apart.
pub(super) fn is_outside(address: &str) -> bool {
    let plain: String = address
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .map(|c| if c == '\\' { '/' } else { c })
        .collect();
    if plain.starts_with("//") {
        return true;
    }
    let Some((scheme, rest)) = plain.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let (scheme, rest) = (scheme.to_ascii_lowercase(), rest.trim_start().to_ascii_lowercase());
    match scheme.as_str() {
        _ if !is_scheme => false,
        "data" => !DATA.iter().any(|kind| rest.starts_with(kind)),
        scheme => !QUIET.contains(&scheme),
    }
}
