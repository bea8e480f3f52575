//! What the repository promises about itself, checked over every file that it tracks.
#![expect(clippy::disallowed_methods, reason = "the test reads the repository")]
#![expect(clippy::unwrap_used, reason = "a test may panic; its helpers are outside the test functions")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the repository: tracked or about to be. Without git, everything but outputs.
fn files() -> Vec<String> {
    let git = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let mut files: Vec<String> = match git {
        Ok(output) if output.status.success() => {
            let names = String::from_utf8(output.stdout).unwrap();
            names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect()
        }
        _ => {
            let aside = ["target", "dist", ".git"].map(|name| root().join(name));
            walkdir::WalkDir::new(root())
                .into_iter()
                .filter_entry(|entry| aside.iter().all(|path| path != entry.path()))
                .map(Result::unwrap)
                .filter(|entry| entry.file_type().is_file())
                .map(|entry| entry.path().strip_prefix(root()).unwrap().to_str().unwrap().to_owned())
                .collect()
        }
    };
    files.retain(|file| root().join(file).is_file());
    files.sort();
    assert!(files.iter().any(|file| file == "src/lib.rs"), "the list of files is empty or wrong");
    files
}

/// Rust sources below `src/` with their text.
fn sources() -> Vec<(String, String)> {
    files()
        .into_iter()
        .filter(|file| file.starts_with("src/") && file.ends_with(".rs"))
        .map(|file| {
            let text = fs::read_to_string(root().join(&file)).unwrap();
            (file, text)
        })
        .collect()
}

/// The texts in a file: itself, or the members of a zip container (workbooks), or nothing when it is binary.
fn texts(file: &str) -> Vec<(String, String)> {
    let bytes = fs::read(root().join(file)).unwrap();
    if bytes.starts_with(b"PK\x03\x04") {
        let mut container = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        return (0..container.len())
            .map(|index| {
                let mut member = container.by_index(index).unwrap();
                let mut bytes = Vec::new();
                member.read_to_end(&mut bytes).unwrap();
                (format!("{file}!{index}"), String::from_utf8_lossy(&bytes).into_owned())
            })
            .collect();
    }
    // Rosters also come in GBK and UTF-16; digits are the same in GBK, and once the NULs are gone in UTF-16.
    let text = String::from_utf8_lossy(&bytes).replace('\0', "");
    vec![(file.to_owned(), text)]
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn personal_values_are_opened_in_the_sealed_room_only() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|(file, text)| !file.starts_with("src/sealed/") && text.contains("expose("))
        .map(|(file, _)| file.clone())
        .collect();
    none("these files open personal values", &found);
}

#[test]
fn no_source_file_is_too_long_to_review() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| text.lines().count() > 450)
        .map(|(file, text)| format!("{file}: {} lines", text.lines().count()))
        .collect();
    none("these files want splitting", &found);
}

#[test]
fn a_new_policy_needs_no_rust() {
    let packs: BTreeSet<String> = files()
        .iter()
        .filter_map(|file| file.strip_prefix("policies/")?.split_once('/').map(|(pack, _)| pack.to_owned()))
        .filter(|pack| pack != "calendar")
        .collect();
    let mut found = Vec::new();
    for (file, text) in sources() {
        found.extend(
            packs.iter().filter(|pack| text.contains(*pack)).map(|pack| format!("{file} names {pack}")),
        );
    }
    none("sources know a pack by its id", &found);
}

#[test]
fn nobody_in_this_repository_could_be_real() {
    let mut found = Vec::new();
    for file in files().iter().filter(|file| *file != "Cargo.lock") {
        for (place, text) in texts(file) {
            found.extend(
                real_looking(&text).into_iter().map(|(line, what)| format!("{place}:{line}: {what}")),
            );
        }
    }
    none("these could belong to somebody (use region 99 and prefix 154)", &found);
}

/// Lines with a mobile outside the prefix 154, or an ID number that a province may have issued.
fn real_looking(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let plain: String = line.chars().map(narrow).collect();
        let grouped = grouped(&plain);
        for word in words(&plain).chain(grouped.iter().map(String::as_str)) {
            if is_mobile(word) && !word.starts_with("154") {
                found.push((number + 1, "mobile number"));
            }
            if is_issued_id(word) {
                found.push((number + 1, "ID number"));
            }
        }
    }
    found.dedup();
    found
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// Runs of ASCII letters and digits: a number inside a hash or a longer number is none.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() >= 11)
}

/// Numbers that are written in groups: 3-4-4 for a mobile, 6-8-4 for an ID.
fn grouped(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in line.split(|c: char| !(c.is_ascii_alphanumeric() || " -".contains(c))) {
        let groups: Vec<&str> = piece.split([' ', '-']).collect();
        let shaped = |three: &&[&str]| {
            matches!((three[0].len(), three[1].len(), three[2].len()), (3, 4, 4) | (6, 8, 4))
        };
        found.extend(groups.windows(3).filter(shaped).map(<[&str]>::concat));
    }
    found
}

fn is_mobile(word: &str) -> bool {
    let digits = word.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(word).as_bytes();
    digits.len() == 11
        && digits.iter().all(u8::is_ascii_digit)
        && digits[0] == b'1'
        && (b'3'..=b'9').contains(&digits[1])
}

/// Province codes of GB/T 2260 that are assigned.
const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
];

fn is_issued_id(word: &str) -> bool {
    if !word.is_char_boundary(2) || !PROVINCES.contains(&&word[..2]) {
        return false;
    }
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match word.len() {
        18 => {
            digits(&word[..17])
                && is_day(&word[6..14])
                && check_digit(word) == word[17..].to_ascii_uppercase()
        }
        15 => digits(word) && is_day(&format!("19{}", &word[6..12])),
        _ => false,
    }
}

fn is_day(text: &str) -> bool {
    let whole = chrono::NaiveDate::parse_from_str(text, "%Y%m%d");
    whole.is_ok_and(|day| day.format("%Y").to_string().as_str() >= "1900")
}

/// GB 11643: ISO 7064, MOD 11-2.
fn check_digit(word: &str) -> String {
    let sum = word.bytes().take(17).fold(0, |sum, b| (sum + u32::from(b - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    }
}

#[test]
fn the_search_for_real_people_finds_them() {
    // Put together here, so that this file itself stays clean.
    let mobile = ["138", "00138000"].concat();
    let id = |province: &str| {
        let body = format!("{province}010519491231002");
        format!("{body}{}", check_digit(&body))
    };
    for text in [
        mobile.clone(),
        format!("电话{mobile}。"),
        format!("+86{mobile}"),
        format!("{} {} {}", &mobile[..3], &mobile[3..7], &mobile[7..]),
        mobile.chars().map(|c| char::from_u32(u32::from(c) - 48 + 0xff10).unwrap()).collect(),
        id("11"),
        format!("证号：{}", id("53").to_lowercase()),
        ["110105", "491231", "002"].concat(),
    ] {
        assert_eq!(real_looking(&text).len(), 1, "{text}");
    }
    let wrong_check: String = id("11")[..17].to_owned() + if id("11").ends_with('1') { "2" } else { "1" };
    for text in
        [mobile.replacen("138", "154", 1), id("99"), format!("a{mobile}"), format!("{mobile}0"), wrong_check]
    {
        assert!(real_looking(&text).is_empty(), "{text}");
    }
    assert_eq!(id("11"), ["110105194912", "31002X"].concat(), "the standard's own example");
}

#[test]
fn every_code_has_one_meaning() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| file != "src/diag.rs") {
        for block in text.split("codes! {").skip(1) {
            let block = &block[..block.find("\n}").unwrap_or(block.len())];
            for id in block.split(" = \"").skip(1).filter_map(|rest| rest.split_once("\":")).map(|(id, _)| id)
            {
                if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                    found.push(format!("{file}: {id} is not kebab-case"));
                }
                if let Some(other) = seen.insert(id.to_owned(), file.clone()) {
                    found.push(format!("{id} in {other} and {file}"));
                }
            }
        }
    }
    assert!(seen.contains_key("signoff-roster-changed"), "no codes were read: {seen:?}");
    none("codes that are not one thing", &found);
}

/// README and the papers in docs/, with their text.
fn papers() -> Vec<(String, String)> {
    files()
        .into_iter()
        .filter(|file| file == "README.md" || file.starts_with("docs/") && file.ends_with(".md"))
        .map(|file| {
            let text = fs::read_to_string(root().join(&file)).unwrap();
            (file, text)
        })
        .collect()
}

#[test]
fn the_map_in_the_readme_is_of_this_country() {
    let mut missing = Vec::new();
    for (file, text) in papers() {
        let gone = places_named(&text).into_iter().filter(|path| !root().join(path).exists());
        missing.extend(gone.map(|path| format!("{file}: {path}")));
    }
    none("these papers name what does not exist", &missing);
    let named = places_named(&fs::read_to_string(root().join("README.md")).unwrap());
    let rooms: BTreeSet<String> = sources()
        .iter()
        .filter_map(|(file, _)| file.strip_prefix("src/")?.split_once('/').map(|(room, _)| room.to_owned()))
        .collect();
    let unnamed: Vec<String> = rooms
        .into_iter()
        .filter(|room| !named.iter().any(|path| Path::new(path).starts_with(Path::new("src").join(room))))
        .collect();
    none("README.md does not name these rooms of src/", &unnamed);
}

#[test]
fn the_readme_is_short_and_leads_to_every_paper() {
    let papers = papers();
    let text = |wanted: &str| papers.iter().find(|(file, _)| file == wanted).map(|(_, text)| text).unwrap();
    let readme = text("README.md");
    assert!(readme.lines().count() <= 120, "README.md is for newcomers: move the rest to docs/");
    for heading in ["## Build the sample township\n", "## Run the tests\n"] {
        let section = readme.split(heading).nth(1).unwrap_or_else(|| panic!("no {heading}"));
        assert!(section.contains("\n```sh\n"), "{heading} has no command");
    }
    assert!(readme.contains("](docs/README.md)"), "README.md does not lead to docs/");
    let unlisted: Vec<String> = papers
        .iter()
        .filter_map(|(file, _)| file.strip_prefix("docs/"))
        .filter(|name| *name != "README.md" && !text("docs/README.md").contains(&format!("]({name})")))
        .map(str::to_owned)
        .collect();
    none("docs/README.md does not list these papers", &unlisted);
}

/// Paths below the repository's source folders that a text names, in prose or drawn as a tree.
fn places_named(text: &str) -> BTreeSet<String> {
    const ROOTS: [&str; 5] = ["src/", "tests/", "policies/", "themes/", "docs/"];
    let mut named = BTreeSet::new();
    let mut tree: Vec<String> = Vec::new();
    for line in text.lines() {
        if let Some(at) = line.find("── ") {
            let depth = line[..at].chars().count() / 4;
            let name = line[at + "── ".len()..].split_whitespace().next().unwrap_or("").trim_end_matches('/');
            if !tree.is_empty() && !name.is_empty() {
                tree.truncate(depth + 1);
                tree.push(name.to_owned());
                named.insert(tree.join("/"));
            }
            continue;
        }
        if !line.starts_with('│') {
            tree.clear();
        }
        let first = line.split_whitespace().next().unwrap_or("");
        if ROOTS.contains(&first) {
            tree = vec![first.trim_end_matches('/').to_owned()];
        }
        let tokens = line.split(|c: char| !(c.is_ascii_alphanumeric() || "/._-*<>…".contains(c)));
        for token in tokens.filter(|token| ROOTS.iter().any(|root| token.starts_with(root))) {
            let token = token.trim_end_matches(['.', '/']);
            if !token.contains(['*', '<', '>', '…']) {
                named.insert(token.to_owned());
            }
        }
    }
    named
}

#[test]
fn a_map_is_read_as_it_is_drawn() {
    let text = "见 `src/diag.rs`、src/sealed/、policies/<id>/pack.toml 和 tests/cmd/*.md。\n\
        src/\n├── lib.rs   x\n├── sealed/  y\n│   ├── personal.rs z\n│   └── signoff/ w\n└── archive/ v\n\n── 没有根的线";
    let expected = [
        "src",
        "src/archive",
        "src/diag.rs",
        "src/lib.rs",
        "src/sealed",
        "src/sealed/personal.rs",
        "src/sealed/signoff",
    ];
    assert_eq!(places_named(text).iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    // Put together here, so that this file itself stays clean.
    let homes = [["/ho", "me/"], ["/wo", "rk/"], ["/ro", "ot/"], ["/Us", "ers/"], ["C:\\", "Users"]]
        .map(|p| p.concat());
    let mut found = Vec::new();
    for file in files() {
        for (place, text) in texts(&file) {
            for (number, line) in text.lines().enumerate() {
                let at = |home: &String| {
                    // Not the tail of a longer path or address, e.g. https://example.org/x/.
                    line.match_indices(home.as_str()).any(|(i, _)| {
                        !line[..i].ends_with(|c: char| c.is_ascii_alphanumeric() || "._-~/".contains(c))
                    })
                };
                if homes.iter().any(at) {
                    found.push(format!("{place}:{}", number + 1));
                }
            }
        }
    }
    none("absolute paths of a machine", &found);
}
