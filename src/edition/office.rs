//! The office preview 办公预览: for each notice what everybody will see beside what stays hidden and why, who has
//! signed, and which day it is. Plain words → HTML pages for this machine alone; they are never published.
//!
//! Rows come out of the documents that the gate lets through; of a roster itself only the names of its fields are told,
//! and a name that nobody knows is no open text: whatever it holds of the roster, the gate refuses the page.

use super::cases::Case;
use super::documents::Documents;
use super::prints::open_prints;
use super::ready::Ready;
use super::report::lines;
use crate::calendar::{chinese, chinese_with_weekday};
use crate::diag::Diagnostic;
use crate::document::{Block, Document, Fragment, Office, Public, Table, fragments};
use crate::policy::fields::{Class, Field, Kind};
use crate::policy::floor;
use crate::policy::written::{Channel, Show, Technique};
use crate::render::{Draft, office};
use crate::schedule::State;
use crate::workspace::{Village, Workspace, embedded};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The list of notices.
#[derive(Serialize)]
struct List<'a> {
    township: &'a str,
    today: String,
    notices: Vec<&'a Sheet>,
}

/// One notice as the office looks at it.
#[derive(Serialize)]
struct Sheet {
    title: String,
    village: String,
    kind: String,
    notice: String,
    href: String,
    state: &'static str,
    state_words: &'static str,
    period: Vec<(&'static str, String)>,
    next: Option<String>,
    due: Option<String>,
    signed: Vec<(String, String, String)>,
    missing: Vec<String>,
    tables: Vec<Rows>,
    shown: Vec<Rule>,
    hidden: Vec<Rule>,
    prints: Vec<(String, String)>,
    page: Option<String>,
    /// What in it is open text.
    #[serde(skip)]
    open: Vec<Fragment>,
}

impl Sheet {
    fn says(&mut self, text: String) {
        self.open.push(Fragment::new(text, "程序", super::DECLARING));
    }
}

/// Rows as they are disclosed.
#[derive(Serialize)]
struct Rows {
    title: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What becomes of a field.
#[derive(Serialize)]
pub(crate) struct Rule {
    pub(crate) field: String,
    /// Whether pack or field table name it; else the roster does.
    #[serde(skip)]
    known: bool,
    pub(crate) how: String,
    pub(crate) why: String,
}

/// The pages by path below the office's own address, each still to be searched.
pub(crate) fn pages(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[Case<'_>],
    documents: &Documents,
) -> Result<BTreeMap<String, Draft<Office>>, Vec<Diagnostic>> {
    let lines = lines(cases, ready, workspace.today);
    let prints = open_prints(&workspace.township.board_papers, documents);
    let prints: Vec<(&str, &str)> = prints.iter().filter_map(|(path, ..)| path.rsplit_once('/')).collect();
    let sheets: Vec<Sheet> = cases
        .iter()
        .zip(&lines)
        .map(|(case, line)| {
            let mut sheet = sheet(ready, case, documents, &prints);
            sheet.state = line.state;
            sheet.state_words = line.state_words();
            sheet.next = line.next.clone();
            sheet.due = line.due.map(chinese_with_weekday);
            sheet.declare();
            sheet
        })
        .collect();
    let list = List {
        township: &workspace.township.name,
        today: chinese_with_weekday(workspace.today),
        notices: sheets.iter().collect(),
    };
    // Always the program's own: a township's theme is for its website.
    let theme = embedded::themes();
    let theme = theme
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("default/")?.to_owned(), bytes.clone())));
    let pages = office::Pages::new(&theme.collect())?;
    let named =
        |village: &Village| Fragment::new(village.is.name.as_str(), village.path.as_str(), super::DECLARING);
    let villages: Vec<Fragment> = workspace.villages.iter().map(named).collect();
    let mut open = villages.clone();
    open.push(Fragment::new(workspace.township.name.as_str(), "township.toml", super::DECLARING));
    open.extend(sheets.iter().flat_map(|sheet| &sheet.open).cloned());
    let mut made = BTreeMap::from([("index.html".to_owned(), pages.list(&list, open)?)]);
    for sheet in &sheets {
        let open = [sheet.open.as_slice(), &villages].concat();
        made.insert(sheet.href.clone(), pages.notice(&sheet.href, &sheet, open)?);
    }
    Ok(made)
}

impl Sheet {
    /// Its own words: all but the rows, whose open texts come with their documents, and names that only a roster knows.
    fn declare(&mut self) {
        let mut words = vec![self.title.clone(), self.kind.clone(), self.state_words.to_owned()];
        words.extend(self.next.clone());
        // A signer's name is open as the line that says what was signed.
        words.extend(self.signed.iter().map(|(role, name, day)| format!("{role}：{name}，{day}")));
        words.extend(self.missing.iter().cloned());
        words.extend(self.prints.iter().map(|(name, _)| name.clone()));
        for rule in self.shown.iter().chain(&self.hidden) {
            words.extend(rule.known.then(|| rule.field.clone()));
            words.extend([rule.how.clone(), rule.why.clone()]);
        }
        words.into_iter().for_each(|word| self.says(word));
    }
}

fn sheet(ready: &Ready, case: &Case<'_>, documents: &Documents, prints: &[(&str, &str)]) -> Sheet {
    let (slug, stem) = (&case.village.slug, &case.notice.stem);
    let entry = documents.site.notices.iter().find(|entry| entry.village == *slug && entry.stem == *stem);
    let board = documents.board.iter().find(|(path, _)| *path == format!("board/{slug}/{stem}"));
    let board = board.map(|(_, document)| document.as_ref());
    let on_web = format!("public/villages/{slug}/notices/{stem}");
    let on_board = format!("board/{slug}");
    let own = prints.iter().filter_map(|(folder, name)| match *folder {
        folder if folder == on_web => {
            Some(("网上的打印版".to_owned(), format!("/villages/{slug}/notices/{stem}/{name}")))
        }
        folder if folder == on_board => {
            let paper = name.strip_prefix(stem.as_str())?.strip_prefix('-')?.strip_suffix(".pdf")?;
            Some((format!("张贴用的打印稿（{paper}）"), format!("../board/{slug}/{name}")))
        }
        _ => None,
    });
    let fields = case.roster.as_ref().map(|roster| roster.fields()).unwrap_or_default();
    Sheet {
        title: entry.map_or_else(|| case.kind.title.clone(), |entry| entry.document.meta().title.plain()),
        village: case.village.is.name.clone(),
        kind: case.kind.title.clone(),
        notice: case.notice.id.clone(),
        href: format!("{slug}/{stem}.html"),
        state: "",
        state_words: "",
        period: days(case),
        next: None,
        due: None,
        signed: case
            .signers
            .iter()
            .map(|signer| {
                let how = format!("{}，{}", chinese(signer.date), signer.way.chinese());
                (signer.role.clone(), signer.name.clone(), how)
            })
            .collect(),
        missing: case.missing.clone(),
        tables: tables(entry.map(|entry| entry.document.as_ref()), board),
        shown: ready
            .pack
            .is
            .show
            .iter()
            .filter(|show| show.notice.contains(&case.kind.id))
            .map(rule)
            .collect(),
        hidden: hidden(ready, case, &fields),
        prints: own.collect(),
        page: entry.map(|_| format!("/villages/{slug}/notices/{stem}/index.html")),
        open: entry
            .map(|entry| entry.document.as_ref())
            .into_iter()
            .chain(board)
            .flat_map(fragments)
            .collect(),
    }
}

/// The days that count.
fn days(case: &Case<'_>) -> Vec<(&'static str, String)> {
    let clocks = &case.clocks;
    let mut days = vec![("张贴日", chinese_with_weekday(clocks.posted))];
    days.extend(clocks.period.as_ref().map(|period| ("最迟提意见", chinese_with_weekday(period.to))));
    if case.kind.channel.contains(&Channel::Board) {
        days.push(("公示栏贴到", chinese_with_weekday(clocks.board_until)));
    }
    if case.kind.channel.contains(&Channel::Web) {
        days.push(("网上名单到", chinese_with_weekday(clocks.rows_until)));
    }
    if case.state == State::Expired {
        days.push(("现在", "名单已经撤下".to_owned()));
    }
    days
}

/// The rows of page and print; once where they are the same.
fn tables(web: Option<&Document<Public>>, board: Option<&Document<Public>>) -> Vec<Rows> {
    let rows = |title, document: &Document<Public>| {
        let table = roster(document.blocks())?;
        let row = |row: &Vec<crate::document::Text>| row.iter().map(|cell| cell.plain()).collect();
        let columns = table.columns.iter().map(|column| column.title.plain()).collect();
        Some(Rows { title, columns, rows: table.rows.iter().map(row).collect() })
    };
    let web = web.and_then(|document| rows("网上", document));
    let board = board.and_then(|document| rows("村务公开栏", document));
    match (web, board) {
        (Some(web), Some(board)) if web.columns == board.columns && web.rows == board.rows => {
            vec![Rows { title: "网上和村务公开栏", ..web }]
        }
        (web, board) => web.into_iter().chain(board).collect(),
    }
}

/// The table whose cells come from a roster.
pub(super) fn roster(blocks: &[Block]) -> Option<&Table> {
    blocks.iter().find_map(|block| match block {
        Block::Table(table)
            if table.rows.iter().flatten().any(|cell| cell.origin == crate::document::Origin::Roster) =>
        {
            Some(table)
        }
        Block::Until { blocks, .. } | Block::Callout { blocks, .. } => roster(blocks),
        _ => None,
    })
}

pub(super) fn rule(show: &Show) -> Rule {
    let how = match &show.how {
        Technique::Ordinal => "重新编号，不用名册里的".to_owned(),
        Technique::AsIs => "原样显示".to_owned(),
        Technique::MaskName { last: true, .. } => "遮住一部分，三个字以上留最后一个字".to_owned(),
        Technique::MaskName { .. } => "只留姓".to_owned(),
        Technique::TopCoded { top, unit } => format!("{top}{unit}及以上合并显示"),
        Technique::OneOf { values } => format!("只显示规定的{}种名称", values.len()),
    };
    let only = match show.channel.as_slice() {
        [Channel::Web] => "（只在网上）",
        [Channel::Board] => "（只在公开栏）",
        _ => "",
    };
    Rule { field: show.title.clone(), known: true, how: format!("{how}{only}"), why: show.reason.clone() }
}

/// Fields of the roster that nobody outside sees, strictest first.
pub(super) fn hidden(ready: &Ready, case: &Case<'_>, fields: &BTreeSet<String>) -> Vec<Rule> {
    let shown = |field: &str| {
        let mut shows = ready.pack.is.show.iter();
        shows.any(|show| show.field == field && show.notice.contains(&case.kind.id))
    };
    let mut hidden: Vec<(Option<Class>, Rule)> = fields
        .iter()
        .filter(|field| !shown(field))
        .map(|id| {
            let field = ready.fields.get(id).map(AsRef::as_ref);
            (field.map(|field| field.class), withheld(id, field))
        })
        .collect();
    hidden.sort_by(|a, b| (std::cmp::Reverse(a.0), &a.1.field).cmp(&(std::cmp::Reverse(b.0), &b.1.field)));
    hidden.into_iter().map(|(_, rule)| rule).collect()
}

fn withheld(id: &str, field: Option<&Field>) -> Rule {
    let title = field.map_or_else(|| id.trim_start_matches("other:").to_owned(), |field| field.title.clone());
    let (how, line) = match field.map(|field| (field.class, field.kind)) {
        Some((Class::Direct, Kind::Name)) => ("不显示：别人的姓名", Some(&floor::NAMES)),
        Some((Class::Direct, _)) => ("不许显示：能直接认出人", Some(&floor::IDENTIFIERS)),
        Some((Class::Sensitive, _)) => ("不许显示：敏感个人信息", Some(&floor::SENSITIVE)),
        Some(_) => ("不显示：政策包没有列出", None),
        None => ("不显示：不认识这一栏", None),
    };
    let why = line.map_or("没有列出的一律不显示", |line| line.law);
    Rule { field: title, known: field.is_some(), how: how.to_owned(), why: why.to_owned() }
}
