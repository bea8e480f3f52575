//! Unsigned drafts of a notice: one folder each below a folder of their own. A new one takes the place of those before;
//! what is signed is never touched.

use super::failed;
use super::folder::write_folder;
use crate::diag::Diagnostic;
use crate::proof::Derived;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Endings of the files that a draft holds. A folder that holds anything else is not a draft of ours.
const OURS: [&str; 3] = [".json", ".pdf", ".html"];

/// Writes the draft `name` below `parent` and takes away other drafts there. One that is there and says the same stays as
/// it is, and so does every signed one.
pub fn write_draft(parent: &Path, name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Diagnostic> {
    let wrong = |error: &io::Error| failed(parent, "整理公示稿", error);
    let folder = parent.join(name);
    let held = content(&folder).map_err(|error| wrong(&error))?;
    if held.as_ref().is_some_and(|held| held == files || !is_draft(held)) {
        return Ok(());
    }
    if held.is_some() {
        fs::remove_dir_all(&folder).map_err(|error| wrong(&error))?;
    }
    write_folder(&folder, files)?;
    others(parent, name).map_err(|error| wrong(&error))
}

/// Takes away the drafts beside one.
fn others(parent: &Path, name: &str) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let path = entry?.path();
        if path.file_name().is_none_or(|own| own == name) {
            continue;
        }
        if content(&path)?.is_some_and(|held| is_draft(&held)) {
            fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

/// A proof, and nothing that somebody else put beside it.
fn is_draft(files: &BTreeMap<String, Vec<u8>>) -> bool {
    // A signature on paper and a refusal are JSON as well: they have their role before a second full stop.
    let ours = |name: &String| {
        OURS.iter().any(|ending| name.strip_suffix(ending).is_some_and(|stem| !stem.contains('.')))
    };
    // A derived proof stands by the ledger, without a signature of its own.
    files.contains_key("proof.json") && !files.contains_key(Derived::FILE) && files.keys().all(ours)
}

/// The files of a folder; none where there is no folder.
fn content(folder: &Path) -> io::Result<Option<BTreeMap<String, Vec<u8>>>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = if entry.file_type()?.is_file() { fs::read(entry.path())? } else { Vec::new() };
        files.insert(name, bytes);
    }
    Ok(Some(files))
}

#[cfg(test)]
mod tests {
    use super::super::tests::fresh;
    use super::write_draft;
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    fn draft(words: &str) -> BTreeMap<String, Vec<u8>> {
        BTreeMap::from([("proof.json".to_owned(), words.as_bytes().to_vec())])
    }

    fn names(parent: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(parent)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_draft_takes_the_place_of_the_one_before_and_leaves_what_is_signed() {
        let parent = fresh("drafts").join("n1.proof");
        write_draft(&parent, "v1-A", &draft("a")).unwrap();
        write_draft(&parent, "v1-B", &draft("b")).unwrap();
        assert_eq!(names(&parent), ["v1-B"]);
        fs::write(parent.join("v1-B/村民委员会.txt"), "签字").unwrap();
        fs::create_dir(parent.join("旧")).unwrap();
        write_draft(&parent, "v1-C", &draft("c")).unwrap();
        write_draft(&parent, "v1-B", &draft("changed")).unwrap();
        assert_eq!(names(&parent), ["v1-B", "v1-C", "旧"]);
        assert_eq!(fs::read(parent.join("v1-B/proof.json")).unwrap(), b"b");
        for (name, file) in [("v1-D", "村民委员会.paper.json"), ("v1-E", "村民委员会.refused.json")]
        {
            write_draft(&parent, name, &draft(name)).unwrap();
            fs::write(parent.join(name).join(file), "{}").unwrap();
        }
        write_draft(&parent, "v1-C", &draft("c2")).unwrap();
        assert_eq!(names(&parent), ["v1-B", "v1-C", "v1-D", "v1-E", "旧"]);
        assert_eq!(fs::read(parent.join("v1-C/proof.json")).unwrap(), b"c2");
    }
}
