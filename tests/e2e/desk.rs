//! A desk 办公桌: a folder of its own with a workspace, secret keys and `dist/`, and the program run there.

use super::people::{Household, roster_csv, six};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run of the program said.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Ended with this code, or the test says what was said instead.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// The codes of the findings, in order of appearance; that a notice is held back follows from the others.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let heads = self.err.lines().filter(|line| !line.starts_with(' '));
        let codes = heads.filter_map(|line| line.split_once('[')?.1.split_once(']').map(|(code, _)| code));
        codes.filter(|code| *code != "notice-held-back").collect()
    }

    /// The notices that are held back although their day has come.
    pub(crate) fn held_back(&self) -> Vec<&str> {
        let told = self.err.lines().filter(|line| line.contains("[notice-held-back]"));
        told.filter_map(|line| line.split_once(".toml").map(|(notice, _)| notice)).collect()
    }

    /// What was said in JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect(&self.out)
    }
}

/// Bytes and day of change of every file below a folder.
pub(crate) type Tree = BTreeMap<String, (Vec<u8>, std::time::SystemTime)>;

pub(crate) struct Desk {
    pub(crate) root: PathBuf,
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A test that failed leaves its desk as it was, to be looked at.
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

pub(crate) const ROLES: [(&str, &str); 2] = [("committee", "村民委员会"), ("supervision", "村务监督委员会")];

impl Desk {
    /// An empty desk; `name` is the test's own.
    pub(crate) fn bare(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        Self { root }
    }

    /// A township without villages in `ws/`. It makes no pictures and no scripts, which take longer than all the rest:
    /// whoever looks at them, or at every byte that is open, asks for them with [`Desk::speaking`].
    pub(crate) fn township(name: &str) -> Self {
        let desk = Self::bare(name);
        desk.write("ws/township.toml", TOWNSHIP);
        desk
    }

    /// With pictures for the chat and scripts for the loudspeaker.
    #[track_caller]
    pub(crate) fn speaking(self) -> Self {
        self.edit("ws/township.toml", "skip_channels = [\"chat\", \"loudspeaker\"]\n", "");
        let notice = notice("hongqi");
        if self.path(&format!("ws/{notice}.proof")).exists() {
            self.unsign(&notice);
            self.sign_all(&notice);
        }
        self
    }

    /// With a pack that has no leaflets and of its forms these alone: most prints of an edition are of these two kinds.
    #[track_caller]
    pub(crate) fn thin(self, forms: &[&str]) -> Self {
        self.copy("policies/puan-2025", "ws/policies/puan-2025");
        let pack = self.read("ws/policies/puan-2025/pack.toml");
        let is_kept = |section: &&str| {
            let is_one = |id: &&str| section.starts_with(&format!("[[form]]\nid = \"{id}\"\n"));
            let is_print = ["[[form]]", "[[leaflet]]"].iter().any(|head| section.starts_with(head));
            !is_print || forms.iter().any(is_one)
        };
        self.write("ws/policies/puan-2025/pack.toml", sections(&pack).filter(is_kept).collect::<String>());
        let notice = notice("hongqi");
        if self.path(&format!("ws/{notice}.toml")).exists() {
            self.unsign(&notice);
            self.sign_all(&notice);
        }
        self
    }

    /// 红旗村 with one signed identification notice, posted on 2025-03-14.
    pub(crate) fn hongqi(name: &str, households: &[Household]) -> Self {
        let desk = Self::township(name);
        desk.village("hongqi", "红旗村");
        desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", households));
        desk.identify("hongqi", "r.csv", "2025-03-14");
        desk.sign_all(&notice("hongqi"));
        desk
    }

    /// Lays a calendar with one more holiday, from one day to another, over the built-in ones.
    pub(crate) fn holiday(&self, first: &str, last: &str) {
        self.copy("policies/calendar/", "ws/policies/calendar");
        let path = "ws/policies/calendar/2025.toml";
        let text = self.read(path);
        self.write(path, format!("{text}\n[[holiday]]\nname = \"临时\"\nfirst = {first}\nlast = {last}\n"));
    }

    /// The one folder of proofs beside a notice, by its path on the desk.
    #[track_caller]
    pub(crate) fn proof_folder(&self, notice: &str) -> String {
        let parent = format!("ws/{notice}.proof");
        let folders: Vec<String> = fs::read_dir(self.path(&parent))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(folders.len(), 1, "{folders:?}");
        format!("{parent}/{}", folders[0])
    }

    /// Takes away everything that was signed of a notice.
    pub(crate) fn unsign(&self, notice: &str) {
        let _ = fs::remove_dir_all(self.path(&format!("ws/{notice}.proof")));
    }

    /// The same with six unremarkable households.
    pub(crate) fn six(name: &str) -> Self {
        Self::hongqi(name, &six())
    }

    /// A village's file and the keys of its two roles.
    pub(crate) fn village(&self, slug: &str, name: &str) {
        self.write(
            &format!("ws/villages/{slug}/village.toml"),
            format!(
                "name = \"{name}\"\ncommittee = \"普安乡{name}村民委员会\"\nboard = \"{name}村务公开栏\"\n\n\
                 [[contact]]\npurpose = \"村里受理意见\"\nname = \"{name}村务监督委员会\"\nphone = \"023-5550 1301\"\n"
            ),
        );
        for ((file, role), signer) in ROLES.iter().zip(["罗启山", "韩永年"]) {
            self.keygen(slug, file, role, &format!("{signer}{}", &slug[..1]));
        }
    }

    /// A key pair: the secret half in `secret/<slug>-<file>.key`, the public half trusted for that village.
    pub(crate) fn keygen(&self, slug: &str, file: &str, role: &str, name: &str) {
        let out = format!("secret/{slug}-{file}");
        self.run(["keygen", "--role", role, "--name", name, "--out", &out]).ends(0);
        let public = self.read(&format!("{out}.pub"));
        self.write(&format!("ws/keys/{slug}/{file}.pub"), &public);
    }

    /// An identification notice over `rosters/<file>`.
    pub(crate) fn identify(&self, slug: &str, roster: &str, posted: &str) {
        self.write(
            &format!("ws/{}.toml", notice(slug)),
            format!("kind = \"identify\"\nroster = \"rosters/{roster}\"\nposted = {posted}\n"),
        );
    }

    /// Both roles sign on the day before 2025-03-14.
    pub(crate) fn sign_all(&self, notice: &str) {
        for (file, _) in ROLES {
            self.sign(notice, file).ends(0);
        }
    }

    pub(crate) fn sign(&self, notice: &str, file: &str) -> Ran {
        self.sign_on("2025-03-13", notice, file)
    }

    pub(crate) fn sign_on(&self, today: &str, notice: &str, file: &str) -> Ran {
        let slug = notice.split('/').nth(1).unwrap();
        let key = format!("secret/{slug}-{file}.key");
        self.run(["-C", "ws", "--today", today, "sign", notice, "--key", &key])
    }

    pub(crate) fn build(&self, today: &str) -> Ran {
        self.run(["-C", "ws", "--today", today, "build"])
    }

    /// An entry into the ledger about 红旗村's notice.
    pub(crate) fn record(&self, today: &str, command: &str, more: &[&str]) -> Ran {
        let notice = notice("hongqi");
        let all = ["-C", "ws", "--today", today, command, &notice];
        self.run(all.iter().chain(more).copied())
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.run_with(arguments, &[])
    }

    /// Runs in the desk's root with nothing from outside but PATH and `environment`.
    pub(crate) fn run_with<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        environment: &[(&str, &str)],
    ) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_mingbai"))
            .args(arguments)
            .current_dir(&self.root)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.root.join("home"))
            .envs(environment.iter().copied())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    #[track_caller]
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap()
    }

    /// Changes a text file; what is replaced must be there.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from}");
        self.write(path, text.replace(from, to));
    }

    /// Every file below a folder.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        let mut tree = Tree::new();
        walk(&self.path(folder), &mut |path| {
            let name = path.strip_prefix(self.path(folder)).unwrap().to_str().unwrap().to_owned();
            tree.insert(name, (fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap()));
        });
        tree
    }

    /// Whether anything of a notice is in `dist/`, for whomever.
    pub(crate) fn shows(&self, notice: &str) -> bool {
        self.shows_in("dist", notice)
    }

    /// The same of another output folder.
    pub(crate) fn shows_in(&self, out: &str, notice: &str) -> bool {
        let (village, stem) = notice.trim_start_matches("villages/").split_once("/notices/").unwrap();
        let (page, own) = (format!("/{village}/notices/{stem}/"), format!("/{village}/{stem}"));
        assert!(self.path(out).join("public/index.html").exists(), "the others were held back, too");
        self.tree(out).keys().any(|path| path.contains(&page) || path.contains(&own))
    }

    /// Every file for the public: everything in `dist/` but what is private.
    pub(crate) fn open(&self) -> BTreeMap<String, Vec<u8>> {
        let mut open = bytes_of(self.tree("dist"));
        open.retain(|path, _| path.contains('/') && !path.starts_with("private/"));
        assert!(!open.is_empty(), "nothing was published");
        open
    }

    /// Copies a folder of the repository here.
    pub(crate) fn copy(&self, from: &str, to: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
        walk(&from, &mut |path| {
            let inner = path.strip_prefix(&from).unwrap().to_str().unwrap();
            self.write(&format!("{to}/{inner}"), fs::read(path).unwrap());
        });
    }
}

/// The name of a village's identification notice.
pub(crate) fn notice(slug: &str) -> String {
    format!("villages/{slug}/notices/2025-03-identify")
}

/// The page and the print of a village's identification notice, below `dist/`.
pub(crate) fn page(slug: &str) -> String {
    format!("dist/public/villages/{slug}/notices/2025-03-identify/index.html")
}

/// Without the times.
pub(crate) fn bytes_of(tree: Tree) -> BTreeMap<String, Vec<u8>> {
    tree.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

pub(crate) const TOWNSHIP: &str = r#"name = "普安乡"
publisher = "普安乡人民政府"
skip_channels = ["chat", "loudspeaker"]
pack = "puan-2025"
base_url = "https://puan.example/"

[[contact]]
purpose = "政策咨询"
name = "普安乡便民服务中心"
phone = "023-5550 1210"
"#;

/// A TOML text cut before each table of a list.
fn sections(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest[1..].find("\n[[").map_or(rest.len(), |at| at + 2);
        let (section, after) = rest.split_at(end);
        rest = after;
        Some(section)
    })
}
