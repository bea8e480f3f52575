use super::bag::{Files, pack};
use super::verify::verify;

fn bag() -> Files {
    let files = [
        ("cover.pdf", "cover"),
        ("notices/hongqi/2025-03-identify/page/index.html", "<p>罗*明</p>"),
        ("notices/hongqi/2025-03-identify/100%.txt", "all"),
    ];
    let payload = files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().to_vec())).collect();
    pack(
        &payload,
        &[
            ("External-Description", "红旗村 监测对象认定公示\n归档".into()),
            ("Bagging-Date", "2025-04-10".into()),
        ],
    )
}

/// The codes of what is found, and the file each names.
fn found(files: &Files) -> Vec<String> {
    let found = verify("bag", files).expect_err("a faulty bag was taken for sound");
    found.iter().map(|one| format!("{} {}", one.code.id, one.at.path)).collect()
}

#[test]
fn a_bag_is_sound_and_the_same_every_time() {
    let sound = verify("bag", &bag()).unwrap();
    assert_eq!((sound.files, sound.octets), (3, 5 + "<p>罗*明</p>".len() + 3));
    assert_eq!(sound.title.as_deref(), Some("红旗村 监测对象认定公示 归档"));
    assert_eq!(bag(), bag());
    let manifest = String::from_utf8(bag()["manifest-sha256.txt"].clone()).unwrap();
    assert!(manifest.contains("/100%25.txt"), "{manifest}");
}

#[test]
fn every_changed_byte_is_found_and_its_file_named() {
    let whole = bag();
    for (path, bytes) in &whole {
        for at in 0..bytes.len() {
            // Another letter, and the same letter in the other case: a checksum may be written in capitals.
            for bit in [0x01, 0x20, 0x80] {
                let mut files = whole.clone();
                files.get_mut(path).unwrap()[at] ^= bit;
                let found = found(&files);
                let lists = path.contains("manifest-");
                let named = found.iter().any(|said| said.ends_with(path.as_str()));
                assert!(lists || named || path == "bagit.txt", "{path} byte {at}: {found:?}");
            }
        }
    }
}

#[test]
fn a_lost_file_is_missing_and_a_new_one_is_extra() {
    for path in bag().into_keys() {
        let mut files = bag();
        files.remove(&path);
        let found = found(&files);
        assert!(found.iter().any(|said| said.ends_with(&path)) || path == "bagit.txt", "{path}: {found:?}");
        let mut files = bag();
        files.insert(format!("{path}.bak"), Vec::new());
        assert!(self::found(&files).contains(&format!("bag-extra bag/{path}.bak")), "{path}");
    }
}

#[test]
fn the_harmed_notice_is_named() {
    let mut files = bag();
    let page = "data/notices/hongqi/2025-03-identify/page/index.html";
    files.insert(page.into(), b"<p>\xe7\xbd\x97</p>".to_vec());
    let found = verify("bag", &files).unwrap_err();
    let said = found.iter().find(|one| one.at.path.ends_with(page)).unwrap().to_string();
    assert!(said.contains("villages/hongqi/notices/2025-03-identify"), "{said}");
}

#[test]
fn paths_that_lead_out_of_the_bag_are_refused() {
    for path in ["data/../../etc/passwd", "../x", "/etc/passwd", "data//x", "~/x", "bagit.txt"] {
        let mut files = bag();
        let mut manifest = String::from_utf8(files["manifest-sha256.txt"].clone()).unwrap();
        manifest.push_str(&format!("{}  {path}\n", "0".repeat(64)));
        files.insert("manifest-sha256.txt".into(), manifest.into_bytes());
        assert!(found(&files).contains(&"bag-malformed bag/manifest-sha256.txt".into()), "{path}");
    }
}

#[test]
fn a_bag_of_another_maker_is_read_by_the_standard() {
    // Only SHA-256, capitals, a star before the path, tag files unlisted, version 0.97: all allowed.
    let text = "说明";
    let sum = super::bag::Algorithm::Sha256.of(text.as_bytes()).to_uppercase();
    let files: Files = [
        ("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n".to_owned()),
        ("bag-info.txt", "Source-Organization: 某档案馆\n  一楼\nPayload-Oxum: 6.1\n".into()),
        ("manifest-sha256.txt", format!("{sum} *data/readme.txt\n")),
        ("readme.first", "x".into()),
        ("data/readme.txt", text.into()),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.into_bytes()))
    .collect();
    assert_eq!(verify("bag", &files).unwrap().files, 1);
    let mut unlike = files.clone();
    unlike.insert("data/readme.txt".into(), "说明。".into());
    assert_eq!(found(&unlike), ["bag-changed bag/bag-info.txt", "bag-changed bag/data/readme.txt"]);
    let mut unsure = files;
    unsure.insert("fetch.txt".into(), b"https://example.org/x 1 data/x\n".to_vec());
    assert_eq!(found(&unsure), ["bag-missing bag/fetch.txt"]);
}
