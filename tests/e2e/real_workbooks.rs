//! The three workbooks as an office holds them, unedited: they build, and nothing of them stands in the open.
//!
//! What may not stand there is read by calamine directly, hidden columns and comments too, not by our own intake.

use super::desk::{Desk, bytes_of, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

pub(crate) const VILLAGES: [(&str, &str, usize, usize); 3] =
    [("hongqi", "红旗村", 14, 28), ("shuanghe", "双河村", 38, 122), ("yunfeng", "云峰社区", 62, 167)];

/// What a workbook holds: heads in order with group and category, and everything that is nobody's business.
#[derive(Default)]
pub(crate) struct Workbook {
    pub(crate) heads: Vec<(String, String)>,
    names: BTreeSet<String>,
    /// Digits of IDs, phones, accounts.
    numbers: BTreeSet<String>,
    /// Illnesses and notes.
    words: BTreeSet<String>,
    dates: BTreeMap<&'static str, BTreeSet<String>>,
}

const DATES: [(&str, &str); 3] =
    [("lead", "线索发现日期"), ("verify", "入户核查日期"), ("review", "民主评议日期")];

pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/rosters/puan");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/rosters/puan is not here");
        return None;
    }
    Some(folder)
}

fn read(path: &Path) -> Workbook {
    let mut file: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = file.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(text).collect()).collect();
    let column = |title: &str| {
        let at = |row: &Vec<String>| row.iter().position(|cell| cell == title);
        at(&rows[1]).or_else(|| at(&rows[2])).unwrap_or_else(|| panic!("no column {title}"))
    };
    let mut book = Workbook::default();
    for row in rows[3..].iter().take_while(|row| !row[0].starts_with("填表人")) {
        let cell = |title: &str| row[column(title)].clone();
        let name = cell("姓名");
        if name.is_empty() {
            continue;
        }
        if !cell("序号").is_empty() {
            book.heads.push((name.clone(), cell("监测对象类别")));
        }
        book.names.insert(name);
        book.numbers.extend([cell("证件号码"), cell("联系电话"), cell("开户账号")]);
        book.words.extend([cell("健康状况"), cell("备注")]);
        for (step, title) in DATES {
            book.dates.entry(step).or_default().extend(Some(cell(title)).filter(|day| !day.is_empty()));
        }
    }
    for number in comments(path).split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() > 7) {
        book.numbers.insert(number.to_owned());
    }
    book.numbers.remove("");
    for ordinary in ["", "健康"] {
        book.words.remove(ordinary);
    }
    book
}

fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => day.as_datetime().unwrap().date().to_string(),
        cell => cell.to_string().trim().to_owned(),
    }
}

fn comments(path: &Path) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut all = String::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name.contains("comment") && name.ends_with(".xml") {
            entry.read_to_string(&mut all).unwrap();
        }
    }
    all
}

/// Builds the three villages on 2025-03-17.
pub(crate) fn built(folder: &Path, desk: Desk) -> (Desk, Vec<Workbook>) {
    let mut books = Vec::new();
    for (slug, village, ..) in VILLAGES {
        let file = format!("{village}-2025-03.xlsx");
        let source = folder.join(&file);
        let book = read(&source);
        desk.village(slug, village);
        desk.write(&format!("ws/villages/{slug}/rosters/{file}"), std::fs::read(source).unwrap());
        let days = |step: &str| &book.dates[step];
        let steps = format!(
            "\n[steps]\nlead = {}\nverify = {}\nreview = {}\n",
            days("lead").first().unwrap(),
            days("verify").last().unwrap(),
            days("review").last().unwrap()
        );
        desk.identify(slug, &file, "2025-03-14");
        let path = format!("ws/{}.toml", notice(slug));
        desk.write(&path, desk.read(&path) + &steps);
        books.push(book);
    }
    for (slug, ..) in VILLAGES {
        desk.sign_all(&notice(slug));
    }
    desk.build("2025-03-17").ends(0);
    (desk, books)
}

/// Everything that people and machines can read in a file, several readings one after the other.
fn readings(desk: &Desk, path: &str, bytes: &[u8]) -> Vec<String> {
    if path.ends_with(".pdf") {
        let file = desk.path(&format!("dist/{path}"));
        return [&[][..], &["-layout"], &["-raw"]].iter().map(|how| dense(&pdftotext(how, &file))).collect();
    }
    if path.ends_with(".png") {
        return vec![super::picture::lines(desk, &format!("dist/{path}")).concat()];
    }
    let text = String::from_utf8(bytes.to_vec()).expect(path);
    vec![dense(&page_text(&text)), dense(&text)]
}

/// Text that the pack, the theme and the township themselves put before everybody.
fn open_texts(desk: &Desk) -> String {
    desk.copy("policies", "open/policies");
    desk.copy("themes", "open/themes");
    let files = bytes_of(desk.tree("open")).into_values();
    dense(&files.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect::<String>())
}

/// One build for all three questions: it is the largest of these tests.
#[test]
fn the_real_workbooks_build_unedited_and_only_masked_rows_of_them_are_public() {
    let Some(folder) = folder() else { return };
    let (desk, books) = built(&folder, Desk::township("real-workbooks").speaking());
    nothing_of_the_workbooks_stands_in_anything_public(&desk, &books);
    the_rows_are_there_masked_and_counted(&desk, &books);
    the_same_search_finds_the_heads_in_the_private_papers(&desk, &books);
    let roster = folder.join("红旗村-2025-03.xlsx");
    let audit = |dir: &str| {
        let dir = desk.path(dir);
        desk.run(["audit".as_ref(), dir.as_os_str(), "--roster".as_ref(), roster.as_os_str()])
    };
    assert!(audit("dist/private/hongqi").ends(2).codes().contains(&"leak-direct-identifier"));
    audit("dist/public").ends(0);
    audit("dist/board").ends(0);
    audit("dist/chat").ends(0);
    audit("dist/loudspeaker").ends(0);
}

fn nothing_of_the_workbooks_stands_in_anything_public(desk: &Desk, books: &[Workbook]) {
    let ours = open_texts(desk);
    let ordinary: Vec<&String> = books
        .iter()
        .flat_map(|book| book.names.iter().chain(&book.words))
        .filter(|word| ours.contains(&dense(word)))
        .collect();
    assert!(ordinary.len() < 4, "too many words are let off: {}", ordinary.len());
    // Eight characters in a row are enough to know a number by.
    let characters = |text: &str| text.chars().collect::<Vec<char>>();
    let numbers = books.iter().flat_map(|book| &book.numbers).map(|number| characters(number));
    let parts: BTreeSet<[char; 8]> =
        numbers.flat_map(|number| number.array_windows().copied().collect::<Vec<_>>()).collect();
    assert!(parts.len() > 1000, "only {} parts of numbers", parts.len());
    let mut read = 0;
    for (path, bytes) in desk.open() {
        for text in readings(desk, &path, &bytes) {
            read += 1;
            let part = characters(&text).array_windows().any(|part| parts.contains(part));
            assert!(!part, "{path} holds part of a number");
            assert!(text.chars().count() > 20 || path.ends_with(".svg"), "{path}: hardly a text");
            for book in books {
                for word in book.names.iter().chain(&book.words) {
                    assert!(ordinary.contains(&word) || !text.contains(&dense(word)), "{path}: {word}");
                }
            }
        }
    }
    assert!(read > 60, "only {read} readings: most of the site was not looked at");
}

fn the_rows_are_there_masked_and_counted(desk: &Desk, books: &[Workbook]) {
    for ((slug, village, households, people), book) in VILLAGES.iter().zip(books) {
        let html = desk.read(&page(slug));
        let rows = table(&html);
        assert_eq!(rows.len(), *households, "{village}");
        assert_eq!(book.heads.len(), *households, "{village}: the reference itself");
        let text = dense(&page_text(&html));
        assert!(text.contains(&format!("{households}户{people}人")), "{village}: totals");
        // The page has an order of its own: each row is the mask of one head, and no head stands behind two.
        let mut left = book.heads.clone();
        let (minors, masked): (Vec<_>, Vec<_>) =
            rows.iter().partition(|row| row[2].starts_with("未成年人户"));
        for row in masked.into_iter().chain(minors) {
            let name = row[2].split('（').next().unwrap();
            let is_of = |(head, category): &(String, String)| {
                let first = name.contains('*') && name.chars().next() == head.chars().next();
                let long = name.chars().count() == head.chars().count() || head.contains('·');
                &row[4] == category && (name == "未成年人户" || (first && long))
            };
            let found = left.iter().position(is_of).unwrap_or_else(|| panic!("{village}: nobody's row"));
            left.swap_remove(found);
            for cell in row {
                let held = |book: &Workbook| book.names.contains(cell) || book.words.contains(cell);
                assert!(!books.iter().any(held), "a name or an illness stands in the table");
            }
        }
        let board = desk.path(&format!("dist/board/{slug}/2025-03-identify-A4.pdf"));
        let printed = pdftotext(&["-layout"], &board);
        let ordinals =
            printed.lines().filter_map(|line| line.split_whitespace().next()?.parse::<usize>().ok());
        assert_eq!(ordinals.collect::<Vec<_>>(), (1..=*households).collect::<Vec<_>>(), "{village}: board");
        let dates = "2025年3月14日（星期五）起2025年3月19日（星期三）止";
        assert!(dense(&pdftotext(&[], &board)).contains(dates), "{village}: period");
    }
}

/// The search above would find a name if there were one: the private papers hold every head's.
fn the_same_search_finds_the_heads_in_the_private_papers(desk: &Desk, books: &[Workbook]) {
    for ((slug, ..), book) in VILLAGES.iter().zip(books) {
        let file = desk.path(&format!("dist/private/{slug}/2025-03-identify/aid-all.pdf"));
        let text = dense(&pdftotext(&[], &file));
        for (head, _) in &book.heads {
            assert!(text.contains(&dense(head)), "{slug}: an addressed leaflet is missing");
        }
    }
}
