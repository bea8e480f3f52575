//! `keygen`, `sign`, `verify`.

use super::proof::summary;
use super::{Console, naming, paper};
use crate::diag::{Diagnostic, Place};
use crate::edition::cases::{Cases, cases};
use crate::edition::compared;
use crate::edition::derivations::{Follows, derivations};
use crate::edition::held::Held;
use crate::edition::ready::{Ready, ready};
use crate::edition::signing::{Signing, withdrawn_again};
use crate::edition::submission;
use crate::ledger::Digest;
use crate::pipeline;
use crate::policy::NoticeKind;
use crate::proof::check_code;
use crate::publish::{self, Single};
use crate::sealed::signoff::codes::{REFUSED, SAME_PERSON};
use crate::sealed::signoff::{self, SecretKey, Signer, StatementFile, Submission};
use crate::workspace::{Notice, Workspace, files, now};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

crate::codes! {
    PASSWORD_DIFFERS = "keygen-password-differs":
        "设密码时两遍打得不一样，钥匙没有做成。重新运行一次。"
        / "The password was typed differently the second time. No key was made.";
}

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn keygen(role: &str, name: &str, out: &Path, console: &mut Console) -> Outcome {
    let (secret, public) = (with_ending(out, "key"), with_ending(out, "pub"));
    publish::apart(&secret).map_err(|refused| vec![refused])?;
    let password = ask_new_password()?;
    let pair = signoff::keygen(role, name, password.as_deref()).map_err(|error| vec![error])?;
    // The secret half last: where it is, the pair is whole.
    let halves = [
        Single { path: &public, bytes: &pair.public, private: false },
        Single { path: &secret, bytes: &pair.secret, private: true },
    ];
    publish::write_new_together(&halves).map_err(|error| vec![error])?;
    console.line(format!("私钥 {}：由签字人自己保管，不要给别人，不要放进工作区", secret.display()));
    console.line(format!(
        "公钥 {}：放进工作区的 keys 文件夹（只管一个村的，放进 keys/村文件夹名）",
        public.display()
    ));
    if !pair.encrypted {
        console.line("提醒：私钥没有设密码，拿到这个文件的人就能代签。");
    }
    Ok(Vec::new())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Asks on a terminal, twice; without one the key is not encrypted.
fn ask_new_password() -> Result<Option<String>, Vec<Diagnostic>> {
    let Some(password) =
        ask("给私钥设个密码，打字时看不见（直接回车就是不设）：").filter(|given| !given.is_empty())
    else {
        return Ok(None);
    };
    if ask("再打一遍：").as_ref() != Some(&password) {
        let message = "两遍密码不一样，没有做钥匙";
        let at = Place::default();
        return Err(vec![Diagnostic::error(&PASSWORD_DIFFERS, at, message, "重新运行，慢慢打两遍一样的")]);
    }
    Ok(Some(password))
}

/// Asks on a terminal for what nobody looking on may read.
pub(super) fn ask(prompt: &str) -> Option<String> {
    if !io::stdin().is_terminal() {
        return None;
    }
    let _ = write!(io::stderr(), "{prompt}");
    let _ = io::stderr().flush();
    rpassword::read_password().ok()
}

pub(super) fn sign(workspace: &Workspace, name: &str, key: &Path, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    let notice = naming::find(workspace, name)?;
    let shown = key.to_string_lossy();
    let bytes = files::bytes(key).ok_or_else(|| vec![files::unreadable(&shown)])?;
    let key = SecretKey::parse(&shown, &bytes).map_err(|error| vec![error])?;
    let kind = ready.pack.notice(notice.is.kind.get_ref()).ok_or_else(|| naming::none(workspace, name))?;
    let stops = pipeline::stops_notice(workspace, &ready, notice);
    if !stops.is_empty() {
        return Err(stops);
    }
    let signing = Signing::of(workspace, &ready, (notice, kind))?;
    if !agreed(&signing, console) {
        return Ok(Vec::new());
    }
    let password = if key.is_encrypted() { ask("私钥的密码：") } else { None };
    let submission = signing.submission(workspace, &ready)?;
    let statement = submission.statement(key.role(), key.name()).ok_or_else(Vec::new)?;
    let signature = signoff::sign(&statement, &key, password.as_deref()).map_err(|error| vec![error])?;
    let text = statement.to_text();
    console.line(&text);
    decided(workspace, notice, console);
    let again = withdrawn_again(workspace, &ready, notice, kind);
    if again > 0 {
        console.line(format!(
            "注意：公示期里撤下过的{again}户还在名册里，这一版会再列出来。不该列的，先从名册里删掉。"
        ));
    }
    let (path, left) = lay(workspace, &ready, &signing, (key.role(), text.as_bytes(), &signature))?;
    console.line(format!("已签字：{}", path.display()));
    still_missing(&ready, kind, key.role(), &left, console);
    Ok(Vec::new())
}

/// On a terminal a signer looks at the proof first, and says whether to go on.
fn agreed(signing: &Signing<'_>, console: &mut Console) -> bool {
    let Some(drawn) = signing.drawn.as_ref().filter(|_| io::stdin().is_terminal()) else { return true };
    summary(&drawn.sheets, &drawn.days, &drawn.warnings, console);
    let answer = ask("看过样张，同意照这一稿公示，就打“是”，再按回车；不同意就直接按回车：");
    answer.is_some_and(|answer| matches!(answer.trim(), "是" | "y" | "Y" | "yes"))
}

/// Lays a statement with its signature beside the proof: nothing is written that the next build would refuse. Returns where,
/// and what is still wrong with the others.
pub(super) fn lay(
    workspace: &Workspace,
    ready: &Ready,
    signing: &Signing<'_>,
    (role, text, signature): (&str, &[u8], &[u8]),
) -> Result<(PathBuf, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut submission = signing.submission(workspace, ready)?;
    let own = format!("{}/{role}.txt", signing.folder);
    submission.statements.retain(|file| file.path != own);
    submission.statements.push(StatementFile {
        path: own.clone(),
        text: text.to_owned(),
        signature: Some(signature.to_owned()),
    });
    let left = signoff::verify(&submission, &ready.keys).err().unwrap_or_default();
    let beside = format!("{own}.minisig");
    let (void, left) = void(left, &[&own, &beside]);
    if !void.is_empty() {
        return Err(void);
    }
    signing.write_draft(workspace).map_err(|error| vec![error])?;
    let path = workspace.root.join(&own);
    let beside = with_ending(&path, "minisig");
    let files = [
        Single { path: &path, bytes: text, private: false },
        Single { path: &beside, bytes: signature, private: false },
    ];
    publish::write_replace_together(&files).map_err(|error| vec![error])?;
    if left.is_empty() {
        ending_others(workspace, ready, signing, &submission)?;
        return Ok((path, left));
    }
    let left = left_of_others(workspace, signing, (&own, left))?;
    Ok((path, left))
}

/// What is still wrong with the others once one role has signed: another may have signed since the workspace was read, and
/// whoever sees both signatures completes what is kept.
pub(super) fn left_of_others(
    workspace: &Workspace,
    signing: &Signing<'_>,
    (own, left): (&str, Vec<Diagnostic>),
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let known = signing.files();
    let is_new = |name: &String| {
        let signed = name.ends_with(".minisig") || name.ends_with(signoff::PAPER_ENDING);
        signed
            && !known.is_some_and(|known| known.contains_key(name))
            && !format!("{}/{name}", signing.folder).starts_with(own)
    };
    let there = files::tree(&workspace.root.join(&signing.folder)).unwrap_or_default();
    if !there.keys().any(is_new) {
        return Ok(left);
    }
    let again = crate::workspace::read_each(&workspace.root, Some(workspace.today))?;
    let ready = ready(&again)?;
    let notices = again.villages.iter().flat_map(|village| &village.notices);
    let Some(notice) = notices.into_iter().find(|notice| notice.id == signing.notice().id) else {
        return Ok(left);
    };
    let Some(kind) = ready.pack.notice(notice.is.kind.get_ref()) else { return Ok(left) };
    let signing = Signing::of(&again, &ready, (notice, kind))?;
    let submission = signing.submission(&again, &ready)?;
    match signoff::verify(&submission, &ready.keys) {
        Ok(_) => ending_others(&again, &ready, &signing, &submission).map(|()| Vec::new()),
        Err(left) => Ok(left),
    }
}

/// What would make a signature void that is about to be written, and what is wrong with others.
pub(super) fn void(found: Vec<Diagnostic>, own: &[&String]) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    found.into_iter().partition(|finding| {
        own.iter().any(|path| finding.at.path == **path)
            || [SAME_PERSON.id, REFUSED.id].contains(&finding.code.id)
    })
}

/// Everybody has signed: what the proof was drawn from is kept, and other proofs of its version end with it.
pub(super) fn ending_others(
    workspace: &Workspace,
    ready: &Ready,
    signing: &Signing<'_>,
    submission: &Submission,
) -> Result<(), Vec<Diagnostic>> {
    signing.keep_source(workspace, (&ready.keys, submission)).map_err(|error| vec![error])?;
    let endings = signing.endings((now(), workspace.today), ready);
    let paths: Vec<PathBuf> = endings.iter().map(|(path, _)| workspace.root.join(path)).collect();
    let singles = paths.iter().zip(&endings).map(|(path, (_, bytes))| Single { path, bytes, private: false });
    publish::write_replace_together(&singles.collect::<Vec<_>>()).map_err(|error| vec![error])
}

/// Shows a signer what was decided beside the roster: that all heads are adults, the words that the village lets pass in
/// its own texts although somebody is called so.
fn decided(workspace: &Workspace, notice: &Notice, console: &mut Console) {
    if let (Some(_), Some(by)) = (notice.is.heads, &notice.is.heads_decided_by) {
        console.line(format!("公示文件写明户主都是成年人（{by}决定）；名册里看得出未成年的，照样不写姓名"));
    }
    let village = workspace.villages.iter().find(|village| village.slug == notice.village);
    for is in village.iter().flat_map(|village| &village.is.allowed) {
        let (word, reason, by) = (is.word.get_ref(), is.reason.get_ref(), is.decided_by.get_ref());
        console.line(format!("村里的文字中放行的词：{word}（{reason}；{by}决定）"));
    }
}

/// Says what is still wrong with the signatures of a notice, beside the one that was just made.
pub(super) fn still_missing(
    ready: &Ready,
    kind: &NoticeKind,
    just: &str,
    left: &[Diagnostic],
    console: &mut Console,
) {
    let role = ready.pack.is.role.iter().find(|role| [role.id.as_str(), role.title.as_str()].contains(&just));
    if !role.is_some_and(|role| kind.signed_by.contains(&role.id)) {
        console.line(format!("这一种公示不要求{just}签字，这份签字只是多一份。"));
    }
    if left.is_empty() {
        console.line("要签字的都签了，可以发布：mingbai build");
        return;
    }
    console.line("还不能发布：");
    for finding in left {
        console.line(format!("  · {}（{}）", finding.message, finding.help));
    }
}

/// Whether the statements about a proof are of an older form, taken over by `upgrade`.
fn is_carried(notice: &Notice, digest: &Digest) -> bool {
    let own = |bytes: &Vec<u8>| Digest::of(bytes) == *digest;
    let mut folders = notice.proofs.iter().filter(|folder| folder.files.get("proof.json").is_some_and(own));
    folders.any(|folder| folder.files.contains_key(submission::CARRIED))
}

pub(super) fn verify(workspace: &Workspace, path: Option<&str>, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    let wanted: Vec<&Notice> = match path {
        Some(name) => vec![naming::find(workspace, name)?],
        None => workspace.villages.iter().flat_map(|village| &village.notices).collect(),
    };
    let Cases { cases, held, .. } = cases(workspace, &ready, Held::new())?;
    let mut findings = Vec::new();
    for notice in wanted {
        let of_signatures = |found: &&Diagnostic| found.code.id.starts_with("signoff-");
        findings.extend(held.get(&notice.id).into_iter().flatten().filter(of_signatures).cloned());
        let Some(case) = cases.iter().find(|case| case.notice.id == notice.id) else {
            findings.extend(naming::none(workspace, &notice.id));
            continue;
        };
        findings.extend(case.findings.iter().filter(of_signatures).cloned());
        findings.extend(compared::differences(workspace, &ready.ledger, notice));
        let (follow, wrong) = derivations(&ready, notice);
        findings.extend(wrong);
        if case.missing.is_empty() && !case.signers.is_empty() {
            let said = |signer: &Signer| {
                format!("{} {}（{}，{}）", signer.role, signer.name, signer.date, signer.way.chinese())
            };
            let who: Vec<String> = case.signers.iter().map(said).collect();
            let code =
                case.signed.as_ref().map_or_else(String::new, |digest| format!("  {}", check_code(digest)));
            let carried = case.signed.as_ref().is_some_and(|digest| is_carried(notice, digest));
            let old = if carried { "（按旧式签字）" } else { "" };
            console.line(format!("签字有效  {}{code}  {}{old}", notice.id, who.join("，")));
            findings.extend(paper::scans(workspace, notice, console));
        } else if case.old.is_some() {
            console.line(format!("没有核对  {}  旧式签字，照存档的网页和打印稿公示", notice.id));
            findings.extend(case.beside.iter().cloned());
        } else if !case.held {
            // Before its posting day a notice may still wait for a signature.
            console.line(format!("待签字    {}", notice.id));
        }
        for Follows { code, words } in follow {
            console.line(format!("核对过    {}  {code}  {words}，其余和签字的一样", notice.id));
        }
    }
    if path.is_none() {
        findings.extend(workspace.broken.iter().flat_map(|(_, found)| found.iter().cloned()));
    }
    if !ready.ledger.is_present() {
        console.line("没有台账：密钥撤销过没有，回头看不出来。");
    }
    Ok(findings)
}
