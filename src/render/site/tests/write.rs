//! Writes the sample site for looking at: `cargo test --lib -- --ignored write`, then open `target/sample-site/public`.

use super::sample::{site_on, theme};
use crate::render::site::pages;
use std::path::Path;

#[test]
#[ignore = "writes target/sample-site for a person to look at"]
#[expect(
    clippy::disallowed_methods,
    reason = "pictures are taken from files; nothing of the program writes here"
)]
fn write() {
    // The page's script compares with the real day, so the sample can be moved to it: SAMPLE_TODAY=$(date +%F).
    let today = std::env::var("SAMPLE_TODAY").unwrap_or_else(|_| "2025-03-22".to_owned());
    let site = site_on(today.parse().unwrap());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sample-site");
    for draft in pages(&site, &theme()).unwrap() {
        let path = root.join(&draft.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &draft.bytes).unwrap();
    }
}
