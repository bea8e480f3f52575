//! Print runs: what hangs is known by its number, kept to the byte, and changes by another entry only.

use super::desk::{Desk, ROLES, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};

const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

fn text(desk: &Desk, file: &str) -> String {
    dense(&pdftotext(&[], &desk.path(file)))
}

fn toml() -> String {
    format!("ws/{}.toml", notice("hongqi"))
}

/// The number of the run at the foot of a print.
fn number(desk: &Desk, file: &str) -> String {
    let text = text(desk, file);
    let (_, rest) = text.split_once("付印号").unwrap_or_else(|| panic!("no number: {text}"));
    rest.chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '-').collect()
}

#[test]
fn the_print_that_hangs_could_not_be_told_from_another() {
    let desk = Desk::six("runs-number").thin(&[]);
    desk.build("2025-03-14").ends(0);
    let first = number(&desk, PRINT);
    assert!(first.ends_with("-1") && first.len() == 13, "{first}");
    let sheet = text(&desk, PRINT);
    assert!(sheet.contains("村民委员会、村务监督委员会密钥签字"), "{sheet}");
    assert!(sheet.contains("未建台账"), "{sheet}");
    // Names of signers stand in statements, never on what everybody reads.
    assert!(!sheet.contains("罗启山") && !page_text(&desk.read(&page("hongqi"))).contains("罗启山"));
    // A posting without a print run records the first.
    let posted = desk.record("2025-03-14", "post", &["--json"]).ends(0).json();
    assert_eq!(posted["written"][0]["event"]["run"], 1);
    let hung = desk.bytes(PRINT);
    desk.record("2025-03-17", "object", &[]).ends(0);
    std::fs::remove_dir_all(desk.path("dist")).unwrap();
    desk.build("2025-03-17").ends(0);
    // The ledger made it a rehearsal, which every sheet must say from now on.
    assert_eq!(number(&desk, PRINT), first);
    assert!(text(&desk, PRINT).contains("演练") || desk.bytes(PRINT) == hung);
}

#[test]
fn a_reprint_could_not_be_recorded() {
    let desk = Desk::six("runs-again").thin(&[]);
    desk.record("2025-03-13", "done", &["--step", "lead"]).ends(0);
    desk.build("2025-03-14").ends(0);
    let printed = desk.record("2025-03-14", "print", &[]).ends(0);
    assert!(printed.out.contains("付印号"), "{}", printed.out);
    // The same command twice writes once.
    assert!(desk.record("2025-03-14", "print", &[]).ends(0).out.contains("已经记过"));
    let beside = format!("{}/print-1-A4.pdf", desk.proof_folder(&notice("hongqi")));
    desk.build("2025-03-14").ends(0);
    assert!(desk.bytes(&beside) == desk.bytes(PRINT), "the sheet beside the proof is another");
    desk.record("2025-03-14", "post", &[]).ends(0);
    let first = desk.bytes(PRINT);
    // The paper was torn: another run, another number, the same words.
    desk.record("2025-03-17", "print", &["--again"]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert!(number(&desk, PRINT).ends_with("-2"));
    assert!(desk.bytes(PRINT) != first);
    let replaced = desk.record("2025-03-17", "post", &["--json"]).ends(0).json();
    assert_eq!(replaced["written"][0]["event"]["kind"], "replaced");
    assert!(desk.record("2025-03-17", "post", &[]).ends(0).out.contains("已经记过"));
    desk.record("2025-03-20", "close", &[]).ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-21", "archive", &notice("hongqi")]).ends(0);
    let bag = desk.tree("archive");
    let holds = |part: &str| bag.keys().any(|path| path.contains(part) && path.ends_with("-A4.pdf"));
    assert!(holds("/posted-1/") && holds("/replaced-1/"), "{:?}", bag.keys());
    let folder = desk.path("archive").read_dir().unwrap().next().unwrap().unwrap().path();
    desk.run(["verify".as_ref(), folder.as_os_str()]).ends(0);
}

#[test]
fn what_was_printed_could_be_signed_anew_with_other_words() {
    let desk = Desk::six("runs-signed").thin(&[]);
    let name = notice("hongqi");
    desk.record("2025-03-13", "print", &[]).ends(0);
    desk.write(&format!("ws/{name}.md"), "会议记录可以到村委会看。\n");
    // From its first run on it stands, whatever the files say.
    let ran = desk.build("2025-03-13").ends(1);
    assert_eq!(ran.codes(), ["proof-inputs-edited"], "{}", ran.err);
    assert!(!text(&desk, PRINT).contains("会议记录可以到村委会看"));
    let ran = desk.sign(&name, "committee").ends(2);
    assert_eq!(ran.codes(), ["sign-same-version"], "{}", ran.err);
    // Another version may say other words.
    desk.write(&toml(), desk.read(&toml()) + "version = 2\n");
    desk.sign_all(&name);
    desk.build("2025-03-13").ends(0);
    assert!(text(&desk, PRINT).contains("会议记录可以到村委会看"));
    assert!(number(&desk, PRINT).ends_with("-1"));
}

#[test]
fn an_old_print_left_in_the_folder_was_recorded_as_the_one_that_hangs() {
    let desk = Desk::six("runs-stale").thin(&[]);
    let name = notice("hongqi");
    desk.build("2025-03-13").ends(0);
    desk.write(&format!("ws/{name}.md"), "会议记录可以到村委会看。\n");
    desk.sign_all(&name);
    // Nobody has built since.
    let ran = desk.record("2025-03-14", "post", &[]).ends(2);
    assert_eq!(ran.codes(), ["ledger-other-run"], "{}", ran.err);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
}

#[test]
fn the_foot_is_all_that_tells_a_sample_from_the_print_that_hangs() {
    let desk = Desk::six("runs-pixels").thin(&[]);
    desk.build("2025-03-14").ends(0);
    let sample = format!("{}/board-A4.pdf", desk.proof_folder(&notice("hongqi")));
    assert!(text(&desk, &sample).contains("样张"));
    let (width, height, before) = pixels(&desk, &sample, "sample");
    let (other_width, other_height, after) = pixels(&desk, PRINT, "print");
    assert_eq!((width, height), (other_width, other_height));
    // Outside the foot, and the mark in the corner that keeps anybody from hanging it, no pixel differs.
    let differs = |x: usize, y: usize| before[y * width + x] != after[y * width + x];
    let strip = height * 92 / 100;
    let corner = |x: usize, y: usize| y < height * 12 / 100 && x > width / 2;
    let all = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let (foot, rest): (Vec<_>, Vec<_>) =
        all.filter(|(x, y)| !corner(*x, *y) && differs(*x, *y)).partition(|(_, y)| *y >= strip);
    assert!(rest.is_empty(), "{} pixels, first {:?}", rest.len(), rest.first());
    assert!(!foot.is_empty(), "the feet are the same");
    assert!(after.iter().any(|pixel| *pixel != [255, 255, 255]));
}

/// The first page of a print as pixels: width, height, red, green and blue of each.
fn pixels(desk: &Desk, file: &str, name: &str) -> (usize, usize, Vec<[u8; 3]>) {
    let out = desk.path(name);
    let made = std::process::Command::new("pdftoppm")
        .args(["-r", "100", "-f", "1", "-l", "1", "-singlefile"])
        .arg(desk.path(file))
        .arg(&out)
        .status();
    assert!(made.unwrap().success());
    let bytes = std::fs::read(out.with_extension("ppm")).unwrap();
    let mut head = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let words = [head.next(), head.next(), head.next()];
    let word = |at: usize| std::str::from_utf8(words[at].unwrap()).unwrap().parse::<usize>().unwrap();
    let (width, height) = (word(1), word(2));
    let pixels = &bytes[bytes.len() - width * height * 3..];
    (width, height, pixels.chunks_exact(3).map(|is| [is[0], is[1], is[2]]).collect())
}

#[test]
fn the_print_beside_the_page_passed_for_the_one_on_the_board() {
    let desk = Desk::six("runs-web").thin(&[]);
    desk.build("2025-03-14").ends(0);
    let web = "dist/public/villages/hongqi/notices/2025-03-identify/2025-03-identify.pdf";
    let said = text(&desk, web);
    assert!(said.contains("网上版") && !said.contains("付印号") && said.contains("校对码"), "{said}");
    let said = page_text(&desk.read(&page("hongqi")));
    assert!(said.contains("村民委员会、村务监督委员会密钥签字") && !said.contains("台账末条"), "{said}");
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.build("2025-03-14").ends(0);
    // The head stands on one page, and where machines read it.
    let holding: Vec<String> = desk
        .open()
        .into_iter()
        .filter(|(path, bytes)| {
            path.ends_with(".html") && String::from_utf8_lossy(bytes).contains("台账末条")
        })
        .map(|(path, _)| path)
        .collect();
    assert_eq!(holding.len(), 1, "{holding:?}");
    let list: serde_json::Value = serde_json::from_str(&desk.read("dist/public/notices.json")).unwrap();
    assert_eq!(list["ledger"]["line"], 1);
}

#[test]
fn a_notice_for_two_boards_counted_from_the_first() {
    let desk = Desk::six("runs-places").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    desk.write(&toml(), desk.read(&toml()) + "further_places = [\"二组晒场\"]\n");
    desk.sign_all(&name);
    desk.build("2025-03-14").ends(0);
    assert!(text(&desk, PRINT).contains("红旗村村务公开栏、二组晒场"));
    let ran = desk.record("2025-03-14", "post", &["--place", "红旗村村务公开栏"]).ends(0);
    assert!(ran.codes().contains(&"ledger-place-missing"), "{}", ran.err);
    let refused = desk.record("2025-03-25", "close", &[]).ends(2);
    assert_eq!(refused.codes(), ["ledger-place-missing"], "{}", refused.err);
    let also = desk.record("2025-03-17", "post", &["--place", "二组晒场", "--json"]).ends(0).json();
    assert_eq!(also["written"][0]["event"]["kind"], "posted-also");
    // Five days from the seventeenth on end on a Saturday, so on Monday; the paper promises five from the fourteenth on.
    assert_eq!(also["written"][0]["event"]["last"], "2025-03-24");
    let refused = desk.record("2025-03-25", "close", &[]).ends(2);
    assert_eq!(refused.codes(), ["ledger-printed-short"], "{}", refused.err);
    // On one day nothing is short.
    let desk = Desk::six("runs-places-one-day").thin(&[]);
    desk.unsign(&name);
    desk.write(&toml(), desk.read(&toml()) + "further_places = [\"二组晒场\"]\n");
    desk.sign_all(&name);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &["--place", "红旗村村务公开栏"]).ends(0);
    desk.record("2025-03-14", "post", &["--place", "二组晒场"]).ends(0);
    assert!(desk.record("2025-03-14", "post", &["--place", "二组晒场"]).ends(0).out.contains("已经记过"));
    desk.record("2025-03-25", "close", &[]).ends(0);
}

#[test]
fn a_kept_print_that_was_lost_was_made_anew_under_the_old_number() {
    let desk = Desk::six("runs-lost").thin(&[]);
    desk.record("2025-03-13", "done", &["--step", "lead"]).ends(0);
    desk.record("2025-03-14", "print", &[]).ends(0);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    let hung = desk.bytes(PRINT);
    for entry in desk.path("ws/kept").read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && std::fs::read(&path).unwrap() == hung {
            std::fs::remove_file(path).unwrap();
        }
    }
    // Made of the same proof, theme and fonts it is the same sheet.
    desk.build("2025-03-17").ends(0);
    assert!(desk.bytes(PRINT) == hung);
    // On other paper it is not: nobody is given another sheet under that number.
    for command in ["close", "announce", "archive"] {
        let ran = match command {
            "archive" => desk.run(["-C", "ws", "--today", "2025-03-25", command, &notice("hongqi")]),
            _ => desk.record("2025-03-25", command, &[]),
        };
        assert_ne!(ran.code, 0, "{command}: {}", ran.out);
    }
    let ran = desk.run(["-C", "ws", "--today", "2025-03-25", "verify"]).ends(2);
    assert_eq!(ran.codes(), ["ledger-copy-lost"], "{}", ran.err);
}

#[test]
fn a_slip_of_the_pen_left_the_old_paper_on_the_board_without_a_word() {
    let desk = Desk::six("runs-slip").thin(&[]);
    let name = notice("hongqi");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "amend", &["--typo", "--reason", "错字"]).ends(0);
    desk.write(&toml(), desk.read(&toml()) + "version = 2\n");
    desk.write(&format!("ws/{name}.md"), "会议记录可以到村委会看。\n");
    for (file, _) in ROLES {
        desk.sign_on("2025-03-17", &name, file).ends(0);
    }
    desk.build("2025-03-17").ends(0);
    let due = desk.run(["-C", "ws", "--today", "2025-03-17", "status", "--due", "3"]);
    assert!(due.out.contains("换下"), "{}", due.out);
    let ran = desk.record("2025-03-17", "post", &["--json"]).ends(0).json();
    assert_eq!(ran["written"][0]["event"]["kind"], "replaced");
    desk.build("2025-03-17").ends(0);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    desk.record("2025-03-20", "close", &[]).ends(0);
}
