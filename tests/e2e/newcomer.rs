//! README's three steps as a county's officer takes them: the text is read, a person confirms, the village publishes.

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
    assert!(codes.len() > 5 && codes.iter().all(|code| *code == "policy-unconfirmed"), "{}", ran.err);
    // 2. An officer compares, fills in what the text leaves open, and confirms.
    let mut pack = desk.read(PACK);
    for (from, to) in [
        ("time_limit = \"请填写\"", "time_limit = \"评议后公示7个工作日\""),
        ("publisher = \"请填写\"", "publisher = \"村民委员会\""),
        ("\"请用明白的话填写\"", "\"帮助找工作、看病\""),
    ] {
        assert!(pack.contains(from), "the draft no longer has {from}");
        pack = pack.replace(from, to);
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
