//! The three steps of docs/packs.md as a county's officer takes them: the text is read, a person confirms, the village publishes.

use super::desk::Desk;
use super::foreign::{page_text, table};
use super::people::{roster_csv, six};

/// A document that no county has issued, in the encoding of an office computer.
fn text() -> Vec<u8> {
    let text = include_str!("texts/linshui-2026.txt").replace('\n', "\r\n");
    encoding_rs::GB18030.encode(&text).0.into_owned()
}

const PACK: &str = "ws/policies/linshui-2026/pack.toml";

#[test]
fn a_county_adds_its_own_system_in_three_steps() {
    let desk = Desk::township("newcomer");
    desk.write("text.txt", text());
    // 1. Import.
    let ran = desk.run(["import", "text.txt", "--out", "ws/policies/linshui-2026"]).ends(0);
    assert!(ran.out.contains("邻政发〔2026〕8号"), "{}", ran.out);
    desk.edit("ws/township.toml", "puan-2025", "linshui-2026");
    let check = || desk.run(["-C", "ws", "--today", "2026-04-01", "check"]);
    let ran = check().ends(1);
    let codes = ran.codes();
    let open = ["policy-unconfirmed", "policy-placeholder"];
    assert!(codes.len() > 5 && codes.iter().all(|code| open.contains(code)), "{}", ran.err);
    // 2. An officer compares and confirms, but leaves open what the draft asks for: nothing of it is ever printed.
    let drafted = desk.read(PACK);
    desk.write(PACK, drafted.replace("confirmed = false", "confirmed = true"));
    let ran = check().ends(1);
    assert_eq!(ran.codes(), ["policy-placeholder"; 5], "{}", ran.err);
    for place in ["pack.toml:15:15", "pack.toml:16:14", "forms/form-1.md:1:12"] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
    desk.run(["-C", "ws", "--today", "2026-04-01", "build"]).ends(1);
    assert!(!desk.path("dist").exists(), "a placeholder is published");
    // The officer fills them in.
    desk.write(
        "ws/policies/linshui-2026/forms/form-1.md",
        "填好后交给村民委员会。\n\n:::sign 申请人签字 | 审核人签字\n",
    );
    let mut pack = drafted;
    for (from, to) in [
        ("time_limit = \"请填写\"", "time_limit = \"评议后公示7个工作日\""),
        ("publisher = \"请填写\"", "publisher = \"村民委员会\""),
        ("\"请用明白的话填写\"", "\"帮助找工作、看病\""),
    ] {
        assert!(pack.contains(from), "the draft no longer has {from}");
        pack = pack.replace(from, to);
    }
    // What was read needs no further hand: who reviews by when, and whose criterion the amount is.
    for read in [
        "title = \"入户核查\"\nactor = \"村民委员会\"\nlevel = \"村\"\nlimit = { days = 3, unit = \"working\", from = \"step-1\"",
        "title = \"镇级审核\"\nactor = \"镇人民政府\"\nlevel = \"乡\"\nposts = \"notice-2\"\nlimit = { days = 10, unit = \"working\", from = \"step-3\"",
        "title = \"低收入户\"\nconcept = \"年人均纯收入\"\nbelow = 9000\ncategory = [\"低收入户\"]",
        "departments = [\"镇便民服务中心\"]",
        "short = \"低收入人口动态监测和帮扶办法\"",
    ] {
        assert!(pack.contains(read), "{read}\n{pack}");
    }
    desk.write(PACK, pack.replace("confirmed = false", "confirmed = true"));
    let ran = check();
    assert!(ran.err.is_empty(), "{}", ran.err);
    ran.ends(0);
    // 3. A village signs and publishes.
    desk.village("hongqi", "红旗村");
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", &six()));
    let notice = "villages/hongqi/notices/2026-04-low-income";
    desk.write(
        &format!("ws/{notice}.toml"),
        "kind = \"notice-1\"\nroster = \"rosters/r.csv\"\nposted = 2026-04-01\n",
    );
    let key = "secret/hongqi-committee.key";
    desk.run(["-C", "ws", "--today", "2026-03-31", "sign", notice, "--key", key]).ends(0);
    desk.run(["-C", "ws", "--today", "2026-04-01", "build"]).ends(0);
    let status = desk.run(["-C", "ws", "--today", "2026-04-01", "--json", "status"]).ends(0).json();
    // Wednesday 1st; Qingming keeps Saturday 4th to Monday 6th: the seventh working day after it is Monday 13th.
    assert_eq!(status[0]["last"], "2026-04-13", "{status}");
    let page = desk.read(&format!("dist/public/{notice}/index.html"));
    assert!(
        page_text(&page).contains("7个工作日") && table(&page).is_empty(),
        "the board only, unless the pack says so"
    );
    assert!(desk.path("dist/board/hongqi/2026-04-low-income-A4.pdf").is_file());
}
