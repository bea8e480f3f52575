//! The command line 命令: what is typed becomes calls of `pipeline`, and findings become lines that a clerk can act on.
//!
//! The only room that prints. Codes of exit: 0 clean, 1 findings, 2 refused or leak, 3 environment.

mod archive;
mod arguments;
pub(crate) mod as_of;
mod build;
mod catalog;
mod diff;
mod elsewhere;
pub(crate) mod explain;
mod fonts;
mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod keys;
mod ledger;
mod memory;
pub(crate) mod naming;
mod paper;
pub(crate) mod posted;
mod proof;
mod publish;
mod risk;
mod serve;
mod table;
mod upgrade;

use crate::diag::{Diagnostic, Severity};
use crate::edition::held::HELD_BACK;
use crate::text::{shown, shown_in_lines};
use crate::workspace::files::UNREADABLE;
use crate::workspace::{self, Workspace};
use arguments::{Arguments, Command};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Codes of the world outside (disk, fonts, a second build): exit 3.
const ENVIRONMENT: [&str; 5] = ["font-", "ledger-unwritable", "publish-", "serve-", "workspace-unreadable"];

/// Runs the program and says with which code to exit.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    memory::keep();
    let parsed = match arguments::parse(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help and version are answers, not failures.
            let words = shown_in_lines(&arguments::words(&error));
            let failed = error.use_stderr();
            let _ = if failed { write!(io::stderr(), "{words}") } else { write!(io::stdout(), "{words}") };
            return u8::from(failed);
        }
    };
    let mut console = Console { json: parsed.json, taken_down: 0 };
    match execute(&parsed, &mut console) {
        Ok(findings) => console.findings(&findings, &parsed.command, true),
        Err(findings) => console.findings(&findings, &parsed.command, false).max(1),
    }
}

fn execute(arguments: &Arguments, console: &mut Console) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    match &arguments.command {
        Command::Init { dir, pack } => init::init(dir, pack.as_deref(), console),
        Command::Check => build::check(&open(arguments)?, console),
        Command::Build { out } => match open(arguments) {
            Ok(workspace) => build::build(&workspace, out.as_deref(), console),
            Err(found) => {
                let root = workspace::locate(arguments.workspace.as_deref());
                let today = workspace::day(arguments.today);
                Err(build::nothing_new(found, &root, out.as_deref(), today, console))
            }
        },
        Command::Audit { dir, roster } => build::audit(&open_or_bare(arguments)?, dir, roster, console),
        Command::Status { due } => build::status(&open(arguments)?, *due, console),
        Command::Risk { notice } => risk::risk(&open(arguments)?, words(notice).as_deref(), console),
        Command::Proof { notice, out, taken, posted } => {
            let workspace = proof::with_secret(open(arguments)?)?;
            match taken {
                Some(file) => elsewhere::take_in(&workspace, file, console),
                None => proof::proof(workspace, &notice.join(" "), (out.as_deref(), *posted), console),
            }
        }
        Command::Keygen { role, name, out } => keys::keygen(role, name, out, console),
        Command::Upgrade { yes } => upgrade::upgrade(&proof::with_secret(open(arguments)?)?, *yes, console),
        Command::Sign { notice, key } if elsewhere::is_package(notice) => {
            let today = workspace::day(arguments.today);
            elsewhere::sign(Path::new(&notice.join(" ")), key, today, console)
        }
        Command::Sign { notice, key } => {
            keys::sign(&proof::with_secret(open(arguments)?)?, &notice.join(" "), key, console)
        }
        Command::Sheet(typed) => paper::sheet(&proof::with_secret(open(arguments)?)?, typed, console),
        Command::Approve(typed) => {
            let workspace = proof::with_secret(open(arguments)?)?;
            paper::approve(&workspace, arguments.today, typed, console)
        }
        Command::Key(typed) => key::key(&open(arguments)?, arguments.today, typed, console),
        Command::Verify { path, head } => {
            let path = words(path);
            if let Some(bag) = path.as_deref().map(Path::new).filter(|path| archive::is_bag(path)) {
                return archive::verify_bag(bag, console);
            }
            let workspace = open(arguments)?;
            match (path.as_deref(), head) {
                (Some("ledger"), head) => ledger::verify(&workspace, head.as_deref(), console),
                (None, Some(head)) => ledger::verify(&workspace, Some(head), console),
                (None, None) => {
                    let mut findings = keys::verify(&workspace, None, console)?;
                    if workspace.ledger.is_some() {
                        findings.extend(ledger::verify(&workspace, None, console)?);
                    }
                    Ok(findings)
                }
                (path, _) => keys::verify(&workspace, path, console),
            }
        }
        Command::Ledger(command) => ledger::run(&open(arguments)?, arguments.today, command, console),
        Command::Archive { notice, month, out } => {
            let notice = notice.join(" ");
            let wanted = match month {
                Some(month) => archive::Wanted::Month(*month),
                None => archive::Wanted::Notice(&notice),
            };
            archive::archive(&open(arguments)?, &wanted, out.as_deref(), arguments.today, console)
        }
        Command::AsOf { day, site: false } => as_of::as_of(&open(arguments)?, *day, console),
        Command::AsOf { day, site: true } => as_of::site(&open(arguments)?, *day, console),
        Command::Publish { to, pack, dry_run } => {
            let to = match (to, pack) {
                (Some(folder), _) => publish::To::Folder(folder),
                (None, Some(file)) => publish::To::Package(file),
                // Refused when the line is parsed.
                (None, None) => return Ok(Vec::new()),
            };
            publish::publish(&open(arguments)?, &to, *dry_run, arguments.today, console)
        }
        Command::Explain { code } => explain::code(code, console),
        Command::ExplainPeriod { from, days, working, rule, income } => {
            let workspace = open_or_bare(arguments)?;
            match (income, from) {
                (Some(entry), _) => explain::income(&workspace, *entry, console),
                (None, Some(from)) => explain::period(&workspace, *from, *days, *working, rule, console),
                // Refused when the line is parsed.
                (None, None) => Ok(Vec::new()),
            }
        }
        Command::Import { text, out } => import::import(text, out.as_deref(), console),
        Command::Diff { a, b, out } => {
            let workspace = open_or_bare(arguments)?;
            let beside = || match has_township(&workspace.root) {
                true => build::beside(&workspace.root, "dist"),
                false => PathBuf::from(diff::RESULTS),
            };
            let out = out.clone().unwrap_or_else(beside);
            diff::diff(&workspace, (a, b), &out, console)
        }
        Command::Serve { port, office } => {
            let root = workspace::locate(arguments.workspace.as_deref());
            serve::serve(&root, arguments.today, *port, *office, console)
        }
        Command::Fonts => fonts::fonts(&open_or_bare(arguments)?, console),
    }
}

/// What was typed in several words, or nothing.
fn words(typed: &[String]) -> Option<String> {
    (!typed.is_empty()).then(|| typed.join(" "))
}

fn open(arguments: &Arguments) -> Result<Workspace, Vec<Diagnostic>> {
    workspace::read_each(&workspace::locate(arguments.workspace.as_deref()), arguments.today)
}

/// The workspace if there is one, else what the binary brings along: some questions need no township.
fn open_or_bare(arguments: &Arguments) -> Result<Workspace, Vec<Diagnostic>> {
    let root = workspace::locate(arguments.workspace.as_deref());
    if has_township(&root) {
        workspace::read_each(&root, arguments.today)
    } else {
        workspace::bare(&root, arguments.today)
    }
}

fn has_township(root: &Path) -> bool {
    root.join("township.toml").is_file()
}

/// Standard output and error.
pub(crate) struct Console {
    /// Machine-readable output was asked for.
    pub(crate) json: bool,
    /// Notices whose rows were taken down although nothing could be built.
    pub(crate) taken_down: usize,
}

impl Console {
    /// A line for the reader. A closed pipe is no error of ours.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(io::stdout(), "{}", shown_in_lines(text.as_ref()));
    }

    /// Machine-readable output.
    pub(crate) fn json_value<T: serde::Serialize>(&mut self, value: &T) {
        self.line(harmless(&serde_json::to_string_pretty(value).unwrap_or_default()));
    }

    /// Prints findings to standard error in order of place; these are they, sorted.
    fn list(&mut self, findings: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut sorted = findings.to_vec();
        crate::diag::sort(&mut sorted);
        let mut error = io::stderr();
        if self.json {
            let values: Vec<serde_json::Value> = sorted.iter().map(json).collect();
            if !values.is_empty() {
                let _ = writeln!(error, "{}", harmless(&serde_json::Value::Array(values).to_string()));
            }
        } else {
            for finding in crate::diag::summed(&sorted) {
                let _ = writeln!(error, "{finding}");
            }
        }
        sorted
    }

    /// Prints findings to standard error, worst last in weight but in order of place, and says the exit code. `done`: the
    /// command did what it could all the same.
    fn findings(&mut self, findings: &[Diagnostic], command: &Command, done: bool) -> u8 {
        let sorted = self.list(findings);
        let mut error = io::stderr();
        if !self.json {
            let to_mend = |finding: &&Diagnostic| finding.stops() && finding.code.id != HELD_BACK.id;
            let stops = sorted.iter().filter(to_mend).count();
            if stops > 0 {
                let kept = match command {
                    Command::Build { .. } if done => "有错误的没有发布，其余的都发布了。",
                    Command::Build { .. } if self.taken_down > 0 => "没有发布新的内容，到期的名单已经撤下。",
                    Command::Build { .. } => "没有发布任何内容，原来的网站没有动。",
                    _ => "",
                };
                let _ = writeln!(error, "\n共{stops}处要改。{kept}看某一类的说明：mingbai explain 代码");
            }
        }
        // A text or a list with something doubtful in it is not clean, although nothing stops.
        let doubtful = |finding: &Diagnostic| match command {
            Command::Import { .. } => finding.severity >= Severity::Warning,
            Command::Diff { .. } => finding.code.id.starts_with("diff-"),
            _ => false,
        };
        let doubted = sorted.iter().any(doubtful);
        code(&sorted).max(u8::from(doubted))
    }
}

/// JSON says the rarer signs of control, too, by their numbers: it is read at terminals as well.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // JSON itself names the old ones by numbers; line ends are its layout.
        if c == '\n' || shown(c.encode_utf8(&mut [0; 4])).starts_with(c) {
            out.push(c);
        } else {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    out
}

fn json(finding: &Diagnostic) -> serde_json::Value {
    serde_json::json!({
        "code": finding.code.id,
        "severity": match finding.severity {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Refusal => "refusal",
        },
        "path": finding.at.path,
        "sheet": finding.at.sheet,
        "line": finding.at.line,
        "column": finding.at.column,
        "field": finding.at.field,
        "message": finding.message,
        "help": finding.help,
    })
}

/// Whether a finding is about the machine. A roster that a notice names and nobody has put there is a slip of the notice.
fn is_of_machine(finding: &Diagnostic) -> bool {
    let of_notice = finding.code.id == UNREADABLE.id && finding.at.path.starts_with("villages/");
    !of_notice && ENVIRONMENT.iter().any(|kind| finding.code.id.starts_with(kind))
}

/// 2 beats 3 beats 1: a refusal is the gravest thing to hide.
fn code(findings: &[Diagnostic]) -> u8 {
    let stopping: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.stops()).collect();
    if stopping.iter().any(|finding| finding.severity == Severity::Refusal) {
        2
    } else if stopping.iter().any(|finding| is_of_machine(finding)) {
        3
    } else {
        u8::from(!stopping.is_empty())
    }
}
