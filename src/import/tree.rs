//! Paragraphs → parts 一份文件里的几件 (a letter and the plans inside it), each with its clause tree 条款树.
//!
//! Articles are counted through the chapters and keep no chapter in their id. A text with a title and without any number
//! is counted by its paragraphs: 第一段.

use super::codes::{NO_CLAUSE, NUMBER_GAP};
use super::head;
use super::lines::Paragraph;
use super::number::{self, Level};
use crate::diag::{Diagnostic, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// A clause of the official text.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Id as packs write it, e.g. `二/（三）/1`, `第四条/（三）`.
    pub path: String,
    /// The chapter or section that an article stands in.
    pub within: Option<String>,
    /// Heading, empty when the number stands before running text.
    pub title: String,
    /// The heading as it stands in the text: offices write short rules there.
    pub(super) heading: Option<Paragraph>,
    /// Line of the number.
    pub line: u32,
    /// 1 = 一、
    pub depth: usize,
    /// Text after the number, the heading left out.
    pub(super) text: Vec<Paragraph>,
    /// How many of these paragraphs are its own; those behind the last item of an article are the article's.
    pub(super) own: usize,
}

impl Clause {
    /// The id of the clause above.
    fn parent(&self) -> Option<&str> {
        self.within.as_deref().or_else(|| self.path.rsplit_once('/').map(|(above, _)| above))
    }

    /// Whether it is an article or a paragraph counted as one: a text of its own at the first level.
    pub(super) fn article(&self) -> bool {
        self.depth == 1 && self.path.ends_with(['条', '段'])
    }

    /// The clause's own words without struck ones.
    pub(super) fn live(&self) -> String {
        self.text.iter().take(self.own).map(Paragraph::live).collect::<Vec<_>>().join("\n")
    }
}

/// A letter, or a plan.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Title.
    pub title: String,
    /// Line of the title.
    pub line: u32,
    /// Whether it only sends the plans that follow.
    pub letter: bool,
    /// Clauses in the order of the text.
    pub clauses: Vec<Clause>,
    /// Text before the first clause.
    pub(super) preamble: Vec<Paragraph>,
}

impl Part {
    /// Direct children of a clause.
    pub(super) fn children<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
        self.clauses.iter().filter(move |c| c.parent() == Some(&clause.path))
    }

    /// A clause by its id.
    pub(super) fn find(&self, path: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.path == path)
    }

    /// The article around one of its items.
    pub(super) fn article(&self, clause: &Clause) -> Option<&Clause> {
        self.find(clause.path.split('/').next()?).filter(|above| above.article() && above.path != clause.path)
    }

    /// The parent of a clause.
    pub(super) fn parent(&self, clause: &Clause) -> Option<&Clause> {
        self.find(clause.parent()?)
    }

    /// Whether a clause is this one or stands anywhere below it.
    pub(super) fn inside(&self, path: &str, above: &str) -> bool {
        let mut at = Some(path);
        while let Some(own) = at {
            if own == above {
                return true;
            }
            at = self.find(own).and_then(Clause::parent);
        }
        false
    }
}

/// Sorts paragraphs into parts and clauses; says how many titles ran over two lines.
pub(super) fn read(path: &str, paragraphs: Vec<Paragraph>) -> (Vec<Part>, usize, Vec<Diagnostic>) {
    let mut builder = Builder {
        path,
        parts: Vec::new(),
        open: Vec::new(),
        frame: Vec::new(),
        last: BTreeMap::new(),
        known: BTreeSet::new(),
        found: Vec::new(),
    };
    let mut titles = 0;
    let mut paragraphs = paragraphs.into_iter().peekable();
    while let Some(mut paragraph) = paragraphs.next() {
        let last = paragraph.last_line();
        let about = head::begins_title(&paragraph.text);
        let plan = !about && head::may_begin_title(&paragraph.text);
        let goes_on = |next: &Paragraph| {
            let own = !next.text.starts_with("关于") && next.line() == last + 1;
            head::is_title(&next.text) && (about || plan && own)
        };
        if let Some(rest) = paragraphs.next_if(goes_on) {
            paragraph.join(&rest);
            titles += 1;
        }
        if head::is_title(&paragraph.text) {
            builder.part(&paragraph);
        } else if !head::is_status(&paragraph.text) {
            builder.paragraph(paragraph);
        }
    }
    let Builder { mut parts, mut found, .. } = builder;
    // Titles alone make no plans: without clauses behind them the first part is all there is.
    let plans = parts.iter().skip(1).any(|part| !part.clauses.is_empty());
    if let Some(first) = parts.first_mut() {
        first.letter = plans;
    }
    if parts.iter().all(|part| part.clauses.is_empty()) {
        found.push(unnumbered(path, &mut parts));
    }
    (parts, titles, found)
}

/// Counts a text without numbers by its paragraphs, if it has a title; says so.
fn unnumbered(path: &str, parts: &mut [Part]) -> Diagnostic {
    for part in parts.iter_mut().filter(|part| !part.title.is_empty()) {
        for (n, paragraph) in std::mem::take(&mut part.preamble).into_iter().enumerate() {
            let path = format!("第{}段", number::chinese(n + 1));
            let (title, line) = (String::new(), paragraph.line());
            part.clauses.push(Clause {
                path,
                within: None,
                title,
                heading: None,
                line,
                depth: 1,
                text: vec![paragraph],
                own: 1,
            });
        }
    }
    let at = Place::file(path);
    if parts.iter().all(|part| part.clauses.is_empty()) {
        let message = "没有找到一条带编号的条款";
        let help = "检查文件是不是拿对了，编号（一、（一）1.或第一条）还在不在";
        return Diagnostic::error(&NO_CLAUSE, at, message, help);
    }
    let message = "原文没有编号，按自然段编成了第一段、第二段……";
    Diagnostic::warning(&NO_CLAUSE, at, message, "对照原件，看是本来就没有编号还是复制时丢了")
}

struct Builder<'a> {
    path: &'a str,
    parts: Vec<Part>,
    /// Numbers of the open clauses, outermost first.
    open: Vec<number::Number>,
    /// The open chapter and section.
    frame: Vec<number::Number>,
    /// Last value of each level in this part.
    last: BTreeMap<Level, u16>,
    /// Ids of this part.
    known: BTreeSet<String>,
    found: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn part(&mut self, title: &Paragraph) {
        self.parts.push(Part { title: title.text.clone(), line: title.line(), ..Part::default() });
        self.open.clear();
        self.frame.clear();
        self.last.clear();
        self.known.clear();
    }

    fn current(&mut self) -> Option<&mut Part> {
        if self.parts.is_empty() {
            self.parts.push(Part::default());
        }
        self.parts.last_mut()
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        let Some((number, rest)) = number::split(&paragraph.text) else {
            self.running(paragraph);
            return;
        };
        let body = paragraph.from(paragraph.text.len() - rest.len());
        let level = number.level;
        if self.clause(number, &paragraph) {
            self.titled(body, level);
        } else {
            self.running(paragraph);
        }
    }

    /// Opens a clause, unless its number is one that is there already.
    fn clause(&mut self, number: number::Number, paragraph: &Paragraph) -> bool {
        let mut open = if number.level.frames() { self.frame.clone() } else { self.open.clone() };
        open.retain(|above| above.level < number.level);
        if number.level == Level::Article {
            open.clear();
        }
        open.push(number.clone());
        let join =
            |all: &[number::Number]| all.iter().map(|n| n.label.as_str()).collect::<Vec<_>>().join("/");
        let path = join(&open);
        let line = paragraph.line();
        let before = self.last.insert(number.level, number.value).unwrap_or(0);
        let known = !self.known.insert(path.clone());
        if known || (number.value != 1 && number.value != before + 1) {
            let message = if known {
                format!("条款 {path} 出现了两次")
            } else {
                format!("条款 {path} 前面跳了号")
            };
            let at = Place { line: Some(line), ..Place::file(self.path) };
            self.found.push(Diagnostic::warning(
                &NUMBER_GAP,
                at,
                message,
                "对照原件，看是原文写错还是复制时漏了",
            ));
        }
        if known {
            return false;
        }
        // Deeper numbers start anew below a new clause, unless the text counts on: articles through chapters, （一）
        // through 一、.
        self.last.retain(|level, _| {
            let on = *level == Level::Article && number.level.frames();
            *level <= number.level || on || *level == Level::Item && number.level == Level::Head
        });
        let within = (number.level == Level::Article && !self.frame.is_empty()).then(|| join(&self.frame));
        let depth = open.len();
        if number.level.frames() {
            self.frame.clone_from(&open);
        }
        self.open = open;
        if let Some(part) = self.current() {
            part.clauses.push(Clause {
                path,
                within,
                title: String::new(),
                heading: None,
                line,
                depth,
                text: Vec::new(),
                own: 0,
            });
        }
        true
    }

    /// The heading of the clause just opened and the text after it.
    fn titled(&mut self, body: Paragraph, level: Level) {
        let (title, cut) = match level {
            Level::Article => article_title(&body.text),
            Level::Chapter | Level::Section => (body.text.clone(), body.text.len()),
            _ => {
                let cut = title_end(&body.text, level.heads());
                let stop = body.text[cut..].chars().next().filter(|_| cut > 0).map_or(0, char::len_utf8);
                (body.text[..cut].to_owned(), cut + stop)
            }
        };
        if let Some(clause) = self.current().and_then(|part| part.clauses.last_mut()) {
            clause.heading = (cut > 0).then(|| body.until(cut));
            clause.title = title;
        }
        let rest = body.from(cut);
        if !rest.text.is_empty() {
            self.running(rest);
        }
    }

    /// Running text: what stands behind ①②③ inside it becomes clauses too.
    fn running(&mut self, paragraph: Paragraph) {
        let at =
            paragraph.text.char_indices().find(|(_, c)| number::circled(*c) == Some(1)).map(|(at, _)| at);
        let several = paragraph.text.contains('②');
        let Some(mut from) = at.filter(|_| several) else {
            self.push(paragraph);
            return;
        };
        if from > 0 {
            self.push(paragraph.until(from));
        }
        loop {
            let rest = &paragraph.text[from..];
            let Some(first) = rest.chars().next() else { return };
            let inner = first.len_utf8();
            let end =
                rest.char_indices().skip(1).find(|(_, c)| number::circled(*c).is_some()).map(|(at, _)| at);
            let item = paragraph.from(from).until(end.unwrap_or(rest.len()));
            let Some((number, _)) = number::split(rest) else { return };
            if self.clause(number, &item) {
                self.push(item.from(inner));
            } else {
                self.push(item);
            }
            match end {
                Some(end) => from += end,
                None => return,
            }
        }
    }

    fn push(&mut self, paragraph: Paragraph) {
        let item = self.open.len() > 1 && self.open[0].level == Level::Article;
        let Some(part) = self.current() else { return };
        match part.clauses.last_mut() {
            Some(clause) => {
                // Behind an item that has its words, a paragraph without a number is the article's.
                let begun = !clause.text.is_empty() || !clause.title.is_empty();
                let continues = clause.live().ends_with('：');
                if !(item && begun && !continues && clause.line != paragraph.line())
                    && clause.own == clause.text.len()
                {
                    clause.own += 1;
                }
                clause.text.push(paragraph);
            }
            None => part.preamble.push(paragraph),
        }
    }
}

/// Where the heading of a clause ends: before the first 。 or ：, or the whole line when nothing in it ends a sentence.
/// A short sentence alone is a heading behind 一、 and （一）, and text behind the numbers below.
fn title_end(text: &str, heading: bool) -> usize {
    let Some(at) = text.find(['。', '：', '；', ':']) else {
        return if text.chars().count() <= 40 && !text.contains('，') { text.len() } else { 0 };
    };
    let (title, rest) = text.split_at(at);
    let more = rest.chars().count() > 1;
    let short = title.chars().count() <= 22 && !title.contains('，');
    if (more || heading) && short && !rest.starts_with('；') { at } else { 0 }
}

/// The heading of an article and where its text begins: 【申请】, （申请）, or a word of a few characters before a stop.
fn article_title(text: &str) -> (String, usize) {
    for (open, close) in [('【', '】'), ('（', '）'), ('(', ')')] {
        let inner = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((title, rest)) = inner.filter(|(title, _)| (2..=12).contains(&title.chars().count())) {
            return (title.to_owned(), text.len() - rest.len());
        }
    }
    let stop = text.find(['。', '：', '，', '；']).filter(|at| text[*at..].starts_with('。'));
    let short = stop.filter(|at| text[..*at].chars().count() <= WORD && text.len() > at + '。'.len_utf8());
    short.map_or((String::new(), 0), |at| (text[..at].to_owned(), at + '。'.len_utf8()))
}

/// Characters of an article's heading that runs on into its text.
const WORD: usize = 8;

/// A finding without weight: worth knowing.
pub(super) fn remark(code: &'static crate::diag::Code, at: Place, message: String, help: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Notice, ..Diagnostic::error(code, at, message, help) }
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn tree(text: &str) -> (Vec<Part>, Vec<Diagnostic>) {
        let (parts, _, found) = read("a.txt", head::read(lines::read(text).all).1);
        (parts, found)
    }

    fn paths(part: &Part) -> Vec<&str> {
        part.clauses.iter().map(|clause| clause.path.as_str()).collect()
    }

    #[test]
    fn headings_and_running_items_become_ids_of_packs() {
        let text = "关于走访的通知\n## 一、走访\n(一) 办法。每户都走到：①先看房；②再看水。\n\n1.登记：写下来。\n（1）谁写\n二、汇总。\n按月汇总。\n";
        let (parts, found) = tree(text);
        assert!(found.is_empty(), "{found:?}");
        let ids = ["一", "一/（一）", "一/（一）/①", "一/（一）/②", "一/（一）/1", "一/（一）/1/（1）", "二"];
        assert_eq!(paths(&parts[0]), ids);
        let titles: Vec<&str> = parts[0].clauses.iter().map(|clause| clause.title.as_str()).collect();
        assert_eq!(titles, ["走访", "办法", "", "", "登记", "谁写", "汇总"]);
        assert_eq!(parts[0].clauses[2].line, 3);
    }

    #[test]
    fn a_paragraph_cut_by_a_page_is_one_and_keeps_both_lines() {
        let text = "关于走访的通知\n一、走访\n村干部要把每一户的情况，逐户登记在册并按月\n\n上报乡里，15天内办完。\n";
        assert_eq!(lines::read(text).joined, 1);
        let (parts, _) = tree(text);
        let paragraph = &parts[0].clauses[0].text[0];
        assert_eq!(paragraph.line_at(paragraph.text.find("15天").unwrap()), 5);
        assert_eq!(paragraph.line(), 3);
    }

    #[test]
    fn two_plans_in_one_letter_have_a_tree_each() {
        let text = "关于征求意见的公告\n一、时间\n三天。\n甲县走访方案\n(征求意见稿)\n一、走访\n走访。\n甲县登记方案\n一、登记\n登记。\n";
        let (parts, found) = tree(text);
        assert!(found.is_empty(), "{found:?}");
        let seen: Vec<(&str, bool, usize)> =
            parts.iter().map(|part| (part.title.as_str(), part.letter, part.clauses.len())).collect();
        assert_eq!(
            seen,
            [("关于征求意见的公告", true, 1), ("甲县走访方案", false, 1), ("甲县登记方案", false, 1)]
        );
    }

    #[test]
    fn a_skipped_and_a_repeated_number_are_told_by_line() {
        let (parts, found) = tree("关于走访的通知\n一、甲\n三、乙\n三、丙\n");
        assert_eq!(paths(&parts[0]), ["一", "三"]);
        let lines: Vec<Option<u32>> = found.iter().map(|finding| finding.at.line).collect();
        assert_eq!(lines, [Some(3), Some(4)]);
    }

    #[test]
    fn marks_of_copying_are_gone_and_struck_text_stays_struck() {
        let text = "[bookmark: A][bookmark: B]关于走访的通知\n一、走访\n**要走到。**~~每天走一遍。~~每 5 天走一遍。\n";
        assert_eq!(lines::read(text).struck, 1);
        let (parts, _) = tree(text);
        assert_eq!(parts[0].title, "关于走访的通知");
        assert_eq!(parts[0].clauses[0].text[0].text, "要走到。~~每天走一遍。~~每5天走一遍。");
        assert!(!parts[0].clauses[0].live().contains("每天"));
    }
}
