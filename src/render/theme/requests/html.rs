//! A page, a piece of one, or a drawing → what of it fetches from elsewhere (HTML's own tokens, entities undone).

use super::address::may_be_outside;
use super::{BLOCK, CODE, Look, Unit, css, js, text};

/// What may hold a page in an attribute, and that again.
const DEEP: usize = 4;

/// Attributes that a browser fetches, whatever element they stand on.
const FETCHED: [&str; 14] = [
    "src",
    "poster",
    "background",
    "data",
    "codebase",
    "code",
    "classid",
    "manifest",
    "action",
    "formaction",
    "dynsrc",
    "lowsrc",
    "icon",
    "longdesc",
];

/// The same with several addresses.
const FETCHED_LISTS: [&str; 4] = ["srcset", "imagesrcset", "ping", "archive"];

/// Attributes of drawings that hold a style's value.
const STYLED: [&str; 13] = [
    "style",
    "fill",
    "stroke",
    "filter",
    "mask",
    "clip-path",
    "cursor",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
    "color-profile",
    "src",
];

/// What a link may be without a request.
const QUIET_RELATIONS: [&str; 12] = [
    "canonical",
    "alternate",
    "author",
    "license",
    "help",
    "me",
    "bookmark",
    "tag",
    "privacy-policy",
    "terms-of-service",
    "shortlink",
    "nofollow",
];

/// Elements whose inside is text up to their end.
const TEXTS: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// A tag as it begins.
#[derive(Debug)]
pub(super) struct Tag {
    /// In small letters.
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) attributes: Vec<(String, Vec<Unit>)>,
}

impl Tag {
    /// The first attribute of a name: a browser takes no other.
    pub(super) fn value(&self, name: &str) -> Option<&[Unit]> {
        self.attributes.iter().find(|(is, _)| is == name).map(|(_, value)| value.as_slice())
    }
}

/// Looks through html; `depth` says how many pages this one stands in.
pub(super) fn html(look: &mut Look<'_>, units: &[Unit], depth: usize) {
    if depth > DEEP {
        // Nobody writes that by accident.
        units.first().into_iter().for_each(|(_, at)| look.refuse(*at));
        return;
    }
    walk(units, &mut |found| match found {
        Found::Tag(tag) => judge(look, &tag, depth),
        Found::Declaration(inside) => declaration(look, inside),
        Found::Text(tag, inside) => {
            match tag.name.as_str() {
                "script" if runs(&tag) => js::js(look, inside, depth),
                "style" => css::css(look, inside),
                _ => {}
            }
            // Within a drawing these hold marks like any other.
            if !matches!(tag.name.as_str(), "title" | "textarea") {
                html(look, inside, depth + 1);
            }
        }
        Found::Comment | Found::Other => {}
    });
}

/// What stands in a page, in order.
pub(super) enum Found<'u> {
    Tag(Tag),
    /// The inside of an element that holds text alone.
    Text(Tag, &'u [Unit]),
    /// `<!…>` and `<?…>`.
    Declaration(&'u [Unit]),
    Comment,
    /// Ends of elements, and text.
    Other,
}

/// Tells what stands in a page.
pub(super) fn walk<'u>(units: &'u [Unit], each: &mut dyn FnMut(Found<'u>)) {
    let mut at = 0;
    while at < units.len() {
        let next = |ahead: usize| units.get(at + ahead).map(|(c, _)| *c);
        match (units[at].0, next(1)) {
            ('<', Some('!')) if next(2) == Some('-') && next(3) == Some('-') => {
                at = comment(units, at + 4);
                each(Found::Comment);
            }
            ('<', Some('!' | '?')) => {
                let end = find(units, at, |c| c == '>');
                // An inner list of a document type ends with its bracket.
                let end = match units[at..end].iter().any(|(c, _)| *c == '[') {
                    true => find(units, find(units, at, |c| c == ']'), |c| c == '>'),
                    false => end,
                };
                each(Found::Declaration(&units[at + 1..end]));
                at = end + 1;
            }
            ('<', Some('/')) => {
                // An end may hold attributes too, and nobody reads them.
                at = tag(units, at + 2).map_or(at + 2, |(_, end)| end);
                each(Found::Other);
            }
            ('<', Some(c)) if c.is_ascii_alphabetic() || matches!(c, CODE | BLOCK) => {
                let Some((tag, end)) = tag(units, at + 1) else {
                    at += 1;
                    continue;
                };
                at = end;
                if TEXTS.contains(&tag.name.as_str()) {
                    let close = end_of(units, at, &tag.name);
                    let again =
                        Tag { name: tag.name.clone(), at: tag.at, attributes: tag.attributes.clone() };
                    each(Found::Tag(again));
                    each(Found::Text(tag, &units[at..close]));
                    at = close;
                } else {
                    each(Found::Tag(tag));
                }
            }
            (c, _) => {
                if !c.is_whitespace() {
                    each(Found::Other);
                }
                at += 1;
            }
        }
    }
}

fn find(units: &[Unit], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    units.iter().skip(from).position(|(c, _)| wanted(*c)).map_or(units.len(), |at| from + at)
}

/// The end of a comment whose inside begins there.
fn comment(units: &[Unit], from: usize) -> usize {
    let starts = |at: usize, with: &str| {
        with.chars().enumerate().all(|(n, c)| units.get(at + n).is_some_and(|(is, _)| *is == c))
    };
    if starts(from, ">") {
        return from + 1;
    }
    if starts(from, "->") {
        return from + 2;
    }
    (from..units.len())
        .find_map(|at| ["-->", "--!>"].iter().find(|end| starts(at, end)).map(|end| at + end.len()))
        .unwrap_or(units.len())
}

/// Where `</name` begins.
fn end_of(units: &[Unit], from: usize, name: &str) -> usize {
    (from..units.len())
        .find(|at| {
            let is = |n: usize, c: char| units.get(at + n).is_some_and(|(is, _)| is.eq_ignore_ascii_case(&c));
            is(0, '<') && is(1, '/') && name.chars().enumerate().all(|(n, c)| is(n + 2, c)) && {
                let after = units.get(at + 2 + name.len()).map(|(c, _)| *c);
                after.is_none_or(|c| !c.is_ascii_alphanumeric())
            }
        })
        .unwrap_or(units.len())
}

/// A tag from its name on, and where it ends.
fn tag(units: &[Unit], from: usize) -> Option<(Tag, usize)> {
    let place = units.get(from)?.1;
    let end = find(units, from, |c| c.is_whitespace() || matches!(c, '/' | '>'));
    let name = text(&units[from..end]).to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut at = end;
    loop {
        at = find(units, at, |c| !(c.is_whitespace() || matches!(c, '/' | BLOCK)));
        let (c, _) = units.get(at)?;
        if *c == '>' {
            return Some((Tag { name, at: place, attributes }, at + 1));
        }
        // A name may begin with an equals sign.
        let end = find(units, at + 1, |c| c.is_whitespace() || matches!(c, '/' | '>' | '='));
        let key = text(&units[at..end]).to_ascii_lowercase();
        let equals = find(units, end, |c| !c.is_whitespace() && c != BLOCK);
        if units.get(equals).is_none_or(|(c, _)| *c != '=') {
            at = end;
            attributes.push((key, Vec::new()));
            continue;
        }
        let start = find(units, equals + 1, |c| !c.is_whitespace());
        let quote = units.get(start).map(|(c, _)| *c).filter(|c| matches!(c, '"' | '\''));
        let (inside, end) = match quote {
            Some(quote) => {
                let end = find(units, start + 1, |c| c == quote);
                (&units[(start + 1).min(end)..end], end + 1)
            }
            None => {
                let end = find(units, start, |c| c.is_whitespace() || c == '>');
                (&units[start..end], end)
            }
        };
        at = end;
        attributes.push((key, entities(inside)));
    }
}

/// Whether a script is one.
fn runs(tag: &Tag) -> bool {
    let kind = tag.value("type").map(|kind| text(kind).trim().to_ascii_lowercase());
    !matches!(kind.as_deref(), Some("application/json" | "application/ld+json" | "text/plain"))
}

fn judge(look: &mut Look<'_>, tag: &Tag, depth: usize) {
    if tag.name == "base" {
        // Every other address would lead elsewhere.
        return look.refuse(tag.at);
    }
    for (key, value) in &tag.attributes {
        // A name with code in it may be any.
        let names = key.split([CODE, BLOCK]).chain([key.as_str()]);
        let (mut any, mut is) = (key.contains(CODE), false);
        for name in names {
            any |= FETCHED.contains(&name) || name == "xml:base" || (reference(name) && fetches(tag));
            is |= FETCHED_LISTS.contains(&name);
            if name == "srcdoc" {
                html(look, value, depth + 1);
            }
            if STYLED.contains(&name) {
                css::css(look, value);
            }
            if name.starts_with("on") {
                js::js(look, value, depth + 1);
            }
        }
        if any {
            look.address(value);
        } else if is {
            look.addresses(value);
        }
        if reference(key)
            && let [scheme, inside] = &value.splitn(2, |(c, _)| *c == ':').collect::<Vec<_>>()[..]
            && text(scheme).trim().eq_ignore_ascii_case("javascript")
        {
            js::js(look, inside, depth + 1);
        }
        let animates = matches!(tag.name.as_str(), "set" | "animate" | "animatetransform" | "animatemotion");
        if animates && matches!(key.as_str(), "to" | "from" | "by" | "values") {
            look.addresses(value);
            css::css(look, value);
        }
    }
    match tag.name.as_str() {
        "meta" => meta(look, tag),
        // Without its address in an attribute of its own.
        "param" => tag.value("value").into_iter().for_each(|value| look.address(value)),
        _ => {}
    }
}

/// Attributes that are a link on some elements and a request on others.
fn reference(name: &str) -> bool {
    name == "href" || name.ends_with(":href")
}

/// Whether an element fetches what its `href` names.
fn fetches(tag: &Tag) -> bool {
    match tag.name.as_str() {
        "a" | "area" => false,
        "link" => tag.value("rel").is_none_or(|relations| {
            let relations = text(relations).to_ascii_lowercase();
            !relations.split_ascii_whitespace().all(|is| QUIET_RELATIONS.contains(&is))
        }),
        _ => true,
    }
}

fn meta(look: &mut Look<'_>, tag: &Tag) {
    let told = |name: &str| tag.value(name).map(|value| text(value).trim().to_ascii_lowercase());
    let (Some(content), equivalent, name) = (tag.value("content"), told("http-equiv"), told("name")) else {
        return;
    };
    let unknown = tag.attributes.iter().any(|(key, _)| key.contains([CODE, BLOCK]));
    let equivalent = equivalent.unwrap_or_default();
    if unknown || equivalent == "refresh" || equivalent == "link" || equivalent.contains([CODE, BLOCK]) {
        // `5; url='…'`: what follows a mark of parting may be the address.
        let strange = content.iter().any(|(c, _)| matches!(*c, CODE | BLOCK));
        let parts = (0..content.len()).filter(|at| {
            *at == 0
                || matches!(content[at - 1].0, ';' | ',' | '=' | '\'' | '"' | '<')
                || content[at - 1].0.is_whitespace()
        });
        if strange || parts.into_iter().any(|at| may_be_outside(&content[at..])) {
            look.refuse(tag.at);
        }
    }
    // Pictures for a tile, which older browsers fetch.
    if name.is_some_and(|name| name.starts_with("msapplication-")) {
        look.addresses(content);
    }
}

/// `<?xml-stylesheet href="…"?>`, and entities of a document type, which could stand for any text.
fn declaration(look: &mut Look<'_>, inside: &[Unit]) {
    let words = text(inside).to_ascii_lowercase();
    let Some((_, at)) = inside.first() else { return };
    if words.starts_with("?xml-stylesheet") {
        let values = inside.split(|(c, _)| matches!(c, '"' | '\'')).skip(1).step_by(2);
        values.for_each(|value| look.address(&entities(value)));
    }
    if words.contains("<!entity") || words.contains("<!attlist") {
        look.refuse(*at);
    }
}

/// Undoes character references. Of the names only those are known that give a character of an address.
pub(super) fn entities(units: &[Unit]) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((c, place)) = units.get(at).copied() {
        match (c == '&').then(|| reference_at(&units[at + 1..])).flatten() {
            Some((decoded, length)) => {
                out.push((decoded, place));
                at += 1 + length;
            }
            None => {
                out.push((c, place));
                at += 1;
            }
        }
    }
    out
}

fn reference_at(rest: &[Unit]) -> Option<(char, usize)> {
    let word: String = rest.iter().map(|(c, _)| *c).take(40).collect();
    let ended = |length: usize| length + usize::from(word[length..].starts_with(';'));
    if let Some(number) = word.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        return Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), ended(before + length)));
    }
    let length = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
    let (name, closed) = (&word[..length], word[length..].starts_with(';'));
    let is = NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)?;
    let without = matches!(name, "amp" | "lt" | "gt" | "quot" | "nbsp");
    (closed || without).then(|| (is, ended(length)))
}

const NAMED: [(&str, char); 40] = [
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("excl", '!'),
    ("quot", '"'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("amp", '&'),
    ("apos", '\''),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("midast", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("period", '.'),
    ("sol", '/'),
    ("colon", ':'),
    ("semi", ';'),
    ("lt", '<'),
    ("equals", '='),
    ("gt", '>'),
    ("quest", '?'),
    ("commat", '@'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("bsol", '\\'),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("Hat", '^'),
    ("lowbar", '_'),
    ("UnderBar", '_'),
    ("grave", '`'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("verbar", '|'),
    ("vert", '|'),
    ("rcub", '}'),
    ("rbrace", '}'),
    ("nbsp", '\u{a0}'),
];
