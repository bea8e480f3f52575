//! The walk over pulldown-cmark's events.

use super::codes;
use super::spans::{Runs, begins_paragraph};
use crate::diag::{Code, Diagnostic, Place};
use crate::document::{Align, Block, Column, Origin, Span, Table, Text};
use pulldown_cmark::{Alignment, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};
use std::iter::Peekable;
use std::ops::Range;

/// Lists and quotes inside one another: deeper is unreadable, and the walk is recursive.
const MAX_DEPTH: usize = 4;

pub(super) struct Reader<'a> {
    source: &'a str,
    place: &'a str,
    line_starts: Vec<usize>,
    events: Peekable<OffsetIter<'a>>,
    depth: usize,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, place: &'a str) -> Self {
        // Switched on so that they are noticed and refused, not printed as stray signs.
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let line_starts =
            std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let events = Parser::new_ext(source, options).into_offset_iter().peekable();
        Self { source, place, line_starts, events, depth: 0, findings: Vec::new() }
    }

    /// Everything up to the end of the enclosing element (or of the text), that end included.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if is_block(&tag) => self.block(tag, range, &mut out),
                // A tight list item holds its runs without a paragraph around them.
                first => {
                    for text in self.paragraphs(Some((first, range.clone())), range.start, true) {
                        self.paragraph(text, false, &mut out);
                    }
                }
            }
        }
        out
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, out: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => {
                for text in self.paragraphs(None, range.start, false) {
                    self.paragraph(text, self.depth == 0, out);
                }
            }
            Tag::Heading { level, id, classes, attrs } => {
                let text = self.runs(None, range.start, false);
                if !classes.is_empty() || !attrs.is_empty() {
                    self.refuse(range.start, "标题后面的花括号里只收 #编号", "只留 {#编号}，其余删去");
                }
                let id = id.map(|id| id.to_string());
                if id.as_deref().is_some_and(|id| !is_anchor(id)) {
                    self.refuse(range.start, "标题的 #编号只能用英文字母、数字和短横线", "例如 {#period}");
                }
                match heading_level(level) {
                    Some(level) => out.push(Block::Heading { level, text, id }),
                    None => self.refuse(range.start, "标题最多四级", "少用几个 #"),
                }
            }
            Tag::List(start) => {
                if start.is_some_and(|start| start != 1) {
                    let help = "从 1 开始编号；要接着前面编，就把两段列表合成一个，或改用普通段落写编号";
                    self.find(&codes::LIST_START, range.start, "编号列表不是从 1 开始", help);
                }
                let mut items = Vec::new();
                if self.enter(range.start) {
                    // Between a list's start and end stand only items.
                    while let Some((Event::Start(_), _)) = self.events.next() {
                        items.push(self.blocks());
                    }
                    self.depth -= 1;
                }
                out.push(Block::List { ordered: start.is_some(), items });
            }
            Tag::BlockQuote(_) => {
                if self.enter(range.start) {
                    let blocks = self.blocks();
                    self.depth -= 1;
                    out.push(callout(blocks));
                }
            }
            Tag::Table(alignments) => {
                let table = self.table(&alignments);
                out.push(Block::Table(table));
            }
            other => {
                let (message, help) = match other {
                    Tag::HtmlBlock => {
                        ("正文里有网页代码（HTML）或注释", "删去尖括号里的代码，改用普通文字、列表或表格")
                    }
                    Tag::CodeBlock(_) => ("正文里有代码块", "行首不要空四格，也不要用 ``` 围起来"),
                    Tag::FootnoteDefinition(_) => ("正文里有脚注", "把脚注的话写进正文的括号里"),
                    _ => ("正文里有不收的写法", "改用普通段落、列表或表格"),
                };
                self.refuse(range.start, message, help);
                self.skip();
            }
        }
    }

    fn table(&mut self, alignments: &[Alignment]) -> Table {
        let mut lines = Vec::new();
        while let Some((Event::Start(_), row)) = self.events.next() {
            if cell_count(&self.source[row.clone()]) > alignments.len() {
                let help = "补上表头，或把多出来的格子并到前面；格子里的竖线写成 \\|";
                self.find(&codes::TABLE_CELLS, row.start, "这一行的格数比表头多", help);
            }
            let mut cells = Vec::new();
            while let Some((Event::Start(_), cell)) = self.events.next() {
                cells.push(self.runs(None, cell.start, false));
            }
            lines.push(cells);
        }
        let mut lines = lines.into_iter();
        let columns = lines
            .next()
            .unwrap_or_default()
            .into_iter()
            .zip(alignments)
            .map(|(title, alignment)| Column { title, align: align(*alignment), weight: 0 })
            .collect();
        Table {
            caption: None,
            columns,
            rows: lines.collect(),
            end_mark: false,
            min_row_height: 0,
            may_double: false,
        }
    }

    /// One run of text, e.g. of a heading or a cell.
    fn runs(&mut self, first: Option<(Event<'a>, Range<usize>)>, start: usize, tight: bool) -> Text {
        let (runs, _) = self.all_runs(first, tight);
        self.text(runs.into_spans(), start)
    }

    /// The same as paragraphs: several where lines were indented or numbered by hand.
    fn paragraphs(
        &mut self,
        first: Option<(Event<'a>, Range<usize>)>,
        start: usize,
        tight: bool,
    ) -> Vec<Text> {
        let (runs, starts) = self.all_runs(first, tight);
        let starts = std::iter::once(start).chain(starts);
        runs.into_paragraphs().into_iter().zip(starts).map(|(spans, at)| self.text(spans, at)).collect()
    }

    /// Runs up to the end of the enclosing element (taken), or, in a tight item, up to the next block (left alone); and
    /// where paragraphs after the first begin.
    fn all_runs(&mut self, first: Option<(Event<'a>, Range<usize>)>, tight: bool) -> (Runs, Vec<usize>) {
        let mut starts = Vec::new();
        let mut runs = Runs::default();
        let mut strong = 0_u32;
        let mut next = first;
        loop {
            let (event, range) = match next.take() {
                Some(pair) => pair,
                None => match self.events.peek() {
                    None => break,
                    Some((Event::Start(tag), _)) if tight && is_block(tag) => break,
                    Some((Event::End(end), _)) if tight && *end == TagEnd::Item => break,
                    Some(_) => match self.events.next() {
                        Some(pair) => pair,
                        None => break,
                    },
                },
            };
            match event {
                Event::Text(text) => {
                    self.check_stars(&text, range);
                    runs.push(&text, strong > 0);
                }
                Event::SoftBreak if strong == 0 && self.paragraph_ends(&range) => {
                    runs.end_paragraph();
                    starts.push(range.end);
                }
                Event::SoftBreak => runs.soft_break(),
                Event::HardBreak => runs.hard_break(),
                Event::Start(Tag::Strong) => strong += 1,
                Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                Event::Start(Tag::Link { dest_url, title, .. }) => {
                    let text = self.link_text();
                    if !title.is_empty() {
                        self.refuse(range.start, "链接带了悬停提示，打印时看不见", "把提示的话写进正文");
                    }
                    if is_allowed(&dest_url) {
                        runs.link(text, dest_url.to_string());
                    } else {
                        let help = "写 http://、https:// 网址，tel: 电话，或本站里的相对地址";
                        self.find(&codes::LINK, range.start, "这个链接的去向不收", help);
                    }
                }
                Event::End(_) => break,
                other => self.refuse_inline(&other, range.start),
            }
        }
        (runs, starts)
    }

    /// Whether the line after a break of the source begins a paragraph of its own.
    fn paragraph_ends(&self, at: &Range<usize>) -> bool {
        let line = |at: usize| {
            let line = self.line_starts.partition_point(|start| *start <= at).saturating_sub(1);
            let end = self.line_starts.get(line + 1).copied().unwrap_or(self.source.len());
            self.source.get(self.line_starts[line]..end).unwrap_or_default().trim_end_matches('\n')
        };
        begins_paragraph(line(at.start), line(at.end))
    }

    /// CommonMark does not see bold in `**公示：**期满`; the stars would be printed.
    fn check_stars(&mut self, text: &str, range: Range<usize>) {
        let end = (range.end + 1).min(self.source.len());
        let around = self.source.as_bytes().get(range.start..end).unwrap_or_default();
        if text.contains('*') && around.windows(2).any(|pair| pair == b"**") {
            let help = "加粗的星号里边不要紧挨标点：写 **公示**：，不写 **公示：**；要印星号本身就写 \\*";
            self.refuse(range.start, "这里的两个星号没有变成加粗，会照样印出来", help);
        }
    }

    fn link_text(&mut self) -> String {
        let mut runs = Runs::default();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(TagEnd::Link) => break,
                Event::Text(text) => runs.push(&text, false),
                Event::SoftBreak | Event::HardBreak => runs.soft_break(),
                Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => {}
                other => self.refuse_inline(&other, range.start),
            }
        }
        runs.into_spans().iter().map(Span::text).collect()
    }

    /// Refuses an inline construct and steps over it, its inside included.
    fn refuse_inline(&mut self, event: &Event<'a>, at: usize) {
        let (message, help) = match event {
            Event::InlineHtml(_) | Event::Html(_) => {
                ("正文里有网页代码（HTML）或注释", "删去尖括号里的代码；换行可在行末加反斜杠 \\")
            }
            Event::Start(Tag::Image { .. }) => ("正文里有图片", "图片印不出来也读不出来，把意思写成文字"),
            Event::Start(Tag::Emphasis) => {
                ("正文里有斜体（单个星号或下划线）", "要加粗就写 **两个星号**；要印星号本身就写 \\*")
            }
            Event::Start(Tag::Strikethrough) => {
                ("正文里有删除线", "删掉的话就不要留在正文里；要印波浪号就写 \\~")
            }
            Event::Code(_) => ("正文里有代码写法（反引号）", "去掉反引号"),
            Event::FootnoteReference(_) => ("正文里有脚注", "把脚注的话写进正文的括号里"),
            Event::Rule => ("正文里有分隔线", "删去，用标题分段"),
            Event::TaskListMarker(_) => ("正文里有勾选框", "改用普通列表"),
            _ => ("正文里有不收的写法", "改用普通文字"),
        };
        self.refuse(at, message, help);
        if matches!(event, Event::Start(_)) {
            self.skip();
        }
    }

    /// Steps over the inside and the end of an element whose start was just taken.
    fn skip(&mut self) {
        let mut open = 1_u32;
        while open > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }

    fn enter(&mut self, at: usize) -> bool {
        if self.depth >= MAX_DEPTH {
            self.find(&codes::TOO_DEEP, at, "列表或引用套得太深", "拆成并列的几段，最多套四层");
            self.skip();
            return false;
        }
        self.depth += 1;
        true
    }

    fn paragraph(&self, text: Text, indent: bool, out: &mut Vec<Block>) {
        if !text.spans.is_empty() {
            out.push(Block::Paragraph { text, indent, align: Align::Start });
        }
    }

    fn text(&self, spans: Vec<Span>, at: usize) -> Text {
        let (line, _) = self.position(at);
        Text { spans, origin: Origin::Open(format!("{}:{line}", self.place)) }
    }

    fn refuse(&mut self, at: usize, message: &str, help: &str) {
        self.find(&codes::UNSUPPORTED, at, message, help);
    }

    fn find(&mut self, code: &'static Code, at: usize, message: &str, help: &str) {
        let (line, column) = self.position(at);
        self.findings.push(Diagnostic::error(code, Place::at(self.place, line, column), message, help));
    }

    /// One-based line and column, the column in characters.
    fn position(&self, at: usize) -> (u32, u32) {
        let line = self.line_starts.partition_point(|start| *start <= at).saturating_sub(1);
        let column = self.source[self.line_starts[line]..at].chars().count();
        (u32::try_from(line + 1).unwrap_or(u32::MAX), u32::try_from(column + 1).unwrap_or(u32::MAX))
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Strong
            | Tag::Emphasis
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_anchor(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn heading_level(level: HeadingLevel) -> Option<u8> {
    match level {
        HeadingLevel::H1 => Some(1),
        HeadingLevel::H2 => Some(2),
        HeadingLevel::H3 => Some(3),
        HeadingLevel::H4 => Some(4),
        HeadingLevel::H5 | HeadingLevel::H6 => None,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

/// Cells of a table row as it is written; an escaped bar is not a border.
fn cell_count(row: &str) -> usize {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(row);
    let bars = row.matches('|').count() - row.matches("\\|").count();
    bars + 1
}

/// A quote is a box; its first line, when it is a heading or wholly bold, is the box's heading.
fn callout(mut blocks: Vec<Block>) -> Block {
    let title = match blocks.first() {
        Some(Block::Heading { text, .. }) => Some(text.clone()),
        Some(Block::Paragraph { text, .. }) => match text.spans.as_slice() {
            [Span::Strong(bold)] if blocks.len() > 1 => {
                Some(Text { spans: vec![Span::Plain(bold.clone())], origin: text.origin.clone() })
            }
            _ => None,
        },
        _ => None,
    };
    if title.is_some() {
        blocks.remove(0);
    }
    Block::Callout { title, blocks }
}

/// Whether a link may go there: the web, a phone, or a relative address that stays inside the site.
fn is_allowed(href: &str) -> bool {
    if href.is_empty() || href.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return false;
    }
    let lower = href.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) {
        return !rest.is_empty() && !rest.starts_with('/');
    }
    if let Some(number) = lower.strip_prefix("tel:") {
        return !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+');
    }
    let path = href.split(['#', '?']).next().unwrap_or_default();
    !href.starts_with('/') && !path.contains(':') && !path.split('/').any(|part| part == "..")
}
