//! The output folder of a build 输出目录: files come one by one, whatever changed is staged at once, and the whole tree
//! takes the old one's place when the last one has come. Until then the old one is as it was.

use super::codes::PATH;
use super::file::{create_filled, sync_folder};
use super::ground;
use super::keep;
use super::plan::{Door, Plan};
use super::stage::Staging;
use super::tree::{MARKER, Tree, marker, read};
use super::{Outlet, Target, Written, failed};
use crate::diag::{Diagnostic, Place};
use crate::sealed::audit::Cleared;
use std::collections::BTreeSet;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// An output folder that is being made. Dropped before it is finished, it leaves nothing.
pub(crate) struct Output<'a> {
    target: Target<'a>,
    plan: Plan,
    begun: Option<Begun>,
    /// Names that cannot be written: findings about the input.
    wrong: Vec<Diagnostic>,
    /// What the disk refused first: nothing is asked of it after that.
    refused: Option<Diagnostic>,
}

/// What there is once the first file has come.
struct Begun {
    staging: Staging,
    marker: Vec<u8>,
    old: Tree,
    /// Files of the old tree that can stay.
    kept: Vec<String>,
    /// Folders of the new tree that are there; the empty one is its root.
    folders: BTreeSet<String>,
    written: Written,
}

impl<'a> Output<'a> {
    /// Touches nothing yet.
    pub(crate) fn new(target: Target<'a>) -> Self {
        Self { target, plan: Plan::default(), begun: None, wrong: Vec::new(), refused: None }
    }

    /// A file through one of the doors. What goes wrong is told at the end.
    ///
    /// The caller makes sure that every file for the open door was cleared by the audit.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8], door: Door) {
        if self.refused.is_some() {
            return;
        }
        if keep::is_kept(path) {
            // An edition may not write where the office keeps its papers.
            let message = "private/diff 留给名单比对的结果";
            let help = "村的文件夹不要叫 diff，改成村名拼音";
            self.wrong.push(Diagnostic::error(&PATH, Place::file(path), message, help));
        } else if let Err(finding) = self.plan.take(path, door) {
            self.wrong.push(finding);
        }
        if self.wrong.is_empty() {
            let put = self.begin().and_then(|begun| begun.put(path, bytes, door.private()));
            self.refused = put.err();
        }
    }

    fn begin(&mut self) -> Result<&mut Begun, Diagnostic> {
        let begun = match self.begun.take() {
            Some(begun) => begun,
            None => Begun::enter(self.target)?,
        };
        Ok(self.begun.insert(begun))
    }

    /// Everything has come: the new tree takes its place.
    pub(crate) fn finish(self) -> Result<Written, Vec<Diagnostic>> {
        let Self { target, plan, begun, wrong, refused } = self;
        if !wrong.is_empty() {
            return Err(wrong);
        }
        if let Some(refused) = refused {
            return Err(vec![refused]);
        }
        let begun = begun.map_or_else(|| Begun::enter(target), Ok);
        begun.and_then(|begun| begun.finish(&plan)).map_err(|finding| vec![finding])
    }
}

impl Outlet for Output<'_> {
    fn open(&mut self, cleared: Cleared) {
        cleared.drafts().iter().for_each(|draft| self.put(&draft.path, &draft.bytes, Door::Open));
    }

    fn private(&mut self, path: &str, bytes: &[u8]) {
        self.put(path, bytes, Door::Private);
    }

    fn last_good(&self, path: &str) -> Option<Vec<u8>> {
        let begun = self.begun.as_ref()?;
        let there = begun.old.has_file(path) && path.starts_with("public/");
        there.then(|| read(&begun.staging.out().join(path)).ok()).flatten()
    }

    fn is_lost(&self) -> bool {
        self.refused.is_some()
    }
}

impl Begun {
    fn enter(target: Target<'_>) -> Result<Self, Diagnostic> {
        ground::for_output(target.out)?;
        let staging = Staging::enter(target.out)?;
        let marker = marker(target.workspace);
        let old = Tree::inspect(staging.out(), &marker)?;
        let (kept, folders, written) = (Vec::new(), BTreeSet::new(), Written::default());
        Ok(Self { staging, marker, old, kept, folders, written })
    }

    fn put(&mut self, path: &str, bytes: &[u8], private: bool) -> Result<(), Diagnostic> {
        if self.old.holds(path, bytes, private) {
            self.written.unchanged += 1;
            self.kept.push(path.to_owned());
            return Ok(());
        }
        match self.old.has_file(path) {
            true => self.written.changed += 1,
            false => self.written.new += 1,
        }
        self.folders_of(path, private)?;
        let path = self.staging.new_tree().join(path);
        create_filled(&path, bytes, private).map_err(|error| failed(&path, "写文件", &error))
    }

    /// Makes the folders in which a file lies.
    fn folders_of(&mut self, path: &str, private: bool) -> Result<(), Diagnostic> {
        self.folder("", false)?;
        path.match_indices('/').try_for_each(|(end, _)| self.folder(&path[..end], private))
    }

    fn folder(&mut self, folder: &str, private: bool) -> Result<(), Diagnostic> {
        if !self.folders.insert(folder.to_owned()) {
            return Ok(());
        }
        let path = self.in_new_tree(folder);
        let mode = if private { 0o700 } else { 0o755 };
        DirBuilder::new().mode(mode).create(&path).map_err(|error| failed(&path, "建目录", &error))
    }

    fn in_new_tree(&self, path: &str) -> PathBuf {
        let root = self.staging.new_tree();
        if path.is_empty() { root } else { root.join(path) }
    }

    fn finish(mut self, plan: &Plan) -> Result<Written, Diagnostic> {
        let Written { new, changed, unchanged, .. } = self.written;
        let written = Written { removed: self.old.file_count() - changed - unchanged, ..self.written };
        if new + changed == 0 && self.old.is_exactly(plan) {
            return Ok(written);
        }
        self.folder("", false)?;
        for (folder, private) in &plan.folders {
            self.folder(folder, *private)?;
        }
        for path in &self.kept {
            let (from, to) = (self.staging.out().join(path), self.in_new_tree(path));
            let private = plan.files.get(path).is_some_and(|private| *private);
            share(&from, &to, private).map_err(|error| failed(&to, "写文件", &error))?;
        }
        let root = self.in_new_tree("");
        keep::carry(&self.old, self.staging.out(), &root).map_err(|error| failed(&root, "写目录", &error))?;
        let path = root.join(MARKER);
        create_filled(&path, &self.marker, false).map_err(|error| failed(&path, "写文件", &error))?;
        for folder in plan.folders.keys().rev() {
            let folder = root.join(folder);
            sync_folder(&folder).map_err(|error| failed(&folder, "写目录", &error))?;
        }
        sync_folder(&root).map_err(|error| failed(&root, "写目录", &error))?;
        self.staging.swap()?;
        Ok(written)
    }
}

/// The same file under another name; where links do not work (exFAT), a copy.
fn share(from: &Path, to: &Path, private: bool) -> std::io::Result<()> {
    fs::hard_link(from, to).or_else(|_| create_filled(to, &read(from)?, private))
}
