//! The sheet to sign on 签字单: what is to be signed, and the number and code of a sheet → a paper for the office.

use super::office;
use super::paper::Sheet;
use super::sources::NoticeSources;
use crate::diag::Diagnostic;
use crate::document::{Align, Block, Document, Grid, GridCell, Kind, Meta, Office, PROGRAM, Text};
use crate::pipeline::print_theme;
use crate::proof::{Secret, Sheets};
use crate::render::layout::Paper;
use crate::render::print;
use crate::sealed::signoff::{Form, Subject};
use crate::workspace::{Notice, Village, Workspace, fonts};

/// What a sheet is made of.
pub(crate) struct SheetSource<'a> {
    pub(crate) village: &'a Village,
    pub(crate) notice: &'a Notice,
    /// The proof; none of a list that stays in the office.
    pub(crate) sheets: Option<&'a Sheets>,
    /// What is signed, in words.
    pub(crate) subject: &'a Subject,
    pub(crate) sheet: &'a Sheet,
}

/// The sheet as PDF.
pub(crate) fn print_sheet(
    workspace: &Workspace,
    of: &SheetSource<'_>,
    secret: &Secret,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let theme = print_theme(workspace)?;
    let fonts = fonts::find(&theme)?;
    print(&document(workspace, of, secret), Paper::A4, &theme, &fonts)
}

fn open(text: impl Into<String>) -> Text {
    Text::open(text, PROGRAM)
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: open(text), indent: true, align: Align::Start }
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: open(text), id: None }
}

fn document(workspace: &Workspace, of: &SheetSource<'_>, secret: &Secret) -> Document<Office> {
    let SheetSource { village, subject, sheet, .. } = of;
    // The digest stands below, whole and as a code: in a column of facts nobody reads it.
    let told = subject.lines.iter().filter(|(label, _)| *label != "公示稿SHA-256");
    let facts = told.map(|(label, value)| (open(*label), open(value.clone()))).collect();
    let mut blocks = vec![Block::Facts(facts)];
    if let Some(table) = list(workspace, of) {
        blocks.push(heading("名单（和公示栏上的一样）"));
        blocks.push(table);
    }
    blocks.push(heading("签字"));
    blocks.push(paragraph(match subject.form {
        Form::Proof => {
            "我看过这份公示稿和打印样张，同意从张贴日起照样公示。改动一个字，这张单子就不管用，要重新签。"
        }
        Form::Internal => "我看过上面写明的名册，同意用它办理。名册只在内部使用，不张贴，也不上网。",
    }));
    blocks.push(Block::Grid(to_sign(&sheet.role)));
    blocks.push(heading("登记"));
    // In a row of its own: it is typed from here.
    blocks.push(Block::Grid(Grid {
        columns: vec![3, 11],
        rows: vec![
            field("签字单", format!("第{}号", sheet.number)),
            field("登记用的号码", sheet.code(secret)),
        ],
        head: 0,
    }));
    let digest = if of.sheets.is_some() { "公示稿SHA-256" } else { "内容SHA-256" };
    blocks.push(Block::Facts(vec![
        (open(digest), open(sheet.digest.clone())),
        (open("名册校验"), open(sheet.check.clone())),
    ]));
    blocks.push(Block::Qr { url: sheet.digest.clone(), caption: open("上面的SHA-256") });
    blocks.push(paragraph(
        "签好以后扫描或拍照，由办公室运行 mingbai approve 登记。号码只印在这张单子上，用一次就作废。原件由办公室保存。",
    ));
    let meta = Meta {
        title: open(format!("公示签字单（{}）", sheet.role)),
        description: format!("{}签字用", sheet.role),
        kind: Kind::Form,
        issuer: village.is.committee.clone(),
        date: sheet.printed,
        number: Some(format!("签字单第{}号", sheet.number)),
        salutation: None,
        stamp: None,
    };
    Document::new(meta, blocks)
}

/// The list as the board shows it, else as another channel does.
fn list(workspace: &Workspace, of: &SheetSource<'_>) -> Option<Block> {
    let sheets = of.sheets?;
    let face = sheets.face("board").or_else(|| sheets.faces.iter().find(|face| face.is_listed()))?;
    let sources = NoticeSources::new(workspace, of.village, of.notice);
    let document = face.document(&sources);
    office::roster(document.blocks()).cloned().map(Block::Table)
}

/// A label with its value.
fn field(label: &str, value: String) -> Vec<GridCell> {
    vec![GridCell::label(open(label), 1, 1), GridCell::value(open(value))]
}

/// Large boxes: an old hand, a seal, a day.
fn to_sign(role: &str) -> Grid {
    let row = |label: &str, height: u16, foot: Option<&str>| {
        let space = GridCell { height, foot: foot.map(open), ..GridCell::value(open("")) };
        vec![GridCell { height, ..GridCell::label(open(label), 1, 1) }, space]
    };
    Grid {
        columns: vec![3, 11],
        rows: vec![
            field("角色", role.to_owned()),
            row("本人签名", 4, None),
            row("单位盖章", 6, None),
            row("签字日期", 2, Some("　　　　年　　　月　　　日")),
        ],
        head: 0,
    }
}
