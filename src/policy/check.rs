//! Pack files → [`Pack`]: every reference resolves, every number has its clause, nothing is below the floor.

use super::codes::PACK_INCOMPLETE;
use super::fields::FieldTable;
use super::text::ClauseTree;
use super::written::Pack as Written;
use super::{
    Pack, conflicts, criteria, duties, evidence, floor, forms, placeholder, points, references, told,
};
use crate::diag::{Diagnostic, Place, gathered, toml};
use crate::text;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Reads and checks a pack from its files (path inside the pack → bytes). `path` is the folder shown in messages.
pub(crate) fn load(
    id: &str,
    path: &str,
    files: &BTreeMap<String, Vec<u8>>,
    fields: &FieldTable,
) -> Result<Pack, Vec<Diagnostic>> {
    let typed = files.iter().filter(|(name, _)| is_typed(name));
    let texts = gathered(typed.map(|(name, bytes)| {
        let text = text::read(&format!("{path}/{name}"), bytes)?;
        Ok((name.clone(), text))
    }))?;
    let mut texts: BTreeMap<String, String> = texts.into_iter().collect();
    // What else lies there need not be text.
    let others = files.iter().filter(|(name, _)| !is_typed(name));
    texts.extend(others.filter_map(|(name, bytes)| Some((name.clone(), text::read(name, bytes).ok()?))));
    let (Some(source), Some(prose)) = (texts.get("pack.toml"), texts.get("text.md")) else {
        return Err(vec![Diagnostic::error(
            &PACK_INCOMPLETE,
            Place::file(path),
            "政策包要有 pack.toml 和 text.md 两个文件",
            "检查 township.toml 里 pack 的名称，或补上文件",
        )]);
    };
    let file = format!("{path}/pack.toml");
    let written: Written = toml::parse(&file, source)?;
    let clauses = ClauseTree::parse(&format!("{path}/text.md"), prose)?;
    let pack = Pack {
        id: id.to_owned(),
        path: path.to_owned(),
        is: written,
        text: clauses,
        sha256: digest(&plain_files(files)),
        sha256_as_saved: digest(files),
        files: texts.clone(),
    };
    let mut found = references::check(&pack, fields, &file);
    found.extend(forms::check(&pack, fields));
    found.extend(evidence::check(&pack, source));
    found.extend(duties::check(&pack, &file));
    found.extend(criteria::check(&pack, &file));
    found.extend(conflicts::check(&pack, &file));
    found.extend(points::check(&pack, &file));
    found.extend(floor::check(&pack.is.show, fields, &file));
    found.extend(told::check(&pack, &file));
    found.extend(placeholder::check(&pack, source));
    if found.is_empty() {
        return Ok(pack);
    }
    toml::locate(&mut found, &file, source);
    Err(found)
}

/// Whether a file of a pack is one that people type. An example's files are read as a workspace's own.
fn is_typed(name: &str) -> bool {
    !name.starts_with("example/") && (name.ends_with(".toml") || name.ends_with(".md"))
}

/// The files with what people typed as [`text::plain_bytes`]: what is signed, whatever program saved it last.
pub(crate) fn plain_files(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let plain = |name: &str, bytes: &Vec<u8>| match is_typed(name) {
        true => text::plain_bytes(bytes),
        false => bytes.clone(),
    };
    files.iter().map(|(name, bytes)| (name.clone(), plain(name, bytes))).collect()
}

/// SHA-256 over the files in order of path: `length path NUL length bytes`, examples left out (they are not policy).
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.starts_with("example/")) {
        hash.update(format!("{} {name}\0{} ", name.len(), bytes.len()));
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::testing;

    #[test]
    fn a_pack_that_another_program_saved_is_the_same_pack() {
        let pack = testing::pack("", "一、话。\n").unwrap();
        type Save = fn(&str) -> Vec<u8>;
        let files = |save: Save| -> BTreeMap<String, Vec<u8>> {
            let typed = ["pack.toml", "text.md", "l.md"].iter();
            typed.map(|name| ((*name).to_owned(), save(&pack.files[*name]))).collect()
        };
        let fields = FieldTable::parse("", "fields.toml").unwrap();
        let saved: [Save; 3] = [
            |text| format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes(),
            |text| encoding_rs::GB18030.encode(&text.replace('\n', "\r\n")).0.into_owned(),
            |text| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ];
        for save in saved {
            let again = load("p", "policies/p", &files(save), &fields).unwrap();
            assert_eq!(again.sha256, pack.sha256);
            assert_ne!(again.sha256_as_saved, pack.sha256);
            assert_eq!(again.files, pack.files);
        }
        let broken = files(|text| [text.as_bytes(), b"\xff"].concat());
        let found = load("p", "policies/p", &broken, &fields).unwrap_err();
        let told: Vec<_> = found.iter().map(|finding| (finding.code.id, finding.at.path.as_str())).collect();
        let names = ["policies/p/l.md", "policies/p/pack.toml", "policies/p/text.md"];
        assert_eq!(told, names.map(|name| ("text-encoding", name)));
    }
}
