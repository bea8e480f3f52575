//! Bytes → [`List`]: each person once, with the keys by which people are compared.

use super::codes::{NAME_TWICE, PERSON_TWICE};
use crate::diag::{Diagnostic, column_letters};
use crate::policy::fields::FieldTable;
use crate::sealed::intake::{self, Listed, Options, expanded_id, same_village};
use crate::sealed::needles::fold;
use crate::sealed::order::numeral;
use crate::sealed::personal::Key;
use crate::sealed::roster::{Spot, Texts};
use crate::sealed::roster_bytes::RosterBytes;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A list 名单: its people in the order of the file.
pub(crate) struct List {
    /// The file's name, as it is shown.
    pub(super) name: String,
    pub(super) people: Vec<Entry>,
    /// Whether members of households stand in it, not heads alone.
    pub(super) has_members: bool,
    /// Whether the list runs in blocks side by side, so that a row alone does not name a person.
    blocks: bool,
}

/// A person with what it is compared by. Raw values: no Debug, nothing here leaves the room.
pub(super) struct Entry {
    pub(super) listed: Listed,
    /// The 17 digits that an old and a new number share.
    pub(super) number: Option<Key>,
    /// The name as folded: width, blanks, dots.
    pub(super) name: Key,
    pub(super) group: Option<String>,
    pub(super) size: Option<String>,
    /// Other rows that hold the same number.
    pub(super) again: Vec<Spot>,
}

/// Reads a list; `name` is how messages and papers call it.
pub(crate) fn read(
    name: &str,
    bytes: &RosterBytes,
    fields: &FieldTable,
    today: NaiveDate,
) -> Result<(List, Vec<Diagnostic>), Vec<Diagnostic>> {
    let options = Options::of_no_notice(fields, today);
    let (listed, mut findings) = intake::list(name, bytes.expose(), &options).map_err(for_lists)?;
    let columns: BTreeSet<Option<u32>> = listed.iter().map(|person| person.at.column()).collect();
    let households: BTreeSet<usize> = listed.iter().map(|person| person.household).collect();
    let has_members = households.len() < listed.len();
    let mut list = List { name: name.to_owned(), people: Vec::new(), has_members, blocks: columns.len() > 1 };
    for person in listed {
        list.add(person, &mut findings);
    }
    list.namesakes(&mut findings);
    crate::diag::sort(&mut findings);
    Ok((list, findings))
}

/// A list belongs to no notice: where the remedy names one, another is given.
fn for_lists(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in &mut findings {
        if finding.help.contains("公示文件") {
            finding.help = match finding.code.id {
                "roster-sheets-many" => "把要比对的那个工作表另存为一个文件",
                "roster-hidden-rows" => "要比对就取消隐藏、清除筛选；不比对就删掉这一行",
                "roster-struck" => "不算就删掉这一行；算就去掉删除线",
                _ => "改掉其中一个表头再比对",
            }
            .into();
        }
    }
    findings
}

impl List {
    /// `第7行`, with the column where a row alone does not name a person.
    pub(super) fn row(&self, at: &Spot) -> String {
        let line = at.line().unwrap_or(0);
        match at.column().filter(|_| self.blocks) {
            Some(column) => format!("第{line}行{}列", column_letters(column)),
            None => format!("第{line}行"),
        }
    }

    fn add(&mut self, listed: Listed, findings: &mut Vec<Diagnostic>) {
        let text = |field: &str| listed.record.get_text(field);
        let number = text("id_number").map(expanded_id).map(Key::seal);
        let name = Key::seal(fold::fold(text("name").unwrap_or("")));
        let group = text("group").map(group_key).filter(|group| !group.is_empty());
        let size = text("size").map(str::to_owned);
        let first = number
            .as_ref()
            .and_then(|number| self.people.iter().position(|known| known.number.as_ref() == Some(number)));
        let Some(first) = first else {
            self.people.push(Entry { listed, number, name, group, size, again: Vec::new() });
            return;
        };
        let row = self.row(&self.people[first].listed.at);
        let message = if self.people[first].name == name {
            format!("和{row}的证件号码是同一个人，只算一次")
        } else {
            format!("和{row}的证件号码相同，姓名却不同，只算一次")
        };
        let help = "核对这两行，删去多写的一行，或改正号码";
        let at = listed.at.field("证件号码");
        findings.push(Diagnostic::warning(&PERSON_TWICE, at, message, help));
        self.people[first].again.push(listed.at);
    }

    /// Rows that nothing tells apart.
    fn namesakes(&self, findings: &mut Vec<Diagnostic>) {
        for (later, entry) in self.people.iter().enumerate() {
            let like = |other: &&Entry| {
                (entry.number.is_none() || other.number.is_none())
                    && entry.name == other.name
                    && entry.group == other.group
                    && entry.near(other)
            };
            if let Some(other) = self.people[..later].iter().find(like) {
                let row = self.row(&other.listed.at);
                let message = format!("和{row}同名同组，证件号码没有填齐，分不清是不是同一个人");
                let at = entry.listed.at.field("姓名");
                findings.push(Diagnostic::warning(&NAME_TWICE, at, message, "补上两行的证件号码再比对"));
            }
        }
    }
}

impl Entry {
    /// Whether nothing says that the two live in different villages.
    pub(super) fn near(&self, other: &Self) -> bool {
        match (self.listed.record.get_text("village"), other.listed.record.get_text("village")) {
            (Some(own), Some(other)) => same_village(own, other),
            _ => true,
        }
    }
}

/// 3组, ３ 组, 第三组, 三社 and 3 are one group.
pub(super) fn group_key(text: &str) -> String {
    let folded = fold::fold(text);
    let bare = ["村民小组", "小组", "组", "社", "屯"].iter().find_map(|tail| folded.strip_suffix(tail));
    let bare = bare.unwrap_or(&folded);
    let bare = bare.strip_prefix('第').unwrap_or(bare);
    match numeral(bare) {
        Some(number) => number.to_string(),
        // A name that is nothing but its ending (屯) stays.
        None if bare.is_empty() => folded,
        None => bare.to_owned(),
    }
}
