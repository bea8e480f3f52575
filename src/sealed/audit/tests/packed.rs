//! Archives in a foreign folder: what is packed is read, however it is packed; what is not read is said.

use super::super::audit_folder;
use super::*;
use crate::diag::Severity;
use flate2::Compression;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

const LEAK: &str = "leak-direct-identifier";
const UNREAD: &str = "audit-unreadable";

fn findings(path: &str, bytes: impl Into<Vec<u8>>) -> Vec<Diagnostic> {
    let findings = audit_folder(
        vec![(path.into(), Ok(bytes.into()))],
        &[&roster()],
        (&[], &declared()),
        false,
        &classify,
    );
    findings.iter().for_each(tells_nothing);
    findings
}

fn codes(path: &str, bytes: impl Into<Vec<u8>>) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings(path, bytes).iter().map(|finding| finding.code.id).collect();
    codes.dedup();
    codes
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn nested(depth: usize) -> Vec<u8> {
    (0..depth).fold("欧阳晓峰".as_bytes().to_vec(), |inner, _| zipped(&[("里面", &inner)]))
}

#[test]
fn what_is_packed_is_read_whatever_it_is_called() {
    let name = "户主欧阳晓峰".as_bytes();
    let inner = zipped(&[("a.txt", name)]);
    let packed = [
        ("a.zip", inner.clone()),
        ("a.txt", inner.clone()),
        ("没有结尾", inner.clone()),
        ("书.epub", zipped(&[("OEBPS/a.xhtml", "<p>&#x6b27;阳晓峰</p>".as_bytes())])),
        ("文.odt", zipped(&[("content.xml", "<p>欧阳晓峰</p>".as_bytes())])),
        ("文.docx", zipped(&[("word/document.xml", "<w:t>欧阳晓峰</w:t>".as_bytes())])),
        ("a.tar", tarred(&[("a/b.csv", name)])),
        ("a.dat", tarred(&[("a/b.csv", name)])),
        ("a.tgz", gzipped(&tarred(&[("a/b.csv", name)]))),
        ("a.tar.gz", gzipped(&tarred(&[("a/b.xlsx", &inner)]))),
        ("a.csv.gz", gzipped(name)),
        ("两段.gz", [gzipped(b"x"), gzipped(name)].concat()),
        ("接着.gz", [gzipped(name), b"rest".to_vec()].concat()),
        ("a.zip", zipped(&[("b.tar.gz", &gzipped(&tarred(&[("c", name)])))])),
    ];
    for (path, bytes) in packed {
        assert!(codes(path, bytes).contains(&LEAK), "{path}");
    }
    // As git keeps a file.
    let mut object = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    object.write_all("blob 18\0户主欧阳晓峰".as_bytes()).unwrap();
    assert_eq!(codes(".git/objects/ab/cd", object.finish().unwrap()), [LEAK]);
    // Names inside are searched, and never said.
    assert_eq!(codes("a.zip", zipped(&[("欧阳晓峰.txt", b"x")])), [LEAK]);
    assert_eq!(codes("a.tar", tarred(&[("欧阳晓峰/x.txt", b"x")])), [LEAK]);
    // A Mac's list of a folder's names.
    let wide = "欧阳晓峰".encode_utf16().flat_map(u16::to_be_bytes);
    let listed = |wide: Vec<u8>| codes(".DS_Store", [b"\0\0\0\x01Bud1\0".as_slice(), &wide].concat());
    assert_eq!(listed(wide.collect()), [LEAK]);
    // Few characters are not looked for among any bytes: here they are text.
    let wide = "高明.xlsx".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(listed(wide), [LEAK]);
}

#[test]
fn honest_archives_pass() {
    let text = "普安乡公示".repeat(2000);
    for (path, bytes) in [
        ("a.zip", zipped(&[("a.txt", text.as_bytes()), ("b/c.html", b"<p>x</p>")])),
        ("a.tar.gz", gzipped(&tarred(&[("a.txt", text.as_bytes()), ("b.txt", b"y")]))),
        ("a.gz", gzipped(text.as_bytes())),
        ("空.zip", zipped(&[])),
        ("a.zip", zipped(&[("b.zip", &zipped(&[("c.zip", &zipped(&[("d.txt", b"x")]))]))])),
    ] {
        assert_eq!(codes(path, bytes), [""; 0], "{path}");
    }
    let photo = zipped(&[("word/media/1.jpeg", b"\xff\xd8\xff\xe0....")]);
    assert_eq!(codes("照片.docx", photo), ["audit-opaque"]);
}

#[test]
fn what_is_not_read_is_said() {
    assert_eq!(codes("三层.zip", nested(3)), [LEAK]);
    let deep = findings("四层.zip", nested(4));
    assert!(deep[0].code.id == UNREAD && deep[0].message.contains("太深"), "{}", deep[0].message);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("密", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"x").unwrap();
    let mut locked = zip.finish().unwrap().into_inner();
    // The flag of encryption, at the file and in the list at the end.
    let list = locked.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
    (locked[6], locked[list + 8]) = (locked[6] | 1, locked[list + 8] | 1);
    let locked = findings("有密码.zip", locked);
    assert!(
        locked[0].code.id == UNREAD && locked[0].message.contains("第1个文件：有密码"),
        "{}",
        locked[0].message
    );
    for (path, bytes) in [
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04".to_vec()),
        ("a.rar", b"Rar!\x1A\x07\x01\0".to_vec()),
        ("a.xz", b"\xFD7zXZ\0\0".to_vec()),
        ("a.bz2", b"BZh91AY&SY".to_vec()),
        ("a.zst", b"\x28\xB5\x2F\xFD\x04".to_vec()),
        ("a.txt", b"Rar!\x1A\x07\x01\0".to_vec()),
        ("断.zip", zipped(&[("a", b"xxxxxxxxxxxx")])[..40].to_vec()),
        ("断.gz", gzipped(&[7; 900])[..20].to_vec()),
    ] {
        assert!(codes(path, bytes).contains(&UNREAD), "{path}");
    }
    // A file that stands in no list: an archive appended to by hand.
    let hidden = zipped(&[("a", "欧阳晓峰".repeat(9).as_bytes())]);
    let hidden = &hidden[..hidden.windows(4).position(|at| at == b"PK\x01\x02").unwrap()];
    let listed = zipped(&[("b", b"x")]);
    let shift = u32::try_from(hidden.len()).unwrap();
    let mut both = [hidden, &listed].concat();
    for (mark, at) in [(b"PK\x01\x02", 42), (b"PK\x05\x06", 16)] {
        let place = both.windows(4).rposition(|window| window == mark).unwrap() + at;
        let offset = u32::from_le_bytes(both[place..place + 4].try_into().unwrap()) + shift;
        both[place..place + 4].copy_from_slice(&offset.to_le_bytes());
    }
    assert!(codes("两份.zip", both).contains(&UNREAD));
}

#[test]
fn a_bomb_is_said_and_costs_little() {
    let zeros = vec![b' '; 64 * 1024 * 1024];
    let bomb = zipped(&[("a.txt", &zeros)]);
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    let many: Vec<(String, Vec<u8>)> = (0..30_000).map(|n| (format!("{n}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    for (path, bytes) in [
        ("a.zip", bomb.clone()),
        ("b.gz", gzipped(&zeros)),
        ("c.tgz", gzipped(&gzipped(&tarred(&[("a", &zeros)])))),
        ("d.zip", zipped(&[("1.zip", &bomb), ("2.zip", &bomb), ("3.zip", &bomb)])),
        ("e.zip.gz", gzipped(&zipped(&many))),
    ] {
        let found = findings(path, bytes);
        assert!(found.iter().any(|is| is.code.id == UNREAD && is.message.contains("太大")), "{path}");
        assert!(found.iter().all(|is| is.severity == Severity::Refusal && is.at.path == path), "{path}");
        assert!(found.len() < 10, "{path}: {}", found.len());
    }
}

#[test]
fn a_print_that_unpacks_without_end_is_said() {
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    deflated.write_all(&vec![b' '; 120 * 1024 * 1024]).unwrap();
    let deflated = deflated.finish().unwrap();
    let print = |kind: &str| {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
        let head = format!("<<{kind}/Filter/FlateDecode/Length {}>>\nstream\n", deflated.len());
        let objects: [Vec<u8>; 4] = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            page.into(),
            [head.as_bytes(), &deflated, b"\nendstream"].concat(),
        ];
        let (mut file, mut list) = (b"%PDF-1.4\n".to_vec(), "0000000000 65535 f \n".to_owned());
        for (number, object) in (1..).zip(&objects) {
            list += &format!("{:010} 00000 n \n", file.len());
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let at = file.len();
        file.extend(
            format!("xref\n0 5\n{list}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{at}\n%%EOF").bytes(),
        );
        file
    };
    for kind in ["", "/Subtype/Image"] {
        let found = findings("a.pdf", print(kind));
        assert!(found.iter().any(|is| is.code.id == UNREAD && is.message.contains("太大")), "{kind}");
    }
    // In an archive it has no more room than the archive gives.
    let found = findings("a.zip", zipped(&[("a.pdf", &print(""))]));
    assert!(found.iter().any(|is| is.code.id == UNREAD), "{:?}", found.len());
}

#[test]
fn a_folder_of_others_is_not_told_of_a_build() {
    for (path, bytes) in
        [("a.txt", "户主欧阳晓峰".as_bytes()), ("b.txt", NOTE.as_bytes()), ("c.bin", b"\0\x01\x02")]
    {
        for finding in findings(path, bytes) {
            let told = format!("{}{}", finding.message, finding.help);
            assert!(!told.contains("没有发布") && !told.contains("build"), "{told}");
        }
    }
}
