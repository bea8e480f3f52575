//! Scripts for the loudspeaker 广播稿: a notice or a leaflet as it is said: greeting, what, until when, whom to call, and
//! the one thing to remember once more. Rows only where the pack lists columns for the loudspeaker, and then all of them.

use super::notice::context;
use super::{Issue, NoticeFacts, leaflet};
use crate::calendar::weekday;
use crate::diag::Diagnostic;
use crate::document::speech::{Part, Script, date, day_of_year, phone, speak};
use crate::document::template::{self, Part as Written};
use crate::document::{self, Block, Kind, Meta, Origin, Text};
use crate::policy::{Leaflet, Pack};
use crate::render::site::Contact;
use crate::sealed::disclose::Disclosed;
use chrono::{Datelike, NaiveDate};

const GREETING: &str = "各位村民，大家好。";
const THANKS: &str = "通知完了，谢谢大家。";

/// A notice that runs.
pub fn spoken_notice(facts: &NoticeFacts<'_>) -> Result<Script, Vec<Diagnostic>> {
    let context = context(facts);
    let file = format!("{}/{}", facts.pack.path, facts.kind.file);
    let title = template::line(&facts.kind.heading, &context, &format!("{}/pack.toml", facts.pack.path))?;
    let word = if facts.kind.period.is_some() { "公示" } else { "公告" };
    let own = |text: String| Text::open(text, facts.place);
    let program = |text: &str| Text::open(text, "程序");
    let counts = facts.rows.map_or_else(String::new, |rows| {
        let people = rows.people().map_or_else(String::new, |people| format!("，{people}人"));
        format!("，一共{}", speak(&format!("{}户{people}", rows.households())))
    });
    let mut parts = vec![
        Part::needed(own(format!("{GREETING}{}有一件事告诉大家。", facts.issuer))),
        Part::needed(own(format!("现在念一份{word}：{}{counts}。", speak(&title)))),
    ];
    parts.extend(not_yet(facts.pack));
    let text = facts.pack.files.get(&facts.kind.file).map_or("", String::as_str);
    let mut objection = None;
    let mut rank = 2;
    for part in template::expand(text, &context, &file)? {
        match part {
            Written::Prose(blocks) => {
                parts.extend(paragraphs(&blocks).into_iter().map(|text| Part { text, rank }));
                // What stands further down is less needed.
                rank = 4;
            }
            Written::Directive { name, argument, .. } if name == "objection" => {
                objection = Some(Part { text: Text::open(speak(&argument), &file), rank: 3 });
            }
            Written::Directive { .. } => {}
        }
    }
    if let Some((path, text)) = facts.body {
        for part in template::expand(text, &context, path)? {
            if let Written::Prose(blocks) = part {
                parts.extend(paragraphs(&blocks).into_iter().map(|text| Part { text, rank: 5 }));
            }
        }
    }
    parts.extend(rows(facts.rows));
    parts.push(Part::needed(program(&when(facts))));
    parts.extend(facts.board.map(|board| {
        let text = format!("{word}贴在{}，请大家去看。", speak(board));
        Part::needed(Text::open(text, document::board(facts.place)))
    }));
    parts.extend(objection);
    parts.extend(callers(facts.contacts, if facts.period.is_some() { "有意见" } else { "有疑问" }));
    parts.push(Part::needed(program(&once_more(facts, word))));
    Script::new(meta(&format!("广播稿：{title}"), facts.place, facts.issuer, facts.posted, facts.pack), parts)
}

/// A leaflet: its sections as far as three minutes go.
pub fn spoken_leaflet(pack: &Pack, written: &Leaflet, issue: &Issue<'_>) -> Result<Script, Vec<Diagnostic>> {
    // Codes and addresses are for the eye, phones come at the end.
    let words = Issue { url: None, one_code: None, contacts: &[], ..*issue };
    let document = leaflet(pack, written, &words)?;
    let file = format!("{}/{}", pack.path, written.file);
    let program = |text: &str| Text::open(text, "程序");
    let mut parts = vec![
        Part::needed(program(GREETING)),
        Part::needed(Text::open(format!("下面讲一讲{}。", speak(&written.title)), &file)),
    ];
    parts.extend(not_yet(pack));
    let sections = document.blocks.chunk_by(|_, next| !matches!(next, Block::Heading { .. }));
    for section in sections {
        let said: Vec<Text> = paragraphs(section);
        let Some(first) = said.first() else { continue };
        // A heading with nothing beneath it says nothing.
        if said.len() == 1 && matches!(section.first(), Some(Block::Heading { .. })) {
            continue;
        }
        let text: String = said.iter().map(Text::plain).collect();
        parts.push(Part { text: Text { origin: first.origin.clone(), ..Text::open(text, "") }, rank: 2 });
    }
    parts.push(Part::needed(program("没有念到的，请看明白纸。")));
    parts.extend(callers(issue.contacts, "不清楚的"));
    parts.extend(issue.contacts.first().map(|contact| {
        Part::needed(Text::open(format!("再说一遍电话：{}。", phone(&contact.phone)), &contact.place))
    }));
    parts.push(Part::needed(program(THANKS)));
    let title = format!("广播稿：{}", written.title);
    Script::new(meta(&title, &file, issue.issuer, issue.date, pack), parts)
}

fn meta(title: &str, place: &str, issuer: &str, date: NaiveDate, pack: &Pack) -> Meta {
    Meta {
        title: Text::open(title, place),
        description: title.to_owned(),
        kind: Kind::Leaflet,
        issuer: issuer.to_owned(),
        date,
        number: None,
        salutation: None,
        stamp: pack.stamp(),
    }
}

/// What every page of a draft is marked with, nobody hears: it is said.
fn not_yet(pack: &Pack) -> Option<Part> {
    let stamp = pack.stamp()?;
    let text = format!("念的是{}，还没有正式定下来。", speak(&stamp));
    Some(Part::needed(Text::open(text, format!("{}/pack.toml", pack.path))))
}

/// The period, its last day with its weekday.
fn when(facts: &NoticeFacts<'_>) -> String {
    match facts.period {
        Some(period) => format!(
            "公示期从{}开始，到{}为止，最后一天是{}。",
            date(period.from),
            until(period.from, period.to),
            weekday(period.to)
        ),
        None => format!("公告从{}起张贴。", date(facts.posted)),
    }
}

/// The end of a term; its year is said when it is another one.
fn until(from: NaiveDate, to: NaiveDate) -> String {
    if from.year() == to.year() { day_of_year(to) } else { date(to) }
}

/// The one thing to remember, at the end.
fn once_more(facts: &NoticeFacts<'_>, word: &str) -> String {
    let said = match facts.period {
        Some(period) => format!(
            "再说一遍：公示期到{}，{}。有不同意见的，到这一天{}为止都可以提。",
            date(period.to),
            weekday(period.to),
            facts.closes.map_or_else(String::new, |at| speak(&at.format("%-H:%M").to_string()))
        ),
        None => format!("再说一遍：{word}从{}起张贴，请大家去看。", date(facts.posted)),
    };
    format!("{said}{THANKS}")
}

/// All rows, or none: half a list would say that the others are not on it.
fn rows(rows: Option<&Disclosed>) -> Option<Part> {
    let rows = rows.filter(|rows| rows.listed())?;
    let said = (1..)
        .zip(rows.read_out())
        .map(|(number, row)| format!("{}，{}。", speak(&format!("第{number}户")), speak(&row)));
    Some(Part { text: Text::roster(format!("名单念一遍。{}", said.collect::<String>())), rank: 1 })
}

/// Whom to call: the first always, a second if there is time.
fn callers(contacts: &[Contact], why: &str) -> Vec<Part> {
    let said = |(at, contact): (usize, &Contact)| {
        let lead = if at == 0 { format!("{why}，请找") } else { "也可以找".to_owned() };
        let text = format!("{lead}{}，电话是{}。", speak(contact.name.as_str()), phone(&contact.phone));
        Part { text: Text::open(text, &contact.place), rank: if at == 0 { 0 } else { 6 } }
    };
    contacts.iter().take(2).enumerate().map(said).collect()
}

/// Blocks as they are said: headings and paragraphs, items of lists one after another, labels before their values.
/// Tables, boxes of days, codes and seals are for the eye.
fn paragraphs(blocks: &[Block]) -> Vec<Text> {
    let mut said = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => said.extend(spoken(text, "")),
            Block::List { ordered, items } => {
                for (number, item) in (1..).zip(items) {
                    let inner = paragraphs(item);
                    let plain: String = inner.iter().map(Text::plain).collect();
                    let lead = if *ordered {
                        format!("{}，", speak(&format!("第{number}")))
                    } else {
                        String::new()
                    };
                    let origin = inner.first().map(|text| text.origin.clone());
                    said.extend(
                        origin.map(|origin| Text { origin, ..Text::open(format!("{lead}{plain}"), "") }),
                    );
                }
            }
            Block::Facts(pairs) => {
                for (label, value) in pairs {
                    said.extend(spoken(value, &format!("{}：", speak(&label.plain()))));
                }
            }
            Block::Callout { title, blocks } => {
                said.extend(title.iter().flat_map(|title| spoken(title, "")));
                said.extend(paragraphs(blocks));
            }
            Block::Track(track) => said.extend(paragraphs(&track.plain())),
            Block::Until { blocks, .. } => said.extend(paragraphs(blocks)),
            Block::Period(_)
            | Block::Table(_)
            | Block::Qr { .. }
            | Block::Seal { .. }
            | Block::Grid(_)
            | Block::Sign(_)
            | Block::Part(_) => {}
        }
    }
    said
}

/// A text with a full stop, from where it came.
fn spoken(text: &Text, lead: &str) -> Option<Text> {
    let open = matches!(text.origin, Origin::Open(_));
    let mut said = speak(&text.plain().replace('\n', "，"));
    if said.is_empty() || !open {
        return None;
    }
    if !said.ends_with(['。', '！', '？', '：', '；']) {
        said.push('。');
    }
    Some(Text { origin: text.origin.clone(), ..Text::open(format!("{lead}{said}"), "") })
}
