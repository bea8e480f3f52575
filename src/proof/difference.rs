//! What two versions of a proof differ in, in words for whoever signs.

use super::{Face, Proof, Sheets, counts_in_words, texts};
use crate::document::WrittenBlock;
use std::collections::BTreeSet;

/// One line a difference, `from` first. None: they say the same.
pub fn differences(from: &Sheets, to: &Sheets) -> Vec<String> {
    let mut out = Vec::new();
    let (a, b) = (&from.proof, &to.proof);
    let mut text = |what: &str, a: &str, b: &str| {
        if a != b {
            out.push(format!("{what}：“{}”改成“{}”", or_none(a), or_none(b)));
        }
    };
    text("标题", &a.title, &b.title);
    text("版次", &a.version, &b.version);
    text("编号", &a.number, &b.number);
    text("种类", &a.kind, &b.kind);
    text("发布单位", &a.issuer, &b.issuer);
    text("依据", &a.basis, &b.basis);
    text("张贴日", &a.first, &b.first);
    text("公示期", &period(a), &period(b));
    text("张贴保留到", &a.board_until, &b.board_until);
    text("网上名单到", &a.web_until, &b.web_until);
    text("公示地点", &a.places.join("、"), &b.places.join("、"));
    text("电话", &contacts(a), &contacts(b));
    text("网址", a.address.as_deref().unwrap_or(""), b.address.as_deref().unwrap_or(""));
    text("户数、人数、金额", &counts_in_words(a), &counts_in_words(b));
    for face in &to.faces {
        let channel = channel_words(&face.channel);
        match from.faces.iter().find(|before| before.channel == face.channel) {
            Some(before) => of_faces(channel, before, face, &mut out),
            None => out.push(format!("{channel}：原来没有，现在有")),
        }
    }
    for face in from.faces.iter().filter(|before| to.faces.iter().all(|face| face.channel != before.channel))
    {
        out.push(format!("{}：原来有，现在没有", channel_words(&face.channel)));
    }
    out
}

/// Whether two proofs differ in words alone: no row, no column, no count, no day, and no figure in any text. A slip of the pen
/// is that, whatever somebody calls it.
pub(crate) fn is_of_words_alone(from: &Sheets, to: &Sheets) -> bool {
    let facts = |is: &Proof| {
        let period = is.period.as_ref().map(|period| (period.first.clone(), period.last.clone()));
        (is.counts.clone(), is.first.clone(), period, is.board_until.clone(), is.web_until.clone())
    };
    let list = |face: &Face| (face.channel.clone(), face.columns.clone(), face.rows.clone());
    facts(&from.proof) == facts(&to.proof)
        && from.faces.iter().map(list).eq(to.faces.iter().map(list))
        && from.faces.iter().map(figures).eq(to.faces.iter().map(figures))
}

/// Whether two proofs of one version differ in days alone, and in nothing else but them: the same rows, counts, places, and the
/// same texts but for days.
pub(crate) fn is_of_days_alone(from: &Sheets, to: &Sheets) -> bool {
    let beside = |is: &Proof| {
        let period = is.period.as_ref().map(|period| (period.rule.clone(), period.closes.clone()));
        let rest = Proof {
            first: String::new(),
            period: None,
            board_until: String::new(),
            web_until: String::new(),
            faces: std::collections::BTreeMap::new(),
            ..is.clone()
        };
        (rest, period)
    };
    let face = |face: &Face| {
        let mut text = serde_json::to_string(&face.text).unwrap_or_default();
        // How long a script takes, which days in words make longer or shorter.
        if let Some(from) = text.find(READER) {
            let end = text[from..].find('"').map_or(text.len(), |at| from + at);
            text.replace_range(from..end, "");
        }
        (face.channel.clone(), face.columns.clone(), face.rows.clone(), without_days(&text))
    };
    from.proof.first != to.proof.first
        && beside(&from.proof) == beside(&to.proof)
        && from.faces.iter().map(face).eq(to.faces.iter().map(face))
}

/// What begins the line of a script for whoever reads it out.
const READER: &str = "给念稿子的人";

/// A text with every day taken out: 2025-04-07, 2025年4月7日（星期一）, 二〇二五年四月七日.
fn without_days(text: &str) -> String {
    const NUMERALS: &str = "0123456789〇零一二三四五六七八九十";
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        let end = (at..chars.len()).find(|is| !NUMERALS.contains(chars[*is])).unwrap_or(chars.len());
        let next = chars.get(end).copied().unwrap_or(' ');
        // The parts of 2025-04-07: four figures, then two and two.
        let iso = chars.get(at..at + 10).is_some_and(|part| {
            part.iter().enumerate().all(|(at, c)| match at {
                4 | 7 => *c == '-',
                _ => c.is_ascii_digit(),
            })
        });
        if iso {
            out.push('日');
            at += 10;
        } else if end > at && "年月日".contains(next) {
            out.push(next);
            at = end + 1;
        } else if chars[at..].starts_with(&['星', '期']) && chars.get(at + 2).is_some() {
            out.push('周');
            at += 3;
        } else if end > at {
            out.extend(&chars[at..end]);
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Whether two proofs differ in contacts and places alone, their versions aside.
pub(crate) fn is_of_contacts_alone(from: &Sheets, to: &Sheets) -> bool {
    let beside = |is: &Proof| Proof {
        contacts: Vec::new(),
        places: Vec::new(),
        version: String::new(),
        number: String::new(),
        faces: std::collections::BTreeMap::new(),
        ..is.clone()
    };
    let face = |face: &Face| {
        let mut text = face.text.clone();
        text.number = None;
        without_contacts(&mut text.blocks);
        texts::unmark(&mut text);
        (face.channel.clone(), face.columns.clone(), face.rows.clone(), text)
    };
    beside(&from.proof) == beside(&to.proof) && from.faces.iter().map(face).eq(to.faces.iter().map(face))
}

/// Takes out what names contacts and places.
fn without_contacts(blocks: &mut Vec<WrittenBlock>) {
    let names_one = |source: &str| ["contact", "board"].contains(&source);
    for block in blocks.iter_mut() {
        if let WrittenBlock::Facts { pairs } = block {
            pairs.retain(|(_, value)| !names_one(&value.source));
        }
    }
    blocks.retain(|block| match block {
        WrittenBlock::Facts { pairs } => !pairs.is_empty(),
        WrittenBlock::Paragraph { text, .. } => !names_one(&text.source),
        _ => true,
    });
}

/// The figures in the texts of a face, its number and version aside.
fn figures(face: &Face) -> Vec<String> {
    let texts = face.lines().into_iter().filter(|line| line.first().is_none_or(|what| what != "number"));
    let figure = |text: &String| -> Vec<String> {
        let runs = text.split(|c: char| !c.is_ascii_digit() && c != '.');
        runs.filter(|run| run.chars().any(|c| c.is_ascii_digit())).map(str::to_owned).collect()
    };
    texts.flat_map(|line| line.iter().skip(1).flat_map(figure).collect::<Vec<_>>()).collect()
}

fn of_faces(channel: &str, from: &Face, to: &Face, out: &mut Vec<String>) {
    if from.columns != to.columns {
        out.push(format!("{channel}的栏：“{}”改成“{}”", from.columns.join("、"), to.columns.join("、")));
    }
    // The running number of a row says nothing of who stands in it.
    let rows = |face: &Face| -> BTreeSet<String> { face.rows.iter().map(|row| without_first(row)).collect() };
    let (before, after) = (rows(from), rows(to));
    out.extend(after.difference(&before).map(|row| format!("{channel}多了一行：{row}")));
    out.extend(before.difference(&after).map(|row| format!("{channel}少了一行：{row}")));
    let lines =
        |face: &Face| -> BTreeSet<String> { face.lines().iter().map(|line| without_first(line)).collect() };
    let (before, after) = (lines(from), lines(to));
    out.extend(after.difference(&before).map(|line| format!("{channel}多了：{line}")));
    out.extend(before.difference(&after).map(|line| format!("{channel}少了：{line}")));
}

/// The words behind the first one.
fn without_first(words: &[String]) -> String {
    words.iter().skip(1).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "没有" } else { text }
}

fn period(proof: &Proof) -> String {
    proof.period.as_ref().map_or_else(String::new, |period| format!("{}至{}", period.first, period.last))
}

fn contacts(proof: &Proof) -> String {
    let all = proof
        .contacts
        .iter()
        .map(|contact| format!("{} {} {}", contact.purpose, contact.name, contact.phone));
    all.collect::<Vec<_>>().join("；")
}

/// What people call a channel.
pub(crate) fn channel_words(channel: &str) -> &'static str {
    match channel {
        "web" => "网页",
        "board" => "公示栏",
        "chat" => "群图",
        "loudspeaker" => "广播稿",
        _ => "别处",
    }
}

#[cfg(test)]
mod tests {
    use super::without_days;

    #[test]
    fn days_are_taken_out_and_figures_stay() {
        let one = "2025-04-07起，2025年4月7日（星期一）到二〇二五年四月十四日，共3户8570.50元";
        let other = "2025-04-09起，2025年4月9日（星期三）到二〇二五年四月二十一日，共3户8570.50元";
        assert_eq!(without_days(one), without_days(other));
        assert_ne!(without_days(one), without_days(&one.replace("8570", "8571")));
        assert_ne!(without_days(one), without_days(&one.replace("3户", "4户")));
    }
}
