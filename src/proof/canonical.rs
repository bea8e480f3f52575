//! The one way in which a proof is written (RFC 8785, JSON Canonicalization Scheme): keys in order, no blanks, nothing
//! escaped that need not be. Numbers do not occur: every value is a text as it is printed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why bytes are no value in this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No JSON, or not the keys that the form has.
    Unreadable,
    /// The same value is written in another way: by hand, or by another program.
    NotCanonical,
}

/// Writes a value whose parts are texts, lists and objects.
pub(super) fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    let mut out = String::new();
    // A value of texts, lists and objects is always written.
    write(&serde_json::to_value(value).unwrap_or_default(), &mut out);
    out.into_bytes()
}

/// Reads a value that is written in this way, and in no other.
pub(super) fn from_bytes<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Fault> {
    let value: T = serde_json::from_slice(bytes).map_err(|_| Fault::Unreadable)?;
    if to_bytes(&value) == bytes { Ok(value) } else { Err(Fault::NotCanonical) }
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(at, out);
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
            // RFC 8785 3.2.3: by the UTF-16 code units of the keys.
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, (key, value)) in entries.into_iter().enumerate() {
                separate(at, out);
                write_text(key, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::String(text) => write_text(text, out),
        other => out.push_str(&other.to_string()),
    }
}

fn separate(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}

/// RFC 8785 3.2.2.2: the two-letter escapes where JSON has them, `\u00xx` for other controls, all else as it is.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Fault, from_bytes, to_bytes};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn a_value_is_written_as_the_standard_has_it() {
        // The example of RFC 8785 3.2.3, its keys and texts, without its numbers.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis",
        });
        let written = String::from_utf8(to_bytes(&value)).unwrap();
        let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let places: Vec<usize> = order.iter().map(|word| written.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{written}");
        let text = json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/");
        assert_eq!(to_bytes(&text), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"".as_bytes());
    }

    #[test]
    fn another_way_of_writing_the_same_is_refused() {
        assert_eq!(from_bytes::<Value>(br#"{"a":"1","b":["2"]}"#), Ok(json!({"a": "1", "b": ["2"]})));
        for other in [r#"{"b":["2"],"a":"1"}"#, r#"{"a": "1"}"#, "{\"a\":\"\\u0041\"}", "[]\n"] {
            assert_eq!(from_bytes::<Value>(other.as_bytes()), Err(Fault::NotCanonical), "{other}");
        }
        assert_eq!(from_bytes::<Value>(b"{"), Err(Fault::Unreadable));
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(texts in prop::collection::btree_map(".*", prop::collection::vec(".*", 0..4), 0..6)) {
            let bytes = to_bytes(&texts);
            prop_assert_eq!(from_bytes::<std::collections::BTreeMap<String, Vec<String>>>(&bytes), Ok(texts));
        }
    }
}
