//! Publish 发布: the only writer of outputs. Checked files → `public/` (web), `board/` (wall), `chat/`, `loudspeaker/`,
//! and `private/` (office).
//!
//! The whole tree is staged beside the target, fsynced and swapped in at once: a reader sees the old site or the new
//! one, and a failure leaves the old one as it was. Files that did not change stay the same file; files that are no
//! longer made vanish, but for what the office keeps in `private/diff/`. A folder that is not ours is never replaced.
//! What may be public is decided before: by `sealed::audit`, whose `Cleared` is the only thing that the open door takes.
#![expect(clippy::disallowed_methods, reason = "this is the room that writes outputs")]

pub mod codes;
mod draft;
mod file;
mod folder;
mod ground;
mod keep;
mod output;
mod package;
mod plan;
mod site;
mod stage;
mod take_down;
mod tree;

pub use draft::write_draft;
pub use file::{Single, write_new, write_new_together, write_replace_together};
pub use folder::{settle, write_folder};
pub(crate) use ground::{apart, for_output, for_package, for_site};
pub(crate) use keep::keep;
pub(crate) use output::Output;
pub(crate) use package::pack;
pub(crate) use site::{Change, Held, Manifest, SiteFiles, copy, read as read_manifest, written as manifest};
pub(crate) use take_down::take_down;

use crate::diag::{Diagnostic, Place};
use crate::sealed::audit::Cleared;
use std::fs::{self, File};
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

/// Where an edition goes while it is made 出口, file by file. Nothing that comes is for anybody to see until the edition
/// is whole; what goes wrong on the way is told by whoever ends it.
pub(crate) trait Outlet {
    /// What the audit cleared.
    fn open(&mut self, cleared: Cleared);

    /// A paper of the office's own, by its own door.
    fn private(&mut self, path: &str, bytes: &[u8]);

    /// A file of the edition before, as it lies there.
    fn last_good(&self, _path: &str) -> Option<Vec<u8>> {
        None
    }

    /// Whether nothing more can come through: nobody need go on making it.
    fn is_lost(&self) -> bool {
        false
    }
}

/// Nowhere: an edition that is only checked.
impl Outlet for () {
    fn open(&mut self, _: Cleared) {}

    fn private(&mut self, _: &str, _: &[u8]) {}
}

/// A failed system call as a finding: what we were doing, and the system's reason in plain words.
/// Waits for a lock 锁, a file that stays where it is: nobody else has it until this is dropped.
pub(crate) fn lock(path: &Path) -> Result<File, Diagnostic> {
    let open = || {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let lock = File::options().create(true).truncate(false).write(true).open(path)?;
        lock.lock().map(|()| lock)
    };
    open().map_err(|error| failed(path, "加锁", &error))
}

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
