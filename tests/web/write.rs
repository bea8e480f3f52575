//! Writes the sample site for looking at: `cargo test --test web -- --ignored write`, then open `target/sample-site/public`.

use super::sample::{site, theme};
use mingbai::render::site::pages;
use std::path::Path;

#[test]
#[ignore = "writes target/sample-site for a person to look at"]
#[expect(clippy::disallowed_methods, reason = "pictures are taken from files; nothing of the program writes here")]
fn write() {
    let mut site = site();
    // The live script compares with the real day: move the sample so that a period is running.
    if let Ok(url) = std::env::var("SAMPLE_BASE_URL") {
        site.base_url = Some(url);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sample-site");
    for draft in pages(&site, &theme()).unwrap() {
        let path = root.join(&draft.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &draft.bytes).unwrap();
    }
}
