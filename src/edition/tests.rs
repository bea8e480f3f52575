//! Outlets that fail, and what an edition has put out by then.

use crate::pipeline::edition;
use crate::publish::Outlet;
use crate::sealed::audit::Cleared;
use crate::workspace::{Workspace, read};
use std::path::Path;

fn sample() -> Workspace {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), None).unwrap()
}

/// Counts what comes, and is lost from so many on.
#[derive(Default)]
struct Counting {
    open: Vec<String>,
    private: usize,
    lost_from: Option<usize>,
}

impl Outlet for Counting {
    fn open(&mut self, cleared: Cleared) {
        self.open.extend(cleared.drafts().iter().map(|draft| draft.path.clone()));
    }

    fn private(&mut self, path: &str, _: &[u8]) {
        assert!(path.starts_with("private/"), "{path}");
        self.private += 1;
    }

    fn is_lost(&self) -> bool {
        self.lost_from.is_some_and(|from| self.open.len() + self.private >= from)
    }
}

#[test]
fn a_disk_that_is_lost_on_the_way_is_not_told_as_links_that_lead_nowhere() {
    let workspace = sample();
    let lost = || Counting { lost_from: Some(0), ..Counting::default() };
    let edition = edition(&workspace, &|_| (), lost).map(|edition| edition.outlet);
    let lost = edition.unwrap_or_else(|found| panic!("{found:?}"));
    let pages = lost.open.iter().filter(|path| path.ends_with(".html"));
    assert_eq!(pages.count(), 0, "whoever owns the outlet says why");
}

#[test]
fn the_open_door_and_the_private_one_get_what_the_report_counts() {
    let workspace = sample();
    let edition = edition(&workspace, &|_| (), Counting::default);
    let edition = edition.unwrap_or_else(|found| panic!("{found:?}"));
    let (pages, prints, private) = edition.report.counts;
    let open = &edition.outlet.open;
    assert_eq!(open.iter().filter(|path| path.ends_with(".html")).count(), pages);
    assert_eq!(open.iter().filter(|path| path.starts_with("board/")).count(), prints);
    assert_eq!(edition.outlet.private, private);
    assert!(open.iter().all(|path| !path.starts_with("private/")) && private > 0 && prints > 0 && pages > 0);
}
