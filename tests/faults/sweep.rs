//! A sweep: one command, disturbed at each of its changing calls, and judged each time.
//!
//! What is left out, and why nothing is lost. A kill leaves what the calls before it made, so of kills between which
//! nothing on the disk changed (a sync, a lock, a call that failed) the first stands for all, and none is needed before
//! the first change. The next run knows nothing but the disk: from a state of the disk from which it was seen to mend,
//! bytes, names, modes and links, it is not run again. Two sweeps that come by the same calls from the same state to the
//! same call disturb it once. [`Seen`] keeps what is known; `MINGBAI_FAULTS=all` forgets it.

use crate::snapshot::{self, Snapshot};
use crate::strace::{self, Always, Call, Fault};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
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
    /// Calls, by what strace says, that stand for each other beside those in a site's trees.
    pub(crate) alike: fn(&str) -> bool,
    /// The call before which the state is looked at: ways of other sweeps may lead through it.
    pub(crate) meets: Option<&'a str>,
    /// What this and other sweeps have seen already.
    pub(crate) seen: &'a Seen,
    /// After a run that was disturbed.
    pub(crate) disturbed: Judge<'a>,
    /// After the next run of the same command, which nobody disturbs; also after a run that was never disturbed.
    pub(crate) mended: Judge<'a>,
}

/// States and points that need no run of their own any more.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<BTreeSet<u64>>);

impl Seen {
    /// Whether this is new; from now on it is not.
    pub(crate) fn first(&self, what: impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        all() || self.0.lock().unwrap().insert(hasher.finish())
    }
}

fn all() -> bool {
    std::env::var("MINGBAI_FAULTS").is_ok_and(|value| value == "all")
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
pub(crate) fn sweep(case: &Case<'_>, desk: &Path) -> Option<Tally> {
    if !strace::available() {
        return None;
    }
    let scratch = memory(desk).join(case.name);
    let folder = scratch.join("recorded");
    snapshot::copy(case.before, &folder);
    let (calls, output) =
        strace::record(&folder, &scratch.join("recorded.log"), case.always, &case.arguments);
    let recorded = (case.mended)(&after(&folder, &output));
    assert!(recorded.is_ok(), "{}: undisturbed: {recorded:?}", case.name);
    if case.always.is_empty() {
        case.seen.first((&case.arguments, Snapshot::of(case.before)));
    }
    let ways = ways(case, &calls, &scratch);
    let plan = plan(case, &calls).into_iter();
    let plan: Vec<_> = plan.filter(|(at, fault)| case.seen.first((ways[*at], fault))).collect();
    let (next, runs, found) = (AtomicUsize::new(0), AtomicUsize::new(1), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((at, fault)) = plan.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match one(case, &scratch, &calls, *at, *fault) {
                        Ok(ran) => _ = runs.fetch_add(ran, Ordering::Relaxed),
                        Err(wrong) => {
                            let Call { name, nth, text } = &calls[*at];
                            let wrong = format!("{fault:?} at {name} {nth} ({text}):\n      {wrong}");
                            found.lock().unwrap().push(wrong);
                        }
                    }
                }
            });
        }
    });
    let changing = calls.iter().filter(|call| strace::changes(call)).count();
    let points: BTreeSet<usize> = plan.iter().map(|(at, _)| *at).collect();
    let tally = Tally { calls: changing, disturbed: points.len(), runs: runs.into_inner() };
    println!("{}: {tally:?}", case.name);
    let found = found.into_inner().unwrap();
    let shown = found.iter().take(12).cloned().collect::<Vec<_>>().join("\n  ");
    assert!(found.is_empty(), "{}: {} of {} runs went wrong:\n  {shown}", case.name, found.len(), plan.len());
    fs::remove_dir_all(&scratch).unwrap();
    // The last sweep of this desk takes the folder away.
    let _ = fs::remove_dir(scratch.parent().unwrap());
    Some(tally)
}

/// A folder in memory where there is one, for the many copies: which calls come and what a kill leaves is the same on
/// every disk, and nothing waits for one. Builds on a real disk are those of `random` and of the end-to-end tests.
fn memory(desk: &Path) -> PathBuf {
    let folder = Path::new("/dev/shm").join(format!("mingbai-{}", desk.file_name().unwrap().display()));
    if fs::create_dir_all(&folder).is_ok() { folder } else { desk.join("cases") }
}

/// For each call the way that leads to it: a state of the disk, the command, and every changing call since.
fn ways(case: &Case<'_>, calls: &[Call], scratch: &Path) -> Vec<u64> {
    let mut way = DefaultHasher::new();
    (&case.arguments, Snapshot::of(case.before)).hash(&mut way);
    let folder = scratch.join("recorded").display().to_string();
    let meets = calls.iter().position(|call| case.meets.is_some_and(|text| call.text.contains(text)));
    let mut ways = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        if meets == Some(at) {
            let folder = scratch.join("met");
            snapshot::copy(case.before, &folder);
            let log = scratch.join("met.log");
            strace::disturb(&folder, &log, case.always, &case.arguments, (calls, at), Fault::Kill).unwrap();
            way = DefaultHasher::new();
            (&case.arguments, Snapshot::of(&folder)).hash(&mut way);
        }
        ways.push(way.finish());
        if strace::changes(call) && !call.is_screen() {
            (&call.name, call.text.replace(&folder, "")).hash(&mut way);
        }
    }
    ways
}

/// Where to disturb, and how. Calls of one name about pages and prints of one door stand for each other: of such a
/// row the first, the last and every so many are taken. All others are taken each.
fn plan(case: &Case<'_>, calls: &[Call]) -> BTreeSet<(usize, Fault)> {
    let mut rows: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, call) in calls.iter().enumerate().filter(|(_, call)| strace::changes(call)) {
        let row = if (case.alike)(&call.text) { "alike" } else { row(call) };
        rows.entry((&call.name, row)).or_default().push(at);
    }
    let mut plan = BTreeSet::new();
    for ((_, kind), row) in &rows {
        for (place, at) in row.iter().enumerate() {
            let (first, last) = (place == 0, place + 1 == row.len());
            if *kind == "screen" {
                // Before the first word and before the last: the work is done, nobody has been told.
                plan.extend((first || last).then_some((*at, Fault::Kill)));
            } else if all() || first || last || place.is_multiple_of(case.every) {
                plan.extend(kill(calls, *at).map(|at| (at, Fault::Kill)));
                // A failing call is answered the same way all along its row: it is the first that fails alone, and
                // from the last on that the disk is gone.
                plan.extend((all() || first).then(|| (*at, Fault::likely(&calls[*at].name))));
                plan.extend((all() || last).then_some((*at, Fault::Gone)));
            }
        }
    }
    plan
}

/// Where a kill finds the disk as one at `at` does: right after the last call that altered it. `None`: nothing did.
fn kill(calls: &[Call], at: usize) -> Option<usize> {
    if all() {
        return Some(at);
    }
    let altered = calls[..at].iter().rposition(strace::alters)?;
    (altered + 1..=at).find(|at| strace::changes(&calls[*at]))
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

/// One run with a fault, and the one after it, if what it finds is new. Says how many runs these were.
fn one(case: &Case<'_>, scratch: &Path, calls: &[Call], at: usize, fault: Fault) -> Result<usize, String> {
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
    let new = case.seen.first((&case.arguments, Snapshot::of(&folder)));
    if new {
        let output = program(&folder, &case.arguments).output().unwrap();
        (case.mended)(&after(&folder, &output)).map_err(|wrong| format!("the next run: {wrong}"))?;
    }
    fs::remove_dir_all(&folder).unwrap();
    fs::remove_file(&log).unwrap();
    Ok(1 + usize::from(new))
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
