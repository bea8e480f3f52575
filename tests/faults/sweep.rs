//! A sweep: one command, disturbed at each of its changing calls, and judged each time.

use crate::snapshot;
use crate::strace::{self, Always, Call, Fault};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is there after a run.
pub(crate) struct After<'a> {
    pub(crate) folder: &'a Path,
    /// The exit code; `None`: killed.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Says what is wrong, if anything is.
pub(crate) type Judge<'a> = &'a (dyn Fn(&After<'_>) -> Result<(), String> + Sync);

/// A command and what its folder may look like afterwards.
pub(crate) struct Case<'a> {
    pub(crate) name: &'a str,
    /// The folder in which it starts; each run gets a copy and runs in it.
    pub(crate) before: &'a Path,
    pub(crate) arguments: Vec<String>,
    /// strace options of every run.
    pub(crate) always: Always,
    /// Of many calls that stand for each other, each how-manieth is disturbed, and the last.
    pub(crate) every: usize,
    /// After a run that was disturbed.
    pub(crate) disturbed: Judge<'a>,
    /// After the next run of the same command, which nobody disturbs; also after a run that was never disturbed.
    pub(crate) mended: Judge<'a>,
}

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Changing calls of the command.
    pub(crate) calls: usize,
    /// Of these, disturbed.
    pub(crate) disturbed: usize,
    /// Runs of the program.
    pub(crate) runs: usize,
}

/// Disturbs the command at every call; panics with what was found. `None`: there is no strace here.
#[track_caller]
pub(crate) fn sweep(case: &Case<'_>, scratch: &Path) -> Option<Tally> {
    if !strace::available() {
        return None;
    }
    let scratch = scratch.join("cases").join(case.name);
    let folder = scratch.join("recorded");
    snapshot::copy(case.before, &folder);
    let (calls, output) =
        strace::record(&folder, &scratch.join("recorded.log"), case.always, &case.arguments);
    let recorded = (case.mended)(&after(&folder, &output));
    assert!(recorded.is_ok(), "{}: undisturbed: {recorded:?}", case.name);
    let plan = plan(&calls, case.every);
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((at, fault)) = plan.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(wrong) = one(case, &scratch, &calls, *at, *fault) {
                        let Call { name, nth, text } = &calls[*at];
                        let wrong = format!("{fault:?} at {name} {nth} ({text}):\n      {wrong}");
                        found.lock().unwrap().push(wrong);
                    }
                }
            });
        }
    });
    let changing = calls.iter().filter(|call| strace::changes(call)).count();
    let points: std::collections::BTreeSet<usize> = plan.iter().map(|(at, _)| *at).collect();
    let tally = Tally { calls: changing, disturbed: points.len(), runs: 1 + 2 * plan.len() };
    println!("{}: {tally:?}", case.name);
    let found = found.into_inner().unwrap();
    let shown = found.iter().take(12).cloned().collect::<Vec<_>>().join("\n  ");
    assert!(found.is_empty(), "{}: {} of {} runs went wrong:\n  {shown}", case.name, found.len(), plan.len());
    Some(tally)
}

/// Where to disturb, and how. Calls of one name about pages and prints of one door stand for each other: of such a
/// row the first, the last and every so many are taken. All others are taken each.
fn plan(calls: &[Call], every: usize) -> Vec<(usize, Fault)> {
    let all = std::env::var("MINGBAI_FAULTS").is_ok_and(|value| value == "all");
    let mut rows: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, call) in calls.iter().enumerate().filter(|(_, call)| strace::changes(call)) {
        rows.entry((&call.name, row(call))).or_default().push(at);
    }
    let mut plan = Vec::new();
    for ((_, kind), row) in &rows {
        for (place, at) in row.iter().enumerate() {
            if *kind == "screen" {
                // Before the first word and before the last: the work is done, nobody has been told.
                if place == 0 || place + 1 == row.len() {
                    plan.push((*at, Fault::Kill));
                }
            } else if all || place.is_multiple_of(every) || place + 1 == row.len() {
                plan.push((*at, Fault::Kill));
                // A failing call is answered the same way all along its row.
                if all || place == 0 || place + 1 == row.len() {
                    plan.extend([Fault::likely(&calls[*at].name), Fault::Gone].map(|fault| (*at, fault)));
                }
            }
        }
    }
    plan.sort_by_key(|(at, _)| *at);
    plan
}

/// Calls with the same answer stand for each other: those about one door of a site's new tree or of its old one, and
/// those about any other new folder.
fn row(call: &Call) -> &str {
    if call.is_screen() {
        return "screen";
    }
    let path = call.path();
    let door = ["/new/", "/old/"].iter().find_map(|tree| {
        let (staging, rest) =
            path.split_once(tree).filter(|(staging, _)| staging.contains("/.mingbai-staging-"))?;
        let door = rest.split('/').next().filter(|_| staging.ends_with("-dist")).unwrap_or("");
        path.get(..staging.len() + tree.len() + door.len())
    });
    door.unwrap_or(&call.text)
}

/// One run with a fault, and the one after it.
fn one(case: &Case<'_>, scratch: &Path, calls: &[Call], at: usize, fault: Fault) -> Result<(), String> {
    let kind = match fault {
        Fault::Kill => "kill",
        Fault::Once(_) => "fail",
        Fault::Gone => "gone",
    };
    let folder: PathBuf = scratch.join(format!("{at}-{kind}"));
    let log = scratch.join(format!("{at}-{kind}.log"));
    snapshot::copy(case.before, &folder);
    let output = strace::disturb(&folder, &log, case.always, &case.arguments, (calls, at), fault)
        .ok_or("the fault did not come to pass")?;
    let ended = after(&folder, &output);
    if ended.code.is_some_and(|code| code != 0 && code != 3) || ended.err.contains("程序出错了") {
        return Err(format!("it ended with {:?}: {}", ended.code, ended.err.trim()));
    }
    (case.disturbed)(&ended)?;
    let output = program(&folder, &case.arguments).output().unwrap();
    (case.mended)(&after(&folder, &output)).map_err(|wrong| format!("the next run: {wrong}"))?;
    fs::remove_dir_all(&folder).unwrap();
    fs::remove_file(&log).unwrap();
    Ok(())
}

/// The program, not yet started.
pub(crate) fn program(folder: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingbai"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null()).stdout(Stdio::null());
    command
}

pub(crate) fn after<'a>(folder: &'a Path, output: &Output) -> After<'a> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    After { folder, code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}
