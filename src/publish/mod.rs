//! Publish 发布: the only writer of outputs. Checked files → `public/` (web), `board/` (wall), `chat/`, `loudspeaker/`,
//! and `private/` (office).
//!
//! The whole tree is staged beside the target, fsynced and swapped in at once: a reader sees the old site or the new
//! one, and a failure leaves the old one as it was. Files that did not change stay the same file; files that are no
//! longer made vanish, but for what the office keeps in `private/diff/`. A folder that is not ours is never replaced.
//! What may be public is decided before: by `sealed::audit`, whose `Cleared` is the only thing that the open door takes.
#![expect(clippy::disallowed_methods, reason = "this is the room that writes outputs")]

pub mod codes;
mod file;
mod folder;
mod keep;
mod package;
mod plan;
mod site;
mod stage;
mod tree;

pub use file::{Single, write_new, write_new_together, write_replace_together};
pub use folder::{settle, write_folder};
pub(crate) use keep::keep;
pub(crate) use package::pack;
pub(crate) use site::{Change, Manifest, SiteFiles, copy, read as read_manifest, written as manifest};

use crate::diag::{Diagnostic, Place};
use crate::sealed::audit::Cleared;
use plan::Plan;
use std::io;
use std::path::Path;

/// Where to publish 输出目录, and whose site it is.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The folder that will hold `public/`, `board/`, `private/` and the others.
    pub out: &'a Path,
    /// What tells this workspace from others, one line; the folder remembers it.
    pub workspace: &'a str,
}

/// What publishing did 发布结果, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Not there before.
    pub new: usize,
    /// Rewritten.
    pub changed: usize,
    /// Left as they were.
    pub unchanged: usize,
    /// No longer made, gone.
    pub removed: usize,
}

/// Why nothing was published 没有发布的原因. The previous output is as it was.
#[derive(Debug)]
pub enum PublishError {
    /// Names that cannot be written: findings about the input.
    Paths(Vec<Diagnostic>),
    /// The folder or the disk: busy, foreign, full, read-only.
    Environment(Diagnostic),
}

impl PublishError {
    /// The findings to show.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        match self {
            Self::Paths(findings) => findings,
            Self::Environment(finding) => vec![finding],
        }
    }
}

/// Publishes an edition: what the audit cleared, and the private papers by their own door.
pub(crate) fn publish(
    target: Target<'_>,
    cleared: &Cleared,
    private: &[(String, Vec<u8>)],
) -> Result<Written, Vec<Diagnostic>> {
    let open: Vec<(String, &[u8])> =
        cleared.drafts().iter().map(|draft| (draft.path.clone(), draft.bytes.as_slice())).collect();
    let private: Vec<(String, &[u8])> =
        private.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    publish_files(target, &open, &private).map_err(PublishError::into_findings)
}

/// Publishes a tree 整体发布: `open` goes to the open folders, `private` to `private/` (0700/0600) only.
///
/// The caller makes sure that every `open` file was cleared by the audit.
fn publish_files(
    target: Target<'_>,
    open: &[(String, &[u8])],
    private: &[(String, &[u8])],
) -> Result<Written, PublishError> {
    let plan = Plan::new(open, private).map_err(PublishError::Paths)?;
    keep::leave_room(&plan).map_err(PublishError::Paths)?;
    publish_plan(target, &plan).map_err(PublishError::Environment)
}

fn publish_plan(target: Target<'_>, plan: &Plan<'_>) -> Result<Written, Diagnostic> {
    let staging = stage::Staging::enter(target.out)?;
    let marker = tree::marker(target.workspace);
    let old = tree::Tree::inspect(staging.out(), &marker)?;
    let kept: Vec<bool> = plan.files.iter().map(|file| old.holds(file)).collect();
    let was_there = plan.files.iter().filter(|file| old.has_file(file.path)).count();
    let unchanged = kept.iter().filter(|kept| **kept).count();
    let written = Written {
        new: plan.files.len() - was_there,
        changed: was_there - unchanged,
        unchanged,
        removed: old.file_count() - was_there,
    };
    if !(unchanged == plan.files.len() && old.is_exactly(plan)) {
        staging.write(plan, &kept, &marker, &old)?;
        staging.swap()?;
    }
    Ok(written)
}

/// A failed system call as a finding: what we were doing, and the system's reason in plain words.
fn failed(path: &Path, doing: &str, error: &io::Error) -> Diagnostic {
    let message = format!("{doing}没有成功：{}", reason(error));
    let help = "检查磁盘空间和目录权限后再试；也可以用 --out 换一个目录";
    Diagnostic::error(&codes::FAILED, Place::file(path.display().to_string()), message, help)
}

/// What was written has its name already, but the disk does not confirm it.
fn unsettled(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("新的内容已经换上，但是磁盘没有确认存好：{}", reason(error));
    Diagnostic::error(
        &codes::UNSETTLED,
        Place::file(path.display().to_string()),
        message,
        "检查磁盘，再做一次",
    )
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到文件或目录".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘满了".to_owned(),
        io::ErrorKind::InvalidFilename => "文件名太长或不能用".to_owned(),
        io::ErrorKind::ResourceBusy => "目录正在使用，或是磁盘的挂载点".to_owned(),
        io::ErrorKind::NotADirectory => "路径中间有一段不是目录".to_owned(),
        _ => error.raw_os_error().map_or_else(|| "系统错误".to_owned(), |code| format!("系统错误 {code}")),
    }
}

#[cfg(test)]
mod tests;
