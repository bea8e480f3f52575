//! What is found, what is refused, and what to install, on machines with and without fonts.

use super::*;
use std::fs;

fn theme() -> PrintTheme {
    PrintTheme::standard().expect("the theme that we ship")
}

/// The installed 楷体 as fontdb knows it.
fn kai() -> fontdb::FaceInfo {
    let database = system();
    let info = database.faces().find(|info| info.post_script_name == "LXGWWenKai-Regular").cloned();
    info.expect("fonts-lxgw-wenkai is installed")
}

/// The font with other permissions in its OS/2 table.
fn doctored(version: u16, permissions: u16) -> Vec<u8> {
    let mut bytes = fs::read(path(&kai()).expect("a file")).expect("readable");
    let count = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let record = (0..count).map(|n| 12 + n * 16).find(|&at| &bytes[at..at + 4] == b"OS/2").expect("has OS/2");
    let offset = bytes[record + 8..record + 12].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    bytes[offset..offset + 2].copy_from_slice(&version.to_be_bytes());
    bytes[offset + 8..offset + 10].copy_from_slice(&permissions.to_be_bytes());
    bytes
}

fn verdict(version: u16, permissions: u16) -> Option<Refusal> {
    let bytes = Arc::new(doctored(version, permissions));
    let load: Loader = Arc::new(move |take| {
        take(&bytes);
        Some(())
    });
    Face::new("楷".into(), 400, "kai.ttf".into(), "Kai".into(), 0, load).refusal()
}

/// A machine with this one font, regular and bold, which calls itself by any of `families`.
fn machine(name: &str, bytes: &[u8], families: &[&str]) -> fontdb::Database {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fonts-test");
    fs::create_dir_all(&folder).expect("a folder for tests");
    let file = folder.join(name);
    fs::write(&file, bytes).expect("a file for tests");
    let mut database = fontdb::Database::new();
    let families = families
        .iter()
        .map(|family| ((*family).to_owned(), fontdb::Language::Chinese_PeoplesRepublicOfChina));
    let families: Vec<_> = families.collect();
    for weight in [fontdb::Weight::NORMAL, fontdb::Weight::BOLD] {
        let (source, families) = (fontdb::Source::File(file.clone()), families.clone());
        database.push_face_info(fontdb::FaceInfo { source, families, weight, ..kai() });
    }
    database
}

#[test]
fn a_machine_without_fonts_is_told_what_to_install() {
    let survey = look(&theme(), &Arc::default());
    assert!(survey.findings.iter().all(|finding| finding.code.id == "font-role-missing"));
    assert!(survey.findings.len() >= 4);
    assert_eq!(survey.install.debian, ["fonts-noto-cjk", "fonts-lxgw-wenkai"]);
    let blocks: Vec<&str> = survey.install.blocks().iter().map(|block| block.0).collect();
    assert_eq!(blocks, ["Debian、Ubuntu", "Windows", "macOS"]);
    assert!(
        survey.findings[0].help.contains("apt-get install fonts-noto-cjk；"),
        "{}",
        survey.findings[0].help
    );
}

#[test]
fn only_what_is_missing_is_to_be_installed() {
    let bytes = doctored(4, 0);
    let title = ["Noto Serif CJK SC", "Noto Sans CJK SC"];
    let survey = look(&theme(), &Arc::new(machine("all-but-kai.ttf", &bytes, &title)));
    assert_eq!(survey.empty, [Role::Kai]);
    assert_eq!(survey.install.debian, ["fonts-lxgw-wenkai"]);
    let only_regular = ["Noto Serif CJK SC", "Noto Sans CJK SC", "KaiTi"];
    let mut database = machine("regular.ttf", &bytes, &only_regular);
    let bold = database.faces().find(|info| info.weight == fontdb::Weight::BOLD).map(|info| info.id);
    database.remove_face(bold.expect("a bold face"));
    let survey = look(&theme(), &Arc::new(database));
    assert_eq!(survey.empty, [Role::Title, Role::Strong]);
    assert_eq!(survey.install.macos, ["font-noto-serif-cjk-sc", "font-noto-sans-cjk-sc"]);
    let complete = look(&theme(), &system());
    assert!(complete.findings.is_empty() && complete.install == Install::default(), "{complete:?}");
}

#[test]
fn characters_that_no_font_has_ask_for_one_more_font() {
    let all = ["方正小标宋简体", "方正仿宋简体", "方正黑体简体", "SimHei", "Microsoft YaHei", "方正楷体简体"];
    // No `cmap`: the table's name is spoilt, so the font has no character at all.
    let mut bytes = doctored(4, 0);
    let at = bytes.windows(4).position(|tag| tag == b"cmap").expect("has a cmap");
    bytes[at..at + 4].copy_from_slice(b"cmaq");
    let survey = look(&theme(), &Arc::new(machine("mute.ttf", &bytes, &all)));
    assert!(survey.roles.iter().all(|role| role.lost.len() == 16), "{:?}", survey.roles);
    assert_eq!(survey.install.debian, ["fonts-noto-cjk"]);
}

#[test]
fn permissions_are_read_as_opentype_says() {
    // Installable, preview and print, editable.
    assert_eq!([0, 4, 8].map(|bits| verdict(4, bits)), [None; 3]);
    assert_eq!(verdict(4, 2), Some(Refusal::Restricted));
    // Until version 2 several bits may be set, and the kindest holds.
    assert_eq!(
        [verdict(2, 2 | 4), verdict(2, 2 | 8), verdict(1, 2)],
        [None, None, Some(Refusal::Restricted)]
    );
    assert_eq!(verdict(4, 0x100), Some(Refusal::Whole));
    assert_eq!(verdict(4, 0x200), Some(Refusal::Bitmaps));
    assert_eq!(verdict(4, 8 | 0x200), Some(Refusal::Bitmaps));
    // Both came with version 2.
    assert_eq!([verdict(1, 0x100), verdict(1, 0x200)], [None, None]);
}

#[test]
fn a_font_that_may_not_be_embedded_makes_way_for_the_next_and_is_told_of() {
    let mut database = machine("forbidden.ttf", &doctored(4, 2), &["方正楷体简体"]);
    for face in system().faces() {
        database.push_face_info(face.clone());
    }
    let survey = look(&theme(), &Arc::new(database));
    assert!(survey.findings.is_empty());
    let kai = survey.roles.iter().find(|role| role.role == Role::Kai).expect("楷体");
    assert_eq!(kai.family, "LXGW WenKai");
    assert_eq!(survey.refused, [("方正楷体简体".into(), "forbidden.ttf".into(), Refusal::Restricted)]);
}

#[test]
fn a_role_whose_only_font_may_not_be_embedded_cannot_print() {
    let survey = look(&theme(), &Arc::new(machine("alone.ttf", &doctored(4, 0x100), &["KaiTi"])));
    let finding = survey.findings.iter().find(|finding| finding.code.id == "font-forbidden").expect("said");
    assert!(finding.message.contains("KaiTi") && finding.message.contains("不许只取用到的字"));
    assert!(finding.help.contains("fonts-lxgw-wenkai"), "{}", finding.help);
    assert!(!survey.roles.iter().any(|role| role.role == Role::Kai));
}

#[test]
fn every_role_is_found_and_prints_rare_names() {
    let book = find(&theme()).unwrap_or_else(|findings| panic!("{}", findings[0]));
    let report = book.report();
    assert!(report.len() >= 5);
    for role in &report {
        assert!(role.lost.is_empty(), "{role:?}");
        assert!(!role.file.contains('/'));
    }
    assert!("㛃䶮𠅤𬭳𬴂𫖯喆堃昇珺祎翀䒟㸆𣲗𬱖".chars().all(|c| book.covers(c)));
    assert!(!book.covers('\u{10FFFD}'));
}
