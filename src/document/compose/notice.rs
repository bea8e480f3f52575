//! A notice 公示/公告: the pack's text, the period box, the objection route, the rows, the place for the seal.

use super::{AidFirst, Circumstances, Course, contacts, page_code, paragraph, values};
use crate::calendar::{self, Period};
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::template::{self, Part};
use crate::document::{self, Align, Block, Document, Kind, Meta, PeriodBox, Public, Span, Text};
use crate::policy::{Channel, NoticeKind, Pack};
use crate::schedule::{Ended, State};
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
    /// State on the day of the build.
    pub state: State,
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
    /// The rows; absent when they must not be shown (upcoming, expired).
    pub rows: Option<&'a Disclosed>,
    /// Absolute address of its page, for the QR code on prints.
    pub url: Option<String>,
    /// Further text of the notice's own Markdown file: path and text.
    pub body: Option<&'a (String, String)>,
    /// What the ledger tells of it; none before it was posted.
    pub course: Option<Course<'a>>,
    /// For which channel. A paper that hangs for days tells its corrections, not what changes from day to day; so does
    /// a picture that goes from phone to phone.
    pub channel: Channel,
    /// The ledger's head 台账末条, once there is a ledger.
    pub head: Option<&'a str>,
    /// Where the notice is declared.
    pub place: &'a str,
}

impl NoticeFacts<'_> {
    fn ended(&self) -> Option<Ended> {
        self.course.and_then(|course| course.ended(self.state))
    }
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
    let title = template::line(&facts.kind.heading, &context, &pack_file)?;
    let meta = Meta {
        title: Text::open(&title, facts.place),
        description: format!("{}（{}）", title, facts.township),
        kind: Kind::Notice,
        issuer: facts.issuer.to_owned(),
        date: facts.posted,
        number: Some(facts.number.clone()),
        salutation: None,
        stamp: facts.pack.stamp(),
    };
    let blocks = match facts.rows {
        Some(_) => whole(facts, &context)?,
        None => shell(facts),
    };
    let mut document = Document::of_parts(meta, blocks);
    document.imprint = facts.head.map(|head| Text::open(format!("台账末条 {head}"), "程序"));
    Ok(document)
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
        Some((path, text)) => template::expand(text, context, path)?,
        None => Vec::new(),
    };
    for part in template::expand(text, context, &file)? {
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
                "objection" => blocks.push(paragraph(argument, &file)),
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

/// What stays when rows must not be shown: title, period, outcome.
fn shell(facts: &NoticeFacts<'_>) -> Vec<Block> {
    let posted = calendar::chinese_with_weekday(facts.posted);
    let word = if facts.kind.period.is_some() { "公示" } else { "公告" };
    let corrected = facts.course.is_some_and(|course| !course.life.amended.is_empty());
    let on = calendar::chinese_with_weekday;
    let sentence = match (facts.ended(), facts.state) {
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
        (None, _) if facts.kind.period.is_none() => {
            "张贴期已经满了，名单已按规定撤下。需要了解情况的，请打下面的电话。".to_owned()
        }
        (None, _) => {
            "公示期和张贴期都已经满了，名单已按规定撤下。需要了解情况的，请打下面的电话。".to_owned()
        }
    };
    let mut blocks = vec![paragraph(sentence, "程序")];
    blocks.extend(period(facts));
    blocks.push(contacts(facts.contacts));
    blocks.push(seal(facts));
    blocks
}

fn period(facts: &NoticeFacts<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut pairs = Vec::new();
    if let (Some(period), Some(ended)) = (facts.period, facts.ended()) {
        // No box: nobody shall take these days for a term that still runs.
        let how = match ended {
            Ended::Amended(_) => "作废，重新张贴以后重新计算",
            Ended::Withdrawn(day) if day <= period.to => "没有满就撤回了",
            Ended::Withdrawn(_) => "期满以后撤回",
        };
        let words = format!("{}至{}（{how}）", calendar::chinese(period.from), calendar::chinese(period.to));
        pairs.push((Text::open("公示期", "程序"), Text::open(words, "程序")));
    } else if let (Some(period), Some(count)) = (facts.period, &facts.kind.period) {
        let state = match facts.state {
            State::Upcoming => "未开始",
            State::Open => "公示中",
            State::Closed => "公示期已满",
            State::Expired => "已期满，名单已撤下",
        };
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
            state: Text::open(state, "程序"),
        }));
    }
    if let Some(board) = facts.board {
        let board = Text::open(board, document::board(facts.place));
        pairs.push((Text::open("公示地点", "程序"), board));
    }
    if facts.channel == Channel::Board && facts.ended().is_none() {
        let words = format!("到{}，请勿撕毁", calendar::chinese_with_weekday(facts.board_until));
        pairs.push((Text::open("张贴保留", "程序"), Text::open(words, "程序")));
    }
    match (&facts.course, facts.channel) {
        (Some(course), Channel::Web) => pairs.extend(course.pairs(facts.kind, facts.place)),
        (Some(course), _) => pairs.extend(course.corrections()),
        (None, _) => {}
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
    let people = rows.people().map_or_else(String::new, |people| format!("{people}人"));
    let text = format!("{caption}（共{}户{people}）", rows.households());
    table.caption = Some(Text { spans: vec![Span::Plain(text)], ..Text::open("", file) });
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
