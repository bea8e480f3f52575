//! What may be derived from a signed proof without a signature, and what may not.

use super::{Derived, SmallGroups};
use crate::document::{Count, Counted, Span, Text};
use crate::proof::tests::{Places, household_list, proof_of};
use crate::proof::{Face, ProofPeriod, Secret, Sheets};

type Row = [&'static str; 3];

const SIGNED: [Row; 4] =
    [["一组", "王*明", "2"], ["一组", "李*海", "3"], ["二组", "赵*", "1"], ["二组", "钱*丁", "4"]];

/// A proof of these rows, as it would be drawn up.
fn sheets(rows: &[Row]) -> Sheets {
    let people: usize = rows.iter().map(|row| row[2].parse::<usize>().unwrap()).sum();
    let counted =
        |number: usize, of: Count| Span::Counted(Counted { text: number.to_string(), of, strong: false });
    let words = |text: &str| Span::Plain(text.to_owned());
    let caption = vec![
        words("名单（共"),
        counted(rows.len(), Count::Households),
        words("户"),
        counted(people, Count::People),
        words("人）"),
    ];
    let document = household_list(Text { spans: caption, ..Text::open("", "程序") }, rows);
    let face = |channel: &str| {
        let salt = Secret::SAMPLE.salt("villages/hongyan/notices/n1", 1, channel);
        Face::of(channel, &salt, &document, &Places)
    };
    let mut proof = proof_of(rows.len(), people);
    proof.period = Some(ProofPeriod {
        rule: "三个工作日。".into(),
        first: "2025-04-07".into(),
        last: "2025-04-10".into(),
        closes: None,
        skipped: Vec::new(),
    });
    Sheets::new(proof, vec![face("board"), face("web")])
}

fn withdrawn(signed: &Sheets, households: usize) -> Derived {
    let merged = SmallGroups { column: "小组".into(), word: "其他小组".into() };
    Derived::new(signed.proof.digest(), (households, Some(merged)), None)
}

fn change(sheets: &Sheets, edit: impl Fn(&mut Sheets)) -> Sheets {
    let mut other = sheets.clone();
    edit(&mut other);
    Sheets::new(other.proof, other.faces)
}

#[test]
fn a_list_without_a_household_follows_and_so_does_one_without_two() {
    let signed = sheets(&SIGNED);
    let one = sheets(&[SIGNED[0], SIGNED[2], SIGNED[3]]);
    let two = sheets(&[SIGNED[0], SIGNED[3]]);
    assert_eq!(withdrawn(&signed, 1).proves(&signed, &one), Ok(()));
    assert_eq!(withdrawn(&signed, 2).proves(&signed, &two), Ok(()));
    assert_eq!(withdrawn(&signed, 4).proves(&signed, &sheets(&[])), Ok(()));
    assert!(withdrawn(&signed, 1).proves(&signed, &two).is_err());
    // The file says which proof was signed, and is read as it was written.
    let derived = withdrawn(&signed, 1);
    assert_eq!(Derived::read(&derived.to_bytes()), Some(derived.clone()));
    assert!(derived.proves(&one, &two).is_err());
}

#[test]
fn a_group_that_became_small_is_merged_on_the_web_alone_and_as_a_whole() {
    let signed = sheets(&SIGNED);
    let rest = [SIGNED[0], SIGNED[2], SIGNED[3]];
    let merge = |sheets: &mut Sheets, channel: &str, rows: &[usize]| {
        let face = sheets.faces.iter_mut().find(|face| face.channel == channel).unwrap();
        rows.iter().for_each(|row| face.rows[*row][1] = "其他小组".into());
    };
    let web = change(&sheets(&rest), |sheets| merge(sheets, "web", &[1, 2]));
    assert_eq!(withdrawn(&signed, 1).proves(&signed, &web), Ok(()));
    let part = change(&sheets(&rest), |sheets| merge(sheets, "web", &[1]));
    assert!(withdrawn(&signed, 1).proves(&signed, &part).is_err());
    let board = change(&sheets(&rest), |sheets| merge(sheets, "board", &[1, 2]));
    assert!(withdrawn(&signed, 1).proves(&signed, &board).is_err());
    // Nobody is shown under another group, and nobody who was merged under the own one again.
    let moved = change(&sheets(&rest), |sheets| sheets.faces[0].rows[0][1] = "二组".into());
    assert!(withdrawn(&signed, 1).proves(&signed, &moved).is_err());
    let merged = change(&sheets(&SIGNED), |sheets| merge(sheets, "web", &[0, 1, 2, 3]));
    assert!(withdrawn(&merged, 1).proves(&merged, &sheets(&rest)).is_err());
}

#[test]
fn a_row_added_or_changed_is_refused() {
    let signed = sheets(&SIGNED);
    let derived = withdrawn(&signed, 1);
    for rows in [
        [SIGNED[0], SIGNED[2], ["二组", "钱*丁", "3"]],
        [SIGNED[0], SIGNED[2], ["二组", "孙*丁", "4"]],
        [SIGNED[0], SIGNED[0], SIGNED[2]],
    ] {
        assert!(derived.proves(&signed, &sheets(&rows)).is_err(), "{rows:?}");
    }
    let more = [SIGNED[0], SIGNED[1], SIGNED[2], SIGNED[3], ["一组", "周*己", "1"]];
    assert!(derived.proves(&signed, &sheets(&more)).is_err());
    assert!(Derived::new(signed.proof.digest(), (0, None), None).proves(&signed, &sheets(&more)).is_err());
}

#[test]
fn a_text_a_figure_or_a_day_changed_is_refused() {
    let signed = sheets(&SIGNED);
    let rest = sheets(&[SIGNED[0], SIGNED[2], SIGNED[3]]);
    let derived = withdrawn(&signed, 1);
    type Edit = Box<dyn Fn(&mut Sheets)>;
    let edits: Vec<(&str, Edit)> = vec![
        ("a text", Box::new(|is| is.faces[1].text.blocks.truncate(1))),
        ("a title", Box::new(|is| is.proof.title.push('吗'))),
        ("a day", Box::new(|is| is.proof.web_until = "2025-04-15".into())),
        ("the period", Box::new(|is| is.proof.period.as_mut().unwrap().last = "2025-04-11".into())),
        ("a place", Box::new(|is| is.proof.places.push("村口".into()))),
        ("people", Box::new(|is| drop(is.proof.counts.insert("people".into(), "9".into())))),
        ("households", Box::new(|is| drop(is.proof.counts.insert("households".into(), "2".into())))),
        ("a salt", Box::new(|is| is.faces[0].salt = "0".repeat(32))),
        ("a face", Box::new(|is| drop(is.faces.pop()))),
        ("a column", Box::new(|is| is.faces[0].columns[2] = "姓名".into())),
        (
            "a count in a text",
            Box::new(|is| {
                let text = serde_json::to_string(&is.faces[0].text).unwrap();
                let text = text.replace("\"counted\",\"3\"", "\"counted\",\"2\"");
                is.faces[0].text = serde_json::from_str(&text).unwrap();
            }),
        ),
    ];
    assert_eq!(derived.proves(&signed, &rest), Ok(()));
    for (what, edit) in edits {
        let other = change(&rest, edit);
        assert_ne!(other, rest, "{what}");
        assert!(derived.proves(&signed, &other).is_err(), "{what}");
    }
}

#[test]
fn a_proof_signed_before_figures_were_marked_is_reduced_all_the_same() {
    let signed = sheets(&SIGNED).unmarked();
    let rest = sheets(&[SIGNED[0], SIGNED[2], SIGNED[3]]);
    assert_eq!(withdrawn(&signed, 1).proves(&signed, &rest), Ok(()));
    assert!(withdrawn(&signed, 1).proves(&signed, &rest.unmarked()).is_err());
    assert!(sheets(&SIGNED).says_the_same(&signed));
}

#[test]
fn later_last_days_need_the_number_of_a_document_and_nothing_else_may_change() {
    let signed = sheets(&SIGNED);
    let later = change(&signed, |is| {
        is.proof.period.as_mut().unwrap().last = "2025-04-14".into();
        is.proof.web_until = "2025-04-14".into();
    });
    let derived = Derived::new(signed.proof.digest(), (0, None), Some("国办发明电〔2025〕1号".into()));
    assert_eq!(derived.proves(&signed, &later), Ok(()));
    assert!(withdrawn(&signed, 1).proves(&signed, &later).is_err());
    assert!(derived.proves(&signed, &signed).is_err(), "nothing is later");
    let earlier = change(&later, |is| is.proof.period.as_mut().unwrap().last = "2025-04-09".into());
    assert!(derived.proves(&signed, &earlier).is_err());
    let moved = change(&later, |is| is.proof.first = "2025-04-08".into());
    assert!(derived.proves(&signed, &moved).is_err());
    let fewer = change(&later, |is| drop(is.faces[0].rows.pop()));
    assert!(derived.proves(&signed, &fewer).is_err());
}
