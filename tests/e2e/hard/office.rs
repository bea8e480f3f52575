//! An office 办公室 that hands in a roster: signed, built, and then read from outside.
//!
//! Either the roster was read right, and nothing of it stands in anything public; or it was refused with place, field
//! and remedy, and no value stands in any message. There is no third way.

use super::super::desk::{Desk, notice, page};
use super::super::foreign::{dense, page_text, pdftotext, table};
use super::super::people::{Household, six};

/// Columns of [`rows`].
pub(super) const HEADER: &str =
    "序号,组,户编号,户主姓名,身份证号,家庭人口,监测对象类别,联系电话,银行卡号,备注";

/// Masked heads of [`six`] in their order.
/// The places of [`six`] in the order in which they are shown: by group, then by masked name.
pub(super) const SHOWN: [usize; 6] = [1, 2, 0, 4, 3, 5];
pub(super) const MASKED: [&str; 6] = ["欧阳*", "程*云", "罗*明", "任*旺", "姚*林", "孔*新"];

/// Header and one row a household, as plain cells.
pub(super) fn rows(households: &[Household]) -> Vec<Vec<String>> {
    let mut rows = vec![line(HEADER)];
    for (number, is) in (1..).zip(households) {
        let cells = [
            number.to_string(),
            is.group.clone(),
            is.number.clone(),
            is.head.clone(),
            is.id(),
            is.size.to_string(),
            is.category.clone(),
            is.phone.clone(),
            is.bank(),
            is.note.clone(),
        ];
        rows.push(cells.to_vec());
    }
    rows
}

/// Cells of a line, split at commas.
pub(super) fn line(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// Rows as text with a delimiter and CRLF.
pub(super) fn text(rows: &[Vec<String>], delimiter: &str) -> String {
    rows.iter().map(|row| row.join(delimiter) + "\r\n").collect()
}

/// Everything of these people that is nobody's business.
pub(super) fn secrets(households: &[Household]) -> Vec<String> {
    let of = |is: &Household| [is.head.clone(), is.id(), is.phone.clone(), is.bank(), is.note.clone()];
    let mut secrets: Vec<String> = households.iter().flat_map(of).filter(|text| !text.is_empty()).collect();
    // Parts tell as much: the birth date with what follows it, the end of an account.
    secrets.extend(households.iter().map(|is| is.id()[8..].to_owned()));
    secrets.extend(households.iter().map(|is| is.bank()[11..].to_owned()));
    secrets
}

/// 红旗村 with a roster as somebody handed it in.
pub(super) struct Office {
    pub(super) desk: Desk,
    secrets: Vec<String>,
}

/// A finding as `--json` tells it.
pub(super) struct Finding {
    pub(super) code: String,
    pub(super) stops: bool,
    pub(super) sheet: Option<String>,
    pub(super) row: Option<u64>,
    pub(super) column: Option<u64>,
    pub(super) field: Option<String>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Office {
    /// Signed by both roles, posted on 2025-03-14. `six()` are in it unless the test says otherwise.
    pub(super) fn with(name: &str, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::posted(name, file, bytes, "2025-03-14", "")
    }

    /// The same with every form and leaflet.
    pub(super) fn full(name: &str, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::at(Desk::township(&format!("hard-{name}")), file, bytes, "2025-03-14", "")
    }

    /// With another posting day and further lines in the notice's file.
    pub(super) fn posted(name: &str, file: &str, bytes: impl AsRef<[u8]>, posted: &str, more: &str) -> Self {
        Self::at(Desk::township(&format!("hard-{name}")).thin(&[]), file, bytes, posted, more)
    }

    fn at(desk: Desk, file: &str, bytes: impl AsRef<[u8]>, posted: &str, more: &str) -> Self {
        desk.village("hongqi", "红旗村");
        desk.write(&format!("ws/villages/hongqi/rosters/{file}"), bytes);
        desk.identify("hongqi", file, posted);
        let path = format!("ws/{}.toml", notice("hongqi"));
        // Most of these lists are short ones: whose age they tell is another question.
        let heads = "heads = \"adult\"\nheads_decided_by = \"红旗村村民委员会\"\n";
        desk.write(&path, desk.read(&path) + heads + more);
        // What cannot be published cannot be signed either: the tests ask why.
        let day = if posted == "2025-03-14" { "2025-03-13" } else { posted };
        for role in ["committee", "supervision"] {
            desk.sign_on(day, &notice("hongqi"), role);
        }
        Self { desk, secrets: secrets(&six()) }
    }

    /// Further texts that must stand nowhere.
    pub(super) fn hiding(mut self, secrets: &[&str]) -> Self {
        self.secrets.extend(secrets.iter().map(|&text| text.to_owned()));
        self
    }

    /// Other people than [`six`].
    pub(super) fn of(mut self, households: &[Household]) -> Self {
        self.secrets = secrets(households);
        self
    }

    /// Builds, and reads from the page: table, households, people. No secret stands in public or in what was said.
    #[track_caller]
    pub(super) fn read(&self) -> (Vec<Vec<String>>, usize, usize) {
        let ran = self.desk.build("2025-03-17").ends(0);
        self.silent(&format!("{}{}", ran.out, ran.err));
        self.sealed();
        let html = self.desk.read(&page("hongqi"));
        let text = dense(&page_text(&html));
        let rows = table(&html);
        // 拟将下列6户19人纳入: the numbers that the village reads out.
        let counted = text.split("拟将下列").nth(1).expect(&text);
        let (households, rest) = counted.split_once('户').unwrap();
        let people = rest.split('人').next().unwrap();
        assert_eq!(households.parse::<usize>().unwrap(), rows.len(), "the text counts other rows");
        (rows, households.parse().unwrap(), people.parse().unwrap())
    }

    /// Reads [`six`] as they are: six masked heads in order, 19 people.
    #[track_caller]
    pub(super) fn reads_six(&self) {
        let (rows, households, people) = self.read();
        let names: Vec<&str> = rows.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(names, MASKED);
        assert_eq!((households, people), (6, 19));
        let people = six();
        for (row, is) in rows.iter().zip(SHOWN.map(|at| &people[at])) {
            assert_eq!((row[1].as_str(), row[4].as_str()), (is.group.as_str(), is.category.as_str()));
        }
    }

    /// Refuses: this code at this row and column, a remedy beside it, no value anywhere, nothing published.
    #[track_caller]
    pub(super) fn refuses(&self, code: &str, at: (Option<u64>, Option<u64>)) -> Finding {
        let mut found = self.stops();
        let index =
            found.iter().position(|finding| finding.code == code && (finding.row, finding.column) == at);
        let told: Vec<_> = found.iter().map(|is| (is.code.as_str(), is.row, is.column)).collect();
        found.remove(index.unwrap_or_else(|| panic!("no {code} at {at:?} in {told:?}")))
    }

    /// The findings that stop the notice: neither a check nor a signature nor a build gets past them.
    #[track_caller]
    pub(super) fn stops(&self) -> Vec<Finding> {
        let ran = self.desk.run(["-C", "ws", "--today", "2025-03-17", "--json", "check"]);
        self.silent(&format!("{}{}", ran.out, ran.err));
        let signed = self.desk.sign(&notice("hongqi"), "committee").ends(1);
        self.silent(&format!("{}{}", signed.out, signed.err));
        let built = self.desk.build("2025-03-17");
        assert_ne!(built.code, 0, "{}\n{}", built.out, built.err);
        self.silent(&format!("{}{}", built.out, built.err));
        assert!(!self.desk.shows(&notice("hongqi")), "something of the notice was published");
        let mut found = findings(&ran.err);
        // That nobody could sign, and that it is held back, follows from the rest.
        let follows = |code: &str| code.starts_with("signoff-") || code == "notice-held-back";
        found.retain(|finding| finding.stops && !follows(&finding.code));
        assert!(!found.is_empty());
        for Finding { code, message, help, .. } in &found {
            assert!(message.chars().any(|c| c > '\u{4E00}'), "{code}: {message}");
            assert!(!help.is_empty(), "{code}: no remedy");
        }
        found
    }

    /// Findings of a build that goes through.
    #[track_caller]
    pub(super) fn warnings(&self) -> Vec<Finding> {
        let ran = self.desk.run(["-C", "ws", "--today", "2025-03-17", "--json", "check"]).ends(0);
        self.silent(&format!("{}{}", ran.out, ran.err));
        findings(&ran.err)
    }

    /// No secret in words that were said.
    #[track_caller]
    pub(super) fn silent(&self, said: &str) {
        for secret in &self.secrets {
            assert!(!dense(said).contains(&dense(secret)), "a message holds {secret}:\n{said}");
        }
    }

    /// No secret in any file for the public, as bytes, as text, as a print is read.
    #[track_caller]
    pub(super) fn sealed(&self) {
        for (path, bytes) in self.desk.open() {
            let text = if path.ends_with(".pdf") {
                pdftotext(&[], &self.desk.path(&format!("dist/{path}")))
            } else {
                let raw = String::from_utf8_lossy(&bytes).into_owned();
                format!("{raw}\n{}", page_text(&raw))
            };
            let text = dense(&format!("{path}{text}"));
            for secret in &self.secrets {
                assert!(!text.contains(&dense(secret)), "{path} holds {secret}");
            }
        }
    }
}

fn findings(err: &str) -> Vec<Finding> {
    let Some(json) = err.lines().find(|line| line.starts_with('[')) else { return Vec::new() };
    let values: Vec<serde_json::Value> = serde_json::from_str(json).unwrap();
    let of = |value: &serde_json::Value| {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Finding {
            code: text("code").unwrap(),
            stops: ["error", "refusal"].contains(&value["severity"].as_str().unwrap()),
            sheet: text("sheet"),
            row: value["line"].as_u64(),
            column: value["column"].as_u64(),
            field: text("field"),
            message: text("message").unwrap(),
            help: text("help").unwrap_or_default(),
        }
    };
    values.iter().map(of).collect()
}
