//! Files of keys and packs that another program saved once more.

use super::*;

#[test]
fn keys_and_signatures_that_an_editor_saved_again_are_the_same() {
    let office = Office::new();
    let windows = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace('\n', "\r\n");
    let saved: [fn(&str) -> Vec<u8>; 5] = [
        |text| format!("\u{feff}{text}").into_bytes(),
        |text| format!("{text}\r\n \r\n\r\n").into_bytes(),
        |text| text.replace("\r\n", "\r").into_bytes(),
        |text| encoding_rs::GB18030.encode(text).0.into_owned(),
        |text| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ];
    for save in saved {
        let again = |pair: &KeyPair| KeyPair {
            secret: save(&windows(&pair.secret)),
            public: save(&windows(&pair.public)),
            encrypted: false,
        };
        let (committee, watch) = (again(&office.committee), again(&office.watch));
        let mut submission = office.unsigned();
        add(&mut submission, "村民委员会", "赵一", &committee);
        add(&mut submission, "村务监督委员会", "钱二", &watch);
        for statement in &mut submission.statements {
            statement.signature = statement.signature.take().map(|bytes| save(&windows(&bytes)));
        }
        verify(submission, &trusted(&[("keys/a.pub", &committee), ("keys/b.pub", &watch)])).unwrap();
    }
}

#[test]
fn a_statement_over_the_pack_as_it_was_saved_still_holds() {
    let office = Office::new();
    let mut submission = office.signed();
    submission.pack_sha256_as_saved = std::mem::replace(&mut submission.pack_sha256, sha256_hex(b"plain"));
    assert!(verify(submission, &office.keys()).is_ok());
}
