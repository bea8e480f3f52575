//! Text bytes of a roster → characters. A byte that does not fit stops the file; nothing is replaced.

use super::SAVE_AS;
use crate::diag::{Diagnostic, Place};
use crate::sealed::intake::codes;
use crate::text::{self, Fault};

/// Decodes the whole file or says that it cannot.
pub(in crate::sealed::intake) fn decode(path: &str, bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    text::decode(bytes).map_err(|fault| {
        let message = match fault {
            Fault::Mixed => "文件里混用了两种文字编码，有的字会读成别的字",
            Fault::Unclear => "文字太少，看不出是哪一种编码",
            Fault::Foreign(what) => what,
            Fault::Unknown => "文字编码认不出来，或者混用了几种编码",
        };
        vec![Diagnostic::error(&codes::ENCODING, Place::file(path), message, SAVE_AS)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_and_broken_encodings_stop_the_roster() {
        let gbk = encoding_rs::GB18030.encode("村,组,户主\r\n").0.into_owned();
        let pasted = [&gbk[..], "2组,张三".as_bytes()].concat();
        assert_eq!(decode("a.csv", &gbk).unwrap(), "村,组,户主\r\n");
        for bytes in [&pasted[..], b"\xEF\xBB\xBF\xFF\xFF", b"\xFF\xFEa", b"a\0b\0c"] {
            assert_eq!(decode("a.csv", bytes).unwrap_err()[0].code.id, "roster-encoding");
        }
    }
}
