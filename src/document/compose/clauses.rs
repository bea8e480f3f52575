//! The page of a policy's text 文件要点: the clauses in our own words, each at an address of its own.

use super::policy::{PolicyPage, linked};
use super::source::said;
use super::{page, paragraph};
use crate::document::{Block, Document, Meta, Public, Text};
use crate::policy::text::Clause;
use crate::policy::{Pack, text};

/// Composes the page from the clauses that may be told; none if there is none.
pub fn policy_text(pack: &Pack, to: &PolicyPage<'_>) -> Option<Document<Public>> {
    let told: Vec<&Clause> = pack.text.clauses.iter().filter(|clause| pack.may_tell(&clause.path)).collect();
    if told.is_empty() {
        return None;
    }
    let place = format!("{}/text.md", pack.path);
    let mut blocks = vec![
        paragraph(
            "这里用大白话转述文件的要点，条款号和原文一样。要看原文、要引用，请找发文机关的文件。",
            "程序",
        ),
        linked("步骤、时限、帮扶措施，看", &super::policy::name(pack, to), to.folder, "。"),
    ];
    // Where only parts may be told, a part begins with its whole number and without what is above it.
    let mut top = 1;
    for (at, clause) in told.iter().enumerate() {
        let below = |above: &&Clause| clause.path.starts_with(&format!("{}/", above.path));
        let heading = if clause.depth == 1 || told[..at].iter().any(below) {
            clause.heading()
        } else {
            top = clause.depth;
            format!("{} {}", said(&clause.path), clause.title)
        };
        if clause.depth == 1 {
            top = 1;
        }
        blocks.push(Block::Heading {
            level: u8::try_from(clause.depth + 1 - top).unwrap_or(u8::MAX),
            text: Text::open(heading.trim(), &place),
            id: Some(text::anchor(&clause.path)),
        });
        blocks.extend(clause.paragraphs().into_iter().map(|text| paragraph(text, &place)));
    }
    let title = format!("{}：文件要点", super::policy::name(pack, to));
    let description = format!("{}逐条转述", pack.titles());
    let meta = page(Text::open(title, &place), description, to.publisher, to.today);
    Some(Document::of_parts(Meta { stamp: pack.stamp(), ..meta }, blocks))
}
