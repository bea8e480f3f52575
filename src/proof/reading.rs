//! A proof for reading 公示稿的文字稿: its values → plain lines that anybody can read without a program: title, days, rows as the
//! board shows them, texts.

use super::{Face, Sheets, channel_words, check_code, counts_in_words};
use crate::calendar::chinese_with_weekday;
use chrono::NaiveDate;

impl Sheets {
    /// All of it in plain lines.
    pub fn to_text(&self) -> String {
        let proof = &self.proof;
        let mut lines = vec![
            proof.title.clone(),
            String::new(),
            format!("村：{}{}", proof.township, proof.village),
            format!("种类：{}，第{}版（{}）", proof.kind, proof.version, proof.number),
            format!("发布单位：{}", proof.issuer),
            format!("依据：{}", proof.basis),
            format!("张贴日：{}", day(&proof.first)),
        ];
        if let Some(period) = &proof.period {
            let closes = period.closes.iter().map(|at| format!("，最后一天{at}截止")).collect::<String>();
            lines.push(format!("公示期：{}到{}{closes}", day(&period.first), day(&period.last)));
            lines.push(format!("怎么算：{}", period.rule));
            lines.extend(
                period.skipped.iter().map(|is| format!("不算的一天：{}，{}", day(&is.day), is.reason)),
            );
        }
        lines.push(format!("张贴保留到：{}", day(&proof.board_until)));
        lines.push(format!("网上名单到：{}", day(&proof.web_until)));
        lines.extend(proof.places.iter().map(|place| format!("地点：{place}")));
        for is in &proof.contacts {
            let hours = is.hours.iter().map(|hours| format!("（{hours}）")).collect::<String>();
            lines.push(format!("电话：{}，{} {}{hours}", is.purpose, is.name, is.phone));
        }
        lines.extend(proof.address.iter().map(|address| format!("网址：{address}")));
        lines.push(format!("名单：{}", counts_in_words(proof)));
        lines.push(format!("校对码：{}", check_code(&proof.digest())));
        lines.push(format!("公示稿SHA-256：{}", proof.digest()));
        // The board first: what everybody in the village reads.
        let board = self.faces.iter().filter(|face| face.channel == "board");
        for face in board.chain(self.faces.iter().filter(|face| face.channel != "board")) {
            lines.push(String::new());
            lines.push(format!("—— {} ——", channel_words(&face.channel)));
            lines.extend(face_lines(face));
        }
        lines.join("\n") + "\n"
    }
}

/// A face in reading order, its list where it stands.
fn face_lines(face: &Face) -> Vec<String> {
    let mut lines = Vec::new();
    for line in face.lines() {
        let Some((what, words)) = line.split_first() else { continue };
        let words: Vec<String> = words.iter().map(|text| text.replace('\n', " ")).collect();
        lines.push(words.join("  "));
        if what == "rows" {
            lines.push(face.columns.join(" | "));
            lines.extend(face.rows.iter().map(|row| row.join(" | ")));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn day(text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), chinese_with_weekday)
}
