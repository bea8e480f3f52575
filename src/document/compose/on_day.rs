//! A notice on a day 当天的公示: the document of a proof's face → what is read of it today: how its period stands, what the ledger
//! tells, and, once its rows must not be shown, what is left without them. No word of the face is changed.

use super::{Course, paragraph};
use crate::calendar;
use crate::document::{Block, Document, Public, Text};
use crate::policy::{Channel, NoticeKind};
use crate::schedule::{Ended, State};
use chrono::NaiveDate;

/// What is known of a notice on a day.
pub struct OnDay<'a> {
    /// Its kind.
    pub kind: &'a NoticeKind,
    /// State on the day.
    pub state: State,
    /// What the ledger tells of it; none before it was posted.
    pub course: Option<Course<'a>>,
    /// Day and version of what is to hang next, where it is another than what hung.
    pub next: Option<(NaiveDate, u16)>,
    /// Posting day.
    pub posted: NaiveDate,
    /// For which channel.
    pub channel: Channel,
    /// What stands small at its foot: print run, way of signing, ledger's head.
    pub imprint: &'a str,
    /// Where the notice is declared.
    pub place: &'a str,
}

impl OnDay<'_> {
    fn ended(&self) -> Option<Ended> {
        self.course.and_then(|course| course.ended(self.state))
    }

    fn word(&self) -> &'static str {
        if self.kind.period.is_some() { "公示" } else { "公告" }
    }
}

/// The notice with its rows.
pub fn with_rows(mut document: Document<Public>, day: &OnDay<'_>) -> Document<Public> {
    document.blocks = on_day(std::mem::take(&mut document.blocks), day);
    with_imprint(document, day)
}

/// What stays when rows must not be shown: title, period, contacts, and what became of it.
pub fn without_rows(mut document: Document<Public>, day: &OnDay<'_>) -> Document<Public> {
    let mut blocks = vec![paragraph(said(day), "程序")];
    let kept = document.blocks.drain(..).filter_map(|block| match block {
        Block::Period(_) | Block::Seal { .. } => Some(block),
        // How long the paper hangs is for the paper to say.
        Block::Facts(mut pairs) => {
            pairs.retain(|(label, _)| label.plain() != "张贴保留");
            (!pairs.is_empty()).then_some(Block::Facts(pairs))
        }
        _ => None,
    });
    blocks.extend(on_day(kept.collect(), day));
    document.blocks = blocks;
    with_imprint(document, day)
}

fn with_imprint(mut document: Document<Public>, day: &OnDay<'_>) -> Document<Public> {
    document.imprint = (!day.imprint.is_empty()).then(|| Text::open(day.imprint, "程序"));
    document
}

fn on_day(blocks: Vec<Block>, day: &OnDay<'_>) -> Vec<Block> {
    let mut facts = match (&day.course, day.channel) {
        (Some(course), Channel::Web) => course.pairs(day.kind, day.place, day.next),
        (Some(course), _) => course.corrections(day.next),
        (None, _) => Vec::new(),
    };
    let period = blocks.iter().find_map(|block| match block {
        Block::Period(period) => Some((period.from, period.to)),
        _ => None,
    });
    let ended = period.zip(day.ended()).map(|((from, to), ended)| {
        let how = match ended {
            Ended::Amended(_) => "作废，重新张贴以后重新计算",
            Ended::Withdrawn(day) if day <= to => "没有满就撤回了",
            Ended::Withdrawn(_) => "期满以后撤回",
        };
        let words = format!("{}至{}（{how}）", calendar::chinese(from), calendar::chinese(to));
        (Text::open("公示期", "程序"), Text::open(words, "程序"))
    });
    let mut out = Vec::new();
    let mut blocks = blocks.into_iter().peekable();
    let mut placed = false;
    while let Some(block) = blocks.next() {
        match block {
            // No box: nobody shall take these days for a term that still runs.
            Block::Period(mut period) => {
                if ended.is_none() {
                    period.state = Text::open(state_words(day.state), "程序");
                    out.push(Block::Period(period));
                }
                let mut pairs: Vec<(Text, Text)> = ended.clone().into_iter().collect();
                if let Some(Block::Facts(_)) = blocks.peek().filter(|next| is_where(next))
                    && let Some(Block::Facts(own)) = blocks.next()
                {
                    pairs.extend(own);
                }
                pairs.append(&mut facts);
                placed = true;
                if !pairs.is_empty() {
                    out.push(Block::Facts(pairs));
                }
            }
            Block::Facts(mut pairs) if !placed && is_where(&Block::Facts(pairs.clone())) => {
                pairs.append(&mut facts);
                placed = true;
                out.push(Block::Facts(pairs));
            }
            Block::Seal { .. } if !placed && !facts.is_empty() => {
                placed = true;
                out.push(Block::Facts(std::mem::take(&mut facts)));
                out.push(block);
            }
            other => out.push(other),
        }
    }
    if !facts.is_empty() {
        out.push(Block::Facts(facts));
    }
    out
}

/// Whether a block says where, and how long, the paper hangs.
fn is_where(block: &Block) -> bool {
    let Block::Facts(pairs) = block else { return false };
    pairs.first().is_some_and(|(label, _)| ["公示地点", "张贴保留"].contains(&label.plain().as_str()))
}

fn state_words(state: State) -> &'static str {
    match state {
        State::Upcoming => "未开始",
        State::Open => "公示中",
        State::Closed => "公示期已满",
        State::Expired => "已期满，名单已撤下",
    }
}

/// The one sentence that stands for the list.
fn said(day: &OnDay<'_>) -> String {
    let word = day.word();
    let on = calendar::chinese_with_weekday;
    let posted = on(day.posted);
    let corrected = day.course.is_some_and(|course| !course.life.amended.is_empty());
    match (day.ended(), day.state) {
        (Some(Ended::Withdrawn(day)), _) => {
            format!("这份{word}已于{}撤回，名单不再公布。需要了解情况的，请打下面的电话。", on(day))
        }
        (Some(Ended::Amended(day)), _) => format!(
            "这份{word}的内容要更正，已于{}撤下。更正以后重新张贴，期限重新计算。需要了解情况的，请打下面的电话。",
            on(day)
        ),
        (None, State::Upcoming) if corrected => {
            format!("这份{word}更正以后，将于{posted}重新张贴，届时公布名单。")
        }
        (None, State::Upcoming) => format!("这份{word}将于{posted}张贴，届时公布名单。"),
        // Its rows may be seen, and cannot be shown.
        (None, State::Open | State::Closed) => {
            format!("这份{word}的名单现在不在网上。要看名单、了解情况的，请打下面的电话。")
        }
        (None, _) if day.kind.period.is_none() => {
            "张贴期已经满了，名单已按规定撤下。需要了解情况的，请打下面的电话。".to_owned()
        }
        (None, _) => {
            "公示期和张贴期都已经满了，名单已按规定撤下。需要了解情况的，请打下面的电话。".to_owned()
        }
    }
}
