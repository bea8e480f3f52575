//! `publish`: exactly what `build` shows the public goes to the host, what must vanish goes, and the ledger knows of it.

use super::desk::{Desk, page};
use super::foreign::run;
use std::collections::BTreeMap;

const GONE: &str = "villages/shuanghe/index.html";

fn publish(desk: &Desk, today: &str, more: &[&str]) -> super::desk::Ran {
    let all = ["-C", "ws", "--today", today, "publish"];
    desk.run(all.iter().chain(more).copied())
}

/// Every file of a published folder but our own two.
fn pages(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = super::desk::bytes_of(desk.tree(folder));
    files.retain(|path, _| !path.ends_with(".mingbai") && !path.ends_with("manifest-sha256.txt"));
    files
}

#[test]
fn a_folder_gets_exactly_what_build_shows_and_loses_what_must_vanish() {
    let desk = Desk::six("publish-folder");
    desk.village("shuanghe", "双河村");
    desk.build("2025-03-17").ends(0);
    desk.write("web/.user.ini", "the host's own");
    let tried = publish(&desk, "2025-03-17", &["--to", "web", "--dry-run"]).ends(0);
    assert!(tried.out.contains("什么也没有写") && !desk.path("web/index.html").exists(), "{}", tried.out);
    let first = publish(&desk, "2025-03-17", &["--to", "web"]).ends(0).out;
    assert!(first.contains("不是本程序放的") && first.contains(".user.ini"), "{first}");
    let mut web = pages(&desk, "web");
    assert_eq!(web.remove(".user.ini").as_deref(), Some("the host's own".as_bytes()));
    assert!(web == pages(&desk, "dist/public"), "exactly public/");
    assert!(
        run("sha256sum", &["--strict", "--quiet", "-c", "manifest-sha256.txt"], &desk.path("web")).is_some()
    );
    // What the township no longer shows: told before, told after, and gone with its folder.
    assert!(web.contains_key(GONE));
    std::fs::remove_dir_all(desk.path("ws/villages/shuanghe")).unwrap();
    let told = publish(&desk, "2025-06-17", &["--to", "web", "--dry-run"]).ends(0).out;
    assert!(told.contains("会从文件夹里消失") && told.contains(GONE), "{told}");
    assert!(desk.path("web").join(GONE).exists());
    publish(&desk, "2025-06-17", &["--to", "web"]).ends(0);
    desk.build("2025-06-17").ends(0);
    let mut web = pages(&desk, "web");
    assert!(web.remove(".user.ini").is_some() && web == pages(&desk, "dist/public"));
    assert!(!desk.path("web/villages/shuanghe").exists());
    // Somebody changed a page at the host: it is mended, although the manifest calls it unchanged.
    desk.write("web/index.html", "hacked");
    let mended = publish(&desk, "2025-06-17", &["--to", "web"]).ends(0).out;
    assert!(mended.contains("新的0个，改动1个"), "{mended}");
    assert_eq!(desk.read("web/index.html"), desk.read("dist/public/index.html"));
}

#[test]
fn what_is_not_ours_is_never_written_over_and_nothing_goes_through_a_link() {
    let desk = Desk::six("publish-foreign");
    desk.build("2025-03-17").ends(0);
    let refused = |to: &str| publish(&desk, "2025-03-17", &["--to", to]).ends(3).codes()[0].to_owned();
    desk.write("other/index.html", "another site");
    assert_eq!(refused("other"), "publish-foreign");
    assert_eq!(desk.read("other/index.html"), "another site");
    desk.write("elsewhere/keep", "mine");
    desk.write("linked/x", "");
    std::os::unix::fs::symlink(desk.path("elsewhere"), desk.path("linked/villages")).unwrap();
    assert_eq!(refused("linked"), "publish-foreign");
    assert_eq!(desk.tree("elsewhere").len(), 1);
    publish(&desk, "2025-03-17", &["--to", "web"]).ends(0);
    desk.edit("ws/township.toml", "name = \"", "name = \"新");
    assert_eq!(refused("web"), "publish-other-workspace");
    assert_eq!(publish(&desk, "2025-03-17", &["--pack", "site.rar"]).ends(3).codes(), ["publish-package"]);
}

#[test]
fn a_site_beside_the_rosters_is_refused() {
    let desk = Desk::six("publish-inside");
    desk.build("2025-03-17").ends(0);
    let before = desk.tree("");
    std::os::unix::fs::symlink(desk.path("ws/villages"), desk.path("link")).unwrap();
    let (above, link) = (desk.root.display().to_string(), desk.path("link/x").display().to_string());
    for to in [
        "ws",
        "ws/",
        "ws/villages",
        "ws/new",
        ".",
        "ws/..",
        "dist",
        "dist/private",
        "dist/public",
        &above,
        &link,
    ] {
        for more in [["--to", to].as_slice(), &["--dry-run", "--to", to]] {
            assert_eq!(publish(&desk, "2025-03-17", more).ends(2).codes(), ["publish-inside"], "{to}");
        }
    }
    for file in ["dist/public/site.zip", "dist/site.zip", "ws/themes/site.zip", "ws/villages/site.tar.gz"] {
        assert_eq!(
            publish(&desk, "2025-03-17", &["--pack", file]).ends(2).codes(),
            ["publish-inside"],
            "{file}"
        );
    }
    std::fs::remove_file(desk.path("link")).unwrap();
    assert!(desk.tree("") == before);
}

#[test]
fn papers_of_the_office_are_refused_a_place_in_the_site() {
    let desk = Desk::six("publish-private");
    publish(&desk, "2025-03-17", &["--to", "web"]).ends(0);
    for (name, text) in [
        ("甲.csv", "姓名,小组\n云上飞,一组\n"),
        ("乙.csv", "姓名,小组\n雨中行,二组\n"),
        ("原文.txt", "关于某事的通知\n\n一、总体要求\n（一）把某事办好。\n"),
    ] {
        desk.write(name, text);
    }
    let before = desk.tree("");
    let day = ["-C", "ws", "--today", "2025-03-17"];
    for (command, out) in [
        ("build", "web/x"),
        ("build", "ws/villages/x"),
        ("diff 甲.csv 乙.csv", "web"),
        ("diff 甲.csv 乙.csv", "web/x"),
        ("import 原文.txt", "web/x"),
        ("keygen --role 村民委员会 --name 罗启山", "web/k"),
        ("keygen --role 村民委员会 --name 罗启山", "web/villages/k"),
    ] {
        let all = day.into_iter().chain(command.split(' ')).chain(["--out", out]);
        assert_eq!(desk.run(all).ends(2).codes(), ["publish-inside"], "{command} --out {out}");
    }
    assert_eq!(desk.run(["init", "web/x"]).ends(2).codes(), ["publish-inside"]);
    assert_eq!(publish(&desk, "2025-03-17", &["--pack", "web/site.zip"]).ends(2).codes(), ["publish-inside"]);
    assert!(desk.tree("") == before);
}

#[test]
fn a_package_opens_with_tools_of_others_and_is_the_same_twice() {
    let desk = Desk::six("publish-package");
    desk.build("2025-03-17").ends(0);
    let public = pages(&desk, "dist/public");
    let open = "import sys,zipfile,tarfile\nn=sys.argv[1]\n(zipfile.ZipFile(n) if n.endswith('zip') else \
                tarfile.open(n)).extractall(sys.argv[2])";
    for name in ["site.zip", "site.tar.gz"] {
        publish(&desk, "2025-03-17", &["--pack", name]).ends(0);
        let once = desk.bytes(name);
        publish(&desk, "2025-03-17", &["--pack", name]).ends(0);
        assert!(desk.bytes(name) == once, "{name}");
        let folder = format!("open-{name}");
        assert!(run("python3", &["-c", open, name, &folder], &desk.root).is_some(), "{name}");
        assert!(pages(&desk, &folder) == public, "{name} is exactly public/");
        let check = ["--strict", "--quiet", "-c", "manifest-sha256.txt"];
        assert!(run("sha256sum", &check, &desk.path(&folder)).is_some(), "{name}");
    }
}

#[test]
fn years_later_the_ledger_tells_which_files_were_public_on_a_day() {
    let desk = Desk::six("publish-ledger");
    desk.village("shuanghe", "双河村");
    desk.build("2025-03-14").ends(0);
    publish(&desk, "2025-03-14", &["--to", "web"]).ends(0);
    assert!(!desk.path("ws/ledger.jsonl").exists(), "a township without a ledger gets none");
    desk.record("2025-03-14", "post", &[]).ends(0);
    let first = publish(&desk, "2025-03-15", &["--to", "web"]).ends(0).out;
    assert!(first.contains("台账已登记"), "{first}");
    let shown = desk.bytes(&format!("web/{}", page("hongqi").trim_start_matches("dist/public/")));
    // Entering it changes no page: the head that pages bear is not that of a publication.
    let again = publish(&desk, "2025-03-16", &["--to", "web"]).ends(0).out;
    let changed = desk.read("ws/ledger.jsonl").matches("\"published\"").count();
    assert!(again.contains("新的0个") && changed <= 2, "{again}");
    std::fs::remove_dir_all(desk.path("ws/villages/shuanghe")).unwrap();
    publish(&desk, "2025-06-17", &["--to", "web"]).ends(0);
    let as_of = |day: &str| {
        let all = ["-C", "ws", "--today", "2026-01-05", "--json", "as-of", day, "--site"];
        desk.run(all).ends(0).json()
    };
    let (spring, summer) = (as_of("2025-03-15"), as_of("2025-12-31"));
    let paths = |json: &serde_json::Value| -> Vec<String> {
        json["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["path"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        (spring["published"].as_str(), summer["published"].as_str()),
        (Some("2025-03-15"), Some("2025-06-17"))
    );
    assert!(paths(&spring).contains(&GONE.to_owned()) && !paths(&summer).contains(&GONE.to_owned()));
    let told =
        desk.run(["-C", "ws", "--today", "2026-01-05", "--json", "as-of", "2025-03-15"]).ends(0).json();
    let digest = told[0]["published"].as_str().unwrap().to_owned();
    desk.write("shown.html", &shown);
    let sum = run("sha256sum", &["shown.html"], &desk.root).unwrap();
    assert!(sum.starts_with(&digest), "the digest is that of the page that was shown");
    let before = desk.run(["-C", "ws", "--today", "2026-01-05", "as-of", "2025-03-14", "--site"]).ends(1);
    assert_eq!(before.codes(), ["ledger-no-edition"]);
    desk.run(["-C", "ws", "--today", "2026-01-05", "verify", "ledger"]).ends(0);
}
