//! A foreign folder: nothing is declared, and a word may be just a word.

use super::super::audit_folder;
use super::*;
use crate::diag::Severity;
use std::io::Write as _;

fn folder(path: &str, bytes: impl Into<Vec<u8>>) -> Vec<(Severity, &'static str)> {
    let findings = audit_folder(
        vec![(path.into(), Ok(bytes.into()))],
        &[&roster()],
        (&[], &declared()),
        false,
        &classify,
    );
    findings.iter().for_each(tells_nothing);
    findings.iter().map(|finding| (finding.severity, finding.code.id)).collect()
}

const LEAK: [(Severity, &str); 1] = [(Severity::Refusal, "leak-direct-identifier")];
const MAYBE: [(Severity, &str); 1] = [(Severity::Warning, "audit-ordinary-word")];

#[test]
fn a_short_name_in_running_text_is_a_warning_and_alone_a_leak() {
    assert_eq!(folder("a.html", "<p>保障饮水安全是大事</p>"), MAYBE);
    assert_eq!(folder("a.html", "<td>安全</td>"), LEAK);
    assert_eq!(folder("a.csv", "1,安全,3\n"), LEAK);
    assert_eq!(folder("a.html", "<p>户主欧阳晓峰同志</p>"), LEAK);
    // A short word of a sensitive column says nothing of anybody by itself.
    assert_eq!(folder("a.html", "<p>有残疾和因病的农户</p>"), []);
    assert_eq!(folder("a.html", "<p>欧*因病</p>"), [(Severity::Refusal, "leak-sensitive")]);
    let beside = folder("a.html", "<p>户主高明的电话是0999-5550123</p>");
    assert_eq!(beside[0], LEAK[0]);
}

#[test]
fn files_are_known_by_content_and_name_and_packed_ones_are_opened() {
    let (gbk, _, _) = encoding_rs::GB18030.encode("姓名,欧阳晓峰");
    assert_eq!(folder("a.csv", gbk.into_owned()), LEAK);
    assert_eq!(folder("noname", "欧阳晓峰"), LEAK);
    assert_eq!(folder("wrong.txt", bytes(pdf(&[&[(50.0, 700.0, "欧阳晓峰")]]))), LEAK);
    assert_eq!(folder("欧阳晓峰.txt", "x"), LEAK);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).expect("starts");
    zip.write_all("<sst><si><t>欧阳晓峰</t></si></sst>".as_bytes()).expect("writes");
    let workbook = zip.finish().expect("ends").into_inner();
    assert_eq!(folder("名册.xlsx", workbook), LEAK);
    assert_eq!(
        folder("photo.jpg", b"\xff\xd8\xff\xe0....".as_slice()),
        [(Severity::Warning, "audit-opaque")]
    );
    assert_eq!(folder("a.bin", b"\0\x01\x02".as_slice()), [(Severity::Refusal, "audit-unreadable")]);
}

#[test]
fn findings_come_in_the_order_of_files_whatever_the_threads_do() {
    let files: Vec<(String, Result<Vec<u8>, String>)> =
        (0..50).map(|n| (format!("f{n:02}.txt"), Ok("欧阳晓峰".into()))).collect();
    let found = audit_folder(files, &[&roster()], (&[], &declared()), false, &classify);
    let paths: Vec<String> = found.iter().map(|f| f.at.path.clone()).collect();
    assert_eq!(paths, (0..50).map(|n| format!("f{n:02}.txt")).collect::<Vec<_>>());
}

/// One bag in a hundred was refused because of the digits by which one of its checksums happened to end.
#[test]
fn digits_of_a_checksum_are_nobodys_number() {
    let hex = "9f86d081884c7d659a2feaa0c55ad015".repeat(4);
    for length in [64, 128] {
        for digits in [PHONE, "15400009999", &ID[6..14], &BANK[11..]] {
            let sum = format!("{}e{digits}", &hex[digits.len() + 1..length]);
            assert_eq!(folder("manifest.txt", format!("{sum}  data/a.html\n")), [], "{digits}");
            assert_eq!(folder("ledger.jsonl", format!("{{\"hash\":\"{sum}\"}}\n")), [], "{digits}");
            assert_eq!(folder(&format!("kept/{sum}"), "x"), [], "{digits}");
        }
        // What is longer or shorter, or has another letter, is no checksum; what stands beside one is outside it.
        for digits in [PHONE, "15400009999"] {
            let sum = format!("{}e{digits}", &hex[digits.len() + 1..length]);
            for text in
                [format!("a{sum}"), sum[1..].to_owned(), format!("g{}", &sum[1..]), format!("{hex} {digits}")]
            {
                assert_ne!(folder("a.txt", text.as_str()), [], "{text}");
            }
        }
    }
    // A word of digits alone is none either.
    assert_ne!(folder("a.txt", format!("{PHONE}{}", "0".repeat(64 - PHONE.len()))), []);
}
