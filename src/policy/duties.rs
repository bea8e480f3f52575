//! Duties 定期事项 and the consultation 征求意见 of a pack: every day is a day, and stands in the clause and the wording.

use super::Pack;
use super::codes::{NO_EVIDENCE, PACK_INCOMPLETE};
use super::spelled::{self, Spelled};
use super::written::{Duty, Every, When};
use crate::calendar::chinese;
use crate::diag::{Diagnostic, Place};
use chrono::Datelike;
use std::collections::BTreeSet;

/// What is wrong with duties and consultation; fields are dotted paths into `pack.toml`.
pub(super) fn check(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut before = BTreeSet::new();
    for (n, duty) in pack.is.duty.iter().enumerate() {
        let at = |key: &str| Place::file(file).field(format!("duty.{n}.{key}"));
        if !before.insert(&duty.id) {
            let message = format!("定期事项 {} 写了两次", duty.id);
            found.push(Diagnostic::error(&PACK_INCOMPLETE, at("id"), message, "改一个名称"));
        }
        if !sound(&duty.when) {
            let message = format!("“{}”的日子不对", duty.title);
            let help =
                "日写 1 到 31；每季度的 month 写 1、2 或 3，表示季度里的第几个月；in 的 month 写 1 到 12";
            found.push(Diagnostic::error(&PACK_INCOMPLETE, at("when"), message, help));
            continue;
        }
        let clause = duty
            .clause
            .as_ref()
            .and_then(|clause| Some((clause.get_ref(), pack.text.whole(clause.get_ref())?)));
        if let (Some(since), Some((path, text)), None) = (duty.since, &clause, &duty.local) {
            let said = spelled::date(format!("{}年{}月", since.year(), since.month()));
            if !said.stands_in(text) {
                let message = format!("“{}”从{said}起，条款 {path} 里没有", duty.title);
                let help = "核对 since；原文没有写从哪个月起的，在 local 里写明理由";
                found.push(Diagnostic::error(&NO_EVIDENCE, at("since"), message, help));
            }
        }
        for said in said(duty) {
            if !said.stands_in(&duty.wording) {
                let message = format!("“{}”的 wording 里没有{said}，印出来的会和日期对不上", duty.title);
                found.push(Diagnostic::error(
                    &NO_EVIDENCE,
                    at("wording"),
                    message,
                    "让 wording 和 when 写同一天",
                ));
            }
            if let Some((path, text)) = &clause
                && !said.stands_in(text)
            {
                let message = format!("“{}”写的是{said}，条款 {path} 里没有", duty.title);
                found.push(Diagnostic::error(
                    &NO_EVIDENCE,
                    at("when"),
                    message,
                    "核对 pack.toml 与 text.md，改正写错的一处",
                ));
            }
        }
    }
    found.extend(consultation(pack, file));
    found
}

fn consultation(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let Some(is) = &pack.is.consultation else { return Vec::new() };
    let mut found = Vec::new();
    if is.first > is.last {
        let at = Place::file(file).field("consultation.last");
        found.push(Diagnostic::error(&PACK_INCOMPLETE, at, "征求意见的末日早于首日", "核对两个日期"));
    }
    if !pack.files.contains_key(&is.file) {
        let at = Place::file(file).field("consultation.file");
        let message = format!("政策包里没有文件 {}", is.file);
        found.push(Diagnostic::error(&PACK_INCOMPLETE, at, message, "补上文件，或改正文件名"));
    }
    let text = pack.text.whole(is.clause.get_ref()).unwrap_or_default();
    for (key, day) in [("first", is.first), ("last", is.last)] {
        if !spelled::date(chinese(day)).stands_in(&text) {
            let message = format!("条款 {} 里没有{}", is.clause.get_ref(), chinese(day));
            let at = Place::file(file).field(format!("consultation.{key}"));
            found.push(Diagnostic::error(&NO_EVIDENCE, at, message, "核对条款号和日期"));
        }
    }
    found
}

fn sound(when: &When) -> bool {
    let day = |day: &u32| (1..=31).contains(day);
    match when {
        When::Monthly(days) => !days.is_empty() && days.iter().all(day),
        When::Quarterly { month, day: of } => (1..=3).contains(month) && day(of),
        When::Once(_) | When::Within(_) => true,
        When::In { month, year } => {
            (1..=12).contains(month) && year.is_none_or(|year| (2000..2100).contains(&year))
        }
    }
}

/// How the days must be told. A single day may leave out its year, as texts do.
fn said(duty: &Duty) -> Vec<Spelled> {
    let every_month = || spelled::any(&["每月", "每个月", "每一个月", "各月"]);
    match &duty.when {
        When::Monthly(days) => {
            let days = days.iter().map(|day| spelled::date(format!("{day}日")));
            std::iter::once(every_month()).chain(days).collect()
        }
        When::Quarterly { month, day } => {
            let order = ["第一个月", "第二个月", "第三个月"].get(*month as usize - 1).copied();
            let words = ["每季度", "每个季度", "每季"];
            let order = order.map(|order| spelled::any(&[order]));
            let day = spelled::date(format!("{day}日"));
            std::iter::once(spelled::any(&words)).chain(order).chain([day]).collect()
        }
        When::Once(day) => vec![spelled::date(format!("{}月{}日", day.month(), day.day()))],
        When::Within(Every::Month) => vec![every_month()],
        When::Within(Every::Quarter) => vec![spelled::any(&["每季度", "每个季度", "每季"])],
        When::Within(Every::Year) => vec![spelled::any(&["每年", "每一年", "各年"])],
        When::In { month, .. } => vec![spelled::date(format!("{month}月"))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::text::ClauseTree;

    fn findings(duty: &str) -> Vec<String> {
        let table = format!(
            "title = \"t\"\nshort = \"s\"\nissuer = []\nregion = \"r\"\nstatus = \"final\"\ndisclosure = \"proactive\"\n\
             [catalogue]\nmatter = \"\"\ncontents = []\ntime_limit = \"\"\npublisher = \"\"\nchannel = []\naudience = \"\"\n\
             mode = \"\"\nlevel = \"\"\n{duty}\n"
        );
        let text = "## 一、报送\n从2020年6月起每月25日前报名单，每月1日、15日供数，5月30日前完成。每季度第一个月10日前比对。\n\
            ## 三、排查\n5月份集中一次，每个月报一次；每年年底报告。\n## 二、征求\n2020年5月15日至2020年6月4日。\n";
        let pack = Pack {
            id: "p".into(),
            path: "p".into(),
            is: toml::from_str(&table).unwrap(),
            text: ClauseTree::parse("text.md", text).unwrap(),
            files: [("ask.md".to_owned(), String::new())].into(),
            sha256: String::new(),
            sha256_as_saved: String::new(),
        };
        check(&pack, "p/pack.toml").iter().map(ToString::to_string).collect()
    }

    fn duty(when: &str, wording: &str) -> Vec<String> {
        findings(&format!(
            "[[duty]]\nid = \"d\"\ntitle = \"报表\"\nactor = \"镇\"\nwhen = {when}\nwording = \"{wording}\"\nclause = \"一\"\n"
        ))
    }

    #[test]
    fn a_day_that_stands_in_clause_and_wording_is_accepted() {
        assert_eq!(duty("{ monthly = [25] }", "每月25日前"), [""; 0]);
        assert_eq!(duty("{ monthly = [1, 15] }", "每月1日、15日"), [""; 0]);
        assert_eq!(duty("{ once = 2020-05-30 }", "5月30日前"), [""; 0]);
    }

    #[test]
    fn a_day_that_its_clause_does_not_hold_is_refused() {
        assert!(duty("{ monthly = [26] }", "每月26日前")[0].contains("policy-no-evidence"));
        assert!(duty("{ monthly = [5] }", "每月25日前").len() == 2, "5日 is no evidence in 25日");
        assert!(duty("{ once = 2020-06-30 }", "6月30日前")[0].contains("policy-no-evidence"));
        assert!(duty("{ monthly = [25] }", "每月底前")[0].contains("wording"));
    }

    /// A duty without a day, resting on the third clause.
    fn loose(when: &str, wording: &str) -> Vec<String> {
        findings(&format!(
            "[[duty]]\nid = \"d\"\ntitle = \"报表\"\nactor = \"镇\"\nwhen = {when}\nwording = \"{wording}\"\nclause = \"三\"\n"
        ))
    }

    #[test]
    fn a_duty_without_a_day_keeps_to_the_interval_of_its_clause() {
        assert_eq!(loose("{ within = \"month\" }", "每月一报"), [""; 0]);
        assert_eq!(loose("{ within = \"year\" }", "每年年底"), [""; 0]);
        assert_eq!(loose("{ in = { month = 5, year = 2021 } }", "5月份集中一次"), [""; 0]);
        assert!(loose("{ within = \"quarter\" }", "每季度")[0].contains("条款 三"));
        assert!(loose("{ within = \"month\" }", "定期报")[0].contains("wording"));
        assert!(loose("{ in = { month = 6 } }", "6月份集中一次")[0].contains("6月"));
        assert!(loose("{ in = { month = 13 } }", "13月份")[0].contains("policy-incomplete"));
    }

    #[test]
    fn a_quarter_is_no_evidence_for_a_month_nor_the_second_month_for_the_first() {
        assert_eq!(duty("{ quarterly = { month = 1, day = 10 } }", "每季度第一个月10日前"), [""; 0]);
        assert_eq!(duty("{ quarterly = { month = 2, day = 10 } }", "每季度第一个月10日前").len(), 2);
        assert!(loose("{ monthly = [10] }", "每月10日")[0].contains("10日"));
    }

    #[test]
    fn the_month_from_which_a_duty_runs_stands_in_its_clause() {
        let since = |since: &str, more: &str| {
            findings(&format!(
                "[[duty]]\nid = \"d\"\ntitle = \"报表\"\nactor = \"镇\"\nwhen = {{ monthly = [25] }}\nsince = {since}\n\
                 wording = \"每月25日\"\nclause = \"一\"\n{more}"
            ))
        };
        assert_eq!(since("2020-06-01", ""), [""; 0]);
        assert!(since("2020-07-01", "")[0].contains("2020年7月"));
        assert_eq!(since("2020-07-01", "local = \"从印发的下一个月算\"\n"), [""; 0]);
    }

    #[test]
    fn a_day_that_no_month_has_is_refused() {
        assert!(duty("{ monthly = [32] }", "每月32日")[0].contains("policy-incomplete"));
        assert!(duty("{ monthly = [] }", "每月")[0].contains("policy-incomplete"));
        let quarterly = "{ quarterly = { month = 4, day = 25 } }";
        assert!(duty(quarterly, "每季度25日")[0].contains("policy-incomplete"));
    }

    #[test]
    fn a_consultation_keeps_to_the_days_of_its_clause() {
        let is = |last: &str| {
            findings(&format!(
                "[consultation]\nfirst = 2020-05-15\nlast = {last}\nheading = \"公告\"\nfile = \"ask.md\"\nissuer = \"市\"\ntext = \"请提意见\"\nclause = \"二\"\n"
            ))
        };
        assert_eq!(is("2020-06-04"), [""; 0]);
        assert!(is("2020-06-05")[0].contains("policy-no-evidence"));
        assert!(is("2020-05-14")[0].contains("policy-incomplete"));
    }
}
