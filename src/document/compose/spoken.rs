//! Scripts for the loudspeaker 广播稿: a notice or a leaflet as it is said: greeting, what, until when, whom to call, and
//! the one thing to remember once more. Rows only where the pack lists columns for the loudspeaker, and then all of them.

use super::notice::context;
use super::speaker::Speaker;
use super::{Issue, NoticeFacts, leaflet};
use crate::calendar::weekday;
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::speech::{Part, Script, cardinal, date, day_of_year, phone, time};
use crate::document::template::{self, Part as Written};
use crate::document::{self, Block, Kind, Meta, Origin, Text, counted};
use crate::policy::{Leaflet, Pack};
use crate::sealed::disclose::Disclosed;
use chrono::{Datelike, NaiveDate, Timelike};

const GREETING: &str = "各位村民，大家好。";
const THANKS: &str = "通知完了，谢谢大家。";

/// A notice that runs.
pub fn spoken_notice(facts: &NoticeFacts<'_>) -> Result<Script, Vec<Diagnostic>> {
    let context = context(facts);
    let file = format!("{}/{}", facts.pack.path, facts.kind.file);
    let pack_file = format!("{}/pack.toml", facts.pack.path);
    let title = template::line(&facts.kind.heading, &context, &pack_file)?;
    let mut speaker = Speaker::default();
    let word = if facts.kind.period.is_some() { "公示" } else { "公告" };
    let own = |text: String| Text::open(text, facts.place);
    let program = |text: &str| Text::open(text, "程序");
    let counts = facts.rows.map_or_else(String::new, |rows| {
        let people = rows.people().map_or_else(String::new, |people| format!("，{people}人"));
        format!("，一共{}", speaker.say(&format!("{}户{people}", rows.households()), "程序"))
    });
    let mut parts = vec![
        Part::needed(own(format!("{GREETING}{}有一件事告诉大家。", facts.issuer))),
        Part::needed(own(format!("现在念一份{word}：{}{counts}。", speaker.say(&title, &pack_file)))),
    ];
    parts.extend(not_yet(facts.pack, &mut speaker));
    let text = facts.pack.files.get(&facts.kind.file).map_or("", String::as_str);
    let mut objection = None;
    let mut rank = 2;
    for part in template::expand_counted(text, &context, &file)? {
        match part {
            Written::Prose(blocks) => {
                parts.extend(paragraphs(&blocks, &mut speaker).into_iter().map(|text| Part { text, rank }));
                // What stands further down is less needed.
                rank = 4;
            }
            Written::Directive { name, argument, .. } if name == "objection" => {
                let said = speaker.say(&counted::plain(&argument), &file);
                objection = Some(Part { text: Text::open(said, &file), rank: 3 });
            }
            Written::Directive { .. } => {}
        }
    }
    if let Some((path, text)) = facts.body {
        for part in template::expand_counted(text, &context, path)? {
            if let Written::Prose(blocks) = part {
                parts
                    .extend(paragraphs(&blocks, &mut speaker).into_iter().map(|text| Part { text, rank: 5 }));
            }
        }
    }
    parts.extend(rows(facts.rows, &mut speaker));
    let told = when(facts);
    parts.push(Part::needed(program(&told)));
    parts.extend(facts.board.map(|board| {
        let place = document::board(facts.place);
        let text = format!("{word}贴在{}，请大家去看。", speaker.say(board, &place));
        Part::needed(Text::open(text, place))
    }));
    parts.extend(objection);
    parts.extend(callers(
        facts.contacts,
        if facts.period.is_some() { "有意见" } else { "有疑问" },
        &mut speaker,
    ));
    parts.push(Part::needed(program(&once_more(facts, word))));
    let mut parts = speaker.ends(parts)?;
    if let Some(rows) = facts.rows {
        let open = parts.iter_mut().filter(|part| part.text.origin != Origin::Roster);
        open.for_each(|part| counted::spoken(&mut part.text, (rows.households(), rows.people())));
    }
    Script::new(meta(&format!("广播稿：{title}"), facts.place, facts.issuer, facts.posted, facts.pack), parts)
}

/// What the village's own words will be refused for, before there are rows to read out.
pub fn doubts(facts: &NoticeFacts<'_>) -> Result<(), Vec<Diagnostic>> {
    let Some((path, text)) = facts.body else { return Ok(()) };
    let parts = match template::expand(text, &context(facts), path) {
        Ok(parts) => parts,
        // Figures of the list are not there yet.
        Err(_) if text.contains("{{") || text.contains("{%") => return Ok(()),
        Err(found) => return Err(found),
    };
    let mut speaker = Speaker::default();
    for part in parts {
        if let Written::Prose(blocks) = part {
            paragraphs(&blocks, &mut speaker);
        }
    }
    speaker.ends(())
}

/// A leaflet: its sections as far as three minutes go.
pub fn spoken_leaflet(pack: &Pack, written: &Leaflet, issue: &Issue<'_>) -> Result<Script, Vec<Diagnostic>> {
    // Codes and addresses are for the eye, phones come at the end.
    let words = Issue { url: None, one_code: None, contacts: &[], ..*issue };
    let document = leaflet(pack, written, &words)?;
    let file = format!("{}/{}", pack.path, written.file);
    let program = |text: &str| Text::open(text, "程序");
    let mut speaker = Speaker::default();
    let mut parts = vec![
        Part::needed(program(GREETING)),
        Part::needed(Text::open(format!("下面讲一讲{}。", speaker.say(&written.title, &file)), &file)),
    ];
    parts.extend(not_yet(pack, &mut speaker));
    let sections = document.blocks.chunk_by(|_, next| !matches!(next, Block::Heading { .. }));
    for section in sections {
        let said: Vec<Text> = paragraphs(section, &mut speaker);
        let Some(first) = said.first() else { continue };
        // A heading with nothing beneath it says nothing.
        if said.len() == 1 && matches!(section.first(), Some(Block::Heading { .. })) {
            continue;
        }
        let text: String = said.iter().map(Text::plain).collect();
        parts.push(Part { text: Text { origin: first.origin.clone(), ..Text::open(text, "") }, rank: 2 });
    }
    parts.push(Part::needed(program("没有念到的，请看明白纸。")));
    parts.extend(callers(issue.contacts, "不清楚的", &mut speaker));
    parts.extend(issue.contacts.first().map(|contact| {
        let text = format!("再说一遍电话：{}。", number(contact, &mut speaker));
        Part::needed(Text::open(text, &contact.place))
    }));
    parts.push(Part::needed(program(THANKS)));
    let title = format!("广播稿：{}", written.title);
    let parts = speaker.ends(parts)?;
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
fn not_yet(pack: &Pack, speaker: &mut Speaker) -> Option<Part> {
    let (stamp, place) = (pack.stamp()?, format!("{}/pack.toml", pack.path));
    let text = format!("念的是{}，还没有正式定下来。", speaker.say(&stamp, &place));
    Some(Part::needed(Text::open(text, place)))
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
            facts.closes.map_or_else(String::new, |at| time(at.hour().into(), at.minute().into()))
        ),
        None => format!("再说一遍：{word}从{}起张贴，请大家去看。", date(facts.posted)),
    };
    format!("{said}{THANKS}")
}

/// All rows, or none: half a list would say that the others are not on it.
fn rows(rows: Option<&Disclosed>, speaker: &mut Speaker) -> Option<Part> {
    let rows = rows.filter(|rows| rows.listed())?;
    let said = (1..).zip(rows.read_out()).map(|(number, row)| {
        let lead = cardinal(u64::try_from(number).unwrap_or(0));
        format!("第{lead}户，{}。", speaker.say_row(number, &row))
    });
    Some(Part { text: Text::roster(format!("名单念一遍。{}", said.collect::<String>())), rank: 1 })
}

/// Whom to call: the first always, a second if there is time.
fn callers(contacts: &[Contact], why: &str, speaker: &mut Speaker) -> Vec<Part> {
    let said = |(at, contact): (usize, &Contact)| {
        let lead = if at == 0 { format!("{why}，请找") } else { "也可以找".to_owned() };
        let name = speaker.say(contact.name.as_str(), &contact.place);
        let text = format!("{lead}{name}，电话是{}。", number(contact, speaker));
        Part { text: Text::open(text, &contact.place), rank: if at == 0 { 0 } else { 6 } }
    };
    contacts.iter().take(2).enumerate().map(said).collect()
}

/// A phone; one with words in it (转802) is said like any text about a phone.
fn number(contact: &Contact, speaker: &mut Speaker) -> String {
    let written = contact.phone.as_str();
    if written.chars().all(|c| c.is_ascii_digit() || "- +".contains(c)) {
        return phone(written);
    }
    let said = speaker.say(&format!("电话{written}"), &contact.place);
    said.strip_prefix("电话").map_or(said.clone(), str::to_owned)
}

/// Blocks as they are said: headings and paragraphs, items of lists one after another, labels before their values.
/// Tables, boxes of days, codes and seals are for the eye.
fn paragraphs(blocks: &[Block], speaker: &mut Speaker) -> Vec<Text> {
    let mut said = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => {
                said.extend(spoken(text, "", speaker))
            }
            Block::List { ordered, items } => {
                for (number, item) in (1..).zip(items) {
                    let inner = paragraphs(item, speaker);
                    let plain: String = inner.iter().map(Text::plain).collect();
                    let lead = if *ordered { format!("第{}，", cardinal(number)) } else { String::new() };
                    let origin = inner.first().map(|text| text.origin.clone());
                    said.extend(
                        origin.map(|origin| Text { origin, ..Text::open(format!("{lead}{plain}"), "") }),
                    );
                }
            }
            Block::Facts(pairs) => {
                for (label, value) in pairs {
                    let label = speaker.say(&label.plain(), "程序");
                    said.extend(spoken(value, &format!("{label}："), speaker));
                }
            }
            Block::Callout { title, blocks } => {
                said.extend(title.iter().flat_map(|title| spoken(title, "", speaker)));
                said.extend(paragraphs(blocks, speaker));
            }
            Block::Track(track) => said.extend(paragraphs(&track.plain(), speaker)),
            Block::Until { blocks, .. } => said.extend(paragraphs(blocks, speaker)),
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
fn spoken(text: &Text, lead: &str, speaker: &mut Speaker) -> Option<Text> {
    let Origin::Open(place) = &text.origin else { return None };
    let mut said = speaker.say(&text.plain().replace('\n', "，"), place);
    if said.is_empty() {
        return None;
    }
    if !said.ends_with(['。', '！', '？', '：', '；']) {
        said.push('。');
    }
    Some(Text { origin: text.origin.clone(), ..Text::open(format!("{lead}{said}"), "") })
}
