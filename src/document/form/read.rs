//! A form file, its `{{ values }}` filled in → parts. Every complaint names its line.

use super::cells::{self, Written};
use super::{Part, Statistics, Whose, mentions};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Block, Signature, Text, markdown, template};
use crate::policy::codes::BAD_TEXT;

/// Reads a form file. `place` is its path as the user knows it.
pub fn read(text: &str, values: &tera::Context, place: &str) -> Result<Vec<Part>, Vec<Diagnostic>> {
    let filled = template::line(text, values, place)?;
    let mut reader = Reader { place, parts: Vec::new(), errors: Vec::new() };
    let mut prose = String::new();
    let mut lines = (1..).zip(filled.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        let Some(directive) = line.strip_prefix(":::") else {
            if prose.is_empty() {
                // Lines before a chunk become empty ones: complaints about Markdown keep the file's line numbers.
                prose = "\n".repeat(usize::try_from(number - 1).unwrap_or(0));
            }
            // A line to write on is no emphasis.
            prose.push_str(&line.replace('_', "\\_"));
            prose.push('\n');
            continue;
        };
        reader.prose(&mut prose);
        let (name, argument) = directive.split_once(' ').unwrap_or((directive, ""));
        let mut rows = Vec::new();
        while let Some((line, row)) = lines.next_if(|(_, next)| next.trim_start().starts_with('|')) {
            rows.push(Written { line, cells: cells::split(row) });
        }
        reader.directive(number, name.trim(), argument.trim(), &rows);
    }
    reader.prose(&mut prose);
    if reader.errors.is_empty() { Ok(reader.parts) } else { Err(reader.errors) }
}

struct Reader<'a> {
    place: &'a str,
    parts: Vec<Part>,
    errors: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn prose(&mut self, chunk: &mut String) {
        if !chunk.trim().is_empty() {
            match markdown::blocks(chunk, self.place) {
                Ok(blocks) => self.parts.push(Part::Prose(blocks)),
                Err(found) => self.errors.extend(found),
            }
        }
        chunk.clear();
    }

    fn directive(&mut self, line: u32, name: &str, argument: &str, rows: &[Written]) {
        match name {
            "to" => {
                let text = Text::open(argument, format!("{}:{line}", self.place));
                let flush = Block::Paragraph { text, indent: false, align: Align::Start };
                self.parts.push(Part::Prose(vec![flush]));
            }
            "grid" => self.grid(line, argument, rows),
            "members" => self.rows(line, Whose::Members, argument, rows),
            "households" => self.rows(line, Whose::Households, argument, rows),
            "sign" | "stamp" => {
                let label = |label: &str| Text::open(label.trim(), format!("{}:{line}", self.place));
                let place = |words: &str| Signature { label: label(words), seal: name == "stamp" };
                self.parts.push(Part::Sign(argument.split('|').map(place).collect()));
            }
            "statistics" => self.statistics(line, argument),
            "page" => self.parts.push(Part::Page(argument.to_owned())),
            _ => {
                let known = mentions::directives();
                self.errors.push(template::unknown_directive(self.place, name, line, known));
            }
        }
        if !rows.is_empty() && !["grid", "members", "households"].contains(&name) {
            self.complain(rows[0].line, format!(":::{name} 下面不能有表格"), "删去，或改用 :::grid");
        }
    }

    fn grid(&mut self, line: u32, argument: &str, rows: &[Written]) {
        let weights: Vec<Option<u16>> =
            argument.split_whitespace().map(|word| word.parse().ok().filter(|weight| *weight > 0)).collect();
        if rows.is_empty() || weights.iter().any(Option::is_none) {
            let help = "写成 :::grid 2 3 2 3（各列的宽窄），下面一行一行写 | 栏目名 | [字段] |";
            return self.complain(line, "表格没有写对", help);
        }
        let (columns, rows, complaints) = cells::grid(rows, weights.len());
        for (line, message) in complaints {
            self.complain(line, message, "数一数格子；一格占几列写 {几}，接着上面的格子写 ^");
        }
        let weights =
            if weights.is_empty() { vec![1; columns] } else { weights.into_iter().flatten().collect() };
        self.parts.push(Part::Grid { columns: weights, rows });
    }

    fn rows(&mut self, line: u32, of: Whose, argument: &str, rows: &[Written]) {
        let help = "第一行写栏目名，第二行写各栏填什么，例如 | 姓名 | 签字 | 和 | [name] | |";
        let (least, height) = argument.split_once(' ').unwrap_or((argument, "0"));
        let ([head, body], Ok(least), Ok(height)) = (rows, least.parse(), height.trim().parse()) else {
            return self.complain(line, "要写行数（后面可以写行高，十分之一毫米），下面要有两行表格", help);
        };
        if head.cells.len() != body.cells.len() {
            return self.complain(body.line, "两行的格数不一样", help);
        }
        let column = |cell: &String| {
            let (words, weight, _) = cells::measure(cell);
            (words.to_owned(), weight.map_or(0, |weight| u16::try_from(weight).unwrap_or(1)))
        };
        let columns = head.cells.iter().map(column).collect();
        let cells = body.cells.iter().map(|cell| super::Piece::all(cell)).collect();
        self.parts.push(Part::Rows { of, least, height, columns, cells });
    }

    fn statistics(&mut self, line: u32, argument: &str) {
        let words: Vec<&str> = argument.split_whitespace().collect();
        let (fields, limit) =
            words.split_at(words.iter().position(|word| *word == "below").unwrap_or(words.len()));
        let below = limit.get(1).and_then(|number| number.parse().ok()).filter(|number| *number > 1);
        let sound = limit.is_empty() || limit.len() == 2 && below.is_some();
        let (1..=2, true) = (fields.len(), sound) else {
            let help = "写成 :::statistics group category，或 :::statistics category；报送的在后面写 below 3";
            return self.complain(line, "统计表没有写对", help);
        };
        let (rows, columns) = (fields[0].to_owned(), fields.get(1).map(|field| (*field).to_owned()));
        self.parts.push(Part::Statistics(Statistics { rows, columns, below }));
    }

    fn complain(&mut self, line: u32, message: impl Into<String>, help: &str) {
        self.errors.push(Diagnostic::error(&BAD_TEXT, Place::at(self.place, line, 1), message, help));
    }
}
