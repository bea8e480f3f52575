//! Proofs 公示稿: what one notice discloses, and nothing else → a value in one way of writing, known by one digest.
//!
//! A proof is `proof.json` and one file for each face (`web.json`, `board.json`, `chat.json`, `loudspeaker.json`). All values
//! are texts as they are printed, days `YYYY-MM-DD`. There is no personal type here, no clock, no digest of a roster or
//! pack, and nothing of a column that is not shown; `docs/formats.md` tells the form. `edition` draws proofs up.

mod amounts;
mod canonical;
mod check_code;
mod derivation;
mod difference;
mod face;
mod listing;
mod reading;
mod salt;
mod texts;

pub(crate) use amounts::{amounts, counts_in_words};
pub use canonical::Fault;
pub use check_code::{check_code, is_check_code};
pub use derivation::{Derived, SmallGroups};
pub use difference::differences;
pub(crate) use difference::{channel_words, is_of_contacts_alone, is_of_days_alone, is_of_words_alone};
pub use face::Face;
pub use salt::{Salt, Secret};

use crate::ledger::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of a proof's file.
const FORM: &str = "mingbai-proof/1";

/// Everything that a notice discloses beside its faces 公示稿. Keys of its file are the fields' names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The form of its file.
    pub(crate) form: String,
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Path of the notice without ending.
    pub notice: String,
    /// Title of its kind.
    pub kind: String,
    /// Version, from 1.
    pub version: String,
    /// Number as it is printed.
    pub number: String,
    /// Title.
    pub title: String,
    /// Issuing body, as on the seal.
    pub issuer: String,
    /// The policy on which it rests, and the clause for its kind.
    pub basis: String,
    /// Households and people; no people where the roster tells no sizes.
    pub counts: BTreeMap<String, String>,
    /// First day.
    pub first: String,
    /// The period for objections, if the kind has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period: Option<ProofPeriod>,
    /// Last day of the paper on the board.
    pub board_until: String,
    /// Last day of the rows on the web.
    pub web_until: String,
    /// Where it hangs.
    pub places: Vec<String>,
    /// Whom to call.
    pub contacts: Vec<ProofContact>,
    /// Address of its page, if there is a site.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// SHA-256 of attachments by name.
    pub attachments: BTreeMap<String, String>,
    /// SHA-256 of each face's file by channel.
    pub faces: BTreeMap<String, String>,
}

/// A period for objections, day by day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofPeriod {
    /// How it is counted, in a sentence.
    pub rule: String,
    /// Posting day.
    pub first: String,
    /// Last day for objections.
    pub last: String,
    /// When the office closes on that day, if it says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closes: Option<String>,
    /// The days that do not count, each with its reason.
    pub skipped: Vec<SkippedDay>,
}

/// A day that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkippedDay {
    /// Which.
    pub day: String,
    /// Why.
    pub reason: String,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofContact {
    /// What for.
    pub purpose: String,
    /// Office.
    pub name: String,
    /// Phone as it is shown.
    pub phone: String,
    /// When it is answered, if declared.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hours: Option<String>,
}

/// A proof with its faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// The proof.
    pub proof: Proof,
    /// Its faces in the order of their channels.
    pub faces: Vec<Face>,
}

impl Proof {
    /// The form's name, to be written into a new one.
    pub(crate) fn form() -> String {
        FORM.into()
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::to_bytes(self)
    }

    /// The digest by which all is known: SHA-256 of the file.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.to_bytes())
    }
}

impl Sheets {
    /// Puts a proof and its faces together: the proof names the faces' digests.
    pub(crate) fn new(mut proof: Proof, mut faces: Vec<Face>) -> Self {
        in_order(&mut faces);
        let digest = |face: &Face| (face.channel.clone(), Digest::of(&face.to_bytes()).to_string());
        proof.faces = faces.iter().map(digest).collect();
        Self { proof, faces }
    }

    /// From the files of a folder by name; none where a file is missing, or is not what the proof says.
    pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Fault> {
        let proof: Proof = canonical::from_bytes(files.get("proof.json").ok_or(Fault::Unreadable)?)?;
        if proof.form != FORM {
            return Err(Fault::Unreadable);
        }
        let face = |(channel, digest): (&String, &String)| {
            let bytes = files.get(&format!("{channel}.json")).ok_or(Fault::Unreadable)?;
            let face: Face = canonical::from_bytes(bytes)?;
            let same =
                Digest::of(bytes).as_str() == digest && face.channel == *channel && face.is_of_this_form();
            if same { Ok(face) } else { Err(Fault::Unreadable) }
        };
        let mut faces = proof.faces.iter().map(face).collect::<Result<Vec<Face>, Fault>>()?;
        in_order(&mut faces);
        Ok(Self { faces, proof })
    }

    /// The files by name.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let faces = self.faces.iter().map(|face| (format!("{}.json", face.channel), face.to_bytes()));
        faces.chain([("proof.json".to_owned(), self.proof.to_bytes())]).collect()
    }

    /// The same with the salts of other faces, to be compared with those: a lost secret is made anew.
    pub(crate) fn with_salts_of(&self, other: &Self) -> Self {
        let mut faces = self.faces.clone();
        for face in &mut faces {
            if let Some(same) = other.face(&face.channel) {
                face.salt = same.salt.clone();
            }
        }
        Self::new(self.proof.clone(), faces)
    }

    /// Whether both say the same, salts aside, and a picture or script aside that is switched off now.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let mut theirs = other.proof.clone();
        let is_voice = |channel: &str| ["chat", "loudspeaker"].contains(&channel);
        theirs.faces.retain(|channel, _| self.face(channel).is_some() || !is_voice(channel));
        let ours = self.with_salts_of(other);
        // Faces of before counted figures were marked say the same without marks.
        ours.proof == theirs || !other.faces.iter().any(texts::is_marked) && ours.unmarked().proof == theirs
    }

    /// The same with its counted figures unmarked.
    fn unmarked(&self) -> Self {
        let mut faces = self.faces.clone();
        faces.iter_mut().for_each(|face| texts::unmark(&mut face.text));
        Self::new(self.proof.clone(), faces)
    }

    /// The same with the last days of another.
    pub(crate) fn with_days_of(&self, other: &Self) -> Self {
        derivation::with_days_of(self, &other.proof)
    }

    /// The same without the faces of these channels.
    pub(crate) fn without_faces(&self, channels: &[&str]) -> Self {
        let faces = self.faces.iter().filter(|face| !channels.contains(&face.channel.as_str()));
        Self::new(self.proof.clone(), faces.cloned().collect())
    }

    /// The same without any row.
    pub(crate) fn without_rows(&self) -> Self {
        let mut faces = self.faces.clone();
        for face in &mut faces {
            face.rows.clear();
        }
        Self::new(self.proof.clone(), faces)
    }

    /// The face of a channel.
    pub fn face(&self, channel: &str) -> Option<&Face> {
        self.faces.iter().find(|face| face.channel == channel)
    }

    /// The folder beside the notice's file in which they lie: `v<version>-<check code>`.
    pub fn folder(&self) -> String {
        format!("v{}-{}", self.proof.version, check_code(&self.proof.digest()))
    }
}

/// The order of the channels.
fn in_order(faces: &mut [Face]) {
    const CHANNELS: [&str; 4] = ["web", "board", "chat", "loudspeaker"];
    faces.sort_by_key(|face| CHANNELS.iter().position(|channel| *channel == face.channel));
}

#[cfg(test)]
mod tests;
