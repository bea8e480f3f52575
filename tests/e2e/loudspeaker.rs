//! Scripts for the loudspeaker: short enough, spelled as spoken, names only where the pack lets them be read out.

use super::desk::{Desk, notice};
use super::foreign::{dense, pdftotext};
use super::people::{roster_csv, six};
use super::picture::{listing, with_pack};

const SCRIPT: &str = "dist/loudspeaker/hongqi/2025-03-identify.txt";

/// Characters that are read; 200 a minute is calm.
fn length(text: &str) -> usize {
    dense(text).chars().count()
}

#[test]
fn every_script_of_the_sample_reads_aloud_in_three_minutes() {
    let desk = Desk::bare("loudspeaker-sample");
    desk.copy("content", "ws");
    desk.run(["-C", "ws", "build"]).ends(0);
    let tree = desk.tree("dist/loudspeaker");
    let scripts: Vec<&String> = tree.keys().filter(|path| path.ends_with(".txt")).collect();
    assert!(scripts.len() >= 3, "{scripts:?}");
    for script in scripts {
        let path = format!("dist/loudspeaker/{script}");
        let text = desk.read(&path);
        assert!(length(&text) <= 600, "{script}: {} characters", length(&text));
        assert!(text.starts_with("各位村民，大家好。") && text.trim_end().ends_with("谢谢大家。"), "{text}");
        assert!(!text.chars().any(|c| c.is_ascii_digit() || "（）%*〔".contains(c)), "{script}: {text}");
        assert!(text.lines().all(|line| line.ends_with('。')), "{script} cuts a sentence: {text}");
        // Who reads it aloud has the same words before him.
        let print = dense(&pdftotext(&["-raw"], &desk.path(&path.replace(".txt", ".pdf"))));
        for line in text.lines() {
            assert!(print.contains(&dense(line)), "{script}: the print lacks {line}\n{print}");
        }
    }
}

#[test]
fn a_notice_says_its_last_day_twice_and_nobodys_name() {
    let desk = Desk::six("loudspeaker").speaking();
    desk.build("2025-03-17").ends(0);
    let text = desk.read(SCRIPT);
    assert!(text.contains("一共六户，十九人"), "{text}");
    assert!(text.contains("红旗村拟将六户十九人纳入防止返贫监测对象"), "{text}");
    assert_eq!(text.matches("三月十九日").count(), 2, "{text}");
    assert!(text.contains("电话是零二三，五五五零，幺三零幺"), "{text}");
    for part in ["某", "罗", "欧阳", "姚", "某明", "脱贫不稳定户"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
}

#[test]
fn names_are_read_out_only_where_the_pack_lists_them() {
    let desk = with_pack("loudspeaker-rows", &listing("loudspeaker"));
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let text = desk.read(SCRIPT);
    let rows = [
        "第一户，一组，欧阳某，家庭人口二，边缘易致贫户。",
        "第三户，一组，罗某明，家庭人口三，脱贫不稳定户。",
        "第四户，二组，任某旺，四人及以上，边缘易致贫户。",
        "第五户，二组，姚某林，家庭人口一，脱贫不稳定户。",
    ];
    assert!(rows.iter().all(|row| text.contains(row)), "{text}");
    assert!(length(&text) <= 600, "{text}");
    // A phone of the roster is found when it is spelled, too.
    let phone = desk.read("ws/villages/hongqi/rosters/r.csv");
    let phone = phone.split(',').find(|cell| cell.len() == 11 && cell.starts_with("154")).unwrap().to_owned();
    let spelled: String =
        phone.chars().map(|c| "零幺二三四五六七八九".chars().nth(c as usize - 48).unwrap()).collect();
    desk.write("seen/a.txt", format!("电话是{}，{}，{}。", &spelled[..9], &spelled[9..21], &spelled[21..]));
    let ran = desk.run(["-C", "ws", "audit", "seen", "--roster", "ws/villages/hongqi/rosters/r.csv"]).ends(2);
    assert_eq!(ran.codes(), ["leak-direct-identifier"], "{}", ran.err);
}

#[test]
fn what_can_be_read_in_two_ways_is_told_before_anybody_signs() {
    let desk = Desk::township("loudspeaker-doubts").speaking();
    desk.village("hongqi", "红旗村");
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", &six()));
    desk.identify("hongqi", "r.csv", "2025-03-14");
    let further = format!("ws/{}.md", notice("hongqi"));
    desk.write(&further, "请看公开栏。\n\n材料4/12前交到村委会。\n");
    let check = |day: &str| desk.run(["-C", "ws", "--today", day, "check"]);
    let ran = check("2025-03-13").ends(1);
    assert!(ran.err.contains(".md:3: 错误[speech-unclear]：喇叭不知道怎么念“4/12”"), "{}", ran.err);
    // Whoever uses no loudspeaker may write it so.
    desk.edit("ws/township.toml", "pack =", "skip_channels = [\"loudspeaker\"]\npack =");
    check("2025-03-13").ends(0);
    desk.edit("ws/township.toml", "skip_channels = [\"loudspeaker\"]\n", "");
    desk.write(&further, "请看公开栏。\n\n材料4月12日前交到村委会。\n");
    check("2025-03-13").ends(0);
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert!(desk.read(SCRIPT).contains("材料四月十二日前交到村委会。"));
}
