//! Comparing a proof with a kept print 核对打印稿: the text of a print that hangs → whether it says all that the board's face says, in
//! the rows' order, and beside that only what the frame of a print says. What cannot be told apart counts as different.

use crate::calendar::{chinese, chinese_with_weekday};
use crate::proof::{Face, Proof};
use chrono::NaiveDate;

/// What a print says beside its face: end of the list, its continuation, the seal, marks of a list, a rehearsal.
const FRAME: [&str; 7] = ["（以下空白）", "（续）", "（盖章）", "演练", "起", "止", "·"];

/// Whether a print says what the face says, and nothing else.
pub(super) fn says_the_same(print: &str, face: &Face, proof: &Proof) -> bool {
    let Some(mut rest) = without_rows(dense(print), face) else { return false };
    let mut said: Vec<String> = words(face, proof).iter().map(|text| dense(text)).collect();
    said.retain(|words| !words.is_empty());
    if said.iter().any(|words| !rest.contains(words.as_str())) {
        return false;
    }
    // What holds another text goes first.
    said.sort_by_key(|words| std::cmp::Reverse(words.chars().count()));
    for words in said.iter().map(String::as_str).chain(FRAME) {
        rest = rest.replace(words, "|");
    }
    without_page_numbers(&rest).chars().all(|c| c == '|')
}

/// A text without blanks and line ends, since a print breaks lines where they are full, and without the marks between cells.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// The text without the rows of the list, which it must hold whole, one after the other.
fn without_rows(mut text: String, face: &Face) -> Option<String> {
    let mut from = 0;
    for row in &face.rows {
        let words = dense(&row.concat());
        let at = from + text[from..].find(&words)?;
        text.replace_range(at..at + words.len(), "|");
        from = at + 1;
    }
    Some(text)
}

/// Every other text of the face as a print sets it.
fn words(face: &Face, proof: &Proof) -> Vec<String> {
    let mut said = vec![face.columns.concat()];
    for line in face.lines() {
        let Some((what, words)) = line.split_first() else { continue };
        match (what.as_str(), words) {
            ("fact", [label, value]) => said.push(format!("{label}：{value}")),
            ("period", [label, .., rule]) => {
                let day = |day: &str| day.parse().map_or_else(|_| day.to_owned(), chinese_with_weekday);
                let days = proof.period.iter().flat_map(|period| [day(&period.first), day(&period.last)]);
                said.extend(days.chain([label.clone(), rule.clone()]));
            }
            ("code", [url, caption]) => {
                let scheme = |url: &str| url.split_once("://").map(|(_, address)| address.to_owned());
                said.extend([scheme(url).unwrap_or_else(|| url.clone()), caption.clone()]);
            }
            _ => said.extend(words.iter().cloned()),
        }
    }
    said.extend(face.text.date.to_string().parse::<NaiveDate>().ok().map(chinese));
    said
}

/// The text without `第1页共2页`.
fn without_page_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('第') {
        out.push_str(before);
        let number = |text: &'_ str| text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let counted = after.get(after.len() - number(after)..).and_then(|is| is.strip_prefix("页共"));
        let counted = counted.and_then(|is| is.get(is.len() - number(is)..)?.strip_prefix('页'));
        match counted {
            Some(after) => rest = after,
            None => {
                out.push('第');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{says_the_same, without_page_numbers};
    use crate::proof::Sheets;
    use std::collections::BTreeMap;

    /// A proof and the print that was made of it, of the workspace in `tests/upgrade/`.
    fn proof() -> Sheets {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        macro_rules! own {
            ($name:literal) => {
                include_str!(concat!(
                    "../../tests/upgrade/proofs-with-unmarked-figures/villages/hongqi/notices/",
                    "2025-03-identify.proof/v1-ZFKHL-PXXGT/",
                    $name
                ))
            };
        }
        let files = [
            file("proof.json", own!("proof.json")),
            file("web.json", own!("web.json")),
            file("board.json", own!("board.json")),
        ];
        Sheets::read(&BTreeMap::from(files)).unwrap()
    }

    const PRINT: &str = "关于红旗村拟纳入防止返贫监测对象的公示 根据《关于健全完善防止返贫动态监测和帮扶工作机制的通知》（2025年3月14日）规定，经农户申请或线索排查、入户核查、村级民主评议（2025年3月10日），红旗村拟将下列6户19人纳入防止返贫监测对象。现予公示，请大家监督。公示期2025年3月14日（星期五）起2025年3月19日（星期三）止公示期不少于5天。张贴当日不计，满5天，末日遇休息日顺延（依据：文件二（三））公示地点：红旗村村务公开栏 张贴保留：到2025年3月24日（星期一），请勿撕毁 对公示内容有不同意见的，请在公示期内向下列单位反映。可以当面说、打电话，也可以写信。反映情况要实事求是，最好写明姓名和联系方式，便于核实和答复；我们会为反映人保密。村里受理意见：红旗村村务监督委员会 023-5550 1301 政策咨询：普安乡便民服务中心 023-5550 1210 拟纳入防止返贫监测对象名单（共6户19人）序号 村民小组 户主姓名 家庭人口 监测对象类别 1 1组 欧阳* 2 边缘易致贫户 2 1组 程*云 4人及以上 突发严重困难户 3 1组 罗*明 3 脱贫不稳定户 红旗村 2025-03-identify 第1版 第1页 共2页 拟纳入防止返贫监测对象名单（共6户19人）（续）序号 村民小组 户主姓名 家庭人口 监测对象类别 4 2组 任*旺 4人及以上 边缘易致贫户 5 2组 姚*林 1 脱贫不稳定户 6 2组 孔*新 2 脱贫不稳定户（以下空白）普安乡红旗村村民委员会（盖章）2025年3月14日 手机扫码，看网上公示 puan.example/villages/hongqi/notices/2025-03-identify/index.html 红旗村 2025-03-identify 第1版 第2页 共2页";

    #[test]
    fn a_print_that_says_another_word_was_taken_for_the_same() {
        let sheets = proof();
        let same = |print: &str| says_the_same(print, sheets.face("board").unwrap(), &sheets.proof);
        assert!(same(PRINT));
        for (from, to) in [
            ("1组 程*云", "2组 程*云"),
            ("5 2组 姚*林 1 脱贫不稳定户", ""),
            ("（以下空白）", "7 2组 王*明 2 脱贫不稳定户（以下空白）"),
            ("4 2组", "40 2组"),
            ("3月19日（星期三）止", "3月20日（星期四）止"),
            ("5550 1301", "5550 1302"),
            ("请大家监督", "请大家来监督"),
            ("请勿撕毁", "请勿撕毁。另行通知"),
            ("第1版", "第2版"),
            ("（共6户19人）", "（共6户18人）"),
        ] {
            let other = PRINT.replacen(from, to, 1);
            assert!(other != PRINT && !same(&other), "{from} → {to}");
        }
    }

    #[test]
    fn page_numbers_alone_are_taken_out() {
        assert_eq!(without_page_numbers("甲第1页共12页乙第2页共12页"), "甲乙");
        assert_eq!(without_page_numbers("第1版第1页"), "第1版第1页");
    }
}
