//! The finish 收尾: what printpdf leaves out of a file that should be readable in thirty years.

use super::content::Marks;
use super::{icc, tree, xmp};
use crate::render::layout::Sheets;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};
use std::io::Write as _;

/// A PDF text string.
pub(super) fn text(words: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    words.encode_utf16().for_each(|unit| bytes.extend(unit.to_be_bytes()));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Completes a document and writes it.
pub(super) fn finish(mut pdf: Document, jobs: &[Sheets], title: &str, marks: &[Marks]) -> Vec<u8> {
    pdf.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = pdf.page_iter().collect();
    let annotations: Vec<Vec<ObjectId>> =
        pages.iter().zip(marks).map(|(page, marks)| own_annotations(&mut pdf, *page, marks)).collect();
    drop_empty_resources(&mut pdf, &pages);
    let tree = tree::plant(&mut pdf, jobs, &pages, marks, &annotations);
    let outline = (jobs.len() > 1).then(|| outline(&mut pdf, jobs, &pages));

    let profile = Stream::new(dictionary! { "N" => 3 }, icc::srgb());
    let profile = pdf.add_object(profile);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let mut info = Dictionary::new();
    let mut metadata = None;
    if let Some(first) = jobs.first() {
        let date = first.info.date.format("D:%Y%m%d000000+08'00'").to_string();
        info.set("Title", text(title));
        info.set("Author", text(&first.info.issuer));
        info.set("Subject", text(&first.info.description));
        info.set("Creator", Object::string_literal("mingbai"));
        info.set("Producer", Object::string_literal("mingbai"));
        info.set("CreationDate", Object::string_literal(date.clone()));
        info.set("ModDate", Object::string_literal(date));
        let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        // Plain, so that tools that know no PDF can read it.
        let packet =
            Stream::new(dictionary, xmp::packet(title, &first.info).into_bytes()).with_compression(false);
        metadata = Some(pdf.add_object(packet));
    }
    let info = pdf.add_object(info);
    if let Ok(old) = pdf.trailer.get(b"Info").and_then(Object::as_reference) {
        pdf.objects.remove(&old);
    }
    pdf.trailer.set("Info", info);
    if let Ok(catalog) = pdf.catalog_mut() {
        catalog.set("OutputIntents", vec![intent.into()]);
        catalog.set("Lang", Object::string_literal("zh-CN"));
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("StructTreeRoot", tree);
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalog.remove(b"PageLayout");
        if let Some(metadata) = metadata {
            catalog.set("Metadata", metadata);
        }
        if let Some(outline) = outline {
            catalog.set("Outlines", outline);
            catalog.set("PageMode", "UseOutlines");
        }
    }
    deflate(&mut pdf);
    identify(&mut pdf);
    let mut bytes = Vec::new();
    // Writing to memory has no reason to fail; an empty file would be caught by every reader.
    if pdf.save_to(&mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

/// Deflates every plain stream. The usual level: the slowest one takes twice as long for one part in a hundred.
fn deflate(pdf: &mut Document) {
    for object in pdf.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        // Writing to memory has no reason to fail; the stream would stay plain, which every reader reads.
        let packed = encoder.write_all(&stream.content).and_then(|()| encoder.finish());
        if let Ok(packed) = packed
            && packed.len() < stream.content.len()
        {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
}

/// Link annotations as objects of their own, printable and with words.
fn own_annotations(pdf: &mut Document, page: ObjectId, marks: &Marks) -> Vec<ObjectId> {
    let Ok(dictionary) = pdf.get_dictionary_mut(page) else { return Vec::new() };
    let Ok(Object::Array(annotations)) = dictionary.remove(b"Annots").ok_or(()) else { return Vec::new() };
    let mut ids = Vec::new();
    for (annotation, (_, url)) in annotations.into_iter().zip(&marks.links) {
        if let Object::Dictionary(mut annotation) = annotation {
            annotation.set("F", 4);
            annotation.set("Contents", text(&format!("打开 {url}")));
            annotation.set("Border", vec![0.into(), 0.into(), 0.into()]);
            annotation.remove(b"C");
            ids.push(pdf.add_object(annotation));
        }
    }
    if !ids.is_empty()
        && let Ok(dictionary) = pdf.get_dictionary_mut(page)
    {
        let list: Vec<Object> = ids.iter().map(|id| Object::Reference(*id)).collect();
        dictionary.set("Annots", list);
    }
    ids
}

/// printpdf names every kind of resource on every page; what is empty goes.
fn drop_empty_resources(pdf: &mut Document, pages: &[ObjectId]) {
    for page in pages {
        let resources = pdf.get_dictionary(*page).and_then(|page| page.get(b"Resources")?.as_reference());
        let Ok(resources) = resources else { continue };
        for kind in [b"XObject".as_slice(), b"ExtGState", b"Shading"] {
            let id = pdf.get_dictionary(resources).and_then(|list| list.get(kind)?.as_reference());
            let Ok(id) = id else { continue };
            if pdf.get_dictionary(id).is_ok_and(|dictionary| dictionary.is_empty())
                && let Ok(list) = pdf.get_dictionary_mut(resources)
            {
                list.remove(kind);
            }
        }
    }
    pdf.prune_objects();
}

/// One entry for each document of a job.
fn outline(pdf: &mut Document, jobs: &[Sheets], pages: &[ObjectId]) -> ObjectId {
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = jobs.iter().map(|_| pdf.new_object_id()).collect();
    let mut first = 0;
    for (at, sheets) in jobs.iter().enumerate() {
        let label = match &sheets.info.number {
            Some(number) => format!("{}（{number}）", sheets.info.title),
            None => sheets.info.title.clone(),
        };
        let mut entry = dictionary! { "Parent" => root, "Title" => text(&label) };
        if let Some(page) = pages.get(first) {
            entry.set("Dest", vec![Object::Reference(*page), "Fit".into()]);
        }
        if at > 0 {
            entry.set("Prev", ids[at - 1]);
        }
        if let Some(next) = ids.get(at + 1) {
            entry.set("Next", *next);
        }
        first += sheets.pages.len();
        pdf.objects.insert(ids[at], Object::Dictionary(entry));
    }
    let mut list = dictionary! { "Type" => "Outlines", "Count" => i64::try_from(ids.len()).unwrap_or(0) };
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        list.set("First", *first);
        list.set("Last", *last);
    }
    pdf.objects.insert(root, Object::Dictionary(list));
    root
}

/// The file's identifier: a hash of what is in it, so the same content has the same name.
fn identify(pdf: &mut Document) {
    let mut hash = Sha256::new();
    for (id, object) in &pdf.objects {
        hash.update(id.0.to_be_bytes());
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
        }
    }
    let digest = hash.finalize();
    let id = Object::String(digest[..16].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
}
