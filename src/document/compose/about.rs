//! About this site 本站说明: how names are masked, what is never shown, and when rows come down.

use super::{page, paragraph};
use crate::document::{Align, Block, Document, Public, Text};
use crate::policy::written::{Channel, Technique};
use crate::policy::{Pack, Show, floor};
use chrono::NaiveDate;

/// Composes the page from the pack's show rules and the floor.
/// `head`: the ledger's head 台账末条, once there is a ledger.
pub fn about(
    pack: &Pack,
    (township, publisher): (&str, &str),
    head: Option<&str>,
    today: NaiveDate,
) -> Document<Public> {
    let place = format!("{}/pack.toml", pack.path);
    let mut blocks = vec![
        paragraph("公示是为了让大家监督，不是为了让人难堪。所以本站只公开够用的内容，并且到期撤下。", "程序"),
        heading("公开什么，怎样公开"),
        Block::Facts(shown(pack).iter().map(|show| fact(show, &place)).collect()),
        heading("任何时候都不公开"),
    ];
    let never = [&floor::IDENTIFIERS, &floor::NAMES, &floor::SENSITIVE].into_iter().map(|line| {
        let text = Text::open(format!("{}（依据：{}）", line.what, line.law), "红线");
        vec![Block::Paragraph { text, indent: false, align: Align::Start }]
    });
    blocks.push(Block::List { ordered: false, items: never.collect() });
    blocks.push(heading("什么时候撤下"));
    blocks.push(paragraph("公示期满、张贴天数也满了以后，名单从网上撤下，只留下标题和日期。", "程序"));
    for notice in &pack.is.notice {
        if let Some(rule) = &notice.small_group {
            let text = format!(
                "{}：不满{}户的小组，网上合并显示为“{}”。{}。",
                notice.title, rule.below, rule.shown_as, rule.reason
            );
            blocks.push(paragraph(text, &place));
        }
    }
    if let Some(head) = head {
        blocks.push(heading("台账"));
        let text = format!(
            "公示、更正、撤下都记在台账里，一条接一条，改不了。做这个网站时的台账末条：{head}。抄下它，以后可以请办公室核对台账有没有改过。"
        );
        blocks.push(paragraph(text, "程序"));
    }
    let meta =
        page(Text::open("本站说明", "程序"), format!("{township}公示网站怎样保护个人信息"), publisher, today);
    Document::of_parts(meta, blocks)
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: Text::open(text, "程序"), id: None }
}

/// The web columns, each named once.
fn shown(pack: &Pack) -> Vec<&Show> {
    let mut shown: Vec<&Show> = Vec::new();
    for show in pack.is.show.iter().filter(|show| show.channel.contains(&Channel::Web)) {
        if !shown.iter().any(|earlier| earlier.title == show.title) {
            shown.push(show);
        }
    }
    shown
}

fn fact(show: &Show, place: &str) -> (Text, Text) {
    let how = match &show.how {
        Technique::Ordinal => "重新编号".to_owned(),
        Technique::AsIs => "照实显示".to_owned(),
        Technique::MaskName { minor_under, minor, .. } => {
            format!("遮住一部分；户主不满{minor_under}岁的，显示“{minor}”")
        }
        Technique::TopCoded { top, unit } => format!("{top}{unit}及以上的合并显示"),
        Technique::OneOf { values } => format!("只显示规定的名称：{}", values.join("、")),
    };
    (Text::open(&show.title, place), Text::open(format!("{how}。{}", show.reason), place))
}
