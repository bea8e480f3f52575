//! Figures counted from the rows 计数: a template's `{{ households }}` and `{{ people }}` → runs that say what they count, so
//! that a list with a household less can be shown to differ in nothing else.

use super::{Block, Span, Text};
use crate::document::speech;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// 户数.
    Households,
    /// 人数.
    People,
}

impl Count {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Households, Self::People];

    /// Its name in a template, in a face, and among the counts of a proof.
    pub fn name(self) -> &'static str {
        match self {
            Self::Households => "households",
            Self::People => "people",
        }
    }

    /// From its name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|count| count.name() == name)
    }

    /// The unit behind it in a sentence.
    fn unit(self) -> char {
        match self {
            Self::Households => '户',
            Self::People => '人',
        }
    }

    /// Every way in which a number is written or said.
    pub fn forms(self, number: usize) -> Vec<String> {
        let written = number.to_string();
        let said = speech::speak(&format!("{written}{}", self.unit()));
        let said = said.strip_suffix(self.unit()).map(str::to_owned);
        std::iter::once(written).chain(said).collect()
    }

    fn sign(self) -> char {
        match self {
            Self::Households => '\u{E000}',
            Self::People => '\u{E001}',
        }
    }
}

/// Stands behind a marked figure while a template is filled in. Characters for private use: no text of ours holds them.
const END: char = '\u{E002}';

fn is_sign(c: char) -> bool {
    c == END || Count::ALL.iter().any(|count| count.sign() == c)
}

/// A counted figure inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// As it is printed or said.
    pub text: String,
    /// What it counts.
    pub of: Count,
    /// Whether it is emphasised like the text round it.
    pub strong: bool,
}

/// A template in which each figure that is counted from the rows is put between signs.
pub(super) fn signed(template: &str) -> String {
    if template.contains(is_sign) {
        return template.to_owned();
    }
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(end) = from.find("}}") else { break };
        let (whole, after) = from.split_at(end + 2);
        match Count::of_name(whole[2..end].trim()) {
            Some(count) => {
                out.push(count.sign());
                out.push_str(whole);
                out.push(END);
            }
            None => out.push_str(whole),
        }
        rest = after;
    }
    out + rest
}

/// The runs of a plain or emphasised text that holds signs.
fn split(words: &str, strong: bool, out: &mut Vec<Span>) {
    let mut plain = String::new();
    let mut counting: Option<(Count, String)> = None;
    let run = |words: String| if strong { Span::Strong(words) } else { Span::Plain(words) };
    for c in words.chars() {
        match (Count::ALL.into_iter().find(|count| count.sign() == c), &mut counting) {
            (Some(count), _) => {
                if !plain.is_empty() {
                    out.push(run(std::mem::take(&mut plain)));
                }
                counting = Some((count, String::new()));
            }
            (None, Some((of, text))) if c == END => {
                out.push(Span::Counted(Counted { text: std::mem::take(text), of: *of, strong }));
                counting = None;
            }
            (None, Some((_, text))) => text.push(c),
            (None, None) if c == END => {}
            (None, None) => plain.push(c),
        }
    }
    plain.extend(counting.map(|(_, text)| text));
    if !plain.is_empty() {
        out.push(run(plain));
    }
}

/// One line in plain words.
pub(super) fn plain(words: &str) -> String {
    without(words)
}

/// The runs of one line.
pub(super) fn line(words: &str) -> Vec<Span> {
    let mut out = Vec::new();
    split(words, false, &mut out);
    out
}

fn in_text(text: &mut Text) {
    let has = |span: &Span| span.text().contains(is_sign);
    if !text.spans.iter().any(has) {
        return;
    }
    let mut out = Vec::new();
    for span in std::mem::take(&mut text.spans) {
        match span {
            Span::Plain(words) => split(&words, false, &mut out),
            Span::Strong(words) => split(&words, true, &mut out),
            // A link's words are never counted anew.
            Span::Link { text, href } => out.push(Span::Link { text: without(&text), href: without(&href) }),
            other => out.push(other),
        }
    }
    text.spans = out;
}

fn without(words: &str) -> String {
    words.chars().filter(|c| !is_sign(*c)).collect()
}

/// Turns the signs of an expanded text into runs.
pub(super) fn in_blocks(blocks: &mut [Block]) {
    blocks.iter_mut().for_each(in_block);
}

fn in_block(block: &mut Block) {
    match block {
        Block::Heading { text, id, .. } => {
            in_text(text);
            *id = id.take().map(|id| without(&id));
        }
        Block::Paragraph { text, .. } | Block::Part(text) => in_text(text),
        Block::List { items, .. } => items.iter_mut().for_each(|item| in_blocks(item)),
        Block::Facts(pairs) => pairs.iter_mut().for_each(|(label, value)| {
            in_text(label);
            in_text(value);
        }),
        Block::Table(table) => {
            table.caption.iter_mut().for_each(in_text);
            table.columns.iter_mut().for_each(|column| in_text(&mut column.title));
            table.rows.iter_mut().flatten().for_each(in_text);
        }
        Block::Callout { title, blocks } => {
            title.iter_mut().for_each(in_text);
            in_blocks(blocks);
        }
        Block::Until { blocks, .. } => in_blocks(blocks),
        _ => {}
    }
}

/// A text that is said, with its counts marked: a number before 户 or 人 that is the number of households or people.
pub(super) fn spoken(text: &mut Text, counts: (usize, Option<usize>)) {
    let known = [(Count::Households, Some(counts.0)), (Count::People, counts.1)];
    for (count, number) in known.into_iter().filter_map(|(count, number)| Some((count, number?))) {
        let Some(form) = count.forms(number).pop() else { continue };
        let mut out = Vec::new();
        for span in std::mem::take(&mut text.spans) {
            match span {
                Span::Plain(words) => mark(&words, (count, &form), &mut out),
                other => out.push(other),
            }
        }
        text.spans = out;
    }
}

fn mark(words: &str, (count, form): (Count, &str), out: &mut Vec<Span>) {
    let figure = |c: char| "零〇一二两三四五六七八九十百千万亿点第".contains(c) || c.is_ascii_digit();
    let wanted = format!("{form}{}", count.unit());
    let mut from = 0;
    for (at, _) in words.match_indices(&wanted) {
        if words[..at].ends_with(figure) {
            continue;
        }
        if at > from {
            out.push(Span::Plain(words[from..at].to_owned()));
        }
        out.push(Span::Counted(Counted { text: form.to_owned(), of: count, strong: false }));
        from = at + form.len();
    }
    if from < words.len() {
        out.push(Span::Plain(words[from..].to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, in_blocks, line, signed, spoken};
    use crate::document::{Block, Span, Text, markdown};

    fn kinds(spans: &[Span]) -> Vec<String> {
        let kind = |span: &Span| match span {
            Span::Counted(counted) => format!("[{} {}]", counted.of.name(), counted.text),
            other => other.text().to_owned(),
        };
        spans.iter().map(kind).collect()
    }

    #[test]
    fn only_a_figure_that_is_counted_alone_is_marked() {
        let marked = signed("{{ village }}{{households}}户{{ people }}人，{{ households * 2 }}张");
        let filled = marked
            .replace("{{ village }}", "红旗村")
            .replace("{{households}}", "6")
            .replace("{{ people }}", "19")
            .replace("{{ households * 2 }}", "12");
        let expected = ["红旗村", "[households 6]", "户", "[people 19]", "人，12张"];
        assert_eq!(kinds(&line(&filled)), expected);
    }

    #[test]
    fn emphasis_round_a_figure_stays() {
        let text = signed("共**{{ households }}户**。").replace("{{ households }}", "6");
        let mut blocks = markdown::blocks(&text, "n.md").unwrap();
        in_blocks(&mut blocks);
        let Block::Paragraph { text, .. } = &blocks[0] else { panic!() };
        assert_eq!(kinds(&text.spans), ["共", "[households 6]", "户", "。"]);
        assert!(matches!(&text.spans[1], Span::Counted(counted) if counted.strong));
    }

    #[test]
    fn a_number_that_is_said_is_marked_before_its_unit_alone() {
        let mut text = Text::open("一共两户，十二人，第二户，十二户。", "程序");
        spoken(&mut text, (2, Some(12)));
        assert_eq!(
            kinds(&text.spans),
            ["一共", "[households 两]", "户，", "[people 十二]", "人，第二户，十二户。"]
        );
        assert_eq!(Count::Households.forms(2), ["2", "两"]);
    }
}
