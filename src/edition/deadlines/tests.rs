use super::pages::{Desk, Place};
use super::papers::written;
use super::{Deadline, Sort, Standing};
use crate::render::theme::Theme;
use crate::workspace::embedded;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

const VILLAGES: [(&str, &str); 4] =
    [("hongqi", "红旗村"), ("qingsong", "青松村"), ("shiqiao", "石桥村"), ("bailu", "白鹭社区")];

fn today() -> NaiveDate {
    "2025-04-10".parse().unwrap()
}

/// So many notices, dealt out to the villages.
fn notices(count: usize) -> Vec<Vec<String>> {
    let mut of = vec![Vec::new(); VILLAGES.len()];
    for number in 0..count {
        let village = number % VILLAGES.len();
        of[village].push(format!("villages/{}/notices/{number:04}-identify", VILLAGES[village].0));
    }
    of
}

fn desk(notices: &[Vec<String>]) -> Desk<'_> {
    let named = VILLAGES.iter().zip(notices);
    let villages = named.map(|((slug, name), own)| {
        let notices = own.iter().map(String::as_str).collect();
        Place { slug, name, notices }
    });
    let villages = villages.collect();
    Desk { township: "普安乡", today: today(), sample: true, villages }
}

fn day(notice: &str, village: Option<&str>, word: &str, standing: Standing) -> Deadline {
    let due = match standing {
        Standing::Late(days) => today().checked_sub_days(Days::new(days.unsigned_abs())),
        Standing::Left(days) => today().checked_add_days(Days::new(days.unsigned_abs())),
        Standing::Done(_) => Some(today()),
        _ => None,
    };
    let stem = notice.rsplit('/').next().unwrap_or_default();
    Deadline {
        notice: notice.into(),
        key: word.into(),
        village: village.map(Into::into),
        subject: "监测对象认定公示".into(),
        sort: Sort::Step,
        what: format!("{word}：{stem}").into(),
        who: "普安乡".into(),
        due,
        not_before: None,
        done: due.filter(|_| matches!(standing, Standing::Done(_))),
        basis: "".into(),
        command: None,
        standing,
    }
}

/// Six days of each notice: late, today's, near, without a day, far, done.
fn deadlines(notices: &[Vec<String>]) -> Vec<Deadline> {
    let of = |(notice, name): (&String, &str)| {
        let days = [
            ("迟了", Standing::Late(3)),
            ("今天", Standing::Left(0)),
            ("快了", Standing::Left(5)),
            ("随时", Standing::Undated),
            ("远着", Standing::Left(30)),
            ("做了", Standing::Done(0)),
        ];
        days.map(|(word, standing)| day(notice, Some(name), word, standing))
    };
    let named = VILLAGES.iter().zip(notices).flat_map(|((_, name), own)| own.iter().map(|it| (it, *name)));
    named.flat_map(of).collect()
}

fn theme() -> BTreeMap<String, Vec<u8>> {
    let all = embedded::themes();
    let own = all.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("default/")?, bytes)));
    own.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()
}

/// The pages of so many notices and what else is due.
fn made(count: usize, more: &[Deadline], theme: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let notices = notices(count);
    let mut all = deadlines(&notices);
    all.extend_from_slice(more);
    let mut made = BTreeMap::new();
    let mut put = |path: &str, bytes| {
        let before = made.insert(path.to_owned(), String::from_utf8(bytes).unwrap());
        assert!(before.is_none(), "{path} twice");
    };
    written(&desk(&notices), "gov.example", &all, &Theme::load("default", theme).unwrap(), &mut put).unwrap();
    made
}

fn count(page: &str, text: &str) -> usize {
    page.matches(text).count()
}

#[test]
fn up_to_120_notices_one_page_holds_every_day_of_all() {
    let made = made(120, &[], &theme());
    let page = &made["due.html"];
    assert_eq!((made.len(), count(page, "<a ")), (2, 0));
    // One calendar with every day that is kept on one.
    assert_eq!(count(&made["calendar.ics"], "BEGIN:VEVENT"), 120 * 5);
    // Under its urgency, and in its notice; what is done in its notice only.
    assert_eq!((count(page, "迟了："), count(page, "远着："), count(page, "做了：")), (240, 240, 120));
    assert!(page.contains("<strong>120</strong>已经逾期") && !page.contains("这里只列了"));
}

#[test]
fn of_more_notices_every_day_is_on_its_villages_page_and_only_there() {
    let made = made(121, &[], &theme());
    assert_eq!(made.len(), 1 + 2 * VILLAGES.len());
    for ((slug, name), own) in VILLAGES.iter().zip(notices(121)) {
        let page = &made[&format!("{slug}/due.html")];
        for notice in &own {
            let stem = notice.rsplit('/').next().unwrap();
            for word in ["迟了", "今天", "快了", "随时", "远着"] {
                assert_eq!(count(page, &format!("{word}：{stem}")), 2, "{word} {notice}");
            }
            assert_eq!(count(page, &format!("做了：{stem}")), 1, "{notice}");
        }
        assert_eq!(count(page, "做了："), own.len(), "no other village's");
        assert!(page.contains(&format!("<h1>{name}：到期和逾期</h1>")));
        assert!(page.contains(&format!("<strong>{}</strong>已经逾期", own.len())));
    }
}

#[test]
fn of_more_notices_each_village_has_its_calendar_and_the_township_one_of_what_is_its_own() {
    let made = made(121, &[day("duty/check", None, "乡里的", Standing::Left(1))], &theme());
    let of_township = &made["calendar.ics"];
    assert_eq!(count(of_township, "BEGIN:VEVENT"), 1);
    assert!(of_township.contains("乡里的"));
    let mut uids = BTreeSet::new();
    for ((slug, name), own) in VILLAGES.iter().zip(notices(121)) {
        let calendar = made[&format!("{slug}/calendar.ics")].replace("\r\n ", "");
        assert!(calendar.contains(&format!("{name}的期限（内部）")));
        for notice in &own {
            let stem = notice.rsplit('/').next().unwrap();
            // All but what has no day.
            let told = ["迟了", "今天", "快了", "远着", "做了"];
            let events = told.map(|word| count(&calendar, &format!("{word}：{stem}")));
            assert!(events.iter().all(|events| *events > 0), "{notice}: {events:?}");
        }
        let lines = calendar.lines().filter(|line| line.starts_with("UID:"));
        uids.extend(lines.filter(|line| !line.contains("-alarm")).map(str::to_owned));
    }
    assert_eq!(uids.len(), 121 * 5, "each day once");
}

#[test]
fn a_long_heading_holds_60_and_says_how_many_more_there_are_while_the_sums_tell_all() {
    let made = made(121, &[], &theme());
    let page = &made["due.html"];
    for word in ["迟了：", "今天：", "快了：", "随时：", "远着："] {
        assert_eq!(count(page, word), 60, "{word}");
    }
    assert_eq!(count(page, "做了："), 0);
    assert_eq!(count(page, "这里只列了60件，还有61件"), 5);
    for title in ["已经逾期", "今天到期", "7天内到期"] {
        assert!(page.contains(&format!("<strong>121</strong>{title}")), "{title}");
        assert!(page.contains(&format!("{title} <small>121件</small>")), "{title}");
    }
    // The first village has one notice more than the others.
    for word in ["逾期", "今天到期", "7天内到期"] {
        let said = |number| count(page, &format!(">{word}{number}件<"));
        assert_eq!((said(31), said(30)), (1, 3), "{word}");
    }
    assert!(!page.contains("没有正在办的公示"));
}

#[test]
fn every_link_between_the_pages_leads_to_one() {
    let made = made(121, &[], &theme());
    let mut links = 0;
    for (path, page) in &made {
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            links += 1;
            match link.strip_prefix('#') {
                Some(id) => assert!(page.contains(&format!("id=\"{id}\"")), "{path}: {link}"),
                None => {
                    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                    let target = match link.strip_prefix("../") {
                        Some(above) if !folder.is_empty() => above.to_owned(),
                        _ => format!("{folder}{link}"),
                    };
                    assert!(made.contains_key(&target), "{path}: {link}");
                }
            }
        }
    }
    // Each village there and back, from each heading to the villages, and from three sums to what they count.
    assert_eq!(links, 2 * VILLAGES.len() + 5 + 3);
}

/// It stands on no village's page.
#[test]
fn what_is_the_townships_own_is_never_left_out() {
    let own = [
        day("duty/check", None, "乡里的", Standing::Late(1)),
        day("ledger", None, "见证", Standing::Left(7)),
        day("duty/report", None, "汇总", Standing::Left(300)),
    ];
    let made = made(121, &own, &theme());
    let page = &made["due.html"];
    assert_eq!((count(page, "乡里的："), count(page, "见证："), count(page, "汇总：")), (1, 1, 1));
    assert_eq!((count(page, "迟了："), count(page, "今天："), count(page, "快了：")), (59, 60, 59));
    assert_eq!(count(page, "这里只列了60件，还有62件"), 3);
    assert!(page.contains("<strong>122</strong>已经逾期"));
}

/// A township may have its own copy of the template, older than the villages' pages.
#[test]
fn a_template_that_leads_to_no_village_has_everything_on_one_page() {
    let older = "{% for group in due.groups %}{{ group.title }}{{ group.rows | length }}；{% endfor %}\
        {% for village in due.villages %}{% for case in village.cases %}{% for row in case.rows %}\
        {{ row.what }}{% endfor %}{% endfor %}{% endfor %}";
    let mut theme = theme();
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">";
    theme.insert("templates/due.html".to_owned(), format!("{policy}{older}").into());
    let made = made(121, &[], &theme);
    assert_eq!(made.len(), 2);
    assert!(made["due.html"].contains(">已经逾期121；今天到期121；"));
    assert_eq!((count(&made["due.html"], "迟了："), count(&made["due.html"], "做了：")), (121, 121));
}
