//! Inputs 签字时的依据: pack, field tables, holiday tables, township and village as a proof was signed → kept, each once, by its
//! digest; and read back, so that files that were edited since change nothing that was approved.

use super::kept;
use super::ready::{Ready, ready};
use crate::diag::toml;
use crate::ledger::Digest;
use crate::workspace::{Files, Notice, Village, Workspace, themes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// The form of the list of inputs.
const FORM: &str = "mingbai-inputs/1";

/// Name of the list in the folder of a kept source.
pub(super) const FILE: &str = "inputs.json";

/// Every input with its digest.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenInputs {
    form: String,
    inputs: Vec<WrittenInput>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenInput {
    /// `pack`, `fields`, `calendar`, `township`, `village`.
    sort: String,
    /// Its path: of a pack's file inside the pack.
    path: String,
    sha256: Digest,
}

/// The list of a notice's inputs, and their bytes by digest.
pub(super) fn of(workspace: &Workspace, notice: &Notice) -> (Vec<u8>, BTreeMap<Digest, Vec<u8>>) {
    let village = workspace.villages.iter().find(|village| village.slug == notice.village);
    let text =
        |sort: &'static str, path: &String, text: &String| (sort, path.clone(), text.clone().into_bytes());
    let pack = workspace.pack.iter().map(|(path, bytes)| ("pack", path.clone(), bytes.clone()));
    let fields = workspace.fields.iter().map(|(path, is)| text("fields", path, is));
    let calendars = workspace.calendars.iter().map(|(path, is)| text("calendar", path, is));
    let township = text("township", &"township.toml".to_owned(), &workspace.township_source);
    let village = village.map(|village| text("village", &village.path, &village.source));
    let all = pack.chain(fields).chain(calendars).chain([township]).chain(village);
    let (mut inputs, mut contents) = (Vec::new(), BTreeMap::new());
    for (sort, path, bytes) in all {
        let sha256 = Digest::of(&bytes);
        inputs.push(WrittenInput { sort: sort.to_owned(), path, sha256: sha256.clone() });
        contents.insert(sha256, bytes);
    }
    let written = WrittenInputs { form: FORM.to_owned(), inputs };
    (serde_json::to_vec_pretty(&written).unwrap_or_default(), contents)
}

/// A notice as it was when its proof was signed, with everything that it was drawn from.
pub(crate) struct AsSigned {
    /// The notice, with its roster.
    pub(crate) notice: Notice,
    inputs: Option<Inputs>,
}

struct Inputs {
    workspace: Workspace,
    ready: Ready,
    village: Village,
}

impl AsSigned {
    /// What was kept of a proof; none where nothing was, or an input is lost.
    pub(crate) fn read(workspace: &Workspace, notice: &Notice, signed: &Digest) -> Option<Self> {
        let notice = kept::source(&workspace.root, notice, signed)?;
        let inputs = match kept::inputs(&workspace.root, signed) {
            // Sources that were kept before their inputs were go by those of today.
            None => None,
            Some(list) => Some(inputs(workspace, &notice, &list)?),
        };
        Some(Self { notice, inputs })
    }

    /// The workspace and what was checked of it, as they were; those of today where they were not kept.
    pub(crate) fn setting<'a>(
        &'a self,
        (workspace, ready, village): (&'a Workspace, &'a Ready, &'a Village),
    ) -> (&'a Workspace, &'a Ready, &'a Village) {
        match &self.inputs {
            Some(is) => (&is.workspace, &is.ready, &is.village),
            None => (workspace, ready, village),
        }
    }
}

fn inputs(workspace: &Workspace, notice: &Notice, list: &[u8]) -> Option<Inputs> {
    let written: WrittenInputs = serde_json::from_slice(list).ok()?;
    if written.form != FORM {
        return None;
    }
    let (mut pack, mut fields, mut calendars) = (Files::new(), Vec::new(), Vec::new());
    let (mut township, mut village) = (None, None);
    for WrittenInput { sort, path, sha256 } in written.inputs {
        let bytes = kept::input(&workspace.root, &sha256)?;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        match sort.as_str() {
            "pack" => drop(pack.insert(path, bytes)),
            "fields" => fields.push((path, text(bytes)?)),
            "calendar" => calendars.push((path, text(bytes)?)),
            "township" => township = Some(text(bytes)?),
            "village" => village = Some((path, text(bytes)?)),
            _ => return None,
        }
    }
    let (township_source, (path, source)) = (township?, village?);
    let is = toml::parse(&path, &source).ok()?;
    let slug = notice.village.clone();
    let (notices, unused, told) = (Vec::new(), Vec::new(), Vec::new());
    let village = Village { slug, path, is, source, notices, unused, told, digest: OnceLock::new() };
    let township: crate::workspace::written::Township =
        toml::parse("township.toml", &township_source).ok()?;
    let setting = Workspace {
        root: workspace.root.clone(),
        today: workspace.today,
        pack_path: format!("policies/{}", township.pack),
        township,
        township_source,
        villages: Vec::new(),
        pack,
        more_packs: Vec::new(),
        theme: themes::Theme::default(),
        calendars,
        fields,
        keys: Vec::new(),
        secret: workspace.secret.clone(),
        secret_broken: None,
        ledger: None,
        witness: Files::new(),
        unused: Vec::new(),
        told: Vec::new(),
        broken: Vec::new(),
    };
    let mut checked = ready(&setting).ok()?;
    // Other villages' names tell that a roster is not this one's; they are no part of what was signed.
    checked.villages = workspace.villages.iter().map(|village| village.is.name.clone()).collect();
    Some(Inputs { workspace: setting, ready: checked, village })
}

/// Where an input lies below the workspace.
pub(super) fn path(root: &Path, digest: &Digest) -> std::path::PathBuf {
    root.join("kept/inputs").join(digest.as_str())
}
