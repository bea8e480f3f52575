//! Private prints 私下发放: addressed leaflets for households, receipt sheets for the office.
//!
//! `Document<Household>` and `Document<Office>` leave by the private door only; they can never become public drafts.

use super::roster::{Household as Family, Roster, Texts};
use crate::diag::Diagnostic;
use crate::document::compose::{Issue, Own, addressed_leaflet as compose};
use crate::document::{Align, Block, Column, Document, Household, Kind, Meta, Office, Table, Text};
use crate::policy::{Leaflet, Pack};
use crate::render::Part;
use chrono::NaiveDate;

/// One addressed leaflet for every household of the roster, as they are handed out, under its group.
pub fn leaflets(
    roster: &Roster,
    pack: &Pack,
    leaflet: &Leaflet,
    issue: &Issue<'_>,
) -> Result<Vec<Part<Household>>, Vec<Diagnostic>> {
    let part = |family: &&Family| {
        let document = compose(pack, leaflet, issue, own(family, pack))?;
        Ok(Part { chapter: group(family).map(str::to_owned), document })
    };
    rounds(roster).iter().map(part).collect()
}

/// Households as somebody walks through the village: group after group in the roster's order.
pub(in crate::sealed) fn rounds(roster: &Roster) -> Vec<&Family> {
    let mut groups: Vec<Option<&str>> = Vec::new();
    for family in &roster.households {
        if !groups.contains(&group(family)) {
            groups.push(group(family));
        }
    }
    let mut families: Vec<&Family> = roster.households.iter().collect();
    families.sort_by_key(|family| groups.iter().position(|known| *known == group(family)));
    families
}

/// The villagers' group 村民小组.
pub(in crate::sealed) fn group(family: &Family) -> Option<&str> {
    family.fields.get_text("group")
}

fn own(family: &Family, pack: &Pack) -> Own {
    let name = family.head().fields.get_text("name").unwrap_or("");
    let group = group(family).map(|group| format!("{group} ")).unwrap_or_default();
    Own { salutation: Text::roster(format!("{group}{name} 户")), measures: planned(family, pack) }
}

/// The measures planned for the household, in the pack's plain words where it knows them.
fn planned(family: &Family, pack: &Pack) -> Vec<Block> {
    let Some(text) = family.fields.get_text("measures") else { return Vec::new() };
    let items: Vec<Vec<Block>> = text
        .split(['、', '，', '；', ',', ';'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| {
            let told = pack.told().measure;
            let known = told.into_iter().find(|measure| measure.title == word);
            let line = known.map_or_else(|| word.to_owned(), |measure| format!("{word}：{}", measure.text));
            vec![Block::Paragraph { text: Text::roster(line), indent: false, align: Align::Start }]
        })
        .collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![Block::Callout {
        title: Some(Text::open("您家打算这样帮", "程序")),
        blocks: vec![Block::List { ordered: false, items }],
    }]
}

/// What a receipt sheet is for.
pub struct Receipt<'a> {
    /// Leaflet that is handed out.
    pub leaflet: &'a str,
    /// Village.
    pub village: &'a str,
    /// Issuing body.
    pub issuer: &'a str,
    /// Day of issue.
    pub date: NaiveDate,
    /// Rows to leave blank when there is no roster.
    pub blank_rows: usize,
}

/// The receipt sheet 明白纸发放签收表: the roster's households in the order of their leaflets, or blank rows.
pub fn receipt(roster: Option<&Roster>, what: &Receipt<'_>) -> Document<Office> {
    let titles = [
        ("序号", 2),
        ("村民小组", 4),
        ("户主姓名", 5),
        ("份数", 2),
        ("发放日期", 5),
        ("签字（手印）", 6),
        ("代签人及关系", 5),
        ("发放人", 4),
    ];
    let column = |(title, weight): (&str, u16)| Column {
        title: Text::open(title, "程序"),
        align: Align::Center,
        weight,
    };
    let rows = match roster {
        Some(roster) => {
            rounds(roster).into_iter().enumerate().map(|(index, family)| filled(index, family)).collect()
        }
        None => (1..=what.blank_rows).map(|number| blank(&number.to_string())).collect(),
    };
    let title = format!("{}明白纸发放签收表", what.village);
    let meta = Meta {
        title: Text::open(&title, "程序"),
        description: title,
        kind: Kind::Form,
        issuer: what.issuer.to_owned(),
        date: what.date,
        number: None,
        salutation: None,
        stamp: None,
    };
    let note = "签收人不识字的，由本人按手印；代签的写明关系。本表有签字，只由村里存档，不公开。";
    let blocks = vec![
        Block::Facts(vec![(Text::open("发放的明白纸", "程序"), Text::open(what.leaflet, "程序"))]),
        Block::Table(Table {
            caption: None,
            columns: titles.into_iter().map(column).collect(),
            rows,
            end_mark: roster.is_some(),
            min_row_height: 95,
            may_double: false,
        }),
        Block::Paragraph { text: Text::open(note, "程序"), indent: false, align: Align::Start },
    ];
    Document::new(meta, blocks)
}

fn filled(index: usize, family: &Family) -> Vec<Text> {
    let mut row = blank(&(index + 1).to_string());
    row[1] = Text::roster(group(family).unwrap_or(""));
    row[2] = Text::roster(family.head().fields.get_text("name").unwrap_or(""));
    row[3] = Text::open("1", "程序");
    row
}

fn blank(number: &str) -> Vec<Text> {
    let mut row = vec![Text::open("", "程序"); 8];
    row[0] = Text::open(number, "程序");
    row
}
