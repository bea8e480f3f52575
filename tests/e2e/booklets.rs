//! Addressed leaflets on paper: one booklet in the order of the receipt sheet, and what a township may wish instead.

use super::desk::Desk;
use super::foreign::{dense, pdftotext};
use super::people::six;

const FOLDER: &str = "dist/private/hongqi/2025-03-identify";

/// Where each head of a household first stands in a text.
fn order(text: &str) -> Vec<String> {
    let mut found: Vec<(usize, String)> =
        six().into_iter().filter_map(|family| Some((text.find(&family.head)?, family.head))).collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn a_booklet_and_its_receipt_sheet_walk_the_village_in_one_order() {
    let desk = Desk::six("booklet");
    desk.build("2025-03-17").ends(0);
    let booklet = order(&dense(&pdftotext(&["-raw"], &desk.path(&format!("{FOLDER}/aid-all.pdf")))));
    let receipt = order(&dense(&pdftotext(&["-raw"], &desk.path(&format!("{FOLDER}/receipt-aid.pdf")))));
    assert_eq!(booklet.len(), six().len());
    assert_eq!(booklet, receipt);
    assert!(!desk.path(&format!("{FOLDER}/aid")).exists(), "single files only on request");
}

#[test]
fn single_files_come_on_request_in_the_same_order() {
    let desk = Desk::six("singles");
    let town = desk.read("ws/township.toml");
    desk.write("ws/township.toml", town + "\n[leaflet_prints]\nsingle_files = true\ncut_and_stack = true\n");
    desk.build("2025-03-17").ends(0);
    let booklet = order(&dense(&pdftotext(&["-raw"], &desk.path(&format!("{FOLDER}/receipt-aid.pdf")))));
    for (number, name) in (1..).zip(&booklet) {
        let file = desk.path(&format!("{FOLDER}/aid/{number:03}.pdf"));
        let text = dense(&pdftotext(&["-raw"], &file));
        assert_eq!(order(&text), std::slice::from_ref(name));
    }
    // Two on a sheet: A3 lying down, the first half of the village on the left.
    let sheet = ["-f", "1", "-l", "1", "-r", "72", "-x", "0", "-y", "0", "-W", "595", "-H", "842"];
    let left = dense(&pdftotext(&sheet, &desk.path(&format!("{FOLDER}/aid-all.pdf"))));
    assert_eq!(order(&left), booklet[..1]);
    let mut sheet = sheet;
    sheet[7] = "595";
    let right = dense(&pdftotext(&sheet, &desk.path(&format!("{FOLDER}/aid-all.pdf"))));
    assert_eq!(order(&right), [booklet[booklet.len().div_ceil(2)].clone()]);
}
