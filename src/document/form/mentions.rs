//! What a form file mentions: its directives and fields with line and column, read from the file as it is written.

/// Directives of form files.
pub(super) const DIRECTIVES: [&str; 8] =
    ["to", "grid", "members", "households", "sign", "stamp", "statistics", "page"];

/// A directive or a field that a form file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name.
    pub name: String,
    /// Whether it is a field of the roster, else a directive.
    pub field: bool,
    /// One-based line.
    pub line: u32,
    /// One-based column in characters.
    pub column: u32,
}

/// Everything a form file mentions, in order.
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut add = |at: usize, name: &str, field: bool| {
            let column = u32::try_from(line[..at].chars().count() + 1).unwrap_or(u32::MAX);
            found.push(Mention { name: name.to_owned(), field, line: number, column });
        };
        if let Some(rest) = line.strip_prefix(":::") {
            let name = rest.split_whitespace().next().unwrap_or("");
            add(0, name, false);
            if name == "statistics" {
                let mut at = 3 + name.len();
                for word in rest[name.len()..].split(' ') {
                    if is_name(word) && word != "below" {
                        add(at, word, true);
                    }
                    at += word.len() + 1;
                }
            }
        }
        for (at, _) in line.match_indices('[') {
            if let Some((name, _)) = place(&line[at..]) {
                add(at, name, true);
            }
        }
    }
    found
}

/// The directives that are known, for a message.
pub(crate) fn directives() -> &'static [&'static str] {
    &DIRECTIVES
}

/// The field and the length of a place that begins here: `[name]`, `[category: 甲、乙]`; no link.
pub(super) fn place(text: &str) -> Option<(&str, usize)> {
    let end = text.find(']')?;
    let inside = text.get(1..end)?;
    let name = inside.split([':', '：']).next().unwrap_or("");
    let link = text[end + 1..].starts_with('(');
    (is_name(name) && !link).then_some((name, end + 1))
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
