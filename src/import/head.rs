//! What stands around the clauses: title, document number, issuer, addressees, date or none, annexes, status, how it may
//! be disclosed.

use super::lines::Paragraph;
use super::number::{self, Level};
use chrono::NaiveDate;
use serde::Serialize;

/// Everything about the document as a whole 文件要素.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Head {
    /// 标题 of the plan, or of the letter when there is no plan in it.
    pub title: String,
    /// 发文字号, absent when the text has none.
    pub number: Option<String>,
    /// 发文机关, none where the text does not name it for sure.
    pub issuer: Vec<String>,
    /// 主送机关.
    pub addressees: Option<String>,
    /// 抄送机关.
    pub copies: Option<String>,
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
const KINDS: [&str; 14] = [
    "方案", "办法", "通知", "意见", "细则", "规定", "公告", "机制", "规程", "通告", "决定", "条例", "规则",
    "指南",
];
/// Endings of a body's name.
const BODIES: [&str; 9] = ["委员会", "政府", "小组", "办公室", "局", "厅", "党委", "委", "部"];
/// What may stand behind a title.
const STATUS: [&str; 8] =
    ["（征求意见稿）", "(征求意见稿)", "（试行）", "(试行)", "（暂行）", "(暂行)", "（修订）", "（修订稿）"];

/// A line that is nothing but a title.
pub(super) fn is_title(text: &str) -> bool {
    let bare = without_status(text);
    let short = (6..=60).contains(&bare.chars().count());
    short
        && number::split(bare).is_none()
        && !bare.contains(['。', '；', '：', '，'])
        && KINDS.iter().any(|kind| bare.ends_with(kind))
}

/// The beginning of a title that goes on in the next line: 关于… perhaps behind the body that writes.
pub(super) fn begins_title(text: &str) -> bool {
    let about = text.split_once("关于").is_some_and(|(before, _)| before.is_empty() || is_body(before));
    about && !is_title(text) && !text.contains(['。', '；', '：', '，']) && text.chars().count() < 40
}

/// The first line of a plan's title that goes on in the next one: words without any stop.
pub(super) fn may_begin_title(text: &str) -> bool {
    let stops = ['。', '；', '：', '，', '、', '！', '？', '）', ')', ':', '　'];
    (6..=30).contains(&text.chars().count())
        && !text.contains(stops)
        && number::split(text).is_none()
        && !is_title(text)
        && !is_body(text)
        && !is_day(text)
        && !is_number(text)
}

/// 征求意见稿 and the like in brackets taken off.
fn without_status(text: &str) -> &str {
    STATUS.iter().fold(text, |text, mark| text.trim_end_matches(mark))
}

/// Whether a line is nothing but 征求意见稿 or 试行.
pub(super) fn is_status(text: &str) -> bool {
    text.trim_matches(['（', '）', '(', ')']) == "征求意见稿" || STATUS.contains(&text)
}

/// Whether a line is nothing but a day, perhaps with 印发.
pub(super) fn is_day(text: &str) -> bool {
    day(text.trim_end_matches("印发")).is_some_and(|(_, rest)| rest.is_empty())
}

/// A day at the head of a text, and the rest: 2026年3月2日, 二〇二六年三月二日.
pub(super) fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let part = |text: &str| number::value(text.trim_start_matches('0')).map(u32::from);
    Some((NaiveDate::from_ymd_opt(number::year(year)?, part(month)?, part(day)?)?, rest))
}

fn is_body(text: &str) -> bool {
    (3..=30).contains(&text.chars().count())
        && !text.contains(['。', '；', '：', '，', '、', '《'])
        && BODIES.iter().any(|end| text.ends_with(end))
}

/// 〔2020〕5号 with letters before it, and nothing else on the line.
fn is_number(text: &str) -> bool {
    let year = text.find(['〔', '[', '［', '【', '（', '(']);
    let dated = year.is_some_and(|at| {
        let inner = text[at..].chars().skip(1).take(4).collect::<String>();
        at > 0 && number::year(&inner).is_some()
    });
    dated && text.ends_with('号') && text.chars().count() < 24 && !text.contains(['，', '。'])
}

/// The document's number on a line of its own, or beside the letterhead and who signed.
fn numbered(paragraph: &Paragraph) -> Option<(String, Vec<String>)> {
    let bare = paragraph.text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    if is_number(bare) {
        return Some((bare.to_owned(), Vec::new()));
    }
    let mut number = None;
    let mut bodies = Vec::new();
    for word in paragraph.raw().split_whitespace() {
        match word.strip_suffix("文件").filter(|body| is_body(body)) {
            Some(body) => bodies.push(body.to_owned()),
            None if is_number(word) => number = Some(word.to_owned()),
            None if word.starts_with("签发人") => {}
            None => return None,
        }
    }
    Some((number?, bodies))
}

/// The bodies that sign on a line, and the day beside them.
fn signed(paragraph: &Paragraph) -> Option<(Vec<String>, Option<NaiveDate>)> {
    let text = paragraph.text.as_str();
    let at = text.find(|c: char| c.is_ascii_digit() || c == '二');
    let dated = at.filter(|at| *at > 0 && is_day(&text[*at..]) && !text.ends_with("印发"));
    let dated = dated.and_then(|at| day(&text[at..])).map(|(day, _)| day);
    let words = paragraph.raw().split_whitespace();
    let words: Vec<&str> = match dated {
        Some(_) => {
            words.take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit() || c == '二')).collect()
        }
        None => words.collect(),
    };
    let bodies = !words.is_empty() && words.iter().all(|word| is_body(word)) && !is_title(text);
    bodies.then(|| (words.into_iter().map(str::to_owned).collect(), dated))
}

/// Who writes, where the title begins with it: 甲县人民政府关于…; two bodies without a space between begin alike.
fn in_title(raw: &str) -> Vec<String> {
    let Some((before, _)) = raw.split_once("关于") else { return Vec::new() };
    let mut bodies: Vec<String> = Vec::new();
    for word in before.split_whitespace() {
        let region: String = word.chars().take(2).collect();
        let starts: Vec<usize> =
            word.match_indices(region.as_str()).map(|(at, _)| at).chain([word.len()]).collect();
        bodies.extend(starts.windows(2).map(|ends| word[ends[0]..ends[1]].to_owned()));
    }
    if bodies.iter().all(|body| is_body(body)) { bodies } else { Vec::new() }
}

/// What belongs to the end of a document: nothing of its text follows.
fn is_tail(paragraph: &Paragraph) -> bool {
    let text = paragraph.text.as_str();
    let labels = ["公开选项", "附件", "抄送", "抄报", "分送", "主题词", "信息公开选项"];
    is_day(text)
        || text.ends_with("印发")
        || signed(paragraph).is_some()
        || labels.iter().any(|label| text.starts_with(label))
}

/// Takes out what belongs to the document as a whole; what is left is titles and text.
pub(super) fn read(paragraphs: Vec<Paragraph>) -> (Head, Vec<Paragraph>) {
    let mut head = Head::default();
    let mut rest = Vec::new();
    let (mut listing, mut titled, mut begun, mut signing) = (false, false, false, false);
    let mut signers: Vec<String> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    let tail = paragraphs.iter().rposition(|paragraph| !is_tail(paragraph)).map_or(0, |at| at + 1);
    // A name alone in the middle of the text signs only where a day follows.
    let mut signs = vec![true; paragraphs.len()];
    let mut dated = false;
    for (at, paragraph) in paragraphs.iter().enumerate().take(tail).rev() {
        dated = match signed(paragraph) {
            Some((_, day)) => dated || day.is_some(),
            None => is_day(&paragraph.text),
        };
        signs[at] = dated;
    }
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        let text = paragraph.text.as_str();
        if listing || text.starts_with("附件") {
            let item = text.trim_start_matches("附件").trim_start_matches(['：', ':']);
            if let Some((_, name)) = number::split(item).filter(|(number, _)| number.level == Level::Point) {
                head.attachments.push((name.to_owned(), paragraph.line()));
                listing = true;
                continue;
            }
            listing = false;
        }
        head.draft |= text.contains("征求意见稿");
        begun |= number::split(text).is_some();
        if is_title(text) || begins_title(text) {
            named = if named.is_empty() { in_title(paragraph.raw()) } else { named };
            titled |= is_title(text);
        }
        let after = std::mem::take(&mut signing);
        if let Some((number, bodies)) = numbered(&paragraph).filter(|_| head.number.is_none() && !begun) {
            head.number = Some(number);
            head.issuer.extend(bodies);
        } else if let Some(option) = ["公开选项：", "信息公开选项：", "公开选项:", "公开属性："]
            .iter()
            .find_map(|label| text.strip_prefix(label))
        {
            head.disclosure = Some(option.to_owned());
        } else if is_day(text) && (after || !begun || at >= tail) {
            let day = day(text).map(|(day, _)| day);
            if text.ends_with("印发") { head.printed = day } else { head.date = head.date.or(day) }
        } else if let Some(body) = text.strip_suffix("文件").filter(|body| !titled && is_body(body)) {
            head.issuer.push(body.to_owned());
        } else if let Some((bodies, day)) = signed(&paragraph).filter(|_| !titled || signs[at]) {
            // Two bodies may sign on one line; a word alone counts before the title or at the end.
            signers.extend(bodies);
            head.date = head.date.or(day);
            signing = true;
        } else if at >= tail && text.ends_with("印发") {
            let from = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            head.printed = day(&text[from..]).map(|(day, _)| day);
        } else if at >= tail && (text.starts_with("抄送") || text.starts_with("抄报")) {
            head.copies =
                text.split_once(['：', ':']).map(|(_, bodies)| bodies.trim_end_matches('。').to_owned());
        } else if head.addressees.is_none() && titled && !begun && is_address(text) {
            head.addressees = Some(text.trim_end_matches(['：', ':']).to_owned());
        } else {
            rest.push(paragraph);
        }
    }
    if head.issuer.is_empty() {
        for body in if signers.is_empty() { named } else { signers } {
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
        && text.contains('各')
        && text.chars().count() < 80
        && !["。", "如下", "现就", "现将"].iter().any(|word| text.contains(word))
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
