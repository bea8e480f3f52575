//! strace: which calls of a run change something, and a run that is disturbed at one of them.
//!
//! Publishing happens on the main thread alone, and strace counts calls per thread: without `-f` the K-th call of a
//! name is the same call in every run, whatever the other threads do meanwhile. The recording checks that.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// Calls that can change what is on a disk, or who may change it. `?`: unknown on some machines.
const CHANGING: [&str; 36] = [
    "creat",
    "open",
    "openat",
    "openat2",
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "sendfile",
    "copy_file_range",
    "fallocate",
    "truncate",
    "ftruncate",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "chmod",
    "fchmod",
    "fchmodat",
    "utimensat",
    "flock",
    "mknod",
    "mknodat",
];

/// One call of the main thread.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// Name of the call, e.g. `renameat2`.
    pub(crate) name: String,
    /// It is the n-th of this name.
    pub(crate) nth: usize,
    /// What strace says about it.
    pub(crate) text: String,
}

impl Call {
    /// Words on a screen, not bytes on a disk.
    pub(crate) fn is_screen(&self) -> bool {
        self.name == "write" && (self.text.starts_with("1<") || self.text.starts_with("2<"))
    }

    /// The file that it is about, as far as strace knows: the first path.
    pub(crate) fn path(&self) -> &str {
        let quoted = self.text.split('"').nth(1).filter(|path| path.starts_with('/'));
        let known =
            self.text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(path, _)| path);
        let first = if self.text.starts_with(|c: char| c.is_ascii_digit()) { known } else { quoted };
        first.unwrap_or("")
    }
}

/// How a run is disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    /// Killed on entering the call, which does not happen any more.
    Kill,
    /// This one call fails.
    Once(&'static str),
    /// The disk is gone: from this call on, every changing call fails.
    Gone,
}

impl Fault {
    /// The error that such a call has in life: full, read-only, broken.
    pub(crate) fn likely(name: &str) -> Self {
        Self::Once(match name {
            "fsync" | "fdatasync" | "sync_file_range" => "EIO",
            "flock" => "ENOLCK",
            "openat" | "open" | "creat" | "write" | "pwrite64" | "writev" | "mkdir" | "mkdirat"
            | "fallocate" => "ENOSPC",
            _ => "EROFS",
        })
    }
}

/// Whether strace is here and may trace. Says why not, once.
pub(crate) fn available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| {
        let tried = Command::new("strace")
            .args(["-qq", "-o", "/dev/null", "--inject=chdir:error=ENOENT:when=1", "true"])
            .stdin(Stdio::null())
            .output();
        match tried {
            Ok(output) if output.status.success() => true,
            Ok(output) => {
                println!("strace may not trace here, only random kills: {}", text(&output.stderr).trim());
                false
            }
            Err(error) => {
                println!("no strace here, only random kills: {error}");
                false
            }
        }
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Which inherited conditions hold in every run: e.g. a file system that cannot exchange two names.
pub(crate) type Always = &'static [&'static str];

fn run(folder: &Path, log: &Path, options: &[String], arguments: &[String]) -> Output {
    let names: Vec<String> = CHANGING.iter().map(|name| format!("?{name}")).collect();
    Command::new("strace")
        .args(["-qq", "-e", "signal=none", "-o"])
        .arg(log)
        .arg(format!("--trace={}", names.join(",")))
        .args(options)
        .arg(env!("CARGO_BIN_EXE_mingbai"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The main thread's calls in an undisturbed run, all of the names in [`CHANGING`], and how the run ended.
pub(crate) fn record(folder: &Path, log: &Path, always: Always, arguments: &[String]) -> (Vec<Call>, Output) {
    let mut options: Vec<String> = ["-f", "-y", "-s", "300"].map(str::to_owned).into();
    options.extend(always.iter().map(|option| (*option).to_owned()));
    let output = run(folder, log, &options, arguments);
    let log = fs::read_to_string(log).unwrap();
    let main = log.split_whitespace().next().unwrap().to_owned();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((name, text)) = rest.trim_start().split_once('(') else { continue };
        if !CHANGING.contains(&name) {
            continue;
        }
        let mut call = Call { name: name.to_owned(), nth: 0, text: text.to_owned() };
        if thread == main {
            let count = counts.entry(name.to_owned()).or_default();
            *count += 1;
            call.nth = *count;
            calls.push(call);
        } else {
            assert!(!changes(&call), "another thread changes something: {line}");
        }
    }
    (calls, output)
}

/// Whether a call of these names changes something: opening a file to read it does not.
pub(crate) fn changes(call: &Call) -> bool {
    let opens = call.name.starts_with("open");
    !opens || ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.text.contains(flag))
}

/// Whether the disk was another one after this call: a sync or a lock leaves it alone, and so does what failed.
pub(crate) fn alters(call: &Call) -> bool {
    let still = ["fsync", "fdatasync", "sync_file_range", "flock"].contains(&call.name.as_str());
    let opened =
        call.name.starts_with("open") && !["O_CREAT", "O_TRUNC"].iter().any(|flag| call.text.contains(flag));
    changes(call) && !still && !opened && !call.is_screen() && !call.text.contains(") = -1 E")
}

/// Runs with a fault at `calls[at]`; `None`: the fault did not come to pass.
pub(crate) fn disturb(
    folder: &Path,
    log: &Path,
    always: Always,
    arguments: &[String],
    (calls, at): (&[Call], usize),
    fault: Fault,
) -> Option<Output> {
    let call = &calls[at];
    let (name, nth) = (&call.name, call.nth);
    let mut options: Vec<String> = always.iter().map(|option| (*option).to_owned()).collect();
    match fault {
        Fault::Kill => options.push(format!("--inject={name}:signal=KILL:when={nth}")),
        Fault::Once(errno) => options.push(format!("--inject={name}:error={errno}:when={nth}")),
        Fault::Gone => {
            // Words on the screen still come through: `write` is left alone, files cannot be opened any more.
            for name in CHANGING.iter().filter(|name| **name != "write") {
                let before = calls[..at].iter().filter(|call| call.name == *name).count();
                options.push(format!("--inject=?{name}:error=EIO:when={}+", before + 1));
            }
        }
    }
    let output = run(folder, log, &options, arguments);
    let said = fs::read_to_string(log).unwrap_or_default();
    let came = match fault {
        Fault::Kill => output.status.code().is_none(),
        _ => said.contains("(INJECTED)"),
    };
    came.then_some(output)
}
