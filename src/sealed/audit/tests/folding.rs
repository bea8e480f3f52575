//! Any planted needle is found under every disguise that a reader sees through.

use super::*;
use proptest::prelude::*;

const NEEDLES: [&str; 6] = ["欧阳晓峰", "欧阳小雨", ID, PHONE, BANK, "赵大山患重病"];

/// Plants something between the characters, or writes them in another form.
fn disguise(needle: &str, how: usize, seed: usize) -> (Media, Vec<u8>) {
    let between = |mark: &str| needle.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(mark);
    let each = |form: &dyn Fn(char) -> String| needle.chars().map(form).collect::<String>();
    let wide =
        |c: char| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c };
    let around = ["", "甲", "，", "<p>", "\n"][seed % 5];
    let html = |text: String| (Media::Html, format!("<p>{around}{text}{around}</p>").into_bytes());
    match how {
        0 => html(needle.to_owned()),
        1 => html(between(" ")),
        2 => html(between("\u{3000}")),
        3 => html(between("\u{200B}")),
        4 => html(between("\u{2060}\u{AD}")),
        5 => html(each(&|c| wide(c).to_string())),
        6 => html(between("<b></b>")),
        7 => html(between("</b><b>")),
        8 => html(each(&|c| format!("&#{};", u32::from(c)))),
        9 => html(each(&|c| format!("&#x{:X};", u32::from(c)))),
        10 => html(between("\n")),
        11 => html(between("·")),
        12 => html(between("<!-- x -->")),
        13 => {
            let escape = |c: char| {
                c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04x}")).collect::<String>()
            };
            (Media::Json, format!("{{\"a\":\"{}\"}}", each(&escape)).into_bytes())
        }
        14 => {
            (Media::Js, format!("x = \"{}\"", each(&|c| format!("\\u{{{:x}}}", u32::from(c)))).into_bytes())
        }
        15 => (
            Media::Css,
            format!("a{{content:\"{}\"}}", each(&|c| format!("\\{:x} ", u32::from(c)))).into_bytes(),
        ),
        16 => {
            let coded: String = needle.bytes().map(|byte| format!("%{byte:02X}")).collect();
            (Media::Xml, format!("<loc>https://example.org/{coded}</loc>").into_bytes())
        }
        17 => (Media::Pdf, bytes(pdf(&[&[(50.0, 700.0, needle)]]))),
        18 => {
            let spaced = between(" ");
            (Media::Pdf, bytes(pdf(&[&[(50.0, 700.0, "公示"), (50.0, 600.0, &spaced)]])))
        }
        19 => {
            let chars: Vec<String> = needle.chars().map(String::from).collect();
            let lines: Vec<_> = chars
                .iter()
                .zip(0u16..)
                .map(|(c, n)| (50.0, 700.0 - 20.0 * f32::from(n), c.as_str()))
                .collect();
            (Media::Pdf, bytes(pdf(&[&lines])))
        }
        20 => html(each(&|c| match c {
            '大' => "⼤".into(),
            '山' => "⼭".into(),
            '小' => "⼩".into(),
            '雨' => "⾬".into(),
            c => c.to_string(),
        })),
        21 => (Media::Text, encoding_rs::GB18030.encode(needle).0.into_owned()),
        22 => (Media::Binary, [b"\x89PNG\r\n\x1a\n".as_slice(), needle.as_bytes()].concat()),
        23 => (Media::Calendar, format!("SUMMARY:{}\r\n", between("\r\n ")).into_bytes()),
        24 => (Media::Calendar, format!("UID:{}@x.example\n", between("\n\t")).into_bytes()),
        _ => html(format!("<i title=\"{needle}\"></i>")),
    }
}

/// The number of disguises above.
const DISGUISES: usize = 26;

#[test]
fn each_needle_is_found_under_each_disguise() {
    for needle in NEEDLES {
        for how in 0..DISGUISES {
            // Only names, whole texts and long numbers are looked for in raw bytes.
            let (media, bytes) = disguise(needle, how, 0);
            assert!(!leaks(media, bytes, &[]).is_empty(), "needle {} under {how}", needle.chars().count());
        }
    }
}

proptest! {
    #[test]
    fn a_planted_needle_is_found_anywhere(
        which in 0..NEEDLES.len(), how in 0..DISGUISES, seed in 0usize..5, before in "[一-龥，。]{0,40}", after in "[一-龥，。]{0,40}",
    ) {
        let (media, bytes) = disguise(NEEDLES[which], how, seed);
        let bytes = match media {
            Media::Html => format!("{before}{}{after}", String::from_utf8(bytes).expect("html is text")).into_bytes(),
            _ => bytes,
        };
        // Fragments that explain other places must not explain this one.
        let fragments = [open(&before, "policies/p/text.md"), open(&after, "policies/p/text.md")];
        prop_assert!(!leaks(media, bytes, &fragments).is_empty());
    }

    #[test]
    fn masked_rows_and_open_texts_pass(text in "[的是在了和有为以及其中等与或由被把向从到对于]{0,200}", n in 1u32..400) {
        let html = format!("<p>{text}</p><td>{n}</td><td>欧阳**</td><td>三组</td>");
        prop_assert!(leaks(Media::Html, html, &[]).is_empty());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), which in 0usize..9) {
        let media = [Media::Html, Media::Pdf, Media::Css, Media::Js, Media::Json, Media::Xml, Media::Text, Media::Binary, Media::Calendar][which];
        let _ = leaks(media, bytes, &[]);
    }

    #[test]
    fn arbitrary_markup_never_panics(text in "[<>/!\\-a-c=\"'&#x;\\[\\]%\\\\u0-9张三 \n]{0,200}", which in 0usize..7) {
        let media = [Media::Html, Media::Css, Media::Js, Media::Json, Media::Xml, Media::Text, Media::Calendar][which];
        let _ = leaks(media, text, &[]);
    }
}
