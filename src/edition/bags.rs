//! Archiving 归档: closed notices → one bag, audited like everything that leaves the office. What hung comes from the kept
//! copies, never from a new rendering; a roster never goes in.

use super::cases::Case;
use super::compared;
use super::declarations::declarations;
use super::derivations::derivations;
use super::kept;
use super::proof_page::PAGE;
use super::ready::Ready;
use super::terms::of_others;
use crate::archive::bag::{self, Files, REHEARSAL};
use crate::archive::checks::{Check, Nature, usability};
use crate::archive::contents::{Papers, contradictions};
use crate::calendar::chinese;
use crate::diag::{Diagnostic, Place};
use crate::document::compose::{Cover, cover};
use crate::document::{Fragment, Text, fragments};
use crate::ledger::{self, Digest, Event, HangingRun, Stage};
use crate::policy::Pack;
use crate::policy::fields::classify;
use crate::policy::plain_files;
use crate::proof::{Derived, Sheets};
use crate::render::fonts::FontBook;
use crate::render::layout::{Paper, PrintTheme};
use crate::render::print;
use crate::sealed::audit::audit_folder;
use crate::sealed::roster::Roster;
use crate::sealed::signoff::{PAPER_ENDING, TrustedKeys, Way, role_of};
use crate::workspace::{Notice, Workspace};
use std::collections::BTreeSet;

crate::codes! {
    NOT_CLOSED = "archive-not-closed":
        "公示还没有结束，不能归档。期满、答复完以后运行 mingbai close，再归档。"
        / "A notice that still runs cannot be archived. Close it first.";
    NOTHING = "archive-nothing":
        "没有要归档的公示：台账里没有这个月结束的。" / "No notice of that month is closed according to the ledger.";
    UNSIGNED = "archive-unsigned":
        "名册或政策包在签字以后变了，归档时核对不上。找回签字时的文件。"
        / "The signatures no longer fit the roster or the pack. Restore what was signed.";
}

/// What the bag of a rehearsal says of itself.
const NOT_MEANT: &str = "演练，这里的公示不是真的";

/// A bag that may leave the office 归档包.
pub(crate) struct Bagged {
    /// Every file by path inside the bag.
    pub(crate) files: Files,
    /// Digest of its manifest: what the ledger keeps.
    pub(crate) digest: Digest,
    /// Self-check of the four natures.
    pub(crate) checks: Vec<Check>,
}

/// What the bag is called, for people and for its folder.
pub(crate) struct Label {
    /// Folder name, ASCII.
    pub(crate) name: String,
    /// Title, e.g. 普安乡红旗村监测对象认定公示.
    pub(crate) title: String,
}

/// Packs notices into a bag; all findings at once, and nothing is written here.
pub(crate) fn bag_of(
    workspace: &Workspace,
    ready: &Ready,
    (all, wanted): (&[Case<'_>], &[&Case<'_>]),
    label: &Label,
    (theme, fonts): (&PrintTheme, &FontBook),
    open: Vec<Fragment>,
) -> Result<Bagged, Vec<Diagnostic>> {
    let mut payload = Files::new();
    let mut errors = Vec::new();
    for case in wanted {
        match papers(workspace, ready, case) {
            Ok(papers) => papers.into_payload(&mut payload),
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    policies(workspace, ready, wanted, &mut payload);
    let mut checks = vec![
        signatures(wanted),
        Check::new(
            Nature::Authenticity,
            "张贴的每一份都是台账登记的那一份",
            contradictions(&payload).is_empty(),
            format!("{}份公示", wanted.len()),
        ),
    ];
    checks.push(Check::new(
        Nature::Integrity,
        "每个文件有两种校验码",
        true,
        format!("SHA-256、SHA-512，{}个文件", payload.len() + 2),
    ));
    checks.extend(usability(&payload));
    checks.push(Check::new(Nature::Safety, "没有身份证号、银行卡号、电话和完整姓名", true, "逐字查过"));
    checks.push(Check::new(Nature::Safety, "不含名册原件", true, "名册由村里另外保管"));
    let sheet = cover(&sheet(workspace, ready, wanted, label, &payload, &checks));
    payload.insert("cover.pdf".into(), print(&sheet, Paper::A4, theme, fonts)?);
    let report = serde_json::to_vec_pretty(&checks).unwrap_or_default();
    payload.insert("self-check.json".into(), report);
    let mut open = open;
    open.extend(fragments(&sheet));
    let files = bag::pack(&payload, &info(workspace, ready, wanted, label));
    audited(workspace, ready, all, &files, open)?;
    let digest = bag::digest(&files);
    Ok(Bagged { files, digest, checks })
}

/// A notice's own papers.
fn papers(workspace: &Workspace, ready: &Ready, case: &Case<'_>) -> Result<Papers, Vec<Diagnostic>> {
    let notice = case.notice;
    let at = || Place::file(&notice.path);
    if !matches!(case.life.stage, Stage::Closed | Stage::Announced | Stage::Withdrawn) {
        let help = format!("期满、答复完以后运行 mingbai close {}，再归档", notice.id);
        return Err(vec![Diagnostic::refusal(&NOT_CLOSED, at(), "这份公示还没有结束", help)]);
    }
    // A bag says who signed: what cannot be checked today is not said. Of a notice of the old form it says that nobody checked.
    let old = case.old.is_some();
    let lost = case.signers.iter().any(|signer| signer.way == Way::LostKey);
    let unsigned = case.signers.is_empty() && !case.kind.signed_by.is_empty();
    let unchecked = case.held || lost || unsigned && !old;
    if !case.missing.is_empty() || unchecked {
        let message = match case.missing.is_empty() {
            true if lost => "签字所用的公钥不在了，核对不了".to_owned(),
            true => "签字核对不上：名册、政策包或公钥在签字以后变了".to_owned(),
            false => format!("{}的签字核对不上", case.missing.join("、")),
        };
        let help = match lost {
            true => {
                "签妥时的公钥存在 kept/source 里（key-….pub）：放回 keys/村文件夹，运行 mingbai key 登记它的任期"
            }
            false => "找回签字时的名册、政策包和公钥；看是哪一样：mingbai verify",
        };
        return Err(vec![Diagnostic::refusal(&UNSIGNED, at(), message, help)]);
    }
    let differences = compared::differences(workspace, &ready.ledger, notice);
    if !differences.is_empty() {
        return Err(differences);
    }
    let (_, mut errors) = derivations(ready, notice);
    let mut copies = |named: &std::collections::BTreeMap<String, Digest>| -> Files {
        let mut files = Files::new();
        for (name, digest) in named {
            match kept::copy(&workspace.root, digest, name) {
                Ok(bytes) => drop(files.insert(name.clone(), bytes)),
                Err(lost) => errors.push(lost),
            }
        }
        files
    };
    let events = ready.ledger.of(&notice.id).map(|line| &line.event);
    let replaced: Vec<&HangingRun> = events
        .filter_map(|event| match event {
            Event::Replaced { run, .. } => Some(run),
            _ => None,
        })
        .collect();
    let postings =
        case.life.postings.iter().map(|posting| (copies(&posting.papers), copies(&posting.pages))).collect();
    let replaced = replaced.iter().map(|run| copies(&run.papers)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let (mut statements, mut readable) = (Files::new(), Files::new());
    // Every version that somebody signed, with its proof.
    for folder in &notice.proofs {
        let signed = folder.is_signed() || folder.files.contains_key(Derived::FILE);
        let name = folder.path.rsplit('/').next().unwrap_or_default();
        let text = Sheets::read(&folder.files).ok().filter(|_| signed).map(|sheets| sheets.to_text());
        readable.extend(text.map(|text| (format!("{name}/proof.txt"), text.into_bytes())));
        // Samples and sheets to be printed are no part of it.
        let files =
            folder.files.iter().filter(|(file, _)| signed && !file.ends_with(".pdf") && *file != PAGE);
        statements.extend(files.map(|(file, bytes)| (format!("{name}/{file}"), bytes.clone())));
    }
    if old {
        let (own, rest) = old_statements(ready, notice);
        statements.extend(own);
        readable.extend(rest);
    }
    let keys = ready.keys.files_for(&notice.village);
    Ok(Papers {
        place: (notice.village.clone(), notice.stem.clone()),
        postings,
        replaced,
        statements,
        readable,
        keys: keys.into_iter().collect(),
        excerpt: ledger::excerpt(&ready.ledger, &notice.id),
    })
}

/// Statements of the old form of a notice that was not carried over: those whose signature a key of today confirms, and the
/// others, which are kept to be read.
fn old_statements(ready: &Ready, notice: &Notice) -> (Files, Files) {
    // As whoever verifies the bag reads them: the village's keys beside its statements.
    let keys = ready.keys.files_for(&notice.village).into_iter();
    let keys: Vec<(String, Vec<u8>)> = keys.map(|(name, bytes)| (format!("keys/{name}"), bytes)).collect();
    let keys = TrustedKeys::parse(&keys).ok();
    let (mut own, mut rest) = (Files::new(), Files::new());
    for (path, text, signature) in &notice.statements {
        let name = path.rsplit('/').next().unwrap_or(path);
        let signed = signature.as_ref().is_some_and(|is| {
            let signer = keys.as_ref().and_then(|keys| keys.township_signer(text, is));
            signer.is_some_and(|(signer, _)| role_of(text).is_none_or(|role| signer == role))
        });
        let (files, folder) = if signed { (&mut own, "") } else { (&mut rest, "old-signoff/") };
        files.insert(format!("{folder}{name}"), text.clone());
        files.extend(signature.iter().map(|is| (format!("{folder}{name}.minisig"), is.clone())));
    }
    (own, rest)
}

/// The packs under which notices were signed, each once, with their files.
fn packs<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    wanted: &[&Case<'_>],
) -> Vec<(&'a Workspace, &'a Pack)> {
    let mut all: Vec<(&Workspace, &Pack)> = Vec::new();
    for case in wanted {
        let inputs = case.signed.as_ref().and_then(|signed| ready.earlier.inputs(signed));
        let (workspace, ready) = match inputs {
            Some(inputs) => (inputs.setting().0, inputs.ready()),
            None => (workspace, ready),
        };
        if !all.iter().any(|(_, known)| known.sha256 == ready.pack.sha256) {
            all.push((workspace, &ready.pack));
        }
    }
    all
}

/// The packs as they were, if their documents may be told to the public; of another one only that it is there.
fn policies(workspace: &Workspace, ready: &Ready, wanted: &[&Case<'_>], payload: &mut Files) {
    for (at, (workspace, pack)) in packs(workspace, ready, wanted).into_iter().enumerate() {
        let folder = if at == 0 { "policy".to_owned() } else { format!("policy-{}", at + 1) };
        if pack.is_open() {
            // As it was signed: statements of the old form name the digest of these bytes.
            let files =
                plain_files(&workspace.pack).into_iter().filter(|(path, _)| !path.starts_with("example/"));
            payload.extend(files.map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
        } else {
            let text = format!("{}\n这份文件依申请公开，不放进归档包的公开部分。\n", pack.citation());
            payload.insert(format!("{folder}/catalogue.txt"), text.into_bytes());
        }
    }
}

/// Whether the signatures hold. Of what was posted in the old form and not carried over nobody can say so.
fn signatures(wanted: &[&Case<'_>]) -> Check {
    let what = "签字有效，签的就是这份名册和政策包";
    let old = wanted.iter().filter(|case| case.old.is_some()).count();
    match old {
        0 => Check::new(Nature::Authenticity, what, true, signed(wanted)),
        _ => {
            let found = format!("{old}份公示是旧式签字，和现在的文件对不上，没有核对；贴的是哪一份，看台账");
            Check::new(Nature::Authenticity, what, false, found)
        }
    }
}

fn signed(wanted: &[&Case<'_>]) -> String {
    let folders = wanted.iter().flat_map(|case| &case.notice.proofs);
    let files: Vec<&String> = folders.flat_map(|folder| folder.files.keys()).collect();
    let count = |ending: &str| files.iter().filter(|name| name.ends_with(ending)).count();
    match (count(".minisig"), count(PAPER_ENDING)) {
        (signatures, 0) => format!("{signatures}个签字"),
        (signatures, paper) => format!("{}个签字，其中{paper}个是纸上签字，看扫描件", signatures + paper),
    }
}

/// Nothing in the bag may hold what a roster hides. The pack, our own words and the name of who signed are declared.
fn audited(
    workspace: &Workspace,
    ready: &Ready,
    all: &[Case<'_>],
    files: &Files,
    mut open: Vec<Fragment>,
) -> Result<(), Vec<Diagnostic>> {
    let texts = || files.iter().filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)));
    let lines = || texts().flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
    // Who signed stands in statements, keys, their names, and the lists of files.
    let of_paper = |line: &'_ str| {
        let rest = line.trim_start().strip_prefix("\"signer\": \"")?;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    let of_key = |line: &'_ str| line.strip_prefix("签字人：").map(str::to_owned);
    let signers: BTreeSet<String> =
        lines().filter_map(|(_, line)| of_key(line).or_else(|| of_paper(line))).collect();
    let names =
        |text: &str| signers.iter().any(|signer| !signer.is_empty() && text.contains(signer.as_str()));
    let mut declared = declarations(workspace, ready);
    for (path, line) in lines() {
        let ours = ["data/self-check.json", "bag-info.txt"].contains(&path.as_str());
        if ours || path.starts_with("data/policy") || names(line) {
            open.push(Fragment::new(line, path.as_str(), super::DECLARING));
            declared.built_in.insert(path.clone());
        }
    }
    for path in files.keys().filter(|path| names(path)) {
        open.push(Fragment::new(path.as_str(), path.as_str(), super::DECLARING));
        declared.built_in.insert(path.clone());
    }
    open.sort();
    open.dedup();
    let (others, _) = of_others(workspace, ready, all);
    let own = all.iter().filter_map(|case| case.roster.as_deref());
    let rosters: Vec<&Roster> = own.chain(others.iter().map(|(_, roster)| &**roster)).collect();
    let files = files.iter().map(|(path, bytes)| (path.clone(), Ok(bytes.clone()))).collect();
    // Everybody signed its texts, which a list that came later may meet.
    let found = audit_folder(files, &rosters, (&open, &declared), true, &classify(&ready.fields));
    if found.iter().any(Diagnostic::stops) { Err(found) } else { Ok(()) }
}

fn info(
    workspace: &Workspace,
    ready: &Ready,
    wanted: &[&Case<'_>],
    label: &Label,
) -> Vec<(&'static str, String)> {
    let head = ready.ledger.head();
    let mut info = vec![
        ("Source-Organization", workspace.township.publisher.clone()),
        ("Bag-Group-Identifier", workspace.township.name.clone()),
        ("External-Identifier", label.name.clone()),
        ("External-Description", label.title.clone()),
        ("Bagging-Date", workspace.today.format("%Y-%m-%d").to_string()),
        ("Ledger-Head", format!("{} {}", head.line, head.hash)),
    ];
    info.extend(ready.ledger.is_rehearsal().then(|| (REHEARSAL, NOT_MEANT.to_owned())));
    info.extend(wanted.iter().map(|case| ("Internal-Sender-Identifier", case.notice.id.clone())));
    info
}

fn sheet(
    workspace: &Workspace,
    ready: &Ready,
    wanted: &[&Case<'_>],
    label: &Label,
    payload: &Files,
    checks: &[Check],
) -> Cover {
    let open = |text: String| Text::open(text, "程序");
    let fact = |label: &str, value: String| (Text::open(label, "程序"), Text::open(value, "程序"));
    let mut facts = vec![
        fact("题名", label.title.clone()),
        fact("移交单位", workspace.township.publisher.clone()),
        fact(
            "依据",
            packs(workspace, ready, wanted)
                .iter()
                .map(|(_, pack)| pack.citation())
                .collect::<Vec<_>>()
                .join("；"),
        ),
        fact("归档日期", chinese(workspace.today)),
    ];
    facts.extend(ready.ledger.is_rehearsal().then(|| fact("注意", NOT_MEANT.to_owned())));
    let mut events = Vec::new();
    for case in wanted {
        let name = format!("{}{}", case.village.is.name, case.kind.title);
        if let Some(posting) = case.life.posting() {
            let last = posting.last.map_or_else(String::new, |last| format!("，公示期到{}", chinese(last)));
            facts.push(fact(
                &name,
                format!("{}张贴在{}{last}", chinese(posting.day), posting.places.join("、")),
            ));
        }
        let lines = ready.ledger.of(&case.notice.id);
        let told = lines.filter_map(|line| Some((line.event.day()?, line.event.title())));
        let several = wanted.len() > 1;
        events.extend(told.map(|(day, what)| {
            let said = if several { format!("{name}：{what}") } else { what.to_owned() };
            (day, open(said))
        }));
    }
    events.sort_by_key(|(day, _)| *day);
    let count = |prefix: &str| payload.keys().filter(|path| path.starts_with(prefix)).count();
    let mut contents = Vec::new();
    for case in wanted {
        let folder = format!("notices/{}/{}/", case.village.slug, case.notice.stem);
        let name = format!("{}{}", case.village.is.name, case.kind.title);
        contents.push((open(name), folder.clone(), count(&folder)));
    }
    contents.push((open("政策包（当时的样子）".into()), "policy/".into(), count("policy")));
    contents.push((open("这份说明和自检结果".into()), "cover.pdf、self-check.json".into(), 2));
    Cover {
        title: open(format!("{}归档移交说明", label.title)),
        issuer: workspace.township.publisher.clone(),
        date: workspace.today,
        bag: label.name.clone(),
        facts,
        events,
        contents,
        checks: checks.to_vec(),
    }
}
