//! Files as people save them: every program's encoding, slips in names, links, and every way to name a notice.

use super::desk::{Desk, bytes_of, notice};
use encoding_rs::GB18030;
use std::fs;
use std::path::Path;

/// The files of 红旗村's notice that people type.
const TYPED: [&str; 6] = [
    "ws/township.toml",
    "ws/villages/hongqi/village.toml",
    "ws/villages/hongqi/notices/2025-03-identify.toml",
    "ws/villages/hongqi/notices/2025-03-identify.md",
    "ws/keys/hongqi/committee.pub",
    "ws/keys/hongqi/supervision.pub",
];

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn desk(name: &str) -> Desk {
    let desk = Desk::six(name);
    desk.write(TYPED[3], "　　请大家到村务公开栏看名单。\n");
    desk
}

#[test]
fn whatever_program_saved_the_files_the_same_is_published() {
    let desk = desk("typed-encodings").thin(&[]);
    desk.build("2025-03-17").ends(0);
    let plain = bytes_of(desk.tree("dist/board"));
    assert!(!plain.is_empty());
    let windows = |text: &str| text.replace('\n', "\r\n");
    let original: Vec<String> = TYPED.iter().map(|path| desk.read(path)).collect();
    let save_all = |save: &dyn Fn(&str) -> Vec<u8>| {
        for (path, text) in TYPED.iter().zip(&original) {
            desk.write(path, save(text));
        }
    };
    let pack =
        ["pack.toml", "text.md", "notices/identify.md"].map(|name| format!("ws/policies/puan-2025/{name}"));
    let pack_text: Vec<String> = pack.iter().map(|path| desk.read(path)).collect();
    for (path, text) in pack.iter().zip(&pack_text) {
        desk.write(path, GB18030.encode(&windows(text)).0);
    }
    save_all(&|text| GB18030.encode(&windows(text)).0.into_owned());
    // Signatures over the pack hold although Notepad saved it again.
    desk.build("2025-03-17").ends(0);
    assert_eq!(bytes_of(desk.tree("dist/board")), plain);
    for save in [
        &|text: &str| format!("\u{feff}{}", windows(text)).into_bytes() as Vec<u8>,
        &|text: &str| utf16(&format!("\u{feff}{}", windows(text)), u16::to_le_bytes),
        &|text: &str| utf16(text, u16::to_be_bytes),
        &|text: &str| text.replace('\n', "\r").into_bytes(),
    ] as [&dyn Fn(&str) -> Vec<u8>; 4]
    {
        save_all(save);
        let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
        assert!(ran.out.contains("没有要改的地方"), "{}", ran.out);
    }
}

#[test]
fn a_file_that_fits_no_encoding_is_one_error_with_its_name() {
    let desk = desk("typed-broken");
    for path in [TYPED[0], TYPED[1], TYPED[2], TYPED[3]] {
        let text = desk.bytes(path);
        desk.write(path, [&text[..], b"\xff\xff"].concat());
        let ran = desk.run(["-C", "ws", "--today", "2025-03-13", "check"]).ends(1);
        assert_eq!(ran.codes(), ["text-encoding"], "{}", ran.err);
        assert!(ran.err.starts_with(path.trim_start_matches("ws/")), "{}", ran.err);
        assert!(ran.err.contains("UTF-8"), "{}", ran.err);
        desk.write(path, text);
    }
}

#[test]
fn a_name_that_is_a_slip_is_told_with_the_right_one() {
    let desk = Desk::six("typed-names");
    let check = || desk.run(["-C", "ws", "--today", "2025-03-13", "check"]);
    let folder = "ws/villages/hongqi/notices";
    for (name, words) in [
        ("n2.toml.txt", "改名为 n2.toml"),
        ("n2.TOML", "改名为 n2.toml"),
        ("n2.docx", "别的文件移到别处"),
        ("2025-03-identify.toml.txt", "已经有了"),
        ("other.md", "没有叫 other.toml 的公示"),
    ] {
        desk.write(&format!("{folder}/{name}"), "kind = \"identify\"\n");
        let ran = check().ends(0);
        assert!(ran.codes().contains(&"workspace-unread-file"), "{name}: {}", ran.err);
        assert!(
            ran.err.contains(words) && ran.out.contains("1个文件程序没有读"),
            "{name}: {}{}",
            ran.out,
            ran.err
        );
        fs::remove_file(desk.path(&format!("{folder}/{name}"))).unwrap();
    }
    // Words that would be missing from the print stop it.
    for name in ["2025-03-identify.md.txt", "2025-03-identify.MD", "2025-03-Identify.md"] {
        desk.write(&format!("{folder}/{name}"), "话。\n");
        let ran = check().ends(1);
        assert_eq!(ran.codes(), ["workspace-look-alike"], "{name}: {}", ran.err);
        assert!(ran.err.contains("改名为 2025-03-identify.md"), "{name}: {}", ran.err);
        fs::remove_file(desk.path(&format!("{folder}/{name}"))).unwrap();
    }
    for (from, to, words) in [
        (
            "ws/villages/hongqi/village.toml",
            "ws/villages/hongqi/village.toml.txt",
            "把 village.toml.txt 改名为 village.toml",
        ),
        ("ws/township.toml", "ws/township.toml.txt", "把 township.toml.txt 改名为 township.toml"),
        ("ws/villages/hongqi/rosters/r.csv", "ws/villages/hongqi/rosters/R.csv", "是不是 rosters/R.csv"),
    ] {
        fs::rename(desk.path(from), desk.path(to)).unwrap();
        let ran = check();
        assert!(ran.code > 0 && ran.err.contains(words), "{to}: {}", ran.err);
        fs::rename(desk.path(to), desk.path(from)).unwrap();
    }
    desk.write("ws/keys/hongqi/new.pub.txt", "x");
    assert!(check().ends(0).err.contains("改名为 new.pub"));
}

#[cfg(unix)]
#[test]
fn a_link_is_told_and_no_village_vanishes_behind_one() {
    let desk = Desk::six("typed-links");
    fs::create_dir_all(desk.path("elsewhere")).unwrap();
    for (from, to) in [
        ("ws/villages/hongqi", "elsewhere/hongqi"),
        ("ws/villages/hongqi/notices/2025-03-identify.toml", "elsewhere/n.toml"),
        ("ws/villages/hongqi/rosters/r.csv", "elsewhere/r.csv"),
        ("ws/keys/hongqi/committee.pub", "elsewhere/k.pub"),
    ] {
        fs::rename(desk.path(from), desk.path(to)).unwrap();
        std::os::unix::fs::symlink(desk.path(to), desk.path(from)).unwrap();
        let ran = desk.run(["-C", "ws", "--today", "2025-03-13", "check"]).ends(1);
        let place = from.trim_start_matches("ws/");
        assert!(ran.err.contains(&format!("{place}: 错误[workspace-link]")), "{}", ran.err);
        fs::remove_file(desk.path(from)).unwrap();
        fs::rename(desk.path(to), desk.path(from)).unwrap();
    }
}

#[test]
fn a_notice_is_found_however_it_is_named() {
    let desk = Desk::six("typed-naming");
    let (name, at) = (notice("hongqi"), desk.path("ws").join(notice("hongqi")));
    let whole = at.to_str().unwrap().to_owned();
    let verify = |named: &[&str]| {
        let mut all = vec!["-C", "ws", "--today", "2025-03-13", "verify"];
        all.extend(named);
        desk.run(all)
    };
    for named in [
        &name[..],
        &format!("./{name}.toml"),
        &format!("{name}/"),
        &name.replace('/', "\\"),
        &format!("{}.toml", name.replace('/', "\\")),
        &whole,
        &format!("{whole}.toml"),
        &format!("\"{whole}.toml\""),
        &format!("ws/{name}"),
        &format!("ws/villages/../{name}.toml"),
        "hongqi/notices/2025-03-identify",
        "2025-03-identify.toml",
        "红旗村",
        "红旗村 identify",
        "红旗村identify",
        "hongqi",
    ] {
        let ran = verify(&[named]).ends(0);
        assert!(ran.out.contains(&name), "{named}: {}", ran.out);
    }
    verify(&["红旗村", "identify"]).ends(0);
    // From within the village's folder, without saying where the workspace is.
    let within = |folder: &str, named: &str| {
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_mingbai"))
            .args(["--today", "2025-03-13", "verify", named])
            .current_dir(desk.path("ws").join(folder))
            .output()
            .unwrap();
        assert!(ran.status.success(), "{folder} {named}: {ran:?}");
    };
    within("villages/hongqi", "notices/2025-03-identify.toml");
    within("villages/hongqi/notices", "2025-03-identify");
    within("villages", "hongqi/notices/2025-03-identify");
    for named in ["红旗村 exit", "青松村", "/else/where", "n1"] {
        let ran = verify(&[named]).ends(1);
        assert_eq!(ran.codes(), ["cli-no-such-notice"], "{named}");
        assert!(ran.err.contains(&format!("现有：{name}（红旗村")), "{named}: {}", ran.err);
    }
    // Two notices of the village: its name alone is not enough, the kind is.
    let other = "ws/villages/hongqi/notices/2025-04-identify.toml";
    desk.write(other, desk.read(&format!("ws/{name}.toml")).replace("2025-03-14", "2025-04-14"));
    let ran = verify(&["红旗村"]).ends(1);
    assert!(ran.err.contains("有2份公示都叫这个") && ran.err.contains("2025-04-identify"), "{}", ran.err);
    verify(&["红旗村 2025-03-identify"]).ends(0);
    assert!(Path::new(&whole).is_absolute());
}
