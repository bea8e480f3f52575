//! Foreign judges: programs of others that read our prints.

use std::path::Path;
use std::process::Command;

/// Runs a foreign program; a missing one is named with its package.
#[track_caller]
fn judge(program: &str, package: &str, arguments: &[&str], file: &Path, last: &[&str]) -> (bool, String) {
    let output =
        Command::new(program).args(arguments).arg(file).args(last).output().unwrap_or_else(|error| {
            panic!("these tests need {program}: apt-get install {package} ({error})")
        });
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

/// What a program of others says in a folder; none when it fails.
#[track_caller]
pub(crate) fn run(program: &str, arguments: &[&str], folder: &Path) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.unwrap_or_else(|error| panic!("these tests need {program} ({error})"));
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text of a print; `-layout` keeps rows on lines.
#[track_caller]
pub(crate) fn pdftotext(arguments: &[&str], file: &Path) -> String {
    let (good, text) = judge("pdftotext", "poppler-utils", arguments, file, &["-"]);
    assert!(good, "{}: {text}", file.display());
    text
}

#[track_caller]
pub(crate) fn pdfinfo(file: &Path) -> String {
    judge("pdfinfo", "poppler-utils", &[], file, &[]).1
}

#[track_caller]
pub(crate) fn qpdf_check(file: &Path) -> (bool, String) {
    judge("qpdf", "qpdf", &["--check"], file, &[])
}

#[track_caller]
pub(crate) fn mutool_text(file: &Path) -> String {
    judge("mutool", "mupdf-tools", &["draw", "-q", "-F", "txt"], file, &[]).1
}

/// Without white space, so that line breaks do not matter.
pub(crate) fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text of a page without its tags, entities resolved.
pub(crate) fn page_text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let pairs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    pairs.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

/// The cells of a page's table, row by row.
pub(crate) fn table(html: &str) -> Vec<Vec<String>> {
    let body = html.split("<tbody>").nth(1).map_or("", |rest| rest.split("</tbody>").next().unwrap_or(""));
    body.split("<tr>")
        .skip(1)
        .map(|row| {
            row.split("<td")
                .skip(1)
                .map(|cell| page_text(&format!("<td{cell}")))
                .map(|c| c.trim().to_owned())
                .collect()
        })
        .collect()
}
