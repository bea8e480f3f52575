//! What the binary brings along: the default theme, packs, calendars, the field table and a sample township.

use include_dir::{Dir, DirEntry, include_dir};
use std::collections::BTreeMap;

static POLICIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");
static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");
static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// `policies/`: packs, `calendar/`, `fields.toml`.
pub fn policies() -> BTreeMap<String, Vec<u8>> {
    collect(&POLICIES)
}

/// `themes/`.
pub fn themes() -> BTreeMap<String, Vec<u8>> {
    collect(&THEMES)
}

/// The sample township.
pub fn content() -> BTreeMap<String, Vec<u8>> {
    collect(&CONTENT)
}

fn collect(dir: &Dir<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(dir, &mut files);
    files
}

fn walk(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => walk(dir, files),
            DirEntry::File(file) => {
                let path =
                    file.path().iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
                files.insert(path, file.contents().to_vec());
            }
        }
    }
}
