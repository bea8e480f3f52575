//! `witness`: the township signs the present head.

use super::{Outcome, say};
use crate::cli::Console;
use crate::cli::keys::ask;
use crate::diag::{Diagnostic, Place};
use crate::edition::open_words;
use crate::edition::ready::ready;
use crate::ledger::codes::WITNESS;
use crate::ledger::{Event, Locked, Moment, Witness};
use crate::publish::{self, Single};
use crate::sealed::signoff::{self, SecretKey};
use crate::workspace::{Workspace, files};
use std::path::Path;

pub(super) fn witness(
    workspace: &Workspace,
    key: &Path,
    note: Option<&str>,
    moment: Moment,
    console: &mut Console,
) -> Outcome {
    let ready = ready(workspace)?;
    if let Some(unclean) = note.and_then(|note| open_words::unclean("--note", note)) {
        return Err(vec![unclean]);
    }
    for village in workspace.villages.iter().filter(|_| note.is_some()) {
        open_words::check(
            workspace,
            &ready,
            village,
            &note.map(|note| ("--note", note)).into_iter().collect::<Vec<_>>(),
        )?;
    }
    let shown = key.to_string_lossy();
    let bytes = files::bytes(key).ok_or_else(|| vec![files::unreadable(&shown)])?;
    let key = SecretKey::parse(&shown, &bytes).map_err(|error| vec![error])?;
    let password = if key.is_encrypted() { ask("私钥的密码：") } else { None };
    let locked = Locked::open(&workspace.root).map_err(|error| vec![error])?;
    let before = locked.read(&workspace.township.name).map_err(|error| vec![error])?;
    let refuse = |message: &str, help: &str| {
        vec![Diagnostic::refusal(&WITNESS, Place::file(crate::ledger::FILE), message, help)]
    };
    if before.lines().is_empty() {
        return Err(refuse("台账还是空的，没有可见证的", "张贴、记了台账以后再见证"));
    }
    // The head that a witness entry itself makes needs no witness of its own.
    if let Some(Event::Witnessed { role, .. }) = before.lines().last().map(|line| &line.event)
        && role == key.role()
    {
        if console.json {
            console.json_value(&serde_json::json!({ "written": [], "head": before.head() }));
        } else {
            console.line("这一条已经见证过，没有再写。");
        }
        return Ok(before.findings());
    }
    let witness = Witness {
        township: workspace.township.name.clone(),
        head: before.head(),
        role: key.role().to_owned(),
        name: key.name().to_owned(),
        day: workspace.today,
    };
    let text = witness.to_text();
    let trusted = format!("mingbai witness {} {}", witness.head.line, witness.day);
    let signature = signoff::sign_text(text.as_bytes(), &key, password.as_deref(), &trusted)
        .map_err(|error| vec![error])?;
    if ready.keys.township_signer(text.as_bytes(), &signature) != Some((key.role(), key.name())) {
        return Err(refuse(
            "这把钥匙不是乡镇的：公钥不在 keys 文件夹里，或只管一个村",
            "把乡镇的公钥（.pub）放进 keys 文件夹，不放进村文件夹",
        ));
    }
    let event = Event::Witnessed {
        line: witness.head.line,
        head: witness.head.hash.clone(),
        role: witness.role.clone(),
    };
    if !console.json {
        console.line(&text);
        say::plain(&event, key.role(), console);
    }
    // The signature first: an entry without it would claim what nobody can check.
    let path = workspace.root.join(witness.path());
    let signed = workspace.root.join(format!("{}.minisig", witness.path()));
    let files = [
        Single { path: &path, bytes: text.as_bytes(), private: false },
        Single { path: &signed, bytes: &signature, private: false },
    ];
    publish::write_replace_together(&files).map_err(|error| vec![error])?;
    let lines =
        locked.append(&before, key.role(), vec![(None, event)], moment, note).map_err(|error| vec![error])?;
    let after = locked.read(&workspace.township.name).map_err(|error| vec![error])?;
    if console.json {
        console.json_value(&serde_json::json!({
            "written": lines, "witness": witness.path(), "head": after.head(),
        }));
    } else {
        say::entries(&lines, &after, console);
        console
            .line(format!("见证已写到 {}，签名在旁边。乡镇请另存一份，不放在村里的电脑上。", path.display()));
    }
    Ok(before.findings())
}
