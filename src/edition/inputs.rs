//! Inputs 签字时的依据: pack, field tables, holiday tables, township and village as a proof was signed → kept, each once, by its
//! digest; and read back, so that files that were edited since change nothing that was approved.

use super::kept;
use super::ready::{Ready, open_inputs};
use crate::diag::toml;
use crate::ledger::{Digest, Ledger};
use crate::workspace::{Files, Notice, Village, Workspace, themes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

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

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenInput {
    /// `pack`, `fields`, `calendar`, `township`, `village`.
    sort: String,
    /// Its path: of a pack's file inside the pack.
    path: String,
    sha256: Digest,
}

/// Where the example of a pack lies in it: nothing of it is read for a notice.
const EXAMPLE: &str = "example/";

/// The list of a notice's inputs, and their bytes by digest.
pub(super) fn of(workspace: &Workspace, notice: &Notice) -> (Vec<u8>, BTreeMap<Digest, Vec<u8>>) {
    let (mut inputs, mut contents) = (Vec::new(), BTreeMap::new());
    let village = workspace.villages.iter().find(|village| village.slug == notice.village);
    for (sort, path, bytes) in of_all(workspace).into_iter().chain(village.map(of_village)) {
        let sha256 = Digest::of(bytes);
        inputs.push(WrittenInput { sort: sort.to_owned(), path: path.to_owned(), sha256: sha256.clone() });
        contents.insert(sha256, bytes.to_vec());
    }
    (written(inputs), contents)
}

/// An input: what it is, its path, its bytes.
type Input<'a> = (&'static str, &'a str, &'a [u8]);

/// The inputs of all villages.
fn of_all(workspace: &Workspace) -> Vec<Input<'_>> {
    let pack = workspace.pack.iter().filter(|(path, _)| !path.starts_with(EXAMPLE));
    let pack = pack.map(|(path, bytes)| ("pack", path.as_str(), bytes.as_slice()));
    let fields = workspace.fields.iter().map(|(path, text)| ("fields", path.as_str(), text.as_bytes()));
    let calendars =
        workspace.calendars.iter().map(|(path, text)| ("calendar", path.as_str(), text.as_bytes()));
    let township = ("township", "township.toml", workspace.township_source.as_bytes());
    pack.chain(fields).chain(calendars).chain([township]).collect()
}

fn of_village(village: &Village) -> Input<'_> {
    ("village", village.path.as_str(), village.source.as_bytes())
}

fn written(inputs: Vec<WrittenInput>) -> Vec<u8> {
    serde_json::to_vec_pretty(&WrittenInputs { form: FORM.to_owned(), inputs }).unwrap_or_default()
}

/// The lists of all villages' inputs as they are today, by village.
pub(super) fn lists(workspace: &Workspace) -> BTreeMap<&str, Vec<u8>> {
    let entry = |(sort, path, bytes): Input<'_>| WrittenInput {
        sort: sort.to_owned(),
        path: path.to_owned(),
        sha256: Digest::of(bytes),
    };
    let all: Vec<WrittenInput> = of_all(workspace).into_iter().map(entry).collect();
    let list = |village: &Village| written(all.iter().cloned().chain([entry(of_village(village))]).collect());
    workspace.villages.iter().map(|village| (village.slug.as_str(), list(village))).collect()
}

/// A notice as it was when its proof was signed, with everything that it was drawn from.
pub(crate) struct AsSigned {
    /// The notice, with its roster.
    pub(crate) notice: Notice,
    inputs: Option<Arc<Inputs>>,
}

/// Inputs as they were when a proof was signed.
pub(crate) struct Inputs {
    all: Arc<OfAll>,
    village: Village,
}

/// What villages share of them.
struct OfAll {
    workspace: Workspace,
    ready: Ready,
}

impl Inputs {
    /// What was checked of them.
    pub(crate) fn ready(&self) -> &Ready {
        &self.all.ready
    }

    /// The workspace, what was checked of it, and the village.
    pub(crate) fn setting(&self) -> (&Workspace, &Ready, &Village) {
        (&self.all.workspace, &self.all.ready, &self.village)
    }
}

impl AsSigned {
    /// What was kept of a proof; none where nothing was, or an input is lost.
    pub(crate) fn read(
        (workspace, ready): (&Workspace, &Ready),
        notice: &Notice,
        signed: &Digest,
    ) -> Option<Self> {
        let notice = kept::source(&workspace.root, notice, signed)?;
        let known = ready.earlier.inputs(signed);
        let inputs = match known.map_or_else(|| kept::inputs(&workspace.root, signed), |_| None) {
            // Sources that were kept before their inputs were go by those of today.
            None => known.cloned(),
            Some(list) => Some(Reader::new(workspace, &ready.ledger).read(&list, &notice.village)?),
        };
        Some(Self { notice, inputs })
    }

    /// The workspace and what was checked of it, as they were; those of today where they were not kept.
    pub(crate) fn setting<'a>(
        &'a self,
        today: (&'a Workspace, &'a Ready, &'a Village),
    ) -> (&'a Workspace, &'a Ready, &'a Village) {
        self.inputs.as_ref().map_or(today, |inputs| inputs.setting())
    }
}

/// Reads lists of kept inputs, each pack once.
pub(super) struct Reader<'a> {
    workspace: &'a Workspace,
    /// What happened since goes on being known.
    ledger: &'a Ledger,
    known: BTreeMap<Digest, Option<Arc<Inputs>>>,
    of_all: BTreeMap<Digest, Option<Arc<OfAll>>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(workspace: &'a Workspace, ledger: &'a Ledger) -> Self {
        Self { workspace, ledger, known: BTreeMap::new(), of_all: BTreeMap::new() }
    }

    /// The inputs of a list, which a village had; none where one of them is lost, or was changed.
    pub(super) fn read(&mut self, list: &[u8], village: &str) -> Option<Arc<Inputs>> {
        let digest = Digest::of(list);
        if let Some(known) = self.known.get(&digest) {
            return known.clone();
        }
        let read = self.read_anew(list, village).map(Arc::new);
        self.known.insert(digest, read.clone());
        read
    }

    fn read_anew(&mut self, list: &[u8], slug: &str) -> Option<Inputs> {
        let WrittenInputs { form, inputs } = serde_json::from_slice(list).ok()?;
        if form != FORM {
            return None;
        }
        let (own, shared): (Vec<_>, Vec<_>) = inputs.into_iter().partition(|input| input.sort == "village");
        let [WrittenInput { path, sha256, .. }] = &own[..] else { return None };
        let source = String::from_utf8(kept::input(&self.workspace.root, sha256)?).ok()?;
        let is = toml::parse(path, &source).ok()?;
        let (notices, orphans, unused, told) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (slug, path) = (slug.to_owned(), path.clone());
        let village =
            Village { slug, path, is, source, notices, orphans, unused, told, digest: OnceLock::new() };
        let digest = Digest::of(&serde_json::to_vec(&shared).ok()?);
        let all = match self.of_all.get(&digest) {
            Some(known) => known.clone(),
            None => {
                let all = of_all_as_kept(self.workspace, self.ledger, shared).map(Arc::new);
                self.of_all.insert(digest, all.clone());
                all
            }
        };
        Some(Inputs { all: all?, village })
    }
}

fn of_all_as_kept(today: &Workspace, ledger: &Ledger, inputs: Vec<WrittenInput>) -> Option<OfAll> {
    let (mut pack, mut fields, mut calendars) = (Files::new(), Vec::new(), Vec::new());
    let mut township = None;
    for WrittenInput { sort, path, sha256 } in inputs {
        let bytes = kept::input(&today.root, &sha256)?;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        match sort.as_str() {
            "pack" => drop(pack.insert(path, bytes)),
            "fields" => fields.push((path, text(bytes)?)),
            "calendar" => calendars.push((path, text(bytes)?)),
            "township" => township = Some(text(bytes)?),
            _ => return None,
        }
    }
    let township_source = township?;
    let mut township: crate::workspace::written::Township =
        toml::parse("township.toml", &township_source).ok()?;
    // How papers are cut and stacked is asked of today's printer.
    township.leaflet_prints = today.township.leaflet_prints;
    let workspace = Workspace {
        root: today.root.clone(),
        today: today.today,
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
        secret: today.secret.clone(),
        secret_broken: None,
        ledger: None,
        witness: Files::new(),
        unused: Vec::new(),
        told: Vec::new(),
        broken: Vec::new(),
    };
    let mut ready = open_inputs(&workspace).ok()?;
    ready.ledger = ledger.clone();
    // Other villages' names tell that a roster is not this one's; they are no part of what was signed.
    ready.villages = today.villages.iter().map(|village| village.is.name.clone()).collect();
    Some(OfAll { workspace, ready })
}

/// Where an input lies below the workspace.
pub(super) fn path(root: &Path, digest: &Digest) -> std::path::PathBuf {
    root.join("kept/inputs").join(digest.as_str())
}
