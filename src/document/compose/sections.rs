//! The sections of a policy page: what may be told of the pack, kind by kind, each fact with its clause.

use super::numbers::numbers;
use super::paragraph;
use super::policy::heading;
use super::source::Sources;
use super::track::track;
use crate::document::{Block, Text};
use crate::policy::told::{Told, ToldProcedure};
use crate::policy::written::Passage;
use crate::policy::{Measure, Pack, Threshold};

/// Label and value of each fact.
type Pairs = Vec<(Text, Text)>;

/// Everything that may be told, under its headings.
pub(super) fn sections(pack: &Pack, told: &Told<'_>, sources: &Sources<'_>, place: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        told.procedure.iter().flat_map(|is| procedure(pack, is, sources, place)).collect();
    for (title, id, pairs) in lists(told, sources, place) {
        if !pairs.is_empty() {
            blocks.push(heading(title, place, id));
            blocks.push(Block::Facts(pairs));
        }
    }
    if let Some(table) = numbers(pack, told, sources, place) {
        blocks.push(heading("这些天数从哪里来", place, "numbers"));
        blocks.push(paragraph("每个天数都对应文件的一条。文件没有规定的，写明本地决定的理由。", "程序"));
        blocks.push(table);
    }
    blocks
}

/// The picture, and what may come before all of it in an emergency.
fn procedure(pack: &Pack, told: &ToldProcedure<'_>, sources: &Sources<'_>, place: &str) -> Vec<Block> {
    let id = format!("procedure-{}", told.is.id);
    let mut blocks = vec![heading(&format!("{}的步骤", told.is.title), place, &id)];
    if let Some(aid) = told.aid_first {
        let text =
            sources.after(&format!("{}，可以{}。", aid.condition, aid.wording), Some(&aid.clause), None);
        let said = Block::Paragraph { text, indent: false, align: crate::document::Align::Start };
        blocks.push(Block::Callout { title: None, blocks: vec![said] });
    }
    blocks.push(Block::Track(track(pack, told, Some(sources))));
    blocks
}

fn lists(told: &Told<'_>, sources: &Sources<'_>, place: &str) -> Vec<(&'static str, &'static str, Pairs)> {
    let open = |text: &str| Text::open(text, place);
    let categories = told
        .category
        .iter()
        .map(|is| (open(&is.title), sources.after(&is.criteria, is.clause.as_ref(), is.local.as_ref())));
    let passages = |all: &[&Passage]| -> Pairs {
        all.iter().map(|is| (open(&is.title), sources.after(&is.text, Some(&is.clause), None))).collect()
    };
    let duties = told.duty.iter().map(|is| {
        let said = format!("{}，{}办。", is.wording, is.actor);
        (open(&is.title), sources.after(&said, is.clause.as_ref(), is.local.as_ref()))
    });
    let points = told.point.iter().map(|is| {
        let lines: Vec<&str> = is.text.lines().map(|line| line.trim_start_matches(['-', ' '])).collect();
        let title = format!("{}. {}", is.n, is.title);
        (open(&title), sources.after(&lines.concat(), Some(&is.clause), None))
    });
    let conflicts = told.conflict.iter().filter_map(|is| {
        let answer = is.answer?;
        let said = format!("{}。{}", is.words(), answer.text);
        Some((open(&answer.title), sources.after(&said, answer.clause.as_ref(), answer.local.as_ref())))
    });
    vec![
        ("监测哪些家庭", "categories", categories.collect()),
        (
            "收入和数额的标准",
            "thresholds",
            told.threshold.iter().flat_map(|is| threshold(is, sources, place)).collect(),
        ),
        ("线索从哪里来", "discovery", passages(&told.discovery)),
        ("哪些情况适用", "scope", passages(&told.scope)),
        ("怎样退出", "exit", passages(&told.exit)),
        ("定期要办的事", "duties", duties.collect()),
        ("要点", "points", points.collect()),
        ("帮扶措施", "measures", told.measure.iter().map(|is| measure(is, sources, place)).collect()),
        ("规定之间对不上的地方，这样办", "conflicts", conflicts.collect()),
    ]
}

/// The amount, and over which months it is summed.
fn threshold(is: &Threshold, sources: &Sources<'_>, place: &str) -> Pairs {
    let open = |text: &str| Text::open(text, place);
    let said = format!("{}。", is.wording);
    let mut pairs = vec![(open(&is.title), sources.after(&said, is.clause.as_ref(), is.local.as_ref()))];
    pairs.extend(is.period.as_ref().map(|period| {
        let said = format!("算{}。", period.wording);
        let title = format!("{}怎么算", is.concept);
        (open(&title), sources.after(&said, period.clause.as_ref(), period.local.as_ref()))
    }));
    pairs
}

fn measure(is: &Measure, sources: &Sources<'_>, place: &str) -> (Text, Text) {
    let who = match is.departments.as_slice() {
        [] => String::new(),
        all => format!("由{}负责。", all.join("、")),
    };
    (Text::open(&is.title, place), sources.after(&format!("{}{who}", is.text), Some(&is.clause), None))
}
