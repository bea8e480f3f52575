//! The same in PDF, and what makes a PDF unreadable.

use super::*;

#[test]
fn a_name_on_a_page_is_found_with_its_page() {
    let clean = bytes(pdf(&[&[(50.0, 700.0, "公示 欧阳**")], &[(50.0, 700.0, "第2页")]]));
    assert_eq!(told(&leaks(Media::Pdf, clean, &[])), []);
    let found = leaks(Media::Pdf, bytes(pdf(&[&[(50.0, 700.0, "公示")], &[(50.0, 700.0, "欧阳晓峰")]])), &[]);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
    assert!(found[0].message.starts_with("第2页"), "{}", found[0]);
}

#[test]
fn a_name_broken_over_lines_or_set_letter_by_letter_is_found() {
    let broken =
        pdf(&[&[(500.0, 700.0, "户主欧阳"), (50.0, 680.0, "晓峰，电话154"), (50.0, 660.0, "0000 1234")]]);
    let found = leaks(Media::Pdf, bytes(broken), &[]);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名"), ("leak-direct-identifier", "电话")]);
    let letters =
        pdf(&[&[(50.0, 700.0, "欧"), (80.0, 700.0, "阳"), (110.0, 700.0, "晓"), (140.0, 700.0, "峰")]]);
    assert_eq!(told(&leaks(Media::Pdf, bytes(letters), &[])), [("leak-direct-identifier", "姓名")]);
}

fn water() -> Vec<Fragment> {
    vec![
        open("保障义务教育、基本医疗、住房和饮水安全。", "policies/p/text.md:7"),
        open("联系人：高明，0999-5550123", "villages/h/village.toml:12"),
        open("饮水安全", "policies/p/text.md:8"),
    ]
}

/// Policy text wrapped over two lines, the contact, and one row of a table.
fn page(name: &str) -> Vec<u8> {
    bytes(pdf(&[&[
        (50.0, 700.0, "保障义务教育、基本医疗、住房和饮水安"),
        (50.0, 680.0, "全。"),
        (50.0, 660.0, "联系人：高明，0999-5550123"),
        (50.0, 640.0, "1"),
        (100.0, 640.0, "饮水"),
        (150.0, 640.0, name),
        (250.0, 640.0, "3"),
    ]]))
}

#[test]
fn an_open_text_explains_a_name_only_where_it_stands() {
    let cleared = run(Media::Pdf, page("王*"), &water()).expect("each stands where it is declared");
    let because: Vec<&str> = cleared.passed().iter().map(|p| p.because.as_str()).collect();
    assert!(because.contains(&"policies/p/text.md:7") && because.contains(&"villages/h/village.toml:12"));
    for name in ["安全", "高明", "安 全"] {
        let found = leaks(Media::Pdf, page(name), &water());
        assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
    }
}

#[test]
fn narrow_cells_are_cells_and_stretched_lines_are_lines() {
    let row = |x: f32| bytes(pdf(&[&[(100.0, 640.0, "饮水"), (x, 640.0, "安全"), (x + 40.0, 640.0, "3")]]));
    assert_eq!(told(&leaks(Media::Pdf, row(124.0), &water())), [("leak-direct-identifier", "姓名")]);
    assert_eq!(told(&leaks(Media::Pdf, row(122.0), &water())), []);
}

#[test]
fn metadata_names_structure_and_attachments_are_searched() {
    let utf16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        Object::string_literal([0xFE, 0xFF].into_iter().chain(units).collect::<Vec<u8>>())
    };
    let with = |object: Object| {
        let mut document = pdf(&[&[(50.0, 700.0, "公示")]]);
        document.add_object(object);
        bytes(document)
    };
    let name = "欧阳晓峰";
    let mut attachment =
        Stream::new(dictionary! { "Type" => "EmbeddedFile" }, format!("姓名,{name}\n").into_bytes());
    attachment.compress().expect("deflates");
    let xmp = "<x:xmpmeta><dc:creator>欧阳&#x6653;峰</dc:creator></x:xmpmeta>".to_owned();
    for object in [
        Object::Dictionary(dictionary! { "Title" => utf16(name) }),
        Object::Dictionary(dictionary! { "Author" => Object::string_literal(name) }),
        Object::Dictionary(dictionary! { "Alt" => utf16("欧阳 晓峰的照片") }),
        Object::Dictionary(dictionary! { "K" => vec![dictionary! { "ActualText" => utf16(name) }.into()] }),
        Object::Dictionary(
            dictionary! { "URI" => Object::string_literal("http://x/%E6%AC%A7%E9%98%B3%E6%99%93%E5%B3%B0") },
        ),
        Object::Name(name.as_bytes().to_vec()),
        Object::Stream(Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            xmp.into_bytes(),
        )),
        Object::Stream(attachment),
    ] {
        let kind = format!("{object:?}");
        let found = leaks(Media::Pdf, with(object), &[]);
        assert_eq!(told(&found), [("leak-direct-identifier", "姓名")], "{kind}");
    }
    let dated = Object::Dictionary(
        dictionary! { "CreationDate" => Object::string_literal("D:19700101123000+08'00'") },
    );
    assert_eq!(told(&leaks(Media::Pdf, with(dated), &[])), []);
}

#[test]
fn forms_are_read_drawn_or_not() {
    let mut document = pdf(&[&[(50.0, 700.0, "欧阳晓峰")]]);
    let page = *document.get_pages().get(&1).expect("a page");
    let content = document.get_page_contents(page)[0];
    let resources =
        document.get_dictionary(page).and_then(|p| p.get(b"Resources")).expect("has them").clone();
    let mut form = document.get_object(content).and_then(Object::as_stream).expect("a stream").clone();
    form.dict.set("Subtype", "Form");
    form.dict.set("Resources", resources);
    document.objects.insert(content, Object::Stream(form));
    let undrawn = document.add_object(Stream::new(Dictionary::new(), b"q Q".to_vec()));
    document.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page").set("Contents", undrawn);
    assert_eq!(told(&leaks(Media::Pdf, bytes(document.clone()), &[])), [("leak-direct-identifier", "姓名")]);
    let dictionary = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("a page");
    dictionary.set("Resources", dictionary! { "XObject" => dictionary! { "X" => content } });
    document.objects.insert(undrawn, Object::Stream(Stream::new(Dictionary::new(), b"q /X Do Q".to_vec())));
    let found = leaks(Media::Pdf, bytes(document), &[]);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
    assert!(found[0].message.starts_with("第1页"));
}

#[test]
fn what_cannot_be_read_completely_is_refused() {
    let good = pdf(&[&[(50.0, 700.0, "公示")]]);
    let change = |change: &dyn Fn(&mut Dictionary)| {
        let mut document = good.clone();
        for object in document.objects.values_mut() {
            if let Ok(dictionary) = object.as_dict_mut() {
                change(dictionary);
            }
        }
        bytes(document)
    };
    let mut short = good.clone();
    let maps = short.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    for stream in maps {
        let _ = stream.decompress();
        if stream.content.windows(11).any(|window| window == b"beginbfchar") {
            let shorter = String::from_utf8_lossy(&stream.content).replacen("<0001>", "<0101>", 1);
            stream.set_plain_content(shorter.into_bytes());
        }
    }
    let mut odd = good.clone();
    odd.add_object(Stream::new(dictionary! { "Filter" => "RunLengthDecode" }, b"\x02abc\x80".to_vec()));
    let mut torn = good.clone();
    let content = torn.get_page_contents(*torn.get_pages().get(&1).expect("a page"))[0];
    torn.objects
        .insert(content, Object::Stream(Stream::new(Dictionary::new(), b"BT /F1 10 Tf <00".to_vec())));
    let once = bytes(good.clone());
    let cases = [
        ("no ToUnicode", change(&|dictionary| drop(dictionary.remove(b"ToUnicode")))),
        ("a code that is not mapped", bytes(short)),
        ("a filter nobody knows", bytes(odd)),
        ("a torn content stream", bytes(torn)),
        ("no PDF at all", b"%PDF-1.7 nothing".to_vec()),
        ("an older version inside", [once.as_slice(), b"\nstartxref\n0\n%%EOF"].concat()),
        ("cut off", once[..once.len() / 2].to_vec()),
    ];
    for (why, pdf) in cases {
        let found = leaks(Media::Pdf, pdf, &[]);
        assert!(
            !found.is_empty() && found.iter().all(|f| f.code.id == "audit-unreadable"),
            "{why}: {:?}",
            told(&found)
        );
        assert!(found.iter().all(|f| f.severity == crate::diag::Severity::Refusal));
    }
    assert_eq!(told(&leaks(Media::Pdf, once, &[])), []);
}
