//! The site at its host 网站: what the audit cleared below `public/` → a folder that a web server shows, in place.
//!
//! A host's folder is often one that may not be swapped (a stick, a web root with the host's own files), so files are
//! replaced one by one, each whole. What a manifest of ours names and the new edition lacks goes first; the manifest is
//! the union until everything is done, so that a run that died leaves nothing that the next one would forget. Files
//! that are not ours are never touched.

use super::codes::{BUSY, FOREIGN, OTHER_WORKSPACE};
use super::file::{Single, make_folders, sync_folder, write_replace_together};
use super::tree::{self, MARKER};
use super::{Outlet, failed};
use crate::diag::{Diagnostic, Place};
use crate::document::Public;
use crate::ledger::Digest;
use crate::render::Draft;
use crate::sealed::audit::Cleared;
use crate::sealed::signoff::sha256_hex;
use rustix::fs::{FlockOperation, flock};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Name of the manifest 清单 beside the pages: `sha256sum -c` reads it.
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";

/// What is public of an edition, held until somebody copies or packs it; prints for the wall stay in the office.
#[derive(Default)]
pub(crate) struct Held(Vec<Arc<Draft<Public>>>);

impl Outlet for Held {
    fn open(&mut self, cleared: Cleared) {
        self.0.extend(cleared.into_drafts().into_iter().filter(|draft| draft.path.starts_with("public/")));
    }

    fn private(&mut self, _: &str, _: &[u8]) {}
}

/// The files of a site 网站文件: addresses below its root and bytes, exactly as audited.
#[derive(Debug)]
pub(crate) struct SiteFiles<'a>(BTreeMap<&'a str, &'a [u8]>);

/// Digests 摘要 of an edition's files by address.
pub(crate) type Manifest = BTreeMap<String, String>;

impl<'a> SiteFiles<'a> {
    /// What is held.
    pub(crate) fn of(held: &'a Held) -> Self {
        let public = |path: &'a str| path.strip_prefix("public/");
        Self(held.0.iter().filter_map(|draft| Some((public(&draft.path)?, draft.bytes.as_slice()))).collect())
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Addresses and bytes in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.0.iter().map(|(path, bytes)| (*path, *bytes))
    }

    /// The digests.
    pub(crate) fn manifest(&self) -> Manifest {
        self.0.iter().map(|(path, bytes)| ((*path).to_owned(), sha256_hex(bytes))).collect()
    }
}

/// A manifest as text.
pub(crate) fn written(manifest: &Manifest) -> String {
    manifest.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}

/// A manifest as it was written; what is no line of ours is left out.
pub(crate) fn read(text: &str) -> Manifest {
    let lines = text.lines().filter_map(|line| line.split_once("  "));
    lines
        .filter(|(digest, _)| Digest::try_from((*digest).to_owned()).is_ok())
        .map(|(digest, path)| (path.into(), digest.into()))
        .collect()
}

/// What a new edition changes at its host 变动, by address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// Not there before.
    pub(crate) new: Vec<String>,
    /// With other bytes.
    pub(crate) changed: Vec<String>,
    /// To vanish.
    pub(crate) gone: Vec<String>,
    /// Not ours; left alone.
    pub(crate) foreign: Vec<String>,
    /// As it was.
    pub(crate) unchanged: usize,
}

impl Change {
    /// From one edition to the next.
    pub(crate) fn between(before: &Manifest, now: &Manifest) -> Self {
        let mut change = Self::default();
        for (path, digest) in now {
            match before.get(path) {
                None => change.new.push(path.clone()),
                Some(was) if was != digest => change.changed.push(path.clone()),
                Some(_) => change.unchanged += 1,
            }
        }
        change.gone = before.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
        change
    }
}

/// Brings a folder to a new edition 发布到文件夹, or with `dry` only says what that would change.
pub(crate) fn copy(
    folder: &Path,
    workspace: &str,
    files: &SiteFiles<'_>,
    dry: bool,
) -> Result<Change, Diagnostic> {
    let folder = std::path::absolute(folder).map_err(|error| failed(folder, "查看发布目录", &error))?;
    let marker = tree::marker(&format!("{workspace}\nsite"));
    let (change, before) = compare(&folder, &marker, files)?;
    if dry {
        return Ok(change);
    }
    make_folders(&folder).map_err(|error| failed(&folder, "建目录", &error))?;
    let _lock = lock(&folder)?;
    // Once more, now that nobody else writes.
    let (change, before) = compare(&folder, &marker, files).map(|(change, now)| (change, now.or(before)))?;
    let now = files.manifest();
    let put = |name: &str, bytes: &[u8]| {
        write_replace_together(&[Single { path: &folder.join(name), bytes, private: false }])
    };
    let mut union = before.unwrap_or_default();
    union.extend(now.clone());
    put(MARKER, &marker)?;
    put(MANIFEST, written(&union).as_bytes())?;
    remove(&folder, &change.gone).map_err(|error| failed(&folder, "撤下旧网页", &error))?;
    let fresh: BTreeSet<&String> = change.new.iter().chain(&change.changed).collect();
    for (path, bytes) in files.iter().filter(|(path, _)| fresh.contains(&(*path).to_owned())) {
        put(path, bytes)?;
    }
    put(MANIFEST, written(&now).as_bytes())?;
    Ok(change)
}

/// What would change, and the manifest that is there. Refuses a folder in which we would overwrite what is not ours.
fn compare(
    folder: &Path,
    marker: &[u8],
    files: &SiteFiles<'_>,
) -> Result<(Change, Option<Manifest>), Diagnostic> {
    let refuse = |code, message: &str, help: &str| {
        Err(Diagnostic::error(code, Place::file(folder.display().to_string()), message, help))
    };
    let found = match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
        Err(error) => return Err(failed(folder, "查看发布目录", &error)),
        Ok(is) if !is.is_dir() => {
            return refuse(&FOREIGN, "这里是一个文件或链接，不是文件夹", "另指一个文件夹");
        }
        Ok(_) => names(folder)?,
    };
    let ours = match found.contains(MARKER) {
        false => None,
        true => {
            let there =
                tree::read(&folder.join(MARKER)).map_err(|error| failed(folder, "读取目录标记", &error))?;
            if there != marker {
                let help = "另指一个空文件夹";
                return refuse(
                    &OTHER_WORKSPACE,
                    "这个文件夹是别的输出：另一个工作区的网站，或 build 的目录",
                    help,
                );
            }
            let text = tree::read(&folder.join(MANIFEST)).unwrap_or_default();
            Some(read(&String::from_utf8_lossy(&text)))
        }
    };
    let before = ours.clone().unwrap_or_default();
    let mut change = Change::default();
    for (path, bytes) in files.iter() {
        // Through a link we would write somewhere else.
        let in_the_way =
            path.match_indices('/').map(|(end, _)| &path[..end]).find(|above| found.contains(*above));
        if let Some(above) = in_the_way {
            let message = format!("{above} 是一个文件或链接，这里应当是文件夹");
            return refuse(&FOREIGN, &message, "移走它，或另指一个文件夹");
        }
        let there = found.contains(path);
        if there && !before.contains_key(path) {
            let message = format!("里面已经有 {path}，不是本程序放的，不覆盖它");
            return refuse(&FOREIGN, &message, "移走它，或另指一个文件夹");
        }
        // By the bytes that are there, not by what a manifest says of them.
        match there.then(|| tree::read(&folder.join(path))) {
            None => change.new.push(path.to_owned()),
            Some(Ok(is)) if is == bytes => change.unchanged += 1,
            Some(_) => change.changed.push(path.to_owned()),
        }
    }
    for path in found {
        let own = path == MARKER || path == MANIFEST || files.0.contains_key(path.as_str());
        match (own, before.contains_key(&path)) {
            (true, _) => {}
            (false, true) => change.gone.push(path),
            (false, false) => change.foreign.push(path),
        }
    }
    Ok((change, ours))
}

/// Every file below a folder, links not followed.
fn names(folder: &Path) -> Result<BTreeSet<String>, Diagnostic> {
    let mut found = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.map_err(|error| failed(folder, "查看发布目录", &io::Error::from(error)))?;
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if !entry.file_type().is_dir() {
            found.insert(path.to_string_lossy().into_owned());
        }
    }
    Ok(found)
}

/// Takes files away, and the folders that are empty then.
fn remove(folder: &Path, gone: &[String]) -> io::Result<()> {
    for path in gone {
        let path = folder.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        for above in path.ancestors().skip(1).take_while(|above| *above != folder) {
            if fs::remove_dir(above).is_err() {
                sync_folder(above)?;
                break;
            }
        }
    }
    sync_folder(folder)
}

fn lock(folder: &Path) -> Result<File, Diagnostic> {
    let opened = File::open(folder).map_err(|error| failed(folder, "查看发布目录", &error))?;
    flock(&opened, FlockOperation::NonBlockingLockExclusive).map_err(|_| {
        let at = Place::file(folder.display().to_string());
        Diagnostic::error(&BUSY, at, "另一个 mingbai 正在往这个文件夹发布", "等它结束后再试")
    })?;
    Ok(opened)
}
