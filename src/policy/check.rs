//! Pack files → [`Pack`]: every reference resolves, every number has its clause, nothing is below the floor.

use super::codes::PACK_INCOMPLETE;
use super::fields::FieldTable;
use super::text::ClauseTree;
use super::written::Pack as Written;
use super::{
    Pack, conflicts, criteria, duties, evidence, floor, forms, placeholder, points, references, told,
};
use crate::diag::{Diagnostic, Place, toml};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Reads and checks a pack from its files (path inside the pack → bytes). `path` is the folder shown in messages.
pub(crate) fn load(
    id: &str,
    path: &str,
    files: &BTreeMap<String, Vec<u8>>,
    fields: &FieldTable,
) -> Result<Pack, Vec<Diagnostic>> {
    let mut texts = BTreeMap::new();
    for (name, bytes) in files {
        if let Ok(text) = std::str::from_utf8(bytes) {
            texts.insert(name.clone(), text.to_owned());
        }
    }
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
    let text = ClauseTree::parse(&format!("{path}/text.md"), prose)?;
    let pack = Pack {
        id: id.to_owned(),
        path: path.to_owned(),
        is: written,
        text,
        sha256: digest(files),
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

/// SHA-256 over the files in order of path: `length path NUL length bytes`, examples left out (they are not policy).
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.starts_with("example/")) {
        hash.update(format!("{} {name}\0{} ", name.len(), bytes.len()));
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
