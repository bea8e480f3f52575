//! A notice 公示/公告 as on its first day: the pack's text, the period box, the objection route, the rows, the place for the
//! seal.

use super::{AidFirst, Circumstances, contacts, page_code, values};
use crate::calendar::{self, Period};
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::template::{self, Part};
use crate::document::{
    self, Align, Block, Count, Counted, Document, Kind, Meta, PeriodBox, Public, Span, Text, counted,
};
use crate::policy::{Channel, NoticeKind, Pack};
use crate::sealed::disclose::Disclosed;
use chrono::{NaiveDate, NaiveTime};

/// Everything a notice is composed from.
pub struct NoticeFacts<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The kind.
    pub kind: &'a NoticeKind,
    /// Township's name.
    pub township: &'a str,
    /// Village's name.
    pub village: &'a str,
    /// Issuing body, as on the seal.
    pub issuer: &'a str,
    /// Posting day.
    pub posted: NaiveDate,
    /// Objection period, if the kind has one.
    pub period: Option<&'a Period>,
    /// When the office that takes objections closes, if it says so.
    pub closes: Option<NaiveTime>,
    /// Last day on which rows may be shown.
    pub rows_until: NaiveDate,
    /// Last day on which the paper must hang.
    pub board_until: NaiveDate,
    /// Where it is posted.
    pub board: Option<&'a str>,
    /// Document number or address of the notice, with its version.
    pub number: String,
    /// Recorded days of steps.
    pub steps: &'a std::collections::BTreeMap<String, NaiveDate>,
    /// The township's decision that aid comes first.
    pub aid_first: Option<AidFirst<'a>>,
    /// Whom to call.
    pub contacts: &'a [Contact],
    /// The rows; none before there are any.
    pub rows: Option<&'a Disclosed>,
    /// Absolute address of its page, for the QR code on prints.
    pub url: Option<String>,
    /// Further text of the notice's own Markdown file: path and text.
    pub body: Option<&'a (String, String)>,
    /// For which channel.
    pub channel: Channel,
    /// Where the notice is declared.
    pub place: &'a str,
}

/// A notice that says nothing yet.
pub fn silent(date: NaiveDate) -> Document<Public> {
    let meta = Meta {
        title: Text::open("", "程序"),
        description: String::new(),
        kind: Kind::Notice,
        issuer: String::new(),
        date,
        number: None,
        salutation: None,
        stamp: None,
    };
    Document::of_parts(meta, Vec::new())
}

/// A notice of which only this is known today: its title with the place where that is declared, who issued it, when it was
/// posted, whom to call.
pub fn bare(
    (title, place): (&str, &str),
    issuer: &str,
    posted: NaiveDate,
    to_call: &[Contact],
) -> Document<Public> {
    let mut document = silent(posted);
    document.meta.title = Text::open(title, place);
    document.meta.description = title.to_owned();
    document.meta.issuer = issuer.to_owned();
    document.blocks = if to_call.is_empty() { Vec::new() } else { vec![contacts(to_call)] };
    document
}

/// The same with 样张 on every page, so that nobody hangs it; a draft of a policy says already that it is one.
pub fn sample(mut document: Document<Public>) -> Document<Public> {
    document.meta.stamp.get_or_insert_with(|| "样张".to_owned());
    document
}

const DIRECTIVES: &[&str] = &["period", "objection", "contacts", "roster", "seal", "qr"];

/// Composes the notice.
pub fn notice(facts: &NoticeFacts<'_>) -> Result<Document<Public>, Vec<Diagnostic>> {
    let context = context(facts);
    let pack_file = format!("{}/pack.toml", facts.pack.path);
    let heading = template::counted_line(&facts.kind.heading, &context, &pack_file)?;
    let title: String = heading.iter().map(Span::text).collect();
    let meta = Meta {
        title: Text { spans: heading, ..Text::open("", facts.place) },
        description: format!("{}（{}）", title, facts.township),
        kind: Kind::Notice,
        issuer: facts.issuer.to_owned(),
        date: facts.posted,
        number: Some(facts.number.clone()),
        salutation: None,
        stamp: facts.pack.stamp(),
    };
    Ok(Document::of_parts(meta, whole(facts, &context)?))
}

/// What the pack's text is filled in with.
pub(super) fn context(facts: &NoticeFacts<'_>) -> tera::Context {
    let known = Circumstances {
        office: false,
        on: Some(facts.posted),
        aid_first: facts.aid_first,
        township: facts.township.to_owned(),
        village: Some(facts.village.to_owned()),
        counts: facts.rows.map(|rows| (rows.households(), rows.people())),
        listed: facts.rows.is_some_and(Disclosed::listed),
        steps: facts.steps.clone(),
    };
    values(facts.pack, &known)
}

/// The notice with its rows.
fn whole(facts: &NoticeFacts<'_>, context: &tera::Context) -> Result<Vec<Block>, Vec<Diagnostic>> {
    let file = format!("{}/{}", facts.pack.path, facts.kind.file);
    let text = facts.pack.files.get(&facts.kind.file).map_or("", String::as_str);
    let mut blocks = Vec::new();
    let mut errors = Vec::new();
    let mut own = match facts.body {
        Some((path, text)) => template::expand_counted(text, context, path)?,
        None => Vec::new(),
    };
    for part in template::expand_counted(text, context, &file)? {
        match part {
            Part::Prose(prose) => {
                blocks.extend(prose);
                // The village's own words follow the first paragraph of the pack's.
                for part in own.drain(..) {
                    match part {
                        Part::Prose(prose) => blocks.extend(prose),
                        Part::Directive { name, line, .. } => {
                            let place = facts.body.map_or("", |(path, _)| path.as_str());
                            errors.push(template::unknown_directive(place, &name, line, &[]));
                        }
                    }
                }
            }
            Part::Directive { name, argument, line } => match name.as_str() {
                "period" => blocks.extend(period(facts)),
                "objection" => {
                    let text = Text { spans: counted::line(&argument), ..Text::open("", &file) };
                    blocks.push(Block::Paragraph { text, indent: true, align: Align::Start });
                }
                "contacts" => blocks.push(contacts(facts.contacts)),
                "roster" => blocks.extend(roster(facts, argument, &file)),
                "seal" => blocks.push(seal(facts)),
                "qr" => {}
                _ => errors.push(template::unknown_directive(&file, &name, line, DIRECTIVES)),
            },
        }
    }
    blocks.extend(facts.url.as_ref().map(|url| page_code(url, "公示", facts.channel)));
    if errors.is_empty() { Ok(blocks) } else { Err(errors) }
}

fn period(facts: &NoticeFacts<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut pairs = Vec::new();
    if let (Some(period), Some(count)) = (facts.period, &facts.kind.period) {
        let clause =
            count.clause.as_ref().map(|clause| format!("依据：文件{}", clause.get_ref().replace('/', "")));
        let closes = facts.closes.map(|at| format!("。最后一天{}截止", at.format("%-H:%M")));
        let rule = format!(
            "公示期{}。{}{}{}",
            count.wording,
            period.rule.words(period.days),
            clause.map_or_else(String::new, |c| format!("（{c}）")),
            closes.unwrap_or_default()
        );
        blocks.push(Block::Period(PeriodBox {
            label: Text::open("公示期", "程序"),
            from: period.from,
            to: period.to,
            rule: Text::open(rule, "程序"),
            state: Text::open("公示中", "程序"),
        }));
    }
    if let Some(board) = facts.board {
        let board = Text::open(board, document::board(facts.place));
        pairs.push((Text::open("公示地点", "程序"), board));
    }
    if facts.channel == Channel::Board {
        let words = format!("到{}，请勿撕毁", calendar::chinese_with_weekday(facts.board_until));
        pairs.push((Text::open("张贴保留", "程序"), Text::open(words, "程序")));
    }
    if !pairs.is_empty() {
        blocks.push(Block::Facts(pairs));
    }
    blocks
}

fn roster(facts: &NoticeFacts<'_>, caption: String, file: &str) -> Option<Block> {
    let rows = facts.rows?;
    if !rows.listed() {
        let text = Text::open(elsewhere(facts), "程序");
        let said = Block::Paragraph { text, indent: false, align: Align::Start };
        return Some(Block::Callout { title: None, blocks: vec![said] });
    }
    let mut table = rows.table(file);
    let caption = if caption.is_empty() { "名单".to_owned() } else { caption };
    let counted =
        |of: Count, number: usize| Span::Counted(Counted { text: number.to_string(), of, strong: false });
    let mut spans = counted::line(&format!("{caption}（共"));
    spans.push(counted(Count::Households, rows.households()));
    match rows.people() {
        Some(people) => {
            let last = Span::Plain("人）".to_owned());
            spans.extend([Span::Plain("户".to_owned()), counted(Count::People, people), last]);
        }
        None => spans.push(Span::Plain("户）".to_owned())),
    }
    table.caption = Some(Text { spans, ..Text::open("", file) });
    Some(Block::Table(table))
}

/// Where the list is to be seen that is not shown here.
fn elsewhere(facts: &NoticeFacts<'_>) -> &'static str {
    match facts.url.is_some() && facts.kind.channel.contains(&Channel::Web) {
        true => "名单不在这张图里。请到公示栏去看，或者打开下面的网址看。",
        false => "名单不在这张图里。请到公示栏去看。",
    }
}

fn seal(facts: &NoticeFacts<'_>) -> Block {
    // Nobody stamps a picture.
    let seal = facts.channel != Channel::Chat;
    Block::Seal { issuers: vec![Text::open(facts.issuer, facts.place)], date: facts.posted, seal }
}
