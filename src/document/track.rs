//! A procedure as a picture 流程图: who does what, in which order, by when. Screens draw it, paper lists it.

use super::{Align, Block, Span, Text};

/// A procedure 程序 with its steps in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// What the picture shows.
    pub title: Text,
    /// Levels 层级 that act, the lowest first.
    pub lanes: Vec<Text>,
    /// Steps in order.
    pub stops: Vec<Stop>,
    /// The limit over a part of the chain 全程时限.
    pub whole: Option<Whole>,
}

/// A step 步骤.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// What is done.
    pub title: Text,
    /// Who does it.
    pub actor: Text,
    /// The level as the pack says it, e.g. 村、镇.
    pub level: Text,
    /// First and last of the picture's lanes that it lies in.
    pub lanes: (usize, usize),
    /// What it yields 产出.
    pub produces: Option<Text>,
    /// By when it must be done, and counted from which step.
    pub limit: Option<Limit>,
    /// Not before when 最短间隔, e.g. “标注”满1年以上才能办.
    pub wait: Option<Text>,
    /// The notice that it posts.
    pub posting: Option<Posting>,
    /// Where it is written 依据.
    pub source: Option<Text>,
}

/// A limit 时限 on the way to a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// How the policy says it, e.g. 5个工作日内.
    pub wording: Text,
    /// The step from which it counts, when that is not the one before: `从“提出”起`.
    pub since: Option<Text>,
    /// Where it is written 依据.
    pub source: Option<Text>,
}

/// A notice 公示、公告 that a step posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Posting {
    /// Kind's title.
    pub title: Text,
    /// How long objections are accepted; a 公告 has no period.
    pub wording: Option<Text>,
    /// Who must have signed before, e.g. 先签字：村民委员会.
    pub signed: Text,
    /// Where the period is written 依据.
    pub source: Option<Text>,
}

/// The limit over the steps from one to another 全程时限.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Number of the first step, from zero.
    pub from: usize,
    /// Number of the last.
    pub to: usize,
    /// How the policy says it, e.g. 一般不超过15天.
    pub wording: Text,
    /// The same as a sentence that names both steps.
    pub sentence: Text,
    /// Where it is written 依据.
    pub source: Option<Text>,
}

impl Track {
    /// The same as numbered steps 分步: for paper, and for leaflets.
    pub fn plain(&self) -> Vec<Block> {
        let item = |stop: &Stop| {
            let mut spans =
                vec![Span::Strong(stop.title.plain()), Span::Plain(format!("（{}）", stop.actor.plain()))];
            let limit = stop.limit.as_ref().map(|limit| &limit.wording);
            let period = || stop.posting.as_ref().and_then(|posting| posting.wording.as_ref());
            if let Some(wording) = limit.or_else(period) {
                spans.push(Span::Plain(format!("：{}", wording.plain())));
            }
            spans.extend(stop.wait.iter().map(|wait| Span::Plain(format!("：{}", wait.plain()))));
            let text = Text { spans, origin: stop.title.origin.clone() };
            vec![Block::Paragraph { text, indent: false, align: Align::Start }]
        };
        let mut blocks = vec![Block::List { ordered: true, items: self.stops.iter().map(item).collect() }];
        if let Some(whole) = &self.whole {
            let text = whole.sentence.clone();
            let sentence = Block::Paragraph { text, indent: true, align: Align::Start };
            blocks.push(Block::Callout { title: None, blocks: vec![sentence] });
        }
        blocks
    }

    /// Every text that the picture shows.
    pub(super) fn texts(&self) -> Vec<&Text> {
        let mut texts = vec![&self.title];
        texts.extend(&self.lanes);
        for stop in &self.stops {
            texts.extend([&stop.title, &stop.actor, &stop.level]);
            texts.extend(stop.produces.iter().chain(&stop.wait).chain(&stop.source));
            if let Some(limit) = &stop.limit {
                texts.push(&limit.wording);
                texts.extend(limit.since.iter().chain(&limit.source));
            }
            if let Some(posting) = &stop.posting {
                texts.extend([&posting.title, &posting.signed]);
                texts.extend(posting.wording.iter().chain(&posting.source));
            }
        }
        if let Some(whole) = &self.whole {
            texts.push(&whole.wording);
            texts.extend(&whole.source);
        }
        texts
    }
}
