//! The audit's tests: a small roster, drafts in every media, and small PDFs made by hand.

mod folding;
mod foreign;
mod halves;
mod packed;
mod pages;
mod parts;
mod pictures;
mod prints;
mod words;

use super::super::needles::{Class, Kind};
use super::super::personal::Personal;
use super::super::roster::{Household, Origin, Person, Record, Roster, Spot, Value};
use super::{AllowedWord, Cleared, Declarations, DeclaredContact, Gate, Leaks};
use crate::diag::Diagnostic;
use crate::document::{Fragment, Public};
use crate::policy::fields::Field;
use crate::render::{Draft, Media};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use std::sync::Arc;

/// Fields as the table of fields classes them.
fn classify(field: &str) -> (Class, Kind) {
    match field {
        "name" => (Class::Direct, Kind::Name),
        "id_number" => (Class::Direct, Kind::Id),
        "phone" => (Class::Direct, Kind::Phone),
        "bank" => (Class::Direct, Kind::Bank),
        "address" => (Class::Direct, Kind::Words),
        "health" | "risk" => (Class::Sensitive, Kind::Words),
        "notes" => (Class::Sensitive, Kind::Text),
        "income" => (Class::Sensitive, Kind::Money),
        "category" => (Class::Process, Kind::Words),
        "group" => (Class::Quasi, Kind::Text),
        _ => (Class::Plain, Kind::Text),
    }
}

const ID: &str = "990201197001011230";
const PHONE: &str = "15400001234";
const BANK: &str = "6299990000001234567";
const NOTE: &str = "其兄赵大山患重病长期在外地治疗";

type Fields<'a> = &'a [(&'a str, &'a str)];

/// Three households: 欧阳晓峰 with every field, 安全, 高明 (whose names are words), and Ali.
fn roster() -> Roster {
    roster_of(&[
        &[
            &[
                ("name", "欧阳晓峰（户主）"),
                ("id_number", ID),
                ("phone", PHONE),
                ("bank", BANK),
                ("health", "肢体残疾"),
                ("risk", "因病"),
                ("notes", NOTE),
                ("income", "4676.50"),
                ("category", "边缘易致贫户"),
                ("group", "三组"),
            ],
            &[("name", "欧阳小雨")],
        ],
        &[&[("name", "安全"), ("income", "5200")]],
        &[&[("name", "高明"), ("phone", "0999-5550123")]],
        &[&[("name", "Ali")]],
    ])
}

fn roster_of(households: &[&[Fields<'_>]]) -> Roster {
    let origin =
        Arc::new(Origin { path: "rosters/a.xlsx".into(), sheet: Some("名册".into()), breaks: Vec::new() });
    let mut row = 4;
    let mut member = |fields: Fields<'_>| {
        row += 1;
        let fields: Record = fields
            .iter()
            .zip(1..)
            .map(|((field, text), column)| {
                let (id, title) = ((*field).to_owned().into(), title(field).to_owned());
                let field = Arc::new(Field { id, title, ..Field::other(field) });
                Value { text: Personal::seal((*text).into()), field, at: Spot::cell(&origin, row, column) }
            })
            .collect();
        Person { fields, at: Spot::row(&origin, row) }
    };
    let households = households.iter().map(|members| {
        let members: Vec<Person> = members.iter().map(|fields| member(fields)).collect();
        Household { fields: Record::default(), at: members[0].at.clone(), members, head: 0 }
    });
    Roster {
        path: "rosters/a.xlsx".into(),
        households: households.collect(),
        skipped: Vec::new(),
        withdrawn: Vec::new(),
    }
}

fn title(field: &str) -> &str {
    match field {
        "name" => "姓名",
        "id_number" => "证件号码",
        "phone" => "电话",
        "bank" => "银行账号",
        "health" => "健康状况",
        "risk" => "风险类型",
        "notes" => "备注",
        "income" => "收入",
        other => other,
    }
}

fn open(text: &str, place: &str) -> Fragment {
    Fragment::for_tests(text, place)
}

fn draft(path: &str, media: Media, bytes: impl Into<Vec<u8>>, fragments: &[Fragment]) -> Draft<Public> {
    Draft::of_bytes(path, media, bytes.into(), fragments.to_vec())
}

/// What a workspace declares beside the open texts of a draft.
fn declared() -> Declarations {
    let contact = |name: &str, phone: &str, place: &str| DeclaredContact {
        name: name.into(),
        phone: phone.into(),
        place: place.into(),
    };
    Declarations {
        contacts: vec![
            contact("高明", "0999-5550123", "villages/h/village.toml:12"),
            contact("举报", PHONE, "villages/h/village.toml:1"),
            contact("办公室", "154-9999-8888", "villages/h/village.toml:3"),
        ],
        allowed: vec![AllowedWord { word: "明白".into(), place: "villages/h/village.toml:30".into() }],
        ..Declarations::default()
    }
}

/// The audit against the one roster.
fn audit(drafts: Vec<Draft<Public>>) -> Result<Cleared, Leaks> {
    Gate::new(&[&roster()], &classify, &declared()).clear(drafts.into_iter().map(Arc::new).collect())
}

fn run(media: Media, bytes: impl Into<Vec<u8>>, fragments: &[Fragment]) -> Result<Cleared, Leaks> {
    audit(vec![draft("public/a", media, bytes, fragments)])
}

/// The findings of one file, none if it is cleared. No finding may hold a value.
fn leaks(media: Media, bytes: impl Into<Vec<u8>>, fragments: &[Fragment]) -> Vec<Diagnostic> {
    let findings = run(media, bytes, fragments).map_or_else(|leaks| leaks.0, |_| Vec::new());
    findings.iter().for_each(tells_nothing);
    findings
}

#[track_caller]
fn tells_nothing(finding: &Diagnostic) {
    let text = format!("{finding}{finding:?}");
    for value in
        ["欧阳", "晓峰", "小雨", "高明", "Ali", ID, &ID[6..14], PHONE, BANK, "残疾", "因病", "赵大山", "4676"]
    {
        assert!(!text.contains(value), "a finding holds a value");
    }
}

/// (code, field) of each finding.
fn told(findings: &[Diagnostic]) -> Vec<(&str, &str)> {
    findings.iter().map(|f| (f.code.id, f.at.field.as_deref().unwrap_or(""))).collect()
}

/// A PDF with a two-byte font and a ToUnicode map, as our prints have it; a page is lines of (x, y, text).
pub(super) fn pdf(pages: &[&[(f32, f32, &str)]]) -> Document {
    let mut document = Document::with_version("1.7");
    let mut chars: Vec<char> =
        pages.iter().copied().flatten().flat_map(|(_, _, text)| text.chars()).collect();
    chars.sort_unstable();
    chars.dedup();
    let mut map = String::from("1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
    for (code, c) in chars.iter().enumerate() {
        let units: String = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
        map.push_str(&format!("1 beginbfchar <{:04X}> <{units}> endbfchar\n", code + 1));
    }
    let to_unicode = document.add_object(Stream::new(Dictionary::new(), map.into_bytes()));
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Test", "DW" => 1000,
    });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Test", "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)], "ToUnicode" => to_unicode,
    });
    let tree = document.new_object_id();
    let mut kids = Vec::new();
    for lines in pages {
        let mut content = String::from("q BT /F1 10 Tf\n");
        for (x, y, text) in *lines {
            let codes: String = text
                .chars()
                .map(|c| format!("{:04X}", chars.binary_search(&c).expect("collected above") + 1))
                .collect();
            content.push_str(&format!("1 0 0 1 {x} {y} Tm <{codes}> Tj\n"));
        }
        content.push_str("ET Q");
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        });
        kids.push(Object::Reference(page));
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    document.objects.insert(
        tree,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document.compress();
    document
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("writes to memory");
    bytes
}
