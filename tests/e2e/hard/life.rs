//! Cases 6 to 8 and 25: corrected, withdrawn, over, superseded; two villages of one name.

use super::super::desk::{Desk, notice, page};
use super::super::foreign::{dense, page_text, pdftotext, table};
use super::super::people::six;
use super::office::{MASKED, Office, rows, text};

const ROSTER: &str = "ws/villages/hongqi/rosters/r.csv";

fn office(name: &str) -> Office {
    Office::full(name, "r.csv", text(&rows(&six()), ","))
}

/// Everything public as text.
fn public(desk: &Desk) -> String {
    desk.open()
        .iter()
        .map(|(path, bytes)| match path.ends_with(".pdf") {
            true => dense(&pdftotext(&[], &desk.path(&format!("dist/{path}")))),
            false => dense(&String::from_utf8_lossy(bytes)),
        })
        .collect()
}

#[test]
fn case_06_a_corrected_roster_needs_new_signatures_and_a_new_day_a_new_period() {
    let Office { desk, .. } = office("case-06");
    desk.build("2025-03-17").ends(0);
    let mut people = six();
    people[2].category = "边缘易致贫户".into();
    desk.write(ROSTER, text(&rows(&people), ","));
    assert!(desk.build("2025-03-17").ends(1).codes().contains(&"proof-inputs-edited"));
    assert_ne!(
        table(&desk.read(&page("hongqi")))[1][4],
        "边缘易致贫户",
        "what nobody has signed was published"
    );
    // Posted anew on the 17th as the second version: five full days from there.
    let path = format!("ws/{}.toml", notice("hongqi"));
    desk.edit(&path, "posted = 2025-03-14", "version = 2\nposted = 2025-03-17");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let html = desk.read(&page("hongqi"));
    assert!(html.contains("data-posted=\"2025-03-17\"") && html.contains("data-last=\"2025-03-24\""));
    assert_eq!(table(&html)[1][4], "边缘易致贫户");
    let paper = dense(&pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf")));
    assert!(paper.contains("第2版"), "{paper}");
}

#[test]
fn case_07_a_household_taken_out_is_gone_from_every_file_and_counted_no_more() {
    let office = office("case-07");
    let (_, households, people) = office.read();
    assert_eq!((households, people), (6, 19));
    assert!(public(&office.desk).contains("程*云"));
    let mut left = six();
    left.remove(2);
    office.desk.write(ROSTER, text(&rows(&left), ","));
    office.desk.sign_all(&notice("hongqi"));
    let (rows, households, people) = office.read();
    assert_eq!((households, people), (5, 15));
    assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4", "5"]);
    let all = public(&office.desk);
    for trace in ["程*云", "程**", "6户", "19人", "撤回"] {
        assert!(!all.contains(trace), "{trace} is left");
    }
    // Nor in what the office prints for the households.
    let private = office.desk.tree("dist/private");
    assert!(private.keys().any(|path| path.ends_with(".pdf")));
    for path in private.keys().filter(|path| path.ends_with(".pdf")) {
        let text = dense(&pdftotext(&[], &office.desk.path(&format!("dist/private/{path}"))));
        assert!(!text.contains("程素云"), "{path}");
    }
}

#[test]
fn case_08_an_expired_notice_keeps_its_addresses_and_nothing_of_its_rows() {
    let office = office("case-08");
    office.read();
    let addresses: Vec<String> = office
        .desk
        .tree("dist/public")
        .into_keys()
        .filter(|path| path.contains("2025-03-identify"))
        .collect();
    assert!(addresses.len() >= 2);
    // Nobody rebuilt: the page knows its own last day.
    assert!(office.desk.read(&page("hongqi")).contains("data-rows-until=\"2025-03-24\""));
    let is_ours = |path: &String| path.starts_with("assets/site.") && path.ends_with(".js");
    let script = office.desk.tree("dist/public").into_keys().find(is_ours).unwrap();
    let script = office.desk.read(&format!("dist/public/{script}"));
    assert!(script.contains("data-rows-until"), "nothing hides the rows");
    office.desk.build("2025-03-25").ends(0);
    for address in addresses {
        assert!(office.desk.path(&format!("dist/public/{address}")).is_file(), "{address} leads nowhere");
    }
    let all = public(&office.desk);
    for mask in MASKED {
        assert!(!all.contains(mask), "{mask} is left");
    }
    assert!(all.contains("名单已按规定撤下"));
    office.sealed();
}

#[test]
fn case_25_two_villages_of_one_name_keep_their_own_rosters_and_addresses() {
    let office = office("case-25");
    let desk = &office.desk;
    desk.village("hongqi-2", "红旗村");
    let mut others = six();
    for (is, head) in others.iter_mut().zip(["庞大海", "庞小江", "卓文礼", "卓文仪", "柴进财", "柴进宝"])
    {
        is.head = head.into();
        is.sequence += 300;
    }
    desk.write("ws/villages/hongqi-2/rosters/r.csv", text(&rows(&others), ","));
    desk.identify("hongqi-2", "r.csv", "2025-03-14");
    for (file, _) in super::super::desk::ROLES {
        let key = format!("secret/hongqi-2-{file}.key");
        desk.run(["-C", "ws", "--today", "2025-03-13", "sign", &notice("hongqi-2"), "--key", &key]).ends(0);
    }
    desk.build("2025-03-17").ends(0);
    let heads = |slug: &str| -> Vec<String> {
        table(&desk.read(&page(slug))).into_iter().map(|row| row[2].clone()).collect()
    };
    assert_eq!(heads("hongqi"), MASKED);
    assert_eq!(heads("hongqi-2")[2], "庞*海");
    office.sealed();
    // The statements of one are no statements of the other.
    let (from, to) = (desk.proof_folder(&notice("hongqi")), desk.proof_folder(&notice("hongqi-2")));
    for (name, (bytes, _)) in desk.tree(&from) {
        desk.write(&format!("{to}/{name}"), bytes);
    }
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"signoff-proof-damaged"), "{}", ran.err);
    assert!(!desk.shows(&notice("hongqi-2")));
}

#[test]
fn case_25_a_renamed_village_does_not_take_the_old_villages_list_by_mistake() {
    let mut all = rows(&six());
    for (row, cells) in all.iter_mut().enumerate() {
        cells.push(["所在村", "红旗村"][usize::from(row > 0)].into());
    }
    let office = Office::with("case-25-renamed", "r.csv", text(&all, ","));
    office.reads_six();
    office.desk.edit("ws/villages/hongqi/village.toml", "name = \"红旗村\"", "name = \"红星村\"");
    let ran = office.desk.build("2025-03-17").ends(1);
    assert_eq!(ran.codes(), ["proof-inputs-edited", "roster-other-village"], "{}", ran.err);
    assert!(ran.err.contains("同样的还有5处"), "{}", ran.err);
}

#[test]
fn case_25_a_changed_phone_of_the_office_changes_the_page_and_every_print() {
    let Office { desk, .. } = office("case-25-phone");
    desk.build("2025-03-17").ends(0);
    desk.edit("ws/villages/hongqi/village.toml", "023-5550 1301", "023-5550 7788");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let all = public(&desk);
    assert!(all.contains("023-55507788") && !all.contains("023-55501301"));
    assert!(page_text(&desk.read(&page("hongqi"))).contains("023-5550 7788"));
}
