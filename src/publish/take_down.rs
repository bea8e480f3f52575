//! Taking down 撤下, where nothing can be built: notices of an earlier build whose rows may be seen no longer lose them,
//! whatever is wrong with the workspace. The days stand in the pages themselves; nothing else is asked.

use super::file::{Single, write_replace_together};
use super::stage::Staging;
use super::tree::{MARKER, is_marker, read};
use super::{failed, ground};
use crate::diag::Diagnostic;
use chrono::NaiveDate;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What stands before the last day of rows in a page.
const UNTIL: &str = "data-rows-until=\"";

/// The page that stands in the place of one whose rows are gone.
const GONE: &str = "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"robots\" content=\"noindex\">\n<title>名单已撤下</title>\n</head>\n<body>\n<h1>名单已撤下</h1>\n\
    <p>这份公示的张贴期已满，名单已按规定撤下。需要了解情况的，请问村民委员会或者乡镇人民政府。</p>\n</body>\n</html>\n";

/// Takes the rows out of every notice in an output folder whose last day lies before `today`: its page becomes a plain one,
/// prints beside it, pictures and scripts go. Returns how many notices. A folder that no build made is not touched.
pub(crate) fn take_down(out: &Path, today: NaiveDate) -> Result<usize, Diagnostic> {
    if !read(&out.join(MARKER)).is_ok_and(|bytes| is_marker(&bytes)) {
        return Ok(0);
    }
    ground::for_output(out)?;
    // No build may swap the folder away meanwhile.
    let staging = Staging::enter(out)?;
    let out = staging.out();
    let wrong = |error: io::Error| failed(out, "撤下到期的名单", &error);
    let mut taken = 0;
    for page in pages(&out.join("public/villages")).map_err(wrong)? {
        let text = read(&page).map_err(wrong)?;
        if is_over(&String::from_utf8_lossy(&text), today) {
            write_replace_together(&[Single { path: &page, bytes: GONE.as_bytes(), private: false }])?;
            beside(out, &page).map_err(wrong)?;
            taken += 1;
        }
    }
    Ok(taken)
}

/// Whether a page shows rows whose last day is over.
fn is_over(page: &str, today: NaiveDate) -> bool {
    page.match_indices(UNTIL)
        .filter_map(|(at, _)| page.get(at + UNTIL.len()..)?.split_once('"')?.0.parse::<NaiveDate>().ok())
        .any(|last| last < today)
}

/// The pages of notices: `<village>/notices/<notice>/index.html`.
fn pages(villages: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for village in folders(villages)? {
        for notice in folders(&village.join("notices"))? {
            found.push(notice.join("index.html"));
        }
    }
    found.retain(|page| fs::symlink_metadata(page).is_ok_and(|is| is.is_file()));
    Ok(found)
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Takes away what lies beside a page, and what was made to be passed on.
fn beside(out: &Path, page: &Path) -> io::Result<()> {
    let name =
        |path: Option<&Path>| path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let notice = page.parent();
    let (Some(folder), Some(stem)) = (notice, name(notice)) else { return Ok(()) };
    let Some(village) = name(folder.parent().and_then(Path::parent)) else { return Ok(()) };
    remove(folder, &|file| file != "index.html")?;
    for voices in ["chat", "loudspeaker"] {
        // `n1.png`, and `n1-2.png` where a list goes on, unless that is another notice's.
        let own = |file: &str| {
            let (bare, _) = file.split_once('.').unwrap_or((file, ""));
            let more = bare.strip_prefix(stem.as_str()).and_then(|rest| rest.strip_prefix('-'));
            let goes_on = more.is_some_and(|more| more.chars().all(|c| c.is_ascii_digit()));
            bare == stem || goes_on && !folder.with_file_name(bare).is_dir()
        };
        remove(&out.join(voices).join(&village), &own)?;
    }
    Ok(())
}

/// Removes the files of a folder that are wanted.
fn remove(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() && wanted(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::fresh;
    use super::take_down;
    use std::fs;

    #[test]
    fn rows_of_a_notice_that_is_over_go_and_others_stay() {
        let out = fresh("take-down").join("dist");
        let page = |notice: &str, last: &str| {
            let folder = out.join(format!("public/villages/a/notices/{notice}"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(
                folder.join("index.html"),
                format!("<section data-rows-until=\"{last}\">王*明</section>"),
            )
            .unwrap();
            fs::write(folder.join(format!("{notice}.pdf")), "王*明").unwrap();
        };
        page("n1", "2025-04-19");
        page("n10", "2025-04-20");
        fs::create_dir_all(out.join("chat/a")).unwrap();
        for name in ["n1.png", "n1-2.png", "n10.png"] {
            fs::write(out.join("chat/a").join(name), "").unwrap();
        }
        let today = "2025-04-20".parse().unwrap();
        assert_eq!(take_down(&out, today).unwrap(), 0, "no build made this folder");
        fs::write(out.join(".mingbai"), "mingbai output 1\nworkspace 某乡\n").unwrap();
        assert_eq!(take_down(&out, today).unwrap(), 1);
        let read = |path: &str| fs::read_to_string(out.join(path)).unwrap();
        assert!(read("public/villages/a/notices/n1/index.html").contains("名单已按规定撤下"));
        assert!(read("public/villages/a/notices/n10/index.html").contains("王*明"));
        assert!(!out.join("public/villages/a/notices/n1/n1.pdf").exists());
        assert!(out.join("public/villages/a/notices/n10/n10.pdf").exists());
        assert!(out.join("chat/a/n10.png").exists() && !out.join("chat/a/n1.png").exists());
        assert!(!out.join("chat/a/n1-2.png").exists());
        assert_eq!(take_down(&out, today).unwrap(), 0, "nothing is done twice");
    }
}
