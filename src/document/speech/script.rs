//! A script 广播稿: parts to be said, of which the less needed give way until it is short enough. No sentence is ever cut.

use super::{A_MINUTE, LONGEST, length};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Block, Document, Kind, Meta, Public, Text};

crate::codes! {
    TOO_LONG = "speech-too-long":
        "广播稿念三分钟也念不完：村名、单位名称、公示地点写得太长。改短一些，或者从政策包的 channel 里删去 loudspeaker。"
        / "The parts that a loudspeaker script must hold take more than three minutes.";
    UNCLEAR = "speech-unclear":
        "广播稿里有一处写法念出来会有两种意思，或者念不出来，例如 4/12 是日期还是分数。照提示换一种写法，打印和网页也会更清楚。"
        / "A figure or sign in a text for the loudspeaker can be read in two ways, or not at all. Write it as the remedy says.";
}

/// Something to be said.
#[derive(Debug, Clone)]
pub(in crate::document) struct Part {
    /// Whole sentences, as they are spoken.
    pub(in crate::document) text: Text,
    /// 0 is always said; of the others the largest goes first.
    pub(in crate::document) rank: u8,
}

impl Part {
    /// What is always said.
    pub(in crate::document) fn needed(text: Text) -> Self {
        Self { text, rank: 0 }
    }
}

/// What is said, in order, three minutes at most.
#[derive(Debug, Clone)]
pub struct Script {
    meta: Meta,
    paragraphs: Vec<Text>,
}

impl Script {
    /// Takes every part that is needed, then the others by rank as long as there is time.
    pub(in crate::document) fn new(meta: Meta, parts: Vec<Part>) -> Result<Self, Vec<Diagnostic>> {
        let mut said = vec![false; parts.len()];
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|at| (parts[*at].rank, *at));
        let mut total = 0;
        for at in order {
            let more = length(&parts[at].text.plain());
            let needed = parts[at].rank == 0;
            if needed || total + more <= LONGEST {
                said[at] = true;
                total += more;
            }
        }
        if total > LONGEST {
            let message = format!("广播稿至少{total}字，三分钟念不完");
            let help = "把单位名称、公示地点、标题写短一些";
            return Err(vec![Diagnostic::error(&TOO_LONG, Place::file("程序"), message, help)]);
        }
        let paragraphs = parts.into_iter().zip(said).filter(|(_, said)| *said).map(|(part, _)| part.text);
        Ok(Self { meta, paragraphs: paragraphs.collect() })
    }

    /// From its own document again: what is said stands in its paragraphs.
    pub(crate) fn of_document(document: &Document<Public>) -> Self {
        let said = document.blocks().iter().filter_map(|block| match block {
            Block::Paragraph { text, .. } => Some(text.clone()),
            _ => None,
        });
        Self { meta: document.meta().clone(), paragraphs: said.collect() }
    }

    /// What is said and nothing else, a paragraph a line.
    pub fn words(&self) -> String {
        let lines: Vec<String> = self.paragraphs.iter().map(Text::plain).collect();
        lines.join("\n") + "\n"
    }

    /// For who reads it aloud: large, with how long it takes.
    pub fn document(&self) -> Document<Public> {
        let count: usize = self.paragraphs.iter().map(|text| length(&text.plain())).sum();
        let halves = (count * 2).div_ceil(A_MINUTE).max(1);
        let minutes = match (halves / 2, halves % 2) {
            (0, _) => "半分钟".to_owned(),
            (minutes, half) => {
                let number = ["一", "两", "三"].get(minutes - 1).copied().unwrap_or_default();
                format!("{number}分{}钟", if half == 0 { "" } else { "半" })
            }
        };
        let remark = format!("给念稿子的人：全文{count}字，慢慢念，一遍大约{minutes}。念两遍。");
        let paragraph =
            |text: &Text| Block::Paragraph { text: text.clone(), indent: true, align: Align::Start };
        let remark = Block::Callout { title: None, blocks: vec![paragraph(&Text::open(remark, "程序"))] };
        let blocks = std::iter::once(remark).chain(self.paragraphs.iter().map(paragraph));
        Document::of_parts(Meta { kind: Kind::Leaflet, ..self.meta.clone() }, blocks.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(rank: u8, length: usize) -> Part {
        Part { text: Text::open(format!("{}。", "一".repeat(length - 1)), "程序"), rank }
    }

    fn script(parts: Vec<Part>) -> Result<Vec<usize>, Vec<Diagnostic>> {
        let meta = Meta {
            title: Text::open("稿", "程序"),
            description: String::new(),
            kind: Kind::Leaflet,
            issuer: String::new(),
            date: chrono::NaiveDate::default(),
            number: None,
            salutation: None,
            stamp: None,
        };
        Script::new(meta, parts).map(|script| script.words().lines().map(length).collect())
    }

    #[test]
    fn what_is_least_needed_gives_way_whole() {
        let parts = vec![part(0, 100), part(2, 300), part(1, 250), part(3, 200), part(0, 50)];
        assert_eq!(script(parts).unwrap(), [100, 250, 200, 50]);
    }

    #[test]
    fn what_must_be_said_is_never_left_out_and_never_too_long() {
        assert_eq!(script(vec![part(0, 300), part(0, 300)]).unwrap(), [300, 300]);
        assert_eq!(script(vec![part(0, 300), part(0, 301)]).unwrap_err()[0].code.id, "speech-too-long");
    }
}
