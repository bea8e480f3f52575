//! What the search costs in a large township: `cargo test --lib -- --ignored --nocapture search_beside_pages`.

use super::sample::{site, theme, theme_files};
use crate::render::site::{Site, pages};
use crate::render::theme::Theme;
use chrono::Days;
use std::sync::Arc;

/// The sample's notices, over and over, with words of their own.
fn large(count: usize) -> Site {
    let mut site = site();
    let old = site.notices.pop().unwrap();
    for at in 0..count {
        let mut notice = old.clone();
        notice.stem = format!("n{at}");
        notice.village = ["hongqi", "qinghe", "shimen"][at % 3].into();
        let days = Days::new(at as u64 % 3000);
        notice.posted = old.posted - days;
        notice.last = old.last.map(|last| last - days);
        notice.rows_until = old.rows_until - days;
        let title = format!("关于第{}号事项的公示{}", at % 977, ["产业", "住房", "饮水", "医疗"][at / 7 % 4]);
        Arc::make_mut(&mut notice.document).parts().0.title = super::sample::open(&title);
        site.notices.push(notice);
    }
    site
}

#[test]
#[ignore = "measures; says a ratio"]
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn search_beside_pages() {
    let site = large(10_000);
    let mut files = theme_files();
    files.remove("templates/search.html");
    let without = Theme::load("mine", &files).unwrap();
    let time = |theme: &Theme| {
        let start = std::time::Instant::now();
        let drafts = pages(&site, theme).unwrap();
        (start.elapsed().as_secs_f64(), drafts)
    };
    let ((alone, few), (both, many)) = (time(&without), time(&theme()));
    let search = many.iter().filter(|draft| draft.path.starts_with("public/search/"));
    let bytes: usize = search.map(|draft| draft.bytes.len()).sum();
    println!(
        "{} files without search in {alone:.2} s, {} with it in {both:.2} s: {:.2} times; {bytes} bytes of search",
        few.len(),
        many.len(),
        both / alone
    );
}
