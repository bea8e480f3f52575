//! Taking down 撤下: what is over, withdrawn or wrong is in no byte of what is public, and nobody learns why.

use super::desk::{Desk, page};
use super::foreign::{dense, page_text, pdftotext, table};
use super::people::{Household, six};
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";
/// The fourth household of six, 姚桂林, stands in line 5 of the file.
const ROW: &str = "5";
const MASKS: [&str; 6] = ["罗*明", "欧阳*", "程*云", "姚*林", "任*旺", "孔*新"];

/// 红旗村's notice, built, hanging since 2025-03-14, built again.
fn posted(desk: Desk) -> Desk {
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.build("2025-03-17").ends(0);
    desk
}

/// Every file at the desk that the office did not write itself: `dist/`, and whatever a run may have left beside it.
fn made(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![desk.root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let own = ["ws", "secret", "home"].iter().any(|own| path == desk.path(own));
            if path.is_dir() && !own {
                folders.push(path);
            } else if path.is_file() {
                files.insert(path.clone(), std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// What can be read in a file, by a reader of its kind and as raw bytes.
fn said(path: &Path, bytes: &[u8]) -> String {
    let mut text = dense(&String::from_utf8_lossy(bytes));
    if path.extension().is_some_and(|ending| ending == "pdf") {
        text.push_str(&dense(&pdftotext(&[], path)));
    }
    text.push_str(&dense(&page_text(&String::from_utf8_lossy(bytes))));
    text
}

fn is_open(desk: &Desk, path: &Path) -> bool {
    !path.starts_with(desk.path("dist/private"))
}

/// What a list alone says: masks, its totals, its caption.
fn traces(desk: &Desk) -> Vec<String> {
    let mut traces: Vec<String> = MASKS.iter().map(|mask| (*mask).to_owned()).collect();
    traces.extend(table(&desk.read(&page("hongqi"))).into_iter().map(|cells| cells.concat()));
    traces.extend(["6户19人", "共6户", "户号尾"].map(str::to_owned));
    traces
}

/// Takes down with `take`, builds on `today`, and looks into every byte that is left.
#[track_caller]
fn nothing_is_left(desk: &Desk, today: &str, take: &dyn Fn(&Desk)) {
    let before = made(desk);
    let traces = traces(desk);
    let holds = |path: &Path, bytes: &[u8]| {
        let said = said(path, bytes);
        traces.iter().find(|trace| said.contains(trace.as_str())).cloned()
    };
    let held: Vec<&Vec<u8>> = before
        .iter()
        .filter(|(path, bytes)| is_open(desk, path) && holds(path, bytes).is_some())
        .map(|(_, bytes)| bytes)
        .collect();
    // Page, its print, and the board's papers: there must be something to take away.
    assert!(held.len() >= 3, "{} files held rows", held.len());
    take(desk);
    desk.build(today).ends(0);
    let after = made(desk);
    for (path, bytes) in after.iter().filter(|(path, _)| is_open(desk, path)) {
        let left = holds(path, bytes);
        assert!(left.is_none(), "{}: {}", path.display(), left.unwrap_or_default());
    }
    for (path, bytes) in &after {
        assert!(!held.contains(&bytes), "{} is a file that held rows", path.display());
        let links = std::fs::metadata(path).unwrap().nlink();
        assert_eq!(links, 1, "{} has another name somewhere", path.display());
        let hidden = path.file_name().unwrap().to_string_lossy().starts_with('.');
        assert!(!hidden || bytes.len() < 4096, "{} is a hidden store", path.display());
    }
    // The address stays, for who scans the code of an old paper.
    let tombstone = page_text(&desk.read(&page("hongqi")));
    assert!(tombstone.contains("关于红旗村拟纳入防止返贫监测对象的公示"), "{tombstone}");
    assert!(tombstone.contains("编号：红旗村 2025-03-identify 第1版"), "{tombstone}");
    assert!(!desk.path(BOARD).exists(), "the board's print is still offered");
}

#[test]
fn after_the_last_day_nothing_of_the_rows_is_left_in_any_byte() {
    let desk = posted(Desk::six("gone-expired").thin(&[]));
    nothing_is_left(&desk, "2025-03-25", &|desk| {
        desk.record("2025-03-20", "close", &[]).ends(0);
    });
    let tombstone = page_text(&desk.read(&page("hongqi")));
    for words in ["没有收到异议", "公示结束", "2025年3月20日", "2025年3月14日", "2025年3月19日"]
    {
        assert!(tombstone.contains(words), "{words}: {tombstone}");
    }
}

#[test]
fn without_a_ledger_nothing_is_left_either() {
    let desk = Desk::six("gone-plain").speaking();
    desk.build("2025-03-17").ends(0);
    nothing_is_left(&desk, "2025-03-25", &|_| ());
}

#[test]
fn a_withdrawn_notice_leaves_nothing_at_once_and_promises_no_term() {
    let desk = posted(Desk::six("gone-withdrawn").thin(&[]));
    nothing_is_left(&desk, "2025-03-17", &|desk| {
        desk.record("2025-03-17", "withdraw", &[]).ends(0);
    });
    let html = desk.read(&page("hongqi"));
    let text = page_text(&html);
    assert!(text.contains("已撤回") && text.contains("2025年3月17日（星期一）撤回"), "{text}");
    // The page is right by itself, whatever the script does: no state that the script would go on telling.
    assert!(!html.contains("data-state=\"open\"") && !html.contains("class=\"period\""), "{html}");
    for wrong in ["还剩", "公示期已于", "已期满", "期满了", "当天提出"] {
        assert!(!text.contains(wrong), "{wrong}: {text}");
    }
    let list = serde_json::from_str::<serde_json::Value>(&desk.read("dist/public/notices.json")).unwrap();
    assert_eq!(list["notices"][0]["state"], "withdrawn");
    assert_eq!(list["notices"][0]["ended"], "2025-03-17");
}

#[test]
fn a_corrected_notice_leaves_nothing_until_it_hangs_again_and_its_old_term_is_void() {
    let desk = posted(Desk::six("gone-amended").thin(&[]));
    nothing_is_left(&desk, "2025-03-17", &|desk| {
        desk.record("2025-03-17", "amend", &["--reason", "组名写错"]).ends(0);
    });
    let html = desk.read(&page("hongqi"));
    let text = page_text(&html);
    assert!(text.contains("更正中") && text.contains("作废，重新张贴以后重新计算"), "{text}");
    assert!(!html.contains("data-state=\"open\"") && !html.contains("class=\"period\""), "{html}");
    // Only a slip of the pen gives its reason: a correction of the list would tell of a household.
    assert!(!text.contains("组名写错"));
    // The corrected paper hangs as the second version, and says since when.
    let file = "ws/villages/hongqi/notices/2025-03-identify.toml";
    desk.edit(file, "posted = 2025-03-14", "posted = 2025-03-20\nversion = 2");
    desk.sign_all(&super::desk::notice("hongqi"));
    desk.build("2025-03-19").ends(0);
    assert!(page_text(&desk.read(&page("hongqi"))).contains("这份公示更正以后，将于2025年3月20日"));
    desk.record("2025-03-20", "post", &[]).ends(0);
    desk.build("2025-03-20").ends(0);
    let html = desk.read(&page("hongqi"));
    assert!(html.contains("data-last=\"2025-03-25\"") && table(&html).len() == 6);
    let told = "2025年3月17日更正内容；2025年3月20日重新张贴第2版";
    assert!(page_text(&html).contains(told), "{html}");
    assert!(dense(&pdftotext(&[], &desk.path(BOARD))).contains(told));
}

/// Rows of the page without their number.
fn rows(desk: &Desk) -> Vec<String> {
    table(&desk.read(&page("hongqi"))).into_iter().map(|cells| cells[1..].concat()).collect()
}

#[test]
fn a_withdrawn_household_is_gone_from_every_list_and_count_and_nothing_says_so() {
    let desk = posted(Desk::six("gone-row").speaking());
    let before = rows(&desk);
    let words = ["撤", "更正", "删", "剔除"];
    let says = |desk: &Desk| {
        let text = page_text(&desk.read(&page("hongqi"))) + &pdftotext(&[], &desk.path(BOARD));
        words.map(|word| text.matches(word).count())
    };
    let said_before = says(&desk);
    desk.record("2025-03-17", "withdraw", &["--row", ROW]).ends(0);
    desk.build("2025-03-17").ends(0);
    for (path, bytes) in made(&desk) {
        let text = said(&path, &bytes);
        for gone in ["姚*林", "姚桂林", &six()[3].id(), &six()[3].phone] {
            assert!(!text.contains(gone), "{}: {gone}", path.display());
        }
        if is_open(&desk, &path) {
            for count in ["6户19人", "共6户"] {
                assert!(!text.contains(count), "{}: {count}", path.display());
            }
        }
    }
    let html = desk.read(&page("hongqi"));
    let numbers: Vec<String> = table(&html).into_iter().map(|cells| cells[0].clone()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "5"], "a gap would tell that somebody is gone");
    let text = page_text(&html);
    assert!(text.contains("5户18人"), "{text}");
    assert_eq!(says(&desk), said_before, "{text}");
    // The group of two that is left is shown with others on the web; names and everything else are as before.
    let names = |rows: &[String]| -> Vec<String> {
        MASKS.iter().filter(|mask| rows.iter().any(|row| row.contains(**mask))).map(|m| (*m).into()).collect()
    };
    let stayed: Vec<String> = names(&before).into_iter().filter(|name| name != "姚*林").collect();
    assert_eq!(names(&rows(&desk)), stayed);
}

/// Two who look alike: told apart by the tail of their numbers, or by one more character where there are none.
fn alike(with_numbers: bool) -> Vec<Household> {
    let mut people = six();
    if with_numbers {
        people[4].head = "姚大林".into();
    } else {
        people[3].head = "姚依古丽·买买提".into();
        people[4].head = "姚米娜·买合木提".into();
        people.iter_mut().for_each(|is| is.number = String::new());
    }
    people
}

#[test]
fn who_is_left_keeps_the_mask_that_told_him_from_who_is_gone() {
    for (name, with_numbers) in [("gone-tail", true), ("gone-longer", false)] {
        let desk = Desk::hongqi(name, &alike(with_numbers)).thin(&[]);
        desk.build("2025-03-14").ends(0);
        desk.record("2025-03-14", "post", &[]).ends(0);
        let mine = |desk: &Desk| {
            let rows = table(&desk.read(&page("hongqi")));
            let names = rows.into_iter().flatten().filter(|cell| cell.starts_with('姚'));
            names.collect::<Vec<String>>()
        };
        let before = mine(&desk);
        assert_eq!(before.len(), 2);
        assert!(
            before[0] != before[1] && !["姚*林", "姚**·买**"].contains(&before[1].as_str()),
            "{before:?}"
        );
        desk.record("2025-03-17", "withdraw", &["--row", ROW]).ends(0);
        desk.build("2025-03-17").ends(0);
        assert_eq!(mine(&desk), before[1..], "{name}");
    }
}
