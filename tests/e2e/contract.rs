//! The command line as scripts rely on it: every command, its exit code, its JSON, its help.

use super::desk::{Desk, notice};
use super::people::six;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const COMMANDS: &[&str] = &[
    "init",
    "check",
    "build",
    "audit",
    "status",
    "risk",
    "proof",
    "keygen",
    "sign",
    "sheet",
    "approve",
    "key",
    "upgrade",
    "verify",
    "explain",
    "explain-period",
    "import",
    "diff",
    "archive",
    "as-of",
    "publish",
    "fonts",
    "print",
    "post",
    "object",
    "answer",
    "amend",
    "withdraw",
    "close",
    "announce",
    "done",
    "witness",
    "serve",
];

#[test]
fn a_fresh_workspace_builds_at_once_from_nothing_but_the_program() {
    let desk = Desk::bare("init");
    let made = desk.run(["init", "乡里/新 文件夹"]).ends(0);
    assert!(made.out.contains("build"), "{}", made.out);
    desk.run(["-C", "乡里/新 文件夹", "check"]).ends(0);
    desk.run(["-C", "乡里/新 文件夹", "build"]).ends(0);
    for part in ["public/index.html", "board", "private"] {
        assert!(desk.path("乡里/dist").join(part).exists(), "{part}: not beside the workspace");
    }
    desk.run(["init", "乡里/新 文件夹"]).ends(1);
    desk.run(["init", "other", "--pack", "puan-2025"]).ends(0);
    desk.run(["init", "third", "--pack", "no-such-pack"]).ends(1);
}

#[test]
fn the_workspace_is_content_here_or_here_or_where_it_is_said() {
    let desk = Desk::six("where");
    let status = |desk: &Desk, arguments: &[&str]| desk.run(arguments.iter().copied()).ends(0).out;
    let said = status(&desk, &["-C", "ws", "--today", "2025-03-17", "status"]);
    assert_eq!(status(&desk, &["status", "--today", "2025-03-17", "-C", "ws"]), said);
    std::fs::rename(desk.path("ws"), desk.path("content")).unwrap();
    assert_eq!(status(&desk, &["--today", "2025-03-17", "status"]), said);
    assert_eq!(status(&desk, &["-C", ".", "--today", "2025-03-17", "status"]), said);
    desk.run(["--today", "2025-03-17", "build"]).ends(0);
    assert!(desk.path("dist/public/index.html").is_file(), "dist/ stands beside content/");
    let nowhere = desk.run(["-C", "secret", "status"]).ends(1);
    assert_eq!(nowhere.codes(), ["workspace-not-found"]);
}

#[test]
fn check_writes_nothing() {
    let desk = Desk::six("check");
    let before = desk.tree("");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
    assert!(ran.out.contains("没有要改的地方"), "{}", ran.out);
    assert!(desk.tree("") == before);
}

#[test]
fn status_for_machines_has_exactly_the_promised_keys() {
    let desk = Desk::six("status");
    let status = |arguments: &[&str]| {
        let all = ["-C", "ws", "--today", "2025-03-17", "--json", "status"];
        desk.run(all.iter().chain(arguments).copied()).ends(0).json()
    };
    let lines = status(&[]);
    let keys: BTreeSet<&str> = lines[0].as_object().unwrap().keys().map(String::as_str).collect();
    let promised = ["notice", "village", "kind", "state", "first", "last", "days_left", "next", "due"];
    assert_eq!(keys, BTreeSet::from(promised));
    let line = serde_json::json!({
        "notice": notice("hongqi"), "village": "红旗村", "kind": "监测对象认定公示", "state": "open",
        "first": "2025-03-14", "last": "2025-03-19", "days_left": 2,
        "next": lines[0]["next"], "due": "2025-03-19",
    });
    assert_eq!(lines, serde_json::json!([line]));
    assert_eq!(status(&["--due", "2"]), lines);
    assert_eq!(status(&["--due", "1"]), serde_json::json!([]));
}

#[test]
fn keys_are_private_and_never_overwritten() {
    let desk = Desk::bare("keygen");
    let ran = desk.run(["keygen", "--role", "村民委员会", "--name", "罗启山", "--out", "k"]).ends(0);
    let mode = |path: &str| desk.path(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("k.key"), mode("k.pub") & 0o444), (0o600, 0o444));
    let secret = desk.read("k.key");
    assert!(!ran.out.contains(secret.lines().nth(1).unwrap()), "the secret key is printed");
    desk.run(["keygen", "--role", "村民委员会", "--name", "罗启山", "--out", "k"]).ends(3);
    assert_eq!(desk.read("k.key"), secret);
}

#[test]
fn verify_names_the_signers_and_refuses_what_build_refuses() {
    let desk = Desk::six("verify");
    for arguments in [vec!["verify"], vec!["verify", &notice("hongqi")]] {
        let all = ["-C", "ws", "--today", "2025-03-17"].into_iter().chain(arguments);
        let ran = desk.run(all).ends(0);
        assert!(ran.out.contains("村民委员会 罗启山h") && ran.out.contains("村务监督委员会 韩永年h"));
    }
    desk.edit("ws/villages/hongqi/rosters/r.csv", "综合保障", "产业帮扶");
    // A hidden cell: the proof that everybody reads is as it was signed.
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "verify"]).ends(0);
    assert_eq!(ran.codes(), ["signoff-roster-changed"]);
    desk.unsign(&notice("hongqi"));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "verify"]).ends(2);
    assert_eq!(ran.codes(), ["signoff-unsigned"]);
    let ran = desk.run(["-C", "ws", "verify", "villages/hongqi/notices/none"]).ends(1);
    assert_eq!(ran.codes(), ["cli-no-such-notice"]);
}

/// domain.md §5: posted → (5 days: posting day counts, next day, with rollover; 5 working days).
const WORKED: [(&str, [&str; 4]); 7] = [
    ("2025-09-26", ["2025-09-30", "2025-10-01", "2025-10-09", "2025-10-10"]),
    ("2025-09-30", ["2025-10-04", "2025-10-05", "2025-10-09", "2025-10-14"]),
    ("2026-02-13", ["2026-02-17", "2026-02-18", "2026-02-24", "2026-02-27"]),
    ("2026-04-30", ["2026-05-04", "2026-05-05", "2026-05-06", "2026-05-11"]),
    ("2026-09-24", ["2026-09-28", "2026-09-29", "2026-09-29", "2026-10-09"]),
    ("2024-02-27", ["2024-03-02", "2024-03-03", "2024-03-04", "2024-03-05"]),
    ("2025-01-24", ["2025-01-28", "2025-01-29", "2025-02-05", "2025-02-07"]),
];

#[test]
fn explain_period_counts_as_worked_out_by_hand() {
    let desk = Desk::bare("explain-period");
    for (from, ends) in WORKED {
        let ways: [&[&str]; 4] = [
            &["--days", "5", "--rule", "posting-day-counts"],
            &["--days", "5", "--rule", "next-day"],
            &["--days", "5"],
            &["--working", "5"],
        ];
        for (way, last) in ways.iter().zip(ends) {
            let all = ["--json", "explain-period", "--from", from];
            let json = desk.run(all.iter().chain(*way).copied()).ends(0).json();
            let keys: BTreeSet<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, BTreeSet::from(["first", "last", "days"]));
            assert_eq!((json["first"].as_str(), json["last"].as_str()), (Some(from), Some(last)), "{way:?}");
            let days = json["days"].as_array().unwrap();
            assert_eq!(days.iter().filter(|day| day["counted"] == true).count(), 5, "{from} {way:?}");
            assert_eq!(days.last().unwrap()["date"], last);
            let text = desk.run(["explain-period", "--from", from].iter().chain(*way).copied()).ends(0).out;
            assert!(text.contains("星期") && text.contains("第5天"), "{text}");
        }
    }
    let uncovered = desk.run(["explain-period", "--from", "2026-12-29", "--working", "5"]).ends(1);
    assert_eq!(uncovered.codes(), ["period-uncovered-year"]);
    desk.run(["explain-period", "--from", "2025-03-14", "--days", "0"]).ends(1);
    desk.run(["explain-period", "--from", "2025-03-14", "--days", "5", "--rule", "guess"]).ends(1);
    for wrong in [&["--from", "2025-02-30", "--days", "5"][..], &["--from", "2025-03-14"], &["--days", "5"]] {
        assert_ne!(desk.run(["explain-period"].iter().chain(wrong).copied()).code, 0, "{wrong:?}");
    }
}

/// Every literal that looks like the declaration of a code in the sources of the program.
fn codes_in_source(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_in_source(&path, codes);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(path).unwrap();
            for block in text.split("codes! {").skip(1) {
                for line in block.split("\n}").next().unwrap().lines() {
                    let declared = line.split_once(" = \"").filter(|_| line.trim_end().ends_with(':'));
                    codes.extend(declared.and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned));
                }
            }
        }
    }
}

#[test]
fn every_code_of_the_program_is_explained_in_both_languages() {
    let mut codes = BTreeSet::new();
    codes_in_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut codes);
    assert!(codes.len() > 100, "only {} codes found in the sources", codes.len());
    let desk = Desk::bare("explain");
    for code in &codes {
        let json = desk.run(["--json", "explain", code]).ends(0).json();
        assert_eq!(json["code"].as_str(), Some(code.as_str()));
        assert!(json["zh"].as_str().unwrap().chars().any(|c| ('一'..='龥').contains(&c)), "{code}");
        assert!(json["en"].as_str().unwrap().split(' ').count() > 3, "{code}");
    }
    let plain = desk.run(["explain", "signoff-missing-role"]).ends(0).out;
    assert!(plain.contains("signoff-missing-role") && plain.contains("角色"), "{plain}");
    desk.run(["explain", "no-such-code"]).ends(1);
}

#[test]
fn audit_finds_what_lies_in_a_folder_and_passes_what_was_published() {
    let desk = Desk::six("audit");
    desk.build("2025-03-17").ends(0);
    let roster = "ws/villages/hongqi/rosters/r.csv";
    let audit = |folder: &str| desk.run(["audit", folder, "--roster", roster]);
    // In a folder of others nothing is declared: words like 健康 are pointed out and stop nothing.
    assert!(audit("dist/public").ends(0).codes().iter().all(|code| *code == "audit-ordinary-word"));
    assert!(audit("dist/board").ends(0).out.contains("没有发现泄露"));
    let private = audit("dist/private").ends(2);
    assert!(private.err.contains(".pdf") && private.codes().contains(&"leak-direct-identifier"));
    desk.write("site/a.html", "<p>联系姚桂林</p>");
    desk.write("site/b.txt", six()[1].id());
    let found = audit("site").ends(2);
    for told in ["a.html:1", "b.txt:1", "r.csv:5:5", "r.csv:3:6"] {
        assert!(found.err.contains(told), "{told} is not said: {}", found.err);
    }
    assert!(!found.err.contains("姚桂林") && !found.err.contains(&six()[1].id()[..8]), "{}", found.err);
    assert_ne!(audit("no-such-folder").code, 0);
    assert_ne!(desk.run(["audit", "site"]).code, 0, "without rosters nothing was searched");
    assert_ne!(desk.run(["audit", "site", "--roster", "none.csv"]).code, 0);
}

#[test]
fn audit_passes_over_nothing_without_saying_so() {
    let desk = Desk::six("audit-hidden");
    let roster = "ws/villages/hongqi/rosters/r.csv";
    let audit = |folder: &str| desk.run(["audit", folder, "--roster", roster]);
    let name = "<p>联系姚桂林</p>";
    for hidden in
        [".secret.txt", ".git/x.txt", "a/.b/c.html", "__MACOSX/._a.txt", ".well-known/x", ".DS_Store"]
    {
        desk.write(&format!("site-{}/{hidden}", hidden.len()), name);
        let folder = format!("site-{}", hidden.len());
        desk.write(&format!("{folder}/a.txt"), "公示");
        let found = audit(&folder).ends(2);
        assert!(found.err.contains(hidden) && !found.out.contains("没有发现泄露"), "{hidden}: {}", found.err);
        std::fs::remove_file(desk.path(&format!("{folder}/a.txt"))).unwrap();
        assert_eq!(audit(&folder).ends(2).codes(), ["leak-direct-identifier"], "{hidden} alone");
        std::fs::remove_dir_all(desk.path(&folder)).unwrap();
    }
    // A server follows links, to a file and to a folder, and stops where one leads round.
    desk.write("elsewhere/deep/x.txt", name);
    desk.write("links/a.txt", "公示");
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(desk.path(to), desk.path(from)).unwrap();
    link("elsewhere/deep/x.txt", "links/file.txt");
    link("elsewhere", "links/folder");
    link("links", "links/round");
    link("nowhere", "links/broken");
    let found = audit("links").ends(2);
    for told in ["file.txt:1", "folder/deep/x.txt:1", "broken: 拒绝[audit-unreadable]"] {
        assert!(found.err.contains(told), "{told} is not said: {}", found.err);
    }
    assert!(!found.err.contains("round") && !found.err.contains("姚桂林"), "{}", found.err);
    assert!(!found.err.contains("没有发布"), "nothing was about to be published: {}", found.err);
    // A link named after somebody is not quoted.
    std::fs::remove_file(desk.path("links/broken")).unwrap();
    link("nowhere", "links/姚桂林");
    assert!(!audit("links").ends(2).err.contains("姚桂林"));
}

#[test]
fn private_papers_are_readable_by_their_owner_only() {
    let desk = Desk::six("modes").speaking();
    desk.build("2025-03-17").ends(0);
    let mut seen = 0;
    let mut folders = vec![desk.path("dist/private")];
    while let Some(folder) = folders.pop() {
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                seen += 1;
                assert_eq!(
                    path.metadata().unwrap().permissions().mode() & 0o777,
                    0o600,
                    "{}",
                    path.display()
                );
            }
        }
    }
    assert!(seen > 2);
}

/// Letters of another language that are no option, command, file or rule.
fn foreign_words(help: &str) -> Vec<&str> {
    const OURS: &[&str] = &[
        "mingbai",
        "JSON",
        "content",
        "dist",
        "public",
        "board",
        "chat",
        "loudspeaker",
        "private",
        "toml",
        "township",
        "PDF",
        "key",
        "pub",
        "identify",
        "hongqi",
        "ledger",
        "duty",
    ];
    let words = help.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c)));
    let word = |word: &&str| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic());
    words.filter(word).filter(|word| !OURS.contains(word) && !COMMANDS.contains(word)).collect()
}

#[test]
fn help_is_in_chinese_and_names_every_command() {
    let desk = Desk::bare("help");
    let help = desk.run(["--help"]).ends(0).out;
    for command in COMMANDS {
        assert!(help.contains(&format!("  {command} ")), "{command}");
        let own = desk.run([command, "--help"]).ends(0).out;
        assert!(own.contains("用法："), "{own}");
        assert_eq!(foreign_words(&own), [""; 0], "{own}");
    }
    assert_eq!(foreign_words(&help), [""; 0], "{help}");
    assert!(desk.run(["--version"]).ends(0).out.starts_with("mingbai "));
}

#[test]
fn what_is_not_understood_ends_with_a_code_and_a_word_in_chinese() {
    let desk = Desk::bare("unknown");
    let wrong: [&[&str]; 7] = [
        &[],
        &["bild"],
        &["build", "--fast"],
        &["status", "--due", "x"],
        &["--today", "gestern", "check"],
        &["sign", "x"],
        &["keygen", "--role", "r"],
    ];
    for arguments in wrong {
        let ran = desk.run(arguments.iter().copied());
        assert_eq!(ran.code, 1, "{arguments:?}");
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}");
        assert!(!ran.err.contains("error:") && !ran.err.contains("Usage"), "{}", ran.err);
        assert!(ran.err.contains("用法") && ran.err.contains("mingbai"), "{}", ran.err);
    }
}

#[test]
fn fonts_tells_which_face_serves_which_role() {
    let desk = Desk::bare("fonts");
    let roles = desk.run(["--json", "fonts"]).ends(0).json();
    let roles = roles.as_array().unwrap();
    assert!(roles.len() >= 4);
    for role in roles {
        assert!(
            role["family"].is_string() && role["file"].is_string() && role["missing"].is_array(),
            "{role}"
        );
        assert_eq!((&role["lost"], &role["refused"]), (&serde_json::json!([]), &serde_json::json!([])));
        assert!(role["install"]["debian"].is_array(), "{role}");
    }
    let said = desk.run(["fonts"]).ends(0).out;
    assert!(said.contains("正文") && said.contains("字体齐全") && !said.contains("这样装"), "{said}");
}

#[test]
fn fonts_tells_what_to_install_and_shows_the_other_roles_all_the_same() {
    let desk = Desk::township("fonts-missing");
    desk.copy("themes/default", "ws/themes/default");
    let theme = desk.read("ws/themes/default/theme.toml");
    let kai = theme.lines().find(|line| line.starts_with("kai = ")).unwrap();
    desk.edit("ws/themes/default/theme.toml", kai, "kai = [\"没有这种字体\", \"HanaMinA\"]");
    let ran = desk.run(["-C", "ws", "fonts"]).ends(3);
    assert_eq!(ran.codes(), ["font-role-missing"]);
    for words in
        ["正文", "楷体）  没有", "sudo apt-get install fonts-hanazono", "Windows", "花园明朝", "brew install"]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(!ran.out.contains("fonts-noto-cjk"), "{}", ran.out);
}
