//! The wall round `src/sealed/` and the doors beside it: deliberate breaches must not compile.
//!
//! A copy of the crate gets every breach of the table appended, each in a module of its own, and is compiled. Each
//! must be refused with its own error code and no other: a breach that fails because of a typing slip proves nothing.
//! Errors of an early phase hide those of a later one, so refused breaches are taken out and the rest tried again.
#![expect(clippy::disallowed_methods, reason = "the test copies the crate to break it")]
#![expect(clippy::unwrap_used, reason = "a test may panic; its helpers are outside the test functions")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One attempt to get past a door.
struct Breach {
    /// What is tried.
    what: &'static str,
    /// The file that tries it.
    file: &'static str,
    /// How the compiler refuses.
    code: &'static str,
    source: &'static str,
}

const fn breach(what: &'static str, file: &'static str, code: &'static str, source: &'static str) -> Breach {
    Breach { what, file, code, source }
}

const RENDER: &str = "src/render/mod.rs";
const DOCUMENT: &str = "src/document/mod.rs";
const PUBLISH: &str = "src/publish/mod.rs";
const ROOT: &str = "src/lib.rs";

/// Add a line here when a type or a door is added.
const BREACHES: &[Breach] = &[
    // The second lock and its doors.
    breach(
        "clear drafts without the audit",
        PUBLISH,
        "E0451",
        "fn f(d: Vec<std::sync::Arc<crate::render::Draft<crate::document::Public>>>) -> crate::sealed::audit::Cleared { crate::sealed::audit::Cleared { drafts: d, passed: Vec::new() } }",
    ),
    breach(
        "publish what was not cleared",
        ROOT,
        "E0308",
        "fn f(o: &mut crate::publish::Output<'_>, d: Vec<crate::render::Draft<crate::document::Public>>) { crate::publish::Outlet::open(o, d) }",
    ),
    breach(
        "put a file out past the doors",
        ROOT,
        "E0624",
        "fn f(o: &mut crate::publish::Output<'_>) { o.put(\"public/x\", b\"x\", todo!()) }",
    ),
    breach(
        "audit a household's leaflet as if it were public",
        ROOT,
        "E0308",
        "fn f(d: Vec<std::sync::Arc<crate::render::Draft<crate::document::Household>>>, g: &crate::sealed::audit::Gate) -> bool { g.clear(d).is_ok() }",
    ),
    breach(
        "make a public draft of the office's bytes",
        ROOT,
        "E0624",
        "fn f(b: Vec<u8>) -> crate::render::Draft<crate::document::Public> { crate::render::Draft::new(\"public/x\", crate::render::Media::Text, b, Vec::new()) }",
    ),
    breach(
        "show an office's form on the site",
        RENDER,
        "E0308",
        "fn f(o: crate::document::Document<crate::document::Office>) -> crate::document::Document<crate::document::Public> { o }",
    ),
    breach(
        "show what two lists had in common",
        RENDER,
        "E0308",
        "fn f(p: crate::sealed::compare::Papers) -> crate::document::Document<crate::document::Public> { p.print }",
    ),
    breach(
        "walk a list that is compared",
        PUBLISH,
        "E0616",
        "fn f(l: &crate::sealed::compare::List) -> usize { l.people.len() }",
    ),
    breach(
        "disclose by hand",
        DOCUMENT,
        "E0451",
        "fn f() -> crate::sealed::disclose::Disclosed { crate::sealed::disclose::Disclosed { columns: Vec::new(), rows: Vec::new(), households: 1, people: Some(1) } }",
    ),
    breach(
        "read a roster past the gate",
        ROOT,
        "E0624",
        "fn f(b: &crate::sealed::roster_bytes::RosterBytes) { b.expose(); }",
    ),
    breach(
        "look into the masks",
        RENDER,
        "E0616",
        "fn f(m: &crate::sealed::masks::Masks) -> usize { m.told.len() }",
    ),
    breach(
        "name the key that somebody is found by",
        RENDER,
        "E0603",
        "fn f(_: &crate::sealed::personal::Key) {}",
    ),
    // A personal value.
    breach(
        "open a personal value",
        RENDER,
        "E0624",
        "fn f(p: &crate::sealed::personal::Personal<String>) -> &String { p.expose() }",
    ),
    breach(
        "reach into a personal value",
        DOCUMENT,
        "E0616",
        "fn f(p: &crate::sealed::personal::Personal<String>) -> &String { &p.0 }",
    ),
    breach(
        "take a personal value apart",
        RENDER,
        "E0603",
        "fn f(p: crate::sealed::personal::Personal<String>) -> String { let crate::sealed::personal::Personal(v) = p; v }",
    ),
    breach(
        "make a personal value by hand",
        ROOT,
        "E0603",
        "fn f() -> crate::sealed::personal::Personal<u8> { crate::sealed::personal::Personal(1) }",
    ),
    breach(
        "seal a value elsewhere",
        ROOT,
        "E0624",
        "fn f() -> crate::sealed::personal::Personal<u8> { crate::sealed::personal::Personal::seal(1) }",
    ),
    breach(
        "print a personal value",
        RENDER,
        "E0277",
        "fn f(p: &crate::sealed::personal::Personal<String>) -> String { format!(\"{}\", p) }",
    ),
    breach(
        "turn a personal value into text",
        RENDER,
        "E0599",
        "fn f(p: crate::sealed::personal::Personal<String>) -> String { p.to_string() }",
    ),
    breach(
        "serialise a personal value",
        RENDER,
        "E0277",
        "fn f(p: &crate::sealed::personal::Personal<String>) -> Option<String> { serde_json::to_string(p).ok() }",
    ),
    breach(
        "clone a personal value",
        DOCUMENT,
        "E0599",
        "fn f(p: crate::sealed::personal::Personal<String>) -> [crate::sealed::personal::Personal<String>; 2] { [p.clone(), p] }",
    ),
    breach(
        "dereference a personal value",
        RENDER,
        "E0614",
        "fn f(p: &crate::sealed::personal::Personal<String>) -> usize { (**p).len() }",
    ),
    breach(
        "guess a personal value by comparing",
        RENDER,
        "E0369",
        "fn f(p: &crate::sealed::personal::Personal<u8>, q: &crate::sealed::personal::Personal<u8>) -> bool { p == q }",
    ),
    breach(
        "default a personal value",
        RENDER,
        "E0277",
        "fn f() -> crate::sealed::personal::Personal<u8> { Default::default() }",
    ),
    breach(
        "read a personal value's memory",
        RENDER,
        "unsafe_code",
        "pub fn f(p: &crate::sealed::personal::Personal<u8>) -> u8 { unsafe { std::ptr::from_ref(p).cast::<u8>().read() } }",
    ),
    // The roster.
    breach(
        "walk a roster's households",
        RENDER,
        "E0616",
        "fn f(r: &crate::sealed::roster::Roster) -> usize { r.households.len() }",
    ),
    breach("name a household", DOCUMENT, "E0603", "fn f(_: &crate::sealed::roster::Household) {}"),
    breach("name a person", RENDER, "E0603", "fn f(_: &crate::sealed::roster::Person) {}"),
    breach(
        "read a cell's text",
        RENDER,
        "E0616",
        "fn f(v: &crate::sealed::roster::Value) { let _ = &v.text; }",
    ),
    breach("borrow the room's reading trait", RENDER, "E0603", "use crate::sealed::roster::Texts as _;"),
    breach(
        "make up a roster",
        RENDER,
        "E0451",
        "fn f() -> crate::sealed::roster::Roster { crate::sealed::roster::Roster { path: String::new(), households: Vec::new(), skipped: Vec::new(), withdrawn: Vec::new() } }",
    ),
    breach(
        "clone a roster",
        RENDER,
        "E0599",
        "fn f(r: crate::sealed::roster::Roster) -> [crate::sealed::roster::Roster; 2] { [r.clone(), r] }",
    ),
    breach(
        "serialise a roster",
        RENDER,
        "E0277",
        "fn f(r: &crate::sealed::roster::Roster) -> Option<String> { serde_json::to_string(r).ok() }",
    ),
    // The sign-off.
    breach(
        "take the bytes of a roster file",
        ROOT,
        "E0624",
        "fn f(n: &crate::workspace::Notice) -> Vec<u8> { n.roster.expose().to_vec() }",
    ),
    breach(
        "reach into the bytes of a roster file",
        RENDER,
        "E0616",
        "fn f(b: &crate::sealed::roster_bytes::RosterBytes) { let _ = &b.0; }",
    ),
    breach(
        "use a roster file as bytes",
        PUBLISH,
        "E0308",
        "fn f(n: &crate::workspace::Notice) -> &[u8] { &n.roster }",
    ),
    breach(
        "print a roster file",
        RENDER,
        "E0277",
        "fn f(b: &crate::sealed::roster_bytes::RosterBytes) -> String { format!(\"{b}\") }",
    ),
    breach(
        "serialise a roster file",
        RENDER,
        "E0277",
        "fn f(b: &crate::sealed::roster_bytes::RosterBytes) -> Option<String> { serde_json::to_string(b).ok() }",
    ),
    breach(
        "guess a roster file by comparing",
        RENDER,
        "E0369",
        "fn f(b: &crate::sealed::roster_bytes::RosterBytes) -> bool { *b == crate::sealed::roster_bytes::RosterBytes::seal(Vec::new()) }",
    ),
    breach(
        "declare something signed",
        ROOT,
        "E0451",
        "fn f() -> crate::sealed::signoff::SignedOff { crate::sealed::signoff::SignedOff { signers: Vec::new(), check: None } }",
    ),
    breach(
        "take the bytes of a roster",
        RENDER,
        "E0624",
        "fn f(r: &crate::sealed::roster_bytes::RosterBytes) { r.expose(); }",
    ),
    breach(
        "trust a key by hand",
        ROOT,
        "E0423",
        "fn f() -> crate::sealed::signoff::TrustedKeys { crate::sealed::signoff::TrustedKeys(Vec::new()) }",
    ),
    // Audiences.
    breach(
        "pass an office print off as public",
        PUBLISH,
        "E0308",
        "use crate::{document::{Office, Public}, render::Draft}; fn f(d: Draft<Office>) -> Draft<Public> { d }",
    ),
    breach(
        "pass an addressed leaflet off as public",
        RENDER,
        "E0308",
        "use crate::document::{Document, Household, Public}; fn f(d: Document<Household>) -> Document<Public> { d }",
    ),
    breach(
        "relabel an office document",
        RENDER,
        "E0308",
        "use crate::document::{Document, Office, Public}; fn f(d: Document<Office>) -> Document<Public> { Document::<Public> { ..d } }",
    ),
    breach(
        "make a public document of an office paper's parts",
        PUBLISH,
        "E0599",
        "use crate::document::{Document, Office, Public}; fn f(o: &Document<Office>) -> Document<Public> { Document::<Public>::new(o.meta().clone(), o.blocks().to_vec()) }",
    ),
    breach(
        "make a public document past the composers",
        RENDER,
        "E0624",
        "use crate::document::{Block, Document, Meta, Public}; fn f(m: Meta, b: Vec<Block>) -> Document<Public> { Document::of_parts(m, b) }",
    ),
    breach(
        "write a public document out by hand",
        RENDER,
        "E0451",
        "use crate::document::{Block, Document, Meta, Public}; fn f(m: Meta, b: Vec<Block>) -> Document<Public> { Document { meta: m, blocks: b, imprint: None, audience: std::marker::PhantomData } }",
    ),
    breach(
        "push a block into a public document",
        RENDER,
        "E0616",
        "use crate::document::{Block, Document, Public}; fn f(d: &mut Document<Public>, b: Block) { d.blocks.push(b) }",
    ),
    breach(
        "take a public document's parts to change them",
        ROOT,
        "E0599",
        "use crate::document::{Block, Document, Public}; fn f(d: &mut Document<Public>, b: Block) { d.parts().1.push(b) }",
    ),
    breach(
        "let an office paper be changed as if it were public",
        RENDER,
        "E0603",
        "impl crate::document::audience::Private for crate::document::Public {}",
    ),
    breach(
        "give a public leaflet what is a household's own",
        ROOT,
        "E0061",
        "use crate::document::compose::{Issue, Own, leaflet}; fn f(p: &crate::policy::Pack, l: &crate::policy::Leaflet, i: &Issue<'_>, o: Own) -> bool { leaflet(p, l, i, Some(o)).is_ok() }",
    ),
    breach(
        "say for everybody what was not composed",
        RENDER,
        "E0624",
        "fn f(m: crate::document::Meta) -> bool { crate::document::speech::Script::new(m, Vec::new()).is_ok() }",
    ),
    // What excuses a name.
    breach(
        "declare a text open",
        PUBLISH,
        "E0624",
        "fn f() -> crate::document::Fragment { crate::document::Fragment::of(\"x\", \"程序\") }",
    ),
    breach(
        "make leave to declare a text open",
        ROOT,
        "E0603",
        "fn f() -> crate::document::Fragment { crate::document::Fragment::new(\"x\", \"程序\", crate::render::Declaring(())) }",
    ),
    breach(
        "borrow the leave of another room",
        PUBLISH,
        "E0603",
        "fn f() -> crate::document::Fragment { crate::document::Fragment::new(\"x\", \"程序\", crate::render::DECLARING) }",
    ),
    breach(
        "declare a text open without leave",
        PUBLISH,
        "E0277",
        "fn f() -> crate::document::Fragment { crate::document::Fragment::new(\"x\", \"程序\", ()) }",
    ),
    breach(
        "change what was declared open",
        RENDER,
        "E0594",
        "fn f(f: &mut crate::document::Fragment) { f.text = \"x\".into(); }",
    ),
    breach(
        "add an excuse to a draft",
        PUBLISH,
        "E0616",
        "fn f(d: &mut crate::render::Draft<crate::document::Public>, f: crate::document::Fragment) { d.fragments.push(f) }",
    ),
    breach(
        "invent an audience",
        RENDER,
        "E0277",
        "#[derive(Clone, Debug)] struct Everyone; impl crate::document::Audience for Everyone {}",
    ),
    breach(
        "open the closed set of audiences",
        RENDER,
        "E0603",
        "struct Everyone; impl crate::document::audience::Closed for Everyone {}",
    ),
];

#[test]
fn deliberate_breaches_do_not_compile() {
    let copy = Copy::of_the_crate();
    let (fine, errors) = copy.compile();
    assert!(fine, "the unbroken copy does not compile:\n{}", copy.told(&errors));
    let mut open: Vec<usize> = (0..BREACHES.len()).collect();
    let mut wrong = Vec::new();
    while !open.is_empty() {
        let lines = copy.apply(&open);
        let (fine, errors) = copy.compile();
        let mut refused: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (file, line, code) in &errors {
            let index = lines.get(file).and_then(|lines| lines.get(line));
            let index =
                index.unwrap_or_else(|| panic!("an error outside every breach: {file}:{line} {code}"));
            refused.entry(*index).or_default().insert(code.clone());
        }
        if fine || refused.is_empty() {
            let through = open.iter().map(|index| format!("COMPILES: {}", BREACHES[*index].what));
            wrong.extend(through);
            break;
        }
        for (index, codes) in &refused {
            let breach = &BREACHES[*index];
            if codes.iter().ne([breach.code]) {
                wrong.push(format!("{}: expected {}, refused with {codes:?}", breach.what, breach.code));
            }
        }
        open.retain(|index| !refused.contains_key(index));
    }
    copy.apply(&[]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Breaches by file and line.
type Lines = BTreeMap<String, BTreeMap<u64, usize>>;
/// File, line, code.
type Errors = Vec<(String, u64, String)>;

struct Copy {
    original: PathBuf,
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    /// Copies what the crate is built from; a file that is the same already stays, so that little is recompiled.
    fn of_the_crate() -> Self {
        let original = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        // This test's own binary lies in <target>/<profile>/deps: the dependencies there serve the copy, too.
        let binary = std::env::current_exe().unwrap();
        let target = binary.ancestors().nth(3).unwrap().to_owned();
        let root = target.join("wall");
        let mut wanted = BTreeSet::new();
        let aside = ["target", "dist", "tests", ".git"].map(|name| original.join(name));
        let kept = |entry: &walkdir::DirEntry| {
            entry.path() != target && aside.iter().all(|path| path != entry.path())
        };
        for entry in walkdir::WalkDir::new(&original).into_iter().filter_entry(kept) {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(&original).unwrap().to_owned();
            if entry.file_type().is_file() {
                replace(&root.join(&path), &fs::read(entry.path()).unwrap());
                wanted.insert(path);
            }
        }
        for entry in walkdir::WalkDir::new(&root) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() && !wanted.contains(entry.path().strip_prefix(&root).unwrap()) {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        let mut manifest = fs::read_to_string(original.join("Cargo.toml")).unwrap();
        if !manifest.contains("[workspace]") {
            manifest.push_str("\n[workspace]\n");
        }
        replace(&root.join("Cargo.toml"), manifest.as_bytes());
        Self { original, root, target }
    }

    /// Writes every file of the table with the open breaches at its end; says which lines are whose.
    fn apply(&self, open: &[usize]) -> Lines {
        let mut lines = Lines::new();
        let files: BTreeSet<&str> = BREACHES.iter().map(|breach| breach.file).collect();
        for file in files {
            let mut text = fs::read_to_string(self.original.join(file)).unwrap();
            for index in open.iter().copied().filter(|index| BREACHES[*index].file == file) {
                text.push_str(&format!("\nmod breach_{index} {{\n{}\n}}\n", BREACHES[index].source));
                let end = u64::try_from(text.lines().count()).unwrap();
                let lines = lines.entry(file.to_owned()).or_default();
                (end - 3..=end).for_each(|line| _ = lines.insert(line, index));
            }
            replace(&self.root.join(file), text.as_bytes());
        }
        lines
    }

    fn compile(&self) -> (bool, Errors) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            // What must not compile fails before any code is made: a check is enough, and spares minutes.
            .args(["check", "--lib", "--offline", "--message-format=json", "--target-dir"])
            .arg(&self.target);
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        let output = cargo.current_dir(&self.root).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let errors: Errors = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter_map(|m: Value| self.error(&m))
            .collect();
        assert!(
            output.status.success() || !errors.is_empty(),
            "cargo failed without a compiler's error:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        (output.status.success(), errors)
    }

    /// An error with a code; the summary at the end (“aborting due to …”) has none.
    fn error(&self, message: &Value) -> Option<(String, u64, String)> {
        let message = message.get("message").filter(|message| message["level"] == "error")?;
        let code = message["code"]["code"].as_str()?.to_owned();
        let primary = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
        // Inside a macro the place of its call counts.
        let mut span = primary;
        while !self.root.join(span["file_name"].as_str()?).starts_with(self.root.join("src")) {
            span = &span["expansion"]["span"];
        }
        Some((span["file_name"].as_str()?.to_owned(), span["line_start"].as_u64()?, code))
    }

    fn told(&self, errors: &Errors) -> String {
        errors.iter().map(|(file, line, code)| format!("{file}:{line} {code}\n")).collect()
    }
}

/// Writes a file unless it holds these bytes already.
fn replace(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|now| now == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
