//! What stands around the clauses: title, document number, issuer, addressees, date or none, annexes, status, how it may
//! be disclosed.

use super::lines::Paragraph;
use super::number;
use chrono::NaiveDate;
use serde::Serialize;

/// Everything about the document as a whole 文件要素.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Head {
    /// 标题 of the plan, or of the letter when there is no plan in it.
    pub title: String,
    /// 发文字号, absent when the text has none.
    pub number: Option<String>,
    /// 发文机关.
    pub issuer: Vec<String>,
    /// 主送机关.
    pub addressees: Option<String>,
    /// 成文日期, absent when the text has none.
    pub date: Option<NaiveDate>,
    /// 印发日期, where it stands apart.
    pub printed: Option<NaiveDate>,
    /// 征求意见稿.
    pub draft: bool,
    /// 公开选项 as it stands.
    pub disclosure: Option<String>,
    /// 附件, with the line of each.
    pub attachments: Vec<(String, u32)>,
}

/// Endings of a title.
const KINDS: [&str; 11] =
    ["方案", "办法", "通知", "意见", "细则", "规定", "公告", "机制", "规程", "通告", "决定"];
/// Endings of a body's name.
const BODIES: [&str; 9] = ["委员会", "政府", "小组", "办公室", "局", "厅", "党委", "委", "部"];

/// A line that is nothing but a title.
pub(super) fn is_title(text: &str) -> bool {
    let bare = without_status(text);
    let short = (6..=60).contains(&bare.chars().count());
    short
        && number::split(bare).is_none()
        && !bare.contains(['。', '；', '：', '，'])
        && KINDS.iter().any(|kind| bare.ends_with(kind))
}

/// The beginning of a title that goes on in the next line.
pub(super) fn begins_title(text: &str) -> bool {
    text.starts_with("关于")
        && !is_title(text)
        && !text.contains(['。', '；', '：', '，'])
        && text.chars().count() < 40
}

/// 征求意见稿 in brackets taken off.
fn without_status(text: &str) -> &str {
    ["（征求意见稿）", "(征求意见稿)"].iter().fold(text, |text, mark| text.trim_end_matches(mark))
}

/// Whether a line is nothing but 征求意见稿.
pub(super) fn is_status(text: &str) -> bool {
    text.trim_matches(['（', '）', '(', ')']) == "征求意见稿"
}

/// Whether a line is nothing but a day, perhaps with 印发.
pub(super) fn is_day(text: &str) -> bool {
    day(text.trim_end_matches("印发")).is_some_and(|(_, rest)| rest.is_empty())
}

/// A day at the head of a text, and the rest.
pub(super) fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some((day, rest))
}

fn is_body(text: &str) -> bool {
    (3..=30).contains(&text.chars().count())
        && !text.contains(['。', '；', '：', '，', '、', '《'])
        && BODIES.iter().any(|end| text.ends_with(end))
}

/// 〔2020〕5号 with letters before it, and nothing else on the line.
fn is_number(text: &str) -> bool {
    let year = text.find(['〔', '[', '［']);
    year.is_some_and(|at| at > 0)
        && text.ends_with('号')
        && text.chars().count() < 24
        && !text.contains(['，', '。'])
}

/// Takes out what belongs to the document as a whole; what is left is titles and text.
pub(super) fn read(paragraphs: Vec<Paragraph>) -> (Head, Vec<Paragraph>) {
    let mut head = Head::default();
    let mut rest = Vec::new();
    let mut listing = false;
    let mut titled = false;
    let mut signed: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.text.as_str();
        if listing || text.starts_with("附件") {
            let item = text.trim_start_matches("附件").trim_start_matches(['：', ':']);
            if let Some((_, name)) = number::split(item).filter(|(number, _)| number.level == 3) {
                head.attachments.push((name.to_owned(), paragraph.line()));
                listing = true;
                continue;
            }
            listing = false;
        }
        head.draft |= text.contains("征求意见稿");
        titled |= is_title(text);
        if head.number.is_none() && is_number(text) {
            head.number = Some(text.to_owned());
        } else if let Some((_, option)) =
            text.split_once("公开选项：").filter(|(before, _)| before.is_empty())
        {
            head.disclosure = Some(option.to_owned());
        } else if is_day(text) {
            let day = day(text).map(|(day, _)| day);
            if text.ends_with("印发") { head.printed = day } else { head.date = head.date.or(day) }
        } else if let Some(body) = text.strip_suffix("文件").filter(|body| !titled && is_body(body)) {
            head.issuer.push(body.to_owned());
        } else if paragraph.raw().split_whitespace().all(is_body) && !is_title(text) {
            // Two bodies may sign on one line; a word alone counts before the title or at the end.
            signed.extend(paragraph.raw().split_whitespace().map(str::to_owned));
        } else if head.addressees.is_none() && titled && is_address(text) {
            head.addressees = Some(text.trim_end_matches(['：', ':']).to_owned());
        } else {
            rest.push(paragraph);
        }
    }
    if head.issuer.is_empty() {
        for body in signed {
            if !head.issuer.contains(&body) {
                head.issuer.push(body);
            }
        }
    }
    (head, rest)
}

/// Whom the document is for: a line of bodies that ends in a colon.
fn is_address(text: &str) -> bool {
    text.ends_with(['：', ':'])
        && text.starts_with('各')
        && !text.contains('。')
        && number::split(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn head(text: &str) -> Head {
        read(lines::read(text).all).0
    }

    #[test]
    fn a_printed_document_tells_who_wrote_it_when_and_for_whom() {
        let head = head(
            "青松县某某领导小组文件\n\n青扶〔2030〕7号\n\n关于走访的通知\n\n各乡镇，各单位：\n\n正文一段。\n\n\
             附件：1. 走访登记表\n2. 走访汇总表\n青松县某某领导小组\n2030年2月3日\n公开选项：依申请公开\n2030年2月4日印发\n",
        );
        assert_eq!(head.number.as_deref(), Some("青扶〔2030〕7号"));
        assert_eq!(head.issuer, ["青松县某某领导小组"]);
        assert_eq!(head.addressees.as_deref(), Some("各乡镇，各单位"));
        assert_eq!(head.date, NaiveDate::from_ymd_opt(2030, 2, 3));
        assert_eq!(head.printed, NaiveDate::from_ymd_opt(2030, 2, 4));
        assert_eq!(head.disclosure.as_deref(), Some("依申请公开"));
        let names: Vec<&str> = head.attachments.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["走访登记表", "走访汇总表"]);
        assert!(!head.draft);
    }

    #[test]
    fn a_text_without_date_or_number_has_none() {
        let head = head("关于走访的方案\n（征求意见稿）\n一、走访\n走访每一户。\n");
        assert!(head.date.is_none() && head.number.is_none() && head.issuer.is_empty() && head.draft);
    }

    #[test]
    fn two_bodies_that_sign_on_one_line_are_two() {
        let head = head("关于走访的通知\n正文一段。\n中共青松乡委员会    青松乡人民政府\n2030年2月3日\n");
        assert_eq!(head.issuer, ["中共青松乡委员会", "青松乡人民政府"]);
    }
}
