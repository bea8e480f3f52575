//! A new year's pack, or one that was edited: what was approved before goes on as it was, and what is drawn up from now on goes by
//! the new one.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};

const PACK: &str = "ws/policies/puan-2025/pack.toml";
const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";
const FORM: &str = "dist/private/hongqi/2025-03-identify/forms/application.pdf";

/// Something that is done to a workspace.
type Edit = Box<dyn Fn(&Desk)>;

/// What next year's texts may bring.
fn packs() -> Vec<(&'static str, Edit)> {
    let edit = |path: &'static str, from: &'static str, to: &'static str| -> Edit {
        Box::new(move |desk: &Desk| desk.edit(path, from, to))
    };
    let period = "period = { days = 5, unit = \"calendar\", rule = \"next-day-rollover\", wording = \"不少于5天\", \
                  clause = \"二/（三）\" }";
    let longer = "period = { days = 9, unit = \"calendar\", rule = \"next-day-rollover\", wording = \"不少于9天\", \
                  local = \"今年的通知\" }";
    vec![
        ("a longer period", edit(PACK, period, longer)),
        (
            "other channels",
            Box::new(|desk| {
                let text = desk.read(PACK);
                desk.write(
                    PACK,
                    text.replace("\"web\", \"board\", \"chat\", \"loudspeaker\"", "\"board\", \"chat\""),
                );
            }),
        ),
        (
            "another name of the kind",
            Box::new(|desk| {
                desk.write(
                    PACK,
                    desk.read(PACK)
                        .replace("\"identify\"", "\"admit\"")
                        .replace("notice.identify", "notice.admit")
                        .replace("procedure.identify", "procedure.admit"),
                );
            }),
        ),
        (
            "other roles",
            Box::new(|desk| {
                let both = "signed_by = [\"village-committee\", \"supervision-committee\"]";
                desk.edit(PACK, both, "signed_by = [\"village-committee\"]");
            }),
        ),
        ("a role with another name", edit(PACK, "title = \"村务监督委员会\"", "title = \"监督小组\"")),
        (
            "a third role",
            Box::new(|desk| {
                let text = desk.read(PACK);
                let third = "[[role]]\nid = \"assembly\"\ntitle = \"村民代表会议\"\n\n# —— 对象类别";
                let text = text.replace("# —— 对象类别", third);
                let both = "signed_by = [\"village-committee\", \"supervision-committee\"]";
                desk.write(PACK, text.replace(both, &both.replace(']', ", \"assembly\"]")));
            }),
        ),
        (
            "another header",
            Box::new(|desk| {
                let toml = format!("ws/{}.toml", notice("hongqi"));
                desk.write(&toml, desk.read(&toml) + "\n[headers]\nphone = \"户编号\"\n");
            }),
        ),
        (
            "another place",
            Box::new(|desk| {
                let toml = format!("ws/{}.toml", notice("hongqi"));
                desk.write(&toml, desk.read(&toml) + "place = \"村口小卖部\"\n");
            }),
        ),
        (
            "another kind",
            Box::new(|desk| desk.edit(&format!("ws/{}.toml", notice("hongqi")), "\"identify\"", "\"exit\"")),
        ),
        ("another form", edit("ws/policies/puan-2025/forms/application.md", "申请", "请求")),
        (
            "another system",
            Box::new(|desk| desk.edit("ws/township.toml", "pack = \"puan-2025\"", "pack = \"huizhou-2020\"")),
        ),
    ]
}

/// What everybody reads of the notice, and what the office holds of it.
fn said(desk: &Desk) -> [String; 4] {
    let notices: serde_json::Value = serde_json::from_slice(&desk.bytes("dist/public/notices.json")).unwrap();
    [
        table(&desk.read(&page("hongqi"))).concat().join("|"),
        dense(&pdftotext(&[], &desk.path(PRINT))),
        dense(&pdftotext(&[], &desk.path(FORM))),
        notices["notices"][0].to_string(),
    ]
}

/// A pack was edited, or exchanged for next year's, while a notice of the old one hung: it was judged by the new one.
#[test]
fn a_notice_that_hung_went_by_a_pack_that_came_later() {
    let signed = Desk::six("new-year-signed").thin(&["application", "review", "result"]);
    signed.build("2025-03-14").ends(0);
    signed.record("2025-03-14", "post", &[]).ends(0);
    signed.build("2025-03-17").ends(0);
    let before = said(&signed);
    assert!(before[0].contains("欧阳*") && before[2].contains("申请书"), "{before:?}");
    for (number, (what, edit)) in packs().into_iter().enumerate() {
        let desk = Desk::bare(&format!("new-year-{number}"));
        for (path, (bytes, _)) in signed.tree("ws") {
            desk.write(&format!("ws/{path}"), bytes);
        }
        edit(&desk);
        judge(&desk, what, &before);
    }
}

/// Nothing of it is another.
fn judge(desk: &Desk, what: &str, before: &[String; 4]) {
    let ran = desk.build("2025-03-17");
    assert!([0, 1].contains(&ran.code), "{what}: {}{}", ran.out, ran.err);
    for (is, was) in said(desk).iter().zip(before) {
        assert_eq!(is, was, "{what}");
    }
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("2025年3月19日"), "{what}: {text}");
    let status = desk.run(["-C", "ws", "--today", "2025-03-17", "status"]);
    assert!(
        status.out.contains("2025年3月14日—2025年3月19日") && status.out.contains("公示中"),
        "{what}: {}",
        status.out
    );
    desk.record("2025-03-20", "close", &[]).ends(0);
    let name = notice("hongqi");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-25", "archive", &name]);
    assert!([0, 1].contains(&ran.code), "{what}: {}{}", ran.out, ran.err);
}

/// What follows on a notice of the old pack: a household that is withdrawn goes by the old one, another version by the new one.
#[test]
fn a_version_that_was_signed_later_goes_by_the_new_pack() {
    let desk = Desk::six("new-year-later").thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    let next_year = packs();
    for what in ["a longer period", "another name of the kind"] {
        next_year.iter().filter(|(name, _)| *name == what).for_each(|(_, edit)| edit(&desk));
    }
    desk.record("2025-03-15", "withdraw", &["--row", "2", "--yes"]).ends(0);
    desk.build("2025-03-15");
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 5);
    assert!(page_text(&desk.read(&page("hongqi"))).contains("2025年3月19日"));
    // The next version is of a kind that the new pack has.
    desk.record("2025-03-16", "amend", &["--reason", "照今年的办法"]).ends(0);
    let toml = format!("ws/{}.toml", notice("hongqi"));
    desk.edit(&toml, "\"identify\"", "\"admit\"");
    desk.edit(&toml, "posted = 2025-03-14", "version = 2\nposted = 2025-03-17");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("2025年3月26日") && text.contains("不少于9天"), "{text}");
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
}

/// What was kept is lost, and the pack is another: days were counted by the new pack and put to a document about holidays, or the
/// notice was taken for unsigned.
#[test]
fn without_what_was_kept_a_new_pack_moved_days_and_took_down_what_hung() {
    let name = notice("hongqi");
    for lost in ["inputs", "source"] {
        let desk = Desk::six(&format!("new-year-lost-{lost}")).thin(&[]);
        desk.build("2025-03-14").ends(0);
        desk.record("2025-03-14", "post", &[]).ends(0);
        let next_year = packs();
        for what in ["a longer period", "a role with another name"] {
            next_year.iter().filter(|(name, _)| *name == what).for_each(|(_, edit)| edit(&desk));
        }
        desk.write(PACK, desk.read(PACK).replace("监测对象认定公示", "监测对象纳入公示"));
        std::fs::remove_dir_all(desk.path(&format!("ws/kept/{lost}"))).unwrap();
        let ran = desk.build("2025-03-17");
        assert!(ran.code < 2 && !ran.err.contains("放假表变了"), "{lost}: {}{}", ran.out, ran.err);
        assert!(format!("{}{}", ran.out, ran.err).contains("kept"), "{lost}: {}{}", ran.out, ran.err);
        assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6, "{lost}");
        let moved = desk.record("2025-03-17", "amend", &["--calendar", "--number", "国办发1号"]).ends(2);
        assert!(moved.err.contains("kept"), "{lost}: {}", moved.err);
        desk.record("2025-03-20", "close", &[]).ends(0);
        desk.run(["-C", "ws", "--today", "2025-03-25", "verify", &name]);
    }
}
