//! A bag's files → what is changed, missing or extra, and which notice each harms. All findings at once.
//!
//! Bags of other makers are read by RFC 8493; our own are also held to the canonical form of [`super::bag`], byte for
//! byte. Messages name files, never what stands in them.

use super::bag::{Algorithm, Files, REHEARSAL, manifest};
use super::codes::{CHANGED, EXTRA, MALFORMED, MISSING, NOT_A_BAG};
use super::contents::{contradictions, other_heads, without_excerpt};
use super::on_paper;
use crate::diag::{Code, Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// A bag without fault, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Files of the payload.
    pub files: usize,
    /// Their bytes.
    pub octets: usize,
    /// Title for people, if `bag-info.txt` has one (External-Description).
    pub title: Option<String>,
    /// Whether it says that it is of a rehearsal 演练.
    pub rehearsal: bool,
    /// Who signed on paper, a line each.
    pub on_paper: Vec<String>,
}

/// Checks a bag. `name` is its folder as shown in messages.
pub fn verify(name: &str, files: &Files) -> Result<Sound, Vec<Diagnostic>> {
    let mut check = Check { name, files, found: Vec::new() };
    check.declaration()?;
    let info = check.info();
    let payload = check.lists("manifest-");
    let tags = check.lists("tagmanifest-");
    let ours = value(&info, "Bag-Software-Agent").is_some_and(|agent| agent.starts_with("mingbai "));
    if payload.is_empty() {
        check.say(&MALFORMED, "manifest-sha256.txt", "没有能用的文件清单");
    }
    if files.contains_key("fetch.txt") {
        check.say(&MISSING, "fetch.txt", "包里的文件没有到齐，还要到别处去取");
    }
    check.complete(&payload, in_payload);
    // A tag file may go unlisted (RFC 8493, 2.2.1); ours are all listed.
    if ours {
        check.complete(&tags, |path| !in_payload(path) && !is_tag_manifest(path));
    }
    let inside = || files.iter().filter(|(path, _)| in_payload(path));
    let sound = Sound {
        files: inside().count(),
        octets: inside().map(|(_, bytes)| bytes.len()).sum(),
        title: value(&info, "External-Description").map(str::to_owned),
        rehearsal: value(&info, REHEARSAL).is_some(),
        on_paper: on_paper::told(&check.payload()),
    };
    if value(&info, "Payload-Oxum").is_some_and(|oxum| oxum != format!("{}.{}", sound.octets, sound.files)) {
        check.say(&CHANGED, "bag-info.txt", "文件的个数或大小和 Payload-Oxum 写的不一样");
    }
    if ours && check.found.is_empty() {
        check.canonical();
        check.consistent(value(&info, "Ledger-Head"));
        let named = info.iter().filter(|(label, _)| label.eq_ignore_ascii_case("Internal-Sender-Identifier"));
        for (_, notice) in named {
            check.holds(notice);
        }
    }
    check.found.sort_by(|a, b| (&a.at, a.code.id).cmp(&(&b.at, b.code.id)));
    check.found.dedup_by(|a, b| a.at == b.at && a.code.id == b.code.id);
    if check.found.is_empty() { Ok(sound) } else { Err(check.found) }
}

fn in_payload(path: &str) -> bool {
    path.starts_with("data/")
}

/// Tag manifests do not list each other (RFC 8493, 2.2.1).
fn is_tag_manifest(path: &str) -> bool {
    Algorithm::ALL.iter().any(|algorithm| path == format!("tagmanifest-{}.txt", algorithm.name()))
}

fn value<'a>(info: &'a [(String, String)], label: &str) -> Option<&'a str> {
    info.iter().find(|(known, _)| known.eq_ignore_ascii_case(label)).map(|(_, value)| value.as_str())
}

/// Path → checksum in lower case, one list a manifest.
type Lists = Vec<(Algorithm, BTreeMap<String, String>)>;

struct Check<'a> {
    name: &'a str,
    files: &'a Files,
    found: Vec<Diagnostic>,
}

impl Check<'_> {
    fn say(&mut self, code: &'static Code, path: &str, message: impl Into<String>) {
        let message = match harmed(path) {
            Some(notice) => format!("{}，涉及公示 {notice}", message.into()),
            None => message.into(),
        };
        let at = Place::file(format!("{}/{path}", self.name));
        self.found.push(Diagnostic::error(code, at, message, "从另一份副本恢复，并查明原因"));
    }

    /// `bagit.txt`, two lines in UTF-8 without a byte order mark (RFC 8493, 2.1.1).
    fn declaration(&self) -> Result<(), Vec<Diagnostic>> {
        let text = self.files.get("bagit.txt").and_then(|bytes| std::str::from_utf8(bytes).ok());
        let mut lines = text.unwrap_or_default().lines();
        let version = lines.next().and_then(|line| line.strip_prefix("BagIt-Version: "));
        let known = version.is_some_and(|version| ["1.0", "0.97", "0.96"].contains(&version));
        let encoded = lines.next() == Some("Tag-File-Character-Encoding: UTF-8");
        if known && encoded && lines.next().is_none() {
            return Ok(());
        }
        let message =
            if text.is_some() { "bagit.txt 写得不对" } else { "没有 bagit.txt，这不是归档包" };
        let at = Place::file(self.name);
        Err(vec![Diagnostic::error(
            &NOT_A_BAG,
            at,
            message,
            "指向归档包的文件夹；要是 bagit.txt 坏了，从另一份副本恢复",
        )])
    }

    /// The lines of `bag-info.txt`; a line that begins with a blank goes on with the one before.
    fn info(&mut self) -> Vec<(String, String)> {
        let Some(bytes) = self.files.get("bag-info.txt") else { return Vec::new() };
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.say(&MALFORMED, "bag-info.txt", "不是 UTF-8 编码");
            return Vec::new();
        };
        let mut info: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            match (line.starts_with([' ', '\t']), line.split_once(':'), info.last_mut()) {
                (true, _, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (false, Some((label, value)), _) => info.push((label.trim().into(), value.trim().into())),
                _ if line.trim().is_empty() => {}
                _ => {
                    self.say(&MALFORMED, "bag-info.txt", "有一行不是“名称: 内容”");
                    return info;
                }
            }
        }
        info
    }

    /// Every manifest of one sort, checked against the files it names.
    fn lists(&mut self, prefix: &str) -> Lists {
        let mut lists = Lists::new();
        for algorithm in Algorithm::ALL {
            let path = format!("{prefix}{}.txt", algorithm.name());
            let Some(bytes) = self.files.get(&path) else { continue };
            let Some(list) = list(bytes, prefix == "manifest-") else {
                self.say(&MALFORMED, &path, "清单里有读不懂的行，或者不能用的路径");
                continue;
            };
            for (named, checksum) in &list {
                match self.files.get(named) {
                    None => self.say(&MISSING, named, "清单上有，包里没有"),
                    Some(bytes) if algorithm.of(bytes) != *checksum => {
                        self.say(&CHANGED, named, "和归档时不一样");
                    }
                    Some(_) => {}
                }
            }
            lists.push((algorithm, list));
        }
        lists
    }

    /// Every file of that sort stands in every list.
    fn complete(&mut self, lists: &Lists, sort: impl Fn(&str) -> bool) {
        let listed = |path: &String| lists.iter().all(|(_, list)| list.contains_key(path));
        let extra: BTreeSet<&String> = self.files.keys().filter(|path| sort(path) && !listed(path)).collect();
        for path in extra {
            self.say(&EXTRA, path, "清单上没有这个文件");
        }
    }

    /// Whether the bag bears out what its own excerpts of the ledger say.
    fn consistent(&mut self, head: Option<&str>) {
        let payload = self.payload();
        for (path, why) in contradictions(&payload) {
            self.say(&CHANGED, &format!("data/{path}"), why);
        }
        // A bag that names no head was not packed from a ledger.
        let Some(head) = head else { return };
        for path in without_excerpt(&payload) {
            self.say(&MISSING, &format!("data/{path}"), "包里没有这份公示的台账摘录");
        }
        for path in other_heads(&payload, head) {
            self.say(&CHANGED, &format!("data/{path}"), "台账摘录的末尾不是 bag-info.txt 写的台账末条");
        }
    }

    /// Whether the folder of a notice that the bag names is there.
    fn holds(&mut self, notice: &str) {
        // Names of another form are no notice of ours.
        let Some((village, stem)) =
            notice.strip_prefix("villages/").and_then(|rest| rest.split_once("/notices/"))
        else {
            return;
        };
        let folder = format!("data/notices/{village}/{stem}/");
        if !self.files.keys().any(|path| path.starts_with(&folder)) {
            self.say(&MISSING, "bag-info.txt", format!("写着 {notice}，包里没有它的材料"));
        }
    }

    /// The payload by path below `data/`.
    fn payload(&self) -> Files {
        let inside = self.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("data/")?, bytes)));
        inside.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()
    }

    /// Whether the lists are what we would write for these files, to the letter.
    fn canonical(&mut self) {
        for (prefix, payload) in [("manifest-", true), ("tagmanifest-", false)] {
            let sort = |path: &&String| in_payload(path) == payload && !is_tag_manifest(path);
            for algorithm in Algorithm::ALL {
                let path = format!("{prefix}{}.txt", algorithm.name());
                match self.files.get(&path) {
                    None => self.say(&MISSING, &path, "归档时有这份清单"),
                    Some(bytes) => {
                        let as_written = manifest(self.files, self.files.keys().filter(sort), algorithm);
                        if *bytes != as_written {
                            self.say(&CHANGED, &path, "和归档时不一样");
                        }
                    }
                }
            }
        }
    }
}

/// The notice whose folder a payload file lies in: `data/notices/<village>/<notice>/…`.
fn harmed(path: &str) -> Option<String> {
    let mut parts = path.strip_prefix("data/notices/")?.split('/');
    let (village, notice, _) = (parts.next()?, parts.next()?, parts.next()?);
    Some(format!("villages/{village}/notices/{notice}"))
}

/// `checksum path` lines; none when a line is not, a path is named twice or leads out of the bag.
fn list(bytes: &[u8], payload: bool) -> Option<BTreeMap<String, String>> {
    let mut list = BTreeMap::new();
    for line in std::str::from_utf8(bytes).ok()?.lines().filter(|line| !line.is_empty()) {
        let (checksum, path) = line.split_once([' ', '\t'])?;
        let path = path.trim_start_matches([' ', '\t']);
        let path = path.strip_prefix('*').unwrap_or(path);
        let path = path.replace("%0D", "\r").replace("%0d", "\r").replace("%0A", "\n").replace("%0a", "\n");
        let path = path.replace("%25", "%");
        let inside = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let hex = checksum.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !inside || !hex || path.starts_with('~') || in_payload(&path) != payload {
            return None;
        }
        if list.insert(path, checksum.to_ascii_lowercase()).is_some() {
            return None;
        }
    }
    Some(list)
}
