//! Contacts 联系方式: where a phone, a fax, an address for mail or a person's name stands. Never the value.

use super::What;
use serde::Serialize;

/// What a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 办公电话.
    Office,
    /// 手机.
    Mobile,
    /// 传真.
    Fax,
    /// 电子邮箱.
    Mail,
    /// 联系人姓名.
    Person,
}

/// Labels after which a person's name may stand.
const NAMED: [&str; 6] =
    ["请联系：", "联系人及联系电话：", "联系人及电话：", "联系人：", "联系人:", "经办人："];
/// Characters between a label and its number, further numbers among them.
const NEAR: usize = 200;
/// Endings that make a name an office's.
const OFFICES: [&str; 8] = ["办", "局", "科", "股", "室", "部", "会", "站"];

/// Byte offset and fact, for every contact in a paragraph.
pub(super) fn find(text: &str) -> Vec<(usize, What)> {
    places(text).into_iter().map(|(at, what)| (at, What::Contact { what })).collect()
}

/// Byte offset and kind.
pub(in crate::import) fn places(text: &str) -> Vec<(usize, Kind)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '。')]) {
        match (start, c.is_ascii_digit() || c == '-') {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.extend(phone(&text[..from], &text[from..at]).map(|kind| (from, kind)));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(text.find('@').map(|at| (at, Kind::Mail)));
    found.extend(NAMED.iter().find_map(|label| person(text, label)).map(|at| (at, Kind::Person)));
    found.sort();
    found
}

fn phone(before: &str, token: &str) -> Option<Kind> {
    let digits: String = token.chars().filter(char::is_ascii_digit).collect();
    if before.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mobile = digits.len() == 11 && digits.starts_with('1') && !digits[1..].starts_with(['0', '1', '2']);
    if mobile {
        return Some(Kind::Mobile);
    }
    let office = match token.split_once('-') {
        Some((area, local)) => area.starts_with('0') && (7..=8).contains(&local.len()),
        None => (7..=8).contains(&digits.len()),
    };
    // A label stands near its number, or it is another one's.
    let start = before.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let before = &before[start..];
    let label = ["传真", "电话", "联系", "热线"]
        .iter()
        .filter_map(|label| before.rfind(label).map(|at| (at, *label)));
    match label.max_by_key(|(at, _)| *at) {
        Some((_, "传真")) if office => Some(Kind::Fax),
        Some(_) if office => Some(Kind::Office),
        _ => None,
    }
}

/// Where a person's name begins after a label.
fn person(text: &str, label: &str) -> Option<usize> {
    let at = text.find(label)? + label.len();
    let name: String =
        text[at..].chars().take_while(|c| ('\u{4e00}'..='\u{9fff}').contains(c) || *c == '·').collect();
    let person = (2..=4).contains(&name.chars().count()) && !OFFICES.iter().any(|end| name.ends_with(end));
    person.then_some(at)
}
