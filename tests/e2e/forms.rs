//! The office's forms: filled from the signed roster or blank, below `private/` only, and as the pack's files say.

use super::desk::{Desk, notice};
use super::foreign::{dense, mutool_text, pdftotext, qpdf_check};
use super::people::{Household, roster_csv, six};
use super::real_workbooks::{VILLAGES, built, folder};
use std::collections::BTreeSet;

const PACK: &str = "ws/policies/linshui-2026";
const FILLED: &str = "dist/private/hongqi/2025-03-identify/forms";
const BLANK: &str = "dist/private/hongqi/forms";
const HOUSEHOLD: [&str; 2] = ["application", "survey"];
const NOTICE: [&str; 4] = ["review", "result", "statistics", "statistics-report"];

fn text(desk: &Desk, path: &str) -> String {
    dense(&pdftotext(&[], &desk.path(path)))
}

fn pages(desk: &Desk, path: &str) -> Vec<String> {
    pdftotext(&[], &desk.path(path)).split_terminator('\u{c}').map(dense).collect()
}

/// Everything a household keeps to itself or to the office.
fn values(households: &[Household]) -> Vec<String> {
    households.iter().flat_map(|is| [is.head.clone(), is.id(), is.phone.clone(), is.number.clone()]).collect()
}

#[test]
fn a_build_makes_every_form_filled_and_blank_and_below_private_only() {
    let desk = Desk::six("forms");
    desk.build("2025-03-17").ends(0);
    let tree: BTreeSet<String> =
        desk.tree("dist").into_keys().filter(|path| path.contains("/forms/")).collect();
    let mut wanted = BTreeSet::new();
    for form in HOUSEHOLD.iter().chain(&NOTICE) {
        wanted.insert(format!("private/hongqi/2025-03-identify/forms/{form}.pdf"));
        wanted.insert(format!("private/hongqi/forms/{form}-blank.pdf"));
    }
    assert_eq!(tree, wanted);
    for path in &wanted {
        let file = desk.path("dist").join(path);
        let (clean, said) = qpdf_check(&file);
        assert!(clean && !said.contains("WARNING"), "{path}: {said}");
        let other = dense(&mutool_text(&file)).replace("warning:ICCsupportisnotavailable", "");
        assert!(other == dense(&pdftotext(&["-raw"], &file)), "{path}: two readers do not agree");
    }
    // Nothing that only the forms say stands in the open.
    for (path, bytes) in desk.open() {
        let said = if path.ends_with(".pdf") {
            text(&desk, &format!("dist/{path}"))
        } else {
            dense(&String::from_utf8_lossy(&bytes))
        };
        assert!(!path.contains("forms"), "{path}");
        for words in ["承诺授权书", "信息采集表", "入户核查意见", "统计范围"] {
            assert!(!said.contains(words), "{path} holds {words}");
        }
    }
}

#[test]
fn an_application_is_one_sheet_a_household_with_its_own_values_and_nobody_elses() {
    let desk = Desk::six("forms-application");
    desk.build("2025-03-17").ends(0);
    let pages = pages(&desk, &format!("{FILLED}/application.pdf"));
    let six = six();
    assert_eq!(pages.len(), 2 * six.len(), "front and back for each household");
    for (sheet, own) in pages.chunks(2).zip(&six) {
        assert!(sheet[0].contains("申请书") && sheet[1].contains("承诺授权书"), "{sheet:?}");
        for value in [&own.head, &own.id(), &own.phone] {
            assert!(sheet[0].contains(value.as_str()), "{}: a value is missing", own.number);
        }
        assert!(sheet[1].contains(&own.head) && sheet[1].contains(&own.id()));
        for other in six.iter().filter(|other| other.number != own.number) {
            let alien = |value: &String| sheet.iter().any(|page| page.contains(value.as_str()));
            assert!(!alien(&other.head) && !alien(&other.id()) && !alien(&other.phone), "{}", own.number);
        }
        // The account number is listed by no form.
        assert!(!sheet.iter().any(|page| page.contains(&own.bank())));
    }
}

/// A household so large that its front runs on: the next one's front must not stand on its back.
#[test]
fn every_household_begins_a_sheet_of_paper() {
    let mut people = six();
    people[1].size = 19;
    let desk = Desk::hongqi("forms-sheets", &people);
    desk.build("2025-03-17").ends(0);
    for form in HOUSEHOLD {
        let pages = pages(&desk, &format!("{FILLED}/{form}.pdf"));
        assert!(pages.len() > 12 && pages.len().is_multiple_of(2), "{form}: {} pages", pages.len());
        for is in &people {
            let front = pages.iter().position(|page| page.contains(&is.head)).expect("a front");
            assert!(front.is_multiple_of(2), "{form}: {} stands on a back", is.number);
        }
        let file = desk.path(&format!("{FILLED}/{form}.pdf"));
        assert!(qpdf_check(&file).0, "{form}");
    }
}

#[test]
fn an_id_number_stands_only_in_the_forms_that_list_it() {
    let desk = Desk::six("forms-id");
    desk.build("2025-03-17").ends(0);
    for form in HOUSEHOLD.iter().chain(&NOTICE) {
        let text = text(&desk, &format!("{FILLED}/{form}.pdf"));
        let held = six().iter().filter(|is| text.contains(&is.id())).count();
        assert_eq!(held, if HOUSEHOLD.contains(form) { 6 } else { 0 }, "{form}");
    }
}

#[test]
fn blank_copies_hold_nothing_of_the_roster_and_do_not_change_with_it() {
    let desk = Desk::six("forms-blank");
    desk.build("2025-03-17").ends(0);
    let before = desk.tree(BLANK);
    assert_eq!(before.len(), 6);
    for form in HOUSEHOLD.iter().chain(&NOTICE) {
        let text = text(&desk, &format!("{BLANK}/{form}-blank.pdf"));
        assert!(text.chars().count() > 60, "{form} is hardly a form: {text}");
        for value in values(&six()) {
            assert!(!text.contains(&value), "{form} holds a value");
        }
    }
    let mut others = six();
    others.iter_mut().for_each(|is| is.head = is.head.replace(['罗', '程', '姚'], "范"));
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", &others[..4]));
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-18").ends(0);
    let bytes = |tree: super::desk::Tree| super::desk::bytes_of(tree);
    assert!(bytes(desk.tree(BLANK)) == bytes(before), "a blank copy changed with the roster or the day");
}

#[test]
fn the_report_on_a_notice_names_the_days_of_the_notice_itself() {
    let desk = Desk::six("forms-result");
    desk.build("2025-03-17").ends(0);
    let text = text(&desk, &format!("{FILLED}/result.pdf"));
    for words in
        ["于2025年3月14日张贴", "6户19人", "从2025年3月14日起，到2025年3月19日止", "红旗村村务公开栏"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let board = dense(&pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf")));
    assert!(board.contains("2025年3月19日（星期三）止"), "the board says another day");
}

#[test]
fn the_minutes_list_every_household_in_order_with_room_for_the_votes() {
    let desk = Desk::six("forms-review");
    desk.build("2025-03-17").ends(0);
    let text = pdftotext(&["-layout"], &desk.path(&format!("{FILLED}/review.pdf")));
    let mut from = 0;
    for (number, is) in (1..).zip(six()) {
        let at = text[from..].find(&is.head).unwrap_or_else(|| panic!("row {number} is not there"));
        from += at;
    }
    for words in ["同意", "反对", "弃权", "评议结果", "回避", "主持人", "记录人", "应到人数", "实到人数"]
    {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn counts_that_leave_the_office_tell_of_no_two_households() {
    let desk = Desk::six("forms-statistics");
    desk.build("2025-03-17").ends(0);
    // 脱贫不稳定户 3户6人, 边缘易致贫户 2户9人, 突发严重困难户 1户4人.
    let own = text(&desk, &format!("{FILLED}/statistics.pdf"));
    assert!(own.contains("合计36291461") || own.contains("合计3629146"), "{own}");
    let report = text(&desk, &format!("{FILLED}/statistics-report.pdf"));
    for row in ["脱贫不稳定户36", "边缘易致贫户**", "突发严重困难户**", "合计619", "不足3户的数据用“*”表示"]
    {
        assert!(report.contains(row), "{row}: {report}");
    }
}

#[test]
fn what_a_form_file_names_must_be_known_and_is_found_by_line_and_column() {
    let cases = [
        ("gird", ":::grid 2 4 2 4", ":::gird 2 4 2 4", "policy-bad-text", "review.md:1:1"),
        ("field", "| [seq] | [group] |", "| [seq] | [gruop] |", "policy-bad-text", "review.md:23:11"),
        (
            "unlisted",
            "| [seq] | [group] |",
            "| [seq] | [id_number] |",
            "policy-incomplete",
            "review.md:23:11",
        ),
        ("cells", "| 主持人 | | 记录人 | |", "| 主持人 | | 记录人 | | |", "policy-bad-text", "review.md:3:1"),
        ("value", "{{ policy.citation }}", "{{ policy.citatoin }}", "policy-bad-text", "review.md"),
    ];
    for (name, from, to, code, place) in cases {
        let desk = Desk::six(&format!("forms-{name}"));
        desk.copy("policies/puan-2025", PACK);
        desk.edit("ws/township.toml", "puan-2025", "linshui-2026");
        desk.edit(&format!("{PACK}/forms/review.md"), from, to);
        for command in ["check", "build"] {
            let ran = desk.run(["-C", "ws", "--today", "2025-03-17", command]).ends(1);
            assert!(ran.codes().contains(&code), "{name}: {}", ran.err);
            assert!(ran.err.contains(&format!("policies/linshui-2026/forms/{place}")), "{name}: {}", ran.err);
        }
        assert!(!desk.path("dist").exists());
    }
}

#[test]
fn another_policy_brings_its_own_form_without_rust() {
    let desk = Desk::six("forms-sixth");
    desk.copy("policies/puan-2025", PACK);
    desk.edit("ws/township.toml", "puan-2025", "linshui-2026");
    let pack = format!("{PACK}/pack.toml");
    let form = "\n[[form]]\nid = \"visit\"\ntitle = \"入户走访卡\"\nheading = \"{{ village }}入户走访卡\"\nfile = \"forms/visit.md\"\n\
        to = \"household\"\nnotice = [\"identify\"]\nfields = [\"name\", \"household_number\"]\nlocal = \"乡里自己的要求\"\n";
    desk.write(&pack, desk.read(&pack) + form);
    desk.write(
        &format!("{PACK}/forms/visit.md"),
        ":::grid 1 2\n| 户主 | [name]（[household_number]） |\n| 走访情况 | {x6} |\n\n:::sign 走访人\n",
    );
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let text = text(&desk, &format!("{FILLED}/visit.pdf"));
    for is in six() {
        assert!(text.contains(&format!("{}（{}）", is.head, is.number)), "{text}");
    }
    assert!(self::text(&desk, &format!("{BLANK}/visit-blank.pdf")).contains("走访情况"));
}

/// The workbooks as offices hold them, read by calamine: every head stands in the booklet of applications.
#[test]
fn the_real_workbooks_fill_the_applications_of_every_household() {
    let Some(folder) = folder() else { return };
    let (desk, books) = built(&folder, Desk::township("forms-real"));
    for ((slug, _, households, _), book) in VILLAGES.iter().zip(&books) {
        let pages = pages(&desk, &format!("dist/private/{slug}/2025-03-identify/forms/application.pdf"));
        assert!(pages.len() >= 2 * households, "{slug}: {} pages", pages.len());
        for (head, _) in &book.heads {
            let fronts =
                pages.iter().step_by(2).filter(|page| page.contains(&dense(&format!("本人{head}，"))));
            assert!(fronts.count() > 0, "{slug}: an application is missing");
        }
    }
}
