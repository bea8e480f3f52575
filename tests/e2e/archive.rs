//! Bags as an archivist meets them: a folder on a stick, years later, without the workspace.

use super::desk::Desk;

#[test]
fn a_bag_is_verified_without_a_workspace() {
    let desk = Desk::bare("bag-alone");
    let sum = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    desk.write("stick/bag/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    desk.write("stick/bag/manifest-sha256.txt", format!("{sum}  data/notices/hongqi/a/page.html\n"));
    desk.write("stick/bag/data/notices/hongqi/a/page.html", "foo");
    let good = desk.run(["verify", "stick/bag"]).ends(0);
    assert!(good.out.contains("归档包完好") && good.out.contains("1个文件，3字节"), "{}", good.out);
    desk.write("stick/bag/data/notices/hongqi/a/page.html", "fop");
    desk.write("stick/bag/data/.hidden", "x");
    let bad = desk.run(["verify", "stick/bag/"]).ends(1);
    assert_eq!(bad.codes(), ["bag-extra", "bag-changed"], "{}", bad.err);
    assert!(bad.err.contains("villages/hongqi/notices/a"), "{}", bad.err);
}

const NOTICE: &str = "villages/hongqi/notices/2025-03-identify";
const BAG: &str = "archive/hongqi-2025-03-identify";

/// 红旗村's notice hung from the 14th, drew one objection that was answered, and was closed on the 20th.
fn closed(name: &str) -> Desk {
    let desk = Desk::six(name);
    desk.build("2025-03-14").ends(0);
    for (day, words) in [
        ("2025-03-14", vec!["post"]),
        ("2025-03-17", vec!["object"]),
        ("2025-03-18", vec!["answer"]),
        ("2025-03-20", vec!["close"]),
    ] {
        let mut typed = vec!["-C", "ws", "--today", day];
        typed.extend(words);
        typed.push(NOTICE);
        desk.run(typed).ends(0);
    }
    desk
}

#[test]
fn a_closed_notice_becomes_a_bag_that_proves_what_hung() {
    let desk = closed("bag-whole");
    let print = desk.bytes("dist/board/hongqi/2025-03-identify-A4.pdf");
    // Years later the site shows nothing of it any more; the bag takes what hung from the kept copies.
    desk.build("2025-05-20").ends(0);
    assert!(!desk.path("dist/board/hongqi/2025-03-identify-A4.pdf").exists());
    let ran = desk.run(["-C", "ws", "--today", "2025-05-20", "archive", NOTICE]).ends(0);
    for nature in ["真实性", "完整性", "可用性", "安全性"] {
        assert!(ran.out.contains(nature), "{}", ran.out);
    }
    assert!(!ran.out.contains("没有通过"), "{}", ran.out);
    let tree = desk.tree(BAG);
    let hung = &tree["data/notices/hongqi/2025-03-identify/posted-1/2025-03-identify-A4.pdf"].0;
    assert!(*hung == print, "the bag holds another print than the one that hung");
    let page = "data/notices/hongqi/2025-03-identify/posted-1/web/villages/hongqi/notices/2025-03-identify/index.html";
    assert!(String::from_utf8_lossy(&tree[page].0).contains("<table"), "the page has no rows");
    for path in [
        "data/cover.pdf",
        "data/self-check.json",
        "data/policy/pack.toml",
        "bag-info.txt",
        "manifest-sha512.txt",
    ] {
        assert!(tree.contains_key(path), "{path}");
    }
    // No roster, and nobody's number, in any byte.
    assert!(!tree.keys().any(|path| path.ends_with(".csv") || path.ends_with(".xlsx")));
    for household in super::people::six() {
        for (path, (bytes, _)) in &tree {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(&household.id()) && !text.contains(&household.phone), "{path}");
        }
    }
    let sound = desk.run(["verify", BAG]).ends(0);
    assert!(sound.out.contains("普安乡红旗村监测对象认定公示"), "{}", sound.out);
    // The ledger knows it now, and it is not written twice.
    let ledger = desk.read("ws/ledger.jsonl");
    assert_eq!(ledger.matches("\"archived\"").count(), 1, "{ledger}");
    let again = desk.run(["-C", "ws", "--today", "2025-05-21", "archive", NOTICE]).ends(0);
    assert!(again.out.contains("已经归档过"), "{}", again.out);
    assert_eq!(desk.read("ws/ledger.jsonl"), ledger);
}

/// Writes all manifests of a bag for what lies in it now.
fn pack_anew(desk: &Desk) {
    let forge = "import hashlib,os\nos.chdir('archive/hongqi-2025-03-identify')\n\
        def lines(paths, new):\n return ''.join(getattr(hashlib,new)(open(p,'rb').read()).hexdigest()+'  '+p+'\\n' for p in paths)\n\
        data=sorted(os.path.join(d,f) for d,_,fs in os.walk('data') for f in fs)\n\
        info=open('bag-info.txt').read().split('\\n')\n\
        size=sum(os.path.getsize(p) for p in data)\n\
        info=[('Payload-Oxum: %d.%d'%(size,len(data))) if l.startswith('Payload-Oxum') else l for l in info]\n\
        open('bag-info.txt','w').write('\\n'.join(info))\n\
        [open('manifest-%s.txt'%n,'w').write(lines(data,n)) for n in ('sha256','sha512')]\n\
        tags=['bag-info.txt','bagit.txt','manifest-sha256.txt','manifest-sha512.txt']\n\
        [open('tagmanifest-%s.txt'%n,'w').write(lines(tags,n)) for n in ('sha256','sha512')]\n";
    let ran = std::process::Command::new("python3").args(["-c", forge]).current_dir(&desk.root).status();
    assert!(ran.expect("these tests need python3").success());
}

/// Whoever packs a bag anew cannot take out what its own ledger and pack ask for.
#[test]
fn a_signature_or_a_proof_could_be_taken_out_of_a_bag() {
    let inner = format!("{BAG}/data/notices/hongqi/2025-03-identify");
    let remove = |desk: &Desk, path: &str| std::fs::remove_file(desk.path(path)).unwrap();
    let folder = |desk: &Desk| desk.proof_folder(NOTICE).rsplit('/').next().unwrap().to_owned();
    type Forgery<'a> = (&'a str, &'a str, Box<dyn Fn(&Desk, &str) + 'a>);
    let forgeries: [Forgery<'_>; 8] = [
        (
            "role",
            "缺了签字",
            Box::new(|desk, at| {
                remove(desk, &format!("{inner}/signoff/{at}/村务监督委员会.txt"));
                remove(desk, &format!("{inner}/signoff/{at}/村务监督委员会.txt.minisig"));
            }),
        ),
        (
            "proof",
            "台账记着张贴的公示稿，包里没有",
            Box::new(|desk, at| {
                remove(desk, &format!("{inner}/signoff/{at}/proof.json"));
            }),
        ),
        (
            "text",
            "文字版和公示稿不一样",
            Box::new(|desk, at| {
                desk.edit(&format!("{inner}/read/{at}/proof.txt"), "6户", "7户");
            }),
        ),
        (
            "pack",
            "看不出要哪些角色签字",
            Box::new(|desk, _| desk.write(&format!("{BAG}/data/policy/pack.toml"), "title = ")),
        ),
        (
            "policy",
            "看不出要哪些角色签字",
            Box::new(|desk, _| std::fs::remove_dir_all(desk.path(&format!("{BAG}/data/policy"))).unwrap()),
        ),
        (
            "notice",
            "包里没有它的材料",
            Box::new(|desk, _| std::fs::remove_dir_all(desk.path(&inner)).unwrap()),
        ),
        (
            "stranger",
            "台账没有记着这一份",
            Box::new(|desk, _| desk.write(&format!("{inner}/posted-1/另一份.pdf"), "%PDF-1.7")),
        ),
        (
            "no text",
            "文字版不在包里",
            Box::new(|desk, at| {
                remove(desk, &format!("{inner}/read/{at}/proof.txt"));
            }),
        ),
    ];
    let whole = closed("bag-taken-out");
    whole.run(["-C", "ws", "--today", "2025-03-20", "archive", NOTICE]).ends(0);
    whole.run(["verify", BAG]).ends(0);
    for (name, told, forge) in forgeries {
        let desk = Desk::bare(&format!("bag-without-{name}"));
        for (path, (bytes, _)) in whole.tree(".") {
            desk.write(&path, bytes);
        }
        forge(&desk, &folder(&desk));
        pack_anew(&desk);
        let bad = desk.run(["verify", BAG]).ends(1);
        assert!(bad.err.contains(told), "{name}: {}", bad.err);
    }
}

#[test]
fn another_print_or_statement_in_a_bag_that_was_packed_anew_is_found() {
    let desk = closed("bag-forged");
    desk.run(["-C", "ws", "--today", "2025-03-20", "archive", NOTICE]).ends(0);
    // A forger who writes all manifests anew still cannot change what the ledger says hung.
    let print = format!("{BAG}/data/notices/hongqi/2025-03-identify/posted-1/2025-03-identify-A4.pdf");
    desk.write(&print, "%PDF-1.7 forged");
    let folder = desk.proof_folder(NOTICE);
    let folder = folder.rsplit('/').next().unwrap();
    let signed = format!("{BAG}/data/notices/hongqi/2025-03-identify/signoff/{folder}/村民委员会.txt");
    let statement = desk.read(&signed);
    desk.write(&signed, statement.replace("签字日期：2025-03-13", "签字日期：2025-03-12"));
    pack_anew(&desk);
    let bad = desk.run(["verify", BAG]).ends(1);
    assert!(bad.err.contains("不是台账记着的那一份") && bad.err.contains(NOTICE), "{}", bad.err);
    assert!(bad.err.contains("签名和声明对不上"), "{}", bad.err);
}

#[test]
fn a_running_notice_and_a_lost_copy_are_refused_and_nothing_is_written() {
    let desk = Desk::six("bag-refused");
    desk.build("2025-03-14").ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-14", "post", NOTICE]).ends(0);
    let ran = desk.run(["-C", "ws", "--today", "2025-03-15", "archive", NOTICE]).ends(2);
    assert_eq!(ran.codes(), ["archive-not-closed"], "{}", ran.err);
    desk.run(["-C", "ws", "--today", "2025-03-20", "close", NOTICE]).ends(0);
    let kept = desk.tree("ws/kept");
    let print = desk.bytes("dist/board/hongqi/2025-03-identify-A4.pdf");
    let (name, _) = kept.iter().find(|(_, (bytes, _))| *bytes == print).unwrap();
    desk.write(&format!("ws/kept/{name}"), "changed");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-20", "archive", NOTICE]).ends(2);
    // The print on the board and the one beside the page are the same file.
    assert!(ran.codes().iter().all(|code| *code == "ledger-copy-lost"), "{}", ran.err);
    assert!(!desk.path("archive").exists());
}

#[test]
fn a_month_is_one_bag_and_an_empty_month_none() {
    let desk = closed("bag-month");
    let month = |month: &str| desk.run(["-C", "ws", "--today", "2025-04-02", "archive", "--month", month]);
    assert_eq!(month("2025-02").ends(1).codes(), ["archive-nothing"]);
    month("2025-03").ends(0);
    let sound = desk.run(["--json", "verify", "archive/notices-2025-03"]).ends(0).json();
    assert_eq!(sound["title"], "普安乡2025年3月结束的公示");
}

#[test]
fn as_of_tells_what_hung_on_a_day() {
    let desk = closed("as-of");
    let on =
        |day: &str| desk.run(["-C", "ws", "--today", "2025-05-20", "--json", "as-of", day]).ends(0).json();
    assert_eq!(on("2025-03-13"), serde_json::json!([]));
    let during = on("2025-03-16");
    assert_eq!(during[0]["notice"], NOTICE);
    assert_eq!((&during[0]["board"], &during[0]["web_rows"]), (&true.into(), &true.into()));
    let print = desk.bytes("dist/board/hongqi/2025-03-identify-A4.pdf");
    let kept = during[0]["papers"]["2025-03-identify-A4.pdf"].as_str().unwrap();
    assert!(desk.bytes(&format!("ws/kept/{kept}")) == print, "the digest names another file");
    let after = on("2025-05-01");
    assert_eq!((&after[0]["board"], &after[0]["web_rows"]), (&false.into(), &false.into()));
    let said = desk.run(["-C", "ws", "--today", "2025-05-20", "as-of", "2025-03-16"]).ends(0).out;
    assert!(said.contains("红旗村") && said.contains("红旗村村务公开栏"), "{said}");
}

#[test]
fn a_bag_never_says_that_signatures_hold_which_nobody_could_check() {
    // While it may still be seen, and when it is long over.
    for (name, day) in [("bag-unchecked-soon", "2025-03-21"), ("bag-unchecked-late", "2025-05-20")] {
        let desk = closed(name);
        let aside = desk.bytes("ws/keys/hongqi/committee.pub");
        std::fs::remove_file(desk.path("ws/keys/hongqi/committee.pub")).unwrap();
        let ran = desk.run(["-C", "ws", "--today", day, "archive", NOTICE]).ends(2);
        assert_eq!(ran.codes(), ["archive-unsigned"], "{}", ran.err);
        assert!(!desk.path(BAG).exists());
        desk.write("ws/keys/hongqi/committee.pub", aside);
        desk.run(["-C", "ws", "--today", day, "archive", NOTICE]).ends(0);
    }
}
