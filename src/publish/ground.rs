//! Where a path lies 位置 → whether something may be written there: nothing private below a published folder, no site over,
//! in or above a workspace or a build's output.
//!
//! A folder is known by what lies in it, after links and `..` are resolved, so that neither a link nor another way of
//! writing its name leads past.

use super::codes::INSIDE;
use super::site::MANIFEST;
use super::tree::MARKER;
use crate::diag::{Diagnostic, Place};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

/// The file that makes a folder a workspace.
const TOWNSHIP: &str = "township.toml";

/// Folders of a workspace that every command reads.
const READ: [&str; 6] = ["keys", "kept", "policies", "themes", "villages", "witness"];

/// Refuses a folder for the site that is, holds, or lies in something of the office: `root` is the workspace, `output`
/// where its builds go when nobody says.
pub(crate) fn for_site(folder: &Path, root: &Path, output: &Path) -> Result<(), Diagnostic> {
    let refuse = |message: &str| refused(folder, message, "另指一个文件夹，和工作区、输出目录都分开");
    let true_folder = resolve(folder);
    if true_folder.ancestors().any(|above| above.join(TOWNSHIP).exists() || is_same(above, root)) {
        return refuse("这个文件夹是工作区，或在工作区里面；名册会和网站放在一起");
    }
    if resolve(root).ancestors().any(|above| is_same(above, &true_folder)) {
        return refuse("工作区在这个文件夹里面；名册会和网站放在一起");
    }
    let output = resolve(output);
    let in_output = |above: &Path| is_output(above) || is_same(above, &output);
    if true_folder.ancestors().any(in_output) {
        return refuse("这个文件夹是 build 的输出目录，或在它里面；内部材料会和网站放在一起");
    }
    // Before the first build too, and when it is linked into another folder.
    if output.ancestors().any(|above| is_same(above, &true_folder)) {
        return refuse("build 的输出目录在这个文件夹里面；内部材料会和网站放在一起");
    }
    if true_folder.ancestors().skip(1).any(is_marked) {
        return refuse("这个文件夹在另一个网站的文件夹里面");
    }
    below(&true_folder).map_or(Ok(()), |message| refuse(&message))
}

/// What of the office lies below a folder, or is linked from there, in words.
fn below(folder: &Path) -> Option<String> {
    walkdir::WalkDir::new(folder).min_depth(1).into_iter().flatten().find_map(|entry| {
        let (path, name) = (entry.path(), entry.file_name());
        let shown = || path.strip_prefix(folder).unwrap_or(path).display().to_string();
        if entry.path_is_symlink() {
            let to = path.canonicalize().ok()?;
            let of_the_office = |above: &Path| above.join(TOWNSHIP).exists() || is_output(above);
            return to
                .ancestors()
                .any(of_the_office)
                .then(|| format!("里面的链接 {} 通到工作区或 build 的输出目录", shown()));
        }
        let above = path.parent()?;
        if name == TOWNSHIP {
            return Some(format!("里面有一个工作区（{}）", shown()));
        }
        (name == MARKER && above != folder && is_output(above))
            .then(|| format!("里面有 build 的输出目录（{}）", shown()))
    })
}

/// Refuses a package where it would stay for everybody to see, or among the files that make the site.
pub(crate) fn for_package(file: &Path) -> Result<(), Diagnostic> {
    let folder = resolve(file.parent().unwrap_or(file));
    if folder.ancestors().any(is_marked) {
        let message = "这里是网站或 build 的输出目录；包放在这里，撤下的名单还看得到";
        return refused(file, message, "把包放到别的文件夹");
    }
    match in_workspace(&folder) {
        Some(part) => refused(file, &format!("这里是工作区的 {part}"), "把包放到别的文件夹"),
        None => Ok(()),
    }
}

/// Refuses what is not for everybody a place in, or on, a published folder.
pub(crate) fn apart(path: &Path) -> Result<(), Diagnostic> {
    let true_path = resolve(path);
    let published = is_site(&true_path) || true_path.ancestors().skip(1).any(is_marked);
    if published {
        let message = "这个位置在网站或 build 的输出目录里面，不能放内部材料";
        return refused(path, message, "用 --out 换一个目录");
    }
    Ok(())
}

/// The same, and keeps outputs out of the folders that a workspace is read from.
pub(crate) fn for_output(path: &Path) -> Result<(), Diagnostic> {
    apart(path)?;
    match in_workspace(&resolve(path)) {
        Some(part) => refused(path, &format!("这里是工作区的 {part}，不能放输出"), "用 --out 换一个目录"),
        None => Ok(()),
    }
}

fn refused(path: &Path, message: &str, help: &str) -> Result<(), Diagnostic> {
    Err(Diagnostic::refusal(&INSIDE, Place::file(path.display().to_string()), message, help))
}

/// Which folder of a workspace a path lies in, if every command reads it.
fn in_workspace(path: &Path) -> Option<&'static str> {
    let root = path.ancestors().skip(1).find(|above| above.join(TOWNSHIP).exists())?;
    let first = root.join(path.strip_prefix(root).ok()?.components().next()?);
    // By what it is, not by its letters: a disk may not tell Keys from keys.
    READ.into_iter().find(|name| first == root.join(name) || is_same(&first, &root.join(name)))
}

/// A folder that a build or a publication made.
fn is_marked(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(MARKER)).is_ok()
}

/// A folder that a publication made: the whole of it is for everybody.
fn is_site(folder: &Path) -> bool {
    is_marked(folder) && fs::symlink_metadata(folder.join(MANIFEST)).is_ok()
}

/// A folder that a build made, with the office's papers in it.
fn is_output(folder: &Path) -> bool {
    is_marked(folder) && !is_site(folder)
}

fn is_same(a: &Path, b: &Path) -> bool {
    let identity = |path: &Path| fs::metadata(path).ok().map(|is| (is.dev(), is.ino()));
    a == b || identity(a).is_some_and(|is| identity(b) == Some(is))
}

/// A path with links and `..` resolved as far as it exists; what is not there yet stands as it was written.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut out = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => {
                out.push(part);
                if let Ok(is) = out.canonicalize() {
                    out = is;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::fresh;
    use super::*;

    /// `ws/` with a roster, `dist/` as a build leaves it, `web/` as a publication does.
    fn township(name: &str) -> PathBuf {
        let root = fresh(name);
        for path in [
            "ws/township.toml",
            "ws/villages/a/rosters/r.csv",
            "ws/keys/k.pub",
            "dist/.mingbai",
            "dist/private/due.html",
            "dist/public/index.html",
            "web/.mingbai",
            "web/manifest-sha256.txt",
            "web/villages/index.html",
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    #[test]
    fn a_site_lies_neither_over_nor_in_nor_above_the_office() {
        let root = township("ground-site");
        let link = |to: &str, from: &str| {
            std::os::unix::fs::symlink(root.join(to), root.join(from)).unwrap();
        };
        link("ws", "ws-link");
        link("ws/villages", "villages-link");
        link("dist/private", "private-link");
        fs::create_dir_all(root.join("linked")).unwrap();
        link("ws/villages", "linked/v");
        fs::create_dir_all(root.join("shelf/inner/deep")).unwrap();
        fs::write(root.join("shelf/inner/deep/township.toml"), "").unwrap();
        fs::create_dir_all(root.join("shelf2/out/private")).unwrap();
        fs::write(root.join("shelf2/out/.mingbai"), "").unwrap();
        let may = |to: &str| for_site(&root.join(to), &root.join("ws"), &root.join("dist"));
        for to in [
            "ws",
            "ws/",
            "ws/.",
            "ws/villages",
            "ws/new",
            "ws/new/deep",
            "ws/keys/..",
            "",
            ".",
            "..",
            "web/..",
            "web/../ws",
            "nowhere/../ws/new",
            "ws-link",
            "ws-link/x",
            "villages-link",
            "villages-link/..",
            "private-link",
            "private-link/..",
            "dist",
            "dist/private",
            "dist/private/x",
            "dist/public",
            "dist/public/new",
            "linked",
            "shelf",
            "shelf2",
            "shelf2/out",
            "shelf2/out/private",
            "web/villages",
        ] {
            let refused = may(to).expect_err(to);
            assert_eq!(
                (refused.code.id, refused.severity),
                ("publish-inside", crate::diag::Severity::Refusal)
            );
        }
        for to in ["web", "web/", "www", "www/deep/er", "ws2", "ws/../www", "nowhere/../www"] {
            may(to).unwrap_or_else(|refused| panic!("{to}: {}", refused.message));
        }
        // Before there is a build.
        fs::remove_dir_all(root.join("dist")).unwrap();
        for to in ["dist", "dist/private", "dist/x"] {
            assert!(may(to).is_err(), "{to}");
        }
    }

    #[test]
    fn nothing_private_lies_in_a_site_or_among_what_is_read() {
        let root = township("ground-private");
        std::os::unix::fs::symlink(root.join("web"), root.join("web-link")).unwrap();
        for to in
            ["web", "web/x", "web/x/y", "web-link", "web-link/x", "web/../web/x", "dist/public/x", "dist/x"]
        {
            assert!(apart(&root.join(to)).is_err() && for_output(&root.join(to)).is_err(), "{to}");
        }
        for to in ["ws/villages/x", "ws/keys", "ws/themes/x", "ws/kept/x"] {
            assert!(for_output(&root.join(to)).is_err(), "{to}");
        }
        for to in ["dist", "other", "other/x", "ws/dist"] {
            for_output(&root.join(to)).unwrap();
        }
        apart(&root.join("ws/policies/new")).unwrap();
        for file in ["web/site.zip", "dist/site.zip", "dist/public/site.zip", "ws/themes/site.zip"] {
            assert!(for_package(&root.join(file)).is_err(), "{file}");
        }
        for file in ["site.zip", "ws/site.zip", "other/site.zip"] {
            for_package(&root.join(file)).unwrap();
        }
    }
}
