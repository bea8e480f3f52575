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
