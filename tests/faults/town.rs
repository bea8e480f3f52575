//! A small township in two states, and an edition of each: what a run that is broken off may leave.

use crate::desk::Desk;
use crate::people::{roster_csv, six};
use crate::snapshot::Snapshot;
use crate::sweep::Seen;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};

/// 红旗村 before and after a household was withdrawn and the notice got another name: pages and prints change, go, come.
pub(crate) struct Town {
    pub(crate) desk: Desk,
    /// The editions of `ws-old` and of `ws-new`.
    pub(crate) old: Snapshot,
    pub(crate) new: Snapshot,
    pub(crate) seen: Seen,
}

impl Town {
    /// One town for all tests that run meanwhile, each in folders of its own; the last takes it away.
    pub(crate) fn shared() -> Arc<Self> {
        static TOWN: Mutex<Weak<Town>> = Mutex::new(Weak::new());
        let mut town = TOWN.lock().unwrap();
        town.upgrade().unwrap_or_else(|| {
            let new = Arc::new(Self::new());
            *town = Arc::downgrade(&new);
            new
        })
    }

    fn new() -> Self {
        let desk = thin(Desk::township("faults"));
        desk.village("hongqi", "红旗村");
        for (state, households) in [("old", &six()[..]), ("new", &six()[1..])] {
            let notice = format!("villages/hongqi/notices/2025-03-{state}");
            let _ = std::fs::remove_file(desk.path("ws/villages/hongqi/notices/2025-03-old.toml"));
            // What is signed and has no file is told.
            desk.unsign("villages/hongqi/notices/2025-03-old");
            desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", households));
            desk.write(&format!("ws/{notice}.toml"), NOTICE);
            desk.sign_all(&notice);
            let ws = desk.path("ws");
            crate::snapshot::copy(&ws, &desk.path(&format!("ws-{state}")));
            let arguments = build(state, &format!("{state}/dist"));
            desk.run(&arguments).ends(0);
        }
        let edition = |state| Snapshot::of(&desk.path(&format!("{state}/dist")));
        let (old, new) = (edition("old"), edition("new"));
        let only = |one: &Snapshot, other: &Snapshot| one.0.keys().any(|path| !other.0.contains_key(path));
        assert!(only(&old, &new) && only(&new, &old), "a file goes and a file comes");
        assert!(old.0.iter().any(|(path, entry)| new.0.get(path) == Some(entry)), "a file stays");
        Self { desk, old, new, seen: Seen::default() }
    }

    /// A folder of the desk: `old` and `new` hold an edition in `dist`, others are empty.
    pub(crate) fn folder(&self, state: &str) -> PathBuf {
        std::fs::create_dir_all(self.desk.path(state)).unwrap();
        self.desk.path(state)
    }

    /// The arguments of a build, for a run in any folder; the output is `dist` in it.
    pub(crate) fn build(&self, state: &str) -> Vec<String> {
        let mut arguments = build(state, "dist");
        arguments[1] = self.desk.path(&format!("ws-{state}")).display().to_string();
        arguments
    }
}

/// A small edition makes a sweep short: no leaflets, one print for the wall and one form of the office.
pub(crate) fn thin(desk: Desk) -> Desk {
    let desk = desk.thin(&["statistics"]);
    let prints = desk.read("ws/township.toml") + "\n[prints]\nweb = false\n";
    desk.write("ws/township.toml", prints);
    desk
}

const NOTICE: &str = "kind = \"identify\"\nroster = \"rosters/r.csv\"\nposted = 2025-03-14\n";

fn build(state: &str, out: &str) -> Vec<String> {
    ["-C", &format!("ws-{state}"), "--today", "2025-03-17", "build", "--out", out].map(str::to_owned).into()
}
